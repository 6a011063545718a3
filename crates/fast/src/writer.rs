//! Writes text in whole blocks; the excess of each is overwritten by the next.

use alloc::string::String;
use alloc::vec::Vec;

use crate::base64::encode_group;
use crate::scan::ByteSet;
use crate::simd::{LANES, Lanes, tables};
use crate::strings::short_escape_of;

/// The letter of the short escape of a character; 0 if it has none.
const ESCAPES: [u8; 0x60] = {
    let (mut escapes, mut byte) = ([0; 0x60], 0);
    while byte < 0x60 {
        if let Some(letter) = short_escape_of(byte) {
            escapes[byte as usize] = letter;
        }
        byte += 1;
    }
    escapes
};

/// A text in a buffer that is reused for the next.
#[derive(Default)]
pub struct Out {
    bytes: Vec<u8>,
    end: usize,
}

impl Out {
    /// An empty text.
    pub const fn new() -> Self {
        Self { bytes: Vec::new(), end: 0 }
    }

    /// Empties the text.
    pub fn clear(&mut self) {
        self.end = 0;
    }

    /// Returns the text.
    pub fn text(&self) -> &[u8] {
        &self.bytes[..self.end]
    }

    /// Reserves capacity for `more` bytes.
    #[inline(always)]
    pub fn reserve(&mut self, more: usize) {
        let needed = self.end + more;
        if self.bytes.len() < needed {
            self.bytes.resize(needed + needed / 4, 0);
        }
    }

    /// Returns the text.
    fn into_string(mut self) -> String {
        self.bytes.truncate(self.end);
        String::from_utf8(self.bytes).unwrap_or_default()
    }

    /// Writes a few bytes, whose number is known at compile time.
    #[inline(always)]
    pub fn put<const N: usize>(&mut self, bytes: &[u8; N]) {
        self.reserve(N);
        self.bytes[self.end..][..N].copy_from_slice(bytes);
        self.end += N;
    }

    /// Writes a short text: word by word, as a call of `memcpy` takes longer.
    #[inline(always)]
    pub fn put_short(&mut self, text: &[u8]) {
        self.reserve(text.len());
        let to = &mut self.bytes[self.end..][..text.len()];
        self.end += text.len();
        if let (Some(last), Some(to_last)) = (text.last_chunk::<4>(), to.last_chunk_mut::<4>()) {
            *to_last = *last;
        }
        let ((words, rest), (to_words, to_rest)) = (text.as_chunks::<4>(), to.as_chunks_mut::<4>());
        for (word, to) in words.iter().zip(to_words) {
            *to = *word;
        }
        if words.is_empty() {
            to_rest.copy_from_slice(rest);
        }
    }

    /// Writes the first `length` bytes of a UTF-8 text as the content of a JSON string; two [`LANES`] more must follow.
    /// Returns `None` for a character without a short escape, and for U+FFFD, which replaces ill-formed text.
    pub fn put_escaped(&mut self, text: &[u8], length: usize) -> Option<()> {
        self.reserve(2 * length + 3 * LANES);
        let tables = tables();
        // Local variables stay in registers, as no write to the buffer can alias them.
        let (out, mut end) = (&mut self.bytes[self.end..], 0);
        let mut pos = 0;
        while pos < length {
            let behind = length.min(pos + LANES);
            let lanes = copy_lanes(text, pos, out, end)?;
            let mut marks = u32::from(lanes.escaped_in_json(tables).mask()) & ((1 << (behind - pos)) - 1);
            let start = pos;
            while marks != 0 {
                let at = start + marks.trailing_zeros() as usize;
                marks &= marks - 1;
                end += at - pos;
                pos = at + 1;
                match text[at] {
                    0xEF if text[pos..].starts_with(b"\xBF\xBD") => return None,
                    0xEF => end += 1,
                    byte => {
                        let letter = Some(ESCAPES[usize::from(byte)]).filter(|&letter| letter != 0)?;
                        *out.get_mut(end..)?.first_chunk_mut()? = [b'\\', letter];
                        end += 2;
                        copy_lanes(text, pos, out, end)?;
                    }
                }
            }
            end += behind - pos;
            pos = behind;
        }
        self.end += end;
        Some(())
    }

    /// Writes bytes as Base64, percent-encoded.
    pub fn put_base64(&mut self, bytes: &[u8]) -> Option<()> {
        /// The number of bytes encoded at a time; capacity is reserved for all of their digits as escapes.
        const PART: usize = 12 * 256;
        let tables = tables();
        let mut pos = 0;
        while pos + LANES <= bytes.len() {
            self.reserve(4 * PART + 4 * LANES);
            let (out, mut end) = (&mut self.bytes[self.end..], 0);
            let part_end = pos + PART;
            while let Some(block) = bytes[pos..].first_chunk().filter(|_| pos < part_end) {
                let values = Lanes::load(block).unpack(tables);
                let letters = values.letters(tables);
                letters.store(out.get_mut(end..)?.first_chunk_mut()?);
                let marks = values.escaped_letters(tables).mask();
                end = if marks == 0 { end + LANES } else { escape_letters(letters, marks, out, end)? };
                pos += 12;
            }
            self.end += end;
        }
        for group in bytes[pos..].chunks(3) {
            self.put_group(group);
        }
        Some(())
    }

