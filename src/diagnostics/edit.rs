//! Edits of a text.

use std::borrow::Cow;
use std::collections::BinaryHeap;
use std::ops::Range;

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
}

/// Merges the edits of several fixes into text order.
///
/// If two edits overlap, only the first is applied. The other is dropped with all edits joined to it, since half of a
/// fix may be worse than none.
pub(crate) fn in_order(fixes: &[impl AsRef<[Change]>]) -> Vec<Change> {
    // Each edit with the number of its fix.
    let mut all = Vec::new();
    let mut fix = 0;
    for change in fixes.iter().flat_map(AsRef::as_ref) {
        fix += usize::from(!change.is_joined);
        all.push((fix, change));
    }
    // The index makes the sort stable.
    let positions = all.iter().enumerate().map(|(index, (_, change))| (change.at.start, change.at.end, index));
    let in_order = sorted(positions);
    let mut is_dropped = vec![false; fix + 1];
    let mut last_end = 0;
    for &(start, end, index) in &in_order {
        let is_dropped = &mut is_dropped[all[index].0];
        *is_dropped |= start < last_end;
        if !*is_dropped {
            last_end = end;
        }
    }
    let kept = in_order.into_iter().map(|(_, _, index)| all[index]).filter(|&(fix, _)| !is_dropped[fix]);
    kept.map(|(_, change)| change.clone()).collect()
}

/// Applies sorted edits to `text[from..]`.
pub(crate) fn splice(text: &[u8], from: usize, changes: &[Change]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() - from);
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
pub(crate) fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.collect::<BinaryHeap<_>>().into_sorted_vec()
}
