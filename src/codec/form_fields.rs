//! The values of the form's two fields: assigns each pair to a field, and reports faults in field names and counts.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::ToString;
use alloc::vec::Vec;
use core::ops::Range;

use super::form::{self, Encoding, Pair, Value};
use super::{formats, wrapped};
use crate::diagnostics::{Fault, Faults, Location, Part, Repair, catalogue, fields};
use crate::spec::{self, E_DATA, FORM, names};
use crate::text::excerpt::{excerpt, visible};

/// Finds the values of a form that has exactly the two fields, each beginning like the Base64 of JSON. Nearly all
/// bodies are such forms, and have no fault here.
fn plain_values(body: &[u8]) -> Option<[Option<Value>; 2]> {
    let mut values = [None, None];
    let mut start = 0;
    while start < body.len() {
        let is_named =
            |name: &str| body[start..].starts_with(name.as_bytes()) && body[start + name.len()..].starts_with(b"=e");
        let index = FORM.iter().position(|field| is_named(field.name)).filter(|&index| values[index].is_none())?;
        start += FORM[index].name.len() + 1;
        if !matches!(body.get(start + 1), Some(b'y' | b'w' | b'3')) {
            return None;
        }
        let end = form::AMPERSAND.find(&body[start..]).map_or(body.len(), |length| start + length);
        values[index] = Some(Value { at: start..end, encoding: Encoding::Percent });
        start = end + 1;
    }
    // A trailing `&` would leave `start` at the end.
    (start == body.len() + 1 && values.iter().all(Option::is_some)).then_some(values)
}

/// Finds the values of the form's fields, and reports wrong, missing, empty and duplicate fields.
pub(super) fn values(body: &[u8], faults: &mut Faults) -> [Option<Value>; 2] {
    if let Some(values) = plain_values(body) {
        return values;
    }
    let Some(pairs) = wrapped::pairs(body, faults) else { return [None, None] };
    let names: Vec<_> = pairs.iter().map(|pair| pair.name(body)).collect();
    // The field of each pair, if any.
    let mut meant: Vec<_> = names.iter().map(|name| form::field_named(name)).collect();
    let mut present = [0, 1].map(|field| meant.contains(&Some(field)));
    let spread = spread(&names, present);
    for (index, (name, meant)) in names.iter().zip(&mut meant).enumerate() {
        if spread[index].is_none() {
            *meant = meant.or_else(|| names::nearest(name, &FORM, &mut present));
        }
    }
    for part in Part::OF_FORM {
        if let Some(first) = spread.iter().position(|own| *own == Some(part)) {
            present[part as usize] = true;
            let mark = faults.context.path.enter(part.field().name);
            faults.add(&catalogue::FORM_SPREAD_OBJECT, Location::Form(pairs[first].name.clone())).field(part.field());
            faults.context.path.leave(mark);
        }
    }
    if present == [false; 2] {
        let what = looks_like(&body[form::blanks(body)..]);
        faults.add(&catalogue::FORM_NOT_A_FORM, Location::Form(0..body.len())).arg("what", what);
        return [None, None];
    }
    // Re-encoding the body would drop everything except its two fields, or choose one of several values.
    let mut is_choice = false;
    let values = Part::OF_FORM.map(|part| {
        let field = part.field();
        let own = names.iter().position(|name| name == field.name);
        // The first pair with each spelling of the field's name; there are few.
        let mut seen: Vec<(&str, usize)> = Vec::new();
        let mut value: Option<Value> = None;
        for index in (0..pairs.len()).filter(|&index| meant[index] == Some(part as usize)) {
            let (name, pair) = (form::trimmed(&names[index]), &pairs[index]);
            let same = seen.iter().find(|(seen, _)| *seen == name).map(|&(_, first)| first);
            if same.is_none() {
                seen.push((name, index));
            }
            let (code, twin) = match same {
                Some(_) => (Some(&catalogue::FORM_DUPLICATE_FIELD), same),
                None if name != names[index] => (Some(&catalogue::FORM_NAME_BLANKS), None),
                None => (fields::spelling(name, field, own.is_some()), own),
            };
            let mut read = pair.value.clone();
            let mark = faults.context.path.enter(name);
            if let Some(code) = code {
                let fault = faults.add(code, Location::Form(pair.name.clone())).value(name).field(field);
                fault.may_quote = true;
                fault.is_guess = code.is(&catalogue::FIELD_MISSPELT) && !names::is_certain(name, field);
                match twin.map(|twin| &pairs[twin]) {
                    None if code.is(&catalogue::FORM_NAME_BLANKS) => {
                        blanks(body, &pair.name, &names[index], fault);
                        // Programs that add blanks around a name also add them around its value.
                        let text = &body[read.at.clone()];
                        let (before, after) = (text.trim_ascii_start().len(), text.trim_ascii_end().len());
                        if before > 0 && read.encoding == Encoding::Percent {
                            let Range { start, end } = read.at;
                            read.at = end - before..start + after;
                            for at in [start..read.at.start, read.at.end..end].into_iter().filter(|at| !at.is_empty()) {
                                fault.change(at, "");
                            }
                        }
                    }
                    None => _ = fault.change(pair.name.clone(), field.name),
                    Some(twin) if says_the_same(body, &twin.value, &pair.value) => {
                        _ = fault.change(removal(body, pair, twin.name.start), "");
                    }
                    Some(_) => {}
                }
                is_choice |= code.is(&catalogue::FORM_DUPLICATE_FIELD) || code.is(&catalogue::FIELD_BOTH_NAMES);
            }
            if pair.value.at.is_empty() {
                faults.add(&catalogue::FIELD_EMPTY, Location::Form(pair.value.at.clone())).field(field);
            }
            // The first value that is not empty, or else the first value.
            if value.as_ref().is_none_or(|value| value.at.is_empty() && !read.at.is_empty()) {
                value = Some(read);
            }
            faults.context.path.leave(mark);
        }
        value
    });
    for (index, name) in
        names.iter().enumerate().filter(|&(index, _)| meant[index].is_none() && spread[index].is_none())
    {
        let mark = faults.context.path.enter(name);
        faults.add(&catalogue::FIELD_UNKNOWN, Location::Form(pairs[index].name.clone())).value(excerpt(name));
        faults.context.path.leave(mark);
    }
    fields::missing(&FORM, &present, faults);
    if is_choice || meant.contains(&None) {
        for fault in faults.list().iter_mut().filter(|fault| matches!(fault.repair, Some(Repair::Encode))) {
            fault.repair = None;
        }
    }
    values
}

