//! JSON strings: the content between the quotes, and its escapes.

use std::borrow::Cow;
use std::ops::Range;

use super::Parser;
use super::quotes::End;
use crate::diagnostics::catalogue;
use crate::diagnostics::{Change, Faults};
use crate::text::SourceMap;
use cbt179_fast::scan::ByteSet;

/// Unescapes the string content at `at` in JSON, and maps the result back to its source.
pub(crate) fn unescape(text: &[u8], at: Range<usize>) -> (Vec<u8>, SourceMap) {
    let mut map = SourceMap::new(at.start);
    let mut out = Vec::with_capacity(at.len());
    let mut faults = Faults::new();
    // Only this range is validated as UTF-8, as the text may contain many strings.
    let Ok(text) = std::str::from_utf8(&text[at.clone()]) else {
        return (Vec::new(), map);
    };
    let mut parser = Parser::new(text, 0, &mut faults);
    while parser.pos < text.len() {
        let (inner, start) = (out.len(), parser.pos);
        if parser.peek() == Some(b'\\') {
            parser.escape(&mut out);
            // A backslash at the very end produces no output.
            if out.len() > inner {
                map.push(inner, at.start + start, out.len() - inner, parser.pos - start, 1);
            }
        } else {
            let rest = &text.as_bytes()[start..];
            let plain = &rest[..BACKSLASH.find(rest).unwrap_or(rest.len())];
            map.push(inner, at.start + start, 1, 1, plain.len());
            out.extend_from_slice(plain);
            parser.pos += plain.len();
        }
    }
    (out, map)
}

/// Returns the edits that turn a string holding JSON into that JSON; `at` is the range of the string's content.
///
/// The edits delete the quotes and undo only the escapes that must be undone. Escapes of non-ASCII characters stay, as
/// they mean the same within the inner strings. Returns `None` if other characters are escaped unnecessarily.
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
    }
    changes.push(delete(at.end..at.end + 1));
    Some(changes)
}

