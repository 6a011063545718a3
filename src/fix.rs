//! Applies fixes: finds the faults of a text again and maps their edits outward to the caller's text.

use alloc::vec::Vec;
use core::fmt;

use crate::check;
use crate::codec::document::Document;
use crate::diagnostics::{Change, Faults, splice};
use crate::options::{CustomsRules, Options};
#[cfg(any(test, target_arch = "wasm32"))]
use crate::report::Edit;
use crate::report::{At, Finding, Texts};
use crate::secrets::Secrets;
#[cfg(any(test, target_arch = "wasm32"))]
use crate::text::line_index::LineIndex;
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

impl core::error::Error for StaleFinding {}

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
    let fixable: Vec<usize> = (0..findings.len()).filter(|&index| findings[index].fix.is_some()).collect();
    let key = |&index: &usize| Key::of(findings[index].code, &findings[index].path, findings[index].at);
    let keys: Vec<_> = fixable.iter().map(key).collect();
    let changes = edits_for(text, &keys, options).map_err(|stale| StaleFinding { index: fixable[stale.index] })?;
    Ok(splice(text, 0, &changes))
}

/// Identifies a finding that has a fix.
#[derive(Debug)]
pub(crate) struct Key<'a> {
    pub code: &'a str,
    pub path: &'a str,
    /// Its range in the body.
    pub form: Option<(usize, usize)>,
    /// Its range in the JSON text.
    pub json: Option<(usize, usize)>,
}

impl<'a> Key<'a> {
    fn of(code: &'a str, path: &'a str, at: At) -> Self {
        let offsets = |range: TextRange| (range.start, range.end);
        Self { code, path, form: at.form.map(offsets), json: at.json.map(offsets) }
    }

    /// Returns whether both identify the same finding. If both have a range in the body, the other is not compared.
    fn is(&self, other: &Key) -> bool {
        let is_there = match (self.form, other.form) {
            (Some(own), Some(other)) => own == other,
            _ => self.json == other.json,
        };
        is_there && self.code == other.code && self.path == other.path
    }
}

/// Returns the edits of [`apply_fixes`], in the caller's units.
///
/// # Errors
///
/// Returns the index of a key whose finding does not recur.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn edits(text: &[u8], keys: &[Key], options: &Options) -> Result<Vec<Edit>, StaleFinding> {
    let changes = edits_for(text, keys, options)?;
    Ok(crate::report::edits(&LineIndex::new(text, options.units), changes))
}

/// Returns the changes that fix these findings of a text.
fn edits_for(text: &[u8], keys: &[Key], options: &Options) -> Result<Vec<Change>, StaleFinding> {
    if keys.is_empty() {
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
            let path = secrets.path(fault);
            let own = Key::of(fault.code.id, &path, texts.of(fault));
            // A finding may be passed twice.
            let mut is_chosen = false;
            for (_, is_found) in keys.iter().zip(&mut is_found).filter(|(key, _)| own.is(key)) {
                (*is_found, is_chosen) = (true, true);
            }
            is_chosen && (options.unsafe_fixes || !fault.is_guess)
        });
        document.outward(&faults)
    };
    let of_body = keys.iter().any(|key| key.form.is_some());
    let Some(edits) = check::with_faults(text, of_body, options, work) else {
        // A text over the cap is not read, and stays as it is.
        return Ok(Vec::new());
    };
    match is_found.iter().position(|found| !found) {
        Some(index) => Err(StaleFinding { index }),
        None => Ok(edits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_found_again() {
        let plus = |form| Key { code: "form.unencoded-plus", path: "/EData", form: Some(form), json: None };
        let fixed = Ok(vec![(9, 10, "%2B".to_owned())]);
        for (keys, expected) in [
            (vec![plus((9, 10))], fixed.clone()),
            (vec![plus((9, 10)), plus((9, 10))], fixed),
            (vec![], Ok(vec![])),
            (vec![plus((8, 10))], Err(StaleFinding { index: 0 })),
            (vec![plus((9, 10)), Key { path: "", ..plus((9, 10)) }], Err(StaleFinding { index: 1 })),
        ] {
            let edits = edits(b"EData=e30+", &keys, &Options::default());
            let edits = edits.map(|edits| edits.into_iter().map(|edit| (edit.start, edit.end, edit.text)).collect());
            assert_eq!(edits, expected, "{keys:?}");
        }
    }
}
