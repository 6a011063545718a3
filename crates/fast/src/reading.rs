//! Reads a form body that arrives in pieces, and keeps it and its JSON texts.

use alloc::vec::Vec;
use core::ops::Range;

use cbt179_spec::options::CustomsRules;
use cbt179_spec::{FORM, Field};

use crate::base64::{self, Ends};
use crate::json::Cursor;
use crate::notes::Notes;
use crate::rules::{Moment, Reader, Times};
use crate::{MARGIN, grow, is_short, read_text};

/// The largest piece of a body: small enough to stay in the nearest cache until it is decoded.
pub const PIECE: usize = 16 << 10;

/// The offset of the decoded texts, after the piece that is read and its margins.
const TEXTS: usize = MARGIN + PIECE + MARGIN;

/// Exceeds the longest token that must not be split: a part's name or a group of four digits, and the byte after it.
const WHOLE: usize = 16;

/// A body that is read piece by piece.
///
/// ```
/// use cbt179_fast::Reading;
/// use cbt179_spec::options::CustomsRules;
///
/// let body = b"EData=e30%3D&payExInfoStr=e30%3D";
/// let mut reading = Reading::new();
/// reading.begin(body.len());
/// for piece in body.chunks(20) {
///     reading.room()[..piece.len()].copy_from_slice(piece);
///     reading.next(piece.len(), CustomsRules::Error).unwrap();
/// }
/// assert_eq!(reading.text(1), "{}");
/// assert!(!reading.is_clean());
/// ```
pub struct Reading {
    /// A piece of the body between margins, then the decoded texts, each part's with a NUL after it, and a margin.
    buffer: Vec<u8>,
    /// The number of bytes of the body.
    length: usize,
    /// The number of bytes still to come.
    left: usize,
    /// The offset of the next byte in the piece.
    at: usize,
    /// The current part.
    part: Option<usize>,
    parts: [ReadPart; 2],
    times: Times,
    /// Whether the whole body was read and is sound.
    is_sound: bool,
}

/// A part that was read.
struct ReadPart {
    /// The offset of its value in the body; 0 if the part was not found, as the value's name precedes it.
    value: usize,
    /// The indices of the percent-encoded characters among the Base64 characters of the value.
    escaped: Vec<u32>,
    /// The range of its JSON in the decoded texts.
    text: Range<usize>,
    notes: Notes,
}

impl ReadPart {
    const fn new() -> Self {
        Self { value: 0, escaped: Vec::new(), text: 0..0, notes: Notes::new(0, false) }
    }
}

