//! Defaults of the fields that a request may omit.

use super::fields::{E_DATA, Field, Kind};

/// The value of a field that a request left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldDefault {
    /// The time at which the request is built.
    Now,
    /// The one value that the field can have.
    Only(&'static str),
}

impl FieldDefault {
    /// The default of a field of `EData`, if it has one.
    #[must_use]
    pub fn of(field: &Field) -> Option<Self> {
        match field.kind {
            _ if !E_DATA.iter().any(|own| core::ptr::eq(own, field)) => None,
            Kind::DateTime => Some(Self::Now),
            Kind::Choice([only]) => Some(Self::Only(only.code)),
            _ => None,
        }
    }
}
