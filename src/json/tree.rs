//! The values of a JSON text, in a few bytes each.
//!
//! Text such as `[1,1,1]` has a value for every two bytes. A tree of pointers and strings would take fifty times the
//! size of that text. So the parser writes the values to a tape, in text order, and [`Node`] and [`Member`] are decoded
//! from it on demand. Strings without escapes stay in the text; the tape has their ranges. The others, and
//! corrected numbers, are copied to a second text, `copies`.
//!
//! An entry is its kind with the length of its text, and the gap between it and the preceding entry; each takes one
//! byte if it is small. An array or object is followed by its own length, that of its entries, and its entries. A
//! member is two entries, key and value.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::Parsed;
use crate::text::{growth, varint};

/// A value and its range.
#[derive(Clone, Debug)]
pub(crate) struct Node<'t> {
    pub at: Range<usize>,
    pub kind: Kind<'t>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind<'t> {
    Null,
    Bool(bool),
    /// The lexeme, or its corrected form.
    Number(&'t str),
    String(&'t str),
    Array(Items<'t>),
    Object(Object<'t>),
    /// A value that could not be read; a finding describes it.
    Unreadable,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Object<'t> {
    pub members: Members<'t>,
    /// True if all members could be read; otherwise a member that seems missing may have been lost.
    pub whole: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Member<'t> {
    pub key: &'t str,
    pub key_at: Range<usize>,
    pub value: Node<'t>,
}

/// The elements of an array.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Items<'t>(Entries<'t>);

/// The members of an object.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Members<'t>(Entries<'t>);

/// The rest of a tape.
#[derive(Clone, Copy, Debug)]
struct Entries<'t> {
    text: &'t str,
    /// The unescaped strings and corrected numbers, one after another.
    copies: &'t str,
    tape: &'t [u8],
    /// The end of the preceding entry, in the text.
    pos: usize,
}

impl<'t> Items<'t> {
    pub fn iter(self) -> impl Iterator<Item = Node<'t>> + Clone {
        let Self(mut entries) = self;
        core::iter::from_fn(move || entries.node())
    }

    pub fn is_empty(self) -> bool {
        self.0.tape.is_empty()
    }

    /// Returns the element if there is exactly one.
    pub fn only(self) -> Option<Node<'t>> {
        let mut items = self.iter();
        items.next().filter(|_| items.next().is_none())
    }
}

impl<'t> Members<'t> {
    pub fn iter(self) -> impl Iterator<Item = Member<'t>> + Clone {
        let Self(mut entries) = self;
        core::iter::from_fn(move || entries.member())
    }

    pub fn is_empty(self) -> bool {
        self.0.tape.is_empty()
    }

    /// Returns the member if there is exactly one.
    pub fn only(self) -> Option<Member<'t>> {
        let mut members = self.iter();
        members.next().filter(|_| members.next().is_none())
    }

    /// Returns the members with the offset of each, which [`Self::at`] takes.
    pub(super) fn with_offsets(self) -> impl Iterator<Item = (Offset, Member<'t>)> {
        let Self(mut entries) = self;
        let length = entries.tape.len();
        core::iter::from_fn(move || {
            let offset = Offset { tape: small(length - entries.tape.len()), text: small(entries.pos) };
            Some((offset, entries.member()?))
        })
    }

    pub(super) fn at(self, offset: Offset) -> Option<Member<'t>> {
        let tape = self.0.tape.get(offset.tape as usize..)?;
        Entries { tape, pos: offset.text as usize, ..self.0 }.member()
    }
}

/// The offset of a member on the tape and of the text before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Offset {
    tape: u32,
    text: u32,
}

impl Offset {
    /// The offset of no member.
    pub const NONE: Self = Self { tape: u32::MAX, text: 0 };
}

