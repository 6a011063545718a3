//! Reads ordinary JSON without building anything, and stops at anything unusual.

use alloc::vec::Vec;
use core::num::NonZeroUsize;

use crate::notes::Escapes;
use crate::scan::ByteSet;
use crate::simd::{BLOCK, Block, LANES, Lanes, Tables, tables};
use crate::strings::{code_unit, short_escape};

/// The characters that may follow a backslash.
const ESCAPABLE: ByteSet = ByteSet::of(b"\"\\/bfnrtu");

/// The maximum nesting depth of arrays and objects.
const MAX_DEPTH: usize = 64;

/// A position in a JSON text. Its methods return `None` at anything unusual or unexpected.
///
/// The text is followed by a NUL, which JSON does not contain, and then by more bytes than a [`Block`] has.
///
/// The common path never takes its address, so that it stays in registers: this is half of the speed.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    text: &'a [u8],
    pub pos: usize,
    tables: &'static Tables,
}

/// The content of a string.
pub(crate) struct Content<'a> {
    /// The raw text: UTF-8, with its escapes.
    pub raw: &'a [u8],
    /// How many more characters its escapes have than the text they represent.
    pub excess: usize,
    /// Whether its last character is escaped.
    pub ends_escaped: bool,
    /// Whether it has `\u` escapes.
    pub has_units: bool,
    /// The offset in the text of the second half of the last surrogate pair.
    second_half: usize,
    pub escapes: Escapes,
}

impl<'a> Content<'a> {
    /// Wraps content without escapes.
    #[inline(always)]
    pub const fn plain(raw: &'a [u8]) -> Self {
        let escapes = Escapes { slashes: 0, characters: 0 };
        Self { raw, excess: 0, ends_escaped: false, has_units: false, second_half: 0, escapes }
    }
}

impl<'a> Cursor<'a> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'a [u8]) -> Self {
        Self { text, pos: 0, tables: tables() }
    }

    /// Returns the whole text.
    pub fn text(&self) -> &'a [u8] {
        self.text
    }

    /// Skips white space, and returns the byte after it.
    #[inline(always)]
    pub fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.get(self.pos)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.pos += 1;
        }
    }

    /// Passes one byte, and white space before it, if it is the next.
    #[inline(always)]
    pub fn eat(&mut self, byte: u8) -> Option<()> {
        let is_next = self.next()? == byte;
        self.pos += usize::from(is_next);
        is_next.then_some(())
    }

    /// Passes these bytes if they are the next.
    #[inline(always)]
    pub fn word(&mut self, word: &[u8]) -> Option<()> {
        let is_next = same(self.text.get(self.pos..self.pos + word.len())?, word);
        self.pos += if is_next { word.len() } else { 0 };
        is_next.then_some(())
    }

    /// Passes a string.
    #[inline(always)]
    pub fn string(&mut self) -> Option<Content<'a>> {
        self.eat(b'"')?;
        let (start, tables) = (self.pos, self.tables);
        loop {
            // Most strings are short, and the others are often much longer.
            let mut stop =
                Lanes::load(self.text.get(self.pos..)?.first_chunk()?).stops(tables).mask().trailing_zeros() as usize;
            if stop >= LANES {
                self.pos += LANES;
                let mut block = Block::load(self.text.get(self.pos..)?.first_chunk()?);
                while block.is_plain(tables) {
                    self.pos += BLOCK;
                    block = Block::load(self.text.get(self.pos..)?.first_chunk()?);
                }
                stop = block.mask(|lanes| lanes.stops(tables)).trailing_zeros() as usize;
            }
            self.pos += stop;
            match self.text[self.pos] {
                b'"' => {
                    let raw = &self.text[start..self.pos];
                    self.pos += 1;
                    return Some(Content::plain(raw));
                }
                b'\\' => {
                    let (pos, content) = string_with_escapes(self.text, start, self.pos, tables)?;
                    self.pos = pos;
                    return Some(content);
                }
                _ => self.pos = not_ascii(self.text, self.pos)?.get(),
            }
        }
    }
}