impl Reading {
    /// Creates a reading without a body.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            buffer: Vec::new(),
            length: 0,
            left: 0,
            at: MARGIN,
            part: None,
            parts: [const { ReadPart::new() }; 2],
            times: Times::new(),
            is_sound: false,
        }
    }

    /// Starts a body of `length` bytes.
    pub fn begin(&mut self, length: usize) {
        let Self { mut buffer, parts, .. } = core::mem::take(self);
        // The texts are shorter than the body.
        grow(&mut buffer, length.max(3 * PIECE).saturating_add(TEXTS + 2 * MARGIN));
        let parts = parts.map(|ReadPart { mut escaped, .. }| {
            escaped.clear();
            ReadPart { escaped, ..ReadPart::new() }
        });
        *self = Self { buffer, length, left: length, parts, ..Self::new() };
    }

    /// Returns the buffer for the next piece. Until the body is read, twice as many bytes after it may be overwritten,
    /// too.
    pub fn room(&mut self) -> &mut [u8] {
        &mut self.buffer[MARGIN..][..PIECE]
    }

    /// Reads a piece, the first `length` bytes of [`Self::room`]. Returns `None` if the body is not sound. After the last
    /// piece, [`Self::notes`] holds the possible findings.
    pub fn next(&mut self, length: usize, customs_rules: CustomsRules) -> Option<()> {
        self.is_sound = false;
        self.left = self.left.checked_sub(length).filter(|_| length <= PIECE)?;
        let mut buffer = core::mem::take(&mut self.buffer);
        let read = self.read_piece(&mut buffer, MARGIN + length, customs_rules);
        self.buffer = buffer;
        self.is_sound = read.is_some() && self.left == 0;
        read
    }

    /// Reads the piece that ends at `end` in the buffer.
    fn read_piece(&mut self, buffer: &mut [u8], end: usize, customs_rules: CustomsRules) -> Option<()> {
        let (piece, texts) = buffer.split_at_mut_checked(TEXTS)?;
        // A token that begins after it may continue in the next piece.
        let last = if self.left == 0 { end } else { end - WHOLE };
        while self.at <= last {
            let index = match self.part {
                Some(part) => part,
                None => self.begin_part(&piece[..end])?,
            };
            let part = &mut self.parts[index];
            let from = Ends { text: self.at, bytes: part.text.len() };
            let to = base64::decode(piece, end, last, &mut texts[part.text.start..], from, &mut part.escaped)?;
            self.at = to.text;
            part.text.end = part.text.start + to.bytes;
            if self.left == 0 || piece[..end].get(self.at) == Some(&b'&') {
                texts[part.text.end] = 0;
                self.at += 1;
                self.part = None;
            }
        }
        if self.left == 0 {
            return self.read_texts(texts, customs_rules);
        }
        // Move the unread bytes into the margin before the next piece.
        let rest = self.at..end;
        self.at = MARGIN - rest.len();
        piece.copy_within(rest, self.at);
        Some(())
    }

    /// Passes the name of a part, and returns the part's index.
    fn begin_part(&mut self, piece: &[u8]) -> Option<usize> {
        let rest = &piece[self.at..];
        let is_named = |name: &str| rest.starts_with(name.as_bytes()) && rest.get(name.len()) == Some(&b'=');
        let index = FORM.iter().position(|field| is_named(field.name))?;
        self.at += FORM[index].name.len() + 1;
        // After the NUL of the other part, if it was read.
        let start = self.parts.iter().map(|part| part.text.end + usize::from(part.value > 0)).max()?;
        let part = &mut self.parts[index];
        let is_first = part.value == 0;
        part.value = self.length - self.left + self.at - piece.len();
        part.text = start..start;
        self.part = Some(index);
        is_first.then_some(index)
    }

    /// Reads the JSON texts of both parts.
    fn read_texts(&mut self, texts: &[u8], customs_rules: CustomsRules) -> Option<()> {
        for (index, (field, part)) in FORM.iter().zip(&mut self.parts).enumerate() {
            let text = part.text.clone();
            part.notes = Notes::new(text.len(), index == 1);
            let reader = Reader { customs_rules, notes: &part.notes, times: &self.times };
            read_text(reader, Cursor::new(texts.get(text.start..)?), text.len(), field)?;
        }
        Some(())
    }

    /// Returns whether the whole body was read and has no finding.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let is_clean = |(part, field): (&ReadPart, &Field)| part.notes.is_empty() && is_short(field, part.text.len());
        self.is_sound && self.parts.iter().zip(&FORM).all(is_clean)
    }

    /// Returns the JSON text of a part of a sound body, and otherwise an empty one.
    #[must_use]
    pub fn text(&self, part: usize) -> &str {
        if !self.is_sound {
            return "";
        }
        let text = &self.buffer[TEXTS..][self.parts[part].text.clone()];
        debug_assert!(core::str::from_utf8(text).is_ok());
        // SAFETY: `read_text` returned `Some` for all bytes of the text, so it is JSON: outside strings it is ASCII, and
        // within them each byte that is not was validated by `json::not_ascii`. `next` and a caller that overfills `room`
        // may write to the texts, but only before that: `is_sound` is set last, and cleared first.
        #[allow(unsafe_code)]
        unsafe {
            core::str::from_utf8_unchecked(text)
        }
    }

    /// Returns the offset of a part's value in the body.
    #[must_use]
    pub fn value(&self, part: usize) -> usize {
        self.parts[part].value
    }

    /// Returns the ascending indices of the percent-encoded characters among the Base64 characters of a part.
    #[must_use]
    pub fn escaped(&self, part: usize) -> &[u32] {
        &self.parts[part].escaped
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

impl Default for Reading {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads a whole body. Returns `None` if it is not sound.
#[must_use]
pub fn read(body: &[u8], customs_rules: CustomsRules) -> Option<Reading> {
    let mut reading = Reading::new();
    reading.begin(body.len());
    for piece in body.chunks(PIECE) {
        reading.room()[..piece.len()].copy_from_slice(piece);
        reading.next(piece.len(), customs_rules)?;
    }
    // An empty body has no pieces, so nothing rejected it.
    reading.is_sound.then_some(reading)
}
