//! A bracket that is missing, too many or of a wrong kind: where, is found by trying.
//!
//! From one wrong bracket on, everything is in a wrong place, and the place where that shows is seldom the place of the
//! mistake. But the interface says what belongs where, so the change that leaves the least to complain of is the one.

use std::collections::BinaryHeap;
use std::ops::Range;

use crate::faults::Change;
use crate::fix;
use crate::json;
use crate::scan::find;

/// The changes of one bracket that make the brackets of a text match, from `start` on, those near to a place first; none
/// where they match already, or where a string is not closed.
pub(crate) fn candidates(text: &str, start: usize, near: usize) -> Vec<Change> {
    /// So many are tried, and in long texts so many bytes.
    const MOST: usize = 600;
    const BYTES: usize = 1 << 24;
    let Some(tokens) = tokens(text.as_bytes(), start) else {
        return Vec::new();
    };
    let brackets: Vec<(usize, u8)> = (tokens.iter())
        .map(|token| (token.start, text.as_bytes()[token.start]))
        .filter(|(_, byte)| b"{}[]".contains(byte))
        .collect();
    if match_up(bytes(&brackets)) {
        return Vec::new();
    }
    let distances = tokens.iter().enumerate().map(|(token, at)| (at.start.abs_diff(near), token));
    // A heap, because the sorts of slices bring many times as much code into the wasm.
    let nearest = distances.collect::<BinaryHeap<_>>().into_sorted_vec();
    let changes = nearest.into_iter().flat_map(|(_, token)| changes_at(text, &tokens[token]));
    let fits = |change: &Change| {
        let before = brackets.partition_point(|bracket| bracket.0 < change.at.start);
        let behind = before + usize::from(!change.at.is_empty());
        match_up(bytes(&brackets[..before]).chain(change.text.bytes()).chain(bytes(&brackets[behind..])))
    };
    let most = MOST.min(BYTES / (brackets.len() + 1));
    changes.take(most).filter(fits).collect()
}

fn bytes(brackets: &[(usize, u8)]) -> impl Iterator<Item = u8> + '_ {
    brackets.iter().map(|bracket| bracket.1)
}

/// The changes of one bracket at a token: another in its place, none, or one before it or behind.
fn changes_at<'t>(text: &'t str, token: &'t Range<usize>) -> impl Iterator<Item = Change> + 't {
    let change = |at: Range<usize>, text: &'static str| Change { at, text: text.into() };
    let instead = match text.as_bytes()[token.start] {
        b'{' => Some("["),
        b'[' => Some("{"),
        b'}' => Some("]"),
        b']' => Some("}"),
        _ => None,
    };
    let own = instead.into_iter().flat_map(move |other| [change(token.clone(), other), change(token.clone(), "")]);
    let before = ["{", "["].map(|bracket| change(token.start..token.start, bracket));
    let behind = ["}", "]"].map(|bracket| change(token.end..token.end, bracket));
    own.chain(before).chain(behind)
}

/// Where strings, brackets, and what is neither stand. `None` where a string is not closed, or not on its line.
fn tokens(text: &[u8], start: usize) -> Option<Vec<Range<usize>>> {
    let mut tokens = Vec::new();
    let mut pos = start;
    while pos < text.len() {
        let start = pos;
        pos += 1;
        match text[start] {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => continue,
            b'{' | b'}' | b'[' | b']' => {}
            b'"' => {
                while *text.get(pos)? != b'"' {
                    pos += find(&text[pos..], json::is_special)?;
                    pos += match text[pos] {
                        b'\n' => return None,
                        b'"' => 0,
                        b'\\' => 2,
                        _ => 1,
                    };
                }
                pos += 1;
            }
            _ => {
                let is_end = |byte: &u8| b" \t\r\n,:{}[]\"".contains(byte);
                pos += text[pos..].iter().position(is_end).unwrap_or(text.len() - pos);
            }
        }
        tokens.push(start..pos);
    }
    Some(tokens)
}

/// Whether each bracket that is opened is closed, in order, and nothing else.
fn match_up(brackets: impl Iterator<Item = u8>) -> bool {
    let mut open = Vec::new();
    for bracket in brackets {
        match bracket {
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            bracket if open.pop() == Some(bracket) => {}
            _ => return false,
        }
    }
    open.is_empty()
}

/// The text after such a change, and the way back: where a place in it was before.
pub(crate) fn changed(text: &str, change: &Change) -> String {
    String::from_utf8_lossy(&fix::splice(text.as_bytes(), 0, std::slice::from_ref(change))).into_owned()
}

/// Where a place in the changed text was before the change.
pub(crate) fn before(change: &Change, at: Range<usize>) -> Range<usize> {
    let (added, removed) = (change.text.len(), change.at.len());
    let back = |pos: usize| {
        if pos <= change.at.start { pos } else { (pos + removed).saturating_sub(added).max(change.at.start) }
    };
    back(at.start)..back(at.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_change_makes_brackets_match() {
        for (text, changes) in [
            (r#"{"a":1}"#, vec![]),
            (r#"{"a":"x}"#, vec![]),
            ("[1]]", vec!["[1]", "[1]", "[[1]]"]),
            (r#"["a":1}"#, vec![r#"{"a":1}"#]),
            (r#"{"a":[1}"#, vec![r#"{"a":[1]}"#]),
        ] {
            let found: Vec<_> = candidates(text, 0, 0).iter().map(|change| changed(text, change)).collect();
            for due in &changes {
                assert!(found.iter().any(|found| found == due), "{due} in {found:?}");
            }
            assert_eq!(found.is_empty(), changes.is_empty(), "{found:?}");
        }
    }

    #[test]
    fn places_have_a_way_back() {
        let insert = Change { at: 2..2, text: "{".into() };
        assert_eq!([0..1, 2..3, 3..4].map(|at| before(&insert, at)), [0..1, 2..2, 2..3]);
        let delete = Change { at: 2..3, text: "".into() };
        assert_eq!([0..1, 2..3, 1..2].map(|at| before(&delete, at)), [0..1, 2..4, 1..2]);
    }
}
