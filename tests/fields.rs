//! The interface's rules, one case a line: a request without fault, one value changed, the finding that must follow.

mod common;

use cbt179::{
    CustomsRules, Finding, Options, Severity, apply_fixes, check_form, check_request, decode_form, encode_form,
};
use common::{Random, body_of, brief, english, request};
use serde_json::{Value, json};

/// Changes the value at a path of the body; `None` takes it away.
fn changed(path: &str, value: Option<Value>) -> Value {
    let mut request = request();
    let pointer = path.replacen("/EData", "/eData", 1).replacen("/payExInfoStr", "/payExInfo", 1);
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match (request.pointer_mut(parent).unwrap(), value) {
        (Value::Object(object), Some(value)) => {
            object.insert(key.to_owned(), value);
        }
        (Value::Object(object), None) => {
            object.remove(key);
        }
        (Value::Array(array), Some(value)) => array[key.parse::<usize>().unwrap()] = value,
        _ => panic!("{path}"),
    }
    request
}

const HEAD: &str = "/payExInfoStr/payExchangeInfoHead";
const ORDER: &str = "/payExInfoStr/payExchangeInfoLists/0";

/// Checks a body with one value changed.
fn findings_of(path: &str, value: Option<Value>, options: &Options) -> Vec<(String, Severity)> {
    let body = body_of(&changed(path, value));
    let report = check_form(body.as_bytes(), options);
    for finding in &report.findings {
        let path_of_item = finding.path.strip_suffix("/0").filter(|_| finding.code == "field.item-type");
        assert!(finding.path == path || path_of_item == Some(path), "{finding}");
    }
    report.findings.iter().map(|finding| (finding.code.to_owned(), finding.severity)).collect()
}

#[test]
fn a_request_without_fault_has_no_finding() {
    let report = check_form(body_of(&request()).as_bytes(), &english());
    assert_eq!(brief(&report.findings), []);
    let report = check_request(request().to_string().as_bytes(), None, &english());
    assert_eq!(brief(&report.findings), []);
}

