//! A part as sent in a form: percent-encoded Base64, or whatever senders put in its place.

use alloc::vec::Vec;
use core::ops::Range;

use super::form::{self, Encoding, Value};
use super::{base64, formats, percent};
use crate::diagnostics::{Faults, Location, catalogue};
use crate::json;
use crate::spec::PAY_EX_INFO_WARN;
use crate::text::SourceMap;

/// A part as sent: percent-encoded Base64.
pub(crate) struct Carrier<'b> {
    /// The range of the value in the body.
    pub value: Range<usize>,
    pub encoding: Encoding,
    pub percent: percent::Decoded<'b>,
    /// The Base64 layers, from the outside in: one, several if it was encoded too often, or none if it was not encoded.
    pub base64: Vec<base64::Decoded>,
    /// True if it carries something other than JSON, which is reported.
    pub is_other: bool,
}

impl<'b> Carrier<'b> {
    /// Decodes the layers around a value. If it carries something other than JSON, this is the only fault reported.
    pub fn read(body: &'b [u8], value: &Value, faults: &mut Faults) -> Self {
        let lexeme = &body[value.at.clone()];
        let head = &lexeme[..lexeme.len().min(3 * formats::HEAD)];
        let head = match value.encoding {
            Encoding::Percent => percent::decode_text(head, 0..head.len(), true).text,
            _ => head.into(),
        };
        let at = || Location::Form(value.at.clone());
        // In a JSON body, `null` is a JSON value.
        if !(value.encoding == Encoding::Json && lexeme == b"null") && formats::report(&head, at(), faults) {
            let percent = match value.encoding {
                Encoding::Percent => percent::decode_text(body, value.at.clone(), true),
                _ => unquoted(body, value),
            };
            let (at, encoding) = (value.at.clone(), value.encoding);
            return Self { value: at, encoding, percent, base64: Vec::new(), is_other: true };
        }
        let mut inner = faults.inner();
        let mut carrier = Self::read_layers(body, value, &mut inner);
        // Base64 without a fault has no asterisks.
        let may_be_masked = !inner.list().is_empty();
        carrier.is_other = !carrier.base64.is_empty()
            && (formats::report_value(&carrier.percent.text, may_be_masked, at(), faults)
                || formats::report(carrier.bytes(), at(), faults));
        if !carrier.is_other {
            faults.adopt(inner, &|_| {});
        }
        carrier
    }

    /// Decodes the layers around a value that carries JSON.
    fn read_layers(body: &'b [u8], value: &Value, faults: &mut Faults) -> Self {
        let Value { at, encoding } = value.clone();
        let lexeme = &body[at.clone()];
        if encoding == Encoding::Json || form::holds_json(lexeme) {
            let percent =
                if encoding == Encoding::Percent { raw_json(body, &at, faults) } else { unquoted(body, value) };
            return Self { value: at, encoding, percent, base64: Vec::new(), is_other: false };
        }
        let percent = match encoding {
            Encoding::Percent => percent::decode(body, at.clone(), faults),
            Encoding::Twice => percent::decode(body, at.clone(), &mut faults.inner()),
            _ if is_percent_encoded(lexeme) => {
                let percent = percent::decode(body, at.clone(), &mut faults.inner());
                faults.add(&catalogue::PERCENT_TWICE, Location::Base64(0..percent.text.len())).value("%").encode();
                percent
            }
            _ => unquoted(body, value),
        };
        check_length(percent.text.len(), faults);
        let base64 = base64::unwrap(&percent.text, faults);
        if encoding == Encoding::Percent {
            bare_padding(&percent, base64[0].padding.clone(), faults);
        }
        Self { value: at, encoding, percent, base64, is_other: false }
    }

    /// Returns the bytes that it carries.
    pub fn bytes(&self) -> &[u8] {
        self.base64.last().map_or(&self.percent.text, |base64| &base64.bytes)
    }

