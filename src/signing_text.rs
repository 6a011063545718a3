//! Makes the text that CBT signs from the JSON that was sent, without changing any token.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use crate::check::{check_text, too_large};
use crate::diagnostics::catalogue::{self, Severity};
use crate::diagnostics::{Fault, Faults, Location, Part};
use crate::json::{self, Kind, Member, Node, plain_decimal};
use crate::message::Outcome;
use crate::options::{CustomsRules, Options};
use crate::report::Finding;
use crate::rules::times;
use crate::spec::{Authority, Field, PAY_EX_INFO, SERVICE_TIME, SIGNATURE, signing};
use crate::text::excerpt::excerpt;
use crate::upload::check_signed;

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

/// Returns the text that CBT signs for a `payExInfo`: its values as sent, without the whitespace between tokens.
///
/// `pay_ex_info` is the text sent to CBT, or the upload with the signature. `service_time` is the time of signing in CBT's
/// reply, in Unix milliseconds; an upload contains it. Warnings name what may change if a program parses the JSON and
/// serializes it again, which invalidates the signature.
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
    let Outcome { ok, findings, texts } = outcome(pay_ex_info, service_time, options);
    SigningText { ok, text: texts.into_iter().flatten().flatten().next(), findings }
}

/// Makes the text, if there is no error.
pub(crate) fn outcome(pay_ex_info: &[u8], service_time: Option<&str>, options: &Options) -> Outcome {
    if let Some(report) = too_large(pay_ex_info.len(), options) {
        return Outcome::new(report.findings, None);
    }
    let mut text = None;
    let findings = check_signed(pay_ex_info, None, options, &mut |layers, faults, secrets| {
        let json = layers.json();
        // Customs' rules apply to the fields in the parts.
        let parsed = check_text(layers, Part::PayExInfo, CustomsRules::Off, faults, secrets);
        let parsed = parsed.unwrap_or_else(|| json::read(json, layers.text.start));
        let find = |field: &Field| match parsed.root().kind {
            Kind::Object(object) => object.members.iter().find(|member| field.is_named(member.key)),
            _ => None,
        };
        let unquoted = |member: &Member| &json[json::between_quotes(json, member.value.at.clone())];
        keep_relevant(faults);
        let time = check_service_time(service_time, find(&SERVICE_TIME).as_ref(), unquoted, faults);
        if parsed.is_json {
            report_rewritable(&parsed.root(), json, faults);
        }
        secrets.learn(Part::PayExInfo, layers, &parsed, parsed.is_json);
        let has_error = faults.list().iter().any(|fault| fault.severity == Severity::Error);
        let [session_id, head, lists] = PAY_EX_INFO.each_ref().map(find);
        if let (Some(session_id), Some(head), Some(lists), Some(time), false) =
            (session_id, head, lists, time, has_error)
        {
            let [head, lists] = [head, lists].map(|member| signing::compact(&json[member.value.at.clone()]));
            text = Some(signing::pieces(unquoted(&session_id), &head, &lists, time).concat());
        }
    });
    Outcome::new(findings, text.map(|text| vec![Some(text)]))
}

/// Removes the faults that do not affect the signing text, and adjusts the severity of the others.
fn keep_relevant(faults: &mut Faults) {
    for fault in faults.list() {
        if fault.code.is(&catalogue::FIELD_ALTERNATE_NAME) {
            // The signing text contains the list's name, and it is unknown which one CBT wrote.
            (fault.severity, fault.by) = (Severity::Error, Authority::Library);
        } else if fault.code.is(&catalogue::JSON_DUPLICATE_KEY) && is_inside(fault) {
            fault.severity = Severity::Warning;
        }
    }
    faults.remove(0, &mut |fault| {
        let is_signature = || SIGNATURE.iter().any(|field| fault.value.as_deref() == Some(field.name));
        // Escapes are reported separately.
        fault.code.is(&catalogue::JSON_ESCAPED_SLASH)
            || fault.code.is(&catalogue::JSON_ESCAPED_CHARACTER)
            || is_inside(fault) && !fault.code.id.starts_with("json.")
            || fault.code.is(&catalogue::FIELD_UNKNOWN) && is_signature()
    });
}

/// Returns whether a fault is inside a member of the text.
fn is_inside(fault: &Fault) -> bool {
    // `/payExInfoStr/payExchangeInfoHead/guid`.
    fault.path.bytes().filter(|byte| *byte == b'/').count() > 2
}

/// Returns the time of signing: the given one, or the upload's. Reports a malformed, differing or missing time.
fn check_service_time<'a>(
    given: Option<&'a str>,
    own: Option<&Member>,
    unquoted: impl Fn(&Member) -> &'a str,
    faults: &mut Faults,
) -> Option<&'a str> {
    let field = &SERVICE_TIME;
    let own_time = own.map(unquoted);
    let time = given.or(own_time);
    let code = match time {
        None => &catalogue::FIELD_MISSING,
        Some(time) if own_time.is_some_and(|own| own != time) => &catalogue::SIGNING_SERVICE_TIME,
        Some(time) if !times::is_millis(time) => &catalogue::TIME_MILLIS,
        _ => return time,
    };
    let location = own.map_or(Location::Nowhere, |member| Location::Json(member.value.at.clone()));
    let fault = faults.add_to_member(field.name, Authority::Library, code.severity, code, location).field(field);
    if let Some(time) = time {
        fault.value(excerpt(time)).arg("own", excerpt(own_time.unwrap_or_default()).to_owned());
    }
    None
}

/// Reports the numbers and escapes that may change if a program serializes the JSON again.
fn report_rewritable(node: &Node, json: &str, faults: &mut Faults) {
    let mut add = |code, at: Range<usize>| {
        let value = excerpt(&json[at.clone()]);
        faults.add(code, Location::Json(at)).value(value);
    };
    match node.kind {
        Kind::Number(lexeme) => {
            /// The number of digits that a double preserves.
            const EXACT: usize = 15;
            let digits = lexeme.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
            if digits > EXACT || plain_decimal(lexeme).as_deref() != Some(lexeme) {
                add(&catalogue::SIGNING_NUMBER, node.at.clone());
            }
        }
        Kind::String(_) => {
            let mut start = node.at.start;
            while let Some(length) = json[start..node.at.end].find('\\') {
                let at = start + length;
                start = at + 2;
                add(&catalogue::SIGNING_ESCAPE, at..start);
            }
        }
        Kind::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let mark = faults.context.path.enter_index(index);
                report_rewritable(&item, json, faults);
                faults.context.path.leave(mark);
            }
        }
        Kind::Object(object) => {
            for Member { key, value, .. } in object.members.iter() {
                let mark = faults.context.path.enter(key);
                report_rewritable(&value, json, faults);
                faults.context.path.leave(mark);
            }
        }
        Kind::Null | Kind::Bool(_) | Kind::Unreadable => {}
    }
}
