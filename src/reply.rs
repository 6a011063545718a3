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
        add(&mut faults, &catalogue::REPLY_ENCODING, first.location.clone());
    }
    let reply_read = object(&text, &mut faults).map(|object| Checker { object, faults: &mut faults, sent }.reply());
    let document = Document { text: reply, layers: &[None, None, Some(Layers::bare(&text))] };
    let findings = findings(faults, &document, &Secrets::of_reply(reply, sent.request), options);
    CheckedReply { ok: !has_error(&findings), findings, reply: reply_read }
}

/// Returns the reply's object, or adds a fault that describes what the reply is instead.
fn object<'a>(text: &'a utf8::Decoded, faults: &mut Faults) -> Option<Object<'a>> {
    let json = &*text.text;
    let (start, end) = (json.len() - json[text.start..].trim_start().len(), json.trim_end().len());
    let rest = json.get(start..end).unwrap_or_default();
    let (code, location, value) = if rest.is_empty() {
        (&catalogue::REPLY_EMPTY, Location::Json(0..json.len()), None)
    } else if rest.starts_with('<') {
        (&catalogue::REPLY_HTML, Location::Json(start..end), title(rest).or(Some(rest)))
    } else {
        let mut inner = faults.inner();
        let Parsed { root: node, is_json, .. } = json::parse(json, text.start, &mut inner);
        let inner = inner.list();
        // An unpaired surrogate in a message is no reason to reject the rest.
        let is_json = is_json || inner.iter().all(|fault| fault.code.is(&catalogue::JSON_LONE_SURROGATE));
        let is_unclosed = inner.iter().any(|fault| fault.code.is(&catalogue::JSON_UNCLOSED));
        match node.kind {
            Kind::Object(object) if is_json => return Some(object),
            _ if is_json => (&catalogue::REPLY_NOT_AN_OBJECT, Location::Json(node.at), Some(rest)),
            _ if is_unclosed && rest.starts_with(['{', '[']) => {
                (&catalogue::REPLY_TRUNCATED, Location::Json(end..end), None)
            }
            _ => {
                let location = inner.first().map_or(Location::Json(start..end), |fault| fault.location.clone());
                (&catalogue::REPLY_NOT_JSON, location, Some(rest))
            }
        }
    };
    let fault = add(faults, code, location);
    fault.value = value.map(|value| excerpt(value).to_owned());
    None
}

/// Adds a fault. The reply may violate CBT's document, but CBT would not report that, so the authority is this library.
fn add<'f>(faults: &'f mut Faults, code: &'static Code, location: Location) -> &'f mut Fault {
    faults.add_by(Authority::Library, code.severity, code, location)
}

