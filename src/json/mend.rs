//! What was meant by JSON that is none.

use std::ops::Range;

use super::{Kind, Member};

/// What to take out of a text so that a member is gone: itself, and the comma before it, or behind the first. `None` where
/// there is more than that comma.
pub(crate) fn removal(text: &str, members: &[Member], index: usize) -> Option<Range<usize>> {
    let is_comma = |at: Range<usize>| text.get(at).is_some_and(|between| between.trim() == ",");
    let member = &members[index];
    if let Some(before) = index.checked_sub(1).map(|before| members[before].value.at.end) {
        return is_comma(before..member.key_at.start).then_some(before..member.value.at.end);
    }
    let behind = members.get(1)?.key_at.start;
    is_comma(member.value.at.end..behind).then_some(member.key_at.start..behind)
}

/// Whether a text fits, as far as its next comma, behind a value that stands within these open brackets.
pub(super) fn goes_on(text: &str, mut open: &[u8]) -> bool {
    let mut rest = text.trim_start();
    while let Some(end) = rest.strip_prefix(['}', ']']) {
        let opened = if rest.starts_with('}') { b'{' } else { b'[' };
        match open.split_last() {
            Some((last, outer)) if *last == opened => open = outer,
            _ => return false,
        }
        rest = end.trim_start();
    }
    match (rest.strip_prefix(','), open.last()) {
        (Some(item), Some(last)) => (*last == b'{') == begins_with_key(item.trim_start()),
        _ => rest.is_empty() && open.is_empty(),
    }
}

/// Whether a text begins with a string that a colon follows.
fn begins_with_key(text: &str) -> bool {
    let mut is_escaped = false;
    let end = text.strip_prefix('"').and_then(|key| {
        key.find(|char| {
            let ends = char == '"' && !is_escaped;
            is_escaped = char == '\\' && !is_escaped;
            ends
        })
    });
    end.is_some_and(|end| text[end + 2..].trim_start().starts_with(':'))
}

/// What other languages' words for JSON's are in JSON.
pub(super) fn meant_by<'a>(word: &str) -> Option<(&'static str, Kind<'a>)> {
    match &*word.to_lowercase() {
        "true" => Some(("true", Kind::Bool(true))),
        "false" => Some(("false", Kind::Bool(false))),
        "null" | "none" | "nil" | "undefined" | "nan" => Some(("null", Kind::Null)),
        _ => None,
    }
}
