//! JSON strings: the content between the quotes, and its escapes.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::iter;
use core::ops::Range;

use super::Parser;
use crate::diagnostics::catalogue::{self, Code};
use crate::diagnostics::{Change, EDITS, Faults, Location};
use crate::text::{SourceMap, varint};
use cbt179_fast::strings::{code_unit, copy_sound, plain_length, short_escape};

/// Unescapes the string content at `at` in JSON, and maps the result back to its source.
pub(crate) fn unescape(text: &[u8], at: Range<usize>) -> (Vec<u8>, SourceMap) {
    let mut map = SourceMap::new(at.start);
    let mut out = Vec::with_capacity(at.len());
    append_unescaped(text, at, &mut out, &mut map);
    (out, map)
}

/// Appends the unescaped string content at `at` in JSON to a text and its source map.
pub(crate) fn append_unescaped(text: &[u8], at: Range<usize>, out: &mut Vec<u8>, map: &mut SourceMap) {
    let mut faults = Faults::new();
    // Only this range is validated as UTF-8, as the text may contain many strings.
    let Ok(text) = core::str::from_utf8(&text[at.clone()]) else {
        return;
    };
    let mut parser = Parser::new(text, 0, &mut faults);
    while parser.pos < text.len() {
        let (inner, start) = (out.len(), parser.pos);
        let rest = &text[start..];
        let plain = rest.find('\\').unwrap_or(rest.len());
        if plain > 0 {
            out.extend_from_slice(&rest.as_bytes()[..plain]);
            parser.pos += plain;
            map.push(inner, at.start + start, 1, 1, plain);
        } else {
            parser.escape(out);
            // A backslash at the very end produces no output.
            if out.len() > inner {
                map.push(inner, at.start + start, out.len() - inner, parser.pos - start, 1);
            }
        }
    }
}

/// Returns the edits that turn a string holding JSON into that JSON; `at` is the range of the string's content.
///
/// The edits delete the quotes and undo only the escapes that must be undone. Escapes of non-ASCII characters stay, as
/// they mean the same within the inner strings. Returns `None` if other characters are escaped unnecessarily, or if there
/// are more edits than a fix may have.
///
/// `"{\"a\":1}"` becomes `{"a":1}` by deleting two quotes and two backslashes.
pub(crate) fn opened(text: &str, at: Range<usize>) -> Option<Vec<Change>> {
    let delete = |at: Range<usize>| Change::new(at, "");
    let mut changes = vec![delete(at.start - 1..at.start)];
    let mut pos = at.start;
    while let Some(length) = text[pos..at.end].find('\\') {
        pos += length;
        match text.as_bytes()[pos + 1] {
            b'"' | b'\\' => changes.push(delete(pos..pos + 1)),
            b'u' => {
                let unit = u32::from_str_radix(text.get(pos + 2..pos + 6)?, 16).ok()?;
                if unit < 0x80 {
                    return None;
                }
            }
            // Within the inner strings this escape means the same.
            b'/' => {}
            escaped => changes.push(Change::new(pos..pos + 2, char::from(short_escape(escaped)?).to_string())),
        }
        pos += 2;
        if changes.len() >= EDITS {
            return None;
        }
    }
    changes.push(delete(at.end..at.end + 1));
    Some(changes)
}

