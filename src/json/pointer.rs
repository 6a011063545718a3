//! JSON Pointers (RFC 6901): from a place in a text to what is there, and back.

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
    pointer.split('/').try_fold(node, |node, segment| match &node.kind {
        Kind::Object(object) => {
            let key = segment.replace("~1", "/").replace("~0", "~");
            object.members.iter().rfind(|member| member.key == key).map(|member| &member.value)
        }
        Kind::Array(items) => {
            // Neither `01` nor `+1` is an index.
            let index = segment.parse().ok().filter(|index: &usize| index.to_string() == segment);
            items.get(index?)
        }
        _ => None,
    })
}

/// A key or an index as a segment of a pointer.
pub(crate) fn escaped(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}
