//! CBT's replies, and the upload that is composed of one.

mod common;

use cbt179::{CheckedReply, CustomsRules, Options, Sent, build_form, check_reply, compose_upload};
use common::{brief, english, request};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The document's own examples (clause 3.1.2.4 and 5.2).
const SAMPLES: &str = include_str!("data/sample-replies.jsonl");

/// A signature of the length that RSA-1024 has.
fn sign_value() -> String {
    base64::Engine::encode(&base64::engine::general_purpose::STANDARD, [7; 128])
}

fn success() -> Value {
    json!({
        "status": "success", "code": "", "msg": "", "serialNumber": "20119182839304",
        "serviceTime": "1768440495123", "certNo": "01691fe9", "signValue": sign_value(),
    })
}

fn check(reply: &str) -> CheckedReply {
    let sent = Sent { serial_number: Some("20119182839304"), commit_time: Some("20260115092811"), request: None };
    check_reply(reply.as_bytes(), &sent, &english())
}

/// The reply with these fields changed; `null` takes one out.
fn with(changes: &Value) -> String {
    let mut reply = success();
    for (name, value) in changes.as_object().unwrap() {
        reply[name] = value.clone();
    }
    reply.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    reply.to_string()
}

#[test]
fn the_documents_own_replies() {
    let [success, failure] = &SAMPLES.lines().map(check).collect::<Vec<_>>()[..] else { panic!() };
    // Its certificate is a dummy, and it was written years ago.
    assert_eq!(brief(&success.findings), [("reply.time-far", "/serviceTime"), ("reply.cert-no", "/certNo")]);
    assert!(success.ok);
    let reply = success.reply.as_ref().unwrap();
    assert_eq!(reply.service_time.as_deref(), Some("1533282603450"));
    assert_eq!(reply.sign_value.as_ref().unwrap().len(), 172);
    assert!(!failure.ok);
    assert_eq!(brief(&failure.findings), [("reply.system-error", "/code")]);
    assert_eq!(failure.reply.as_ref().unwrap().msg.as_deref(), Some("系统错误"));
}

