//! Laws for a body that was valid before one mistake in its JSON, or in the Base64 of it.

mod common;

use std::collections::BTreeMap;
use std::ops::Range;

use ::base64::Engine;
use ::base64::engine::general_purpose::STANDARD;
use cbt179::{Finding, Severity, apply_fixes, check_form, decode_form, encode_form};
use common::{Random, english};
use serde_json::Value;

const E_DATA: &str = r#"{"cusName":"某某电商公司","version":"1.0","commitTime":"20260115092811","cusCode":"XXXX908","serialNumber":"20119182839304","token":"8d1f0b6e3c9a4725b0e4c7d2f6a95318"}"#;

/// Valid texts of `payExInfo`: JSON and URLs in strings, several orders, escapes, quotes and separators of other kinds.
fn texts() -> Vec<String> {
    let minified = [
        r#"{"sessionID":"fe2374-8fnejf97","payExchangeInfoHead":{"guid":"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6","initalRequest":"https://openapi.alipay.com/gateway.do?biz_content={\"out_trade_no\":\"2026011512\",\"total_amount\":\"268.50\",\"subject\":\"小米盒子\"}&method=alipay.trade.pay&sign_type=RSA2","initalResponse":"{\"code\":\"10000\",\"msg\":\"Success\",\"sub\":{\"a\":[1,2],\"b\":\"\"}}","ebpCode":"44069679AS","payCode":"4403160BUF","payTransactionId":"2018080110835","totalAmount":268.5,"currency":"142","verDept":"3","payType":"1","tradingTime":"20260115092510","note":"批发//备注, 无"},"payExchangeInfoLists":[{"orderNo":"ord201808030001","goodsInfo":[{"gname":"小米盒子","itemLink":"https://shop.example/1?a=1&b=2"},{"gname":"电视 55\"","itemLink":"https://shop.example/2"}],"recpAccount":"6217850100007893905","recpCode":"1105910159","recpName":"天猫国际有限公司"},{"orderNo":"ord201808030002","goodsInfo":[{"gname":"it's","itemLink":"https://shop.example/3"}],"recpAccount":"6217850100007893905","recpCode":"1105910159","recpName":"“天猫”国际（有限）公司"}]}"#,
        r#"{"sessionID":"1","payExchangeInfoHead":{"note":"","totalAmount":0,"guid":"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6","initalRequest":"{\"a\":{\"b\":\"{\\\"c\\\":\\\"d\\\"}\"},\"url\":\"https:\\/\\/x.example\\/\"}","initalResponse":"<xml><return_code><![CDATA[SUCCESS]]></return_code>\n</xml>","ebpCode":"44069679AS","payCode":"4403160BUF","payTransactionId":"20180801","currency":"142","verDept":"3","payType":"4","tradingTime":"20260115092510"},"payExchangeInfoLists":[{"orderNo":"1","goodsInfo":[{"gname":"a","itemLink":"https://shop.example/1"}],"recpAccount":"6217","recpCode":"1105","recpName":"x"},{"orderNo":"2","goodsInfo":[{"gname":"a","itemLink":"C:\\temp\\new"}],"recpAccount":"6217","recpCode":"1105","recpName":"x"},{"orderNo":"2","goodsInfo":[{"gname":"a","itemLink":"C:\\temp\\new"}],"recpAccount":"6217","recpCode":"1105","recpName":"x"}]}"#,
    ];
    let mut texts = Vec::new();
    for text in minified {
        texts.push(text.to_owned());
        texts.push(pretty(text));
    }
    texts
}

/// Puts every member and element on a line of its own.
fn pretty(text: &str) -> String {
    let (mut out, mut depth, mut in_string, mut is_escaped) = (String::new(), 0, false, false);
    for char in text.chars() {
        if in_string {
            in_string = is_escaped || char != '"';
            is_escaped = char == '\\' && !is_escaped;
            out.push(char);
            continue;
        }
        let line = |depth: usize| format!("\n{}", "  ".repeat(depth));
        match char {
            '{' | '[' => {
                depth += 1;
                out.push(char);
                out.push_str(&line(depth));
            }
            '}' | ']' => {
                depth -= 1;
                out.push_str(&line(depth));
                out.push(char);
            }
            ',' => {
                out.push(char);
                out.push_str(&line(depth));
            }
            ':' => out.push_str(": "),
            _ => {
                in_string = char == '"';
                out.push(char);
            }
        }
    }
    out
}

fn value(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// Returns the value of a text to a reader who takes raw line breaks, tabs and `\'` in strings for what they are.
fn lenient(text: &str) -> Option<Value> {
    let mut out = String::new();
    let mut in_string = false;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        in_string ^= char == '"';
        match char {
            '\n' if in_string => out.push_str("\\n"),
            '\r' if in_string => out.push_str("\\r"),
            '\t' if in_string => out.push_str("\\t"),
            '\\' => match chars.next() {
                Some('\'') => out.push('\''),
                next => out.extend([char].into_iter().chain(next)),
            },
            _ => out.push(char),
        }
    }
    value(&out)
}

/// Texts that a mistake inserts, or puts in place of a token.
const INSERTED: [&str; 28] = [
    "\"", "\\", "{", "}", "[", "]", ",", ":", "'", "“", "”", "，", "：", ";", "=", "0", "//", "/*", "\n", "\u{3000}",
    "\u{feff}", "x", "\\\"", "\"\"", " ", "#", "null", ".",
];

/// Replaces a range of a text.
type Mistake = (Range<usize>, String);

