//! Reads, checks and explains customs' reply to an upload.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::diagnostics::catalogue::{self, Severity};
use crate::message;
use crate::options::Options;
use crate::report::{Finding, has_error};
use crate::rules::times;
use crate::spec::UPLOAD_REPLY;
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
    /// A number that customs do not explain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<String>,
    /// The time of the reply, in Unix milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_time: Option<String>,
}

/// The verdict on customs' reply to an upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckedUploadReply {
    /// Whether customs have taken the upload.
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
    /// The upload's `sessionID`, which findings about it name.
    pub session_id: Option<&'a str>,
}

/// Checks customs' reply to an upload and explains it.
///
/// Any byte sequence is accepted. A failure that customs report becomes an error finding with advice, as far as the code
/// or its message is known. `10000` is not a proof that the signature verifies.
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
    let mut reply_read = None;
    let [of_code, .., of_time] = &UPLOAD_REPLY;
    let findings = message::check(reply, None, of_code, options, &mut |mut fields| {
        let [code, message, total, service_time] = UPLOAD_REPLY.each_ref().map(|field| fields.text(field));
        let text = message.as_deref().unwrap_or_default();
        let finding = match code.as_deref().unwrap_or_default() {
            // A wrong type has already been reported.
            "" if code.is_none() && fields.is_present(of_code) => None,
            "" => Some(&catalogue::UPLOAD_REPLY_NO_CODE),
            "10000" => Some(&catalogue::UPLOAD_REPLY_RECEIVED),
            "20000" if text.contains("入库失败") => Some(&catalogue::UPLOAD_REPLY_SESSION),
            "20000" if text.contains("不为空") => Some(&catalogue::UPLOAD_REPLY_VALUES),
            "20004" => Some(&catalogue::UPLOAD_REPLY_CERTIFICATE),
            code if message::is_code_of_customs(code) => Some(&catalogue::UPLOAD_REPLY_REJECTED),
            _ => Some(&catalogue::UPLOAD_REPLY_UNKNOWN_CODE),
        };
        if let Some(finding) = finding {
            let session = sent.session_id.map(|id| format!(" `{}`", excerpt(id))).unwrap_or_default();
            let fault = fields.fault(finding, of_code).value(code.as_deref().unwrap_or_default());
            fault.arg("message", excerpt(text).to_owned()).arg("session", session);
        }
        if let Some(time) = service_time.as_deref().filter(|time| !times::is_millis(time)) {
            fields.fault(&catalogue::TIME_MILLIS, of_time).value(time).severity = Severity::Warning;
        }
        reply_read = Some(UploadReply { code, message, total, service_time });
    });
    CheckedUploadReply { ok: !has_error(&findings), findings, reply: reply_read }
}