/// Converts a length. No text is as long as 4 GiB, see [`crate::text::LONGEST`].
fn small(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl<'t> Entries<'t> {
    fn member(&mut self) -> Option<Member<'t>> {
        let Node { at: key_at, kind: Kind::String(key) } = self.node()? else { return None };
        Some(Member { key, key_at, value: self.node()? })
    }

    fn node(&mut self) -> Option<Node<'t>> {
        let (&head, rest) = self.tape.split_first()?;
        self.tape = rest;
        let start = self.pos + self.number();
        let kind = head & KIND;
        if kind >= ARRAY {
            let is_long = head & LONG != 0;
            let [length, inside] = [(); 2].map(|()| if is_long { self.fixed() } else { self.byte() });
            let (inner, rest) = self.tape.split_at(inside);
            let entries = Entries { tape: inner, pos: start, ..*self };
            (self.tape, self.pos) = (rest, start + length);
            let kind = match kind {
                ARRAY => Kind::Array(Items(entries)),
                kind => Kind::Object(Object { members: Members(entries), whole: kind == WHOLE }),
            };
            return Some(Node { at: start..self.pos, kind });
        }
        let length = match usize::from(head >> 4) {
            LONGEST => LONGEST + self.number(),
            length => length,
        };
        let at = start..start + length;
        self.pos = at.end;
        let text = self.text;
        let kind = match kind {
            NULL => Kind::Null,
            FALSE | TRUE => Kind::Bool(kind == TRUE),
            NUMBER => Kind::Number(&text[at.clone()]),
            WORD => Kind::String(&text[at.clone()]),
            STRING => Kind::String(&text[at.start + 1..at.end - 1]),
            PART => {
                let start = at.start + self.number();
                Kind::String(self.part(text, start))
            }
            COPY => Kind::String(self.copy()),
            NUMBER_COPY => Kind::Number(self.copy()),
            _ => Kind::Unreadable,
        };
        Some(Node { at, kind })
    }

    fn byte(&mut self) -> usize {
        let (&byte, rest) = self.tape.split_first().unwrap_or((&0, &[]));
        self.tape = rest;
        byte.into()
    }

    fn number(&mut self) -> usize {
        varint::take(&mut self.tape)
    }

    fn fixed(&mut self) -> usize {
        let Some((bytes, rest)) = self.tape.split_first_chunk() else { return 0 };
        self.tape = rest;
        u32::from_le_bytes(*bytes) as usize
    }

    fn copy(&mut self) -> &'t str {
        let start = self.number();
        self.part(self.copies, start)
    }

    /// Returns the part of a text whose length is next on the tape.
    fn part(&mut self, text: &'t str, start: usize) -> &'t str {
        let end = start + self.number();
        &text[start..end]
    }
}

/// The bits of an entry's first byte that are its kind. In scalars, the others are the length.
const KIND: u8 = 0x0F;

/// The greatest length in the first byte; the excess follows as a number.
const LONGEST: usize = 0x0F;

pub(super) const NULL: u8 = 0;
pub(super) const FALSE: u8 = 1;
pub(super) const TRUE: u8 = 2;
pub(super) const UNREADABLE: u8 = 3;
pub(super) const NUMBER: u8 = 4;
/// A number that was corrected; the range of its copy follows.
pub(super) const NUMBER_COPY: u8 = 5;
/// A string without quotes.
const WORD: u8 = 6;
/// A string without its first and last byte, the quotes.
const STRING: u8 = 7;
/// A string that begins and ends elsewhere; its range follows.
const PART: u8 = 8;
/// A string that differs from its raw text; the range of its copy follows.
const COPY: u8 = 9;
pub(super) const ARRAY: u8 = 10;
/// An object all of whose members could be read.
pub(super) const WHOLE: u8 = 11;
/// Another object.
pub(super) const OBJECT: u8 = 12;

/// Set if the lengths of an array or object have four bytes each, rather than one.
const LONG: u8 = 0x10;

/// The tape while it is being written.
#[derive(Debug)]
pub(super) struct Tape {
    bytes: Vec<u8>,
    /// The unescaped strings and corrected numbers, one after another.
    copies: String,
    /// The end of the last entry, in the text.
    pos: usize,
}

/// An array or object that is open.
pub(super) struct Opened {
    head: usize,
    /// The offset of its lengths.
    lengths: usize,
    start: usize,
}

impl Tape {
    pub fn new() -> Self {
        Self { bytes: Vec::new(), copies: String::new(), pos: 0 }
    }

    /// Returns the state to [`Self::reset`] to.
    pub fn mark(&self) -> [usize; 3] {
        [self.bytes.len(), self.copies.len(), self.pos]
    }

    pub fn reset(&mut self, [length, copied, pos]: [usize; 3]) {
        self.bytes.truncate(length);
        self.copies.truncate(copied);
        self.pos = pos;
    }

    /// Adds a value that has no text or spans its whole range.
    pub fn put(&mut self, kind: u8, at: Range<usize>) {
        /// Enough for an entry.
        const ENTRY: usize = 48;
        self.bytes.reserve_exact(growth(self.bytes.len(), self.bytes.capacity(), ENTRY));
        let length = at.len();
        let [short, ..] = length.min(LONGEST).to_le_bytes();
        self.bytes.push(kind | short << 4);
        self.number(at.start - self.pos);
        if let Some(more) = length.checked_sub(LONGEST) {
            self.number(more);
        }
        self.pos = at.end;
    }

