//! Verifies a signature.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use cbt179_verify::certificate::moment;
use cbt179_verify::explain::{self, Explanation, Outcome, Variant, explain};
use cbt179_verify::json;
use cbt179_verify::key::PublicKey;
use cbt179_verify::open::{OpenError, open};
use cbt179_verify::signature::{Form, Signature, SignatureError};
use cbt179_verify::target::Algorithm;
use cbt179_verify::text::{self, Member, Name, Upload};
use serde::Serialize;

use super::report::{Report, Text, quote};
use super::variants::{described, distance};
use super::{Key, key, validity};
use crate::check::too_large;
use crate::diagnostics::{Words, catalogue};
use crate::options::{Options, Units};
use crate::report::Finding;
use crate::spec::{CERT_NO, SERVICE_TIME, SIGN_VALUE};
use crate::text::gbk;

/// The verdict on a signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifiedSignature {
    /// Whether the signature verifies, and there is no other error.
    pub ok: bool,
    /// The algorithm of the key, `SM3withSM2` or `SHA1withRSA`; `None` if the key cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<&'static str>,
    /// How the signed text differs from the signing text, if it is known: names joined by `+`, such as `line-feed`.
    /// `cbt179_verify::producers::table` lists them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variant: Option<String>,
    /// The findings, errors first. None has a fix, since a signed text cannot be changed.
    pub findings: Vec<Finding>,
}

/// Verifies the signature of an upload with CBT's key, and explains why it does not verify.
///
/// `upload` is the upload with `serviceTime`, `certNo` and `signValue`, as JSON or as the form body `payExInfoStr=…`; or it
/// is the text sent to CBT, and `reply`, CBT's reply, has the three values. Paths of findings then begin with
/// `/payExInfoStr` or `/reply`, otherwise at the upload's root; `at.json` is a range of the JSON.
///
/// Only the given key is used; no certificate chain is checked. If another text was signed, it is looked for among the texts
/// that known programs would write. In WebAssembly, this takes at most 50 ms for 2 KB and a second for 1.5 MB.
///
/// ```
/// use cbt179::{Key, Locale, Options, verify_signature};
///
/// let upload = br#"{"sessionID":"1","payExchangeInfoHead":{},"payExchangeInfoLists":[]}"#;
/// let key = Key::Certificate(include_bytes!("../../tests/data/sm2-certificate.pem"));
/// let options = Options { locale: Locale::En, ..Options::default() };
/// let verified = verify_signature(upload, None, key, &options);
/// assert_eq!((verified.ok, verified.algorithm), (false, Some("SM3withSM2")));
/// assert_eq!(verified.findings[0].message, "the upload has no `serviceTime`, so its signature cannot be verified");
/// ```
#[must_use]
pub fn verify_signature(upload: &[u8], reply: Option<&[u8]>, key: Key, options: &Options) -> VerifiedSignature {
    let (Key::Certificate(key_text) | Key::PublicKey(key_text)) = key;
    let length = upload.len() + reply.map_or(0, <[u8]>::len) + key_text.len();
    if let Some(report) = too_large(length, options) {
        return VerifiedSignature { ok: false, algorithm: None, variant: None, findings: report.findings };
    }
    let mut report = Report::new(options.locale);
    let certificate = match key {
        Key::Certificate(text) => key::certificate(text, &mut report),
        Key::PublicKey(_) => None,
    };
    let key = match (key, &certificate) {
        (Key::PublicKey(text), _) => key::public_key(text, &mut report),
        (_, Some(certificate)) => key::usable(certificate.public_key.clone(), &mut report),
        _ => None,
    };
    let algorithm = key.as_ref().map(|key| key.algorithm().name());
    let mut variant = None;
    let texts = [Some(upload), reply].map(|text| text.map(text::json));
    let roots = if reply.is_some() { ["/payExInfoStr", "/reply"] } else { ["", ""] };
    if let [Some(upload), reply] = &texts
        && let Some(upload) = usable(upload, roots[0], &mut report)
        && let Some(reply) = reply.as_ref().map_or(Some(upload), |reply| usable(reply, roots[1], &mut report))
        && let [upload_text, reply_text] =
            [(upload, roots[0]), (reply, roots[1])].map(|(json, root)| Text::new(json, root, options.units))
        && let Some(upload) = read(Upload::read(upload), &upload_text, &mut report)
        && let Some(reply) = match texts[1] {
            Some(_) => read(Upload::read_reply(reply), &reply_text, &mut report).map(Cow::Owned),
            None => Some(Cow::Borrowed(&upload)),
        }
    {
        if upload.is_singular
            && let Some(lists) = upload.member(Name::Lists)
        {
            report.add_at(&catalogue::SIGNATURE_LIST_NAME, &[], &upload_text, "payExchangeInfoList", &lists.name_at);
        }
        for name in [Name::ServiceTime, Name::CertNo, Name::SignValue] {
            if reply.member(name).is_none() {
                report.add(&catalogue::SIGNATURE_MISSING, &[("name", name.text())]);
            }
        }
        if let Some(certificate) = &certificate {
            compare(certificate, &reply, &reply_text, &mut report);
        }
        if let (Some(key), Some(time), Some(value)) =
            (&key, reply.member(Name::ServiceTime), reply.member(Name::SignValue))
        {
            let exchange =
                Exchange { upload: &upload, upload_text: &upload_text, time: &time, reply_text: &reply_text };
            variant = exchange.verify(key, &value, &mut report);
        }
    }
    let (ok, findings) = report.finish();
    VerifiedSignature { ok, algorithm, variant, findings }
}

