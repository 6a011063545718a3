//! The fix of a finding: edits of the text that contains the fault, and a label.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use super::finding::render;
use super::positions::Texts;
use crate::diagnostics::catalogue::{self, Applicability};
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
pub(super) fn fix_of(fault: &Fault, texts: &Texts, secrets: &Secrets, locale: Locale) -> Option<Fix> {
    if !fault.is_fixable() {
        return None;
    }
    let layer = fault.layer();
    let (text, index) = match (layer, texts.part(fault.part)) {
        (Layer::Form, _) => (texts.body, &texts.form),
        (Layer::Base64, Some(part)) => (part.layers.base64(), &part.base64),
        (Layer::Json, Some(part)) => (part.layers.json().as_bytes(), &part.json),
        // A request given as objects has no text.
        (_, None) => return None,
    };
    let changes = in_order(&[fault.changes()]);
    // Show the fix inside a string, not the edits that open it.
    let own = in_order(&[fault.changes().get(fault.opening..).unwrap_or_default()]);
    let own = own.first().map_or(0, |first| first.at.start)..own.last().map_or(0, |last| last.at.end);
    let own: Vec<_> =
        changes.iter().filter(|Change { at, .. }| own.start <= at.start && at.end <= own.end).cloned().collect();
    Some(Fix {
        label: label(fault, text, &own, secrets, locale),
        applicability: if fault.is_guess { Applicability::Unsafe } else { Applicability::Safe },
        layer,
        edits: edits(index, changes),
    })
}

/// The maximum number of bytes of a text that a label shows.
const SHORT: usize = 40;

/// Describes a fix.
fn label(fault: &Fault, text: &[u8], changes: &[Change], secrets: &Secrets, locale: Locale) -> String {
    let (Some(first), Some(last)) = (changes.first(), changes.last()) else {
        return locale.choose("重新编码", "re-encode").to_owned();
    };
    if fault.code.is(&catalogue::BASE64_TRAILING_BITS) {
        return locale.choose("把多余比特清零", "set the trailing bits to 0").to_owned();
    }
    let shown = |at: Range<usize>, changes: &[Change]| {
        let in_backticks = |bytes: &[u8]| secrets.in_backticks(fault, &String::from_utf8_lossy(bytes), locale);
        let will_be = splice(&text[..at.end], at.start, changes);
        Some((in_backticks(&text[at.clone()])?, in_backticks(&will_be)?, at))
    };
    // Show all edits if they are short and fix a single fault.
    let all = first.at.start..last.at.end;
    let all = if fault.count == 1 && all.len() <= SHORT { shown(all, changes) } else { None };
    let Some((was, will_be, at)) = all.or_else(|| shown(first.at.clone(), &changes[..1])) else {
        // The replaced text may be a secret; the replacement never is.
        return match &*first.text {
            "" => locale.choose("删除", "delete it").to_owned(),
            text => render(locale.choose("改为 `{new}`", "change it to `{new}`"), &|_| text.to_owned()),
        };
    };
    let (zh, en) = match &*will_be {
        _ if will_be == was => ("把 {was}{gap}写成转义", "escape {was}"),
        "``" => ("删除 {was}", "delete {was}"),
        _ if at.is_empty() => ("插入 {new}", "insert {new}"),
        _ => ("把 {was}{gap}改为 {new}", "change {was} to {new}"),
    };
    let more = changes.iter().filter(|change| change.at.start < at.start || change.at.end > at.end).count();
    let and_more = if more > 0 { locale.choose("（还有 {more} 处）", ", and {more} more") } else { "" };
    render(&[locale.choose(zh, en), and_more].concat(), &|name| match name {
        "was" => was.clone(),
        "new" => will_be.clone(),
        // A full-width bracket needs no space after it.
        "gap" => (if was.ends_with('）') { "" } else { " " }).to_owned(),
        _ => more.to_string(),
    })
}

/// Converts sorted edits of a text to the caller's units.
pub(crate) fn edits(text: &LineIndex, changes: Vec<Change>) -> Vec<Edit> {
    let ranges = text.ranges(changes.iter().map(|change| &change.at));
    let edit =
        |(Range { start, end }, change): (Range<usize>, Change)| Edit { start, end, text: change.text.into_owned() };
    ranges.into_iter().zip(changes).map(edit).collect()
}
