//! Notes of what the walk of a sound JSON text leaves to the rules.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use cbt179_spec::Field;

/// The minimum number of bytes for each note: if there are more notes, reading the whole text is as fast.
const BYTES_EACH: usize = 128;

/// The number of notes that may always be made.
const FEW: usize = 16;

/// The notes of one JSON text, in the order of the text.
#[derive(Default)]
pub struct Notes {
    list: RefCell<Vec<Note>>,
    /// The escapes in strings that have no note, with the offset of each string. The first of each kind has a note.
    escapes: RefCell<Vec<(usize, Escapes)>>,
    /// The escapes of the strings that were noted for them; both kinds are noted once.
    first_escapes: Cell<Escapes>,
    /// The maximum number of notes.
    most: usize,
    is_signed: bool,
    /// Set once a value is not JSON, so that the values around it are not read again.
    is_over: Cell<bool>,
}

/// What may break a rule.
#[derive(Debug)]
pub struct Note {
    /// The range of the value. For absent fields it is empty, and at the end of their object.
    pub at: Range<usize>,
    /// The field of the value or of the object.
    pub field: &'static Field,
    /// Whether it is an element of the field's list rather than the field itself.
    pub is_item: bool,
    /// The JSON Pointer from the text's root.
    pub path: String,
    /// If only required fields are absent: a bit for each field of the object that is present.
    pub present: Option<u32>,
}

/// The number of escapes in strings that a program may write differently when it serializes the text again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Escapes {
    /// `\/`
    pub slashes: usize,
    /// `\u` of characters that are not ASCII.
    pub characters: usize,
}

/// A value that is being read, with its place in the table.
pub(crate) struct Held<'p> {
    /// The value that contains it; `None` for the root.
    pub parent: Option<&'p Self>,
    /// Its field.
    pub field: &'static Field,
    /// Its index, if it is an element of the field's list rather than the field itself.
    pub index: Option<usize>,
}

impl Held<'_> {
    /// Returns the number of values around it.
    pub fn depth(&self) -> usize {
        self.parent.map_or(0, |parent| parent.depth() + 1)
    }

    fn write_path(&self, path: &mut String) {
        let Some(parent) = self.parent else { return };
        parent.write_path(path);
        path.push('/');
        match self.index {
            Some(index) => push_digits(index, path),
            None => path.push_str(self.field.name),
        }
    }
}

fn push_digits(number: usize, out: &mut String) {
    if number >= 10 {
        push_digits(number / 10, out);
    }
    out.push(char::from(b"0123456789"[number % 10]));
}

impl Notes {
    /// Creates empty notes. In a signed text, of which every byte counts, unusual escapes are noted.
    #[must_use]
    pub const fn new(length: usize, is_signed: bool) -> Self {
        Self {
            list: RefCell::new(Vec::new()),
            escapes: RefCell::new(Vec::new()),
            first_escapes: Cell::new(Escapes { slashes: 0, characters: 0 }),
            most: length / BYTES_EACH + FEW,
            is_signed,
            is_over: Cell::new(false),
        }
    }

    /// Returns whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// Takes the notes out.
    #[must_use]
    pub fn take(&self) -> Vec<Note> {
        self.list.take()
    }

    /// Returns whether the whole text is one note.
    #[must_use]
    pub fn is_of_root(&self) -> bool {
        self.list.borrow().first().is_some_and(|note| note.path.is_empty() && note.present.is_none())
    }

    /// Returns the number of escapes in strings that have no note.
    #[must_use]
    pub fn escapes(&self) -> Escapes {
        let add = |sum: Escapes, (_, more): &(usize, Escapes)| Escapes {
            slashes: sum.slashes + more.slashes,
            characters: sum.characters + more.characters,
        };
        self.escapes.borrow().iter().fold(Escapes::default(), add)
    }

    /// Counts the escapes of an accepted string that begins at `start`. Returns false if they must be noted, because
    /// there were none before.
    pub(crate) fn count(&self, start: usize, escapes: Escapes) -> bool {
        if !self.is_signed || escapes == Escapes::default() {
            return true;
        }
        let first = self.first_escapes.get();
        let is_first = |found, before| found > 0 && before == 0;
        if is_first(escapes.slashes, first.slashes) || is_first(escapes.characters, first.characters) {
            self.first_escapes.set(Escapes {
                slashes: first.slashes.max(escapes.slashes),
                characters: first.characters.max(escapes.characters),
            });
            return false;
        }
        self.escapes.borrow_mut().push((start, escapes));
        true
    }

    /// Notes a value, which replaces all notes within it; `read` passes it and returns its end.
    pub(crate) fn value(&self, start: usize, held: &Held, read: impl FnOnce() -> Option<usize>) -> Option<usize> {
        let mut list = self.list.borrow_mut();
        if self.is_over.get() || list.len() >= self.most {
            return None;
        }
        let Some(end) = read() else {
            self.is_over.set(true);
            return None;
        };
        let kept = list.partition_point(|note| note.at.start < start);
        list.truncate(kept);
        let mut escapes = self.escapes.borrow_mut();
        let counted = escapes.partition_point(|&(at, _)| at < start);
        escapes.truncate(counted);
        list.push(Note::new(start..end, held, None));
        Some(end)
    }

    /// Adds a note to the others: of a value, or of the absent fields of an object that ends at `at`.
    pub(crate) fn add(&self, at: Range<usize>, held: &Held, present: Option<u32>) -> Option<()> {
        let mut list = self.list.borrow_mut();
        (list.len() < self.most).then(|| list.push(Note::new(at, held, present)))
    }
}

impl Note {
    fn new(at: Range<usize>, held: &Held, present: Option<u32>) -> Self {
        let mut path = String::new();
        held.write_path(&mut path);
        Self { at, field: held.field, is_item: held.index.is_some(), path, present }
    }
}
