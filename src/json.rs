//! Fifth layer: JSON (RFC 8259), read as far as any sense can be made of it, with where everything stands.
//!
//! `serde_json` stops at the first fault and keeps no places; this parser names each fault, goes on behind it, and keeps
//! numbers as they are spelled. What it could not read is [`Kind::Unreadable`], so that later layers keep quiet
//! about it.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use crate::codes::{self, Code};
use crate::faults::{Fault, Faults, Place};
use crate::interface::Authority;

mod strings;

use strings::is_odd_quote;

/// How deep arrays and objects may stand in each other.
pub(crate) const MAX_DEPTH: usize = 64;

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub at: Range<usize>,
    pub kind: Kind<'a>,
}

#[derive(Debug)]
pub(crate) enum Kind<'a> {
    Null,
    Bool(bool),
    /// As it is spelled.
    Number(&'a str),
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    Object(Object<'a>),
    /// A finding says what stands here.
    Unreadable,
}

#[derive(Debug)]
pub(crate) struct Object<'a> {
    pub members: Vec<Member<'a>>,
    /// Whether all of its members could be read; otherwise one that seems missing may have been lost.
    pub whole: bool,
}

#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub key: Cow<'a, str>,
    pub key_at: Range<usize>,
    pub value: Node<'a>,
}

/// Reads the JSON text that begins at `start`. Says with the value whether the text was JSON as it stands.
pub(crate) fn parse<'a>(text: &'a str, start: usize, faults: &mut Faults) -> (Node<'a>, bool) {
    let mut parser = Parser { text, pos: start, open: Vec::new(), strict: true, cut_off: false, faults };
    parser.skip_space();
    if parser.peek().is_none() {
        let at = start..text.len();
        // Where something was reported that left nothing, it is no news that there is nothing.
        if parser.faults.none_in_part() {
            parser.fault(&codes::JSON_EMPTY, at.clone());
        }
        return (Node { at, kind: Kind::Unreadable }, false);
    }
    parser.skip_to_value();
    let mut node = parser.value();
    parser.skip_space();
    if parser.pos < text.len() {
        let rest = parser.pos..text.trim_end_matches([' ', '\t', '\r', '\n']).len();
        parser.fault_with_value(&codes::JSON_TRAILING_TEXT, rest);
        // What seems missing may be in what follows.
        if let Kind::Object(object) = &mut node.kind {
            object.whole = false;
        }
    }
    (node, parser.strict)
}

/// What stands before the place that is being read, within an array or object.
enum Last {
    Bracket,
    /// An item, and where it ends.
    Item(usize),
    /// A comma behind an item, and where it is.
    Comma(usize),
    /// Something that was reported already; what follows from it is not.
    Junk,
}

struct Parser<'a, 'f> {
    text: &'a str,
    pos: usize,
    /// The brackets that are open.
    open: Vec<u8>,
    /// Whether a strict parser would have come this far.
    strict: bool,
    /// Whether it was said that the text ends too early: once is enough for all that is open.
    cut_off: bool,
    faults: &'f mut Faults,
}

