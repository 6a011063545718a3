//! JSON Pointers (RFC 6901): conversion between an offset in a text and the value there.

use alloc::borrow::Cow;
use alloc::string::ToString;
use core::ops::Range;

use super::{Kind, Node};

/// Finds the element or member of a value that contains a range. A member's range includes its key. Returns the index
/// or key, and the value.
pub(crate) fn holder<'t>(node: &Node<'t>, at: &Range<usize>) -> Option<(Cow<'t, str>, Node<'t>)> {
    let holds = |start: usize, end: usize| start <= at.start && at.end <= end;
    // A member begins like its object where the brace is missing.
    match &node.kind {
        _ if *at == node.at => None,
        Kind::Object(object) => {
            let member = object.members.iter().find(|member| holds(member.key_at.start, member.value.at.end))?;
            Some((Cow::Borrowed(member.key), member.value))
        }
        Kind::Array(items) => {
            let (index, item) = items.iter().enumerate().find(|(_, item)| holds(item.at.start, item.at.end))?;
            Some((Cow::Owned(index.to_string()), item))
        }
        _ => None,
    }
}

/// Returns the value that a pointer refers to; the pointer has no `/` before its first segment.
///
/// If several members have the same name, the last one that contains the rest of the pointer counts. In
/// `{"a":{"b":1},"a":{"c":2}}`, `a/b` refers to `1`, and `a` to `{"c":2}`, as in parsers that read JSON into objects.
pub(crate) fn value_at<'t>(node: &Node<'t>, pointer: &str) -> Option<Node<'t>> {
    let (segment, rest) = first_segment(pointer);
    let inner = |value: Node<'t>| match rest {
        None => Some(value),
        Some(rest) => value_at(&value, rest),
    };
    match &node.kind {
        Kind::Object(object) => {
            let members = object.members.iter().filter(|member| escaped(member.key) == segment);
            members.filter_map(|member| inner(member.value)).last()
        }
        Kind::Array(items) => {
            let index: usize = segment.parse().ok()?;
            // Neither `01` nor `+1` is an index.
            items.iter().nth(index).filter(|_| index.to_string() == segment).and_then(inner)
        }
        _ => None,
    }
}

/// Splits a pointer into its first segment and the rest after the next `/`.
pub(crate) fn first_segment(pointer: &str) -> (&str, Option<&str>) {
    pointer.split_once('/').map_or((pointer, None), |(segment, rest)| (segment, Some(rest)))
}

/// Escapes a key or an index as a segment of a pointer.
pub(crate) fn escaped(segment: &str) -> Cow<'_, str> {
    if segment.contains(['~', '/']) {
        return Cow::Owned(segment.replace('~', "~0").replace('/', "~1"));
    }
    Cow::Borrowed(segment)
}
