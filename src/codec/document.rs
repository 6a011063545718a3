//! A body with its layers decoded, and the mapping of each range to all of them.

use std::ops::Range;

use super::base64;
use super::carrier::Carrier;
use super::form::{Encoding, Value};
use super::form_fields::values;
use super::wrappers;
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
        Some(wrappers::decode(carrier.bytes(), carrier.lost(), &mut faults))
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

    /// Returns whether the JSON text is not in the text that the caller passed, as layers around it were undone.
    pub fn is_hidden(&self) -> bool {
        self.carrier.is_none() && self.text.is_wrapped
    }

    /// Returns false if the part's value is in a body that is not a form.
    pub fn is_in_form(&self) -> bool {
        self.carrier.is_none_or(|carrier| carrier.encoding == Encoding::Percent)
    }

    /// Returns true if the whole part was read, so that it can be re-encoded.
    pub fn is_whole(&self) -> bool {
        self.text.is_whole() && self.text.lost.is_empty() && self.carrier.is_none_or(Carrier::is_whole)
    }

    /// Maps a place to its range in its own text and in all texts around it.
    pub fn outward(&self, location: &Location) -> Ranges {
        let mut ranges = Ranges::default();
        match location.clone() {
            Location::Nowhere => {}
            Location::Form(range) => ranges.form = Some(range),
            Location::Base64(range) => ranges.base64 = Some(range),
            Location::Json(_) if self.is_hidden() => {}
            Location::Json(range) => {
                let bytes = self.text.outer(range.clone());
                ranges.base64 = self.carrier.map(|carrier| base64::outermost(&carrier.base64, bytes));
                ranges.json = Some(range);
            }
        }
        match (self.carrier, &ranges.base64) {
            (Some(carrier), Some(base64)) => ranges.form = Some(carrier.percent.map.outer(base64.clone())),
            _ => ranges.base64 = None,
        }
        ranges
    }

    /// Maps the place of a fault; a place in the Base64 also includes the text that it carries.
    pub fn of_fault(&self, location: &Location) -> Ranges {
        match location {
            Location::Form(_) => self.outward(location),
            _ => self.everywhere(location),
        }
    }

    /// Maps a place to its range in all texts, including those it carries; the carried ranges consist of whole units.
    pub fn everywhere(&self, location: &Location) -> Ranges {
        let mut ranges = self.outward(location);
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
