//! Public keys, SM2 and RSA, in the forms that are found in practice.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::curve::Point;
use crate::der::{BIT_STRING, Element, INTEGER, NULL, OBJECT_IDENTIFIER, SEQUENCE, tlv};
use crate::input::{self, InputError, Kind};
use crate::oids::{self, ObjectIdentifier};
use crate::target::Algorithm;

/// The accepted lengths of an RSA modulus, in bits.
pub const MODULUS_BITS: core::ops::RangeInclusive<usize> = 1024..=4096;

/// The largest accepted RSA exponent. Larger ones are unusual, and make verification slow.
pub const MAX_EXPONENT: u64 = 1 << 33;

/// The public key of a signer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// A point on the SM2 curve.
    Sm2(Sm2Key),
    /// An RSA modulus and exponent.
    Rsa(RsaKey),
}

/// A point on the SM2 curve, other than the point at infinity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sm2Key(pub(crate) Point);

/// An RSA modulus and exponent. The modulus is odd and has [`MODULUS_BITS`]; the exponent is odd, at least 3, and at most
/// [`MAX_EXPONENT`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RsaKey {
    pub(crate) modulus: Box<[u8]>,
    pub(crate) exponent: u64,
}

/// The reasons why a public key is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// The input contains no public key.
    Input(InputError),
    /// The structure of the key is malformed: `SubjectPublicKeyInfo` (RFC 5280, section 4.1) or `RSAPublicKey` (RFC 8017,
    /// appendix A.1.1).
    Malformed,
    /// The key is for an algorithm other than SM2 or RSA.
    Algorithm(ObjectIdentifier),
    /// The key is a point on another curve.
    Curve(ObjectIdentifier),
    /// The point is not written as `04` with both coordinates, or as `02` or `03` with one (SEC 1, section 2.3.3).
    PointForm {
        /// Its length in bytes.
        length: usize,
    },
    /// The point is not on the SM2 curve.
    NotOnCurve,
    /// The modulus has fewer or more than [`MODULUS_BITS`].
    ModulusLength {
        /// Its length in bits.
        bits: usize,
    },
    /// The modulus is even, so it is not a product of two large primes.
    EvenModulus,
    /// The exponent is even, less than 3 or more than [`MAX_EXPONENT`].
    Exponent,
}

impl From<InputError> for KeyError {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

impl PublicKey {
    /// Reads a public key of at most [`input::MAX_INPUT`] bytes.
    ///
    /// - PEM: `PUBLIC KEY` or `RSA PUBLIC KEY`, also with text around it; the first key is read.
    /// - DER, or its Base64 or hex: `SubjectPublicKeyInfo` or `RSAPublicKey`.
    /// - An SM2 point in hex: 130 digits with `04` before the coordinates, 128 without it, or 66 with `02` or `03`
    ///   before x.
    ///
    /// # Errors
    /// See [`KeyError`].
    ///
    /// ```
    /// use cbt179_verify::key::PublicKey;
    ///
    /// // The generator of the curve, the public key of the private key 1.
    /// let x = "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7";
    /// let y = "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";
    /// let key = PublicKey::read(format!("04{x}{y}").as_bytes()).unwrap();
    /// assert_eq!(PublicKey::read(&key.to_spki()), Ok(key));
    /// ```
    pub fn read(input: &[u8]) -> Result<Self, KeyError> {
        let found = input::find(input, &[Kind::PublicKey, Kind::RsaPublicKey, Kind::Point])?;
        match found.kind {
            Kind::Point if found.der.len() == 64 => point(&[&[4], &found.der[..]].concat()),
            Kind::Point => point(&found.der),
            Kind::RsaPublicKey => rsa(&found.der),
            _ => Self::from_spki(&found.der),
        }
    }

    /// Reads the DER of a `SubjectPublicKeyInfo` (RFC 5280, section 4.1; RFC 5480 for curves, RFC 3279 for RSA).
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn from_spki(der: &[u8]) -> Result<Self, KeyError> {
        Self::from_element(&Element::whole(der)?)
    }

    pub(crate) fn from_element(spki: &Element) -> Result<Self, KeyError> {
        let parts = spki.sequence().ok_or(KeyError::Malformed)?;
        let [algorithm, key] = parts[..] else { return Err(KeyError::Malformed) };
        // The first byte is the number of unused bits.
        let Some([0, key @ ..]) = key.content_of(BIT_STRING) else { return Err(KeyError::Malformed) };
        let (algorithm, parameters) = algorithm.algorithm_identifier().ok_or(KeyError::Malformed)?;
        if algorithm == oids::EC {
            let curve = parameters.and_then(|curve| curve.oid()).ok_or(KeyError::Malformed)?;
            return if curve == oids::SM2 { point(key) } else { Err(KeyError::Curve(curve)) };
        }
        if algorithm != oids::RSA {
            return Err(KeyError::Algorithm(algorithm));
        }
        // RFC 3279 requires NULL; some programs omit it.
        if parameters.is_some_and(|parameters| !parameters.is_null()) {
            return Err(KeyError::Malformed);
        }
        rsa(key)
    }

