//! Applies fixes: finds the faults of a text again and maps their edits outward to the caller's text.

use std::borrow::Cow;
use std::fmt;

use crate::check;
use crate::codec::document::Document;
use crate::diagnostics::{Change, Faults, splice};
use crate::options::{CustomsRules, Options};
use crate::report::{At, Finding, Texts};
use crate::secrets::Secrets;
use crate::text::line_index::TextRange;

/// The error for a finding that has a fix but does not belong to the given text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StaleFinding {
    /// The index of the finding.
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
/// `text` is a form body, for findings of [`crate::check_form`] and [`crate::decode_form`], or the text of `payExInfo`,
/// for findings of [`crate::check_request`] with such a text. The text is checked again, and findings that recur are
/// fixed: safe fixes always, guesses only with [`Options::unsafe_fixes`]. Findings without a fix are skipped. `options`
/// must have the same units as the findings; their language and customs rules do not matter.
///
/// # Errors
///
/// Returns an error if a finding with a fix does not recur, because the text is a different one or was changed.
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
    let key = |finding| {
        let Finding { code, path, at, fix, .. }: &Finding = finding;
        Key { code: Cow::Borrowed(code), path: Cow::Borrowed(path), at: (*at).into(), has_fix: fix.is_some() }
    };
    let keys: Vec<_> = findings.iter().map(key).collect();
    Ok(splice(text, 0, &edits_for(text, &keys, options)?))
}

/// The properties that identify a finding.
#[derive(Debug)]
pub(crate) struct Key<'a> {
    pub code: Cow<'a, str>,
    pub path: Cow<'a, str>,
    pub at: Offsets,
    pub has_fix: bool,
}

/// The range of a finding in the body and in the JSON text.
#[derive(Debug, Default)]
pub(crate) struct Offsets {
    pub form: Option<(usize, usize)>,
    pub json: Option<(usize, usize)>,
}

impl Offsets {
    /// Returns whether these offsets are the same as `others`. The range in the body is sufficient, if both have one.
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

/// Returns the edits that fix these findings of a text.
pub(crate) fn edits_for(text: &[u8], keys: &[Key], options: &Options) -> Result<Vec<Change>, StaleFinding> {
    if !keys.iter().any(|key| key.has_fix) {
        return Ok(Vec::new());
    }
    let mut is_found = vec![false; keys.len()];
    let work = |faults: Faults, document: &Document, secrets: &Secrets| {
        let texts = Texts::new(document, options.units);
        // Customs rules do not affect any fault except the line that counts the rest.
        let mut faults = faults.into_sorted(CustomsRules::Warning);
        faults.retain(|fault| {
            if !fault.is_fixable() {
                return false;
            }
            let (path, at) = (secrets.path(fault), texts.of(fault).into());
            // A finding may be passed twice.
            let mut is_chosen = false;
            for (key, is_found) in keys.iter().zip(&mut is_found) {
                let is_own = key.code == fault.code.id && key.path == path && key.at.is_there(&at);
                is_chosen |= is_own;
                *is_found |= is_own;
            }
            is_chosen && (options.unsafe_fixes || !fault.is_guess)
        });
        document.outward(&faults)
    };
    let is_body = keys.iter().any(|key| key.at.form.is_some());
    let edits = check::with_faults(text, is_body, options, work).unwrap_or_default();
    match keys.iter().zip(&is_found).position(|(key, found)| key.has_fix && !found) {
        Some(index) => Err(StaleFinding { index }),
        None => Ok(edits),
    }
}
