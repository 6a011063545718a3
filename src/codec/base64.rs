//! Third layer: decodes Base64 (RFC 4648 §4) as far as any sense can be made of it.
//!
//! This library has its own decoder because no strict decoder names each fault, continues after it, and records which
//! characters carry each byte. Encoding is left to the `base64` crate.

use std::ops::Range;

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;

use crate::diagnostics::catalogue;
use crate::diagnostics::{Fault, Faults, Location};
use crate::text::SourceMap;
use cbt179_fast::scan::ByteSet;

/// The result of decoding a Base64 text.
#[derive(Default)]
pub(crate) struct Decoded {
    pub bytes: Vec<u8>,
    /// Maps digits to the text; their count excludes characters that do not belong there.
    digits: SourceMap,
    /// The number of digits.
    digits_read: usize,
    /// The starts of runs of bytes that begin at a digit of their own, as (byte, digit). There is one run, except in
    /// Base64 joined from several texts.
    segments: Vec<(usize, usize)>,
    /// The range of the padding that is both required and present.
    padding: Range<usize>,
    /// The ranges of bytes that differ from the intended ones, as a wrong character carried a part of them.
    pub lost: Vec<Range<usize>>,
    /// True if some of the intended bytes are missing or wrong.
    pub has_losses: bool,
    /// True if the Base64 is wrapped in text that is not Base64.
    pub is_wrapped: bool,
}

impl Decoded {
    /// Returns the range in the text of the padding that is both required and present.
    pub fn padding(&self) -> Range<usize> {
        self.padding.clone()
    }

    /// Returns the range of the text whose characters carry any bit of these bytes.
    pub fn outer(&self, bytes: Range<usize>) -> Range<usize> {
        let first = self.digit(bytes.start, 0);
        let behind = if bytes.is_empty() { first } else { self.digit(bytes.end - 1, 7) + 1 };
        self.digits.outer(first..behind)
    }

    /// Returns the range of bytes of which these characters carry any bit.
    pub fn inner(&self, text: Range<usize>) -> Range<usize> {
        let digits = self.digits.inner(text, self.digits_read);
        let start = self.byte(digits.start, 0, 0);
        let end = if digits.is_empty() { start } else { self.byte(digits.end - 1, 5, 1) };
        start..end.max(start)
    }

    /// Finds the last group of four digits that begins at or before a byte. Returns its first byte, and the offset of
    /// its digits. From there on, the text can be re-encoded without changing the text before.
    pub fn group(&self, byte: usize) -> (usize, usize) {
        let (start, digit) = self.segment_of(byte);
        let groups = (byte - start) / 3;
        (start + groups * 3, self.digits.outer(digit + groups * 4..digit + groups * 4 + 1).start)
    }

    /// Finds the run of bytes that contains this byte, and returns its first byte and first digit.
    fn segment_of(&self, byte: usize) -> (usize, usize) {
        let behind = self.segments.partition_point(|&(start, _)| start <= byte);
        self.segments[behind.saturating_sub(1)]
    }

    /// Returns the byte that bit `bit` of a digit, counted from the highest, belongs to, plus `more`. The result is at
    /// most the end of the run.
    fn byte(&self, digit: usize, bit: usize, more: usize) -> usize {
        let behind = self.segments.partition_point(|&(_, start)| start <= digit);
        let (byte, start) = self.segments[behind.saturating_sub(1)];
        let end = self.segments.get(behind).map_or(self.bytes.len(), |&(next, _)| next);
        (byte + ((digit - start) * 6 + bit) / 8 + more).min(end)
    }

    /// Returns the digit that carries bit `bit` of a byte, counted from the highest.
    fn digit(&self, byte: usize, bit: usize) -> usize {
        let (start, digit) = self.segment_of(byte);
        digit + ((byte - start) * 8 + bit) / 6
    }
}

