//! The fast way: whether a body is clean, in one go and with nothing built; and the body of a request that is.
//!
//! It may only say that a body is clean where [`crate::check::diagnose`] finds nothing at all. Whatever is odd it leaves
//! to that, be it right or wrong, so it knows nothing of faults. Its layers are those of the diagnosis: Base64 with the
//! percent-encoding around it, JSON, rules; and beneath them what is done with sixteen bytes at a time.

// What is inlined here by order are steps of a few instructions, within loops: a call would cost more than they do, and
// keep what they work on out of registers.
#![allow(clippy::inline_always)]
// Natively a request comes as JSON text, which is as soon read as built of values.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, unused_imports))]

mod base64;
mod build;
mod json;
mod lanes;
mod out;
mod rules;
mod utf16;

pub(crate) use build::{ABSENT, Room, Values, build, table};
pub(crate) use out::form_value;
pub(crate) use utf16::{as_ascii, widen};

use std::ops::Range;

use crate::base64::encoded_length;
use crate::interface::{FORM, Field, Kind, PAY_EX_INFO_WARN};
use crate::options::CustomsRules;

use base64::Ends;
use json::Cursor;
use lanes::BLOCK;
use rules::Reader;

/// How many bytes there must be before and behind a body; what they are does not matter.
pub(crate) const MARGIN: usize = BLOCK;

/// Decodes in place the body that stands in `form` between two margins. Says where the JSON texts of both parts stand then,
/// if there is nothing to be found in them; if there may be, the body is gone.
pub(crate) fn read_clean(form: &mut [u8], customs_rules: CustomsRules) -> Option<[Range<usize>; 2]> {
    let end = form.len() - MARGIN;
    let mut texts = [0..0, 0..0];
    let mut at = Ends { text: MARGIN, bytes: 0 };
    for is_last in [false, true] {
        let rest = &form[at.text.min(end)..end];
        let is_named = |name: &str| rest.starts_with(name.as_bytes()) && rest.get(name.len()) == Some(&b'=');
        let part = FORM.iter().position(|field| is_named(field.name))?;
        let start = at.bytes;
        at = base64::decode(form, end, Ends { text: at.text + FORM[part].name.len() + 1, ..at })?;
        let text = start..at.bytes;
        form[text.end] = 0;
        let Kind::Object(fields) = FORM[part].kind else { return None };
        let mut cursor = Cursor::new(&form[start..]);
        cursor.pos = Reader { customs_rules }.object(cursor, fields)?.get();
        cursor.next()?;
        let is_whole = cursor.pos == text.len() && (at.text == end) == is_last;
        if !is_whole || !is_short(&FORM[part], text.len()) || !texts[part].is_empty() {
            return None;
        }
        texts[part] = text;
        // Past the `&`, and the NUL.
        at = Ends { text: at.text + 1, bytes: at.bytes + 1 };
    }
    Some(texts)
}

/// Sees to it that a buffer has so many bytes, whatever they are.
pub(crate) fn grow(buffer: &mut Vec<u8>, length: usize) {
    if buffer.len() < length {
        // What it was goes first, so that both are never there at once.
        *buffer = Vec::new();
        buffer.resize(length, 0);
    }
}

/// Whether nothing is to be said of how long the Base64 is of a part of so many bytes.
fn is_short(part: &Field, bytes: usize) -> bool {
    part.max.is_none() || encoded_length(bytes) < PAY_EX_INFO_WARN
}

#[cfg(test)]
mod tests;
