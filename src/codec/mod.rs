//! The layers around the JSON, inward and outward: the form, percent-encoding, Base64.

pub(crate) mod base64;
pub(crate) mod carrier;
pub(crate) mod document;
pub(crate) mod encode;
pub(crate) mod form;
mod form_fields;
mod outward;
pub(crate) mod percent;
pub(crate) mod wrappers;
