//! Text in GBK, the usual encoding of Chinese software that does not specify UTF-8, and in Big5, that of Taiwan and
//! Hong Kong.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use once_cell::race::OnceBox;

use super::SourceMap;

/// A text decoded from GBK or Big5.
pub(crate) struct Decoded {
    pub text: String,
    pub map: SourceMap,
    pub is_big5: bool,
    /// Whether the other encoding is as likely.
    pub is_unclear: bool,
}

/// Decodes bytes that are not UTF-8 as GBK or Big5, if plausible.
///
/// The byte pairs of GBK also occur in EUC-KR and EUC-JP, so the encoding is never certain.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    if !looks_like_gbk(bytes) {
        return None;
    }
    let (gbk, big5) = common_characters(bytes);
    let likelihood = gbk.cmp(&big5);
    let decode = |is_big5: bool| {
        let text = host_decode(bytes, is_big5).filter(|text| !text.contains(char::REPLACEMENT_CHARACTER))?;
        // GB18030 extends GBK by characters of four bytes, among them emoji.
        let width = |char: char| match char {
            '\0'..='\x7F' => 1,
            '\u{80}'..='\u{FFFF}' => 2,
            _ => 4,
        };
        let (map, end) = SourceMap::of_chars(&text, 0, width);
        (end == bytes.len()).then_some(Decoded { text, map, is_big5, is_unclear: likelihood == Ordering::Equal })
    };
    // Most text that is not clearly Big5 is GBK.
    if likelihood == Ordering::Less { decode(true).or_else(|| decode(false)) } else { decode(false) }
}

/// Returns the number of byte pairs that are common characters in GBK, and in Big5.
///
/// Nearly all characters of a text are among the few thousand most common ones. Both encodings have these in a block of
/// their own: GBK from B0A1 to D7F9, Big5 from A440 to C67E. Punctuation precedes them.
fn common_characters(bytes: &[u8]) -> (usize, usize) {
    let (mut gbk, mut big5) = (0, 0);
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii())
        && let [lead, trail, ..] = rest[at..]
    {
        let is_high = trail >= 0xA1;
        gbk += usize::from(is_high && matches!(lead, 0xA1 | 0xA3 | 0xB0..=0xD7));
        big5 += usize::from((is_high || trail < 0x7F) && matches!(lead, 0xA1..=0xC6));
        rest = &rest[rest.len().min(at + if trail.is_ascii_digit() { 4 } else { 2 })..];
    }
    (gbk, big5)
}

/// Returns whether bytes that are not UTF-8 are plausible GBK.
///
/// All non-ASCII bytes must form valid pairs, or GB18030's groups of four, and the text must not be truncated or corrupted UTF-8. Such UTF-8 has
/// isolated ill-formed bytes, and more valid characters than ill-formed ones.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        match rest[at..] {
            [0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE, ..] => rest = &rest[at + 2..],
            [0x81..=0xFE, b'0'..=b'9', 0x81..=0xFE, b'0'..=b'9', ..] => rest = &rest[at + 4..],
            _ => return false,
        }
    }
    // Consecutive ill-formed chunks have no valid UTF-8 between them.
    let (mut good, mut wrong, mut in_a_row) = (0, 0, 0);
    for chunk in bytes.utf8_chunks() {
        // A two-byte GBK pair may also be a two-byte UTF-8 sequence, but a Han character takes at least three bytes.
        good += chunk.valid().chars().filter(|char| char.len_utf8() > 2).count();
        in_a_row += usize::from(wrong > 0 && chunk.valid().is_empty() && !chunk.invalid().is_empty());
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    in_a_row > 0 && wrong > good
}

/// Encodes a text as GBK, up to the first character that GBK does not have.
///
/// The host only decodes. So all pairs are decoded once, and the result is kept.
pub(crate) fn encode(text: &str) -> Vec<u8> {
    static PAIRS: OnceBox<Vec<u16>> = OnceBox::new();
    let pairs = PAIRS.get_or_init(|| Box::new(pairs()));
    let mut out = Vec::with_capacity(text.len());
    for char in text.chars() {
        match pairs.get(char as usize) {
            _ if char.is_ascii() => out.push(char as u8),
            Some(&pair) if pair > 0 => out.extend_from_slice(&pair.to_be_bytes()),
            _ => break,
        }
    }
    out
}

/// Returns the pair of bytes of each character up to U+FFFF, or 0.
fn pairs() -> Vec<u16> {
    let all =
        || (0x81..=0xFE).flat_map(|lead| (0x40..=0xFE).filter(|&trail| trail != 0x7F).map(move |trail| [lead, trail]));
    // A line break ends a pair that has no character.
    let lines: Vec<u8> = all().flat_map(|[lead, trail]| [lead, trail, b'\n']).collect();
    let mut pairs = vec![0; 1 << 16];
    for (line, pair) in decode_lossily(&lines).lines().zip(all()) {
        let mut chars = line.chars();
        if let (Some(char), None) = (chars.next(), chars.next())
            && let Some(slot) = pairs.get_mut(char as usize)
            && char != char::REPLACEMENT_CHARACTER
        {
            *slot = u16::from_be_bytes(pair);
        }
    }
    pairs
}

