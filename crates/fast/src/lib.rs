//! The fast pass: reads a sound body in one pass without building anything, notes the values that the rules must check,
//! and builds the body of a request.
//!
//! It leaves a value unnoted only if no rule reports it, so a body without notes is clean. A body with anything unusual
//! in its encodings or its JSON, valid or not, is left to the diagnosis. Both have the same layers: Base64 with the
//! percent-encoding around it, JSON, and rules. Here they process sixteen bytes at a time.

#![cfg_attr(not(test), no_std)]
// The functions that are always inlined are steps of a few instructions within loops. A call would cost more, and would
// keep their operands out of registers.
#![allow(clippy::inline_always)]

#[macro_use]
extern crate alloc;
#[cfg(not(target_arch = "wasm32"))]
extern crate std;

use alloc::vec::Vec;

pub mod base64;
mod build;
pub mod json;
pub mod notes;
mod reading;
mod rules;
pub mod scan;
mod simd;
pub mod strings;
mod tape;
pub mod texts;
pub mod times;
mod widen;
mod writer;

pub use build::{ABSENT, Buffers, Values, build, table};
pub use notes::{Escapes, Note, NoteKind, Notes};
pub use reading::{PIECE, Reading, read};
pub use rules::{Moment, Times};
pub use tape::Tape;
pub use widen::widen;
pub use writer::{form_value, percent_encoded};

use cbt179_spec::options::CustomsRules;
use cbt179_spec::{Field, PAY_EX_INFO_WARN};

use base64::encoded_length;
use json::{Cursor, Padded};
use rules::Reader;
use simd::BLOCK;

/// The number of arbitrary bytes that must follow the bytes to read.
pub const MARGIN: usize = BLOCK;

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
    let padded = Padded::new(text.as_bytes());
    let notes = Notes::new(text.len(), is_signed);
    read_text(Reader { customs_rules, notes: &notes, times }, padded.at(0), text.len(), field)?;
    Some(notes)
}

/// Reads a JSON text of this length to its end.
fn read_text(reader: Reader, mut cursor: Cursor, length: usize, field: &'static Field) -> Option<()> {
    cursor.pos = reader.part(cursor, field)?.get();
    cursor.next()?;
    (cursor.pos == length).then_some(())
}

/// Grows `buffer` to at least `length` bytes, of any value.
pub fn grow(buffer: &mut Vec<u8>, length: usize) {
    if buffer.len() < length {
        // Free the old buffer first, so that both never exist at once.
        *buffer = Vec::new();
        *buffer = vec![0; length];
    }
}

/// Returns whether the Base64 of this many bytes is shorter than the length that gets a warning.
fn is_short(part: &Field, bytes: usize) -> bool {
    part.max.is_none() || encoded_length(bytes) < PAY_EX_INFO_WARN
}

#[cfg(test)]
mod tests;
