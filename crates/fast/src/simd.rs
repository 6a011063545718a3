//! Processes sixteen bytes at a time: the few steps that the fast pass applies to whole blocks.
//!
//! On wasm each step is a few instructions of `simd128`; elsewhere it is a loop that defines what the step does. The
//! same tests run on both. Of the unsafe code of this library, the two lines that load and store are here.

pub use imp::{Lanes, Tables, tables};

/// The number of bytes in [`Lanes`].
pub const LANES: usize = 16;

/// The number of bytes in a [`Block`].
pub const BLOCK: usize = 4 * LANES;

/// Four [`Lanes`].
pub struct Block(pub [Lanes; 4]);

impl Block {
    #[inline(always)]
    pub fn load(bytes: &[u8; BLOCK]) -> Self {
        let (lanes, _) = bytes.as_chunks();
        Self(core::array::from_fn(|index| Lanes::load(&lanes[index])))
    }

    /// Returns true if all bytes are ASCII letters or decimal digits; `values` are their [`Lanes::values`].
    #[inline(always)]
    pub fn is_alphanumeric(&self, values: &Self, tables: &Tables) -> bool {
        let greatest = |[a, b, c, d]: [Lanes; 4]| a.greatest(b).greatest(c.greatest(d));
        greatest(values.0).not_alphanumeric(greatest(self.0.map(|lanes| lanes.rank(tables))), tables).is_zero()
    }

    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        let [a, b, c, d] = self.0;
        a.or(b).or(c.or(d)).mask() == 0
    }

    /// Returns true if [`Lanes::stops`] marks none of the bytes.
    #[inline(always)]
    pub fn is_plain(&self, tables: &Tables) -> bool {
        let [a, b, c, d] = self.0.map(|lanes| lanes.stops(tables));
        a.or(b).or(c.or(d)).is_zero()
    }

    /// Returns true if [`Lanes::odd`] marks any of the bytes.
    #[inline(always)]
    pub fn has_odd(&self, tables: &Tables) -> bool {
        let [a, b, c, d] = self.0;
        !a.least(b).least(c.least(d)).odd(tables).is_zero()
    }

    /// Returns a mask of the bytes that a step marks, with the first byte in the lowest bit.
    #[inline(always)]
    pub fn mask(&self, step: impl Fn(Lanes) -> Lanes) -> u64 {
        self.0.iter().rev().fold(0, |mask, &lanes| mask << LANES | u64::from(step(lanes).mask()))
    }
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod imp {
    use super::LANES;
    use crate::base64::ALPHABET;
    use crate::base64::VALUES;
    use crate::scan::ByteSet;

    /// Sixteen bytes. A step that marks bytes returns 0xFF for the marked ones, and zero for the others.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct Lanes([u8; LANES]);

    /// The constants that the steps compare with.
    pub struct Tables {
        pub quote: Lanes,
        pub backslash: Lanes,
        /// The letter in the escape for a line feed.
        pub n: Lanes,
    }

    pub fn tables() -> &'static Tables {
        static TABLES: Tables =
            Tables { quote: Lanes([b'"'; LANES]), backslash: Lanes([b'\\'; LANES]), n: Lanes([b'n'; LANES]) };
        &TABLES
    }

    impl Lanes {
        pub fn load(bytes: &[u8; LANES]) -> Self {
            Self(*bytes)
        }

        pub fn store(self, to: &mut [u8; LANES]) {
            *to = self.0;
        }

        /// Marks bytes that end a run of plain text in a JSON string: quotes, backslashes, controls and non-ASCII
        /// bytes.
        pub fn stops(self, _: &Tables) -> Self {
            self.marked(|byte| matches!(byte, b'"' | b'\\' | 0..0x20 | 0x80..))
        }

        /// Marks controls, quotes, backslashes, and the byte that may begin U+FFFD.
        pub fn escaped_in_json(self, _: &Tables) -> Self {
            self.marked(|byte| matches!(byte, b'"' | b'\\' | 0..0x20 | 0xEF))
        }

        /// Marks controls and all non-ASCII bytes.
        pub fn odd(self, _: &Tables) -> Self {
            self.marked(|byte| matches!(byte, 0..0x20 | 0x80..))
        }

        /// Marks bytes that are equal in both.
        pub fn equal(self, other: Self) -> Self {
            Self(core::array::from_fn(|index| if self.0[index] == other.0[index] { u8::MAX } else { 0 }))
        }

        /// Returns a nonzero byte for each byte that is in the set, and zero for the others.
        pub fn common_bits(self, set: &ByteSet) -> Self {
            self.marked(|byte| set.has(byte))
        }

        /// Returns the values of Base64 digits that are letters or decimal digits. For all other bytes the result is
        /// arbitrary; see [`Self::rank`].
        pub fn values(self, _: &Tables) -> Self {
            Self(self.0.map(|byte| VALUES[usize::from(byte)]))
        }

        /// Returns the rank of each byte, which together with its value shows whether it is a letter or decimal digit.
        pub fn rank(self, _: &Tables) -> Self {
            Self(self.0.map(|byte| byte.wrapping_sub(1) & 0x1F))
        }

        /// Returns nonzero bytes for values and ranks that belong to no letter or decimal digit: a value above 61, or a
        /// rank above 25.
        pub fn not_alphanumeric(self, ranks: Self, _: &Tables) -> Self {
            Self(core::array::from_fn(|index| self.0[index].saturating_sub(61) | ranks.0[index].saturating_sub(25)))
        }

        /// Returns the greater byte of each pair.
        pub fn greatest(self, other: Self) -> Self {
            Self(core::array::from_fn(|index| self.0[index].max(other.0[index])))
        }

        /// Packs the values of sixteen digits into the twelve bytes that they carry, followed by four zeros.
        pub fn pack(self, _: &Tables) -> Self {
            let mut packed = [0; LANES];
            for (bytes, values) in packed.chunks_mut(3).zip(self.0.chunks(4)) {
                let bits = values.iter().fold(0, |bits: u32, &value| bits << 6 | u32::from(value & 0x3F));
                bytes.copy_from_slice(&bits.to_be_bytes()[1..]);
            }
            Self(packed)
        }

        /// Unpacks the first twelve bytes into the values of the sixteen digits that carry them.
        pub fn unpack(self, _: &Tables) -> Self {
            let mut unpacked = [0; LANES];
            for (values, bytes) in unpacked.chunks_mut(4).zip(self.0.chunks(3)) {
                let [a, b, c] = [bytes[0], bytes[1], bytes[2]];
                values.copy_from_slice(&[a >> 2, a << 4 & 0x30 | b >> 4, b << 2 & 0x3C | c >> 6, c & 0x3F]);
            }
            Self(unpacked)
        }

        /// Returns the digits of these values.
        pub fn letters(self, _: &Tables) -> Self {
            Self(self.0.map(|value| ALPHABET[usize::from(value)]))
        }

        /// Marks the values whose digits need an escape in a form: `+` and `/`.
        pub fn escaped_letters(self, _: &Tables) -> Self {
            self.marked(|value| value >= 62)
        }

        /// Returns the lower byte of each pair, as signed numbers.
        pub fn least(self, other: Self) -> Self {
            let least = |a: u8, b: u8| a.cast_signed().min(b.cast_signed()).cast_unsigned();
            Self(core::array::from_fn(|index| least(self.0[index], other.0[index])))
        }

        pub fn or(self, other: Self) -> Self {
            Self(core::array::from_fn(|index| self.0[index] | other.0[index]))
        }

        /// Widens the lower half and the upper half: each byte becomes two, the second of them zero.
        pub fn widened(self) -> (Self, Self) {
            let half =
                |from: usize| Self(core::array::from_fn(|at| if at % 2 == 0 { self.0[from + at / 2] } else { 0 }));
            (half(0), half(LANES / 2))
        }

        pub fn is_zero(self) -> bool {
            self.0 == [0; LANES]
        }

        /// Marks bytes that are not zero.
        pub fn set(self) -> Self {
            self.marked(|byte| byte != 0)
        }

        /// Returns the highest bit of each byte, with the first byte in the lowest bit.
        pub fn mask(self) -> u16 {
            self.0.iter().rev().fold(0, |mask, &byte| mask << 1 | u16::from(byte >> 7))
        }

        fn marked(self, is_marked: impl Fn(u8) -> bool) -> Self {
            Self(self.0.map(|byte| if is_marked(byte) { u8::MAX } else { 0 }))
        }
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
// The names of the instructions are long enough without a path.
#[allow(clippy::wildcard_imports)]
mod imp {
    use core::arch::wasm32::*;
    use core::hint::black_box;

    use super::LANES;
    use crate::scan::ByteSet;

    /// See the portable `Lanes` above.
    #[derive(Clone, Copy)]
    pub struct Lanes(v128);

    /// The constants of the steps, loaded from memory: V8 would otherwise rebuild them in each iteration of a loop.
    pub struct Tables {
        pub quote: Lanes,
        pub backslash: Lanes,
        pub n: Lanes,
        blank: v128,
        /// The offset from a digit to its value, by the upper half of the byte; all other bytes are moved out of range.
        shifts: v128,
        lower_half: v128,
        five_bits: v128,
        last_value: v128,
        last_rank: v128,
        /// The mask of the first of two values in sixteen bits.
        first: v128,
        /// The factors that join two times twelve bits.
        join: v128,
        /// The order of the bytes of four times twenty-four bits, highest first.
        order: v128,
        /// The order second, first, third, second of each three bytes, so that each value is contiguous; `values` holds
        /// the mask of each.
        words: v128,
        values: [v128; 4],
        /// The offset from a value to its letter, by the kind of letter.
        letters: v128,
        last_small: v128,
        first_small: v128,
        capital: v128,
        /// The byte that may begin U+FFFD.
        ef: Lanes,
    }

    const fn twice(bits: u64) -> v128 {
        u64x2(bits, bits)
    }

    const fn all(byte: u8) -> v128 {
        twice(u64::from_le_bytes([byte; 8]))
    }

    static TABLES: Tables = Tables {
        quote: Lanes(all(b'"')),
        backslash: Lanes(all(b'\\')),
        n: Lanes(all(b'n')),
        blank: all(b' '),
        shifts: i8x16(-128, -128, -128, 4, -65, -65, -71, -71, 0, 0, 0, 0, 0, 0, 0, 0),
        lower_half: all(0x0F),
        five_bits: all(0x1F),
        last_value: all(61),
        last_rank: all(25),
        first: twice(0x0FC0_0FC0_0FC0_0FC0),
        join: twice(0x0001_1000_0001_1000),
        order: u8x16(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 16, 16, 16, 16),
        words: u8x16(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10),
        values: [
            twice(0x0000_FC00_0000_FC00),
            twice(0x0000_03F0_0000_03F0),
            twice(0x0FC0_0000_0FC0_0000),
            twice(0x003F_0000_003F_0000),
        ],
        letters: i8x16(71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 65, 0, 0),
        last_small: all(51),
        first_small: all(26),
        capital: all(13),
        ef: Lanes(all(0xEF)),
    };

    pub fn tables() -> &'static Tables {
        black_box(&TABLES)
    }

    impl Lanes {
        #[inline(always)]
        #[allow(unsafe_code)]
        pub fn load(bytes: &[u8; LANES]) -> Self {
            // SAFETY: a reference to sixteen bytes is valid for reading sixteen bytes, and v128.load requires no
            // alignment.
            Self(unsafe { v128_load(bytes.as_ptr().cast()) })
        }

        #[inline(always)]
        #[allow(unsafe_code)]
        pub fn store(self, to: &mut [u8; LANES]) {
            // SAFETY: a unique reference to sixteen bytes is valid for writing sixteen bytes, and v128.store requires
            // no alignment.
            unsafe { v128_store(to.as_mut_ptr().cast(), self.0) }
        }

        #[inline(always)]
        pub fn stops(self, tables: &Tables) -> Self {
            self.odd(tables).or(self.equal(tables.quote)).or(self.equal(tables.backslash))
        }

        #[inline(always)]
        pub fn escaped_in_json(self, tables: &Tables) -> Self {
            // The subtraction is unsigned: a byte that is not a control is not below the blank.
            let controls = Self(i8x16_eq(u8x16_sub_sat(tables.blank, self.0), all(0)));
            let others = self.equal(tables.quote).or(self.equal(tables.backslash)).or(self.equal(tables.ef));
            Self(v128_not(controls.0)).or(others)
        }

        #[inline(always)]
        pub fn odd(self, tables: &Tables) -> Self {
            // As signed numbers, non-ASCII bytes are below the blank, like the controls.
            Self(i8x16_lt(self.0, tables.blank))
        }

        #[inline(always)]
        pub fn equal(self, other: Self) -> Self {
            Self(i8x16_eq(self.0, other.0))
        }

        #[inline(always)]
        pub fn common_bits(self, set: &ByteSet) -> Self {
            let upper = u8x16_swizzle(Self::load(&set.upper).0, u8x16_shr(self.0, 4));
            let lower = u8x16_swizzle(Self::load(&set.lower).0, v128_and(self.0, all(15)));
            Self(v128_and(upper, lower))
        }

        #[inline(always)]
        pub fn values(self, tables: &Tables) -> Self {
            let upper = v128_and(u16x8_shr(self.0, 4), tables.lower_half);
            Self(u8x16_add(self.0, u8x16_swizzle(tables.shifts, upper)))
        }

        #[inline(always)]
        pub fn rank(self, tables: &Tables) -> Self {
            // In five bits, adding 31 is the same as subtracting 1.
            Self(v128_and(u8x16_add(self.0, tables.five_bits), tables.five_bits))
        }

        #[inline(always)]
        pub fn not_alphanumeric(self, ranks: Self, tables: &Tables) -> Self {
            let values = u8x16_sub_sat(self.0, tables.last_value);
            Self(v128_or(values, u8x16_sub_sat(ranks.0, tables.last_rank)))
        }

        #[inline(always)]
        pub fn greatest(self, other: Self) -> Self {
            Self(u8x16_max(self.0, other.0))
        }

        #[inline(always)]
        pub fn pack(self, tables: &Tables) -> Self {
            let pairs = v128_or(v128_and(u16x8_shl(self.0, 6), tables.first), u16x8_shr(self.0, 8));
            Self(u8x16_swizzle(i32x4_dot_i16x8(pairs, tables.join), tables.order))
        }

        #[inline(always)]
        pub fn unpack(self, tables: &Tables) -> Self {
            let words = u8x16_swizzle(self.0, tables.words);
            let [first, second, third, fourth] = tables.values;
            let first = u32x4_shr(v128_and(words, first), 10);
            let second = u32x4_shl(v128_and(words, second), 4);
            let third = u32x4_shr(v128_and(words, third), 6);
            let fourth = u32x4_shl(v128_and(words, fourth), 8);
            Self(v128_or(v128_or(first, second), v128_or(third, fourth)))
        }

        #[inline(always)]
        pub fn letters(self, tables: &Tables) -> Self {
            // 0 for small letters, 1 to 12 for `0` to `/`, 13 for capitals.
            let kind = u8x16_sub_sat(self.0, tables.last_small);
            let kind = v128_or(kind, v128_and(i8x16_lt(self.0, tables.first_small), tables.capital));
            Self(u8x16_add(self.0, u8x16_swizzle(tables.letters, kind)))
        }

        #[inline(always)]
        pub fn escaped_letters(self, tables: &Tables) -> Self {
            Self(i8x16_gt(self.0, tables.last_value))
        }

        #[inline(always)]
        pub fn least(self, other: Self) -> Self {
            Self(i8x16_min(self.0, other.0))
        }

        #[inline(always)]
        pub fn or(self, other: Self) -> Self {
            Self(v128_or(self.0, other.0))
        }

        #[inline(always)]
        pub fn widened(self) -> (Self, Self) {
            (Self(u16x8_extend_low_u8x16(self.0)), Self(u16x8_extend_high_u8x16(self.0)))
        }

        #[inline(always)]
        pub fn is_zero(self) -> bool {
            !v128_any_true(self.0)
        }

        #[inline(always)]
        pub fn set(self) -> Self {
            Self(i8x16_ne(self.0, all(0)))
        }

        #[inline(always)]
        pub fn mask(self) -> u16 {
            i8x16_bitmask(self.0)
        }
    }
}
