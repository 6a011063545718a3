//! Runs each part of a body through all layers and maps the findings back to the body.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use crate::codec::carrier::check_length;
use crate::codec::document::{Around, Document, Layers, with_layers};
use crate::codec::formats;
use crate::codec::sound::Sound;
use crate::codec::wrappers;
use crate::diagnostics::catalogue;
use crate::diagnostics::{Fault, Faults, Location, Part};
use crate::json::{self, Kind, Parsed, write};
use crate::options::{CustomsRules, Options};
use crate::report::{At, Finding, Report, findings, plain};
use crate::rules;
use crate::secrets::{Secrets, is_exact};
use crate::text::{LONGEST, utf8};
use cbt179_fast::base64::encoded_length;
use cbt179_fast::{Notes, Reading, Times};

/// Checks a complete form body, as CBT would receive it (clause 3.1.2).
///
/// Any byte sequence produces a report. A body longer than [`Options::max_body_bytes`] is rejected unread.
///
/// ```
/// let report = cbt179::check_form(b"EData=e30%3D&payExInfoStr=e30%3D", &cbt179::Options::default());
/// assert!(!report.ok);
/// assert_eq!(report.findings[0].code, "field.missing");
/// assert_eq!(report.findings[0].path, "/EData/version");
/// ```
#[must_use]
pub fn check_form(body: &[u8], options: &Options) -> Report {
    if body.len() <= options.max_body_bytes
        && let Some(reading) = cbt179_fast::read(body, options.customs_rules)
        && let Some(report) = report_on(&reading, options)
    {
        return report;
    }
    diagnose(body, options)
}

/// Reports on a body that the fast pass found sound. Returns `None` if its notes do not suffice.
pub(crate) fn report_on(reading: &Reading, options: &Options) -> Option<Report> {
    if reading.is_clean() {
        return Some(Report::new(Vec::new()));
    }
    let is_root = [0, 1].map(|part| reading.notes(part).is_of_root());
    let is_other = |part: usize| {
        is_root[part] && formats::report(reading.text(part).as_bytes(), Location::Nowhere, &mut Faults::new())
    };
    // The parts may be swapped, or one may be another format written as JSON.
    if is_root == [true; 2] || (0..2).any(is_other) {
        return None;
    }
    let texts = [0, 1].map(|index| utf8::Decoded::sound(reading.text(index)));
    let around = [0, 1].map(|index| Sound::new(reading.value(index), reading.escaped(index), texts[index].length));
    let layers = [0, 1].map(|index| Layers { text: &texts[index], around: Around::Sound(&around[index]) });
    let mut faults = Faults::new();
    let mut secrets = Secrets::new();
    for (part, layers) in Part::OF_FORM.into_iter().zip(&layers) {
        faults.enter_part(part);
        check_length(encoded_length(layers.text.length), &mut faults);
    }
    faults.context.request_time = reading.request_time();
    for (part, layers) in Part::OF_FORM.into_iter().zip(&layers) {
        faults.enter_part(part);
        check_notes(layers, part, reading.notes(part as usize), &mut faults, &mut secrets)?;
        // If `EData` has two times, the fast pass compared payments with the wrong one.
        if reading.request_time().is_some_and(|time| faults.context.request_time != Some(time)) {
            return None;
        }
    }
    let [e_data, pay_ex_info] = layers;
    // No fault is in the form itself.
    let document = Document { text: &[], layers: &[Some(e_data), Some(pay_ex_info), None] };
    Some(Report::new(findings(faults, &document, &secrets, options)))
}

/// Checks a body like [`check_form`], but without the fast pass.
pub(crate) fn diagnose(body: &[u8], options: &Options) -> Report {
    Report::new(read(body, options, Want::Verdict).findings)
}

/// Checks a body with the recovering parser even if its JSON is valid.
#[cfg(any(fuzzing, all(test, not(target_arch = "wasm32"))))]
#[must_use]
pub fn recover(body: &[u8], options: &Options) -> Report {
    Report::new(read(body, options, Want::Recovery).findings)
}

/// Decodes a form body as far as possible and reports the errors found along the way.
///
/// ```
/// let decoded = cbt179::decode_form(b"EData=eyJhIjoxLH0%3D", &cbt179::Options::default());
/// let part = decoded.e_data.unwrap();
/// assert_eq!(part.text, r#"{"a":1,}"#);
/// assert_eq!(part.json(), Some(r#"{"a":1}"#));
/// assert!(decoded.pay_ex_info.is_none());
/// assert!(decoded.findings.iter().any(|finding| finding.code == "json.trailing-comma"));
/// ```
#[must_use]
pub fn decode_form(body: &[u8], options: &Options) -> DecodedForm {
    read(body, options, Want::Parts)
}

/// The decoded parts of a form body.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecodedForm {
    /// The part in `EData`; `None` if the body has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e_data: Option<DecodedPart>,
    /// The part in `payExInfoStr`; `None` if the body has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_ex_info: Option<DecodedPart>,
    /// The findings, errors first.
    pub findings: Vec<Finding>,
}

