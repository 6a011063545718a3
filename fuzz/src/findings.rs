//! Laws of every list of findings: the verdict follows from them, and all ranges lie within their texts, on character
//! boundaries.

use std::collections::HashSet;

use cbt179::{At, DecodedForm, DecodedPart, Finding, Fix, Layer, Severity, TextRange, Units};

/// The texts that ranges count in; a text that is absent has no ranges.
pub struct Texts<'a> {
    form: Option<Borders<'a>>,
    /// The JSON texts: of `EData`, and of `payExInfo` or a message.
    json: [Option<Borders<'a>>; 2],
}

impl<'a> Texts<'a> {
    /// The texts of a body.
    pub fn of_body(body: &'a [u8], decoded: &'a DecodedForm, units: Units) -> Self {
        let json = |part: &'a Option<DecodedPart>| Some(Borders::new(part.as_ref()?.text.as_bytes(), units));
        Self { form: Some(Borders::new(body, units)), json: [json(&decoded.e_data), json(&decoded.pay_ex_info)] }
    }

    /// A form body whose JSON is not shown.
    pub fn of_form(body: &'a [u8], units: Units) -> Self {
        Self { form: Some(Borders::new(body, units)), json: [None, None] }
    }

    /// A JSON text that no form carries. In another encoding than UTF-8, ranges count in the decoded text.
    pub fn of_json(text: &'a [u8], units: Units) -> Self {
        let is_utf8 = std::str::from_utf8(text).is_ok() && !text.contains(&0);
        Self { form: None, json: [None, is_utf8.then(|| Borders::new(text, units))] }
    }

    /// No text: the caller passed objects.
    pub fn none() -> Self {
        Self { form: None, json: [None, None] }
    }

    fn json(&self, finding: &Finding) -> Option<&Borders<'a>> {
        self.json[usize::from(!finding.path.starts_with("/EData"))].as_ref()
    }
}

/// The offsets between the characters of a text.
struct Borders<'a> {
    text: &'a [u8],
    /// In UTF-16, the offsets at which a character begins, and the text's end.
    utf16: Option<HashSet<usize>>,
    end: usize,
}

impl<'a> Borders<'a> {
    fn new(text: &'a [u8], units: Units) -> Self {
        let (mut utf16, mut end) = (None, text.len());
        if units == Units::Utf16 {
            end = 0;
            let mut offsets = HashSet::from([0]);
            for char in String::from_utf8_lossy(text).chars() {
                end += char.len_utf16();
                offsets.insert(end);
            }
            utf16 = Some(offsets);
        }
        Self { text, utf16, end }
    }

    fn has(&self, offset: usize) -> bool {
        match (&self.utf16, std::str::from_utf8(self.text)) {
            (Some(offsets), _) => offsets.contains(&offset),
            (None, Ok(text)) => text.is_char_boundary(offset),
            (None, Err(_)) => offset <= self.end,
        }
    }
}

/// Asserts the laws of a report.
pub fn assert_sound(ok: bool, findings: &[Finding], texts: &Texts) {
    assert_eq!(ok, errors(findings) == 0, "{findings:#?}");
    assert!(findings.len() < 2000, "{} findings", findings.len());
    let rank = |finding: &Finding| match finding.severity {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    };
    assert!(findings.is_sorted_by_key(rank), "{findings:#?}");
    for finding in findings {
        assert_sound_finding(finding, texts);
    }
}

fn assert_sound_finding(finding: &Finding, texts: &Texts) {
    let Finding { message, help, value, at: At { form, base64, json }, fix, .. } = finding;
    assert!(!message.is_empty() && !help.is_empty(), "{finding:?}");
    // A placeholder that was not replaced.
    assert!(!message.contains(['{', '}']) || value.is_some() || message.contains('`'), "{finding:?}");
    for (range, borders) in [(form, texts.form.as_ref()), (json, texts.json(finding))] {
        if let (Some(range), Some(borders)) = (range, borders) {
            assert_range(*range, finding);
            let is_between = borders.has(range.start) && borders.has(range.end);
            assert!(is_between && range.end <= borders.end, "{finding:?} in {}", borders.end);
        }
    }
    if let Some(base64) = base64 {
        assert_range(*base64, finding);
        // Base64 without its percent-encoding is not longer than the body.
        assert!(texts.form.as_ref().is_none_or(|form| base64.end <= form.text.len()), "{finding:?}");
    }
    if let Some(Fix { label, layer, edits, .. }) = fix {
        assert!(!label.is_empty(), "{finding:?}");
        let borders = match layer {
            Layer::Form => texts.form.as_ref(),
            Layer::Json => texts.json(finding),
            Layer::Base64 => None,
        };
        let mut next = 0;
        for edit in edits {
            assert!(next <= edit.start && edit.start <= edit.end, "{finding:?}");
            assert!(borders.is_none_or(|borders| borders.has(edit.start) && borders.has(edit.end)), "{finding:?}");
            next = edit.end;
        }
    }
}

fn assert_range(range: TextRange, finding: &Finding) {
    let TextRange { start, end, line, column } = range;
    assert!(start <= end && line >= 1 && (1..=start + 1).contains(&column), "{finding:?}");
}

/// The number of errors.
pub fn errors(findings: &[Finding]) -> usize {
    findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}
