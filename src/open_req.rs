//! Reads and checks the request that customs send for the payment data of an order, and writes the answer to it.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::check::too_large;
use crate::codec::document::Document;
use crate::codec::form::{self, Encoding, Value};
use crate::codec::{carrier, percent, wrappers};
use crate::diagnostics::catalogue::{self, Severity};
use crate::diagnostics::{Faults, Location, Part};
use crate::json::{self, Kind, write};
use crate::options::Options;
use crate::report::{Finding, findings, has_error};
use crate::rules;
use crate::secrets::Secrets;
use crate::spec::{Authority, OPEN_REQ, OPEN_REQ_FIELDS, UPLOAD_REPLY};
use cbt179_fast::strings::{push_digits, push_string};

/// The fields of customs' request; a field that is missing, or neither text nor a number, is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OpenReq {
    /// The number of the order whose payment data customs ask for.
    #[serde(rename = "orderNo", skip_serializing_if = "Option::is_none")]
    pub order_no: Option<String>,
    /// The session ID, which the payment data must repeat.
    #[serde(rename = "sessionID", skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The time of the request, in Unix milliseconds.
    #[serde(rename = "serviceTime", skip_serializing_if = "Option::is_none")]
    pub service_time: Option<String>,
}

/// The verdict on customs' request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckedOpenReq {
    /// Whether all three fields were read.
    pub ok: bool,
    /// The findings, errors first. `path` starts at the root of the JSON; `at.form` is a range of the body.
    pub findings: Vec<Finding>,
    /// The fields, as far as they are certain; `None` if the body has no JSON object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_req: Option<OpenReq>,
}

/// Checks the request that customs send for the payment data of an order.
///
/// The body is the form, `openReq=…`, or the JSON in it as frameworks hand it over: decoded, escaped for HTML or with
/// backslashes, as a JSON string, or as a member of a JSON object.
///
/// ```
/// use cbt179::{Options, check_open_req};
///
/// let body = b"openReq=%7B%22orderNo%22%3A%22ord1%22%2C%22sessionID%22%3A%22fe2374%22%2C%22serviceTime%22%3A1533271903898%7D";
/// let checked = check_open_req(body, &Options::default());
/// assert!(checked.ok && checked.findings.is_empty());
/// assert_eq!(checked.open_req.unwrap().session_id.as_deref(), Some("fe2374"));
/// ```
#[must_use]
pub fn check_open_req(body: &[u8], options: &Options) -> CheckedOpenReq {
    if let Some(report) = too_large(body.len(), options) {
        return CheckedOpenReq { ok: false, findings: report.findings, open_req: None };
    }
    let mut faults = Faults::new();
    faults.enter_part(Part::Message);
    let value = value_of(body);
    let text = wrappers::decode(&value.text, &[], &mut faults);
    for fault in faults.list() {
        if let Some(kind) = wrappers::layer(fault) {
            // The data is as sent unless there is another reading.
            fault.severity = if fault.is_guess { Severity::Error } else { Severity::Warning };
            (fault.code, fault.by) = (&catalogue::OPEN_REQ_ENCODED, Authority::Library);
            fault.arg("kind", kind);
        }
    }
    let (parsed, is_certain) = json::parse_with_fixes(&text.text, text.start, &mut faults);
    let mut open_req = None;
    if let Kind::Object(object) = &parsed.root.kind {
        rules::check_text(&parsed, &OPEN_REQ, &text.text, &mut faults);
        let [order_no, session_id, service_time] = OPEN_REQ_FIELDS.each_ref().map(|field| {
            let member = object.members.iter().find(|member| member.key == field.name)?;
            match &member.value.kind {
                Kind::String(text) | Kind::Number(text) => Some(text.clone().into_owned()),
                _ => None,
            }
        });
        open_req = is_certain.then_some(OpenReq { order_no, session_id, service_time });
    } else {
        faults.remove(0, |_| true);
        faults.add(&catalogue::OPEN_REQ_MISSING, Location::Json(0..text.text.len()));
    }
    for fault in faults.list() {
        fault.repair = None;
        if let Location::Json(at) = &fault.location {
            fault.location = Location::Form(value.map.outer(text.outer(at.clone())));
        }
    }
    let document = Document { text: body, layers: &[None, None, None] };
    let mut findings = findings(faults, &document, &Secrets::of_message(body, None), options);
    for Finding { clause, .. } in &mut findings {
        *clause = clause.filter(|clause| clause.starts_with("RFC")).or(Some(CLAUSE));
    }
    CheckedOpenReq { ok: !has_error(&findings), findings, open_req }
}

/// The clause that describes the request.
const CLAUSE: &str = "GACC 179/2018, 1.6.1";

/// Returns the decoded value of the field `openReq` in a form or a JSON object; otherwise the whole body.
fn value_of(body: &[u8]) -> percent::Decoded {
    let start = form::blanks(body);
    let pairs = match body.get(start) {
        Some(b'{') => form::json(body, start).unwrap_or_default().0,
        _ => form::urlencoded(body, start..body.len()),
    };
    let named = pairs.into_iter().find(|pair| pair.name(body) == OPEN_REQ.name).map(|pair| pair.value);
    match named {
        // A decoded value may have an `&`.
        Some(Value { at, encoding: Encoding::Percent })
            if matches!(body[at.start..].trim_ascii_start().first(), Some(b'{' | b'"')) =>
        {
            carrier::unquoted(body, &Value { at: at.start..body.len(), encoding: Encoding::Verbatim })
        }
        Some(Value { at, encoding: Encoding::Percent }) => percent::decode_text(body, at, true),
        Some(value) => carrier::unquoted(body, &value),
        None => carrier::unquoted(body, &Value { at: 0..body.len(), encoding: Encoding::Verbatim }),
    }
}

/// Writes the answer to customs' request, which must be sent at once: `{"code":"10000","message":"","serviceTime":…}`.
///
/// `code` is `10000` if the request was received, and `service_time` the current time in Unix milliseconds.
///
/// ```
/// let answer = cbt179::open_req_answer("10000", "", 1_533_271_903_898);
/// assert_eq!(answer, r#"{"code":"10000","message":"","serviceTime":1533271903898}"#);
/// ```
#[must_use]
pub fn open_req_answer(code: &str, message: &str, service_time: u64) -> String {
    let [of_code, of_message, _, of_time] = &UPLOAD_REPLY;
    let mut answer = String::from("{");
    for (field, text) in [(of_code, code), (of_message, message)] {
        write::key(field.name, &mut answer);
        push_string(text, &mut answer);
        answer.push(',');
    }
    write::key(of_time.name, &mut answer);
    push_digits(service_time, &mut answer);
    answer + "}"
}
