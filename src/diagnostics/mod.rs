//! Faults, the catalogue of their codes, and the collector that the layers report to.

pub(crate) mod catalogue;
mod collector;
mod context;
mod edit;
mod fault;
pub(crate) mod fields;
mod path;

pub(crate) use catalogue::GRAVEST_FIRST;
pub(crate) use collector::{Faults, grouped};
pub(crate) use context::Context;
pub(crate) use edit::{Change, in_order, sorted, splice};
pub use fault::Layer;
pub(crate) use fault::{Arg, EDITS, Fault, Location, Part, Repair, Words};
#[cfg(feature = "verify")]
pub(crate) use path::Path;
