//! First layer: the body as `application/x-www-form-urlencoded`, taken apart into its fields.

use std::borrow::Cow;
use std::ops::Range;

use crate::percent;

/// Where one `name=value` stands in the body, still encoded.
pub(crate) struct Pair {
    pub name: Range<usize>,
    pub value: Range<usize>,
}

impl Pair {
    /// The name, decoded.
    pub fn name<'a>(&self, body: &'a [u8]) -> Cow<'a, str> {
        percent::decode_name(&body[self.name.clone()])
    }
}

/// The fields of a body, in their order, as the WHATWG URL standard's form parser finds them.
pub(crate) fn pairs(body: &[u8]) -> Vec<Pair> {
    let mut start = 0;
    let pair = |text: &[u8]| {
        let at = start;
        start += text.len() + 1;
        let equals = text.iter().position(|&byte| byte == b'=');
        let name = at..at + equals.unwrap_or(text.len());
        let value = name.end + usize::from(equals.is_some())..at + text.len();
        (!text.is_empty()).then_some(Pair { name, value })
    };
    body.split(|&byte| byte == b'&').filter_map(pair).collect()
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
            let pairs = pairs(body.as_bytes());
            let found: Vec<_> =
                pairs.iter().map(|pair| (pair.name(body.as_bytes()), &body[pair.value.clone()])).collect();
            let expected: Vec<_> = expected.into_iter().map(|(name, value)| (Cow::from(name), value)).collect();
            assert_eq!(found, expected, "{body}");
        }
    }
}
