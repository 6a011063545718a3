//! The values of the form's two fields: assigns each pair to a field, and reports faults in field names and counts.

use std::ops::Range;

use super::form::{self, Encoding, Pair, Value};
use crate::diagnostics::{Faults, Location, Part, Repair, catalogue, fields};
use crate::spec::{FORM, names};
use crate::text::excerpt::excerpt;

/// Finds the values of the form's fields, and reports wrong, missing, empty and duplicate fields.
pub(super) fn values(body: &[u8], faults: &mut Faults) -> [Option<Value>; 2] {
    let pairs = form::pairs(body, faults);
    let names: Vec<_> = pairs.iter().map(|pair| pair.name(body)).collect();
    // The field of each pair, if any.
    let mut meant: Vec<_> = names.iter().map(|name| form::field_named(name)).collect();
    let mut present = [0, 1].map(|field| meant.contains(&Some(field)));
    for (name, meant) in names.iter().zip(&mut meant) {
        *meant = meant.or_else(|| names::nearest(name, &FORM, &mut present));
    }
    if meant.iter().all(Option::is_none) {
        faults.add(&catalogue::FORM_NOT_A_FORM, Location::Form(0..body.len()));
        return [None, None];
    }
    // Re-encoding the body would drop everything except its two fields, or choose one of several values.
    let mut is_choice = false;
    let values = Part::OF_FORM.map(|part| {
        let field = part.field();
        let own = names.iter().position(|name| name == field.name);
        // The first pair with each spelling of the field's name; there are few.
        let mut seen: Vec<(&str, usize)> = Vec::new();
        let mut value: Option<&Value> = None;
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
            let mark = faults.context.path.enter(name);
            if let Some(code) = code {
                let fault = faults.add(code, Location::Form(pair.name.clone())).value(name).field(field);
                fault.may_quote = true;
                fault.is_guess = code.is(&catalogue::FIELD_MISSPELT) && !names::is_certain(name, field);
                match twin.map(|twin| &pairs[twin]) {
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
            if value.is_none_or(|value| value.at.is_empty() && !pair.value.at.is_empty()) {
                value = Some(&pair.value);
            }
            faults.context.path.leave(mark);
        }
        value.cloned()
    });
    for ((pair, name), _) in pairs.iter().zip(&names).zip(&meant).filter(|(_, meant)| meant.is_none()) {
        let mark = faults.context.path.enter(name);
        faults.add(&catalogue::FIELD_UNKNOWN, Location::Form(pair.name.clone())).value(excerpt(name));
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

/// Returns true if two values of a form have the same raw text.
fn says_the_same(body: &[u8], a: &Value, b: &Value) -> bool {
    b.encoding == Encoding::Percent && body[a.at.clone()] == body[b.at.clone()]
}

/// Returns the range to delete to remove a pair from a body. It includes the `&` on the side of the pair that is kept.
fn removal(body: &[u8], pair: &Pair, kept: usize) -> Range<usize> {
    let is_behind = kept > pair.name.start;
    let before = usize::from(!is_behind && pair.name.start > 0 && body[pair.name.start - 1] == b'&');
    let behind = usize::from(is_behind && body.get(pair.value.at.end) == Some(&b'&'));
    pair.name.start - before..pair.value.at.end + behind
}
