//! Text in UTF-16, which Windows and .NET call Unicode, and in UTF-32.

use alloc::string::String;

use super::SourceMap;

/// Decodes bytes that are clearly UTF-16 or UTF-32; returns the text without its byte order mark, its source map, and
/// the name of the encoding.
pub(crate) fn decode(bytes: &[u8]) -> Option<(String, SourceMap, &'static str)> {
    // An object or a list begins with two ASCII characters, and JSON contains no NUL.
    let (start, name) = match *bytes {
        [0xFF, 0xFE, 0, 0, ..] => (4, "UTF-32LE"),
        [0, 0, 0xFE, 0xFF, ..] => (4, "UTF-32BE"),
        [0xFF, 0xFE, ..] => (2, "UTF-16LE"),
        [0xFE, 0xFF, ..] => (2, "UTF-16BE"),
        [b'{' | b'[' | b' ' | b'\r' | b'\n', 0, 0, 0, 1..0x80, 0, 0, 0, ..] => (0, "UTF-32LE"),
        [0, 0, 0, b'{' | b'[' | b' ' | b'\r' | b'\n', 0, 0, 0, 1..0x80, ..] => (0, "UTF-32BE"),
        [b'{' | b'[' | b' ' | b'\r' | b'\n', 0, 1..0x80, 0, ..] => (0, "UTF-16LE"),
        [0, b'{' | b'[' | b' ' | b'\r' | b'\n', 0, 1..0x80, ..] => (0, "UTF-16BE"),
        _ => return None,
    };
    let bytes = &bytes[start..];
    let (width, is_little) = (if name.starts_with("UTF-32") { 4 } else { 2 }, name.ends_with("LE"));
    let units = bytes.chunks_exact(width).map(|unit| {
        let append = |number: u32, &byte: &u8| number << 8 | u32::from(byte);
        if is_little { unit.iter().rev().fold(0, append) } else { unit.iter().fold(0, append) }
    });
    // A truncated code unit or an unpaired surrogate becomes U+FFFD.
    let mut text: String = if width == 4 {
        units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    } else {
        let units = units.map(|unit| u16::try_from(unit).unwrap_or_default());
        char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    let (mut map, end) =
        SourceMap::of_chars(&text, start, |char| if width == 4 { width } else { char.len_utf16() * width });
    let rest = bytes.len() % width;
    if rest > 0 {
        map.push(text.len(), end, char::REPLACEMENT_CHARACTER.len_utf8(), rest, 1);
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Some((text, map, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_utf16_and_utf32_from_others() {
        let bytes =
            |text: &str, to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect::<Vec<_>>();
        let in_utf32 = |text: &str, to_bytes: fn(u32) -> [u8; 4]| {
            text.chars().flat_map(|char| to_bytes(char.into())).collect::<Vec<_>>()
        };
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
            (in_utf32("{\"电\":\"😀\"}", u32::to_le_bytes), Some(("{\"电\":\"😀\"}", "UTF-32LE"))),
            (in_utf32("\u{feff}{}", u32::to_le_bytes), Some(("{}", "UTF-32LE"))),
            (in_utf32("\u{feff}{}", u32::to_be_bytes), Some(("{}", "UTF-32BE"))),
            (in_utf32("{}", u32::to_be_bytes), Some(("{}", "UTF-32BE"))),
            (b"\xFF\xFE\0\0{\0\0\0\0\xD8\0\0}".to_vec(), Some(("{\u{fffd}\u{fffd}", "UTF-32LE"))),
        ] {
            let text = decode(&bytes);
            assert_eq!(text.as_ref().map(|(text, _, name)| (&**text, *name)), found, "{bytes:02X?}");
        }
    }
}
