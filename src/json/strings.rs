//! The strings of JSON: what stands between quotes, and what the escapes in it spell.

use std::borrow::Cow;
use std::ops::Range;

use super::Parser;
use super::quotes::End;
use crate::codes;
use crate::faults::{Change, Faults};
use crate::map::Map;
use crate::scan::find;

/// What the text between the quotes of a string spells, which stands at `at` in JSON, and where it came from.
pub(crate) fn unescape(text: &[u8], at: Range<usize>) -> (Vec<u8>, Map) {
    let mut map = Map::new(at.start);
    let mut out = String::with_capacity(at.len());
    let mut faults = Faults::default();
    // No more of the text is read than that, as there may be many strings in it.
    let Ok(text) = std::str::from_utf8(&text[at.clone()]) else {
        return (Vec::new(), map);
    };
    let mut parser = Parser::new(text, 0, &mut faults);
    while parser.pos < text.len() {
        let (inner, start) = (out.len(), parser.pos);
        if parser.peek() == Some(b'\\') {
            parser.escape(&mut out);
            // A backslash at the very end spells nothing.
            if out.len() > inner {
                map.push(inner, at.start + start, out.len() - inner, parser.pos - start, 1);
            }
        } else {
            let rest = &text[start..];
            let plain = &rest[..rest.find('\\').unwrap_or(rest.len())];
            map.push(inner, at.start + start, 1, 1, plain.len());
            out.push_str(plain);
            parser.pos += plain.len();
        }
    }
    (out.into_bytes(), map)
}

/// Quotes in one string that are mended together, at most.
const MOST_CHANGES: usize = 1000;