/// Reads the rest of a string that began at `start`, and returns its end and its content.
#[inline(never)]
fn string_with_escapes<'a>(
    text: &'a [u8],
    start: usize,
    mut pos: usize,
    tables: &Tables,
) -> Option<(usize, Content<'a>)> {
    let mut content = Content::plain(&[]);
    // Whether the next byte is escaped, and whether the previous one is.
    let (mut carry, mut before) = (0, 0);
    loop {
        let block = Block::load(text.get(pos..)?.first_chunk()?);
        let (backslashes, quotes) =
            (block.mask(|lanes| lanes.equal(tables.backslash)), block.mask(|lanes| lanes.equal(tables.quote)));
        let escaped = escaped_bytes(backslashes, &mut carry);
        let odd = if block.has_odd(tables) { block.mask(|lanes| lanes.odd(tables)) } else { 0 };
        let stops = odd | quotes & !escaped;
        let stop = stops.trailing_zeros();
        // The escaped bytes up to and including the stop: an escaped control or non-ASCII byte is an error.
        let read = escaped & (stops ^ stops.wrapping_sub(1));
        content.excess += read.count_ones() as usize;
        // Most escapes are `\"`, `\\` and `\n`.
        let others = read & !(quotes | backslashes);
        if others != 0 {
            let others = others & !block.mask(|lanes| lanes.equal(tables.n));
            if others != 0 {
                if others & !block.mask(|lanes| lanes.common_bits(&ESCAPABLE).set()) != 0 {
                    return None;
                }
                content.escapes.slashes +=
                    (others & block.mask(|lanes| lanes.common_bits(&SLASH).set())).count_ones() as usize;
                let units = others & block.mask(|lanes| lanes.common_bits(&U).set());
                if units != 0 {
                    read_units(text, pos, units, &mut content)?;
                }
            }
        }
        pos += stop as usize;
        if stops == 0 {
            before = escaped >> 63;
            continue;
        }
        if text[pos] == b'"' {
            content.ends_escaped = (escaped << 1 | before) >> stop & 1 == 1;
            content.raw = &text[start..pos];
            return Some((pos + 1, content));
        }
        pos = not_ascii(text, pos)?.get();
        (carry, before) = (0, 0);
    }
}

const SLASH: ByteSet = ByteSet::of(b"/");

const U: ByteSet = ByteSet::of(b"u");

/// Reads the code unit after each `u` that is marked in the block at `pos`. Returns `None` if one is not four
/// hexadecimal digits, or is a lone surrogate.
#[inline(never)]
fn read_units(text: &[u8], pos: usize, mut units: u64, content: &mut Content) -> Option<()> {
    content.has_units = true;
    while units != 0 {
        let digits = pos + units.trailing_zeros() as usize + 1;
        units &= units - 1;
        let unit = code_unit(text, digits)?;
        content.excess += 4;
        match unit {
            0xD800..0xDC00 => {
                // The second half, which is read next, is of the same character.
                let is_pair = text.get(digits + 4..digits + 6)? == b"\\u";
                code_unit(text, digits + 6).filter(|low| is_pair && (0xDC00..0xE000).contains(low))?;
                content.second_half = digits + 6;
                content.excess += 1;
                content.escapes.characters += 1;
            }
            0xDC00..0xE000 if content.second_half != digits => return None,
            0..0x80 | 0xDC00..0xE000 => {}
            _ => content.escapes.characters += 1,
        }
    }
    Some(())
}

