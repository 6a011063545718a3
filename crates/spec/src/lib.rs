//! The interface as data: its fields, their names, their defaults, and all of it as a JSON Schema.

#![cfg_attr(not(test), no_std)]

#[macro_use]
extern crate alloc;

mod defaults;
pub mod fields;
pub mod json_schema;
pub mod names;
pub mod options;
pub mod signing;

pub use defaults::FieldDefault;
pub use fields::*;

/// The request's own two members, in the order of the form.
pub const MEMBERS: [&str; 2] = ["eData", "payExInfo"];
