//! The characters of a Base64 text: their number by kind, and the role of those that are not digits.

use alloc::vec::Vec;
use core::ops::Range;

use cbt179_fast::base64::{ALPHABET, decode_digits};
use cbt179_fast::scan::ByteSet;

use super::base64::{Class, class};

/// The role of the characters outside the alphabet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Others {
    /// They were inserted, or there are none: the text is complete without them.
    Extra,
    /// Each replaces a digit: with them the length is right.
    InPlace,
    Unclear,
}

/// The role of the blanks between digits.
#[derive(Clone, Copy, Default)]
pub(super) struct Blanks {
    /// True if each was a `+`, which a form parser decoded as a blank. Otherwise they are white space.
    pub are_plus: bool,
    /// True if the other role is possible too.
    pub is_guess: bool,
}

/// The characters of each kind in a text.
#[derive(Default)]
pub(super) struct Census {
    digits: usize,
    padding: usize,
    /// The number of characters outside the alphabet, other than white space and `%`.
    others: usize,
    /// The number of blanks.
    spaces: usize,
    /// True if digits follow padding.
    is_joined: bool,
    /// The range from the first digit to the last.
    pub inside: Range<usize>,
    /// For `-` and `_`, true if the text also has the standard digit of the same value, so that no encoder wrote both.
    pub is_mixed: [bool; 2],
}

impl Census {
    pub fn of(text: &[u8]) -> Self {
        let mut census = Self { digits: text.len(), ..Self::default() };
        let mut first_padding = text.len();
        let mut is_url_safe = [false; 2];
        let mut pos = 0;
        while let Some(length) = NO_DIGIT.find(&text[pos..]) {
            let start = pos + length;
            pos = start + 1;
            match class(text[start]) {
                Class::Digit(_) => continue,
                Class::UrlSafe(value) => {
                    is_url_safe[usize::from(value == 63)] = true;
                    continue;
                }
                Class::Padding => {
                    census.padding += 1;
                    first_padding = first_padding.min(start);
                }
                Class::Space | Class::Percent => census.spaces += usize::from(text[start] == b' '),
                Class::Other => {
                    pos += text[pos..].iter().take_while(|&&byte| class(byte) == Class::Other).count();
                    census.others += chars(text, start..pos).count();
                }
            }
            census.digits -= pos - start;
        }
        census.is_mixed = [0, 1].map(|digit| is_url_safe[digit] && text.contains(&ALPHABET[62 + digit]));
        let is_digit = |byte: &u8| matches!(class(*byte), Class::Digit(_) | Class::UrlSafe(_));
        census.is_joined = text[first_padding..].iter().any(is_digit);
        if let (Some(first), Some(last)) = (text.iter().position(is_digit), text.iter().rposition(is_digit)) {
            census.inside = first..last + 1;
        }
        census
    }

    /// Returns true if the length is right when this many other characters stand for digits.
    fn is_whole_with(&self, others: usize) -> bool {
        let digits = self.digits + others;
        !self.is_joined && digits % 4 != 1 && (digits + self.padding).is_multiple_of(4)
    }

    pub fn role_of_others(&self) -> Others {
        if self.others == 0 || self.is_whole_with(0) && self.digits > 0 {
            Others::Extra
        } else if self.is_whole_with(self.others) {
            Others::InPlace
        } else {
            Others::Unclear
        }
    }

    pub fn has_blanks(&self) -> bool {
        self.spaces > 0
    }

