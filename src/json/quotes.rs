//! Finds the intended end of a string whose quotes are missing, unescaped, extra or of the wrong kind.
//!
//! One wrong quote turns the rest of a text inside out. So the text after a quote decides whether the quote ends the
//! string. If that text does not fit, the string ends at the first offset on its line after which the text does fit.
//! For example:
//!
//! - `{"a":"x,"b":1}` lacks the quote after `x`: a comma and a key follow `x`.
//! - `{"a":"say "x", y"}` has two unescaped quotes: no member can continue after either of them.
//!
//! The end of a string is the range of its closing quote, which is empty if that quote is missing.

use cbt179_fast::json::Padded;
use cbt179_fast::scan::ByteSet;
use cbt179_fast::strings::plain_length;

use alloc::vec::Vec;
use core::ops::Range;

use super::string::{closes, is_odd_quote, is_quote};
use super::{Mode, Parser, is_like_colon, is_like_comma, looks_blank, unescape};
use crate::diagnostics::Change;
use crate::spec;

impl<'a> Parser<'a, '_> {
    /// Charges the given number of bytes of lookahead.
    fn charge(&mut self, bytes: usize) {
        self.patience = self.patience.saturating_sub(bytes);
    }

    /// Finds the end of the string whose content begins at `start` after `quote`, and whether that end is a guess. The
    /// end is `None` if nothing ends the string. The content before `read` has no such quote.
    pub(super) fn end_of_string(
        &mut self,
        start: usize,
        read: usize,
        quote: char,
        is_key: bool,
    ) -> (Option<Range<usize>>, bool) {
        let next = self.next_quote(read, quote);
        if let Some(end) = &next
            && self.is_end(start, end, quote, is_key)
        {
            return (next, false);
        }
        // The content will be read again, possibly with a different end.
        self.charge(next.as_ref().map_or(self.text.len(), |end| end.end) - start);
        let meant = if is_key { self.meant_end_of_key(start) } else { self.meant_end(start, Some(quote)) };
        (meant.or(next).filter(|_| self.patience > 0), true)
    }

    /// Returns true if the quote at `end` ends the string that begins at `start`.
    fn is_end(&mut self, start: usize, end: &Range<usize>, quote: char, is_key: bool) -> bool {
        let rest = &self.text[end.end..];
        if is_key {
            self.is_colon(rest)
        } else if self.text.as_bytes()[start..end.start].contains(&b'\n')
            || self.mode == Mode::DoubtEnds && is_within_json(&self.text[start..end.start])
        {
            false
        } else if quote == '"' {
            self.fits_after(rest) || self.end_of_name(start) == end.start && self.is_colon(rest)
        } else {
            let next = self.after_blanks(rest);
            next.is_empty() || next.starts_with([',', '}', ']', '，']) || self.is_key(next)
        }
    }

    /// Finds the intended end of a key, if a colon follows its name: after one or two quotes, an escaped quote, or
    /// none.
    fn meant_end_of_key(&mut self, start: usize) -> Option<Range<usize>> {
        let at = self.end_of_name(start);
        let rest = &self.text[at..];
        let is_escaped = rest.starts_with("\\\"");
        let quotes = rest.chars().take(2).take_while(|&char| is_escaped || is_quote(char));
        let after = at + quotes.map(char::len_utf8).sum::<usize>();
        (at > start && self.is_colon(&self.text[after..])).then_some(at..after)
    }

    /// Returns true if `rest` begins with a colon, or a character used in its place.
    fn is_colon(&mut self, rest: &'a str) -> bool {
        self.after_blanks(rest).starts_with(is_like_colon)
    }

    /// Strips the leading blanks.
    fn after_blanks(&mut self, rest: &'a str) -> &'a str {
        /// ASCII blanks are found by the block, as there may be many; few others follow them.
        const NOT_BLANK: ByteSet = ByteSet::of(b" \t\r\n").not();
        if rest.as_bytes().first().is_none_or(u8::is_ascii_graphic) {
            return rest;
        }
        let blanks = NOT_BLANK.find(rest.as_bytes()).unwrap_or(rest.len());
        let next = rest[blanks..].trim_start();
        self.charge(rest.len() - next.len());
        next
    }

    /// Returns true if the opening quote that ends at `start` is doubled.
    pub(super) fn is_opened_twice(&mut self, start: usize, is_key: bool) -> bool {
        let Some(rest) = self.text[start..].strip_prefix('"') else {
            return false;
        };
        if is_key {
            let at = self.end_of_name(start + 1);
            return at > start + 1 && self.text[at..].strip_prefix('"').is_some_and(|rest| self.is_colon(rest));
        }
        if self.fits_after(rest) {
            return false;
        }
        // The next quote must be on the same line with no other between, so that every quote but one has a partner.
        let next = self.next_quote(start + 1, '"');
        self.charge(next.as_ref().map_or(self.text.len(), |end| end.end) - start);
        next.is_some_and(|end| !self.text[start..end.start].contains('\n') && self.goes_on(&self.text[end.end..]))
    }

    /// Returns the end of the name that begins here.
    fn end_of_name(&self, start: usize) -> usize {
        const LONGEST: usize = 200;
        let name = self.text[start..].bytes().take(LONGEST);
        start + name.take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
    }

    /// Finds the next quote that closes a string opened by `quote`.
    pub(super) fn next_quote(&self, start: usize, quote: char) -> Option<Range<usize>> {
        let mut at = start;
        if quote == '"' {
            loop {
                at += plain_length(self.text.as_bytes().get(at..)?);
                match *self.text.as_bytes().get(at)? {
                    b'"' => return Some(at..at + 1),
                    b'\\' => at += 2,
                    _ => at += 1,
                }
            }
        }
        let mut chars = self.text[start..].char_indices();
        while let Some((offset, char)) = chars.next() {
            if closes(quote, char) {
                return Some(start + offset..start + offset + char.len_utf8());
            }
            if char == '\\' {
                chars.next();
            }
        }
        None
    }

    /// Returns true if `rest` may follow a value: it belongs there, or it is a mistake other than a quote.
    fn fits_after(&mut self, rest: &'a str) -> bool {
        /// More stray characters than this are not a typo.
        const STRAY: usize = 3;
        const WORD: usize = 30;
        let next = self.after_blanks(rest);
        let is_in_object = self.open.last() == Some(&b'{');
        match next.chars().next() {
            None | Some('}' | ']') => return true,
            Some('/') => return next.starts_with("//") || next.starts_with("/*"),
            Some(',') => {
                let item = self.after_blanks(&next[1..]);
                if !is_in_object || !item.starts_with(char::is_alphanumeric) {
                    return true;
                }
                let name = &self.text[self.end_of_name(self.text.len() - item.len())..];
                return self.is_colon(name.trim_start_matches('"')) || self.is_key(name);
            }
            Some(char) if is_like_comma(char) || looks_blank(char) => return true,
            Some('"' | '{' | '[') if !is_in_object && next.len() < rest.len() => return true,
            // A key whose opening brace is missing.
            Some(':') if !is_in_object => return true,
            Some(_) => {}
        }
        if self.patience == 0 {
            return true;
        }
        // The next member with a missing comma before it, or stray text in between.
        let mut stray = next;
        for _ in 0..=STRAY {
            if self.goes_on(stray) || is_in_object && self.is_key(stray) {
                return true;
            }
            match stray.chars().next() {
                Some(char) if !char.is_alphanumeric() && char != '"' => stray = &stray[char.len_utf8()..],
                _ => break,
            }
        }
        let word = next.char_indices().take(WORD).find(|&(_, char)| "\",]}{[".contains(char));
        word.is_some_and(|(length, char)| ",]}".contains(char) && self.goes_on(&next[length..]))
    }

    /// Finds the first offset on the line where a value may have been meant to end; `quote` opened it, or no quote did.
    ///
    /// The text must continue there, after a quote of any kind or where a quote is missing. A value that begins with
    /// JSON extends to the end of that JSON.
    pub(super) fn meant_end(&mut self, start: usize, quote: Option<char>) -> Option<Range<usize>> {
        let mut other = None;
        let Some(end) = self.first_end(start, quote, &mut other) else { return other };
        // JSON that was cut off is closed by the brackets of the members after it.
        if let Some(other) = other.filter(|other| other.end < end.start && self.is_before_field(other.end)) {
            let (content, _) = unescape(self.text.as_bytes(), start..end.start);
            self.charge(content.len());
            let is_sound = [self.text.as_bytes().get(start..end.start), Some(&*content)]
                .into_iter()
                .flatten()
                .any(|content| core::str::from_utf8(content).is_ok_and(is_around_json));
            return Some(if is_sound { end } else { other });
        }
        Some(end)
    }

    /// Returns true if a field of the interface follows a comma here.
    fn is_before_field(&self, at: usize) -> bool {
        let name = self.text[at..].trim_start_matches(['}', ']', ',', ' ']).strip_prefix('"');
        name.and_then(|name| name.split('"').next()).is_some_and(spec::has_name)
    }

    /// Finds an end for [`Self::meant_end`], and on the first line another that would be within JSON.
    fn first_end(
        &mut self,
        start: usize,
        quote: Option<char>,
        other: &mut Option<Range<usize>>,
    ) -> Option<Range<usize>> {
        let text = self.text;
        let holds_json = self.after_blanks(&text[start..]).starts_with(['{', '[']);
        let is_in_object = self.open.last() == Some(&b'{');
        let missing = |at: usize| {
            let at = start + text[start..at].trim_end_matches([' ', '\t']).len();
            Some(at..at)
        };
        let (mut depth, mut is_escaped, mut inner) = (0_usize, false, 0_usize);
        let mut is_first_line = true;
        for (offset, char) in text[start..].char_indices() {
            self.charge(1);
            if self.patience == 0 {
                return None;
            }
            let (at, after) = (start + offset, start + offset + char.len_utf8());
            let (here, rest) = (&text[at..], &text[after..]);
            let is_over = depth == 0;
            match char {
                // Authors who escape the inner quotes sometimes escape the closing quote too.
                '"' if is_escaped && quote.is_some() && is_over && self.goes_on(rest) => return Some(at - 1..after),
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '\n' | '\r' => {
                    if other.is_none() && is_first_line && quote.is_some() && self.goes_on(here) {
                        *other = missing(at);
                    }
                    if is_over || quote.is_none() {
                        return None;
                    }
                    is_first_line = false;
                }
                '{' | '[' if holds_json || depth > 0 || quote.is_some() && begins_json(rest) => depth += 1,
                '}' | ']' if depth > 0 => depth -= 1,
                '{' | '[' | '}' | ']' | ',' if quote.is_none() && is_over => return None,
                '}' | ']' if self.goes_on(here) => return missing(at),
                ',' if is_in_object && is_over && self.goes_on(here) => return missing(at),
                '"' if is_over && self.goes_on(rest) => return Some(at..after),
                // If an inner quote is open, the first of two quotes closes it.
                '"' if is_over
                    && inner.is_multiple_of(2)
                    && rest.strip_prefix('"').is_some_and(|rest| self.goes_on(rest)) =>
                {
                    return Some(at..after + 1);
                }
                '"' if quote.is_none() && !holds_json => return None,
                '"' => {
                    inner += 1;
                    let is_unsure = other.as_ref().is_none_or(|other| !self.is_before_field(other.end));
                    if is_unsure && is_first_line && quote.is_some() && self.goes_on(rest) {
                        *other = Some(at..after);
                    }
                }
                char if is_odd_quote(char) && quote.is_some() && is_over && self.goes_on(rest) => {
                    // The closing quote may be doubled.
                    let before = text[start..at].strip_suffix(char).map_or(at - start, str::len);
                    return Some(start + before..after);
                }
                _ => {}
            }
        }
        None
    }

    /// Returns the further edits that the escapes of the bare quotes in a string's content need, and whether they are a
    /// guess. Returns `None` if it is unknown what the sender meant.
    ///
    /// All bare quotes must be in JSON that the string holds. Then the string can end nowhere else, as the brackets of
    /// that JSON would have no partners.
    pub(super) fn escapes(&mut self, at: &Range<usize>, content: &str) -> Option<(Vec<Change>, bool)> {
        let raw = &self.text[at.clone()];
        self.charge(raw.len());
        if self.mode == Mode::StopAtFault || self.has_lost_backslashes() {
            return None;
        }
        let has_backslashes = raw.contains('\\');
        if is_around_json(raw) {
            // JSON that was put between quotes as it is also needs its escapes escaped.
            let is_guess = has_backslashes || self.has_halved_escapes();
            return Some((escaped_escapes(raw, at.start), is_guess));
        }
        has_backslashes.then_some(())?;
        is_around_json(content).then_some((Vec::new(), true))
    }

    /// Returns true if one backslash of each escape seems to have been removed, as by PHP's `stripslashes`. Then `\\n`
    /// is now `\n`, and no quote or backslash is escaped.
    fn has_halved_escapes(&mut self) -> bool {
        let text = self.text;
        *self
            .halved_escapes
            .get_or_insert_with(|| text.contains('\\') && !text.contains("\\\"") && !text.contains("\\\\"))
    }

    /// Returns true if all backslashes seem to have been removed from the text, as by PHP's `stripslashes`: `\u4e2d`
    /// became `u4e2d`, and a line break `n`.
    fn has_lost_backslashes(&mut self) -> bool {
        let text = self.text;
        *self.lost_backslashes.get_or_insert_with(|| {
            let is_unit = |at: usize| {
                let digits = text.as_bytes().get(at + 1..at + 5).unwrap_or_default();
                // Chinese characters and punctuation.
                digits.first().is_some_and(|first| b"345678ef".contains(first))
                    && digits.iter().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte))
            };
            let mut units = text.match_indices('u').map(|(at, _)| at);
            units.any(|at| !text[..at].ends_with('\\') && is_unit(at))
                || [">n<", ">rn<"].iter().any(|sign| text.contains(sign))
        })
    }

    /// Returns true if `rest`, up to its next comma, fits after a value inside the open brackets.
    ///
    /// After the `1` of `[{"a":1}, {"b":2}]`, the text `}, {"b":2}]` fits, and `], {"b":2}]` does not.
    pub(super) fn goes_on(&mut self, rest: &'a str) -> bool {
        self.charge(1);
        let mut rest = self.after_blanks(rest);
        let mut depth = self.open.len();
        let next = loop {
            let opened = match rest.as_bytes().first() {
                Some(b'}') => b'{',
                Some(b']') => b'[',
                next => break next,
            };
            if depth == 0 || self.open[depth - 1] != opened {
                return false;
            }
            depth -= 1;
            rest = self.after_blanks(&rest[1..]);
        };
        let fits = match next {
            Some(b',') if depth > 0 => (self.open[depth - 1] == b'{') == self.is_key(&rest[1..]),
            _ => next.is_none() && depth == 0,
        };
        fits && self.patience > 0
    }

    /// Returns true if `rest` begins with a string followed by a colon.
    pub(super) fn is_key(&mut self, rest: &'a str) -> bool {
        let key = self.after_blanks(rest);
        let Some(quote) = key.chars().next().filter(|&char| is_quote(char)) else {
            return false;
        };
        let start = self.text.len() - key.len() + quote.len_utf8();
        let end = self.next_quote(start, quote);
        self.charge(end.as_ref().map_or(self.text.len(), |end| end.end) - start);
        end.is_some_and(|end| self.after_blanks(&self.text[end.end..]).starts_with([':', '：']))
    }
}

