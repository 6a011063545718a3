//! Quotes of strings that are missing, not escaped, of a wrong kind or too many: where the string was meant to end.
//!
//! One wrong quote turns all that follows inside out. So what follows a quote decides whether it ends the string; and if
//! it does not fit, the first place on the line that it does fit behind is where the string was meant to end.

use super::mend::{begins_with_key, goes_on};
use super::strings::{closing_quote, is_odd_quote};
use super::{Parser, is_like_colon, is_like_comma, looks_blank};

/// Where the content of a string ends, and where what closes it does; the same where nothing closes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct End {
    pub at: usize,
    pub behind: usize,
}

impl Parser<'_, '_> {
    /// Where the value ends whose content begins at `start`, behind such a quote. `None` where nothing ends it.
    pub(super) fn end_of_value(&mut self, start: usize, quote: char) -> Option<End> {
        let plain = self.plain_end(start, quote);
        let fits = |at: usize| {
            if quote == '"' { self.fits_behind(at) } else { self.ends_item(at) }
        };
        let is_sound = |end: End| !self.text[start..end.at].contains(['\n', '\r']) && fits(end.behind);
        if plain.is_some_and(is_sound) {
            return plain;
        }
        self.meant_end(start, Some(quote)).or(plain)
    }

    /// Where the key ends whose content begins at `start`, behind such a quote. `None` where nothing ends it.
    pub(super) fn end_of_key(&mut self, start: usize, quote: char) -> Option<End> {
        let plain = self.plain_end(start, quote);
        let is_colon_behind = |end: &End| self.is_colon_at(end.behind);
        if plain.as_ref().is_some_and(is_colon_behind) {
            return plain;
        }
        let at = self.end_of_name(start);
        let is_quote = |&char: &char| char == '"' || is_odd_quote(char);
        // One or two, or one that was escaped.
        let is_escaped = self.text[at..].starts_with("\\\"");
        let quotes = self.text[at..].chars().take(2).take_while(|char| is_escaped || is_quote(char));
        let meant = End { at, behind: at + quotes.map(char::len_utf8).sum::<usize>() };
        if at > start && is_colon_behind(&meant) { Some(meant) } else { plain }
    }

    /// Whether a colon follows here, or what stands in its place.
    pub(super) fn is_colon_at(&self, at: usize) -> bool {
        self.text[at..].trim_start().starts_with(is_like_colon)
    }

    /// Whether the quote that ends at `start` and opens a string stands there twice.
    pub(super) fn is_opened_twice(&mut self, start: usize, is_key: bool) -> bool {
        if !self.text[start..].starts_with('"') {
            return false;
        }
        if is_key {
            let at = self.end_of_name(start + 1);
            return at > start + 1
                && self.text[at..].strip_prefix('"').is_some_and(|rest| rest.trim_start().starts_with(is_like_colon));
        }
        let next = self.next_quote(start + 1, '"');
        // On its line, and with no other between, so that each has a partner but one.
        !self.fits_behind(start + 1) && next.is_some_and(|end| self.ends_on_line(start, end))
    }

    /// Whether the odd quote that ends at `start` and opens a string has another beside it: how long that is, and whether it
    /// is straight.
    pub(super) fn second_quote(&mut self, start: usize, quote: char) -> Option<(usize, bool)> {
        let second = self.text[start..].chars().next()?;
        let behind = start + second.len_utf8();
        if second == '"' {
            let next = self.next_quote(behind, '"');
            return next.filter(|&end| self.ends_on_line(behind, end)).map(|_| (1, true));
        }
        (second == quote && !self.ends_item(behind)).then_some((second.len_utf8(), false))
    }

    /// Whether a string ends on its line, and what follows fits.
    fn ends_on_line(&self, start: usize, end: End) -> bool {
        !self.text[start..end.at].contains('\n') && self.goes_on(end.behind)
    }

    /// Whether an item may end here: at a comma or bracket that fits, or where the next begins.
    fn ends_item(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        self.goes_on(at) || rest.trim_start().starts_with([',', '}', ']', '，']) || begins_with_key(rest.trim_start())
    }

