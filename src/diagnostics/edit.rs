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
    let mut count = 0;
    let all = fixes.iter().flat_map(AsRef::as_ref).map(|change| {
        count += usize::from(count == 0 || !change.is_joined);
        (count - 1, change)
    });
    let all: Vec<_> = all.collect();
    // The index makes the sort stable.
    let starts = all.iter().enumerate().map(|(index, (_, change))| (change.at.start, change.at.end, index));
    let mut in_order: Vec<_> = starts.collect();
    if !in_order.is_sorted() {
        // A heap, because slice sorts add many times as much code to the wasm.
        in_order = BinaryHeap::from(in_order).into_sorted_vec();
    }
    let mut is_left_out = vec![false; count];
    let mut last_end = 0;
    for &(start, end, index) in &in_order {
        let is_left_out = &mut is_left_out[all[index].0];
        *is_left_out |= start < last_end;
        if !*is_left_out {
            last_end = end;
        }
    }
    let kept = in_order.into_iter().map(|(_, _, index)| all[index]).filter(|&(fix, _)| !is_left_out[fix]);
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
