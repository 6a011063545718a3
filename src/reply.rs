//! Reads, checks and explains CBT's reply to a signing request.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use crate::check::too_large;
use crate::codec::document::{Document, Layers};
use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::{Fault, Faults, Location, Part, Words};
use crate::json::{self, Kind, Member, Object, Parsed};
use crate::options::Options;
use crate::report::{Finding, findings, has_error};
use crate::rules::times;
use crate::secrets::Secrets;
use crate::spec::{Authority, CERT_NO, CODE, Field, MSG, SERIAL_NUMBER, SERVICE_TIME, SIGN_VALUE, SIGNATURE, STATUS};
use crate::text::excerpt::excerpt;
use crate::text::utf8;
use cbt179_fast::base64::decode_strictly;

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
    let reply_read = object(&text, &mut faults).map(|object| read(object, &mut faults, sent));
    let document = Document { text: reply, layers: &[None, None, Some(Layers::bare(&text))] };
    // Without findings, nothing is quoted that could reveal a secret.
    let is_clean = faults.list().is_empty();
    let secrets = if is_clean { Secrets::new() } else { Secrets::of_reply(reply, sent.request) };
    let findings = findings(faults, &document, &secrets, options);
    CheckedReply { ok: !has_error(&findings), findings, reply: reply_read }
}

/// Returns the reply's object, or adds a fault that describes what the reply is instead.
fn object<'a>(text: &'a utf8::Decoded, faults: &mut Faults) -> Option<Object<'a>> {
    let json = &*text.text;
    let (start, end) = (json.len() - json[text.start..].trim_start().len(), json.trim_end().len());
    let rest = json.get(start..end).unwrap_or_default();
    if rest.is_empty() {
        add(faults, &catalogue::REPLY_EMPTY, Location::Json(0..json.len()));
        return None;
    }
    let mut at = start..end;
    if let Some((inside, extra, kind)) = surrounded(rest) {
        at = start + inside.start..start + inside.end;
        let extra = Location::Json(start + extra.start..start + extra.end);
        add(faults, &catalogue::REPLY_EXTRA_TEXT, extra).arg("kind", kind);
    } else if rest.starts_with('<') {
        let (code, kind) = if is_html(rest) {
            (&catalogue::REPLY_HTML, ("HTML", "HTML"))
        } else if rest.contains("Envelope") {
            (&catalogue::REPLY_XML, ("XML（SOAP）", "XML (SOAP)"))
        } else {
            (&catalogue::REPLY_XML, ("XML", "XML"))
        };
        let value = excerpt(tag(rest, "<title>", "</title>").unwrap_or(rest));
        add(faults, code, Location::Json(at)).value(value).arg("kind", kind);
        return None;
    }
    if let Some((_, kind)) = ENCODED.iter().find(|(head, _)| rest.starts_with(head)) {
        add(faults, &catalogue::REPLY_ENCODED, Location::Json(at)).arg("kind", *kind);
        return None;
    }
    let mut inner = faults.inner();
    let Parsed { root: node, is_json, .. } = json::parse(&json[..at.end], at.start, &mut inner);
    // A lone surrogate in a message does not invalidate the rest.
    let is_harmless = |fault: &Fault| fault.code.is(&catalogue::JSON_LONE_SURROGATE);
    let first = inner.list().iter().find(|fault| !is_harmless(fault)).cloned().filter(|_| !is_json);
    let is_unclosed = inner.list().iter().any(|fault| fault.code.is(&catalogue::JSON_UNCLOSED));
    let (code, location) = match (node.kind, first) {
        (Kind::Object(object), None) => return Some(object),
        (_, None) => (&catalogue::REPLY_NOT_AN_OBJECT, Location::Json(node.at)),
        (..) if is_unclosed && rest.starts_with(['{', '[']) => (&catalogue::REPLY_TRUNCATED, Location::Json(end..end)),
        (_, Some(first)) if first.code.is(&catalogue::JSON_TRAILING_TEXT) && rest.starts_with('{') => {
            add(faults, &catalogue::REPLY_EXTRA_TEXT, first.location).arg("kind", AFTER);
            return None;
        }
        (_, Some(first)) if rest.starts_with('{') => {
            let fault = add(faults, first.code, first.location);
            (fault.value, fault.args) = (first.value, first.args);
            return None;
        }
        (_, Some(first)) => (&catalogue::REPLY_NOT_JSON, first.location),
    };
    add(faults, code, location).value(excerpt(rest));
    None
}

