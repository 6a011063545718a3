//! A part as sent in a form: percent-encoded Base64, or whatever senders put in its place.

use std::ops::Range;

use super::form::{self, Encoding, Value};
use super::{base64, percent};
use crate::diagnostics::{Faults, Location, catalogue};
use crate::json;
use crate::spec::PAY_EX_INFO_WARN;
use crate::text::SourceMap;

/// A part as sent: percent-encoded Base64.
pub(crate) struct Carrier {
    /// The range of the value in the body.
    pub value: Range<usize>,
    pub encoding: Encoding,
    pub percent: percent::Decoded,
    /// The Base64 layers, from the outside in: one, several if it was encoded too often, or none if it was not encoded.
    pub base64: Vec<base64::Decoded>,
}

impl Carrier {
    /// Decodes the layers around a value. Returns `None` if the value is a word such as `null`.
    pub fn read(body: &[u8], value: &Value, faults: &mut Faults) -> Option<Self> {
        let Value { at, encoding } = value.clone();
        let lexeme = &body[at.clone()];
        if let Some(word) = word_for_nothing(lexeme).filter(|_| encoding != Encoding::Json) {
            faults.add(&catalogue::BASE64_NO_VALUE, Location::Form(at)).value(word).may_quote = true;
            return None;
        }
        if encoding == Encoding::Json || form::holds_json(lexeme) {
            let percent =
                if encoding == Encoding::Percent { raw_json(body, &at, faults) } else { unquoted(body, value) };
            return Some(Self { value: at, encoding, percent, base64: Vec::new() });
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
        Some(Self { value: at, encoding, percent, base64 })
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
        self.base64.iter().all(|base64| !base64.has_losses)
    }
}

/// Returns the word that programs write for a missing value or for an object, if that is the whole value.
fn word_for_nothing(value: &[u8]) -> Option<&'static str> {
    const LONGEST: usize = 60;
    let value = if value.len() <= LONGEST { percent::decode_name(value) } else { return None };
    ["null", "undefined", "NaN", "None", "nil", "[object Object]"].into_iter().find(|word| value.trim() == *word)
}

/// Returns true if the Base64 of a value is percent-encoded although its body needs no such encoding: one encoding too
/// many.
fn is_percent_encoded(value: &[u8]) -> bool {
    let is_escape =
        |window: &[u8]| matches!(window, [b'%', b'2', b'B' | b'b' | b'F' | b'f'] | [b'%', b'3', b'D' | b'd']);
    value.windows(3).any(is_escape) && !value.contains(&b'\\')
}

/// Decodes and reports a form value that is raw JSON.
fn raw_json(body: &[u8], at: &Range<usize>, faults: &mut Faults) -> percent::Decoded {
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
fn unquoted(body: &[u8], value: &Value) -> percent::Decoded {
    let at = value.at.clone();
    if value.encoding == Encoding::JsonString {
        let (text, map) = json::unescape(body, at);
        return percent::Decoded { text, map };
    }
    let mut map = SourceMap::new(at.start);
    map.push(0, at.start, 1, 1, at.len());
    percent::Decoded { text: body[at].to_vec(), map }
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