/// Decodes `text`, and decodes the result again while it is itself Base64 of JSON. Returns the layers from the outside
/// in; there is at least one.
pub(crate) fn unwrap(text: &[u8], faults: &mut Faults) -> Vec<Decoded> {
    let mut all = vec![decode_wrapped(text, faults)];
    // True if a character skipped in an inner layer may replace one that was lost.
    let mut is_guess = false;
    while let Some(last) = all.last().filter(|last| all.len() <= DEEPEST && holds_base64(&last.bytes)) {
        let mut inner = faults.inner();
        let decoded = decode(&last.bytes, 0..last.bytes.len(), &mut inner);
        // All other inner faults disappear with re-encoding, and losses in an outer layer are already reported.
        is_guess |= inner.list().iter().any(|fault| fault.code.is(&catalogue::BASE64_INVALID_CHARACTER));
        if decoded.has_losses && last.lost.is_empty() {
            faults.adopt(inner, |fault| {
                fault.repair = None;
                if let Location::Base64(at) = &mut fault.place {
                    *at = outermost(&all, at.clone());
                }
            });
        }
        all.push(decoded);
    }
    if all.len() > 1 {
        faults.add(&catalogue::BASE64_TWICE, Location::Base64(0..text.len())).encode().is_guess = is_guess;
    }
    all
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
    fault.is_harmless = true;
    Decoded { is_wrapped: true, ..decode(text, head..tail, faults) }
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
    let is_base64 = |byte: &u8| !matches!(class(*byte), Class::Other | Class::Percent);
    let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let begins = |bytes: &[u8]| bytes.trim_ascii_start().starts_with(b"{");
    if !head.first().is_some_and(u8::is_ascii_alphanumeric) || !head.iter().all(is_base64) {
        return false;
    }
    let inner = decode(head, 0..head.len(), &mut Faults::default()).bytes;
    let inner = inner.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&inner);
    // Encoded twice, or more often.
    begins(inner) || (inner.len() > 8 && inner.iter().all(is_base64) && holds_base64(inner))
}

