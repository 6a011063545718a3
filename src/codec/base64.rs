//! Third layer: decodes Base64 (RFC 4648 §4) as far as any sense can be made of it.
//!
//! Unlike strict decoders, this one names each fault, continues after it, and records which characters carry each byte.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use cbt179_fast::base64::{ALPHABET, decode_digits};

use super::census::{Blanks, Census, NO_DIGIT, Others, chars, unescaped_breaks};
use super::hex;
use crate::diagnostics::{Change, Fault, Faults, Location, catalogue};
use crate::text::SourceMap;

/// The result of decoding a Base64 text.
#[derive(Default)]
pub(crate) struct Decoded {
    pub bytes: Vec<u8>,
    /// The number of bits in a digit: six, or four in hexadecimal.
    pub(super) bits: usize,
    /// Maps digits to the text; their count excludes characters that do not belong there.
    pub(super) digits: SourceMap,
    /// The number of digits.
    pub(super) digits_read: usize,
    /// The runs of bytes that begin at a digit of their own. There is one, except in Base64 joined from several texts.
    pub(super) segments: Vec<Segment>,
    /// The range in the text of the padding that is both required and present.
    pub padding: Range<usize>,
    /// The ranges of bytes that differ from the intended ones, as a wrong character carried a part of them.
    pub lost: Vec<Range<usize>>,
    /// True if some of the intended bytes are missing or wrong.
    pub has_losses: bool,
}

/// The first byte of a run, and the first digit that carries it. There may be one for every four characters.
#[derive(Clone, Copy, Default)]
pub(super) struct Segment {
    byte: u32,
    digit: u32,
}

impl Segment {
    /// No text is as long as 4 GiB, see [`crate::text::LONGEST`].
    fn new(byte: usize, digit: usize) -> Self {
        let [byte, digit] = [byte, digit].map(|offset| u32::try_from(offset).unwrap_or(u32::MAX));
        Self { byte, digit }
    }

    fn byte(self) -> usize {
        self.byte as usize
    }

    fn digit(self) -> usize {
        self.digit as usize
    }
}

impl Decoded {
    /// Returns the range of the text whose characters carry any bit of these bytes.
    pub fn outer(&self, bytes: Range<usize>) -> Range<usize> {
        let first = self.digit(bytes.start, 0);
        let after = if bytes.is_empty() { first } else { self.digit(bytes.end - 1, 7) + 1 };
        self.digits.outer(first..after)
    }

    /// Returns the range of bytes of which these characters carry any bit.
    pub fn inner(&self, text: Range<usize>) -> Range<usize> {
        self.bytes_of(self.digits.inner(text, self.digits_read))
    }

    /// Returns the range of bytes that these digits carry any bit of.
    fn bytes_of(&self, digits: Range<usize>) -> Range<usize> {
        let start = self.byte(digits.start, 0, 0);
        let end = if digits.is_empty() { start } else { self.byte(digits.end - 1, self.bits - 1, 1) };
        start..end.max(start)
    }

    /// Returns the byte that bit `bit` of a digit, counted from the highest, belongs to, plus `more`. The result is at
    /// most the end of the run.
    fn byte(&self, digit: usize, bit: usize, more: usize) -> usize {
        let after = self.segments.partition_point(|segment| segment.digit() <= digit);
        let segment = self.segments[after.saturating_sub(1)];
        let end = self.segments.get(after).map_or(self.bytes.len(), |next| next.byte());
        (segment.byte() + ((digit - segment.digit()) * self.bits + bit) / 8 + more).min(end)
    }

    /// Returns the digit that carries bit `bit` of a byte, counted from the highest.
    fn digit(&self, byte: usize, bit: usize) -> usize {
        let after = self.segments.partition_point(|segment| segment.byte() <= byte);
        let segment = self.segments[after.saturating_sub(1)];
        segment.digit() + ((byte - segment.byte()) * 8 + bit) / self.bits
    }
}