/// The beginnings of JSON that was encoded once too often.
const ENCODED: [(&str, Words); 4] = [
    ("\"{", ("一个内容为 JSON 的字符串", "a string that contains JSON")),
    ("eyJ", (" JSON 的 Base64", "the Base64 of JSON")),
    ("%7B", ("百分号编码的 JSON", "percent-encoded JSON")),
    ("{&quot;", (" HTML 转义过的 JSON", "HTML-escaped JSON")),
];

const AFTER: Words = ("别的内容（在后面）", "other text after it");

/// Finds the JSON object of a reply that has other text around it. Returns its range, the range of that text, and a
/// description.
fn surrounded(text: &str) -> Option<(Range<usize>, Range<usize>, Words)> {
    let begins = |words: &[&str]| {
        words.iter().any(|word| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
    };
    let (start, kind) = if begins(&["HTTP/", "Content-", "Date:", "Server:"]) {
        let (blank, length) = ["\r\n\r\n", "\n\n"].iter().find_map(|blank| Some((text.find(blank)?, blank.len())))?;
        (blank + length, (" HTTP 头", "HTTP headers before it"))
    } else if begins(&["<br", "<b>", "<pre", "PHP ", "Warning:", "Notice:", "Deprecated:", "Fatal error:"]) {
        (text.find('{')?, (" PHP 报错信息", "a PHP message before it"))
    } else {
        let open = text
            .find('(')
            .filter(|&open| text[..open].chars().all(|char| char.is_alphanumeric() || "_$./*".contains(char)))?;
        let close = text.rfind(')').filter(|&close| close > open)?;
        return Some((open + 1..close, 0..open + 1, (" JSONP 的函数调用", "a JSONP call around it")));
    };
    text[start..].trim_start().starts_with('{').then_some((start..text.len(), 0..start, kind))
}

/// Returns whether a text in angle brackets is an HTML page, not XML.
fn is_html(text: &str) -> bool {
    const HEAD: usize = 1000;
    let head = text.as_bytes()[..text.len().min(HEAD)].to_ascii_lowercase();
    let has = |tag: &str| head.windows(tag.len()).any(|window| window == tag.as_bytes());
    ["<html", "<!doctype html", "<head", "<title", "<body", "<h1", "<center"].into_iter().any(has)
}

/// Adds a fault. The reply may violate CBT's document, but CBT would not report that, so the authority is this library.
fn add<'f>(faults: &'f mut Faults, code: &'static Code, location: Location) -> &'f mut Fault {
    faults.add_by(Authority::Library, code.severity, code, location)
}

/// Returns the text between two tags, in any case, if there is any.
fn tag<'a>(html: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let find = |text: &str, tag: &str| {
        text.as_bytes().windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
    };
    let rest = &html[find(html, open)? + open.len()..];
    Some(rest[..find(rest, close)?].trim()).filter(|text| !text.is_empty())
}

/// Reads the fields of a reply, which may be inside another object of it.
fn read(mut object: Object, faults: &mut Faults, sent: &Sent) -> Reply {
    let of_customs = |member: &Member| {
        let is_code = matches!(&member.value.kind, Kind::String(code) | Kind::Number(code) if is_code_of_customs(code));
        member.key == CODE.name && is_code
    };
    let has = |object: &Object, field: &Field| object.members.iter().any(|member| member.key == field.name);
    if let Some(code) = object.members.iter().find(|member| of_customs(member)).filter(|_| !has(&object, &STATUS)) {
        let Member { key_at, value, .. } = code;
        let fault = add(faults, &catalogue::REPLY_FROM_CUSTOMS, Location::Json(key_at.start..value.at.end));
        if let Kind::String(code) | Kind::Number(code) = &value.kind {
            fault.value(&**code);
        }
        return Reply::default();
    }
    let is_nested = |member: &Member| matches!(&member.value.kind, Kind::Object(inner) if has(inner, &STATUS));
    let nested = object.members.iter().position(is_nested).filter(|_| !has(&object, &STATUS));
    if let Some(index) = nested {
        let Member { key, key_at, value } = object.members.swap_remove(index);
        add(faults, &catalogue::REPLY_NESTED, Location::Json(key_at)).value(excerpt(&key));
        if let Kind::Object(inner) = value.kind {
            let mark = faults.context.path.enter(&key);
            let reply = Checker { object: inner, faults, sent }.reply();
            faults.context.path.leave(mark);
            return reply;
        }
    }
    Checker { object, faults, sent }.reply()
}

