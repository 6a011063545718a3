//! Encodes a text as the bytes that were signed.

use alloc::vec::Vec;

use cbt179_fast::base64;

use crate::strings::utf8;
use crate::target::Hasher;
use crate::text::form_decoded;

/// Encodes a character in GBK; `None` if GBK lacks it. The host provides it, since the table is too large for this crate.
pub type Gbk<'a> = &'a dyn Fn(char) -> Option<[u8; 2]>;

/// The encoding of a text as bytes, or another form of it that was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 after U+FEFF.
    Bom,
    /// GBK, with `?` for characters that it lacks.
    Gbk,
    /// ASCII, with `?` for all other characters.
    QuestionMarks,
    /// UTF-8 that was read as ISO 8859-1 and encoded again: `Ã©` for `é`.
    Twice,
    /// UTF-16, little-endian.
    Utf16,
    /// UTF-8 after form decoding: a space for `+`, `{` for `%7B`.
    FormDecoded,
    /// Percent-encoding, as by `encodeURIComponent`.
    Percent,
    /// Form encoding: `+` for a space, and percent-encoding of punctuation other than `-`, `_`, `.` and `*`.
    Form,
    /// Base64.
    Base64,
    /// The digest in lower-case hex: SM3 for SM2, SHA-1 for RSA.
    HexDigest,
}

/// Encodes a text; `hasher` computes its digest. Returns `None` if a table for GBK is needed but missing.
pub(crate) fn encode(text: &[u8], encoding: Encoding, gbk: Option<Gbk>, mut hasher: Hasher) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    match encoding {
        Encoding::Utf8 | Encoding::Bom => out.extend_from_slice(text),
        Encoding::FormDecoded => return Some(form_decoded(text)),
        Encoding::Base64 => return Some(base64::encode(text).into_bytes()),
        Encoding::HexDigest => {
            let length = if let Hasher::Sm3(_) = hasher { 32 } else { 20 };
            hasher.update(text);
            for &byte in &hasher.digest()[..length] {
                push_hex(byte, b"0123456789abcdef", &mut out);
            }
        }
        Encoding::Percent | Encoding::Form => {
            let kept = if encoding == Encoding::Form { &b"-_.*"[..] } else { b"-_.*~!'()" };
            for &byte in text {
                if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
                    out.push(byte);
                } else if byte == b' ' && encoding == Encoding::Form {
                    out.push(b'+');
                } else {
                    out.push(b'%');
                    push_hex(byte, b"0123456789ABCDEF", &mut out);
                }
            }
        }
        Encoding::Gbk | Encoding::QuestionMarks | Encoding::Twice | Encoding::Utf16 => {
            if encoding == Encoding::Gbk {
                gbk?;
            }
            let mut at = 0;
            while at < text.len() {
                let (char, length) = utf8(&text[at..]);
                let bytes = &text[at..at + length];
                at += length;
                match (encoding, gbk) {
                    (Encoding::Utf16, _) => {
                        for unit in char.encode_utf16(&mut [0; 2]) {
                            out.extend_from_slice(&unit.to_le_bytes());
                        }
                    }
                    (Encoding::Twice, _) => {
                        for &byte in bytes {
                            out.extend_from_slice(char::from(byte).encode_utf8(&mut [0; 2]).as_bytes());
                        }
                    }
                    _ if length == 1 => out.push(bytes[0]),
                    (Encoding::Gbk, Some(gbk)) => match gbk(char) {
                        Some(pair) => out.extend_from_slice(&pair),
                        None => out.push(b'?'),
                    },
                    _ => out.push(b'?'),
                }
            }
        }
    }
    Some(out)
}

fn push_hex(byte: u8, digits: &[u8; 16], out: &mut Vec<u8>) {
    out.extend_from_slice(&[digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]);
}
