//! Builds, checks and explains the signing request of CBT, Shanghai's cross-border e-commerce platform.
//!
//! When customs asks an e-commerce platform for the original payment data of an order (announcement 179 of 2018), the
//! platform sends that data to CBT, which signs it. The request is a form body, `EData=…&payExInfoStr=…`, whose values
//! are percent-encoded Base64 of UTF-8 JSON; if any layer has an error, CBT answers
//! `ILLEGAL_ARGUMENT` and nothing else. This crate says what is wrong, where in each layer, and how to fix it.
//!
//! - [`check_form`]: the verdict on a body.
//! - [`decode_form`]: the two JSON texts in a body, as far as it can be decoded.
//! - [`check_request`], [`build_form`]: the same rules before encoding, and the body.
//! - [`encode_form`]: two texts into a body, unchecked.
//! - [`check_reply`]: CBT's reply and its meaning.
//! - [`compose_upload`]: the text for customs, with the signature in it.
//! - [`signing_text`]: the text that CBT signs.
//! - [`check_open_req`], [`open_req_answer`]: customs' request for an order's payment data, and the answer to it.
//! - [`check_upload_reply`]: customs' reply to an upload and its meaning.
//! - [`apply_fixes`]: a body with the fixes of its findings applied.
//! - [`find_secrets`]: the ranges of any text that may hold the token.
//! - [`locate`]: one range of a body, or the value at a path, in every layer.
//! - [`schema`]: the request as a JSON Schema.
//!
//! ```
//! use cbt179::{Locale, Options};
//!
//! let options = Options { locale: Locale::En, ..Options::default() };
//! let body = b"EData=e30%3D&payExInfoStr=eyJzZXNzaW9uSUQiOiAiZmUyMzc0Iix9";
//! let report = cbt179::check_form(body, &options);
//! let finding = report.findings.iter().find(|finding| finding.code == "json.trailing-comma").unwrap();
//! assert_eq!(finding.message, "trailing comma after the last element");
//! assert_eq!(finding.at.json.unwrap().column, 23);
//! assert_eq!(finding.at.form.unwrap().start, 55);
//! ```
//!
//! # How it is built
//!
//! A body passes through its layers: form, percent-encoding and Base64 (`codec`), UTF-8 (`text`), JSON (`json`), the
//! interface's table (`rules`). Each layer reports faults in its own coordinates and keeps a map to the layer around it.
//! `report` puts the faults into words and gives each a range in every text; `secrets` decides what may be shown. The table
//! itself is data, in [`spec`]. `ARCHITECTURE.md` is the map.

// The WebAssembly module must not contain the standard library's panics; `crates/module/` says why.
#![cfg_attr(not(test), no_std)]
// The second module uses little of what the first one does.
#![cfg_attr(all(target_arch = "wasm32", feature = "verify"), allow(dead_code))]

#[macro_use]
extern crate alloc;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod agreement;
mod build;
mod check;
mod codec;
mod diagnostics;
mod fix;
mod json;
mod locate;
mod message;
mod open_req;
mod reply;
mod report;
mod rules;
mod secrets;
mod signing_text;
mod text;
mod upload;
mod upload_reply;
#[cfg(feature = "verify")]
mod verify;
#[cfg(target_arch = "wasm32")]
mod wasm;

pub use cbt179_spec as spec;
use cbt179_spec::options;

pub use build::{BuiltForm, CheckError, build_form, check_request, encode_form};
#[cfg(fuzzing)]
#[doc(hidden)]
pub use check::recover as check_form_by_recovery;
pub use check::{DecodedForm, DecodedPart, check_form, decode_form, too_large};
pub use diagnostics::Layer;
pub use diagnostics::catalogue::{Applicability, Severity};
pub use fix::{StaleFinding, apply_fixes};
pub use locate::{Located, Target, locate};
pub use open_req::{CheckedOpenReq, OpenReq, check_open_req, open_req_answer};
pub use options::{CustomsRules, Locale, Names, Options, SchemaTarget, Units, ValueType};
pub use reply::{CheckedReply, Reply, Sent, check_reply};
pub use report::{At, Edit, Finding, Fix, Report};
pub use secrets::{SecretRange, SecretRanges, find_secrets};
pub use signing_text::{SigningText, signing_text};
pub use spec::json_schema::schema;
pub use text::line_index::TextRange;
pub use upload::{Upload, compose_upload};
pub use upload_reply::{CheckedUploadReply, UploadReply, UploadSent, check_upload_reply};
#[cfg(feature = "verify")]
pub use verify::{Certificate, Key, ReadCertificate, VerifiedSignature, read_certificate, verify_signature};

/// The examples of `docs/rust.md` run as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/rust.md")]
struct Readme;
