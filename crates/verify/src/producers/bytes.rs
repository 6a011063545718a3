//! Encodes a text as the bytes that were signed.

use alloc::string::String;
use alloc::vec::Vec;

use cbt179_fast::base64;

use crate::strings::utf8;
use crate::target::Hasher;
use crate::text::form_decoded;

/// The table of GBK. The host provides it, since it is too large for this crate.
#[derive(Clone, Copy)]
pub struct Gbk<'a> {
    /// Encodes a character that is not ASCII; `None` if GBK lacks it.
    pub encode: &'a dyn Fn(char) -> Option<[u8; 2]>,
    /// Decodes bytes, with U+FFFD for those that are not GBK.
    pub decode: &'a dyn Fn(&[u8]) -> String,
}

/// The encoding of a text as bytes, or another form of it that was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// GBK, with `?` for characters that it lacks.
    Gbk,
    /// ASCII, with `?` for all other characters.
    QuestionMarks,
    /// UTF-8 that was read as ISO 8859-1 and encoded again: `Ã©` for `é`.
    Twice,
    /// UTF-8 that was read as windows-1252 and encoded again: `â‚¬` for `€`.
    TwiceWindows1252,
    /// UTF-8 that was read as GBK and encoded again: `涓枃` for `中文`.
    TwiceGbk,
    /// UTF-16, little-endian.
    Utf16,
    /// UTF-16, big-endian.
    Utf16Be,
    /// `&quot;`, `&amp;`, `&lt;` and `&gt;` for the characters that HTML escapes.
    Html,
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
        Encoding::Utf8 => out.extend_from_slice(text),
        Encoding::FormDecoded => return Some(form_decoded(text)),
        Encoding::TwiceGbk => return Some((gbk?.decode)(text).into_bytes()),
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
        Encoding::Html => {
            for &byte in text {
                match byte {
                    b'"' => out.extend_from_slice(b"&quot;"),
                    b'&' => out.extend_from_slice(b"&amp;"),
                    b'<' => out.extend_from_slice(b"&lt;"),
                    b'>' => out.extend_from_slice(b"&gt;"),
                    _ => out.push(byte),
                }
            }
        }
        Encoding::Twice | Encoding::TwiceWindows1252 => {
            for &byte in text {
                let code = match byte {
                    0x80..0xA0 if encoding == Encoding::TwiceWindows1252 => WINDOWS_1252[usize::from(byte - 0x80)],
                    _ => byte.into(),
                };
                let char = char::from_u32(code.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
                out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        Encoding::Gbk | Encoding::QuestionMarks | Encoding::Utf16 | Encoding::Utf16Be => {
            let gbk = if encoding == Encoding::Gbk { Some(gbk?) } else { None };
            let mut at = 0;
            while at < text.len() {
                let (char, length) = utf8(&text[at..]);
                at += length;
                if matches!(encoding, Encoding::Utf16 | Encoding::Utf16Be) {
                    for unit in char.encode_utf16(&mut [0; 2]) {
                        let is_little = encoding == Encoding::Utf16;
                        out.extend(if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() });
                    }
                } else if length == 1 {
                    out.push(text[at - 1]);
                } else {
                    let pair = gbk.and_then(|gbk| (gbk.encode)(char));
                    out.extend_from_slice(pair.as_ref().map_or(&b"?"[..], |pair| pair));
                }
            }
        }
    }
    Some(out)
}

/// The characters of windows-1252 from 80 to 9F. The five unassigned bytes are control characters, as in WHATWG's table.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D,
    0x17E, 0x178,
];

fn push_hex(byte: u8, digits: &[u8; 16], out: &mut Vec<u8>) {
    out.extend_from_slice(&[digits[usize::from(byte >> 4)], digits[usize::from(byte & 15)]]);
}