    /// Whether what stands here fits behind a value.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        goes_on(&self.text[at..], &self.open)
    }

    /// Where a name ends that begins here.
    fn end_of_name(&self, start: usize) -> usize {
        let is_other = |char: char| !char.is_ascii_alphanumeric() && char != '_';
        self.text[start..].find(is_other).map_or(self.text.len(), |length| start + length)
    }

    /// The next quote that closes the string; of odd ones no more than there is patience for, as for each of many it may be
    /// far away.
    fn plain_end(&mut self, start: usize, quote: char) -> Option<End> {
        if quote == '"' {
            return self.next_quote(start, quote);
        }
        if self.patience == 0 {
            return None;
        }
        let end = self.next_quote(start, quote);
        self.patience = self.patience.saturating_sub(end.map_or(self.text.len(), |end| end.at) - start);
        end
    }

    /// The next quote that closes what such a quote opened.
    fn next_quote(&self, start: usize, quote: char) -> Option<End> {
        let (offset, char) = closing_quote(self.text[start..].char_indices(), quote)?;
        Some(End { at: start + offset, behind: start + offset + char.len_utf8() })
    }

    /// Whether what stands here may stand behind a value: what belongs there, or what is another mistake than a quote.
    pub(super) fn fits_behind(&self, at: usize) -> bool {
        /// More than so many characters are no slip.
        const STRAY: usize = 3;
        const WORD: usize = 30;
        let rest = &self.text[at..];
        let next = rest.trim_start();
        let is_in_object = self.open.last() == Some(&b'{');
        match next.chars().next() {
            None | Some('}' | ']') => return true,
            Some('/') => return next.starts_with("//") || next.starts_with("/*"),
            Some(',') => {
                let item = next[1..].trim_start();
                if !is_in_object || !item.starts_with(char::is_alphanumeric) {
                    return true;
                }
                let name = item.trim_start_matches(|char: char| char.is_alphanumeric() || char == '_');
                let is_key = name.trim_start_matches('"').trim_start().starts_with(is_like_colon);
                return is_key || begins_with_key(name.trim_start());
            }
            Some(char) if is_like_comma(char) || looks_blank(char) => return true,
            Some('"' | '{' | '[') if !is_in_object && next.len() < rest.len() => return true,
            // A key, where the brace before it is missing.
            Some(':') if !is_in_object => return true,
            Some(_) => {}
        }
        // The next member, with the comma before it missing; or something that got in between.
        let goes_on_here = |rest: &str| goes_on(rest, &self.open) || is_in_object && begins_with_key(rest.trim_start());
        let is_stray = |char: &char| !char.is_alphanumeric() && *char != '"';
        let mut strays = next.chars().take(STRAY).take_while(is_stray).scan(0, |length, char| {
            *length += char.len_utf8();
            Some(*length)
        });
        let word = next.char_indices().take(WORD).find(|&(_, char)| "\",]}{[".contains(char));
        goes_on_here(next)
            || strays.any(|length| goes_on_here(&next[length..]))
            || word.is_some_and(|(length, char)| ",]}".contains(char) && goes_on(&next[length..], &self.open))
    }

    /// The first place on the line where a value can have been meant to end, which began with such a quote, or with none: what
    /// follows fits there, behind a quote of any kind, or where one is missing. If the value begins with JSON, that is over
    /// there.
    pub(super) fn meant_end(&mut self, start: usize, quote: Option<char>) -> Option<End> {
        let text = self.text;
        let holds_json = text[start..].trim_start().starts_with(['{', '[']);
        let is_in_object = self.open.last() == Some(&b'{');
        let missing = |at: usize| {
            let at = start + text[start..at].trim_end().len();
            End { at, behind: at }
        };
        let (mut depth, mut is_escaped, mut inner) = (0_usize, false, 0_usize);
        for (offset, char) in text[start..].char_indices() {
            self.patience = self.patience.checked_sub(1)?;
            let (at, behind) = (start + offset, start + offset + char.len_utf8());
            let is_over = depth == 0 || !holds_json;
            match char {
                // Who escapes what is within sometimes escapes this one too.
                '"' if is_escaped && quote.is_some() && is_over && self.goes_on(behind) => {
                    return Some(End { at: at - 1, behind });
                }
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '\n' | '\r' => return Some(missing(at)).filter(|_| quote.is_some() && is_over && self.goes_on(at)),
                '{' | '[' if holds_json => depth += 1,
                '}' | ']' if holds_json && depth > 0 => depth -= 1,
                '{' | '[' | '}' | ']' | ',' if quote.is_none() && is_over => return None,
                '}' | ']' if self.goes_on(at) => return Some(missing(at)),
                ',' if is_in_object && is_over && self.goes_on(at) => return Some(missing(at)),
                '"' if is_over && self.goes_on(behind) => return Some(End { at, behind }),
                // With one open within, the first of two closes that.
                '"' if is_over
                    && inner.is_multiple_of(2)
                    && text[behind..].starts_with('"')
                    && self.goes_on(behind + 1) =>
                {
                    return Some(End { at, behind: behind + 1 });
                }
                '"' if quote.is_none() && !holds_json => return None,
                '"' => inner += 1,
                char if is_odd_quote(char) && quote.is_some() && is_over && self.goes_on(behind) => {
                    // There may be two.
                    let before = text[start..at].strip_suffix(char).map_or(at - start, str::len);
                    return Some(End { at: start + before, behind });
                }
                _ => {}
            }
        }
        None
    }
}
