//! X.509 certificates: the number that customs expects, the validity, and the public key.

use alloc::string::String;
use alloc::vec::Vec;

use crate::der::{Element, INTEGER, VERSION};
use crate::encoding::push_hex;
use crate::input::{self, InputError, Kind};
use crate::key::{KeyError, PublicKey};
use crate::oids::ObjectIdentifier;
use crate::{moments, name};

/// A certificate (RFC 5280), as far as the exchange with customs needs it. Its signature is not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The serial number as customs expects it in `certNo`: lower-case hex, two digits per byte, without the zero byte
    /// that DER puts before a first bit of 1. CBT's have 8 digits for RSA and 16 for SM2.
    pub cert_no: String,
    /// The algorithm that the issuer signed the certificate with.
    pub signature_algorithm: ObjectIdentifier,
    /// The start of the validity, in milliseconds of Unix time.
    pub not_before: i64,
    /// The end of the validity, in milliseconds of Unix time, inclusive.
    pub not_after: i64,
    /// The public key. A key of another algorithm does not prevent reading the rest of the certificate.
    pub public_key: Result<PublicKey, KeyError>,
    /// The number of certificates after this one in the input.
    pub others: usize,
    subject: Vec<u8>,
}

/// The fields of a certificate (RFC 5280, section 4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The sequences that make up the certificate.
    Structure,
    /// `serialNumber`.
    SerialNumber,
    /// `signature`.
    Signature,
    /// `validity`: a time is malformed, or before 1970.
    Validity,
}

/// The reasons why an input is not a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateError {
    /// The input holds no certificate.
    Input(InputError),
    /// A field of the certificate is malformed.
    Malformed(Field),
}

impl From<InputError> for CertificateError {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

impl Certificate {
    /// Reads a certificate of at most [`input::MAX_INPUT`] bytes: PEM, also with text around it, or DER, or its Base64.
    /// If there are several certificates, it reads the first.
    ///
    /// # Errors
    /// See [`CertificateError`].
    pub fn read(input: &[u8]) -> Result<Self, CertificateError> {
        let found = input::find(input, &[Kind::Certificate])?;
        let certificate = Self::from_der(&found.der).map_err(CertificateError::Malformed)?;
        Ok(Self { others: found.others, ..certificate })
    }

    fn from_der(der: &[u8]) -> Result<Self, Field> {
        let outer = Element::whole(der).ok().and_then(|outer| outer.sequence()).ok_or(Field::Structure)?;
        let [content, ..] = outer[..] else { return Err(Field::Structure) };
        let fields = content.sequence().ok_or(Field::Structure)?;
        // Version 1 is the default, which DER omits.
        let start = usize::from(fields.first().is_some_and(|first| first.tag == VERSION));
        let [serial, signature, _, validity, subject, key, ..] = &fields[start..] else {
            return Err(Field::Structure);
        };

        let (not_before, not_after) = read_validity(validity).ok_or(Field::Validity)?;
        Ok(Self {
            cert_no: read_serial(serial).ok_or(Field::SerialNumber)?,
            signature_algorithm: signature.algorithm_identifier().ok_or(Field::Signature)?.0,
            not_before,
            not_after,
            public_key: PublicKey::from_element(key),
            others: 0,
            subject: subject.content.to_vec(),
        })
    }

    /// Returns the subject, such as `CN=…,O=…,C=CN` (RFC 4514), which may name a person; `None` if it is malformed.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        name::decode(&self.subject)
    }
}

fn read_serial(part: &Element) -> Option<String> {
    let bytes = match part.content_of(INTEGER)? {
        [] => return None,
        [0, rest @ ..] if !rest.is_empty() => rest,
        bytes => bytes,
    };
    let mut out = String::new();
    push_hex(&mut out, bytes);
    Some(out)
}

fn read_validity(part: &Element) -> Option<(i64, i64)> {
    match part.sequence()?[..] {
        [start, end] => Some((moments::read(&start)?, moments::read(&end)?)),
        _ => None,
    }
}
