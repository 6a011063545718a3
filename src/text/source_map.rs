//! Maps each unit of a decoded text to its range in the text that encodes it.
//!
//! Every layer of a body (percent-encoding, Base64, UTF-8) builds a map. So a range in the innermost text can be shown
//! in all the others. A map costs memory only where the ratio changes: a value without escapes is one run.

use alloc::vec::Vec;
use core::ops::Range;

/// A run of units of equal size: every `inner_unit` bytes of the decoded text are encoded by `outer_unit` bytes.
#[derive(Clone, Copy, Debug)]
struct Run {
    inner: usize,
    outer: usize,
    inner_unit: usize,
    outer_unit: usize,
}

impl Run {
    /// Returns the outer start of the unit that contains the decoded offset `inner`.
    fn outer_start(&self, inner: usize) -> usize {
        self.outer + (inner - self.inner) / self.inner_unit * self.outer_unit
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct SourceMap {
    /// The start of the outer text, which is also the position of an empty text.
    origin: usize,
    runs: Vec<Run>,
    /// The inner and outer offsets where the last run would continue.
    next: (usize, usize),
}

impl SourceMap {
    pub fn new(origin: usize) -> Self {
        Self { origin, runs: Vec::new(), next: (0, 0) }
    }

    /// Builds the map of a text with `width` outer bytes for each character, from `origin` on; also returns the outer
    /// end.
    pub fn of_chars(text: &str, origin: usize, width: impl Fn(char) -> usize) -> (Self, usize) {
        let mut map = Self::new(origin);
        let (mut inner, mut outer) = (0, origin);
        for char in text.chars() {
            map.push(inner, outer, char.len_utf8(), width(char), 1);
            inner += char.len_utf8();
            outer += width(char);
        }
        (map, outer)
    }

    /// Adds `units` units: from `inner` on, each `inner_unit` bytes are encoded by `outer_unit` bytes, from `outer` on.
    ///
    /// Both offsets must increase from call to call.
    pub fn push(&mut self, inner: usize, outer: usize, inner_unit: usize, outer_unit: usize, units: usize) {
        let goes_on = self.next == (inner, outer)
            && self.runs.last().is_some_and(|run| (run.inner_unit, run.outer_unit) == (inner_unit, outer_unit));
        if !goes_on {
            self.runs.push(Run { inner, outer, inner_unit, outer_unit });
        }
        self.next = (inner + inner_unit * units, outer + outer_unit * units);
    }

    /// Returns the outer range of an inner range: whole units, nothing more.
    ///
    /// An empty range stays empty: it is placed after the preceding unit, or at the start of the text.
    pub fn outer(&self, inner: Range<usize>) -> Range<usize> {
        if inner.is_empty() {
            let at = match inner.start {
                0 => self.runs.first().map_or(self.origin, |run| run.outer),
                start => self.outer(start - 1..start).end,
            };
            return at..at;
        }
        let last = self.run(inner.end - 1);
        self.run(inner.start).outer_start(inner.start)..last.outer_start(inner.end - 1) + last.outer_unit
    }

    /// Returns the inner range of all units that an outer range touches, in a text of `length` bytes.
    ///
    /// A range that touches no unit, because its bytes encode nothing, becomes an empty range at its position.
    pub fn inner(&self, outer: Range<usize>, length: usize) -> Range<usize> {
        let start = self.inner_at(outer.start, length, false);
        let end = if outer.is_empty() { start } else { self.inner_at(outer.end, length, true) };
        start..end.max(start)
    }

    /// Returns the start of the unit at an outer offset; when rounding up, the end of the unit that contains the
    /// previous byte.
    fn inner_at(&self, outer: usize, length: usize, round_up: bool) -> usize {
        let after = self.runs.partition_point(|run| run.outer < outer + usize::from(!round_up));
        let Some(run) = after.checked_sub(1).map(|index| self.runs[index]) else {
            return 0;
        };
        let run_end = self.runs.get(after).map_or(length, |next| next.inner);
        let units = outer - run.outer;
        let units = if round_up { units.div_ceil(run.outer_unit) } else { units / run.outer_unit };
        (run.inner + units * run.inner_unit).min(run_end)
    }

    fn run(&self, inner: usize) -> Run {
        let after = self.runs.partition_point(|run| run.inner <= inner);
        self.runs[after.saturating_sub(1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_take_whole_units() {
        // `a%2B`, a gap that encodes nothing, `b`.
        let mut map = SourceMap::new(10);
        map.push(0, 10, 1, 1, 1);
        map.push(1, 11, 1, 3, 1);
        map.push(2, 18, 1, 1, 1);
        for (inner, outer) in [
            (0..1, 10..11),
            (1..2, 11..14),
            (0..2, 10..14),
            (2..3, 18..19),
            (0..0, 10..10),
            (2..2, 14..14),
            (3..3, 19..19),
        ] {
            assert_eq!(map.outer(inner.clone()), outer, "{inner:?}");
        }
        for (outer, inner) in [
            (10..11, 0..1),
            (11..12, 1..2),
            (13..14, 1..2),
            (10..12, 0..2),
            (18..19, 2..3),
            (10..19, 0..3),
            (12..12, 1..1),
            (15..17, 2..2),
            (13..16, 1..2),
            (16..19, 2..3),
            (0..5, 0..0),
            (19..99, 3..3),
        ] {
            assert_eq!(map.inner(outer.clone(), 3), inner, "{outer:?}");
        }
    }

    #[test]
    fn equal_steps_are_one_run() {
        let mut map = SourceMap::new(10);
        for i in 0..1000 {
            map.push(i, 3 * i, 1, 3, 1);
        }
        assert_eq!(map.runs.len(), 1);
        assert_eq!(map.outer(999..1000), 2997..3000);
    }
}
