//! Tests that the catalogue is complete, its examples are correct, and the reference page agrees with it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::*;
use crate::{Finding, Locale, Options, Sent, check_form, check_reply, check_request, compose_upload, encode_form};

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn rows_are_whole() {
    let ids: BTreeSet<_> = ALL.into_iter().flatten().map(|code| code.id).collect();
    assert_eq!(ids.len(), ALL.into_iter().flatten().count());
    for Code { id, message, help, .. } in ALL.into_iter().flatten() {
        let is_plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
        assert!(id.split('.').count() == 2 && id.bytes().all(is_plain), "{id}");
        for Text { zh, en } in [message, help] {
            assert_eq!(placeholders(zh), placeholders(en), "{id}");
            for text in [zh, en] {
                assert!(!text.is_empty() && !text.ends_with(['.', '。']), "{id}");
                assert_eq!(text.matches('`').count() % 2, 0, "{id}");
            }
        }
    }
}

impl Example {
    fn findings(&self, options: &Options) -> Vec<Finding> {
        let from_hex =
            |text: String| -> Vec<u8> { text.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect() };
        let sent = Sent { serial_number: Some("1"), commit_time: Some("20260115092811"), request: None };
        let unsent = Sent { commit_time: Some("1768440491"), ..Sent::default() };
        let input = self.more.iter().fold(self.text.to_owned(), |text, (unit, times)| text + &unit.repeat(*times));
        let body = match self.input {
            Input::Request => return check_request(input.as_bytes(), None, options).findings,
            Input::Reply => return check_reply(input.as_bytes(), &sent, options).findings,
            Input::Unsent => return check_reply(input.as_bytes(), &unsent, options).findings,
            Input::ReplyBytes => return check_reply(&from_hex(input), &sent, options).findings,
            Input::Upload => return compose_upload(input.as_bytes(), b"{}", &sent, options).unwrap_err().findings,
            Input::Body => input,
            Input::EData => encode_form(input.as_bytes(), b"{}"),
            Input::PayExInfo => encode_form(b"{}", input.as_bytes()),
            Input::Bytes => encode_form(b"{}", &from_hex(input)),
        };
        check_form(body.as_bytes(), options).findings
    }

    /// Formats the example for the reference page.
    fn shown(&self) -> String {
        let input = match self.input {
            Input::Body => "form body",
            Input::Bytes => "bytes in `payExInfoStr`",
            Input::EData => "JSON in `EData`",
            Input::PayExInfo => "JSON in `payExInfoStr`",
            Input::Request => "request",
            Input::Reply => "reply to a request with the `serialNumber` 1",
            Input::Unsent => "reply to a request with the `commitTime` 1768440491",
            Input::ReplyBytes => "bytes of such a reply",
            Input::Upload => "text to compose an upload of",
        };
        let text = self.text.replace('\n', "⏎").replace('\u{3000}', "[U+3000]");
        let more = self.more.first().map(|(unit, times)| format!(", then {times} times `{unit}`"));
        format!("{input}: `` {text} ``{}", more.unwrap_or_default())
    }
}

/// Returns the finding of this code in its example; its texts have every argument.
fn found(code: &Code, locale: Locale) -> Finding {
    let findings = code.example.findings(&Options { locale, ..Options::default() });
    let found = findings.iter().find(|finding| finding.code == code.id);
    let found = found.unwrap_or_else(|| panic!("{}: {:?}", code.id, findings)).clone();
    for text in [&found.message, &found.help] {
        assert!(!["``", "（）", " ()"].iter().any(|gap| text.contains(gap)), "{}: {text}", code.id);
    }
    found
}

/// Compares `docs/findings.md`, which `UPDATE_DOCS=1 cargo test` writes.
#[test]
fn the_reference_page_says_what_the_registry_says() {
    let mut page = String::from(
        "# Findings\n\nEvery code that a finding can have, with an example and what is said of it. Made from the \
         registry, `src/diagnostics/catalogue/`, by `UPDATE_DOCS=1 cargo test`; do not edit it by hand.\n\nWhere a rule is customs' \
         alone, its finding is a warning, or an error with `customsRules: \"error\"`, whatever is said here.\n",
    );
    let mut layer = "";
    for code in ALL.into_iter().flatten() {
        let (prefix, _) = code.id.split_once('.').unwrap();
        if prefix != layer {
            layer = prefix;
            let _ = write!(page, "\n## {layer}\n");
        }
        let (zh, en) = (found(code, Locale::ZhCn), found(code, Locale::En));
        let severity = format!("{:?}", en.severity).to_lowercase();
        let clause = en.clause.map(|clause| format!(" · {clause}")).unwrap_or_default();
        let answer = en.cbt_code.map(|answer| format!(" · CBT: `{answer}`")).unwrap_or_default();
        let applicability = code.fix.map_or("none".to_owned(), |fix| format!("{fix:?}").to_lowercase());
        let fix = Some(code.reason).filter(|reason| !reason.is_empty());
        let fix = fix.map(|reason| format!("\n\nFix: {applicability}: {reason}.")).unwrap_or_default();
        let _ = write!(
            page,
            "\n### {}\n\n{severity}{clause}{answer}{fix}\n\nExample, {}\n\n- {}。{}。{}\n- {}: {}.{}\n",
            code.id,
            code.example.shown(),
            zh.message,
            zh.help,
            zh.fix.map(|fix| format!("一键修改：{}。", fix.label)).unwrap_or_default(),
            en.message,
            en.help,
            en.fix.map(|fix| format!(" Its fix: {}.", fix.label)).unwrap_or_default(),
        );
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/findings.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(there == page, "docs/findings.md is out of date: run `UPDATE_DOCS=1 cargo test`");
}