#[test]
fn values_and_their_findings() {
    use Severity::{Error, Info, Warning};
    let head = |name: &str| format!("{HEAD}/{name}");
    let order = |name: &str| format!("{ORDER}/{name}");
    let goods = |name: &str| format!("{ORDER}/goodsInfo/0/{name}");
    let cases: Vec<(String, Value, &str, Severity)> = vec![
        ("/EData/version".into(), json!("1.1"), "field.choice", Error),
        ("/EData/version".into(), json!(1.0), "field.type", Error),
        ("/EData/version".into(), json!(""), "field.empty", Error),
        ("/EData/version".into(), json!("1.0 "), "field.blanks", Error),
        ("/EData/commitTime".into(), json!("2026-01-15 09:28:11"), "time.format", Error),
        ("/EData/commitTime".into(), json!("20260230092811"), "time.nonexistent", Error),
        ("/EData/commitTime".into(), json!("1768440491"), "time.unix", Error),
        ("/EData/commitTime".into(), json!("1768440491123"), "time.unix", Error),
        ("/EData/commitTime".into(), json!(20_260_115_092_811_u64), "field.type", Error),
        ("/EData/cusName".into(), json!("名".repeat(61)), "field.too-long", Error),
        ("/EData/cusName".into(), json!(" 名"), "field.blanks", Warning),
        ("/EData/cusName".into(), json!(null), "field.null", Error),
        ("/EData/cusCode".into(), json!("x".repeat(19)), "field.too-long", Error),
        ("/EData/serialNumber".into(), json!("x".repeat(33)), "field.too-long", Error),
        ("/EData/serialNumber".into(), json!(2011), "field.type", Error),
        ("/EData/token".into(), json!("x".repeat(33)), "field.too-long", Error),
        ("/EData/token".into(), json!(""), "field.empty", Error),
        ("/payExInfoStr/sessionID".into(), json!(""), "field.empty", Error),
        ("/payExInfoStr/sessionID".into(), json!("  "), "field.empty", Error),
        (HEAD.into(), json!("x"), "field.type", Error),
        (HEAD.into(), json!(null), "field.null", Error),
        ("/payExInfoStr/payExchangeInfoLists".into(), json!([]), "field.empty", Error),
        (ORDER.into(), json!("x"), "field.item-type", Error),
        (order("goodsInfo"), json!(["x"]), "field.item-type", Error),
        (head("guid"), json!("9d2f3e1a-5b6c-4d7e-8f90-a1b2c3d4e5f6"), "guid.format", Info),
        (head("guid"), json!("X".repeat(37)), "field.too-long", Warning),
        (head("initalRequest"), json!("x".repeat(8001)), "field.too-long", Warning),
        (head("initalResponse"), json!("x".repeat(8001)), "field.too-long", Warning),
        (head("ebpCode"), json!("x".repeat(19)), "field.too-long", Warning),
        (head("payCode"), json!(""), "field.empty", Warning),
        (head("payTransactionId"), json!("x".repeat(61)), "field.too-long", Warning),
        (head("payTransactionId"), json!(1), "field.type", Error),
        (head("totalAmount"), json!("100.1"), "amount.string", Error),
        (head("totalAmount"), json!(-1), "amount.negative", Warning),
        (head("totalAmount"), json!(0.123_456), "amount.range", Warning),
        (head("totalAmount"), json!(0.1 + 0.2), "amount.float-noise", Warning),
        (head("totalAmount"), json!(123_456_789_012_345_i64), "amount.range", Warning),
        (head("totalAmount"), json!(100.0), "amount.trailing-zeros", Info),
        (head("totalAmount"), json!(true), "field.type", Error),
        (head("currency"), json!("CNY"), "currency.iso", Warning),
        (head("currency"), json!("156"), "currency.iso", Warning),
        (head("currency"), json!("000"), "field.choice", Warning),
        (head("currency"), json!("502"), "currency.not-cny", Warning),
        (head("verDept"), json!("4"), "field.choice", Warning),
        (head("payType"), json!("5"), "field.choice", Warning),
        (head("tradingTime"), json!("1768440491"), "time.unix", Warning),
        (head("tradingTime"), json!("20261301000000"), "time.nonexistent", Warning),
        (head("note"), json!("x".repeat(1001)), "field.too-long", Warning),
        (order("orderNo"), json!(201_808_030_001_u64), "field.type", Error),
        (order("orderNo"), json!("x".repeat(61)), "field.too-long", Warning),
        (order("goodsInfo"), json!([]), "field.empty", Warning),
        (order("recpAccount"), json!("x".repeat(61)), "field.too-long", Warning),
        (order("recpCode"), json!("x".repeat(19)), "field.too-long", Warning),
        (order("recpName"), json!("名".repeat(101)), "field.too-long", Warning),
        (goods("gname"), json!("名".repeat(251)), "field.too-long", Warning),
        (goods("itemLink"), json!("x".repeat(3001)), "field.too-long", Warning),
        ("/EData/extra".into(), json!(1), "field.unknown", Warning),
        (head("remark"), json!("x"), "field.unknown", Warning),
        ("/EData/Token".into(), json!("x"), "field.both-names", Error),
        ("/EData/remark".into(), json!("x"), "field.unknown", Warning),
    ];
    for (path, value, code, severity) in cases {
        let found = findings_of(&path, Some(value.clone()), &english());
        assert_eq!(found, [(code.to_owned(), severity)], "{path}: {value}");
    }
}

