//! Tests that the catalogue is complete, its examples are correct, and the reference page agrees with it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::*;
#[path = "../../../tests/common/signed.rs"]
mod signed;

use crate::{
    Finding, Key, Locale, Options, Sent, UploadSent, check_form, check_open_req, check_reply, check_request,
    check_upload_reply, compose_upload, encode_form, read_certificate, signing_text, verify_signature,
};

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn rows_are_whole() {
    let ids: BTreeSet<_> = ALL.into_iter().flatten().map(|code| code.id).collect();
    assert_eq!(ids.len(), ALL.into_iter().flatten().count());
    // Phrases that read as if translated.
    let stilted =
        [" behind", " anew", " see to ", " take away", " of which ", " is no ", " what is ", "serialis", "data are"];
    for code @ Code { id, reason, texts, .. } in ALL.into_iter().flatten() {
        assert_eq!(texts.split('\n').count(), 5, "{id}: a text has a line break");
        let [zh, en] = [Locale::ZhCn, Locale::En].map(|locale| [code.message(locale), code.help(locale)]);
        let [zh, en] = [[zh[0], zh[1], reason.zh], [en[0], en[1], reason.en]];
        assert!(!stilted.iter().any(|words| en.join(" | ").contains(words)), "{id}");
        let is_plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.');
        assert!(id.split('.').count() == 2 && id.bytes().all(is_plain), "{id}");
        for (zh, en) in zh.into_iter().zip(en) {
            assert_eq!(placeholders(zh), placeholders(en), "{id}");
            assert!(!zh.contains('|') && !en.contains('|'), "{id}: a pipe ends a cell of the reference page");
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
            Input::SigningText => return signing_text(input.as_bytes(), Some("1533282603450"), options).findings,
            Input::OpenReq => return check_open_req(input.as_bytes(), options).findings,
            Input::UploadReply => {
                return check_upload_reply(input.as_bytes(), &UploadSent::default(), options).findings;
            }
            Input::Certificate => {
                let options = Options { now: Some(4_102_444_800_000), ..options.clone() };
                return read_certificate(input.replace("sm2.pem", CERTIFICATE).as_bytes(), false, &options).findings;
            }
            Input::PublicKey => {
                return verify_signature(b"{}", None, Key::PublicKey(input.as_bytes()), options).findings;
            }
            Input::Verified => return verified(&input, options),
            Input::Changed => {
                let (name, value) = input.split_once('=').unwrap();
                return verified(&signed::upload(&[(name, value)], str::to_owned), options);
            }
            Input::Signed => {
                let (sent, signed) = input.split_once(" → ").unwrap();
                return verified(&signed::upload(&[], |text| text.replace(sent, signed)), options);
            }
            Input::SignedByRsa => {
                let upload = signed::upload(&[("signValue", &input)], str::to_owned);
                let key = Key::PublicKey(include_bytes!("../../../tests/data/rsa-public-key.pem"));
                return verify_signature(upload.as_bytes(), None, key, options).findings;
            }
            Input::Body => input,
            Input::EData => encode_form(input.as_bytes(), b"{}"),
            Input::PayExInfo => encode_form(b"{}", input.as_bytes()),
            Input::Bytes => encode_form(b"{}", &from_hex(input)),
        };
        check_form(body.as_bytes(), options).findings
    }

    /// Says what kind of input the example is.
    fn kind(&self) -> Text {
        let (zh, en) = match self.input {
            Input::Body => ("请求体", "form body"),
            Input::Bytes => ("`payExInfoStr` 里的字节", "bytes in `payExInfoStr`"),
            Input::EData => ("`EData` 里的 JSON", "JSON in `EData`"),
            Input::PayExInfo => ("`payExInfoStr` 里的 JSON", "JSON in `payExInfoStr`"),
            Input::Request => ("请求", "request"),
            Input::Reply => ("对 `serialNumber` 为 1 的请求的应答", "reply to a request with the `serialNumber` 1"),
            Input::Unsent => {
                ("对 `commitTime` 为 1768440491 的请求的应答", "reply to a request with the `commitTime` 1768440491")
            }
            Input::ReplyBytes => ("应答的字节", "bytes of a reply"),
            Input::Upload => ("用来拼接上传报文的文本", "text for composing an upload"),
            Input::SigningText => {
                ("`serviceTime` 为 1533282603450 的待签报文", "text to be signed with the `serviceTime` 1533282603450")
            }
            Input::OpenReq => ("海关请求的请求体", "body of customs' request"),
            Input::UploadReply => ("海关对上传的应答", "customs' reply to an upload"),
            Input::Certificate => (
                "2100 年读取的证书（`sm2.pem` 是测试证书）",
                "certificate, read in 2100 (`sm2.pem` is the test certificate)",
            ),
            Input::PublicKey => ("公钥", "public key"),
            Input::Verified => ("要验签的报文", "upload to verify"),
            Input::Changed => ("报文里改动的一项，其余有效", "one changed value of a valid upload"),
            Input::Signed => (
                "签名的文本与待签文本的差别（应签 → 实签）",
                "change to the signing text before signing (sent → signed)",
            ),
            Input::SignedByRsa => ("用 RSA 公钥验签的 `signValue`", "`signValue`, verified with an RSA key"),
        };
        Text { zh, en }
    }

    /// Formats the example for the reference page, such as `` `` {"x":1 `` + 102 × `,"x":2` ``.
    fn shown(&self) -> String {
        let text = self.text.replace('\n', "⏎").replace('\u{3000}', "[U+3000]");
        let text = match text.as_str() {
            "" => vec![],
            " " => vec!["U+0020".to_owned()],
            text => vec![format!("`` {text} ``")],
        };
        let more = self.more.iter().map(|(unit, times)| match *unit {
            " " => format!("{times} × U+0020"),
            unit => format!("{times} × `{unit}`"),
        });
        let parts: Vec<_> = text.into_iter().chain(more).collect();
        if parts.is_empty() { "—".to_owned() } else { parts.join(" + ") }
    }
}

