//! A body with its layers taken off, and every range of it in all of them.

use std::collections::HashSet;
use std::ops::Range;

use crate::base64;
use crate::codes;
use crate::faults::{Faults, Part, Place};
use crate::form;
use crate::interface::{FORM, PAY_EX_INFO_WARN};
use crate::json;
use crate::percent;
use crate::rules;
use crate::utf8;

/// Does the same for `EData` and for `payExInfoStr`.
pub(crate) fn per_part<T>(work: impl FnMut(Part) -> Option<T>) -> [Option<T>; 2] {
    Part::BOTH.map(work)
}

/// Takes the layers off the values of both parts, down to their bytes.
pub(crate) fn carriers(body: &[u8], values: &[Option<Range<usize>>; 2], faults: &mut Faults) -> [Option<Carrier>; 2] {
    per_part(|part| {
        let value = values[part as usize].clone().filter(|value| !value.is_empty())?;
        faults.enter_part(part);
        Some(Carrier::read(body, value, faults))
    })
}

/// Reads the bytes of both parts as text.
pub(crate) fn texts<'a>(carriers: &'a [Option<Carrier>; 2], faults: &mut Faults) -> [Option<utf8::Decoded<'a>>; 2] {
    per_part(|part| {
        let carrier = carriers[part as usize].as_ref()?;
        faults.enter_part(part);
        Some(utf8::decode(&carrier.base64.bytes, faults))
    })
}

/// Puts both parts' texts together with what carries them.
pub(crate) fn layers<'a>(
    carriers: &'a [Option<Carrier>; 2],
    texts: &'a [Option<utf8::Decoded<'a>>; 2],
) -> [Option<Layers<'a>>; 2] {
    per_part(|part| {
        let carrier = carriers[part as usize].as_ref();
        Some(Layers { carrier, text: texts[part as usize].as_ref()? })
    })
}

/// Finds the values of the form's fields, and reports which are wrong, missing, empty or too many.
pub(crate) fn values(body: &[u8], faults: &mut Faults) -> [Option<Range<usize>>; 2] {
    let pairs = form::pairs(body);
    let is_known = |name: &str| FORM.iter().any(|field| field.is_named(name.trim()));
    if !pairs.iter().any(|pair| is_known(&pair.name(body))) {
        faults.add(&codes::FORM_NOT_A_FORM, Place::Form(0..body.len()));
        return [None, None];
    }
    let mut found = Vec::new();
    let values = per_part(|part| {
        let field = part.field();
        let has_own_name = pairs.iter().any(|pair| pair.name(body) == field.name);
        let mut spellings = HashSet::new();
        let mut value = None;
        for pair in pairs.iter().filter(|pair| field.is_named(pair.name(body).trim())) {
            let name = pair.name(body);
            let code = if spellings.contains(&name) {
                Some(&codes::FORM_DUPLICATE_FIELD)
            } else if name.trim() != name {
                Some(&codes::FORM_NAME_BLANKS)
            } else {
                rules::spelling(&name, field, has_own_name)
            };
            let mark = faults.enter(name.trim());
            if let Some(code) = code {
                faults.add(code, Place::Form(pair.name.clone())).value(name.trim()).field(field);
            }
            if pair.value.is_empty() {
                faults.add(&codes::FIELD_EMPTY, Place::Form(pair.value.clone())).field(field);
            }
            // The first that is not empty, or else the first.
            if value.as_ref().is_none_or(|value: &Range<usize>| value.is_empty() && !pair.value.is_empty()) {
                value = Some(pair.value.clone());
            }
            faults.leave(mark);
            spellings.insert(name);
        }
        if !spellings.is_empty() {
            found.push(field.name);
        }
        value
    });
    for pair in pairs {
        let name = pair.name(body);
        if !is_known(&name) {
            let mark = faults.enter(&name);
            // A body that is no form has anything in the place of a name.
            faults.quotable = is_plain(&name);
            faults.add(&codes::FIELD_UNKNOWN, Place::Form(pair.name)).value(json::excerpt(&name));
            faults.leave(mark);
        }
    }
    faults.quotable = false;
    rules::missing(&found.into_iter(), &FORM, faults);
    values
}

