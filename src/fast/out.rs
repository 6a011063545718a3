//! A text that is written: by whole blocks, of which what is too much is written over.

use super::lanes::{LANES, Lanes};
use crate::{base64, percent};

/// What stands behind the backslash of a control character, a quote or a backslash; 0 where that is more than one letter.
const ESCAPES: [u8; 0x60] = {
    let mut escapes = [0; 0x60];
    let mut index = 0;
    let letters = b"\"\"\\\\\x08b\x0Cf\nn\rr\tt";
    while index < letters.len() {
        escapes[letters[index] as usize] = letters[index + 1];
        index += 2;
    }
    escapes
};

/// A text, and room behind it. It is kept for the next, so nothing is allocated for that.
#[derive(Default)]
pub(super) struct Out {
    bytes: Vec<u8>,
    end: usize,
}

impl Out {
    /// Begins anew.
    pub fn clear(&mut self) {
        self.end = 0;
    }

    /// What was written.
    pub fn text(&self) -> &[u8] {
        &self.bytes[..self.end]
    }

    /// Makes room for so many bytes more.
    #[inline(always)]
    pub fn room(&mut self, more: usize) {
        let needed = self.end + more;
        if self.bytes.len() < needed {
            self.bytes.resize(needed + needed / 4, 0);
        }
    }

    /// Writes a few bytes, whose number is known here.
    #[inline(always)]
    pub fn put<const N: usize>(&mut self, bytes: &[u8; N]) {
        self.room(N);
        self.bytes[self.end..][..N].copy_from_slice(bytes);
        self.end += N;
    }

    /// Writes a short text: word by word, as a call of `memcpy` takes longer.
    #[inline(always)]
    pub fn put_short(&mut self, text: &[u8]) {
        self.room(text.len());
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

    /// Writes what stands between the quotes of a JSON string for the text of this length that `text` begins with, in UTF-8.
    /// Behind it there are two [`LANES`] more. `None` where an escape has more than one letter, and for U+FFFD, which stands
    /// for what was no text.
    pub fn put_escaped(&mut self, text: &[u8], length: usize) -> Option<()> {
        let mut pos = 0;
        while pos < length {
            self.room(3 * LANES);
            let end = length.min(pos + LANES);
            let lanes = self.copy_lanes(text, pos)?;
            let mut marks = u32::from(lanes.escaped_in_json().mask()) & ((1 << (end - pos)) - 1);
            let start = pos;
            // What all this is about is looked at before the next lanes are.
            while marks != 0 {
                let at = start + marks.trailing_zeros() as usize;
                marks &= marks - 1;
                self.end += at - pos;
                pos = at + 1;
                match text[at] {
                    0xEF if text[pos..].starts_with(b"\xBF\xBD") => return None,
                    0xEF => self.end += 1,
                    byte => {
                        let letter = Some(ESCAPES[usize::from(byte)]).filter(|&letter| letter != 0)?;
                        self.bytes[self.end..][..2].copy_from_slice(&[b'\\', letter]);
                        self.end += 2;
                        self.copy_lanes(text, pos)?;
                    }
                }
            }
            self.end += end - pos;
            pos = end;
        }
        Some(())
    }

    /// Copies what is at a place of a text to behind the end.
    #[inline(always)]
    fn copy_lanes(&mut self, text: &[u8], pos: usize) -> Option<Lanes> {
        let lanes = Lanes::load(text.get(pos..)?.first_chunk()?);
        lanes.store(self.bytes.get_mut(self.end..)?.first_chunk_mut()?);
        Some(lanes)
    }

    /// Writes the Base64 of another text, as it stands in a form.
    pub fn put_base64(&mut self, other: &mut Self) -> Option<()> {
        other.room(LANES);
        let mut pos = 0;
        while pos + 12 <= other.end {
            self.room(4 * LANES);
            let values = Lanes::load(other.bytes.get(pos..)?.first_chunk()?).unpack();
            let letters = values.letters();
            letters.store(self.bytes.get_mut(self.end..)?.first_chunk_mut()?);
            let marks = values.escaped_letters().mask();
            if marks == 0 {
                self.end += LANES;
            } else {
                self.escape_letters(letters, marks)?;
            }
            pos += 12;
        }
        let mut rest = String::new();
        percent::encode(&base64::encode(&other.bytes[pos..other.end]), &mut rest);
        self.put_short(rest.as_bytes());
        Some(())
    }

    /// Writes letters of which these need an escape: what is before the first is there already.
    fn escape_letters(&mut self, letters: Lanes, mut marks: u16) -> Option<()> {
        let mut text = [0; 2 * LANES];
        letters.store(text.first_chunk_mut()?);
        let mut pos = 0;
        while marks != 0 {
            let at = marks.trailing_zeros() as usize;
            marks &= marks - 1;
            self.end += at - pos;
            pos = at + 1;
            self.bytes[self.end..][..3].copy_from_slice(if text[at] == b'+' { b"%2B" } else { b"%2F" });
            self.end += 3;
            self.copy_lanes(&text, pos)?;
        }
        self.end += LANES - pos;
        Some(())
    }
}
