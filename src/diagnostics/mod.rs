//! What the layers report: faults in their own coordinates, each of a code of the catalogue.

pub(crate) mod catalogue;
mod collector;
mod context;
mod edit;
mod fault;
pub(crate) mod fields;
mod limits;
mod path;

pub(crate) use catalogue::GRAVEST_FIRST;
pub(crate) use collector::{Faults, grouped};
pub(crate) use edit::{Change, in_order, splice};
pub use fault::Layer;
pub(crate) use fault::{Arg, Fault, Location, Part, Repair};
