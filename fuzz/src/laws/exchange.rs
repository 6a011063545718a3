//! Messages of the exchange: replies, customs' request, the upload, and the text that is signed.

use std::collections::BTreeMap;

use cbt179::{
    Finding, Sent, UploadSent, check_open_req, check_reply, check_upload_reply, compose_upload, open_req_answer,
    signing_text,
};
use cbt179_spec::signing;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::findings::{Texts, assert_sound};
use crate::input::{self, E_DATA, PAY_EX_INFO};
use crate::seeds;
use crate::token::reveals_token;

const SUCCESS: &str = r#"{"status":"success","code":"","msg":"","serialNumber":"20119182839304","serviceTime":"1768440500123","certNo":"0300000000abcdef","signValue":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="}"#;
const FAILURE: &str = r#"{"status": "failure","code": "SYSTEM_ERROR","serialNumber": "20119182839304","msg": "系统错误 token=Qz7Wk9Xv3Jp5Hy2Gd8Fs4Lm6Nc1Rb0Tt"}"#;
const PAGE: &str =
    "HTTP/1.1 502 Bad Gateway\r\n\r\n<html><head><title>Qz7Wk9Xv3Jp5Hy2Gd8Fs4Lm6Nc1Rb0Tt</title></head></html>";
const UPLOAD_REPLY: &str =
    r#"{"code":"20004","message":"企业实时数据获取验签证书未在服务系统注册","total":0,"serviceTime":1688886074467}"#;
const OPEN_REQ: &str =
    "openReq=%7B%22orderNo%22%3A%22ord1%22%2C%22sessionID%22%3A%22fe2374%22%2C%22serviceTime%22%3A1533271903898%7D";
const OPEN_REQ_JSON: &str =
    r#"{"openReq":"{\"orderNo\":\"订单1\",\"sessionID\":\"fe2374\",\"serviceTime\":1533271903898}"}"#;

const REPLIES: [&str; 3] = [SUCCESS, FAILURE, PAGE];
const TIME: &str = "1768440500123";

fn sent() -> Sent<'static> {
    Sent { serial_number: Some("20119182839304"), commit_time: Some("20260115092811"), request: Some(E_DATA) }
}

fn assert_hidden(findings: &[Finding]) {
    assert!(!reveals_token(format!("{findings:?}")), "{findings:#?}");
}

/// Asserts that findings about a reply are sound and don't reveal the token, and that an `ok` reply is a success with
/// all fields of the signature.
pub fn reply(data: &[u8]) {
    let Some((reply, options)) = input::text(data, &REPLIES) else { return };
    for sent in [sent(), Sent::default()] {
        let checked = check_reply(&reply, &sent, &options);
        assert_sound(checked.ok, &checked.findings, &Texts::of_json(&reply, options.units));
        if sent.request.is_some() {
            assert_hidden(&checked.findings);
        }
        if checked.ok {
            let reply = checked.reply.expect("a reply without an error was read");
            assert_eq!(reply.status.as_deref(), Some("success"));
            for field in [reply.service_time, reply.cert_no, reply.sign_value] {
                assert!(field.is_some_and(|field| !field.is_empty()));
            }
        }
    }
}

/// The replies of the document, and the templates without an edit.
pub fn reply_seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<_> = seeds::replies().into_iter().map(|reply| [&[0], reply.as_bytes()].concat()).collect();
    seeds.extend([vec![1], vec![2], vec![3]]);
    seeds
}

/// Asserts that findings about customs' request and about customs' reply to an upload are sound, and that the answer is
/// JSON.
pub fn messages(data: &[u8]) {
    if let Some((body, options)) = input::text(data, &[OPEN_REQ, OPEN_REQ_JSON, UPLOAD_REPLY]) {
        let checked = check_open_req(&body, &options);
        assert_sound(checked.ok, &checked.findings, &Texts::of_form(&body, options.units));
        assert!(!checked.ok || checked.open_req.is_some());

        let checked = check_upload_reply(&body, &UploadSent { session_id: Some("fe2374") }, &options);
        assert_sound(checked.ok, &checked.findings, &Texts::of_json(&body, options.units));
        assert!(!checked.ok || checked.reply.is_some_and(|reply| reply.code.as_deref() == Some("10000")));

        let message = String::from_utf8_lossy(&body);
        let answer = serde_json::from_str::<Value>(&open_req_answer("10000", &message, 1)).expect("the answer is JSON");
        assert_eq!(answer["message"], *message);
    }
}

