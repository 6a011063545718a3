//! Fourth layer: decodes the bytes as UTF-8 text.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::iter;
use core::ops::Range;

use super::excerpt::excerpt;
use super::{SourceMap, gbk, utf16};
use crate::diagnostics::catalogue;
use crate::diagnostics::{Faults, Location};

/// The byte order mark.
const BOM: &str = "\u{feff}";

/// The maximum number of ill-formed sequences that is still a slip.
const FEW: usize = 3;

/// One ill-formed sequence in this many bytes means that the bytes are not text.
const OFTEN: usize = 16;

/// The source of the bytes, which decides how a lone surrogate is replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A part of a form: each of a surrogate's three bytes is a maximal subpart, so U+FFFD replaces each, as in browsers.
    Form,
    /// A text of the caller, which may be a string: one U+FFFD for each surrogate, so that offsets count its units.
    Caller,
}

/// The text decoded from bytes.
pub(crate) struct Decoded<'a> {
    /// The decoded text: exact for UTF-8, with U+FFFD for each maximal subpart of an ill-formed sequence (Unicode 3.9).
    pub text: Cow<'a, str>,
    /// The source maps of the layers around `text`, from the bytes inward, each with the length of the text inside.
    /// There is none where the offsets are the same.
    maps: Vec<(SourceMap, usize)>,
    /// Whether there are layers between the text of the bytes and `text`.
    pub is_wrapped: bool,
    /// The number of bytes that were decoded.
    pub length: usize,
    /// The start of the text proper, after a byte order mark.
    pub start: usize,
    /// The ranges of the text whose bytes were lost in an outer layer.
    pub lost: Vec<Range<usize>>,
    /// Whether some bytes are not text, so that U+FFFD replaces them, or may be other text.
    is_lossy: bool,
    /// Whether the bytes are in another encoding, so that the whole text must be re-encoded.
    pub is_foreign: bool,
}

impl<'a> Decoded<'a> {
    /// Wraps a text that needed no decoding.
    pub fn sound(text: &'a str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            maps: Vec::new(),
            is_wrapped: false,
            length: text.len(),
            start: 0,
            lost: Vec::new(),
            is_lossy: false,
            is_foreign: false,
        }
    }

    /// Returns whether all bytes were decoded, so that the text can be re-encoded.
    pub fn is_whole(&self) -> bool {
        !(self.is_lossy || self.is_rewritten() && self.text.contains(char::REPLACEMENT_CHARACTER))
    }

    /// Returns whether the text differs from the bytes, so that only the whole text can be replaced.
    pub fn is_rewritten(&self) -> bool {
        self.is_foreign || self.is_wrapped
    }

    /// Replaces the text by the one that it carries; `map` leads from that to the text.
    pub fn unwrap(&mut self, text: String, map: SourceMap) {
        let length = text.len();
        self.lost.iter_mut().for_each(|lost| *lost = map.inner(lost.clone(), length));
        self.is_wrapped = true;
        self.replace(text, map);
    }

    fn replace(&mut self, text: String, map: SourceMap) {
        self.maps.push((map, text.len()));
        self.text = Cow::Owned(text);
    }

    /// Reports the byte order marks at the start of the text. Concatenated files leave several.
    pub fn skip_bom(&mut self, faults: &mut Faults) {
        self.start = self.text.len() - self.text.trim_start_matches(BOM).len();
        if self.start > 0 {
            faults.add(&catalogue::UTF8_BOM, Location::Json(0..self.start)).change(0..self.start, "");
        }
    }

    /// Returns the bytes that encode a range of the text.
    pub fn outer(&self, text: Range<usize>) -> Range<usize> {
        self.maps.iter().rev().fold(text, |text, (map, _)| map.outer(text))
    }

    /// Returns the range of whole characters that these bytes encode.
    pub fn inner(&self, bytes: Range<usize>) -> Range<usize> {
        self.whole_characters(self.maps.iter().fold(bytes, |text, (map, length)| map.inner(text, *length)))
    }

    /// Extends a range of the text to whole characters.
    pub fn whole_characters(&self, Range { mut start, mut end }: Range<usize>) -> Range<usize> {
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }
}

/// Decodes bytes as UTF-8, or in another encoding if they clearly are. `lost` lists the bytes known to be lost.
pub(crate) fn decode<'a>(bytes: &'a [u8], lost: &[Range<usize>], source: Source, faults: &mut Faults) -> Decoded<'a> {
    let mut decoded = decode_text(bytes, lost, source, faults);
    decoded.skip_bom(faults);
    decoded
}

