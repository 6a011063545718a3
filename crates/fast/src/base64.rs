//! Decodes a form's Base64 and its percent-encoding in one pass.

use alloc::string::String;
use alloc::vec::Vec;

use crate::simd::{BLOCK, Block, Lanes, Tables, tables};

/// The Base64 alphabet, in order of value.
pub const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns the length of the Base64 for this many bytes, in characters.
#[must_use]
pub fn encoded_length(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

/// The bit that [`VALUES`] sets for a byte that is not a digit.
const NO_DIGIT: u8 = 0x80;

/// The value of each digit that needs no escape in a form, where a bare `+` is a blank.
pub const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < 64 {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values[b'+' as usize] = NO_DIGIT;
    values
};

/// The ends of a form value and of the bytes that it carries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// The offset in the form.
    pub text: usize,
    /// The offset in the decoded bytes.
    pub bytes: usize,
}

/// Decodes a form value from `from.text` to the next `&` or to `end`, and writes the bytes to `to` from `from.bytes`
/// on. Stops before a group of digits that begins after `last`. `form` must extend a [`BLOCK`] beyond `end`, and `to` a
/// [`BLOCK`] beyond the bytes. Appends the indices of escaped characters to `escaped`; the one that carries the first
/// bit of `to` has index 0.
///
/// Returns `None` for anything that a strict decoder rejects, and for escapes other than those of `+`, `/` and `=`.
pub fn decode(form: &[u8], end: usize, last: usize, to: &mut [u8], from: Ends, escaped: &mut Vec<u32>) -> Option<Ends> {
    let tables = tables();
    let mut at = from;
    loop {
        let clean = decode_step(form, end, to, at, tables)?;
        // Bytes decoded after the last whole group are overwritten.
        let groups = clean / 4;
        at.text += groups * 4;
        at.bytes += groups * 3;
        if clean < BLOCK {
            if at.text > last {
                return Some(at);
            }
            let group = decode_group(form.get(at.text..end)?, at.bytes / 3 * 4, escaped)?;
            to.get_mut(at.bytes..)?.first_chunk_mut::<4>()?.copy_from_slice(&group.bits);
            at.text += group.text;
            at.bytes += group.bytes;
            if group.bytes < 3 {
                return Some(at);
            }
        }
    }
}

/// Encodes bytes with padding (RFC 4648 §4).
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(encoded_length(bytes.len()));
    for group in bytes.chunks(3) {
        text.extend(encode_group(group).map(char::from));
    }
    text
}

/// Encodes one to three bytes with padding.
pub(crate) fn encode_group(group: &[u8]) -> [u8; 4] {
    let byte = |index: usize| group.get(index).map_or(0, |&byte| u32::from(byte));
    let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    let digit = |at: usize| ALPHABET[(bits >> (18 - 6 * at) & 63) as usize];
    core::array::from_fn(|at| if at > group.len() { b'=' } else { digit(at) })
}

/// Decodes canonical Base64 (RFC 4648 §4): only the alphabet, padded, and with zero trailing bits.
///
/// ```
/// use cbt179_fast::base64::{decode_strictly, encode};
///
/// assert_eq!(decode_strictly(&encode(b"a?>")), Some(b"a?>".to_vec()));
/// assert_eq!(decode_strictly("YR=="), None);
/// ```
#[must_use]
pub fn decode_strictly(text: &str) -> Option<Vec<u8>> {
    let padding = text.len() - text.trim_end_matches('=').len();
    let digits = text.as_bytes().get(..text.len() - padding)?;
    let is_digit = |byte: &u8| *byte == b'+' || VALUES[usize::from(*byte)] != NO_DIGIT;
    if !text.len().is_multiple_of(4) || padding > 2 || !digits.iter().all(is_digit) {
        return None;
    }
    // `A` is the digit for zero.
    let padded = [digits, &b"AA"[..padding]].concat();
    let mut bytes = Vec::new();
    decode_digits(&padded, &mut bytes);
    let rest = bytes.split_off(bytes.len() - padding);
    // Nonzero trailing bits would end up in the bytes that the padding stands for.
    rest.iter().all(|&byte| byte == 0).then_some(bytes)
}

/// Decodes whole groups of digits without escapes, `+` and `/` included. The caller has checked that all are digits.
pub fn decode_digits(text: &[u8], out: &mut Vec<u8>) {
    let tables = tables();
    let (start, mut at) = (out.len(), Ends::default());
    // The bytes that the last block writes after the end are truncated below.
    out.resize(start + text.len() / 4 * 3 + BLOCK, 0);
    while text.len() - at.text >= 4 {
        let clean = decode_step(text, text.len(), &mut out[start..], at, tables).unwrap_or_default();
        at.text += clean / 4 * 4;
        at.bytes += clean / 4 * 3;
        if clean == BLOCK {
            continue;
        }
        // A block stops at the first `+` or `/`; where these are frequent, single groups are faster.
        while let Some(group) = text.get(at.text..at.text + 4) {
            let value = |byte: &u8| u32::from(if *byte == b'+' { 62 } else { VALUES[usize::from(*byte)] });
            let bits = group.iter().fold(0, |bits, byte| bits << 6 | value(byte));
            out[start + at.bytes..][..4].copy_from_slice(&(bits << 8).to_be_bytes());
            at.text += 4;
            at.bytes += 3;
            if text[at.text..].iter().take(4).all(u8::is_ascii_alphanumeric) {
                break;
            }
        }
    }
    out.truncate(start + at.bytes);
}

