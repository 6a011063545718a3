//! Reads the text of a signature into bytes.

use alloc::vec::Vec;

use crate::der::Element;
use crate::encoding;
use crate::key::PublicKey;

/// The longest text that is read, in bytes: ten times the length of the longest signature.
pub const MAX_TEXT: usize = 8 * 1024;

/// The bytes of a signature, as many as its key requires: r and s of SM2, 32 bytes each, or the RSA number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    bytes: Vec<u8>,
    forms: Vec<Form>,
}

/// The ways in which a signature's text deviates from CBT's: padded Base64 (RFC 4648, section 4) of the bytes, without
/// line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// There is whitespace around it, or a line break in it.
    Blanks,
    /// There are spaces instead of `+`, because a form decoder read an unescaped `+`.
    PlusAsBlank,
    /// The padding is missing.
    Unpadded,
    /// The URL-safe alphabet (RFC 4648, section 5).
    UrlSafe,
    /// Hex instead of Base64.
    Hex,
    /// Base64 of hex or Base64 text instead of the bytes.
    Twice,
    /// The bytes are DER: a sequence of r and s (GM/T 0009, section 7.3).
    Der,
}

/// The reasons why a text cannot be a signature by a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureError {
    /// The text is longer than [`MAX_TEXT`].
    TooLarge,
    /// The text is empty or blank.
    Empty,
    /// The text is neither Base64 nor hex; this is the offset of the first character that is invalid in Base64, or of a
    /// last character with nonzero trailing bits.
    Base64 {
        /// The offset in the text, in bytes.
        at: usize,
    },
    /// The signature has the wrong length for its key.
    Length {
        /// The number of bytes.
        found: usize,
        /// The number that the key requires.
        expected: usize,
    },
    /// The byte `04`, the prefix of a point, is before r and s.
    Prefixed,
    /// The DER of an SM2 signature has a number longer than 32 bytes.
    Oversized,
}

impl Signature {
    /// Reads the text of a signature by `key`: Base64 or hex of the bytes or, with SM2, of DER.
    ///
    /// # Errors
    /// See [`SignatureError`].
    ///
    /// ```
    /// use cbt179_verify::key::PublicKey;
    /// use cbt179_verify::signature::{Form, Signature, SignatureError};
    ///
    /// let key = "04\
    ///     32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7\
    ///     bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0";
    /// let key = PublicKey::read(key.as_bytes()).unwrap();
    /// let signature = Signature::read("01".repeat(64).as_bytes(), &key).unwrap();
    /// assert_eq!((signature.bytes(), signature.forms()), (&[1; 64][..], &[Form::Hex][..]));
    /// assert_eq!(Signature::read(b"AQID", &key), Err(SignatureError::Length { found: 3, expected: 64 }));
    /// ```
    pub fn read(text: &[u8], key: &PublicKey) -> Result<Self, SignatureError> {
        if text.len() > MAX_TEXT {
            return Err(SignatureError::TooLarge);
        }
        let content = text.trim_ascii();
        if content.is_empty() {
            return Err(SignatureError::Empty);
        }
        let mut forms = Vec::new();
        let has_line_breaks = content.iter().any(|byte| matches!(byte, b'\r' | b'\n'));
        if has_line_breaks || content.len() < text.len() {
            forms.push(Form::Blanks);
        }
        let bytes = if let Some(bytes) = encoding::hex(content) {
            forms.push(Form::Hex);
            bytes
        } else {
            let mut content = content.to_vec();
            if !has_line_breaks && content.contains(&b' ') {
                forms.push(Form::PlusAsBlank);
                content.iter_mut().filter(|byte| **byte == b' ').for_each(|byte| *byte = b'+');
            }
            let start = text.len() - text.trim_ascii_start().len();
            let decoded = encoding::base64(&content).map_err(|at| SignatureError::Base64 { at: start + at })?;
            if decoded.is_unpadded {
                forms.push(Form::Unpadded);
            }
            if decoded.is_url_safe {
                forms.push(Form::UrlSafe);
            }
            decoded.bytes
        };
        let mut signature = match Self::from_bytes(&bytes, key) {
            // It is no coincidence if the bytes are the text of a whole signature.
            Err(error) => {
                forms.push(Form::Twice);
                Self::from_text(&bytes, key).ok_or(error)?
            }
            Ok(signature) => signature,
        };
        forms.append(&mut signature.forms);
        Ok(Self { forms, ..signature })
    }

    /// Reads hex or Base64 without deviations.
    fn from_text(text: &[u8], key: &PublicKey) -> Option<Self> {
        let bytes = encoding::hex(text).or_else(|| Some(encoding::base64(text).ok()?.bytes))?;
        Self::from_bytes(&bytes, key).ok()
    }

    /// Returns the signature with its bytes in another order that programs use: s before r, or an RSA number in
    /// little-endian.
    #[must_use]
    pub fn reordered(&self, key: &PublicKey) -> Self {
        let mut other = self.clone();
        match key {
            PublicKey::Sm2(_) => other.bytes.rotate_left(32),
            PublicKey::Rsa(_) => other.bytes.reverse(),
        }
        other
    }

    /// Reads the bytes of a signature by `key`, which may be DER with SM2.
    ///
    /// # Errors
    /// [`SignatureError::Length`], [`SignatureError::Prefixed`] or [`SignatureError::Oversized`].
    pub fn from_bytes(bytes: &[u8], key: &PublicKey) -> Result<Self, SignatureError> {
        let expected = key.signature_length();
        if bytes.len() == expected {
            return Ok(Self { bytes: bytes.to_vec(), forms: Vec::new() });
        }
        if let PublicKey::Sm2(_) = key {
            if let Some([r, s]) = der_numbers(bytes) {
                if r.len() > 32 || s.len() > 32 {
                    return Err(SignatureError::Oversized);
                }
                let mut raw = [0; 64];
                raw[32 - r.len()..32].copy_from_slice(r);
                raw[64 - s.len()..].copy_from_slice(s);
                return Ok(Self { bytes: raw.to_vec(), forms: [Form::Der].into() });
            }
            if bytes.len() == 65 && bytes[0] == 4 {
                return Err(SignatureError::Prefixed);
            }
        }
        Err(SignatureError::Length { found: bytes.len(), expected })
    }

    /// Returns the bytes: r and s of SM2, or the RSA number, big-endian.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns how the text deviates from CBT's.
    #[must_use]
    pub fn forms(&self) -> &[Form] {
        &self.forms
    }
}

/// Reads a sequence of two nonnegative numbers.
fn der_numbers(bytes: &[u8]) -> Option<[&[u8]; 2]> {
    let parts = Element::whole(bytes).ok()?.sequence()?;
    let [r, s] = parts[..] else { return None };
    Some([r.unsigned()?, s.unsigned()?])
}
