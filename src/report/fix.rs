//! The fix of a finding: edits of the text that contains the fault, and a label.

use std::ops::Range;

use serde::Serialize;

use super::positions::Texts;
use crate::codec::document::Document;
use crate::diagnostics::catalogue::Applicability;
use crate::diagnostics::{Change, Fault, Layer, in_order, splice};
use crate::options::Locale;
use crate::secrets::Secrets;
use crate::text::line_index::LineIndex;

/// The fix of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// A short description.
    pub label: String,
    /// Whether the fixed text still carries exactly the sender's data.
    pub applicability: Applicability,
    /// The text that the edits apply to: the one of the same name in [`crate::Finding::at`].
    pub layer: Layer,
    /// The edits, in order and without overlaps. Empty if the fix is only to re-encode the decoded data.
    pub edits: Vec<Edit>,
}

/// An edit of a text. Offsets are in [`crate::Options::units`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The start of the replaced range.
    pub start: usize,
    /// The end of the replaced range, exclusive; equal to `start` for an insertion.
    pub end: usize,
    /// The replacement: punctuation, names, codes and digits of the interface, never a secret.
    pub text: String,
}

/// Returns the fix of a fault with its label and edits, if it has one.
pub(crate) fn fix_of(fault: &Fault, whole: &Document, texts: &Texts, secrets: &Secrets, locale: Locale) -> Option<Fix> {
    if !fault.is_fixable() {
        return None;
    }
    let layer = fault.layer();
    let inner =
        fault.part.and_then(|part| whole.layers[part as usize].as_ref().zip(texts.parts[part as usize].as_ref()));
    let (text, positions) = match (layer, inner) {
        (Layer::Form, _) => (whole.text, &texts.form),
        (Layer::Base64, Some((layers, (base64, _)))) => (layers.base64(), base64),
        (Layer::Json, Some((layers, (_, json)))) => (layers.json().as_bytes(), json),
        // A request given as objects has no text.
        (_, None) => return None,
    };
    let changes = in_order(&[fault.changes()]);
    Some(Fix {
        label: label(fault, text, &changes, secrets, locale),
        applicability: if fault.is_guess { Applicability::Unsafe } else { Applicability::Safe },
        layer,
        edits: edits(positions, changes),
    })
}

/// The maximum number of bytes of a text that a label shows.
const SHORT: usize = 40;

/// Describes a fix.
fn label(fault: &Fault, text: &[u8], changes: &[Change], secrets: &Secrets, locale: Locale) -> String {
    let choose = |zh: &str, en: &str| locale.choose(zh, en).to_owned();
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else {
        return choose("重新编码", "re-encode");
    };
    let told = |at: Range<usize>, changes: &[Change]| {
        let was = secrets.in_backticks(fault, &String::from_utf8_lossy(&text[at.clone()]))?;
        let will_be = splice(&text[..at.end], at.start, changes);
        let will_be = secrets.in_backticks(fault, &String::from_utf8_lossy(&will_be))?;
        Some((at, was, will_be))
    };
    // Show all edits if they are short and fix a single fault.
    let is_one = |at: &Range<usize>| fault.count == 1 && at.len() <= SHORT;
    let whole = Some(first.at.start..last.at.end).filter(is_one).and_then(|at| told(at, changes));
    let Some((at, was, will_be)) = whole.or_else(|| told(first.at.clone(), &changes[..1])) else {
        // The replaced text may be a secret; the replacement never is.
        let will_be = String::from_utf8_lossy(first.text.as_bytes());
        return match &*will_be {
            "" => choose("删除", "delete it"),
            will_be => locale.choose(format!("改为 `{will_be}`"), format!("change it to `{will_be}`")),
        };
    };
    let more = changes.iter().filter(|change| change.at.start < at.start || change.at.end > at.end).count();
    let (zh_more, en_more) = match more {
        0 => Default::default(),
        more => (format!("（还有 {more} 处）"), format!(", and {more} more")),
    };
    let choose = |zh: String, en: String| locale.choose(zh + &zh_more, en + &en_more);
    if will_be == was {
        choose(format!("把 {was} 写成转义"), format!("escape {was}"))
    } else if will_be == "``" {
        choose(format!("删除 {was}"), format!("delete {was}"))
    } else if at.is_empty() {
        choose(format!("插入 {will_be}"), format!("insert {will_be}"))
    } else {
        choose(format!("把 {was} 改为 {will_be}"), format!("change {was} to {will_be}"))
    }
}

/// Converts sorted edits of a text to the caller's units.
pub(crate) fn edits(text: &LineIndex, changes: Vec<Change>) -> Vec<Edit> {
    let ranges = text.ranges(changes.iter().map(|change| &change.at));
    let edit = |(Range { start, end }, Change { text, .. }): (Range<usize>, Change)| Edit {
        start,
        end,
        text: text.into_owned(),
    };
    ranges.into_iter().zip(changes).map(edit).collect()
}
