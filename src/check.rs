//! The whole way through a body: each part through all layers, and what they found back to where it stands.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::base64;
use crate::codes;
use crate::emit;
use crate::faults::{Faults, Part, Place};
use crate::findings::{self, At, Finding, Positions, Report};
use crate::form;
use crate::interface::{Authority, FORM, PAY_EX_INFO_WARN};
use crate::json;
use crate::options::Options;
use crate::percent;
use crate::rules::{self, Source};
use crate::utf8;

/// Checks a whole form body, as CBT would receive it (clause 3.1.2).
///
/// Any bytes whatsoever give a report. A body longer than [`Options::max_body_bytes`] is refused unread.
///
/// ```
/// let report = cbt179::check_form(b"EData=e30%3D&payExInfoStr=e30%3D", &cbt179::Options::default());
/// assert!(!report.ok);
/// assert_eq!(report.findings[0].code, "field.missing");
/// assert_eq!(report.findings[0].path, "/EData/version");
/// ```
#[must_use]
pub fn check_form(body: &[u8], options: &Options) -> Report {
    Report::new(read(body, options, Want::Verdict).findings)
}

/// Decodes a whole form body as far as it goes, and says what was wrong with it on the way.
///
/// ```
/// let decoded = cbt179::decode_form(b"EData=eyJhIjoxLH0%3D", &cbt179::Options::default());
/// let part = decoded.e_data.unwrap();
/// assert_eq!(part.text, r#"{"a":1,}"#);
/// assert_eq!(part.value.unwrap().get(), r#"{"a":1}"#);
/// assert!(decoded.pay_ex_info.is_none());
/// assert!(decoded.findings.iter().any(|finding| finding.code == "json.trailing-comma"));
/// ```
#[must_use]
pub fn decode_form(body: &[u8], options: &Options) -> DecodedForm {
    read(body, options, Want::Parts)
}

/// What a form body carries.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DecodedForm {
    /// The part in `EData`; `None` where the body has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e_data: Option<DecodedPart>,
    /// The part in `payExInfoStr`; `None` where the body has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay_ex_info: Option<DecodedPart>,
    /// What was found, errors first.
    pub findings: Vec<Finding>,
}

/// One decoded part of a body.
#[derive(Serialize)]
pub struct DecodedPart {
    /// The JSON text, exact to the byte; U+FFFD stands for bytes that are not UTF-8.
    pub text: String,
    /// JSON that can be parsed: the text itself, or what could be made of it where it is not JSON.
    ///
    /// `None` where nothing could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Box<RawValue>>,
}

impl fmt::Debug for DecodedPart {
    /// Tells how long the text is: there may be a token in it, which belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodedPart").field("text.len()", &self.text.len()).finish_non_exhaustive()
    }
}

/// Checks that input is not over the cap; the report where it is.
///
/// The JavaScript side asks before it copies anything, so the length is all there is.
#[must_use]
pub fn too_large(bytes: usize, options: &Options) -> Option<Report> {
    if bytes <= options.max_body_bytes {
        return None;
    }
    let mut faults = Faults::default();
    let code = &codes::FORM_TOO_LARGE;
    faults
        .add_by(Authority::Library, code.severity, code, Place::Nowhere)
        .arg("bytes", bytes)
        .arg("max", options.max_body_bytes);
    Some(Report::new(tell(faults, &[], &[None, None], options)))
}

fn read(body: &[u8], options: &Options, want: Want) -> DecodedForm {
    if let Some(report) = too_large(body.len(), options) {
        return DecodedForm { e_data: None, pay_ex_info: None, findings: report.findings };
    }
    let mut faults = Faults::new(options.customs_rules);
    let values = values(body, &mut faults);
    let carriers = per_part(|part| {
        let value = values[part as usize].clone()?;
        faults.enter_part(part);
        Some(Carrier::read(body, value, &mut faults))
    });
    let texts = per_part(|part| {
        let carrier = carriers[part as usize].as_ref()?;
        faults.enter_part(part);
        Some(utf8::decode(&carrier.base64.bytes, &mut faults))
    });
    let [e_data, pay_ex_info] = per_part(|part| {
        let text = texts[part as usize].as_ref()?;
        faults.enter_part(part);
        Some(check_text(text, part, want, &mut faults))
    });
    let layers = per_part(|part| {
        Some(Layers { carrier: carriers[part as usize].as_ref(), text: texts[part as usize].as_ref()? })
    });
    DecodedForm {
        e_data: e_data.flatten(),
        pay_ex_info: pay_ex_info.flatten(),
        findings: tell(faults, body, &layers, options),
    }
}

/// Whether a caller wants the decoded parts, or the verdict only.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Parts,
    Verdict,
}

/// Does the same for `EData` and for `payExInfoStr`.
fn per_part<T>(work: impl FnMut(Part) -> Option<T>) -> [Option<T>; 2] {
    Part::BOTH.map(work)
}

