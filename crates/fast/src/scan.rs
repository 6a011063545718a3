//! Searches long texts for a few bytes.

use crate::simd::{LANES, Lanes};

/// A set of bytes, made at compile time.
///
/// A row is the sixteen bytes with the same upper half. Rows that have the same lower halves in the set are of one
/// kind, and each kind has a bit. `upper` holds the kind of each row, `lower` the kinds that contain each lower half. A
/// byte is in the set if the entries of its halves have a bit in common.
///
/// ```
/// use cbt179_fast::scan::ByteSet;
///
/// const DELIMITERS: ByteSet = ByteSet::of(b"=&");
/// assert_eq!(DELIMITERS.find(b"EData=e30%3D"), Some(5));
/// assert_eq!(DELIMITERS.count(b"a=1&b=2"), 3);
/// ```
pub struct ByteSet {
    pub(crate) upper: [u8; LANES],
    pub(crate) lower: [u8; LANES],
}

impl ByteSet {
    /// Creates the set of these bytes.
    #[must_use]
    pub const fn of(bytes: &[u8]) -> Self {
        let mut rows = [0; LANES];
        let mut index = 0;
        while index < bytes.len() {
            rows[bytes[index] as usize >> 4] |= 1 << (bytes[index] & 15);
            index += 1;
        }
        Self::of_rows(rows)
    }

    /// Creates the set of the bytes from `first` to `last`, inclusive.
    #[must_use]
    pub const fn range(first: u8, last: u8) -> Self {
        let mut rows = [0; LANES];
        let mut byte = first as usize;
        while byte <= last as usize {
            rows[byte >> 4] |= 1 << (byte & 15);
            byte += 1;
        }
        Self::of_rows(rows)
    }

    /// Returns the union of both sets.
    #[must_use]
    pub const fn or(&self, other: &Self) -> Self {
        let (mut rows, others) = (self.rows(), other.rows());
        let mut upper = 0;
        while upper < LANES {
            rows[upper] |= others[upper];
            upper += 1;
        }
        Self::of_rows(rows)
    }

    /// Returns the set of all other bytes.
    #[must_use]
    pub const fn not(&self) -> Self {
        let mut rows = self.rows();
        let mut upper = 0;
        while upper < LANES {
            rows[upper] = !rows[upper];
            upper += 1;
        }
        Self::of_rows(rows)
    }

    /// Creates a set from its rows: one for each upper half, with a bit for each lower half.
    const fn of_rows(rows: [u16; LANES]) -> Self {
        let mut set = Self { upper: [0; LANES], lower: [0; LANES] };
        let mut kinds = 0;
        let mut row = 0;
        while row < LANES {
            // A row equal to an earlier one is of the same kind.
            let mut same = 0;
            while rows[same] != rows[row] {
                same += 1;
            }
            if rows[row] != 0 && same == row {
                assert!(kinds < 8, "a set has eight kinds of rows at most");
                set.upper[row] = 1 << kinds;
                kinds += 1;
                let mut lower = 0;
                while lower < LANES {
                    if rows[row] >> lower & 1 == 1 {
                        set.lower[lower] |= set.upper[row];
                    }
                    lower += 1;
                }
            } else {
                set.upper[row] = set.upper[same];
            }
            row += 1;
        }
        set
    }

    const fn rows(&self) -> [u16; LANES] {
        let mut rows = [0; LANES];
        let mut at = 0;
        while at < LANES * LANES {
            let (upper, lower) = (at / LANES, at % LANES);
            if self.upper[upper] & self.lower[lower] != 0 {
                rows[upper] |= 1 << lower;
            }
            at += 1;
        }
        rows
    }

    /// Returns whether a byte is in the set.
    #[must_use]
    pub const fn has(&self, byte: u8) -> bool {
        self.upper[byte as usize >> 4] & self.lower[byte as usize & 15] != 0
    }

    /// Returns the offset of the first byte that is in the set.
    #[must_use]
    pub fn find(&self, bytes: &[u8]) -> Option<usize> {
        /// Matches nearer than this are found faster one by one.
        const NEAR: usize = 4;
        if let Some(at) = bytes.iter().take(NEAR).position(|&byte| self.has(byte)) {
            return Some(at);
        }
        let (blocks, rest) = bytes.as_chunks();
        for (index, block) in blocks.iter().enumerate() {
            let marked = Lanes::load(block).common_bits(self);
            if !marked.is_zero() {
                return Some(index * LANES + marked.set().mask().trailing_zeros() as usize);
            }
        }
        let at = rest.iter().position(|&byte| self.has(byte))?;
        Some(bytes.len() - rest.len() + at)
    }

    /// Counts the bytes that are in the set.
    #[must_use]
    pub fn count(&self, bytes: &[u8]) -> usize {
        let (blocks, rest) = bytes.as_chunks();
        let in_block = |block| Lanes::load(block).common_bits(self).set().mask().count_ones() as usize;
        blocks.iter().map(in_block).sum::<usize>() + rest.iter().filter(|&&byte| self.has(byte)).count()
    }
}

/// Returns whether UTF-8 text contains U+FFFD, the replacement character.
#[must_use]
pub fn has_replacement(text: &[u8]) -> bool {
    const LEAD: ByteSet = ByteSet::of(b"\xEF");
    let mut rest = text;
    while let Some(at) = LEAD.find(rest) {
        if rest[at..].starts_with(b"\xEF\xBF\xBD") {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::{ByteSet, has_replacement};

    type Predicate = fn(u8) -> bool;

    const SETS: [(ByteSet, Predicate); 5] = [
        (ByteSet::of(b""), |_| false),
        (ByteSet::of(b"%+"), |byte| byte == b'%' || byte == b'+'),
        (ByteSet::range(0x80, 0xFF), |byte| !byte.is_ascii()),
        (ByteSet::range(0, 0x1F).or(&ByteSet::of(b"\"\\")), |byte| byte < b' ' || byte == b'"' || byte == b'\\'),
        (ByteSet::range(b'0', b'9').or(&ByteSet::range(b'a', b'z')).or(&ByteSet::range(b'A', b'Z')).not(), |byte| {
            !byte.is_ascii_alphanumeric()
        }),
    ];

    #[test]
    fn sets_have_their_bytes() {
        for (index, (set, is_such)) in SETS.iter().enumerate() {
            for byte in 0..=u8::MAX {
                assert_eq!(set.has(byte), is_such(byte), "{index}: {byte}");
                assert_eq!(set.count(&[byte; 37]), if is_such(byte) { 37 } else { 0 }, "{index}: {byte}");
            }
        }
    }

    #[test]
    fn the_first_is_found() {
        for length in 0..70 {
            let mut bytes = vec![b'a'; length];
            assert_eq!(SETS[1].0.find(&bytes), None, "{length}");
            for at in (0..length).rev() {
                bytes[at] = b'+';
                assert_eq!(SETS[1].0.find(&bytes), Some(at), "{length}");
                assert_eq!(SETS[1].0.count(&bytes), length - at);
            }
        }
    }

    #[test]
    fn replacements_are_found() {
        for (text, is_found) in [("", false), ("，｛\u{FFFC}", false), ("，\u{FFFD}", true), ("好\u{FFFD}a", true)]
        {
            assert_eq!(has_replacement(text.as_bytes()), is_found, "{text}");
        }
    }
}