#[test]
fn values_at_their_limits_pass() {
    let cases = [
        ("/EData/cusName", json!("名".repeat(60))),
        ("/EData/cusName", json!("😀".repeat(60))),
        ("/EData/cusCode", json!("x".repeat(18))),
        ("/EData/commitTime", json!("20240229235959")),
        ("/payExInfoStr/payExchangeInfoHead/initalRequest", json!("名".repeat(8000))),
        ("/payExInfoStr/payExchangeInfoHead/totalAmount", json!(0)),
        ("/payExInfoStr/payExchangeInfoHead/totalAmount", json!(12_345_678_901_234_i64)),
        ("/payExInfoStr/payExchangeInfoHead/totalAmount", json!(0.12345)),
        ("/payExInfoStr/payExchangeInfoHead/note", json!("")),
        ("/payExInfoStr/payExchangeInfoHead/note", json!(null)),
        ("/payExInfoStr/payExchangeInfoLists/0/recpCode", json!("")),
    ];
    for (path, value) in cases {
        assert_eq!(findings_of(path, Some(value.clone()), &english()), [], "{path}: {value}");
    }
}

/// Any amount of up to 14 digits and 5 decimals is legal, whatever a double would make of it.
#[test]
fn legal_amounts_pass() {
    let mut random = Random(179);
    let mut digits = |least: usize, most: usize| -> String {
        let length = least + random.below(most - least + 1);
        (0..length).map(|_| char::from(b"0012345678999"[random.below(13)])).collect()
    };
    let with_amount = |amount: &str| {
        let request = request();
        let pay_ex_info = request["payExInfo"].to_string().replace("100.1", amount);
        encode_form(request["eData"].to_string().as_bytes(), pay_ex_info.as_bytes())
    };
    for _ in 0..4000 {
        let whole = digits(1, 14);
        let whole = Some(whole.trim_start_matches('0')).filter(|whole| !whole.is_empty()).unwrap_or("0");
        let decimals = digits(0, 5);
        let amount = [whole, ".", &decimals].concat();
        let amount = amount.trim_end_matches('.');
        let plain = if decimals.is_empty() { amount } else { amount.trim_end_matches('0').trim_end_matches('.') };
        let findings = decode_form(with_amount(plain).as_bytes(), &english()).findings;
        assert_eq!(brief(&findings), [], "{plain}");
        let findings = check_form(with_amount(amount).as_bytes(), &english()).findings;
        let is_advice = |finding: &Finding| finding.code == "amount.trailing-zeros";
        assert!(findings.iter().all(is_advice) && findings.len() == usize::from(plain != amount), "{amount}");
    }
}