impl<'a> Parser<'a, '_> {
    /// Reads the string, a key or a value, that begins here with `quote`.
    pub(super) fn string(&mut self, quote: char, is_key: bool) -> Cow<'a, str> {
        if quote == '"'
            && let Some(text) = self.sound_string(is_key)
        {
            return text;
        }
        let mut opened = self.pos..self.pos + quote.len_utf8();
        if quote == '"' && self.is_opened_twice(opened.end, is_key) {
            let extra = opened.end..opened.end + 1;
            self.extra(extra.clone());
            opened.end = extra.end;
        }
        let (end, is_guess) = self.end_of_string(opened.end, quote, is_key);
        let content = opened.end..end.map_or(self.text.len(), |end| end.at);
        let (text, quotes) = self.content(content, quote);
        let Some(end) = end else {
            self.unclosed(opened);
            return text;
        };
        self.pos = end.after;
        if quote == '"' {
            self.wrong_quotes(end, &quotes);
        } else {
            self.odd_quotes(opened, end, quotes, is_guess);
        }
        text
    }

    /// Reads the string that begins here with a straight quote, if all its quotes are certain and it has no control
    /// characters.
    fn sound_string(&mut self, is_key: bool) -> Option<Cow<'a, str>> {
        let bytes = self.text.as_bytes();
        let first = self.pos + 1;
        let mut end = first + plain_length(&bytes[first..]);
        let has_escapes = bytes.get(end) == Some(&b'\\');
        // The unescaped text up to `end`, if there are escapes; valid only while each of them produces one byte.
        let mut out = Vec::new();
        let mut is_short = true;
        let is_closed = loop {
            match bytes[end..] {
                [b'"', ..] => break true,
                [b'\\', escaped @ b' '..=0xFF, ..] => {
                    if out.is_empty() {
                        out.extend_from_slice(&bytes[first..end]);
                    }
                    match short_escape(escaped) {
                        Some(byte) => out.push(byte),
                        None => is_short = false,
                    }
                    end += 2;
                }
                _ => break false,
            }
            // Often another escape follows.
            if bytes.get(end).is_some_and(|&byte| byte != b'\\') {
                end += copy_plain(&bytes[end..], &mut out);
            }
        };
        let after = end + 1;
        let is_sound = is_closed
            && (end > first || self.is_closed_at_once(after))
            && if is_key { self.is_colon_at(after) } else { self.fits_after(after) || self.is_name(first..after) };
        if !is_sound {
            // The content will be read again, possibly with a different end.
            self.charge(end - first);
            return None;
        }
        let raw = &self.text[first..end];
        let text = match String::from_utf8(out) {
            _ if !has_escapes => Cow::Borrowed(raw),
            Ok(out) if is_short => Cow::Owned(out),
            _ => self.content(first..end, '"').0,
        };
        self.pos = after;
        Some(text)
    }

    /// Reads the content between quotes. Returns the text, and the edits needed within it when its quotes are
    /// corrected. They escape bare quotes, and remove escapes that are unnecessary once the quotes are straight.
    pub(super) fn content(&mut self, at: Range<usize>, quote: char) -> (Cow<'a, str>, Vec<Change>) {
        let bytes = &self.text.as_bytes()[..at.end];
        let mut changes = Vec::new();
        // The control characters reported so far, and the offsets where each occurs again: there may be one on every
        // line.
        let mut again: Vec<(u8, Vec<usize>)> = Vec::new();
        // The unescaped text so far; `None` until the first escape.
        let mut out: Option<Vec<u8>> = None;
        self.pos = at.start + plain_length(&bytes[at.start..]);
        while let Some(&byte) = bytes.get(self.pos) {
            let start = self.pos;
            if byte == b'\\' {
                let out = out.get_or_insert_with(|| bytes[at.start..start].to_vec());
                // A string in quotes of another kind escapes its own quotes. Once the quotes are straight, that is
                // unnecessary.
                let own = self.text[start + 1..].chars().next().filter(|&char| quote != '"' && closes(quote, char));
                if let Some(own) = own {
                    changes.push(Change::new(start..start + 1, ""));
                    self.pos = start + 1 + own.len_utf8();
                    out.extend_from_slice(&self.text.as_bytes()[start + 1..self.pos]);
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
                } else if let Some((_, places)) = again.iter_mut().find(|(control, _)| *control == byte) {
                    if !self.faults.context.is_lost(&(start..start + 1)) {
                        places.push(start);
                    }
                } else {
                    self.control_characters(byte, &[start]);
                    again.push((byte, Vec::new()));
                }
            }
            let rest = bytes.get(self.pos..).unwrap_or_default();
            self.pos += match &mut out {
                Some(out) => copy_plain(rest, out),
                None => plain_length(rest),
            };
        }
        for (control, places) in again {
            self.control_characters(control, &places);
        }
        let text = match out.map(String::from_utf8) {
            Some(Ok(out)) => Cow::Owned(out),
            _ => Cow::Borrowed(&self.text[at]),
        };
        (text, changes)
    }

    /// Reports a control character at one or more offsets.
    fn control_characters(&mut self, control: u8, places: &[usize]) {
        if let Some(&first) = places.first() {
            let fault = self.fault_with_value(&catalogue::JSON_CONTROL_CHARACTER, first..first + 1);
            let due = spelled_out(char::from(control));
            fault.change(first..first + 1, due.clone());
            places[1..].iter().for_each(|&at| fault.change_again(at..at + 1, due.clone()));
        }
    }

    /// Reports the wrong quotes of a string that was opened by a straight quote.
    fn wrong_quotes(&mut self, end: End, bare: &[Change]) {
        for Change { at, .. } in bare {
            self.fault(&catalogue::JSON_UNESCAPED_QUOTE, at.start..at.start + 1);
        }
        match &self.text[end.at..end.after] {
            "\"" => {}
            "" => self.missing_quote(end.at),
            "\"\"" => self.extra(end.at + 1..end.after),
            "\\\"" => self.extra(end.at..end.at + 1),
            // A quote of the wrong kind.
            _ => _ = self.fault_with_value(&catalogue::JSON_QUOTES, end.at..end.after),
        }
    }

    pub(super) fn missing_quote(&mut self, at: usize) {
        self.fault(&catalogue::JSON_MISSING_QUOTE, at..at);
    }

    /// Reports an extra character.
    pub(super) fn extra(&mut self, at: Range<usize>) {
        self.fault_with_value(&catalogue::JSON_UNEXPECTED_CHARACTER, at);
    }

    /// Reports a string opened by a quote other than the straight quote of JSON.
    fn odd_quotes(&mut self, opened: Range<usize>, end: End, changes: Vec<Change>, is_guess: bool) {
        let quote = self.text[opened.clone()].to_owned();
        // The closing quote may be straight, or missing.
        let closing = end.at..end.after;
        let is_straight = &self.text[closing.clone()] == "\"";
        let at = if is_straight { opened.clone() } else { opened.start..end.after };
        let fault = self.fault(&catalogue::JSON_QUOTES, at).value(quote);
        if !is_guess {
            let fault = fault.change(opened, "\"");
            let fault = changes.into_iter().fold(fault, |fault, Change { at, text, .. }| fault.change(at, text));
            fault.change(closing, "\"");
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
        let escaped = self.peek_char();
        self.pos += escaped.map_or(0, char::len_utf8);
        match escaped {
            Some('/') => {
                self.advise(&catalogue::JSON_ESCAPED_SLASH, start..self.pos);
                return out.push(b'/');
            }
            Some('u') => {
                if let Some(unit) = self.code_unit(self.pos) {
                    self.pos += 4;
                    let mut char = char::from_u32(unit);
                    if let Some(pair) = self.low_surrogate(unit) {
                        self.pos += 6;
                        char = Some(pair);
                    }
                    match char {
                        Some(char) if !char.is_ascii() => {
                            self.advise(&catalogue::JSON_ESCAPED_CHARACTER, start..self.pos);
                        }
                        Some(_) => {}
                        None => _ = self.fault_with_value(&catalogue::JSON_LONE_SURROGATE, start..self.pos),
                    }
                    let char = char.unwrap_or(char::REPLACEMENT_CHARACTER);
                    return out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
                }
                let digits = self.text.as_bytes()[self.pos..].iter().take(4);
                self.pos += digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
            }
            // The caller that reads the string reports that it is unclosed.
            None => return,
            Some(_) => {}
        }
        let is_quote = escaped == Some('\'');
        out.extend_from_slice(&self.text.as_bytes()[start + usize::from(is_quote)..self.pos]);
        let fault = self.fault_with_value(&catalogue::JSON_INVALID_ESCAPE, start..self.pos);
        // For other characters, it is unknown whether the backslash was intended.
        if is_quote {
            fault.change(start..start + 1, "");
        }
    }

    /// Combines the high surrogate `high` with the escape that follows, and returns the resulting character.
    fn low_surrogate(&self, high: u32) -> Option<char> {
        if !(0xD800..0xDC00).contains(&high) || !self.text[self.pos..].starts_with("\\u") {
            return None;
        }
        let low = self.code_unit(self.pos + 2)?;
        let in_range = (0xDC00..0xE000).contains(&low);
        in_range.then(|| char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))).flatten()
    }

    /// Parses the four hexadecimal digits at an offset as a code unit.
    fn code_unit(&self, at: usize) -> Option<u32> {
        let digits = self.text.as_bytes().get(at..at + 4)?;
        digits.iter().try_fold(0, |unit, &byte| Some(unit << 4 | char::from(byte).to_digit(16)?))
    }
}

