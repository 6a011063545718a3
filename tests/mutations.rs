//! Laws for a body that was valid before one mistake in its JSON.

mod common;

use std::collections::BTreeMap;

use cbt179::{Applicability, DecodedPart, Options, Severity, apply_fixes, check_form, decode_form, encode_form};
use common::{Random, english};
use serde_json::Value;

const E_DATA: &str = r#"{"cusName":"某某电商公司","version":"1.0","commitTime":"20260115092811","cusCode":"XXXX908","serialNumber":"20119182839304","token":"12345678901234567890123456789012"}"#;

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
            ',' => out.push_str(&format!(",{}", line(depth))),
            ':' => out.push_str(": "),
            _ => {
                in_string = char == '"';
                out.push(char);
            }
        }
    }
    out
}

/// Returns the value of a text in which every member is kept, also one that is a duplicate.
fn value(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

const TOKENS: [&str; 8] = ["\"", "\\", "{", "}", "[", "]", ",", ":"];
const OTHERS: [&str; 20] = [
    "'", "“", "”", "，", "：", ";", "=", "0", "//", "/*", "\n", "\u{3000}", "\u{feff}", "x", "\\\"", "\"\"", " ", "#", "null", ".",
];

/// A mistake: a range of the text and its replacement.
type Mistake = (&'static str, std::ops::Range<usize>, String);

fn mistakes(text: &str) -> Vec<Mistake> {
    let mut all = Vec::new();
    for (at, char) in text.char_indices() {
        let end = at + char.len_utf8();
        all.push(("cut", at..text.len(), String::new()));
        let is_token = "\"\\{}[],:".contains(char);
        if is_token {
            all.push(("delete", at..end, String::new()));
            all.push(("double", at..at, char.to_string()));
            for token in TOKENS.iter().filter(|token| !token.starts_with(char)) {
                all.push(("replace", at..end, (*token).to_owned()));
            }
            for token in OTHERS {
                all.push(("replace-other", at..end, token.to_owned()));
            }
        } else {
            all.push(("delete-char", at..end, String::new()));
        }
        for token in TOKENS {
            all.push(("insert", at..at, token.to_owned()));
        }
        for token in OTHERS {
            all.push(("insert-other", at..at, token.to_owned()));
        }
    }
    for at in strings(text) {
        let string = &text[at.clone()];
        all.push(("unescape-quotes", at.clone(), string.replace("\\\"", "\"")));
        all.push(("stripslashes-string", at.clone(), stripslashes(string)));
        let inner: String = serde_json::from_str(&format!("\"{string}\"")).unwrap();
        all.push(("raw-string", at.clone(), inner));
        all.push(("addslashes-string", at.clone(), string.replace('\\', "\\\\").replace("\"", "\\\"")));
        all.push(("no-quotes", at.start - 1..at.end + 1, string.to_owned()));
        all.push(("single-quotes", at.start - 1..at.end + 1, format!("'{string}'")));
        all.push(("curly-quotes", at.start - 1..at.end + 1, format!("“{string}”")));
    }
    all.push(("stripslashes-all", 0..text.len(), stripslashes(text)));
    all.push(("single-quotes-all", 0..text.len(), text.replace('"', "'")));
    all.push(("fullwidth-all", 0..text.len(), text.replace(':', "：").replace(',', "，")));
    all
}

/// Returns the ranges of the contents of all strings.
fn strings(text: &str) -> Vec<std::ops::Range<usize>> {
    let (mut all, mut start, mut escaped) = (vec![], None, false);
    for (at, char) in text.char_indices() {
        match (start, char) {
            (None, '"') => start = Some(at + 1),
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(from), '"') => {
                all.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    all
}

fn stripslashes(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char == '\\' { out.extend(chars.next()); } else { out.push(char); }
    }
    out
}

#[derive(Default)]
struct Tally { all: usize, many: usize, most: usize, total: usize, wrong_safe: usize, wrong_unsafe: usize, wrong_ok: usize, fixed: usize, other: usize, codes: BTreeMap<String, (usize, String)>, wrong: BTreeMap<String, (usize, String)> }

fn flat(value: &Value, path: &str, out: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| flat(value, &format!("{path}/{key}"), out)),
        Value::Array(items) => items.iter().enumerate().for_each(|(i, value)| flat(value, &format!("{path}/{i}"), out)),
        _ => _ = out.insert(path.to_owned(), value.to_string()),
    }
}

#[test]
fn measure() {
    let step: usize = std::env::var("STEP").map_or(7, |s| s.parse().unwrap());
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut random = Random(179);
    for text in texts() {
        let clean = encode_form(E_DATA.as_bytes(), text.as_bytes());
        let shown: Vec<_> = check_form(clean.as_bytes(), &english()).findings;
        assert!(shown.is_empty(), "{shown:#?}");
        let due = value(&text).unwrap();
        for (kind, at, with) in mistakes(&text) {
            if random.below(if kind.contains('-') && kind != "insert-other" && kind != "replace-other" && kind != "delete-char" { 1 } else { step }) > 0 { continue }
            let wrong = [&text[..at.start], &with, &text[at.end..]].concat();
            if wrong == text { continue }
            let is_json = value(&wrong).is_some();
            let body = encode_form(E_DATA.as_bytes(), wrong.as_bytes());
            let report = check_form(body.as_bytes(), &english());
            let tally = tallies.entry(kind).or_default();
            tally.all += 1;
            let grave: Vec<_> = report.findings.iter().filter(|f| f.severity != Severity::Info).collect();
            let around = |at: usize| { let s = (0..=at.saturating_sub(30)).rev().find(|&i| wrong.is_char_boundary(i)).unwrap(); let e = (at + 50..).find(|&i| i >= wrong.len() || wrong.is_char_boundary(i)).unwrap().min(wrong.len()); wrong[s..e].to_owned() };
            let codes = || { let mut c: Vec<String> = grave.iter().map(|f| f.code.to_owned()).collect(); c.dedup(); c.truncate(6); c.join(" ") };
            let count: usize = grave.len();
            tally.total += count;
            tally.most = tally.most.max(count);
            if !is_json && report.ok { tally.wrong_ok += 1; println!("OK?? {}", around(at.start)); }
            if is_json { tally.other += 1; }
            if count > 3 && !is_json {
                tally.many += 1;
                let entry = tally.codes.entry(codes()).or_insert_with(|| (0, format!("{with:?} {count}: {}", around(at.start))));
                entry.0 += 1;
            }
            for unsafe_fixes in [false, true] {
                let fixed = apply_fixes(body.as_bytes(), &report.findings, &Options { unsafe_fixes, ..english() }).unwrap();
                if fixed == body.as_bytes() { continue }
                let ok = check_form(&fixed, &english()).ok;
                let json = decode_form(&fixed, &english()).pay_ex_info.and_then(|p| p.json().and_then(value));
                let same = json.as_ref() == Some(&due);
                if ok && !unsafe_fixes { tally.fixed += usize::from(same) }
                if ok && !same && !is_json {
                    if unsafe_fixes { tally.wrong_unsafe += 1 } else {
                        let differs = { let (mut a, mut b) = (BTreeMap::new(), BTreeMap::new()); flat(&due, "", &mut a); flat(json.as_ref().unwrap(), "", &mut b);
                            a.iter().filter(|(k, v)| b.get(*k) != Some(v)).map(|(k, v)| format!("{k}={v} now {:?}", b.get(k))).chain(b.iter().filter(|(k, _)| !a.contains_key(*k)).map(|(k,v)| format!("{k} new {v}"))).take(2).collect::<Vec<_>>().join("; ") };
                        tally.wrong_safe += 1; let e = tally.wrong.entry(format!("{} {with:?}", codes())).or_insert_with(|| (0, format!("{} ## {differs}", around(at.start)))); e.0 += 1; }
                }
            }
        }
    }
    for (kind, t) in &tallies {
        println!("== {kind}: {} mutations ({} still JSON), >3: {}, most {}, mean {:.2}, wrong safe {}, wrong unsafe {}, ok though no JSON {}, fixed {}", t.all, t.other, t.many, t.most, t.total as f64 / t.all as f64, t.wrong_safe, t.wrong_unsafe, t.wrong_ok, t.fixed);
        let mut codes: Vec<_> = t.codes.iter().collect();
        codes.sort_by_key(|c| std::cmp::Reverse(c.1.0));
        for (code, (n, eg)) in codes.iter().take(12) { println!("   >3 {n} × {code}\n        {eg:?}"); }
        let mut codes: Vec<_> = t.wrong.iter().collect();
        codes.sort_by_key(|c| std::cmp::Reverse(c.1.0));
        for (code, (n, eg)) in codes.iter().take(9) { println!("   WRONG {n} × {code}\n        {eg:?}"); }
    }
    let _ = (Applicability::Safe, None::<DecodedPart>);
}
