//! Verifies the signature that CBT makes for customs, and finds out which text was signed.
//!
//! - [`key`] and [`certificate`] read a public key (SM2 or RSA) and the certificate that contains it.
//! - [`target`] recovers the digest that a signature was made over, and compares texts with it.
//! - [`json`] splits valid JSON into tokens without changing a byte, [`strings`] reads and writes escapes, and [`text`]
//!   finds the members that are signed.
//! - [`producers`] rewrite the signing text as known programs do; [`explain`] looks for the text that was signed among the
//!   results.
//!
//! This crate has no messages: `cbt179` turns its results into findings.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod curve;
mod der;
mod encoding;
mod lanes;
mod name;
mod power;

pub mod certificate;
pub mod explain;
pub mod input;
pub mod json;
pub mod key;
pub mod moments;
pub mod oids;
pub mod open;
pub mod producers;
pub mod signature;
pub mod strings;
pub mod target;
pub mod text;
