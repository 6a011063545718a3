//! The fast way: whether a body is clean, in one pass with nothing built; which values of a sound JSON text the rules must
//! look at; and the body of a clean request.
//!
//! It may only call a body clean where the diagnosis finds nothing at all, and may only pass over a value about
//! which the rules have nothing to say. It leaves anything unusual to them, valid or not. Its layers are those of the
//! diagnosis: Base64 with the percent-encoding around it, JSON, rules; beneath them, work on sixteen bytes at a time.

// What is inlined here by order are steps of a few instructions, within loops: a call would cost more than they do, and
// keep what they work on out of registers.
#![allow(clippy::inline_always)]

pub mod base64;
mod build;
mod json;
mod rules;
pub mod scan;
mod simd;
pub mod times;
mod widen;
mod writer;

pub use build::{ABSENT, Buffers, Values, build, table};
pub use rules::{Held, Keep, TRUSTED};
pub use widen::{as_ascii, widen};
pub use writer::form_value;

use std::ops::Range;

use cbt179_spec::options::CustomsRules;
use cbt179_spec::{FORM, Field, PAY_EX_INFO_WARN};

use base64::{Ends, encoded_length};
use json::Cursor;
use rules::Reader;
use simd::BLOCK;

/// The number of bytes of any value that must stand before and after what is read.
pub const MARGIN: usize = BLOCK;

/// The largest piece of a body that is read at a time: small enough to stay in the nearest cache until it is decoded.
pub const PIECE: usize = 16 << 10;

/// The offset of the decoded texts, after the piece that is read and its margins.
const TEXTS: usize = MARGIN + PIECE + MARGIN;

/// Exceeds the longest token that must not be split: a part's name or a group of four digits, and the byte after it.
const WHOLE: usize = 16;

/// A body that is read piece by piece. Each piece is written after a [`MARGIN`] into one buffer of [`buffer_length`] bytes, which
/// keeps the texts.
#[derive(Default)]
pub struct Reading {
    /// The number of bytes still to come.
    left: usize,
    /// The offsets of the next byte in the piece and in the texts.
    at: Ends,
    /// The current part.
    part: Option<usize>,
    /// The ranges of both JSON texts.
    texts: [Range<usize>; 2],
}

impl Reading {
    /// Starts a body of `length` bytes.
    #[must_use]
    pub fn begin(length: usize) -> Self {
        Self { left: length, at: Ends { text: MARGIN, bytes: 0 }, ..Self::default() }
    }

    /// Reads the next piece, of `length` bytes, and overwrites it. Returns `None` if the body may have a finding.
    pub fn next(&mut self, buffer: &mut [u8], length: usize, customs_rules: CustomsRules) -> Option<()> {
        let (piece, texts) = buffer.split_at_mut_checked(TEXTS).filter(|_| length <= PIECE)?;
        self.left = self.left.checked_sub(length)?;
        let end = MARGIN + length;
        // What begins behind it may go on in the next piece.
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
        // What was not read goes before the next piece, into its margin.
        let rest = self.at.text..end;
        self.at.text = MARGIN - rest.len();
        piece.copy_within(rest, self.at.text);
        Some(())
    }

    /// Passes the name of a part, and returns which it is.
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
        let mut cursor = Cursor::new(&texts[text.start..]);
        cursor.pos = Reader { customs_rules, keep: None }.part(cursor, &FORM[part])?.get();
        cursor.next()?;
        if cursor.pos != text.len() || !is_short(&FORM[part], text.len()) {
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
    // Of nothing there are no pieces.
    !body.is_empty() && body.chunks(PIECE).all(&mut is_read)
}

/// Reads a JSON text against a field of the table, and hands the values that it rejects to `keep`, in the order of the text.
/// Returns `None` if the text is not JSON, or `keep` stopped.
#[must_use]
pub fn notes(text: &str, field: &'static Field, customs_rules: CustomsRules, keep: &dyn Keep) -> Option<()> {
    let mut padded = Vec::with_capacity(text.len() + 1 + BLOCK);
    padded.extend_from_slice(text.as_bytes());
    padded.resize(text.len() + 1 + BLOCK, 0);
    let mut cursor = Cursor::new(&padded);
    cursor.pos = Reader { customs_rules, keep: Some(keep) }.part(cursor, field)?.get();
    cursor.next()?;
    (cursor.pos == text.len()).then_some(())
}

/// Grows `buffer` to at least `length` bytes, of any value.
pub fn grow(buffer: &mut Vec<u8>, length: usize) {
    if buffer.len() < length {
        // What it was goes first, so that both are never there at once.
        *buffer = Vec::new();
        buffer.resize(length, 0);
    }
}

/// Returns whether the Base64 of so many bytes is below the length that gets a warning.
fn is_short(part: &Field, bytes: usize) -> bool {
    part.max.is_none() || encoded_length(bytes) < PAY_EX_INFO_WARN
}

#[cfg(test)]
mod tests;
