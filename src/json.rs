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

    /// Reads the string that begins here with this quote.
    fn string(&mut self, quote: char) -> Cow<'a, str> {
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

/// Quotes that are not JSON's: single ones, and those that word processors and Chinese input methods write.
fn is_odd_quote(char: char) -> bool {
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
mod tests {
    use super::*;

    fn faults_of(text: &str) -> Vec<(&'static str, String)> {
        let mut faults = Faults::default();
        parse(text, 0, &mut faults);
        faults
            .list
            .iter()
            .map(|fault| match &fault.place {
                Place::Json(at) => (fault.code.id, format!("{at:?}")),
                _ => (fault.code.id, String::new()),
            })
            .collect()
    }

    #[test]
    fn names_and_places_each_fault() {
        for (text, code, at) in [
            ("", "json.empty", "0..0"),
            (" \n", "json.empty", "0..2"),
            (r#"{"a":1,}"#, "json.trailing-comma", "6..7"),
            ("[1, ]", "json.trailing-comma", "2..3"),
            ("[1,,2]", "json.extra-comma", "3..4"),
            ("[,1]", "json.extra-comma", "1..2"),
            ("[1 2]", "json.missing-comma", "2..2"),
            (r#"{"a":1 "b":2}"#, "json.missing-comma", "6..6"),
            (r#"{"a" 1}"#, "json.missing-colon", "4..4"),
            (r#"{"a":}"#, "json.missing-value", "5..5"),
            (r#"{"a"}"#, "json.missing-value", "4..4"),
            ("{a:1}", "json.unquoted-key", "1..2"),
            ("['a']", "json.quotes", "1..4"),
            ("[“a”]", "json.quotes", "1..8"),
            ("{\"a\"：1}", "json.separator", "4..7"),
            ("{\"a\"=1}", "json.separator", "4..5"),
            ("{\"a\"::1}", "json.separator", "4..6"),
            ("[1，2]", "json.separator", "2..5"),
            ("[1;2]", "json.separator", "2..3"),
            ("[\u{3000}1]", "json.white-space", "1..4"),
            ("{\"a\":1]}", "json.bracket", "6..7"),
            ("[1}", "json.bracket", "2..3"),
            ("x({})", "json.unexpected-character", "0..2"),
            ("[1] // x", "json.comment", "4..8"),
            ("[/* x */1]", "json.comment", "1..8"),
            ("[True]", "json.invalid-literal", "1..5"),
            ("[undefined]", "json.invalid-literal", "1..10"),
            ("[01]", "json.invalid-number", "1..3"),
            ("[+1]", "json.invalid-number", "1..3"),
            ("[1.]", "json.invalid-number", "1..3"),
            ("[.5]", "json.invalid-number", "1..3"),
            ("[0x1F]", "json.invalid-number", "1..5"),
            ("[\"a\nb\"]", "json.control-character", "3..4"),
            (r#"["\x41"]"#, "json.invalid-escape", "2..4"),
            (r#"["\u12g4"]"#, "json.invalid-escape", "2..6"),
            (r#"["\ud800"]"#, "json.lone-surrogate", "2..8"),
            (r#"["\ud800\u0041"]"#, "json.lone-surrogate", "2..8"),
            ("[1", "json.unclosed", "0..1"),
            (r#"["a"#, "json.unclosed", "1..2"),
            ("[1]\u{3000}", "json.white-space", "3..6"),
            ("[*]", "json.unexpected-character", "1..2"),
            ("{*}", "json.unexpected-character", "1..2"),
            ("[1] x ", "json.trailing-text", "4..5"),
            (r#"{"a":1,"a":2}"#, "json.duplicate-key", "7..10"),
        ] {
            let found = faults_of(text);
            assert_eq!(found[0], (code, at.to_owned()), "{text} {found:?}");
        }
    }

    #[test]
    fn one_fault_is_one_finding() {
        for text in [
            r#"{"a":1,}"#,
            r#"{"a":[1,],"b":2}"#,
            r#"{"a":1 "b":2}"#,
            r#"{"a":True,"b":2}"#,
            r#"{"a" 1,"b":2}"#,
            r#"{"a":,"b":2}"#,
            r#"{"a":1,*}"#,
            r#"{* "a":1}"#,
            r#"{"a":1 * ,"b":2}"#,
            r#"{"a":1:2,"b":2}"#,
            r#"{"a":[1,2}"#,
            r#"{"a":[[[{"b":["x"#,
            r#"{"a" "#,
            r#"{"a":"#,
            "{“a”：“b”}",
            "/* x */",
            "[1}",
            "[1] x y",
        ] {
            let most = if text.contains('“') { 3 } else { 1 };
            assert_eq!(faults_of(text).len(), most, "{text} {:?}", faults_of(text));
        }
    }

    #[test]
    fn reads_on_behind_faults() {
        let text = r#"{"a":[1,],b:'x' "c":True,"d":"\ud83d\ude00"}"#;
        let (node, strict) = parse(text, 0, &mut Faults::default());
        let Kind::Object(object) = node.kind else {
            panic!("{node:?}");
        };
        let keys: Vec<_> = object.members.iter().map(|member| &*member.key).collect();
        assert_eq!(keys, ["a", "b", "c", "d"]);
        assert!(matches!(&object.members[3].value.kind, Kind::String(s) if s == "😀"));
        assert!(object.whole);
        assert!(!strict);
    }

    #[test]
    fn paths_are_json_pointers() {
        let mut faults = Faults::default();
        parse(r#"{"a/b":[{"c~":[1,]}]}"#, 0, &mut faults);
        assert_eq!(faults.list[0].path, "/a~1b/0/c~0");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(100_000);
        assert_eq!(faults_of(&deep)[0].0, "json.too-deep");
        let nested = format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
        assert_eq!(faults_of(&nested), []);
        let too_deep = format!("[{nested}]");
        assert_eq!(faults_of(&too_deep).len(), 1);
    }

    #[test]
    fn numbers_are_those_of_the_rfc() {
        for text in ["0", "-0", "1", "10.5", "1e5", "1E+5", "1.5e-7", "123456789012345678901"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "-", "01", "1.", ".1", "1e", "1e+", "+1", "0x1", "1_000", "１"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
