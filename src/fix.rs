//! Fixes: the edits that repair a fault in its own layer, and the way from there to the text that the caller has.
//!
//! A fix is reported as edits of the text that its fault is in. To apply it, the edits are carried outward: an edit of the
//! JSON moves all Base64 after it, so the edits of a part are made to its bytes, all at once, and from the first of them
//! on the bytes are encoded once.

use std::borrow::Cow;
use std::collections::BinaryHeap;
use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::base64;
use crate::build;
use crate::check;
use crate::codes;
pub use crate::codes::Applicability;
use crate::faults::{self, Change, Fault, Faults, Part, Repair};
use crate::findings::{At, Finding, TextRange};
use crate::layers::{Layers, PartEdits};
use crate::options::{CustomsRules, Locale, Options};
use crate::positions::Texts;
use crate::secrets::Secrets;

/// How a finding is fixed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, in a few words.
    pub label: String,
    /// Whether the fixed text carries the very data that the sender had.
    pub applicability: Applicability,
    /// The text that the edits count in: the one of the same name in [`Finding::at`].
    pub layer: Layer,
    /// The edits, in order and apart from each other. Empty where all that it takes is to encode again what was read.
    pub edits: Vec<Edit>,
}

/// A text that a fix edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// The form body.
    Form,
    /// The Base64 text of the finding's part, without its percent-encoding.
    Base64,
    /// The JSON text of the finding's part.
    Json,
}

impl From<faults::Layer> for Layer {
    fn from(layer: faults::Layer) -> Self {
        match layer {
            faults::Layer::Form => Self::Form,
            faults::Layer::Base64 => Self::Base64,
            faults::Layer::Json => Self::Json,
        }
    }
}

/// An edit of a text. Offsets are in [`Options::units`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Where the replaced range starts.
    pub start: usize,
    /// Where it ends, exclusive; equal to `start` for an insertion.
    pub end: usize,
    /// What replaces it: punctuation, names, codes and digits of the interface's, never a secret.
    pub text: String,
}

/// A finding with a fix that the text given with it does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaleFinding {
    /// Which of the findings it is.
    pub index: usize,
}

impl fmt::Display for StaleFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "findings[{}] is not of this text", self.index)
    }
}

impl std::error::Error for StaleFinding {}

/// Applies the fixes of findings to the text that they were found in, all at once.
///
/// `text` is a form body, for the findings of [`crate::check_form`] and [`crate::decode_form`], or the text of `payExInfo`,
/// for those of [`crate::check_request`] with such a text. It is checked again, and what is found again is fixed: what is
/// safe, and with [`Options::unsafe_fixes`] what is a guess too. Findings without a fix are passed over. `options` must have
/// the units that the findings count in; it makes no difference which language and customs' rules they were found with.
///
/// # Errors
///
/// If a finding has a fix, but is not found again: the text is another one, or was changed since.
///
/// ```
/// use cbt179::{Options, apply_fixes, check_form};
///
/// let body = b"EData=eyJhIjoxLH0="; // {"a":1,}
/// let options = Options::default();
/// let fixed = apply_fixes(body, &check_form(body, &options).findings, &options).unwrap();
/// assert_eq!(fixed, b"EData=eyJhIjoxfQ%3D%3D");
/// ```
pub fn apply_fixes(text: &[u8], findings: &[Finding], options: &Options) -> Result<Vec<u8>, StaleFinding> {
    let keys: Vec<_> = findings.iter().map(Key::of).collect();
    Ok(splice(text, 0, &edits_for(text, &keys, options)?))
}

/// What tells a finding from others.
#[derive(Debug)]
pub(crate) struct Key<'a> {
    pub code: Cow<'a, str>,
    pub path: Cow<'a, str>,
    pub at: Offsets,
    pub has_fix: bool,
}

/// Where a finding is, in the body and in the JSON text.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    pub form: Option<(usize, usize)>,
    pub json: Option<(usize, usize)>,
}

impl Offsets {
    /// Whether a finding with these offsets is the one at `others`: the place in the body is enough, if there is one.
    fn is_there(&self, others: &Self) -> bool {
        match (self.form, others.form) {
            (Some(own), Some(others)) => own == others,
            _ => self.json == others.json,
        }
    }
}

