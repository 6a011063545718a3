//! Walks JSON by the interface's table, and notes any value that may have a finding.
//!
//! The table defines the rules, and the diagnosis enforces them; the checks here may only be stricter.

use alloc::vec::Vec;
use core::cell::Cell;
use core::num::NonZeroUsize;
use core::ops::RangeInclusive;

use crate::json::{Content, Cursor, same, skip, unescape};
use crate::notes::{Held, NoteKind, Notes};
use crate::{texts, times};
use cbt179_spec::options::CustomsRules;
use cbt179_spec::{Authority, Field, Kind};

/// The lead bytes of U+4000 to U+FFFF, where Unicode has no white space.
const CJK: RangeInclusive<u8> = 0xE4..=0xEF;

/// Reads JSON against the table.
#[derive(Clone, Copy)]
pub struct Reader<'n> {
    /// The caller's treatment of customs rules.
    pub customs_rules: CustomsRules,
    /// Collects the possible findings.
    pub notes: &'n Notes,
    /// The times read so far, of all parts.
    pub times: &'n Times,
}

/// The times of a request: no payment may be later than the request.
pub struct Times {
    request: Cell<Moment>,
    payment: Cell<Moment>,
}

/// The 14 digits of a time.
pub type Moment = [u8; 14];

/// A moment before any valid time.
const BEFORE_ALL: Moment = [b'0'; 14];

impl Default for Times {
    fn default() -> Self {
        Self::new()
    }
}

impl Times {
    /// Starts without any time. Until the time of the request is read, every payment counts as later.
    #[must_use]
    pub const fn new() -> Self {
        Self { request: Cell::new(BEFORE_ALL), payment: Cell::new(BEFORE_ALL) }
    }

    /// Starts with the time of the request. If it is `None`, payments of any time are accepted.
    #[must_use]
    pub const fn until(request: Option<Moment>) -> Self {
        let request = match request {
            Some(request) => request,
            None => [b'9'; 14],
        };
        Self { request: Cell::new(request), payment: Cell::new(BEFORE_ALL) }
    }

    /// Returns the time of the request, if it was read and is valid. If the whole `EData` was noted, the rules may read
    /// a different time.
    #[must_use]
    pub fn request(&self) -> Option<Moment> {
        Some(self.request.get()).filter(|&request| request != BEFORE_ALL)
    }

    /// Records the valid time of a field, and returns whether the payment is still not later than the request.
    fn agree_with(&self, time: Moment, field: &Field) -> bool {
        (if field.by == Authority::Cbt { &self.request } else { &self.payment }).set(time);
        self.payment.get() <= self.request.get()
    }
}