/// Decodes Base64 in either alphabet, ignoring any other characters. Padding ends a group, wherever it is.
///
/// A percent escape encodes one character, and so does the JSON escape `\/`; other JSON escapes are line breaks.
///
/// ```
/// use cbt179_fast::base64::decode_any;
///
/// assert_eq!(decode_any(br"YT\nI%2BYQ*=="), b"a2>a");
/// ```
#[must_use]
pub fn decode_any(text: &[u8]) -> Vec<u8> {
    /// The number of digits decoded at a time.
    const PART: usize = 4096;
    let (mut digits, mut bytes) = (Vec::with_capacity(PART.min(text.len() + 3)), Vec::new());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let byte = if matches!(byte, b'%' | b'\\') {
            let (escaped, width) = match rest {
                [b'/', ..] => (b'/', 1),
                [b'2', b'B' | b'b', ..] => (b'+', 2),
                [b'2', b'F' | b'f', ..] => (b'/', 2),
                [b'3', b'D' | b'd', ..] => (b'=', 2),
                [b'n' | b'r', ..] => (b'\n', 1),
                [b'u', ..] => (b'\n', 5),
                _ => (b'\n', 2),
            };
            // Another escape may begin within the width.
            let width = rest.iter().take(width).position(|byte| b"%\\".contains(byte)).unwrap_or(width);
            rest = &rest[width.min(rest.len())..];
            escaped
        } else {
            byte
        };
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' => digits.push(byte),
            b'-' => digits.push(b'+'),
            b'_' => digits.push(b'/'),
            b'=' => end_group(&mut digits, &mut bytes),
            _ => {}
        }
        if digits.len() == PART {
            end_group(&mut digits, &mut bytes);
        }
    }
    end_group(&mut digits, &mut bytes);
    bytes
}

/// Decodes these digits. The last group may be shorter; a single digit yields no byte.
fn end_group(digits: &mut Vec<u8>, bytes: &mut Vec<u8>) {
    let missing = digits.len().next_multiple_of(4) - digits.len();
    digits.resize(digits.len() + missing, b'A');
    decode_digits(digits, bytes);
    bytes.truncate(bytes.len() - missing);
    digits.clear();
}

/// Decodes a block as if it held only letters and decimal digits, and returns the number of them before the first
/// other character.
#[inline(always)]
fn decode_step(form: &[u8], end: usize, to: &mut [u8], at: Ends, tables: &Tables) -> Option<usize> {
    let block = Block::load(form.get(at.text..)?.first_chunk()?);
    let to = to.get_mut(at.bytes..)?.first_chunk_mut::<BLOCK>()?;
    let values = Block(block.0.map(|lanes| lanes.values(tables)));
    for (index, values) in values.0.into_iter().enumerate() {
        values.pack(tables).store(to[index * 12..].first_chunk_mut()?);
    }
    let clean = if block.is_alphanumeric(&values, tables) {
        BLOCK
    } else {
        let wrong = |index: usize| values.0[index].not_alphanumeric(block.0[index].rank(tables), tables);
        Block(core::array::from_fn(wrong)).mask(Lanes::set).trailing_zeros() as usize
    };
    // The bytes after the end are arbitrary.
    Some(clean.min(end - at.text))
}

/// A group of four digits, or a shorter last one; each digit may be an escape.
struct Group {
    /// Three bytes, and one to ignore.
    bits: [u8; 4],
    /// The number of bytes; fewer than three in the last group.
    bytes: usize,
    /// The number of characters.
    text: usize,
}

/// Decodes a group whose first digit has the index `first`.
#[inline(never)]
fn decode_group(form: &[u8], first: usize, escaped: &mut Vec<u32>) -> Option<Group> {
    let (mut bits, mut digits, mut padding, mut text) = (0_u32, 0, 0, 0);
    while digits < 4 {
        let (value, width) = match form[text..] {
            [] | [b'&', ..] => break,
            [b'%', b'2', b'B' | b'b', ..] => (62, 3),
            [b'%', b'2', b'F' | b'f', ..] => (63, 3),
            [b'%', b'3', b'D' | b'd', ..] => {
                escaped.push(u32::try_from(first + digits + padding).ok()?);
                padding += 1;
                text += 3;
                continue;
            }
            [byte, ..] => (VALUES[usize::from(byte)], 1),
        };
        if value == NO_DIGIT || padding > 0 {
            return None;
        }
        if width > 1 {
            escaped.push(u32::try_from(first + digits).ok()?);
        }
        bits = bits << 6 | u32::from(value);
        digits += 1;
        text += width;
    }
    // The trailing bits of a shorter group must be zero.
    let (bits, bytes) = match (digits, padding) {
        (0, 0) => (0, 0),
        (4, 0) => (bits, 3),
        (3, 1) if bits.trailing_zeros() >= 2 => (bits << 6, 2),
        (2, 2) if bits.trailing_zeros() >= 4 => (bits << 12, 1),
        _ => return None,
    };
    Some(Group { bits: (bits << 8).to_be_bytes(), bytes, text })
}
