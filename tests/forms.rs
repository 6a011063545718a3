//! Mistakes in the body as a whole: the first finding names them, few findings follow, and a safe fix gives the very data
//! back.

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbt179::{Applicability, apply_fixes, check_form, decode_form, encode_form, find_secrets};
use common::{english, request};

const TOKEN: &str = "Qz7Wk9Xv3Jp5Hy2Gd8Fs4Lm6Nc1Rb0Tt";

/// Percent-encodes everything except letters and digits.
fn percent(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}

/// The result of the fixes of a mistake.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fix {
    /// Safe fixes give the data back.
    Safe,
    /// All fixes give the data back; no fix of the mistake itself is safe.
    Unsafe,
    None,
}

fn check(body: &str, code: &str, fix: Fix, texts: &[String; 2]) {
    let options = english();
    let findings = check_form(body.as_bytes(), &options).findings;
    let head: String = body.chars().take(60).collect();
    let told: Vec<_> = findings.iter().map(|finding| format!("{finding} {:?}", finding.fix)).collect();
    let about = format!("{head:?}: {told:#?}");
    assert_eq!(findings.first().map_or("", |finding| finding.code), code, "{about}");
    assert!(findings.len() <= 3, "{about}");
    let applicability = findings[0].fix.as_ref().map(|fix| fix.applicability);
    let due = match fix {
        Fix::Safe => Some(Applicability::Safe),
        Fix::Unsafe => Some(Applicability::Unsafe),
        Fix::None => None,
    };
    assert_eq!(applicability, due, "{about}");
    let fixed =
        apply_fixes(body.as_bytes(), &findings, &cbt179::Options { unsafe_fixes: fix == Fix::Unsafe, ..options });
    let fixed = String::from_utf8(fixed.unwrap()).unwrap();
    let after = check_form(fixed.as_bytes(), &options);
    if fix == Fix::None {
        assert!(!after.ok, "{about}\n{fixed}");
    } else {
        assert!(after.ok && after.findings.is_empty(), "{about}\n{fixed}\n{after:#?}");
        let decoded = decode_form(fixed.as_bytes(), &options);
        assert_eq!(&[decoded.e_data.unwrap().text, decoded.pay_ex_info.unwrap().text], texts, "{about}");
    }
    // The token is nowhere in the findings, and it is masked in the body.
    let shown = format!("{findings:?}");
    let mut masked = body.to_owned();
    for range in find_secrets(body.as_bytes(), None, &options).text.iter().rev() {
        masked.replace_range(range.start..range.end, "");
    }
    for (piece, encoded) in
        TOKEN.as_bytes().windows(6).map(|piece| (str::from_utf8(piece).unwrap(), STANDARD.encode(piece)))
    {
        assert!(!shown.contains(piece) && !masked.contains(piece), "{about}\n{masked}");
        assert!(!masked.contains(&encoded[..8]), "{about}\n{masked}");
    }
}

