//! The object identifiers of keys, digests and signatures, and their common names.

use alloc::string::{String, ToString};

pub use const_oid::ObjectIdentifier;

pub(crate) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
pub(crate) const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
pub(crate) const SM2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.156.10197.1.301");
pub(crate) const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");

/// The names, one a line.
const NAMES: &str = "\
1.2.840.113549.1.1.1 RSA
1.2.840.10045.2.1 EC
1.2.840.113549.1.1.10 RSASSA-PSS
1.3.101.112 Ed25519
1.2.156.10197.1.301 SM2
1.2.840.10045.3.1.7 P-256
1.3.132.0.34 P-384
1.3.132.0.35 P-521
1.3.132.0.10 secp256k1
1.2.840.113549.2.5 MD5
1.3.14.3.2.26 SHA-1
2.16.840.1.101.3.4.2.4 SHA-224
2.16.840.1.101.3.4.2.1 SHA-256
2.16.840.1.101.3.4.2.2 SHA-384
2.16.840.1.101.3.4.2.3 SHA-512
1.2.156.10197.1.401 SM3
1.2.840.113549.1.1.4 MD5withRSA
1.2.840.113549.1.1.5 SHA1withRSA
1.2.840.113549.1.1.11 SHA256withRSA
1.2.840.113549.1.1.12 SHA384withRSA
1.2.840.113549.1.1.13 SHA512withRSA
1.2.156.10197.1.501 SM3withSM2
1.2.156.10197.1.504 SM3withRSA
1.2.840.10045.4.3.2 SHA256withECDSA
1.2.840.10045.4.3.3 SHA384withECDSA
";

/// Returns the name of a key's algorithm, a curve, a digest or a signature algorithm.
///
/// ```
/// use cbt179_verify::oids::{ObjectIdentifier, name};
///
/// assert_eq!(name(&ObjectIdentifier::new_unwrap("1.2.156.10197.1.501")), Some("SM3withSM2"));
/// ```
#[must_use]
pub fn name(oid: &ObjectIdentifier) -> Option<&'static str> {
    listed(NAMES, &dotted(oid))
}

/// Returns the name of an identifier in a list with a pair on each line. A parsed identifier would take 40 bytes.
pub(crate) fn listed<'a>(names: &'a str, dotted: &str) -> Option<&'a str> {
    names.lines().find_map(|line| line.strip_prefix(dotted)?.strip_prefix(' '))
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
