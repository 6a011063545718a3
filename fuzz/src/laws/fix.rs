//! Applying fixes.

use std::slice::from_ref;

use cbt179::{
    Applicability, DecodedForm, DecodedPart, Edit, Finding, Layer, Options, Units, apply_fixes, check_form, decode_form,
};
use serde_json::Value;

use crate::findings::errors;
use crate::input;

/// The most findings that are listed. Those after them are only counted, so errors can't be compared.
const MANY: usize = 100;

/// Asserts that a safe fix adds no error and keeps the data, that unsafe fixes are applied only on request, that an
/// edit changes only its range, and that repeated fixing ends.
pub fn fix(data: &[u8]) {
    let Some((body, options)) = input::body(data) else { return };
    let options = Options { unsafe_fixes: false, units: Units::Bytes, ..options };
    let all = Options { unsafe_fixes: true, ..options.clone() };
    let decoded = decode_form(&body, &options);
    let apply =
        |some: &[Finding], options: &Options| apply_fixes(&body, some, options).expect("the findings are of this body");
    let some: Vec<_> = decoded.findings.iter().filter(|finding| finding.fix.is_some()).cloned().collect();
    if some.is_empty() {
        assert_eq!(apply(&decoded.findings, &all), body);
        return;
    }
    for finding in some.iter().take(8) {
        let fix = finding.fix.as_ref().expect("only those with a fix were kept");
        let fixed = apply(from_ref(finding), &all);
        match fix.applicability {
            // A guess may bring errors to light that could not be seen.
            Applicability::Unsafe => assert_eq!(apply(from_ref(finding), &options), body, "{finding}"),
            Applicability::Safe => {
                assert_no_more_errors(&fixed, &decoded.findings, from_ref(finding), &options);
                assert_same_data(&decoded, &fixed, from_ref(finding), &options);
            }
        }
        if fix.layer == Layer::Form && !fix.edits.is_empty() {
            assert_eq!(fixed, by_hand(&body, &fix.edits), "{finding}");
        }
    }
    let fixed = apply(&some, &options);
    assert_no_more_errors(&fixed, &decoded.findings, &some, &options);
    assert_same_data(&decoded, &fixed, &some, &options);
    let mut body = apply(&some, &all);
    for _ in 0..8 {
        let findings = check_form(&body, &options).findings;
        if findings.iter().all(|finding| finding.fix.is_none()) {
            return;
        }
        body = apply_fixes(&body, &findings, &all).expect("the findings are of this body");
    }
    let left = check_form(&body, &options).findings;
    assert!(left.iter().all(|finding| finding.fix.is_none()), "fixing does not end: {left:#?}");
}

fn assert_no_more_errors(fixed: &[u8], before: &[Finding], some: &[Finding], options: &Options) {
    let after = check_form(fixed, options).findings;
    let is_fine = errors(&after) <= errors(before) || errors(before) >= MANY;
    assert!(is_fine, "the fixes {some:?} of {before:#?} leave {after:#?}");
}

/// Asserts that fixes of encodings and of syntax keep all values.
fn assert_same_data(before: &DecodedForm, fixed: &[u8], some: &[Finding], options: &Options) {
    // The fix of quoted JSON replaces a string by that JSON; of duplicates, the first is read and the last may be kept.
    let changes_values = |finding: &Finding| {
        let is_syntax =
            ["form.", "percent.", "base64.", "utf8.", "json."].iter().any(|layer| finding.code.starts_with(layer));
        !is_syntax || ["json.duplicate-key", "form.duplicate-field"].contains(&finding.code)
    };
    let is_quoted = |finding: &Finding| finding.code == "field.quoted-json";
    if some.iter().any(changes_values) || before.findings.iter().any(is_quoted) {
        return;
    }
    let after = decode_form(fixed, options);
    for (before, after) in values(before).into_iter().zip(values(&after)) {
        assert!(before.is_none() || before == after, "{before:?} became {after:?} by {some:#?}");
    }
}

/// The values of both parts, as far as they can be read.
fn values(decoded: &DecodedForm) -> [Option<Value>; 2] {
    let value = |part: &Option<DecodedPart>| serde_json::from_str(part.as_ref()?.json()?).ok();
    [value(&decoded.e_data), value(&decoded.pay_ex_info)]
}

/// Applies the edits to a text without the library.
fn by_hand(text: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = text.to_vec();
    for edit in edits.iter().rev() {
        out.splice(edit.start..edit.end, edit.text.bytes());
    }
    out
}
