//! Reads, checks and explains customs' reply to an upload.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::diagnostics::catalogue;
use crate::message::{self, Outcome, is_code_of_customs};
use crate::options::Options;
use crate::report::Finding;
use crate::spec::{STATUS, UPLOAD_REPLY};
use crate::text::excerpt::excerpt;

/// The fields of customs' reply to an upload; a field that is missing, or neither text nor a number, is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadReply {
    /// `10000`, or the code of a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The message from customs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// A number that customs does not explain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// The time of the reply, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_time: Option<String>,
}

/// The verdict on customs' reply to an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedUploadReply {
    /// Whether customs has received the upload.
    pub ok: bool,
    /// The findings, errors first. `path` starts at the reply's root; `at.json` is a range of the reply's text.
    pub findings: Vec<Finding>,
    /// The fields of the reply; `None` if it is not a JSON object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply: Option<UploadReply>,
}

/// The upload that a reply answers, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct UploadSent<'a> {
    /// The upload's `sessionID`, named in findings about it.
    pub session_id: Option<&'a str>,
}

/// Checks customs' reply to an upload and explains it.
///
/// Any byte sequence is accepted. A failure becomes an error finding, with advice if the code or message is known. `10000`
/// does not prove that the signature is valid.
///
/// ```
/// use cbt179::{Locale, Options, UploadSent, check_upload_reply};
///
/// let reply = r#"{"code":"20004","message":"企业实时数据获取验签证书未在服务系统注册","total":0,"serviceTime":1688886074467}"#;
/// let options = Options { locale: Locale::En, ..Options::default() };
/// let checked = check_upload_reply(reply.as_bytes(), &UploadSent::default(), &options);
/// assert!(!checked.ok);
/// assert_eq!(checked.findings[0].code, "upload-reply.certificate");
/// assert_eq!(checked.reply.unwrap().service_time.as_deref(), Some("1688886074467"));
/// ```
#[must_use]
pub fn check_upload_reply(reply: &[u8], sent: &UploadSent, options: &Options) -> CheckedUploadReply {
    let Outcome { ok, findings, texts } = outcome(reply, sent, options);
    let reply = texts.and_then(|texts| {
        let [code, message, total, service_time] = texts.try_into().ok()?;
        Some(UploadReply { code, message, total, service_time })
    });
    CheckedUploadReply { ok, findings, reply }
}

/// Checks a reply. The values are those of [`UPLOAD_REPLY`].
pub(crate) fn outcome(reply: &[u8], sent: &UploadSent, options: &Options) -> Outcome {
    let of_code = &UPLOAD_REPLY[0];
    let outcome = message::check(reply, None, None, &message::reply(of_code), options, &mut |fields| {
        let texts: Vec<_> = UPLOAD_REPLY.iter().map(|field| fields.text(field)).collect();
        let [code, message] = [0, 1].map(|index| texts[index].as_deref().unwrap_or_default());
        let finding = match code {
            // A wrong type has already been reported.
            "" if texts[0].is_none() && fields.is_present(of_code) => return texts,
            _ if fields.is_present(&STATUS) => &catalogue::UPLOAD_REPLY_FROM_CBT,
            "" => &catalogue::FIELD_MISSING,
            "10000" => &catalogue::UPLOAD_REPLY_RECEIVED,
            "20000" if message.contains("入库失败") => &catalogue::UPLOAD_REPLY_SESSION,
            "20000" if message.contains("不为空") => &catalogue::UPLOAD_REPLY_VALUES,
            "20004" => &catalogue::UPLOAD_REPLY_CERTIFICATE,
            _ if is_code_of_customs(code) => &catalogue::UPLOAD_REPLY_REJECTED,
            _ => &catalogue::UPLOAD_REPLY_UNKNOWN_CODE,
        };
        let message = if message.is_empty() { "-" } else { excerpt(message) };
        let session = sent.session_id.map_or("sessionID", excerpt);
        let fault = fields.fault(finding, of_code);
        fault.arg("message", message.to_owned()).arg("session", session.to_owned());
        if !code.is_empty() {
            fault.value(code);
        }
        texts
    });
    outcome.cite("GACC 179/2018, 1.6.2")
}
