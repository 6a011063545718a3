//! A sound JSON text in one pass: what the table lets pass is only read; the rest is parsed, and noted for the rules.

use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;

use super::json::Cursor;
use super::rules::Reader;
use crate::codec::simd::BLOCK;
use crate::diagnostics::Faults;
use crate::json::{self, Node};
use crate::options::CustomsRules;
use crate::rules::Note;
use crate::spec::Field;

/// Reads a JSON text against a field of the table, and returns the values to look at, in the order of the text. `None` if
/// the text is not JSON. `faults` stand where the text does.
pub(crate) fn notes<'a>(
    text: &'a str,
    field: &'static Field,
    customs_rules: CustomsRules,
    faults: &Faults,
) -> Option<Vec<Note<'a>>> {
    let mut padded = Vec::with_capacity(text.len() + 1 + BLOCK);
    padded.extend_from_slice(text.as_bytes());
    padded.resize(text.len() + 1 + BLOCK, 0);
    let notes = Notes { text, faults, list: RefCell::default(), is_broken: Cell::new(false) };
    let reader = Reader { customs_rules, notes: Some(&notes) };
    let mut cursor = Cursor::new(&padded);
    cursor.pos = reader.part(cursor, field)?.get();
    cursor.next()?;
    (cursor.pos == text.len()).then(|| notes.list.into_inner())
}

/// The path from the text's root to a value.
#[derive(Clone, Copy)]
pub(super) enum Trail<'p> {
    Root,
    Member(&'p Self, &'static str),
    Item(&'p Self, usize),
}

impl Trail<'_> {
    /// Enters all of its segments, and returns how many there are.
    fn enter(self, faults: &mut Faults) -> usize {
        match self {
            Self::Root => 0,
            Self::Member(parent, name) => {
                let depth = parent.enter(faults);
                faults.context.path.enter(name);
                depth + 1
            }
            Self::Item(parent, index) => {
                let depth = parent.enter(faults);
                faults.context.path.enter_index(index);
                depth + 1
            }
        }
    }
}

/// The notes on a text that is being read.
pub(super) struct Notes<'n, 'a> {
    text: &'a str,
    faults: &'n Faults,
    list: RefCell<Vec<Note<'a>>>,
    /// Whether the text is not JSON: what it is part of need not be parsed then.
    is_broken: Cell<bool>,
}

/// The part of [`Notes`] that a reader needs, whatever the text lives as long as.
pub(super) trait Notebook {
    /// Parses the value at `start`, notes it in place of all that was noted within it, and returns where it ends. `None` if
    /// it is not JSON.
    fn note(&self, start: usize, field: &'static Field, is_item: bool, trail: Trail) -> Option<NonZeroUsize>;
}

impl Notebook for Notes<'_, '_> {
    #[cold]
    fn note(&self, start: usize, field: &'static Field, is_item: bool, trail: Trail) -> Option<NonZeroUsize> {
        if self.is_broken.get() {
            return None;
        }
        let mut faults = self.faults.inner();
        let depth = trail.enter(&mut faults);
        let Some((node, end)) = json::parse_value(self.text, start, depth, &mut faults) else {
            self.is_broken.set(true);
            return None;
        };
        let mut list = self.list.borrow_mut();
        let kept = list.partition_point(|note| note.node.at.start < start);
        list.truncate(kept);
        list.push(Note { node, field, is_item, faults });
        NonZeroUsize::new(end)
    }
}
