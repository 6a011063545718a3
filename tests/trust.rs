//! Holes that fuzzing and malice found in the first generation, each closed for good.

mod common;
#[path = "../fuzz/src/token.rs"]
mod token;

use cbt179::{
    Applicability, CustomsRules, Locale, Options, SecretRange, Sent, Severity, Target, apply_fixes, check_form,
    check_reply, check_request, compose_upload, decode_form, encode_form, find_secrets, locate,
};
use common::{body_of, brief, english, request};
use serde_json::json;
use token::{TOKEN, reveals_token};

/// A text after these ranges were masked.
fn without(text: &[u8], ranges: &[SecretRange]) -> String {
    let mut masked = text.to_vec();
    for range in ranges {
        masked[range.start..range.end].fill(b'*');
    }
    String::from_utf8_lossy(&masked).into_owned()
}

/// A text after its secrets were masked.
fn masked(text: &[u8]) -> String {
    without(text, &find_secrets(text, None, &english()).text)
}

/// The fixes of a body's findings with this code: whether each is safe.
fn applicabilities(body: &str, code: &str) -> Vec<Applicability> {
    let findings = check_form(body.as_bytes(), &english()).findings;
    let fixes = findings.iter().filter(|finding| finding.code == code).filter_map(|finding| finding.fix.as_ref());
    fixes.map(|fix| fix.applicability).collect()
}

#[test]
fn blank_text_is_refused() {
    for blank in ["IA%3D%3D", "Cg%3D%3D", "IAoJDQ%3D%3D", "IA==", "IA", "77u%2FIA%3D%3D", "77u/"] {
        let body = format!("EData={blank}&payExInfoStr={blank}");
        let report = check_form(body.as_bytes(), &english());
        let empty = report.findings.iter().filter(|finding| finding.code == "json.empty");
        assert_eq!(empty.count(), 2, "{body} {:?}", brief(&report.findings));
        assert!(!report.ok);
    }
    // An error that explains it is enough.
    let codes = check_form(b"EData=e&payExInfoStr=e", &english()).findings;
    assert!(codes.iter().all(|finding| finding.code != "json.empty"), "{codes:?}");
}

/// Fixes that were found by one call were refused by another, as both judged lists of their own.
#[test]
fn findings_of_one_call_are_those_of_another() {
    let members = (0..300).map(|index| format!(",\"x\":{index}, \"orderNo{index}\":1,\"payType\":\" {index}\""));
    let members = members.collect::<Vec<_>>().concat();
    let text = format!("{{\"payExchangeInfoHead\":{{\"note\":1{members}}},\"sessionID\":7,}}");
    let body = encode_form(b"{\"Token\":1}", text.as_bytes());
    for customs_rules in [CustomsRules::Warning, CustomsRules::Error, CustomsRules::Off] {
        for locale in [Locale::ZhCn, Locale::En] {
            let findings = check_form(body.as_bytes(), &Options { customs_rules, locale, ..english() }).findings;
            assert!(findings.iter().any(|finding| finding.code == "findings.more"));
            assert!(apply_fixes(body.as_bytes(), &findings, &Options::default()).is_ok(), "{customs_rules:?}");
        }
    }
}

/// The count of unlisted errors precedes all warnings.
#[test]
fn unlisted_errors_come_before_warnings() {
    let members: Vec<_> = (0..120).map(|index| format!("{index}")).collect();
    let request = format!("{{{}}}", members.join(","));
    let findings = check_request(request.as_bytes(), None, &english()).findings;
    let more: Vec<_> = findings.iter().filter(|finding| finding.code == "findings.more").collect();
    assert!(matches!(more[..], [.., last] if last.severity != Severity::Error), "{:?}", brief(&findings));
    assert!(more.iter().any(|finding| finding.severity == Severity::Error));
    assert!(findings.is_sorted_by_key(|finding| finding.severity as u8), "{:?}", brief(&findings));
}

#[test]
fn a_fix_adds_no_error() {
    // `[}` and bytes that are no text.
    for body in ["EData=e30%3D&payExInfoStr=W30AWyI=", "EData=e30%3D&payExInfoStr=W30AWyI%3D"] {
        let errors = |body: &[u8]| {
            let findings = check_form(body, &english()).findings;
            findings.iter().filter(|finding| finding.severity == Severity::Error).count()
        };
        let findings = check_form(body.as_bytes(), &english()).findings;
        let all = Options { unsafe_fixes: true, ..english() };
        let fixed = apply_fixes(body.as_bytes(), &findings, &all).unwrap();
        assert!(errors(&fixed) <= errors(body.as_bytes()), "{body} {}", String::from_utf8_lossy(&fixed));
    }
}