/// Whether a name is such as form fields have, and too short for a token.
fn is_plain(name: &str) -> bool {
    name.len() < 32
        && name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// A part as it travels: percent-encoded Base64.
pub(crate) struct Carrier {
    /// Where the value stands in the body.
    value: Range<usize>,
    percent: percent::Decoded,
    base64: base64::Decoded,
}

impl Carrier {
    fn read(body: &[u8], value: Range<usize>, faults: &mut Faults) -> Self {
        let percent = percent::decode(body, value.clone(), faults);
        check_length(percent.text.len(), faults);
        let base64 = base64::decode(&percent.text, faults);
        Self { value, percent, base64 }
    }
}

/// Checks how many characters of Base64 the part has that is being read.
pub(crate) fn check_length(length: usize, faults: &mut Faults) {
    let Some(max) = faults.part().and_then(|part| part.field().max) else {
        return;
    };
    let code = match length {
        _ if length > max => &codes::FORM_VALUE_TOO_LONG,
        PAY_EX_INFO_WARN.. => &codes::FORM_VALUE_LONG,
        _ => return,
    };
    let fault = faults.add(code, Place::Base64(0..length));
    fault.arg("length", length).arg("max", max).arg("warn", PAY_EX_INFO_WARN);
}

/// The texts that carry a part, from the inside out.
pub(crate) struct Layers<'a> {
    text: &'a utf8::Decoded<'a>,
    /// `None` where the text was given as it is.
    carrier: Option<&'a Carrier>,
}

impl<'a> Layers<'a> {
    /// A text that no form body carries.
    pub fn bare(text: &'a utf8::Decoded<'a>) -> Self {
        Self { text, carrier: None }
    }

    /// The JSON text.
    pub fn json(&self) -> &'a str {
        &self.text.text
    }

    /// The Base64 text; empty where there is none.
    pub fn base64(&self) -> &'a [u8] {
        self.carrier.map_or(&[], |carrier| &carrier.percent.text)
    }

    /// A place in all texts that lie around it, itself included.
    pub fn outward(&self, place: &Place) -> Ranges {
        let mut ranges = Ranges::default();
        match place {
            Place::Nowhere => {}
            Place::Form(range) => ranges.form = Some(range.clone()),
            Place::Base64(range) => {
                ranges.base64 = self.carrier.map(|_| range.clone());
                ranges.form = self.carrier.map(|carrier| carrier.percent.map.outer(range.clone()));
            }
            Place::Json(range) => {
                let base64 = self.carrier.map(|carrier| carrier.base64.outer(self.text.outer(range.clone())));
                ranges = base64.map_or_else(Ranges::default, |range| self.outward(&Place::Base64(range)));
                ranges.json = Some(range.clone());
            }
        }
        ranges
    }

    /// A place in all texts, those that it lies around included: what it carries, in whole units.
    pub fn everywhere(&self, place: &Place) -> Ranges {
        let mut ranges = self.outward(place);
        if let (Some(carrier), Some(form), None) = (self.carrier, &ranges.form, &ranges.base64) {
            let inside = form.start.max(carrier.value.start)..form.end.min(carrier.value.end);
            ranges.base64 = Some(carrier.percent.map.inner(inside, carrier.percent.text.len()));
        }
        if let (Some(carrier), Some(base64), None) = (self.carrier, &ranges.base64, &ranges.json) {
            ranges.json = Some(self.text.inner(carrier.base64.inner(base64.clone())));
        }
        ranges
    }
}

/// The same thing in each text, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Ranges {
    pub form: Option<Range<usize>>,
    pub base64: Option<Range<usize>>,
    pub json: Option<Range<usize>>,
}