    /// Writes one to three bytes as Base64 with padding, percent-encoded.
    fn put_group(&mut self, group: &[u8]) {
        for digit in encode_group(group) {
            match digit {
                b'=' => self.put(b"%3D"),
                b'+' => self.put(b"%2B"),
                b'/' => self.put(b"%2F"),
                letter => self.put(&[letter]),
            }
        }
    }
}

/// The bytes that need no escape in a form.
const UNRESERVED: ByteSet = ByteSet::range(b'0', b'9')
    .or(&ByteSet::range(b'A', b'Z'))
    .or(&ByteSet::range(b'a', b'z'))
    .or(&ByteSet::of(b"-._*"));

const RESERVED: ByteSet = UNRESERVED.not();

/// The form encoding of each byte, followed by its length: one or three.
const IN_FORM: [[u8; 4]; 256] = {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let (mut all, mut byte) = ([[0; 4]; 256], 0);
    while byte < 256 {
        // The index is below 256, and `u8::try_from` is not const.
        #[allow(clippy::cast_possible_truncation)]
        let this = byte as u8;
        all[byte] =
            if UNRESERVED.has(this) { [this, 0, 0, 1] } else { [b'%', DIGITS[byte >> 4], DIGITS[byte & 15], 3] };
        byte += 1;
    }
    all
};

/// Percent-encodes a text for a form body. Spaces become `%20`, which form decoders and URL decoders both accept.
///
/// ```
/// assert_eq!(cbt179_fast::percent_encoded("{\"a b\"}"), "%7B%22a%20b%22%7D");
/// ```
#[must_use]
pub fn percent_encoded(text: &str) -> String {
    /// The number of bytes encoded at a time, with capacity for an escape of each.
    const PART: usize = 4096;
    let mut out = Out::new();
    out.reserve(text.len() / 2 * 3);
    let (text, mut pos) = (text.as_bytes(), 0);
    while pos < text.len() {
        let part_end = text.len().min(pos + PART);
        out.reserve(3 * (part_end - pos) + 2 * LANES);
        let (to, mut end) = (&mut out.bytes[out.end..], 0);
        while pos < part_end {
            let rest = &text[pos..part_end];
            // All lanes are stored at once; the bytes from the first reserved one on are overwritten below.
            let plain = match (rest.first_chunk(), to.get_mut(end..).and_then(<[u8]>::first_chunk_mut)) {
                (Some(lanes), Some(to)) => {
                    let lanes = Lanes::load(lanes);
                    lanes.store(to);
                    (lanes.common_bits(&RESERVED).set().mask().trailing_zeros() as usize).min(LANES)
                }
                _ => 0,
            };
            pos += plain;
            end += plain;
            // Reserved bytes often come in runs.
            while let Some(&byte) = text.get(pos).filter(|_| plain < LANES && pos < part_end) {
                let written = IN_FORM[usize::from(byte)];
                if let Some(to) = to.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
                    *to = written;
                }
                end += usize::from(written[3]);
                pos += 1;
                if written[3] == 1 && part_end - pos > LANES {
                    break;
                }
            }
        }
        out.end += end;
    }
    out.into_string()
}

/// Encodes bytes as percent-encoded Base64.
#[must_use]
pub fn form_value(bytes: &[u8]) -> String {
    let mut out = Out::default();
    out.reserve(bytes.len() / 2 * 3);
    let written = out.put_base64(bytes);
    debug_assert!(written.is_some(), "there is room for all");
    out.into_string()
}

/// Copies a fixed number of bytes from one text to another.
#[inline(always)]
fn copy_lanes(text: &[u8], pos: usize, out: &mut [u8], end: usize) -> Option<Lanes> {
    let lanes = Lanes::load(text.get(pos..)?.first_chunk()?);
    lanes.store(out.get_mut(end..)?.first_chunk_mut()?);
    Some(lanes)
}

/// Escapes the marked letters, and returns where the text ends. The letters before the first marked one are already
/// written.
#[inline(never)]
fn escape_letters(letters: Lanes, mut marks: u16, out: &mut [u8], mut end: usize) -> Option<usize> {
    let mut text = [0; 2 * LANES];
    letters.store(text.first_chunk_mut()?);
    let mut pos = 0;
    while marks != 0 {
        let at = marks.trailing_zeros() as usize;
        marks &= marks - 1;
        end += at - pos;
        pos = at + 1;
        *out.get_mut(end..)?.first_chunk_mut()? = if text[at] == b'+' { *b"%2B" } else { *b"%2F" };
        end += 3;
        copy_lanes(&text, pos, out, end)?;
    }
    Some(end + LANES - pos)
}
