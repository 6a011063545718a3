//! Text: encodings, source maps, and positions.

pub(crate) mod excerpt;
pub(crate) mod gbk;
pub(crate) mod line_index;
mod source_map;
mod utf16;
pub(crate) mod utf8;

pub(crate) use source_map::SourceMap;