/// Decodes bytes as GBK, with U+FFFD for ill-formed ones.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn decode_lossily(bytes: &[u8]) -> String {
    encoding_rs::GBK.decode_without_bom_handling(bytes).0.into_owned()
}

/// Decodes bytes as GBK, with U+FFFD for ill-formed ones.
#[cfg(target_arch = "wasm32")]
pub(crate) fn decode_lossily(bytes: &[u8]) -> String {
    host_decode(bytes, false).unwrap_or_default()
}

#[cfg(not(target_arch = "wasm32"))]
fn host_decode(bytes: &[u8], is_big5: bool) -> Option<String> {
    let encoding = if is_big5 { encoding_rs::BIG5 } else { encoding_rs::GBK };
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
}

/// Decodes in the JavaScript host, which always has the tables. They would be larger than this whole module.
///
/// Browsers decode GBK as its superset GB18030; Node.js does only under that name.
#[cfg(target_arch = "wasm32")]
fn host_decode(bytes: &[u8], is_big5: bool) -> Option<String> {
    // An exception is the host's own failure, such as a stack overflow. It ends the call, since no result may depend on
    // it.
    let decoder = |label| web_sys::TextDecoder::new_with_label(label);
    let Ok(decoder) = decoder(if is_big5 { "big5" } else { "gb18030" }) else {
        // A host without this encoding still has UTF-16.
        return decoder("utf-16le").map_or_else(|error| wasm_bindgen::throw_val(error), |_| None);
    };
    Some(decoder.decode_with_u8_array(bytes).unwrap_or_else(|error| wasm_bindgen::throw_val(error)))
}

// On wasm the host has the table: tests/wasm.rs asks it.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn encodes_what_it_decodes() {
        for text in ["某某电商公司，a", "鏌愭煇鐢靛晢", "𠮷"] {
            let expected = if text == "𠮷" { Vec::new() } else { encoding_rs::GBK.encode(text).0.into_owned() };
            assert_eq!(encode(text), expected[..encode(text).len()], "{text}");
            assert!(encode(text).len() + 1 >= expected.len(), "{text}");
        }
    }

    #[test]
    fn the_fast_pass_knows_how_utf8_read_as_gbk_begins() {
        let is_utf8 = |pair: &[u8]| {
            matches!(
                pair,
                [0xE4, 0xB8..=0xBF] | [0xE5..=0xE9, 0x80..=0xBF] | [0xE3, 0x80..=0x83] | [0xEF, 0xBC | 0xBD | 0xBF]
            )
        };
        for char in '\u{4E00}'..'\u{A000}' {
            let is_listed = cbt179_fast::texts::UTF8_AS_GBK.contains(char);
            assert_eq!(is_utf8(&encode(char.encode_utf8(&mut [0; 4]))), is_listed, "{char}");
        }
    }

    #[test]
    fn tells_gbk_from_broken_utf8() {
        let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
        for (bytes, text) in [
            (gbk("{\"a\":\"电\"}"), Some("{\"a\":\"电\"}")),
            (gbk("某某电商公司，上海"), Some("某某电商公司，上海")),
            (gbk("朱镕基€"), None),
            ([gbk("小米盒子"), b"\x94\x39\xFC\x36".to_vec()].concat(), Some("小米盒子😀")),
            (b"{\"a\":\"\xE7\x94\"}".to_vec(), None),
            (b"{\"a\":\"\xE4\xBD\"}".to_vec(), None),
            (b"caf\xE9".to_vec(), None),
            (b"\xFF\xFE".to_vec(), None),
            ("某某电商公司".as_bytes()[..17].to_vec(), None),
            ("某某电商公司".as_bytes()[1..].to_vec(), None),
            ([b"\xB5", "电商".as_bytes()].concat(), None),
            (Vec::new(), None),
        ] {
            let found = decode(&bytes).map(|decoded| decoded.text);
            assert_eq!(found.as_deref(), text, "{bytes:02X?}");
        }
    }
    #[test]
    fn tells_big5_from_gbk() {
        for text in ["某電商有限公司", "小米電視機，藍色", "臺北市信義區", "天貓國際", "付款成功", "微信支付"]
        {
            let decoded = decode(&encoding_rs::BIG5.encode(text).0).expect(text);
            assert_eq!((&*decoded.text, decoded.is_big5, decoded.is_unclear), (text, true, false));
        }
        for text in [
            "某某电商公司",
            "小米盒子，蓝色",
            "备注",
            "電商，有限公司",
            "支付成功",
            "张三丰",
            "天猫国际有限公司",
            "微信支付",
        ] {
            let decoded = decode(&encoding_rs::GBK.encode(text).0).expect(text);
            assert_eq!((&*decoded.text, decoded.is_big5, decoded.is_unclear), (text, false, false));
        }
        assert!(decode(b"\xB5\xE7").unwrap().is_unclear);
    }
}
