//! Where a string was meant to end, if its quotes are missing, not escaped, of a wrong kind or too many.
//!
//! One wrong quote turns the rest of a text inside out. So the text after a quote decides whether the quote ends the
//! string. If it does not fit, the string ends at the first place of its line that the text does fit after. For example:
//!
//! - `{"a":"x,"b":1}` misses the quote after `x`: what follows `x` is a comma and a key.
//! - `{"a":"say "x", y"}` has two quotes that are not escaped: after neither of them a member can go on.

use std::ops::Range;

use super::string::{closing_quote, is_odd_quote, plain_length};
use super::{Parser, is_like_colon, is_like_comma, looks_blank};

/// Where the content of a string ends, and where its closing quote does; the same where nothing closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub at: usize,
    pub after: usize,
}

impl<'a> Parser<'a, '_> {
    /// Pays for a look at so many bytes ahead, and says whether no more can be paid for.
    pub(super) fn charge(&mut self, bytes: usize) -> bool {
        self.patience = self.patience.saturating_sub(bytes + 1);
        self.patience == 0
    }

    /// Where the string ends whose content begins at `start`, after such a quote, and whether that is a guess. `None` where
    /// nothing ends it.
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

    /// Where a key was meant to end, if a colon follows on its name: after one quote or two, one that is escaped, or none.
    fn meant_end_of_key(&mut self, start: usize) -> Option<End> {
        let at = self.end_of_name(start);
        let is_quote = |&char: &char| char == '"' || is_odd_quote(char);
        let is_escaped = self.text[at..].starts_with("\\\"");
        let quotes = self.text[at..].chars().take(2).take_while(|char| is_escaped || is_quote(char));
        let after = at + quotes.map(char::len_utf8).sum::<usize>();
        (at > start && self.is_colon_at(after)).then_some(End { at, after })
    }

    /// Whether a colon follows here, or what stands in its place.
    pub(super) fn is_colon_at(&mut self, at: usize) -> bool {
        self.after_blanks(at).starts_with(is_like_colon)
    }

    /// The text after the blanks that begin here, however many there are: a sound text may have any number.
    fn after_blanks(&mut self, at: usize) -> &'a str {
        let rest = &self.text[at..];
        let next = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        if rest.len() - next.len() > MOST_BLANKS {
            self.charge(rest.len() - next.len());
        }
        without_blanks(next)
    }

    /// Whether the quote that ends at `start` and opens a string stands there twice.
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
        // On its line, and with no other between, so that each has a partner but one.
        let is_on_line = |end: &End| !self.text[start..end.at].contains('\n');
        !is_last && next.filter(is_on_line).is_some_and(|end| self.goes_on(end.after))
    }

    /// Whether an empty string is one, and not a quote that stands there twice.
    pub(super) fn is_closed_at_once(&mut self, after: usize) -> bool {
        matches!(self.after_blanks(after).bytes().next(), Some(b',' | b'}' | b']' | b':'))
    }

    /// Whether a string, with its closing quote, is a name that a colon follows.
    pub(super) fn is_name(&mut self, string: Range<usize>) -> bool {
        self.end_of_name(string.start) + 1 == string.end && self.is_colon_at(string.end)
    }

    /// Whether an item may end here: at a comma or bracket, or where the next key begins.
    fn ends_item(&self, at: usize) -> bool {
        let next = without_blanks(&self.text[at..]);
        next.is_empty() || next.starts_with([',', '}', ']', '，']) || begins_with_key(next)
    }

    /// Whether what stands here fits, as far as its next comma, after a value: see [`goes_on`].
    pub(super) fn goes_on(&mut self, at: usize) -> bool {
        let (fits, bytes) = goes_on(&self.text[at..], &self.open);
        !self.charge(bytes) && fits
    }

    /// Where a name ends that begins here.
    fn end_of_name(&self, start: usize) -> usize {
        let is_other = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'_';
        let name = &self.text.as_bytes()[start..];
        let name = &name[..name.len().min(LONGEST_KEY)];
        start + name.iter().position(is_other).unwrap_or(name.len())
    }

    /// The next quote that closes a string which such a quote opened.
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

    /// Whether what stands here may stand after a value: what belongs there, or what is another mistake than a quote.
    pub(super) fn fits_after(&mut self, at: usize) -> bool {
        /// More characters are no slip.
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
            // A key, where the brace before it is missing.
            Some(':') if !is_in_object => return true,
            Some(_) => {}
        }
        if self.patience == 0 {
            return true;
        }
        // The next member, with the comma before it missing; or something that got in between.
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

    /// The first place on the line where a value can have been meant to end, which began with such a quote, or with none:
    /// the text goes on there, after a quote of any kind, or where one is missing. A value that begins with JSON goes on
    /// until that is over.
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
                // Who escapes the quotes within sometimes escapes this one too.
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
                // With one open within, the first of two closes that.
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
                    // There may be two.
                    let before = text[start..at].strip_suffix(char).map_or(at - start, str::len);
                    return Some(End { at: start + before, after });
                }
                _ => {}
            }
        }
        None
    }
}

/// No key is longer.
const LONGEST_KEY: usize = 200;

/// More blanks are looked past only where they are charged.
const MOST_BLANKS: usize = 1000;

/// A text without the blanks that it begins with, if there are not too many.
fn without_blanks(text: &str) -> &str {
    let blanks = text.chars().take(MOST_BLANKS).take_while(|char| char.is_whitespace());
    &text[blanks.map(char::len_utf8).sum()..]
}

/// Whether a text fits, as far as its next comma, after a value that stands within these open brackets; and how many bytes
/// of it that took.
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

/// Whether a text begins with a string that a colon follows.
pub(super) fn begins_with_key(text: &str) -> bool {
    key_at(text).0
}

/// The same, and how many bytes it took to see that.
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
