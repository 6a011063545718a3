//! Fifth layer: parses JSON (RFC 8259) with error recovery, and keeps the range of every value.
//!
//! `serde_json` stops at the first fault and keeps no ranges. This parser names each fault and keeps the lexemes of
//! numbers. After a fault it resynchronises at the next separator of the same level, as compilers do. A value that
//! could not be read becomes [`Kind::Unreadable`], and later layers report nothing about it.
//!
//! The parser reads a text once. It looks ahead only where a string may have been meant to end elsewhere than at its
//! next quote. All lookahead is charged to [`Parser::patience`]. Once that is used up, the current string takes the
//! rest of the text. Parsing therefore takes time proportional to the length of the text, whatever the input.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::{Arg, EDITS, Fault, Faults, Location, in_order, splice};
use crate::spec::Authority;
use crate::text::excerpt::excerpt;
use cbt179_fast::json::Padded;

mod duplicates;
mod number;
mod pointer;
mod quotes;
mod stray;
mod string;
mod tree;
pub(crate) mod write;

pub(crate) use duplicates::{Kept, remove};
pub(crate) use number::{is_number, plain_decimal};
pub(crate) use pointer::{escaped, first_segment, holder, value_at};
use string::is_quote;
pub(crate) use string::{append_unescaped, closes, is_odd_quote, opened, unescape};
use tree::{ARRAY, FALSE, NULL, NUMBER, NUMBER_COPY, OBJECT, TRUE, Tape, UNREADABLE, WHOLE};
pub(crate) use tree::{Items, Kind, Member, Node, Object};

/// The maximum nesting depth of arrays and objects.
pub(crate) const MAX_DEPTH: usize = 64;

/// The maximum number of errors in a text that is read to its end, equal to the maximum number of edits in a fix.
const MAX_ERRORS: usize = EDITS;

/// A parsed JSON text.
pub(crate) struct Parsed<'a> {
    text: &'a str,
    /// The values, as [`tree`] writes them.
    tape: Vec<u8>,
    /// The unescaped strings and corrected numbers, one after another.
    copies: String,
    /// True if the text is valid JSON as written.
    pub is_json: bool,
    /// True if the brackets match; otherwise it is unknown which object a member belongs to.
    pub is_balanced: bool,
    /// The offset where reading stopped because of too many errors; otherwise the length of the text.
    pub end: usize,
}

/// Parses the JSON text that begins at `start`.
pub(crate) fn parse<'a>(text: &'a str, start: usize, faults: &mut Faults) -> Parsed<'a> {
    parse_by(Parser::new(text, start, faults)).0
}

/// Parses the text from the position of a parser on. Also returns the offset of a mistake after which the parser could
/// not find its place again, if there is one.
fn parse_by<'a>(mut parser: Parser<'a, '_>) -> (Parsed<'a>, Option<usize>) {
    let (text, start) = (parser.text, parser.pos);
    parser.skip_space();
    if parser.peek().is_none() {
        let at = start..text.len();
        // An error in an outer layer already explains an empty text.
        if !text.is_empty() || !parser.faults.has_error_in_part() {
            parser.fault(&catalogue::JSON_EMPTY, at);
        }
        return (Parsed::of(text, false), None);
    }
    parser.skip_text_before();
    parser.skip_to_value();
    parser.root();
    parser.skip_space();
    if parser.pos < text.len() {
        parser.trailing_text();
    }
    let Parser { is_strict: is_json, is_balanced, end, first, faults, lost_at, tape, .. } = parser;
    if !is_balanced {
        // A wrong bracket can put the same key into one object twice.
        faults.remove(first, &mut |fault| fault.code.is(&catalogue::JSON_DUPLICATE_KEY));
    }
    (Parsed { end, ..tape.parsed(text, is_json, is_balanced) }, lost_at)
}

/// Parses the value that begins at `start` of a JSON text, inside the brackets `open`. Returns `None` if it is malformed.
pub(crate) fn parse_value<'a>(text: &'a str, start: usize, open: Vec<u8>, faults: &mut Faults) -> Option<Parsed<'a>> {
    let mut parser = Parser { open, mode: Mode::StopAtFault, ..Parser::new(text, start, faults) };
    parser.value();
    let Parser { is_strict, pos, tape, .. } = parser;
    (is_strict && pos > start).then(|| tape.parsed(text, true, true))
}

