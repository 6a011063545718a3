//! The values of the form's two fields: assigns each pair to a field, and reports faults in field names and counts.

use std::collections::BTreeMap;
use std::ops::Range;

use super::form::{self, Pair, Spelled, Value};
use crate::diagnostics::{Fault, Faults, Location, Part, Repair, catalogue, fields};
use crate::spec::{FORM, names};
use crate::text::excerpt::excerpt;

/// Finds the values of the form's fields, and reports wrong, missing, empty and duplicate fields.
pub(super) fn values(body: &[u8], faults: &mut Faults) -> [Option<Value>; 2] {
    let pairs = form::pairs(body, faults);
    let names: Vec<_> = pairs.iter().map(|pair| pair.name(body)).collect();
    let mut present = FORM.each_ref().map(|field| names.iter().any(|name| field.is_named(form::trimmed(name))));
    // The field of each pair, if any.
    let meant: Vec<_> = names
        .iter()
        .map(|name| {
            let known = FORM.iter().position(|field| field.is_named(form::trimmed(name)));
            known.or_else(|| names::nearest(name, &FORM, &mut present))
        })
        .collect();
    if meant.iter().all(Option::is_none) {
        faults.add(&catalogue::FORM_NOT_A_FORM, Location::Form(0..body.len()));
        return [None, None];
    }
    let values = Part::OF_FORM.map(|part| {
        let field = part.field();
        let own = names.iter().position(|name| name == field.name);
        let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
        let mut value: Option<&Value> = None;
        let mine = (0..pairs.len()).filter(|&index| meant[index] == Some(part as usize));
        for index in mine {
            let (name, pair) = (form::trimmed(&names[index]), &pairs[index]);
            // The other pair for the same field, if there is one.
            let mut twin = spellings.get(&*names[index]).copied();
            let code = if twin.is_some() {
                Some(&catalogue::FORM_DUPLICATE_FIELD)
            } else if name != names[index] {
                Some(&catalogue::FORM_NAME_BLANKS)
            } else {
                let code = fields::spelling(name, field, own.is_some());
                twin = own.filter(|_| code.is_some());
                code
            };
            let mark = faults.context.path.enter(name);
            if let Some(code) = code {
                let fault = faults.add(code, Location::Form(pair.name.clone())).value(name).field(field);
                fault.is_harmless = true;
                fault.is_guess = code.is(&catalogue::FIELD_MISSPELT) && !names::is_certain(name, field);
                match twin {
                    None => _ = fault.change(pair.name.clone(), field.name),
                    Some(twin) if says_the_same(body, &pairs[twin].value, &pair.value) => {
                        _ = fault.change(removal(body, pair, pairs[twin].name.start), "");
                    }
                    Some(_) => {}
                }
            }
            if pair.value.at.is_empty() {
                faults.add(&catalogue::FIELD_EMPTY, Location::Form(pair.value.at.clone())).field(field);
            }
            // The first value that is not empty, or else the first value.
            if value.is_none_or(|value| value.at.is_empty() && !pair.value.at.is_empty()) {
                value = Some(&pair.value);
            }
            faults.context.path.leave(mark);
            spellings.entry(&names[index]).or_insert(index);
        }
        value.cloned()
    });
    for (index, pair) in pairs.into_iter().enumerate() {
        if meant[index].is_none() {
            let name = &names[index];
            let mark = faults.context.path.enter(name);
            faults.add(&catalogue::FIELD_UNKNOWN, Location::Form(pair.name)).value(excerpt(name));
            faults.context.path.leave(mark);
        }
    }
    fields::missing(&FORM, &present, faults);
    // Re-encoding the body would drop everything except its two fields, or choose one of several values.
    let is_choice = |fault: &Fault| {
        let codes = [&catalogue::FORM_DUPLICATE_FIELD, &catalogue::FIELD_BOTH_NAMES, &catalogue::FIELD_UNKNOWN];
        codes.iter().any(|code| fault.code.is(code))
    };
    if faults.list().iter().any(is_choice) {
        for fault in faults.list().iter_mut().filter(|fault| matches!(fault.repair, Some(Repair::Encode))) {
            fault.repair = None;
        }
    }
    values
}

/// Returns true if two values of a form have the same raw text.
fn says_the_same(body: &[u8], a: &Value, b: &Value) -> bool {
    b.spelled == Spelled::Percent && body[a.at.clone()] == body[b.at.clone()]
}

/// Returns the range to delete to remove a pair from a body. It includes the `&` on the side of the pair that is kept.
fn removal(body: &[u8], pair: &Pair, kept: usize) -> Range<usize> {
    let is_behind = kept > pair.name.start;
    let before = usize::from(!is_behind && pair.name.start > 0 && body[pair.name.start - 1] == b'&');
    let behind = usize::from(is_behind && body.get(pair.value.at.end) == Some(&b'&'));
    pair.name.start - before..pair.value.at.end + behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_the_value_that_was_meant() {
        for (body, e_data, faulty) in [
            ("EData=a&payExInfoStr=b", Some("a"), vec![]),
            ("edata=a&payExInfoStr=b", Some("a"), vec!["field.misspelt"]),
            ("Edata=a&payExInfoStr=b", Some("a"), vec!["field.alternate-name"]),
            ("+EData=a&payExInfoStr=b", Some("a"), vec!["form.name-blanks"]),
            // The first value that is not empty.
            ("EData=&EData=a&payExInfoStr=b", Some("a"), vec!["field.empty", "form.duplicate-field"]),
            ("EData=a&EData=c&payExInfoStr=b", Some("a"), vec!["form.duplicate-field"]),
            ("EData=a&payExInfoStr=b&c=d", Some("a"), vec!["field.unknown"]),
            ("payExInfoStr=b", None, vec!["field.missing"]),
            ("hello", None, vec!["form.not-a-form"]),
        ] {
            let mut faults = Faults::new();
            let [found, _] = values(body.as_bytes(), &mut faults);
            assert_eq!(found.map(|value| &body[value.at]), e_data, "{body}");
            assert_eq!(faults.ids(), faulty, "{body}");
        }
    }
}