/// The raw JSON of a value, after its safe fixes, and after its unsafe ones too.
type Fixed = (&'static str, &'static str, &'static str);

const FIXES: &[(&str, &[Fixed])] = &[
    (
        "/payExInfoStr/payExchangeInfoHead/payTransactionId",
        &[
            ("2018", "\"2018\"", "\"2018\""),
            ("2018.0", "\"2018\"", "\"2018\""),
            ("9007199254740991", "\"9007199254740991\"", "\"9007199254740991\""),
            ("9007199254740992", "9007199254740992", "9007199254740992"),
            ("9007199254740992.0", "9007199254740992.0", "9007199254740992.0"),
            ("2.018e3", "2.018e3", "2.018e3"),
            ("2018.5", "2018.5", "2018.5"),
            ("-2018", "-2018", "-2018"),
            ("\"2.018E+27\"", "\"2.018E+27\"", "\"2.018E+27\""),
            ("NaN", "NaN", "NaN"),
            ("-Infinity", "-Infinity", "-Infinity"),
        ],
    ),
    (
        "/payExInfoStr/payExchangeInfoHead/totalAmount",
        &[
            ("\"100.10\"", "100.1", "100.1"),
            ("\"¥100.1\"", "100.1", "100.1"),
            ("\" 100.1 元\"", "100.1", "100.1"),
            ("\"１００．１\"", "100.1", "100.1"),
            ("\"-100.1\"", "-100.1", "-100.1"),
            ("\"1,000.1\"", "\"1,000.1\"", "1000.1"),
            ("\"1e2\"", "\"1e2\"", "100"),
            ("\"100.10000000000001\"", "\"100.10000000000001\"", "100.1"),
            ("\"268.3999938964844\"", "\"268.3999938964844\"", "268.4"),
            ("\"268.5万\"", "\"268.5万\"", "\"268.5万\""),
            ("\"26850分\"", "\"26850分\"", "\"26850分\""),
            ("\"NaN\"", "\"NaN\"", "\"NaN\""),
            ("1e2", "100", "100"),
            ("100.10", "100.1", "100.1"),
            ("268.3999938964844", "268.3999938964844", "268.4"),
            ("0.30000000000000004", "0.30000000000000004", "0.3"),
            ("0.123456", "0.123456", "0.123456"),
            ("NaN", "NaN", "NaN"),
        ],
    ),
    (
        "/payExInfoStr/payExchangeInfoHead/tradingTime",
        &[
            ("20260115092510", "\"20260115092510\"", "\"20260115092510\""),
            ("20260115092510.0", "\"20260115092510\"", "\"20260115092510\""),
            ("\"2026-01-15 09:25:10\"", "\"20260115092510\"", "\"20260115092510\""),
            ("\"2026-01-15T09:25:10+08:00\"", "\"20260115092510\"", "\"20260115092510\""),
            ("1768440310", "\"20260115092510\"", "\"20260115092510\""),
            ("\"1768440310123\"", "\"1768440310123\"", "\"20260115092510\""),
            ("\"2026-01-15 09:25:10.123\"", "\"2026-01-15 09:25:10.123\"", "\"20260115092510\""),
            ("\"2026-01-15T01:25:10Z\"", "\"2026-01-15T01:25:10Z\"", "\"20260115092510\""),
            ("\"2026-01-15T09:25:10Z\"", "\"2026-01-15T09:25:10Z\"", "\"2026-01-15T09:25:10Z\""),
            ("\"2026-01-15 09:25\"", "\"2026-01-15 09:25\"", "\"20260115092500\""),
            ("\"26-01-15 09:25:10\"", "\"26-01-15 09:25:10\"", "\"26-01-15 09:25:10\""),
            ("\"126-01-15 09:25:10\"", "\"126-01-15 09:25:10\"", "\"126-01-15 09:25:10\""),
            ("\"1260115092510\"", "\"1260115092510\"", "\"1260115092510\""),
            ("\"1801150925\"", "\"1801150925\"", "\"1801150925\""),
            ("\"02/01/2026 09:25:10\"", "\"02/01/2026 09:25:10\"", "\"02/01/2026 09:25:10\""),
            ("\"01/15/2026 09:25:10\"", "\"20260115092510\"", "\"20260115092510\""),
            ("\"00010101000000\"", "\"00010101000000\"", "\"00010101000000\""),
            ("[2026,1,15,9,25,10]", "\"20260115092510\"", "\"20260115092510\""),
            ("[2026,1,15,9,25,10,5]", "[2026,1,15,9,25,10,5]", "\"20260115092510\""),
            ("[2026,1,15,9,25]", "[2026,1,15,9,25]", "\"20260115092500\""),
            ("[2026,1,15,9,25,60]", "[2026,1,15,9,25,60]", "[2026,1,15,9,25,60]"),
            ("[2026,13,15,9,25,10]", "[2026,13,15,9,25,10]", "[2026,13,15,9,25,10]"),
            ("[2026,1,15,9,25,10.5]", "[2026,1,15,9,25,10.5]", "[2026,1,15,9,25,10.5]"),
        ],
    ),
    (
        "/payExInfoStr/payExchangeInfoHead/payType",
        &[
            ("3", "\"3\"", "\"3\""),
            ("3.0", "\"3\"", "\"3\""),
            ("\"app\"", "\"1\"", "\"1\""),
            ("\"扫码\"", "\"3\"", "\"3\""),
            ("\"QRCODE\"", "\"QRCODE\"", "\"3\""),
            ("\"WAP\"", "\"WAP\"", "\"WAP\""),
            ("None", "null", "null"),
        ],
    ),
    ("/EData/version", &[("1.0", "\"1.0\"", "\"1.0\""), ("1", "\"1.0\"", "\"1.0\""), ("1.1", "1.1", "\"1.0\"")]),
    (
        "/payExInfoStr/payExchangeInfoLists/0/goodsInfo",
        &[
            ("{}", "{}", "{}"),
            ("{\"0\":{},\"5\": {}}", "{\"0\":{},\"5\": {}}", "[{},{}]"),
            ("{\"gname\":\"a\"}", "{\"gname\":\"a\"}", "[{\"gname\":\"a\"}]"),
            ("{\"A1\":{\"gname\":\"a\"}}", "{\"A1\":{\"gname\":\"a\"}}", "{\"A1\":{\"gname\":\"a\"}}"),
        ],
    ),
];

/// A safe fix keeps the data; an unsafe one is the only likely reading; otherwise there is no fix.
#[test]
fn fixes_of_values() {
    for (path, values) in FIXES {
        let marked = changed(path, Some(json!("MARK")));
        let texts = ["eData", "payExInfo"].map(|part| marked[part].to_string());
        for (raw, safely, fixed) in *values {
            let with = |raw: &str| texts.each_ref().map(|text| text.replace("\"MARK\"", raw));
            let body = |raw: &str| encode_form(with(raw)[0].as_bytes(), with(raw)[1].as_bytes());
            for (unsafe_fixes, due) in [(false, safely), (true, fixed)] {
                let options = Options { unsafe_fixes, ..english() };
                let wrong = body(raw).into_bytes();
                let found = check_form(&wrong, &options).findings;
                let fixed = apply_fixes(&wrong, &found, &options).unwrap();
                let decoded = decode_form(&fixed, &options);
                let found_texts = [decoded.e_data.unwrap().text, decoded.pay_ex_info.unwrap().text];
                assert_eq!(found_texts, with(due), "{path}: {raw}: {found:?}");
            }
        }
    }
}

#[test]
fn what_is_required_is_missed() {
    for (path, severity) in [
        ("/EData/version", Some(Severity::Error)),
        ("/EData/commitTime", Some(Severity::Error)),
        ("/EData/cusName", Some(Severity::Error)),
        ("/EData/cusCode", Some(Severity::Error)),
        ("/EData/serialNumber", Some(Severity::Error)),
        ("/EData/token", Some(Severity::Error)),
        ("/payExInfoStr/sessionID", Some(Severity::Error)),
        ("/payExInfoStr/payExchangeInfoHead", Some(Severity::Error)),
        ("/payExInfoStr/payExchangeInfoLists", Some(Severity::Error)),
        ("/payExInfoStr/payExchangeInfoHead/guid", Some(Severity::Warning)),
        ("/payExInfoStr/payExchangeInfoHead/totalAmount", Some(Severity::Warning)),
        ("/payExInfoStr/payExchangeInfoHead/payType", None),
        ("/payExInfoStr/payExchangeInfoHead/note", None),
        ("/payExInfoStr/payExchangeInfoLists/0/goodsInfo", Some(Severity::Warning)),
        ("/payExInfoStr/payExchangeInfoLists/0/recpCode", None),
        ("/payExInfoStr/payExchangeInfoLists/0/goodsInfo/0/gname", Some(Severity::Warning)),
    ] {
        let expected: Vec<_> = severity.map(|severity| ("field.missing".to_owned(), severity)).into_iter().collect();
        assert_eq!(findings_of(path, None, &english()), expected, "{path}");
    }
}

#[test]
fn customs_rules_can_be_turned_up_and_off() {
    let path = format!("{HEAD}/currency");
    for (customs_rules, expected) in [
        (CustomsRules::Warning, Some(Severity::Warning)),
        (CustomsRules::Error, Some(Severity::Error)),
        (CustomsRules::Off, None),
    ] {
        let options = Options { customs_rules, ..english() };
        let found = findings_of(&path, Some(json!("CNY")), &options);
        assert_eq!(found.first().map(|found| found.1), expected);
        // Types are CBT's, whatever becomes of customs' rules.
        let path = format!("{ORDER}/orderNo");
        assert_eq!(findings_of(&path, Some(json!(1)), &options)[0].1, Severity::Error);
    }
}

/// `EData` that was broken in many ways, and the token that must not be told in any of them.
#[test]
fn the_token_is_masked_wherever_it_got_to() {
    let secret = "S3CRETtokenS3CRETtokenS3CRETtoken";
    let shorter = &secret[..32];
    let e_data = |token: &str| {
        let good = request()["eData"].to_string();
        good.replace("\"8d1f0b6e3c9a4725b0e4c7d2f6a95318\"", token)
    };
    for text in [
        e_data(&format!("\"{secret}\"")),
        e_data(&format!("\"{shorter}\"")).replace('}', ""),
        e_data(&format!("\"x\"}} ,\"token\":\"{shorter}\"")),
        e_data(shorter),
        e_data(&format!("1234{shorter}")),
        e_data(&format!("“{shorter}”")),
        e_data(&format!("'{shorter}'")),
        e_data(&format!("\"a\"{shorter}\"b\"")),
        e_data(&format!("{{\"{shorter}\":1,}}")),
        e_data(&format!("\"\\{shorter}\"")),
        e_data(&format!("\"x\",\"{shorter}\":\"y\"")),
        e_data(&format!("\"{shorter}\"")).replace("\"token\":", "\"token\"："),
        e_data(&format!("\"{shorter}\"")).replace("\"token\":", "\"token\"="),
        e_data(&format!("\"{shorter}\"")).replace("\"token\":", "\"token\","),
        e_data(&format!("\"{shorter}\"")).replace("\"token\":", "token:"),
        e_data(&format!("\"{shorter}\"")).replace("28393", "28393\","),
        json!(e_data(&format!("\"{shorter}\""))).to_string(),
        format!("token={shorter}"),
        shorter.to_owned(),
        cbt179::encode_form(e_data(shorter).as_bytes(), b""),
        e_data(shorter).chars().flat_map(|char| [char, '\0']).collect(),
    ] {
        let pay_ex_info = request()["payExInfo"].to_string();
        let body = cbt179::encode_form(text.as_bytes(), pay_ex_info.as_bytes());
        let told = format!("{:?}", cbt179::decode_form(body.as_bytes(), &english()));
        assert!(!told.contains(&secret[..6]), "{text}\n{told}");
        // The parts swapped.
        let told = format!("{:?}", check_form(cbt179::encode_form(b"{}", text.as_bytes()).as_bytes(), &english()));
        let is_e_data = text.contains("token") && text.contains("serialNumber");
        assert!(!is_e_data || !told.contains(&secret[..6]), "{text}\n{told}");
        let request = format!("{{\"eData\":{text},\"payExInfo\":{pay_ex_info}}}");
        let told = format!("{:?}", check_request(request.as_bytes(), None, &english()));
        assert!(!told.contains(&secret[..6]), "{request}\n{told}");
    }
}

#[test]
fn bodies_that_are_no_such_form() {
    let good = body_of(&request());
    let (e_data, pay_ex_info) = good.split_once('&').unwrap();
    let part = |text: &str| {
        let body = cbt179::encode_form(text.as_bytes(), b"");
        body.strip_suffix("&payExInfoStr=").unwrap().to_owned()
    };
    for (body, expected) in [
        (String::new(), vec![("form.empty", "")]),
        ("{}".into(), vec![("form.not-a-form", "")]),
        ("hello=1".into(), vec![("form.not-a-form", "")]),
        (e_data.into(), vec![("field.missing", "/payExInfoStr")]),
        (pay_ex_info.into(), vec![("field.missing", "/EData")]),
        (format!("EData=&{pay_ex_info}"), vec![("field.empty", "/EData")]),
        (format!("EData&{pay_ex_info}"), vec![("field.empty", "/EData")]),
        (format!("{e_data}&{e_data}&{pay_ex_info}"), vec![("form.duplicate-field", "/EData")]),
        (format!("{e_data}&Edata=e30%3D&{pay_ex_info}"), vec![("field.both-names", "/Edata")]),
        (good.replacen("EData", "Edata", 1), vec![("field.alternate-name", "/Edata")]),
        (format!("+{good}"), vec![("form.name-blanks", "/EData")]),
        (format!("{good}&signature=1"), vec![("field.unknown", "/signature")]),
        (format!("{good}&{{\"token\":\"secret\"}}"), vec![("field.unknown", "/***")]),
        (format!("&{good}&"), vec![]),
        (format!("{good}\n"), vec![("base64.white-space", "/payExInfoStr")]),
        (format!("{}&{pay_ex_info}", part("[]")), vec![("field.type", "/EData")]),
        (format!("{}&{pay_ex_info}", part("1")), vec![("field.type", "/EData")]),
        (format!("{}&{pay_ex_info}", part(" ")), vec![("json.empty", "/EData")]),
        (format!("{}&{pay_ex_info}", part("\u{feff}")), vec![("utf8.bom", "/EData"), ("json.empty", "/EData")]),
        (format!("EData=***&{pay_ex_info}"), vec![("base64.not-json", "/EData")]),
        (format!("EData=%3D&{pay_ex_info}"), vec![("base64.extra-padding", "/EData")]),
        (good.replace('%', "%25"), vec![("percent.twice", "/EData"), ("percent.twice", "/payExInfoStr")]),
    ] {
        let report = check_form(body.as_bytes(), &english());
        assert_eq!(brief(&report.findings), expected, "{body}");
    }
}

#[test]
fn the_alternate_spellings_of_the_document_are_read() {
    let text = body_of(&request());
    let decoded = cbt179::decode_form(text.as_bytes(), &english());
    let (e_data, pay_ex_info) = (decoded.e_data.unwrap().text, decoded.pay_ex_info.unwrap().text);
    let e_data = e_data.replace("cusName", "coName").replace("cusCode", "coCode").replace("token", "Token");
    let pay_ex_info = pay_ex_info.replace("InfoLists", "InfoList");
    let body = cbt179::encode_form(e_data.as_bytes(), pay_ex_info.as_bytes());
    let body = body.replacen("EData", "Edata", 1);
    let report = check_form(body.as_bytes(), &english());
    assert!(report.ok);
    let mut found = brief(&report.findings);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("field.alternate-name", "/EData/Token"),
            ("field.alternate-name", "/EData/coCode"),
            ("field.alternate-name", "/EData/coName"),
            ("field.alternate-name", "/Edata"),
            ("field.alternate-name", "/payExInfoStr/payExchangeInfoList"),
        ]
    );
}

#[test]
fn the_limit_of_the_whole_value() {
    for (characters, code) in [
        (1_999_996, None),
        (2_000_000, Some("form.value-long")),
        (2_097_152, Some("form.value-long")),
        (2_097_156, Some("form.value-too-long")),
    ] {
        let text = request()["payExInfo"].to_string();
        let blanks = characters / 4 * 3 - text.len();
        let pay_ex_info = format!("{text}{}", " ".repeat(blanks));
        let e_data = request()["eData"].to_string();
        let body = cbt179::encode_form(e_data.as_bytes(), pay_ex_info.as_bytes());
        let report = check_form(body.as_bytes(), &english());
        let found = report.findings.first().map(|finding| finding.code);
        assert_eq!(found, code, "{characters}");
        assert_eq!(report.ok, code != Some("form.value-too-long"));
    }
}