#[test]
#[allow(clippy::too_many_lines)] // A table.
fn a_mistake_in_the_body_as_a_whole_is_named_first() {
    let mut request = request();
    request["eData"]["token"] = TOKEN.into();
    for name in ["某某电商公司", "某某电商公司1", "某某电商公司12"] {
        request["eData"]["cusName"] = name.into();
        let texts = ["eData", "payExInfo"].map(|part| request[part].to_string());
        let good = encode_form(texts[0].as_bytes(), texts[1].as_bytes());
        assert_eq!(check_form(good.as_bytes(), &english()).findings, []);
        let (e, p) = good.split_once('&').unwrap();
        let (e_value, p_value) = (&e[6..], &p[13..]);
        let raw = texts.each_ref().map(|text| STANDARD.encode(text));
        let flat = |name: &str, text: &str, open: &str, close: &str| {
            let object: serde_json::Value = serde_json::from_str(text).unwrap();
            let members = object.as_object().unwrap().iter();
            let value = |value: &serde_json::Value| percent(value.as_str().unwrap_or("x"));
            members
                .map(|(key, inner)| format!("{name}{open}{key}{close}={}", value(inner)))
                .collect::<Vec<_>>()
                .join("&")
        };
        let twice = percent(&good);
        let swapped = format!("EData={p_value}&payExInfoStr={e_value}");
        for (body, code, fix) in [
            (String::new(), "form.empty", Fix::None),
            ("\u{feff}\r\n".to_owned(), "form.empty", Fix::None),
            // Wrapped.
            (format!("?{good}"), "form.wrapped", Fix::Safe),
            (format!("https://host.example/sign/path?{good}"), "form.wrapped", Fix::Safe),
            (format!("/sign?{good}#top"), "form.wrapped", Fix::Safe),
            (format!("GET /sign?{good} HTTP/1.1\r\nHost: a.example\r\n\r\n"), "form.wrapped", Fix::Safe),
            (format!("POST /sign HTTP/1.1\r\nHost: a.example\r\nA: b?c=d\r\n\r\n{good}"), "form.wrapped", Fix::Safe),
            (format!("POST /sign HTTP/1.1\nHost: a.example\n\n{good}\n"), "form.wrapped", Fix::Safe),
            (format!("Content-Type: application/x-www-form-urlencoded\r\n\r\n{good}"), "form.wrapped", Fix::Safe),
            (format!("curl -X POST https://a.example/sign -d '{good}'"), "form.wrapped", Fix::Safe),
            (format!("curl https://a.example/sign -d \"{good}\" -H 'A: b'\n"), "form.wrapped", Fix::Safe),
            (format!("$ curl -d {good} https://a.example/sign"), "form.wrapped", Fix::Safe),
            (format!("curl -d '{e}' -d '{p}' https://a.example/sign?x=1"), "form.wrapped", Fix::Safe),
            (format!("curl -G 'https://a.example/sign?{good}'"), "form.wrapped", Fix::Safe),
            (format!("curl -d a=1 -d '{good}' https://a.example"), "form.wrapped", Fix::Unsafe),
            (format!("curl -d '{good}' -d a=1 https://a.example"), "form.wrapped", Fix::Unsafe),
            (format!("b'{good}'"), "form.wrapped", Fix::Safe),
            (format!("\"{good}\""), "form.wrapped", Fix::Safe),
            (format!("'{good}'\n"), "form.wrapped", Fix::Safe),
            (format!("“{good}”"), "form.wrapped", Fix::Safe),
            (format!("'{good}"), "form.wrapped", Fix::Safe),
            (format!("data={good}"), "form.wrapped", Fix::Safe),
            (format!("data=\"{good}\""), "form.wrapped", Fix::Safe),
            (format!("body: {good}"), "form.wrapped", Fix::Safe),
            (format!("--data-raw '{good}'"), "form.wrapped", Fix::Safe),
            (format!("2026-01-15 request {good}"), "form.wrapped", Fix::Unsafe),
            (format!("?{}\n{}", &good[..40], &good[40..]), "form.wrapped", Fix::Safe),
            (format!("https://a.example?{}\n{}", &good[..400], &good[400..]), "form.wrapped", Fix::Safe),
            // Encoded once more.
            (twice.clone(), "form.twice", Fix::Safe),
            (percent(&twice), "form.twice", Fix::Safe),
            (twice.replace("%3D", "%3d"), "form.twice", Fix::Safe),
            (percent(&format!("EData={}&payExInfoStr={}", raw[0], raw[1])), "form.twice", Fix::Safe),
            (format!("data={twice}"), "form.twice", Fix::Safe),
            (format!("{twice}&charset=utf-8"), "form.twice", Fix::None),
            (STANDARD.encode(&good), "form.twice", Fix::None),
            (percent(&STANDARD.encode(&good)), "form.twice", Fix::None),
            (
                STANDARD.encode(format!("{{\"EData\":\"{}\",\"payExInfoStr\":\"{}\"}}", raw[0], raw[1])),
                "form.twice",
                Fix::None,
            ),
            (STANDARD.encode(request.to_string()), "form.twice", Fix::None),
            (percent(&format!("EData={}&payExInfoStr={}", texts[0], texts[1])), "form.twice", Fix::None),
            (percent(&request.to_string()), "form.json-body", Fix::None),
            (
                percent(&format!("EData={}&payExInfoStr={}", percent(&texts[0]), percent(&texts[1]))),
                "form.twice",
                Fix::None,
            ),
            // Nested.
            (format!("EData={twice}"), "form.nested", Fix::Safe),
            (format!("payExInfoStr={twice}"), "form.nested", Fix::Safe),
            (format!("EData={good}"), "form.nested", Fix::Safe),
            (format!("EData={}", percent(&STANDARD.encode(&good))), "form.nested", Fix::None),
            (format!("{e}&payExInfoStr={twice}"), "form.nested", Fix::Unsafe),
            (format!("EData={}&payExInfoStr={}", percent(e), percent(p)), "form.nested", Fix::Safe),
            (format!("{e}&payExInfoStr={p}"), "form.nested", Fix::Safe),
            // Printed.
            (format!("{{EData={}, payExInfoStr={}}}", raw[0], raw[1]), "form.wrapped", Fix::Unsafe),
            (format!("[{e}, {p}]"), "form.wrapped", Fix::Unsafe),
            (format!("string({}) \"{good}\"\n", good.len()), "form.wrapped", Fix::Unsafe),
            (format!("<br />\n<b>Warning</b>: x\n{good}"), "form.wrapped", Fix::Unsafe),
            (format!("[('EData', '{}'), ('payExInfoStr', '{}')]", raw[0], raw[1]), "form.not-a-form", Fix::None),
            (format!("EData: {}\npayExInfoStr: {}\n", raw[0], raw[1]), "form.not-a-form", Fix::None),
            ("null".to_owned(), "form.not-a-form", Fix::None),
            // JSON without Base64, in another layer.
            (
                format!("EData={}&{p}", percent(&serde_json::Value::from(&*texts[0]).to_string())),
                "base64.not-encoded",
                Fix::Safe,
            ),
            (format!("EData={}&{p}", percent(&percent(&texts[0]))), "base64.not-encoded", Fix::Safe),
            (format!("EData={}&{p}", percent(&texts[0].replace('"', "&quot;"))), "base64.not-encoded", Fix::Safe),
            // Objects in the place of others.
            (format!("EData={p_value}&{p}"), "field.in-another", Fix::None),
            (format!("{e}&payExInfoStr={e_value}"), "field.in-another", Fix::None),
            (
                encode_form(texts[0].as_bytes(), format!("{{\"data\":{},\"code\":0}}", texts[1]).as_bytes()),
                "field.envelope",
                Fix::None,
            ),
            (
                encode_form(format!("{{\"EData\":{}}}", texts[0]).as_bytes(), texts[1].as_bytes()),
                "field.envelope",
                Fix::None,
            ),
            (
                encode_form(texts[0].as_bytes(), format!("{{\"payExInfoStr\":\"{}\"}}", raw[1]).as_bytes()),
                "field.envelope",
                Fix::None,
            ),
            (
                format!(
                    "EData={}",
                    percent(&STANDARD.encode(format!("{{\"EData\":{},\"payExInfoStr\":{}}}", texts[0], texts[1])))
                ),
                "field.envelope",
                Fix::None,
            ),
            (
                format!(
                    "EData={}",
                    percent(&STANDARD.encode(format!("{},{}", &texts[0][..texts[0].len() - 1], &texts[1][1..])))
                ),
                "field.in-another",
                Fix::None,
            ),
            // Separators.
            (format!("{e}{p}"), "form.separator", if e.ends_with("%3D") { Fix::Safe } else { Fix::Unsafe }),
            (format!("{e}\n{p}"), "form.separator", Fix::Safe),
            (format!("{e}\r\n{p}"), "form.separator", Fix::Safe),
            (format!("{e};{p}"), "form.separator", Fix::Safe),
            (format!("{p}, {e}"), "form.separator", Fix::Safe),
            (format!("{e}&amp;{p}"), "form.separator", Fix::Safe),
            (format!("{e}&amp;amp;{p}"), "form.separator", Fix::Safe),
            (format!("{e}\\u0026{p}"), "form.separator", Fix::Safe),
            (format!("{e}%26{p}"), "form.separator", Fix::Safe),
            (format!("{e} {p}"), "form.separator", Fix::Safe),
            (format!("{e}＆{p}"), "form.separator", Fix::Safe),
            (format!("\"{e}\\u0026{p}\""), "form.wrapped", Fix::Safe),
            // Spread objects.
            (format!("{}&{p}", flat("EData", &texts[0], "[", "]")), "form.spread-object", Fix::None),
            (format!("{}&{p}", flat("EData", &texts[0], "%5B", "%5D")), "form.spread-object", Fix::None),
            (format!("{}&{p}", flat("EData", &texts[0], ".", "")), "form.spread-object", Fix::None),
            (format!("{}&{p}", flat("", &texts[0], "", "")), "form.spread-object", Fix::None),
            (
                format!("{}&{}", flat("EData", &texts[0], "[", "]"), flat("payExInfoStr", &texts[1], "[", "]")),
                "form.spread-object",
                Fix::None,
            ),
            (
                format!("{}&{}", flat("", &texts[0], "", ""), flat("", &texts[1], "", "")),
                "form.spread-object",
                Fix::None,
            ),
            // Swapped.
            (swapped.clone(), "form.swapped-fields", Fix::Safe),
            (format!("payExInfoStr={e_value}&EData={p_value}"), "form.swapped-fields", Fix::Safe),
            // Others.
            ("<?xml version=\"1.0\"?><soap:Envelope/>".to_owned(), "form.not-a-form", Fix::None),
            (format!("\u{feff}{good}"), "form.name-blanks", Fix::Safe),
            (format!("\u{200b}{e}&\u{3000}{p}"), "form.name-blanks", Fix::Safe),
        ] {
            check(&body, code, fix, &texts);
        }
        // Fields beside the two stay.
        let body = format!("/sign?a=1&{good}&b=2");
        let findings = check_form(body.as_bytes(), &english()).findings;
        assert_eq!(findings[0].code, "form.wrapped");
        let fixed = apply_fixes(body.as_bytes(), &findings, &english()).unwrap();
        assert_eq!(String::from_utf8(fixed).unwrap(), format!("a=1&{good}&b=2"));
    }
}

#[test]
fn thousands_of_fields_hide_no_error() {
    let good = std::fs::read_to_string("tests/data/sample-form-body.txt").unwrap();
    let many = "a=1&".repeat(5000);
    for (more, code) in [("EData[a]=1&EData[b]=2", "form.spread-object"), ("EData=e30%3D", "form.duplicate-field")] {
        let report = check_form(format!("{}&{many}{more}", good.trim_end()).as_bytes(), &english());
        assert!(!report.ok, "{more}");
        assert!(report.findings.iter().any(|finding| finding.code == code), "{more}: {:?}", report.findings);
    }
}
