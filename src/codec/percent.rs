//! Second layer: percent-decodes a form value (WHATWG URL), reports its faults, and maps each byte back to its source.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::diagnostics::{Change, Faults, Location, catalogue};
use crate::text::SourceMap;
use cbt179_fast::scan::ByteSet;

/// A percent-decoded value.
pub(crate) struct Decoded<'b> {
    /// The text; a part of the body if no byte of it was decoded.
    pub text: Cow<'b, [u8]>,
    /// Maps `text` to the body.
    pub map: SourceMap,
}

/// Decodes the value at `at` in the body.
///
/// A raw `+` is a space to every form parser. Base64 contains no spaces, so each such `+` was meant literally. It is
/// reported and kept: decoding continues as if it had been `%2B`.
///
/// Base64 contains no `%` either. An escape that decodes to the `%` of another escape was therefore encoded twice or
/// more, and is decoded to the end. A `%` that begins no escape is kept, and the Base64 layer reports it.
pub(crate) fn decode<'b>(body: &'b [u8], at: Range<usize>, faults: &mut Faults) -> Decoded<'b> {
    let body = &body[..at.end];
    let mut left_over = None;
    // An encoder escapes every `+` or none, so beside an escaped one, a raw `+` may replace any digit.
    let is_guess = || body[at.start..].windows(3).any(|part| part.eq_ignore_ascii_case(b"%2B"));
    let mut is_mixed = None;
    let decoded = decode_with(body, at.start, &mut |inner, pos| {
        let rest = &body[pos..];
        let (byte, width) = escape(rest).map_or((rest[0], 1), |byte| innermost(rest, byte));
        if (byte, width) == (b'+', 1) {
            let is_guess = *is_mixed.get_or_insert_with(is_guess);
            let (code, change) = (&catalogue::FORM_UNENCODED_PLUS, Change::new(pos..pos + 1, "%2B"));
            if !faults.again(code, Some(change), is_guess) {
                let fault = faults.add(code, Location::Base64(inner..inner + 1)).value("+");
                fault.change(pos..pos + 1, "%2B").is_guess = is_guess;
            }
        }
        if width > 3 && left_over.is_none() {
            left_over = Some(String::from_utf8_lossy(&rest[width - 2..width]));
        }
        (byte, width)
    });
    if let Some(digits) = left_over {
        let location = Location::Base64(0..decoded.text.len());
        faults.add(&catalogue::PERCENT_TWICE, location).value(format!("%{digits}")).encode();
    }
    decoded
}

/// Decodes a value at `at` in the body that is text, not Base64. The caller decides whether `+` is a space or itself.
pub(crate) fn decode_text(body: &[u8], at: Range<usize>, plus_is_space: bool) -> Decoded<'_> {
    let body = &body[..at.end];
    decode_with(body, at.start, &mut |_, pos| decode_first(&body[pos..], plus_is_space))
}

/// Decodes the byte or escape at the start of a text. Returns the byte and the number of bytes read: `%41b` gives
/// `(b'A', 3)`.
fn decode_first(text: &[u8], plus_is_space: bool) -> (u8, usize) {
    match (escape(text), text[0]) {
        (Some(byte), _) => (byte, 3),
        (None, b'+') if plus_is_space => (b' ', 1),
        (None, byte) => (byte, 1),
    }
}

/// Decodes the value from `start` to the end of the body.
///
/// `special` decodes a `%` or `+`: from its offsets in the decoded text and in the body, it returns the byte and the
/// length of its escape.
fn decode_with<'b>(body: &'b [u8], start: usize, special: &mut dyn FnMut(usize, usize) -> (u8, usize)) -> Decoded<'b> {
    // The bytes from `start` to `pos` are the text, until one of them differs.
    let mut text: Option<Vec<u8>> = None;
    let mut map = SourceMap::new(start);
    let (mut inner, mut pos) = (0, start);
    while pos < body.len() {
        let rest = &body[pos..];
        let plain = ESCAPED.find(rest).unwrap_or(rest.len());
        if plain > 0 {
            map.push(inner, pos, 1, 1, plain);
            if let Some(text) = &mut text {
                text.extend_from_slice(&rest[..plain]);
            }
            (inner, pos) = (inner + plain, pos + plain);
            continue;
        }
        let (byte, width) = special(inner, pos);
        map.push(inner, pos, 1, width, 1);
        if text.is_none() && (byte, width) != (rest[0], 1) {
            let mut own = Vec::with_capacity(body.len() - start);
            own.extend_from_slice(&body[start..pos]);
            text = Some(own);
        }
        if let Some(text) = &mut text {
            text.push(byte);
        }
        (inner, pos) = (inner + 1, pos + width);
    }
    Decoded { text: text.map_or(Cow::Borrowed(&body[start..]), Cow::Owned), map }
}

/// Decodes escapes whose `%` is itself escaped. Returns the innermost byte and the length of the whole: `+` and 5 for
/// `%252B`.
fn innermost(text: &[u8], mut byte: u8) -> (u8, usize) {
    let mut width = 3;
    while let (b'%', Some(inner)) = (byte, hex(&text[width..])) {
        byte = inner;
        width += 2;
    }
    (byte, width)
}

/// Decodes the name of a form field, where `+` is a space.
pub(crate) fn decode_name(name: &[u8]) -> Cow<'_, str> {
    match decode_text(name, 0..name.len(), true).text {
        Cow::Borrowed(name) => String::from_utf8_lossy(name),
        Cow::Owned(name) => String::from_utf8_lossy(&name).into_owned().into(),
    }
}

/// The characters that may represent another byte.
const ESCAPED: ByteSet = ByteSet::of(b"%+");

/// Decodes the escape at the start of a text, if there is one.
fn escape(text: &[u8]) -> Option<u8> {
    text.strip_prefix(b"%").and_then(hex)
}

/// Decodes the two hexadecimal digits at the start of a text, if there are any.
fn hex(text: &[u8]) -> Option<u8> {
    let digit = |index: usize| char::from(*text.get(index)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}