impl<'a> Parser<'a, '_> {
    /// Reads the string, a key or a value, that begins here with `quote`.
    pub(super) fn string(&mut self, quote: char, is_key: bool) -> Cow<'a, str> {
        let mut opened = self.pos..self.pos + quote.len_utf8();
        if quote == '"' && self.is_opened_twice(opened.end, is_key) {
            self.extra(opened.end..opened.end + 1);
            opened.end += 1;
        }
        // Most strings end where this stops, so they are read only once.
        let beginning = if quote == '"' { beginning(self.text.as_bytes(), opened.end) } else { (opened.end, None) };
        let (end, is_guess) = self.end_of_string(opened.end, beginning.0, quote, is_key);
        let content = opened.end..end.as_ref().map_or(self.text.len(), |end| end.start);
        let (text, changes) = self.content(content.clone(), quote, beginning);
        match end {
            Some(end) => {
                self.pos = end.end;
                if quote == '"' {
                    self.wrong_quotes(&content, end, &text, &changes);
                } else {
                    // Where all quotes of a text were replaced, those of JSON in its strings were, too.
                    let is_replaced = text
                        .match_indices(['{', '['])
                        .any(|(at, _)| text[at + 1..].trim_start().starts_with(is_odd_quote));
                    // An escaped quote of that kind may have been a straight one.
                    let is_unescaped = changes.list.iter().any(|change| change.text.is_empty());
                    let whole = self.text;
                    let is_ambiguous =
                        is_unescaped && !*self.has_straight_quote.get_or_insert_with(|| whole.contains('"'));
                    self.quotes_of_another_kind(opened, end, changes, is_guess || is_replaced || is_ambiguous);
                }
            }
            None => _ = self.unbalanced(&catalogue::JSON_UNCLOSED, opened),
        }
        text
    }

    /// Reads the content between quotes. Returns the text, and the edits needed within it when its quotes are
    /// corrected. They escape bare quotes, and remove escapes that are unnecessary once the quotes are straight. The
    /// beginning that was `read` is read again if it extends beyond the content.
    pub(super) fn content(&mut self, at: Range<usize>, quote: char, read: Beginning) -> (Cow<'a, str>, Edits) {
        let bytes = &self.text.as_bytes()[..at.end];
        let mut changes = Edits::default();
        // The control characters reported so far, one bit each.
        let mut reported = 0_u32;
        let mut again = Again::default();
        let mut lines = Lines { text: self.text, start: None };
        let (read, mut out) = if read.0 <= at.end { read } else { (at.start, None) };
        self.pos = read + plain_length(&bytes[read..]);
        while let Some(&byte) = bytes.get(self.pos) {
            let start = self.pos;
            if byte == b'\\' {
                let out = out.get_or_insert_with(|| bytes[at.start..start].to_vec());
                // A string in quotes of another kind escapes its own quotes. Once the quotes are straight, that is
                // unnecessary.
                if quote != '"' && self.text[start + 1..].starts_with(|char| closes(quote, char)) {
                    changes.push(Change::new(start..start + 1, ""));
                    self.pos += 1;
                } else {
                    self.escape(out);
                }
            } else {
                self.pos += 1;
                if let Some(out) = &mut out {
                    out.push(byte);
                }
                if byte == b'"' {
                    changes.push(Change::new(start..start, "\\"));
                } else if reported & 1 << byte == 0 {
                    if reported == 0 && self.is_php_message_inside(&at) {
                        self.pos = at.end;
                        return (Cow::Borrowed(&self.text[at]), Edits::default());
                    }
                    reported |= 1 << byte;
                    self.control_characters(iter::once((start, lines.is_wrapped(start))));
                } else if !self.faults.context.is_lost(&(start..self.pos)) {
                    again.push(start, lines.is_wrapped(start));
                }
            }
            let rest = bytes.get(self.pos..).unwrap_or_default();
            self.pos += match &mut out {
                Some(out) => copy_sound(rest, out),
                None => plain_length(rest),
            };
        }
        while reported != 0 {
            let is_same = |(at, _): &(usize, bool)| u32::from(bytes[*at]) == reported.trailing_zeros();
            self.control_characters(again.iter().filter(is_same));
            reported &= reported - 1;
        }
        // Whole characters were copied, and whole characters replaced the escapes.
        let out = out.map(|out| Cow::Owned(String::from_utf8(out).unwrap_or_default()));
        (out.unwrap_or(Cow::Borrowed(&self.text[at])), changes)
    }

    /// Reports one control character at all these offsets as one fault: a text may have it on every line. The flag of
    /// each offset tells whether it ends a wrapped line.
    fn control_characters(&mut self, mut offsets: impl Iterator<Item = (usize, bool)>) {
        if let Some((first, is_wrapped)) = offsets.next() {
            let control = self.text.as_bytes()[first];
            let escape = spelled_out(control);
            let fault = self.fault_with_value(&catalogue::JSON_CONTROL_CHARACTER, first..first + 1);
            fault.change(first..first + 1, escape.clone());
            // Other control characters are rarely text, but damage.
            fault.is_guess = !b"\n\r\t".contains(&control) || is_wrapped;
            for (at, is_wrapped) in offsets {
                fault.is_guess |= is_wrapped;
                fault.count_again(Some(Change::new(at..at + 1, escape.clone())));
            }
        }
    }

    /// Reports the wrong quotes of a string that was opened by a straight quote.
    fn wrong_quotes(&mut self, at: &Range<usize>, end: Range<usize>, content: &str, bare: &Edits) {
        let is_closed = &self.text[end.clone()] == "\"";
        let escapes = if bare.list.is_empty() || !is_closed { None } else { self.escapes(at, content) };
        self.trouble.has_guessed_end |= escapes.is_none() && !bare.list.is_empty();
        let more = bare.list.last().into_iter().cycle().take(bare.more);
        for (index, Change { at, text, .. }) in bare.list.iter().chain(more).enumerate() {
            if self.has_too_many_errors() {
                break;
            }
            let fault = self.fault(&catalogue::JSON_UNESCAPED_QUOTE, at.start..at.start + 1);
            if let Some((more, is_guess)) = &escapes {
                fault.change(at.clone(), text.clone()).is_guess = *is_guess;
                for Change { at, text, .. } in more.iter().filter(|_| index == 0) {
                    fault.change(at.clone(), text.clone());
                }
            }
        }
        match &self.text[end.clone()] {
            "\"" => {}
            "" => self.missing_quote(end.start),
            "\"\"" => self.extra(end.start + 1..end.end),
            "\\\"" => self.extra(end.start..end.start + 1),
            // A quote of the wrong kind.
            _ => _ = self.fault_with_value(&catalogue::JSON_QUOTES, end),
        }
    }

    pub(super) fn missing_quote(&mut self, at: usize) {
        self.fault(&catalogue::JSON_MISSING_QUOTE, at..at);
    }

    /// Reports a string opened by a quote other than the straight quote of JSON.
    fn quotes_of_another_kind(&mut self, opened: Range<usize>, closing: Range<usize>, changes: Edits, is_guess: bool) {
        let quote = &self.text[opened.clone()];
        // The closing quote may be straight, or missing.
        let is_straight = &self.text[closing.clone()] == "\"";
        let at = if is_straight { opened.clone() } else { opened.start..closing.end };
        let fault = self.fault(&catalogue::JSON_QUOTES, at).value(quote);
        if !is_guess {
            fault.change(opened, "\"");
            for Change { at, text, .. } in changes.list {
                fault.change(at, text);
            }
            fault.change(closing, "\"").limit_edits(0);
        }
    }

    /// Decodes the escape that begins here. A lone surrogate becomes U+FFFD, and an invalid escape yields its own text.
    pub(super) fn escape(&mut self, out: &mut Vec<u8>) {
        let start = self.pos;
        self.pos += 1;
        if let Some(byte) = self.peek().and_then(short_escape) {
            self.pos += 1;
            return out.push(byte);
        }
        // The caller that reads the string reports that it is unclosed.
        let Some(escaped) = self.peek_char() else {
            return;
        };
        self.pos += escaped.len_utf8();
        if escaped == '/' {
            out.push(b'/');
            return self.advise(&catalogue::JSON_ESCAPED_SLASH, start);
        }
        if escaped == 'u' {
            if let Some(unit) = code_unit(self.text.as_bytes(), self.pos) {
                let next = if self.text[self.pos + 4..].starts_with("\\u") {
                    code_unit(self.text.as_bytes(), self.pos + 6)
                } else {
                    None
                };
                let char = char::decode_utf16([unit].into_iter().chain(next)).next().and_then(Result::ok);
                self.pos += if char.is_some_and(|char| char.len_utf16() == 2) { 10 } else { 4 };
                match char {
                    Some(char) if char.is_ascii() => {}
                    Some(_) => self.advise(&catalogue::JSON_ESCAPED_CHARACTER, start),
                    None => _ = self.fault_with_value(&catalogue::JSON_LONE_SURROGATE, start..self.pos),
                }
                let char = char.unwrap_or(char::REPLACEMENT_CHARACTER);
                return out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            }
            let digits = self.text.as_bytes()[self.pos..].iter().take(4);
            self.pos += digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
        }
        let is_quote = escaped == '\'';
        out.extend_from_slice(&self.text.as_bytes()[start + usize::from(is_quote)..self.pos]);
        let fault = self.fault_with_value(&catalogue::JSON_INVALID_ESCAPE, start..self.pos);
        // For other characters, it is unknown whether the backslash was intended.
        if is_quote {
            fault.change(start..start + 1, "");
        }
    }

    /// Advises about a valid escape that a program may write differently when it serializes the text again. This
    /// matters only for signed text, of which every byte is signed.
    fn advise(&mut self, code: &'static Code, start: usize) {
        if self.faults.context.is_signed() {
            let at = start..self.pos;
            self.faults.add(code, Location::Json(at.clone())).value(&self.text[at]);
        }
    }
}

