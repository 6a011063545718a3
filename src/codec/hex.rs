//! Hexadecimal digits where Base64 is expected.

use super::base64::{Decoded, Segment};

/// The prefixes of hexadecimal in C and in SQL.
const PREFIXES: [&[u8]; 3] = [b"0x", b"0X", b"\\x"];

/// Decodes a text that is the hexadecimal of a JSON object and nothing else.
///
/// Its bytes may be separated, as by .NET's `BitConverter`, or each be written like `\x7b`. The Base64 of a JSON object
/// begins with an `e`, so no text is both.
pub(super) fn decode(text: &[u8]) -> Option<Decoded> {
    let start = PREFIXES.into_iter().find_map(|prefix| text.starts_with(prefix).then_some(prefix.len())).unwrap_or(0);
    let is_json = |bytes: &[u8]| bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).starts_with(b"{");
    let mut out = Decoded { bits: 4, segments: vec![Segment::default()], ..Decoded::default() };
    let mut high = None;
    for (at, &byte) in text.iter().enumerate().skip(start) {
        match (char::from(byte).to_digit(16), high) {
            (Some(digit), _) => {
                out.digits.push(out.digits_read, at, 1, 1, 1);
                out.digits_read += 1;
                high = match high {
                    None => Some(digit),
                    Some(high) => {
                        out.bytes.push(u8::try_from(high * 16 + digit).ok()?);
                        None
                    }
                };
            }
            (None, None) if b"-: \r\n\\x".contains(&byte) => {}
            _ => return None,
        }
        // Most texts are not hexadecimal, which their first bytes show.
        if out.bytes.len() == 4 && !is_json(&out.bytes) {
            return None;
        }
    }
    // An odd digit is half a byte: the text was cut off.
    out.has_losses = high.is_some();
    is_json(&out.bytes).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_hexadecimal_of_json_alone() {
        for (text, bytes) in [
            ("7b7d", Some("{}")),
            ("0x7B7D", Some("{}")),
            ("7B-22-61-22-7D\r\n", Some("{\"a\"}")),
            ("efbbbf7b7d", Some("\u{feff}{}")),
            ("\\x7b\\x7d", Some("{}")),
            ("7b7", Some("{")),
            ("7-b7d", None),
            ("7b7d=", None),
            ("e30=", None),
            ("5b5d", None),
            ("", None),
        ] {
            let read = decode(text.as_bytes());
            assert_eq!(read.as_ref().map(|read| &*read.bytes), bytes.map(str::as_bytes), "{text}");
            if let Some(read) = read.filter(|_| text.contains('-')) {
                assert_eq!((read.outer(1..3), read.inner(4..5)), (3..8, 1..2));
            }
        }
    }
}
