//! Finds the intended end of a string whose quotes are missing, unescaped, extra or of the wrong kind.
//!
//! One wrong quote turns the rest of a text inside out. So the text after a quote decides whether the quote ends the
//! string. If that text does not fit, the string ends at the first offset on its line after which the text does fit.
//! For example:
//!
//! - `{"a":"x,"b":1}` lacks the quote after `x`: a comma and a key follow `x`.
//! - `{"a":"say "x", y"}` has two unescaped quotes: no member can continue after either of them.

use std::ops::Range;

use super::string::{closing_quote, is_odd_quote, plain_length};
use super::{Parser, is_like_colon, is_like_comma, looks_blank};

/// The end of a string's content, and the end of its closing quote. Both are the same if there is no closing quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub at: usize,
    pub after: usize,
}

impl<'a> Parser<'a, '_> {
    /// Charges the given number of bytes of lookahead, and returns true if the patience is used up.
    pub(super) fn charge(&mut self, bytes: usize) -> bool {
        self.patience = self.patience.saturating_sub(bytes + 1);
        self.patience == 0
    }

    /// Finds the end of the string whose content begins at `start` after `quote`, and whether that end is a guess. The
    /// end is `None` if nothing ends the string.
    pub(super) fn end_of_string(&mut self, start: usize, quote: char, is_key: bool) -> (Option<End>, bool) {
        let next = self.next_quote(start, quote);
        if self.charge(next.map_or(self.text.len(), |end| end.at) - start) {
            return (None, true);
        }
        let is_end = next.is_some_and(|end| {
            if is_key {
                self.is_colon_at(end.after)
            } else {
                let is_on_line = !self.text[start..end.at].contains(['\n', '\r']);
                is_on_line && if quote == '"' { self.fits_after(end.after) } else { self.ends_item(end.after) }
            }
        });
        if is_end {
            return (next, false);
        }
        let meant = if is_key { self.meant_end_of_key(start) } else { self.meant_end(start, Some(quote)) };
        (meant.or(next.filter(|_| self.patience > 0)), true)
    }

    /// Finds the intended end of a key, if a colon follows its name: after one or two quotes, an escaped quote, or
    /// none.
    fn meant_end_of_key(&mut self, start: usize) -> Option<End> {
        let at = self.end_of_name(start);
        let is_quote = |&char: &char| char == '"' || is_odd_quote(char);
        let is_escaped = self.text[at..].starts_with("\\\"");
        let quotes = self.text[at..].chars().take(2).take_while(|char| is_escaped || is_quote(char));
        let after = at + quotes.map(char::len_utf8).sum::<usize>();
        (at > start && self.is_colon_at(after)).then_some(End { at, after })
    }

    /// Returns true if a colon, or a character used in its place, follows here.
    pub(super) fn is_colon_at(&mut self, at: usize) -> bool {
        self.after_blanks(at).starts_with(is_like_colon)
    }

    /// Returns the text after the blanks that begin here, however many there are: a valid text may have any number.
    fn after_blanks(&mut self, at: usize) -> &'a str {
        let rest = &self.text[at..];
        let next = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        if rest.len() - next.len() > MOST_BLANKS {
            self.charge(rest.len() - next.len());
        }
        without_blanks(next)
    }

    /// Returns true if the opening quote that ends at `start` is doubled.
    pub(super) fn is_opened_twice(&mut self, start: usize, is_key: bool) -> bool {
        if !self.text[start..].starts_with('"') {
            return false;
        }
        if is_key {
            let at = self.end_of_name(start + 1);
            return at > start + 1 && self.text[at..].starts_with('"') && self.is_colon_at(at + 1);
        }
        if self.fits_after(start + 1) {
            return false;
        }
        let next = self.next_quote(start + 1, '"');
        let is_last = self.charge(next.map_or(self.text.len(), |end| end.at) - start);
        // The next quote must be on the same line with no other between, so that every quote but one has a partner.
        let is_on_line = |end: &End| !self.text[start..end.at].contains('\n');
        !is_last && next.filter(is_on_line).is_some_and(|end| self.goes_on(end.after))
    }

    /// Returns true if an empty string is really one, and not a doubled quote.
    pub(super) fn is_closed_at_once(&mut self, after: usize) -> bool {
        matches!(self.after_blanks(after).bytes().next(), Some(b',' | b'}' | b']' | b':'))
    }

    /// Returns true if a string, with its closing quote, is a name followed by a colon.
    pub(super) fn is_name(&mut self, string: Range<usize>) -> bool {
        self.end_of_name(string.start) + 1 == string.end && self.is_colon_at(string.end)
    }

    /// Returns true if an item may end here: at a comma or bracket, or where the next key begins.
    fn ends_item(&self, at: usize) -> bool {
        let next = without_blanks(&self.text[at..]);
        next.is_empty() || next.starts_with([',', '}', ']', '，']) || begins_with_key(next)
    }

    /// Returns true if the text here, up to its next comma, fits after a value; see [`goes_on`].
    pub(super) fn goes_on(&mut self, at: usize) -> bool {
        let (fits, bytes) = goes_on(&self.text[at..], &self.open);
        !self.charge(bytes) && fits
    }

    /// Returns the end of the name that begins here.
    fn end_of_name(&self, start: usize) -> usize {
        let is_other = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'_';
        let name = &self.text.as_bytes()[start..];
        let name = &name[..name.len().min(LONGEST_KEY)];
        start + name.iter().position(is_other).unwrap_or(name.len())
    }

    /// Finds the next quote that closes a string opened by `quote`.
    fn next_quote(&self, start: usize, quote: char) -> Option<End> {
        if quote == '"' {
            let bytes = self.text.as_bytes();
            let mut at = start;
            loop {
                at += plain_length(bytes.get(at..)?);
                match *bytes.get(at)? {
                    b'"' => return Some(End { at, after: at + 1 }),
                    b'\\' => at += 2,
                    _ => at += 1,
                }
            }
        }
        let (offset, char) = closing_quote(self.text[start..].char_indices(), quote)?;
        Some(End { at: start + offset, after: start + offset + char.len_utf8() })
    }

    /// Returns true if the text here may follow a value: it belongs there, or it is a mistake other than a quote.
    pub(super) fn fits_after(&mut self, at: usize) -> bool {
        /// More stray characters than this are not a typo.
        const STRAY: usize = 3;
        const WORD: usize = 30;
        let text = self.text;
        let rest = &text[at..];
        let next = self.after_blanks(at);
        let is_in_object = self.open.last() == Some(&b'{');
        match next.chars().next() {
            None | Some('}' | ']') => return true,
            Some('/') => return next.starts_with("//") || next.starts_with("/*"),
            Some(',') => {
                let item = without_blanks(&next[1..]);
                if !is_in_object || !item.starts_with(char::is_alphanumeric) {
                    return true;
                }
                let name = &text[self.end_of_name(text.len() - item.len())..];
                let is_key = without_blanks(name.trim_start_matches('"')).starts_with(is_like_colon);
                return is_key || begins_with_key(without_blanks(name));
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
        let next_at = text.len() - next.len();
        let mut goes_on_at =
            |at: usize| self.goes_on(at) || is_in_object && begins_with_key(without_blanks(&text[at..]));
        if goes_on_at(next_at) {
            return true;
        }
        let is_stray = |char: &char| !char.is_alphanumeric() && *char != '"';
        let mut stray_at = next_at;
        for stray in next.chars().take(STRAY).take_while(is_stray) {
            stray_at += stray.len_utf8();
            if goes_on_at(stray_at) {
                return true;
            }
        }
        let word = next.char_indices().take(WORD).find(|&(_, char)| "\",]}{[".contains(char));
        word.is_some_and(|(length, char)| ",]}".contains(char) && self.goes_on(next_at + length))
    }

    /// Finds the first offset on the line where a value may have been meant to end; `quote` opened it, or no quote did.
    ///
    /// The text must continue there, after a quote of any kind or where a quote is missing. A value that begins with
    /// JSON extends to the end of that JSON.
    pub(super) fn meant_end(&mut self, start: usize, quote: Option<char>) -> Option<End> {
        let text = self.text;
        let holds_json = without_blanks(&text[start..]).starts_with(['{', '[']);
        let is_in_object = self.open.last() == Some(&b'{');
        let missing = |at: usize| {
            let at = start + text[start..at].trim_end_matches([' ', '\t']).len();
            End { at, after: at }
        };
        let (mut depth, mut is_escaped, mut inner) = (0_usize, false, 0_usize);
        for (offset, char) in text[start..].char_indices() {
            if self.charge(0) {
                return None;
            }
            let (at, after) = (start + offset, start + offset + char.len_utf8());
            let is_over = depth == 0 || !holds_json;
            match char {
                // Authors who escape the inner quotes sometimes escape the closing quote too.
                '"' if is_escaped && quote.is_some() && is_over && self.goes_on(after) => {
                    return Some(End { at: at - 1, after });
                }
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '\n' | '\r' => return Some(missing(at)).filter(|_| quote.is_some() && is_over && self.goes_on(at)),
                '{' | '[' if holds_json => depth += 1,
                '}' | ']' if holds_json && depth > 0 => depth -= 1,
                '{' | '[' | '}' | ']' | ',' if quote.is_none() && is_over => return None,
                '}' | ']' if self.goes_on(at) => return Some(missing(at)),
                ',' if is_in_object && is_over && self.goes_on(at) => return Some(missing(at)),
                '"' if is_over && self.goes_on(after) => return Some(End { at, after }),
                // If an inner quote is open, the first of two quotes closes it.
                '"' if is_over
                    && inner.is_multiple_of(2)
                    && text[after..].starts_with('"')
                    && self.goes_on(after + 1) =>
                {
                    return Some(End { at, after: after + 1 });
                }
                '"' if quote.is_none() && !holds_json => return None,
                '"' => inner += 1,
                char if is_odd_quote(char) && quote.is_some() && is_over && self.goes_on(after) => {
                    // The closing quote may be doubled.
                    let before = text[start..at].strip_suffix(char).map_or(at - start, str::len);
                    return Some(End { at: start + before, after });
                }
                _ => {}
            }
        }
        None
    }
}

/// The maximum length of a key.
const LONGEST_KEY: usize = 200;

/// The maximum number of blanks skipped without a charge; more are skipped only where they are charged.
const MOST_BLANKS: usize = 1000;

/// Strips the leading blanks of a text, up to [`MOST_BLANKS`] of them.
fn without_blanks(text: &str) -> &str {
    let blanks = text.chars().take(MOST_BLANKS).take_while(|char| char.is_whitespace());
    &text[blanks.map(char::len_utf8).sum()..]
}

/// Returns whether a text, up to its next comma, fits after a value inside the brackets `open`. Also returns the number
/// of bytes examined.
///
/// After the `1` of `[{"a":1}, {"b":2}]`, the text `}, {"b":2}]` fits, and `], {"b":2}]` does not.
fn goes_on(text: &str, mut open: &[u8]) -> (bool, usize) {
    let mut rest = without_blanks(text);
    let mut fits = true;
    while let Some(end) = rest.strip_prefix(['}', ']']).filter(|_| fits) {
        let opened = if rest.starts_with('}') { b'{' } else { b'[' };
        match open.split_last() {
            Some((last, outer)) if *last == opened => open = outer,
            _ => fits = false,
        }
        rest = without_blanks(end);
    }
    let mut bytes = text.len() - rest.len();
    fits = fits
        && match (rest.strip_prefix(','), open.last()) {
            (Some(item), Some(last)) => {
                let item = without_blanks(item);
                let (is_key, length) = key_at(item);
                bytes += rest.len() - item.len() + length;
                (*last == b'{') == is_key
            }
            _ => rest.is_empty() && open.is_empty(),
        };
    (fits, bytes)
}

/// Returns true if a text begins with a string followed by a colon.
pub(super) fn begins_with_key(text: &str) -> bool {
    key_at(text).0
}

/// Like [`begins_with_key`], but also returns the number of bytes examined.
fn key_at(text: &str) -> (bool, usize) {
    let Some(quote) = text.chars().next().filter(|&char| char == '"' || is_odd_quote(char)) else {
        return (false, 1);
    };
    let start = quote.len_utf8();
    match closing_quote(text[start..].char_indices().take(LONGEST_KEY), quote) {
        Some((at, char)) => {
            let after = start + at + char.len_utf8();
            let next = without_blanks(&text[after..]);
            (next.starts_with([':', '：']), text.len() - next.len())
        }
        None => (false, LONGEST_KEY),
    }
}