#[test]
fn what_is_wrong_with_a_reply_is_named() {
    assert_eq!(brief(&check(&success().to_string()).findings), []);
    let failed = |code: &str| json!({"status": "failure", "code": code, "serialNumber": "20119182839304"}).to_string();
    for (reply, expected, ok) in [
        (String::new(), vec![("reply.empty", "")], false),
        (" \n".to_owned(), vec![("reply.empty", "")], false),
        ("<!DOCTYPE html><TITLE> 403 </title>".to_owned(), vec![("reply.html", "")], false),
        ("upstream timed out".to_owned(), vec![("reply.not-json", "")], false),
        ("{\"status\"}".to_owned(), vec![("json.missing-value", "")], false),
        ("\"success\"".to_owned(), vec![("reply.not-an-object", "")], false),
        (success().to_string()[..150].to_owned(), vec![("reply.truncated", "")], false),
        ("{\"status\":tru".to_owned(), vec![("reply.truncated", "")], false),
        (failed("SYSTEM_ERROR").replace('{', "{\"msg\":\"\\ud800\","), vec![("reply.system-error", "/code")], false),
        (success().to_string()[..20].to_owned(), vec![("reply.truncated", "")], false),
        (failed("ILLEGAL_ARGUMENT"), vec![("reply.illegal-argument", "/code")], false),
        (failed("HASH_NO_PRIVILEGE"), vec![("reply.hash-no-privilege", "/code")], false),
        (failed("ILLEGAL_CLIENT_IP"), vec![("reply.illegal-client-ip", "/code")], false),
        (failed("SYSTEM_ERROR"), vec![("reply.system-error", "/code")], false),
        (failed("CERT_NO_EXIST"), vec![("reply.cert-no-exist", "/code")], false),
        (failed("BUSY"), vec![("reply.unknown-code", "/code")], false),
        (failed(""), vec![("reply.no-code", "/code")], false),
        (with(&json!({"status": null})), vec![("reply.no-status", "/status")], false),
        (with(&json!({"status": "SUCCESS"})), vec![("reply.status", "/status")], false),
        (with(&json!({"status": ["success"]})), vec![("reply.type", "/status")], false),
        (with(&json!({"code": "SYSTEM_ERROR"})), vec![("reply.success-with-code", "/code")], false),
        (with(&json!({"code": null, "msg": null, "more": 1})), vec![], true),
        (with(&json!({"signValue": null})), vec![("reply.unsigned", "/signValue")], false),
        (with(&json!({"certNo": " "})), vec![("reply.unsigned", "/certNo"), ("reply.cert-no", "/certNo")], false),
        (
            with(&json!({"status": "failure", "code": "SYSTEM_ERROR", "certNo": null, "signValue": null})),
            vec![("reply.system-error", "/code"), ("reply.signed-failure", "/serviceTime")],
            false,
        ),
        (with(&json!({"serialNumber": "1"})), vec![("reply.serial-number", "/serialNumber")], false),
        (with(&json!({"serialNumber": null})), vec![("reply.no-serial-number", "/serialNumber")], false),
        (with(&json!({"serviceTime": "1768440495"})), vec![("reply.service-time", "/serviceTime")], false),
        (with(&json!({"serviceTime": 1_768_440_495_123_i64})), vec![("reply.type", "/serviceTime")], true),
        (with(&json!({"serviceTime": "1768469295123"})), vec![("reply.time-far", "/serviceTime")], true),
        (with(&json!({"certNo": "01691FE9"})), vec![("reply.cert-no", "/certNo")], true),
        (with(&json!({"signValue": "a b="})), vec![("reply.sign-value", "/signValue")], false),
        (with(&json!({"signValue": "AAAA"})), vec![("reply.sign-length", "/signValue")], false),
        (with(&json!({"signValue": "A".repeat(344)})), vec![("reply.sign-length", "/signValue")], true),
        (
            success().to_string().replace('{', "{\"certNo\":\"01691fe9\","),
            vec![("reply.duplicate-field", "/certNo")],
            false,
        ),
        (format!("\u{feff}{}", success()), vec![], true),
        ("<?xml version=\"1.0\"?><error>1</error>".to_owned(), vec![("reply.xml", "")], false),
        ("<s:Envelope><s:Fault/></s:Envelope>".to_owned(), vec![("reply.xml", "")], false),
        (
            format!("<br />\n<b>Warning</b>: x in <b>a.php</b><br />\n{}", success()),
            vec![("reply.extra-text", "")],
            false,
        ),
        (format!("PHP Notice: x\n{}", success()), vec![("reply.extra-text", "")], false),
        (format!("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n{}", success()), vec![("reply.extra-text", "")], false),
        (format!("HTTP/1.1 502 Bad Gateway\r\n\r\n{}", success()), vec![("reply.extra-text", "")], false),
        (format!("callback({});", success()), vec![("reply.extra-text", "")], false),
        (format!("{}{}", success(), success()), vec![("reply.extra-text", "")], false),
        (format!("{}\nOK", success()), vec![("reply.extra-text", "")], false),
        (Value::from(success().to_string()).to_string(), vec![("reply.encoded", "")], false),
        (json!({"code": 0, "data": success()}).to_string(), vec![("reply.nested", "")], false),
        (success().to_string().replace('}', ",}"), vec![("json.trailing-comma", "")], false),
        (success().to_string().replace("\"status\"", "\"STATUS\""), vec![("reply.field-name", "/STATUS")], false),
        (
            failed("SYSTEM_ERROR").replace("\"code\"", "\"ErrorCode\""),
            vec![("reply.field-name", "/ErrorCode"), ("reply.system-error", "/code")],
            false,
        ),
        (
            json!({"code": "10000", "message": "", "serviceTime": 1_768_440_495_123_i64}).to_string(),
            vec![("reply.from-customs", "")],
            false,
        ),
        (json!({"code": 20004, "message": "x"}).to_string(), vec![("reply.from-customs", "")], false),
        (with(&json!({"signValue": sign_value().replace('B', "\n")})), vec![("reply.sign-value", "/signValue")], false),
    ] {
        let checked = check(&reply);
        assert_eq!(brief(&checked.findings), expected, "{reply}");
        assert_eq!(checked.ok, ok, "{reply}");
    }
}

#[test]
fn findings_of_a_reply_have_a_place_in_it() {
    let reply = with(&json!({"certNo": "0x1"}));
    let at = check(&reply).findings[0].at;
    assert_eq!(at.json.map(|json| &reply[json.start..json.end]), Some("\"0x1\""));
    assert_eq!((at.form, at.base64), (None, None));
}

