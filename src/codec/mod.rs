//! The layers around the JSON, inward and outward: the form, percent-encoding, Base64.

pub(crate) mod base64;
pub(crate) mod carrier;
mod census;
pub(crate) mod document;
pub(crate) mod encode;
pub(crate) mod form;
mod form_fields;
pub(crate) mod formats;
mod hex;
mod outward;
pub(crate) mod percent;
pub(crate) mod sound;
mod wrapped;
pub(crate) mod wrappers;