    /// Decides whether the blanks between the digits of `text` were `+`, or are white space.
    ///
    /// Each blank read in the wrong role shifts all digits after it, which turns the bytes there into garbage. So the
    /// role is certain if only one reading is text. The Base64 of JSON neither begins nor ends with a `+`, therefore
    /// blanks around the digits are white space.
    pub fn blanks(&self, text: &[u8]) -> Blanks {
        if self.spaces == 0 {
            return Blanks::default();
        }
        let text = &text[self.inside.clone()];
        let count = text.iter().filter(|byte| b" ".contains(byte)).count();
        if count == 0 {
            return Blanks::default();
        }
        let [as_plus, as_space] = [true, false].map(|is_plus| garbage(text, is_plus));
        let are_plus =
            if as_plus == as_space { self.is_whole_with(count) && !self.is_whole_with(0) } else { as_plus < as_space };
        // A form parser turns all raw `+` into blanks, so beside a `+` a blank may replace any digit.
        let is_mixed = are_plus && text.contains(&b'+');
        let is_guess = is_mixed || self.others > 0 || as_plus.min(as_space) > 0 || as_plus == as_space;
        Blanks { are_plus, is_guess }
    }
}

/// Line breaks that were escaped for a string or for HTML.
const BREAKS: [&[u8]; 5] = [b"\\n", b"\\r", b"<br>", b"<br/>", b"<br />"];

/// Replaces the escaped line breaks in a Base64 text by real ones of the same length, if the text is whole without them.
/// Also returns the first.
pub(super) fn unescaped_breaks(text: &[u8]) -> Option<(Vec<u8>, &'static str)> {
    const BEGINS_BREAK: ByteSet = ByteSet::of(b"\\<");
    BEGINS_BREAK.find(text)?;
    let (mut out, mut first) = (text.to_vec(), None);
    let (mut pos, mut digits) = (0, 0);
    while pos < text.len() {
        if let Some(found) = BREAKS.into_iter().find(|spelled| text[pos..].starts_with(spelled)) {
            // No encoder breaks a group of four.
            if digits % 4 != 0 {
                return None;
            }
            out[pos..pos + found.len()].fill(b'\n');
            first.get_or_insert(found);
            pos += found.len();
        } else {
            digits += usize::from(!text[pos].is_ascii_whitespace());
            pos += 1;
        }
    }
    let census = Census::of(&out);
    let is_whole = census.others == 0 && census.is_whole_with(0);
    Some((out, str::from_utf8(first?).ok()?)).filter(|_| is_whole)
}

/// Decodes Base64 whose blanks are `+` or white space. Counts the ill-formed sequences and control characters in its
/// bytes, which no text contains.
fn garbage(text: &[u8], blanks_are_plus: bool) -> usize {
    let digit = |&byte: &u8| match class(byte) {
        Class::Digit(_) => Some(byte),
        Class::UrlSafe(value) => Some(ALPHABET[usize::from(value)]),
        Class::Space if byte == b' ' && blanks_are_plus => Some(b'+'),
        _ => None,
    };
    let (mut bytes, mut digits) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for run in text.split(|&byte| byte == b'=') {
        digits.clear();
        digits.extend(run.iter().filter_map(digit));
        let whole = bytes.len() + digits.len() * 6 / 8;
        digits.resize(digits.len().next_multiple_of(4), b'A');
        decode_digits(&digits, &mut bytes);
        bytes.truncate(whole);
    }
    let is_control = |char: &char| char.is_control() && !char.is_ascii_whitespace();
    let of_chunk = |chunk: core::str::Utf8Chunk| {
        chunk.valid().chars().filter(is_control).count() + usize::from(!chunk.invalid().is_empty())
    };
    bytes.utf8_chunks().map(of_chunk).sum()
}

/// The bytes outside the standard alphabet; most texts have none.
pub(super) const NO_DIGIT: ByteSet = ByteSet::of(ALPHABET).not();

/// Returns the offset and the width in bytes of each character of a range. Each byte of an ill-formed UTF-8 sequence
/// counts as one character.
pub(super) fn chars(text: &[u8], range: Range<usize>) -> impl Iterator<Item = (usize, usize)> {
    let mut at = range.start;
    text[range]
        .utf8_chunks()
        .flat_map(|chunk| chunk.valid().chars().map(char::len_utf8).chain(chunk.invalid().iter().map(|_| 1)))
        .map(move |width| {
            at += width;
            (at - width, width)
        })
}
