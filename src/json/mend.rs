//! What was meant by JSON that is none.

use super::strings::{closing_quote, is_odd_quote};
use super::{Kind, Member};
use crate::faults::Fault;

/// Mends a fault by taking out the member that it is about, which says the same as the one that is `kept`; with it goes the
/// comma on the side of that one, so that there is no comma that two such members share. There must be just that comma.
pub(crate) fn remove(text: &str, members: &[Member], index: usize, kept: usize, fault: &mut Fault) {
    let Member { key_at, value, .. } = &members[index];
    let (comma, member) = if kept < index {
        let before = members[index - 1].value.at.end;
        (before..key_at.start, before..value.at.end)
    } else {
        let behind = members[index + 1].key_at.start;
        (value.at.end..behind, key_at.start..behind)
    };
    if text.get(comma).is_some_and(|between| between.trim() == ",") {
        fault.change(member, "");
    }
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
pub(super) fn begins_with_key(text: &str) -> bool {
    /// No name is so long.
    const LONGEST_KEY: usize = 200;
    let Some(quote) = text.chars().next().filter(|&char| char == '"' || is_odd_quote(char)) else {
        return false;
    };
    let end = closing_quote(text[quote.len_utf8()..].char_indices().take(LONGEST_KEY), quote);
    end.is_some_and(|(at, char)| text[quote.len_utf8() + at + char.len_utf8()..].trim_start().starts_with([':', '：']))
}

/// What other languages' words for JSON's are in JSON.
pub(super) fn meant_by<'a>(word: &str) -> Option<(&'static str, Kind<'a>)> {
    let is = |meant: &&str| word.eq_ignore_ascii_case(meant);
    if is(&"true") {
        Some(("true", Kind::Bool(true)))
    } else if is(&"false") {
        Some(("false", Kind::Bool(false)))
    } else {
        ["null", "none", "nil", "undefined", "nan"].iter().any(is).then_some(("null", Kind::Null))
    }
}
