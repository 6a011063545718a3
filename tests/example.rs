//! The interface's own example: how INTERFACE's rulings say it must come out.

mod common;

use cbt179::{Finding, Locale, Options, Severity, apply_fixes, check_form, decode_form};
use common::{SAMPLE_BODY, SAMPLE_E_DATA, SAMPLE_PAY_EX_INFO, brief, english};

fn with_code<'a>(findings: &'a [Finding], code: &str) -> Vec<&'a Finding> {
    findings.iter().filter(|finding| finding.code == code).collect()
}

#[test]
fn is_decoded_whole() {
    let decoded = decode_form(SAMPLE_BODY.as_bytes(), &english());
    let (e_data, pay_ex_info) = (decoded.e_data.unwrap(), decoded.pay_ex_info.unwrap());
    assert_eq!(e_data.text, SAMPLE_E_DATA);
    assert_eq!(pay_ex_info.text, SAMPLE_PAY_EX_INFO);
    // EData is JSON as it stands; payExInfoStr becomes JSON without its trailing comma.
    assert_eq!(e_data.json().unwrap(), SAMPLE_E_DATA);
    let value: serde_json::Value = serde_json::from_str(pay_ex_info.json().unwrap()).unwrap();
    let without_comma = SAMPLE_PAY_EX_INFO.replace("\t],\n}", "\t]\n}");
    assert_eq!(value, serde_json::from_str::<serde_json::Value>(&without_comma).unwrap());
}

#[test]
fn every_fault_is_named_and_nothing_else() {
    let report = check_form(SAMPLE_BODY.as_bytes(), &english());
    assert!(!report.ok);
    let expected = [
        ("form.unencoded-plus", "/payExInfoStr"),
        ("json.trailing-comma", "/payExInfoStr"),
        ("field.alternate-name", "/EData/coName"),
        ("field.alternate-name", "/EData/coCode"),
        ("currency.not-cny", "/payExInfoStr/payExchangeInfoHead/currency"),
        ("form.unencoded-equals", "/EData"),
        ("guid.format", "/payExInfoStr/payExchangeInfoHead/guid"),
    ];
    assert_eq!(brief(&report.findings), expected);
    assert_eq!(report.findings[0].count, Some(13));
}

#[test]
fn ranges_cover_exactly_what_is_wrong() {
    let findings = check_form(SAMPLE_BODY.as_bytes(), &english()).findings;

    let plus = with_code(&findings, "form.unencoded-plus")[0];
    let in_body: Vec<_> = SAMPLE_BODY.match_indices('+').map(|(at, _)| at).collect();
    assert_eq!(plus.at.form.unwrap().start, in_body[0]);
    let edits = &plus.fix.as_ref().unwrap().edits;
    assert_eq!(edits.iter().map(|edit| edit.start).collect::<Vec<_>>(), in_body);

    // The comma is one byte of JSON; two characters of Base64 carry it, which stand bare in the body.
    let comma = with_code(&findings, "json.trailing-comma")[0];
    let json = comma.at.json.unwrap();
    let at = SAMPLE_PAY_EX_INFO.rfind("],").unwrap() + 1;
    assert_eq!((json.start, json.end, json.line, json.column), (at, at + 1, 41, 3));
    let (base64, form) = (comma.at.base64.unwrap(), comma.at.form.unwrap());
    assert_eq!(base64.start, at * 8 / 6);
    assert_eq!(base64.end, ((at + 1) * 8).div_ceil(6));
    let value_at = SAMPLE_BODY.find("payExInfoStr=").unwrap() + "payExInfoStr=".len();
    assert_eq!((form.start, form.end), (value_at + base64.start, value_at + base64.end));

    for (path, spelled) in [
        ("/EData/coName", "\"coName\""),
        ("/EData/coCode", "\"coCode\""),
        ("/payExInfoStr/payExchangeInfoHead/currency", "\"502\""),
        ("/payExInfoStr/payExchangeInfoHead/guid", "\"fe2374-8fnejf97-32839218\""),
    ] {
        let finding = findings.iter().find(|finding| finding.path == path).unwrap();
        let text = if path.starts_with("/EData") { SAMPLE_E_DATA } else { SAMPLE_PAY_EX_INFO };
        let json = finding.at.json.unwrap();
        assert_eq!(&text[json.start..json.end], spelled);
    }
}

#[test]
fn both_languages_tell_it() {
    let zh = check_form(SAMPLE_BODY.as_bytes(), &Options::default()).findings;
    let en = check_form(SAMPLE_BODY.as_bytes(), &english()).findings;
    assert_eq!(zh.len(), en.len());
    for (zh, en) in zh.iter().zip(&en) {
        assert_eq!((zh.code, &zh.path, &zh.at), (en.code, &en.path, &en.at));
        assert!(zh.message.chars().any(|char| char > '\u{2e80}'), "{zh}");
        assert!(en.message.is_ascii(), "{en}");
    }
    assert_eq!(Options::default().locale, Locale::ZhCn);
}

#[test]
fn the_token_is_told_to_nobody() {
    let body = SAMPLE_BODY.to_owned();
    let told = format!("{:?}", check_form(body.as_bytes(), &english()));
    assert!(!told.contains("12345678901234567890123456789012"));
}

#[test]
fn its_fixes_make_it_ok() {
    let findings = check_form(SAMPLE_BODY.as_bytes(), &english()).findings;
    let fixed = apply_fixes(SAMPLE_BODY.as_bytes(), &findings, &english()).unwrap();
    let report = check_form(&fixed, &english());
    assert!(report.ok, "{report:?}");
    assert!(report.findings.iter().all(|finding| finding.fix.is_none()), "{report:?}");
    let decoded = decode_form(&fixed, &english());
    let e_data = SAMPLE_E_DATA.replace("coName", "cusName").replace("coCode", "cusCode");
    assert_eq!(decoded.e_data.unwrap().text, e_data);
    assert_eq!(decoded.pay_ex_info.unwrap().text, SAMPLE_PAY_EX_INFO.replace("\t],\n}", "\t]\n}"));
    // What none of the fixes had to touch is as it was.
    let comma = with_code(&findings, "json.trailing-comma")[0].at.form.unwrap().start;
    let fixed = String::from_utf8(fixed).unwrap();
    let value = |body: &str| body.split_once("&payExInfoStr=").unwrap().1.replace("%2B", "+");
    let same = comma - SAMPLE_BODY.find("&payExInfoStr=").unwrap() - "&payExInfoStr=".len() - 4;
    assert_eq!(value(&fixed)[..same], value(SAMPLE_BODY)[..same]);
}

#[test]
fn fixed_by_hand_it_is_ok() {
    let pay_ex_info = SAMPLE_PAY_EX_INFO.replace("\t],\n}", "\t]\n}");
    let body = cbt179::encode_form(SAMPLE_E_DATA.as_bytes(), pay_ex_info.as_bytes());
    let report = check_form(body.as_bytes(), &english());
    assert!(report.ok, "{report:?}");
    assert!(report.findings.iter().all(|finding| finding.severity != Severity::Error));
}
