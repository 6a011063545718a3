//! The strings of JSON: what stands between quotes, and what the escapes in it spell.

use std::borrow::Cow;
use std::ops::Range;

use super::Parser;
use super::quotes::Quote;
use crate::codes;
use crate::faults::Faults;
use crate::map::Map;

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
    pub(super) fn string(&mut self, quote: char, is_key: bool) -> Cow<'a, str> {
        let open = self.pos;
        self.pos += quote.len_utf8();
        let opened = open..self.pos;
        let mut start = self.pos;
        let mut out = Cow::Borrowed("");
        // The backslashes before quotes that need none once the string's own are straight.
        let mut needless = Vec::new();
        // The quotes within that should have been escaped, and where the last is that ends the string.
        let mut bare = Vec::new();
        let mut end = 0;
        loop {
            let rest = &self.text[self.pos..];
            let plain = if quote == '"' {
                rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))
            } else {
                rest.find(|char| char == '\\' || char < ' ' || closes(quote, char))
            };
            self.pos += plain.unwrap_or(rest.len());
            match self.peek_char() {
                Some('\\') => {
                    out += &self.text[start..self.pos];
                    let at = self.pos;
                    self.escape(out.to_mut());
                    if quote != '"' && self.text[at + 1..self.pos].starts_with(|char| closes(quote, char)) {
                        needless.push(at);
                        self.faults.withdraw_repair(at);
                    }
                    start = self.pos;
                }
                Some('"') if self.pos < end => {
                    bare.push(self.pos);
                    self.pos += 1;
                }
                Some('"') if quote == '"' => {
                    let found = match is_key {
                        true => self.end_of_key(opened.end).map_or(Quote::End, Quote::Next),
                        false if end > 0 => Quote::End,
                        false => self.quote_of_value(opened.end),
                    };
                    if let Quote::Inside(last) = found {
                        end = last;
                        continue;
                    }
                    return self.ends(opened.end, &found, out + &self.text[start..self.pos], &bare);
                }
                Some('\n' | '\r') | None
                    if quote == '"'
                        && !is_key
                        && let Some(at) = self.end_before(opened.end) =>
                {
                    return self.ends(opened.end, &Quote::Next(at), out + &self.text[start..self.pos], &bare);
                }
                Some(char) if !closes(quote, char) => {
                    self.pos += 1;
                    let at = self.pos - 1..self.pos;
                    self.fault_with_value(&codes::JSON_CONTROL_CHARACTER, at.clone()).change(at, spelled_out(char));
                }
                found => {
                    out += &self.text[start..self.pos];
                    match found {
                        None => self.unclosed(opened, None),
                        Some(char) => {
                            let inside = opened.end..self.pos;
                            self.pos += char.len_utf8();
                            self.odd_quotes(open..self.pos, inside, needless);
                        }
                    }
                    return out;
                }
            }
        }
    }

    /// Ends a string that began at `start` and has this text up to here, and reports what is wrong with its quotes.
    fn ends(&mut self, start: usize, quote: &Quote, text: Cow<'a, str>, bare: &[usize]) -> Cow<'a, str> {
        if let [first, ..] = *bare {
            let fault = self.fault(&codes::JSON_UNESCAPED_QUOTE, first..first + 1).arg("count", bare.len());
            let all = Some(bare).filter(|bare| bare.len() <= MOST_CHANGES).unwrap_or_default();
            all.iter().fold(fault, |fault, &at| fault.change(at..at, "\\"));
        }
        let behind = self.pos + 1;
        match *quote {
            Quote::Next(end) => {
                self.pos = end;
                self.missing_quote(end);
                // Up to there no escape was read but those of the string.
                let (text, _) = unescape(self.text.as_bytes(), start..end);
                return Cow::Owned(String::from_utf8_lossy(&text).into_owned());
            }
            Quote::Double => {
                self.pos = behind + 1;
                self.fault_with_value(&codes::JSON_UNEXPECTED_CHARACTER, behind..behind + 1)
                    .change(behind..behind + 1, "");
            }
            Quote::End | Quote::Inside(_) => self.pos = behind,
        }
        text
    }

    /// Reports a string in quotes that are not JSON's.
    fn odd_quotes(&mut self, at: Range<usize>, inside: Range<usize>, needless: Vec<usize>) {
        let quote = self.text[at.start..inside.start].to_owned();
        // A straight quote inside would now end the string, unless it is escaped.
        let mut is_escaped = false;
        let straight: Vec<_> = inside
            .clone()
            .filter(|&at| {
                let byte = self.text.as_bytes()[at];
                let is_bare = byte == b'"' && !is_escaped;
                is_escaped = byte == b'\\' && !is_escaped;
                is_bare
            })
            .collect();
        let fault = self.fault(&codes::JSON_QUOTES, at.clone()).value(quote);
        if straight.len() + needless.len() > MOST_CHANGES {
            return;
        }
        let fault = fault.change(at.start..inside.start, "\"");
        let fault = straight.into_iter().fold(fault, |fault, at| fault.change(at..at + 1, "\\\""));
        let fault = needless.into_iter().fold(fault, |fault, at| fault.change(at..at + 1, ""));
        fault.change(inside.end..at.end, "\"");
    }

    /// Reads the escape that begins here. Half of a pair stands for U+FFFD, and what is no escape for itself.
    pub(super) fn escape(&mut self, out: &mut String) {
        let start = self.pos;
        self.pos += 1;
        let escaped = self.text[self.pos..].chars().next();
        self.pos += escaped.map_or(0, char::len_utf8);
        match escaped {
            Some('/') => {
                self.slashes.add(start..self.pos, self.faults);
                return out.push('/');
            }
            Some(char @ ('"' | '\\')) => return out.push(char),
            Some('b') => return out.push('\u{8}'),
            Some('f') => return out.push('\u{c}'),
            Some('n') => return out.push('\n'),
            Some('r') => return out.push('\r'),
            Some('t') => return out.push('\t'),
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
    "'`‘’“”„＂＇".contains(char)
}

/// Whether a string that was opened with one quote ends at another.
fn closes(open: char, char: char) -> bool {
    match open {
        '“' | '”' | '„' => "“”".contains(char),
        '‘' | '’' => "‘’".contains(char),
        _ => char == open,
    }
}