/// The templates without an edit, and as they are.
pub fn message_seeds() -> Vec<Vec<u8>> {
    let templates = [OPEN_REQ, OPEN_REQ_JSON, UPLOAD_REPLY];
    let as_is = templates.map(|template| [&[0], template.as_bytes()].concat());
    [vec![1], vec![2], vec![3]].into_iter().chain(as_is).collect()
}

/// Asserts that an upload is the signed text with the three fields of the reply inserted, and nothing else changed.
pub fn compose(data: &[u8]) {
    let Some((text, reply)) = input::halves(data) else { return };
    let Some((text, options)) = input::text(text, &[PAY_EX_INFO]) else { return };
    let Some((reply, _)) = input::text(reply, &REPLIES) else { return };
    let upload = match compose_upload(&text, &reply, &sent(), &options) {
        Err(error) => {
            assert!(crate::findings::errors(&error.findings) > 0);
            return assert_hidden(&error.findings);
        }
        Ok(upload) => upload,
    };
    assert_hidden(&upload.findings);
    let end = text.iter().rposition(|&byte| byte == b'}').expect("the text is an object");
    assert!(upload.json.as_bytes().starts_with(&text[..end]) && upload.json.as_bytes().ends_with(&text[end..]));
    let fields: Value = serde_json::from_str(&upload.json).expect("an upload is JSON");
    let read = check_reply(&reply, &sent(), &options).reply.expect("the reply was read");
    for (name, value) in [("serviceTime", read.service_time), ("certNo", read.cert_no), ("signValue", read.sign_value)]
    {
        assert_eq!(fields[name].as_str(), value.as_deref(), "{name}");
    }
    let time = fields["serviceTime"].as_str();
    // Only the names of other versions of the document leave the signing text unknown.
    let signed = signing_text(&text, time, &options);
    assert_eq!(signing_text(upload.json.as_bytes(), None, &options).text, signed.text);
}

/// The templates, and the texts of the corpus with a reply.
pub fn compose_seeds() -> Vec<Vec<u8>> {
    let mut seeds = vec![vec![128, 1, 1]];
    for [_, text] in seeds::texts() {
        let reply = [&[0], SUCCESS.as_bytes()].concat();
        let text = [&[0], text.as_bytes()].concat();
        // The share of the text, in 256ths, rounded up; blanks make it exact.
        let share = (text.len() * 256).div_ceil(text.len() + reply.len()).min(255);
        let blanks = (text.len() + reply.len()) * share / 256 - text.len();
        seeds.push([&[u8::try_from(share).expect("a byte")], &text[..], &b" ".repeat(blanks), &reply].concat());
    }
    seeds
}

/// Asserts that the signing text consists of the exact tokens that were sent.
pub fn signing(data: &[u8]) {
    let upload = format!("{},\"serviceTime\":\"{TIME}\"}}", PAY_EX_INFO.strip_suffix('}').expect("an object"));
    let Some((text, options)) = input::text(data, &[PAY_EX_INFO, &upload]) else { return };
    for given in [Some(TIME), None] {
        let signed = signing_text(&text, given, &options);
        assert_sound(signed.ok, &signed.findings, &Texts::of_json(&text, options.units));
        assert_eq!(signed.ok, signed.text.is_some(), "{:#?}", signed.findings);
        if let Some(signed) = signed.text {
            let members: BTreeMap<String, &RawValue> = serde_json::from_slice(&text).expect("the text is JSON");
            let raw = |name: &str| members[name].get();
            let quoted = |name: &str| raw(name).trim_matches('"');
            let time = given.unwrap_or_else(|| quoted("serviceTime"));
            let [head, lists] = ["payExchangeInfoHead", "payExchangeInfoLists"].map(|name| signing::compact(raw(name)));
            assert_eq!(signed, signing::pieces(quoted("sessionID"), &head, &lists, time).concat());
        }
    }
}

/// The texts of the corpus.
pub fn signing_seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<_> = seeds::texts().into_iter().map(|[_, text]| [&[0], text.as_bytes()].concat()).collect();
    seeds.extend([vec![1], vec![2]]);
    seeds
}
