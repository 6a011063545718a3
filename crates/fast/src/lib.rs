//! The fast pass: reads a sound body in one pass without building anything, notes the values that the rules must check,
//! and builds the body of a request.
//!
//! It leaves a value unnoted only if no rule reports it, so a body without notes is clean. A body with anything unusual
//! in its encodings or its JSON, valid or not, is left to the diagnosis. Both have the same layers: Base64 with the
//! percent-encoding around it, JSON, and rules. Here they process sixteen bytes at a time.

// The functions that are always inlined are steps of a few instructions within loops. A call would cost more, and would
// keep their operands out of registers.
#![allow(clippy::inline_always)]

mod ascii;
pub mod base64;
mod build;
mod json;
pub mod notes;
mod rules;
pub mod scan;
mod simd;
pub mod strings;
pub mod texts;
pub mod times;
mod widen;
mod writer;

pub use ascii::to_ascii_json;
pub use build::{ABSENT, Buffers, Values, build, table};
pub use notes::{Escapes, Note, NoteKind, Notes};
pub use rules::{Moment, Times};
pub use widen::widen;
pub use writer::{form_value, percent_encoded};

use std::ops::Range;

use cbt179_spec::options::CustomsRules;
use cbt179_spec::{FORM, Field, PAY_EX_INFO_WARN};

use base64::{Ends, encoded_length};
use json::Cursor;
use rules::Reader;
use simd::BLOCK;

/// The number of arbitrary bytes that must precede and follow the bytes to read.
pub const MARGIN: usize = BLOCK;

/// The largest piece of a body that is read at a time: small enough to stay in the nearest cache until it is decoded.
pub const PIECE: usize = 16 << 10;

/// The offset of the decoded texts, after the piece that is read and its margins.
const TEXTS: usize = MARGIN + PIECE + MARGIN;

/// Exceeds the longest token that must not be split: a part's name or a group of four digits, and the byte after it.
const WHOLE: usize = 16;

/// A body that is read piece by piece.
///
/// Each piece is written after a [`MARGIN`] into one buffer of [`buffer_length`] bytes, which keeps the texts.
pub struct Reading {
    length: usize,
    /// The number of bytes still to come.
    left: usize,
    /// The offsets of the next byte in the piece and in the texts.
    at: Ends,
    /// The current part.
    part: Option<usize>,
    parts: [ReadPart; 2],
    times: Times,
}

/// A part that was read.
struct ReadPart {
    /// The range of its value in the body.
    value: Range<usize>,
    /// The range of its JSON in the decoded texts.
    text: Range<usize>,
    notes: Notes,
}

impl ReadPart {
    const fn new() -> Self {
        Self { value: 0..0, text: 0..0, notes: Notes::new(0, false) }
    }
}

impl Reading {
    /// Starts a body of `length` bytes.
    #[must_use]
    pub const fn begin(length: usize) -> Self {
        Self {
            length,
            left: length,
            at: Ends { text: MARGIN, bytes: 0 },
            part: None,
            parts: [const { ReadPart::new() }; 2],
            times: Times::new(),
        }
    }

    /// Reads the next piece, of `length` bytes. Returns `None` if the body is not sound. After the last piece,
    /// [`Self::notes`] holds the possible findings.
    pub fn next(&mut self, buffer: &mut [u8], length: usize, customs_rules: CustomsRules) -> Option<()> {
        let (piece, texts) = buffer.split_at_mut_checked(TEXTS).filter(|_| length <= PIECE)?;
        self.left = self.left.checked_sub(length)?;
        let end = MARGIN + length;
        // A token that begins after it may continue in the next piece.
        let last = if self.left == 0 { end } else { end - WHOLE };
        while self.at.text <= last {
            let part = match self.part {
                Some(part) => part,
                None => self.begin_part(&piece[..end])?,
            };
            self.at = base64::decode(piece, end, last, texts, self.at)?;
            if self.left == 0 || piece[..end].get(self.at.text) == Some(&b'&') {
                self.end_part(part, texts, end);
            }
        }
        if self.left == 0 {
            return self.read_texts(texts, customs_rules);
        }
        // Move the unread bytes into the margin before the next piece.
        let rest = self.at.text..end;
        self.at.text = MARGIN - rest.len();
        piece.copy_within(rest, self.at.text);
        Some(())
    }

    /// Returns the offset of the next byte in the body. The current piece ends at `end`.
    fn in_body(&self, end: usize) -> usize {
        self.length - self.left + self.at.text - end
    }

    /// Passes the name of a part, and returns the part's index.
    fn begin_part(&mut self, piece: &[u8]) -> Option<usize> {
        let rest = &piece[self.at.text..];
        let is_named = |name: &str| rest.starts_with(name.as_bytes()) && rest.get(name.len()) == Some(&b'=');
        let part = FORM.iter().position(|field| is_named(field.name))?;
        // A value never starts at 0, as its name precedes it.
        let is_first = self.parts[part].value.start == 0;
        self.at.text += FORM[part].name.len() + 1;
        self.parts[part].value.start = self.in_body(piece.len());
        self.parts[part].text.start = self.at.bytes;
        self.part = Some(part);
        is_first.then_some(part)
    }

