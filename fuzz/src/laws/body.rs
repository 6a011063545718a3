//! Reading a body: `check_form` and `decode_form`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbt179::{DecodedForm, DecodedPart, Finding, Severity, check_form, decode_form, encode_form};
use serde::de::IgnoredAny;

use crate::findings::{Texts, assert_sound};
use crate::input;
use crate::seeds;

/// Asserts that `check_form`, `decode_form` and the recovering parser have the same findings, and that these are sound.
pub fn check(data: &[u8]) {
    let Some((body, options)) = input::body(data) else { return };
    let report = check_form(&body, &options);
    let decoded = decode_form(&body, &options);
    assert_eq!(report.findings, decoded.findings, "the fast pass and decode_form");
    #[cfg(fuzzing)]
    assert_eq!(report, cbt179::check_form_by_recovery(&body, &options), "the fast pass and the recovering parser");
    assert_sound(report.ok, &report.findings, &Texts::of_body(&body, &decoded, options.units));
}

/// Asserts that strict readers get the same texts if no layer has an error, and that the texts survive a round trip.
pub fn decode(data: &[u8]) {
    let Some((body, options)) = input::body(data) else { return };
    let decoded = decode_form(&body, &options);
    let DecodedForm { e_data, pay_ex_info, findings } = &decoded;
    let parts = [("EData", e_data), ("payExInfoStr", pay_ex_info)];
    for (name, part) in parts {
        let Some(part) = part else { continue };
        if let Some(json) = part.json() {
            assert!(serde_json::from_str::<IgnoredAny>(json).is_ok(), "{json}");
        }
        if !findings.iter().any(is_of_layer) {
            match strictly(&body, name) {
                Some(text) => assert_eq!(text, part.text, "{name}"),
                // A misspelt name is an error; the document's other name is a warning.
                None => assert!(findings.iter().any(|finding| finding.code.starts_with("field.")), "{name}"),
            }
            assert!(serde_json::from_str::<IgnoredAny>(&part.text).is_ok(), "{name}");
        }
    }
    let texts = parts.map(|(_, part)| part.as_ref().map_or("", |part| &part.text));
    let again = decode_form(encode_form(texts[0].as_bytes(), texts[1].as_bytes()).as_bytes(), &options);
    let text = |part: Option<DecodedPart>| part.map_or(String::new(), |part| part.text);
    // A text that is encoded once more is decoded once more.
    if !again.findings.iter().any(is_of_layer) {
        assert_eq!([text(again.e_data), text(again.pay_ex_info)], texts);
    }
}

/// Returns whether a finding is an error of a layer around the data or of their syntax.
fn is_of_layer(finding: &Finding) -> bool {
    let layers = ["form.", "percent.", "base64.", "utf8.", "json."];
    finding.severity == Severity::Error && layers.iter().any(|layer| finding.code.starts_with(layer))
}

/// Reads a field as a strict server does: percent-encoded form, padded Base64, UTF-8.
fn strictly(body: &[u8], name: &str) -> Option<String> {
    let pairs = body.split(|&byte| byte == b'&').map(|pair| {
        let at = pair.iter().position(|&byte| byte == b'=').unwrap_or(pair.len());
        (percent_decoded(&pair[..at]), percent_decoded(pair.get(at + 1..).unwrap_or_default()))
    });
    let value = pairs.into_iter().find(|pair| pair.0 == name.as_bytes())?.1;
    String::from_utf8(STANDARD.decode(value).ok()?).ok()
}

fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let [first, others @ ..] = rest {
        let escaped = others.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        let is_escape = *first == b'%' && others.get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        rest = if let Some(byte) = escaped.filter(|_| is_escape) {
            out.push(byte);
            &others[2..]
        } else {
            out.push(if *first == b'+' { b' ' } else { *first });
            others
        };
    }
    out
}

/// The bodies of the corpus.
pub fn seeds() -> Vec<Vec<u8>> {
    seeds::bodies().into_iter().map(|body| [&[0], &body[..]].concat()).collect()
}