/// Returns the title of an HTML page.
fn title(html: &str) -> Option<&str> {
    let find = |text: &str, tag: &str| {
        text.as_bytes().windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
    };
    let rest = &html[find(html, "<title>")? + "<title>".len()..];
    Some(rest[..find(rest, "</title>")?].trim()).filter(|title| !title.is_empty())
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
        let is_given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        match status.as_deref() {
            Some(word @ ("success" | "failure")) => {
                let has_signed = word == "success";
                self.code(has_signed, code.as_deref().unwrap_or_default().trim());
                for (field, text) in SIGNATURE.into_iter().zip([&service_time, &cert_no, &sign_value]) {
                    match (has_signed, is_given(text)) {
                        (true, false) => _ = self.fault(&catalogue::REPLY_UNSIGNED, field),
                        (false, true) => _ = self.fault(&catalogue::REPLY_SIGNED_FAILURE, field),
                        _ => {}
                    }
                }
            }
            Some(status) if !status.is_empty() => _ = self.fault(&catalogue::REPLY_STATUS, &STATUS).value(status),
            // A wrong type has already been reported.
            None if self.member(&STATUS).is_some_and(|member| !matches!(member.value.kind, Kind::Null)) => {}
            _ => _ = self.fault(&catalogue::REPLY_NO_STATUS, &STATUS),
        }
        if let Some(sent) = self.sent.serial_number.filter(|sent| serial_number.as_deref() != Some(*sent)) {
            let fault = match serial_number.as_deref() {
                None | Some("") => self.fault(&catalogue::REPLY_NO_SERIAL_NUMBER, &SERIAL_NUMBER),
                Some(found) => self.fault(&catalogue::REPLY_SERIAL_NUMBER, &SERIAL_NUMBER).value(found),
            };
            fault.arg("sent", sent.to_owned());
        }
        let non_empty = |text: &&String| !text.is_empty();
        service_time.as_ref().filter(non_empty).inspect(|text| self.service_time(text));
        cert_no.as_ref().filter(non_empty).inspect(|text| self.cert_no(text));
        sign_value.as_ref().filter(non_empty).inspect(|text| self.sign_value(text));
        Reply { status, code, msg, serial_number, service_time, cert_no, sign_value }
    }

    /// Checks the error code (clause 4.1), which a failure must have and a success must not.
    fn code(&mut self, has_signed: bool, code: &str) {
        match (has_signed, code) {
            (true, "") => {}
            (true, _) => _ = self.fault(&catalogue::REPLY_SUCCESS_WITH_CODE, &CODE).value(code),
            (false, "") => _ = self.fault(&catalogue::REPLY_NO_CODE, &CODE),
            (false, _) => {
                let meaning = match code {
                    "ILLEGAL_ARGUMENT" => &catalogue::REPLY_ILLEGAL_ARGUMENT,
                    "HASH_NO_PRIVILEGE" => &catalogue::REPLY_HASH_NO_PRIVILEGE,
                    "ILLEGAL_CLIENT_IP" => &catalogue::REPLY_ILLEGAL_CLIENT_IP,
                    "SYSTEM_ERROR" => &catalogue::REPLY_SYSTEM_ERROR,
                    "CERT_NO_EXIST" => &catalogue::REPLY_CERT_NO_EXIST,
                    _ => &catalogue::REPLY_UNKNOWN_CODE,
                };
                self.fault(meaning, &CODE).value(code);
            }
        }
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
        let location = self.member(field).map_or(Location::Nowhere, |member| Location::Json(member.value.at.clone()));
        self.faults.add_to_member(field.name, Authority::Library, code.severity, code, location).field(field)
    }

    /// Checks that the time of signing is close to the request's time.
    fn service_time(&mut self, text: &str) {
        /// The maximum difference between clocks, in seconds.
        const FAR: i64 = 60 * 60;
        // Unix milliseconds of 13 digits, which covers the years 2001 to 2286.
        let is_millis = text.len() == 13 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        let Some(signed) = text.parse::<i64>().ok().filter(|_| is_millis).map(|millis| millis / 1000) else {
            self.fault(&catalogue::REPLY_SERVICE_TIME, &SERVICE_TIME).value(text);
            return;
        };
        let Some(commit_time) = self.sent.commit_time else {
            return;
        };
        let Some(sent) = times::unix_seconds(commit_time.as_bytes()) else {
            self.fault(&catalogue::REPLY_COMMIT_TIME, &SERVICE_TIME).value(excerpt(commit_time));
            return;
        };
        let distance = (signed - sent).abs();
        if distance > FAR {
            let (hours, minutes) = (distance / 3600, distance % 3600 / 60);
            let (zh, en) = (format!("{hours} 小时 {minutes} 分").into(), format!("{hours} h {minutes} min").into());
            let reading = cbt179_fast::times::write(signed).map(|digits| times::spelled(&digits)).unwrap_or_default();
            let fault = self.fault(&catalogue::REPLY_TIME_FAR, &SERVICE_TIME).value(text);
            fault.arg("reading", reading).arg("distance", Arg::Both { zh, en });
        }
    }

    fn cert_no(&mut self, text: &str) {
        let is_hex = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hex || !matches!(text.len(), 8 | 16) {
            self.fault(&catalogue::REPLY_CERT_NO, &CERT_NO).value(text);
        }
    }

    fn sign_value(&mut self, text: &str) {
        match base64::decode_strictly(text).map(|bytes| bytes.len()) {
            None => _ = self.fault(&catalogue::REPLY_SIGN_VALUE, &SIGN_VALUE).value(excerpt(text)),
            // SM2, or RSA with 1024 bits. Nothing shorter is a signature.
            Some(64 | 128) => {}
            Some(length) => {
                let fault = self.fault(&catalogue::REPLY_SIGN_LENGTH, &SIGN_VALUE).arg("bytes", length);
                if length < 64 {
                    fault.severity = Severity::Error;
                }
            }
        }
    }
}
