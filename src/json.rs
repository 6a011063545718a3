//! Fifth layer: JSON (RFC 8259), read as far as any sense can be made of it, with where everything stands.
//!
//! `serde_json` stops at the first fault and keeps no places; this parser names each fault, goes on behind it, and keeps
//! numbers as they are spelled. What it could not read is [`Kind::Unreadable`], so that later layers keep quiet
//! about it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::codes::{self, Code};
use crate::faults::{Fault, Faults, Part, Place};
use crate::interface::Authority;

mod mend;
mod pointer;
mod quotes;
mod strings;

pub(crate) use mend::remove;
use mend::{begins_with_key, goes_on, meant_by};
pub(crate) use pointer::{escaped, first_segment, holder, value_at};
use strings::is_odd_quote;
pub(crate) use strings::{is_special, unescape};

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
    /// As it is spelled, or as it should be.
    Number(Cow<'a, str>),
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
    let mut parser = Parser::new(text, start, faults);
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
        let says_something = parser.says_something(&rest);
        let fault = parser.fault_with_value(&codes::JSON_TRAILING_TEXT, rest.clone());
        if !says_something {
            fault.change(rest, "");
        } else if let Kind::Object(object) = &mut node.kind {
            // What seems missing may be in what follows.
            object.whole = false;
        }
    }
    parser.advise();
    (node, parser.strict)
}

/// What stands before the place that is being read, within an array or object.
enum Last {
    Bracket,
    /// An item, and where it ends.
    Item(usize),
    /// A comma behind an item, or several: where they are.
    Comma(Range<usize>),
    /// Something that was reported already; what follows from it is not.
    Junk,
}

impl Last {
    /// Whether a bracket may follow that closes.
    fn can_end(&self) -> bool {
        matches!(self, Self::Bracket | Self::Item(_))
    }
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
    /// How many more bytes may be looked through for the ends of strings.
    patience: usize,
    /// Escapes that need not be: `\/`, and `\u` for characters that are not ASCII.
    slashes: Escapes,
    characters: Escapes,
    faults: &'f mut Faults,
}

/// How often a kind of escape is there, and where the first is.
#[derive(Default)]
struct Escapes {
    count: usize,
    first: Range<usize>,
    path: String,
}

impl Escapes {
    fn add(&mut self, at: Range<usize>, faults: &Faults) {
        if self.count == 0 {
            self.first = at;
            faults.path().clone_into(&mut self.path);
        }
        self.count += 1;
    }
}

impl<'a, 'f> Parser<'a, 'f> {
    fn new(text: &'a str, pos: usize, faults: &'f mut Faults) -> Self {
        Self {
            text,
            pos,
            open: Vec::new(),
            strict: true,
            cut_off: false,
            patience: 4 * text.len(),
            slashes: Escapes::default(),
            characters: Escapes::default(),
            faults,
        }
    }

    /// Says what is right, but may be lost by whoever writes the text anew, in the text that is signed.
    fn advise(&mut self) {
        if self.faults.part() != Some(Part::PayExInfo) {
            return;
        }
        for (escapes, code) in
            [(&self.slashes, &codes::JSON_ESCAPED_SLASH), (&self.characters, &codes::JSON_ESCAPED_CHARACTER)]
        {
            if escapes.count > 0 {
                let fault = self.faults.add(code, Place::Json(escapes.first.clone()));
                fault
                    .value(&self.text[escapes.first.clone()])
                    .arg("count", escapes.count)
                    .path
                    .clone_from(&escapes.path);
            }
        }
    }

    /// Whether there are letters or digits in a range, and so more than a slip of the pen.
    fn says_something(&self, at: &Range<usize>) -> bool {
        self.text[at.clone()].contains(char::is_alphanumeric)
    }

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

