//! The strings of JSON: what stands between quotes, and what the escapes in it spell.

use std::borrow::Cow;

use super::Parser;
use crate::codes;

impl<'a> Parser<'a, '_> {
    /// Reads the string that begins here with this quote.
    pub(super) fn string(&mut self, quote: char) -> Cow<'a, str> {
        let open = self.pos;
        self.pos += quote.len_utf8();
        let opened = open..self.pos;
        let mut start = self.pos;
        let mut out = Cow::Borrowed("");
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
                    let escaped = self.escape();
                    out.to_mut().push(escaped);
                    start = self.pos;
                }
                Some(char) if !closes(quote, char) => {
                    self.pos += 1;
                    self.fault_with_value(&codes::JSON_CONTROL_CHARACTER, self.pos - 1..self.pos);
                }
                found => {
                    out += &self.text[start..self.pos];
                    match found {
                        None => self.unclosed(opened),
                        Some(char) => {
                            self.pos += char.len_utf8();
                            if quote != '"' {
                                self.fault(&codes::JSON_QUOTES, open..self.pos).value(quote);
                            }
                        }
                    }
                    return out;
                }
            }
        }
    }

    /// Reads the escape that begins here. One that is wrong stands for U+FFFD.
    fn escape(&mut self) -> char {
        let start = self.pos;
        self.pos += 1;
        let escaped = self.text[self.pos..].chars().next();
        self.pos += escaped.map_or(0, char::len_utf8);
        match escaped {
            Some(char @ ('"' | '\\' | '/')) => return char,
            Some('b') => return '\u{8}',
            Some('f') => return '\u{c}',
            Some('n') => return '\n',
            Some('r') => return '\r',
            Some('t') => return '\t',
            Some('u') => {
                if let Some(unit) = self.code_unit(self.pos) {
                    self.pos += 4;
                    if let Some(char) = char::from_u32(unit) {
                        return char;
                    }
                    if let Some(char) = self.low_surrogate(unit) {
                        self.pos += 6;
                        return char;
                    }
                    self.fault_with_value(&codes::JSON_LONE_SURROGATE, start..self.pos);
                    return char::REPLACEMENT_CHARACTER;
                }
                let digits = self.text.as_bytes()[self.pos..].iter().take(4);
                self.pos += digits.take_while(|byte| byte.is_ascii_hexdigit()).count();
            }
            // An unclosed string is reported by who reads it.
            None => return char::REPLACEMENT_CHARACTER,
            Some(_) => {}
        }
        self.fault_with_value(&codes::JSON_INVALID_ESCAPE, start..self.pos);
        char::REPLACEMENT_CHARACTER
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