impl<'a> Parser<'a, '_> {
    /// Reads the string that begins here with this quote, a key or a value.
    pub(super) fn string(&mut self, mut quote: char, is_key: bool) -> Cow<'a, str> {
        if quote == '"'
            && let Some(text) = self.sound_string(is_key)
        {
            return text;
        }
        let mut opened = self.pos..self.pos + quote.len_utf8();
        if quote != '"'
            && let Some((length, is_straight)) = self.second_quote(opened.end, quote)
        {
            if is_straight {
                self.extra(opened.clone());
                (quote, opened) = ('"', opened.end..opened.end + length);
            } else {
                opened.end += length;
            }
        }
        if quote == '"' && self.is_opened_twice(opened.end, is_key) {
            let extra = opened.end..opened.end + 1;
            self.extra(extra.clone());
            opened.end = extra.end;
        }
        let end = if is_key { self.end_of_key(opened.end, quote) } else { self.end_of_value(opened.end, quote) };
        let content = opened.end..end.map_or(self.text.len(), |end| end.at);
        let (text, quotes) = self.content(content, quote);
        let Some(end) = end else {
            self.unclosed(opened, None);
            return text;
        };
        self.pos = end.behind;
        if quote == '"' {
            self.wrong_quotes(end, &quotes);
        } else {
            self.odd_quotes(opened, end, quotes);
        }
        text
    }

    /// Reads the string that begins here with a straight quote, if there is something in it, none of its quotes is in doubt,
    /// and no control character in it.
    fn sound_string(&mut self, is_key: bool) -> Option<Cow<'a, str>> {
        let bytes = self.text.as_bytes();
        let first = self.pos + 1;
        let (mut start, mut end) = (first, first);
        // What stands before `start`, as long as its escapes are such as need no more than a look.
        let mut out = Some(String::new());
        loop {
            end += find(bytes.get(end..)?, is_special)?;
            match bytes[end..] {
                [b'"', ..] => break,
                [b'\\', escaped @ b' '..=0xFF, ..] => {
                    match (&mut out, short_escape(escaped)) {
                        (Some(out), Some(char)) => {
                            out.push_str(&self.text[start..end]);
                            out.push(char);
                        }
                        _ => out = None,
                    }
                    end += 2;
                    start = end;
                }
                _ => return None,
            }
        }
        let behind = end + 1;
        let is_sound = if is_key { self.is_colon_at(behind) } else { self.fits_behind(behind) };
        if end == first || !is_sound {
            return None;
        }
        let text = match out {
            Some(_) if start == first => Cow::Borrowed(&self.text[first..end]),
            Some(out) => Cow::Owned(out + &self.text[start..end]),
            None => self.content(first..end, '"').0,
        };
        self.pos = behind;
        Some(text)
    }

    /// Reads what stands between quotes, and says what in it must change with its quotes: those that should be escaped, and
    /// escapes that need not be once they are straight.
    pub(super) fn content(&mut self, at: Range<usize>, quote: char) -> (Cow<'a, str>, Vec<Change>) {
        let mut out = String::new();
        let mut changes = Vec::new();
        self.pos = at.start;
        let mut start = at.start;
        while self.pos < at.end {
            let rest = &self.text[self.pos..at.end];
            let plain = find(rest.as_bytes(), is_special);
            self.pos += plain.unwrap_or(rest.len());
            let at = self.pos;
            match self.peek().filter(|_| plain.is_some()) {
                None => break,
                Some(b'\\') => {
                    out.reserve(rest.len());
                    out.push_str(&self.text[start..at]);
                    self.escape(&mut out);
                    if quote != '"' && self.text[at + 1..self.pos].starts_with(|char| closes(quote, char)) {
                        changes.push(Change { at: at..at + 1, text: "".into() });
                        self.faults.withdraw_repair(at);
                    }
                    start = self.pos;
                }
                Some(b'"') => {
                    changes.push(Change { at: at..at, text: "\\".into() });
                    self.pos += 1;
                }
                Some(control) => {
                    self.pos += 1;
                    let due = spelled_out(char::from(control));
                    self.fault_with_value(&codes::JSON_CONTROL_CHARACTER, at..at + 1).change(at..at + 1, due);
                }
            }
        }
        let rest = &self.text[start..self.pos];
        let text = if start == at.start { Cow::Borrowed(rest) } else { Cow::Owned(out + rest) };
        (text, changes)
    }

    /// Reports what is wrong with the quotes of a string that a straight one opened.
    fn wrong_quotes(&mut self, end: End, bare: &[Change]) {
        if let Some(first) = bare.first().map(|change| change.at.start) {
            let fault = self.fault(&codes::JSON_UNESCAPED_QUOTE, first..first + 1).arg("count", bare.len());
            if bare.len() <= MOST_CHANGES {
                bare.iter().fold(fault, |fault, change| fault.change(change.at.clone(), change.text.clone()));
            }
        }
        match &self.text[end.at..end.behind] {
            "\"" => {}
            "" => self.missing_quote(end.at),
            "\"\"" => self.extra(end.at + 1..end.behind),
            "\\\"" => self.extra(end.at..end.at + 1),
            // Of a wrong kind.
            _ => _ = self.fault_with_value(&codes::JSON_QUOTES, end.at..end.behind).change(end.at..end.behind, "\""),
        }
    }

    pub(super) fn missing_quote(&mut self, at: usize) {
        self.fault(&codes::JSON_MISSING_QUOTE, at..at).change(at..at, "\"");
    }

    /// Reports what should not be there.
    pub(super) fn extra(&mut self, at: Range<usize>) {
        self.fault_with_value(&codes::JSON_UNEXPECTED_CHARACTER, at.clone()).change(at, "");
    }

    /// Reports a string that was opened with a quote that is not JSON's.
    fn odd_quotes(&mut self, opened: Range<usize>, end: End, changes: Vec<Change>) {
        let quote = self.text[opened.clone()].to_owned();
        // The one that closes it may be straight, or missing.
        let closing = end.at..end.behind;
        let is_straight = &self.text[closing.clone()] == "\"";
        let at = if is_straight { opened.clone() } else { opened.start..end.behind };
        let fault = self.fault(&codes::JSON_QUOTES, at).value(quote);
        if changes.len() <= MOST_CHANGES {
            let fault = changes
                .into_iter()
                .fold(fault.change(opened, "\""), |fault, Change { at, text }| fault.change(at, text));
            if !is_straight {
                fault.change(closing, "\"");
            }
        }
    }

    /// Reads the escape that begins here. Half of a pair stands for U+FFFD, and what is no escape for itself.
    pub(super) fn escape(&mut self, out: &mut String) {
        let start = self.pos;
        self.pos += 1;
        let escaped = self.text[self.pos..].chars().next();
        self.pos += escaped.map_or(0, char::len_utf8);
        if let Some(char) = short_escape(self.text.as_bytes().get(start + 1).copied().unwrap_or_default()) {
            return out.push(char);
        }
        match escaped {
            Some('/') => {
                self.slashes.add(start..self.pos, self.faults);
                return out.push('/');
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
                        Some(char) if !char.is_ascii() => self.characters.add(start..self.pos, self.faults),
                        Some(_) => {}
                        None => _ = self.fault_with_value(&codes::JSON_LONE_SURROGATE, start..self.pos),
                    }
                    return out.push(char.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                let digits = self.text.as_bytes()[self.pos..].iter().take(4);
                self.pos += digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
            }
            // An unclosed string is reported by who reads it.
            None => return,
            Some(_) => {}
        }
        let at = start..self.pos;
        let due = if escaped == Some('\'') { "" } else { "\\\\" };
        out.push_str(&self.text[start + usize::from(due.is_empty())..self.pos]);
        self.fault_with_value(&codes::JSON_INVALID_ESCAPE, at).change(start..start + 1, due);
    }

    /// The character that a high surrogate makes with the escape that follows.
    fn low_surrogate(&self, high: u32) -> Option<char> {
        if !(0xD800..0xDC00).contains(&high) || !self.text[self.pos..].starts_with("\\u") {
            return None;
        }
        let low = self.code_unit(self.pos + 2)?;
        let in_range = (0xDC00..0xE000).contains(&low);
        in_range.then(|| char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))).flatten()
    }

    /// The four hexadecimal digits at a place.
    fn code_unit(&self, at: usize) -> Option<u32> {
        let digits = self.text.as_bytes().get(at..at + 4)?;
        digits.iter().try_fold(0, |unit, &byte| Some(unit << 4 | char::from(byte).to_digit(16)?))
    }
}