const CERTIFICATE: &str = include_str!("../../../tests/data/sm2-certificate.pem");

fn verified(upload: &str, options: &Options) -> Vec<Finding> {
    verify_signature(upload.as_bytes(), None, Key::Certificate(CERTIFICATE.as_bytes()), options).findings
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
        "# Findings\n\nEvery code that a finding can have: its severity, its rule, whether a fix keeps the data \
         (`safe`), is a likely guess (`unsafe`) or does not exist (`none`), and an example with its texts in both \
         languages.\n\n<!-- `UPDATE_DOCS=1 cargo test --lib catalogue` writes this page from the registry, \
         src/diagnostics/catalogue/; do not edit it by hand. -->\n\nA rule that only customs enforces (GACC 179/2018) is \
         a warning here, and an error with `customsRules: \"error\"`. A single fix may be less certain than its code: \
         the reason says when. The last row says what kind of input the example is.\n",
    );
    let mut layers: Vec<_> = ALL.into_iter().flatten().map(|code| code.id.split_once('.').unwrap().0).collect();
    layers.dedup();
    let links: Vec<_> = layers.iter().map(|layer| format!("[{layer}](#{layer})")).collect();
    let _ = writeln!(page, "\n{}", links.join(" · "));
    let mut layer = "";
    for code in ALL.into_iter().flatten() {
        let (prefix, _) = code.id.split_once('.').unwrap();
        if prefix != layer {
            layer = prefix;
            let _ = write!(page, "\n## {layer}\n");
        }
        let (zh, en) = (found(code, Locale::ZhCn), found(code, Locale::En));
        let severity = format!("{:?}", en.severity).to_lowercase();
        let answer = en.cbt_code.map(|answer| format!(" (CBT would answer `{answer}`)")).unwrap_or_default();
        let rule = en.clause.map(|clause| format!("- Rule: {clause}\n")).unwrap_or_default();
        let applicability = code.fix.map_or("none".to_owned(), |fix| format!("{fix:?}").to_lowercase());
        let kind = code.example.kind();
        let _ = write!(
            page,
            "\n### {}\n\n- Severity: {severity}{answer}\n{rule}- Fix: {applicability}\n- Example: {}\n\n\
             | | 中文 | English |\n|---|---|---|\n",
            code.id,
            code.example.shown(),
        );
        let label = |finding: &Finding| finding.fix.as_ref().map(|fix| fix.label.clone()).unwrap_or_default();
        let rows = [
            ("message", &*zh.message, &*en.message),
            ("help", &zh.help, &en.help),
            ("fix", &label(&zh), &label(&en)),
            ("reason", code.reason.zh, code.reason.en),
            ("input", kind.zh, kind.en),
        ];
        for (name, zh, en) in rows.into_iter().filter(|(_, zh, _)| !zh.is_empty()) {
            let _ = writeln!(page, "| {name} | {zh} | {en} |");
        }
    }
    is_up_to_date("docs/findings.md", &page);
}

/// Compares `pkg-template/codes.d.ts`, which `UPDATE_DOCS=1 cargo test` writes.
#[test]
fn the_types_of_codes_have_all_of_them() {
    let union = |names: Vec<&str>| format!("\n  | \"{}\"", names.join("\"\n  | \""));
    let types = format!(
        "// The codes of findings and of CBT, as types. `UPDATE_DOCS=1 cargo test --lib catalogue` writes this file from\n\
         // the registry, `src/diagnostics/catalogue/`; do not edit it by hand.\n\n\
         /**\n * The code of a finding: stable, dotted, lower-case. `docs/findings.md` explains each.\n *\n \
         * A minor version may add codes, so give a `switch` over them a `default`.\n */\n\
         export type Code ={};\n\n\
         /** An error code of CBT (clause 4.1). */\nexport type CbtCode ={};\n",
        union(ALL.into_iter().flatten().map(|code| code.id).collect()),
        union(CBT_CODES.iter().map(|code| code.0).collect()),
    );
    is_up_to_date("pkg-template/codes.d.ts", &types);
}

/// Compares a file with its text made from the registry, and writes it first if `UPDATE_DOCS` is set.
fn is_up_to_date(file: &str, text: &str) {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "{file} is out of date: run `UPDATE_DOCS=1 cargo test`");
}
