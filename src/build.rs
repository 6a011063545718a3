//! The other way: a request into a form body.

use std::fmt;

use serde::Serialize;

use crate::base64;
use crate::check::{self, E_DATA, Layers, PAY_EX_INFO, Want, check_length, check_text, tell};
use crate::codes;
use crate::emit;
use crate::faults::{Faults, Place};
use crate::findings::{Finding, Report, has_error};
use crate::interface::FORM;
use crate::json::{self, Kind, Member, Node};
use crate::options::Options;
use crate::percent;
use crate::rules::{self, Source};
use crate::time;
use crate::utf8;

/// A form body that was built, and the texts that it carries.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BuiltForm {
    /// The body: `EData=…&payExInfoStr=…`, both values percent-encoded.
    pub body: String,
    /// The JSON text in `EData`.
    pub e_data: String,
    /// The JSON text in `payExInfoStr`. This is what CBT signs: keep it, the upload to customs needs every byte of it.
    pub pay_ex_info: String,
    /// Warnings and infos; there is no error.
    pub findings: Vec<Finding>,
}

/// A request that no body was built from, because something is wrong with it.
#[derive(Debug, Serialize)]
pub struct CheckError {
    /// What was found, errors first.
    pub findings: Vec<Finding>,
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.findings.iter();
        match lines.next() {
            Some(first) => write!(f, "{first}")?,
            None => write!(f, "no findings")?,
        }
        lines.try_for_each(|finding| write!(f, "\n{finding}"))
    }
}

impl std::error::Error for CheckError {}

/// Checks a request before it is encoded, by the same rules as [`crate::check_form`] checks a body.
///
/// `request` is the JSON text of an object with `eData` and `payExInfo`, as [`build_form`] takes it; so is
/// `pay_ex_info`. Findings have the paths that the fields will have in the body. They have ranges (`at.json`) where
/// `payExInfo` was given as text.
///
/// ```
/// let report = cbt179::check_request(br#"{"eData":{},"payExInfo":{}}"#, None, &cbt179::Options::default());
/// assert_eq!(report.findings[0].path, "/EData/cusName");
/// ```
#[must_use]
pub fn check_request(request: &[u8], pay_ex_info: Option<&[u8]>, options: &Options) -> Report {
    let findings = match prepare(request, pay_ex_info, options) {
        Ok(built) => built.findings,
        Err(error) => error.findings,
    };
    Report::new(findings)
}

/// Builds the form body of a request.
///
/// `request` is the JSON text of an object:
///
/// - `eData` has the fields of clause 3.1.2.2; `version` and `commitTime` may be left out;
/// - `payExInfo` is the data to be signed: an object, written in the order that customs want, or a string, the JSON
///   text itself, which is taken byte for byte. Such a text can also be given apart, as `pay_ex_info`.
///
/// `totalAmount` may be a decimal string: it is written as a number, digit for digit.
///
/// # Errors
///
/// Anything that [`check_request`] reports as an error, all at once; nothing half-built comes out.
///
/// ```
/// let request = br#"{
///     "eData": {"cusName": "xxx", "cusCode": "XXXX908", "serialNumber": "20119182839304", "token": "secret"},
///     "payExInfo": {"sessionID": "fe2374", "payExchangeInfoHead": {}, "payExchangeInfoLists": [{}]}
/// }"#;
/// let options = cbt179::Options { customs_rules: cbt179::CustomsRules::Off, ..Default::default() };
/// let built = cbt179::build_form(request, None, &options).unwrap();
/// assert!(cbt179::check_form(built.body.as_bytes(), &options).ok);
/// ```
pub fn build_form(request: &[u8], pay_ex_info: Option<&[u8]>, options: &Options) -> Result<BuiltForm, CheckError> {
    prepare(request, pay_ex_info, options)
}

/// Encodes two JSON texts into a form body as they are, unchecked: the way back from [`crate::decode_form`].
///
/// ```
/// let body = cbt179::encode_form(b"{}", "{\"电\":1}".as_bytes());
/// assert_eq!(body, "EData=e30%3D&payExInfoStr=eyLnlLUiOjF9");
/// ```
#[must_use]
pub fn encode_form(e_data: &[u8], pay_ex_info: &[u8]) -> String {
    join(&base64::encode(e_data), &base64::encode(pay_ex_info))
}

fn join(e_data: &str, pay_ex_info: &str) -> String {
    let mut body = String::with_capacity(e_data.len() + pay_ex_info.len() + 64);
    for (field, base64) in FORM.iter().zip([e_data, pay_ex_info]) {
        if !body.is_empty() {
            body.push('&');
        }
        body.push_str(field.name);
        body.push('=');
        percent::encode_base64(base64, &mut body);
    }
    body
}

