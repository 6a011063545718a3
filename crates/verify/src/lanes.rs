//! Hashes four short ends of a text at once, to try thousands of service times.
//!
//! The ends differ in a few bytes only, and only the first word of each digest is needed: the caller hashes the few
//! candidates whose first word matches again, with the crates `sm3` and `sha1`.

use sha1::Sha1;
use sha1::digest::common::hazmat::SerializableState;
use sm3::Sm3;

use crate::target::Hasher;
use imp::Lanes;

/// The number of ends that are hashed at once.
pub(crate) const LANES: usize = 4;
const BLOCK: usize = 64;

/// The blocks after a common beginning: the last bytes of it, the end, and the padding.
pub(crate) struct Ends {
    is_sm3: bool,
    /// The state of the hash before these blocks.
    state: [Lanes; 8],
    /// The words of one or two blocks.
    words: [Lanes; 32],
    bytes: [u8; 2 * BLOCK],
    blocks: usize,
    /// The offset of the end.
    start: usize,
}

impl Ends {
    /// Prepares a text that `hasher` has read and that ends so; `end` has at most 32 bytes.
    pub fn new(hasher: &Hasher, end: &[u8]) -> Self {
        match hasher {
            Hasher::Sm3(hasher) => Self::read(true, &Sm3::serialize(hasher), 8, end),
            Hasher::Sha1(hasher) => Self::read(false, &Sha1::serialize(hasher), 5, end),
        }
    }

