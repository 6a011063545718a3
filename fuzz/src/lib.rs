//! Fuzz targets: laws that hold for any input, and how the work grows with the input.
//!
//! Each law is a function of bytes. libFuzzer calls it through a program in `fuzz_targets/`; on a stable toolchain, the
//! [`mutator`] does. `README.md` says how both are run.

mod findings;
pub mod growth;
mod input;
mod laws;
pub mod mutator;
mod seeds;
pub mod steps;
mod token;

pub use laws::TARGETS;

/// A law and its seeds.
pub struct Target {
    /// The name, which is that of its program in `fuzz_targets/`.
    pub name: &'static str,
    /// Panics if an input breaks the law.
    pub law: fn(&[u8]),
    /// The inputs from which mutation starts.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Tests an input for libFuzzer.
///
/// # Panics
///
/// If the input breaks the law, or there is no such target.
pub fn check(name: &str, data: &[u8]) {
    (Target::named(name).expect("there is such a target").law)(data);
}

impl Target {
    /// Finds a target by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }
}