/// Returns the number of plain bytes within a string before the first special byte.
pub(super) fn plain_length(text: &[u8]) -> usize {
    /// If there are many escapes, the next one is within a few words.
    const FEW: usize = 4;
    let (words, _) = text.as_chunks();
    for (index, word) in words.iter().take(FEW).enumerate() {
        let plain = plain_bytes(*word);
        if plain < WORD {
            return index * WORD + plain;
        }
    }
    let far = words.len().min(FEW) * WORD;
    far + SPECIAL.find(&text[far..]).unwrap_or(text.len() - far)
}

/// Copies the plain bytes within a string, up to the first special byte, and returns their number.
///
/// Runs of plain bytes are short where there are many escapes, so this copies eight bytes at a time and truncates the
/// excess.
fn copy_plain(text: &[u8], out: &mut Vec<u8>) -> usize {
    let mut length = 0;
    while let Some(word) = text[length..].first_chunk::<WORD>() {
        let plain = plain_bytes(*word);
        out.extend_from_slice(word);
        out.truncate(out.len() - WORD + plain);
        length += plain;
        if plain < WORD {
            return length;
        }
    }
    let rest = text[length..].iter().take_while(|byte| !SPECIAL.has(**byte)).count();
    out.extend_from_slice(&text[length..length + rest]);
    length + rest
}

