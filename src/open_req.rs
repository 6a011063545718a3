//! Reads and checks customs' request for the payment data of an order, and writes the answer to it.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::check::too_large;
use crate::codec::form::{self, Encoding, Value};
use crate::codec::{carrier, percent};
use crate::diagnostics::catalogue;
use crate::json::write;
use crate::message::{self, Message, Outcome};
use crate::options::Options;
use crate::report::Finding;
use crate::rules;
use crate::spec::{OPEN_REQ, OPEN_REQ_FIELDS, UPLOAD_REPLY};
use cbt179_fast::strings::{push_digits, push_string};

/// The fields of customs' request; a field that is missing, or neither text nor a number, is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OpenReq {
    /// The number of the order whose payment data customs asks for.
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
    /// The findings, errors first. `path` starts at the root of the JSON, and `at.form` is a range of the body.
    pub findings: Vec<Finding>,
    /// The fields, as far as they are certain; `None` if the body has no JSON object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_req: Option<OpenReq>,
}

/// Checks customs' request for the payment data of an order.
///
/// The body is the form `openReq=…`, or its JSON as frameworks pass it on: decoded, HTML-escaped, with backslashes, as a
/// JSON string, or as a member of a JSON object.
///
/// ```
/// use cbt179::{Options, check_open_req};
///
/// let body = b"openReq=%7B%22orderNo%22%3A%22ord1%22%2C%22sessionID%22%3A%22fe2374%22\
///     %2C%22serviceTime%22%3A1533271903898%7D";
/// let checked = check_open_req(body, &Options::default());
/// assert!(checked.ok && checked.findings.is_empty());
/// assert_eq!(checked.open_req.unwrap().session_id.as_deref(), Some("fe2374"));
/// ```
#[must_use]
pub fn check_open_req(body: &[u8], options: &Options) -> CheckedOpenReq {
    let Outcome { ok, findings, texts } = outcome(body, options);
    let open_req = texts.and_then(|texts| {
        let [order_no, session_id, service_time] = texts.try_into().ok()?;
        Some(OpenReq { order_no, session_id, service_time })
    });
    CheckedOpenReq { ok, findings, open_req }
}

/// Checks a request. The values are those of [`OPEN_REQ_FIELDS`].
pub(crate) fn outcome(body: &[u8], options: &Options) -> Outcome {
    if let Some(report) = too_large(body.len(), options) {
        return Outcome::new(report.findings, None);
    }
    let message = Message {
        telling: &OPEN_REQ_FIELDS[0],
        encoded: [&catalogue::OPEN_REQ_ENCODED; 3],
        missing: Some(&catalogue::OPEN_REQ_MISSING),
    };
    let percent::Decoded { text, map } = value_of(body);
    let outcome = message::check(&text, Some((body, &map)), None, &message, options, &mut |fields| {
        rules::check_object(&fields.object, &OPEN_REQ, fields.json, fields.faults);
        OPEN_REQ_FIELDS.iter().map(|field| fields.own_text(field)).collect()
    });
    outcome.cite("GACC 179/2018, 1.6.1")
}

/// Returns the decoded value of the field `openReq` in a form or a JSON object; otherwise the whole body.
fn value_of(body: &[u8]) -> percent::Decoded<'_> {
    let start = form::blanks(body);
    let pairs = match body.get(start) {
        Some(b'{') => form::json(body, start).unwrap_or_default().0,
        _ => form::urlencoded(body, start..body.len()),
    };
    let whole = Value { at: 0..body.len(), encoding: Encoding::Verbatim };
    let named = pairs.into_iter().find(|pair| pair.name(body) == OPEN_REQ.name);
    let Value { at, encoding } = named.map_or(whole, |pair| pair.value);
    match (encoding, body[at.start..].trim_ascii_start().first()) {
        // A decoded value may contain `&`.
        (Encoding::Percent, Some(b'{' | b'"')) => {
            carrier::unquoted(body, &Value { at: at.start..body.len(), encoding: Encoding::Verbatim })
        }
        (Encoding::Percent, _) => percent::decode_text(body, at, true),
        _ => carrier::unquoted(body, &Value { at, encoding }),
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