#[test]
fn an_upload_has_every_byte_of_what_was_signed() {
    let built = build_form(request().to_string().as_bytes(), None, &english()).unwrap();
    let tail = format!(r#","serviceTime":"1768440495123","certNo":"01691fe9","signValue":"{}""#, sign_value());
    for text in [built.pay_ex_info.clone(), built.pay_ex_info.replace("{\"guid\"", "{ \t\n\"guid\"") + " \r\n"] {
        let upload =
            compose_upload(text.as_bytes(), success().to_string().as_bytes(), &Sent::default(), &english()).unwrap();
        assert_eq!(brief(&upload.findings), []);
        let brace = text.rfind('}').unwrap();
        assert_eq!(upload.json, format!("{}{tail}{}", &text[..brace], &text[brace..]));
        assert!(serde_json::from_str::<Value>(&upload.json).is_ok());
        let value = upload.body.strip_prefix("payExInfoStr=").unwrap();
        assert_eq!(percent_decoded(value), upload.json.as_bytes());
        assert!(!format!("{upload:?}").contains("guid"));
    }
}

/// Undoes percent-encoding as RFC 3986 has it.
fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let digits = [bytes.next().unwrap(), bytes.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => byte,
            _ => panic!("{byte} must not stand bare"),
        });
    }
    out
}

#[test]
fn no_upload_comes_of_what_is_not_sound() {
    let good = build_form(request().to_string().as_bytes(), None, &english()).unwrap().pay_ex_info;
    let signed = success().to_string();
    let twice = compose_upload(good.as_bytes(), signed.as_bytes(), &Sent::default(), &english()).unwrap().json;
    let (failure, cut) = (SAMPLES.lines().nth(1).unwrap(), &good[..good.len() - 1]);
    let trailing = good.replace("}]}", "},]}");
    for (text, reply, expected) in [
        (&*good, failure, vec![("reply.system-error", "/reply/code")]),
        (&good, "", vec![("reply.empty", "/reply")]),
        (&good, &with(&json!({"signValue": ""})), vec![("reply.unsigned", "/reply/signValue")]),
        (
            &twice,
            &signed,
            ["serviceTime", "certNo", "signValue"]
                .map(|name| ("upload.signed-already", format!("/payExInfoStr/{name}").leak() as &str))
                .to_vec(),
        ),
        (cut, &signed, vec![("json.unclosed", "/payExInfoStr")]),
        (&trailing, &signed, vec![("json.trailing-comma", "/payExInfoStr/payExchangeInfoLists")]),
        ("", "", vec![("json.empty", "/payExInfoStr"), ("reply.empty", "/reply")]),
        ("[]", &signed, vec![("field.type", "/payExInfoStr")]),
        ("EData=e30%3D", &signed, vec![("upload.form-body", "/payExInfoStr")]),
        ("\u{feff}{}", &signed, vec![("utf8.bom", "/payExInfoStr")]),
    ] {
        let findings =
            compose_upload(text.as_bytes(), reply.as_bytes(), &Sent::default(), &english()).unwrap_err().findings;
        for wanted in expected {
            assert!(brief(&findings).contains(&wanted), "{wanted:?} in {findings:#?}");
        }
        assert!(findings.iter().all(|finding| finding.fix.is_none()));
    }
    let strict = Options { customs_rules: CustomsRules::Error, ..english() };
    let dollars = good.replace("\"142\"", "\"502\"");
    let error = compose_upload(dollars.as_bytes(), signed.as_bytes(), &Sent::default(), &strict).unwrap_err();
    assert_eq!(brief(&error.findings)[0].0, "currency.not-cny");
    assert!(compose_upload(dollars.as_bytes(), signed.as_bytes(), &Sent::default(), &english()).is_ok());
    let tiny = Options { max_body_bytes: 10, ..english() };
    assert_eq!(
        brief(&compose_upload(good.as_bytes(), b"{}", &Sent::default(), &tiny).unwrap_err().findings),
        [("form.too-large", "")]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_reply_gives_an_answer(reply in prop::collection::vec(any::<u8>(), 0..200), at in any::<prop::sample::Index>()) {
        prop_assert!(!check_reply(&reply, &Sent::default(), &english()).ok);
        let mut text = success().to_string().into_bytes();
        let at = at.index(text.len());
        let end = (at + reply.len() / 20).min(text.len());
        text.splice(at..end, reply.iter().take(4).copied());
        let checked = check_reply(&text, &Sent::default(), &english());
        for finding in &checked.findings {
            prop_assert!(finding.at.json.is_none_or(|json| json.start <= json.end && json.end <= text.len() * 3));
        }
        let good = build_form(request().to_string().as_bytes(), None, &english()).unwrap().pay_ex_info;
        prop_assert_eq!(compose_upload(good.as_bytes(), &text, &Sent::default(), &english()).is_ok(), checked.ok);
    }
}
