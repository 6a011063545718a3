//! Converts UTF-8 to UTF-16, the encoding of JavaScript strings: engines copy UTF-16 as it is, but decode UTF-8 byte by
//! byte.

use alloc::vec::Vec;

use super::grow;
use crate::simd::{BLOCK, Block, LANES};

/// Writes UTF-8 as little-endian UTF-16 into `out`, and returns its length in bytes. Returns `None` if the text is
/// ASCII, which needs no conversion, or if it is not UTF-8.
pub fn widen(text: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    if text.is_ascii() {
        return None;
    }
    // A byte of UTF-8 becomes two bytes at most.
    grow(out, 2 * text.len());
    let (mut pos, mut end) = (0, 0);
    while pos < text.len() {
        // Units written after the ASCII prefix of a block are overwritten.
        while let Some(block) = text[pos..].first_chunk() {
            let block = Block::load(block);
            let to = out.get_mut(end..)?.first_chunk_mut::<{ 2 * BLOCK }>()?;
            for (lanes, to) in block.0.into_iter().zip(to.as_chunks_mut::<{ 2 * LANES }>().0) {
                let (lower, upper) = lanes.widened();
                lower.store(to.first_chunk_mut()?);
                upper.store(to.last_chunk_mut()?);
            }
            let ascii = if block.is_ascii() { BLOCK } else { block.mask(|lanes| lanes).trailing_zeros() as usize };
            pos += ascii;
            end += 2 * ascii;
            if ascii < BLOCK {
                break;
            }
        }
        let rest = &text[pos..];
        let others = rest.iter().position(u8::is_ascii).unwrap_or(rest.len());
        // In the last, incomplete block, ASCII is converted here too.
        let others = if others == 0 { rest.len() } else { others };
        for unit in core::str::from_utf8(&rest[..others]).ok()?.encode_utf16() {
            out.get_mut(end..)?.first_chunk_mut::<2>()?.copy_from_slice(&unit.to_le_bytes());
            end += 2;
        }
        pos += others;
    }
    Some(end)
}
