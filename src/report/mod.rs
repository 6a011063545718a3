//! Findings, their ranges in every text, and their fixes.

mod finding;
mod fix;
mod positions;

#[cfg(feature = "verify")]
pub(crate) use finding::filled;
pub use finding::{Finding, Report};
pub(crate) use finding::{findings, has_error, plain};
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) use fix::edits;
pub use fix::{Edit, Fix};
pub use positions::At;
pub(crate) use positions::{PartTexts, Texts};