impl Reader<'_> {
    /// Passes the JSON object of a part, and returns where it ends.
    pub fn part(self, mut at: Cursor, field: &'static Field) -> Option<NonZeroUsize> {
        if at.next()? != b'{' {
            return None;
        }
        match field.kind {
            Kind::Object(fields) => self.object(at, fields, &Held { parent: None, field, index: None }),
            _ => None,
        }
    }

    /// Passes an object, and returns where it ends.
    fn object(self, at: Cursor, fields: &'static [Field], held: &Held) -> Option<NonZeroUsize> {
        let end = self.members(at, fields, held);
        if end.is_some() { end } else { self.note(at, None, held) }
    }

    /// Passes a list of objects, and returns where it ends.
    fn list(self, at: Cursor, fields: &'static [Field], held: &Held) -> Option<NonZeroUsize> {
        let end = self.items(at, fields, held);
        if end.is_some() { end } else { self.note(at, None, held) }
    }

    /// Notes a value that the table rejects, and returns its end. `end` is that end if already known.
    #[cold]
    #[inline(never)]
    fn note(self, at: Cursor, end: Option<NonZeroUsize>, held: &Held) -> Option<NonZeroUsize> {
        let end = self.notes.value(at.pos, held, || end.or_else(|| skip(at, held.depth())).map(NonZeroUsize::get))?;
        NonZeroUsize::new(end)
    }

    /// Passes an object of members that the table accepts, or whose values were noted.
    fn members(self, mut at: Cursor, fields: &'static [Field], held: &Held) -> Option<NonZeroUsize> {
        at.eat(b'{')?;
        let mut present = 0_u32;
        let mut expected = 0;
        loop {
            at.eat(b'"')?;
            // Members are nearly always in the table's order.
            let index = if fields.get(expected).is_some_and(|field| at.word(field.name.as_bytes()).is_some()) {
                expected
            } else {
                fields.iter().position(|field| at.word(field.name.as_bytes()).is_some())?
            };
            at.word(b"\"")?;
            at.eat(b':')?;
            if present >> index & 1 == 1 {
                return None;
            }
            present |= 1 << index;
            expected = index + 1;
            let field = &fields[index];
            let first = at.next()?;
            let start = at.pos;
            let member = || Held { parent: Some(held), field, index: None };
            let mut end_of_string = None;
            let is_read = match field.kind {
                _ if !field.required && first == b'n' => at.word(b"null").is_some(),
                Kind::Object(fields) => {
                    at.pos = self.object(at, fields, &member())?.get();
                    true
                }
                Kind::List(fields) => {
                    at.pos = self.list(at, fields, &member())?.get();
                    true
                }
                Kind::Amount { digits, decimals } => {
                    let end = amount(at.text(), at.pos, digits, decimals);
                    at.pos = end.map_or(at.pos, NonZeroUsize::get);
                    end.is_some()
                }
                _ => at.string().is_some_and(|content| {
                    end_of_string = NonZeroUsize::new(at.pos);
                    self.accepts(start, &content, &member())
                }),
            };
            let mut next = if is_read { at.next()? } else { 0 };
            if !matches!(next, b',' | b'}') {
                // The rule for the secret depends on the whole object, so it cannot be checked from a note.
                if field.secret {
                    return None;
                }
                at.pos = start;
                at.pos = self.note(at, end_of_string, &member())?.get();
                next = at.next()?;
            }
            at.pos += 1;
            match next {
                b',' => {}
                b'}' => break,
                _ => return None,
            }
        }
        let is_there =
            |(index, field): (usize, &Field)| present >> index & 1 == 1 || !field.required || !self.applies(field);
        let has_all_fields = present + 1 == 1 << fields.len() || fields.iter().enumerate().all(is_there);
        if !has_all_fields {
            self.notes.add(at.pos..at.pos, held, NoteKind::Absent(present))?;
        }
        NonZeroUsize::new(at.pos)
    }

    /// Passes a non-empty list of objects that the table accepts or that were noted.
    fn items(self, mut at: Cursor, fields: &'static [Field], held: &Held) -> Option<NonZeroUsize> {
        at.eat(b'[')?;
        if at.next()? == b']' {
            return None;
        }
        for index in 0.. {
            at.next()?;
            let item = Held { parent: Some(held), field: held.field, index: Some(index) };
            at.pos = self.object(at, fields, &item)?.get();
            let next = at.next()?;
            at.pos += 1;
            match next {
                b',' => {}
                b']' => return NonZeroUsize::new(at.pos),
                _ => return None,
            }
        }
        None
    }

    /// Returns whether the rules of a field beyond its type apply.
    pub fn applies(self, field: &Field) -> bool {
        !(field.by == Authority::Customs && self.customs_rules == CustomsRules::Off)
    }

    /// Returns whether the table accepts a string whose opening quote is at `start`.
    #[inline(always)]
    fn accepts(self, start: usize, content: &Content, held: &Held) -> bool {
        if content.has_units || content.escapes.slashes > 0 {
            return self.accepts_unusual(start, content, held);
        }
        self.is_fine(content, held.field)
    }

    /// Returns whether the table accepts a string with escapes that JSON does not need.
    #[inline(never)]
    fn accepts_unusual(self, start: usize, content: &Content, held: &Held) -> bool {
        /// The number of bytes of a long text that are checked for damage.
        const HEAD: usize = 128;
        let field = held.field;
        let mut text = Vec::new();
        // Links have many escaped slashes, which need no unescaping for their checks.
        let decoded = if content.has_units || matches!(field.kind, Kind::Code | Kind::Guid) {
            let most = if matches!(field.kind, Kind::Verbatim) { HEAD } else { content.raw.len() };
            text.reserve(most.min(content.raw.len()));
            unescape(content.raw, most, &mut text);
            &Content::plain(&text)
        } else {
            content
        };
        let is_fine = self.is_sound(decoded, field);
        is_fine && self.fits(content, field) && self.notes.count(start + 1, content, held).is_some()
    }

    /// Returns whether the table accepts a string without unusual escapes for a field.
    #[inline(always)]
    pub fn is_fine(self, content: &Content, field: &Field) -> bool {
        self.is_sound(content, field) && self.fits(content, field)
    }

    /// Returns whether a string is no longer than a field allows.
    #[inline(always)]
    fn fits(self, content: &Content, field: &Field) -> bool {
        /// The maximum length of a character in bytes: an escaped surrogate pair, such as `\ud83d\ude00`.
        const WIDEST: usize = 12;
        let Content { raw, excess, .. } = *content;
        let is_short = |max| raw.len() <= max || raw.len() <= max * WIDEST && characters(raw) - excess <= max;
        !self.applies(field) || field.max.is_none_or(is_short)
    }

    /// Returns whether the table accepts a string of any length for a field.
    #[inline(always)]
    fn is_sound(self, content: &Content, field: &Field) -> bool {
        let Content { raw, ends_escaped, .. } = *content;
        if raw.is_empty() {
            return !field.required;
        }
        let is = |code: &str| code.len() == raw.len() && same(raw, code.as_bytes());
        match field.kind {
            Kind::DateTime => {
                let is_in_order = |&time: &Moment| self.times.agree_with(time, field);
                times::is_valid(raw) && raw.first_chunk().is_some_and(is_in_order)
            }
            // A number with an exponent, such as `2.02603E+27`.
            Kind::Code | Kind::Guid if raw.get(1) == Some(&b'.') => false,
            Kind::Choice(choices) => choices.iter().any(|choice| is(choice.code)),
            Kind::Currency(choices) => is(choices[0].code),
            Kind::Guid if self.applies(field) => {
                let is_plain = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_lowercase() && !is_mark(byte);
                // Without an early exit, so that the compiler vectorizes the loop.
                let is_full = field.max == Some(raw.len());
                is_full && raw.iter().fold(true, |so_far, &byte| so_far & is_plain(byte)) && texts::is_plain(raw, field)
            }
            // One character that is not a blank is enough.
            Kind::Verbatim => (begins_well(raw) || ends_well(raw, ends_escaped)) && texts::is_plain(raw, field),
            _ => begins_well(raw) && ends_well(raw, ends_escaped) && texts::is_plain(raw, field),
        }
    }
}

