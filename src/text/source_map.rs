//! Maps each unit of a decoded text to its range in the text that encodes it.
//!
//! Every layer of a body (percent-encoding, Base64, UTF-8) builds a map. So a range in the innermost text can be shown
//! in all the others. A map costs memory only where the ratio changes: a value without escapes is one run. A run takes
//! one or two bytes, because hostile text may have a run for each byte. Regular marks avoid reading all runs.

use alloc::vec::Vec;
use core::ops::Range;

use super::{growth, varint};

/// A run of units of equal size: every `inner_unit` bytes of the decoded text are encoded by `outer_unit` bytes.
#[derive(Clone, Copy, Debug)]
struct Run {
    inner: usize,
    outer: usize,
    inner_unit: usize,
    outer_unit: usize,
    units: usize,
}

impl Run {
    /// Returns the outer start of the unit that contains the decoded offset `inner`.
    fn outer_start(&self, inner: usize) -> usize {
        self.outer + (inner - self.inner) / self.inner_unit * self.outer_unit
    }

    /// Returns the inner and outer offsets where the run would continue.
    fn end(&self) -> Point {
        (self.inner + self.inner_unit * self.units, self.outer + self.outer_unit * self.units)
    }
}

/// An inner and an outer offset.
type Point = (usize, usize);

/// A run that can be found without reading the preceding ones.
#[derive(Clone, Copy, Debug)]
struct Mark {
    start: Point,
    /// The end of the preceding run.
    before: Point,
    /// Its offset in [`SourceMap::runs`].
    at: usize,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct SourceMap {
    /// The start of the outer text, which is also the position of an empty text.
    origin: usize,
    /// All runs but the last. The first byte of each has its units' sizes, if they are small, and flags for what
    /// follows: the sizes, the gaps before it, the number of units.
    runs: Vec<u8>,
    marks: Vec<Mark>,
    /// The runs since the last mark.
    unmarked: usize,
    /// The end of the second-to-last run.
    before: Point,
    last: Option<Run>,
}

/// The bits of a run's first byte for the inner size less one and for the outer size, if they are small enough.
const INNER_SIZE: u8 = 0b11;
const OUTER_SIZE: u8 = 0b1111;

/// Set if the run does not start at the end of the preceding one.
const HAS_GAP: u8 = 0x40;

/// Set if the run has one unit.
const IS_SINGLE: u8 = 0x80;

impl SourceMap {
    pub fn new(origin: usize) -> Self {
        Self { origin, ..Self::default() }
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
        if let Some(last) = self.last.as_mut().filter(|last| last.end() == (inner, outer))
            && (last.inner_unit, last.outer_unit) == (inner_unit, outer_unit)
        {
            last.units += units;
        } else if let Some(last) = self.last.replace(Run { inner, outer, inner_unit, outer_unit, units }) {
            self.write(&last);
        }
    }

    fn write(&mut self, run: &Run) {
        /// The number of runs from one mark to the next.
        const STEP: usize = 64;
        /// Enough bytes for a run.
        const RUN: usize = 64;
        let start = (run.inner, run.outer);
        if self.unmarked.is_multiple_of(STEP) {
            self.marks.push(Mark { start, before: self.before, at: self.runs.len() });
        }
        self.unmarked += 1;
        let sizes = match (u8::try_from(run.inner_unit - 1), u8::try_from(run.outer_unit)) {
            (Ok(inner), Ok(outer)) if inner <= INNER_SIZE && (1..=OUTER_SIZE).contains(&outer) => inner | outer << 2,
            _ => 0,
        };
        self.runs.reserve_exact(growth(self.runs.len(), self.runs.capacity(), RUN));
        let (has_gap, is_single) = (start != self.before, run.units == 1);
        self.runs.push(sizes | if has_gap { HAS_GAP } else { 0 } | if is_single { IS_SINGLE } else { 0 });
        let mut number = |number| varint::push(&mut self.runs, number);
        if sizes == 0 {
            number(run.inner_unit);
            number(run.outer_unit);
        }
        if has_gap {
            number(run.inner - self.before.0);
            number(run.outer - self.before.1);
        }
        if !is_single {
            number(run.units);
        }
        self.before = run.end();
    }

