//! Finds pieces of the known secrets in a text, in every encoding in which they may occur.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::PIECE;
use cbt179_fast::percent_encoded;
use cbt179_fast::strings::push_string;

/// A hash set of all pieces of the secrets: an open-addressing table with linear probing, at most half full.
#[derive(Debug)]
pub(super) struct Pieces(Vec<u64>);

impl Pieces {
    /// Collects the pieces of these values.
    pub fn of(values: &[String]) -> Self {
        let mut spelled = Vec::new();
        for value in values {
            spell(value, &mut spelled);
        }
        let length: usize = spelled.iter().map(Vec::len).sum();
        let mut pieces = Self(vec![0; (2 * length).next_power_of_two()]);
        for spelling in &spelled {
            let mut window = Window::default();
            for &byte in spelling {
                if let Some(piece) = window.push(byte) {
                    let slot = pieces.slot(piece);
                    pieces.0[slot] = piece;
                }
            }
        }
        pieces
    }

    /// Returns the ranges of a text that consist of these pieces; overlapping pieces are merged.
    pub fn find(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let mut window = Window::default();
        for (at, &byte) in text.iter().enumerate() {
            let Some(piece) = window.push(byte) else { continue };
            if self.0[self.slot(piece)] != 0 {
                let (start, end) = (at + 1 - PIECE, at + 1);
                match ranges.last_mut() {
                    Some(last) if last.end >= start => last.end = end,
                    _ => ranges.push(start..end),
                }
            }
        }
        ranges
    }

    /// Returns the slot that contains a piece, or the slot where it would be inserted.
    fn slot(&self, piece: u64) -> usize {
        // The golden ratio in 64 bits, as in Knuth's multiplicative hashing.
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        let mask = self.0.len() - 1;
        // The highest bits are the best mixed.
        let mut slot = usize::try_from(piece.wrapping_mul(FACTOR) >> 40).unwrap_or_default() & mask;
        while self.0[slot] != 0 && self.0[slot] != piece {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// The last bytes of a text that is read byte by byte.
#[derive(Default)]
struct Window {
    bytes: u64,
    length: usize,
}

impl Window {
    /// Adds a byte. Returns the piece that ends there, packed into an integer with an extra bit that distinguishes it from
    /// an empty slot.
    fn push(&mut self, byte: u8) -> Option<u64> {
        const END: u64 = 1 << (8 * PIECE);
        self.bytes = (self.bytes << 8 | u64::from(byte)) & (END - 1);
        self.length += 1;
        (self.length >= PIECE).then_some(self.bytes | END)
    }
}

/// Adds the encodings in which a value may occur again: raw, JSON-escaped, percent-encoded, and Base64.
///
/// Base64 is the run of characters that depends on the value alone, at each of the three alignments of its first byte
/// within a group.
fn spell(value: &str, all: &mut Vec<Vec<u8>>) {
    all.push(value.into());
    // Most values need no escapes.
    if !value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let mut json = String::new();
        push_string(value, &mut json);
        all.extend([json[1..json.len() - 1].into(), percent_encoded(value).into_bytes()]);
    }
    for before in 0..3 {
        let base64 = cbt179_fast::base64::encode(&[&b"\0\0"[..before], value.as_bytes()].concat());
        let (start, end) = ((before * 8).div_ceil(6), (before + value.len()) * 8 / 6);
        let base64 = &base64[start..end];
        all.push(base64.into());
        if base64.bytes().any(|byte| matches!(byte, b'+' | b'/')) {
            all.extend(
                [("-", "_"), ("%2B", "%2F")].map(|(plus, slash)| base64.replace('+', plus).replace('/', slash).into()),
            );
        }
    }
}