    /// Returns the ranges of bytes that differ from the intended ones, as a wrong character carried a part of them.
    pub fn lost(&self) -> &[Range<usize>] {
        self.base64.last().map_or(&[], |base64| &base64.lost)
    }

    /// Returns true if the bytes are complete, so that they can be re-encoded.
    pub fn is_whole(&self) -> bool {
        !self.is_other && self.base64.iter().all(|base64| !base64.has_losses)
    }
}

/// Returns true if the Base64 of a value is percent-encoded although its body needs no such encoding: one encoding too
/// many.
fn is_percent_encoded(value: &[u8]) -> bool {
    let is_escape =
        |window: &[u8]| matches!(window, [b'%', b'2', b'B' | b'b' | b'F' | b'f'] | [b'%', b'3', b'D' | b'd']);
    value.windows(3).any(is_escape) && !value.contains(&b'\\')
}

/// Decodes and reports a form value that is raw JSON.
fn raw_json<'b>(body: &'b [u8], at: &Range<usize>, faults: &mut Faults) -> percent::Decoded<'b> {
    let value = &body[at.clone()];
    let has = |bytes: &[u8]| value.iter().any(|byte| bytes.contains(byte));
    // If the JSON is not percent-encoded, its `+` is not either.
    let is_bare = has(b"{[\"");
    let percent = percent::decode_text(body, at.clone(), !is_bare);
    // If raw JSON and escapes are mixed, it is unknown which escapes belong to the form, and what a `+` means.
    let has_escape = percent.text.len() < value.len();
    let has_blank = value.windows(3).any(|part| part == b"%20");
    let is_mixed = has_escape && (is_bare || has(b"+") && (has_blank || has(b":,/")));
    let fault = faults.add(&catalogue::BASE64_NOT_ENCODED, Location::Base64(0..percent.text.len()));
    fault.encode().is_guess = is_mixed;
    for at in at.clone().filter(|&at| body[at] == b'&') {
        let location = Location::Form(at..at + 1);
        faults.add(&catalogue::FORM_UNENCODED_AMPERSAND, location).value("&").change(at..at + 1, "%26");
    }
    percent
}

/// Reports padding that is not percent-encoded. Form parsers accept a bare `=` in a value, but code that splits a body
/// by hand may not.
fn bare_padding(percent: &percent::Decoded, padding: Range<usize>, faults: &mut Faults) {
    let source = |at: usize| percent.map.outer(at..at + 1);
    let is_bare = |at: &usize| percent.text[*at] == b'=' && source(*at).len() == 1;
    let bare: Vec<usize> = padding.filter(is_bare).collect();
    if let (Some(first), Some(last)) = (bare.first(), bare.last()) {
        let fault = faults.add(&catalogue::FORM_UNENCODED_EQUALS, Location::Base64(*first..last + 1)).value("=");
        for &at in &bare {
            fault.change(source(at), "%3D");
        }
    }
}

/// Decodes a value that is not percent-encoded.
pub(crate) fn unquoted<'b>(body: &'b [u8], value: &Value) -> percent::Decoded<'b> {
    let at = value.at.clone();
    if value.encoding == Encoding::JsonString {
        let (text, map) = json::unescape(body, at);
        return percent::Decoded { text: text.into(), map };
    }
    let mut map = SourceMap::new(at.start);
    map.push(0, at.start, 1, 1, at.len());
    percent::Decoded { text: body[at].into(), map }
}

/// Checks the length of the current part's Base64, in characters.
pub(crate) fn check_length(length: usize, faults: &mut Faults) {
    let Some(max) = faults.context.part.and_then(|part| part.field().max) else {
        return;
    };
    let code = match length {
        _ if length > max => &catalogue::FORM_VALUE_TOO_LONG,
        PAY_EX_INFO_WARN.. => &catalogue::FORM_VALUE_LONG,
        _ => return,
    };
    let fault = faults.add(code, Location::Base64(0..length));
    fault.arg("length", length).arg("max", max).arg("warn", PAY_EX_INFO_WARN);
}
