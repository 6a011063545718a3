//! The fast pass: recognizes a clean body in one pass without building anything, finds the values of a sound JSON text
//! that the rules must check, and builds the body of a clean request.
//!
//! It may call a body clean only if the diagnosis finds nothing, and may pass over a value only if no rule reports it.
//! Anything unusual, valid or not, is left to the diagnosis. Both have the same layers: Base64 with the
//! percent-encoding around it, JSON, and rules. Here they process sixteen bytes at a time.

// The functions that are always inlined are steps of a few instructions within loops. A call would cost more, and would
// keep their operands out of registers.
#![allow(clippy::inline_always)]

pub mod base64;
mod build;
mod json;
mod rules;
pub mod scan;
mod simd;
pub mod texts;
pub mod times;
mod widen;
mod writer;

pub use build::{ABSENT, Buffers, Values, build, table};
pub use rules::{Held, Keep, Moment};
pub use widen::{as_ascii, widen};
pub use writer::form_value;

use std::ops::Range;

use cbt179_spec::options::CustomsRules;
use cbt179_spec::{FORM, Field, PAY_EX_INFO_WARN};

use base64::{Ends, encoded_length};
use json::Cursor;
use rules::{Reader, Times};
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
    /// The number of bytes still to come.
    left: usize,
    /// The offsets of the next byte in the piece and in the texts.
    at: Ends,
    /// The current part.
    part: Option<usize>,
    /// The ranges of both JSON texts.
    texts: [Range<usize>; 2],
    times: Times,
}

impl Reading {
    /// Starts a body of `length` bytes.
    #[must_use]
    pub const fn begin(length: usize) -> Self {
        Self {
            left: length,
            at: Ends { text: MARGIN, bytes: 0 },
            part: None,
            texts: [const { 0..0 }; 2],
            times: Times::new(None),
        }
    }

    /// Reads the next piece, of `length` bytes, and overwrites it. Returns `None` if the body may have a finding.
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
                self.end_part(part, texts, customs_rules)?;
            }
        }
        if self.left == 0 {
            return self.texts.iter().all(|text| !text.is_empty()).then_some(());
        }
        // Move the unread bytes into the margin before the next piece.
        let rest = self.at.text..end;
        self.at.text = MARGIN - rest.len();
        piece.copy_within(rest, self.at.text);
        Some(())
    }

    /// Passes the name of a part, and returns the part's index.
    fn begin_part(&mut self, piece: &[u8]) -> Option<usize> {
        let rest = &piece[self.at.text..];
        let is_named = |name: &str| rest.starts_with(name.as_bytes()) && rest.get(name.len()) == Some(&b'=');
        let part = FORM.iter().position(|field| is_named(field.name))?;
        let is_first = self.texts[part].is_empty();
        self.at.text += FORM[part].name.len() + 1;
        self.texts[part].start = self.at.bytes;
        self.part = Some(part);
        is_first.then_some(part)
    }

    /// Reads the JSON text of a part that is complete.
    fn end_part(&mut self, part: usize, texts: &mut [u8], customs_rules: CustomsRules) -> Option<()> {
        let text = self.texts[part].start..self.at.bytes;
        texts[text.end] = 0;
        read_text(
            Reader { customs_rules, keep: None, times: &self.times },
            &texts[text.start..],
            text.len(),
            &FORM[part],
        )?;
        if !is_short(&FORM[part], text.len()) {
            return None;
        }
        // Past the `&`, and the NUL.
        self.at = Ends { text: self.at.text + 1, bytes: text.end + 1 };
        self.texts[part] = text;
        self.part = None;
        Some(())
    }

    /// Returns the JSON text of a part, once the body is read.
    #[must_use]
    pub fn text<'a>(&self, part: usize, buffer: &'a [u8]) -> &'a [u8] {
        &buffer[TEXTS..][self.texts[part].clone()]
    }
}

/// Returns the length of the buffer for a body of `length` bytes.
#[must_use]
pub fn buffer_length(length: usize) -> usize {
    // The texts are shorter than the body.
    length.saturating_add(TEXTS + 2 * MARGIN)
}

/// Returns whether a body has no finding; `false` if it may have one.
#[must_use]
pub fn is_clean(body: &[u8], customs_rules: CustomsRules) -> bool {
    let (mut reading, mut buffer) = (Reading::begin(body.len()), vec![0; buffer_length(body.len())]);
    let mut is_read = |piece: &[u8]| {
        buffer[MARGIN..][..piece.len()].copy_from_slice(piece);
        reading.next(&mut buffer, piece.len(), customs_rules).is_some()
    };
    // An empty body has no pieces, but is not clean.
    !body.is_empty() && body.chunks(PIECE).all(&mut is_read)
}

/// Reads a JSON text against a field of the table, and passes the values that the table rejects to `keep`, in the order
/// of the text. Returns `None` if the text is not JSON, or if `keep` stopped. `request` is the time of the request, if
/// known.
#[must_use]
pub fn notes(
    text: &str,
    field: &'static Field,
    customs_rules: CustomsRules,
    request: Option<Moment>,
    keep: &dyn Keep,
) -> Option<()> {
    let mut padded = Vec::with_capacity(text.len() + 1 + BLOCK);
    padded.extend_from_slice(text.as_bytes());
    padded.resize(text.len() + 1 + BLOCK, 0);
    let times = Times::new(request);
    read_text(Reader { customs_rules, keep: Some(keep), times: &times }, &padded, text.len(), field)
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
