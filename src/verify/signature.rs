//! Reads an upload, compares it with the certificate, and verifies its signature.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use cbt179_verify::certificate::Certificate;
use cbt179_verify::json;
use cbt179_verify::key::PublicKey;
use cbt179_verify::moments;
use cbt179_verify::text::{self, Name, Upload};
use serde::Serialize;

use super::exchange::Exchange;
use super::report::{Report, Text, Words, listed, quote, words};
use super::{Key, key, validity};
use crate::check::too_large;
use crate::diagnostics::catalogue;
use crate::options::{Options, Units};
use crate::report::Finding;

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
/// that known programs would write. In WebAssembly, this takes about 70 ms for 2 KB and a second for 1.5 MB.
///
/// ```
/// use cbt179::{Key, Locale, Options, verify_signature};
///
/// let upload = br#"{"sessionID":"1","payExchangeInfoHead":{},"payExchangeInfoLists":[]}"#;
/// let key = Key::Certificate(include_bytes!("../../tests/data/sm2-certificate.pem"));
/// let options = Options { locale: Locale::En, ..Options::default() };
/// let verified = verify_signature(upload, None, key, &options);
/// assert_eq!((verified.ok, verified.algorithm), (false, Some("SM3withSM2")));
/// assert_eq!(verified.findings[0].code, "signature.missing");
/// ```
#[must_use]
pub fn verify_signature(upload: &[u8], reply: Option<&[u8]>, key: Key, options: &Options) -> VerifiedSignature {
    let (Key::Certificate(key_text) | Key::PublicKey(key_text)) = key;
    let length = upload.len() + reply.map_or(0, <[u8]>::len) + key_text.len();
    if let Some(report) = too_large(length, options) {
        return VerifiedSignature { ok: false, algorithm: None, variant: None, findings: report.findings };
    }
    let mut report = Report::new(options.locale);
    let signer = Signer::read(key, &mut report);
    let variant = verify(upload, reply, &signer, options.units, &mut report);
    let algorithm = signer.key.map(|key| key.algorithm().name());
    let (ok, findings) = report.finish();
    VerifiedSignature { ok, algorithm, variant, findings }
}

/// The certificate that was passed and its key, or the key that was passed.
struct Signer {
    certificate: Option<Certificate>,
    key: Option<PublicKey>,
}

impl Signer {
    /// Reads a key, or adds findings about it.
    fn read(key: Key, report: &mut Report) -> Self {
        match key {
            Key::PublicKey(text) => Self { certificate: None, key: key::public_key(text, report) },
            Key::Certificate(text) => {
                let certificate = key::certificate(text, report);
                let key = certificate.as_ref().map(|certificate| certificate.public_key.clone());
                Self { certificate, key: key.and_then(|key| key::usable(key, report)) }
            }
        }
    }
}

/// Reads the texts, compares the certificate with them, and verifies the signature. Returns the name of the text that was
/// signed, if it is another.
fn verify(upload: &[u8], reply: Option<&[u8]>, signer: &Signer, units: Units, report: &mut Report) -> Option<String> {
    let roots = if reply.is_some() { ["payExInfoStr", "reply"] } else { ["", ""] };
    let upload_json = json(upload, roots[0], report)?;
    let reply_json = match reply {
        Some(reply) => Some(json(reply, roots[1], report)?),
        None => None,
    };
    let upload_text = Text::new(&upload_json, roots[0], units);
    let upload = read(Upload::read(&upload_json), &upload_text, report)?;
    let of_reply = match &reply_json {
        Some(json) => {
            let text = Text::new(json, roots[1], units);
            Some((read(Upload::read_reply(json), &text, report)?, text))
        }
        None => None,
    };
    let (reply, reply_text) = of_reply.as_ref().map_or((&upload, &upload_text), |(reply, text)| (reply, text));

    if upload.is_singular
        && let Some(lists) = upload.member(Name::Lists)
    {
        report.add_at(&upload_text, &lists.name_at, &catalogue::SIGNATURE_LIST_NAME, &[]);
    }
    let members = [Name::ServiceTime, Name::CertNo, Name::SignValue];
    let missing: Vec<_> = members.into_iter().filter(|name| reply.member(*name).is_none()).collect();
    if !missing.is_empty() {
        report_missing(&missing, reply_text, report);
    }
    if let Some(certificate) = &signer.certificate {
        compare(certificate, reply, reply_text, report);
    }
    let (time, value) = (reply.member(Name::ServiceTime)?, reply.member(Name::SignValue)?);
    let exchange = Exchange { upload: &upload, upload_text: &upload_text, time: &time, reply_text };
    exchange.verify(signer.key.as_ref()?, &value, report)
}

