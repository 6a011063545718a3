//! A part whose encodings have no fault, so that offsets in them can be computed rather than recorded.

use std::cell::RefCell;
use std::ops::Range;

use cbt179_fast::scan::ByteSet;

const PERCENT: ByteSet = ByteSet::of(b"%");

/// The length of a percent escape.
const ESCAPE: usize = 3;

/// The distance between marks, in bytes of the body.
const STEP: usize = 1024;

/// A value of canonical Base64, in which each percent escape is one character: `%2B` is `+`.
pub(crate) struct Sound<'a> {
    /// The body up to the end of the value.
    body: &'a [u8],
    start: usize,
    /// The number of bytes that the Base64 carries.
    bytes: usize,
    /// For every [`STEP`]th byte of the value, its offset less two for each `%` before it. That is the number of
    /// characters before the byte, unless it divides an escape. Computed on demand.
    marks: RefCell<Vec<usize>>,
}

impl<'a> Sound<'a> {
    /// Creates the description of a value at `at` in the body that carries `bytes` bytes.
    pub fn new(body: &'a [u8], at: Range<usize>, bytes: usize) -> Self {
        Self { body: &body[..at.end], start: at.start, bytes, marks: RefCell::new(vec![0]) }
    }

    /// Returns the range of the Base64 characters that carry any bit of these bytes.
    pub fn base64(bytes: &Range<usize>) -> Range<usize> {
        let first = bytes.start * 8 / 6;
        first..if bytes.is_empty() { first } else { (bytes.end * 8).div_ceil(6) }
    }

    /// Returns the range of the bytes to which these characters contribute any bit.
    pub fn bytes(&self, base64: &Range<usize>) -> Range<usize> {
        let start = (base64.start * 6 / 8).min(self.bytes);
        let end = if base64.is_empty() { start } else { (base64.end * 6).div_ceil(8).min(self.bytes) };
        start..end
    }

    /// Returns the range in the body that holds these Base64 characters.
    pub fn form(&self, base64: &Range<usize>) -> Range<usize> {
        if base64.is_empty() {
            let at = base64.start.checked_sub(1).map_or(self.start, |before| self.character(before).end);
            return at..at;
        }
        self.character(base64.start).start..self.character(base64.end - 1).end
    }

    /// Returns the range in the body that holds one Base64 character.
    fn character(&self, index: usize) -> Range<usize> {
        let value = &self.body[self.start..];
        let mut marks = self.marks.borrow_mut();
        while let [.., last] = marks[..]
            && last <= index
            && let Some(block) = value.get((marks.len() - 1) * STEP..marks.len() * STEP)
        {
            marks.push(last + STEP - (ESCAPE - 1) * PERCENT.count(block));
        }
        // The last mark that is not after the character, even if it divides an escape.
        let mark = marks.partition_point(|&before| before + ESCAPE <= index).saturating_sub(1);
        let (mut at, mut read) = (mark * STEP, marks[mark]);
        if at > 0
            && let Some(begun) = (1..ESCAPE).find(|begun| value[at - begun] == b'%')
        {
            at += ESCAPE - begun;
            read += ESCAPE - begun;
        }
        loop {
            let rest = &value[at..];
            let plain = PERCENT.find(rest).unwrap_or(rest.len());
            let start = self.start + at + (index - read);
            if index - read < plain {
                return start..start + 1;
            }
            if index - read == plain {
                return start..(start + ESCAPE).min(self.body.len());
            }
            at += plain + ESCAPE;
            read += plain + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_characters() {
        for length in [1, 2, 3, 500, 3000, 3001, 3002] {
            let bytes: Vec<u8> = (0..length).map(|at: usize| 0xF8 | u8::try_from(at * at % 8).unwrap()).collect();
            let value = cbt179_fast::form_value(&bytes);
            for body in [value.clone(), format!("a={value}").replacen("%2F", "/", 40)] {
                let start = if body.starts_with("a=") { 2 } else { 0 };
                let sound = Sound::new(body.as_bytes(), start..body.len(), bytes.len());
                let mut at = start;
                let mut characters = 0;
                while at < body.len() {
                    let end = at + if body.as_bytes()[at] == b'%' { 3 } else { 1 };
                    assert_eq!(sound.form(&(characters..characters + 1)), at..end, "{length} {characters}");
                    assert_eq!(sound.form(&(characters..characters)), at..at);
                    (at, characters) = (end, characters + 1);
                }
                // From the end, once all marks are computed.
                assert_eq!(sound.form(&(0..characters)), start..body.len());
                assert_eq!(Sound::base64(&(0..length)).end, (length * 8).div_ceil(6));
                assert_eq!(sound.bytes(&(0..characters)), 0..length);
            }
        }
        let sound = Sound::new(b"", 0..0, 100);
        for (bytes, base64, back) in [(0..1, 0..2, 0..2), (1..2, 1..3, 0..3), (2..3, 2..4, 1..3), (4..4, 5..5, 3..3)] {
            assert_eq!((Sound::base64(&bytes), sound.bytes(&base64)), (base64, back));
        }
    }
}