/// Decodes bytes like [`decode`], but leaves a byte order mark to the caller.
pub(crate) fn decode_text<'a>(
    bytes: &'a [u8],
    lost: &[Range<usize>],
    source: Source,
    faults: &mut Faults,
) -> Decoded<'a> {
    let mut decoded = Decoded { length: bytes.len(), ..Decoded::sound("") };
    if let Some((text, map, name)) = utf16::decode(bytes) {
        faults.add(&catalogue::UTF8_UTF16, Location::Json(0..text.len())).arg("encoding", name).encode();
        decoded.is_foreign = true;
        decoded.replace(text, map);
    } else if let Ok(text) = core::str::from_utf8(bytes) {
        decoded.text = Cow::Borrowed(text);
    } else if !is_wtf8(bytes)
        && let Some(gbk::Decoded { text, map, is_big5, is_unclear }) = gbk::decode(bytes)
    {
        let start = text.find(|char: char| !char.is_ascii()).unwrap_or_default();
        let length = text[start..].find(|char: char| char.is_ascii()).unwrap_or(text.len() - start);
        let location = Location::Json(start..start + length);
        let code = if is_big5 { &catalogue::UTF8_BIG5 } else { &catalogue::UTF8_GBK };
        faults.add(code, location).value(excerpt(&text[start..start + length])).encode();
        decoded.is_foreign = true;
        decoded.replace(text, map);
        // It must not be re-encoded.
        decoded.is_lossy = is_unclear;
    } else {
        let mut found = faults.inner();
        let (text, map, wrong) = decode_lossy(bytes, lost, source, &mut found);
        decoded.is_lossy = true;
        decoded.lost.extend(lost.iter().map(|lost| map.inner(lost.clone(), text.len())));
        if wrong > FEW && wrong > bytes.len() / OFTEN {
            // The bytes are wrong from the first one on, so one finding is enough.
            found.remove(1, &mut |_| true);
            if let Some(fault) = found.list().first_mut()
                && let Location::Json(at) = &mut fault.location
            {
                decoded.lost.clear();
                if !text.trim_ascii_start().starts_with('{') {
                    *at = 0..text.len();
                    (fault.code, fault.count) = (&catalogue::UTF8_NOT_TEXT, 1);
                }
                decoded.lost.push(at.start..text.len());
            }
        }
        faults.adopt(found, &|_| {});
        decoded.replace(text, map);
    }
    decoded
}

/// The maximum number of ill-formed bytes that a finding shows.
const SHOWN: usize = 16;

/// Decodes bytes with replacement characters; returns the text, its source map, and the number of ill-formed sequences.
fn decode_lossy(
    bytes: &[u8],
    lost: &[Range<usize>],
    source: Source,
    faults: &mut Faults,
) -> (String, SourceMap, usize) {
    let mut wrong_places = 0;
    // The exact capacity, because a text that grows exists twice.
    let replaced = |chunk: &[u8]| if chunk.is_empty() { 0 } else { char::REPLACEMENT_CHARACTER.len_utf8() };
    let length = bytes.utf8_chunks().map(|chunk| chunk.valid().len() + replaced(chunk.invalid())).sum();
    let mut text = String::with_capacity(length);
    let mut map = SourceMap::new(0);
    let mut pos = 0;
    while pos < bytes.len() {
        let valid = valid_start(&bytes[pos..]);
        if !valid.is_empty() {
            map.push(text.len(), pos, 1, 1, valid.len());
            text.push_str(valid);
            pos += valid.len();
        }
        // Adjacent ill-formed sequences are one fault, but each surrogate is a fault of its own.
        let (wrong_text, wrong) = (text.len(), pos);
        let mut replace = |width: usize, units: usize| {
            map.push(text.len(), pos, char::REPLACEMENT_CHARACTER.len_utf8(), width, units);
            text.extend(iter::repeat_n(char::REPLACEMENT_CHARACTER, units));
            pos += width * units;
            pos
        };
        let unit = surrogate(&bytes[wrong..]);
        if unit.is_some() {
            let (width, units) = if source == Source::Form { (1, 3) } else { (3, 1) };
            replace(width, units);
        } else {
            let mut end = wrong;
            while let width @ 1.. = ill_formed_length(&bytes[end..]) {
                end = replace(width, 1);
            }
        }
        let after = lost.partition_point(|lost| lost.end <= wrong);
        if wrong == pos || lost.get(after).is_some_and(|lost| lost.start < pos) {
            continue;
        }
        let location = Location::Json(wrong_text..text.len());
        if let Some(unit) = unit {
            faults.add(&catalogue::UTF8_LONE_SURROGATE, location).value_with(|| format!("\\u{unit:04X}"));
        } else {
            wrong_places += 1;
            let shown = wrong..pos.min(wrong + SHOWN);
            let fault = faults.add(&catalogue::UTF8_INVALID, location).value_with(|| hex(&bytes[shown]));
            // A secret is text, and these bytes are not.
            fault.may_quote = true;
        }
    }
    (text, map, wrong_places)
}

