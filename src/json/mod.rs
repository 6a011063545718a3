//! Fifth layer: parses JSON (RFC 8259) with error recovery, and keeps the range of every value.
//!
//! `serde_json` stops at the first fault and keeps no ranges. This parser names each fault and keeps the lexemes of
//! numbers. After a fault it resynchronises at the next separator of the same level, as compilers do. A value that
//! could not be read becomes [`Kind::Unreadable`], and later layers report nothing about it.
//!
//! The parser reads a text once. It looks ahead only where a string may have been meant to end elsewhere than at its
//! next quote. All lookahead is charged to [`Parser::patience`]. Once that is used up, the current string takes the
//! rest of the text. Parsing therefore takes time proportional to the length of the text, whatever the input.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::{Arg, Fault, Faults, Location, in_order, splice};
use crate::spec::Authority;
use crate::text::excerpt::excerpt;

mod number;
mod pointer;
mod quotes;
mod string;
pub(crate) mod write;

pub(crate) use number::{is_number, plain_decimal};
pub(crate) use pointer::{escaped, first_segment, holder, value_at};
use quotes::begins_with_key;
use string::is_odd_quote;
pub(crate) use string::{opened, unescape};

/// The maximum nesting depth of arrays and objects.
pub(crate) const MAX_DEPTH: usize = 64;

/// A value and its range.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub at: Range<usize>,
    pub kind: Kind<'a>,
}

#[derive(Debug)]
pub(crate) enum Kind<'a> {
    Null,
    Bool(bool),
    /// The lexeme, or its corrected form.
    Number(Cow<'a, str>),
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    Object(Object<'a>),
    /// A value that could not be read; a finding describes it.
    Unreadable,
}

#[derive(Debug)]
pub(crate) struct Object<'a> {
    pub members: Vec<Member<'a>>,
    /// True if all members could be read; otherwise a member that seems missing may have been lost.
    pub whole: bool,
}

#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub key: Cow<'a, str>,
    pub key_at: Range<usize>,
    pub value: Node<'a>,
}

/// A parsed JSON text.
pub(crate) struct Parsed<'a> {
    pub root: Node<'a>,
    /// True if the text is valid JSON as written.
    pub is_json: bool,
    /// True if the brackets match; otherwise it is unknown which object a member belongs to.
    pub is_balanced: bool,
}

/// Parses the JSON text that begins at `start`.
pub(crate) fn parse<'a>(text: &'a str, start: usize, faults: &mut Faults) -> Parsed<'a> {
    let mut parser = Parser::new(text, start, faults);
    parser.skip_space();
    if parser.peek().is_none() {
        let at = start..text.len();
        // An error in an outer layer already explains an empty text.
        if !text.is_empty() || !parser.faults.has_error_in_part() {
            parser.fault(&catalogue::JSON_EMPTY, at.clone());
        }
        return Parsed { root: Node { at, kind: Kind::Unreadable }, is_json: false, is_balanced: true };
    }
    parser.skip_to_value();
    let mut root = parser.value();
    parser.skip_space();
    if parser.pos < text.len() {
        parser.trailing_text(&mut root);
    }
    let Parser { is_strict: is_json, is_balanced, first, .. } = parser;
    if !is_balanced {
        // A wrong bracket can put the same key into one object twice.
        faults.remove(first, |fault| fault.code.is(&catalogue::JSON_DUPLICATE_KEY));
    }
    Parsed { root, is_json, is_balanced }
}

/// Parses the value that begins at `start` of a JSON text, inside the brackets `open`. Returns the value, its end
/// offset and the remaining patience, or `None` if the value is malformed.
pub(crate) fn parse_value<'a>(
    text: &'a str,
    start: usize,
    open: Vec<u8>,
    patience: usize,
    faults: &mut Faults,
) -> Option<(Node<'a>, usize, usize)> {
    let mut parser = Parser { open, patience, stops_at_fault: true, ..Parser::new(text, start, faults) };
    let node = parser.value();
    (parser.is_strict && parser.pos > start).then_some((node, parser.pos, parser.patience))
}

/// Returns the lookahead budget for a text, in bytes.
pub(crate) fn patience(text: &str) -> usize {
    /// The minimum, so that a short text has some patience too.
    const LEAST: usize = 512;
    LEAST + 4 * text.len()
}