/// Whether a byte cannot stand for itself within a string.
pub(crate) fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// What a backslash and one character spell, but for `\/`.
fn short_escape(escaped: u8) -> Option<char> {
    match escaped {
        b'"' | b'\\' => Some(char::from(escaped)),
        b'b' => Some('\u{8}'),
        b'f' => Some('\u{c}'),
        b'n' => Some('\n'),
        b'r' => Some('\r'),
        b't' => Some('\t'),
        _ => None,
    }
}

/// A control character as JSON writes it.
fn spelled_out(char: char) -> Cow<'static, str> {
    match char {
        '\n' => Cow::Borrowed("\\n"),
        '\r' => Cow::Borrowed("\\r"),
        '\t' => Cow::Borrowed("\\t"),
        char => Cow::Owned(format!("\\u{:04x}", u32::from(char))),
    }
}

/// Quotes that are not JSON's: single ones, and those that word processors and Chinese input methods write.
pub(super) fn is_odd_quote(char: char) -> bool {
    matches!(char, '\'' | '`' | '‘' | '’' | '“' | '”' | '„' | '＂' | '＇')
}

/// The quote that closes what such a quote opened: where it is, and which.
pub(super) fn closing_quote(mut chars: impl Iterator<Item = (usize, char)>, quote: char) -> Option<(usize, char)> {
    let mut is_escaped = false;
    chars.find(|&(_, char)| {
        let ends = closes(quote, char) && !is_escaped;
        is_escaped = char == '\\' && !is_escaped;
        ends
    })
}

/// Whether a string that was opened with one quote ends at another.
pub(super) fn closes(open: char, char: char) -> bool {
    match open {
        '“' | '”' | '„' => "“”".contains(char),
        '‘' | '’' => "‘’".contains(char),
        _ => char == open,
    }
}