/// Returns all mistakes of one token in a text.
fn mistakes(text: &str) -> Vec<Mistake> {
    let mut all = Vec::new();
    for (at, char) in text.char_indices() {
        let end = at + char.len_utf8();
        all.push((at..text.len(), String::new()));
        if "\"\\{}[],:".contains(char) {
            all.push((at..end, String::new()));
            all.extend(INSERTED.map(|token| (at..end, token.to_owned())));
        }
        all.extend(INSERTED.map(|token| (at..at, token.to_owned())));
    }
    all
}

/// Returns mistakes of programs in whole strings and whole texts.
fn mistakes_of_programs(text: &str) -> Vec<Mistake> {
    let mut all = vec![
        (0..text.len(), without_slashes(text)),
        (0..text.len(), text.replace('"', "'")),
        (0..text.len(), text.replace(':', "：").replace(',', "，")),
    ];
    for at in strings(text) {
        let string = &text[at.clone()];
        let raw: String = serde_json::from_str(&format!("\"{string}\"")).unwrap();
        let around = at.start - 1..at.end + 1;
        all.extend([string.replace("\\\"", "\""), without_slashes(string), raw].map(|put| (at.clone(), put)));
        let quoted = [string.to_owned(), format!("'{string}'"), format!("“{string}”"), format!("\"{string}")];
        all.extend(quoted.map(|put| (around.clone(), put)));
    }
    all
}

/// Returns the ranges of the contents of all strings.
fn strings(text: &str) -> Vec<Range<usize>> {
    let (mut all, mut start, mut is_escaped) = (vec![], None, false);
    for (at, char) in text.char_indices() {
        match (start, char) {
            (None, '"') => start = Some(at + 1),
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), '\\') => is_escaped = true,
            (Some(from), '"') => {
                all.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    all
}

/// Does what PHP's `stripslashes` does.
fn without_slashes(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        out.extend(if char == '\\' { chars.next() } else { Some(char) });
    }
    out
}

/// Puts every value that is neither an object nor an array into a map, by its path.
fn flatten(value: &Value, path: &str, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| flatten(value, &format!("{path}/{key}"), out)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| flatten(value, &format!("{path}/{index}"), out));
        }
        _ => _ = out.insert(path.to_owned(), value.to_string()),
    }
}

/// Checks a text with a mistake against the laws. Returns the number of errors and warnings.
fn check(text: &str, wrong: &str) -> usize {
    let body = encode_form(E_DATA.as_bytes(), wrong.as_bytes());
    let report = check_form(body.as_bytes(), &english());
    assert!(!report.ok, "{wrong}");
    let fixed = apply_fixes(body.as_bytes(), &report.findings, &english()).unwrap();
    if fixed != body.as_bytes()
        && let Some(now) = decode_form(&fixed, &english()).pay_ex_info.and_then(|part| value(&part.text))
    {
        let is_meant = |due: Option<Value>| due.is_some_and(|due| is_kept(&due, &now, &report.findings));
        assert!(is_meant(value(text)) || is_meant(lenient(wrong)), "{wrong}\n{now}\n{:#?}", report.findings);
        if check_form(&fixed, &english()).ok {
            let now = Some(now);
            assert!(now == value(text) || now == lenient(wrong), "{wrong}\n{:?}\n{:#?}", now, report.findings);
        }
    }
    report.findings.iter().filter(|finding| finding.severity != Severity::Info).count()
}

/// Returns true if all values without a finding are the same.
fn is_kept(due: &Value, now: &Value, findings: &[Finding]) -> bool {
    let [due, now] = [due, now].map(|value| {
        let mut leaves = BTreeMap::new();
        flatten(value, "/payExInfoStr", &mut leaves);
        leaves
    });
    due.iter().all(|(path, value)| now.get(path) == Some(value) || findings.iter().any(|finding| finding.path == *path))
}

#[test]
fn one_mistake_gives_three_findings_at_most_and_a_safe_fix_the_very_data() {
    /// One in so many mistakes is made; `MUTATIONS=1` makes all.
    const STEP: usize = 40;
    let step = std::env::var("MUTATIONS").map_or(STEP, |step| step.parse().unwrap());
    let mut random = Random(179);
    let (mut all, mut many) = (0, 0);
    for text in texts() {
        let clean = encode_form(E_DATA.as_bytes(), text.as_bytes());
        assert_eq!(check_form(clean.as_bytes(), &english()).findings, []);
        let chosen: Vec<_> = mistakes(&text).into_iter().filter(|_| random.below(step) == 0).collect();
        for (at, put) in chosen.into_iter().chain(mistakes_of_programs(&text)) {
            let wrong = [&text[..at.start], &put, &text[at.end..]].concat();
            if value(&wrong).is_none() {
                all += 1;
                many += usize::from(check(&text, &wrong) > 3);
            }
        }
    }
    assert!(all > 1000 && many * 200 < all, "{many} of {all}");
}

#[test]
fn a_wrong_base64_character_is_never_fixed_to_other_data() {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut random = Random(179);
    let mut checked = 0;
    for text in texts() {
        let base64 = STANDARD.encode(&text);
        for _ in 0..300 {
            let mut wrong = base64.clone().into_bytes();
            let at = random.below(wrong.len() - 2);
            wrong[at] = ALPHABET[random.below(ALPHABET.len())];
            let Some(wrong) = STANDARD.decode(wrong).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else {
                continue;
            };
            if value(&wrong).is_none() {
                checked += 1;
                check(&text, &wrong);
            }
        }
    }
    assert!(checked > 100, "{checked}");
}