/// Parses a JSON text, and returns whether the result is certain: the text is valid, or its fixes leave no doubt.
///
/// Otherwise all fixes are dropped from its faults: some part was read by a guess, and any other part may have been
/// too.
pub(crate) fn parse_with_fixes<'a>(text: &'a str, start: usize, faults: &mut Faults) -> (Parsed<'a>, bool) {
    let first = faults.list().len();
    let parsed = parse(text, start, faults);
    let is_certain =
        parsed.is_json || !faults.context.has_no_fix && is_json_after_fixes(text, start, &faults.list()[first..]);
    if !is_certain {
        faults.drop_fixes(first);
    }
    (parsed, is_certain)
}

/// Returns true if a malformed JSON text becomes valid once all fixes of its faults are applied.
fn is_json_after_fixes(text: &str, start: usize, faults: &[Fault]) -> bool {
    let is_syntax =
        |fault: &&Fault| !fault.code.is(&catalogue::JSON_DUPLICATE_KEY) && fault.severity == Severity::Error;
    let changes: Vec<_> = faults.iter().filter(is_syntax).map(Fault::changes).collect();
    if changes.iter().any(|changes| changes.is_empty()) {
        return false;
    }
    let fixed = splice(text.as_bytes(), 0, &in_order(&changes));
    read(&String::from_utf8_lossy(&fixed), start).is_json
}

/// Parses a text without reporting its faults.
pub(crate) fn read(text: &str, start: usize) -> Parsed<'_> {
    parse(text, start, &mut Faults::new())
}

/// The token before the current position, within an array or object.
enum Last {
    Bracket,
    /// An item, with its end offset.
    Item(usize),
    /// One or more commas after an item, with their range.
    Comma(Range<usize>),
    /// Something already reported; its consequences are not reported again.
    Junk,
}

struct Parser<'a, 'f> {
    text: &'a str,
    pos: usize,
    /// The brackets that are open.
    open: Vec<u8>,
    /// True while a strict parser would have come this far.
    is_strict: bool,
    /// True until a bracket is reported. One report is enough, as one wrong bracket makes the others wrong.
    is_balanced: bool,
    /// The remaining lookahead budget, in bytes.
    patience: usize,
    /// The number of faults before this parse.
    first: usize,
    /// True if parsing stops after the first fault.
    stops_at_fault: bool,
    faults: &'f mut Faults,
}

impl<'a, 'f> Parser<'a, 'f> {
    fn new(text: &'a str, pos: usize, faults: &'f mut Faults) -> Self {
        let (patience, first) = (patience(text), faults.list().len());
        Self {
            text,
            pos,
            open: Vec::new(),
            is_strict: true,
            is_balanced: true,
            patience,
            first,
            stops_at_fault: false,
            faults,
        }
    }

    /// Advises about a valid escape that a program may write differently when it serialises the text again. This
    /// matters only for signed text, of which every byte is signed.
    fn advise(&mut self, code: &'static Code, at: Range<usize>) {
        if self.faults.context.is_signed() {
            let value = &self.text[at.clone()];
            self.faults.add(code, Location::Json(at)).value(value);
        }
    }

