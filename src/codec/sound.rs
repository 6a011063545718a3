//! A part whose encodings have no fault, so that offsets in them can be computed rather than recorded.

use core::ops::Range;

/// The length of a percent escape.
const ESCAPE: usize = 3;

/// A value of canonical Base64, in which each percent escape is one character: `%2B` is `+`.
pub(crate) struct Sound<'a> {
    /// The offset of the value in the body.
    start: usize,
    /// The ascending indices of the characters that are escaped.
    escaped: &'a [u32],
    /// The number of bytes that the Base64 carries.
    bytes: usize,
}

impl<'a> Sound<'a> {
    /// Creates the description of a value at `start` in the body that carries `bytes` bytes.
    pub fn new(start: usize, escaped: &'a [u32], bytes: usize) -> Self {
        Self { start, escaped, bytes }
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
        let before = self.escaped.partition_point(|&escaped| (escaped as usize) < index);
        let is_escaped = self.escaped.get(before).is_some_and(|&escaped| escaped as usize == index);
        let start = self.start + index + before * (ESCAPE - 1);
        start..start + if is_escaped { ESCAPE } else { 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_characters() {
        let form = "A%2BBC%2F%2F%2fD/EF%3D";
        let (mut escaped, mut ranges, mut at) = (Vec::new(), Vec::new(), 0);
        while at < form.len() {
            let is_escaped = form.as_bytes()[at] == b'%';
            if is_escaped {
                escaped.push(u32::try_from(ranges.len()).unwrap());
            }
            let end = at + if is_escaped { 3 } else { 1 };
            ranges.push(2 + at..2 + end);
            at = end;
        }
        let sound = Sound::new(2, &escaped, 8);
        for (index, range) in ranges.iter().enumerate() {
            assert_eq!(sound.form(&(index..index + 1)), *range, "{index}");
            assert_eq!(sound.form(&(index..index)), range.start..range.start, "{index}");
        }
        assert_eq!(sound.form(&(0..ranges.len())), 2..2 + form.len());
    }

    #[test]
    fn bytes_are_those_of_the_characters() {
        let sound = Sound::new(0, &[], 100);
        for (bytes, base64, back) in [(0..1, 0..2, 0..2), (1..2, 1..3, 0..3), (2..3, 2..4, 1..3), (4..4, 5..5, 3..3)] {
            assert_eq!((Sound::base64(&bytes), sound.bytes(&base64)), (base64, back));
        }
    }
}
