//! First layer: the body as `application/x-www-form-urlencoded`, taken apart into its fields.

use std::ops::Range;

use crate::percent;

/// One `name=value` of the body.
pub(crate) struct Pair {
    /// The name, decoded.
    pub name: String,
    /// Where the name stands in the body.
    pub name_at: Range<usize>,
    /// Where the value stands in the body, still encoded.
    pub value_at: Range<usize>,
}

/// The fields of a body, in their order, as the WHATWG URL standard's form parser finds them.
pub(crate) fn pairs(body: &[u8]) -> impl Iterator<Item = Pair> {
    let mut start = 0;
    body.split(|&byte| byte == b'&').filter_map(move |pair| {
        let at = start;
        start += pair.len() + 1;
        if pair.is_empty() {
            return None;
        }
        let equals = pair.iter().position(|&byte| byte == b'=');
        let name_at = at..at + equals.unwrap_or(pair.len());
        let value_at = name_at.end + usize::from(equals.is_some())..at + pair.len();
        Some(Pair { name: percent::decode_name(&body[name_at.clone()]), name_at, value_at })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_bodies_apart() {
        for (body, expected) in [
            ("", vec![]),
            ("&&", vec![]),
            ("a=1&b=2", vec![("a", "1"), ("b", "2")]),
            ("a=1&&b=2&", vec![("a", "1"), ("b", "2")]),
            ("a", vec![("a", "")]),
            ("a=", vec![("a", "")]),
            ("=1", vec![("", "1")]),
            ("a=fQ==&b=x", vec![("a", "fQ=="), ("b", "x")]),
            ("%45Data+x=1", vec![("EData x", "1")]),
        ] {
            let found: Vec<_> = pairs(body.as_bytes()).collect();
            let found: Vec<_> = found.iter().map(|pair| (pair.name.as_str(), &body[pair.value_at.clone()])).collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
