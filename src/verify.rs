//! Verifies CBT's signature and reads certificates.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::check::too_large;
use crate::options::Options;
use crate::report::Finding;

/// The key to verify with.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// An X.509 certificate in PEM, Base64 or DER.
    Certificate(&'a [u8]),
    /// A `SubjectPublicKeyInfo` in PEM, Base64 or DER; or the point of an SM2 key in hexadecimal.
    PublicKey(&'a [u8]),
}

/// The verdict on a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifiedSignature {
    /// Whether the signature verifies, and nothing contradicts it.
    pub ok: bool,
    /// The algorithm, `SM3withSM2` or `SHA1withRSA`; `None` if the key cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<&'static str>,
    /// The text that was signed, if it is not exactly the signing text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The findings, errors first.
    pub findings: Vec<Finding>,
}

/// Verifies the signature of an upload.
#[must_use]
pub fn verify_signature(upload: &[u8], reply: Option<&[u8]>, key: Key, options: &Options) -> VerifiedSignature {
    let (Key::Certificate(text) | Key::PublicKey(text)) = key;
    let length = upload.len() + reply.map_or(0, <[u8]>::len) + text.len();
    let findings = too_large(length, options).map(|report| report.findings).unwrap_or_default();
    VerifiedSignature { ok: findings.is_empty(), algorithm: None, variant: None, findings }
}

/// The fields of a certificate that customs and a verifier need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// The serial number as customs expect it: lower-case hexadecimal.
    pub cert_no: String,
    /// The algorithm of its key's signatures.
    pub algorithm: &'static str,
    /// The first moment of its validity (RFC 3339), such as `2020-01-01T00:00:00Z`.
    pub not_before: String,
    /// The last moment of its validity.
    pub not_after: String,
    /// The `SubjectPublicKeyInfo` in PEM.
    pub public_key: String,
    /// The subject (RFC 4514), if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}