/// Returns the JSON of a text, or adds a finding about it.
fn usable<'a>(json: &'a Result<Cow<'_, str>, text::Error>, root: &'static str, report: &mut Report) -> Option<&'a str> {
    match json {
        Ok(json) => Some(json),
        Err(error) => {
            let text = Text::new("", root, Units::Bytes);
            unreadable(error, &text, report);
            None
        }
    }
}

fn read<T>(read: Result<T, text::Error>, text: &Text, report: &mut Report) -> Option<T> {
    read.inspect_err(|error| unreadable(error, text, report)).ok()
}

/// Adds a finding about a text that cannot be read.
fn unreadable(error: &text::Error, text: &Text, report: &mut Report) {
    let (why, name, at): (Words, &str, _) = match error {
        text::Error::Utf8(_) => (("它不是 UTF-8", "it is not UTF-8"), "", 0..0),
        text::Error::NoJson => (
            ("它既不是 JSON，也不是 `payExInfoStr=…` 表单", "it is neither JSON nor the form `payExInfoStr=…`"),
            "",
            0..0,
        ),
        text::Error::Json(json::Error::Syntax(at)) => {
            (("JSON 有语法错误", "its JSON has a syntax error"), "", *at..*at)
        }
        text::Error::Json(json::Error::Depth(at)) => (("JSON 嵌套太深", "its JSON is nested too deeply"), "", *at..*at),
        text::Error::NotAnObject => (("它不是 JSON 对象", "it is not a JSON object"), "", 0..0),
        text::Error::Missing(name) => {
            report.add(&catalogue::SIGNATURE_MISSING, &[("name", name.text())]);
            return;
        }
        text::Error::Type { name, at, .. } => (("`{}` 的类型不对", "`{}` has the wrong type"), name.text(), at.clone()),
        text::Error::Duplicate { name, at } => (("`{}` 重复", "`{}` occurs twice"), name.text(), at.clone()),
    };
    let why = report.choose(why.0, why.1).replace("{}", name);
    report.add_at(&catalogue::SIGNATURE_UPLOAD, &[("why", &why)], text, name, &at);
}

/// Compares the certificate with `certNo` and `serviceTime`.
fn compare(certificate: &cbt179_verify::certificate::Certificate, reply: &Upload, text: &Text, report: &mut Report) {
    if let Some(member) = reply.member(Name::CertNo) {
        let found = &*member.value();
        let serial = &*certificate.cert_no;
        if found != serial {
            let code = if found.eq_ignore_ascii_case(serial) {
                &catalogue::SIGNATURE_CERT_NO_CASE
            } else {
                &catalogue::SIGNATURE_CERT_NO
            };
            report.add_at(code, &[("found", &quote(found)), ("serial", serial)], text, CERT_NO.name, &member.at);
        }
    }
    if let Some(member) = reply.member(Name::ServiceTime)
        && let Ok(sent) = member.value().parse()
        && !(certificate.not_before..=certificate.not_after).contains(&sent)
    {
        let (from, to) = validity(certificate);
        let args = [("sent", &*moment(sent)), ("from", &from), ("to", &to)];
        report.add_at(&catalogue::SIGNATURE_VALIDITY, &args, text, SERVICE_TIME.name, &member.at);
    }
}

/// The texts that a signature belongs to.
struct Exchange<'a> {
    upload: &'a Upload<'a>,
    upload_text: &'a Text<'a>,
    time: &'a Member<'a>,
    /// The text that has the three values.
    reply_text: &'a Text<'a>,
}