impl<'a> Parser<'a, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    fn peek_char(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    fn fault(&mut self, code: &'static Code, at: Range<usize>) -> &mut Fault {
        self.strict = false;
        self.faults.add(code, Place::Json(at))
    }

    /// Reports a range, with what stands there as the value.
    fn fault_with_value(&mut self, code: &'static Code, at: Range<usize>) -> &mut Fault {
        let value = excerpt(&self.text[at.clone()]);
        self.fault(code, at).value(value)
    }

    /// Reports what is not closed.
    fn unclosed(&mut self, at: Range<usize>) {
        let at_end = self.pos == self.text.len();
        if !(at_end && self.cut_off) {
            self.cut_off |= at_end;
            self.fault_with_value(&codes::JSON_UNCLOSED, at);
        }
    }

    /// Passes white space; and, as faults, comments and what only looks like white space.
    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            let start = self.pos;
            let rest = &self.text[start..];
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.pos += 1,
                b'/' if rest.starts_with("//") => {
                    self.pos += rest.find('\n').unwrap_or(rest.len());
                    self.fault(&codes::JSON_COMMENT, start..self.pos);
                }
                b'/' if rest.starts_with("/*") => {
                    self.pos += rest.find("*/").map_or(rest.len(), |end| end + 2);
                    self.fault(&codes::JSON_COMMENT, start..self.pos);
                }
                _ if self.peek_char().is_some_and(looks_blank) => {
                    let blank = self.bare(looks_blank);
                    self.fault_with_value(&codes::JSON_WHITE_SPACE, blank);
                }
                _ => return,
            }
        }
    }

    /// Passes what stands before the first object, where the text begins with no value.
    fn skip_to_value(&mut self) {
        let rest = &self.text[self.pos..];
        let begins = |char: char| "{[\"'-".contains(char) || is_odd_quote(char) || char.is_ascii_digit();
        let is_literal = ["true", "false", "null"].iter().any(|word| rest.starts_with(word));
        if !rest.starts_with(begins)
            && !is_literal
            && let Some(length) = rest.find('{')
        {
            let junk = self.pos..self.pos + length;
            self.pos = junk.end;
            self.fault_with_value(&codes::JSON_UNEXPECTED_CHARACTER, junk);
        }
    }

    /// Reads the value that begins here.
    fn value(&mut self) -> Node<'a> {
        let start = self.pos;
        let kind = match self.peek() {
            Some(b'"') => Kind::String(self.string('"')),
            Some(b'{' | b'[') if self.open.len() == MAX_DEPTH => {
                self.skip_nested();
                self.strict = false;
                let place = Place::Json(start..start + 1);
                self.faults
                    .add_by(Authority::Library, codes::JSON_TOO_DEEP.severity, &codes::JSON_TOO_DEEP, place)
                    .arg("max", MAX_DEPTH);
                Kind::Unreadable
            }
            Some(b'{') => Kind::Object(self.object()),
            Some(b'[') => Kind::Array(self.array()),
            Some(b'0'..=b'9' | b'-' | b'+' | b'.') => self.number(),
            // Who opened a bracket will say that the text ends too early.
            None => Kind::Unreadable,
            Some(b',' | b']' | b'}' | b':') => {
                self.fault(&codes::JSON_MISSING_VALUE, start..start);
                Kind::Unreadable
            }
            _ => match self.peek_char() {
                Some(char) if is_odd_quote(char) => Kind::String(self.string(char)),
                _ => self.word(),
            },
        };
        Node { at: start..self.pos, kind }
    }

    /// Reads `true`, `false`, `null`, or something unquoted that is none of them.
    fn word(&mut self) -> Kind<'a> {
        let word = self.bare(|char| {
            !char.is_whitespace() && !"[]{}\"".contains(char) && !is_like_colon(char) && !is_like_comma(char)
        });
        match &self.text[word.clone()] {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "null" => Kind::Null,
            other => {
                let begins_like_a_word = other.starts_with(|char: char| char.is_alphanumeric() || char == '_');
                let code =
                    if begins_like_a_word { &codes::JSON_INVALID_LITERAL } else { &codes::JSON_UNEXPECTED_CHARACTER };
                self.fault_with_value(code, word);
                Kind::Unreadable
            }
        }
    }

    fn number(&mut self) -> Kind<'a> {
        let at = self.bare(|char| char.is_ascii_alphanumeric() || "+-.".contains(char));
        let spelled = &self.text[at.clone()];
        if is_number(spelled) {
            return Kind::Number(spelled);
        }
        self.fault_with_value(&codes::JSON_INVALID_NUMBER, at);
        Kind::Unreadable
    }

    /// Passes at least one character, and all that follow and belong to it.
    fn bare(&mut self, belongs: impl Fn(char) -> bool) -> Range<usize> {
        let start = self.pos;
        for char in self.text[start..].chars() {
            if self.pos > start && !belongs(char) {
                break;
            }
            self.pos += char.len_utf8();
        }
        start..self.pos
    }

    fn array(&mut self) -> Vec<Node<'a>> {
        let mut items = Vec::new();
        self.items(b']', |parser| {
            let mark = parser.faults.enter(&items.len().to_string());
            items.push(parser.value());
            parser.faults.leave(mark);
            true
        });
        items
    }

    fn object(&mut self) -> Object<'a> {
        let mut members: Vec<Member> = Vec::new();
        let whole = self.items(b'}', |parser| {
            let member = parser.member();
            let read = member.is_some();
            members.extend(member);
            read
        });
        let mut known = HashSet::new();
        for member in &members {
            if !known.insert(&*member.key) {
                let mark = self.faults.enter(&member.key);
                // Strict JSON parsers let it pass, so the text is still JSON.
                let place = Place::Json(member.key_at.clone());
                self.faults.add(&codes::JSON_DUPLICATE_KEY, place).value(excerpt(&member.key));
                self.faults.leave(mark);
            }
        }
        Object { members, whole }
    }

    /// Reads `key: value`; `None` where no key begins here.
    fn member(&mut self) -> Option<Member<'a>> {
        let start = self.pos;
        let key = match self.peek_char()? {
            quote if quote == '"' || is_odd_quote(quote) => self.string(quote),
            first if first.is_alphanumeric() || "_$".contains(first) => {
                let key = self.bare(|char| char.is_alphanumeric() || "_$-".contains(char));
                self.fault_with_value(&codes::JSON_UNQUOTED_KEY, key.clone());
                Cow::Borrowed(&self.text[key])
            }
            _ => {
                self.unexpected();
                return None;
            }
        };
        let key_at = start..self.pos;
        let mark = self.faults.enter(&key);
        self.skip_space();
        if self.peek_char().is_some_and(is_like_colon) {
            let separator = self.bare(is_like_colon);
            if &self.text[separator.clone()] != ":" {
                self.fault_with_value(&codes::JSON_SEPARATOR, separator).arg("due", ":");
            }
            self.skip_space();
        } else if !matches!(self.peek(), None | Some(b',' | b'}' | b']')) {
            self.fault(&codes::JSON_MISSING_COLON, key_at.end..key_at.end).value(excerpt(&key));
        }
        let value = self.value();
        self.faults.leave(mark);
        Some(Member { key, key_at, value })
    }

    /// Reads what stands between brackets, separated by commas; `item` reads one and says whether it could.
    ///
    /// Returns whether all of it could be read.
    fn items(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> bool) -> bool {
        let opened = self.pos..self.pos + 1;
        self.open.push(self.text.as_bytes()[self.pos]);
        self.pos += 1;
        let mut whole = true;
        let mut last = Last::Bracket;
        loop {
            self.skip_space();
            let start = self.pos;
            match self.peek_char() {
                Some(char) if char == char::from(close) => {
                    if let Last::Comma(at) = last {
                        self.fault(&codes::JSON_TRAILING_COMMA, at..at + 1);
                    }
                    self.pos += 1;
                    break;
                }
                Some(bracket @ ('}' | ']')) => {
                    whole = false;
                    let outer = if bracket == '}' { b'{' } else { b'[' };
                    if self.open.contains(&outer) {
                        // It closes something further out.
                        self.unclosed(opened);
                    } else {
                        let open = self.text[opened].to_owned();
                        self.pos += 1;
                        self.fault_with_value(&codes::JSON_BRACKET, start..self.pos).arg("open", open);
                    }
                    break;
                }
                None => {
                    whole = false;
                    self.unclosed(opened);
                    break;
                }
                Some(comma) if is_like_comma(comma) => {
                    self.pos += comma.len_utf8();
                    if comma != ',' {
                        self.fault_with_value(&codes::JSON_SEPARATOR, start..self.pos).arg("due", ",");
                        last = Last::Junk;
                    } else if matches!(last, Last::Bracket | Last::Comma(_)) {
                        self.fault(&codes::JSON_EXTRA_COMMA, start..self.pos);
                    } else {
                        last = Last::Comma(start);
                    }
                }
                // What cannot begin an item is no sign of a missing comma.
                Some(char)
                    if is_like_colon(char)
                        || matches!(last, Last::Item(_))
                            && !"\"{[-".contains(char)
                            && !is_odd_quote(char)
                            && !char.is_alphanumeric() =>
                {
                    self.unexpected();
                    last = Last::Junk;
                }
                Some(_) => {
                    if let Last::Item(end) = last {
                        self.fault(&codes::JSON_MISSING_COMMA, end..end);
                    }
                    if item(self) {
                        last = Last::Item(self.pos);
                    } else {
                        (whole, last) = (false, Last::Junk);
                    }
                }
            }
        }
        self.open.pop();
        whole
    }

    /// Passes what belongs to nothing.
    fn unexpected(&mut self) {
        let at = self.bare(|char| !char.is_whitespace() && !"[]{}\"".contains(char) && !is_like_comma(char));
        self.fault_with_value(&codes::JSON_UNEXPECTED_CHARACTER, at);
    }

    /// Passes an array or object with all that stands in it, without reading it.
    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.pos += 1;
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        return;
                    }
                }
                b'"' => {
                    while let Some(byte) = self.peek() {
                        self.pos += 1;
                        match byte {
                            b'\\' => self.pos = (self.pos + 1).min(self.text.len()),
                            b'"' => break,
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// As much of a text as is worth keeping for a message.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().take(100).collect()
}

fn is_like_colon(char: char) -> bool {
    ":：=>".contains(char)
}

fn is_like_comma(char: char) -> bool {
    ",，、;；".contains(char)
}

/// Characters that look like white space, but are none of JSON's.
fn looks_blank(char: char) -> bool {
    (char.is_whitespace() && !matches!(char, ' ' | '\t' | '\r' | '\n')) || "\u{200b}\u{feff}".contains(char)
}

/// Whether a text is a number as RFC 8259 §6 writes it.
pub(crate) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, decimals) = match mantissa.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole.len() == 1 || !whole.starts_with('0'))
        && decimals.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

#[cfg(test)]
mod tests;
