//! The upload is read from JSON or from a form, and refused with a typed error.

use std::borrow::Cow;

use cbt179_verify::json;
use cbt179_verify::text::{self, Error, Name, Upload};

const SENT: &str = concat!(
    r#"{"sessionID" : "s\/1", "payExchangeInfoHead": { "guid":"1", "totalAmount":100.10 },"#,
    r#""payExchangeInfoLists":[ {} ],"serviceTime":1767225600123,"certNo":"0a","signValue":"a\/+="}"#
);

#[test]
fn members_are_slices_with_ranges() {
    let upload = Upload::read(SENT).unwrap();
    let raw = |name| upload.member(name).unwrap().raw;
    assert_eq!(raw(Name::SessionId), r"s\/1");
    assert_eq!(raw(Name::Head), r#"{ "guid":"1", "totalAmount":100.10 }"#);
    assert_eq!(raw(Name::Lists), "[ {} ]");
    assert_eq!(raw(Name::ServiceTime), "1767225600123");
    let sign_value = upload.member(Name::SignValue).unwrap();
    assert_eq!((sign_value.raw, &*sign_value.value()), (r"a\/+=", "a/+="));
    assert_eq!((&SENT[sign_value.at], &SENT[sign_value.name_at]), (r#""a\/+=""#, r#""signValue""#));
}

#[test]
fn the_signature_may_be_missing_and_the_list_singular() {
    let sent = r#"{"payExchangeInfoHead":{},"session\u0049D":"","payExchangeInfoList":[]}"#;
    let upload = Upload::read(sent).unwrap();
    assert!(upload.is_singular && upload.member(Name::ServiceTime).is_none() && upload.member(Name::CertNo).is_none());
    assert!(!Upload::read(SENT).unwrap().is_singular);
}

#[test]
fn json_is_found_in_a_form() {
    assert!(matches!(text::json(SENT.as_bytes()), Ok(Cow::Borrowed(SENT))));
    let encoded =
        SENT.replace('%', "%25").replace('&', "%26").replace('+', "%2b").replace('"', "%22").replace(' ', "+");
    for form in [format!("payExInfoStr={encoded}"), format!("a=1&payExInfoStr={encoded}&payExInfoStrs=2\r\n")] {
        assert_eq!(text::json(form.as_bytes()).unwrap(), SENT);
    }
    assert_eq!(text::json(b"payExInfoStr={+%7d%4%zz%").unwrap(), "{ }%4%zz%");
    let twice = ["payExInfoStr={}&payExInfoStr=[]", "payExInfoStr={}&payExInfo%53tr=[]"];
    for other in ["", "a=1", "payExInfoStr", "payExInfo={}", "\"text\""].into_iter().chain(twice) {
        assert_eq!(text::json(other.as_bytes()), Err(Error::NoJson), "{other}");
    }
    assert_eq!(text::json(b"{\"a\":\"\xFF"), Err(Error::Utf8(6)));
    assert_eq!(text::json(b"payExInfoStr=%7B%FF"), Err(Error::Utf8(1)));
}

#[test]
fn errors_are_typed() {
    let error = |text: &str| Upload::read(text).unwrap_err();
    assert_eq!(error("{\"a\":}"), Error::Json(json::Error::Syntax(5)));
    assert_eq!(error("[]"), Error::NotAnObject);
    assert_eq!(error("{}"), Error::Missing(Name::SessionId));
    assert_eq!(error(r#"{"sessionID":""}"#), Error::Missing(Name::Head));
    assert_eq!(error(r#"{"sessionID":"","payExchangeInfoHead":{}}"#), Error::Missing(Name::Lists));
    for (text, name, range) in [
        (r#"{"sessionID":1}"#, Name::SessionId, 13..14),
        (r#"{"payExchangeInfoHead":"{}"}"#, Name::Head, 23..27),
        (r#"{"payExchangeInfoList":{}}"#, Name::Lists, 23..25),
        (r#"{"serviceTime":null}"#, Name::ServiceTime, 15..19),
        (r#"{"certNo":1}"#, Name::CertNo, 10..11),
        (r#"{"signValue":[]}"#, Name::SignValue, 13..15),
    ] {
        assert_eq!(error(text), Error::Type { name, at: range });
    }
    assert_eq!(error(r#"{"certNo":"","certNo":""}"#), Error::Duplicate { name: Name::CertNo, at: 13..21 });
    let both = r#"{"payExchangeInfoLists":[],"payExchangeInfoList":[]}"#;
    assert_eq!(error(both), Error::Duplicate { name: Name::Lists, at: 27..48 });
}
