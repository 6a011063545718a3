//! Composes the upload to customs: the signed text plus its signature, without re-encoding a byte.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use cbt179_fast::base64::encoded_length;
use serde::Serialize;

use crate::build::CheckError;
use crate::check::{check_text, too_large};
use crate::codec::carrier::check_length;
use crate::codec::document::{Document, Layers};
use crate::codec::wrappers;
use crate::diagnostics::{Fault, Faults, GRAVEST_FIRST, Location, Part, catalogue, grouped};
use crate::json::{self, Kind, write};
use crate::message::Outcome;
use crate::options::Options;
use crate::reply::{self, Sent};
use crate::report::{Finding, findings, has_error};
use crate::secrets::Secrets;
use crate::spec::{Authority, FORM, SIGNATURE};
use crate::text::utf8;
use cbt179_fast::percent_encoded;
use cbt179_fast::strings::push_string;

/// The upload to customs.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Upload {
    /// The JSON text: the signed text with `serviceTime`, `certNo` and `signValue` before its last brace.
    pub json: String,
    /// The form body with that text: `payExInfoStr=…`, percent-encoded.
    pub body: String,
    /// The warnings and infos; there are no errors.
    pub findings: Vec<Finding>,
}

impl Upload {
    /// Returns the members that were inserted into the signed text, whose length was `signed`.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(crate) fn inserted(&self, signed: usize) -> &str {
        let brace = self.json.rfind('}').unwrap_or_default();
        let start = (signed + brace).saturating_sub(self.json.len());
        self.json.get(start..brace).unwrap_or_default()
    }
}

impl core::fmt::Debug for Upload {
    /// Formats the length of the JSON text rather than the texts, which are long.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut fields = f.debug_struct("Upload");
        fields.field("json.len()", &self.json.len()).field("findings", &self.findings).finish_non_exhaustive()
    }
}

/// Inserts the signature of a reply into the text that was signed (clause 3.1.2.4).
///
/// `pay_ex_info` is the exact text that was sent to CBT, [`crate::BuiltForm::pay_ex_info`]. `reply` is CBT's reply; it
/// is checked against the known fields of the request, as by [`crate::check_reply`]. Paths of findings start with
/// `/payExInfoStr` for the text and `/reply` for the reply. None has a fix: a signed text cannot be changed.
///
/// # Errors
///
/// Returns all findings at once if the reply is a failure or malformed, or if CBT would not accept the text. The same
/// applies if the text already has one of the three fields.
///
/// ```
/// use cbt179::{CustomsRules, Options, Sent, compose_upload};
///
/// let options = Options { customs_rules: CustomsRules::Off, ..Options::default() };
/// let text = br#"{"sessionID":"1","payExchangeInfoHead":{},"payExchangeInfoLists":[{}]}"#;
/// let sign_value = "A".repeat(86) + "==";
/// let reply = format!(
///     r#"{{"status":"success","serviceTime":"1533282603450","certNo":"1a2b3c4d","signValue":"{sign_value}"}}"#
/// );
/// let upload = compose_upload(text, reply.as_bytes(), &Sent::default(), &options).unwrap();
/// assert!(upload.json.starts_with(r#"{"sessionID":"1","payExchangeInfoHead":{},"payExchangeInfoLists":[{}],"serviceTime""#));
/// assert!(upload.body.starts_with("payExInfoStr=%7B%22sessionID%22%3A"));
/// ```
pub fn compose_upload(pay_ex_info: &[u8], reply: &[u8], sent: &Sent, options: &Options) -> Result<Upload, CheckError> {
    if let Some(report) = too_large(pay_ex_info.len() + reply.len(), options) {
        return Err(CheckError { findings: report.findings });
    }
    let mut end = None;
    let mut findings = check_signed(pay_ex_info, sent.request, options, &mut |layers, faults, secrets| {
        let parsed = check_text(layers, Part::PayExInfo, options.customs_rules, faults, secrets);
        check_length(encoded_length(pay_ex_info.len()), faults);
        // Valid JSON without unknown names has no signature yet, and ends at its last brace.
        let names = [&catalogue::FIELD_UNKNOWN, &catalogue::FIELD_MISSPELT];
        let is_unknown = |fault: &Fault| names.iter().any(|code| fault.code.is(code));
        end = if parsed.is_none() && !faults.list().iter().any(is_unknown) {
            layers.json().rfind('}')
        } else {
            closing_brace(layers.text, faults)
        };
    });
    let Outcome { findings: of_reply, texts, .. } = reply::outcome(reply, sent, options);
    findings.extend(of_reply.into_iter().map(|finding| Finding { path: format!("/reply{}", finding.path), ..finding }));
    // Text without errors is UTF-8.
    let (Some(texts), Some(end), false, Ok(json)) = (texts, end, has_error(&findings), str::from_utf8(pay_ex_info))
    else {
        return Err(CheckError { findings: grouped(findings, GRAVEST_FIRST, |finding| finding.severity) });
    };
    let mut signed = String::with_capacity(json.len() + SIGNATURE_LENGTH);
    signed.push_str(&json[..end]);
    for (field, value) in SIGNATURE.iter().zip(texts.into_iter().skip(reply::FIELDS.len() - SIGNATURE.len())) {
        signed.push(',');
        write::key(field.name, &mut signed);
        push_string(&value.unwrap_or_default(), &mut signed);
    }
    signed.push_str(&json[end..]);
    let body = [FORM[Part::PayExInfo as usize].name, "=", &percent_encoded(&signed)].concat();
    Ok(Upload { json: signed, body, findings })
}