/// One decoded part of a body.
#[derive(Serialize)]
pub struct DecodedPart {
    /// The JSON text, exact to the byte; U+FFFD replaces each maximal subpart of ill-formed UTF-8.
    pub text: String,
    /// The repaired JSON of a text that is not valid JSON; see [`Self::json`].
    #[serde(skip_serializing_if = "Option::is_none")]
    repaired: Option<String>,
    /// Whether the text could be parsed at all.
    readable: bool,
}

impl DecodedPart {
    fn new(layers: &Layers, parsed: Option<&Parsed>) -> Self {
        let repaired = parsed.filter(|parsed| !parsed.is_json || layers.text.start > 0).map(|parsed| {
            let mut repaired = String::new();
            write::value(&parsed.root(), &mut repaired);
            repaired
        });
        let readable = parsed.is_none_or(|parsed| !matches!(parsed.root().kind, Kind::Unreadable));
        Self { text: layers.json().to_owned(), repaired, readable }
    }

    /// Returns JSON that any parser accepts: the text itself, or the repaired JSON if the text is not valid JSON.
    ///
    /// Returns `None` if the text cannot be repaired.
    #[must_use]
    pub fn json(&self) -> Option<&str> {
        self.readable.then(|| self.repaired.as_ref().unwrap_or(&self.text).as_str())
    }
}

impl fmt::Debug for DecodedPart {
    /// Formats only the length of the text: the text may contain a token, which must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodedPart").field("text.len()", &self.text.len()).finish_non_exhaustive()
    }
}

/// Checks the input's length against [`Options::max_body_bytes`]; returns a report if it is too long.
///
/// It takes only the length, because the JavaScript side calls it before copying the input.
#[must_use]
pub fn too_large(bytes: usize, options: &Options) -> Option<Report> {
    let most = options.max_body_bytes.min(LONGEST);
    if bytes <= most {
        return None;
    }
    let args = [("bytes", &*bytes.to_string()), ("max", &most.to_string())];
    Some(Report::new(vec![plain(&catalogue::FORM_TOO_LARGE, &args, At::default(), "", options.locale)]))
}

fn read(body: &[u8], options: &Options, want: Want) -> DecodedForm {
    if let Some(report) = too_large(body.len(), options) {
        return DecodedForm { e_data: None, pay_ex_info: None, findings: report.findings };
    }
    with_layers(body, Faults::new(), |mut faults, document, _| {
        let mut secrets = Secrets::new();
        let [e_data, pay_ex_info] = check_parts(document, want, options.customs_rules, &mut faults, &mut secrets);
        DecodedForm { e_data, pay_ex_info, findings: findings(faults, document, &secrets, options) }
    })
}

/// Checks a form body or a `payExInfo` text again and passes its faults to `work`; returns `None` over the cap.
pub(crate) fn with_faults<T>(
    text: &[u8],
    is_body: bool,
    options: &Options,
    work: impl FnOnce(Faults, &Document, &Secrets) -> T,
) -> Option<T> {
    if text.len() > options.max_body_bytes.min(LONGEST) {
        return None;
    }
    let work = |mut faults: Faults, document: &Document| {
        let mut secrets = Secrets::new();
        // The caller's findings may come from a check under any setting.
        check_parts(document, Want::Verdict, CustomsRules::Error, &mut faults, &mut secrets);
        work(faults, document, &secrets)
    };
    if is_body {
        return Some(with_layers(text, Faults::new(), |faults, document, _| work(faults, document)));
    }
    let mut faults = Faults::of_request();
    faults.enter_part(Part::PayExInfo);
    let read = wrappers::decode(text, &[], utf8::Source::Caller, &mut faults);
    Some(work(faults, &Document { text, layers: &[None, Some(Layers::bare(&read)), None] }))
}

/// Whether a caller needs the decoded parts or only the verdict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Parts,
    Verdict,
    /// The verdict of the recovering parser; must equal `Verdict`.
    #[cfg(any(fuzzing, all(test, not(target_arch = "wasm32"))))]
    Recovery,
}

/// Checks the JSON texts of both parts.
fn check_parts(
    document: &Document,
    want: Want,
    customs_rules: CustomsRules,
    faults: &mut Faults,
    secrets: &mut Secrets,
) -> [Option<DecodedPart>; 2] {
    let parts = Part::OF_FORM.map(|part| {
        let layers = document.layers[part as usize].as_ref()?;
        faults.enter_part(part);
        let parsed = match want {
            #[cfg(any(fuzzing, all(test, not(target_arch = "wasm32"))))]
            Want::Recovery => Some(recover_text(layers, part, faults, secrets)),
            _ => check_text(layers, part, customs_rules, faults, secrets),
        };
        layers_of_raw_json(part, faults);
        (want == Want::Parts).then(|| DecodedPart::new(layers, parsed.as_ref()))
    });
    document.judge_fixes(faults);
    parts
}

