//! A body with its layers decoded, and the mapping of each range to all of them.

use alloc::string::String;
use core::ops::Range;

use super::base64;
use super::carrier::Carrier;
use super::form::{Encoding, Value};
use super::form_fields::values;
use super::sound::Sound;
use super::wrappers;
use crate::diagnostics::{Fault, Faults, Location, Part, Repair, catalogue};
use crate::spec::{E_DATA, FORM, Field, PAY_EX_INFO};
use crate::text::utf8::{self, Source};

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
    let mut values = values(body, &mut faults);
    let mut of_layers = faults.inner();
    let mut carriers = read_carriers(body, &values, &mut of_layers);
    if is_swapped(&carriers)
        && let [Some(e_data), Some(pay_ex_info)] = &values
    {
        report_swapped(body, [e_data, pay_ex_info], &mut faults);
        values.swap(0, 1);
        of_layers = faults.inner();
        carriers = read_carriers(body, &values, &mut of_layers);
    }
    faults.adopt(of_layers, &|_| {});
    let texts = Part::OF_FORM.map(|part| {
        let carrier = carriers[part as usize].as_ref()?;
        faults.enter_part(part);
        if carrier.is_other {
            // The encoding of text other than JSON does not matter.
            return Some(utf8::decode(carrier.bytes(), carrier.lost(), Source::Form, &mut Faults::new()));
        }
        Some(wrappers::decode(carrier.bytes(), carrier.lost(), Source::Form, &mut faults))
    });
    let [e_data, pay_ex_info] = Part::OF_FORM.map(|part| {
        let around = Around::Carrier(carriers[part as usize].as_ref()?);
        Some(Layers { around, text: texts[part as usize].as_ref()? })
    });
    let layers = [e_data, pay_ex_info, None];
    work(faults, &Document { text: body, layers: &layers }, &values)
}

/// Decodes the encodings around the values of a body.
fn read_carriers<'b>(body: &'b [u8], values: &[Option<Value>; 2], faults: &mut Faults) -> [Option<Carrier<'b>>; 2] {
    Part::OF_FORM.map(|part| {
        let value = values[part as usize].as_ref().filter(|value| !value.at.is_empty())?;
        faults.enter_part(part);
        Some(Carrier::read(body, value, faults))
    })
}

/// Returns true if the decoded text of each part begins with a name of the other part.
fn is_swapped(carriers: &[Option<Carrier>; 2]) -> bool {
    let begins_with = |carrier: &Option<Carrier>, fields: &[Field]| {
        /// Enough for the first name.
        const HEAD: usize = 160;
        let bytes = carrier.as_ref().map_or(&[][..], Carrier::bytes);
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
        // The first name that either part has, whatever else is before it.
        let mut words = text.split(|char: char| !char.is_alphanumeric());
        let has = |fields: &[Field], word| fields.iter().any(|field| field.is_named(word));
        words.find(|word| has(&E_DATA, word) || has(&PAY_EX_INFO, word)).is_some_and(|word| has(fields, word))
    };
    begins_with(&carriers[0], &PAY_EX_INFO) && begins_with(&carriers[1], &E_DATA)
}

/// Reports swapped values; the fix exchanges their names.
fn report_swapped(body: &[u8], values: [&Value; 2], faults: &mut Faults) {
    let is_body = |fault: &Fault| fault.part.is_none() && matches!(fault.repair, Some(Repair::Encode));
    let encodes = faults.list().iter().any(is_body);
    // A second fault of a name would edit the same name.
    let has_plain_names = faults.list().iter().all(|fault| fault.field.is_none());
    let names = Part::OF_FORM.map(|part| {
        let (name, end) = (part.field().name, values[part as usize].at.start.checked_sub(1)?);
        let is_named = values[part as usize].encoding == Encoding::Percent && body[..end].ends_with(name.as_bytes());
        is_named.then(|| end - name.len()..end)
    });
    let location = names[0].clone().unwrap_or_else(|| values[0].at.clone());
    let fault = faults.add(&catalogue::FORM_SWAPPED_FIELDS, Location::Form(location));
    if encodes {
        fault.encode();
    } else if let [Some(e_data), Some(pay_ex_info)] = names
        && has_plain_names
    {
        fault.change(e_data, FORM[1].name).change(pay_ex_info, FORM[0].name);
    }
}