/// Returns the edits that escape the backslashes in a text at `start`, and the quotes after them.
fn escaped_escapes(raw: &str, start: usize) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut after = 0;
    while let Some(length) = raw[after..].find('\\') {
        let at = start + after + length;
        let escaped = raw.as_bytes().get(after + length + 1);
        changes.push(Change::new(at..at, if escaped == Some(&b'"') { "\\\\" } else { "\\" }));
        after += length + 1;
        if escaped == Some(&b'\\') {
            changes.push(Change::new(at + 1..at + 1, "\\"));
            after += 1;
        }
    }
    changes
}

/// Returns true if a text consists of JSON arrays and objects, at least one, and text without opening brackets or
/// quotes.
fn is_around_json(text: &str) -> bool {
    const OPENING: ByteSet = ByteSet::of(b"{[\"");
    let find = |from: usize| Some(from + OPENING.find(&text.as_bytes()[from..])?);
    let Some(mut at) = find(0) else { return false };
    let padded = Padded::new(text.as_bytes());
    loop {
        let value = if text[at..].starts_with('"') { None } else { padded.value_end(at) };
        let Some(end) = value else { return false };
        let Some(next) = find(end) else { return true };
        at = next;
    }
}

/// Returns true if an array or object may begin before `rest`, whether its quotes are escaped or not.
fn begins_json(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.strip_prefix('\\').unwrap_or(rest).starts_with('"') || rest.starts_with(['{', '['])
}

/// Returns true if the content of a string has escaped quotes, and ends within an array or object.
fn is_within_json(content: &str) -> bool {
    let depth = content.bytes().fold(0_usize, |depth, byte| match byte {
        b'{' | b'[' => depth + 1,
        b'}' | b']' => depth.saturating_sub(1),
        _ => depth,
    });
    depth > 0 && content.contains("\\\"")
}
