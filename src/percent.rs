//! Second layer: percent-decoding of a form value (WHATWG URL), with its faults and where each byte came from.

use std::borrow::Cow;
use std::ops::Range;

use crate::codes;
use crate::faults::{Faults, Place};
use crate::map::Map;

/// A value without its percent-encoding.
pub(crate) struct Decoded {
    pub text: Vec<u8>,
    /// From `text` to the body.
    pub map: Map,
}

/// Decodes the value that stands at `at` in the body.
///
/// A raw `+` is a space to every form parser. No space belongs into Base64 and every one of these `+` was meant, so it
/// is reported and kept: decoding goes on as if it had been `%2B`. A value that still holds escapes was encoded twice:
/// it is decoded once more. A `%` that begins no escape stays, and the Base64 layer names it.
pub(crate) fn decode(body: &[u8], at: Range<usize>, faults: &mut Faults) -> Decoded {
    let mut text = Vec::with_capacity(at.len());
    let mut map = Map::new(at.start);
    let mut pos = at.start;
    while pos < at.end {
        let (byte, width) = unescape(&body[pos..at.end]);
        if width == 1 && byte == b'+' {
            let here = text.len()..text.len() + 1;
            faults.add(&codes::FORM_UNENCODED_PLUS, Place::Base64(here)).value("+");
        }
        map.push(text.len(), pos, 1, width);
        text.push(byte);
        pos += width;
    }
    let once = Decoded { text, map };
    if once.text.windows(3).any(|three| unescape(three).1 == 3) { decode_again(&once, faults) } else { once }
}

fn decode_again(once: &Decoded, faults: &mut Faults) -> Decoded {
    let mut text = Vec::with_capacity(once.text.len());
    let mut map = Map::new(once.map.outer(0..0).start);
    let mut pos = 0;
    while pos < once.text.len() {
        let (byte, width) = unescape(&once.text[pos..]);
        let outer = once.map.outer(pos..pos + width);
        if width == 3 {
            let here = text.len()..text.len() + 1;
            faults
                .add(&codes::PERCENT_TWICE, Place::Base64(here))
                .value(String::from_utf8_lossy(&once.text[pos..pos + 3]));
        }
        map.push(text.len(), outer.start, 1, outer.len());
        text.push(byte);
        pos += width;
    }
    Decoded { text, map }
}

/// Decodes the name of a form field, where `+` is a space.
pub(crate) fn decode_name(name: &[u8]) -> Cow<'_, str> {
    if !name.contains(&b'%') && !name.contains(&b'+') {
        return String::from_utf8_lossy(name);
    }
    let mut text = Vec::with_capacity(name.len());
    let mut pos = 0;
    while pos < name.len() {
        let (byte, width) = unescape(&name[pos..]);
        text.push(if width == 1 && byte == b'+' { b' ' } else { byte });
        pos += width;
    }
    Cow::Owned(String::from_utf8_lossy(&text).into_owned())
}

/// Percent-encodes Base64 text for a form body: `+`, `/` and `=` are the characters that need it.
pub(crate) fn encode_base64(text: &str, out: &mut String) {
    for part in text.split_inclusive(['+', '/', '=']) {
        let (plain, escape) = match part.as_bytes().last() {
            Some(b'+') => (&part[..part.len() - 1], "%2B"),
            Some(b'/') => (&part[..part.len() - 1], "%2F"),
            Some(b'=') => (&part[..part.len() - 1], "%3D"),
            _ => (part, ""),
        };
        out.push_str(plain);
        out.push_str(escape);
    }
}

/// The first byte of a text that is not empty, and how many bytes spell it: 3 in an escape, otherwise 1.
fn unescape(text: &[u8]) -> (u8, usize) {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    if let &[b'%', high, low, ..] = text
        && let (Some(high), Some(low)) = (digit(high), digit(low))
        && let Ok(byte) = u8::try_from(high * 16 + low)
    {
        return (byte, 3);
    }
    (text[0], 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_and_names_faults() {
        for (body, text, faulty) in [
            ("YWJj", "YWJj", vec![]),
            ("%2b%2F%3D", "+/=", vec![]),
            ("a+b", "a+b", vec!["form.unencoded-plus"]),
            ("a%252B%3d", "a+=", vec!["percent.twice"]),
            ("100%", "100%", vec![]),
            ("%2", "%2", vec![]),
            ("%zz%41", "%zzA", vec![]),
            ("%%41", "%A", vec![]),
        ] {
            let mut faults = Faults::default();
            let decoded = decode(body.as_bytes(), 0..body.len(), &mut faults);
            assert_eq!(decoded.text, text.as_bytes(), "{body}");
            assert_eq!(faults.ids(), faulty, "{body}");
        }
    }

    #[test]
    fn maps_back_to_the_body() {
        let decoded = decode(b"x=a%2Bb", 2..7, &mut Faults::default());
        assert_eq!(decoded.map.outer(1..2), 3..6);
        assert_eq!(decoded.map.outer(2..3), 6..7);

        let twice = decode(b"x=a%252Bb", 2..9, &mut Faults::default());
        assert_eq!(twice.text, b"a+b");
        assert_eq!(twice.map.outer(1..2), 3..8);
        assert_eq!(twice.map.outer(2..3), 8..9);
    }

    #[test]
    fn encodes_what_base64_needs() {
        let mut out = String::new();
        encode_base64("ab+/cd==", &mut out);
        assert_eq!(out, "ab%2B%2Fcd%3D%3D");
    }
}
