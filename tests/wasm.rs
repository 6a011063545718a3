//! The core on its real target, in Node and in a browser: nothing may depend on what only native machines have.

#![cfg(target_arch = "wasm32")]

mod common;

use cbt179::{Options, build_form, check_form, decode_form};
use common::{SAMPLE_BODY, SAMPLE_PAY_EX_INFO, english};
use wasm_bindgen_test::wasm_bindgen_test;

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
    assert_eq!(error.findings[0].path, "/EData/commitTime");
    let options = Options { now: Some(1_768_440_491_000), ..english() };
    let built = build_form(request, None, &options).unwrap();
    assert!(built.e_data.contains("20260115092811"));
}
