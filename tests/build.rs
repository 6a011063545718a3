//! Building: what goes in comes out, in order, and nothing comes out where something is wrong.

mod common;

use cbt179::{Names, Options, build_form, check_form, check_request, decode_form};
use common::{body_of, brief, english, request};
use serde_json::{Value, json};

fn built(request: &Value) -> cbt179::BuiltForm {
    build_form(request.to_string().as_bytes(), None, &english()).unwrap()
}

#[test]
fn what_was_built_is_ok_and_carries_the_request() {
    let request = request();
    let built = built(&request);
    assert_eq!(brief(&built.findings), []);
    let report = check_form(built.body.as_bytes(), &english());
    assert_eq!(brief(&report.findings), []);

    let decoded = decode_form(built.body.as_bytes(), &english());
    let (e_data, pay_ex_info) = (decoded.e_data.unwrap(), decoded.pay_ex_info.unwrap());
    assert_eq!(e_data.text, built.e_data);
    assert_eq!(pay_ex_info.text, built.pay_ex_info);
    for (text, part) in [(e_data.text, "eData"), (pay_ex_info.text, "payExInfo")] {
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), request[part]);
    }
}

#[test]
fn fields_come_in_the_interfaces_order() {
    // serde_json sorts keys, which is not the interface's order.
    let built = built(&request());
    let keys = [
        "sessionID",
        "payExchangeInfoHead",
        "guid",
        "initalRequest",
        "initalResponse",
        "ebpCode",
        "payCode",
        "payTransactionId",
        "totalAmount",
        "currency",
        "verDept",
        "payType",
        "tradingTime",
        "note",
        "payExchangeInfoLists",
        "orderNo",
        "goodsInfo",
        "gname",
        "itemLink",
        "recpAccount",
        "recpCode",
        "recpName",
    ];
    let places: Vec<_> = keys.iter().map(|key| built.pay_ex_info.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{}", built.pay_ex_info);
    let keys = ["version", "commitTime", "cusName", "cusCode", "serialNumber", "token"];
    let places = keys.map(|key| built.e_data.find(&format!("\"{key}\":")).unwrap());
    assert!(places.is_sorted(), "{}", built.e_data);
}

#[test]
fn both_values_are_percent_encoded() {
    let mut request = request();
    // `>>>` and `???` are `Pj4+` and `Pz8/` in Base64.
    request["payExInfo"]["payExchangeInfoHead"]["note"] = json!(">>>>>???????~~~~");
    let built = built(&request);
    let [e_data, pay_ex_info] = ["EData=", "&payExInfoStr="].map(|name| {
        let start = built.body.find(name).unwrap() + name.len();
        built.body[start..].split('&').next().unwrap()
    });
    for value in [e_data, pay_ex_info] {
        let plain = value.replace("%2B", "").replace("%2F", "").replace("%3D", "");
        assert!(plain.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{value}");
    }
    assert!(pay_ex_info.contains("%2B") && pay_ex_info.contains("%2F"), "{pay_ex_info}");
}

#[test]
fn what_is_left_out_is_filled_in() {
    let mut request = request();
    let e_data = request["eData"].as_object_mut().unwrap();
    e_data.remove("version");
    e_data.remove("commitTime");
    let options = Options { now: Some(1_768_440_491_999), ..english() };
    let text = request.to_string();
    let built = build_form(text.as_bytes(), None, &options).unwrap();
    assert!(built.e_data.starts_with(r#"{"version":"1.0","commitTime":"20260115092811","cusName":"#));
    // By the clock: it cannot be told which second, but it is a time.
    let built = build_form(text.as_bytes(), None, &english()).unwrap();
    assert!(check_form(built.body.as_bytes(), &english()).ok);
    assert!(built.e_data.contains(r#""commitTime":"20"#));
}

#[test]
fn amounts_keep_every_digit() {
    for (amount, written) in [
        ("100.10", "100.1"),
        ("100.00", "100"),
        ("12345678901234.12345", "12345678901234.12345"),
        ("0.1", "0.1"),
        ("1e3", "1000"),
    ] {
        for spelled in [amount.to_owned(), format!("\"{amount}\"")] {
            let text = request().to_string().replace("100.1", &spelled);
            let built = build_form(text.as_bytes(), None, &english()).unwrap();
            let expected = format!("\"totalAmount\":{written},");
            assert!(built.pay_ex_info.contains(&expected), "{spelled}: {}", built.pay_ex_info);
        }
    }
}

#[test]
fn a_text_is_taken_byte_for_byte() {
    let text = format!("\n{}  ", request()["payExInfo"].to_string().replace("\",\"", "\" ,\t\""));
    let mut apart = request();
    apart.as_object_mut().unwrap().remove("payExInfo");
    let built = build_form(apart.to_string().as_bytes(), Some(text.as_bytes()), &english()).unwrap();
    assert_eq!(built.pay_ex_info, text);
    apart["payExInfo"] = json!(text);
    let within = build_form(apart.to_string().as_bytes(), None, &english()).unwrap();
    assert_eq!(within.body, built.body);
}

#[test]
fn a_fault_in_a_text_is_placed_in_it() {
    let mut apart = request();
    apart.as_object_mut().unwrap().remove("payExInfo");
    let text = request()["payExInfo"].to_string().replace("100.1", "\"100.1\"");
    let report = check_request(apart.to_string().as_bytes(), Some(text.as_bytes()), &english());
    assert_eq!(brief(&report.findings), [("amount.string", "/payExInfo/payExchangeInfoHead/totalAmount")]);
    let at = report.findings[0].at.json.unwrap();
    assert_eq!(&text[at.start..at.end], "\"100.1\"");
    assert!(report.findings[0].at.form.is_none());
}

#[test]
fn unknown_fields_are_kept_with_a_warning() {
    let mut request = request();
    request["eData"]["channel"] = json!("x");
    request["payExInfo"]["payExchangeInfoHead"]["extra"] = json!({"b": 1.50, "a": [null]});
    let built = built(&request);
    assert_eq!(
        brief(&built.findings),
        [("field.unknown", "/eData/channel"), ("field.unknown", "/payExInfo/payExchangeInfoHead/extra")]
    );
    assert!(built.e_data.ends_with(r#","channel":"x"}"#));
    assert!(built.pay_ex_info.contains(r#","extra":{"a":[null],"b":1.5}}"#));
}

#[test]
fn errors_come_all_at_once_and_without_a_body() {
    let mut request = request();
    request["eData"]["cusName"] = json!("");
    request["payExInfo"]["payExchangeInfoLists"] = json!([]);
    request["payExInfo"]["payExchangeInfoHead"]["totalAmount"] = json!("¥100");
    let error = build_form(request.to_string().as_bytes(), None, &english()).unwrap_err();
    assert_eq!(
        brief(&error.findings),
        [
            ("field.empty", "/eData/cusName"),
            ("amount.format", "/payExInfo/payExchangeInfoHead/totalAmount"),
            ("field.empty", "/payExInfo/payExchangeInfoLists"),
        ]
    );
    assert_eq!(error.to_string().lines().count(), 3);
}

#[test]
fn requests_that_are_none() {
    let e_data = request()["eData"].to_string();
    let pay_ex_info = request()["payExInfo"].to_string();
    for (request, expected) in [
        (String::new(), vec![("json.empty", "")]),
        ("[]".into(), vec![("field.missing", "/eData"), ("field.missing", "/payExInfo")]),
        ("{}".into(), vec![("field.missing", "/eData"), ("field.missing", "/payExInfo")]),
        (format!("{{\"eData\":1,\"payExInfo\":{pay_ex_info}}}"), vec![("field.type", "/eData")]),
        (format!("{{\"eData\":{e_data},\"payExInfo\":\"\"}}"), vec![("json.empty", "/payExInfo")]),
        (format!("{{\"eData\":{e_data},\"payExInfo\":[]}}"), vec![("field.type", "/payExInfo")]),
        (format!("{{\"eData\":{e_data},\"payExInfo\":{pay_ex_info},\"id\":1}}"), vec![("request.member", "/id")]),
        (
            format!("{{\"EData\":{e_data},\"payExInfoStr\":{pay_ex_info}}}"),
            vec![("request.member", "/EData"), ("request.member", "/payExInfoStr")],
        ),
        (
            format!("{{\"eData\":{},\"payExInfo\":{pay_ex_info}}}", e_data.replace("d1f0b6e3c9a47", "\\ud800")),
            vec![("json.lone-surrogate", "/eData/token")],
        ),
    ] {
        let report = check_request(request.as_bytes(), None, &english());
        assert_eq!(brief(&report.findings), expected, "{request}");
    }
}

#[test]
fn either_spelling_is_read_and_the_chosen_one_written() {
    for (from, to) in [("cus", "cus"), ("co", "cus"), ("cus", "co"), ("co", "co")] {
        let spell = |text: &str, names| text.replace("\"cus", &format!("\"{names}"));
        let text = spell(&request().to_string(), from).replace("InfoLists", "InfoList").replace("token", "Token");
        let names = if to == "co" { Names::Co } else { Names::Cus };
        let built = build_form(text.as_bytes(), None, &Options { names, ..english() }).unwrap();
        assert_eq!(brief(&built.findings), [], "{from} {to}");
        let expected = build_form(request().to_string().as_bytes(), None, &english()).unwrap();
        assert_eq!(built.e_data, spell(&expected.e_data, to));
        assert_eq!(built.pay_ex_info, expected.pay_ex_info);
    }
    let both = request().to_string().replace("\"cusName\"", "\"coName\":\"x\",\"cusName\"");
    let error = build_form(both.as_bytes(), None, &english()).unwrap_err();
    assert_eq!(brief(&error.findings), [("field.both-names", "/eData/coName")]);
}

#[test]
fn nothing_larger_than_the_cap_is_built() {
    let mut request = request();
    request["eData"]["extra"] = json!("x".repeat(7 << 20));
    let error = build_form(request.to_string().as_bytes(), None, &english()).unwrap_err();
    assert_eq!(brief(&error.findings), [("form.too-large", "")]);
    assert_eq!(error.findings[0].cbt_code, None);
}

#[test]
fn a_text_longer_than_cbt_takes_is_refused() {
    let text = format!("{}{}", request()["payExInfo"], " ".repeat(1_600_000));
    let e_data = format!("{{\"eData\":{}}}", request()["eData"]);
    let error = build_form(e_data.as_bytes(), Some(text.as_bytes()), &english()).unwrap_err();
    assert_eq!(brief(&error.findings), [("form.value-too-long", "/payExInfo")]);
}

#[test]
fn a_value_longer_than_cbt_takes_is_refused() {
    let mut request = request();
    let order = request["payExInfo"]["payExchangeInfoLists"][0].clone();
    request["payExInfo"]["payExchangeInfoLists"] = json!(vec![order; 8000]);
    let error = build_form(request.to_string().as_bytes(), None, &english()).unwrap_err();
    assert_eq!(brief(&error.findings), [("form.value-too-long", "/payExInfo")]);
}

#[test]
fn input_over_the_cap_is_refused_unread() {
    let options = Options { max_body_bytes: 100, ..english() };
    let body = body_of(&request());
    let report = check_form(body.as_bytes(), &options);
    assert_eq!(brief(&report.findings), [("form.too-large", "")]);
    let error = build_form(request().to_string().as_bytes(), None, &options).unwrap_err();
    assert_eq!(brief(&error.findings), [("form.too-large", "")]);
}

#[test]
fn paths_lead_to_the_values_of_the_request() {
    let mut request = request();
    let e_data = request["eData"].as_object_mut().unwrap();
    let name = e_data.remove("cusName").unwrap();
    e_data.insert("coName".into(), json!(format!("{} ", name.as_str().unwrap())));
    let pay_ex_info = request["payExInfo"].as_object_mut().unwrap();
    let order = pay_ex_info.remove("payExchangeInfoLists").unwrap()[0].clone();
    pay_ex_info.insert("payExchangeInfoList".into(), json!({ "7": order, "8": 1 }));
    pay_ex_info["payExchangeInfoHead"]["Guid"] = json!("x");
    pay_ex_info["payExchangeInfoHead"]["a/b~c"] = json!(1);
    let report = check_request(request.to_string().as_bytes(), None, &english());
    let paths: Vec<_> = report.findings.iter().map(|finding| &*finding.path).collect();
    for path in [
        "/eData/coName",
        "/payExInfo/payExchangeInfoList",
        "/payExInfo/payExchangeInfoList/8",
        "/payExInfo/payExchangeInfoHead/Guid",
        "/payExInfo/payExchangeInfoHead/a~1b~0c",
    ] {
        assert!(paths.contains(&path), "{path}: {paths:?}");
    }
    assert!(paths.iter().all(|path| request.pointer(path).is_some()), "{paths:?}");
    // A message uses the names of the request too.
    let report = check_request(b"{\"eData\":1}", None, &english());
    let messages: Vec<_> = report.findings.iter().map(|finding| &*finding.message).collect();
    assert_eq!(
        messages,
        [
            "missing required field `payExInfo` (text to be signed)",
            "`eData` (protocol parameters) must be an object, but is a number"
        ]
    );
}
