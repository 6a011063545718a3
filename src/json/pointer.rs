//! JSON Pointers (RFC 6901): from a place in a text to what is there, and back.

use std::borrow::Cow;
use std::ops::Range;

use super::{Kind, Node};

/// The way from a value to the innermost one that holds a range, itself or with its key: the keys and indices, and the
/// values.
pub(crate) fn path_to<'n, 'a>(node: &'n Node<'a>, at: &Range<usize>) -> Vec<(String, &'n Node<'a>)> {
    let holds = |start: usize, end: usize| start <= at.start && at.end <= end;
    let mut path = Vec::new();
    let mut node = node;
    loop {
        let next = match &node.kind {
            Kind::Object(object) => {
                let mut members = object.members.iter();
                let member = members.find(|member| holds(member.key_at.start, member.value.at.end));
                member.map(|member| (member.key.to_string(), &member.value))
            }
            Kind::Array(items) => {
                let mut items = items.iter().enumerate();
                items.find(|(_, item)| holds(item.at.start, item.at.end)).map(|(index, item)| (index.to_string(), item))
            }
            _ => None,
        };
        let Some((segment, inner)) = next else {
            return path;
        };
        path.push((segment, inner));
        node = inner;
    }
}

/// The value at the end of a pointer, which here has no `/` before its first segment. Of members with the same key it is
/// the last, as for those who read JSON into objects.
pub(crate) fn value_at<'n, 'a>(node: &'n Node<'a>, pointer: &str) -> Option<&'n Node<'a>> {
    let (segment, rest) = first_segment(pointer);
    let inner = match &node.kind {
        Kind::Object(object) => &object.members.iter().rfind(|member| escaped(&member.key) == segment)?.value,
        Kind::Array(items) => {
            // Neither `01` nor `+1` is an index.
            let is_index = segment == "0" || !segment.starts_with(['0', '+']);
            items.get(segment.parse::<usize>().ok().filter(|_| is_index)?)?
        }
        _ => return None,
    };
    rest.map_or(Some(inner), |rest| value_at(inner, rest))
}

/// What a pointer begins with, and what follows behind the next `/`.
pub(crate) fn first_segment(pointer: &str) -> (&str, Option<&str>) {
    pointer.split_once('/').map_or((pointer, None), |(segment, rest)| (segment, Some(rest)))
}

/// A key or an index as a segment of a pointer.
pub(crate) fn escaped(segment: &str) -> Cow<'_, str> {
    if segment.contains(['~', '/']) {
        return Cow::Owned(segment.replace('~', "~0").replace('/', "~1"));
    }
    Cow::Borrowed(segment)
}
