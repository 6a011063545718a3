//! Recovers the digest that a signature was made over, with the public key.

use sm2::U256;
use sm2::elliptic_curve::bigint::NonZero;

use crate::curve::{ORDER, reduce, x_of_sum};
use crate::der::{Element, OCTET_STRING};
use crate::key::{PublicKey, RsaKey, Sm2Key};
use crate::oids::{self, ObjectIdentifier};
use crate::power::power;
use crate::signature::Signature;
use crate::target::Target;

/// The reasons why a signature has no digest to compare texts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenError {
    /// A number is out of range. SM2: r or s is 0 or not less than the curve's order, r + s is the order (GB/T 32918.2,
    /// section 7.1), or the sum of the points is the point at infinity. RSA: the number is not less than the modulus
    /// (RFC 8017, section 5.2.2).
    Range,
    /// The signature lacks the padding of RSASSA-PKCS1-v1_5 (RFC 8017, section 9.2): it was made with another key, or is
    /// damaged.
    OtherKey,
    /// The signature was made with this key, but over a digest other than SHA-1.
    OtherDigest(ObjectIdentifier),
    /// The padding is right, but does not contain exactly one `DigestInfo`.
    NoDigest,
}

/// Recovers the digest that `signature` was made over.
///
/// With SM2, every signature in range yields a digest, whichever key made it; only a text with that digest proves the
/// signature.
///
/// # Errors
/// See [`OpenError`].
///
/// ```
/// use cbt179_verify::key::PublicKey;
/// use cbt179_verify::open::open;
/// use cbt179_verify::producers::Identity;
/// use cbt179_verify::signature::Signature;
///
/// // The public key of the private key 1.
/// let key = "04\
///     32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7\
///     bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";
/// let key = PublicKey::read(key.as_bytes()).unwrap();
/// let text = b"yjQtbCoyvoR4EKHxZOUB6CzbabbgVDaSzYfuJw1T4cGY9MOfO0RQypi+DiyIbpTXCAMNdJRQXXWjgWOSJAw8pg==";
/// let target = open(&key, &Signature::read(text, &key).unwrap()).unwrap();
/// let mut hasher = target.hasher(Identity::Default);
/// hasher.update(b"abc");
/// assert!(target.is(&hasher.digest()));
/// ```
pub fn open(key: &PublicKey, signature: &Signature) -> Result<Target, OpenError> {
    match key {
        PublicKey::Sm2(key) => open_sm2(key, signature.bytes()).ok_or(OpenError::Range),
        PublicKey::Rsa(key) => open_rsa(key, signature.bytes()),
    }
}

/// Recovers e = r - x1 (mod n), where (x1, y1) = s · G + (r + s) · P (GB/T 32918.2, section 7.1, solved for e).
fn open_sm2(key: &Sm2Key, signature: &[u8]) -> Option<Target> {
    let (r, s) = signature.split_at_checked(32)?;
    let in_range =
        |bytes: &[u8]| Some(U256::from_be_slice(bytes)).filter(|number| *number > U256::ZERO && *number < ORDER);
    let (r, s) = (in_range(r)?, in_range(s)?);
    let order = NonZero::<U256>::new_unwrap(ORDER);
    let t = r.add_mod(&s, &order);
    if t == U256::ZERO {
        return None;
    }
    // s · G = -t · P is as unlikely as guessing the private key.
    let e = r.sub_mod(&reduce(x_of_sum(&s, &t, &key.0)?), &order);
    let mut digest = [0; 32];
    digest.copy_from_slice(&e.to_be_bytes());
    Some(Target::sm3(key, digest))
}

fn open_rsa(key: &RsaKey, signature: &[u8]) -> Result<Target, OpenError> {
    let encoded = power(signature, key.exponent, &key.modulus).ok_or(OpenError::Range)?;
    let [0, 1, padded @ ..] = &*encoded else { return Err(OpenError::OtherKey) };
    let length = padded.iter().position(|byte| *byte != 0xff).unwrap_or(padded.len());
    let [0, info @ ..] = &padded[length..] else { return Err(OpenError::OtherKey) };
    if length < 8 {
        return Err(OpenError::OtherKey);
    }
    let (algorithm, digest) = digest_info(info).ok_or(OpenError::NoDigest)?;
    if algorithm != oids::SHA1 {
        return Err(OpenError::OtherDigest(algorithm));
    }
    digest.try_into().map(Target::sha1).map_err(|_| OpenError::NoDigest)
}

/// Reads a `DigestInfo` (RFC 8017, appendix A.2.4), whose algorithm has the parameter NULL or none; `None` if it is
/// malformed or followed by more bytes.
fn digest_info(der: &[u8]) -> Option<(ObjectIdentifier, &[u8])> {
    let parts = Element::whole(der).ok()?.sequence()?;
    let [algorithm, digest] = parts[..] else { return None };
    let (algorithm, parameters) = algorithm.algorithm_identifier()?;
    if parameters.is_some_and(|parameters| !parameters.is_null()) {
        return None;
    }
    Some((algorithm, digest.content_of(OCTET_STRING)?))
}
