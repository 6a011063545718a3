//! Third layer: Base64 (RFC 4648 §4), decoded as far as any sense can be made of it.
//!
//! The decoder is this library's own because it does what no strict one does: it names each fault, goes on behind it,
//! and remembers which characters carry each byte. Encoding is left to the `base64` crate.

use std::ops::Range;

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;

use super::base64_simd;
use crate::diagnostics::catalogue;
use crate::diagnostics::{Fault, Faults, Location};
use crate::text::SourceMap;
use crate::text::scan::find;

/// What a Base64 text carries.
#[derive(Default)]
pub(crate) struct Decoded {
    pub bytes: Vec<u8>,
    /// From digits, counted without what does not belong there, to the text.
    digits: SourceMap,
    /// How many digits there are.
    digits_read: usize,
    /// Where bytes begin again at a digit of their own: (byte, digit). One entry, but for Base64 joined from several.
    segments: Vec<(usize, usize)>,
    /// The padding that is due and there.
    padding: Range<usize>,
    /// The bytes that are not what they were meant to be, as a wrong character carried a part of them.
    pub lost: Vec<Range<usize>>,
    /// Whether some of what was meant is not among the bytes, or wrong there.
    pub has_losses: bool,
    /// Whether there is text around the Base64 that is none of it.
    pub is_wrapped: bool,
}

impl Decoded {
    /// The padding that is due and there, in the text.
    pub fn padding(&self) -> Range<usize> {
        self.padding.clone()
    }

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

    /// The last group of four digits that begins at or before a byte: its first byte, and the offset of its digits. From
    /// there on the text can be encoded again without a change to the text before.
    pub fn group(&self, byte: usize) -> (usize, usize) {
        let (start, digit) = self.segment_of(byte);
        let groups = (byte - start) / 3;
        (start + groups * 3, self.digits.outer(digit + groups * 4..digit + groups * 4 + 1).start)
    }

    /// Where the run of bytes begins that holds this one: at which byte, and at which digit.
    fn segment_of(&self, byte: usize) -> (usize, usize) {
        let behind = self.segments.partition_point(|&(start, _)| start <= byte);
        self.segments[behind.saturating_sub(1)]
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
        let (start, digit) = self.segment_of(byte);
        digit + ((byte - start) * 8 + bit) / 6
    }
}

/// Decodes `text`, and goes on to what is within where that is Base64 of JSON once more. From the outside in; there is
/// one at least.
pub(crate) fn unwrap(text: &[u8], faults: &mut Faults) -> Vec<Decoded> {
    let mut all = vec![decode_wrapped(text, faults)];
    // Whether a character was passed over within that may stand for one that was lost.
    let mut is_guess = false;
    while let Some(last) = all.last().filter(|last| all.len() <= DEEPEST && holds_base64(&last.bytes)) {
        let mut inner = faults.inner();
        let decoded = decode(&last.bytes, 0..last.bytes.len(), &mut inner);
        // All else that is wrong in there is gone once it is encoded anew; and what was lost further out is told.
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

/// The range of the outermost text whose characters carry any bit of the innermost bytes.
pub(crate) fn outermost(all: &[Decoded], bytes: Range<usize>) -> Range<usize> {
    all.iter().rev().fold(bytes, |bytes, decoded| decoded.outer(bytes))
}

/// Decodes `text` without what programs put around Base64: the head of a `data:` URL, or Python's `b'…'`.
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

/// Whether this stands in the head of a `data:` URL of Base64, and nothing else, such as a secret.
fn is_media_type(head: &[u8]) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"/;+.-=".contains(byte);
    let is_parameter = |part: &[u8]| !part.contains(&b'=') || part.starts_with(b"charset=") && part.len() < 20;
    head.ends_with(b";base64") && head.iter().all(is_part) && head.split(|&byte| byte == b';').all(is_parameter)
}

/// The head of a `data:` URL is not longer.
const LONGEST_HEAD: usize = 100;

/// How many times Base64 is looked for in Base64.
const DEEPEST: usize = 4;

/// Whether bytes begin like the Base64 of what begins as JSON objects do: no JSON begins so.
fn holds_base64(bytes: &[u8]) -> bool {
    let is_base64 = |byte: &u8| !matches!(class(*byte), Class::Other | Class::Percent);
    let head = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let begins = |bytes: &[u8]| bytes.trim_ascii_start().starts_with(b"{");
    if !head.first().is_some_and(u8::is_ascii_alphanumeric) || !head.iter().all(is_base64) {
        return false;
    }
    let inner = decode(head, 0..head.len(), &mut Faults::default()).bytes;
    let inner = inner.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&inner);
    // Twice, or more often.
    begins(inner) || (inner.len() > 8 && inner.iter().all(is_base64) && holds_base64(inner))
}