/// Returns the part of each field that is a member of an object: `EData[version]`, `EData.version`, or just `version` if
/// the part has no field of its own.
fn spread(names: &[Cow<str>], present: [bool; 2]) -> Vec<Option<Part>> {
    let member_of = |name: &Cow<str>| {
        let name = form::trimmed(name);
        let root = &name[..name.find(['[', '.']).unwrap_or(name.len())];
        let part = if E_DATA.iter().any(|field| field.is_named(root)) { Part::EData } else { Part::PayExInfo };
        match form::field_named(root) {
            Some(field) => (root.len() < name.len()).then_some(Part::OF_FORM[field]),
            None => (!present[part as usize] && spec::has_name(root)).then_some(part),
        }
    };
    let spread: Vec<_> = names.iter().map(member_of).collect();
    // One such name may be any other field.
    let is_several = |part| spread.iter().filter(|own| **own == Some(part)).count() > 1;
    let is_several = Part::OF_FORM.map(is_several);
    spread.into_iter().map(|part| part.filter(|part| is_several[*part as usize])).collect()
}

/// Adds the characters around a name to its fault, and deletes them.
fn blanks(body: &[u8], at: &Range<usize>, name: &str, fault: &mut Fault) {
    let own = form::trimmed(name);
    let around = name.find(own).map_or("", |start| if start > 0 { name } else { &name[own.len()..] });
    let char = around.chars().next().unwrap_or(' ');
    match char {
        '\u{feff}' => fault.arg("blanks", ("BOM（U+FEFF）", "a BOM (U+FEFF)")),
        '\n' | '\r' => fault.arg("blanks", ("换行", "a line break")),
        ' ' => fault.arg("blanks", ("空格", "a space")),
        _ => fault.arg("blanks", visible(&char.to_string())),
    };
    let raw = &body[at.clone()];
    match raw.windows(own.len()).position(|part| part == own.as_bytes()) {
        Some(start) => {
            let (start, end) = (at.start + start, at.start + start + own.len());
            for at in [at.start..start, end..at.end].into_iter().filter(|at| !at.is_empty()) {
                fault.change(at, "");
            }
        }
        None => _ = fault.change(at.clone(), own.to_owned()),
    }
}

/// Describes a body without the form's fields.
fn looks_like(body: &[u8]) -> (&'static str, &'static str) {
    formats::of_body(body).unwrap_or_else(|| match () {
        () if body.trim_ascii().iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/=%\r\n".contains(byte))
            && body.len() > 40 =>
        {
            ("一段没有字段名的 Base64", "Base64 without a field name")
        }
        () if body.contains(&b'=') && !body.trim_ascii().contains(&b'\n') => {
            ("其他字段的表单", "a form with other fields")
        }
        () => ("一段文本", "text"),
    })
}

/// Returns true if two values of a form have the same raw text.
fn says_the_same(body: &[u8], a: &Value, b: &Value) -> bool {
    b.encoding == Encoding::Percent && body[a.at.clone()] == body[b.at.clone()]
}

/// Returns the range to delete to remove a pair from a body. It includes the `&` on the side of the pair that is kept.
fn removal(body: &[u8], pair: &Pair, kept: usize) -> Range<usize> {
    let is_after = kept > pair.name.start;
    let before = usize::from(!is_after && pair.name.start > 0 && body[pair.name.start - 1] == b'&');
    let after = usize::from(is_after && body.get(pair.value.at.end) == Some(&b'&'));
    pair.name.start - before..pair.value.at.end + after
}
