//! Turns a text into the bytes that were signed in its place.

use alloc::vec::Vec;

use crate::strings::utf8;
use crate::target::Hasher;
use crate::text::form_decoded;

/// Encodes a character in GBK; `None` if GBK lacks it. The table is too large for this crate, so the host gives it.
pub type Gbk<'a> = &'a dyn Fn(char) -> Option<[u8; 2]>;

/// The encoding of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    Utf8,
    /// UTF-8 after U+FEFF.
    Bom,
    /// GBK, with `?` for characters that it lacks.
    Gbk,
    /// ASCII, with `?` for all other characters.
    QuestionMarks,
    /// UTF-8 of UTF-8 that was read as ISO 8859-1: `ä¸­` for `中`.
    Twice,
    /// UTF-16, the little end first.
    Utf16,
    /// UTF-8 after form decoding: a space for `+`, `{` for `%7B`.
    FormDecoded,
}

/// A function of the text, signed in place of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrap {
    /// The text itself.
    None,
    /// Base64.
    Base64,
    /// Percent-encoding, as `encodeURIComponent` writes it.
    Percent,
    /// Percent-encoding of a form: `+` for a space, and only `-`, `_`, `.` and `*` are kept.
    Form,
    /// The digest: of SM3 with SM2, of SHA-1 with RSA.
    Digest,
    /// The digest in lower-case hex.
    Hex,
    /// The digest in upper-case hex.
    UpperHex,
}

/// Encodes a piece of a text. Returns `None` without a table for GBK.
pub(crate) fn encode(text: Vec<u8>, charset: Charset, gbk: Option<Gbk>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    match charset {
        // The BOM is written before the text, which comes in pieces.
        Charset::Utf8 | Charset::Bom => return Some(text),
        Charset::FormDecoded => return Some(form_decoded(&text)),
        Charset::Twice => {
            for byte in text {
                out.extend_from_slice(char::from(byte).encode_utf8(&mut [0; 2]).as_bytes());
            }
        }
        _ => {
            let gbk = if charset == Charset::Gbk { Some(gbk?) } else { None };
            let mut at = 0;
            while at < text.len() {
                let (char, length) = utf8(&text[at..]);
                at += length;
                if charset == Charset::Utf16 {
                    char.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.extend_from_slice(&unit.to_le_bytes()));
                } else if length == 1 {
                    out.push(text[at - 1]);
                } else {
                    match gbk.and_then(|gbk| gbk(char)) {
                        Some(pair) => out.extend_from_slice(&pair),
                        None => out.push(b'?'),
                    }
                }
            }
        }
    }
    Some(out)
}

/// Returns the bytes that are signed in place of `text`; `hasher` is that of the algorithm, without an identity.
pub(crate) fn wrap(text: &[u8], wrap: Wrap, mut hasher: Hasher) -> Vec<u8> {
    let mut out = Vec::new();
    match wrap {
        Wrap::None => out.extend_from_slice(text),
        Wrap::Base64 => {
            for chunk in text.chunks(3) {
                let bits = (0..3).fold(0, |bits, at| bits << 8 | usize::from(chunk.get(at).copied().unwrap_or(0)));
                for at in 0..4 {
                    out.push(if at > chunk.len() { b'=' } else { BASE64[bits >> (18 - 6 * at) & 63] });
                }
            }
        }
        Wrap::Percent | Wrap::Form => {
            for &byte in text {
                let is_kept = byte.is_ascii_alphanumeric()
                    || b"-_.*~!'()"[..if wrap == Wrap::Form { 4 } else { 9 }].contains(&byte);
                match byte {
                    b' ' if wrap == Wrap::Form => out.push(b'+'),
                    _ if is_kept => out.push(byte),
                    _ => {
                        out.push(b'%');
                        push_hex(byte, true, &mut out);
                    }
                }
            }
        }
        Wrap::Digest | Wrap::Hex | Wrap::UpperHex => {
            let length = if let Hasher::Sm3(_) = hasher { 32 } else { 20 };
            hasher.update(text);
            let digest = &hasher.digest()[..length];
            if wrap == Wrap::Digest {
                out.extend_from_slice(digest);
            } else {
                digest.iter().for_each(|&byte| push_hex(byte, wrap == Wrap::UpperHex, &mut out));
            }
        }
    }
    out
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn push_hex(byte: u8, is_upper: bool, out: &mut Vec<u8>) {
    let digits = if is_upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
    out.extend_from_slice(&[digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]);
}