/// The offsets where a control character occurs again, each with a flag, as differences: there may be millions.
#[derive(Default)]
struct Again {
    bytes: Vec<u8>,
    last: usize,
}

impl Again {
    fn push(&mut self, at: usize, flag: bool) {
        varint::push(&mut self.bytes, (at - self.last) << 1 | usize::from(flag));
        self.last = at;
    }

    fn iter(&self) -> impl Iterator<Item = (usize, bool)> {
        let (mut rest, mut at) = (&self.bytes[..], 0);
        iter::from_fn(move || {
            (!rest.is_empty()).then_some(())?;
            let number = varint::take(&mut rest);
            at += number >> 1;
            Some((at, number & 1 == 1))
        })
    }
}

/// The edits within a string. Edits beyond the maximum of a fix are only counted.
#[derive(Default)]
pub(super) struct Edits {
    list: Vec<Change>,
    more: usize,
}

impl Edits {
    fn push(&mut self, change: Change) {
        if self.list.len() == EDITS {
            self.more += 1;
        } else {
            self.list.push(change);
        }
    }
}

/// The end of the part of a string that was read, and its unescaped text if it has escapes.
type Beginning = (usize, Option<Vec<u8>>);

/// Reads a string up to the first byte that is neither plain nor in a short escape: usually the closing quote.
fn beginning(text: &[u8], start: usize) -> Beginning {
    let plain = start + plain_length(&text[start..]);
    if text.get(plain) != Some(&b'\\') {
        return (plain, None);
    }
    let mut out = text[start..plain].to_vec();
    (plain + copy_sound(&text[plain..], &mut out), Some(out))
}