/// Returns the JSON of a text, or adds a finding about it.
fn json<'a>(text: &'a [u8], root: &'static str, report: &mut Report) -> Option<Cow<'a, str>> {
    read(text::json(text), &Text::new("", root, Units::Bytes), report)
}

fn read<T>(read: Result<T, text::Error>, text: &Text, report: &mut Report) -> Option<T> {
    read.inspect_err(|error| unreadable(error, text, report)).ok()
}

/// Adds a finding about a text that cannot be read.
fn unreadable(error: &text::Error, text: &Text, report: &mut Report) {
    let (why, name, at): (Words, &str, _) = match error {
        text::Error::Utf8(_) => (words!("它不是 UTF-8", "it is not UTF-8"), "", 0..0),
        text::Error::NoJson => (
            words!("它既不是 JSON，也不是 `payExInfoStr=…` 表单", "it is neither JSON nor the form `payExInfoStr=…`"),
            "",
            0..0,
        ),
        text::Error::Json(json::Error::Syntax(at)) => {
            (words!("JSON 有语法错误", "its JSON has a syntax error"), "", *at..*at)
        }
        text::Error::Json(json::Error::Depth(at)) => {
            (words!("JSON 嵌套太深", "its JSON is nested too deeply"), "", *at..*at)
        }
        text::Error::NotAnObject => (words!("它不是 JSON 对象", "it is not a JSON object"), "", 0..0),
        text::Error::Missing(name) => return report_missing(&[*name], text, report),
        text::Error::Type { name, at, .. } => {
            (words!("`{name}` 的类型不对", "`{name}` has the wrong type"), name.text(), at.clone())
        }
        text::Error::Duplicate { name, at } => {
            (words!("`{name}` 重复", "`{name}` occurs twice"), name.text(), at.clone())
        }
    };
    let why = report.fill(why, &[("name", name)]);
    report.add_at(text, &at, &catalogue::SIGNATURE_UPLOAD, &[("why", &why)]);
}

/// Adds a finding about the members that a text lacks.
fn report_missing(names: &[Name], text: &Text, report: &mut Report) {
    let names: Vec<_> = names.iter().map(|name| name.text()).collect();
    let names = ["`", &listed(&names, report.choose(words!("`、`", "`, `"))), "`"].concat();
    let place = if text.is_reply() { words!("应答", "reply") } else { words!("报文", "upload") };
    let args = [("place", report.choose(place)), ("names", &names)];
    report.add_to(text, &catalogue::SIGNATURE_MISSING, &args);
}

/// Compares the certificate with `certNo` and `serviceTime`.
fn compare(certificate: &Certificate, reply: &Upload, text: &Text, report: &mut Report) {
    let serial = &*certificate.cert_no;
    if let Some(member) = reply.member(Name::CertNo)
        && let found = &*member.value()
        && found != serial
    {
        let found_arg = quote(found);
        let mut args = Vec::from([("found", &*found_arg), ("serial", serial)]);
        let code = if found.eq_ignore_ascii_case(serial) {
            &catalogue::SIGNATURE_CERT_NO_CASE
        } else if let Some(form) = other_form(found, serial) {
            args.push(("form", report.choose(form)));
            &catalogue::SIGNATURE_CERT_NO_FORM
        } else {
            &catalogue::SIGNATURE_CERT_NO
        };
        report.add_at(text, &member.at, code, &args);
    }
    if let Some(member) = reply.member(Name::ServiceTime)
        && let Ok(sent) = member.value().parse()
        && !(certificate.not_before..=certificate.not_after).contains(&sent)
    {
        let (from, to) = validity(certificate);
        let args = [("sent", &*moments::write(sent)), ("from", &from), ("to", &to)];
        report.add_at(text, &member.at, &catalogue::SIGNATURE_VALIDITY, &args);
    }
}

/// Returns how a `certNo` is written, if it is the serial number in decimal or without its leading zero.
fn other_form(found: &str, serial: &str) -> Option<Words> {
    if serial.strip_prefix('0').is_some_and(|rest| rest.eq_ignore_ascii_case(found)) {
        return Some(words!("缺少前导零", "lacks its leading zero"));
    }
    let number = u64::from_str_radix(serial, 16).ok()?;
    (found.parse() == Ok(number)).then_some(words!("写成了十进制", "is in decimal"))
}