    /// Reads a serialized hash: the words of its state, the number of blocks, the number of bytes after them, the bytes.
    fn read(is_sm3: bool, serialized: &[u8], count: usize, end: &[u8]) -> Self {
        let (words, rest) = serialized.split_at(4 * count);
        let mut state = [Lanes::splat(0); 8];
        for (lanes, word) in state.iter_mut().zip(words.chunks_exact(4)) {
            *lanes = Lanes::splat(u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
        }
        let blocks_before = rest[..8].iter().rev().fold(0, |count: u64, &byte| count << 8 | u64::from(byte));
        let start = usize::from(rest[8]);
        let length = start + end.len();
        let mut bytes = [0; 2 * BLOCK];
        bytes[..start].copy_from_slice(&rest[9..9 + start]);
        bytes[start..length].copy_from_slice(end);
        bytes[length] = 0x80;
        let blocks = if length + 9 > BLOCK { 2 } else { 1 };
        let bits = (blocks_before * BLOCK as u64 + length as u64) * 8;
        bytes[blocks * BLOCK - 8..blocks * BLOCK].copy_from_slice(&bits.to_be_bytes());
        let mut ends = Self { is_sm3, state, words: [Lanes::splat(0); 32], bytes, blocks, start };
        for index in 0..ends.words.len() {
            ends.words[index] = Lanes::splat(ends.word(index));
        }
        ends
    }

    fn word(&self, index: usize) -> u32 {
        let bytes = &self.bytes[4 * index..];
        u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }

    /// Returns the first word of the digest of each text, whose ends begin with these bytes.
    pub fn first_words<const N: usize>(&mut self, beginnings: [[u8; N]; LANES]) -> [u32; LANES] {
        for index in self.start / 4..=(self.start + N - 1) / 4 {
            self.words[index] = Lanes::from(beginnings.map(|beginning| {
                self.bytes[self.start..self.start + N].copy_from_slice(&beginning);
                self.word(index)
            }));
        }
        let mut state = self.state;
        for block in self.words.chunks_exact(16).take(self.blocks) {
            if self.is_sm3 { sm3(&mut state, block) } else { sha1(&mut state, block) }
        }
        state[0].to_array()
    }
}

/// Reads a block by SM3 (GB/T 32905).
// The standard's names.
#[allow(clippy::many_single_char_names)]
fn sm3(state: &mut [Lanes; 8], block: &[Lanes]) {
    let mut words = [Lanes::splat(0); 68];
    words[..16].copy_from_slice(block);
    for at in 16..68 {
        let word = words[at - 16].xor(words[at - 9]).xor(words[at - 3].rotate::<15>());
        let word = word.xor(word.rotate::<15>()).xor(word.rotate::<23>());
        words[at] = word.xor(words[at - 13].rotate::<7>()).xor(words[at - 6]);
    }
    let mut now = *state;
    for at in 0..64 {
        let [a, b, c, d, e, f, g, h] = now;
        let is_early = at < 16;
        let constant: u32 = if is_early { 0x79cc_4519 } else { 0x7a87_9d8a };
        let turned = a.rotate::<12>();
        let first = turned.add(e).add(Lanes::splat(constant.rotate_left(at))).rotate::<7>();
        let second = first.xor(turned);
        let ff = if is_early { a.xor(b).xor(c) } else { majority(a, b, c) };
        let gg = if is_early { e.xor(f).xor(g) } else { choice(e, f, g) };
        let at = at as usize;
        let left = ff.add(d).add(second).add(words[at].xor(words[at + 4]));
        let right = gg.add(h).add(first).add(words[at]);
        let right = right.xor(right.rotate::<9>()).xor(right.rotate::<17>());
        now = [left, a, b.rotate::<9>(), c, right, e, f.rotate::<19>(), g];
    }
    for (word, new) in state.iter_mut().zip(now) {
        *word = word.xor(new);
    }
}

/// Reads a block by SHA-1 (FIPS 180-4).
// The standard's names.
#[allow(clippy::many_single_char_names)]
fn sha1(state: &mut [Lanes; 8], block: &[Lanes]) {
    let mut words = [Lanes::splat(0); 80];
    words[..16].copy_from_slice(block);
    for at in 16..80 {
        let word = words[at - 3].xor(words[at - 8]).xor(words[at - 14]).xor(words[at - 16]);
        words[at] = word.rotate::<1>();
    }
    let [mut a, mut b, mut c, mut d, mut e, ..] = *state;
    for (at, word) in words.into_iter().enumerate() {
        let (mixed, constant) = match at {
            0..20 => (choice(b, c, d), 0x5a82_7999),
            20..40 => (b.xor(c).xor(d), 0x6ed9_eba1),
            40..60 => (majority(b, c, d), 0x8f1b_bcdc),
            _ => (b.xor(c).xor(d), 0xca62_c1d6),
        };
        let new = a.rotate::<5>().add(mixed).add(e).add(Lanes::splat(constant)).add(word);
        (a, b, c, d, e) = (new, a, b.rotate::<30>(), c, d);
    }
    for (word, new) in state.iter_mut().zip([a, b, c, d, e]) {
        *word = word.add(new);
    }
}

/// Returns the bits that two or three of the words have.
#[inline]
fn majority(a: Lanes, b: Lanes, c: Lanes) -> Lanes {
    a.xor(b).and(a.xor(c)).xor(a)
}

/// Returns the bits of `b` where `a` has ones, and those of `c` where it has zeros.
#[inline]
fn choice(a: Lanes, b: Lanes, c: Lanes) -> Lanes {
    b.xor(c).and(a).xor(c)
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod imp {
    use core::arch::wasm32::{
        u32x4, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat, v128, v128_and, v128_or, v128_xor,
    };

    /// See the portable `Lanes` below.
    #[derive(Clone, Copy)]
    pub struct Lanes(v128);

    #[allow(clippy::inline_always)]
    impl Lanes {
        #[inline(always)]
        pub fn splat(word: u32) -> Self {
            Self(u32x4_splat(word))
        }

        #[inline(always)]
        pub fn add(self, other: Self) -> Self {
            Self(u32x4_add(self.0, other.0))
        }

        #[inline(always)]
        pub fn xor(self, other: Self) -> Self {
            Self(v128_xor(self.0, other.0))
        }

        #[inline(always)]
        pub fn and(self, other: Self) -> Self {
            Self(v128_and(self.0, other.0))
        }

        #[inline(always)]
        pub fn rotate<const BITS: u32>(self) -> Self {
            Self(v128_or(u32x4_shl(self.0, BITS), u32x4_shr(self.0, 32 - BITS)))
        }

        pub fn to_array(self) -> [u32; 4] {
            let lanes = self.0;
            [
                u32x4_extract_lane::<0>(lanes),
                u32x4_extract_lane::<1>(lanes),
                u32x4_extract_lane::<2>(lanes),
                u32x4_extract_lane::<3>(lanes),
            ]
        }
    }

    impl From<[u32; 4]> for Lanes {
        fn from([first, second, third, fourth]: [u32; 4]) -> Self {
            Self(u32x4(first, second, third, fourth))
        }
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod imp {
    use core::array::from_fn;

    /// Four words, one of each text.
    #[derive(Clone, Copy)]
    pub struct Lanes([u32; 4]);

    impl Lanes {
        pub fn splat(word: u32) -> Self {
            Self([word; 4])
        }

        pub fn add(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane].wrapping_add(other.0[lane])))
        }

        pub fn xor(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane] ^ other.0[lane]))
        }

        pub fn and(self, other: Self) -> Self {
            Self(from_fn(|lane| self.0[lane] & other.0[lane]))
        }

        pub fn rotate<const BITS: u32>(self) -> Self {
            Self(self.0.map(|word| word.rotate_left(BITS)))
        }

        pub fn to_array(self) -> [u32; 4] {
            self.0
        }
    }

    impl From<[u32; 4]> for Lanes {
        fn from(words: [u32; 4]) -> Self {
            Self(words)
        }
    }
}

#[cfg(test)]
mod tests {
    use sha1::Digest;

    use super::*;

    #[test]
    fn first_words_are_those_of_the_crates() {
        let text: alloc::vec::Vec<u8> = (0_u8..=255).map(|byte| byte.wrapping_mul(167)).collect();
        for length in 0..=text.len() {
            for hasher in [Hasher::Sm3(Sm3::new()), Hasher::Sha1(Sha1::new())] {
                let mut hasher = hasher;
                hasher.update(&text[..length]);
                for end in [&b"000\""[..], b"000\"\n"] {
                    let beginnings = [*b"000", *b"129", *b"abc", [0xff; 3]];
                    let words = Ends::new(&hasher, end).first_words(beginnings);
                    for (word, beginning) in words.into_iter().zip(beginnings) {
                        let mut hasher = hasher.clone();
                        hasher.update(&beginning);
                        hasher.update(&end[3..]);
                        assert_eq!(word.to_be_bytes(), hasher.digest()[..4], "{length}");
                    }
                }
            }
        }
    }
}
