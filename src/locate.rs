//! One range of a body in every layer, from whichever layer it is known in.

use serde::Serialize;

use crate::faults::{Faults, Part, Place};
use crate::findings::At;
use crate::fix::Whole;
use crate::form::Value;
use crate::layers::{Ranges, with_layers};
use crate::options::Options;
use crate::positions::Texts;

/// A range in one layer of a body: offsets from the text's start, in [`Options::units`], `end` just behind the range.
///
/// Offsets behind the text's end stand for its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot<'a> {
    /// In the form body.
    Form {
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
    },
    /// In the Base64 text of a part, without its percent-encoding.
    Base64 {
        /// The part, as the first segment of a finding's path says it, such as `/EData`; more may follow.
        path: &'a str,
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
    },
    /// In the decoded JSON text of a part.
    Json {
        /// The part, as the first segment of a finding's path says it, such as `/payExInfoStr`; more may follow.
        path: &'a str,
        /// Where it starts.
        start: usize,
        /// Where it ends.
        end: usize,
    },
}

/// The same thing in every layer that holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Located {
    /// The part that it is in: `/EData` or `/payExInfoStr`; `None` where it is in neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its ranges.
    #[serde(flatten)]
    pub at: At,
}

/// Finds a range of one layer in all of them, both ways, exactly.
///
/// What lies outward is what carries the range: of a JSON text the Base64 characters that hold any of its bits, and of
/// these the characters of the body that spell them, escapes whole. What lies inward is what the range carries any bit
/// of, in whole characters. So going there and coming back covers where it began. A range that carries nothing, such
/// as white space within Base64, is found empty where it stands.
///
/// Of a part whose value is empty, the place of the value is found. Where a body has no such part, or is over the cap,
/// nothing is.
///
/// ```
/// use cbt179::{Options, Spot, locate};
///
/// let body = b"EData=eyJhIjoi5aW9In0%3D";
/// let json = Spot::Json { path: "/EData", start: 6, end: 9 }; // the bytes of \u{597d}
/// let found = locate(body, json, &Options::default());
/// assert_eq!(found.at.base64.map(|range| (range.start, range.end)), Some((8, 12)));
/// assert_eq!(found.at.form.map(|range| (range.start, range.end)), Some((14, 18)));
///
/// let back = locate(body, Spot::Form { start: 15, end: 16 }, &Options::default());
/// assert_eq!(back.path.as_deref(), Some("/EData"));
/// assert_eq!(back.at.json.map(|range| (range.start, range.end)), Some((6, 9)));
/// ```
#[must_use]
pub fn locate(body: &[u8], spot: Spot, options: &Options) -> Located {
    if body.len() > options.max_body_bytes {
        return Located::default();
    }
    with_layers(body, Faults::default(), |_, whole, values| find(spot, whole, values, options))
}

fn find(spot: Spot, whole: &Whole, values: &[Option<Value>; 2], options: &Options) -> Located {
    let texts = Texts::new(whole, options.units);
    let (part, place) = match spot {
        Spot::Form { start, end } => {
            let range = texts.form.bytes(start, end);
            let touches = |part: &Part| {
                let value = values[*part as usize].as_ref();
                value.is_some_and(|value| range.start <= value.at.end && range.end >= value.at.start)
            };
            (Part::BOTH.into_iter().find(touches), Place::Form(range))
        }
        Spot::Base64 { path, start, end } => {
            let part = part_of(path);
            let inner = part.and_then(|part| texts.parts[part as usize].as_ref());
            (part, inner.map_or(Place::Nowhere, |(base64, _)| Place::Base64(base64.bytes(start, end))))
        }
        Spot::Json { path, start, end } => {
            let part = part_of(path);
            let inner = part.and_then(|part| texts.parts[part as usize].as_ref());
            (part, inner.map_or(Place::Nowhere, |(_, json)| Place::Json(json.bytes(start, end))))
        }
    };
    let path = part.map(|part| format!("/{}", part.field().name));
    if let Some(layers) = part.and_then(|part| whole.layers[part as usize].as_ref()) {
        return Located { path, at: texts.at(part, &layers.everywhere(&place)) };
    }
    // No part, or one whose value is empty.
    let value = part.and_then(|part| values[part as usize].as_ref()).map(|value| value.at.clone());
    let path = path.filter(|_| value.is_some());
    let ranges = Ranges { form: place.in_form().or(value), ..Ranges::default() };
    Located { path, at: texts.at(None, &ranges) }
}

/// The part that a path begins with.
fn part_of(path: &str) -> Option<Part> {
    let name = path.strip_prefix('/')?.split('/').next()?;
    Part::BOTH.into_iter().find(|part| part.field().is_named(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_empty_has_a_place() {
        let at = |body: &str, spot| {
            let located = locate(body.as_bytes(), spot, &Options::default());
            (located.path, located.at.form.map(|form| (form.start, form.end)), located.at.json.is_some())
        };
        let json = Spot::Json { path: "/EData", start: 0, end: 9 };
        let e_data = Some("/EData".to_owned());
        assert_eq!(at("EData=&payExInfoStr=e30%3D", json), (e_data.clone(), Some((6, 6)), false));
        assert_eq!(at("EData=e30%3D", json), (e_data.clone(), Some((6, 9)), true));
        assert_eq!(at("EData=&EData=e30%3D", json), (e_data.clone(), Some((13, 16)), true));
        assert_eq!(at("EData=", Spot::Form { start: 6, end: 6 }), (e_data, Some((6, 6)), false));
        assert_eq!(at("payExInfoStr=e30%3D", json), (None, None, false));
        assert_eq!(at("a=b", Spot::Form { start: 0, end: 1 }), (None, Some((0, 1)), false));
    }
}