/// Returns whether a code is one of customs' replies to an upload: `10000`, or from `20000` to `21000`.
fn is_code_of_customs(code: &str) -> bool {
    code == "10000"
        || code.len() == 5
            && (code.starts_with("20") || code == "21000")
            && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a name means the field: in another case, with separators, or with a word before it (`ErrorCode`).
fn is_meant(name: &str, field: &Field) -> bool {
    let name: String = name.chars().filter(|char| !matches!(char, '_' | '-' | ' ')).collect();
    let name =
        name.strip_prefix("err").or(name.strip_prefix("Err")).map_or(&*name, |rest| rest.trim_start_matches("or"));
    let other = if field.name == MSG.name { "message" } else { field.name };
    [field.name, other].iter().any(|own| own.eq_ignore_ascii_case(name))
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
                let known = catalogue::CBT_CODES.iter().find(|known| known.0 == code);
                self.fault(known.map_or(&catalogue::REPLY_UNKNOWN_CODE, |known| known.1), &CODE).value(code);
            }
        }
    }

    /// Returns the text of a field, if any.
    fn text(&mut self, field: &'static Field) -> Option<String> {
        if self.object.members.iter().filter(|member| member.key == field.name).count() > 1 {
            self.fault(&catalogue::REPLY_DUPLICATE_FIELD, field);
        }
        let member = self.member(field)?;
        if member.key != field.name {
            let (key, at) = (excerpt(&member.key).to_owned(), Location::Json(member.key_at.clone()));
            let by = Authority::Library;
            let code = &catalogue::REPLY_FIELD_NAME;
            self.faults.add_to_member(&key, by, code.severity, code, at).value(&*key).field(field);
        }
        let member = self.member(field)?;
        match &member.value.kind {
            Kind::String(text) => Some(text.clone().into_owned()),
            Kind::Null => None,
            // A number without quotes is just as clear.
            Kind::Number(lexeme) => {
                let lexeme = lexeme.clone().into_owned();
                self.fault(&catalogue::REPLY_TYPE, field).value(&*lexeme).severity = Severity::Warning;
                Some(lexeme)
            }
            _ => {
                self.fault(&catalogue::REPLY_TYPE, field);
                None
            }
        }
    }

    /// Returns the first member with the field's name, or else with a name that means it.
    fn member(&self, field: &Field) -> Option<&Member<'_>> {
        let members = &self.object.members;
        let own = members.iter().find(|member| member.key == field.name);
        own.or_else(|| members.iter().find(|member| is_meant(&member.key, field)))
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
            let (days, hours, minutes) = (distance / 86400, distance / 3600, distance % 3600 / 60);
            let distance = match days {
                0 | 1 => (format!("{hours} 小时 {minutes} 分钟"), format!("{hours} h {minutes} min")),
                2..730 => (format!("{days} 天"), format!("{days} days")),
                _ => (format!("{} 年", days / 365), format!("{} years", days / 365)),
            };
            let reading = cbt179_fast::times::write(signed).map(|digits| times::formatted(&digits)).unwrap_or_default();
            let fault = self.fault(&catalogue::REPLY_TIME_FAR, &SERVICE_TIME).value(text);
            fault.arg("reading", reading).arg("distance", distance);
        }
    }

    fn cert_no(&mut self, text: &str) {
        let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit()) && matches!(text.len(), 8 | 16);
        let lower = text.to_ascii_lowercase();
        let problem = match text {
            _ if is_hex && text == lower => return,
            _ if is_hex => (format!("字母应为小写：`{lower}`"), format!("the letters must be lower case: `{lower}`")),
            "1111100" => ("这是文档里的示例".into(), "this is the document's example".into()),
            _ => ("应为 8 位或 16 位十六进制数".into(), "expected 8 or 16 hexadecimal digits".into()),
        };
        self.fault(&catalogue::REPLY_CERT_NO, &CERT_NO).value(text).arg("problem", problem);
    }

    fn sign_value(&mut self, text: &str) {
        match decode_strictly(text).map(|bytes| bytes.len()) {
            None => {
                let problem = if text.contains(['\r', '\n']) {
                    ("里面有换行", "it contains line breaks")
                } else if text.contains(' ') {
                    ("里面有空格，原来多半是 `+`", "it contains spaces, which were probably `+`")
                } else if text.contains(['-', '_']) {
                    ("用了 URL 安全的字母表", "it uses the URL-safe alphabet")
                } else if text.contains('%') {
                    ("做了百分号编码", "it is percent-encoded")
                } else {
                    ("可能被截断或改动过", "it may have been truncated or changed")
                };
                self.fault(&catalogue::REPLY_SIGN_VALUE, &SIGN_VALUE).value(excerpt(text)).arg("problem", problem);
            }
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
