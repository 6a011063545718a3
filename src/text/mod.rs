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
