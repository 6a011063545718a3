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
    let mut faults = Faults::new();
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

/// The edits that open a string which holds JSON, and whose content stands at `at` in a JSON text: without its quotes, and
/// with no more of its escapes undone than must be. Escapes of characters that are not ASCII stay, as they spell the same
/// within the inner strings. `None` if other characters are escaped that need not be.
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
            // Within the inner strings it spells the same.
            b'/' => {}
            escaped => changes.push(Change::new(pos..pos + 2, short_escape(escaped)?.to_string())),
        }
        pos += 2;
    }
    changes.push(delete(at.end..at.end + 1));
    Some(changes)
}

impl<'a> Parser<'a, '_> {
    /// Reads the string that begins here with this quote, a key or a value.
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

    /// Reads the string that begins here with a straight quote, if none of its quotes is in doubt and no control character
    /// in it.
    fn sound_string(&mut self, is_key: bool) -> Option<Cow<'a, str>> {
        let bytes = self.text.as_bytes();
        let first = self.pos + 1;
        let mut end = first + find(&bytes[first..], is_special).unwrap_or(bytes.len() - first);
        // The text up to `end`, if there are escapes, as long as each spells one byte. There are many in a row then, so each
        // byte is looked at.
        let has_escapes = bytes.get(end) == Some(&b'\\');
        let mut out = has_escapes.then(|| bytes[first..end].to_vec());
        let is_closed = loop {
            match bytes[end..] {
                [b'"', ..] => break true,
                [b'\\', escaped @ b' '..=0xFF, ..] => {
                    out = out.zip(short_escape(escaped)).map(|(mut out, char)| {
                        out.push(char as u8);
                        out
                    });
                    end += 2;
                }
                [byte @ b' '..=0xFF, ..] => {
                    if let Some(out) = &mut out {
                        out.push(byte);
                    }
                    end += 1;
                }
                _ => break false,
            }
        };
        let after = end + 1;
        let is_sound = is_closed
            && (end > first || self.is_closed_at_once(after))
            && if is_key { self.is_colon_at(after) } else { self.fits_after(after) || self.is_name(first..after) };
        if !is_sound {
            // It will be read again, maybe not to here.
            self.charge(end - first);
            return None;
        }
        let raw = &self.text[first..end];
        let text = match out.map(String::from_utf8) {
            Some(Ok(out)) => Cow::Owned(out),
            None if !has_escapes => Cow::Borrowed(raw),
            _ => self.content(first..end, '"').0,
        };
        self.pos = after;
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
                    // In quotes of another kind, their own is escaped; it need not be once they are straight.
                    let own = self.text[at + 1..].chars().next().filter(|&char| quote != '"' && closes(quote, char));
                    if let Some(own) = own {
                        changes.push(Change::new(at..at + 1, ""));
                        out.push(own);
                        self.pos = at + 1 + own.len_utf8();
                    } else {
                        self.escape(&mut out);
                    }
                    start = self.pos;
                }
                Some(b'"') => {
                    changes.push(Change::new(at..at, "\\"));
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

    /// Reports the wrong quotes of a string that a straight one opened.
    fn wrong_quotes(&mut self, end: End, bare: &[Change]) {
        for Change { at, .. } in bare {
            self.fault(&codes::JSON_UNESCAPED_QUOTE, at.start..at.start + 1);
        }
        match &self.text[end.at..end.after] {
            "\"" => {}
            "" => self.missing_quote(end.at),
            "\"\"" => self.extra(end.at + 1..end.after),
            "\\\"" => self.extra(end.at..end.at + 1),
            // Of a wrong kind.
            _ => _ = self.fault_with_value(&codes::JSON_QUOTES, end.at..end.after),
        }
    }

    pub(super) fn missing_quote(&mut self, at: usize) {
        self.fault(&codes::JSON_MISSING_QUOTE, at..at);
    }

    /// Reports an extra character.
    pub(super) fn extra(&mut self, at: Range<usize>) {
        self.fault_with_value(&codes::JSON_UNEXPECTED_CHARACTER, at);
    }

    /// Reports a string that was opened with a quote that is not JSON's.
    fn odd_quotes(&mut self, opened: Range<usize>, end: End, changes: Vec<Change>, is_guess: bool) {
        let quote = self.text[opened.clone()].to_owned();
        // The one that closes it may be straight, or missing.
        let closing = end.at..end.after;
        let is_straight = &self.text[closing.clone()] == "\"";
        let at = if is_straight { opened.clone() } else { opened.start..end.after };
        let fault = self.fault(&codes::JSON_QUOTES, at).value(quote);
        if !is_guess {
            let fault = fault.change(opened, "\"");
            let fault = changes.into_iter().fold(fault, |fault, Change { at, text, .. }| fault.change(at, text));
            fault.change(closing, "\"");
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
                self.advise(&codes::JSON_ESCAPED_SLASH, start..self.pos);
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
                        Some(char) if !char.is_ascii() => self.advise(&codes::JSON_ESCAPED_CHARACTER, start..self.pos),
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
        let is_quote = escaped == Some('\'');
        out.push_str(&self.text[start + usize::from(is_quote)..self.pos]);
        let fault = self.fault_with_value(&codes::JSON_INVALID_ESCAPE, start..self.pos);
        // Of others nobody knows whether the backslash was meant.
        if is_quote {
            fault.change(start..start + 1, "");
        }
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
pub(super) fn is_special(byte: u8) -> bool {
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
