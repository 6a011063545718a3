//! Reads, checks and explains CBT's reply to a signing request.

use serde::Serialize;

use crate::check::too_large;
use crate::codec::base64;
use crate::codec::document::{Document, Layers};
use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::{Arg, Fault, Faults, Location, Part};
use crate::json::{self, Kind, Member, Object, Parsed};
use crate::options::Options;
use crate::report::{Finding, findings, has_error};
use crate::rules::times;
use crate::secrets::Secrets;
use crate::spec::{Authority, CERT_NO, CODE, Field, MSG, SERIAL_NUMBER, SERVICE_TIME, SIGN_VALUE, SIGNATURE, STATUS};
use crate::text::excerpt::excerpt;
use crate::text::utf8;

/// The fields of a reply (clause 3.1.2.4); a field that is missing or is not text is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// `success` or `failure`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The error code of a failure (clause 4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The message from CBT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub msg: Option<String>,
    /// The serial number of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// The time of signing, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_time: Option<String>,
    /// The serial number of the certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cert_no: Option<String>,
    /// The signature of the text in `payExInfoStr`, in Base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_value: Option<String>,
}

/// The verdict on a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedReply {
    /// Whether CBT has signed, and nothing contradicts it.
    pub ok: bool,
    /// The findings, errors first. `path` starts at the reply's root; `at.json` is a range of the reply's text.
    pub findings: Vec<Finding>,
    /// The fields of the reply; `None` if it is not a JSON object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<Reply>,
}

/// The request that a reply should answer, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sent<'a> {
    /// The request's `serialNumber`, which the reply repeats.
    pub serial_number: Option<&'a str>,
    /// The request's `commitTime`, which must be close to the time of signing.
    pub commit_time: Option<&'a str>,
    /// The request's form body, its JSON, or the JSON of its `EData`. Findings mask its token if the reply repeats it.
    pub request: Option<&'a str>,
}

/// Checks a reply from CBT and explains it.
///
/// Any byte sequence is accepted. A failure that CBT reports becomes an error finding with advice.
///
/// ```
/// use cbt179::{Locale, Options, Sent, check_reply};
///
/// let reply = br#"{"status": "failure", "code": "SYSTEM_ERROR", "serialNumber": "1", "msg": "x"}"#;
/// let options = Options { locale: Locale::En, ..Options::default() };
/// let sent = Sent { serial_number: Some("1"), ..Sent::default() };
/// let checked = check_reply(reply, &sent, &options);
/// assert!(!checked.ok);
/// assert_eq!(checked.findings[0].code, "reply.system-error");
/// assert_eq!(checked.reply.unwrap().msg.as_deref(), Some("x"));
/// ```
#[must_use]
pub fn check_reply(reply: &[u8], sent: &Sent, options: &Options) -> CheckedReply {
    if let Some(report) = too_large(reply.len(), options) {
        return CheckedReply { ok: false, findings: report.findings, reply: None };
    }
    let mut faults = Faults::new();
    faults.enter_part(Part::Reply);
    let mut of_bytes = faults.inner();
    let text = utf8::decode(reply, &[], &mut of_bytes);
    // A byte order mark is harmless.
    let is_mark = |fault: &Fault| fault.code.is(&catalogue::UTF8_BOM);
    if let Some(first) = of_bytes.list().iter().find(|fault| !is_mark(fault)) {
        add(&mut faults, &catalogue::REPLY_ENCODING, first.place.clone());
    }
    let reply_read = object(&text, &mut faults).map(|object| Checker { object, faults: &mut faults, sent }.reply());
    let whole = Document { text: reply, layers: &[None, None, Some(Layers::bare(&text))] };
    let findings = findings(faults, &whole, &Secrets::of_reply(reply, sent.request), options);
    CheckedReply { ok: !has_error(&findings), findings, reply: reply_read }
}

