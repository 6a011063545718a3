//! JSON Pointers (RFC 6901): conversion between an offset in a text and the value there.

use alloc::borrow::Cow;
use alloc::string::ToString;
use core::ops::Range;

use super::{Kind, Node};

/// Finds the element or member of a value that contains a range. A member's range includes its key. Returns the index
/// or key, and the value.
pub(crate) fn holder<'n, 'a>(node: &'n Node<'a>, at: &Range<usize>) -> Option<(Cow<'n, str>, &'n Node<'a>)> {
    let holds = |start: usize, end: usize| start <= at.start && at.end <= end;
    // A member begins like its object where the brace is missing.
    match &node.kind {
        _ if *at == node.at => None,
        Kind::Object(object) => {
            let member = object.members.iter().find(|member| holds(member.key_at.start, member.value.at.end))?;
            Some((Cow::Borrowed(&*member.key), &member.value))
        }
        Kind::Array(items) => {
            let index = items.iter().position(|item| holds(item.at.start, item.at.end))?;
            Some((Cow::Owned(index.to_string()), &items[index]))
        }
        _ => None,
    }
}

/// Returns the value that a pointer refers to; the pointer has no `/` before its first segment. If several members have
/// the same key, the last one counts, as in parsers that read JSON into objects.
pub(crate) fn value_at<'n, 'a>(node: &'n Node<'a>, pointer: &str) -> Option<&'n Node<'a>> {
    let (segment, rest) = first_segment(pointer);
    let inner = match &node.kind {
        Kind::Object(object) => &object.members.iter().rfind(|member| escaped(&member.key) == segment)?.value,
        Kind::Array(items) => {
            let index: usize = segment.parse().ok()?;
            // Neither `01` nor `+1` is an index.
            items.get(index).filter(|_| index.to_string() == segment)?
        }
        _ => return None,
    };
    rest.map_or(Some(inner), |rest| value_at(inner, rest))
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
