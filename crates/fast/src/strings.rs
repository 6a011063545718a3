//! Reads and writes the content of JSON strings, including malformed ones, several bytes at a time.

use alloc::string::String;
use alloc::vec::Vec;

use crate::scan::ByteSet;
use crate::simd::{LANES, Lanes};

/// Returns the number of plain bytes within a string before the first special byte.
#[must_use]
pub fn plain_length(text: &[u8]) -> usize {
    /// If there are many escapes, the next one is within a few words.
    const FEW: usize = 4;
    let (words, _) = text.as_chunks();
    for (index, word) in words.iter().take(FEW).enumerate() {
        let plain = plain_bytes(*word);
        if plain < WORD {
            return index * WORD + plain;
        }
    }
    let far = words.len().min(FEW) * WORD;
    far + SPECIAL.find(&text[far..]).unwrap_or(text.len() - far)
}

/// Parses the four hexadecimal digits at an offset as a code unit.
#[must_use]
pub fn code_unit(text: &[u8], at: usize) -> Option<u16> {
    let digits: &[u8; 4] = text.get(at..)?.first_chunk()?;
    let value = |unit: u16, &digit: &u8| {
        let value = HEX[usize::from(digit)];
        (value < 16).then_some(unit << 4 | u16::from(value))
    };
    digits.iter().try_fold(0, value)
}

/// The value of each hexadecimal digit, and `0xFF` for other bytes.
const HEX: [u8; 256] = {
    let (mut values, mut value) = ([0xFF; 256], 0);
    while value < 16 {
        values[b"0123456789abcdef"[value as usize] as usize] = value;
        values[b"0123456789ABCDEF"[value as usize] as usize] = value;
        value += 1;
    }
    values
};

/// Copies plain bytes and unescapes short escapes, up to the first other byte. Returns the number of bytes read.
pub fn copy_sound(text: &[u8], out: &mut Vec<u8>) -> usize {
    /// The first and the largest number of bytes reserved at a time. The first is small because `resize` also writes
    /// what it reserves.
    const PARTS: [usize; 2] = [2 * LANES, 4096];
    let (mut read, mut end) = (0, out.len());
    let mut part = PARTS[0];
    loop {
        out.resize(end + part + LANES, 0);
        let part_end = read + part;
        part = PARTS[1].min(4 * part);
        let is_over = loop {
            let rest = text.get(read..).unwrap_or_default();
            let plain = copy_lanes(rest, out, end);
            read += plain;
            end += plain;
            if plain == LANES && read < part_end {
                continue;
            }
            let Some([b'\\', escaped]) = text.get(read..).and_then(<[u8]>::first_chunk) else {
                // Over at the end of the text or at a special byte; otherwise the part is full.
                break text.get(read).is_none_or(|&byte| SPECIAL.has(byte));
            };
            let Some(unescaped) = short_escape(*escaped) else { break true };
            out[end] = unescaped;
            read += 2;
            end += 1;
            if read >= part_end {
                break false;
            }
        };
        out.truncate(end);
        if is_over {
            return read;
        }
    }
}

/// Copies up to [`LANES`] plain bytes, and returns their number. Bytes written past them are overwritten later.
fn copy_lanes(text: &[u8], out: &mut [u8], end: usize) -> usize {
    if let (Some(lanes), Some(to)) = (text.first_chunk(), out.get_mut(end..).and_then(<[u8]>::first_chunk_mut)) {
        let lanes = Lanes::load(lanes);
        lanes.store(to);
        return (lanes.common_bits(&SPECIAL).set().mask().trailing_zeros() as usize).min(LANES);
    }
    let plain = text.iter().take(LANES).take_while(|byte| !SPECIAL.has(**byte)).count();
    out[end..][..plain].copy_from_slice(&text[..plain]);
    plain
}

/// The number of bytes tested at once.
const WORD: usize = 8;

/// Returns the number of plain bytes before the first special byte.
///
/// `(x - n) & !x & 0x80` sets the high bit of the lowest byte below `n`, and of no byte before it.
fn plain_bytes(word: [u8; WORD]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(word);
    let less = |word: u64, than: u8| word.wrapping_sub(EACH * u64::from(than)) & !word;
    let is = |byte: u8| less(word ^ (EACH * u64::from(byte)), 1);
    let special = (less(word, b' ') | is(b'"') | is(b'\\')) & (EACH << 7);
    special.trailing_zeros() as usize / 8
}

/// The bytes that may not stand unescaped in a JSON string.
const SPECIAL: ByteSet = ByteSet::range(0, 0x1F).or(&ByteSet::of(b"\"\\"));

/// Returns the byte that a two-character escape represents, except for `\/`.
#[must_use]
pub fn short_escape(escaped: u8) -> Option<u8> {
    Some(match escaped {
        b'"' | b'\\' => escaped,
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => return None,
    })
}

/// Returns the second character of the two-character escape for a byte that JSON requires to be escaped.
#[must_use]
pub const fn short_escape_of(byte: u8) -> Option<u8> {
    Some(match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x0C => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => return None,
    })
}

/// Appends a text as a JSON string with only the escapes that RFC 8259 requires.
///
/// ```
/// let mut out = String::new();
/// cbt179_fast::strings::push_string("\"好\"\n\u{1}", &mut out);
/// assert_eq!(out, r#""\"好\"\n\u0001""#);
/// ```
pub fn push_string(text: &str, out: &mut String) {
    out.reserve(text.len() + 2);
    out.push('"');
    let mut rest = text;
    while let Some(plain) = SPECIAL.find(rest.as_bytes()) {
        let (before, from) = rest.split_at(plain);
        out.push_str(before);
        let byte = from.as_bytes()[0];
        out.push('\\');
        if let Some(letter) = short_escape_of(byte) {
            out.push(char::from(letter));
        } else {
            out.push_str("u00");
            out.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
        }
        rest = &from[1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Appends a number in decimal.
pub fn push_digits(number: u64, out: &mut String) {
    if number >= 10 {
        push_digits(number / 10, out);
    }
    out.push(char::from(b"0123456789"[usize::try_from(number % 10).unwrap_or_default()]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_content_is_copied() {
        // Also at the borders of the parts.
        for length in (0..60).chain(124..132).chain(508..516).chain([4000, 4090, 4095, 4096, 4097, 8200]) {
            let plain = "好a".repeat(length) + &"b".repeat(length % 7);
            for (text, unescaped, rest) in [
                (plain.clone(), plain.clone(), ""),
                (format!("{plain}\\n\\\"{plain}\""), format!("{plain}\n\"{plain}"), "\""),
                (format!("{plain}\\t\\u0041"), format!("{plain}\t"), "\\u0041"),
                (format!("{plain}\u{1}"), plain.clone(), "\u{1}"),
                (format!("{plain}\\"), plain.clone(), "\\"),
                ("\\\\".repeat(length), "\\".repeat(length), ""),
            ] {
                let mut out = b"before".to_vec();
                let read = copy_sound(text.as_bytes(), &mut out);
                assert_eq!(&text[read..], rest, "{length}");
                assert_eq!(out.strip_prefix(b"before"), Some(unescaped.as_bytes()), "{length}");
            }
        }
    }
}