/// Checks a text that was or will be signed; `check` gets its layers, unless it is a form body. No finding has a fix.
pub(crate) fn check_signed(
    text: &[u8],
    request: Option<&str>,
    options: &Options,
    check: &mut dyn FnMut(&Layers, &mut Faults, &mut Secrets),
) -> Vec<Finding> {
    let mut faults = Faults::new();
    let mut secrets = Secrets::new();
    faults.enter_part(Part::PayExInfo);
    let head = text.trim_ascii_start();
    let is_field = |name: &str| head.strip_prefix(name.as_bytes()).is_some_and(|rest| rest.starts_with(b"="));
    let decoded = wrappers::decode(text, &[], utf8::Source::Caller, &mut faults);
    let layers = Layers::bare(&decoded);
    if FORM.iter().any(|field| is_field(field.name)) {
        let code = &catalogue::UPLOAD_FORM_BODY;
        faults.add_by(Authority::Library, code.severity, code, Location::Json(0..decoded.text.len()));
    } else {
        check(&layers, &mut faults, &mut secrets);
    }
    faults.list().iter_mut().for_each(|fault| fault.repair = None);
    if let Some(request) = request
        && !faults.list().is_empty()
    {
        secrets.learn_request(request.as_bytes());
    }
    findings(faults, &Document { text, layers: &[None, Some(layers), None] }, &secrets, options)
}

/// Enough capacity for the signature fields with their names.
const SIGNATURE_LENGTH: usize = 512;

/// Returns the offset of the object's closing brace; adds a fault if the object already has a signature.
fn closing_brace(text: &utf8::Decoded, faults: &mut Faults) -> Option<usize> {
    let parsed = json::read(&text.text, text.start);
    let node = parsed.root();
    let Kind::Object(object) = node.kind else {
        return None;
    };
    for member in object.members.iter() {
        let Some(field) = SIGNATURE.iter().find(|field| field.name == member.key) else {
            continue;
        };
        let mark = faults.context.path.enter(field.name);
        // Do not report the field as unknown too.
        let path = faults.context.path.as_str().to_owned();
        faults.remove(0, &mut |fault| fault.path == path && fault.code.is(&catalogue::FIELD_UNKNOWN));
        let code = &catalogue::UPLOAD_SIGNED_ALREADY;
        let location = Location::Json(member.key_at.clone());
        faults.add_by(Authority::Library, code.severity, code, location).field(field);
        faults.context.path.leave(mark);
    }
    Some(node.at.end - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::CustomsRules;

    #[test]
    fn only_the_signature_is_inserted() {
        let reply = r#"{"status":"success","serviceTime":"1533282603450","certNo":"1a2b3c4d","signValue":""#.to_owned()
            + &"A".repeat(86)
            + "==\"}";
        let options = Options { customs_rules: CustomsRules::Off, ..Options::default() };
        for (head, tail) in [("", ""), (r#""note":"}""#, " \r\n"), (r#""note":"好}}""#, "\t")] {
            let text = format!(
                "{{\"sessionID\":\"1\",\"payExchangeInfoHead\":{{{head}}},\"payExchangeInfoLists\":[{{}}]}}{tail}"
            );
            let upload = compose_upload(text.as_bytes(), reply.as_bytes(), &Sent::default(), &options).unwrap();
            let (before, after) = text.split_at(text.rfind('}').unwrap());
            let inserted = upload.inserted(text.len());
            assert!(inserted.starts_with(",\"serviceTime\":") && inserted.ends_with("==\""), "{inserted}");
            assert_eq!([before, inserted, after].concat(), upload.json);
        }
    }
}