/// Returns the reply's object, or adds a fault that describes what the reply is instead.
fn object<'a>(text: &'a utf8::Decoded, faults: &mut Faults) -> Option<Object<'a>> {
    let json = &*text.text;
    let (start, end) = (json.len() - json[text.start..].trim_start().len(), json.trim_end().len());
    if start >= end {
        add(faults, &catalogue::REPLY_EMPTY, Location::Json(0..json.len()));
        return None;
    }
    let rest = &json[start..end];
    if rest.starts_with('<') {
        let fault = add(faults, &catalogue::REPLY_HTML, Location::Json(start..end));
        fault.value(title(rest).unwrap_or_else(|| excerpt(rest)));
        return None;
    }
    let mut inner = faults.inner();
    let Parsed { root: node, is_json, .. } = json::parse(json, text.start, &mut inner);
    // An unpaired surrogate in a message is no reason to reject the rest.
    let is_half = |fault: &Fault| fault.code.is(&catalogue::JSON_LONE_SURROGATE);
    let is_json = is_json || inner.list().iter().all(is_half);
    match node.kind {
        Kind::Object(object) if is_json => return Some(object),
        _ if is_json => _ = add(faults, &catalogue::REPLY_NOT_AN_OBJECT, Location::Json(node.at)).value(excerpt(rest)),
        _ => {
            let is_unclosed = |fault: &Fault| fault.code.is(&catalogue::JSON_UNCLOSED);
            let place = inner.list().first().map(|fault| fault.place.clone());
            if rest.starts_with(['{', '[']) && inner.list().iter().any(is_unclosed) {
                add(faults, &catalogue::REPLY_TRUNCATED, Location::Json(end..end));
            } else {
                let place = place.unwrap_or(Location::Json(start..end));
                add(faults, &catalogue::REPLY_NOT_JSON, place).value(excerpt(rest));
            }
        }
    }
    None
}

/// Adds a fault. The reply may violate CBT's document, but CBT would not report that, so the authority is this library.
fn add<'f>(faults: &'f mut Faults, code: &'static Code, place: Location) -> &'f mut Fault {
    faults.add_by(Authority::Library, code.severity, code, place)
}

/// Returns the title of an HTML page.
fn title(html: &str) -> Option<&str> {
    let find = |text: &str, tag: &str| {
        text.as_bytes().windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
    };
    let rest = &html[find(html, "<title>")? + "<title>".len()..];
    let title = rest[..find(rest, "</title>")?].trim();
    (!title.is_empty()).then(|| excerpt(title))
}

struct Checker<'a, 'f> {
    object: Object<'a>,
    faults: &'f mut Faults,
    sent: &'f Sent<'f>,
}

impl Checker<'_, '_> {
    fn reply(&mut self) -> Reply {
        let [status, code, msg, serial_number] = [&STATUS, &CODE, &MSG, &SERIAL_NUMBER].map(|field| self.text(field));
        let [service_time, cert_no, sign_value] = SIGNATURE.map(|field| self.text(field));
        match status.as_deref() {
            Some("success") => {
                if let Some(code) = code.as_deref().filter(|code| !code.is_empty()) {
                    self.fault(&catalogue::REPLY_SUCCESS_WITH_CODE, &CODE).value(code);
                }
                for (field, text) in SIGNATURE.iter().zip([&service_time, &cert_no, &sign_value]) {
                    if text.as_ref().is_none_or(|text| text.trim().is_empty()) {
                        self.fault(&catalogue::REPLY_UNSIGNED, field);
                    }
                }
            }
            Some("failure") => self.failure(code.as_deref(), [&service_time, &cert_no, &sign_value]),
            Some(status) if !status.is_empty() => _ = self.fault(&catalogue::REPLY_STATUS, &STATUS).value(status),
            // A wrong type has already been reported.
            _ if self
                .member(&STATUS)
                .is_some_and(|member| !matches!(member.value.kind, Kind::Null | Kind::String(_))) => {}
            _ => _ = self.fault(&catalogue::REPLY_NO_STATUS, &STATUS),
        }
        self.serial_number(serial_number.as_deref());
        self.signature(service_time.as_deref(), cert_no.as_deref(), sign_value.as_deref());
        Reply { status, code, msg, serial_number, service_time, cert_no, sign_value }
    }

    /// Returns the text of a field, if any.
    fn text(&mut self, field: &'static Field) -> Option<String> {
        if self.object.members.iter().filter(|member| member.key == field.name).count() > 1 {
            self.fault(&catalogue::REPLY_DUPLICATE_FIELD, field);
        }
        let member = self.member(field)?;
        match &member.value.kind {
            Kind::String(text) => Some(text.clone().into_owned()),
            Kind::Null => None,
            // A number without quotes is just as clear.
            Kind::Number(spelled) => {
                let spelled = spelled.clone().into_owned();
                self.fault(&catalogue::REPLY_TYPE, field).value(&*spelled).severity = Severity::Warning;
                Some(spelled)
            }
            _ => {
                self.fault(&catalogue::REPLY_TYPE, field);
                None
            }
        }
    }