impl Exchange<'_> {
    /// Verifies the signature. Returns the name of the text that was signed, if it is another.
    fn verify(&self, key: &PublicKey, value: &Member, report: &mut Report) -> Option<String> {
        let algorithm = key.algorithm();
        let text = self.reply_text;
        let signature = match Signature::read(value.value().as_bytes(), key) {
            Ok(signature) => signature,
            Err(error) => {
                malformed(error, algorithm, text, value, report);
                return None;
            }
        };
        for form in signature.forms() {
            let words: Words = match form {
                Form::Der => {
                    report.add_at(&catalogue::SIGNATURE_DER, &[], text, SIGN_VALUE.name, &value.at);
                    continue;
                }
                Form::Blanks => ("里有空白或换行", "contains whitespace"),
                Form::PlusAsBlank => ("里的 `+` 变成了空格", "has spaces instead of `+`"),
                Form::Unpadded => ("缺少末尾的填充 `=`", "lacks its `=` padding"),
                Form::UrlSafe => ("用了 URL 安全的字母表（`-`、`_`）", "uses the URL-safe alphabet (`-`, `_`)"),
                Form::Hex => ("是十六进制", "is hexadecimal"),
            };
            let what = report.choose(words.0, words.1);
            report.add_at(&catalogue::SIGNATURE_FORM, &[("what", what)], text, SIGN_VALUE.name, &value.at);
        }
        let target = match open(key, &signature) {
            Ok(target) => target,
            Err(error) => {
                let found;
                let unnamed = [("found", report.choose("未注明", "unnamed"))];
                let (code, args): (_, &[(&str, &str)]) = match error {
                    OpenError::Range if algorithm == Algorithm::Sm3WithSm2 => (&catalogue::SIGNATURE_RANGE, &[]),
                    // A number that is not less than the modulus was made with a larger one.
                    OpenError::Range | OpenError::OtherKey => (&catalogue::SIGNATURE_OTHER_KEY, &[]),
                    OpenError::NoDigest => (&catalogue::SIGNATURE_OTHER_DIGEST, &unnamed),
                    OpenError::OtherDigest(oid) => {
                        found = key::known(&oid);
                        (&catalogue::SIGNATURE_OTHER_DIGEST, &[("found", &found)])
                    }
                };
                report.add_at(code, args, text, SIGN_VALUE.name, &value.at);
                return None;
            }
        };
        let pair = |char: char| gbk::encode(char.encode_utf8(&mut [0; 4])).try_into().ok();
        let options = explain::Options { gbk: Some(&pair), ..explain::Options::default() };
        match explain(&target, self.upload, &self.time.value(), &options) {
            Outcome::Found(explanation) => self.found(&explanation, report),
            Outcome::Unknown { .. } => {
                let code = match algorithm {
                    Algorithm::Sm3WithSm2 => &catalogue::SIGNATURE_UNVERIFIED,
                    Algorithm::Sha1WithRsa => &catalogue::SIGNATURE_OTHER_TEXT,
                };
                report.add_at(code, &[], text, SIGN_VALUE.name, &value.at);
                None
            }
        }
    }

    /// Adds a finding for each rewriting of the text that was signed.
    fn found(&self, explanation: &Explanation, report: &mut Report) -> Option<String> {
        for variant in &explanation.variants {
            self.explain(variant, report);
        }
        Some(explanation.id()).filter(|id| !id.is_empty())
    }

    fn explain(&self, variant: &Variant, report: &mut Report) {
        let locale = report.locale();
        let (code, words) = described(variant.id, locale);
        if let Some(time) = &variant.service_time {
            let sent = self.time.value();
            let distance = distance(time.later_ms, locale);
            let args = [("signed", &*quote(&time.text)), ("sent", &quote(&sent)), ("distance", &distance)];
            report.add_at(code, &args, self.reply_text, SERVICE_TIME.name, &self.time.at);
            return;
        }
        let Some(first) = &variant.first else {
            report.add(code, &[("what", &words), ("programs", &words)]);
            return;
        };
        let (sent, signed) = (quote(&self.upload.json.text[first.at.clone()]), quote(&first.new));
        let args = [("what", &*words), ("programs", &words), ("sent", &sent), ("signed", &signed)];
        report.add_at(code, &args, self.upload_text, "", &first.at);
    }
}

/// Adds a finding about a `signValue` that cannot be a signature of the key.
fn malformed(error: SignatureError, algorithm: Algorithm, text: &Text, value: &Member, report: &mut Report) {
    let why: Words = match error {
        SignatureError::Length { found, expected } => {
            let hint = match (found, algorithm) {
                (64, Algorithm::Sha1WithRsa) => ("；64 字节是 SM2 签名", "; 64 bytes is an SM2 signature"),
                (128 | 256, Algorithm::Sm3WithSm2) => {
                    ("；这个长度是 RSA 签名", "; this is the length of an RSA signature")
                }
                _ => ("", ""),
            };
            let hint = report.choose(hint.0, hint.1);
            let args = [
                ("found", &*found.to_string()),
                ("expected", &expected.to_string()),
                ("algorithm", algorithm.name()),
                ("hint", hint),
            ];
            report.add_at(&catalogue::SIGNATURE_LENGTH, &args, text, SIGN_VALUE.name, &value.at);
            return;
        }
        SignatureError::TooLarge => ("它太长", "it is too long"),
        SignatureError::Empty => ("它是空的", "it is empty"),
        SignatureError::Base64 { .. } => ("它不是 Base64", "it is not Base64"),
        SignatureError::Prefixed => ("r 和 s 前面多了字节 `04`", "there is a byte `04` before r and s"),
        SignatureError::Oversized => ("DER 里的数值超过 32 字节", "its DER has a number longer than 32 bytes"),
    };
    let why = report.choose(why.0, why.1);
    report.add_at(&catalogue::SIGNATURE_MALFORMED, &[("why", why)], text, SIGN_VALUE.name, &value.at);
}
