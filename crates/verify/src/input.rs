//! The files that contain keys and certificates: PEM, Base64, hex or DER, and files that are mistaken for them.

use alloc::vec::Vec;

use crate::der::{BIT_STRING, Element, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE};
use crate::encoding;

/// The largest input that is read, in bytes. A certificate with its chain takes about 8 KiB.
pub const MAX_INPUT: usize = 64 * 1024;

/// The objects that a file may contain, recognized by their structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An X.509 certificate (RFC 5280), or a revocation list.
    Certificate,
    /// A `SubjectPublicKeyInfo` (RFC 5280, section 4.1).
    PublicKey,
    /// An `RSAPublicKey` (RFC 8017, appendix A.1.1).
    RsaPublicKey,
    /// A bare point of a curve (SEC 1, section 2.3.3).
    Point,
    /// A private key: PKCS #8, encrypted or not, PKCS #1 or SEC 1.
    PrivateKey,
    /// A certificate signing request (PKCS #10, RFC 2986).
    Request,
    /// A PKCS #7 bundle (`.p7b`, RFC 2315), whose certificates must be exported first.
    Pkcs7,
    /// A PKCS #12 file (`.pfx`, `.p12`, RFC 7292), which contains the private key.
    Pkcs12,
    /// A Java keystore (`.jks`).
    Jks,
    /// Another DER structure.
    Other,
}

/// The reasons why an input contains no key or certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputError {
    /// The input is longer than [`MAX_INPUT`].
    TooLarge,
    /// The input is empty or blank.
    Empty,
    /// The text is in UTF-16, as Windows' Notepad saves "Unicode".
    Utf16,
    /// The text is neither PEM, Base64 nor hex; this is the offset of the first character that is invalid in Base64.
    Base64 {
        /// The offset in the input, in bytes.
        at: usize,
    },
    /// The DER or PEM is truncated.
    Truncated,
    /// There are extra bytes after the DER.
    Trailing,
    /// The bytes are not DER (X.690).
    NotDer,
    /// The input is well-formed, but contains another kind of object.
    Kind(Kind),
}

/// The DER of the object that was looked for.
pub(crate) struct Found {
    pub der: Vec<u8>,
    pub kind: Kind,
    /// The number of objects of that kind after it.
    pub others: usize,
}

/// Finds the first object of one of the `wanted` kinds.
pub(crate) fn find(input: &[u8], wanted: &[Kind]) -> Result<Found, InputError> {
    if input.len() > MAX_INPUT {
        return Err(InputError::TooLarge);
    }
    if is_utf16(input) {
        return Err(InputError::Utf16);
    }
    let input = input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input);
    if input.trim_ascii().is_empty() {
        return Err(InputError::Empty);
    }
    let mut found: Option<Found> = None;
    let mut error = None;
    for part in parts(input) {
        match part {
            Ok((kind, _)) if !wanted.contains(&kind) => {
                error.get_or_insert(InputError::Kind(kind));
            }
            Err(wrong) => {
                error.get_or_insert(wrong);
            }
            Ok((kind, der)) => match &mut found {
                Some(found) => found.others += 1,
                None => found = Some(Found { der, kind, others: 0 }),
            },
        }
    }
    found.ok_or(error.unwrap_or(InputError::Empty))
}

/// Returns whether the input is UTF-16: it has a byte order mark, or a zero byte in each of its first two code units.
fn is_utf16(input: &[u8]) -> bool {
    match *input {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, b, c, d, ..] => {
            matches!((a == 0, b == 0, c == 0, d == 0), (true, false, true, false) | (false, true, false, true))
        }
        _ => false,
    }
}

/// A part of an input, decoded.
type Part = Result<(Kind, Vec<u8>), InputError>;