    /// Reports what is not closed, and what would close it here.
    fn unclosed(&mut self, at: Range<usize>, due: Option<String>) {
        let at_end = self.pos == self.text.len();
        if !(at_end && self.cut_off) {
            self.cut_off |= at_end;
            let pos = self.pos;
            let fault = self.fault_with_value(&codes::JSON_UNCLOSED, at);
            if let Some(due) = due {
                fault.change(pos..pos, due);
            }
        }
    }

    /// What closes all that is open.
    fn closing(&self) -> String {
        self.open.iter().rev().map(|&open| if open == b'{' { '}' } else { ']' }).collect()
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
                    self.comment(start);
                }
                b'/' if rest.starts_with("/*") => {
                    self.pos += rest.find("*/").map_or(rest.len(), |end| end + 2);
                    self.comment(start);
                }
                _ if self.peek_char().is_some_and(looks_blank) => {
                    let blank = self.bare(looks_blank);
                    let is_seen = self.text[blank.clone()].contains(char::is_whitespace);
                    let due = if is_seen { " " } else { self.gap(&blank) };
                    self.fault_with_value(&codes::JSON_WHITE_SPACE, blank.clone()).change(blank, due);
                }
                _ => return,
            }
        }
    }

    fn comment(&mut self, start: usize) {
        let at = start..self.pos;
        let due = self.gap(&at);
        self.fault(&codes::JSON_COMMENT, at.clone()).change(at, due);
    }

    /// What keeps apart what is around a range when that is gone.
    fn gap(&self, at: &Range<usize>) -> &'static str {
        let is_between = self.text[..at.start].ends_with(char::is_alphanumeric)
            && self.text[at.end..].starts_with(char::is_alphanumeric);
        if is_between { " " } else { "" }
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
            let says_something = self.says_something(&junk);
            let fault = self.fault_with_value(&codes::JSON_UNEXPECTED_CHARACTER, junk.clone());
            if !says_something {
                fault.change(junk, "");
            }
        }
    }

    /// Reads the value that begins here.
    fn value(&mut self) -> Node<'a> {
        self.skip_backslash();
        let start = self.pos;
        let kind = match self.peek() {
            Some(b'"') => Kind::String(self.string('"', false)),
            Some(b'{' | b'[') if self.open.len() == MAX_DEPTH => {
                self.skip_nested();
                self.strict = false;
                let place = Place::Json(start..start + 1);
                self.faults
                    .add_by(Authority::Library, codes::JSON_TOO_DEEP.severity, &codes::JSON_TOO_DEEP, place)
                    .arg("max", MAX_DEPTH);
                Kind::Unreadable
            }
            // The inside of a string, whose quote is missing.
            Some(b'{' | b'[')
                if self.is_inside_of_string(start)
                    && let Some(string) = self.closed_string(start) =>
            {
                string
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
                Some(char) if is_odd_quote(char) => Kind::String(self.string(char, false)),
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
        if let Some(text) = self.closed_string(word.start) {
            return text;
        }
        match &self.text[word.clone()] {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "null" => Kind::Null,
            other => {
                if let Some((due, kind)) = meant_by(other) {
                    self.fault_with_value(&codes::JSON_INVALID_LITERAL, word.clone()).change(word, due);
                    return kind;
                }
                let begins_like_a_word = other.starts_with(|char: char| char.is_alphanumeric() || char == '_');
                let code =
                    if begins_like_a_word { &codes::JSON_INVALID_LITERAL } else { &codes::JSON_UNEXPECTED_CHARACTER };
                self.fault_with_value(code, word);
                Kind::Unreadable
            }
        }
    }

    /// Whether brackets open here such as stand in a string, where the quotes are escaped.
    fn is_inside_of_string(&self, start: usize) -> bool {
        const BRACKETS: usize = 4;
        let next = self.text[start..].bytes().take(BRACKETS).take_while(|byte| b"{[".contains(byte)).count();
        self.text[start + next..].starts_with("\\\"")
    }

    /// Passes a backslash before the quote that begins a string.
    fn skip_backslash(&mut self) {
        if self.text[self.pos..].starts_with("\\\"") {
            self.pos += 1;
            self.extra(self.pos - 1..self.pos);
        }
    }

    /// Reads what began here without a quote as a string, where it ends with one.
    fn closed_string(&mut self, start: usize) -> Option<Kind<'a>> {
        let end = self.meant_end(start, None)?;
        self.missing_quote(start);
        let (text, _) = self.content(start..end.at, '"');
        self.pos = end.behind;
        Some(Kind::String(text))
    }

    fn number(&mut self) -> Kind<'a> {
        let at = self.bare(|char| char.is_alphanumeric() || "+-.".contains(char));
        if let Some(text) = self.closed_string(at.start) {
            return text;
        }
        let spelled = &self.text[at.clone()];
        if is_number(spelled) {
            return Kind::Number(Cow::Borrowed(spelled));
        }
        // Without the `+`, and with a digit before and behind the point. Zeros in front may be part of an identifier.
        let due = spelled.strip_prefix('+').unwrap_or(spelled);
        let due = due.strip_suffix('.').unwrap_or(due);
        let due = if due.starts_with('.') { Cow::Owned(format!("0{due}")) } else { Cow::Borrowed(due) };
        let is_apart = !self.text[..at.start].ends_with(char::is_alphanumeric);
        let fault = self.fault_with_value(&codes::JSON_INVALID_NUMBER, at.clone());
        if is_number(&due) && is_apart {
            fault.change(at, due.clone().into_owned());
            return Kind::Number(due);
        }
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
            (true, true)
        });
        items
    }

    fn object(&mut self) -> Object<'a> {
        /// Of no more members, looking at all is faster than an index.
        const FEW: usize = 16;
        let mut members: Vec<Member> = Vec::new();
        let whole = self.items(b'}', |parser| {
            let (member, whole) = parser.member();
            let is_member = member.is_some();
            members.extend(member);
            (is_member, whole)
        });
        let mut known = BTreeMap::new();
        for (index, member) in members.iter().enumerate() {
            let first = if members.len() <= FEW {
                members[..index].iter().position(|other| other.key == member.key).unwrap_or(index)
            } else {
                *known.entry(&*member.key).or_insert(index)
            };
            if first < index {
                let mark = self.faults.enter(&member.key);
                // Strict JSON parsers let it pass, so the text is still JSON.
                let place = Place::Json(member.key_at.clone());
                let fault = self.faults.add(&codes::JSON_DUPLICATE_KEY, place).value(excerpt(&member.key));
                let says = |member: &Member| &self.text[member.value.at.clone()];
                if says(member) == says(&members[first]) {
                    remove(self.text, &members, index, first, fault);
                }
                self.faults.leave(mark);
            }
        }
        // A key that was lost may be the one that seems missing.
        let whole = whole && !members.iter().any(|member| self.faults.is_lost(&member.key_at));
        Object { members, whole }
    }

    /// Reads `key: value`, or passes what is no key. Says whether all of it could be read, but for what says nothing.
    fn member(&mut self) -> (Option<Member<'a>>, bool) {
        let first = self.faults.list.len();
        self.skip_backslash();
        let start = self.pos;
        let key = match self.peek_char().unwrap_or_default() {
            quote if quote == '"' || is_odd_quote(quote) => self.string(quote, true),
            char if char.is_alphanumeric() || "_$".contains(char) => {
                let key = self.bare(|char| char.is_alphanumeric() || "_$-".contains(char));
                let is_closed = self.peek() == Some(b'"');
                if is_closed && self.text[self.pos + 1..].trim_start().starts_with(is_like_colon) {
                    self.pos += 1;
                    self.missing_quote(key.start);
                    return self.member_of(Cow::Borrowed(&self.text[key]), start..self.pos, first);
                }
                if begins_with_key(self.text[self.pos..].trim_start()) {
                    // Something got in before the key.
                    self.extra(key);
                    return (None, true);
                }
                // Apart from each other, so that the name itself can be changed as well.
                let fault = self.fault_with_value(&codes::JSON_UNQUOTED_KEY, key.clone());
                fault.change(key.start..key.start, "\"").change(key.end..key.end, "\"");
                Cow::Borrowed(&self.text[key])
            }
            _ => {
                let says_something = self.unexpected();
                return (None, !says_something);
            }
        };
        self.member_of(key, start..self.pos, first)
    }

    /// Reads what stands behind the key of a member; the faults from the `first` on are the key's.
    fn member_of(&mut self, key: Cow<'a, str>, key_at: Range<usize>, first: usize) -> (Option<Member<'a>>, bool) {
        let mark = self.faults.enter(&key);
        self.faults.are_here(first);
        self.skip_space();
        if self.is_at_colon() {
            let separator = self.bare(is_like_colon);
            if &self.text[separator.clone()] != ":" {
                self.fault_with_value(&codes::JSON_SEPARATOR, separator.clone()).arg("due", ":").change(separator, ":");
            }
            self.skip_space();
        } else if !matches!(self.peek(), None | Some(b',' | b'}' | b']')) {
            let at = key_at.end..key_at.end;
            self.fault(&codes::JSON_MISSING_COLON, at.clone()).value(excerpt(&key)).change(at, ":");
        }
        let value = self.value();
        self.faults.leave(mark);
        (Some(Member { key, key_at, value }), true)
    }

    /// Whether here is a colon, or what stands in its place: what is like one, or a comma before what is no key.
    fn is_at_colon(&self) -> bool {
        let Some(char) = self.peek_char() else {
            return false;
        };
        let next = self.text[self.pos + char.len_utf8()..].trim_start();
        let is_value = next.starts_with(|char: char| "\"{[-".contains(char) || char.is_ascii_digit());
        is_like_colon(char) || is_like_comma(char) && is_value && !begins_with_key(next)
    }

    /// Reads what stands between brackets, separated by commas; `item` reads one and says whether there was one, and
    /// whether all of it could be read.
    ///
    /// Returns whether all of all could be read.
    fn items(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> (bool, bool)) -> bool {
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
                        let are_commas = self.text[at.clone()].bytes().all(|byte| b", \t\r\n".contains(&byte));
                        let fault = self.fault(&codes::JSON_TRAILING_COMMA, at.start..at.start + 1);
                        if are_commas {
                            fault.change(at, "");
                        }
                    }
                    self.pos += 1;
                    break;
                }
                Some(bracket @ ('}' | ']')) => {
                    let outer = if bracket == '}' { b'{' } else { b'[' };
                    let due = char::from(close).to_string();
                    let rest = &self.text[self.pos + 1..];
                    let around = &self.open[..self.open.len() - 1];
                    // It closes this if what follows then fits to what is around this.
                    if self.open.contains(&outer) && !goes_on(rest, around) {
                        // It closes something further out.
                        self.unclosed(opened, Some(due).filter(|_| last.can_end()));
                        break;
                    }
                    let open = self.text[opened.clone()].to_owned();
                    self.pos += 1;
                    let at = start..self.pos;
                    // Where the right one follows, this one is too many.
                    let is_extra = self.text[self.pos..].trim_start().starts_with(char::from(close));
                    let fault = self.fault_with_value(&codes::JSON_BRACKET, at.clone()).arg("open", open);
                    if is_extra {
                        fault.change(at, "");
                    } else {
                        if last.can_end() {
                            fault.change(at, due);
                        }
                        break;
                    }
                }
                None => {
                    whole = false;
                    let due = self.closing();
                    self.unclosed(opened, Some(due).filter(|_| last.can_end()));
                    break;
                }
                Some(comma) if is_like_comma(comma) => {
                    self.pos += comma.len_utf8();
                    if comma != ',' {
                        last = self.odd_comma(start..self.pos, close, last);
                    } else if let Last::Bracket | Last::Comma(_) = &mut last {
                        let at = start..self.pos;
                        if let Last::Comma(commas) = &mut last {
                            commas.end = at.end;
                        }
                        self.fault(&codes::JSON_EXTRA_COMMA, at.clone()).change(at, "");
                    } else {
                        last = Last::Comma(start..self.pos);
                    }
                }
                // What stands in the place of a comma.
                Some(other)
                    if close == b'}'
                        && matches!(last, Last::Item(_))
                        && ".:：|/\\".contains(other)
                        && begins_with_key(self.text[self.pos + other.len_utf8()..].trim_start()) =>
                {
                    self.pos += other.len_utf8();
                    last = self.odd_comma(start..self.pos, close, last);
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
                // A quote got in between.
                Some('"') if matches!(last, Last::Item(_)) && self.goes_on(self.pos + 1) => {
                    self.pos += 1;
                    self.extra(start..self.pos);
                }
                Some(_) => {
                    if let Last::Item(end) = last {
                        self.fault(&codes::JSON_MISSING_COMMA, end..end).change(end..end, ",");
                    }
                    let (is_item, is_whole) = item(self);
                    whole &= is_whole;
                    last = if is_item { Last::Item(self.pos) } else { Last::Junk };
                }
            }
        }
        self.open.pop();
        whole
    }

    /// Reports what stands in the place of a comma, and says what stands here then.
    fn odd_comma(&mut self, at: Range<usize>, close: u8, last: Last) -> Last {
        let next = self.text[self.pos..].trim_start();
        let is_doubled = next.starts_with(',');
        let separates = matches!(last, Last::Item(_)) && !is_doubled && !next.starts_with(char::from(close));
        let due = if separates { "," } else { "" };
        self.fault_with_value(&codes::JSON_SEPARATOR, at.clone()).arg("due", ",").change(at, due);
        if is_doubled { last } else { Last::Junk }
    }

    /// Passes what belongs to nothing, and says whether it may have been meant as something. It can be taken out where what
    /// is around it then fits together.
    fn unexpected(&mut self) -> bool {
        let before = self.text[..self.pos].trim_end().chars().next_back();
        let at = self.bare(|char| !char.is_whitespace() && !"[]{}\"".contains(char) && !is_like_comma(char));
        let next = self.text[self.pos..].trim_start().chars().next();
        let fits = match before {
            Some('"' | ']' | '}') => matches!(next, Some(',' | ']' | '}')),
            Some('[' | '{') => matches!(next, Some('"' | ']' | '}')),
            Some(',') => next == Some('"'),
            Some(end) => end.is_alphanumeric() && matches!(next, Some(',' | ']' | '}')),
            None => false,
        };
        let says_something = self.says_something(&at);
        let fault = self.fault_with_value(&codes::JSON_UNEXPECTED_CHARACTER, at.clone());
        if fits && !says_something {
            fault.change(at, "");
        }
        says_something
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

/// What stands between the quotes of a string, be they JSON's or not; either may be missing, or a straight one be doubled.
pub(crate) fn between_quotes(text: &str, at: Range<usize>) -> Range<usize> {
    let is_quote = |char: char| char == '"' || is_odd_quote(char);
    let string = &text[at.clone()];
    let inside = string.strip_prefix("\"\"").filter(|rest| rest.len() > 1).or(string.strip_prefix(is_quote));
    let start = at.end - inside.unwrap_or(string).len();
    let inside = &text[start..at.end];
    let is_content = |inside: &&str| !inside.ends_with('\\');
    let end = inside.strip_suffix("\"\"").filter(is_content).or(inside.strip_suffix(is_quote));
    start..start + end.unwrap_or(inside).len()
}

/// As much of a text as is worth keeping for a message.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().take(100).collect()
}

fn is_like_colon(char: char) -> bool {
    matches!(char, ':' | '：' | '=' | '>')
}

fn is_like_comma(char: char) -> bool {
    matches!(char, ',' | '，' | '、' | ';' | '；')
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