impl From<At> for Offsets {
    fn from(at: At) -> Self {
        let offsets = |range: TextRange| (range.start, range.end);
        Self { form: at.form.map(offsets), json: at.json.map(offsets) }
    }
}

impl<'a> Key<'a> {
    fn of(finding: &'a Finding) -> Self {
        let Finding { code, path, at, fix, .. } = finding;
        Self { code: Cow::Borrowed(code), path: Cow::Borrowed(path), at: (*at).into(), has_fix: fix.is_some() }
    }
}

/// The edits of a text that fix these findings of it.
pub(crate) fn edits_for(text: &[u8], keys: &[Key], options: &Options) -> Result<Vec<Change>, StaleFinding> {
    if !keys.iter().any(|key| key.has_fix) {
        return Ok(Vec::new());
    }
    let mut is_found = vec![false; keys.len()];
    let work = |faults: Faults, whole: &Whole, secrets: &Secrets| {
        let texts = Texts::new(whole, options.units);
        // All faults but the line that counts the rest are the same under all of customs' rules.
        let mut faults = faults.into_sorted(CustomsRules::Warning);
        faults.retain(|fault| {
            if has_no_fix(fault) {
                return false;
            }
            let at = texts.of(fault, whole).into();
            let path = secrets.path(fault);
            let is_own = |key: &Key| key.code == fault.code.id && key.path == path && key.at.is_there(&at);
            // One may be given twice.
            let mut is_chosen = false;
            for (_, is_found) in keys.iter().zip(&mut is_found).filter(|(key, _)| is_own(key)) {
                (*is_found, is_chosen) = (true, true);
            }
            is_chosen && (options.unsafe_fixes || !fault.is_guess)
        });
        whole.outward(&faults)
    };
    let of_body = keys.iter().any(|key| key.at.form.is_some());
    let edits = check::with_faults(text, of_body, options, work).unwrap_or_default();
    match keys.iter().zip(&is_found).position(|(key, found)| key.has_fix && !found) {
        Some(index) => Err(StaleFinding { index }),
        None => Ok(edits),
    }
}

/// Whether a fault is one of the JSON text, as against the encodings around it.
fn is_in_json(fault: &Fault) -> bool {
    fault.layer() == faults::Layer::Json && !fault.code.is(&codes::UTF8_GBK)
}

fn has_no_fix(fault: &Fault) -> bool {
    matches!(fault.repair, None | Some(Repair::TooMany))
}

