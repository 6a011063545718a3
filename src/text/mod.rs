//! Text: encodings, source maps, and positions.

pub(crate) mod excerpt;
pub(crate) mod gbk;
pub(crate) mod line_index;
mod source_map;
mod utf16;
pub(crate) mod utf8;
pub(crate) mod varint;

pub(crate) use source_map::SourceMap;

/// The greatest length of an input in bytes, whatever the options allow: offsets in its texts have 32 bits.
pub(crate) const LONGEST: usize = 1 << 30;

/// Returns how many bytes to reserve before adding `more`, or 0 if they fit. A large buffer grows by only an eighth,
/// because both copies exist while it is moved.
pub(crate) fn growth(length: usize, capacity: usize, more: usize) -> usize {
    const STEP: usize = 4096;
    if capacity - length < more { more.max(length / 8).max(length.min(STEP)) } else { 0 }
}
