//! Third layer: Base64 (RFC 4648 §4), decoded as far as any sense can be made of it.
//!
//! The decoder is this library's own because it does what no strict one does: it names each fault, goes on behind it,
//! and remembers which characters carry each byte. Encoding is left to the `base64` crate.

use std::ops::Range;

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;

use crate::codes;
use crate::faults::{Faults, Place};
use crate::map::Map;

/// What a Base64 text carries.
pub(crate) struct Decoded {
    pub bytes: Vec<u8>,
    /// From digits, counted without what does not belong there, to the text.
    digits: Map,
    /// How many digits there are.
    digits_read: usize,
    /// Where bytes begin again at a digit of their own: (byte, digit). One entry, but for Base64 joined from several.
    segments: Vec<(usize, usize)>,
}

impl Decoded {
    /// The range of the text whose characters carry any bit of these bytes.
    pub fn outer(&self, bytes: Range<usize>) -> Range<usize> {
        let first = self.digit(bytes.start, 0);
        let behind = if bytes.is_empty() { first } else { self.digit(bytes.end - 1, 7) + 1 };
        self.digits.outer(first..behind)
    }

    /// The bytes of which these characters carry any bit.
    pub fn inner(&self, text: Range<usize>) -> Range<usize> {
        let digits = self.digits.inner(text, self.digits_read);
        let start = self.byte(digits.start, 0, 0);
        let end = if digits.is_empty() { start } else { self.byte(digits.end - 1, 5, 1) };
        start..end.max(start)
    }

    /// The byte that bit `bit` of a digit belongs to, counted from the highest, and `more`; at most as many as there are.
    fn byte(&self, digit: usize, bit: usize, more: usize) -> usize {
        let behind = self.segments.partition_point(|&(_, start)| start <= digit);
        let (byte, start) = self.segments[behind.saturating_sub(1)];
        let end = self.segments.get(behind).map_or(self.bytes.len(), |&(next, _)| next);
        (byte + ((digit - start) * 6 + bit) / 8 + more).min(end)
    }

    /// The digit that carries bit `bit` of a byte, counted from the highest.
    fn digit(&self, byte: usize, bit: usize) -> usize {
        let behind = self.segments.partition_point(|&(start, _)| start <= byte);
        let (start, digit) = self.segments[behind.saturating_sub(1)];
        digit + ((byte - start) * 8 + bit) / 6
    }
}

/// Encodes bytes as Base64 with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// What a character is in Base64.
enum Class {
    Digit(u8),
    UrlSafe(u8),
    Padding,
    Space,
    Percent,
    Other,
}

fn class(byte: u8) -> Class {
    match byte {
        b'A'..=b'Z' => Class::Digit(byte - b'A'),
        b'a'..=b'z' => Class::Digit(byte - b'a' + 26),
        b'0'..=b'9' => Class::Digit(byte - b'0' + 52),
        b'+' => Class::Digit(62),
        b'/' => Class::Digit(63),
        b'-' => Class::UrlSafe(62),
        b'_' => Class::UrlSafe(63),
        b'=' => Class::Padding,
        b' ' | b'\t' | b'\r' | b'\n' => Class::Space,
        b'%' => Class::Percent,
        _ => Class::Other,
    }
}

/// Decodes `text`, leaving out what is not Base64.
pub(crate) fn decode(text: &[u8], faults: &mut Faults) -> Decoded {
    let mut decoder = Decoder {
        text,
        faults,
        out: Decoded {
            bytes: Vec::with_capacity(text.len() / 4 * 3 + 3),
            digits: Map::new(0),
            digits_read: 0,
            segments: vec![(0, 0)],
        },
        in_segment: 0,
        bits: 0,
        last_digit: 0,
    };
    let is_digit = |&byte: &u8| matches!(class(byte), Class::Digit(_) | Class::UrlSafe(_));
    let digits_end = text.iter().rposition(is_digit).map_or(0, |last| last + 1);
    let mut pos = 0;
    while pos < digits_end {
        pos = match class(text[pos]) {
            Class::Digit(value) => {
                decoder.push(value, pos);
                pos + 1
            }
            Class::UrlSafe(value) => {
                decoder.push(value, pos);
                decoder.fault(&codes::BASE64_URL_SAFE, pos..pos + 1)
            }
            Class::Padding => {
                decoder.close();
                let end = decoder.run(pos, |class| matches!(class, Class::Padding));
                decoder.fault(&codes::BASE64_PADDING_INSIDE, pos..end)
            }
            _ => decoder.junk(pos),
        };
    }
    // Behind the last digit there is padding, as much as is due, and maybe what does not belong there.
    let mut due = decoder.close();
    while pos < text.len() {
        pos = match class(text[pos]) {
            Class::Padding if due > 0 => {
                due -= 1;
                pos + 1
            }
            Class::Padding => {
                let end = decoder.run(pos, |class| matches!(class, Class::Padding));
                decoder.fault(&codes::BASE64_EXTRA_PADDING, pos..end)
            }
            _ => decoder.junk(pos),
        };
    }
    if due > 0 {
        decoder.fault(&codes::BASE64_MISSING_PADDING, text.len()..text.len());
    }
    decoder.out
}

struct Decoder<'t, 'f> {
    text: &'t [u8],
    faults: &'f mut Faults,
    out: Decoded,
    /// How many digits there were since the last padding.
    in_segment: usize,
    /// The last digits, newest lowest.
    bits: u32,
    /// Where the last digit stands.
    last_digit: usize,
}

