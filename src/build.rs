//! Builds a form body from a request.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use cbt179_fast::base64::encoded_length;
use cbt179_fast::times::default_value;
#[cfg(any(test, target_arch = "wasm32"))]
use cbt179_fast::{Buffers, Values};
use serde::Serialize;

use crate::check::{self, check_text};
use crate::codec::carrier::check_length;
use crate::codec::document::{Document, Layers};
use crate::codec::encode::form_body;
use crate::codec::wrappers;
use crate::diagnostics::catalogue::{self, Severity};
use crate::diagnostics::{Faults, Location, Part, fields};
use crate::json::{self, Kind, Member, Node, write};
use crate::options::{Names, Options};
use crate::report::{Finding, Report, findings, has_error};
use crate::rules;
use crate::secrets::Secrets;
use crate::spec::{Authority, E_DATA, FORM, MEMBERS};
use crate::text::excerpt::excerpt;
use crate::text::utf8;

/// A form body and the JSON texts that it contains.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BuiltForm {
    /// The body: `EData=…&payExInfoStr=…`, both values percent-encoded.
    pub body: String,
    /// The JSON text in `EData`.
    pub e_data: String,
    /// The JSON text in `payExInfoStr`. CBT signs this text: keep it, as the upload to customs needs every byte.
    pub pay_ex_info: String,
    /// The warnings and infos; there are no errors.
    pub findings: Vec<Finding>,
}

impl fmt::Debug for BuiltForm {
    /// Formats only the body's length and the findings: the texts contain the token, which must not be logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("BuiltForm");
        fields.field("body.len()", &self.body.len()).field("findings", &self.findings).finish_non_exhaustive()
    }
}