    /// Returns the first member with the field's name.
    fn member(&self, field: &Field) -> Option<&Member<'_>> {
        self.object.members.iter().find(|member| member.key == field.name)
    }

    /// Adds a fault of a field, located at its value if it has one.
    fn fault(&mut self, code: &'static Code, field: &'static Field) -> &mut Fault {
        let place = self.member(field).map_or(Location::Nowhere, |member| Location::Json(member.value.at.clone()));
        self.faults.add_to_member(field.name, Authority::Library, code.severity, code, place).field(field)
    }

    fn failure(&mut self, code: Option<&str>, signature: [&Option<String>; 3]) {
        match code.map(str::trim).filter(|code| !code.is_empty()) {
            None => _ = self.fault(&catalogue::REPLY_NO_CODE, &CODE),
            Some(code) => {
                let known = MEANINGS.iter().find(|known| known.0 == code).map(|known| known.1);
                self.fault(known.unwrap_or(&catalogue::REPLY_UNKNOWN_CODE), &CODE).value(code);
            }
        }
        for (field, text) in SIGNATURE.iter().zip(signature) {
            if text.as_ref().is_some_and(|text| !text.is_empty()) {
                self.fault(&catalogue::REPLY_SIGNED_FAILURE, field);
            }
        }
    }

    fn serial_number(&mut self, found: Option<&str>) {
        let Some(sent) = self.sent.serial_number else {
            return;
        };
        match found {
            Some(found) if found == sent => {}
            Some(found) if !found.is_empty() => {
                self.fault(&catalogue::REPLY_SERIAL_NUMBER, &SERIAL_NUMBER).value(found).arg("sent", sent.to_owned());
            }
            _ => _ = self.fault(&catalogue::REPLY_NO_SERIAL_NUMBER, &SERIAL_NUMBER).arg("sent", sent.to_owned()),
        }
    }

    /// Checks the format of the signature's fields.
    fn signature(&mut self, service_time: Option<&str>, cert_no: Option<&str>, sign_value: Option<&str>) {
        if let Some(text) = service_time.filter(|text| !text.is_empty()) {
            match unix_millis(text) {
                None => _ = self.fault(&catalogue::REPLY_SERVICE_TIME, &SERVICE_TIME).value(text),
                Some(millis) => self.distance(text, millis),
            }
        }
        if let Some(text) = cert_no.filter(|text| !text.is_empty()) {
            let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            if !is_hex || !matches!(text.len(), 8 | 16) {
                self.fault(&catalogue::REPLY_CERT_NO, &CERT_NO).value(text);
            }
        }
        if let Some(text) = sign_value.filter(|text| !text.is_empty()) {
            match base64::decode_strictly(text) {
                None => _ = self.fault(&catalogue::REPLY_SIGN_VALUE, &SIGN_VALUE).value(excerpt(text)),
                // RSA with 1024 bits, or SM2. Nothing shorter is a signature.
                Some(bytes) if !matches!(bytes.len(), 128 | 64) => {
                    let fault = self.fault(&catalogue::REPLY_SIGN_LENGTH, &SIGN_VALUE).arg("bytes", bytes.len());
                    if bytes.len() < 64 {
                        fault.severity = Severity::Error;
                    }
                }
                Some(_) => {}
            }
        }
    }

    /// Checks that the time of signing is close to the request's time.
    fn distance(&mut self, text: &str, millis: i64) {
        /// The maximum difference between clocks, in seconds.
        const FAR: i64 = 60 * 60;
        let signed = millis.div_euclid(1000);
        let Some(commit_time) = self.sent.commit_time else {
            return;
        };
        let Some(sent) = times::unix_seconds(commit_time) else {
            self.fault(&catalogue::REPLY_COMMIT_TIME, &SERVICE_TIME).value(excerpt(commit_time));
            return;
        };
        let distance = (signed - sent).abs();
        if distance > FAR {
            let fault = self.fault(&catalogue::REPLY_TIME_FAR, &SERVICE_TIME).value(text);
            let (hours, minutes) = (distance / 3600, distance % 3600 / 60);
            let digits = times::write(signed).unwrap_or_default();
            fault.arg("reading", times::spelled(&digits)).arg(
                "distance",
                Arg::Both {
                    zh: format!("{hours} 小时 {minutes} 分").into(),
                    en: format!("{hours} h {minutes} min").into(),
                },
            );
        }
    }
}

/// The error codes of a failure (clause 4.1).
const MEANINGS: [(&str, &Code); 5] = [
    ("ILLEGAL_ARGUMENT", &catalogue::REPLY_ILLEGAL_ARGUMENT),
    ("HASH_NO_PRIVILEGE", &catalogue::REPLY_HASH_NO_PRIVILEGE),
    ("ILLEGAL_CLIENT_IP", &catalogue::REPLY_ILLEGAL_CLIENT_IP),
    ("SYSTEM_ERROR", &catalogue::REPLY_SYSTEM_ERROR),
    ("CERT_NO_EXIST", &catalogue::REPLY_CERT_NO_EXIST),
];

/// Parses Unix milliseconds: 13 digits, which covers the years 2001 to 2286.
fn unix_millis(text: &str) -> Option<i64> {
    let is_millis = text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_millis)
}
