//! Decodes Base64 and hex with the deviations found in practice; encodes hex.

use alloc::string::String;
use alloc::vec::Vec;

/// Decoded Base64, and how the text deviates from RFC 4648, section 4.
pub(crate) struct Base64 {
    pub bytes: Vec<u8>,
    /// Padding is missing.
    pub is_unpadded: bool,
    /// A character is from the URL-safe alphabet (section 5).
    pub is_url_safe: bool,
}

/// Decodes Base64, ignoring whitespace; padding may be missing, and both alphabets are accepted.
///
/// An error is the offset of the first wrong character: one outside the alphabets, misplaced padding, or a last digit
/// with nonzero trailing bits. The offset is `text.len()` if the text is truncated.
pub(crate) fn base64(text: &[u8]) -> Result<Base64, usize> {
    let mut out = Base64 { bytes: Vec::with_capacity(text.len() / 4 * 3), is_unpadded: false, is_url_safe: false };
    let mut chars = text.iter().copied().enumerate().filter(|(_, char)| !char.is_ascii_whitespace()).peekable();
    // The number of digits read so far, the bits that are not written yet, and their number.
    let (mut digits, mut bits, mut count) = (0_usize, 0_u32, 0);
    let mut last = 0;
    while let Some((at, char)) = chars.next_if(|(_, char)| *char != b'=') {
        let value = match char {
            b'A'..=b'Z' => char - b'A',
            b'a'..=b'z' => char - b'a' + 26,
            b'0'..=b'9' => char - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return Err(at),
        };
        out.is_url_safe |= matches!(char, b'-' | b'_');
        digits += 1;
        last = at;
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.bytes.push((bits >> count).to_le_bytes()[0]);
            bits &= (1 << count) - 1;
        }
    }
    let padding = match digits % 4 {
        0 => 0,
        1 => return Err(text.len()),
        rest => 4 - rest,
    };
    if bits != 0 {
        return Err(last);
    }
    out.is_unpadded = padding > 0 && chars.peek().is_none();
    for _ in 0..padding {
        if !out.is_unpadded && chars.next().is_none_or(|(_, char)| char != b'=') {
            return Err(text.len());
        }
    }
    chars.next().map_or(Ok(out), |(at, _)| Err(at))
}

/// Decodes hex digits, ignoring whitespace and colons; `None` if there are other characters, an odd number of digits, or
/// none.
pub(crate) fn hex(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 2);
    let mut high = None;
    for &char in text.iter().filter(|char| !char.is_ascii_whitespace() && **char != b':') {
        let digit = char::from(char).to_digit(16)?.to_le_bytes()[0];
        match high.take() {
            Some(high) => out.push(high << 4 | digit),
            None => high = Some(digit),
        }
    }
    (high.is_none() && !out.is_empty()).then_some(out)
}

/// Appends the hex of bytes, in lower case.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    out.extend(digits.filter_map(|digit| char::from_digit(digit.into(), 16)));
}

#[cfg(test)]
mod tests {
    use super::{base64, hex};

    #[test]
    fn reads_base64() {
        for (text, bytes) in [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9v\r\nYg ==\n", "foob")] {
            let decoded = base64(text.as_bytes()).ok().unwrap();
            assert_eq!(decoded.bytes, bytes.as_bytes());
            assert!(!decoded.is_unpadded && !decoded.is_url_safe);
        }
        let decoded = base64(b"-_-_Zg").ok().unwrap();
        assert_eq!(decoded.bytes, b"\xfb\xff\xbff");
        assert!(decoded.is_unpadded && decoded.is_url_safe);
    }

    #[test]
    fn refuses_other_texts() {
        for (text, at) in [("Zg=", 3), ("Z", 1), ("Zg==Zg==", 4), ("Zh==", 1), ("Zm9v=", 4), ("Z\"g=", 1), ("=", 0)] {
            assert_eq!(base64(text.as_bytes()).err(), Some(at), "{text}");
        }
    }

    #[test]
    fn reads_hex() {
        assert_eq!(hex(b"04:aF\n00").unwrap(), [4, 0xaf, 0]);
        assert!(hex(b"").is_none() && hex(b"abc").is_none() && hex(b"0x04").is_none());
    }
}
