//! Tests the core on its real target, in Node and in a browser: nothing may depend on what only native machines have.
//!
//! Compares the layers of the corpus with what the browser's `URLSearchParams`, `atob` and fatal `TextDecoder` read;
//! `tests/npm/differential.test.mjs` compares random bodies in Node.

#![cfg(target_arch = "wasm32")]

mod common;

use cbt179::{Options, build_form, check_form, decode_form, encode_form};
use common::{SAMPLE_BODY, SAMPLE_PAY_EX_INFO, english};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{TextDecoder, TextDecoderOptions, UrlSearchParams};

#[wasm_bindgen_test]
fn the_example_comes_out_as_ruled() {
    let decoded = decode_form(SAMPLE_BODY.as_bytes(), &english());
    assert_eq!(decoded.pay_ex_info.unwrap().text, SAMPLE_PAY_EX_INFO);
    let count = |code: &str| decoded.findings.iter().filter(|finding| finding.code == code).count();
    assert_eq!(count("form.unencoded-plus"), 1);
    assert_eq!(count("json.trailing-comma"), 1);
}

#[wasm_bindgen_test]
fn deep_nesting_is_a_finding_and_no_trap() {
    let deep = "[".repeat(1_000_000);
    let body = cbt179::encode_form(b"{}", deep.as_bytes());
    let report = check_form(body.as_bytes(), &english());
    assert!(report.findings.iter().any(|finding| finding.code == "json.too-deep"));
}

#[wasm_bindgen_test]
fn a_target_without_a_clock_asks_for_the_time() {
    let request = br#"{
        "eData": {"cusName": "x", "cusCode": "x", "serialNumber": "1", "token": "t"},
        "payExInfo": {"sessionID": "s", "payExchangeInfoHead": {}, "payExchangeInfoLists": [{}]}
    }"#;
    let error = build_form(request, None, &english()).unwrap_err();
    assert_eq!(error.findings[0].path, "/eData/commitTime");
    let options = Options { now: Some(1_768_440_491_000), ..english() };
    let built = build_form(request, None, &options).unwrap();
    assert!(built.e_data.contains("20260115092811"));
}

#[wasm_bindgen_test]
fn gbk_is_decoded_by_the_host() {
    let e_data = b"{\"cusName\":\"\xB5\xE7\xC9\xCC\xB9\xAB\xCB\xBE\"}";
    let decoded = decode_form(encode_form(e_data, b"{}").as_bytes(), &english());
    assert_eq!(decoded.e_data.unwrap().text, "{\"cusName\":\"电商公司\"}");
    assert!(decoded.findings.iter().any(|finding| finding.code == "utf8.gbk"));
}

#[wasm_bindgen_test]
fn big5_is_decoded_by_the_host() {
    let e_data = b"{\"cusName\":\"\xB9\x71\xB0\xD3\xA4\xBD\xA5\x71\"}";
    let decoded = decode_form(encode_form(e_data, b"{}").as_bytes(), &english());
    assert_eq!(decoded.e_data.unwrap().text, "{\"cusName\":\"電商公司\"}");
    assert!(decoded.findings.iter().any(|finding| finding.code == "utf8.big5"));
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch)]
    fn atob(base64: &str) -> Result<String, JsValue>;
}

/// Returns the value of a field as the browser reads the form; `None` if it is missing or duplicate.
fn value_by_browser(body: &str, field: &str) -> Option<String> {
    let params = UrlSearchParams::new_with_str(body).unwrap();
    params.get(field).filter(|_| params.get_all(field).length() == 1)
}

/// Decodes Base64 with the browser; `None` if it is malformed.
fn bytes_by_browser(base64: &str) -> Option<Vec<u8>> {
    // Each character that `atob` returns is a byte.
    atob(base64).ok()?.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect()
}

/// Decodes UTF-8 with the browser; `None` if it is ill-formed.
fn text_by_browser(bytes: &[u8]) -> Option<String> {
    let options = TextDecoderOptions::new();
    options.set_fatal(true);
    js_sys::Reflect::set(&options, &"ignoreBOM".into(), &true.into()).unwrap();
    TextDecoder::new_with_label_and_options("utf-8", &options).unwrap().decode_with_u8_array(bytes).ok()
}

/// Checks that a body without a finding in its layers, from the form to UTF-8, is read as the browser reads it. Returns
/// whether it has none.
fn is_read_alike(body: &str) -> bool {
    const LAYERS_OF_JSON: [&str; 5] =
        ["json.html-escaped", "json.percent-encoded", "json.slashes-added", "json.backslashes-doubled", "json.quoted"];
    let decoded = decode_form(body.as_bytes(), &english());
    let is_of_layer = |code: &str| {
        ["form.", "percent.", "base64.", "utf8.", "findings."].iter().any(|layer| code.starts_with(layer))
            || LAYERS_OF_JSON.contains(&code)
    };
    let is_sound = !decoded.findings.iter().any(|finding| is_of_layer(finding.code));
    for (field, ours) in [("EData", decoded.e_data), ("payExInfoStr", decoded.pay_ex_info)] {
        if let Some(value) = value_by_browser(body, field).filter(|_| is_sound) {
            let theirs = bytes_by_browser(&value).and_then(|bytes| text_by_browser(&bytes));
            // An empty value has no part.
            assert_eq!(Some(ours.map(|part| part.text).unwrap_or_default()), theirs, "{field} of {body:.300}");
        }
    }
    is_sound
}

#[wasm_bindgen_test]
fn the_corpus_is_read_as_the_browser_reads_it() {
    let lines = include_str!("corpus/bodies.jsonl").lines();
    let bodies = lines.filter_map(|line| {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        case["body"].as_str().map(str::to_owned)
    });
    let sound = bodies.filter(|body| is_read_alike(body)).count();
    assert!(sound > 100, "{sound}");
}