/// Decodes `text`, and decodes the result again while it is itself Base64 or hexadecimal of JSON. Returns the layers
/// from the outside in; there is at least one.
pub(crate) fn unwrap(text: &[u8], faults: &mut Faults) -> Vec<Decoded> {
    let hexadecimal = |bytes: &[u8], faults: &mut Faults| {
        let decoded = hex::decode(bytes)?;
        faults.add(&catalogue::BASE64_HEX, Location::Base64(0..text.len())).encode();
        Some(decoded)
    };
    if let Some(decoded) = hexadecimal(text, faults) {
        return vec![decoded];
    }
    let mut all = vec![decode_wrapped(text, faults)];
    // True if a character skipped in an inner layer may replace one that was lost.
    let mut is_guess = false;
    let mut code = &catalogue::BASE64_TWICE;
    while let Some(last) = all.last().filter(|_| all.len() <= DEEPEST) {
        let inside = in_json_string(&last.bytes);
        if !holds_base64(&last.bytes[inside.clone()]) {
            break;
        }
        if inside.len() < last.bytes.len() {
            code = &catalogue::BASE64_QUOTED;
        }
        let mut inner = faults.inner();
        let decoded = decode(&without_escapes(&last.bytes), inside, &mut inner);
        // All other inner faults disappear with re-encoding, and losses in an outer layer are already reported. In a
        // JSON string, a backslash may be before a slash.
        let is_junk =
            |fault: &Fault| fault.code.is(&catalogue::BASE64_INVALID_CHARACTER) && fault.value.as_deref() != Some("\\");
        is_guess |=
            inner.list().iter().any(|fault| is_junk(fault) || fault.is_guess && fault.value.as_deref() != Some("\\"));
        if decoded.has_losses && last.lost.is_empty() {
            faults.adopt(inner, &|fault| {
                fault.repair = None;
                if let Location::Base64(at) = &mut fault.location {
                    *at = outermost(&all, at.clone());
                }
            });
        }
        all.push(decoded);
    }
    if all.len() > 1 {
        faults.add(code, Location::Base64(0..text.len())).encode().is_guess = is_guess;
    }
    if let Some(decoded) = all.last().filter(|last| !last.has_losses).and_then(|last| hexadecimal(&last.bytes, faults))
    {
        all.push(decoded);
    }
    all
}

/// Returns the range between the quotes of a JSON string, or the whole if there are none.
fn in_json_string(bytes: &[u8]) -> Range<usize> {
    let start = bytes.len() - bytes.trim_ascii_start().len() + 1;
    match bytes.trim_ascii() {
        [b'"', inside @ .., b'"'] => start..start + inside.len(),
        _ => 0..bytes.len(),
    }
}

/// Decodes the percent-encoded characters of Base64; a line break, which carries nothing, fills up each one.
fn without_escapes(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut out = Cow::Borrowed(bytes);
    for (at, three) in bytes.windows(3).enumerate().filter(|(_, three)| three[0] == b'%') {
        let byte = match three[1..].to_ascii_uppercase().as_slice() {
            b"2B" => b'+',
            b"2F" => b'/',
            b"3D" => b'=',
            _ => continue,
        };
        out.to_mut()[at..at + 3].copy_from_slice(&[b'\n', b'\n', byte]);
    }
    out
}

/// Returns the range of the outermost text whose characters carry any bit of the innermost bytes.
pub(crate) fn outermost(all: &[Decoded], bytes: Range<usize>) -> Range<usize> {
    all.iter().rev().fold(bytes, |bytes, decoded| decoded.outer(bytes))
}

/// Decodes `text` without the wrapping that programs add to Base64: the head of a `data:` URL, or Python's `b'…'`.
fn decode_wrapped(text: &[u8], faults: &mut Faults) -> Decoded {
    let head = match text {
        [b'b', quote @ (b'\'' | b'"'), .., last] if last == quote => 2,
        _ if text.starts_with(b"data:") => {
            let comma = text.iter().take(LONGEST_HEAD).position(|&byte| byte == b',');
            comma.filter(|&comma| is_media_type(&text[5..comma])).map_or(0, |comma| comma + 1)
        }
        _ => 0,
    };
    if head == 0 {
        return decode(text, 0..text.len(), faults);
    }
    let tail = text.len() - usize::from(text[0] == b'b');
    let shown = String::from_utf8_lossy(&text[..head]).into_owned();
    let fault = faults.add(&catalogue::BASE64_WRAPPED, Location::Base64(0..head)).value(shown).change(0..head, "");
    if tail < text.len() {
        fault.change(tail..text.len(), "");
    }
    fault.may_quote = true;
    decode(text, head..tail, faults)
}

