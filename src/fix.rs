//! Applies fixes: finds the faults of a text again, and carries their edits outward to the text that the caller has.

use std::borrow::Cow;
use std::fmt;

use crate::check;
use crate::codec::document::Document;
use crate::diagnostics::{Change, Faults, splice};
use crate::options::{CustomsRules, Options};
use crate::report::{At, Finding, Texts};
use crate::secrets::Secrets;
use crate::text::line_index::TextRange;

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
    let work = |faults: Faults, whole: &Document, secrets: &Secrets| {
        let texts = Texts::new(whole, options.units);
        // All faults but the line that counts the rest are the same under all of customs' rules.
        let mut faults = faults.into_sorted(CustomsRules::Warning);
        faults.retain(|fault| {
            if !fault.is_fixable() {
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
