//! Fixes: what mends a fault in the layer where it is, carried out to the text that the caller has.
//!
//! A change of the JSON moves all Base64 behind it. So the changes of a part are made to its bytes, all at once, and what
//! follows the first of them is encoded anew.

use std::borrow::Cow;
use std::collections::BinaryHeap;
use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::base64;
use crate::build;
use crate::check;
use crate::codes;
use crate::faults::{Change, Fault, Faults, LISTED, Part, Place, Repair};
use crate::findings::{self, At, Finding, TextRange};
use crate::layers::Layers;
use crate::options::{CustomsRules, Locale, Options};
use crate::positions::{Positions, Texts};

/// What mends a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What it does, in a few words.
    pub label: String,
    /// What to change in the text that was checked: in order, and apart from each other.
    pub edits: Vec<Edit>,
}

/// A change of the text that was checked. Offsets are in [`Options::units`].
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// Where what goes out starts.
    pub start: usize,
    /// Just behind its end; equal to `start` where something is put in.
    pub end: usize,
    /// What takes its place. In `EData` it may hold the token, in Base64.
    pub text: String,
}

impl fmt::Debug for Edit {
    /// Tells how long the text is: there may be a token in it, which belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, end, text } = self;
        f.debug_struct("Edit")
            .field("start", start)
            .field("end", end)
            .field("text.len()", &text.len())
            .finish_non_exhaustive()
    }
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

/// Mends a text by the fixes of its findings, all at once.
///
/// `text` is what the findings were found in: a form body, for those of [`crate::check_form`] and
/// [`crate::decode_form`]; the text of `payExInfo`, for those of [`crate::check_request`] with such a text. It is checked
/// again, and what is found again is mended, also where a finding names no fix because its edits would be too long.
/// Findings that can't be mended are passed over. With a `findings.more` among them, what it counts is mended too, up to
/// 32,768 findings in all. `options` have the units that the findings count in.
///
/// # Errors
///
/// Where a finding has a fix, but is not found again: the text is another one, or was changed since.
///
/// ```
/// use cbt179::{Options, apply_fixes, check_form};
///
/// let body = b"EData=eyJhIjoxLH0="; // {"a":1,}
/// let options = Options::default();
/// let mended = apply_fixes(body, &check_form(body, &options).findings, &options).unwrap();
/// assert_eq!(mended, b"EData=eyJhIjoxfQ%3D%3D");
/// ```
pub fn apply_fixes(text: &[u8], findings: &[Finding], options: &Options) -> Result<Vec<u8>, StaleFinding> {
    let keys: Vec<_> = findings.iter().map(Key::of).collect();
    let in_bytes = Positions::new(text, options.units);
    let edits = edits_for(text, &keys, options)?.into_iter();
    let changes: Vec<_> =
        edits.map(|Edit { start, end, text }| Change { at: in_bytes.bytes(start, end), text: text.into() }).collect();
    Ok(splice(text, 0, &changes))
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

    /// Whether another is the same. The place in the body is enough, where there is one.
    fn is(&self, other: &Self) -> bool {
        let is_there = match (self.at.form, other.at.form) {
            (Some(own), Some(others)) => own == others,
            _ => self.at.json == other.at.json,
        };
        is_there && (&self.code, &self.path) == (&other.code, &other.path)
    }
}

/// How many faults are mended at once, behind those that are listed.
const MENDED: usize = 32_768;

/// The edits of a text that mend these findings of it.
pub(crate) fn edits_for(text: &[u8], keys: &[Key], options: &Options) -> Result<Vec<Edit>, StaleFinding> {
    if !keys
        .iter()
        .any(|key| key.has_fix || key.code == codes::MORE.id || key.at.form.is_some() || key.at.json.is_some())
    {
        return Ok(Vec::new());
    }
    // What is found depends a little on what is asked for; mostly the first answer is the one.
    let rules = [options.customs_rules, CustomsRules::Warning, CustomsRules::Error, CustomsRules::Off];
    let mut found =
        rules.into_iter().map(|customs_rules| edits_under(text, keys, &Options { customs_rules, ..options.clone() }));
    let first = found.next().unwrap_or(Ok(Vec::new()));
    if first.is_ok() { first } else { found.find(Result::is_ok).unwrap_or(first) }
}