#[test]
fn a_guess_is_not_applied_unasked() {
    let mut request = request();
    request["payExInfo"]["payExchangeInfoLists"] = request["payExInfo"]["payExchangeInfoLists"][0].clone();
    request["eData"]["commitTime"] = json!("2026-01-15T01:28:11Z");
    let body = body_of(&request);
    let findings = check_form(body.as_bytes(), &english()).findings;
    assert!(findings.iter().all(|finding| finding.fix.is_some()), "{findings:?}");
    assert_eq!(apply_fixes(body.as_bytes(), &findings, &english()).unwrap(), body.as_bytes());
    let all = Options { unsafe_fixes: true, ..english() };
    assert!(check_form(&apply_fixes(body.as_bytes(), &findings, &all).unwrap(), &english()).ok);
}

#[test]
fn the_token_is_in_no_report() {
    let mut with_token = request();
    with_token["eData"]["token"] = json!(TOKEN);
    // Elsewhere too.
    with_token["eData"]["commitTime"] = json!(TOKEN);
    with_token["eData"]["version"] = json!(TOKEN);
    with_token["payExInfo"]["payExchangeInfoHead"]["tradingTime"] = json!(format!("t {TOKEN}"));
    with_token["payExInfo"]["payExchangeInfoHead"]["verDept"] = json!(TOKEN);
    let e_data = with_token["eData"].to_string();
    let pay_ex_info = with_token["payExInfo"].to_string();
    let broken = e_data.replace("\"commitTime\":", "\"commitTime\"");
    let unnamed = json!({"version": "1.0", "cusName": "x", "tokn": TOKEN, TOKEN: 1}).to_string();
    let mut reports = Vec::new();
    for [first, second] in [
        [&e_data, &pay_ex_info],
        [&pay_ex_info, &e_data],
        [&broken, &pay_ex_info],
        [&pay_ex_info, &broken],
        [&unnamed, &pay_ex_info],
        [&pay_ex_info, &unnamed],
        [&json!(e_data).to_string(), &pay_ex_info],
        [&json!(broken).to_string(), &pay_ex_info],
    ] {
        let body = encode_form(first.as_bytes(), second.as_bytes());
        // Where neither name nor place tells it, nobody knows the token elsewhere.
        let shifts = if first == &unnamed { 1 } else { 4 };
        for shift in 0..shifts {
            let body = body.replacen("EData=", &format!("EData={}", &"AAA"[..shift]), 1);
            reports.push(format!("{:?}", check_form(body.as_bytes(), &english())));
            reports.push(masked(body.as_bytes()));
        }
        let as_text = json!({"eData": first, "payExInfo": second}).to_string();
        reports.push(format!("{:?}", check_request(as_text.as_bytes(), None, &english())));
        let as_objects = format!("{{\"eData\":{first},\"payExInfo\":{second}}}");
        reports.push(format!("{:?}", check_request(as_objects.as_bytes(), None, &english())));
    }
    let requests = [body_of(&with_token), with_token["eData"].to_string(), with_token.to_string(), unnamed];
    let replies =
        [format!("<title>{TOKEN}</title>"), json!({"status": TOKEN, "code": TOKEN}).to_string(), TOKEN.to_owned()];
    for request in &requests {
        let sent = Sent { request: Some(request), ..Sent::default() };
        for reply in &replies {
            reports.push(format!("{:?}", check_reply(reply.as_bytes(), &sent, &english()).findings));
            reports.push(format!("{:?}", compose_upload(pay_ex_info.as_bytes(), reply.as_bytes(), &sent, &english())));
        }
    }
    for report in reports {
        assert!(!reveals_token(&report), "{report}");
    }
}

/// A control character is counted where the text is whole, not where a wrong character of Base64 carried it.
#[test]
fn control_characters_are_counted_around_losses() {
    for (pay_ex_info, count) in [("eyJhIjoiYgoK*2NjCiJ9", 2), ("eyJhIjoiYgoKY2NjCiJ9", 3)] {
        let body = format!("EData=e30%3D&payExInfoStr={pay_ex_info}");
        let findings = check_form(body.as_bytes(), &english()).findings;
        let found = findings.iter().find(|finding| finding.code == "json.control-character").unwrap();
        assert_eq!(found.count, Some(count), "{pay_ex_info}");
    }
}

