//! Reads sound JSON in one pass and collects the values that the table rejects.

use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;

use super::json::Cursor;
use super::rules::Reader;
use crate::codec::simd::BLOCK;
use crate::diagnostics::Faults;
use crate::json;
use crate::options::CustomsRules;
use crate::rules::Note;
use crate::spec::Field;

/// The fewest bytes for each value that is kept: where there are more, the whole text is as soon parsed.
const BYTES_EACH: usize = 128;

/// Reads a JSON text against a field of the table, and returns the values to look at, in the order of the text. `None` if
/// the text is not JSON, or has too many of them. `faults` must be at the path of the text's root.
pub(crate) fn notes<'a>(
    text: &'a str,
    field: &'static Field,
    customs_rules: CustomsRules,
    faults: &Faults,
) -> Option<Vec<Note<'a>>> {
    let mut padded = Vec::with_capacity(text.len() + 1 + BLOCK);
    padded.extend_from_slice(text.as_bytes());
    padded.resize(text.len() + 1 + BLOCK, 0);
    let patience = Cell::new(json::patience(text));
    let notes = Notes { text, faults, patience, list: RefCell::default(), is_over: Cell::new(false) };
    let reader = Reader { customs_rules, notes: Some(&notes) };
    let mut cursor = Cursor::new(&padded);
    cursor.pos = reader.part(cursor, field)?.get();
    cursor.next()?;
    (cursor.pos == text.len()).then(|| notes.list.into_inner())
}

/// So many values may always be kept.
const FEW: usize = 16;

/// A value of the table that is being read, and what holds it.
pub(super) struct Held<'p> {
    pub parent: Option<&'p Self>,
    pub field: &'static Field,
    /// Its index, if it is an element of the field's list rather than the field itself.
    pub index: Option<usize>,
}

impl Held<'_> {
    /// Enters its path from the text's root, and adds the brackets that are open there.
    fn enter(&self, faults: &mut Faults, open: &mut Vec<u8>) {
        let Some(parent) = self.parent else {
            return;
        };
        parent.enter(faults, open);
        let path = &mut faults.context.path;
        let (_, bracket) = match self.index {
            Some(index) => (path.enter_index(index), b'['),
            None => (path.enter(self.field.name), b'{'),
        };
        open.push(bracket);
    }
}

/// Collects the values of a text that the table rejects.
pub(super) struct Notes<'n, 'a> {
    text: &'a str,
    faults: &'n Faults,
    /// How many more bytes may be looked at ahead of reading them, by all of its parsers together.
    patience: Cell<usize>,
    list: RefCell<Vec<Note<'a>>>,
    /// Set once a value fails to parse, so that its parents are not parsed again.
    is_over: Cell<bool>,
}

impl Notes<'_, '_> {
    /// Parses the value at `start`, keeps it in place of all that was kept within it, and returns where it ends. `None` if
    /// it is not JSON, or one too many.
    #[cold]
    pub fn keep(&self, start: usize, held: &Held) -> Option<NonZeroUsize> {
        let mut list = self.list.borrow_mut();
        if self.is_over.get() || list.len() > self.text.len() / BYTES_EACH + FEW {
            return None;
        }
        let (mut faults, mut open) = (self.faults.inner(), Vec::new());
        held.enter(&mut faults, &mut open);
        let patience = self.patience.get();
        let Some((node, end, patience)) = json::parse_value(self.text, start, open, patience, &mut faults) else {
            self.is_over.set(true);
            return None;
        };
        self.patience.set(patience);
        let kept = list.partition_point(|note| note.node.at.start < start);
        list.truncate(kept);
        let path = faults.context.path.as_str().to_owned();
        let is_item = held.index.is_some();
        list.push(Note { node, field: held.field, is_item, path, faults: faults.unless_empty() });
        NonZeroUsize::new(end)
    }
}
