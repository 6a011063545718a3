//! Reads, checks and explains CBT's reply to a signing request.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::{Fault, Location};
use crate::json::{Kind, Member};
use crate::message::{self, Fields, Outcome, is_code_of_customs};
use crate::options::Options;
use crate::report::Finding;
use crate::rules::times;
use crate::spec::{CERT_NO, CODE, Field, MSG, SERIAL_NUMBER, SERVICE_TIME, SIGN_VALUE, SIGNATURE, STATUS};
use crate::text::excerpt::excerpt;
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
    let Outcome { ok, findings, texts } = outcome(reply, sent, options);
    let reply = texts.and_then(|texts| {
        let [status, code, msg, serial_number, service_time, cert_no, sign_value] = texts.try_into().ok()?;
        Some(Reply { status, code, msg, serial_number, service_time, cert_no, sign_value })
    });
    CheckedReply { ok, findings, reply }
}

/// The fields of a reply; the last three are those of [`SIGNATURE`].
pub(crate) static FIELDS: [&Field; 7] = [&STATUS, &CODE, &MSG, &SERIAL_NUMBER, &SERVICE_TIME, &CERT_NO, &SIGN_VALUE];

/// Checks a reply. The texts are those of [`FIELDS`].
pub(crate) fn outcome(reply: &[u8], sent: &Sent, options: &Options) -> Outcome {
    message::check(reply, None, sent.request, &message::reply(&STATUS), options, &mut |fields| {
        if is_from_customs(fields) {
            return vec![None; FIELDS.len()];
        }
        let texts: Vec<_> = FIELDS.into_iter().map(|field| fields.text(field)).collect();
        Checker { fields, sent }.check(&texts);
        texts
    })
}

/// Reports customs' reply to an upload; returns whether it is one.
fn is_from_customs(fields: &mut Fields) -> bool {
    let Fields { object, faults, .. } = fields;
    let find = |field: &Field| object.members.iter().find(|member| member.key == field.name);
    let Some(Member { key_at, value, .. }) = find(&CODE).filter(|_| find(&STATUS).is_none()) else { return false };
    let code = match value.kind {
        Kind::String(code) | Kind::Number(code) if is_code_of_customs(code) => code,
        _ => return false,
    };
    faults.add(&catalogue::REPLY_FROM_CUSTOMS, Location::Json(key_at.start..value.at.end)).value(code);
    true
}

struct Checker<'c, 'a, 'f> {
    fields: &'c mut Fields<'a, 'f>,
    sent: &'c Sent<'c>,
}

impl Checker<'_, '_, '_> {
    fn check(&mut self, texts: &[Option<String>]) {
        let [status, code, _, serial_number, signature @ ..] = texts else { return };
        let is_given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.trim().is_empty());
        match status.as_deref() {
            Some(word @ ("success" | "failure")) => {
                let has_signed = word == "success";
                self.code(has_signed, code.as_deref().unwrap_or_default().trim());
                for (field, text) in SIGNATURE.into_iter().zip(signature) {
                    match (has_signed, is_given(text)) {
                        (true, false) => _ = self.fault(&catalogue::REPLY_UNSIGNED, field),
                        (false, true) => _ = self.fault(&catalogue::REPLY_SIGNED_FAILURE, field),
                        _ => {}
                    }
                }
            }
            Some(status) if !status.is_empty() => _ = self.fault(&catalogue::REPLY_STATUS, &STATUS).value(status),
            // A wrong type has already been reported.
            None if self.fields.is_present(&STATUS) => {}
            _ => _ = self.fault(&catalogue::REPLY_NO_STATUS, &STATUS),
        }
        if let Some(sent) = self.sent.serial_number.filter(|sent| serial_number.as_deref() != Some(*sent)) {
            let fault = match serial_number.as_deref() {
                None | Some("") => self.fault(&catalogue::REPLY_NO_SERIAL_NUMBER, &SERIAL_NUMBER),
                Some(found) => self.fault(&catalogue::REPLY_SERIAL_NUMBER, &SERIAL_NUMBER).value(found),
            };
            fault.arg("sent", sent.to_owned());
        }
        let checks: [fn(&mut Self, &str); 3] = [Self::service_time, Self::cert_no, Self::sign_value];
        for (check, text) in checks.into_iter().zip(signature) {
            if let Some(text) = text.as_deref().filter(|text| !text.is_empty()) {
                check(self, text);
            }
        }
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

    fn fault(&mut self, code: &'static Code, field: &'static Field) -> &mut Fault {
        self.fields.fault(code, field)
    }

    /// Checks that the time of signing is close to the request's time.
    fn service_time(&mut self, text: &str) {
        /// The maximum difference between clocks, in seconds.
        const FAR: i64 = 60 * 60;
        let Some(signed) = text.parse::<i64>().ok().filter(|_| times::is_millis(text)).map(|millis| millis / 1000)
        else {
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
