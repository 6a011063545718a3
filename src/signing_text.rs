//! Makes the text that CBT signs from the JSON that was sent, without re-writing a token of it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use crate::check::too_large;
use crate::codec::document::{Document, Layers};
use crate::codec::wrappers;
use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::{Fault, Faults, Location, Part};
use crate::json::{self, Kind, Member, Node, Object, plain_decimal};
use crate::options::Options;
use crate::report::{Finding, findings, has_error};
use crate::rules::{self, times};
use crate::secrets::Secrets;
use crate::spec::{SERVICE_TIME, UPLOAD, UPLOAD_FIELDS, signing};
use crate::text::excerpt::excerpt;
use crate::upload::report_form_body;

/// The text that CBT signs, and whether it is certain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SigningText {
    /// Whether the text is known.
    pub ok: bool,
    /// The text; `None` if an error leaves it unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The findings, errors first. `path` begins with `/payExInfoStr`; `at.json` is a range of the input.
    pub findings: Vec<Finding>,
}

/// Returns the text that CBT signs for a `payExInfo`: slices of it, without the whitespace between its tokens.
///
/// `pay_ex_info` is the text that was sent to CBT, or the upload, which has the signature in it. `service_time` is the
/// time of signing in CBT's reply, in Unix milliseconds; an upload has it. Warnings name what a program would change that
/// parses the JSON and writes it again; the signature is then of another text.
///
/// ```
/// use cbt179::{Options, signing_text};
///
/// let sent = r#"{"sessionID": "fe2374", "payExchangeInfoHead": {"guid": "1"}, "payExchangeInfoLists": [{}]}"#;
/// let signed = signing_text(sent.as_bytes(), Some("1533271903898"), &Options::default());
/// let expected = concat!(
///     r#""sessionID":"fe2374"||"payExchangeInfoHead":"{"guid":"1"}""#,
///     r#"||"payExchangeInfoLists":"[{}]"||"serviceTime":"1533271903898""#
/// );
/// assert_eq!(signed.text.as_deref(), Some(expected));
/// ```
#[must_use]
pub fn signing_text(pay_ex_info: &[u8], service_time: Option<&str>, options: &Options) -> SigningText {
    if let Some(report) = too_large(pay_ex_info.len(), options) {
        return SigningText { ok: false, text: None, findings: report.findings };
    }
    let mut faults = Faults::new();
    let mut secrets = Secrets::new();
    faults.enter_part(Part::PayExInfo);
    let text = wrappers::decode(pay_ex_info, &[], &mut faults);
    let layers = Layers::bare(&text);
    let mut ranges = Default::default();
    let mut time = service_time;
    if !report_form_body(pay_ex_info, layers.json(), &mut faults) {
        let (parsed, is_certain) = json::parse_with_fixes(layers.json(), text.start, &mut faults);
        rules::check_text(&parsed, &UPLOAD, layers.json(), &mut faults);
        ranges = self::ranges(&parsed.root);
        let own = ranges[3].clone().map(|at| &text.text[json::between_quotes(&text.text, at)]);
        check_service_time(service_time, own, &mut faults);
        time = time.or(own);
        adjust(&mut faults);
        if parsed.is_json {
            report_rewritable(&parsed.root, layers.json(), &mut faults);
        }
        secrets.learn(Part::PayExInfo, &layers, &parsed, is_certain);
    }
    faults.list().iter_mut().for_each(|fault| fault.repair = None);
    let document = Document { text: pay_ex_info, layers: &[None, Some(layers), None] };
    let findings = findings(faults, &document, &secrets, options);
    let ok = !has_error(&findings);
    let text = if ok { joined(&text.text, ranges, time.unwrap_or_default()) } else { None };
    SigningText { ok, text, findings }
}

/// Returns the range of each field of an upload, if it has one.
fn ranges(root: &Node) -> [Option<Range<usize>>; 6] {
    let Kind::Object(Object { members, .. }) = &root.kind else {
        return Default::default();
    };
    UPLOAD_FIELDS.each_ref().map(|field| {
        let member = members.iter().find(|member| field.is_named(&member.key))?;
        Some(member.value.at.clone())
    })
}

/// Joins the parts of the text, which are at these ranges of the JSON; returns `None` if one is missing.
fn joined(json: &str, ranges: [Option<Range<usize>>; 6], service_time: &str) -> Option<String> {
    let [session_id, head, lists, ..] = ranges;
    let [head, lists] = [head?, lists?].map(|at| signing::compact(&json[at]));
    let session_id = &json[json::between_quotes(json, session_id?)];
    Some(signing::pieces(session_id, &head, &lists, service_time).concat())
}

/// Checks the time that the caller passed, and compares it with that of an upload.
fn check_service_time(given: Option<&str>, own: Option<&str>, faults: &mut Faults) {
    let mut add = |code: &'static Code| {
        let field = &SERVICE_TIME;
        let fault = faults.add_to_member(field.name, field.by, code.severity, code, Location::Nowhere).field(field);
        if let Some(given) = given {
            fault.value(excerpt(given)).arg("own", own.unwrap_or_default().to_owned());
        }
    };
    match (given, own) {
        (Some(given), Some(own)) if given != own => add(&catalogue::SIGNING_SERVICE_TIME),
        (Some(given), None) if !times::is_millis(given) => add(&catalogue::TIME_MILLIS),
        (None, None) => add(&catalogue::FIELD_MISSING),
        _ => {}
    }
}

/// Adjusts the severity of faults to what they mean for the signing text.
fn adjust(faults: &mut Faults) {
    let root = faults.context.path.as_str().len();
    let is_at_root = |fault: &Fault| !fault.path.get(root + 1..).is_some_and(|path| path.contains('/'));
    for fault in faults.list() {
        if fault.code.is(&catalogue::FIELD_ALTERNATE_NAME) {
            // The text has a name for the list, and which one CBT wrote is unknown.
            fault.severity = Severity::Error;
        } else if fault.code.is(&catalogue::JSON_DUPLICATE_KEY) && !is_at_root(fault) {
            fault.severity = Severity::Warning;
        }
    }
    // These are among the escapes that are reported as one finding.
    let escapes = [&catalogue::JSON_ESCAPED_SLASH, &catalogue::JSON_ESCAPED_CHARACTER];
    faults.remove(0, |fault| escapes.iter().any(|code| fault.code.is(code)));
}

/// Reports the numbers and escapes that a program may write differently when it writes the JSON again.
fn report_rewritable(node: &Node, json: &str, faults: &mut Faults) {
    match &node.kind {
        Kind::Number(lexeme) => {
            /// A double keeps so many digits.
            const EXACT: usize = 15;
            let digits = lexeme.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
            if digits > EXACT || plain_decimal(lexeme).as_deref() != Some(lexeme) {
                faults.add(&catalogue::SIGNING_NUMBER, Location::Json(node.at.clone())).value(excerpt(lexeme));
            }
        }
        Kind::String(_) => {
            let mut start = node.at.start;
            while let Some(length) = json[start..node.at.end].find('\\') {
                let at = start + length;
                start = at + 2;
                faults.add(&catalogue::SIGNING_ESCAPE, Location::Json(at..start)).value(&json[at..start]);
            }
        }
        Kind::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let mark = faults.context.path.enter_index(index);
                report_rewritable(item, json, faults);
                faults.context.path.leave(mark);
            }
        }
        Kind::Object(object) => {
            for Member { key, value, .. } in &object.members {
                let mark = faults.context.path.enter(key);
                report_rewritable(value, json, faults);
                faults.context.path.leave(mark);
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Unreadable => {}
    }
}