/// The number of bytes tested at once.
const WORD: usize = 8;

/// Returns the number of plain bytes before the first special byte.
///
/// `(x - n) & !x & 0x80` sets the high bit of the lowest byte below `n`, and of no byte before it.
fn plain_bytes(word: [u8; WORD]) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(word);
    let less = |word: u64, than: u8| word.wrapping_sub(EACH * u64::from(than)) & !word;
    let is = |byte: u8| less(word ^ (EACH * u64::from(byte)), 1);
    let special = (less(word, b' ') | is(b'"') | is(b'\\')) & (EACH << 7);
    special.trailing_zeros() as usize / 8
}

/// Returns true if a byte cannot stand for itself within a string.
const BACKSLASH: ByteSet = ByteSet::of(b"\\");

const SPECIAL: ByteSet = ByteSet::range(0, 0x1F).or(&ByteSet::of(b"\"\\"));

/// Returns the byte that a two-character escape represents, except for `\/`.
fn short_escape(escaped: u8) -> Option<u8> {
    /// Zero for all other characters, as no such escape represents NUL.
    const SPELLED: [u8; 256] = {
        let mut spelled = [0; 256];
        let escapes = b"\"\"\\\\b\x08f\x0cn\nr\rt\t";
        let mut at = 0;
        while at < escapes.len() {
            spelled[escapes[at] as usize] = escapes[at + 1];
            at += 2;
        }
        spelled
    };
    Some(SPELLED[usize::from(escaped)]).filter(|&byte| byte > 0)
}

/// Escapes a control character as JSON requires.
fn spelled_out(char: char) -> Cow<'static, str> {
    match char {
        '\n' => Cow::Borrowed("\\n"),
        '\r' => Cow::Borrowed("\\r"),
        '\t' => Cow::Borrowed("\\t"),
        char => Cow::Owned(format!("\\u{:04x}", u32::from(char))),
    }
}

/// Returns true for quotes that JSON does not use: single quotes, and those of word processors and Chinese input
/// methods.
pub(super) fn is_odd_quote(char: char) -> bool {
    matches!(char, '\'' | '`' | '‘' | '’' | '“' | '”' | '„' | '＂' | '＇')
}

/// Finds the quote that closes a string opened by `quote`, and returns its offset and character.
pub(super) fn closing_quote(mut chars: impl Iterator<Item = (usize, char)>, quote: char) -> Option<(usize, char)> {
    let mut is_escaped = false;
    chars.find(|&(_, char)| {
        let ends = closes(quote, char) && !is_escaped;
        is_escaped = char == '\\' && !is_escaped;
        ends
    })
}

/// Returns true if `char` closes a string opened by the quote `open`.
pub(super) fn closes(open: char, char: char) -> bool {
    match open {
        '“' | '”' | '„' => "“”".contains(char),
        '‘' | '’' => "‘’".contains(char),
        _ => char == open,
    }
}
