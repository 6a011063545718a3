//! The fix of a finding: edits of the text that its fault is in, and a label that says what they do.

use std::ops::Range;

use serde::Serialize;

use super::positions::Texts;
use crate::codec::document::Document;
use crate::diagnostics::catalogue::Applicability;
use crate::diagnostics::{Change, Fault, Layer, in_order, splice};
use crate::options::Locale;
use crate::secrets::Secrets;
use crate::text::line_index::LineIndex;

/// How a finding is fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, in a few words.
    pub label: String,
    /// Whether the fixed text carries the very data that the sender had.
    pub applicability: Applicability,
    /// The text that the edits count in: the one of the same name in [`crate::Finding::at`].
    pub layer: Layer,
    /// The edits, in order and apart from each other. Empty where all that it takes is to encode again what was read.
    pub edits: Vec<Edit>,
}

/// An edit of a text. Offsets are in [`crate::Options::units`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Where the replaced range starts.
    pub start: usize,
    /// Where it ends, exclusive; equal to `start` for an insertion.
    pub end: usize,
    /// What replaces it: punctuation, names, codes and digits of the interface's, never a secret.
    pub text: String,
}

/// The fix of a fault in words and edits, if it has one.
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
        // A request that was given as objects has no text.
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

/// The most bytes of a text that a label shows.
const SHORT: usize = 40;

/// What a fix does.
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
    // All of it, if that is short and no more than one fault.
    let is_one = |at: &Range<usize>| fault.count == 1 && at.len() <= SHORT;
    let whole = Some(first.at.start..last.at.end).filter(is_one).and_then(|at| told(at, changes));
    let Some((at, was, will_be)) = whole.or_else(|| told(first.at.clone(), &changes[..1])) else {
        // What is there may be a secret; what comes is none.
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

/// The edits of a text, which are in order, in the caller's units.
pub(crate) fn edits(text: &LineIndex, changes: Vec<Change>) -> Vec<Edit> {
    let ranges = text.ranges(changes.iter().map(|change| &change.at));
    let edit = |(Range { start, end }, Change { text, .. }): (Range<usize>, Change)| Edit {
        start,
        end,
        text: text.into_owned(),
    };
    ranges.into_iter().zip(changes).map(edit).collect()
}