/// The fix of a fault in words and edits, if it has one.
pub(crate) fn of(fault: &Fault, whole: &Whole, texts: &Texts, secrets: &Secrets, locale: Locale) -> Option<Fix> {
    if has_no_fix(fault) {
        return None;
    }
    let layer = fault.layer();
    let inner =
        fault.part.and_then(|part| whole.layers[part as usize].as_ref().zip(texts.parts[part as usize].as_ref()));
    let (text, positions) = match (layer, inner) {
        (faults::Layer::Form, _) => (whole.text, &texts.form),
        (faults::Layer::Base64, Some((layers, (base64, _)))) => (layers.base64(), base64),
        (faults::Layer::Json, Some((layers, (_, json)))) => (layers.json().as_bytes(), json),
        // A request that was given as objects has no text.
        (_, None) => return None,
    };
    let changes = in_order(&[fault.changes()]);
    Some(Fix {
        label: label(fault, text, &changes, secrets, locale),
        applicability: if fault.is_guess { Applicability::Unsafe } else { Applicability::Safe },
        layer: layer.into(),
        edits: positions.edits(changes),
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

/// A text, and what it carries.
pub(crate) struct Whole<'a> {
    /// The form body, or the JSON text where that is all there is.
    pub text: &'a [u8],
    pub layers: &'a [Option<Layers<'a>>; 2],
}

impl Whole<'_> {
    /// Judges the fixes by what else they encode. Those inside of a part that was not read whole are dropped, as what was
    /// lost must stay visible. Those inside of a part that was read by a guess are one too.
    pub fn judge_fixes(&self, faults: &mut Faults) {
        let is_lossy = self.layers.each_ref().map(|layers| layers.as_ref().is_some_and(|layers| !layers.is_whole()));
        // A guess at the encoding of a part, or at which field it is.
        let is_outer = |fault: &Fault| fault.is_guess && fault.repair.is_some() && !is_in_json(fault);
        let guesses: Vec<_> = faults.list().iter().filter(|fault| is_outer(fault)).map(|fault| fault.part).collect();
        for fault in faults.list() {
            let encodes = fault.layer() == faults::Layer::Json || matches!(fault.repair, Some(Repair::Encode));
            let (is_dropped, is_guess) = match fault.part {
                _ if self.encodes_body(fault) => (is_lossy.contains(&true), !guesses.is_empty()),
                Some(part) if encodes => (is_lossy[part as usize], guesses.contains(&fault.part)),
                _ => (false, false),
            };
            if is_dropped {
                fault.repair = None;
            }
            fault.is_guess |= is_guess;
        }
    }

    /// Whether a fix encodes the whole body again: what is no form can't be fixed in parts.
    fn encodes_body(&self, fault: &Fault) -> bool {
        match fault.part {
            None => matches!(fault.repair, Some(Repair::Encode)),
            Some(part) => self.layers[part as usize].as_ref().is_some_and(|layers| !layers.is_in_form()),
        }
    }

    /// The edits of the text that fix these faults, in order and apart from each other.
    fn outward(&self, faults: &[Fault]) -> Vec<Change> {
        let edits = Part::BOTH.map(|part| PartEdits::of(&faults.iter().filter(|fault| fault.part == Some(part))));
        let layers = |part: Part| self.layers[part as usize].as_ref();
        if faults.iter().any(|fault| self.encodes_body(fault)) {
            let values = Part::BOTH.map(|part| Some(base64::encode(&layers(part)?.fixed(&edits[part as usize].json))));
            let body = build::join(values.each_ref().map(Option::as_deref));
            return vec![Change::new(0..self.text.len(), body)];
        }
        let of_parts =
            Part::BOTH.into_iter().zip(edits).filter_map(|(part, edits)| Some(layers(part)?.outward_edits(edits)));
        let of_form = faults.iter().filter(|fault| fault.part.is_none()).map(|fault| fault.changes().to_vec());
        in_order(&of_parts.chain(of_form).collect::<Vec<_>>())
    }
}

/// The edits of several fixes in the order of the text. Where they overlap, the first is made, and the other, with what it is
/// joined to, not at all: half of it may be worse than nothing.
pub(crate) fn in_order(fixes: &[impl AsRef<[Change]>]) -> Vec<Change> {
    let mut count = 0;
    let all = fixes.iter().flat_map(AsRef::as_ref).map(|change| {
        count += usize::from(count == 0 || !change.is_joined);
        (count - 1, change)
    });
    let all: Vec<_> = all.collect();
    // The index keeps the order of equals.
    let starts = all.iter().enumerate().map(|(index, (_, change))| (change.at.start, change.at.end, index));
    let mut in_order: Vec<_> = starts.collect();
    if !in_order.is_sorted() {
        // A heap, because the sorts of slices bring many times as much code into the wasm.
        in_order = BinaryHeap::from(in_order).into_sorted_vec();
    }
    let mut is_left_out = vec![false; count];
    let mut last_end = 0;
    for &(start, end, index) in &in_order {
        let is_left_out = &mut is_left_out[all[index].0];
        *is_left_out |= start < last_end;
        if !*is_left_out {
            last_end = end;
        }
    }
    let kept = in_order.into_iter().map(|(_, _, index)| all[index]).filter(|&(fix, _)| !is_left_out[fix]);
    kept.map(|(_, change)| change.clone()).collect()
}

/// A text with edits made to it, which are in order; both begin at the text's byte `from`.
pub(crate) fn splice(text: &[u8], from: usize, changes: &[Change]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() - from);
    let mut pos = from;
    for Change { at, text: due, .. } in changes {
        out.extend_from_slice(&text[pos..at.start]);
        out.extend_from_slice(due.as_bytes());
        pos = at.end;
    }
    out.extend_from_slice(&text[pos..]);
    out
}