    /// Records the end of a part, and moves past it.
    fn end_part(&mut self, part: usize, texts: &mut [u8], end: usize) {
        self.parts[part].value.end = self.in_body(end);
        self.parts[part].text.end = self.at.bytes;
        texts[self.at.bytes] = 0;
        // Past the `&`, and the NUL.
        self.at = Ends { text: self.at.text + 1, bytes: self.at.bytes + 1 };
        self.part = None;
    }

    /// Reads the JSON texts of both parts.
    fn read_texts(&mut self, texts: &[u8], customs_rules: CustomsRules) -> Option<()> {
        for (index, (field, part)) in FORM.iter().zip(&mut self.parts).enumerate() {
            let text = part.text.clone();
            part.notes = Notes::new(text.len(), index == 1);
            let reader = Reader { customs_rules, notes: &part.notes, times: &self.times };
            read_text(reader, texts.get(text.start..)?, text.len(), field)?;
        }
        Some(())
    }

    /// Returns whether the body has no finding, once it is read.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let is_clean = |(part, field): (&ReadPart, &Field)| part.notes.is_empty() && is_short(field, part.text.len());
        // Without a second text, the reading is not over.
        !self.parts[1].text.is_empty() && self.parts.iter().zip(&FORM).all(is_clean)
    }

    /// Returns the JSON text of a part, once the body is read.
    #[must_use]
    pub fn text<'a>(&self, part: usize, buffer: &'a [u8]) -> &'a [u8] {
        &buffer[TEXTS..][self.parts[part].text.clone()]
    }

    /// Returns the whole body if it was a single piece, which is never overwritten.
    #[must_use]
    pub fn body<'a>(&self, buffer: &'a [u8]) -> Option<&'a [u8]> {
        if self.length > PIECE { None } else { buffer[MARGIN..].get(..self.length) }
    }

    /// Returns the range of a part's value in the body.
    #[must_use]
    pub fn value(&self, part: usize) -> Range<usize> {
        self.parts[part].value.clone()
    }

    /// Returns the notes on a part.
    #[must_use]
    pub fn notes(&self, part: usize) -> &Notes {
        &self.parts[part].notes
    }

    /// Returns the time of the request, if it is valid.
    #[must_use]
    pub fn request_time(&self) -> Option<Moment> {
        self.times.request()
    }
}

/// Returns the length of the buffer for a body of `length` bytes.
#[must_use]
pub fn buffer_length(length: usize) -> usize {
    // The texts are shorter than the body.
    length.saturating_add(TEXTS + 2 * MARGIN)
}

/// Reads a body, and returns the reading and the buffer with its texts. Returns `None` if the body is not sound.
#[must_use]
pub fn read(body: &[u8], customs_rules: CustomsRules) -> Option<(Reading, Vec<u8>)> {
    let (mut reading, mut buffer) = (Reading::begin(body.len()), vec![0; buffer_length(body.len())]);
    for piece in body.chunks(PIECE) {
        buffer[MARGIN..][..piece.len()].copy_from_slice(piece);
        reading.next(&mut buffer, piece.len(), customs_rules)?;
    }
    // An empty body has no pieces, so nothing rejected it.
    (!body.is_empty()).then_some((reading, buffer))
}

/// Reads a JSON text against a field of the table, and notes the possible findings. Returns `None` if the text is not
/// JSON, or if there would be too many notes.
#[must_use]
pub fn notes(
    text: &str,
    field: &'static Field,
    is_signed: bool,
    customs_rules: CustomsRules,
    times: &Times,
) -> Option<Notes> {
    let mut padded = Vec::with_capacity(text.len() + 1 + BLOCK);
    padded.extend_from_slice(text.as_bytes());
    padded.resize(text.len() + 1 + BLOCK, 0);
    let notes = Notes::new(text.len(), is_signed);
    read_text(Reader { customs_rules, notes: &notes, times }, &padded, text.len(), field)?;
    Some(notes)
}

/// Reads a JSON text of this length, with a NUL and a margin after it, to its end.
fn read_text(reader: Reader, padded: &[u8], length: usize, field: &'static Field) -> Option<()> {
    let mut cursor = Cursor::new(padded);
    cursor.pos = reader.part(cursor, field)?.get();
    cursor.next()?;
    (cursor.pos == length).then_some(())
}

/// Grows `buffer` to at least `length` bytes, of any value.
pub fn grow(buffer: &mut Vec<u8>, length: usize) {
    if buffer.len() < length {
        // Free the old buffer first, so that both never exist at once.
        *buffer = Vec::new();
        buffer.resize(length, 0);
    }
}

/// Returns whether the Base64 of this many bytes is shorter than the length that gets a warning.
fn is_short(part: &Field, bytes: usize) -> bool {
    part.max.is_none() || encoded_length(bytes) < PAY_EX_INFO_WARN
}

#[cfg(test)]
mod tests;
