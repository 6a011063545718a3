//! Field faults common to the form and the JSON: misspelled names and missing fields.

use super::catalogue::{self, Code, Severity};
use super::{Faults, Location};
use crate::spec::Field;

/// Returns the code for a misspelled or alternate name; `None` if it is the field's own name.
pub(crate) fn spelling(name: &str, field: &Field, has_own_name: bool) -> Option<&'static Code> {
    match (name == field.name, has_own_name) {
        (true, _) => None,
        _ if !field.is_named(name) => Some(&catalogue::FIELD_MISSPELT),
        (false, true) => Some(&catalogue::FIELD_BOTH_NAMES),
        (false, false) => Some(&catalogue::FIELD_ALTERNATE_NAME),
    }
}

/// Reports the required fields of the table that are missing.
pub(crate) fn missing(fields: &'static [Field], present: &[bool], faults: &mut Faults) {
    for (field, _) in fields.iter().zip(present).filter(|(field, present)| field.required && !**present) {
        let code = &catalogue::FIELD_MISSING;
        let name = faults.context.name_of(field);
        faults.add_to_member(name, field.by, Severity::Error, code, Location::Nowhere).field(field);
    }
}