/// The same, where the findings were found with these options.
fn edits_under(text: &[u8], keys: &[Key], options: &Options) -> Result<Vec<Edit>, StaleFinding> {
    let mut is_found = vec![false; keys.len()];
    // Where all that are listed of a code are to be mended, and there are more, those as well.
    let has_more = keys.iter().any(|key| key.code == codes::MORE.id);
    let is_whole = |code: &str| has_more && keys.iter().filter(|key| key.code == code).count() >= LISTED;
    let work = |faults: Faults, whole: &Whole| {
        let texts = Texts::new(whole, options.units);
        let mut faults = faults.into_sorted();
        faults.retain(|fault| fault.repair.is_some());
        let mut whole_codes: Vec<&str> = Vec::new();
        for key in keys {
            if !whole_codes.contains(&&*key.code) && is_whole(&key.code) {
                whole_codes.push(&key.code);
            }
        }
        faults.retain(|fault| {
            let (code, path) = (Cow::Borrowed(fault.code.id), findings::path(fault));
            let own = Key { code, path, at: texts.of(fault, whole).into(), has_fix: true };
            let mut is_chosen = whole_codes.contains(&fault.code.id);
            // One may be given twice.
            for (_, is_found) in keys.iter().zip(&mut is_found).filter(|(key, _)| key.is(&own)) {
                (*is_found, is_chosen) = (true, true);
            }
            is_chosen
        });
        let mut room = usize::MAX;
        let changes = whole.outward(&faults.iter().collect::<Vec<_>>(), &mut room);
        texts.edits(changes)
    };
    let of_body = keys.iter().any(|key| key.at.form.is_some());
    let edits = check::with_faults(text, of_body, MENDED, options, work).unwrap_or_default();
    match keys.iter().zip(&is_found).position(|(key, found)| key.has_fix && !found) {
        Some(index) => Err(StaleFinding { index }),
        None => Ok(edits),
    }
}

/// The fix of one fault in words and edits, if the Base64 that it writes anew fits the `room`; then there is less of it.
pub(crate) fn of(fault: &Fault, whole: &Whole, texts: &Texts, locale: Locale, room: &mut usize) -> Option<Fix> {
    fault.repair.as_ref()?;
    let changes = whole.outward(&[fault], room);
    if changes.is_empty() {
        return None;
    }
    Some(Fix { label: label(fault, whole, &changes, locale), edits: texts.edits(changes) })
}

/// The most bytes of a text that a label shows.
const SHORT: usize = 40;