/// Returns the longest valid UTF-8 prefix.
fn valid_start(bytes: &[u8]) -> &str {
    let valid = core::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    core::str::from_utf8(&bytes[..valid]).unwrap_or_default()
}

/// Returns the length of the ill-formed sequence at the start; zero if there is none, or a surrogate.
fn ill_formed_length(bytes: &[u8]) -> usize {
    let chunk = bytes.utf8_chunks().next().filter(|chunk| chunk.valid().is_empty() && surrogate(bytes).is_none());
    chunk.map_or(0, |chunk| chunk.invalid().len())
}

/// Returns the UTF-16 code unit, if the bytes begin with a surrogate encoded like a character (as in WTF-8).
fn surrogate(bytes: &[u8]) -> Option<u16> {
    match bytes {
        &[0xED, second @ 0xA0..=0xBF, third @ 0x80..=0xBF, ..] => {
            Some(0xD000 | u16::from(second & 0x3F) << 6 | u16::from(third & 0x3F))
        }
        _ => None,
    }
}

/// Returns true if the bytes are UTF-8 except for encoded surrogates. Some such bytes are pairs of GBK as well.
fn is_wtf8(mut bytes: &[u8]) -> bool {
    loop {
        bytes = &bytes[valid_start(bytes).len()..];
        if surrogate(bytes).is_none() {
            return bytes.is_empty();
        }
        bytes = &bytes[3..];
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    digits.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_and_names_faults() {
        let (invalid, surrogate) = ("utf8.invalid", "utf8.lone-surrogate");
        for (bytes, text, faulty) in [
            ("".as_bytes(), "", vec![]),
            ("电商".as_bytes(), "电商", vec![]),
            (b"\xEF\xBB\xBF{}", "\u{feff}{}", vec![("utf8.bom", "")]),
            (b"a\xB5\xE7b", "a电b", vec![("utf8.gbk", "电")]),
            (b"a\xB5\xFFb", "a\u{fffd}\u{fffd}b", vec![(invalid, "B5 FF")]),
            (b"a\xE7\x94b", "a\u{fffd}b", vec![(invalid, "E7 94")]),
            (b"\xE7a\xE7", "\u{fffd}a\u{fffd}", vec![(invalid, "E7")]),
            (b"\xED\xA0\x81", "\u{fffd}\u{fffd}\u{fffd}", vec![(surrogate, "\\uD801")]),
            (
                b"\xFF\xED\xA0\x80\xED\xB0\x80",
                "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
                vec![(invalid, "FF"), (surrogate, "\\uD800")],
            ),
            // Not the GBK pairs ED A0, BD ED and B8 80.
            (
                b"\xED\xA0\xBD\xED\xB8\x80",
                "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
                vec![(surrogate, "\\uD83D")],
            ),
        ] {
            let mut faults = Faults::default();
            assert_eq!(decode(bytes, &[], Source::Form, &mut faults).text, text, "{bytes:?}");
            let found = faults.list().iter().map(|fault| (fault.code.id, fault.value.as_deref().unwrap_or_default()));
            assert_eq!(found.collect::<Vec<_>>(), faulty, "{bytes:?}");
        }
    }

    #[test]
    fn a_surrogate_of_a_callers_string_is_one_unit() {
        let decoded = decode(b"{\xED\xA0\x81}", &[], Source::Caller, &mut Faults::default());
        assert_eq!(decoded.text, "{\u{fffd}}");
        assert_eq!(decoded.outer(1..4), 1..4);
    }
}