/// Finds the values of the form's fields, and reports which are wrong, missing, empty or too many.
fn values(body: &[u8], faults: &mut Faults) -> [Option<Range<usize>>; 2] {
    let pairs = form::pairs(body);
    let is_known = |name: &str| FORM.iter().any(|field| field.is_named(name.trim()));
    if !pairs.iter().any(|pair| is_known(&pair.name(body))) {
        faults.add(&codes::FORM_NOT_A_FORM, Place::Form(0..body.len()));
        return [None, None];
    }
    let mut found = Vec::new();
    let values = per_part(|part| {
        let field = part.field();
        let has_own_name = pairs.iter().any(|pair| pair.name(body) == field.name);
        let mut spellings = HashSet::new();
        let mut value = None;
        for pair in pairs.iter().filter(|pair| field.is_named(pair.name(body).trim())) {
            let name = pair.name(body);
            let code = if spellings.contains(&name) {
                Some(&codes::FORM_DUPLICATE_FIELD)
            } else if name.trim() != name {
                Some(&codes::FORM_NAME_BLANKS)
            } else {
                rules::spelling(&name, field, has_own_name)
            };
            let mark = faults.enter(name.trim());
            if let Some(code) = code {
                faults.add(code, Place::Form(pair.name.clone())).value(&*name).field(field);
            }
            if pair.value.is_empty() {
                faults.add(&codes::FIELD_EMPTY, Place::Form(pair.value.clone())).field(field);
            } else if value.is_none() {
                value = Some(pair.value.clone());
            }
            faults.leave(mark);
            spellings.insert(name);
        }
        if !spellings.is_empty() {
            found.push(field.name);
        }
        value
    });
    for pair in pairs {
        let name = pair.name(body);
        if !is_known(&name) {
            let mark = faults.enter(&name);
            // A body that is no form has anything in the place of a name.
            faults.quotable = is_plain(&name);
            faults.add(&codes::FIELD_UNKNOWN, Place::Form(pair.name)).value(json::excerpt(&name));
            faults.leave(mark);
        }
    }
    faults.quotable = false;
    rules::missing(&found.into_iter(), &FORM, faults);
    values
}

/// Whether a name is such as form fields have, and too short for a token.
fn is_plain(name: &str) -> bool {
    name.len() < 32
        && name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// A part as it travels: percent-encoded Base64.
struct Carrier {
    percent: percent::Decoded,
    base64: base64::Decoded,
}

impl Carrier {
    fn read(body: &[u8], value: Range<usize>, faults: &mut Faults) -> Self {
        let percent = percent::decode(body, value, faults);
        check_length(percent.text.len(), faults);
        let base64 = base64::decode(&percent.text, faults);
        Self { percent, base64 }
    }
}

/// Checks how many characters of Base64 the part has that is being read.
pub(crate) fn check_length(length: usize, faults: &mut Faults) {
    let Some(max) = faults.part().and_then(|part| part.field().max) else {
        return;
    };
    let code = match length {
        _ if length > max => &codes::FORM_VALUE_TOO_LONG,
        PAY_EX_INFO_WARN.. => &codes::FORM_VALUE_LONG,
        _ => return,
    };
    let fault = faults.add(code, Place::Base64(0..length));
    fault.arg("length", length).arg("max", max).arg("warn", PAY_EX_INFO_WARN);
}

/// Checks the JSON text of a part.
pub(crate) fn check_text(text: &utf8::Decoded, part: Part, want: Want, faults: &mut Faults) -> Option<DecodedPart> {
    let (node, is_json) = json::parse(&text.text, text.start, faults);
    // What was read of broken JSON may be a secret in the wrong place.
    faults.quotable |= is_json;
    rules::check(&node, part.field(), Source::Text, faults);
    (want == Want::Parts).then(|| DecodedPart {
        value: match node.kind {
            json::Kind::Unreadable => None,
            _ if is_json => RawValue::from_string(text.text[text.start..].to_owned()).ok(),
            _ => {
                let mut mended = String::new();
                emit::value(&node, &mut mended);
                RawValue::from_string(mended).ok()
            }
        },
        text: text.text.clone().into_owned(),
    })
}

/// The texts that carry a part, from the inside out.
pub(crate) struct Layers<'a> {
    text: &'a utf8::Decoded<'a>,
    /// `None` where the text was given as it is.
    carrier: Option<&'a Carrier>,
}

impl<'a> Layers<'a> {
    /// A text that no form body carries.
    pub fn bare(text: &'a utf8::Decoded<'a>) -> Self {
        Self { text, carrier: None }
    }
}

/// Puts faults into words, errors first, each with its range in every text that holds it.
pub(crate) fn tell(faults: Faults, body: &[u8], layers: &[Option<Layers>; 2], options: &Options) -> Vec<Finding> {
    let positions = |text| Positions::new(text, options.units);
    let form = positions(body);
    let inner = layers.each_ref().map(|layers| {
        let layers = layers.as_ref()?;
        let base64 = layers.carrier.map_or(&[][..], |carrier| &carrier.percent.text);
        Some((layers, positions(base64), positions(layers.text.text.as_bytes())))
    });
    let faults = faults.into_sorted().into_iter();
    faults
        .map(|fault| {
            let mut at = At::default();
            let part = fault.part.and_then(|part| inner[part as usize].as_ref());
            match (&fault.place, part) {
                (Place::Form(range), _) => at.form = Some(form.range(range)),
                (Place::Base64(range), Some((layers, base64, _))) => {
                    if let Some(carrier) = layers.carrier {
                        at.base64 = Some(base64.range(range));
                        at.form = Some(form.range(&carrier.percent.map.outer(range.clone())));
                    }
                }
                (Place::Json(range), Some((layers, base64, json))) => {
                    at.json = Some(json.range(range));
                    if let Some(carrier) = layers.carrier {
                        let range = carrier.base64.outer(layers.text.outer(range.clone()));
                        at.base64 = Some(base64.range(&range));
                        at.form = Some(form.range(&carrier.percent.map.outer(range)));
                    }
                }
                (Place::Nowhere, _) | (_, None) => {}
            }
            findings::tell(fault, at, options.locale)
        })
        .collect()
}
