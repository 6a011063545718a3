//! Reads ordinary JSON without building anything, and stops at anything unusual.

use std::num::NonZeroUsize;

use crate::scan::ByteSet;
use crate::simd::{BLOCK, Block, LANES, Lanes, Tables, tables};

/// The characters that may follow a backslash, except `/` and `u`.
const ESCAPABLE: ByteSet = ByteSet::of(b"\"\\bfnrt");

/// A position in a JSON text. Its methods return `None` at anything unusual or unexpected.
///
/// The text is followed by a NUL, which JSON does not contain, and then by more bytes than a [`Block`] has.
///
/// The common path never takes its address, so that it stays in registers: this is half of the speed.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    text: &'a [u8],
    pub pos: usize,
    tables: &'static Tables,
}

/// The content of a string.
pub struct Content<'a> {
    /// The raw text: UTF-8, with its escapes.
    pub raw: &'a [u8],
    /// The number of escapes, each of two characters.
    pub escapes: usize,
    /// Whether its last character is escaped.
    pub ends_escaped: bool,
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
                    return Some(Content { raw, escapes: 0, ends_escaped: false });
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
    let mut count = 0;
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
        count += read.count_ones() as usize;
        // Most escapes are `\"`, `\\` and `\n`.
        let others = read & !(quotes | backslashes);
        if others != 0 {
            let others = others & !block.mask(|lanes| lanes.equal(tables.n));
            if others != 0 && others & !block.mask(|lanes| lanes.common_bits(&ESCAPABLE).set()) != 0 {
                return None;
            }
        }
        pos += stop as usize;
        if stops == 0 {
            before = escaped >> 63;
            continue;
        }
        if text[pos] == b'"' {
            let ends_escaped = (escaped << 1 | before) >> stop & 1 == 1;
            return Some((pos + 1, Content { raw: &text[start..pos], escapes: count, ends_escaped }));
        }
        pos = not_ascii(text, pos)?.get();
        (carry, before) = (0, 0);
    }
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
                std::str::from_utf8(&text[pos..pos + others]).ok()?;
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
pub fn same(a: &[u8], b: &[u8]) -> bool {
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