/// Unescapes the valid content of a string, stopping once `most` bytes are written.
pub(crate) fn unescape(raw: &[u8], most: usize, out: &mut Vec<u8>) {
    let mut pos = 0;
    while pos < raw.len() && out.len() < most {
        let plain = raw[pos..].iter().position(|&byte| byte == b'\\').unwrap_or(raw.len() - pos);
        out.extend_from_slice(&raw[pos..pos + plain]);
        pos += plain;
        let Some(&escaped) = raw.get(pos + 1) else { break };
        pos += 2;
        let unit = |at| code_unit(raw, at).unwrap_or_default();
        let char = if escaped == b'u' {
            let pair = [unit(pos), unit(pos + 6)];
            let char = char::decode_utf16(pair).next().and_then(Result::ok).unwrap_or_default();
            pos += if char.len_utf16() == 2 { 10 } else { 4 };
            char
        } else {
            // Only `\/` has no short escape.
            char::from(short_escape(escaped).unwrap_or(escaped))
        };
        out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// The number of zero bytes after a [`Padded`] text.
pub const PADDING: usize = 1 + BLOCK;

/// A text followed by [`PADDING`] zero bytes, so that it can be read in blocks.
pub struct Padded {
    bytes: Vec<u8>,
    length: usize,
}

impl Padded {
    /// Copies a text.
    #[must_use]
    pub fn new(text: &[u8]) -> Self {
        let mut bytes = Vec::with_capacity(text.len() + PADDING);
        bytes.extend_from_slice(text);
        Self::from(bytes)
    }

    /// Takes a text, and reallocates it only if its spare capacity is less than [`PADDING`].
    #[must_use]
    pub fn from(mut bytes: Vec<u8>) -> Self {
        let length = bytes.len();
        bytes.resize(length + PADDING, 0);
        Self { bytes, length }
    }

    /// Returns a cursor at an offset of the text.
    pub(crate) fn at(&self, pos: usize) -> Cursor<'_> {
        Cursor { pos, ..Cursor::new(&self.bytes) }
    }

    /// Returns the end of the JSON value at an offset, which may begin with white space. Returns `None` if the value is
    /// malformed, nested more than 64 levels deep, or contains a lone surrogate.
    ///
    /// ```
    /// use cbt179_fast::json::Padded;
    ///
    /// assert_eq!(Padded::new(b"a [1] b").value_end(2), Some(5));
    /// assert_eq!(Padded::new(b"[1,]").value_end(0), None);
    /// ```
    #[must_use]
    pub fn value_end(&self, start: usize) -> Option<usize> {
        skip(self.at(start), 0).map(NonZeroUsize::get)
    }

    /// Returns whether the text from an offset on is one JSON value, as [`Self::value_end`] defines it.
    #[must_use]
    pub fn is_value(&self, start: usize) -> bool {
        self.value_end(start).is_some_and(|end| {
            let mut rest = self.at(end);
            rest.next();
            rest.pos == self.length
        })
    }
}

/// Skips any value nested `depth` levels deep, and returns its end.
pub(crate) fn skip(mut at: Cursor, depth: usize) -> Option<NonZeroUsize> {
    let (is_object, close) = match at.next()? {
        b'"' => {
            at.string()?;
            return NonZeroUsize::new(at.pos);
        }
        b'{' => (true, b'}'),
        b'[' => (false, b']'),
        b't' => return at.word(b"true").and(NonZeroUsize::new(at.pos)),
        b'f' => return at.word(b"false").and(NonZeroUsize::new(at.pos)),
        b'n' => return at.word(b"null").and(NonZeroUsize::new(at.pos)),
        _ => return number(at.text(), at.pos),
    };
    at.pos += 1;
    if depth >= MAX_DEPTH {
        return None;
    }
    if at.eat(close).is_some() {
        return NonZeroUsize::new(at.pos);
    }
    loop {
        if is_object {
            at.string()?;
            at.eat(b':')?;
        }
        at.pos = skip(at, depth + 1)?.get();
        let next = at.next()?;
        at.pos += 1;
        match next {
            b',' => {}
            _ if next == close => return NonZeroUsize::new(at.pos),
            _ => return None,
        }
    }
}

/// Skips any number, and returns its end.
fn number(text: &[u8], start: usize) -> Option<NonZeroUsize> {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut pos = start + usize::from(text[start] == b'-');
    let whole = digits(pos);
    if whole == 0 || whole > 1 && text[pos] == b'0' {
        return None;
    }
    pos += whole;
    if text[pos] == b'.' {
        let decimals = digits(pos + 1);
        pos += 1 + decimals;
        (decimals > 0).then_some(())?;
    }
    if matches!(text[pos], b'e' | b'E') {
        pos += 1 + usize::from(matches!(text[pos + 1], b'+' | b'-'));
        let exponent = digits(pos);
        pos += exponent;
        (exponent > 0).then_some(())?;
    }
    NonZeroUsize::new(pos)
}

/// Passes one or more non-ASCII characters, and returns their end; `None` if they are not UTF-8.
#[inline(never)]
fn not_ascii(text: &[u8], start: usize) -> Option<NonZeroUsize> {
    let mut pos = start;
    loop {
        match text[pos..] {
            // After these lead bytes, every continuation byte is valid.
            [0xE1..=0xEC | 0xEE..=0xEF, 0x80..=0xBF, 0x80..=0xBF, ..] => pos += 3,
            [0xC2..=0xDF, 0x80..=0xBF, ..] => pos += 2,
            [0x80..=0xFF, ..] => {
                let others = text[pos..].iter().take_while(|byte| !byte.is_ascii()).count();
                core::str::from_utf8(&text[pos..pos + others]).ok()?;
                pos += others;
            }
            _ => return NonZeroUsize::new(pos).filter(|_| pos > start),
        }
    }
}

/// Returns the mask of the escaped bytes of a block, from the mask of its backslashes. In a run of backslashes, every
/// second one is escaped. `carry` is 1 if the first byte of the block is escaped, and is updated for the next block.
fn escaped_bytes(backslashes: u64, carry: &mut u64) -> u64 {
    const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
    // The subtraction carries from the start of each run to its end.
    let escapes = backslashes & !*carry;
    let turned = ((escapes << 1 | ODD).wrapping_sub(escapes)) ^ ODD;
    let behind = turned ^ (backslashes | *carry);
    *carry = (turned & backslashes) >> 63;
    behind
}

/// Compares two texts of the same length. Names are short, and a call of `memcmp` takes longer.
#[inline(always)]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    let word = |text: &[u8], at: usize| text[at..].first_chunk().map(|&word| u64::from_le_bytes(word));
    let half = |text: &[u8], at: usize| text[at..].first_chunk().map(|&word| u32::from_le_bytes(word));
    let end = b.len();
    match end {
        0..4 => a.iter().zip(b).all(|(a, b)| a == b),
        4..8 => half(a, 0) == half(b, 0) && half(a, end - 4) == half(b, end - 4),
        // The last word overlaps the one before.
        _ => word(a, end - 8) == word(b, end - 8) && (0..end - 8).step_by(8).all(|at| word(a, at) == word(b, at)),
    }
}