/// The error for a request from which no body could be built.
#[derive(Debug, Serialize)]
pub struct CheckError {
    /// The findings, errors first.
    pub findings: Vec<Finding>,
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, finding) in self.findings.iter().enumerate() {
            write!(f, "{}{finding}", if index > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl core::error::Error for CheckError {}

/// Checks a request before it is encoded, by the rules that [`crate::check_form`] applies to a body.
///
/// `request` is the JSON text of an object with `eData` and `payExInfo`, as for [`build_form`]; so is `pay_ex_info`.
/// Paths in the findings are JSON Pointers into the request, by the names that it has: `/eData/coName`. In a
/// `payExInfo` given as text, they go on into the JSON of that text, and findings have ranges in it (`at.json`).
///
/// ```
/// let report = cbt179::check_request(br#"{"eData":{},"payExInfo":{}}"#, None, &cbt179::Options::default());
/// assert_eq!(report.findings[0].path, "/eData/cusName");
/// ```
#[must_use]
pub fn check_request(request: &[u8], pay_ex_info: Option<&[u8]>, options: &Options) -> Report {
    let findings = match build_form(request, pay_ex_info, options) {
        Ok(built) => built.findings,
        Err(error) => error.findings,
    };
    Report::new(findings)
}

/// Builds the form body of a request.
///
/// `request` is the JSON text of an object:
///
/// - `eData` has the fields of clause 3.1.2.2; `version` and `commitTime` may be omitted;
/// - `payExInfo` is the data to be signed: an object, or a string with its JSON text. An object is written in the order
///   that customs requires; a text is used byte for byte. The text can also be passed separately as `pay_ex_info`,
///   which then replaces the request's own.
///
/// `totalAmount` may be a decimal string: it is written as a number, digit for digit, without trailing zeros.
///
/// If the document has two spellings of a name, either is accepted, and [`Options::names`] determines which is written.
///
/// # Errors
///
/// Returns everything that [`check_request`] reports as an error, all at once; never a partial body.
///
/// ```
/// let request = br#"{
///     "eData": {"cusName": "xxx", "cusCode": "XXXX908", "serialNumber": "20119182839304", "token": "secret"},
///     "payExInfo": {"sessionID": "fe2374", "payExchangeInfoHead": {}, "payExchangeInfoLists": [{}]}
/// }"#;
/// let options = cbt179::Options { customs_rules: cbt179::CustomsRules::Off, ..Default::default() };
/// let built = cbt179::build_form(request, None, &options).unwrap();
/// assert!(cbt179::check_form(built.body.as_bytes(), &options).ok);
/// ```
pub fn build_form(request: &[u8], pay_ex_info: Option<&[u8]>, options: &Options) -> Result<BuiltForm, CheckError> {
    let within_cap = |size| match check::too_large(size, options) {
        Some(report) => Err(CheckError { findings: report.findings }),
        None => Ok(()),
    };
    within_cap(request.len() + pay_ex_info.map_or(0, <[u8]>::len))?;
    let mut faults = Faults::of_request();
    let request = utf8::decode(request, &[], utf8::Source::Caller, &mut faults);
    let parsed = json::parse(&request.text, request.start, &mut faults);
    let is_json = parsed.is_json;
    let mut secrets = Secrets::new();
    secrets.learn_objects(&request.text, &parsed);
    for fault in faults.list() {
        // A caller who passed objects has no use for ranges in the request's text.
        (fault.location, fault.repair) = (Location::Nowhere, None);
    }
    faults.context.is_sound = is_json;
    let [e_data, pay_object] = members(&parsed.root(), pay_ex_info.is_some(), &mut faults);
    let e_data = e_data.map(|node| {
        let defaults = E_DATA.each_ref().map(|field| default_value(field, options));
        let defaults = if rules::objects::foreign(&node).is_none() { &defaults[..] } else { &[] };
        written(&node, Part::EData, is_json, options.names, defaults, &mut faults)
    });
    faults.enter_part(Part::PayExInfo);
    // The text itself: passed separately, given as a string in the request, or written here from an object.
    let given = pay_ex_info.or_else(|| match pay_object.as_ref()?.kind {
        Kind::String(text) => Some(text.as_bytes()),
        _ => None,
    });
    let is_base64 = given.is_some_and(|text| text.starts_with(b"eyJ"));
    if is_base64 {
        let code = &catalogue::REQUEST_BASE64;
        faults.add_by(Authority::Library, code.severity, code, Location::Json(0..given.map_or(0, <[u8]>::len)));
    }
    let given_text =
        given.filter(|_| !is_base64).map(|bytes| wrappers::decode(bytes, &[], utf8::Source::Caller, &mut faults));
    let pay_ex_info = if is_base64 {
        String::new()
    } else if let Some(text) = &given_text {
        let layers = Layers::bare(text);
        check_text(&layers, Part::PayExInfo, options.customs_rules, &mut faults, &mut secrets);
        layers.json().to_owned()
    } else if let Some(node) = &pay_object {
        secrets.open(Some(node));
        written(node, Part::PayExInfo, is_json, options.names, &[], &mut faults)
    } else {
        String::new()
    };
    check_length(encoded_length(pay_ex_info.len()), &mut faults);

    let layers = [None, given_text.as_ref().map(Layers::bare), None];
    let document = Document { text: given.unwrap_or_default(), layers: &layers };
    document.judge_fixes(&mut faults);
    let findings = findings(faults, &document, &secrets, options);
    if has_error(&findings) {
        return Err(CheckError { findings });
    }
    let e_data = e_data.unwrap_or_default();
    let body = form_body([Some(e_data.as_bytes()), Some(pay_ex_info.as_bytes())]);
    within_cap(body.len())?;
    Ok(BuiltForm { body, e_data, pay_ex_info, findings })
}

/// Reports on a request whose body the fast pass has built. Returns `None` if its notes do not suffice.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn report_on(values: Values, buffers: &Buffers, options: &Options) -> Option<Report> {
    let mut faults = Faults::of_request();
    let mut secrets = Secrets::new();
    faults.context.request_time = buffers.request_time();
    for part in Part::OF_FORM {
        let noted = rules::notes::of_request(values.texts, buffers.notes(part as usize))?;
        faults.enter_part(part);
        (faults.context.is_sound, faults.context.has_no_fix) = (true, true);
        rules::notes::check(&noted, None, &mut faults);
        check_length(encoded_length(buffers.json(part as usize).len()), &mut faults);
    }
    let e_data = core::str::from_utf8(buffers.json(0)).ok()?;
    secrets.learn_strings(&json::read(e_data, 0).root());
    secrets.open(None);
    let document = Document { text: &[], layers: &[None, None, None] };
    Some(Report::new(findings(faults, &document, &secrets, options)))
}

/// Encodes two JSON texts into a form body as they are, unchecked: the inverse of [`crate::decode_form`].
///
/// ```
/// let body = cbt179::encode_form(b"{}", "{\"电\":1}".as_bytes());
/// assert_eq!(body, "EData=e30%3D&payExInfoStr=eyLnlLUiOjF9");
/// ```
#[must_use]
pub fn encode_form(e_data: &[u8], pay_ex_info: &[u8]) -> String {
    form_body([Some(e_data), Some(pay_ex_info)])
}

/// Checks a part that was given as an object, and returns its JSON text.
fn written(
    node: &Node,
    part: Part,
    is_json: bool,
    names: Names,
    defaults: &[Option<String>],
    faults: &mut Faults,
) -> String {
    faults.enter_part(part);
    (faults.context.is_sound, faults.context.has_no_fix) = (is_json, true);
    rules::check_request(node, part.field(), defaults, faults);
    let mut text = String::new();
    write::field(node, part.field().kind, names, defaults, &mut text);
    text
}

/// Takes the two members out of the request; the second may be passed separately.
fn members<'t>(request: &Node<'t>, given_apart: bool, faults: &mut Faults) -> [Option<Node<'t>>; 2] {
    let members = match request.kind {
        Kind::Object(object) => Some(object.members),
        // The parser has already reported invalid JSON.
        Kind::Unreadable => return [None, None],
        _ => None,
    };
    let mut found = [None, None];
    // A part with a misspelled name is reported once, not as missing too.
    let mut meant = [false, given_apart];
    for Member { key, value, .. } in members.iter().flat_map(|members| members.iter()) {
        if let Some(part) = MEMBERS.iter().position(|name| *name == key) {
            (found[part], meant[part]) = (Some(value), true);
            continue;
        }
        let is_meant = |part: &usize| FORM[*part].is_named(key) || MEMBERS[*part].eq_ignore_ascii_case(key);
        let part = [0, 1].into_iter().find(is_meant);
        if let Some(part) = part {
            meant[part] = true;
        }
        let severity = if part.is_some() { Severity::Error } else { Severity::Warning };
        let mark = faults.context.path.enter(key);
        let fault = faults.add_by(Authority::Library, severity, &catalogue::REQUEST_MEMBER, Location::Nowhere);
        let due = ["`eData`", "`payExInfo`", "`eData`/`payExInfo`"][part.unwrap_or(2)];
        fault.value(excerpt(key)).arg("due", (due, due));
        faults.context.path.leave(mark);
    }
    fields::missing(&FORM, &meant, faults);
    found
}