/// The Base64 alphabet, in order of value.
pub(crate) const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes as Base64 with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Returns the length of the Base64 for this many bytes, in characters.
pub(crate) fn encoded_length(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

/// Decodes Base64 that any strict decoder accepts.
pub(crate) fn decode_strictly(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Decodes complete groups of four digits, which any decoder accepts. With SIMD our own decoder is faster than the
/// crate's; without SIMD it is slower.
fn append_digits(text: &[u8], out: &mut Vec<u8>) {
    if cfg!(target_arch = "wasm32") {
        cbt179_fast::base64::decode_digits(text, out);
    } else {
        _ = STANDARD.decode_vec(text, out);
    }
}

/// The class of a character in Base64.
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

/// Decodes the Base64 at `at` in `text`, skipping everything that is not Base64.
pub(crate) fn decode(text: &[u8], at: Range<usize>, faults: &mut Faults) -> Decoded {
    let Range { start: mut pos, end } = at;
    // The text after the range is ignored.
    let text = &text[..end];
    let mut decoder = Decoder {
        text,
        from: pos,
        faults,
        out: Decoded {
            bytes: Vec::with_capacity(text.len() / 4 * 3 + 3),
            segments: vec![(0, 0)],
            ..Decoded::default()
        },
        in_segment: 0,
        bits: 0,
        last_digit: 0,
        is_cut: false,
        others: None,
        blanks_are_plus: None,
    };
    let mut digits_end = text.iter().rposition(|&byte| is_digit(byte)).map_or(0, |last| last + 1).max(pos);
    // A wrong character may replace the last digit too.
    let last_other = text[digits_end..].iter().rposition(|&byte| is_other(byte));
    if let Some(last) = last_other.filter(|_| decoder.others() == Others::InPlace) {
        digits_end += last + 1;
    }
    let last_blank = text[digits_end..].iter().rposition(|&byte| byte == b' ');
    if let Some(last) = last_blank.filter(|_| decoder.blanks_are_plus()) {
        digits_end += last + 1;
    }
    while pos < digits_end {
        pos = match class(text[pos]) {
            Class::Digit(value) => {
                decoder.push(value, pos, 1);
                decoder.groups(pos + 1)
            }
            Class::UrlSafe(value) => {
                decoder.push(value, pos, 1);
                let standard = if value == 62 { "+" } else { "/" };
                decoder.fault(&catalogue::BASE64_URL_SAFE, pos..pos + 1).change(pos..pos + 1, standard);
                pos + 1
            }
            Class::Padding => {
                decoder.close();
                let end = decoder.run(pos, |class| matches!(class, Class::Padding));
                decoder.fault(&catalogue::BASE64_PADDING_INSIDE, pos..end).encode();
                end
            }
            _ => decoder.junk(pos),
        };
    }
    // The required padding follows the last digit, possibly with characters that do not belong there.
    let mut due = decoder.close();
    while pos < text.len() {
        pos = match class(text[pos]) {
            Class::Padding if due > 0 => {
                due -= 1;
                let padding = &mut decoder.out.padding;
                let start = if padding.end == 0 { pos } else { padding.start };
                *padding = start..pos + 1;
                pos + 1
            }
            Class::Padding => {
                let end = decoder.run(pos, |class| matches!(class, Class::Padding));
                // If digits may be missing, extra padding is only a consequence of that.
                if decoder.others != Some(Others::Unclear) {
                    decoder.fault(&catalogue::BASE64_EXTRA_PADDING, pos..end).change(pos..end, "");
                }
                end
            }
            _ => decoder.junk(pos),
        };
    }
    if due > 0 && !decoder.is_cut && decoder.others != Some(Others::Unclear) {
        let end = text.len()..text.len();
        decoder.fault(&catalogue::BASE64_MISSING_PADDING, end.clone()).change(end, &"=="[..due]);
    }
    // Lost bytes become 0xFF, which is ill-formed UTF-8, so that they stay visible and are not taken for intended
    // bytes.
    let Decoded { lost, bytes, .. } = &mut decoder.out;
    for lost in lost {
        lost.end = lost.end.min(bytes.len());
        bytes[lost.clone()].fill(0xFF);
    }
    decoder.out
}

/// The role of the characters outside the alphabet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    /// They were inserted: the text is complete without them.
    Extra,
    /// Each replaces a digit: with them the length is right.
    InPlace,
    Unclear,
}

struct Decoder<'t, 'f> {
    text: &'t [u8],
    /// The offset at which the Base64 begins.
    from: usize,
    faults: &'f mut Faults,
    out: Decoded,
    /// The number of digits since the last padding.
    in_segment: usize,
    /// The last digits, with the newest in the lowest bits.
    bits: u32,
    /// The offset of the last digit.
    last_digit: usize,
    /// True if the text ends in a truncated escape.
    is_cut: bool,
    /// The role of the characters outside the alphabet; `None` until the first of them.
    others: Option<Others>,
    /// True if the blanks were meant as `+`; `None` until the first blank.
    blanks_are_plus: Option<bool>,
}

impl Decoder<'_, '_> {
    /// Appends a digit that takes `width` bytes at the offset `at`.
    fn push(&mut self, value: u8, at: usize, width: usize) {
        self.out.digits.push(self.out.digits_read, at, 1, width, 1);
        self.bits = self.bits << 6 | u32::from(value);
        self.out.digits_read += 1;
        self.in_segment += 1;
        self.last_digit = at;
        // A byte is complete after 2, 3 and 4 digits of a group; 4, 2 and 0 trailing bits of the last digit remain.
        let in_group = self.in_segment % 4;
        if in_group != 1 {
            let left_over = (4 - in_group) % 4 * 2;
            let [.., byte] = (self.bits >> left_over).to_be_bytes();
            self.out.bytes.push(byte);
        }
    }

    /// Decodes the groups of four digits at `start`, if a group may begin there, and returns their end.
    fn groups(&mut self, start: usize) -> usize {
        if !self.in_segment.is_multiple_of(4) {
            return start;
        }
        let text = &self.text[start..];
        let length = NO_DIGIT.find(text).unwrap_or(text.len()) / 4 * 4;
        if length == 0 {
            return start;
        }
        let end = start + length;
        append_digits(&self.text[start..end], &mut self.out.bytes);
        self.out.digits.push(self.out.digits_read, start, 1, 1, length);
        self.out.digits_read += length;
        self.in_segment += length;
        self.last_digit = end - 1;
        end
    }

    /// Closes the run of digits since the last padding, and returns the number of `=` required after it.
    fn close(&mut self) -> usize {
        let in_group = self.in_segment % 4;
        let due = (4 - in_group) % 4;
        let last_digit = self.last_digit..self.last_digit + 1;
        self.in_segment = 0;
        self.out.segments.push((self.out.bytes.len(), self.out.digits_read));
        if in_group == 1 {
            self.out.has_losses = true;
            self.fault(&catalogue::BASE64_LENGTH, last_digit);
            return 0;
        }
        let left_over = (1_u8 << (due * 2)) - 1;
        let [.., last] = self.bits.to_be_bytes();
        if in_group != 0 && last & left_over != 0 {
            let clean = char::from(ALPHABET[usize::from(last & 0x3F & !left_over)]).to_string();
            self.fault(&catalogue::BASE64_TRAILING_BITS, last_digit.clone()).change(last_digit, clean);
        }
        due
    }

    /// Reports the text at `at` that is not Base64, and returns its end.
    fn junk(&mut self, at: usize) -> usize {
        match class(self.text[at]) {
            Class::Percent => {
                self.out.has_losses = true;
                self.fault(&catalogue::PERCENT_MALFORMED, at..at + 1);
                // At the end of the text this is a truncated escape, and its digit is not a Base64 digit.
                let is_cut = at + 2 >= self.text.len();
                self.is_cut |= is_cut;
                if is_cut { self.text.len() } else { at + 1 }
            }
            Class::Space if self.text[at] == b' ' && self.blanks_are_plus() => {
                self.push(62, at, 1);
                self.fault(&catalogue::BASE64_SPACE_FOR_PLUS, at..at + 1).change(at..at + 1, "+");
                at + 1
            }
            Class::Space => {
                let end = self.run(at, |class| matches!(class, Class::Space));
                let is_apart = self.is_apart(at);
                let fault = self.fault(&catalogue::BASE64_WHITE_SPACE, at..end);
                if is_apart {
                    fault.change(at..end, "");
                }
                end
            }
            _ => {
                let end = self.run(at, |class| matches!(class, Class::Other)).max(at + 1);
                self.wrong(at..end);
                end
            }
        }
    }

    fn blanks_are_plus(&mut self) -> bool {
        *self.blanks_are_plus.get_or_insert_with(|| blanks_are_plus(&self.text[self.from..]))
    }

    fn others(&mut self) -> Others {
        *self.others.get_or_insert_with(|| Others::of(&self.text[self.from..]))
    }

    /// Reports a run of characters outside the alphabet, and reads on according to their role.
    fn wrong(&mut self, run: Range<usize>) {
        let others = self.others();
        let is_apart = self.is_apart(run.start);
        // Quotes and similar characters surround the Base64; within it, a digit may have been lost with the character.
        let is_around = run.start == self.from || run.end == self.text.len();
        let fault = self.fault(&catalogue::BASE64_INVALID_CHARACTER, run.clone());
        if others == Others::Extra && is_apart {
            fault.change(run, "").is_guess = !is_around;
            return;
        }
        self.out.has_losses = true;
        if others == Others::InPlace {
            let first = self.out.digits_read;
            for (at, width) in chars(self.text, run) {
                self.push(0, at, width);
            }
            let lost = self.byte_of(first, 0)..self.byte_of(self.out.digits_read - 1, 5) + 1;
            self.out.lost.push(lost);
        }
    }

    /// Returns true if the text here can be deleted without joining a `%` before it and the text after it into an
    /// escape.
    fn is_apart(&self, at: usize) -> bool {
        !self.text[at.saturating_sub(2)..at].contains(&b'%')
    }

    /// Returns the byte that bit `bit` of a digit since the last padding, counted from the highest, belongs to.
    fn byte_of(&self, digit: usize, bit: usize) -> usize {
        let (byte, start) = self.out.segments[self.out.segments.len() - 1];
        byte + ((digit - start) * 6 + bit) / 8
    }

    /// Returns the end of the run of characters that satisfy `belongs`.
    fn run(&self, start: usize, belongs: fn(Class) -> bool) -> usize {
        let length = self.text[start..].iter().position(|&byte| !belongs(class(byte)));
        length.map_or(self.text.len(), |length| start + length)
    }

    /// Reports a range, with the text there as the value.
    fn fault(&mut self, code: &'static catalogue::Code, at: Range<usize>) -> &mut Fault {
        let value = (!at.is_empty()).then(|| String::from_utf8_lossy(&self.text[at.clone()]).into_owned());
        let fault = self.faults.add(code, Location::Base64(at));
        fault.value = value;
        fault
    }
}

/// The numbers of the different kinds of characters in a text.
struct Census {
    digits: usize,
    padding: usize,
    /// Characters outside the alphabet, other than white space and `%`.
    others: usize,
    /// The offset of the first padding character, or the end of the text.
    first_padding: usize,
    /// True if digits follow padding.
    is_joined: bool,
}

impl Census {
    fn of(text: &[u8]) -> Self {
        let mut census =
            Self { digits: text.len(), padding: 0, others: 0, first_padding: text.len(), is_joined: false };
        let mut pos = 0;
        while let Some(length) = NO_DIGIT.find(&text[pos..]) {
            let start = pos + length;
            pos = start + 1;
            match class(text[start]) {
                Class::Digit(_) | Class::UrlSafe(_) => continue,
                Class::Padding => {
                    census.padding += 1;
                    census.first_padding = census.first_padding.min(start);
                }
                Class::Other => {
                    pos += text[pos..].iter().take_while(|&&byte| is_other(byte)).count();
                    census.others += chars(text, start..pos).count();
                }
                Class::Space | Class::Percent => {}
            }
            census.digits -= pos - start;
        }
        census.is_joined = text[census.first_padding..].iter().any(|&byte| is_digit(byte));
        census
    }

    /// Returns true if the length is right when this many other characters stand for digits.
    fn is_whole_with(&self, others: usize) -> bool {
        let digits = self.digits + others;
        !self.is_joined && digits % 4 != 1 && (digits + self.padding).is_multiple_of(4)
    }
}

impl Others {
    fn of(text: &[u8]) -> Self {
        let census = Census::of(text);
        if census.is_whole_with(0) && census.digits > 0 {
            Self::Extra
        } else if census.is_whole_with(census.others) {
            Self::InPlace
        } else {
            Self::Unclear
        }
    }
}

/// Returns true if each blank of a text is a `+` that a form parser decoded as a space: with them the length is right.
/// Blanks at even distances separate lines.
fn blanks_are_plus(text: &[u8]) -> bool {
    let is_foreign = |&byte: &u8| byte != b' ' && matches!(class(byte), Class::Space | Class::Percent | Class::Other);
    if text.iter().any(is_foreign) {
        return false;
    }
    let census = Census::of(text);
    let blanks: Vec<_> = (0..text.len()).filter(|&at| text[at] == b' ').collect();
    // A blank at either end, or after padding, replaces no digit.
    let first = text.iter().position(|&byte| is_digit(byte)).unwrap_or(text.len());
    let is_run = blanks.windows(2).any(|pair| pair[1] - pair[0] == 1);
    let at_ends = blanks.iter().any(|&at| at < first || at > census.first_padding) || text.ends_with(b" ");
    if census.is_whole_with(0) && (is_run || at_ends) {
        return false;
    }
    let is_even = blanks.windows(2).all(|pair| pair[1] - pair[0] == blanks[0] + 1);
    census.is_whole_with(blanks.len()) && !(census.is_whole_with(0) && is_even)
}

/// All that is no digit of the standard alphabet: most texts have none.
const NO_DIGIT: ByteSet = ByteSet::of(cbt179_fast::base64::ALPHABET).not();

fn is_digit(byte: u8) -> bool {
    matches!(class(byte), Class::Digit(_) | Class::UrlSafe(_))
}

fn is_other(byte: u8) -> bool {
    matches!(class(byte), Class::Other)
}

/// Returns the offset and the width in bytes of each character of a range. Each byte of an ill-formed UTF-8 sequence
/// counts as one character.
fn chars(text: &[u8], range: Range<usize>) -> impl Iterator<Item = (usize, usize)> {
    let mut at = range.start;
    text[range]
        .utf8_chunks()
        .flat_map(|chunk| chunk.valid().chars().map(char::len_utf8).chain(chunk.invalid().iter().map(|_| 1)))
        .map(move |width| {
            at += width;
            (at - width, width)
        })
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
            ("Y＊Jj", "\u{fffd}\u{fffd}c", vec!["base64.invalid-character"]),
            ("YWJ*", "ab\u{fffd}", vec!["base64.invalid-character"]),
            ("Y*J*", "\u{fffd}\u{fffd}\u{fffd}", vec!["base64.invalid-character"]),
            ("Y*J", "`", vec!["base64.invalid-character", "base64.trailing-bits"]),
            ("YW%Jj", "abc", vec!["percent.malformed"]),
            ("4peP", "●", vec![]),
            ("Pz8_", "???", vec!["base64.url-safe"]),
            ("Pj4 ", ">>>", vec!["base64.space-for-plus"]),
            ("Pj4 Pj4 Pj4+Pj4 Pj4 Pj4+", ">>>>>>>>>>>>>>>>>>", vec!["base64.space-for-plus"]),
            ("YWJj    ", "abc", vec!["base64.white-space"]),
            ("YQ==    ", "a", vec!["base64.white-space"]),
            ("YWJj YWJj YWJj YWJj YWJj", "abcabcabcabcabc", vec!["base64.white-space"]),
            ("YWJj ", "abc", vec!["base64.white-space"]),
            (" YQ==", "a", vec!["base64.white-space"]),
        ] {
            let mut faults = Faults::default();
            let decoded = decode(text.as_bytes(), 0..text.len(), &mut faults);
            assert_eq!(String::from_utf8_lossy(&decoded.bytes), bytes, "{text}");
            assert_eq!(faults.ids(), faulty, "{text}");
        }
    }

    #[test]
    fn maps_bytes_to_the_characters_that_carry_them() {
        let whole = |text: &[u8]| decode(text, 0..text.len(), &mut Faults::default());
        let plain = whole(b"YWJjZGVm");
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
        let broken = whole(b"YW\nJjZA==");
        assert_eq!(broken.outer(1..2), 1..4);
        assert_eq!(broken.outer(3..4), 5..7);
        let joined = whole(b"YQ==Yg==");
        assert_eq!(joined.outer(1..2), 4..6);
        assert_eq!(broken.inner(2..3), 1..1);
        assert_eq!(broken.inner(6..9), 3..4);
        assert_eq!(joined.inner(1..5), 0..2);
        assert_eq!(joined.inner(2..4), 1..1);
    }
}