    /// Returns the DER of the `SubjectPublicKeyInfo`.
    #[must_use]
    pub fn to_spki(&self) -> Vec<u8> {
        let (algorithm, key) = match self {
            Self::Sm2(key) => {
                let oids = [tlv(OBJECT_IDENTIFIER, oids::EC.as_bytes()), tlv(OBJECT_IDENTIFIER, oids::SM2.as_bytes())];
                (oids.concat(), [&[4], &key.coordinates()[..]].concat())
            }
            Self::Rsa(key) => {
                let exponent = key.exponent.to_be_bytes();
                let numbers = [unsigned(&key.modulus), unsigned(&exponent)].concat();
                let algorithm = [tlv(OBJECT_IDENTIFIER, oids::RSA.as_bytes()), tlv(NULL, &[])].concat();
                (algorithm, tlv(SEQUENCE, &numbers))
            }
        };
        let bits = [&[0], &key[..]].concat();
        tlv(SEQUENCE, &[tlv(SEQUENCE, &algorithm), tlv(BIT_STRING, &bits)].concat())
    }

    /// Returns the algorithm of the signatures that this key verifies.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Sm2(_) => Algorithm::Sm3WithSm2,
            Self::Rsa(_) => Algorithm::Sha1WithRsa,
        }
    }

    /// Returns the length of a signature in bytes: 64 for SM2, that of the modulus for RSA.
    #[must_use]
    pub fn signature_length(&self) -> usize {
        match self {
            Self::Sm2(_) => 64,
            Self::Rsa(key) => key.modulus.len(),
        }
    }
}

impl Sm2Key {
    /// Returns x and y, 32 bytes each.
    #[must_use]
    pub fn coordinates(&self) -> [u8; 64] {
        self.0.coordinates()
    }
}

impl RsaKey {
    /// Returns the modulus, big-endian, without leading zeros.
    #[must_use]
    pub fn modulus(&self) -> &[u8] {
        &self.modulus
    }

    /// Returns the exponent.
    #[must_use]
    pub fn exponent(&self) -> u64 {
        self.exponent
    }
}

/// Reads a point (SEC 1, section 2.3.4).
fn point(bytes: &[u8]) -> Result<PublicKey, KeyError> {
    let point = match bytes {
        [4, coordinates @ ..] if coordinates.len() == 64 => Point::new(coordinates),
        [sign @ (2 | 3), x @ ..] if x.len() == 32 => Point::decompress(x, *sign == 3),
        _ => return Err(KeyError::PointForm { length: bytes.len() }),
    };
    point.map(|point| PublicKey::Sm2(Sm2Key(point))).ok_or(KeyError::NotOnCurve)
}

/// Reads an `RSAPublicKey` (RFC 8017, appendix A.1.1).
fn rsa(der: &[u8]) -> Result<PublicKey, KeyError> {
    let parts = Element::whole(der)?.sequence().ok_or(KeyError::Malformed)?;
    let [modulus, exponent] = parts[..] else { return Err(KeyError::Malformed) };
    let modulus = modulus.unsigned().ok_or(KeyError::Malformed)?;
    let exponent = exponent.unsigned().ok_or(KeyError::Malformed)?;

    let bits = (modulus.len() * 8).saturating_sub(modulus.first().map_or(0, |byte| byte.leading_zeros() as usize));
    if !MODULUS_BITS.contains(&bits) {
        return Err(KeyError::ModulusLength { bits });
    }
    if modulus.last().is_some_and(|byte| byte % 2 == 0) {
        return Err(KeyError::EvenModulus);
    }
    if exponent.len() > 8 {
        return Err(KeyError::Exponent);
    }
    let exponent = exponent.iter().fold(0, |exponent, byte| exponent << 8 | u64::from(*byte));
    if exponent % 2 == 0 || !(3..=MAX_EXPONENT).contains(&exponent) {
        return Err(KeyError::Exponent);
    }
    Ok(PublicKey::Rsa(RsaKey { modulus: modulus.into(), exponent }))
}

/// Encodes a positive number as an INTEGER.
fn unsigned(number: &[u8]) -> Vec<u8> {
    let start = number.iter().position(|byte| *byte != 0).unwrap_or_default();
    // A first bit of 1 would make it negative.
    let sign: &[u8] = if number[start] >= 0x80 { &[0] } else { &[] };
    tlv(INTEGER, &[sign, &number[start..]].concat())
}
