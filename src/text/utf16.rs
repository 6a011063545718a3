//! Text in UTF-16, which Windows and .NET call Unicode.

use super::SourceMap;

/// Decodes bytes that are clearly UTF-16; returns the text without its byte order mark, its source map, and the name of
/// the encoding.
pub(crate) fn decode(bytes: &[u8]) -> Option<(String, SourceMap, &'static str)> {
    // An object or a list begins with two ASCII characters, and JSON contains no NUL.
    let (start, is_little) = match *bytes {
        [0xFF, 0xFE, ..] => (2, true),
        [0xFE, 0xFF, ..] => (2, false),
        [b'{' | b'[' | b' ' | b'\r' | b'\n', 0, 1..0x80, 0, ..] => (0, true),
        [0, b'{' | b'[' | b' ' | b'\r' | b'\n', 0, 1..0x80, ..] => (0, false),
        _ => return None,
    };
    let (pairs, rest) = bytes[start..].as_chunks::<2>();
    let units = pairs.iter().map(|&pair| if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) });
    // A truncated code unit or an unpaired surrogate becomes U+FFFD.
    let mut text: String = char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    let (mut map, end) = SourceMap::of_chars(&text, start, |char| char.len_utf16() * 2);
    if !rest.is_empty() {
        map.push(text.len(), end, char::REPLACEMENT_CHARACTER.len_utf8(), rest.len(), 1);
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Some((text, map, if is_little { "UTF-16LE" } else { "UTF-16BE" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_utf16_from_others() {
        let bytes =
            |text: &str, to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<_>>();
        for (bytes, found) in [
            (bytes("{\"电\":\"😀\"}", u16::to_le_bytes), Some(("{\"电\":\"😀\"}", "UTF-16LE"))),
            (bytes("\u{feff}{}", u16::to_le_bytes), Some(("{}", "UTF-16LE"))),
            (bytes("\u{feff}{}", u16::to_be_bytes), Some(("{}", "UTF-16BE"))),
            (bytes("[1]", u16::to_be_bytes), Some(("[1]", "UTF-16BE"))),
            (bytes("{}", u16::to_be_bytes)[..3].to_vec(), None),
            (b"\xFF\xFE\x00\xD8{".to_vec(), Some(("\u{fffd}\u{fffd}", "UTF-16LE"))),
            (b"{}".to_vec(), None),
            (b"\0\0\0{".to_vec(), None),
            (Vec::new(), None),
        ] {
            let text = decode(&bytes);
            assert_eq!(text.as_ref().map(|(text, _, name)| (&**text, *name)), found, "{bytes:02X?}");
        }
    }
}
