//! Quotes of strings that are missing, not escaped, or too many: where the string was meant to end.
//!
//! One wrong quote turns all that follows inside out. So what follows a quote decides whether it ends the string; and if
//! it does not, the next that could is sought.

use super::mend::{begins_with_key, goes_on};
use super::strings::is_odd_quote;
use super::{Parser, is_like_colon, is_like_comma, looks_blank};

/// What a quote within a string is.
pub(super) enum Quote {
    /// It ends the string.
    End,
    /// It ends the string, and so does the one behind it.
    Double,
    /// It belongs to the text, as all that follow before this place, where the one is that ends the string.
    Inside(usize),
    /// It begins another string: this one was meant to end here.
    Next(usize),
}

impl Parser<'_, '_> {
    /// What the quote at `pos` is, in a value that began behind the quote before `start`.
    pub(super) fn quote_of_value(&mut self, start: usize) -> Quote {
        let rest = &self.text[self.pos + 1..];
        let next = rest.trim_start().chars().next();
        let is_end = |next| ",]}/".contains(next) || is_like_comma(next) || is_like_colon(next) || looks_blank(next);
        if next.is_none_or(is_end) {
            return Quote::End;
        }
        // Something else got in behind it.
        let stray = rest.find(|char: char| char.is_alphanumeric() || "\",]}{[".contains(char));
        if stray.is_some_and(|length| goes_on(&rest[length..], &self.open)) {
            return Quote::End;
        }
        if rest.strip_prefix('"').is_some_and(|behind| goes_on(behind, &self.open)) {
            return Quote::Double;
        }
        let is_in_object = self.open.last() == Some(&b'{');
        if is_in_object
            && let Some(before) = self.text[start..self.pos].trim_end().strip_suffix(',')
            && begins_with_key(&self.text[self.pos..])
        {
            return Quote::Next(start + before.trim_end().len());
        }
        // Where a comma is missing the next item begins.
        let item = rest.trim_start();
        let begins_item = if is_in_object {
            begins_with_key(item)
        } else {
            item.len() < rest.len() && item.starts_with(|char| "\"{[".contains(char) || is_odd_quote(char))
        };
        if begins_item { Quote::End } else { self.end_behind(start).map_or(Quote::End, Quote::Inside) }
    }

    /// The next quote on the line, behind the one at `pos`, that what follows fits behind. If the string begins with JSON,
    /// that is over there.
    fn end_behind(&mut self, start: usize) -> Option<usize> {
        let holds_json = self.text[start..].trim_start().starts_with(['{', '[']);
        let (mut depth, mut is_escaped) = (0_isize, false);
        for (offset, byte) in self.text.as_bytes()[start..].iter().enumerate() {
            self.patience = self.patience.checked_sub(1)?;
            let at = start + offset;
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\n' => return None,
                b'\\' => is_escaped = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                b'"' if at > self.pos && (depth == 0 || !holds_json) && goes_on(&self.text[at + 1..], &self.open) => {
                    return Some(at);
                }
                _ => {}
            }
        }
        None
    }

    /// Where a value was meant to end that began at `start` and has come to the end of its line, or of the text.
    pub(super) fn end_before(&mut self, start: usize) -> Option<usize> {
        if self.patience == 0 {
            return None;
        }
        let (line, rest) = (self.text[start..self.pos].trim_end(), self.text[self.pos..].trim_start());
        self.patience = self.patience.saturating_sub(self.text.len() - rest.len() - start - line.len());
        if rest.is_empty() {
            let closing = self.closing();
            return line.strip_suffix(&*closing).filter(|_| !closing.is_empty()).map(|string| start + string.len());
        }
        let string = match line.strip_suffix(',') {
            Some(string) => Some(string).filter(|_| self.open.last() == Some(&b'{') && begins_with_key(rest)),
            None => Some(line).filter(|_| rest.starts_with(['}', ']']) && goes_on(rest, &self.open)),
        };
        string.map(|string| start + string.len())
    }

    /// Where the name ends of a key that began at `start`, where its quote is missing and the one at `pos` is another's.
    pub(super) fn end_of_key(&self, start: usize) -> Option<usize> {
        if self.text[self.pos + 1..].trim_start().starts_with(is_like_colon) {
            return None;
        }
        let (name, _) = self.text[start..self.pos].split_once(':')?;
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        Some(start + name.len()).filter(|_| is_name(name))
    }

    /// The quote that ends what began without one and was read up to here, if what follows fits behind it.
    pub(super) fn end_of_bare(&mut self) -> Option<usize> {
        if self.patience == 0 {
            return None;
        }
        let rest = &self.text[self.pos..];
        let at = rest.find(|char| "\",{}[]\r\n".contains(char)).unwrap_or(rest.len());
        self.patience = self.patience.saturating_sub(at);
        (rest[at..].starts_with('"') && goes_on(&rest[at + 1..], &self.open)).then_some(self.pos + at)
    }
}