impl Decoder<'_, '_> {
    fn push(&mut self, value: u8, at: usize) {
        self.out.digits.push(self.out.digits_read, at, 1, 1, 1);
        self.bits = self.bits << 6 | u32::from(value);
        self.out.digits_read += 1;
        self.in_segment += 1;
        self.last_digit = at;
        // After 2, 3 and 4 digits of a group of four a byte is whole; 4, 2 and 0 bits of the last digit are left over.
        let in_group = self.in_segment % 4;
        if in_group != 1 {
            let left_over = (4 - in_group) % 4 * 2;
            let [.., byte] = (self.bits >> left_over).to_be_bytes();
            self.out.bytes.push(byte);
        }
    }

    /// Closes what was read since the last padding, and says how many `=` are due behind it.
    fn close(&mut self) -> usize {
        let in_group = self.in_segment % 4;
        let due = (4 - in_group) % 4;
        let last_digit = self.last_digit..self.last_digit + 1;
        self.in_segment = 0;
        self.out.segments.push((self.out.bytes.len(), self.out.digits_read));
        if in_group == 1 {
            self.fault(&codes::BASE64_LENGTH, last_digit);
            return 0;
        }
        let left_over = (1_u32 << (due * 2)) - 1;
        if in_group != 0 && self.bits & left_over != 0 {
            self.fault(&codes::BASE64_TRAILING_BITS, last_digit);
        }
        due
    }

    /// Reports what begins here and is no Base64, and says where it ends.
    fn junk(&mut self, at: usize) -> usize {
        match class(self.text[at]) {
            Class::Percent => self.fault(&codes::PERCENT_MALFORMED, at..at + 1),
            Class::Space => {
                let end = self.run(at, |class| matches!(class, Class::Space));
                self.fault(&codes::BASE64_WHITE_SPACE, at..end)
            }
            _ => {
                let end = self.run(at, |class| matches!(class, Class::Other));
                self.fault(&codes::BASE64_INVALID_CHARACTER, at..end.max(at + 1))
            }
        }
    }

    /// Where a run of such characters ends.
    fn run(&self, start: usize, belongs: fn(Class) -> bool) -> usize {
        let length = self.text[start..].iter().position(|&byte| !belongs(class(byte)));
        length.map_or(self.text.len(), |length| start + length)
    }

    /// Reports a range, and gives its end.
    fn fault(&mut self, code: &'static codes::Code, at: Range<usize>) -> usize {
        let end = at.end;
        let value = (!at.is_empty()).then(|| String::from_utf8_lossy(&self.text[at.clone()]).into_owned());
        self.faults.add(code, Place::Base64(at)).value = value;
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_and_names_faults() {
        for (text, bytes, faulty) in [
            ("", "", vec![]),
            ("YQ==", "a", vec![]),
            ("YWI=", "ab", vec![]),
            ("YWJj", "abc", vec![]),
            ("YWJjZA==", "abcd", vec![]),
            ("YWJj\r\nZA==", "abcd", vec!["base64.white-space"]),
            ("YWJjZA==\n", "abcd", vec!["base64.white-space"]),
            ("YQ", "a", vec!["base64.missing-padding"]),
            ("YQ=", "a", vec!["base64.missing-padding"]),
            ("YQ===", "a", vec!["base64.extra-padding"]),
            ("YWJj=", "abc", vec!["base64.extra-padding"]),
            ("YWJjZ", "abc", vec!["base64.length"]),
            ("YR==", "a", vec!["base64.trailing-bits"]),
            ("YQ==Yg==", "ab", vec!["base64.padding-inside"]),
            ("YQ=\n=", "a", vec!["base64.white-space"]),
            ("YQ==*", "a", vec!["base64.invalid-character"]),
            ("YQ=*=", "a", vec!["base64.invalid-character"]),
            ("=", "", vec!["base64.extra-padding"]),
            ("=YQ==", "a", vec!["base64.padding-inside"]),
            ("YW*Jj", "abc", vec!["base64.invalid-character"]),
            ("YW%Jj", "abc", vec!["percent.malformed"]),
            ("4peP", "●", vec![]),
            ("Pz8_", "???", vec!["base64.url-safe"]),
        ] {
            let mut faults = Faults::default();
            let decoded = decode(text.as_bytes(), &mut faults);
            assert_eq!(decoded.bytes, bytes.as_bytes(), "{text}");
            assert_eq!(faults.ids(), faulty, "{text}");
        }
    }

    #[test]
    fn maps_bytes_to_the_characters_that_carry_them() {
        let plain = decode(b"YWJjZGVm", &mut Faults::default());
        for (bytes, chars) in [
            (0..1, 0..2),
            (1..2, 1..3),
            (2..3, 2..4),
            (3..4, 4..6),
            (0..3, 0..4),
            (1..4, 1..6),
            (0..6, 0..8),
            (0..0, 0..0),
            (6..6, 8..8),
        ] {
            assert_eq!(plain.outer(bytes.clone()), chars, "{bytes:?}");
        }
        for (chars, bytes) in
            [(0..1, 0..1), (1..2, 0..2), (2..3, 1..3), (3..4, 2..3), (4..5, 3..4), (0..8, 0..6), (8..8, 6..6)]
        {
            assert_eq!(plain.inner(chars.clone()), bytes, "{chars:?}");
        }
        let broken = decode(b"YW\nJjZA==", &mut Faults::default());
        assert_eq!(broken.outer(1..2), 1..4);
        assert_eq!(broken.outer(3..4), 5..7);
        let joined = decode(b"YQ==Yg==", &mut Faults::default());
        assert_eq!(joined.outer(1..2), 4..6);
        assert_eq!(broken.inner(2..3), 1..1);
        assert_eq!(broken.inner(6..9), 3..4);
        assert_eq!(joined.inner(1..5), 0..2);
        assert_eq!(joined.inner(2..4), 1..1);
    }
}
