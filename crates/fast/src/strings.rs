//! Reads the content of JSON strings, also of malformed ones, byte by byte and eight bytes at a time.

use crate::scan::ByteSet;

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

/// Copies plain bytes and unescapes short escapes, up to the first other byte. Returns the number of bytes read.
#[must_use]
pub fn copy_sound(text: &[u8], out: &mut Vec<u8>) -> usize {
    let mut read = 0;
    while let Some(&byte) = text.get(read) {
        if !SPECIAL.has(byte) {
            read += copy_plain(&text[read..], out);
        } else if let Some(unescaped) = text.get(read + 1).copied().and_then(short_escape).filter(|_| byte == b'\\') {
            out.push(unescaped);
            read += 2;
        } else {
            break;
        }
    }
    read
}

/// Copies the plain bytes within a string, up to the first special byte, and returns their number.
///
/// Runs of plain bytes are short where there are many escapes, so this copies eight bytes at a time and truncates the
/// excess.
fn copy_plain(text: &[u8], out: &mut Vec<u8>) -> usize {
    let mut length = 0;
    while let Some(word) = text[length..].first_chunk::<WORD>() {
        let plain = plain_bytes(*word);
        out.extend_from_slice(word);
        out.truncate(out.len() - WORD + plain);
        length += plain;
        if plain < WORD {
            return length;
        }
    }
    let rest = text[length..].iter().take_while(|byte| !SPECIAL.has(**byte)).count();
    out.extend_from_slice(&text[length..length + rest]);
    length + rest
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

/// Returns true if a byte cannot stand for itself within a string.
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
