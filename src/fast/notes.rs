//! Reads sound JSON in one pass and collects the values that the table rejects.

use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;

use super::json::Cursor;
use super::lanes::BLOCK;
use super::rules::Reader;
use crate::faults::Faults;
use crate::interface::Field;
use crate::json::{self, Node};
use crate::options::CustomsRules;

/// A value about which the rules may have something to say.
pub(crate) struct Note<'a> {
    pub node: Node<'a>,
    pub field: &'static Field,
    /// Whether it is an element of the field's list, rather than the field itself.
    pub is_item: bool,
    pub path: String,
    /// The faults of its JSON.
    pub faults: Option<Faults>,
}

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

/// The path from the text's root to a value.
#[derive(Clone, Copy)]
pub(super) enum Path<'p> {
    Root,
    Member(&'p Self, &'static str),
    Item(&'p Self, usize),
}

impl Path<'_> {
    /// Enters all of its segments, and adds the brackets that are open there.
    fn enter(self, faults: &mut Faults, open: &mut Vec<u8>) {
        match self {
            Self::Root => {}
            Self::Member(parent, name) => {
                parent.enter(faults, open);
                faults.enter(name);
                open.push(b'{');
            }
            Self::Item(parent, index) => {
                parent.enter(faults, open);
                faults.enter_index(index);
                open.push(b'[');
            }
        }
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

/// Erases the text's lifetime from [`Notes`].
pub(super) trait Notebook {
    /// Parses the value at `start`, keeps it in place of all that was kept within it, and returns where it ends. `None` if
    /// it is not JSON, or one too many.
    fn keep(&self, start: usize, field: &'static Field, is_item: bool, path: Path) -> Option<NonZeroUsize>;
}

impl Notebook for Notes<'_, '_> {
    #[cold]
    fn keep(&self, start: usize, field: &'static Field, is_item: bool, path: Path) -> Option<NonZeroUsize> {
        let mut list = self.list.borrow_mut();
        if self.is_over.get() || list.len() > self.text.len() / BYTES_EACH + FEW {
            return None;
        }
        let (mut faults, mut open) = (self.faults.inner(), Vec::new());
        path.enter(&mut faults, &mut open);
        let patience = self.patience.get();
        let Some((node, end, patience)) = json::parse_value(self.text, start, open, patience, &mut faults) else {
            self.is_over.set(true);
            return None;
        };
        self.patience.set(patience);
        let kept = list.partition_point(|note| note.node.at.start < start);
        list.truncate(kept);
        let path = faults.path().to_owned();
        list.push(Note { node, field, is_item, path, faults: faults.unless_empty() });
        NonZeroUsize::new(end)
    }
}
