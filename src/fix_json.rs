//! Reads findings from JSON, for callers in other languages: only the properties that identify them.

use std::borrow::Cow;

use serde::Serialize;

use crate::fix::{self, Key, Offsets};
use crate::json::{self, Kind, Node};
use crate::options::Options;
use crate::report::{Edit, edits};
use crate::text::line_index::LineIndex;

/// The edits that fix findings.
#[derive(Debug, Serialize)]
pub(crate) struct Edits {
    edits: Vec<Edit>,
}

/// Returns the edits that fix these findings of a text.
///
/// `findings` is a JSON array of objects with `code`, `path`, `at`, and a Boolean `fix`: whether the finding has a fix.
///
/// # Errors
///
/// Returns a message that names the element that is not a finding, or not a finding of this text.
pub(crate) fn edits_for(text: &[u8], findings: &str, options: &Options) -> Result<Edits, String> {
    let node = json::read(findings, 0).root;
    let Kind::Array(items) = &node.kind else {
        return Err("`findings` must be an array".to_owned());
    };
    let keys = items.iter().enumerate().map(|(index, item)| {
        key(item).ok_or_else(|| format!("`findings[{index}]` must be a finding, with `code`, `path` and `at`"))
    });
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    match fix::edits_for(text, &keys, options) {
        Ok(changes) => Ok(Edits { edits: edits(&LineIndex::new(text, options.units), changes) }),
        Err(stale) => {
            let code = &keys[stale.index].code;
            Err(format!("`findings[{}]` (`{code}`) is not a finding of this text", stale.index))
        }
    }
}

fn key<'a>(finding: &'a Node) -> Option<Key<'a>> {
    let text = |name| match member(finding, name) {
        Some(Kind::String(text)) => Some(Cow::Borrowed(&**text)),
        _ => None,
    };
    let at = member_node(finding, "at")?;
    let at = Offsets { form: offsets(at, "form").ok()?, json: offsets(at, "json").ok()? };
    let has_fix = matches!(member(finding, "fix"), Some(Kind::Bool(true)));
    Some(Key { code: text("code")?, path: text("path")?, at, has_fix })
}

/// Returns the range of a finding in one layer, if it has one.
fn offsets(at: &Node, layer: &str) -> Result<Option<(usize, usize)>, ()> {
    let Some(range) = member_node(at, layer) else {
        return Ok(None);
    };
    let offset = |name| match member(range, name) {
        Some(Kind::Number(number)) => number.parse().map_err(|_| ()),
        _ => Err(()),
    };
    Ok(Some((offset("start")?, offset("end")?)))
}

fn member<'a, 't>(node: &'a Node<'t>, name: &str) -> Option<&'a Kind<'t>> {
    member_node(node, name).map(|node| &node.kind)
}

fn member_node<'a, 't>(node: &'a Node<'t>, name: &str) -> Option<&'a Node<'t>> {
    let Kind::Object(object) = &node.kind else {
        return None;
    };
    object.members.iter().find(|member| member.key == name).map(|member| &member.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_found_again() {
        let body = b"EData=e30+";
        let edits = |findings: &str| {
            let edits = edits_for(body, findings, &Options::default()).map(|edits| edits.edits);
            edits.map(|edits| edits.iter().map(|edit| (edit.start, edit.end, edit.text.clone())).collect::<Vec<_>>())
        };
        let plus = r#"{"code":"form.unencoded-plus","path":"/EData","at":{"form":{"start":9,"end":10}},"fix":true}"#;
        let fixed = vec![(9, 10, "%2B".to_owned())];
        assert_eq!(edits(&format!("[{plus}]")), Ok(fixed.clone()));
        assert_eq!(edits(&format!("[{plus},{plus}]")), Ok(fixed));
        assert_eq!(edits("[]"), Ok(vec![]));
        assert_eq!(edits(r#"[{"code":"x","path":"","at":{},"fix":false}]"#), Ok(vec![]));
        for (findings, message) in [
            (plus.replace('9', "8"), "`findings[0]` (`form.unencoded-plus`) is not a finding of this text"),
            (plus.replace("/EData", ""), "`findings[0]` (`form.unencoded-plus`) is not a finding of this text"),
            ("{}".into(), "`findings[0]` must be a finding, with `code`, `path` and `at`"),
            ("1".into(), "`findings[0]` must be a finding, with `code`, `path` and `at`"),
            (plus.replace('9', "-9"), "`findings[0]` must be a finding, with `code`, `path` and `at`"),
        ] {
            assert_eq!(edits(&format!("[{findings}]")), Err(message.to_owned()));
        }
    }
}
