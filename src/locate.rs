//! Maps a range of one layer of a body, or a path, to all layers.

use alloc::string::String;
use core::ops::Range;

use serde::Serialize;

use crate::codec::document::{Document, Ranges, with_layers};
use crate::codec::form::Value;
use crate::diagnostics::{Faults, Location, Part};
use crate::json::{self, escaped, first_segment, holder, value_at};
use crate::options::Options;
use crate::report::{At, PartTexts, Texts};
use crate::text::LONGEST;

/// A range in one layer of a body, or a path.
///
/// Offsets count from the start of the text, in [`Options::units`]. `end` is exclusive. Offsets beyond the text's end
/// mean its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// A range in the form body.
    Form {
        /// The start offset.
        start: usize,
        /// The end offset, exclusive.
        end: usize,
    },
    /// A range in the Base64 text of a part, without its percent-encoding.
    Base64 {
        /// The part, as the first segment of a finding's path, such as `/EData`; more segments may follow.
        path: &'a str,
        /// The start offset.
        start: usize,
        /// The end offset, exclusive.
        end: usize,
    },
    /// A range in the decoded JSON text of a part.
    Json {
        /// The part, as the first segment of a finding's path, such as `/payExInfoStr`; more segments may follow.
        path: &'a str,
        /// The start offset.
        start: usize,
        /// The end offset, exclusive.
        end: usize,
    },
    /// The value at a path: a JSON Pointer (RFC 6901) such as `/EData/token`, or a whole part, such as `/EData`. If
    /// several members have the same key, the last one counts.
    Path {
        /// The path.
        path: &'a str,
    },
}

/// A location in every layer that contains it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Located {
    /// The JSON Pointer (RFC 6901) of the location, such as `/payExInfoStr/payExchangeInfoHead/totalAmount`.
    ///
    /// It is the innermost value or member (including its key) that contains the range, as far as the JSON can be
    /// parsed. If no JSON can be parsed, it is the part; `None` outside both parts.
    ///
    /// Its keys are neither truncated nor masked, unlike those of [`crate::Finding::path`], so that it can be passed to
    /// [`locate`] again. In a malformed body the token may be among them, so it must not be logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The ranges.
    #[serde(flatten)]
    pub at: At,
}

/// Maps a range of one layer, or the value at a path, to all layers, inward and outward; also returns its path.
///
/// Outward, a range maps to all units that encode any of its bits. For a JSON text these are Base64 characters, and for
/// those the characters of the body, with whole escapes. Inward, a range maps to the whole characters of which it
/// encodes any bit. So mapping there and back covers the original range. A range that encodes nothing, such as white
/// space within Base64, maps to an empty range at its position.
///
/// The JSON range of the value at a path is its raw text, for a string including the quotes. A whole part has its
/// complete JSON text, and its value as the range in the form. A part with an empty value has only the position of that
/// value. The result is empty if the body has no such part, has no value at the path, or is over the cap.
///
/// ```
/// use cbt179::{Options, Target, locate};
///
/// let body = b"EData=eyJhIjoi5aW9In0%3D";
/// let json = Target::Json { path: "/EData", start: 6, end: 9 }; // the bytes of \u{597d}
/// let found = locate(body, json, &Options::default());
/// assert_eq!(found.at.base64.map(|range| (range.start, range.end)), Some((8, 12)));
/// assert_eq!(found.at.form.map(|range| (range.start, range.end)), Some((14, 18)));
///
/// let back = locate(body, Target::Form { start: 15, end: 16 }, &Options::default());
/// assert_eq!(back.path.as_deref(), Some("/EData/a"));
/// assert_eq!(back.at.json.map(|range| (range.start, range.end)), Some((6, 9)));
///
/// let value = locate(body, Target::Path { path: "/EData/a" }, &Options::default());
/// assert_eq!(value.at.json.map(|range| (range.start, range.end)), Some((5, 10)));
/// ```
#[must_use]
pub fn locate(body: &[u8], target: Target, options: &Options) -> Located {
    if body.len() > options.max_body_bytes.min(LONGEST) {
        return Located::default();
    }
    with_layers(body, Faults::new(), |_, document, values| find(target, document, values, options))
}

fn find(target: Target, document: &Document, values: &[Option<Value>; 2], options: &Options) -> Located {
    let texts = Texts::new(document, options.units);
    let value_of = |part: Part| values[part as usize].as_ref().map(|value| value.at.clone());
    let (part, pointer, form) = match target {
        Target::Form { start, end } => {
            let range = texts.form.bytes(start, end);
            let touches = |value: Range<usize>| range.start <= value.end && range.end >= value.start;
            let part = Part::OF_FORM.into_iter().find(|part| value_of(*part).is_some_and(touches));
            (part, None, Some(range))
        }
        Target::Base64 { path, .. } | Target::Json { path, .. } | Target::Path { path } => {
            let (part, pointer) = split(path);
            (part, pointer.filter(|_| matches!(target, Target::Path { .. })), part.and_then(value_of))
        }
    };
    let mut path = part.map(|part| format!("/{}", part.field().name)).unwrap_or_default();
    let mut ranges = Ranges::default();
    if let Some(PartTexts { layers, base64, json }) = texts.part(part) {
        let parsed = json::read(layers.json(), layers.text.start);
        let location = match target {
            Target::Base64 { start, end, .. } => Some(Location::Base64(base64.bytes(start, end))),
            Target::Json { start, end, .. } => Some(Location::Json(json.bytes(start, end))),
            _ => match pointer {
                Some(pointer) => value_at(&parsed.root(), pointer).map(|node| Location::Json(node.at)),
                None => form.map(Location::Form),
            },
        };
        ranges = layers.everywhere(&location.unwrap_or_default());
        let mut node = parsed.root();
        while let Some((segment, inner)) = ranges.json.as_ref().and_then(|json| holder(&node, json)) {
            path.push('/');
            path.push_str(&escaped(&segment));
            node = inner;
        }
    } else if pointer.is_none() {
        // There is no part, or its value is empty.
        ranges.form = form;
    }
    Located { path: part.and(ranges.form.as_ref()).map(|_| path), at: texts.at(part, &ranges) }
}

