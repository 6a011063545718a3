//! The rest of the exchange with customs: the text that CBT signs, customs' request, and customs' reply to an upload.

mod common;

use cbt179::spec::signing;
use cbt179::{
    CustomsRules, Locale, Options, Sent, Severity, UploadSent, build_form, check_open_req, check_upload_reply,
    compose_upload, open_req_answer, signing_text,
};
use common::{brief, english, request};
use proptest::prelude::*;
use serde_json::{Value, json};

const TIME: &str = "1768440495123";

const HEAD: &str = r#"{"guid":"1","totalAmount":100.1}"#;
const LISTS: &str = r#"[{"orderNo":"1"},{"orderNo":"2"}]"#;

/// A text for CBT with these parts.
fn sent(session_id: &str, head: &str, lists: &str) -> String {
    format!(r#"{{"sessionID":{session_id},"payExchangeInfoHead":{head},"payExchangeInfoLists":{lists}}}"#)
}

fn text_of(pay_ex_info: &str, service_time: Option<&str>) -> Option<String> {
    signing_text(pay_ex_info.as_bytes(), service_time, &english()).text
}

#[test]
fn the_text_is_made_of_slices() {
    let plain = sent("\"fe2374\"", HEAD, LISTS);
    let signed = signing::pieces("fe2374", HEAD, LISTS, TIME).concat();
    let upload = plain.replace("]}", &format!(r#"],"serviceTime":"{TIME}","certNo":"01691fe9","signValue":"x"}}"#));
    for (pay_ex_info, service_time) in [
        (plain.clone(), Some(TIME)),
        (upload.clone(), None),
        (upload.clone(), Some(TIME)),
        // A number in the document, but a string in the signed text.
        (upload.replace(&format!("\"{TIME}\""), TIME), None),
        (format!(" {}\r\n", plain.replace(':', " : ").replace(',', "\t,\n")), Some(TIME)),
        // The order of the members does not matter.
        (
            format!(r#"{{"payExchangeInfoLists":{LISTS},"payExchangeInfoHead":{HEAD},"sessionID":"fe2374"}}"#),
            Some(TIME),
        ),
    ] {
        let found = signing_text(pay_ex_info.as_bytes(), service_time, &english());
        assert_eq!(brief(&found.findings), [], "{pay_ex_info}");
        assert!(found.ok);
        assert_eq!(found.text.as_ref(), Some(&signed), "{pay_ex_info}");
    }
}

#[test]
fn errors_leave_the_text_unknown() {
    let plain = sent("\"fe2374\"", HEAD, LISTS);
    let upload = plain.replace("]}", &format!(r#"],"serviceTime":"{TIME}"}}"#));
    let root = |name: &str| format!("/payExInfoStr/{name}");
    for (pay_ex_info, service_time, code, path) in [
        (plain.replace("\"sessionID\":\"fe2374\",", ""), Some(TIME), "field.missing", root("sessionID")),
        (sent("null", HEAD, LISTS), Some(TIME), "field.null", root("sessionID")),
        (sent("\"\"", HEAD, LISTS), Some(TIME), "field.empty", root("sessionID")),
        (sent("\"1\"", "[1]", LISTS), Some(TIME), "field.type", root("payExchangeInfoHead")),
        (sent("\"1\"", "[{}]", LISTS), Some(TIME), "field.list-of-one", root("payExchangeInfoHead")),
        (sent("\"1\"", r#""{\"guid\":\"1\"}""#, LISTS), Some(TIME), "field.quoted-json", root("payExchangeInfoHead")),
        (sent("\"1\"", HEAD, "{\"orderNo\":\"1\"}"), Some(TIME), "field.not-a-list", root("payExchangeInfoLists")),
        (plain.replace("Lists", "List"), Some(TIME), "field.alternate-name", root("payExchangeInfoList")),
        (plain.replace("sessionID", "sessionId"), Some(TIME), "field.misspelt", root("sessionId")),
        (plain.replace('{', "{\"sessionID\":\"1\","), Some(TIME), "json.duplicate-key", root("sessionID")),
        (plain.replace("}]}", "}],}"), Some(TIME), "json.trailing-comma", "/payExInfoStr".to_owned()),
        (plain[..plain.len() - 1].to_owned(), Some(TIME), "json.unclosed", "/payExInfoStr".to_owned()),
        (plain.replace('"', "&quot;"), Some(TIME), "json.html-escaped", "/payExInfoStr".to_owned()),
        (String::new(), Some(TIME), "json.empty", "/payExInfoStr".to_owned()),
        ("EData=e30%3D&payExInfoStr=e30%3D".to_owned(), Some(TIME), "upload.form-body", "/payExInfoStr".to_owned()),
        (plain.clone(), None, "field.missing", root("serviceTime")),
        (plain.clone(), Some("1768440495"), "time.milliseconds", root("serviceTime")),
        (plain.clone(), Some("2026-01-15 09:28:15"), "time.milliseconds", root("serviceTime")),
        (plain.clone(), Some(""), "time.milliseconds", root("serviceTime")),
        (upload.clone(), Some("1768440495124"), "signing.service-time", root("serviceTime")),
        (upload.replace(TIME, "20260115092815"), None, "time.milliseconds", root("serviceTime")),
    ] {
        let found = signing_text(pay_ex_info.as_bytes(), service_time, &english());
        let error = found.findings.iter().find(|finding| finding.code == code && finding.path == path);
        assert!(error.is_some_and(|error| error.severity == Severity::Error), "{code} {path}: {:#?}", found.findings);
        assert!(!found.ok && found.text.is_none(), "{pay_ex_info}");
        assert!(found.findings.iter().all(|finding| finding.fix.is_none()));
    }
    let tiny = Options { max_body_bytes: 10, ..english() };
    assert_eq!(brief(&signing_text(plain.as_bytes(), Some(TIME), &tiny).findings), [("form.too-large", "")]);
}

#[test]
fn values_that_programs_rewrite_are_warnings() {
    let warnings = |head: &str| {
        let text = sent("\"1\"", head, LISTS);
        let found = signing_text(text.as_bytes(), Some(TIME), &english());
        assert!(found.text.is_some_and(|text| text.contains(head)), "{head}");
        let of = |finding: &cbt179::Finding| {
            assert_eq!(finding.severity, Severity::Warning);
            (finding.code, finding.value.clone().unwrap_or_default(), finding.count.unwrap_or(1))
        };
        found.findings.iter().map(of).collect::<Vec<_>>()
    };
    for number in ["100", "0", "-1", "100.1", "0.00001", "123456789012.345"] {
        assert_eq!(warnings(&format!(r#"{{"totalAmount":{number}}}"#)), [], "{number}");
    }
    for number in ["100.10", "5.0", "1e2", "1E-7", "-0", "0.30000000000000004", "12345678901234567"] {
        let expected = [("signing.number", number.to_owned(), 1)];
        assert_eq!(warnings(&format!(r#"{{"a":[{{"totalAmount":{number}}}]}}"#)), expected);
    }
    assert_eq!(warnings(r#"{"a":1.0,"b":1.0,"c":2.0}"#).len(), 2);
    for (escaped, first, count) in [
        (r#"{"note":"a\/b"}"#, "\\/", 1),
        (r#"{"note":"\u7535\u003d"}"#, "\\u", 2),
        (r#"{"note":"\"\\\"","b":["\n"]}"#, "\\\"", 4),
    ] {
        assert_eq!(warnings(escaped), [("signing.escape", first.to_owned(), count)], "{escaped}");
    }
    assert_eq!(warnings(r#"{"a":1,"a":2}"#), [("json.duplicate-key", "a".to_owned(), 1)]);
    // Rules about the fields in the parts are those of `check_form`.
    assert_eq!(warnings(r#"{"currency":"CNY","totalAmount":"100.10","tradingTime":1,"x":null}"#), []);
    let at = |text: &str| signing_text(text.as_bytes(), Some(TIME), &english()).findings[0].at.json.unwrap();
    let text = sent("\"1\"", "{\"好\":1.0}", LISTS);
    assert_eq!(&text[at(&text).start..at(&text).end], "1.0");
}

#[test]
fn an_upload_has_the_text_of_what_was_sent() {
    let options = Options { customs_rules: CustomsRules::Off, ..english() };
    let built = build_form(request().to_string().as_bytes(), None, &options).unwrap().pay_ex_info;
    let sign_value = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, [7; 64]);
    let reply = json!({"status": "success", "serviceTime": TIME, "certNo": "01691fe9", "signValue": sign_value});
    let upload = compose_upload(built.as_bytes(), reply.to_string().as_bytes(), &Sent::default(), &options).unwrap();
    let text = text_of(&built, Some(TIME));
    assert!(text.is_some());
    assert_eq!(text_of(&upload.json, None), text);
}

const OPEN_REQ: &str = r#"{"orderNo":"ord1","sessionID":"fe2374-1","serviceTime":1533271903898}"#;

/// Percent-encodes all but letters and digits.
fn percent(text: &str) -> String {
    let escape = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(escape).collect()
}

#[test]
fn a_request_from_customs_is_read_however_it_was_passed_on() {
    let quoted = |text: &str| Value::from(text).to_string();
    let encoded = [("open-req.encoded", "")];
    for (body, expected) in [
        (format!("openReq={}", percent(OPEN_REQ)), &[][..]),
        (format!("a=1&openReq={}&b=%22", percent(OPEN_REQ)), &[]),
        (OPEN_REQ.to_owned(), &[]),
        (format!("\u{feff} {}\n", OPEN_REQ.replace(':', " : ")), &[]),
        (format!("openReq={OPEN_REQ}"), &[]),
        (OPEN_REQ.replace("1533271903898", "\"1533271903898\""), &[]),
        (json!({"openReq": OPEN_REQ}).to_string(), &[]),
        (format!("{{\"openReq\":{OPEN_REQ}}}"), &[]),
        (OPEN_REQ.replace('"', "&quot;"), &encoded),
        (format!("openReq={}", OPEN_REQ.replace('"', "&quot;")), &encoded),
        (format!("openReq={}", percent(&OPEN_REQ.replace('"', "&#34;"))), &encoded),
        (OPEN_REQ.replace('"', "\\\""), &encoded),
        (quoted(OPEN_REQ), &encoded),
        (format!("openReq={}", percent(&quoted(OPEN_REQ))), &encoded),
        (percent(OPEN_REQ), &encoded),
        (format!("openReq={}", percent(&percent(OPEN_REQ))), &encoded),
        (format!("{{\"data\":{OPEN_REQ}}}"), &encoded),
        (OPEN_REQ.replace('}', ",\"more\":1}"), &[("field.unknown", "/more")]),
    ] {
        let checked = check_open_req(body.as_bytes(), &english());
        assert_eq!(brief(&checked.findings), expected, "{body}");
        assert!(checked.ok, "{body}");
        let read = checked.open_req.unwrap();
        let fields = [read.order_no, read.session_id, read.service_time].map(Option::unwrap);
        assert_eq!(fields, ["ord1", "fe2374-1", "1533271903898"], "{body}");
    }
    // A malformed escape may be part of the data.
    let broken = b"{\"orderNo\":\"\xFF1\",\"sessionID\":\"2\",\"serviceTime\":1533271903898}";
    assert!(!check_open_req(broken, &english()).ok);
    let utf16: Vec<u8> = OPEN_REQ.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let checked = check_open_req(&utf16, &english());
    assert_eq!(brief(&checked.findings), encoded);
    assert!(checked.ok);
}

#[test]
fn mistakes_of_a_request_are_named_and_the_rest_is_read() {
    let missing = |name: &str| OPEN_REQ.replace(&format!("\"{name}\":"), "\"other\":");
    for (body, expected, read) in [
        (String::new(), vec![("open-req.missing", "")], None),
        ("a=1".to_owned(), vec![("open-req.missing", "")], None),
        ("openReq=".to_owned(), vec![("open-req.missing", "")], None),
        ("<html>502</html>".to_owned(), vec![("open-req.missing", "")], None),
        ("[]".to_owned(), vec![("open-req.missing", "")], None),
        ("openReq={'orderNo':'1'}".to_owned(), vec![("json.quotes", "")], None),
        (OPEN_REQ[..40].to_owned(), vec![("json.unclosed", "")], None),
        (
            missing("sessionID"),
            vec![("field.missing", "/sessionID"), ("field.unknown", "/other")],
            Some([Some("ord1"), None, Some("1533271903898")]),
        ),
        (
            OPEN_REQ.replace("\"fe2374-1\"", "null"),
            vec![("field.null", "/sessionID")],
            Some([Some("ord1"), None, Some("1533271903898")]),
        ),
        (
            OPEN_REQ.replace("\"ord1\"", "\"\""),
            vec![("field.empty", "/orderNo")],
            Some([Some(""), Some("fe2374-1"), Some("1533271903898")]),
        ),
        (
            OPEN_REQ.replace("\"ord1\"", "20260115"),
            vec![("field.type", "/orderNo")],
            Some([Some("20260115"), Some("fe2374-1"), Some("1533271903898")]),
        ),
        (
            OPEN_REQ.replace("1533271903898", "\"2018-08-03\""),
            vec![("time.milliseconds", "/serviceTime")],
            Some([Some("ord1"), Some("fe2374-1"), Some("2018-08-03")]),
        ),
        (
            OPEN_REQ.replace("1533271903898", "true"),
            vec![("field.type", "/serviceTime")],
            Some([Some("ord1"), Some("fe2374-1"), None]),
        ),
        (
            OPEN_REQ.replace('{', "{\"orderNo\":\"ord1\","),
            vec![("json.duplicate-key", "/orderNo")],
            Some([Some("ord1"), Some("fe2374-1"), Some("1533271903898")]),
        ),
    ] {
        let checked = check_open_req(body.as_bytes(), &english());
        assert_eq!(brief(&checked.findings), expected, "{body}");
        assert!(!checked.ok && checked.findings.iter().all(|finding| finding.cbt_code.is_none()), "{body}");
        assert!(checked.findings.iter().all(|finding| finding.fix.is_none() && finding.clause != Some("3.1.2.2")));
        let found = checked.open_req.map(|read| [read.order_no, read.session_id, read.service_time]);
        assert_eq!(found, read.map(|read| read.map(|text| text.map(str::to_owned))), "{body}");
    }
}

#[test]
fn findings_of_a_request_have_a_place_in_the_body() {
    let wrong = OPEN_REQ.replace("1533271903898", "12");
    for (body, expected) in [
        (wrong.clone(), "12"),
        (format!("a=1&openReq={}", percent(&wrong)), "12"),
        (wrong.replace('"', "&quot;"), "12"),
        (json!({"openReq": wrong.replace("12", "\"1\u{20000}\"")}).to_string(), "\\\"1\u{20000}\\\""),
    ] {
        let checked = check_open_req(body.as_bytes(), &english());
        let finding = checked.findings.iter().find(|finding| finding.path == "/serviceTime").unwrap();
        let at = finding.at.form.unwrap();
        assert_eq!(&body[at.start..at.end], expected);
        assert_eq!((finding.at.base64, finding.at.json), (None, None));
    }
}

#[test]
fn the_answer_is_json() {
    for message in ["", "成功", "\"\\\n\u{1}"] {
        let answer: Value = serde_json::from_str(&open_req_answer("20000", message, 1_533_271_903_898)).unwrap();
        assert_eq!(answer, json!({"code": "20000", "message": message, "serviceTime": 1_533_271_903_898_u64}));
    }
}

#[test]
fn replies_from_customs_are_explained() {
    let of = |code: &str, message: &str| json!({"code": code, "message": message, "total": 0, "serviceTime": 1_689_166_903_449_u64});
    for (reply, expected, ok) in [
        (of("10000", "上传成功").to_string(), vec![("upload-reply.received", "/code")], true),
        (of("20000", "上传失败，入库失败").to_string(), vec![("upload-reply.session", "/code")], false),
        (of("20000", "certNo : certNo不为空;  ").to_string(), vec![("upload-reply.values", "/code")], false),
        (of("20000", "上传失败").to_string(), vec![("upload-reply.rejected", "/code")], false),
        (
            of("20004", "企业实时数据获取验签证书未在服务系统注册").to_string(),
            vec![("upload-reply.certificate", "/code")],
            false,
        ),
        (of("20001", "x").to_string(), vec![("upload-reply.rejected", "/code")], false),
        (of("21000", "").to_string(), vec![("upload-reply.rejected", "/code")], false),
        (of("21001", "x").to_string(), vec![("upload-reply.unknown-code", "/code")], false),
        (of("", "x").to_string(), vec![("field.missing", "/code")], false),
        (json!({"error": 1}).to_string(), vec![("field.missing", "/code")], false),
        (json!({"code": 10000}).to_string(), vec![("reply.type", "/code"), ("upload-reply.received", "/code")], true),
        (json!({"code": true}).to_string(), vec![("reply.type", "/code")], false),
        (
            json!({"Code": "10000"}).to_string(),
            vec![("reply.field-name", "/Code"), ("upload-reply.received", "/code")],
            false,
        ),
        (
            json!({"status": "failure", "code": "SYSTEM_ERROR"}).to_string(),
            vec![("upload-reply.from-cbt", "/code")],
            false,
        ),
        (
            json!({"data": {"code": "10000"}}).to_string(),
            vec![("reply.nested", ""), ("upload-reply.received", "/data/code")],
            false,
        ),
        (
            r#"{"code":"10000","code":"20000"}"#.to_owned(),
            vec![("reply.duplicate-field", "/code"), ("upload-reply.received", "/code")],
            false,
        ),
        (
            Value::from(of("10000", "").to_string()).to_string(),
            vec![("reply.encoded", ""), ("upload-reply.received", "/code")],
            false,
        ),
        (String::new(), vec![("reply.empty", "")], false),
        ("<html><title>502</title></html>".to_owned(), vec![("reply.html", "")], false),
        ("<?xml version=\"1.0\"?><a/>".to_owned(), vec![("reply.xml", "")], false),
        ("{\"code\":\"100".to_owned(), vec![("reply.truncated", "")], false),
        ("OK".to_owned(), vec![("reply.not-json", "")], false),
        ("[]".to_owned(), vec![("reply.not-an-object", "")], false),
    ] {
        let checked = check_upload_reply(reply.as_bytes(), &UploadSent::default(), &english());
        assert_eq!(brief(&checked.findings), expected, "{reply}");
        assert_eq!(checked.ok, ok, "{reply}");
        let clauses = checked.findings.iter().all(|finding| finding.clause == Some("GACC 179/2018, 1.6.2"));
        assert!(clauses && checked.findings.iter().all(|finding| finding.cbt_code.is_none()), "{reply}");
    }
    let reply = check_upload_reply(of("10000", "好").to_string().as_bytes(), &UploadSent::default(), &english()).reply;
    let fields = reply.map(|reply| [reply.code, reply.message, reply.total, reply.service_time].map(Option::unwrap));
    assert_eq!(fields.unwrap(), ["10000", "好", "0", "1689166903449"]);
}

#[test]
fn the_message_from_customs_is_quoted_and_the_session_named() {
    let check = |message: &str, locale| {
        let reply = json!({"code": "20000", "message": message}).to_string();
        let sent = UploadSent { session_id: Some("fe2374") };
        check_upload_reply(reply.as_bytes(), &sent, &Options { locale, ..Options::default() }).findings.remove(0)
    };
    for locale in [Locale::ZhCn, Locale::En] {
        assert!(check("上传失败，入库失败", locale).message.contains("`fe2374`"));
        assert!(check("其他`原因`", locale).message.contains("`其他\u{2cb}原因\u{2cb}`"));
    }
    let token = "8d1f0b6e3c9a4725b0e4c7d2f6a95318";
    let reply = json!({"token": token, "code": "20001", "message": format!("bad {token}")}).to_string();
    let findings = check_upload_reply(reply.as_bytes(), &UploadSent::default(), &english()).findings;
    assert!(findings.iter().all(|finding| !finding.message.contains(&token[..6])), "{findings:#?}");
    let request = OPEN_REQ.replace("\"ord1\"", &format!("{{\"token\":\"{token}\"}}")).replace("fe2374-1", token);
    let findings = check_open_req(request.as_bytes(), &english()).findings;
    assert!(!format!("{findings:?}").contains(&token[..6]), "{findings:#?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..200), time in ".{0,20}") {
        prop_assert!(!signing_text(&bytes, Some(&time), &english()).ok);
        prop_assert!(!check_open_req(&bytes, &english()).ok);
        let sent = UploadSent { session_id: Some(&time) };
        prop_assert!(!check_upload_reply(&bytes, &sent, &english()).ok);
    }

    #[test]
    fn damaged_texts_get_an_answer(
        which in 0..4_usize,
        at in any::<prop::sample::Index>(),
        length in 0..5_usize,
        put in prop::collection::vec(prop::sample::select(b"{}[]\",:\\/&%=+ \xE5\xFF0a".to_vec()), 0..4),
    ) {
        let upload = sent("\"a\\\"好\"", HEAD, LISTS).replace("]}", &format!(r#"],"serviceTime":"{TIME}"}}"#));
        let texts = [
            upload.clone(),
            format!("openReq={}", percent(OPEN_REQ)),
            OPEN_REQ.replace('"', "&quot;"),
            json!({"code": "10000", "message": "好", "total": 0}).to_string(),
        ];
        let mut text = texts[which].clone().into_bytes();
        let start = at.index(text.len());
        let end = text.len().min(start + length);
        text.splice(start..end, put);
        let found = signing_text(&text, None, &english());
        prop_assert_eq!(found.ok, found.text.is_some());
        let checked = check_open_req(&text, &english());
        let is_whole = checked.open_req.is_some_and(|read| {
            [read.order_no, read.session_id, read.service_time].iter().all(Option::is_some)
        });
        prop_assert!(is_whole || !checked.ok);
        let checked = check_upload_reply(&text, &UploadSent::default(), &english());
        let code = checked.reply.and_then(|reply| reply.code);
        prop_assert!(code.as_deref() == Some("10000") || !checked.ok);
    }

    #[test]
    fn whitespace_between_tokens_does_not_matter(blanks in prop::collection::vec("[ \t\r\n]{0,3}", 40)) {
        let plain = sent("\"a b\\\" \"", r#"{"a":"{ \"b\": 1 }","c":[1.0,true,null]}"#, LISTS);
        let (mut spaced, mut is_in_string, mut is_escaped) = (String::new(), false, false);
        let mut blanks = blanks.iter().cycle();
        for char in plain.chars() {
            if !is_in_string && "{}[]:,\"".contains(char) {
                spaced.push_str(blanks.next().unwrap());
            }
            spaced.push(char);
            is_in_string ^= char == '"' && !is_escaped;
            is_escaped = char == '\\' && !is_escaped;
        }
        prop_assert_eq!(text_of(&spaced, Some(TIME)), text_of(&plain, Some(TIME)));
        prop_assert!(text_of(&plain, Some(TIME)).is_some());
    }
}