/// The digits of Base64, by their value.
pub(crate) const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes as Base64 with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// How many characters that takes.
pub(crate) fn encoded_length(bytes: usize) -> usize {
    bytes.div_ceil(3) * 4
}

/// The bytes of Base64 that any strict decoder takes.
pub(crate) fn decode_strictly(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Decodes whole groups of digits, which any decoder takes. With SIMD our own is faster than the crate's, and without slower.
fn append_digits(text: &[u8], out: &mut Vec<u8>) {
    if cfg!(target_arch = "wasm32") {
        base64_simd::decode_digits(text, out);
    } else {
        _ = STANDARD.decode_vec(text, out);
    }
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

/// Decodes what stands at `at` in `text`, leaving out what is not Base64.
pub(crate) fn decode(text: &[u8], at: Range<usize>, faults: &mut Faults) -> Decoded {
    let Range { start: mut pos, end } = at;
    // What stands behind is not there.
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
    // A wrong character may stand for the last digit too.
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
    // Behind the last digit there is padding, as much as is due, and maybe what does not belong there.
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
                // Where digits may be missing, it only follows from that.
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
    // What is no byte of UTF-8 stands for what was lost, so that it is seen, and not taken for what was meant.
    let Decoded { lost, bytes, .. } = &mut decoder.out;
    for lost in lost {
        lost.end = lost.end.min(bytes.len());
        bytes[lost.clone()].fill(0xFF);
    }
    decoder.out
}

/// What the characters are that are none of Base64's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    /// They got in between: the others are whole without them.
    Extra,
    /// Each stands where another should: with them the length is right.
    InPlace,
    Unclear,
}

struct Decoder<'t, 'f> {
    text: &'t [u8],
    /// Where the Base64 begins.
    from: usize,
    faults: &'f mut Faults,
    out: Decoded,
    /// How many digits there were since the last padding.
    in_segment: usize,
    /// The last digits, newest lowest.
    bits: u32,
    /// Where the last digit stands.
    last_digit: usize,
    /// Whether the text ends in the rest of an escape.
    is_cut: bool,
    /// Known once there are any.
    others: Option<Others>,
    /// Known once there is a blank.
    blanks_are_plus: Option<bool>,
}

impl Decoder<'_, '_> {
    /// Takes in a digit, and where it stands.
    fn push(&mut self, value: u8, at: usize, width: usize) {
        self.out.digits.push(self.out.digits_read, at, 1, width, 1);
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

    /// Takes in the groups of four digits that stand here, if one may begin here, and says where they end.
    fn groups(&mut self, start: usize) -> usize {
        if !self.in_segment.is_multiple_of(4) {
            return start;
        }
        let text = &self.text[start..];
        let length = find(text, is_odd).unwrap_or(text.len()) / 4 * 4;
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

    /// Closes what was read since the last padding, and says how many `=` are due behind it.
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

    /// Reports what begins here and is no Base64, and says where it ends.
    fn junk(&mut self, at: usize) -> usize {
        match class(self.text[at]) {
            Class::Percent => {
                self.out.has_losses = true;
                self.fault(&catalogue::PERCENT_MALFORMED, at..at + 1);
                // At the end it is the rest of an escape, and its digit is none of Base64's.
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

    /// Reports a run of characters that are none of Base64's, and reads on as they were meant.
    fn wrong(&mut self, run: Range<usize>) {
        let others = self.others();
        let is_apart = self.is_apart(run.start);
        // Quotes and the like stand around the Base64; within, a digit may have been lost with the character.
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

    /// Whether what is here can go without making an escape of a `%` before it and what follows.
    fn is_apart(&self, at: usize) -> bool {
        !self.text[at.saturating_sub(2)..at].contains(&b'%')
    }

    /// The byte that bit `bit` of a digit since the last padding belongs to, counted from the highest.
    fn byte_of(&self, digit: usize, bit: usize) -> usize {
        let (byte, start) = self.out.segments[self.out.segments.len() - 1];
        byte + ((digit - start) * 6 + bit) / 8
    }

    /// Where a run of such characters ends.
    fn run(&self, start: usize, belongs: fn(Class) -> bool) -> usize {
        let length = self.text[start..].iter().position(|&byte| !belongs(class(byte)));
        length.map_or(self.text.len(), |length| start + length)
    }

    /// Reports a range.
    fn fault(&mut self, code: &'static catalogue::Code, at: Range<usize>) -> &mut Fault {
        let value = (!at.is_empty()).then(|| String::from_utf8_lossy(&self.text[at.clone()]).into_owned());
        let fault = self.faults.add(code, Location::Base64(at));
        fault.value = value;
        fault
    }
}

/// What a text is made of.
struct Census {
    digits: usize,
    padding: usize,
    /// Characters that are none of Base64's.
    others: usize,
    /// Where the first of it is, or the text's end.
    first_padding: usize,
    /// Whether digits follow on padding.
    is_joined: bool,
}

impl Census {
    fn of(text: &[u8]) -> Self {
        let mut census =
            Self { digits: text.len(), padding: 0, others: 0, first_padding: text.len(), is_joined: false };
        let mut pos = 0;
        while let Some(length) = find(&text[pos..], is_odd) {
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

    /// Whether the length is right if so many other characters stand for digits.
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

/// Whether the blanks of a text are each a `+` that a form parser took for one: with them the length is right. Blanks that
/// come at even distances part lines.
fn blanks_are_plus(text: &[u8]) -> bool {
    let is_foreign = |&byte: &u8| byte != b' ' && matches!(class(byte), Class::Space | Class::Percent | Class::Other);
    if text.iter().any(is_foreign) {
        return false;
    }
    let census = Census::of(text);
    let blanks: Vec<_> = (0..text.len()).filter(|&at| text[at] == b' ').collect();
    // At the ends, and behind padding, nothing is lost.
    let first = text.iter().position(|&byte| is_digit(byte)).unwrap_or(text.len());
    let is_run = blanks.windows(2).any(|pair| pair[1] - pair[0] == 1);
    let at_ends = blanks.iter().any(|&at| at < first || at > census.first_padding) || text.ends_with(b" ");
    if census.is_whole_with(0) && (is_run || at_ends) {
        return false;
    }
    let is_even = blanks.windows(2).all(|pair| pair[1] - pair[0] == blanks[0] + 1);
    census.is_whole_with(blanks.len()) && !(census.is_whole_with(0) && is_even)
}

/// Whether this is none of the digits that most texts have nothing but.
fn is_odd(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && byte != b'+' && byte != b'/'
}

fn is_digit(byte: u8) -> bool {
    matches!(class(byte), Class::Digit(_) | Class::UrlSafe(_))
}

fn is_other(byte: u8) -> bool {
    matches!(class(byte), Class::Other)
}

/// The characters of a range, as UTF-8 has them: where each begins and how many bytes it has. What is no UTF-8 counts by
/// the byte.
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