/// Splits a path into its part and the rest of the pointer.
fn split(path: &str) -> (Option<Part>, Option<&str>) {
    let (name, pointer) = first_segment(path.strip_prefix('/').unwrap_or_default());
    (Part::OF_FORM.into_iter().find(|part| part.field().is_named(name)), pointer)
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
        let json = Target::Json { path: "/EData", start: 0, end: 9 };
        let e_data = Some("/EData".to_owned());
        assert_eq!(at("EData=&payExInfoStr=e30%3D", json), (e_data.clone(), Some((6, 6)), false));
        assert_eq!(at("EData=e30%3D", json), (e_data.clone(), Some((6, 9)), true));
        assert_eq!(at("EData=&EData=e30%3D", json), (e_data.clone(), Some((13, 16)), true));
        assert_eq!(at("EData=", Target::Form { start: 6, end: 6 }), (e_data.clone(), Some((6, 6)), false));
        assert_eq!(at("EData=&", Target::Path { path: "/EData" }), (e_data, Some((6, 6)), false));
        assert_eq!(at("EData=&", Target::Path { path: "/EData/a" }), (None, None, false));
        assert_eq!(at("payExInfoStr=e30%3D", json), (None, None, false));
        assert_eq!(at("a=b", Target::Form { start: 0, end: 1 }), (None, Some((0, 1)), false));
    }

    #[test]
    fn a_range_is_in_the_innermost_member() {
        for (text, path) in [
            (r#"‸ {"a": 1}"#, ""),
            (r#"{ ‸"a": 1}"#, "/a"),
            (r#"{"‸a‸": 1}"#, "/a"),
            (r#"{"a"‸:‸ 1}"#, "/a"),
            (r#"{"a": 1‸ }"#, "/a"),
            (r#"{"a": 1 ‸}"#, ""),
            (r#"{"a": 1‸,‸ "b": 2}"#, ""),
            (r#"{"a": ‸1, "b"‸: 2}"#, ""),
            (r#"{"a": ‸[10, 11]}"#, "/a"),
            (r#"{"a": [10, ‸11‸]}"#, "/a/1"),
            (r#"{"a": [10‸, ‸11]}"#, "/a"),
            (r#"{"a": [{"b": [[‸]]}]}"#, "/a/0/b/0"),
            (r#"{"a/~": {"": "‸"}}"#, "/a~1~0/"),
            // As far as the JSON can be parsed.
            (r#"{"a": [1, o‸o‸ps"#, "/a/1"),
            (r#"{"a": [1, ‸"#, "/a"),
            ("‸oops‸", ""),
        ] {
            let marks: Vec<_> = text.match_indices('‸').map(|(at, _)| at).collect();
            let end = marks.get(1).map_or(marks[0], |end| end - '‸'.len_utf8());
            let body = crate::encode_form(text.replace('‸', "").as_bytes(), b"{}");
            let target = Target::Json { path: "/EData", start: marks[0], end };
            let found = locate(body.as_bytes(), target, &Options::default());
            assert_eq!(found.path, Some(format!("/EData{path}")), "{text}");
        }
    }

    #[test]
    fn a_path_leads_to_the_raw_value() {
        const TEXT: &str = r#" {"a/b" : [10, {"~": "x"} ] ,"":{}, "a": 1, "a": "", "c": [1 , oops"#;
        let body = crate::encode_form(TEXT.as_bytes(), b"{}");
        let located = |path: &str| locate(body.as_bytes(), Target::Path { path }, &Options::default());
        for (path, value) in [
            ("", TEXT),
            ("/a~1b", r#"[10, {"~": "x"} ]"#),
            ("/a~1b/1/~0", "\"x\""),
            ("/", "{}"),
            ("/a", "\"\""),
            ("/c/1", "oops"),
        ] {
            let found = located(&format!("/EData{path}"));
            assert_eq!(found.at.json.map(|json| &TEXT[json.start..json.end]), Some(value), "{path}");
            assert_eq!((found.path, found.at.form.is_some()), (Some(format!("/EData{path}")), true));
        }
        let missing = ["/b", "/a/b", "/a~1b/2", "/a~1b/-", "/a~1b/00", "/a~1b/+0", "/a~1b/0/0", "//"];
        let missing = missing.map(|path| format!("/EData{path}"));
        for path in missing.iter().map(String::as_str).chain(["", "/", "EData", "/eData", "/other/a"]) {
            assert_eq!(located(path), Located::default(), "{path}");
        }
    }
}