    /// Adds a string with this content.
    #[expect(clippy::ptr_arg, reason = "a borrowed content is a part of the text")]
    pub fn put_string(&mut self, text: &str, content: &Cow<str>, at: Range<usize>) {
        match content {
            Cow::Borrowed(content) => {
                // The content is a part of the text.
                let start = content.as_ptr() as usize - text.as_ptr() as usize;
                let end = start + content.len();
                match (start - at.start, at.end - end) {
                    // A key without quotes.
                    (0, 0) => return self.put(WORD, at),
                    (1, 1) => return self.put(STRING, at),
                    _ => {}
                }
                self.put(PART, at.clone());
                self.number(start - at.start);
                self.number(content.len());
            }
            Cow::Owned(content) => self.put_copy(COPY, content, at),
        }
    }

    pub fn put_copy(&mut self, kind: u8, content: &str, at: Range<usize>) {
        self.put(kind, at);
        self.number(self.copies.len());
        self.number(content.len());
        let more = growth(self.copies.len(), self.copies.capacity(), content.len());
        self.copies.reserve_exact(more);
        self.copies.push_str(content);
    }

    /// Opens an array or object.
    pub fn open(&mut self, start: usize) -> Opened {
        let head = self.bytes.len();
        self.put(ARRAY, start..start);
        let lengths = self.bytes.len();
        self.bytes.extend_from_slice(&[0; LENGTHS]);
        Opened { head, lengths, start }
    }

    /// Returns the members added to an open object.
    pub fn members<'t>(&'t self, text: &'t str, opened: &Opened) -> Members<'t> {
        let tape = &self.bytes[opened.lengths + LENGTHS..];
        Members(Entries { text, copies: &self.copies, tape, pos: opened.start })
    }

    /// Closes an array or object, whose text ends at `end`.
    pub fn close(&mut self, opened: &Opened, kind: u8, end: usize) {
        let Opened { head, lengths, start } = *opened;
        let first = lengths + LENGTHS;
        let (length, inside) = (end - start, self.bytes.len() - first);
        if let (Ok(length), Ok(inside)) = (u8::try_from(length), u8::try_from(inside)) {
            self.bytes[head] = kind;
            self.bytes.copy_within(first.., lengths + 2);
            self.bytes.truncate(lengths + 2 + usize::from(inside));
            self.bytes[lengths..lengths + 2].copy_from_slice(&[length, inside]);
        } else {
            self.bytes[head] = kind | LONG;
            self.bytes[lengths..lengths + 4].copy_from_slice(&small(length).to_le_bytes());
            self.bytes[lengths + 4..first].copy_from_slice(&small(inside).to_le_bytes());
        }
        self.pos = end;
    }

    /// Returns true if the root is an object.
    pub fn is_object(&self) -> bool {
        self.bytes.first().is_some_and(|head| head & KIND >= WHOLE)
    }

    /// Records that a member of the root may be elsewhere, if the root is an object.
    pub fn root_is_not_whole(&mut self) {
        if let Some(head) = self.bytes.first_mut().filter(|head| **head & KIND == WHOLE) {
            *head = OBJECT | *head & !KIND;
        }
    }

    pub fn parsed(self, text: &str, is_json: bool, is_balanced: bool) -> Parsed<'_> {
        Parsed { text, tape: self.bytes, copies: self.copies, is_json, is_balanced, end: text.len() }
    }

    fn number(&mut self, number: usize) {
        varint::push(&mut self.bytes, number);
    }
}

/// The number of bytes reserved for the lengths of an open array or object.
const LENGTHS: usize = 8;

impl<'a> Parsed<'a> {
    /// Wraps a text that is one value, with no quotes around it.
    pub fn of(text: &'a str, is_string: bool) -> Self {
        let mut tape = Tape::new();
        if is_string {
            tape.put_string(text, &Cow::Borrowed(text), 0..text.len());
        } else {
            tape.put(UNREADABLE, 0..text.len());
        }
        tape.parsed(text, false, true)
    }

    /// Returns the value.
    pub fn root(&self) -> Node<'_> {
        let root = Entries { text: self.text, copies: &self.copies, tape: &self.tape, pos: 0 }.node();
        root.unwrap_or(Node { at: 0..0, kind: Kind::Unreadable })
    }
}