/// Passes a number without sign, exponent or needless zeros, and returns where it ends.
pub fn amount(text: &[u8], start: usize, most_digits: usize, most_decimals: usize) -> Option<NonZeroUsize> {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(start);
    let mut end = start + whole;
    let mut decimals = 0;
    if text.get(end) == Some(&b'.') {
        decimals = digits(end + 1);
        end += 1 + decimals;
        if decimals == 0 || text[end - 1] == b'0' {
            return None;
        }
    }
    let is_number = whole == 1 || whole > 1 && text[start] != b'0';
    let is_fine = is_number && whole <= most_digits - most_decimals && decimals <= most_decimals;
    // The caller rejects an exponent, as no comma or bracket follows the digits.
    NonZeroUsize::new(end).filter(|_| is_fine)
}

/// Returns the number of characters.
fn characters(utf8: &[u8]) -> usize {
    utf8.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Returns whether a text certainly begins without a blank.
fn begins_well(raw: &[u8]) -> bool {
    match raw {
        [b'\\', escaped, ..] => is_mark(*escaped),
        [byte, ..] if byte.is_ascii() => byte.is_ascii_graphic(),
        [first, ..] if CJK.contains(first) => true,
        _ => core::str::from_utf8(raw).is_ok_and(|text| !text.starts_with(char::is_whitespace)),
    }
}

/// Returns whether a text certainly ends without a blank.
fn ends_well(raw: &[u8], ends_escaped: bool) -> bool {
    match raw {
        [.., escaped] if ends_escaped => is_mark(*escaped),
        [.., byte] if byte.is_ascii() => byte.is_ascii_graphic(),
        [.., first, _, _] if CJK.contains(first) => true,
        _ => core::str::from_utf8(raw).is_ok_and(|text| !text.ends_with(char::is_whitespace)),
    }
}

/// Returns whether an escaped character stands for itself, and so is not a blank.
fn is_mark(escaped: u8) -> bool {
    matches!(escaped, b'"' | b'\\' | b'/')
}