/// Removes the findings about layers around JSON that is not in Base64: one finding
/// covers both, and its fix re-encodes the JSON.
fn layers_of_raw_json(part: Part, faults: &mut Faults) {
    let own = faults.list().iter_mut().filter(|fault| fault.part == Some(part));
    let is_layer = |fault: &Fault| fault.part == Some(part) && wrappers::is_layer(fault);
    let (layers, others): (Vec<_>, Vec<_>) = own.partition(|fault| is_layer(fault));
    let raw = others.into_iter().find(|fault| fault.code.is(&catalogue::BASE64_NOT_ENCODED));
    if let Some(raw) = raw.filter(|_| !layers.is_empty()) {
        raw.is_guess |= layers.iter().any(|fault| fault.is_guess);
        faults.remove(0, &mut { is_layer });
    }
}

/// Checks the JSON text of a part. Returns the parsed JSON, or `None` if it is valid and was not parsed as a whole.
///
/// Faults against customs rules may be omitted if those rules are off.
pub(crate) fn check_text<'a>(
    layers: &Layers<'a>,
    part: Part,
    customs_rules: CustomsRules,
    faults: &mut Faults,
    secrets: &mut Secrets,
) -> Option<Parsed<'a>> {
    let may_be_valid = layers.text.start == 0 && !layers.is_other() && layers.is_whole();
    let times = if part == Part::EData { Times::new() } else { Times::until(faults.context.request_time) };
    let notes = || cbt179_fast::notes(layers.json(), part.field(), faults.context.is_signed(), customs_rules, &times);
    let notes = if may_be_valid { notes() } else { None };
    let notes = notes.filter(|notes| notes.have_all_names() || !faults.has_guess_in(part));
    let is_checked = notes.is_some_and(|notes| {
        let is_checked = check_notes(layers, part, &notes, faults, secrets).is_some();
        if part == Part::EData {
            faults.context.request_time = faults.context.request_time.or(times.request());
        }
        is_checked
    });
    (!is_checked).then(|| recover_text(layers, part, faults, secrets))
}

/// Checks the notes on the valid JSON text of a part. Returns `None` without adding anything if they do not suffice.
fn check_notes(layers: &Layers, part: Part, notes: &Notes, faults: &mut Faults, secrets: &mut Secrets) -> Option<()> {
    let text = layers.json();
    let values = rules::notes::read(text, notes, faults)?;
    faults.context.is_sound = true;
    rules::notes::check(&values, Some(text), faults);
    if !faults.list().is_empty() || part == Part::EData {
        secrets.learn_notes(part, &values, layers);
    }
    Some(())
}

/// Checks the JSON text of a part with the recovering parser.
fn recover_text<'a>(layers: &Layers<'a>, part: Part, faults: &mut Faults, secrets: &mut Secrets) -> Parsed<'a> {
    let json = layers.json();
    faults.context.lost.clone_from(&layers.text.lost);
    let has_guess = faults.has_guess_in(part);
    let (parsed, is_certain) = if layers.is_other() {
        (Parsed::of(json, false), false)
    } else {
        json::parse_with_fixes(json, layers.text.start, faults)
    };
    let is_exact = is_exact(layers, part, &parsed.root(), has_guess);
    faults.context.is_sound = is_certain && is_exact;
    if !is_certain {
        // Only sound JSON proves that the layers around it were undone as they were made.
        let is_layer = |fault: &&mut Fault| fault.part == Some(part) && wrappers::is_layer(fault);
        faults.list().iter_mut().filter(is_layer).for_each(|fault| fault.is_guess = true);
    }
    rules::check_text(&parsed, part.field(), json, faults);
    if part == Part::EData || !faults.list().is_empty() {
        secrets.learn(part, layers, &parsed, is_certain && is_exact);
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_keeps_its_text_and_gives_json_beside_it() {
        for (pay_ex_info, json) in [
            ("{\"sessionID\":\"1\"}", Some("{\"sessionID\":\"1\"}")),
            ("{'sessionID':'1',}", Some("{\"sessionID\":\"1\"}")),
            ("\u{feff}{}", Some("{}")),
            ("", None),
        ] {
            let body = crate::encode_form(b"{}", pay_ex_info.as_bytes());
            let part = decode_form(body.as_bytes(), &Options::default()).pay_ex_info;
            assert_eq!(part.as_ref().map_or("", |part| &part.text), pay_ex_info);
            assert_eq!(part.as_ref().and_then(DecodedPart::json), json, "{pay_ex_info}");
        }
    }

    #[test]
    fn a_body_over_the_cap_is_not_read() {
        let options = Options { max_body_bytes: 3, ..Options::default() };
        assert!(too_large(3, &options).is_none());
        for findings in [check_form(b"abcd", &options).findings, decode_form(b"abcd", &options).findings] {
            assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["form.too-large"]);
        }
    }
}
