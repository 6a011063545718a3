//! Notes on the places in a sound JSON text that the fast pass leaves to the rules.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::ops::Range;

use cbt179_spec::Field;

use crate::json::Content;
use crate::strings::push_digits;

/// The minimum number of bytes per note; with more notes, the diagnosis is as fast.
const BYTES_EACH: usize = 128;

/// The number of notes allowed in a text of any length.
const FEW: usize = 16;

/// The notes on one JSON text, in the order of the text.
#[derive(Default)]
pub struct Notes {
    list: RefCell<Vec<Note>>,
    /// The escapes in accepted strings, with the offset of each string.
    escapes: RefCell<Vec<(usize, Escapes)>>,
    /// Whether an escape of each kind was noted: `\/`, and `\u` of a non-ASCII character.
    has_escapes: Cell<[bool; 2]>,
    /// The maximum number of notes.
    most: usize,
    is_signed: bool,
    /// Set once a value is not JSON, so that the values around it are not read again.
    is_over: Cell<bool>,
}

/// A place in a JSON text that may break a rule.
#[derive(Clone, Debug)]
pub struct Note {
    /// The range of the value or the escape. For absent fields, it is empty and lies at the end of their object.
    pub at: Range<usize>,
    /// The field of the value or of the object.
    pub field: &'static Field,
    /// Whether it is an element of the field's list rather than the field itself.
    pub is_item: bool,
    /// The JSON Pointer from the text's root.
    pub path: String,
    /// The reason for the note.
    pub kind: NoteKind,
}

/// The possible reasons for a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// A value that the table rejects.
    Value,
    /// An object with absent fields; each set bit stands for a present field.
    Absent(u32),
    /// The first `\/` in the text.
    Slash,
    /// The first `\u` escape of a non-ASCII character in the text.
    Character,
}

/// Counts of the escapes that a program may not preserve when it re-serializes the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Escapes {
    /// `\/`
    pub slashes: usize,
    /// `\u` escapes of non-ASCII characters.
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
    /// Returns the number of values that contain it.
    pub fn depth(&self) -> usize {
        self.parent.map_or(0, |parent| parent.depth() + 1)
    }

    fn write_path(&self, path: &mut String) {
        let Some(parent) = self.parent else { return };
        parent.write_path(path);
        path.push('/');
        match self.index {
            Some(index) => push_digits(index as u64, path),
            None => path.push_str(self.field.name),
        }
    }
}

impl Notes {
    /// Creates empty notes. In a signed text, unusual escapes are noted too, as every byte counts.
    #[must_use]
    pub const fn new(length: usize, is_signed: bool) -> Self {
        Self {
            list: RefCell::new(Vec::new()),
            escapes: RefCell::new(Vec::new()),
            has_escapes: Cell::new([false; 2]),
            most: length / BYTES_EACH + FEW,
            is_signed,
            is_over: Cell::new(false),
        }
    }

    /// Returns whether there are no notes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// Returns the notes, in the order of the text.
    #[must_use]
    pub fn list(&self) -> Vec<Note> {
        self.list.borrow().clone()
    }

    /// Returns whether the root value itself was noted.
    #[must_use]
    pub fn is_of_root(&self) -> bool {
        self.list.borrow().first().is_some_and(|note| note.path.is_empty() && note.kind == NoteKind::Value)
    }

    /// Returns whether the root has all required names and no others.
    #[must_use]
    pub fn have_all_names(&self) -> bool {
        let is_of_names = |note: &Note| matches!(note.kind, NoteKind::Value | NoteKind::Absent(_));
        !self.list.borrow().iter().any(|note| note.path.is_empty() && is_of_names(note))
    }

    /// Returns the number of escapes in accepted strings.
    #[must_use]
    pub fn escapes(&self) -> Escapes {
        let add = |sum: Escapes, (_, more): &(usize, Escapes)| Escapes {
            slashes: sum.slashes + more.slashes,
            characters: sum.characters + more.characters,
        };
        self.escapes.borrow().iter().fold(Escapes::default(), add)
    }

    /// Counts the escapes of an accepted string, and notes the first of each kind. `start` is the offset of its content.
    pub(crate) fn count(&self, start: usize, content: &Content, held: &Held) -> Option<()> {
        let Content { raw, escapes, .. } = *content;
        if !self.is_signed || escapes == Escapes::default() {
            return Some(());
        }
        let [has_slash, has_character] = self.has_escapes.get();
        self.has_escapes.set([has_slash || escapes.slashes > 0, has_character || escapes.characters > 0]);
        let mut first = None;
        if escapes.slashes > 0 && !has_slash {
            first = first_slash(raw).map(|at| (at, NoteKind::Slash));
        }
        let mut second = None;
        if escapes.characters > 0 && !has_character {
            second = first_character(raw).map(|at| (at, NoteKind::Character));
        }
        if let (Some((slash, _)), Some((character, _))) = (&first, &second)
            && character.start < slash.start
        {
            core::mem::swap(&mut first, &mut second);
        }
        for (at, kind) in first.into_iter().chain(second) {
            self.add(start + at.start..start + at.end, held, kind)?;
        }
        self.escapes.borrow_mut().push((start, escapes));
        Some(())
    }

    /// Notes a value, replacing all notes within it. `read` skips the value and returns its end.
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
        list.push(Note::new(start..end, held, NoteKind::Value));
        Some(end)
    }

    /// Adds a note after all others in the text.
    pub(crate) fn add(&self, at: Range<usize>, held: &Held, kind: NoteKind) -> Option<()> {
        let mut list = self.list.borrow_mut();
        (list.len() < self.most).then(|| list.push(Note::new(at, held, kind)))
    }
}

impl Note {
    fn new(at: Range<usize>, held: &Held, kind: NoteKind) -> Self {
        let mut path = String::new();
        held.write_path(&mut path);
        Self { at, field: held.field, is_item: held.index.is_some(), path, kind }
    }
}

/// Returns the ranges of the escapes in the valid content of a string.
fn escapes_in(raw: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut pos = 0;
    core::iter::from_fn(move || {
        let start = pos + raw[pos..].iter().position(|&byte| byte == b'\\')?;
        let is_pair = |at: usize| {
            let unit = |at: usize| raw.get(at..at + 4).map(<[u8]>::to_ascii_lowercase);
            unit(at).is_some_and(|unit| unit[0] == b'd' && (b'8'..=b'b').contains(&unit[1]))
        };
        let length = match raw.get(start + 1) {
            Some(b'u') if is_pair(start + 2) => 12,
            Some(b'u') => 6,
            _ => 2,
        };
        pos = raw.len().min(start + length);
        Some(start..pos)
    })
}

/// Finds the first `\/`.
fn first_slash(raw: &[u8]) -> Option<Range<usize>> {
    escapes_in(raw).find(|at| raw[at.start + 1] == b'/')
}

/// Finds the first `\u` escape of a non-ASCII character.
fn first_character(raw: &[u8]) -> Option<Range<usize>> {
    escapes_in(raw).find(|at| at.len() > 2 && !matches!(raw[at.start + 2..], [b'0', b'0', b'0'..=b'7', ..]))
}