/// A raw `&` in `EData` ends the field, so the rest of the token is in a field of its own.
#[test]
fn a_token_cut_by_an_ampersand_is_covered() {
    let (head, tail) = TOKEN.split_at(9);
    for body in [
        format!(r#"EData={{"version":"1.0","token":=&\"{TOKEN}"}}&payExInfoStr=e30%3D"#),
        format!(r#"payExInfoStr=e30%3D&EData={{"token":"{head}=&\{tail}"}}&a=b"#),
    ] {
        let masked = masked(body.as_bytes());
        assert!(!reveals_token(&masked) && masked.contains("payExInfoStr=e30"), "{masked}");
    }
}

/// `EData` without a form is recognized whatever bytes are in it.
#[test]
fn a_token_with_a_byte_that_is_not_text_is_covered() {
    let (head, tail) = TOKEN.split_at(9);
    let text =
        [br#"{"commitTime":"1","cusName":"x","token":""#, head.as_bytes(), b"\xFF\"", tail.as_bytes(), b"\"}"].concat();
    let masked = masked(&text);
    assert!(!reveals_token(&masked), "{masked}");
}

/// Lost bytes may include the token's name, so the rest of the token may be in another field.
#[test]
fn a_token_without_its_name_is_not_shown() {
    let (_, tail) = TOKEN.split_at(20);
    for lost in [&b"\xff\xfe"[..], b"\x80"] {
        let text = [br#"{"version":"1.0","commitTime":"2026"#, lost, tail.as_bytes(), br#""}"#].concat();
        let body = encode_form(&text, request()["payExInfo"].to_string().as_bytes());
        let report = format!("{:?}", check_form(body.as_bytes(), &english()));
        assert!(!reveals_token(&report), "{report}");

        let decoded = decode_form(body.as_bytes(), &english()).e_data.unwrap().text;
        let ranges = find_secrets(body.as_bytes(), None, &english()).e_data;
        assert!(ranges.iter().any(|range| decoded[range.start..range.end].contains(tail)), "{ranges:?}");
    }
}

/// Appending `=` to damaged Base64 may change how the damage is read, so that fix is unsafe.
#[test]
fn padding_after_damage_is_a_guess() {
    for value in
        ["eya%5BcusName%5D=%E6%9F%90%E6%9F%90%E7%94%B5%E5%95%86%E5%85%AC%E5%8F%B8%F0", "eyJh=IjoxfQ", "eyJhIj%25oxfQ"]
    {
        let body = format!("EData=e30%3D&payExInfoStr={value}");
        assert_eq!(applicabilities(&body, "base64.missing-padding"), [Applicability::Unsafe], "{value}");
    }
}

/// Nonzero trailing bits after other damage, or without padding, may mean that digits are missing.
#[test]
fn trailing_bits_after_damage_are_a_guess() {
    for value in ["eyJh%25joiYiJ9", "eyJh*oiYiJ9", "eyJhjoiYiJ9"] {
        let body = format!("EData=e30%3D&payExInfoStr={value}");
        assert_eq!(applicabilities(&body, "base64.trailing-bits"), [Applicability::Unsafe], "{value}");
    }
}

/// The path of a range in the first of two members with the same name leads back to that range.
#[test]
fn a_path_leads_into_the_first_of_two_members() {
    let json = r#"{"a":{"b":1},"a":{"c":2}}"#;
    let body = encode_form(b"{}", json.as_bytes());
    for (name, start) in [("b", 10), ("c", 22)] {
        let path = format!("/payExInfoStr/a/{name}");
        let target = Target::Json { path: "/payExInfoStr", start, end: start + 1 };
        assert_eq!(locate(body.as_bytes(), target, &english()).path.as_deref(), Some(&*path));
        let found = locate(body.as_bytes(), Target::Path { path: &path }, &english());
        assert_eq!(found.at.json.map(|at| at.start), Some(start), "{path}");
    }
}

/// Returns a list of zeros with `commas` doubled commas, each of which is an error.
fn with_doubled_commas(commas: usize) -> String {
    format!("[0{}]", ",,0".repeat(commas))
}

/// The maximum number of errors in a JSON text that is read to its end.
const MOST: usize = 32_768;

#[test]
fn errors_are_read_up_to_a_limit() {
    for (commas, codes) in [
        (MOST - 1, &["json.extra-comma", "json.invalid-literal"][..]),
        (MOST, &["json.extra-comma", "json.invalid-literal", "json.too-many-errors"]),
        (MOST + 1, &["json.extra-comma", "json.too-many-errors"]),
        (2 * MOST, &["json.extra-comma", "json.too-many-errors"]),
    ] {
        let json = format!("{{\"extra\":{},\"other\":x}}", with_doubled_commas(commas));
        let body = encode_form(b"{}", json.as_bytes());
        let mut findings = check_form(body.as_bytes(), &english()).findings;
        findings.retain(|finding| finding.code.starts_with("json."));
        assert!(findings.iter().map(|finding| finding.code).eq(codes.iter().copied()), "{commas}: {findings:#?}");
        assert_eq!(findings[0].count, Some(commas.min(MOST + 1)));
        assert!(findings.iter().all(|finding| finding.fix.is_none()), "{findings:#?}");
        if commas > MOST {
            let start = findings[1].at.json.as_ref().map(|at| at.start);
            assert_eq!(start, Some("{\"extra\":[0".len() + MOST * ",,0".len() + ",,".len()));
        }
    }
}

/// Where the limit is exceeded at the end of a text, all of it was read.
#[test]
fn nothing_is_unread_at_the_end() {
    let json = with_doubled_commas(MOST + 1);
    let body = encode_form(b"{}", json.strip_suffix("0]").unwrap().as_bytes());
    let findings = check_form(body.as_bytes(), &english()).findings;
    let codes = findings.iter().map(|finding| finding.code).filter(|code| code.starts_with("json."));
    assert!(codes.eq(["json.extra-comma", "json.unclosed"]), "{findings:#?}");
}

/// Valid JSON is read to its end, whatever is wrong with its values.
#[test]
fn valid_json_has_no_limit() {
    let fields: Vec<String> = (0..40_000).map(|index| format!("\"extra{index}\":0")).collect();
    for json in [
        format!("{{{}}}", fields.join(",")),
        format!("{{\"x\":{{{}\"a\":1}},\"y\":1}}", "\"a\":1,".repeat(40_000)),
        format!("{{\"payExchangeInfoLists\":[{}1]}}", "1,".repeat(40_000)),
    ] {
        let body = encode_form(b"{}", json.as_bytes());
        let findings = check_form(body.as_bytes(), &english()).findings;
        assert!(!findings.iter().any(|finding| finding.code == "json.too-many-errors"), "{findings:#?}");
        assert!(findings.iter().any(|finding| finding.code == "findings.more"), "{findings:#?}");
    }
    let reply = format!("{{\"x\":{{{}\"a\":1}},\"status\":\"success\"}}", "\"a\":1,".repeat(40_000));
    let findings = check_reply(reply.as_bytes(), &Sent::default(), &english()).findings;
    assert!(!findings.iter().any(|finding| finding.code.starts_with("json.too")), "{findings:#?}");
}

/// A token that was not read is unknown, so no text that may be it is shown.
#[test]
fn a_token_after_the_limit_is_not_shown() {
    let zeros = with_doubled_commas(2 * MOST);
    for member in [format!("\"tokne\":\"{TOKEN}\""), format!("\"token\":{{\"v\":\"{TOKEN}\"}}")] {
        let e_data = format!("{{\"x\":{zeros},{member}}}");
        let mut other = request()["payExInfo"].clone();
        other["payExchangeInfoHead"]["currency"] = json!(TOKEN);
        other["payExchangeInfoHead"]["payType"] = json!(TOKEN);
        let body = encode_form(e_data.as_bytes(), other.to_string().as_bytes());
        let report = format!("{:?}", check_form(body.as_bytes(), &english()));
        assert!(!reveals_token(&report), "{member}");

        let decoded = decode_form(body.as_bytes(), &english());
        let ranges = find_secrets(body.as_bytes(), None, &english());
        for (part, ranges) in [(decoded.e_data, ranges.e_data), (decoded.pay_ex_info, ranges.pay_ex_info)] {
            assert!(!reveals_token(without(part.unwrap().text.as_bytes(), &ranges)), "{member}");
        }
        assert!(!reveals_token(masked(body.as_bytes())), "{member}");
        assert!(!reveals_token(masked(e_data.as_bytes())), "{member}");
    }
}

/// With more tokens than are remembered, any text may be one.
#[test]
fn with_many_tokens_nothing_is_shown() {
    let tokens: Vec<String> = (0..100).map(|index| format!("\"token{index}\":\"{index:x>20}\"")).collect();
    let e_data = format!("{{{},\"token\":\"{TOKEN}\"}}", tokens.join(","));
    let mut other = request()["payExInfo"].clone();
    other["payExchangeInfoHead"]["currency"] = json!(TOKEN);
    let body = encode_form(e_data.as_bytes(), other.to_string().as_bytes());
    let report = format!("{:?}", check_form(body.as_bytes(), &english()));
    assert!(!reveals_token(&report), "{report}");
}