/// Returns true if `head` is the head of a Base64 `data:` URL and contains nothing else, such as a secret.
fn is_media_type(head: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"/;+.-=".contains(byte);
    let is_parameter = |part: &[u8]| !part.contains(&b'=') || part.starts_with(b"charset=") && part.len() < 20;
    head.ends_with(b";base64") && head.iter().all(is_part) && head.split(|&byte| byte == b';').all(is_parameter)
}

/// The maximum length of the head of a `data:` URL.
const LONGEST_HEAD: usize = 100;

/// The maximum number of times that Base64 is decoded within Base64.
const DEEPEST: usize = 4;

/// Returns true if bytes begin like the Base64 of a text that begins like a JSON object. No JSON text begins like that.
fn holds_base64(bytes: &[u8]) -> bool {
    let is_base64 = |byte: &u8| *byte == b'\\' || class(*byte) != Class::Other;
    let head = &without_escapes(&bytes[..bytes.len().min(64)]);
    // The JSON may be in a string, percent-encoded, or after HTML.
    let starts: [&[u8]; 7] = [b"{", b"\"{", b"'{", b"%7B", b"%7b", b"<br", b"<pre"];
    let begins = |bytes: &[u8]| starts.iter().any(|start| bytes.trim_ascii_start().starts_with(start));
    if !head.first().is_some_and(u8::is_ascii_alphanumeric) || !head.iter().all(is_base64) {
        return false;
    }
    let inner = decode(head, 0..head.len(), &mut Faults::default()).bytes;
    let inner = inner.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&inner);
    // Encoded twice, or more often.
    begins(inner) || (inner.len() > 8 && inner.iter().all(is_base64) && holds_base64(inner))
}

/// The class of a character in Base64.
#[derive(PartialEq, Eq)]
pub(super) enum Class {
    Digit(u8),
    UrlSafe(u8),
    Padding,
    Space,
    Percent,
    Other,
}