/// What a fix does, as it is seen in the layer where it is made.
fn label(fault: &Fault, whole: &Whole, outermost: &[Change], locale: Locale) -> String {
    let (text, changes) = match (&fault.place, fault.part.and_then(|part| whole.layers[part as usize].as_ref())) {
        (Place::Json(_), Some(layers)) => (layers.json().as_bytes(), fault.changes()),
        _ => (whole.text, outermost),
    };
    let choose = |zh: String, en: String| if locale == Locale::En { en } else { zh };
    let (Some(first), Some(last), false) = (changes.first(), changes.last(), fault.changes().is_empty()) else {
        return choose("重新编码".to_owned(), "encode it anew".to_owned());
    };
    let told = |at: Range<usize>, changes: &[Change]| {
        let was = findings::in_backticks(fault, &String::from_utf8_lossy(&text[at.clone()]))?;
        let will_be = splice(&text[..at.end], at.start, changes);
        let will_be = findings::in_backticks(fault, &String::from_utf8_lossy(&will_be))?;
        Some((at, was, will_be))
    };
    // All of it, if that is short.
    let whole = Some(first.at.start..last.at.end).filter(|at| at.len() <= SHORT).and_then(|at| told(at, changes));
    let Some((at, was, will_be)) = whole.or_else(|| told(first.at.clone(), &changes[..1])) else {
        return choose("改正".to_owned(), "mend it".to_owned());
    };
    let more = changes.iter().filter(|change| change.at.start < at.start || change.at.end > at.end).count();
    let (zh_more, en_more) = match more {
        0 => Default::default(),
        more => (format!("（还有 {more} 处）"), format!(", and {more} more")),
    };
    let choose = |zh: String, en: String| choose(zh + &zh_more, en + &en_more);
    if will_be == was {
        choose(format!("把 {was} 写成转义"), format!("write {was} as an escape"))
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
    /// The changes of the text that mend these faults, in order and apart from each other. There are none where nothing can
    /// be changed, or where what is to be encoded anew does not fit the `room`.
    pub fn outward(&self, faults: &[&Fault], room: &mut usize) -> Vec<Change> {
        let is_anew = |fault: &&Fault| fault.part.is_none() && matches!(fault.repair, Some(Repair::Encode));
        if faults.iter().any(is_anew)
            && let Some(anew) = self.anew(faults, room)
        {
            return vec![anew];
        }
        let mut changes: Vec<_> = Part::BOTH
            .into_iter()
            .filter_map(|part| {
                let layers = self.layers[part as usize].as_ref()?;
                let is_encoded =
                    |fault: &&Fault| fault.part == Some(part) && matches!(fault.repair, Some(Repair::Encode));
                let encode = faults.iter().any(is_encoded);
                Some(layers.mended(changes_in(faults, part, true), changes_in(faults, part, false), encode, room))
            })
            .collect();
        let in_form = faults.iter().filter(|fault| matches!(fault.place, Place::Form(_)));
        changes.extend(in_form.map(|fault| fault.changes().to_vec()));
        in_order(&changes)
    }

    /// The body as a form, with what is mended inside of its parts.
    fn anew(&self, faults: &[&Fault], room: &mut usize) -> Option<Change> {
        let mut values = [None, None];
        for part in Part::BOTH {
            if let Some(layers) = &self.layers[part as usize] {
                let (_, bytes) = layers.rewritten(changes_in(faults, part, true), true, room)?;
                values[part as usize] = Some(base64::encode(&bytes));
            }
        }
        let body = build::join(values.each_ref().map(Option::as_deref));
        Some(Change { at: 0..self.text.len(), text: body.into() })
    }
}

/// The changes that faults of a part ask for, in its JSON text or in its Base64.
fn changes_in(faults: &[&Fault], part: Part, in_json: bool) -> Vec<Change> {
    let is_there = |place: &Place| match place {
        Place::Json(_) => in_json,
        Place::Base64(_) => !in_json,
        _ => false,
    };
    let mine = faults.iter().filter(|fault| fault.part == Some(part) && is_there(&fault.place));
    in_order(&mine.map(|fault| fault.changes()).collect::<Vec<_>>())
}

/// The changes of several repairs in the order of the text. Of repairs that overlap, the first is made; the other not at
/// all, as half of it may be worse than nothing.
pub(crate) fn in_order(repairs: &[impl AsRef<[Change]>]) -> Vec<Change> {
    let all =
        repairs.iter().enumerate().flat_map(|(repair, changes)| changes.as_ref().iter().map(move |c| (repair, c)));
    let all: Vec<_> = all.collect();
    // A heap, because the sorts of slices bring many times as much code into the wasm. The index keeps the order of equals.
    let starts = all.iter().enumerate().map(|(index, (_, change))| (change.at.start, change.at.end, index));
    let in_order = starts.collect::<BinaryHeap<_>>().into_sorted_vec();
    let mut is_left_out = vec![false; repairs.len()];
    let mut last_end = 0;
    for &(start, end, index) in &in_order {
        let is_left_out = &mut is_left_out[all[index].0];
        *is_left_out |= start < last_end;
        if !*is_left_out {
            last_end = end;
        }
    }
    let kept = in_order.into_iter().map(|(_, _, index)| all[index]).filter(|&(repair, _)| !is_left_out[repair]);
    kept.map(|(_, change)| change.clone()).collect()
}

/// A text with changes made to it, which are in order; both begin at the text's byte `from`.
pub(crate) fn splice(text: &[u8], from: usize, changes: &[Change]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() - from);
    let mut pos = from;
    for Change { at, text: due } in changes {
        out.extend_from_slice(&text[pos..at.start]);
        out.extend_from_slice(due.as_bytes());
        pos = at.end;
    }
    out.extend_from_slice(&text[pos..]);
    out
}
