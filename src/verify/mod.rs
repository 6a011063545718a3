//! Verifies CBT's signature, finds out which text was signed if it is not the expected one, and reads certificates.

mod exchange;
mod key;
mod report;
mod signature;
mod variants;

use alloc::string::String;
use alloc::vec::Vec;

use cbt179_verify::{certificate, moments};
use serde::Serialize;

use self::report::Report;
use crate::check::too_large;
use crate::diagnostics::catalogue;
use crate::options::Options;
use crate::report::Finding;

pub use signature::{VerifiedSignature, verify_signature};

/// The key to verify with.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// An X.509 certificate in PEM, Base64 or DER. It is also compared with `certNo` and `serviceTime`.
    Certificate(&'a [u8]),
    /// A `SubjectPublicKeyInfo` in PEM, Base64 or DER; or the point of an SM2 key in hexadecimal.
    PublicKey(&'a [u8]),
}

/// The fields of a certificate that customs and a verifier need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// The serial number as customs expects it in `certNo`: lower-case hexadecimal, 16 digits for SM2, 8 for RSA.
    pub cert_no: String,
    /// The algorithm of signatures by its key: `SM3withSM2` or `SHA1withRSA`.
    pub algorithm: &'static str,
    /// The start of its validity (RFC 3339), such as `2020-01-01T00:00:00Z`.
    pub not_before: String,
    /// The end of its validity.
    pub not_after: String,
    /// The `SubjectPublicKeyInfo` in PEM.
    pub public_key: String,
    /// The subject (RFC 4514), which may name a person; only if requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// The result of [`read_certificate`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadCertificate {
    /// Whether the certificate can be used to verify CBT's signatures.
    pub ok: bool,
    /// The fields; `None` if there is no usable certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
    /// The findings, errors first.
    pub findings: Vec<Finding>,
}

/// Reads an X.509 certificate in PEM, Base64 or DER (RFC 5280). Its issuer is not checked.
///
/// `with_subject` adds [`Certificate::subject`]. [`Options::now`] is compared with the validity.
///
/// ```
/// use cbt179::{Options, read_certificate};
///
/// let file = include_bytes!("../../tests/data/sm2-certificate.pem");
/// let certificate = read_certificate(file, false, &Options::default()).certificate.unwrap();
/// assert_eq!((&*certificate.cert_no, certificate.algorithm), ("0300000000abcdef", "SM3withSM2"));
/// ```
#[must_use]
pub fn read_certificate(text: &[u8], with_subject: bool, options: &Options) -> ReadCertificate {
    if let Some(report) = too_large(text.len(), options) {
        return ReadCertificate { ok: false, certificate: None, findings: report.findings };
    }
    let mut report = Report::new(options.locale);
    let certificate = key::certificate(text, &mut report).and_then(|read| {
        let key = key::usable(read.public_key.clone(), &mut report)?;
        if let Some(now) = options.now
            && !(read.not_before..=read.not_after).contains(&now)
        {
            let (from, to) = validity(&read);
            report.add(&catalogue::KEY_EXPIRED, &[("from", &from), ("to", &to)]);
        }
        let (not_before, not_after) = validity(&read);
        Some(Certificate {
            cert_no: read.cert_no.clone(),
            algorithm: key.algorithm().name(),
            not_before,
            not_after,
            public_key: pem(&key.to_spki()),
            subject: read.subject().filter(|_| with_subject),
        })
    });
    let (ok, findings) = report.finish();
    ReadCertificate { ok, certificate, findings }
}

/// Formats the start and end of a certificate's validity.
fn validity(certificate: &certificate::Certificate) -> (String, String) {
    (moments::write(certificate.not_before), moments::write(certificate.not_after))
}

/// Writes a public key in PEM (RFC 7468).
fn pem(der: &[u8]) -> String {
    let base64 = cbt179_fast::base64::encode(der);
    let mut out = String::from("-----BEGIN PUBLIC KEY-----\n");
    for line in base64.as_bytes().chunks(64) {
        out.extend(line.iter().map(|&byte| char::from(byte)));
        out.push('\n');
    }
    out.push_str("-----END PUBLIC KEY-----\n");
    out
}
