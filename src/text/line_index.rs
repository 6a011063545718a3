//! Converts byte offsets to offsets, lines and columns in the caller's units, and back.

use alloc::vec::Vec;
use core::cell::RefCell;
use core::ops::Range;

use serde::Serialize;

use crate::options::Units;
use cbt179_fast::scan::ByteSet;

/// A range of a text. Offsets count from 0, lines and columns from 1, in [`crate::Options::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TextRange {
    /// The start offset.
    pub start: usize,
    /// The end offset, exclusive; equal to `start` where something is missing.
    pub end: usize,
    /// The line of the start.
    pub line: usize,
    /// The column of the start.
    pub column: usize,
}

/// Converts byte offsets of one text to offsets, lines and columns in the caller's units.
pub(crate) struct LineIndex<'a> {
    text: &'a [u8],
    units: Units,
    /// Whether the text is one line of ASCII, so that offsets are the same in all units.
    is_plain: bool,
    /// The state at every [`STEP`]th byte, so that a lookup need not start at the beginning. Computed on demand.
    marks: RefCell<Vec<Mark>>,
}

#[derive(Clone, Copy)]
struct Mark {
    units: usize,
    line: usize,
    line_start: usize,
}

/// The block size of [`count`].
const STEP: usize = 240;

const LINE_FEED: ByteSet = ByteSet::of(b"\n");

const CONTINUATION: ByteSet = ByteSet::range(0x80, 0xBF);

const LEAD_OF_FOUR: ByteSet = ByteSet::range(0xF0, 0xFF);

impl<'a> LineIndex<'a> {
    pub fn new(text: &'a [u8], units: Units) -> Self {
        Self { text, units, is_plain: false, marks: RefCell::new(vec![Mark { units: 0, line: 1, line_start: 0 }]) }
    }

    /// Creates the index of one line of ASCII, which does not need the text.
    pub fn plain() -> Self {
        Self { text: &[], units: Units::Bytes, is_plain: true, marks: RefCell::default() }
    }

    /// Converts a byte range to the caller's units.
    pub fn range(&self, bytes: &Range<usize>) -> TextRange {
        let start = self.at(bytes.start);
        TextRange {
            start: start.units,
            end: self.at(bytes.end).units,
            line: start.line,
            column: start.units - start.line_start + 1,
        }
    }

    /// Converts byte ranges to offsets in the caller's units.
    pub fn ranges<'r>(&self, ranges: impl Iterator<Item = &'r Range<usize>>) -> Vec<Range<usize>> {
        // Each offset is counted from the previous one, as there may be thousands on neighbouring lines.
        let (mut byte, mut units) = (0, 0);
        let mut in_units = |at: usize| {
            let between = self.text.get(byte..at).filter(|between| between.len() < STEP);
            units = between.map_or_else(|| self.at(at).units, |between| units + self.units_in(between));
            byte = at;
            units
        };
        ranges.map(|range| in_units(range.start)..in_units(range.end)).collect()
    }

    /// Converts an offset in the caller's units to the byte where that unit begins, or to the text's end.
    pub fn byte(&self, offset: usize) -> usize {
        self.mark(self.text.len() / STEP);
        let marks = self.marks.borrow();
        let block = marks.partition_point(|mark| mark.units <= offset).saturating_sub(1);
        let (mut byte, mut units) = (block * STEP, marks[block].units);
        while let Some(next) = self.text.get(byte..=byte)
            && units + self.units_in(next) <= offset
        {
            units += self.units_in(next);
            byte += 1;
        }
        byte
    }

    /// Converts two offsets to a byte range; it is empty if the first is after the second.
    pub fn bytes(&self, start: usize, end: usize) -> Range<usize> {
        let start = self.byte(start);
        start..self.byte(end).max(start)
    }

    fn at(&self, byte: usize) -> Mark {
        if self.is_plain {
            return Mark { units: byte, line: 1, line_start: 0 };
        }
        let block = byte / STEP;
        self.advance(self.mark(block), &self.text[block * STEP..byte])
    }

    fn mark(&self, block: usize) -> Mark {
        let mut marks = self.marks.borrow_mut();
        while marks.len() <= block {
            let last = marks.len() - 1;
            let next = self.advance(marks[last], &self.text[last * STEP..marks.len() * STEP]);
            marks.push(next);
        }
        marks[block]
    }

    fn advance(&self, mark: Mark, bytes: &[u8]) -> Mark {
        let units = mark.units + self.units_in(bytes);
        // Most texts have one line, and counting is faster than looking for the last line break.
        let lines = LINE_FEED.count(bytes);
        if lines == 0 {
            return Mark { units, ..mark };
        }
        let last = bytes.iter().rposition(|&byte| byte == b'\n').unwrap_or_default();
        let line_start = units - self.units_in(&bytes[last + 1..]);
        Mark { units, line: mark.line + lines, line_start }
    }

    /// Counts the units of UTF-8 bytes: in UTF-16, one for each leading byte, two for a four-byte sequence.
    fn units_in(&self, bytes: &[u8]) -> usize {
        match self.units {
            Units::Bytes => bytes.len(),
            Units::Utf16 => bytes.len() - CONTINUATION.count(bytes) + LEAD_OF_FOUR.count(bytes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_in_both_units() {
        let text = "a好\n𠮷b".to_owned() + &"\n好".repeat(4096);
        for (bytes, units, expected) in [
            (1..4, Units::Bytes, (1, 4, 1, 2)),
            (1..4, Units::Utf16, (1, 2, 1, 2)),
            (9..10, Units::Bytes, (9, 10, 2, 5)),
            (9..10, Units::Utf16, (5, 6, 2, 3)),
            (10..10, Units::Utf16, (6, 6, 2, 4)),
            (4 * 4000 + 7..4 * 4000 + 10, Units::Utf16, (8005, 8006, 4002, 1)),
        ] {
            let positions = LineIndex::new(text.as_bytes(), units);
            let TextRange { start, end, line, column } = positions.range(&bytes);
            assert_eq!((start, end, line, column), expected, "{bytes:?} {units:?}");
            assert_eq!(positions.bytes(start, end), bytes, "{units:?}");
        }
    }

    #[test]
    fn offsets_after_the_end_are_the_end() {
        let positions = LineIndex::new("好𠮷".as_bytes(), Units::Utf16);
        // The second is in the middle of a character of two units.
        assert_eq!([1, 2, 3, 99].map(|offset| positions.byte(offset)), [3, 3, 7, 7]);
    }
}