/// Tracks the lines within a string.
struct Lines<'a> {
    text: &'a str,
    /// The start of the current line; `None` before the first line break in the string.
    start: Option<usize>,
}

impl Lines<'_> {
    /// Returns true if the control character at `at` is a line break that was likely inserted by a tool that wraps
    /// lines, so it is not part of the text. Calls must go in increasing order of `at`.
    fn is_wrapped(&mut self, at: usize) -> bool {
        /// The usual widths, as of MIME, PEM and terminals.
        const WIDTHS: [usize; 4] = [64, 72, 76, 80];
        /// The most bytes of a line of the greatest width.
        const LONGEST: usize = 4 * 80;
        let text = self.text.as_bytes();
        if !b"\r\n".contains(&text[at]) {
            return false;
        }
        // CRLF is one line break.
        let end = at - usize::from(text[at] == b'\n' && text[..at].ends_with(b"\r"));
        let first = end.saturating_sub(LONGEST + 1);
        let before =
            || text[first..end].iter().rposition(|byte| b"\r\n".contains(byte)).map_or(first, |last| first + last + 1);
        let line = &text[self.start.unwrap_or_else(before)..end];
        if !text[at..].starts_with(b"\r\n") {
            self.start = Some(at + 1);
        }
        if !(WIDTHS[0]..=LONGEST).contains(&line.len()) {
            return false;
        }
        let characters = line.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        [line.len(), characters].iter().any(|width| WIDTHS.contains(width))
    }
}

/// Escapes a control character as JSON requires.
fn spelled_out(control: u8) -> Cow<'static, str> {
    match control {
        b'\n' => Cow::Borrowed("\\n"),
        b'\r' => Cow::Borrowed("\\r"),
        b'\t' => Cow::Borrowed("\\t"),
        _ => Cow::Owned(format!("\\u{control:04x}")),
    }
}

/// Returns true for quotes that JSON does not use: single quotes, and those of word processors and Chinese input
/// methods.
pub(crate) fn is_odd_quote(char: char) -> bool {
    matches!(char, '\'' | '`' | '‘' | '’' | '“' | '”' | '„' | '＂' | '＇')
}

/// Returns true for a straight quote, and for those that JSON does not use.
pub(super) fn is_quote(char: char) -> bool {
    char == '"' || is_odd_quote(char)
}

/// Returns true if `char` closes a string opened by the quote `open`.
pub(crate) fn closes(open: char, char: char) -> bool {
    match open {
        '“' | '”' | '„' => "“”".contains(char),
        '‘' | '’' => "‘’".contains(char),
        _ => char == open,
    }
}
