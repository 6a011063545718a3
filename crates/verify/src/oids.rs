//! The object identifiers of keys, digests and signatures, and their common names.

use alloc::string::{String, ToString};

pub use const_oid::ObjectIdentifier;

pub(crate) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(crate) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(crate) const SM2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301");
pub(crate) const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");

const NAMES: [(ObjectIdentifier, &str); 25] = [
    (RSA, "RSA"),
    (EC, "EC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10"), "RSASSA-PSS"),
    (ObjectIdentifier::new_unwrap("1.3.101.112"), "Ed25519"),
    (SM2, "SM2"),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"), "P-256"),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), "P-384"),
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), "P-521"),
    (ObjectIdentifier::new_unwrap("1.3.132.0.10"), "secp256k1"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.2.5"), "MD5"),
    (SHA1, "SHA-1"),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.4"), "SHA-224"),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"), "SHA-256"),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"), "SHA-384"),
    (ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"), "SHA-512"),
    (ObjectIdentifier::new_unwrap("1.2.156.10197.1.401"), "SM3"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.4"), "MD5withRSA"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5"), "SHA1withRSA"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"), "SHA256withRSA"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12"), "SHA384withRSA"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13"), "SHA512withRSA"),
    (ObjectIdentifier::new_unwrap("1.2.156.10197.1.501"), "SM3withSM2"),
    (ObjectIdentifier::new_unwrap("1.2.156.10197.1.504"), "SM3withRSA"),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2"), "SHA256withECDSA"),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3"), "SHA384withECDSA"),
];

/// Returns the name of a key's algorithm, a curve, a digest or a signature algorithm.
///
/// ```
/// use cbt179_verify::oids::{ObjectIdentifier, name};
///
/// assert_eq!(name(&ObjectIdentifier::new_unwrap("1.2.156.10197.1.501")), Some("SM3withSM2"));
/// ```
#[must_use]
pub fn name(oid: &ObjectIdentifier) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| known == oid).map(|(_, name)| *name)
}

/// Formats an identifier in dotted decimals. Its own `Display` would add a kilobyte to the module.
///
/// ```
/// use cbt179_verify::oids::{ObjectIdentifier, dotted};
///
/// assert_eq!(dotted(&ObjectIdentifier::new_unwrap("1.2.156.10197.1.501")), "1.2.156.10197.1.501");
/// ```
#[must_use]
pub fn dotted(oid: &ObjectIdentifier) -> String {
    let mut out = String::new();
    let mut arc = 0_u64;
    for byte in oid.as_bytes() {
        arc = arc << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            // The first two arcs are one number (X.690, section 8.19.4).
            if out.is_empty() {
                let first = (arc / 40).min(2);
                out.push_str(&first.to_string());
                arc -= 40 * first;
            }
            out.push('.');
            out.push_str(&arc.to_string());
            arc = 0;
        }
    }
    out
}