    /// Returns true if a range contains letters or digits, and so is more than a typo.
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
        self.is_strict = false;
        // A fault without a fix was read by a guess. Other parts may have been guessed as well, so their fixes are
        // dropped.
        if code.fix.is_none() && !self.faults.context.has_no_fix {
            self.faults.drop_fixes(self.first);
        }
        self.faults.add(code, Location::Json(at))
    }

    /// Reports a range, with the text there as the value.
    fn fault_with_value(&mut self, code: &'static Code, at: Range<usize>) -> &mut Fault {
        let value = excerpt(&self.text[at.clone()]);
        self.fault(code, at).value(value)
    }

    /// Reports a bracket or a quote that is still open at the end of the text. Only the innermost is reported.
    fn unclosed(&mut self, at: Range<usize>) {
        self.is_strict = false;
        if std::mem::take(&mut self.is_balanced) {
            self.fault_with_value(&catalogue::JSON_UNCLOSED, at);
        }
    }

    /// Reports the text after the root value.
    fn trailing_text(&mut self, root: &mut Node) {
        self.is_strict = false;
        if !self.is_balanced {
            return;
        }
        let rest = self.pos..self.text.trim_end_matches([' ', '\t', '\r', '\n']).len();
        // These characters end a statement, an item or a string in other languages.
        let is_end = self.text[rest.clone()].bytes().all(|byte| b";,\0".contains(&byte));
        let is_bracket = self.text[rest.clone()].contains(['}', ']']);
        let fault = self.fault_with_value(&catalogue::JSON_TRAILING_TEXT, rest.clone());
        if is_end {
            fault.change(rest, "");
        } else if let Kind::Object(object) = &mut root.kind {
            // A member that seems missing may be in the trailing text.
            object.whole = false;
        }
        self.is_balanced = !is_bracket;
    }

    /// Skips white space. Also skips, and reports, comments and characters that only look like white space.
    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            let start = self.pos;
            let rest = &self.text[start..];
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.pos += rest.bytes().take_while(|byte| b" \t\r\n".contains(byte)).count();
                }
                b'/' if rest.starts_with("//") => {
                    self.pos += rest.find('\n').unwrap_or(rest.len());
                    self.comment(start);
                }
                b'/' if rest.starts_with("/*") => {
                    self.pos += rest.find("*/").map_or(rest.len(), |end| end + 2);
                    self.comment(start);
                }
                // Most tokens begin with one of these.
                b'!'..=b'~' => return,
                _ if self.peek_char().is_some_and(looks_blank) => {
                    let blank = self.bare(looks_blank);
                    let is_seen = self.text[blank.clone()].contains(char::is_whitespace);
                    let due = if is_seen { " " } else { self.gap(&blank) };
                    self.fault_with_value(&catalogue::JSON_WHITE_SPACE, blank.clone()).change(blank, due);
                }
                _ => return,
            }
        }
    }

    fn comment(&mut self, start: usize) {
        let at = start..self.pos;
        let due = self.gap(&at);
        // Text that was commented out temporarily may be data.
        let has_data = self.text[at.clone()].contains('"');
        self.fault(&catalogue::JSON_COMMENT, at.clone()).change(at, due).is_guess = has_data;
    }

    /// Returns the separator to leave when deleting the range `at`: a space between two letters or digits, otherwise
    /// nothing.
    fn gap(&self, at: &Range<usize>) -> &'static str {
        let is_between = self.text[..at.start].ends_with(char::is_alphanumeric)
            && self.text[at.end..].starts_with(char::is_alphanumeric);
        if is_between { " " } else { "" }
    }

    /// Skips the text before the first object if the input does not begin with a value.
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
            self.fault_with_value(&catalogue::JSON_UNEXPECTED_CHARACTER, junk);
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
                self.is_strict = false;
                let place = Location::Json(start..start + 1);
                self.faults
                    .add_by(Authority::Library, catalogue::JSON_TOO_DEEP.severity, &catalogue::JSON_TOO_DEEP, place)
                    .arg("max", MAX_DEPTH);
                Kind::Unreadable
            }
            // The content of a string whose opening quote is missing.
            Some(b'{' | b'[')
                if self.is_inside_of_string(start)
                    && let Some(string) = self.closed_string(start) =>
            {
                string
            }
            Some(b'{') => Kind::Object(self.object()),
            Some(b'[') => Kind::Array(self.array()),
            Some(b'0'..=b'9' | b'-' | b'+' | b'.') => self.number(),
            // The code that opened the enclosing bracket reports the unexpected end of the text.
            None => Kind::Unreadable,
            Some(b',' | b']' | b'}' | b':') => {
                self.fault(&catalogue::JSON_MISSING_VALUE, start..start);
                Kind::Unreadable
            }
            _ => match self.peek_char() {
                Some(char) if is_odd_quote(char) => Kind::String(self.string(char, false)),
                _ => self.word(),
            },
        };
        Node { at: start..self.pos, kind }
    }

    /// Reads `true`, `false`, `null`, or another unquoted word.
    fn word(&mut self) -> Kind<'a> {
        let word = self.bare(|char| {
            !char.is_whitespace() && !"[]{}\"".contains(char) && !is_like_colon(char) && !is_like_comma(char)
        });
        if !self.is_at_separator()
            && let Some(text) = self.closed_string(word.start)
        {
            return text;
        }
        match &self.text[word.clone()] {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "null" => Kind::Null,
            other => {
                if let Some((due, kind, is_guess)) = literal_like(other) {
                    let fault = self.fault_with_value(&catalogue::JSON_INVALID_LITERAL, word.clone());
                    fault.change(word, due).is_guess = is_guess;
                    return kind;
                }
                let begins_like_a_word = other.starts_with(|char: char| char.is_alphanumeric() || char == '_');
                let code = if begins_like_a_word {
                    &catalogue::JSON_INVALID_LITERAL
                } else {
                    &catalogue::JSON_UNEXPECTED_CHARACTER
                };
                self.fault_with_value(code, word);
                Kind::Unreadable
            }
        }
    }

    /// Returns true if a value can end here.
    fn is_at_separator(&self) -> bool {
        matches!(self.peek(), None | Some(b',' | b'}' | b']'))
    }

    /// Returns true if the brackets here are likely the content of a string, where quotes are escaped, as in
    /// `{\"a\":1}`.
    fn is_inside_of_string(&self, start: usize) -> bool {
        const BRACKETS: usize = 4;
        let next = self.text[start..].bytes().take(BRACKETS).take_while(|byte| b"{[".contains(byte)).count();
        self.text[start + next..].starts_with("\\\"")
    }

    /// Skips a backslash before the opening quote of a string.
    fn skip_backslash(&mut self) {
        if self.text[self.pos..].starts_with("\\\"") {
            self.pos += 1;
            self.extra(self.pos - 1..self.pos);
        }
    }

    /// Reads a string whose opening quote is missing, if it has a closing quote.
    fn closed_string(&mut self, start: usize) -> Option<Kind<'a>> {
        let end = self.meant_end(start, None)?;
        self.missing_quote(start);
        let (text, _) = self.content(start..end.at, '"');
        self.pos = end.after;
        Some(Kind::String(text))
    }

    fn number(&mut self) -> Kind<'a> {
        let at = self.bare(|char| char.is_alphanumeric() || "+-.".contains(char));
        if !self.is_at_separator()
            && let Some(text) = self.closed_string(at.start)
        {
            return text;
        }
        let spelled = &self.text[at.clone()];
        if is_number(spelled) {
            return Kind::Number(Cow::Borrowed(spelled));
        }
        // Corrects `+1` to `1`, `.5` to `0.5` and `5.` to `5`. Leading zeros get no fix: they may be part of an
        // identifier.
        let unsigned = spelled.strip_prefix('+').unwrap_or(spelled);
        let due = unsigned.strip_suffix('.').unwrap_or(unsigned);
        let start = at.start + spelled.len() - unsigned.len();
        let end = start + due.len();
        let due = if due.starts_with('.') { Cow::Owned(format!("0{due}")) } else { Cow::Borrowed(due) };
        let is_apart = !self.text[..at.start].ends_with(char::is_alphanumeric);
        let fault = self.fault_with_value(&catalogue::JSON_INVALID_NUMBER, at.clone());
        if is_number(&due) && is_apart {
            let zero = if matches!(due, Cow::Owned(_)) { "0" } else { "" };
            let edits = [(at.start..start, zero), (end..at.end, "")];
            for (at, text) in edits.into_iter().filter(|(at, text)| !at.is_empty() || !text.is_empty()) {
                fault.change(at, text);
            }
            return Kind::Number(due);
        }
        Kind::Unreadable
    }

    /// Consumes one character and all following characters that satisfy `belongs`. Returns their range.
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
            let mark = parser.faults.context.path.enter_index(items.len());
            items.push(parser.value());
            parser.faults.context.path.leave(mark);
            (true, true)
        });
        items
    }

    fn object(&mut self) -> Object<'a> {
        /// Up to this many members, a linear search is faster than an index.
        const FEW: usize = 16;
        const MOST_HAVE: usize = 8;
        let mut members: Vec<Member> = Vec::new();
        let whole = self.items(b'}', |parser| {
            let (member, whole) = parser.member();
            let is_member = member.is_some();
            if let Some(member) = member {
                members.reserve(if members.is_empty() { MOST_HAVE } else { 1 });
                members.push(member);
            }
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
                let mark = self.faults.context.path.enter(&member.key);
                // Strict JSON parsers accept duplicate keys, so the text is still JSON.
                let place = Location::Json(member.key_at.clone());
                let fault = self.faults.add(&catalogue::JSON_DUPLICATE_KEY, place).value(excerpt(&member.key));
                let raw = |member: &Member| &self.text[member.value.at.clone()];
                if raw(member) == raw(&members[first]) {
                    remove(self.text, &members, index, first, fault);
                }
                self.faults.context.path.leave(mark);
            }
        }
        // A key with lost bytes may be the one that seems missing.
        let whole = whole && !members.iter().any(|member| self.faults.context.is_lost(&member.key_at));
        Object { members, whole }
    }

    /// Reads `key: value`, or skips text that is not a key. Returns the member, if any, and whether everything was
    /// read. Skipped text without letters or digits does not count as unread.
    fn member(&mut self) -> (Option<Member<'a>>, bool) {
        let first = self.faults.list().len();
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
                    // A stray word before the key.
                    self.extra(key);
                    return (None, true);
                }
                // Two separate edits, so that the name itself can be changed as well.
                let fault = self.fault_with_value(&catalogue::JSON_UNQUOTED_KEY, key.clone());
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

    /// Reads the rest of a member after its key. The faults from index `first` on belong to the key.
    fn member_of(&mut self, key: Cow<'a, str>, key_at: Range<usize>, first: usize) -> (Option<Member<'a>>, bool) {
        let mark = self.faults.context.path.enter(&key);
        self.faults.move_here(first);
        self.skip_space();
        if self.peek_char().is_some_and(is_like_colon) {
            let separator = self.bare(is_like_colon);
            if &self.text[separator.clone()] != ":" {
                self.fault_with_value(&catalogue::JSON_SEPARATOR, separator.clone())
                    .arg("due", ":")
                    .change(separator, ":");
            }
            self.skip_space();
        } else if !self.is_at_separator() {
            let at = key_at.end..key_at.end;
            self.fault(&catalogue::JSON_MISSING_COLON, at).value(excerpt(&key));
        }
        let value = self.value();
        self.faults.context.path.leave(mark);
        (Some(Member { key, key_at, value }), true)
    }

    /// Reads the items between brackets, separated by commas. `item` reads one, and returns whether there was an item
    /// and whether all of it could be read.
    ///
    /// Returns true if everything could be read.
    fn items(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> (bool, bool)) -> bool {
        let opened = self.pos..self.pos + 1;
        self.open.push(self.text.as_bytes()[self.pos]);
        self.pos += 1;
        let mut whole = true;
        let mut last = Last::Bracket;
        while self.is_strict || !self.stops_at_fault {
            self.skip_space();
            let start = self.pos;
            match self.peek_char() {
                Some(char) if char == char::from(close) => {
                    if let Last::Comma(at) = last {
                        let are_commas = self.text[at.clone()].bytes().all(|byte| b", \t\r\n".contains(&byte));
                        let fault = self.fault(&catalogue::JSON_TRAILING_COMMA, at.start..at.start + 1);
                        if are_commas {
                            fault.change(at, "");
                        }
                    }
                    self.pos += 1;
                    break;
                }
                // This bracket closes the current level, whatever it was meant to close, so that all the text after it
                // is read.
                Some('}' | ']') => {
                    self.pos += 1;
                    self.wrong_bracket(start..self.pos, opened);
                    whole = false;
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
                        last = self.odd_comma(start..self.pos, close, last);
                    } else if let Last::Bracket | Last::Comma(_) = &mut last {
                        let at = start..self.pos;
                        if let Last::Comma(commas) = &mut last {
                            commas.end = at.end;
                        }
                        let fault = self.fault(&catalogue::JSON_EXTRA_COMMA, at.clone()).change(at, "");
                        // In an array, an element may be missing between the two commas.
                        fault.is_guess |= close == b']';
                    } else {
                        last = Last::Comma(start..self.pos);
                    }
                }
                // A member where none is possible: a bracket before it is missing or wrong.
                Some(':') if matches!(last, Last::Item(_)) => {
                    self.pos += 1;
                    if std::mem::take(&mut self.is_balanced) {
                        self.extra(start..self.pos);
                    }
                    self.skip_space();
                    if !self.is_at_separator() {
                        self.value();
                    }
                    whole = false;
                    last = Last::Item(self.pos);
                }
                // A character that cannot begin an item does not indicate a missing comma.
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
                // A stray quote between items.
                Some('"') if matches!(last, Last::Item(_)) && self.goes_on(self.pos + 1) => {
                    self.pos += 1;
                    self.extra(start..self.pos);
                }
                Some(_) => {
                    if let Last::Item(end) = last {
                        self.missing_comma(end, close);
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

    /// Reports a closing bracket that does not match the open one.
    fn wrong_bracket(&mut self, at: Range<usize>, opened: Range<usize>) {
        self.is_strict = false;
        if std::mem::take(&mut self.is_balanced) {
            let open = self.text[opened.clone()].to_owned();
            let fault = self.fault_with_value(&catalogue::JSON_BRACKET, at);
            fault.arg("open", open).arg("position", Arg::Position(opened.start));
        }
    }

    /// Reports a missing comma between the item that ends at `end` and the one that begins here.
    fn missing_comma(&mut self, end: usize, close: u8) {
        let (before, between, next) = (&self.text[..end], &self.text[end..self.pos], &self.text[self.pos..]);
        // A quote on the same line may be an unescaped quote within a string.
        let is_sure = match close {
            b'}' => begins_with_key(next) && (!before.ends_with('"') || between.contains('\n')),
            _ => before.ends_with('}') && next.starts_with('{'),
        };
        let fault = self.fault(&catalogue::JSON_MISSING_COMMA, end..end);
        if is_sure {
            fault.change(end..end, ",");
        }
    }

    /// Reports a character used in place of a comma, and returns the new last token.
    fn odd_comma(&mut self, at: Range<usize>, close: u8, last: Last) -> Last {
        let next = self.text[self.pos..].trim_start();
        let is_doubled = next.starts_with(',');
        let separates = matches!(last, Last::Item(_)) && !is_doubled && !next.starts_with(char::from(close));
        let due = if separates { "," } else { "" };
        self.fault_with_value(&catalogue::JSON_SEPARATOR, at.clone()).arg("due", ",").change(at, due);
        if is_doubled { last } else { Last::Junk }
    }

    /// Skips and reports unexpected text up to the next separator. Returns true if it may have been meant as something.
    fn unexpected(&mut self) -> bool {
        let at = self.bare(|char| !char.is_whitespace() && !"[]{}\"".contains(char) && !is_like_comma(char));
        self.fault_with_value(&catalogue::JSON_UNEXPECTED_CHARACTER, at.clone());
        self.says_something(&at)
    }

    /// Skips an array or object with all its content, without parsing it.
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

/// Returns the range between the quotes of a string, whether they are straight or not. Either quote may be missing, and
/// a straight quote may be doubled.
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

/// Fixes `fault` by deleting the member at `index`, whose raw value equals that of the member at `kept`.
///
/// The comma on the side of the kept member is deleted as well, so that two deleted members never share a comma. There
/// is a fix only if exactly one comma separates the member from its neighbour on that side.
pub(crate) fn remove(text: &str, members: &[Member], index: usize, kept: usize, fault: &mut Fault) {
    let Member { key_at, value, .. } = &members[index];
    let (comma, member) = if kept < index {
        let before = members[index - 1].value.at.end;
        (before..key_at.start, before..value.at.end)
    } else {
        let after = members[index + 1].key_at.start;
        (value.at.end..after, key_at.start..after)
    };
    if text.get(comma).is_some_and(|between| between.trim() == ",") {
        fault.change(member, "");
    }
}

/// Returns the JSON literal for a word of another language, its kind, and whether that is a guess.
///
/// `True` is certainly `true`, and `undefined` is probably `null`. `NaN` has no equivalent: its original value is
/// unknown.
fn literal_like<'a>(word: &str) -> Option<(&'static str, Kind<'a>, bool)> {
    let is = |meant: &&str| word.eq_ignore_ascii_case(meant);
    if is(&"true") {
        Some(("true", Kind::Bool(true), false))
    } else if is(&"false") {
        Some(("false", Kind::Bool(false), false))
    } else {
        let is_undefined = is(&"undefined");
        (is_undefined || ["null", "none", "nil"].iter().any(is)).then_some(("null", Kind::Null, is_undefined))
    }
}

fn is_like_colon(char: char) -> bool {
    matches!(char, ':' | '：' | '=' | '>')
}

fn is_like_comma(char: char) -> bool {
    matches!(char, ',' | '，' | '、' | ';' | '；')
}

/// Returns true for characters that look like white space but are not JSON white space.
fn looks_blank(char: char) -> bool {
    (char.is_whitespace() && !matches!(char, ' ' | '\t' | '\r' | '\n')) || "\u{200b}\u{feff}".contains(char)
}

#[cfg(test)]
mod tests;
