//! The registry is whole, its examples are true, and the reference page says what it says.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::*;
use crate::{Finding, Locale, Options, Sent, check_form, check_reply, check_request, compose_upload, encode_form};

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn ids_are_unique_and_dotted() {
    let ids: BTreeSet<_> = ALL.iter().map(|code| code.id).collect();
    assert_eq!(ids.len(), ALL.len());
    for id in ids {
        assert!(
            id.split('.').count() == 2 && id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.')),
            "{id}"
        );
    }
}

#[test]
fn both_languages_say_the_same() {
    for code in ALL {
        for text in [&code.message, &code.help] {
            assert_eq!(placeholders(text.zh), placeholders(text.en), "{}", code.id);
            assert!(!text.zh.is_empty() && !text.en.is_empty(), "{}", code.id);
            for sentence in [text.zh, text.en] {
                assert!(!sentence.ends_with(['.', '。']), "{}", code.id);
                assert_eq!(sentence.matches('`').count() % 2, 0, "{}", code.id);
            }
        }
    }
}

/// The request that replies are to answer.
const SENT: Sent = Sent { serial_number: Some("1"), commit_time: Some("20260115092811"), request: None };

fn from_hex(text: &str) -> Vec<u8> {
    text.split(' ').map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect()
}

impl Example {
    /// The input, whole.
    fn input(&self) -> String {
        self.more.iter().fold(self.text.to_owned(), |text, (unit, times)| text + &unit.repeat(*times))
    }

    fn findings(&self, locale: Locale) -> Vec<Finding> {
        let options = Options { locale, ..Options::default() };
        let input = self.input();
        let body = match self.layer {
            Layer::Request => return check_request(input.as_bytes(), None, &options).findings,
            Layer::Reply => return check_reply(input.as_bytes(), &SENT, &options).findings,
            Layer::Unsent => {
                let sent = Sent { commit_time: Some("1768440491"), ..Sent::default() };
                return check_reply(input.as_bytes(), &sent, &options).findings;
            }
            Layer::ReplyBytes => return check_reply(&from_hex(&input), &SENT, &options).findings,
            Layer::Upload => {
                return compose_upload(input.as_bytes(), b"{}", &SENT, &options).unwrap_err().findings;
            }
            Layer::Body => input,
            Layer::EData => encode_form(input.as_bytes(), b"{}"),
            Layer::PayExInfo => encode_form(b"{}", input.as_bytes()),
            Layer::Bytes => encode_form(b"{}", &from_hex(&input)),
        };
        check_form(body.as_bytes(), &options).findings
    }

    /// As the reference page shows it.
    fn shown(&self) -> String {
        let layer = match self.layer {
            Layer::Body => "form body",
            Layer::Bytes => "bytes in `payExInfoStr`",
            Layer::EData => "JSON in `EData`",
            Layer::PayExInfo => "JSON in `payExInfoStr`",
            Layer::Request => "request",
            Layer::Reply => "reply to a request with the `serialNumber` 1",
            Layer::Unsent => "reply to a request with the `commitTime` 1768440491",
            Layer::ReplyBytes => "bytes of such a reply",
            Layer::Upload => "text to compose an upload of",
        };
        let mut shown = format!("{layer}: `` {} ``", self.text.replace('\n', "⏎").replace('\u{3000}', "[U+3000]"));
        for (unit, times) in self.more {
            // It cannot fail.
            let _ = write!(shown, ", then {times} times `{unit}`");
        }
        shown
    }
}

/// The finding of this code that an example gives.
fn found(code: &Code, locale: Locale) -> Finding {
    let findings = code.example.findings(locale);
    let found = findings.iter().find(|finding| finding.code == code.id);
    found.unwrap_or_else(|| panic!("{}: {:?}", code.id, findings)).clone()
}

#[test]
fn every_code_is_found_in_its_example() {
    for code in ALL {
        for locale in [Locale::ZhCn, Locale::En] {
            let Finding { message, help, .. } = found(code, locale);
            for text in [message, help] {
                // A name that no argument was given for would leave nothing.
                assert!(!text.contains("``") && !text.contains("（）") && !text.contains("()"), "{}: {text}", code.id);
            }
        }
    }
}

/// `docs/findings.md`, which is made anew with `UPDATE_DOCS=1 cargo test`.
#[test]
fn the_reference_page_says_what_the_registry_says() {
    let mut page = String::from(
        "# Findings\n\nEvery code that a finding can have, with an example and what is said of it. Made from the \
         registry, `src/diagnostics/catalogue.rs`, by `UPDATE_DOCS=1 cargo test`; do not edit it by hand.\n\nWhere a rule is customs' \
         alone, its finding is a warning, or an error with `customsRules: \"error\"`, whatever is said here.\n",
    );
    let mut layer = "";
    for code in ALL {
        let (prefix, _) = code.id.split_once('.').unwrap();
        if prefix != layer {
            layer = prefix;
            let _ = write!(page, "\n## {layer}\n");
        }
        let (zh, en) = (found(code, Locale::ZhCn), found(code, Locale::En));
        let severity = format!("{:?}", en.severity).to_lowercase();
        let clause = en.clause.map(|clause| format!(" · {clause}")).unwrap_or_default();
        let answer = en.cbt_code.map(|answer| format!(" · CBT: `{answer}`")).unwrap_or_default();
        let _ = write!(
            page,
            "\n### {}\n\n{severity}{clause}{answer}\n\nExample, {}\n\n- {}。{}。{}\n- {}: {}.{}\n",
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
        std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/docs")).unwrap();
        std::fs::write(path, &page).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(there == page, "docs/findings.md is out of date: run `UPDATE_DOCS=1 cargo test`");
}