pub(super) fn class(byte: u8) -> Class {
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

/// Decodes the Base64 at `at` in `text`, skipping everything that is not Base64.
pub(crate) fn decode(text: &[u8], at: Range<usize>, faults: &mut Faults) -> Decoded {
    let Range { start: mut pos, end } = at;
    let paddings = counted_padding(&text[pos..end]);
    // The text after the range is ignored.
    let text = &text[..end - usize::from(paddings.is_some())];
    let unescaped = unescaped_breaks(&text[pos..]);
    let (unescaped, line_break) = unescaped.map_or((Cow::Borrowed(text), None), |(breaks, first)| {
        (Cow::Owned([&text[..pos], &breaks].concat()), Some(first))
    });
    let text = &*unescaped;
    let census = Census::of(&text[pos..]);
    let out = Decoded {
        bytes: Vec::with_capacity(text.len() / 4 * 3 + 3),
        bits: 6,
        segments: vec![Segment::default()],
        ..Decoded::default()
    };
    let (others, blanks) = (census.role_of_others(), census.blanks(&text[pos..]));
    let inside = pos + census.inside.start..pos + census.inside.end;
    let mut decoder = Decoder {
        text,
        from: pos,
        faults,
        out,
        lost: Vec::new(),
        bits: 0,
        is_cut: false,
        others,
        inside,
        blanks,
        line_break,
    };
    let is_digit = |&byte: &u8| match class(byte) {
        Class::Digit(_) | Class::UrlSafe(_) => true,
        class => class == Class::Other && others == Others::InPlace,
    };
    let digits_end = text[pos..].iter().rposition(is_digit).map_or(pos, |last| pos + last + 1);
    // Changing the padding may change how blanks and inner padding are read. If digits were lost, the right padding is
    // unknown.
    let mut has_doubt = census.has_blanks();
    while pos < digits_end {
        pos = match class(text[pos]) {
            Class::Digit(value) => {
                decoder.push(value, pos, 1);
                decoder.groups(pos + 1)
            }
            Class::UrlSafe(value) => {
                decoder.push(value, pos, 1);
                let standard = if value == 62 { "+" } else { "/" };
                let is_guess = census.is_mixed[usize::from(value == 63)];
                decoder.repeated(&catalogue::BASE64_URL_SAFE, pos..pos + 1, Some(standard), is_guess);
                pos + 1
            }
            Class::Padding => {
                has_doubt = true;
                let due = decoder.close(true);
                let end = decoder.run(pos);
                // A single `=` may replace a digit.
                let is_whole = due == 2 && end - pos == 2 && !decoder.has_trailing_bits(due);
                decoder.fault(&catalogue::BASE64_PADDING_INSIDE, pos..end).encode().is_guess = !is_whole;
                end
            }
            _ => decoder.junk(pos),
        };
    }
    has_doubt |= decoder.out.has_losses || !decoder.lost.is_empty();
    // The required padding follows the last digit, possibly with characters that do not belong there.
    let mut due = decoder.close(false);
    while pos < text.len() {
        pos = match class(text[pos]) {
            Class::Padding if due > 0 => {
                due -= 1;
                let padding = &mut decoder.out.padding;
                *padding = if padding.end == 0 { pos } else { padding.start }..pos + 1;
                pos + 1
            }
            Class::Padding => {
                let end = decoder.run(pos);
                // If digits may be missing, extra padding is only a consequence of that.
                if others != Others::Unclear {
                    let fault = decoder.fault(&catalogue::BASE64_EXTRA_PADDING, pos..end).change(pos..end, "");
                    fault.is_guess = has_doubt;
                }
                end
            }
            _ => decoder.junk(pos),
        };
    }
    if let Some(count) = paddings {
        let fault = decoder.faults.add(&catalogue::BASE64_URL_SAFE, Location::Base64(end - 1..end));
        fault.value(count.to_string()).change(end - 1..end, &"=="[..count]);
    } else if due > 0 && !decoder.is_cut && others != Others::Unclear {
        // Together, both mistakes may be one: a digit is missing.
        let is_trailing = |fault: &&mut Fault| fault.code.is(&catalogue::BASE64_TRAILING_BITS);
        if let Some(fault) = decoder.faults.list().iter_mut().rfind(is_trailing) {
            fault.is_guess = true;
        }
        let end = text.len()..text.len();
        decoder.fault(&catalogue::BASE64_MISSING_PADDING, end.clone()).change(end, &"=="[..due]).is_guess = has_doubt;
    }
    // Lost bytes become 0xFF, which is ill-formed UTF-8, so that they stay visible and are not taken for intended
    // bytes.
    let Decoder { mut out, lost, .. } = decoder;
    for digits in lost {
        let bytes = out.bytes_of(digits);
        out.bytes[bytes.clone()].fill(0xFF);
        out.lost.push(bytes);
    }
    out
}

/// Returns the number of `=` that the last character of URL-safe Base64 gives, as in .NET's `UrlTokenEncode`.
///
/// Before it, the text ends with the brace of a JSON object. So no other encoder wrote the digit.
fn counted_padding(text: &[u8]) -> Option<usize> {
    let (&last @ b'0'..=b'2', digits) = text.split_last()? else { return None };
    let count = usize::from(last - b'0');
    if !(digits.len() + count).is_multiple_of(4)
        || !digits.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
    {
        return None;
    }
    let tail = &digits[digits.len().checked_sub(4 - count)?..];
    let end = decode(tail, 0..tail.len(), &mut Faults::new()).bytes;
    matches!(end.last(), Some(b'}' | b'\n')).then_some(count)
}

struct Decoder<'t, 'f> {
    text: &'t [u8],
    /// The offset at which the Base64 begins.
    from: usize,
    faults: &'f mut Faults,
    out: Decoded,
    /// The digits that a wrong character replaces.
    lost: Vec<Range<usize>>,
    /// The last digits, with the newest in the lowest bits.
    bits: u32,
    /// True if the text ends in a truncated escape.
    is_cut: bool,
    others: Others,
    /// The range from the first digit to the last.
    inside: Range<usize>,
    /// The role of the blanks in that range.
    blanks: Blanks,
    /// The first escaped line break, if all white space is that.
    line_break: Option<&'static str>,
}

impl Decoder<'_, '_> {
    /// Returns the number of digits in the current group of four.
    fn in_group(&self) -> usize {
        self.out.segments.last().map_or(0, |segment| self.out.digits_read - segment.digit()) % 4
    }

    /// Appends a digit that takes `width` bytes at the offset `at`.
    fn push(&mut self, value: u8, at: usize, width: usize) {
        self.out.digits.push(self.out.digits_read, at, 1, width, 1);
        self.bits = self.bits << 6 | u32::from(value);
        self.out.digits_read += 1;
        // A byte is complete after 2, 3 and 4 digits of a group; 4, 2 and 0 trailing bits of the last digit remain.
        let in_group = self.in_group();
        if in_group != 1 {
            let left_over = (4 - in_group) % 4 * 2;
            let [.., byte] = (self.bits >> left_over).to_be_bytes();
            self.out.bytes.push(byte);
        }
    }

    /// Decodes the groups of four digits at `start`, if a group may begin there, and returns their end.
    fn groups(&mut self, start: usize) -> usize {
        if self.in_group() != 0 {
            return start;
        }
        let text = &self.text[start..];
        let length = NO_DIGIT.find(text).unwrap_or(text.len()) / 4 * 4;
        if length > 0 {
            decode_digits(&text[..length], &mut self.out.bytes);
            self.out.digits.push(self.out.digits_read, start, 1, 1, length);
            self.out.digits_read += length;
        }
        start + length
    }

    /// Closes the run of digits since the last padding, and returns the number of `=` required after it.
    fn close(&mut self, is_inside: bool) -> usize {
        let in_group = self.in_group();
        let digits = self.out.digits_read;
        self.out.segments.push(Segment::new(self.out.bytes.len(), digits));
        if in_group == 0 {
            return 0;
        }
        let last_digit = self.out.digits.outer(digits - 1..digits);
        if in_group == 1 {
            self.out.has_losses = true;
            self.fault(&catalogue::BASE64_LENGTH, last_digit);
            return 0;
        }
        let due = 4 - in_group;
        if self.has_trailing_bits(due) {
            let has_doubt = is_inside || self.out.has_losses || self.others == Others::Unclear;
            let left_over = (1_u8 << (due * 2)) - 1;
            let [.., last] = self.bits.to_be_bytes();
            let clean = char::from(ALPHABET[usize::from(last & 0x3F & !left_over)]).to_string();
            let fault = self.fault(&catalogue::BASE64_TRAILING_BITS, last_digit.clone()).change(last_digit, clean);
            // More text after them, or other damage, shows that digits may be missing.
            fault.is_guess = has_doubt;
        }
        due
    }

    /// Returns true if the last digit, which this many `=` must follow, has bits that belong to no byte.
    fn has_trailing_bits(&self, due: usize) -> bool {
        self.bits & ((1 << (due * 2)) - 1) != 0
    }

    /// Reports the text at `at` that is not Base64, and returns its end.
    fn junk(&mut self, at: usize) -> usize {
        // Text after a `%` is not deleted, as the `%` and the text that follows could join into an escape.
        let is_apart = !self.text[at.saturating_sub(2)..at].contains(&b'%');
        match class(self.text[at]) {
            Class::Percent => {
                self.out.has_losses = true;
                self.fault(&catalogue::PERCENT_MALFORMED, at..at + 1);
                // At the end of the text this is a truncated escape, and its digit is not a Base64 digit.
                self.is_cut = at + 2 >= self.text.len();
                if self.is_cut { self.text.len() } else { at + 1 }
            }
            Class::Space if self.is_plus(at) => {
                self.push(62, at, 1);
                self.repeated(&catalogue::BASE64_SPACE_FOR_PLUS, at..at + 1, Some("+"), self.blanks.is_guess);
                at + 1
            }
            Class::Space => {
                let end = self.run(at);
                let run = at..(at..end).find(|&at| self.is_plus(at)).unwrap_or(end);
                let has_blank = self.text[run.clone()].contains(&b' ');
                let is_guess = self.blanks.is_guess && has_blank && self.inside.contains(&at);
                let line_break = self.line_break;
                let code = line_break.map_or(&catalogue::BASE64_WHITE_SPACE, |_| &catalogue::BASE64_LINE_BREAK);
                let due = if is_apart { Some("") } else { None };
                if let (Some(fault), Some(spelled)) = (self.repeated(code, run.clone(), due, is_guess), line_break) {
                    fault.value(spelled);
                }
                run.end
            }
            _ => {
                let run = at..self.run(at);
                let end = run.end;
                // Quotes and similar characters surround the Base64; within it, a digit may have been lost with the
                // character.
                let is_around = at == self.from || end == self.text.len();
                let is_extra = self.others == Others::Extra && is_apart;
                let due = if is_extra { Some("") } else { None };
                self.repeated(&catalogue::BASE64_INVALID_CHARACTER, run.clone(), due, !is_around);
                if is_extra {
                    return end;
                }
                self.out.has_losses = true;
                if self.others == Others::InPlace {
                    let first = self.out.digits_read;
                    for (at, width) in chars(self.text, run) {
                        self.push(0, at, width);
                    }
                    self.lost.push(first..self.out.digits_read);
                }
                end
            }
        }
    }

    /// Returns true if the character at `at` is a blank that was a `+`.
    fn is_plus(&self, at: usize) -> bool {
        self.text[at] == b' ' && self.blanks.are_plus && self.inside.contains(&at)
    }

    /// Returns the end of the run of characters of the same class.
    fn run(&self, start: usize) -> usize {
        let text = &self.text[start..];
        start + text.iter().take_while(|&&byte| class(byte) == class(text[0])).count()
    }

    /// Reports a range that is often one of many; its fix, if any, replaces it by `due`. Returns `None` if the fault
    /// only repeats the last one.
    fn repeated(
        &mut self,
        code: &'static catalogue::Code,
        at: Range<usize>,
        due: Option<&'static str>,
        is_guess: bool,
    ) -> Option<&mut Fault> {
        if self.faults.again(code, due.map(|due| Change::new(at.clone(), due)), is_guess) {
            return None;
        }
        let fault = self.fault(code, at.clone());
        if let Some(due) = due {
            fault.change(at, due).is_guess = is_guess;
        }
        Some(fault)
    }

    /// Reports a range, with the text there as the value.
    fn fault(&mut self, code: &'static catalogue::Code, at: Range<usize>) -> &mut Fault {
        let text = &self.text[at.clone()];
        let fault = self.faults.add(code, Location::Base64(at));
        if !text.is_empty() {
            fault.value_with(|| String::from_utf8_lossy(text).into_owned());
        }
        fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_and_names_faults() {
        for (faulty, cases) in [
            ("", &[("", ""), ("YQ==", "a"), ("YWI=", "ab"), ("YWJj", "abc"), ("YWJjZA==", "abcd"), ("4peP", "●")][..]),
            (
                "base64.white-space",
                &[("YWJj\r\nZA==", "abcd"), ("YWJjZA==\n", "abcd"), ("YQ=\n=", "a"), (" YQ==", "a")],
            ),
            ("base64.white-space", &[("YWJj    ", "abc"), ("YQ==    ", "a"), ("YWJj YWJj YWJj", "abcabcabc")]),
            ("base64.space-for-plus", &[("Pj4 Pj4+", ">>>>>>"), ("Pj4 Pj4 Pj4+Pj4 Pj4+", ">>>>>>>>>>>>>>>")]),
            ("base64.missing-padding", &[("YQ", "a"), ("YQ=", "a")]),
            ("base64.extra-padding", &[("YQ===", "a"), ("YWJj=", "abc"), ("=", "")]),
            ("base64.padding-inside", &[("YQ==Yg==", "ab"), ("=YQ==", "a")]),
            ("base64.length", &[("YWJjZ", "abc"), ("YWJj0", "abc")]),
            ("base64.line-break", &[("YWJj\\nYWJj\\r\\n", "abcabc"), ("YWJj<br />YQ==", "abca")]),
            ("base64.url-safe", &[("fQ2", "}"), ("YX01", "a}"), ("YWJ90", "ab}")]),
            ("base64.invalid-character", &[("YWJj\\YWJj", "abcabc")]),
            ("base64.trailing-bits", &[("YR==", "a")]),
            ("base64.url-safe", &[("Pz8_", "???")]),
            ("base64.invalid-character", &[("YQ==*", "a"), ("YQ=*=", "a"), ("YW*Jj", "abc"), ("YWJ*", "ab\u{fffd}")]),
            ("base64.invalid-character", &[("Y＊Jj", "\u{fffd}\u{fffd}c"), ("Y*J*", "\u{fffd}\u{fffd}\u{fffd}")]),
            ("percent.malformed", &[("YW%Jj", "abc")]),
        ] {
            for (text, bytes) in cases {
                let mut faults = Faults::default();
                let decoded = decode(text.as_bytes(), 0..text.len(), &mut faults);
                assert_eq!(String::from_utf8_lossy(&decoded.bytes), *bytes, "{text}");
                assert_eq!(faults.ids().join(" "), faulty, "{text}");
            }
        }
    }
}