/// The texts that carry a part, from the inside out.
pub(crate) struct Layers<'a> {
    pub text: &'a utf8::Decoded<'a>,
    pub around: Around<'a>,
}

/// The encodings around the bytes of a part.
#[derive(Clone, Copy)]
pub(crate) enum Around<'a> {
    /// The text was passed without an encoding.
    Nothing,
    /// The encodings have no fault.
    Sound(&'a Sound<'a>),
    Carrier(&'a Carrier<'a>),
}

impl<'a> Around<'a> {
    /// Returns the carrier, if there is one.
    pub fn carrier(self) -> Option<&'a Carrier<'a>> {
        if let Self::Carrier(carrier) = self { Some(carrier) } else { None }
    }

    /// Returns the range in the Base64 that carries these bytes.
    fn base64(self, bytes: &Range<usize>) -> Option<Range<usize>> {
        match self {
            Self::Nothing => None,
            Self::Sound(_) => Some(Sound::base64(bytes)),
            Self::Carrier(carrier) => Some(base64::outermost(&carrier.base64, bytes.clone())),
        }
    }

    /// Returns the range in the body that holds this range of the Base64.
    fn form(self, base64: &Range<usize>) -> Option<Range<usize>> {
        match self {
            Self::Nothing => None,
            Self::Sound(sound) => Some(sound.form(base64)),
            Self::Carrier(carrier) => Some(carrier.percent.map.outer(base64.clone())),
        }
    }

    /// Returns the range of the bytes that this range of the Base64 carries.
    fn bytes(self, base64: &Range<usize>) -> Option<Range<usize>> {
        match self {
            Self::Nothing => None,
            Self::Sound(sound) => Some(sound.bytes(base64)),
            Self::Carrier(carrier) => {
                Some(carrier.base64.iter().fold(base64.clone(), |text, base64| base64.inner(text)))
            }
        }
    }
}

impl<'a> Layers<'a> {
    /// Wraps a text that no form body carries.
    pub fn bare(text: &'a utf8::Decoded<'a>) -> Self {
        Self { text, around: Around::Nothing }
    }

    /// Returns the JSON text.
    pub fn json(&self) -> &'a str {
        &self.text.text
    }

    /// Returns the Base64 text, or nothing if there is none or if it is sound, and so needs no index.
    pub fn base64(&self) -> &'a [u8] {
        self.around.carrier().map_or(&[], |carrier| &carrier.percent.text)
    }

    /// Returns whether the encodings around the text have no fault.
    pub fn is_sound(&self) -> bool {
        matches!(self.around, Around::Sound(_))
    }

    /// Returns true if the part is known to be something other than JSON.
    pub fn is_other(&self) -> bool {
        self.around.carrier().is_some_and(|carrier| carrier.is_other)
    }

    /// Returns whether the JSON text is not in the text that the caller passed, as layers around it were undone.
    pub fn is_hidden(&self) -> bool {
        matches!(self.around, Around::Nothing) && self.text.is_wrapped
    }

    /// Returns false if the part's value is in a body that is not a form.
    pub fn is_in_form(&self) -> bool {
        self.around.carrier().is_none_or(|carrier| carrier.encoding == Encoding::Percent)
    }

    /// Returns true if the whole part was read, so that it can be re-encoded.
    pub fn is_whole(&self) -> bool {
        self.text.is_whole() && self.text.lost.is_empty() && self.around.carrier().is_none_or(Carrier::is_whole)
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
                ranges.base64 = self.around.base64(&self.text.outer(range.clone()));
                ranges.json = Some(range);
            }
        }
        ranges.form = ranges.form.or_else(|| self.around.form(ranges.base64.as_ref()?));
        // A text that was passed without an encoding has no Base64.
        ranges.base64.take_if(|_| ranges.form.is_none());
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
        if let (Some(carrier), Some(form), None) = (self.around.carrier(), &ranges.form, &ranges.base64) {
            let inside = form.start.max(carrier.value.start)..form.end.min(carrier.value.end);
            ranges.base64 = Some(carrier.percent.map.inner(inside, carrier.percent.text.len()));
        }
        if let (Some(base64), None) = (&ranges.base64, &ranges.json) {
            ranges.json = self.around.bytes(base64).map(|bytes| self.text.inner(bytes));
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
