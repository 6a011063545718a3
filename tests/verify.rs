//! Valid and invalid signatures, and the findings about them.

#[path = "common/signed.rs"]
mod signed;

use cbt179::{Key, Locale, Options, Units, VerifiedSignature, read_certificate, verify_signature};

const CERTIFICATE: &[u8] = include_bytes!("data/sm2-certificate.pem");

fn verify(upload: &str) -> VerifiedSignature {
    verify_signature(upload.as_bytes(), None, Key::Certificate(CERTIFICATE), &english())
}

fn english() -> Options {
    Options { locale: Locale::En, ..Options::default() }
}

fn codes(verified: &VerifiedSignature) -> Vec<&str> {
    verified.findings.iter().map(|finding| finding.code).collect()
}

/// An upload whose signature is that of the signing text after `rewrite`.
fn rewritten(rewrite: impl Fn(&str) -> String) -> VerifiedSignature {
    verify(&signed::upload(&[], rewrite))
}

#[test]
fn a_signature_of_the_signing_text_verifies() {
    let verified = verify(&signed::upload(&[], str::to_owned));
    let expected = VerifiedSignature { ok: true, algorithm: Some("SM3withSM2"), variant: None, findings: Vec::new() };
    assert_eq!(verified, expected);
}

#[test]
fn an_upload_may_be_a_form_body_or_a_text_and_a_reply() {
    let upload = signed::upload(&[], str::to_owned);
    let body = format!("payExInfoStr={}", cbt179_fast::percent_encoded(&upload));
    assert!(verify(&body).ok);

    let start = upload.find(",\"serviceTime\"").unwrap();
    let (text, rest) = upload.split_at(start);
    let reply = format!(r#"{{"status":"success"{rest}"#);
    let of_reply = |text: &str| {
        verify_signature(text.as_bytes(), Some(reply.as_bytes()), Key::Certificate(CERTIFICATE), &english())
    };
    assert!(of_reply(&format!("{text}}}")).ok);
    let other = of_reply(&format!("{text}}}").replace("100.10", "100.1"));
    assert_eq!(codes(&other), ["signature.number"]);
    let at = other.findings[0].at.json.unwrap();
    assert_eq!(&text.replace("100.10", "100.1")[at.start..at.end], "100.1");
    assert_eq!(other.findings[0].path, "/payExInfoStr/payExchangeInfoHead/totalAmount");
}

#[test]
fn a_reply_without_a_signature_is_one_finding() {
    let upload = r#"{"sessionID":"1","payExchangeInfoHead":{},"payExchangeInfoLists":[]}"#;
    let found = |reply: Option<&str>| {
        let reply = reply.map(str::as_bytes);
        let verified = verify_signature(upload.as_bytes(), reply, Key::Certificate(CERTIFICATE), &english());
        let [finding] = <[_; 1]>::try_from(verified.findings).unwrap();
        assert_eq!(finding.code, "signature.missing");
        (finding.message, finding.path)
    };
    for (reply, message, path) in [
        (None, "the signature cannot be verified; missing in the upload: `serviceTime`, `certNo`, `signValue`", ""),
        (
            Some(r#"{"status":"fail"}"#),
            "the signature cannot be verified; missing in the reply: `serviceTime`, `certNo`, `signValue`",
            "/reply",
        ),
        (
            Some(r#"{"serviceTime":"1700000000000","certNo":"0300000000abcdef"}"#),
            "the signature cannot be verified; missing in the reply: `signValue`",
            "/reply",
        ),
    ] {
        assert_eq!(found(reply), (message.to_owned(), path.to_owned()));
    }
}

#[test]
fn all_programs_that_write_the_signed_text_are_named() {
    let number = rewritten(|text| text.replace("100.10", "100.1"));
    assert_eq!(
        number.findings[0].message,
        "the signed text has `100.1` where the upload has `100.10` (as JSON.stringify, PHP json_encode, Go float64, \
         Python json, Jackson, Gson and others would write it)"
    );
    let text = rewritten(|text| text.replace("100.10", "100.100"));
    assert_eq!(codes(&text), ["signature.unverified"]);
}

#[test]
fn findings_have_the_path_of_the_value_that_differs() {
    type Rewrite = fn(&str) -> String;
    for (rewrite, path) in [
        ((|text| text.replace("100.10", "100.1")) as Rewrite, "/payExchangeInfoHead/totalAmount"),
        (|text| text.replace('/', "\\/"), "/payExchangeInfoHead/note"),
        (|text| text.replace("InfoLists", "InfoList"), "/payExchangeInfoLists"),
        (|text| text.replace("1700000000000", "1700000000001"), "/serviceTime"),
        (|text| text.replace("||", "|"), ""),
    ] {
        assert_eq!(rewritten(rewrite).findings[0].path, path.to_owned());
    }
}

/// The bytes of the signature in another order, or encoded twice.
#[test]
fn other_forms_of_the_signature_are_named() {
    let value = signed::sign(signing_text(&signed::upload(&[], str::to_owned)).as_bytes());
    let bytes = base64(&value);
    let hex = bytes.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().concat();
    let swapped = [&bytes[32..], &bytes[..32]].concat();
    for (sign_value, code, words) in [
        (encode(&swapped), "signature.byte-order", "s is before r"),
        (encode(hex.as_bytes()), "signature.form", "is encoded twice"),
        (encode(value.as_bytes()), "signature.form", "is encoded twice"),
        (hex, "signature.form", "is hexadecimal"),
    ] {
        let verified = verify(&signed::upload(&[("signValue", &sign_value)], str::to_owned));
        assert_eq!((verified.ok, codes(&verified)), (false, vec![code]));
        assert!(verified.findings[0].message.contains(words), "{verified:?}");
        assert_eq!(verified.findings[0].path, "/signValue");
    }
    // It is also the signature of another text.
    let swapped_number = |text: &str| text.replace("100.10", "100.1");
    let bytes = base64(&signed::sign(swapped_number(&signing_text(&signed::upload(&[], str::to_owned))).as_bytes()));
    let swapped = encode(&[&bytes[32..], &bytes[..32]].concat());
    let verified = verify(&signed::upload(&[("signValue", &swapped)], str::to_owned));
    assert_eq!(codes(&verified), ["signature.byte-order", "signature.number"]);
    // Nothing proves the order of other bytes.
    let unrelated = signed::sign(b"another text");
    assert_eq!(codes(&verify(&signed::upload(&[("signValue", &unrelated)], str::to_owned))), ["signature.unverified"]);
}

fn encode(bytes: &[u8]) -> String {
    cbt179_fast::base64::encode(bytes)
}

/// Decodes Base64.
fn base64(text: &str) -> Vec<u8> {
    base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text).unwrap()
}

#[test]
fn other_identities_are_named() {
    let upload = signed::upload(&[], str::to_owned);
    for (identity, variant) in [("", "no-user-id"), ("31323334353637383132333435363738", "user-id-in-hex")] {
        let sign_value = signed::sign_as(identity, signing_text(&upload).as_bytes());
        let verified = verify(&signed::upload(&[("signValue", &sign_value)], str::to_owned));
        assert_eq!((verified.variant.as_deref(), codes(&verified)), (Some(variant), vec!["signature.composed"]));
    }
}

#[test]
fn another_time_and_a_rewriting_are_both_named() {
    let verified = rewritten(|text| text.replace("100.10", "100.1").replace("1700000000000", "1700000004321"));
    assert_eq!(verified.variant.as_deref(), Some("number-shortest+service-time"));
    assert_eq!(codes(&verified), ["signature.number", "signature.service-time"]);
}

#[test]
fn encodings_are_named() {
    let text = signing_text(&signed::upload(&[], str::to_owned));
    let units: Vec<u8> = "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    let misread = encoding_rs::GBK.decode_without_bom_handling(text.as_bytes()).0;
    for (bytes, variant, code) in [
        (units, "utf-16be-bom", "signature.encoding"),
        (misread.as_bytes().to_vec(), "utf-8-as-gbk", "signature.encoding"),
        (text.replace('"', "&quot;").into_bytes(), "html-entities", "signature.composed"),
        (format!(" {text}").into_bytes(), "leading-blank", "signature.composed"),
        (format!("{text}\0").into_bytes(), "trailing-nul", "signature.composed"),
        (text.replace("100.10", "100.09999999999999").into_bytes(), "number-17-digits", "signature.number"),
    ] {
        let verified = verify(&signed::upload(&[("signValue", &signed::sign(&bytes))], str::to_owned));
        assert_eq!((verified.variant.as_deref(), codes(&verified)), (Some(variant), vec![code]));
    }
}

#[test]
fn accepted_variants_are_named() {
    for (end, variant) in [("\n", "line-feed"), ("", "")] {
        let verified = rewritten(|text| text.to_owned() + end);
        assert!(verified.ok, "{verified:?}");
        assert_eq!(verified.variant.as_deref().unwrap_or_default(), variant);
    }
    let unescaped = rewritten(|text| text.replace("\\\"", "\"") + "\n");
    assert_eq!((unescaped.ok, unescaped.variant.as_deref()), (true, Some("unescaped+line-feed")));
    assert_eq!(codes(&unescaped), ["signature.unescaped", "signature.line-feed"]);
}

#[test]
fn texts_that_were_rewritten_are_named() {
    let unicode = |text: &str| text.replace('好', "\\u597d");
    for (text, variant, code) in [
        (rewritten(|text| text.replace("100.10", "100.1")), "number-shortest", "signature.number"),
        (rewritten(|text| text.replace("100.10", "\"100.10\"")), "amount-quoted", "signature.number"),
        (rewritten(|text| unicode(text).replace('/', "\\/")), "php", "signature.rewritten"),
        (
            rewritten(|text| {
                unicode(text)
                    .replace(":100", ": 100")
                    .replace(",\"note\":", ", \"note\": ")
                    .replace("\"orderNo\":", "\"orderNo\": ")
            }),
            "python",
            "signature.rewritten",
        ),
        (rewritten(|text| text.replace("InfoLists", "InfoList")), "list-name", "signature.composed"),
        (
            rewritten(|text| text.replace("1700000000000", "1700000000")),
            "service-time-seconds",
            "signature.service-time",
        ),
        (rewritten(|text| text.replace("1700000000000", "1700000038123")), "service-time", "signature.service-time"),
        (rewritten(|text| text.replace("||", "|")), "separator-bar", "signature.composed"),
    ] {
        assert_eq!(text.variant.as_deref(), Some(variant), "{text:?}");
        assert_eq!((text.ok, codes(&text)), (false, vec![code]));
    }
}

#[test]
fn a_finding_says_how_far_away_the_signed_time_is() {
    let verified = rewritten(|text| text.replace("1700000000000", "1700000038123"));
    assert_eq!(
        verified.findings[0].message,
        "the signed `serviceTime` is `1700000038123`, but the upload has `1700000000000`, 38 s earlier"
    );
}

#[test]
fn two_rewritings_are_two_findings() {
    let verified = rewritten(|text| text.replace("100.10", "100.1") + "\n");
    assert_eq!(verified.variant.as_deref(), Some("number-shortest+line-feed"));
    assert_eq!(codes(&verified), ["signature.number", "signature.line-feed"]);
    // The second must not contradict the first.
    assert_eq!(verified.findings[1].message, "the signature covers a line feed after the signing text");
    assert!(!verified.ok);
}

#[test]
fn gbk_is_found_with_the_tables_of_the_host() {
    let upload = signed::upload(&[], str::to_owned);
    let text = signing_text(&upload);
    let (head, tail) = text.split_once('好').unwrap();
    let gbk = [head.as_bytes(), &[0xBA, 0xC3], tail.as_bytes()].concat();
    let verified = verify(&signed::upload(&[("signValue", &signed::sign(&gbk))], str::to_owned));
    assert_eq!((verified.variant.as_deref(), codes(&verified)), (Some("gbk"), vec!["signature.encoding"]));
}

fn signing_text(upload: &str) -> String {
    cbt179::signing_text(upload.as_bytes(), None, &Options::default()).text.unwrap()
}

#[test]
fn signing_text_is_the_text_that_verifies() {
    let upload = signed::upload(&[], str::to_owned);
    let sign_value = signed::sign(signing_text(&upload).as_bytes());
    assert!(verify(&signed::upload(&[("signValue", &sign_value)], str::to_owned)).ok);
}

#[test]
fn the_certificate_is_compared_with_the_upload() {
    for (change, code, ok) in [
        (("certNo", "0300000000ABCDEF"), "signature.cert-no-case", true),
        (("certNo", "1a2b3c4d"), "signature.cert-no", false),
        (("certNo", "300000000abcdef"), "signature.cert-no-form", false),
        (("certNo", "216172782125043183"), "signature.cert-no-form", false),
        (("certNo", ""), "signature.cert-no", false),
        (("serviceTime", "1533282603450"), "signature.validity", true),
        (("serviceTime", "2300000000000"), "signature.validity", true),
    ] {
        let verified = verify(&signed::upload(&[change], str::to_owned));
        assert_eq!((verified.ok, codes(&verified)), (ok, vec![code]), "{change:?}");
    }
}

#[test]
fn ranges_count_in_the_callers_units() {
    let upload = signed::upload(&[("certNo", "1a2b3c4d")], str::to_owned);
    let value = "\"1a2b3c4d\"";
    for units in [Units::Bytes, Units::Utf16] {
        let options = Options { units, ..Options::default() };
        let verified = verify_signature(upload.as_bytes(), None, Key::Certificate(CERTIFICATE), &options);
        let at = verified.findings[0].at.json.unwrap();
        let start = upload.find(value).unwrap();
        let expected = if units == Units::Bytes { start } else { upload[..start].encode_utf16().count() };
        assert_eq!((at.start, at.end), (expected, expected + value.len()));
    }
}

#[test]
fn other_inputs_are_findings() {
    let whole = signed::upload(&[], str::to_owned);
    for end in (0..whole.len()).filter(|&end| whole.is_char_boundary(end)) {
        assert!(!verify(&whole[..end]).ok);
    }
    for (upload, code) in [
        ("", "signature.upload"),
        ("[]", "signature.upload"),
        ("payExInfoStr=%", "signature.upload"),
        ("{}", "signature.missing"),
        (r#"{"sessionID":1}"#, "signature.upload"),
        (r#"{"sessionID":"1","sessionID":"1"}"#, "signature.upload"),
    ] {
        assert!(codes(&verify(upload)).contains(&code), "{upload}");
    }
}

#[test]
fn unusable_keys_are_findings() {
    let upload = signed::upload(&[], str::to_owned);
    for (key, code) in [
        (Key::Certificate(b""), "key.unreadable"),
        (Key::PublicKey(CERTIFICATE), "key.unreadable"),
        (Key::PublicKey(b"04"), "key.invalid"),
    ] {
        let verified = verify_signature(upload.as_bytes(), None, key, &english());
        assert_eq!((verified.ok, codes(&verified), verified.algorithm), (false, vec![code], None), "{key:?}");
    }
}

#[test]
fn the_subject_is_returned_only_on_request() {
    let read = |with_subject| read_certificate(CERTIFICATE, with_subject, &english()).certificate.unwrap();
    assert_eq!(read(true).subject.as_deref(), Some("CN=cbt179 test,O=Example,C=CN"));
    let certificate = read(false);
    assert_eq!(certificate.subject, None);
    assert_eq!((&*certificate.not_before, &*certificate.not_after), ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"));
    let upload = signed::upload(&[], str::to_owned);
    let key = certificate.public_key.as_bytes();
    assert!(verify_signature(upload.as_bytes(), None, Key::PublicKey(key), &english()).ok);
}

#[test]
fn input_over_the_cap_is_refused_unread() {
    let options = Options { max_body_bytes: 10, ..Options::default() };
    let verified = verify_signature(b"{}", None, Key::Certificate(CERTIFICATE), &options);
    assert_eq!((verified.ok, codes(&verified)), (false, vec!["form.too-large"]));
    assert_eq!(read_certificate(CERTIFICATE, false, &options).findings[0].code, "form.too-large");
}