    /// Removes and returns the first run of the rest of [`Self::runs`]; `before` is the end of the preceding run.
    fn take(rest: &mut &[u8], before: &mut Point) -> Option<Run> {
        let (&head, after) = rest.split_first()?;
        *rest = after;
        let [mut inner_unit, mut outer_unit] = [(head & INNER_SIZE) + 1, head >> 2 & OUTER_SIZE].map(usize::from);
        if outer_unit == 0 {
            (inner_unit, outer_unit) = (varint::take(rest), varint::take(rest));
        }
        if head & HAS_GAP != 0 {
            *before = (before.0 + varint::take(rest), before.1 + varint::take(rest));
        }
        let units = if head & IS_SINGLE == 0 { varint::take(rest) } else { 1 };
        let run = Run { inner: before.0, outer: before.1, inner_unit, outer_unit, units };
        *before = run.end();
        Some(run)
    }

    /// Returns the last run for whose start `is_after` is false, and the next one.
    fn find(&self, is_after: &dyn Fn(Point) -> bool) -> [Option<Run>; 2] {
        let starts_after = |run: &Run| is_after((run.inner, run.outer));
        if self.last.is_none_or(|last| !starts_after(&last)) {
            return [self.last, None];
        }
        let mark = self.marks.partition_point(|mark| !is_after(mark.start));
        let mut found = None;
        if let Some(&Mark { mut before, at, .. }) = mark.checked_sub(1).map(|mark| &self.marks[mark]) {
            let mut rest = &self.runs[at..];
            while let Some(run) = Self::take(&mut rest, &mut before) {
                if starts_after(&run) {
                    return [found, Some(run)];
                }
                found = Some(run);
            }
        }
        [found, self.last]
    }

    /// Returns the outer start of the first run.
    fn first(&self) -> Option<usize> {
        self.marks.first().map(|mark| mark.start.1).or(self.last.map(|last| last.outer))
    }

    /// Returns the outer range of an inner range: whole units, nothing more.
    ///
    /// An empty range stays empty: it is placed after the preceding unit, or at the start of the text.
    pub fn outer(&self, inner: Range<usize>) -> Range<usize> {
        if inner.is_empty() {
            let at = match inner.start {
                0 => self.first().unwrap_or(self.origin),
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
        let [Some(run), next] = self.find(&|(_, start)| start >= outer + usize::from(!round_up)) else {
            return 0;
        };
        let run_end = next.map_or(length, |next| next.inner);
        let units = outer - run.outer;
        let units = if round_up { units.div_ceil(run.outer_unit) } else { units / run.outer_unit };
        (run.inner + units * run.inner_unit).min(run_end)
    }

    /// Returns the run that contains a decoded offset.
    fn run(&self, inner: usize) -> Run {
        let [found, next] = self.find(&|(start, _)| start > inner);
        found.or(next).unwrap_or(Run { inner: 0, outer: self.origin, inner_unit: 1, outer_unit: 1, units: 0 })
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
        assert!(map.runs.is_empty());
        assert_eq!(map.outer(999..1000), 2997..3000);
    }

    #[test]
    fn many_runs_are_found() {
        // Escapes of all sizes, with gaps between some of them.
        let (mut map, mut runs, mut inner, mut outer) = (SourceMap::new(0), Vec::new(), 0, 0);
        for index in 0..1000 {
            let (inner_unit, outer_unit, units) = (1 + index % 5, 1 + index % 19, 1 + index % 3 * 100);
            outer += if index % 7 == 0 { 300 } else { 0 };
            map.push(inner, outer, inner_unit, outer_unit, units);
            runs.push((inner, outer, inner_unit, outer_unit));
            (inner, outer) = (inner + inner_unit * units, outer + outer_unit * units);
        }
        for (at, from, inner_unit, outer_unit) in runs {
            assert_eq!(map.outer(at..at + inner_unit), from..from + outer_unit);
            assert_eq!(map.inner(from..from + outer_unit, inner), at..at + inner_unit);
        }
    }
}