/// Returns whether a text is JSON, nested at most 64 levels deep and without lone surrogates.
pub(crate) fn is_json(text: &str) -> bool {
    Padded::new(text.as_bytes()).is_value(0)
}

/// Returns the lookahead budget for a text, in bytes.
fn patience(text: &str) -> usize {
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
    let ((mut parsed, lost_at), is_certain) = likeliest(text, start, faults, first);
    let is_separator = |fault: &Fault| fault.code.is(&catalogue::JSON_SEPARATOR);
    // Where all separators were replaced, those in URLs and JSON in strings were, too.
    if faults.list()[first..].iter().any(is_separator)
        && ["：//", "：\\/", "\\\"："].iter().any(|sign| text.contains(sign))
    {
        faults.list()[first..].iter_mut().filter(|fault| is_separator(fault)).for_each(|fault| fault.is_guess = true);
    }
    if !is_certain {
        faults.drop_fixes(first);
        if let Some(at) = faults.keep_roots(first, lost_at) {
            // Later names and values were read by a guess.
            faults.context.lost.retain(|lost| lost.start < at);
            faults.context.lost.push(at..text.len());
            parsed.is_balanced = false;
        }
    }
    (parsed, is_certain)
}

/// Parses a JSON text in the way that leaves the fewest faults. Returns whether its fixes make it JSON.
fn likeliest<'a>(
    text: &'a str,
    start: usize,
    faults: &mut Faults,
    first: usize,
) -> ((Parsed<'a>, Option<usize>), bool) {
    let empty = faults.take(first);
    let parsed = parse_by(Parser::new(text, start, faults));
    if parsed.0.is_json || is_json_after_fixes(text, start, faults, first) {
        return (parsed, true);
    }
    // A quote may have lost its backslash where the text around it also fits after the end of the string.
    if text.contains("\\\"") {
        let most = faults.list().len();
        let before = faults.put(first, empty);
        let again = parse_by(Parser { mode: Mode::DoubtEnds, ..Parser::new(text, start, faults) });
        let is_certain = is_json_after_fixes(text, start, faults, first);
        if is_certain || faults.list().len() < most {
            return (again, is_certain);
        }
        faults.put(first, before);
    }
    (parsed, false)
}

/// Returns true if a malformed JSON text becomes valid once all fixes of its faults, from index `first` on, are applied.
fn is_json_after_fixes(text: &str, start: usize, faults: &mut Faults, first: usize) -> bool {
    let is_syntax =
        |fault: &&Fault| !fault.code.is(&catalogue::JSON_DUPLICATE_KEY) && fault.severity == Severity::Error;
    let has_no_fix = faults.context.has_no_fix;
    let changes: Vec<_> = faults.list()[first..].iter().filter(is_syntax).map(Fault::changes).collect();
    if has_no_fix || changes.iter().any(|changes| changes.is_empty()) {
        return false;
    }
    let fixed = splice(text.as_bytes(), 0, &in_order(&changes));
    Padded::from(fixed).is_value(start)
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

/// Faults with no sound member or element between them, so that the later ones may be consequences of the first.
#[derive(Default)]
struct Trouble {
    /// The number of faults so far.
    found: usize,
    /// The offset of the first.
    at: Option<usize>,
    /// The last that is about structure, not only about the notation of one token.
    code: Option<&'static Code>,
    /// True if a string was read whose end is a guess, so that it may contain other members.
    has_guessed_end: bool,
}

/// The way a text is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Recover,
    /// Stops after the first fault.
    StopAtFault,
    /// Recovers, but a string does not end within JSON that it holds, even if the text after its next quote fits.
    DoubtEnds,
}

struct Parser<'a, 'f> {
    text: &'a str,
    pos: usize,
    /// The brackets that are open.
    open: Vec<u8>,
    /// The values read so far.
    tape: Tape,
    /// See [`duplicates::report`].
    seed: Option<u64>,
    /// True while a strict parser would have come this far.
    is_strict: bool,
    /// True until a bracket is reported. One report is enough, as one wrong bracket makes the others wrong.
    is_balanced: bool,
    /// See [`Parsed::end`].
    end: usize,
    /// The remaining lookahead budget, in bytes.
    patience: usize,
    /// The number of faults before this parse.
    first: usize,
    mode: Mode,
    /// True if the text has a straight quote; `None` if that is not known yet.
    has_straight_quote: Option<bool>,
    /// True if all backslashes of the text seem to have been removed; `None` if that is not known yet.
    lost_backslashes: Option<bool>,
    /// True if one backslash of each escape seems to have been removed; `None` if that is not known yet.
    halved_escapes: Option<bool>,
    /// The faults since the last sound member or element.
    trouble: Trouble,
    /// The offset of a mistake after which the parser could not find its place again.
    lost_at: Option<usize>,
    faults: &'f mut Faults,
}

impl<'a, 'f> Parser<'a, 'f> {
    fn new(text: &'a str, pos: usize, faults: &'f mut Faults) -> Self {
        Self {
            text,
            pos,
            open: Vec::new(),
            tape: Tape::new(),
            seed: None,
            is_strict: true,
            is_balanced: true,
            end: text.len(),
            patience: patience(text),
            first: faults.list().len(),
            mode: Mode::Recover,
            has_straight_quote: None,
            lost_backslashes: None,
            halved_escapes: None,
            trouble: Trouble::default(),
            lost_at: None,
            faults,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    fn peek_char(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    fn fault(&mut self, code: &'static Code, at: Range<usize>) -> &mut Fault {
        self.is_strict = false;
        self.trouble.found += 1;
        let start = *self.trouble.at.get_or_insert(at.start);
        let may_have_fix =
            [&catalogue::JSON_MISSING_COMMA, &catalogue::JSON_INVALID_LITERAL, &catalogue::JSON_TRAILING_TEXT];
        if (code.fix.is_none() || may_have_fix.iter().any(|other| code.is(other)))
            && self.trouble.code.replace(code).is_some_and(|last| !last.is(code))
        {
            self.lost_at.get_or_insert(start);
        }
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

    /// Reports an extra character.
    fn extra(&mut self, at: Range<usize>) {
        self.fault_with_value(&catalogue::JSON_UNEXPECTED_CHARACTER, at);
    }

    /// Reports a bracket or quote without a partner, unless one was reported before.
    fn unbalanced(&mut self, code: &'static Code, at: Range<usize>) -> Option<&mut Fault> {
        self.is_strict = false;
        core::mem::take(&mut self.is_balanced).then(|| self.fault_with_value(code, at))
    }

    /// Reports the text after the root value.
    fn trailing_text(&mut self) {
        let rest = self.text[self.pos..].trim_end_matches(SPACE);
        let at = self.pos..self.pos + rest.len();
        if self.is_balanced && self.is_known_after(&at, self.tape.is_object()) {
            return;
        }
        let Some(fault) = self.unbalanced(&catalogue::JSON_TRAILING_TEXT, at.clone()) else {
            return;
        };
        // These characters end a statement, an item or a string in other languages.
        if rest.bytes().all(|byte| b";,\0".contains(&byte)) {
            fault.change(at, "");
        } else {
            // A member that seems missing may be in the trailing text.
            self.tape.root_is_not_whole();
        }
        self.is_balanced = !rest.contains(['}', ']']);
    }

    fn has_too_many_errors(&self) -> bool {
        self.trouble.found > MAX_ERRORS
    }

    /// Skips the rest of a text that has too many errors.
    fn give_up(&mut self) {
        // There is no rest, or no longer.
        if self.pos == self.text.len() {
            return;
        }
        let code = &catalogue::JSON_TOO_MANY_ERRORS;
        let location = Location::Json(self.pos..self.pos);
        self.faults.add_by(Authority::Library, code.severity, code, location).arg("max", MAX_ERRORS);
        self.lost_at.get_or_insert(self.pos);
        self.is_balanced = false;
        self.end = self.pos;
        self.pos = self.text.len();
    }

    /// Skips white space. Also skips, and reports, comments and characters that only look like white space.
    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                self.pos += 1;
                continue;
            }
            // Most tokens begin with one of these.
            if matches!(byte, b'"' | b'{' | b'[' | b']' | b'}' | b',' | b':' | b'0'..=b'9') {
                return;
            }
            let start = self.pos;
            let rest = &self.text[start..];
            let code = match byte {
                b'/' if rest.starts_with("//") => {
                    self.pos += rest.find('\n').unwrap_or(rest.len());
                    &catalogue::JSON_COMMENT
                }
                b'/' if rest.starts_with("/*") => {
                    self.pos += rest.find("*/").map_or(rest.len(), |end| end + 2);
                    &catalogue::JSON_COMMENT
                }
                b'<' | b'D' | b'F' | b'N' | b'P' | b'R' | b'S' | b'W' if self.skip_php_messages() => continue,
                b'!'..=b'~' => return,
                _ if rest.starts_with(looks_blank) => {
                    self.bare(looks_blank);
                    &catalogue::JSON_WHITE_SPACE
                }
                _ => return,
            };
            self.skipped(code, start..self.pos);
        }
    }

    /// Reports a comment or white space. Its fix leaves a space in place of a visible one, or between two letters or
    /// digits.
    fn skipped(&mut self, code: &'static Code, at: Range<usize>) {
        let text = &self.text[at.clone()];
        let separates = text.starts_with(char::is_whitespace)
            || self.text[..at.start].ends_with(char::is_alphanumeric)
                && self.text[at.end..].starts_with(char::is_alphanumeric);
        let is_attached = self.text[..at.start].ends_with(|char: char| char.is_alphanumeric() || "\"'.".contains(char));
        let fault = self.fault(code, at.clone()).change(at, if separates { " " } else { "" });
        if code.is(&catalogue::JSON_WHITE_SPACE) {
            fault.value(excerpt(text));
        }
        // A comment may be data that was commented out temporarily. Right after a value, `//` may be a part of it.
        fault.is_guess = text.contains('"') || text.starts_with('/') && is_attached;
    }

    /// Skips the text before the first object if the input does not begin with a value.
    fn skip_to_value(&mut self) {
        let rest = &self.text[self.pos..];
        let begins_value = |char: char| "{[-".contains(char) || is_quote(char) || char.is_ascii_digit();
        if !rest.starts_with(begins_value)
            && !["true", "false", "null"].iter().any(|literal| rest.starts_with(literal))
            && let Some(length) = rest.find('{')
        {
            self.pos += length;
            self.extra(self.pos - length..self.pos);
        }
    }

    /// Reads the root, whose opening brace may be missing.
    fn root(&mut self) {
        let start = self.pos;
        let member = self.text[start..].strip_prefix('"').and_then(|member| member.split_once('"'));
        if !member.is_some_and(|(_, rest)| rest.trim_start_matches(SPACE).starts_with(':')) {
            return self.value();
        }
        if let Some(fault) = self.unbalanced(&catalogue::JSON_MISSING_BRACE, start..start) {
            fault.value("{").change(start..start, "{");
        }
        self.nested(true, 0);
    }

    /// Reads the value that begins here.
    fn value(&mut self) {
        self.skip_backslash();
        let start = self.pos;
        match self.peek_char() {
            Some('{' | '[') if self.open.len() == MAX_DEPTH => {
                self.skip_nested();
                self.is_strict = false;
                let location = Location::Json(start..start + 1);
                self.faults
                    .add_by(Authority::Library, catalogue::JSON_TOO_DEEP.severity, &catalogue::JSON_TOO_DEEP, location)
                    .arg("max", MAX_DEPTH);
                self.put(UNREADABLE, start);
            }
            Some('{' | '[') if self.begins_with_escaped_quote(start) && self.closed_string(start) => {}
            Some(bracket @ ('{' | '[')) => self.nested(bracket == '{', 1),
            // The code that opened the enclosing bracket reports the unexpected end of the text.
            None => self.put(UNREADABLE, start),
            Some(',' | ']' | '}' | ':') => {
                self.fault(&catalogue::JSON_MISSING_VALUE, start..start);
                self.put(UNREADABLE, start);
            }
            Some(quote) if is_quote(quote) => {
                let text = self.string(quote, false);
                self.tape.put_string(self.text, &text, start..self.pos);
            }
            Some(char) => self.unquoted(char.is_ascii_digit() || "+-.０１２３４５６７８９".contains(char)),
        }
    }

    /// Adds the value that begins at `start` and ends here.
    fn put(&mut self, kind: u8, start: usize) {
        self.tape.put(kind, start..self.pos);
    }

    /// Reads a number, a literal, another word, or a string whose opening quote is missing.
    fn unquoted(&mut self, is_number: bool) {
        let at = self.bare(if is_number {
            |char| char.is_alphanumeric() || "+-.．".contains(char)
        } else {
            |char| is_bare(char) && !is_like_colon(char)
        });
        if !self.is_at_separator() && self.closed_string(at.start) {
            return;
        }
        if is_number {
            self.number_with_commas(at);
        } else {
            let kind = self.literal(at.clone());
            self.put(kind, at.start);
        }
    }

    /// Reads a string whose opening quote is missing, if it has a closing quote.
    fn closed_string(&mut self, start: usize) -> bool {
        let Some(end) = self.meant_end(start, None) else { return false };
        self.missing_quote(start);
        let (text, _) = self.content(start..end.start, '"', (start, None));
        self.pos = end.end;
        self.tape.put_string(self.text, &text, start..end.end);
        true
    }

    /// Returns true if the brackets at `start` are likely the content of a string, as in `{\"a\":1}`.
    fn begins_with_escaped_quote(&self, start: usize) -> bool {
        let inner = &self.text[start + 1..];
        inner.strip_prefix('{').unwrap_or(inner).starts_with("\\\"")
    }

    /// Returns true if a value can end here.
    fn is_at_separator(&self) -> bool {
        matches!(self.peek(), None | Some(b',' | b'}' | b']'))
    }

    /// Skips a backslash before the opening quote of a string.
    fn skip_backslash(&mut self) {
        if self.text.as_bytes()[self.pos..].starts_with(b"\\\"") {
            self.pos += 1;
            self.extra(self.pos - 1..self.pos);
        }
    }

    /// Reads `true`, `false`, `null`, or a word that means the same in another language. Returns the kind of its value.
    fn literal(&mut self, at: Range<usize>) -> u8 {
        let word = &self.text[at.clone()];
        let Some((_, due)) = LITERALS.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)) else {
            let begins_like_a_word = word.starts_with(|char: char| char.is_alphanumeric() || char == '_');
            let code = if begins_like_a_word {
                &catalogue::JSON_INVALID_LITERAL
            } else {
                &catalogue::JSON_UNEXPECTED_CHARACTER
            };
            self.fault_with_value(code, at);
            return UNREADABLE;
        };
        if word != *due {
            let is_guess = word.eq_ignore_ascii_case("undefined");
            self.fault_with_value(&catalogue::JSON_INVALID_LITERAL, at.clone()).change(at, *due).is_guess = is_guess;
        }
        match *due {
            "null" => NULL,
            "true" => TRUE,
            _ => FALSE,
        }
    }

    /// Reads a number, with the commas in it: in an object, digits after a comma are no key.
    fn number_with_commas(&mut self, at: Range<usize>) {
        while self.open.last() == Some(&b'{')
            && let Some(rest) = self.text[self.pos..].strip_prefix(',')
            && let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count()
            && digits > 0
            && rest[digits..].trim_start_matches(SPACE).starts_with([',', '}'])
        {
            self.pos += 1 + digits;
        }
        self.number(at.start..self.pos);
    }

    /// Reads a number. Corrects `+1` to `1`, `.5` to `0.5` and, as a guess, `5.` to `5`. Leading zeros get no fix: they
    /// may be part of an identifier.
    fn number(&mut self, at: Range<usize>) {
        let lexeme = &self.text[at.clone()];
        if is_number(lexeme) {
            return self.tape.put(NUMBER, at);
        }
        let unsigned = lexeme.strip_prefix('+').unwrap_or(lexeme);
        let number = unsigned.strip_suffix('.').unwrap_or(unsigned);
        let zero = if number.starts_with('.') { "0" } else { "" };
        let due = zero.to_owned() + number;
        let (start, end) = (at.end - unsigned.len(), at.end - unsigned.len() + number.len());
        let follows_a_word = self.text[..at.start].ends_with(char::is_alphanumeric);
        let fault = self.fault_with_value(&catalogue::JSON_INVALID_NUMBER, at.clone());
        if follows_a_word || !is_number(&due) {
            return self.tape.put(UNREADABLE, at);
        }
        if start > at.start || !zero.is_empty() {
            fault.change(at.start..start, zero);
        }
        if end < at.end {
            // The decimals may have been cut off.
            fault.change(end..at.end, "").is_guess = true;
        }
        self.tape.put_copy(NUMBER_COPY, &due, at);
    }

    /// Consumes one character and all following characters that satisfy `belongs`. Returns their range.
    fn bare(&mut self, belongs: fn(char) -> bool) -> Range<usize> {
        let start = self.pos;
        let mut chars = self.text[start..].chars();
        self.pos += chars.next().map_or(0, char::len_utf8);
        self.pos += chars.take_while(|&char| belongs(char)).map(char::len_utf8).sum::<usize>();
        start..self.pos
    }

    /// Reads the array or object that begins here.
    fn nested(&mut self, is_object: bool, width: usize) {
        let opened = self.pos..self.pos + width;
        let (open, close) = if is_object { (b'{', '}') } else { (b'[', ']') };
        self.open.push(open);
        self.pos += width;
        let nested = self.tape.open(opened.start);
        let mut elements = 0;
        let mut whole = true;
        let mut last = Last::Bracket;
        while self.is_strict || self.mode != Mode::StopAtFault {
            if self.has_too_many_errors() {
                self.give_up();
            }
            self.skip_space();
            let start = self.pos;
            let Some(char) = self.peek_char() else {
                whole = false;
                self.unbalanced(&catalogue::JSON_UNCLOSED, opened);
                break;
            };
            let is_after_item = matches!(last, Last::Item(_));
            match char {
                '}' | ']' => {
                    self.pos += 1;
                    // A wrong bracket closes the current level, whatever it was meant to close, so that all the text
                    // after it is read.
                    if char != close {
                        whole = false;
                        let open = self.text[opened.clone()].to_owned();
                        if let Some(fault) = self.unbalanced(&catalogue::JSON_BRACKET, start..self.pos) {
                            fault.arg("open", open).arg("position", Arg::Position(opened.start));
                        }
                    } else if let Last::Comma(commas) = last {
                        let are_commas =
                            !self.text[commas.clone()].contains(|char| char != ',' && !SPACE.contains(&char));
                        let fault = self.fault(&catalogue::JSON_TRAILING_COMMA, commas.start..commas.start + 1);
                        if are_commas {
                            fault.change(commas, "");
                        }
                    }
                    break;
                }
                _ if is_like_comma(char) => {
                    self.pos += char.len_utf8();
                    last = self.comma(start..self.pos, close, last);
                }
                // A member where none is possible: a bracket before it is missing or wrong.
                ':' if is_after_item => {
                    self.pos += 1;
                    self.unbalanced(&catalogue::JSON_UNEXPECTED_CHARACTER, start..self.pos);
                    self.skip_space();
                    if !self.is_at_separator() {
                        let mark = self.tape.mark();
                        self.value();
                        self.tape.reset(mark);
                    }
                    whole = false;
                    last = Last::Item(self.pos);
                }
                // A character that cannot begin an item does not indicate a missing comma.
                _ if is_like_colon(char)
                    || is_after_item && !"{[-".contains(char) && !is_quote(char) && !char.is_alphanumeric() =>
                {
                    self.unexpected();
                    last = Last::Junk;
                }
                // A stray quote between items.
                '"' if is_after_item && self.goes_on(&self.text[start + 1..]) => {
                    self.pos += 1;
                    self.extra(start..self.pos);
                }
                _ => {
                    if let Last::Item(end) = last {
                        self.missing_comma(end, is_object);
                    }
                    last = Last::Junk;
                    let found = self.trouble.found;
                    if !is_object {
                        let mark = self.faults.context.path.enter_index(elements);
                        elements += 1;
                        self.value();
                        self.faults.context.path.leave(mark);
                        last = Last::Item(self.pos);
                    } else if self.member(&mut whole) {
                        last = Last::Item(self.pos);
                    }
                    if self.trouble.found == found && matches!(last, Last::Item(_)) {
                        self.trouble = Trouble { found, ..Trouble::default() };
                    }
                    whole &= !core::mem::take(&mut self.trouble.has_guessed_end);
                }
            }
        }
        self.open.pop();
        let mut kind = ARRAY;
        if is_object {
            let members = self.tape.members(self.text, &nested);
            duplicates::report(self.text, members, &mut self.seed, self.faults);
            // A key with lost bytes may be the one that seems missing.
            let context = &self.faults.context;
            let is_lost = |member: Member| context.is_lost(&member.key_at);
            whole &= context.lost.is_empty() || !members.iter().any(is_lost);
            kind = if whole { WHOLE } else { OBJECT };
        }
        self.tape.close(&nested, kind, self.pos);
    }

    /// Reads `key: value`, or skips text that is not a key; returns whether it is one. If that text has letters or
    /// digits, the object is no longer `whole`.
    fn member(&mut self, whole: &mut bool) -> bool {
        let first = self.faults.list().len();
        self.skip_backslash();
        let start = self.pos;
        let key = match self.peek_char().unwrap_or_default() {
            quote if is_quote(quote) => self.string(quote, true),
            char if char.is_alphanumeric() || "_$".contains(char) => {
                let key = self.bare(|char| char.is_alphanumeric() || "_$-".contains(char));
                let rest = &self.text[key.end..];
                if rest.strip_prefix('"').is_some_and(|rest| rest.trim_start().starts_with(is_like_colon)) {
                    self.pos += 1;
                    self.missing_quote(start);
                } else if self.is_key(rest.trim_start()) {
                    // A stray word before the key.
                    self.extra(key);
                    return false;
                } else {
                    // Two separate edits, so that the name itself can be changed as well.
                    let fault = self.fault_with_value(&catalogue::JSON_UNQUOTED_KEY, key.clone());
                    fault.change(key.start..key.start, "\"").change(key.end..key.end, "\"");
                }
                Cow::Borrowed(&self.text[key])
            }
            _ => {
                let skipped = self.unexpected();
                *whole &= !self.text[skipped].contains(char::is_alphanumeric);
                return false;
            }
        };
        let key_at = start..self.pos;
        let mark = self.faults.context.path.enter(&key);
        self.faults.move_here(first);
        // No name contains a line break.
        let is_control = |fault: &&mut Fault| fault.code.is(&catalogue::JSON_CONTROL_CHARACTER);
        self.faults.list()[first..].iter_mut().filter(is_control).for_each(|fault| fault.is_guess = true);
        self.skip_space();
        if self.peek_char().is_some_and(is_like_colon) {
            let separator = self.bare(is_like_colon);
            if &self.text[separator.clone()] != ":" {
                self.wrong_separator(separator, ":", ":");
            }
            self.skip_space();
        } else if !self.is_at_separator() {
            self.fault(&catalogue::JSON_MISSING_COLON, key_at.end..key_at.end).value(excerpt(&key));
        }
        self.tape.put_string(self.text, &key, key_at);
        self.value();
        self.faults.context.path.leave(mark);
        true
    }

    /// Reports a missing comma between the item that ends at `end` and the one that begins here.
    fn missing_comma(&mut self, end: usize, is_object: bool) {
        let (before, between, next) = (&self.text[..end], &self.text[end..self.pos], &self.text[self.pos..]);
        // A quote on the same line may be an unescaped quote within a string.
        let is_sure = if is_object {
            self.is_key(next) && (!before.ends_with('"') || between.contains('\n'))
        } else {
            before.ends_with('}') && next.starts_with('{')
        };
        let fault = self.fault(&catalogue::JSON_MISSING_COMMA, end..end);
        if is_sure {
            fault.change(end..end, ",");
        }
    }

    /// Reports a comma that is wrong after the last token, and returns the new last token.
    fn comma(&mut self, at: Range<usize>, close: char, last: Last) -> Last {
        let is_comma = &self.text[at.clone()] == ",";
        match last {
            Last::Item(_) | Last::Junk if is_comma => Last::Comma(at),
            _ if is_comma => {
                let fault = self.fault(&catalogue::JSON_EXTRA_COMMA, at.clone()).change(at.clone(), "");
                // In an array, an element may be missing between the two commas.
                fault.is_guess |= close == ']';
                if let Last::Comma(commas) = last { Last::Comma(commas.start..at.end) } else { last }
            }
            _ => {
                let next = self.text[at.end..].trim_start();
                let is_doubled = next.starts_with(',');
                let separates = matches!(last, Last::Item(_)) && !is_doubled && !next.starts_with(close);
                self.wrong_separator(at, ",", if separates { "," } else { "" });
                if is_doubled { last } else { Last::Junk }
            }
        }
    }

    /// Reports a character used in place of the separator `meant`.
    fn wrong_separator(&mut self, at: Range<usize>, meant: &'static str, due: &'static str) {
        self.fault_with_value(&catalogue::JSON_SEPARATOR, at.clone()).arg("due", meant).change(at, due);
    }

    /// Skips and reports unexpected text up to the next separator. Returns its range.
    fn unexpected(&mut self) -> Range<usize> {
        let at = self.bare(is_bare);
        self.extra(at.clone());
        at
    }

    /// Skips an array or object with all its content, without parsing it.
    fn skip_nested(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.pos += 1;
            match byte {
                b'[' | b'{' => depth += 1,
                b']' | b'}' => depth -= 1,
                b'"' => self.pos = self.next_quote(self.pos, '"').map_or(self.text.len(), |quote| quote.end),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }
}

/// Returns the range between the quotes of a string, whether they are straight or not. Either quote may be missing, and
/// a straight quote may be doubled.
pub(crate) fn between_quotes(text: &str, at: Range<usize>) -> Range<usize> {
    let string = &text[at.clone()];
    let inside = string.strip_prefix("\"\"").filter(|rest| rest.len() > 1).or(string.strip_prefix(is_quote));
    let start = at.end - inside.unwrap_or(string).len();
    let inside = &text[start..at.end];
    let is_content = |inside: &&str| !inside.ends_with('\\');
    let end = inside.strip_suffix("\"\"").filter(is_content).or(inside.strip_suffix(is_quote));
    start..start + end.unwrap_or(inside).len()
}

/// Words for the literals of JSON, in any case. `undefined` is only probably `null`, and `NaN` has no equivalent: its
/// original value is unknown.
const LITERALS: [(&str, &str); 6] =
    [("true", "true"), ("false", "false"), ("null", "null"), ("none", "null"), ("nil", "null"), ("undefined", "null")];

/// JSON white space.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

fn is_like_colon(char: char) -> bool {
    matches!(char, ':' | '：' | '=' | '>')
}

fn is_like_comma(char: char) -> bool {
    matches!(char, ',' | '，' | '、' | ';' | '；')
}

/// Returns true for characters that look like white space but are not JSON white space.
fn looks_blank(char: char) -> bool {
    (char.is_whitespace() && !SPACE.contains(&char)) || "\u{200b}\u{feff}".contains(char)
}

/// Returns true for characters within an unquoted word.
fn is_bare(char: char) -> bool {
    match char {
        '[' | ']' | '{' | '}' | '"' => false,
        '!'..='~' => !is_like_comma(char),
        _ => !char.is_whitespace() && !is_like_comma(char),
    }
}

#[cfg(test)]
mod tests;