fn prepare(request: &[u8], pay_ex_info: Option<&[u8]>, options: &Options) -> Result<BuiltForm, CheckError> {
    let size = request.len() + pay_ex_info.map_or(0, <[u8]>::len);
    if let Some(report) = check::too_large(size, options) {
        return Err(CheckError { findings: report.findings });
    }
    let mut faults = Faults::new(options.customs_rules);
    let request = utf8::decode(request, &mut faults);
    let (request, _) = json::parse(&request.text, request.start, &mut faults);
    // Ranges within the request's own text mean nothing to a caller who gave objects.
    for fault in &mut faults.list {
        fault.place = Place::Nowhere;
    }
    let [e_data, pay_object] = members(request, pay_ex_info.is_some(), &mut faults);

    let mut e_data_text = String::new();
    if let Some(mut node) = e_data {
        fill_in(&mut node, options);
        faults.enter(E_DATA);
        rules::check(&node, &FORM[E_DATA], Source::Request, &mut faults);
        emit::field(&node, FORM[E_DATA].kind, &mut e_data_text);
    }

    faults.enter(PAY_EX_INFO);
    // The text itself: given apart, as a string within the request, or written here from an object.
    let given = pay_ex_info.or_else(|| match &pay_object.as_ref()?.kind {
        Kind::String(text) => Some(text.as_bytes()),
        _ => None,
    });
    let given = given.map(|bytes| utf8::decode(bytes, &mut faults));
    let mut written = String::new();
    if let Some(text) = &given {
        check_text(text, PAY_EX_INFO, Want::Verdict, &mut faults);
    } else if let Some(node) = &pay_object {
        rules::check(node, &FORM[PAY_EX_INFO], Source::Request, &mut faults);
        emit::field(node, FORM[PAY_EX_INFO].kind, &mut written);
    }
    let pay_ex_info = given.as_ref().map_or(&*written, |text| &*text.text);
    let pay_base64 = base64::encode(pay_ex_info.as_bytes());
    check_length(pay_base64.len(), &mut faults);

    let layers = [None, given.as_ref().map(Layers::bare)];
    let findings = tell(faults, &[], &layers, options);
    if has_error(&findings) {
        return Err(CheckError { findings });
    }
    Ok(BuiltForm {
        body: join(&base64::encode(e_data_text.as_bytes()), &pay_base64),
        pay_ex_info: pay_ex_info.to_owned(),
        e_data: e_data_text,
        findings,
    })
}

/// The request's own two members, in the order of the form.
const MEMBERS: [&str; 2] = ["eData", "payExInfo"];

/// Takes the request's two members; the second may be given apart.
fn members<'a>(request: Node<'a>, given_apart: bool, faults: &mut Faults) -> [Option<Node<'a>>; 2] {
    let members = match request.kind {
        Kind::Object(object) => object.members,
        // What is no JSON was reported by who read it.
        Kind::Unreadable => return [None, None],
        _ => Vec::new(),
    };
    let mut found = [None, None];
    for Member { key, value, .. } in members {
        if let Some(part) = MEMBERS.iter().position(|name| *name == key) {
            found[part] = Some(value);
        } else {
            let mut path = String::new();
            json::push_segment(&mut path, &key);
            faults.add(&codes::FIELD_UNKNOWN, Place::Nowhere).value(key).path(path);
        }
    }
    let there = |part: usize| found[part].is_some() || (part == PAY_EX_INFO && given_apart);
    let names = [E_DATA, PAY_EX_INFO].into_iter().filter(|&part| there(part));
    rules::missing(&names.map(|part| FORM[part].name), &FORM, faults);
    found
}

/// Adds to `EData` what the request left out.
fn fill_in(e_data: &mut Node, options: &Options) {
    let Kind::Object(object) = &mut e_data.kind else {
        return;
    };
    let now = options.now.or_else(clock);
    let defaults =
        [("version", Some("1.0".to_owned())), ("commitTime", now.and_then(|ms| time::write(ms.div_euclid(1000))))];
    for (key, value) in defaults {
        let missing = !object.members.iter().any(|member| member.key == key);
        if let Some(value) = value.filter(|_| missing) {
            object.members.push(Member {
                key: key.into(),
                key_at: 0..0,
                value: Node { at: 0..0, kind: Kind::String(value.into()) },
            });
        }
    }
}

/// The clock's time in Unix milliseconds; `None` where there is no clock.
fn clock() -> Option<i64> {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return None;
    }
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.ok()?.as_millis()).ok()
}