fn parts(input: &[u8]) -> Vec<Part> {
    let pem = pem_blocks(input);
    if !pem.is_empty() {
        return pem;
    }
    let is_text = input.iter().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\r' | b'\n'));
    let part = if !is_text {
        identify(input.to_vec())
    } else if let Some(bytes) = encoding::hex(input) {
        // Hex is how tools print points; DER in hex begins with the tag of a sequence.
        if bytes[0] == SEQUENCE { identify(bytes) } else { Ok((Kind::Point, bytes)) }
    } else {
        encoding::base64(input).map_err(|at| InputError::Base64 { at }).and_then(|decoded| identify(decoded.bytes))
    };
    [part].into()
}

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";

/// Reads the blocks of a PEM file (RFC 7468) and ignores the explanatory text around them.
fn pem_blocks(input: &[u8]) -> Vec<Part> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(begin) = position(input, at, BEGIN) {
        let label = begin + BEGIN.len();
        let ends = position(input, label, b"-----").and_then(|end| Some((end, position(input, end + 5, END)?)));
        let Some((label_end, end)) = ends else {
            blocks.push(Err(InputError::Truncated));
            break;
        };
        // An encrypted private key has headers before its Base64.
        if input[label..label_end].ends_with(b"PRIVATE KEY") {
            blocks.push(Ok((Kind::PrivateKey, Vec::new())));
        } else {
            let start = label_end + 5;
            let decoded = encoding::base64(&input[start..end]).map_err(|at| InputError::Base64 { at: start + at });
            blocks.push(decoded.and_then(|decoded| identify(decoded.bytes)));
        }
        at = end;
    }
    blocks
}

/// Returns the offset of the first `needle` from `start` on.
fn position(input: &[u8], start: usize, needle: &[u8]) -> Option<usize> {
    let found = input[start..].windows(needle.len()).position(|window| window == needle)?;
    Some(start + found)
}

/// Determines which kind of object these bytes are.
fn identify(bytes: Vec<u8>) -> Part {
    match bytes[..] {
        [4, ..] if bytes.len() == 65 => return Ok((Kind::Point, bytes)),
        [2 | 3, ..] if bytes.len() == 33 => return Ok((Kind::Point, bytes)),
        [0xfe, 0xed, 0xfe, 0xed, ..] => return Ok((Kind::Jks, Vec::new())),
        [] => return Err(InputError::Empty),
        _ => {}
    }
    // These two are often encoded in BER with indefinite lengths.
    match bytes.get(header_length(&bytes)..).filter(|_| bytes[0] == SEQUENCE) {
        Some([INTEGER, 1, 3, SEQUENCE, ..]) => return Ok((Kind::Pkcs12, Vec::new())),
        Some([OBJECT_IDENTIFIER, ..]) => return Ok((Kind::Pkcs7, Vec::new())),
        _ => {}
    }
    let parts = Element::whole(&bytes)?.sequence().unwrap_or_default();
    let kind = match tags(&parts)[..] {
        [SEQUENCE, SEQUENCE, BIT_STRING] => {
            // A request has its key where a certificate has its issuer.
            let fields = parts[0].sequence().unwrap_or_default();
            let third = fields.get(2).and_then(Element::sequence).unwrap_or_default();
            if tags(&third) == [SEQUENCE, BIT_STRING] { Kind::Request } else { Kind::Certificate }
        }
        [SEQUENCE, BIT_STRING] => Kind::PublicKey,
        [INTEGER, INTEGER] => Kind::RsaPublicKey,
        [INTEGER, SEQUENCE, OCTET_STRING, ..]
        | [INTEGER, OCTET_STRING, ..]
        | [INTEGER, INTEGER, INTEGER, ..]
        | [SEQUENCE, OCTET_STRING] => Kind::PrivateKey,
        _ => Kind::Other,
    };
    Ok((kind, bytes))
}

/// Returns the length of the tag and length at the start of a sequence.
fn header_length(bytes: &[u8]) -> usize {
    match *bytes {
        [SEQUENCE, length, ..] if length > 0x80 => 2 + usize::from(length & 0x7f),
        _ => 2,
    }
}

fn tags(parts: &[Element]) -> Vec<u8> {
    parts.iter().map(|part| part.tag).collect()
}
