//! What the layers report: faults in their own coordinates, each of a code of the catalogue.

pub(crate) mod catalogue;
mod collector;
mod edit;
mod fault;
pub(crate) mod fields;

pub(crate) use collector::{Faults, GRAVEST_FIRST, grouped};
pub(crate) use edit::{Change, in_order, splice};
pub use fault::Layer;
pub(crate) use fault::{Arg, Fault, Location, Part, Repair};
