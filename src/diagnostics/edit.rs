//! Edits of a text.

use alloc::borrow::Cow;
use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::ops::Range;

use cbt179_fast::json::PADDING;

/// Replaces a range of a text's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub at: Range<usize>,
    pub text: Cow<'static, str>,
    /// Whether this edit and the previous one are applied together or not at all.
    pub is_joined: bool,
}

impl Change {
    pub fn new(at: Range<usize>, text: impl Into<Cow<'static, str>>) -> Self {
        Self { at, text: text.into(), is_joined: false }
    }

    /// Returns whether both replace the same text by the same; two insertions are never the same.
    fn is_same(&self, other: &Self) -> bool {
        !self.at.is_empty() && self.at == other.at && self.text == other.text
    }
}

/// Merges the edits of several fixes into text order.
///
/// If two edits overlap, only the first is applied. The other is dropped with all edits joined to it, since half of a
/// fix may be worse than none. Equal edits do not overlap: fixes inside one string all replace it by its content.
pub(crate) fn in_order(fixes: &[&[Change]]) -> Vec<Change> {
    // Each edit with the number of its fix.
    let mut all = Vec::new();
    let mut fix = 0;
    for change in fixes.iter().copied().flatten() {
        fix += usize::from(!change.is_joined);
        all.push((fix, change));
    }
    // The index makes the sort stable.
    let positions = all.iter().enumerate().map(|(index, (_, change))| (change.at.start, change.at.end, index));
    let in_order = sorted(positions.collect());
    let mut is_dropped = vec![false; fix + 1];
    let mut last: Option<&Change> = None;
    for &(start, end, index) in &in_order {
        let is_dropped = &mut is_dropped[all[index].0];
        let (change, last_end) = (all[index].1, last.map_or(0, |last| last.at.end));
        *is_dropped |= start < last_end && !last.is_some_and(|last| last.is_same(change));
        if !*is_dropped && end > last_end {
            last = Some(change);
        }
    }
    let kept = in_order.into_iter().map(|(_, _, index)| all[index]).filter(|&(fix, _)| !is_dropped[fix]);
    let mut kept: Vec<_> = kept.map(|(_, change)| change.clone()).collect();
    kept.dedup_by(|next, last| last.is_same(next));
    kept
}

/// Applies sorted edits to `text[from..]`. The result has a spare capacity of [`PADDING`], as it is often read as JSON.
pub(crate) fn splice(text: &[u8], from: usize, changes: &[Change]) -> Vec<u8> {
    let inserted: usize = changes.iter().map(|change| change.text.len()).sum();
    let mut out = Vec::with_capacity(text.len() - from + inserted + PADDING);
    let mut pos = from;
    for Change { at, text: due, .. } in changes {
        out.extend_from_slice(&text[pos..at.start]);
        out.extend_from_slice(due.as_bytes());
        pos = at.end;
    }
    out.extend_from_slice(&text[pos..]);
    out
}

/// Sorts by a heap, because slice sorts add many times as much code to the wasm.
pub(crate) fn sorted<T: Ord>(items: Vec<T>) -> Vec<T> {
    BinaryHeap::from(items).into_sorted_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_overlapping_edits_the_first_is_applied_and_equal_ones_agree() {
        let fix = |edits: &[(usize, usize, &'static str)]| -> Vec<Change> {
            let change =
                |(index, &(start, end, text))| Change { is_joined: index > 0, ..Change::new(start..end, text) };
            edits.iter().enumerate().map(change).collect()
        };
        let open = [(0, 1, ""), (8, 9, "")];
        for (fixes, expected) in [
            (vec![fix(&open), fix(&[open[0], (3, 4, "x"), open[1]])], "12x4567"),
            (vec![fix(&[open[0], (3, 5, "x"), open[1]]), fix(&[open[0], (4, 6, "y"), open[1]])], "12x567"),
            (vec![fix(&[(0, 1, ""), (2, 4, "x")]), fix(&[(2, 4, "y"), (6, 6, "z")])], "1x45678"),
            (vec![fix(&[(3, 3, "x")]), fix(&[(3, 3, "x")])], "012xx345678"),
        ] {
            let fixed = splice(b"012345678", 0, &in_order(&fixes.iter().map(Vec::as_slice).collect::<Vec<_>>()));
            assert_eq!(String::from_utf8(fixed).unwrap(), expected, "{fixes:?}");
        }
    }
}
