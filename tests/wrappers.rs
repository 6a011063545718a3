//! Text that was escaped or wrapped before its Base64: the layer is named, once and first, and its fix gives the data back.

mod common;

use cbt179::{Options, apply_fixes, check_form, decode_form, encode_form};
use common::{brief, english, request};
use serde_json::{Value, json};

type Wrap = (&'static str, fn(&str) -> String);

fn base64(text: &str) -> String {
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text)
}

fn html(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}

fn percent(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

fn slashes(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\'', "\\'")
}

fn php(text: &str) -> String {
    format!("<br />\n<b>Warning</b>:  Undefined variable $rate in <b>/srv/a.php</b> on line <b>3</b><br />\n{text}")
}

const LAYERS: [Wrap; 7] = [
    ("json.html-escaped", html),
    ("json.percent-encoded", percent),
    ("json.percent-encoded", |text| percent(text).replace("%20", "+")),
    ("json.slashes-added", slashes),
    ("json.quoted", |text| json!(text).to_string()),
    ("json.stray-text", php),
    ("json.stray-text", |text| format!("callback({text});")),
];

/// These are only recognized as the outermost layer, or as the innermost.
const OUTERMOST: [Wrap; 2] = [("base64.quoted", |text| json!(base64(text)).to_string()), ("base64.twice", base64)];
const INNERMOST: [Wrap; 2] =
    [("json.quoted", |text| format!("'{text}'")), ("json.stray-text", |text| format!("<pre>{text}</pre>"))];

/// Checks one part that was wrapped, and its fixes.
fn check(is_e_data: bool, text: &str, meant: &Value, codes: &[&str]) {
    let mut parts = [request()["eData"].to_string(), request()["payExInfo"].to_string()];
    text.clone_into(&mut parts[usize::from(!is_e_data)]);
    let body = encode_form(parts[0].as_bytes(), parts[1].as_bytes());
    let report = check_form(body.as_bytes(), &english());
    let told = || format!("{text}\n{:#?}", brief(&report.findings));
    let errors: Vec<_> = report.findings.iter().filter(|finding| finding.severity == cbt179::Severity::Error).collect();
    assert!(codes.contains(&errors[0].code), "{codes:?} {}", told());
    assert!(errors.iter().all(|finding| codes.contains(&finding.code)), "{codes:?} {}", told());
    assert!((1..=3).contains(&errors.len()), "{}", told());
    for code in codes {
        assert!(errors.iter().any(|finding| finding.code == *code), "{code} {}", told());
    }
    for unsafe_fixes in [false, true] {
        let options = Options { unsafe_fixes, ..english() };
        let fixed = apply_fixes(body.as_bytes(), &report.findings, &options).unwrap();
        let after = decode_form(&fixed, &english());
        let part = if is_e_data { after.e_data } else { after.pay_ex_info };
        let read: Value = serde_json::from_str(part.unwrap().json().unwrap()).unwrap();
        assert_eq!(&read, meant, "{}", told());
        if unsafe_fixes {
            assert!(check_form(&fixed, &english()).ok, "{}\n{}", told(), String::from_utf8_lossy(&fixed));
        }
    }
}

#[test]
fn layers_are_named_and_undone_in_any_order() {
    for (part, is_e_data) in [("eData", true), ("payExInfo", false)] {
        let mut meant = request()[part].clone();
        if !is_e_data {
            let head = &mut meant["payExchangeInfoHead"];
            head["note"] = json!("it's <b>\"5 + 5\"</b> 100% &amp; \\n\\\\ \n%20");
            head["initalResponse"] = json!(json!({"msg": "成功\n", "path": "C:\\new"}).to_string());
        }
        for text in [meant.to_string(), serde_json::to_string_pretty(&meant).unwrap()] {
            for (outer, wrap) in LAYERS.into_iter().chain(OUTERMOST).chain(INNERMOST) {
                check(is_e_data, &wrap(&text), &meant, &[outer]);
            }
            for (inner, wrap_inner) in LAYERS.into_iter().chain(INNERMOST) {
                let text = wrap_inner(&text);
                // Any word may be Base64.
                let is_word = text.starts_with("callback");
                for (outer, wrap) in LAYERS.into_iter().chain(OUTERMOST.into_iter().filter(|_| !is_word)) {
                    // There may be no quotes to escape.
                    if !["json.slashes-added", "json.html-escaped"].contains(&outer) || text.contains('"') {
                        check(is_e_data, &wrap(&text), &meant, &[outer, inner]);
                    }
                }
            }
        }
    }
}

#[test]
fn faults_inside_are_fixed_in_one_pass() {
    let meant = request()["payExInfo"].clone();
    let text = meant.to_string().replace("\"payExchangeInfoLists\"", "payExchangeInfoLists").replace("\"}],", "\",}],");
    for (code, wrap) in LAYERS {
        check(false, &wrap(&text), &meant, &[code, "json.unquoted-key", "json.trailing-comma"]);
    }
}

#[test]
fn what_can_be_read_in_two_ways_is_a_guess() {
    for (text, code) in [
        // `C:\new`, or a line break.
        (r#"{\"sessionID\":\"C:\\new\"}"#, Some("json.slashes-added")),
        (r#"{"sessionID":"C:\\new\\"x\\""}"#, Some("json.backslashes-doubled")),
        ("{&quot;sessionID&quot;:&quot;a & b&quot;}", Some("json.html-escaped")),
        ("{%22sessionID%22:%22a+b%22}", Some("json.percent-encoded")),
        (r#"'{"sessionID":"\\u0041"}'"#, Some("json.quoted")),
        ("body: {\"sessionID\":\"1\"}", Some("json.stray-text")),
        // Not a layer: JSON with such text in it.
        (r#"{"sessionID":"{&quot;a&quot;:1}"}"#, None),
        (r#"{"sessionID":"C:\\new\\"}"#, None),
        (r#"{"sessionID":"%7B%22"}"#, None),
    ] {
        let body = encode_form(b"{}", text.as_bytes());
        let findings = check_form(body.as_bytes(), &english()).findings;
        let codes = ["json.", "base64."].map(|layer| findings.iter().find(|finding| finding.code.starts_with(layer)));
        let found = codes.into_iter().flatten().next();
        assert_eq!(found.map(|finding| finding.code), code, "{text}");
        let applicability = found.and_then(|finding| Some(finding.fix.as_ref()?.applicability));
        assert!(applicability != Some(cbt179::Applicability::Safe), "{text} {found:?}");
    }
}
