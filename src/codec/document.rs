//! A body with its layers decoded, and the mapping of each range to all of them.

use std::ops::Range;

use super::base64;
use super::carrier::Carrier;
use super::form::{Spelled, Value};
use super::form_fields::values;
use crate::diagnostics::{Faults, Location, Part};
use crate::text::utf8;

/// A text and the parts that it carries.
pub(crate) struct Document<'a> {
    /// The form body, or the JSON text if there is nothing else.
    pub text: &'a [u8],
    /// The layers of each part, indexed by part.
    pub layers: &'a [Option<Layers<'a>>; Part::COUNT],
}

/// Decodes the layers of a body, and calls `work` with their faults, the document, and the values of its two fields.
pub(crate) fn with_layers<T>(
    body: &[u8],
    mut faults: Faults,
    work: impl FnOnce(Faults, &Document, &[Option<Value>; 2]) -> T,
) -> T {
    let values = values(body, &mut faults);
    let carriers = Part::OF_FORM.map(|part| {
        let value = values[part as usize].as_ref().filter(|value| !value.at.is_empty())?;
        faults.enter_part(part);
        Carrier::read(body, value, &mut faults)
    });
    let texts = Part::OF_FORM.map(|part| {
        let carrier = carriers[part as usize].as_ref()?;
        faults.enter_part(part);
        Some(utf8::decode(carrier.bytes(), carrier.lost(), &mut faults))
    });
    let [e_data, pay_ex_info] = Part::OF_FORM.map(|part| {
        let carrier = carriers[part as usize].as_ref();
        Some(Layers { carrier, text: texts[part as usize].as_ref()? })
    });
    let layers = [e_data, pay_ex_info, None];
    work(faults, &Document { text: body, layers: &layers }, &values)
}

/// The texts that carry a part, from the inside out.
pub(crate) struct Layers<'a> {
    pub text: &'a utf8::Decoded<'a>,
    /// `None` if the text was passed without an encoding.
    pub carrier: Option<&'a Carrier>,
}

impl<'a> Layers<'a> {
    /// Wraps a text that no form body carries.
    pub fn bare(text: &'a utf8::Decoded<'a>) -> Self {
        Self { text, carrier: None }
    }

    /// Returns the JSON text.
    pub fn json(&self) -> &'a str {
        &self.text.text
    }

    /// Returns the Base64 text; empty if there is none.
    pub fn base64(&self) -> &'a [u8] {
        self.carrier.map_or(&[], |carrier| &carrier.percent.text)
    }

    /// Returns false if the part's value is in a body that is not a form.
    pub fn is_in_form(&self) -> bool {
        self.carrier.is_none_or(|carrier| carrier.spelled == Spelled::Percent)
    }

    /// Returns true if the whole part was read, so that it can be re-encoded.
    pub fn is_whole(&self) -> bool {
        self.text.is_whole() && self.text.lost.is_empty() && self.carrier.is_none_or(Carrier::is_whole)
    }

    /// Maps a place to its range in its own text and in all texts around it.
    pub fn outward(&self, place: &Location) -> Ranges {
        let mut ranges = Ranges::default();
        match place {
            Location::Nowhere => {}
            Location::Form(range) => ranges.form = Some(range.clone()),
            Location::Base64(range) => {
                ranges.base64 = self.carrier.map(|_| range.clone());
                ranges.form = self.carrier.map(|carrier| carrier.percent.map.outer(range.clone()));
            }
            Location::Json(range) => {
                let bytes = self.text.outer(range.clone());
                let base64 = self.carrier.map(|carrier| base64::outermost(&carrier.base64, bytes));
                ranges = base64.map_or_else(Ranges::default, |range| self.outward(&Location::Base64(range)));
                ranges.json = Some(range.clone());
            }
        }
        ranges
    }

    /// Maps the place of a fault; a place in the Base64 also includes the text that it carries.
    pub fn of_fault(&self, place: &Location) -> Ranges {
        match place {
            Location::Form(_) => self.outward(place),
            _ => self.everywhere(place),
        }
    }

    /// Maps a place to its range in all texts, including those it carries; the carried ranges consist of whole units.
    pub fn everywhere(&self, place: &Location) -> Ranges {
        let mut ranges = self.outward(place);
        if let (Some(carrier), Some(form), None) = (self.carrier, &ranges.form, &ranges.base64) {
            let inside = form.start.max(carrier.value.start)..form.end.min(carrier.value.end);
            ranges.base64 = Some(carrier.percent.map.inner(inside, carrier.percent.text.len()));
        }
        if let (Some(carrier), Some(base64), None) = (self.carrier, &ranges.base64, &ranges.json) {
            let bytes = carrier.base64.iter().fold(base64.clone(), |text, base64| base64.inner(text));
            ranges.json = Some(self.text.inner(bytes));
        }
        ranges
    }
}

/// The ranges of the same thing in each text, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Ranges {
    pub form: Option<Range<usize>>,
    pub base64: Option<Range<usize>>,
    pub json: Option<Range<usize>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the ranges of a location of `EData` in all texts of a body.
    fn ranges(body: &[u8], location: &Location) -> [Option<Range<usize>>; 3] {
        with_layers(body, Faults::new(), |_, document, _| {
            let layers = document.layers[Part::EData as usize].as_ref().unwrap();
            let Ranges { form, base64, json } = layers.of_fault(location);
            [form, base64, json]
        })
    }

    #[test]
    fn a_location_has_a_range_in_every_text_that_holds_it() {
        // {"a":"好"}
        let body = b"EData=eyJhIjoi5aW9In0%3D";
        for (location, form, base64, json) in [
            (Location::Json(6..9), Some(14..18), Some(8..12), Some(6..9)),
            (Location::Base64(8..9), Some(14..15), Some(8..9), Some(6..9)),
            (Location::Form(6..7), Some(6..7), None, None),
            (Location::Nowhere, None, None, None),
        ] {
            assert_eq!(ranges(body, &location), [form, base64, json], "{location:?}");
        }
    }

    #[test]
    fn the_layers_are_as_many_as_the_body_has() {
        for (body, is_in_form, text) in [
            (&b"EData=e30%3D"[..], true, "{}"),
            // Base64 of Base64.
            (b"EData=ZTMwPQ%3D%3D", true, "{}"),
            (b"EData=%7B%7D", true, "{}"),
            (b"{\"EData\":\"e30=\"}", false, "{}"),
            (b"{\"EData\":{}}", false, "{}"),
        ] {
            with_layers(body, Faults::new(), |_, document, _| {
                let layers = document.layers[Part::EData as usize].as_ref().unwrap();
                assert_eq!((layers.json(), layers.is_in_form()), (text, is_in_form), "{}", body.escape_ascii());
                assert!(document.layers[Part::PayExInfo as usize].is_none());
            });
        }
    }
}
