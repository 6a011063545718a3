//! Finds out which text was signed: texts written by real programs, and mistakes that senders make.

mod support;

use std::fs;

use cbt179_verify::explain::{Explanation, Options, Outcome, explain};
use cbt179_verify::key::PublicKey;
use cbt179_verify::producers::{Gbk, Identity};
use cbt179_verify::target::Target;
use cbt179_verify::text::{Name, Upload};
use sha1::{Digest, Sha1};
use sm3::Sm3;
use support::{Sm2Signer, signing_text};

const SENT: &str = include_str!("producers/upload.txt");
const TIME: &str = "1767225600123";

/// The table for GBK, as a host provides it.
const GBK: Gbk =
    Gbk { encode: &encode_gbk, decode: &|bytes| encoding_rs::GBK.decode_without_bom_handling(bytes).0.into_owned() };

fn encode_gbk(char: char) -> Option<[u8; 2]> {
    let mut text = [0; 4];
    let (bytes, _, has_failed) = encoding_rs::GBK.encode(char.encode_utf8(&mut text));
    if has_failed { None } else { bytes.as_ref().try_into().ok() }
}

fn target(signed: &[u8]) -> Target {
    Target::sha1(Sha1::digest(signed).into())
}

fn look(json: &str, signed: &[u8]) -> Outcome {
    let upload = Upload::read(json).unwrap();
    let time = upload.member(Name::ServiceTime).map_or(TIME, |member| member.raw);
    explain(&target(signed), &upload, time, &Options { gbk: Some(GBK), ..Options::default() })
}

#[track_caller]
fn found(json: &str, signed: impl AsRef<[u8]>) -> Explanation {
    match look(json, signed.as_ref()) {
        Outcome::Found(explanation) => explanation,
        Outcome::Unknown { is_complete } => panic!("not found, complete: {is_complete}"),
    }
}

#[test]
fn texts_of_real_programs_are_named() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/producers/texts");
    let mut failed = Vec::new();
    let mut count = 0;
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let expected = name.split('.').next().unwrap();
        let result = match look(SENT, &fs::read(&path).unwrap()) {
            Outcome::Found(explanation) => explanation.id(),
            Outcome::Unknown { is_complete } => format!("not found, complete: {is_complete}"),
        };
        let sorted = |id: &str| {
            let mut ids: Vec<_> = id.split('+').map(str::to_owned).collect();
            ids.sort();
            ids
        };
        count += 1;
        if sorted(&result) != sorted(expected) {
            failed.push(format!("{name}: {result}"));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(count > 40, "{count} texts");
}

/// Returns the signing text of `SENT` after replacements in it.
fn rewritten(changes: &[(&str, &str)]) -> String {
    let mut text = signing_text(&Upload::read(SENT).unwrap(), TIME);
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    text
}

#[test]
fn the_text_as_sent_and_the_accepted_variants() {
    let text = rewritten(&[]);
    let raw = rewritten(&[("\\\"", "\""), ("\\n", "\n")]);
    for (signed, id) in [
        (text.clone(), ""),
        (text + "\n", "line-feed"),
        (raw.clone(), "unescaped"),
        (raw + "\n", "unescaped+line-feed"),
    ] {
        assert_eq!(found(SENT, signed).id(), id);
    }
}

/// Escaped quotes may hide members, so other data can have the same signing text once it is unescaped.
#[test]
fn an_ambiguous_unescaped_text_proves_nothing() {
    let sent =
        |head: &str| format!("{{\"sessionID\":\"1\",\"payExchangeInfoHead\":{head},\"payExchangeInfoLists\":[]}}");
    for (signed, other) in [
        (r#"{"a":"1","b":"2"}"#, r#"{"a":"1\",\"b\":\"2"}"#),
        (r#"{"a":"1","b":"2"}"#, r#"{"a":"1\u0022,\u0022b\":\"2"}"#),
        (r#"{"a":"\n"}"#, r#"{"a":"\\n"}"#),
        // As many tokens.
        (r#"{"a":["b",",1,","c"]}"#, r#"{"a":["b\",",1,",\"c"]}"#),
    ] {
        let text = signing_text(&Upload::read(&sent(signed)).unwrap(), TIME);
        assert_eq!(found(&sent(signed), &text).id(), "");
        assert!(matches!(look(&sent(other), text.as_bytes()), Outcome::Unknown { .. }), "{other}");
    }
    // The unescaped text is not JSON.
    let (signed, other) = (r#"{"a":"1","b":"2","c":"x\"y"}"#, r#"{"a":"1\",\"b\":\"2","c":"x\"y"}"#);
    let text = signing_text(&Upload::read(&sent(signed)).unwrap(), TIME).replace("\\\"", "\"");
    assert_eq!(found(&sent(signed), &text).id(), "unescaped");
    assert!(matches!(look(&sent(other), text.as_bytes()), Outcome::Unknown { .. }));
    // These escapes hide nothing.
    let text = signing_text(&Upload::read(&sent(r#"{"a":"/好"}"#)).unwrap(), TIME);
    assert_eq!(found(&sent(r#"{"a":"\/\u597d"}"#), text).id(), "unescaped");
}

/// Mistakes that are one replacement in the signing text.
#[test]
fn mistakes_in_the_signing_text_are_named() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("list-name", &[("payExchangeInfoLists", "payExchangeInfoList")]),
        ("list-name+line-feed", &[("payExchangeInfoLists", "payExchangeInfoList"), ("0123\"", "0123\"\n")]),
        ("number-shortest", &[("100.10", "100.1")]),
        ("number-five-decimals", &[("100.10", "100.10000")]),
        ("number-four-decimals", &[("100.10", "100.1000")]),
        ("amount-quoted", &[("100.10", "\"100.10\"")]),
        ("number-shortest+amount-quoted", &[("100.10", "\"100.1\"")]),
        ("org-json", &[("</", "<\\/"), ("“", "\\u201c"), ("”", "\\u201d")]),
        ("slashes", &[("/", "\\/")]),
        ("go", &[("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")]),
        ("unquoted", &[("\"{", "{"), ("}\"||", "}||"), ("\"[", "["), ("]\"||", "]||")]),
        ("unquoted-head", &[("\"{", "{"), ("}\"||", "}||")]),
        ("unquoted-lists", &[("\"[", "["), ("]\"||", "]||")]),
        ("separator-bar", &[("||", "|")]),
        ("separator-ampersand", &[("||", "&")]),
        ("separator-comma", &[("||", ",")]),
        ("separator-none", &[("||", "")]),
        ("separator-spaced", &[("||", " || ")]),
        ("separator-line-feed", &[("||", "\n")]),
        ("service-time-bare", &[("\"1767225600123\"", "1767225600123")]),
        ("service-time-seconds", &[("1767225600123", "1767225600")]),
        ("service-time-whole-second", &[("1767225600123", "1767225600000")]),
        ("service-time-zone", &[("1767225600123", "1767254400123")]),
        ("service-time-zone", &[("1767225600123", "1767196800123")]),
        ("service-time", &[("1767225600123", "1767225600124")]),
        ("service-time", &[("1767225600123", "1767225659999")]),
        ("service-time", &[("1767225600123", "1767225540000")]),
        ("service-time+line-feed", &[("1767225600123\"", "1767225609999\"\n")]),
        ("service-time+number-shortest", &[("1767225600123", "1767225604999"), ("100.10", "100.1")]),
        ("service-time+list-name", &[("1767225600123", "1767225596001"), ("Lists", "List")]),
        ("no-service-time", &[("||\"serviceTime\":\"1767225600123\"", "")]),
        ("empty-service-time", &[("1767225600123", "")]),
        ("trailing-separator", &[("0123\"", "0123\"||")]),
        ("trailing-blank", &[("0123\"", "0123\" ")]),
        ("trailing-tab", &[("0123\"", "0123\"\t")]),
        ("trailing-nul", &[("0123\"", "0123\"\0")]),
        ("leading-blank", &[("\"sessionID", " \"sessionID")]),
        ("number-17-digits", &[("100.10", "100.09999999999999")]),
        ("crlf", &[("0123\"", "0123\"\r\n")]),
        ("without-empty", &[(",\"note\":\"\"", "")]),
        ("form-decoded", &[("a+b", "a b")]),
        ("slashes+number-shortest", &[("/", "\\/"), ("100.10", "100.1")]),
        ("list-name+service-time-seconds", &[("Lists", "List"), ("1767225600123", "1767225600")]),
    ];
    for (id, changes) in cases {
        let explanation = found(SENT, rewritten(changes));
        let mut expected: Vec<_> = id.split('+').collect();
        let mut ids: Vec<_> = explanation.variants.iter().map(|variant| variant.id).collect();
        expected.sort_unstable();
        ids.sort_unstable();
        assert_eq!(ids, expected, "{changes:?}");
    }
}

/// Mistakes in which the upload differs from the signed text.
#[test]
fn mistakes_in_the_upload_are_named() {
    let signed = rewritten(&[]);
    for (id, changes) in [
        ("minimal-escapes", &[("/", "\\/")][..]),
        ("minimal-escapes", &[("面膜", "\\u9762\\u819c"), ("😀", "\\ud83d\\ude00")]),
        ("minimal-escapes", &[("面膜", "\\u9762\\u819C"), ("<", "\\u003c")]),
        ("number-two-decimals", &[("100.10", "100.1")]),
        ("number-two-decimals", &[("100.10", "1.001e2")]),
        ("number-two-decimals+amount-bare", &[("100.10", "\"100.1\"")]),
        ("amount-bare", &[("100.10", "\"100.10\"")]),
        ("null-as-text", &[("\"note\":\"\"", "\"note\":null")]),
        ("without-null", &[("\"note\":\"\"", "\"note\":\"\",\"payMark\":null")]),
        ("", &[("payExchangeInfoLists", "payExchangeInfoList")]),
        ("service-time", &[("1767225600123", "1767225638579")]),
        (
            "field-order",
            &[
                ("{\"guid\":\"0F6D1E0A-5C1B-4C5E-9A39-1B0D7A7C1E11\",", "{"),
                ("\"note\":\"\"", "\"note\":\"\",\"guid\":\"0F6D1E0A-5C1B-4C5E-9A39-1B0D7A7C1E11\""),
            ],
        ),
    ] {
        let mut sent = SENT.to_owned();
        for (old, new) in changes {
            assert!(sent.contains(old), "{old}");
            sent = sent.replace(old, new);
        }
        assert_eq!(found(&sent, &signed).id(), id, "{changes:?}");
    }
}

#[test]
fn whitespace_in_the_upload_matters_only_if_it_was_signed() {
    let spaced = SENT.replace(",\"", ", \"").replace("\":", "\" : ").replace("}]", "}\n]");
    assert_eq!(found(&spaced, rewritten(&[])).id(), "");
    let head = |json| Upload::read(json).unwrap().member(Name::Head).unwrap().raw;
    let lists = |json| Upload::read(json).unwrap().member(Name::Lists).unwrap().raw;
    let signed = rewritten(&[(head(SENT), head(&spaced)), (lists(SENT), lists(&spaced))]);
    assert_eq!(found(&spaced, signed).id(), "blanks-sent");
    assert_eq!(found(&spaced, spaced.trim()).id(), "blanks-sent+whole-json");
    assert_eq!(found(SENT, SENT.trim()).id(), "whole-json");
}

/// Encodings of the whole text.
#[test]
fn mistakes_in_the_encoding_are_named() {
    let text = rewritten(&[]);
    let units = |text: &str, bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let with_bom = format!("\u{FEFF}{text}");
    let entities = |text: &str| text.replace('"', "&quot;");
    let escaped = entities(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    let misread = |encoding: &'static encoding_rs::Encoding, bytes: &[u8]| {
        encoding.decode_without_bom_handling(bytes).0.into_owned().into_bytes()
    };
    let gbk = encoding_rs::GBK.encode(&text.replace('😀', "?")).0.into_owned();
    for (id, signed) in [
        ("utf-16", units(&text, u16::to_le_bytes)),
        ("utf-16be", units(&text, u16::to_be_bytes)),
        ("utf-16-bom", units(&with_bom, u16::to_le_bytes)),
        ("utf-16be-bom", units(&with_bom, u16::to_be_bytes)),
        ("bom", with_bom.clone().into_bytes()),
        ("html-entities", escaped.into_bytes()),
        ("utf-8-as-gbk", misread(encoding_rs::GBK, text.as_bytes())),
        ("utf-8-as-windows-1252", misread(encoding_rs::WINDOWS_1252, text.as_bytes())),
        ("gbk", gbk),
    ] {
        assert_eq!(found(SENT, signed).id(), id);
    }
    let mut quoted = text.clone();
    for (start, end) in [("\"[", "]\"||\"s"), ("\"{", "}\"||")] {
        let (start, end) = (quoted.find(start).unwrap() + 1, quoted.rfind(end).unwrap() + 1);
        quoted.replace_range(start..end, &entities(&text[start..end]));
    }
    assert_eq!(found(SENT, quoted).id(), "quote-entities");
}

#[test]
fn an_unrelated_text_is_unknown() {
    for signed in ["", "abc", "{}", &rewritten(&[("SO-1", "SO-2")]), &rewritten(&[(TIME, "1767225670123")])] {
        assert!(matches!(look(SENT, signed.as_bytes()), Outcome::Unknown { is_complete: true }), "{signed}");
    }
}

#[test]
fn a_difference_has_its_range_and_its_new_text() {
    let first = |json: &str, signed: String| {
        let variant = found(json, signed).variants.remove(0);
        let difference = variant.first.unwrap();
        (variant.id, json[difference.at].to_owned(), difference.new)
    };
    let owned = |id, old: &str, new: &str| (id, old.to_owned(), new.to_owned());
    assert_eq!(first(SENT, rewritten(&[("100.10", "100.1")])), owned("number-shortest", "100.10", "100.1"));
    assert_eq!(first(SENT, rewritten(&[("/", "\\/")])), owned("slashes", "/", "\\/"));
    assert_eq!(first(SENT, rewritten(&[(",\"note\":\"\"", "")])), owned("without-empty", "\"note\":\"\"", ""));
    let sent = SENT.replace("面", "\\u9762");
    assert_eq!(first(&sent, rewritten(&[])), owned("minimal-escapes", "\\u9762", "面"));
    let list = rewritten(&[("Lists", "List")]);
    assert_eq!(first(SENT, list), owned("list-name", "\"payExchangeInfoLists\"", "\"payExchangeInfoList\""));
    let sorted =
        fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/producers/texts/number-shortest+sorted.python.txt"));
    let Outcome::Found(explanation) = look(SENT, &sorted.unwrap()) else { panic!() };
    let difference = explanation.variants[1].first.clone().unwrap();
    assert_eq!((&SENT[difference.at], &*difference.new), ("\"guid\"", "\"currency\""));
}

#[test]
fn producers_of_the_same_text_are_alike() {
    let alike = |changes: &[_]| found(SENT, rewritten(changes)).variants.remove(0).alike;
    let numbers = ["number-shortest", "number-float", "number-double", "number-stripped", "number-scientific"].to_vec();
    assert_eq!(alike(&[("100.10", "100.1")]), numbers);
    assert_eq!(alike(&[("Lists", "List")]), ["list-name"]);
    assert_eq!(alike(&[("0123\"", "0123\"\n")]), [""; 0]);
    let explanation = found(SENT, rewritten(&[("100.10", "100.1"), ("/", "\\/")]) + "\n");
    assert_eq!(explanation.id(), "number-shortest+slashes+line-feed");
    assert_eq!(explanation.variants[0].alike, numbers);
}

/// Two rewritings may change the same place.
#[test]
fn differences_are_those_of_the_whole_text() {
    for (id, changes, places) in [
        (
            "number-shortest+amount-quoted",
            &[("100.10", "\"100.1\"")][..],
            [("100.10", "\"100.1\""), ("100.10", "\"100.1\"")],
        ),
        ("number-shortest+slashes", &[("100.10", "100.1"), ("/", "\\/")], [("100.10", "100.1"), ("/", "\\/")]),
    ] {
        let explanation = found(SENT, rewritten(changes));
        assert_eq!(explanation.id(), id);
        let differences = explanation.variants.into_iter().map(|variant| variant.first.unwrap());
        let differences: Vec<_> = differences.map(|first| (&SENT[first.at], first.new)).collect();
        assert_eq!(differences, places.map(|(sent, signed)| (sent, signed.to_owned())));
    }
    // Inside quotes, quotes are escaped.
    let text = rewritten(&[]);
    let (start, end) = (text.find("\"{").unwrap() + 1, text.find("}\"||").unwrap() + 1);
    let (first, last) = (text.find("\"[").unwrap() + 1, text.find("]\"||").unwrap() + 1);
    let escape = |json: &str| json.replace("100.10", "\"100.10\"").replace('\\', "\\\\").replace('"', "\\\"");
    let signed =
        [&text[..start], &escape(&text[start..end]), &text[end..first], &escape(&text[first..last]), &text[last..]];
    let explanation = found(SENT, signed.concat());
    assert_eq!(explanation.id(), "amount-quoted+quotes-escaped");
    assert_eq!(explanation.variants[0].first.as_ref().unwrap().new, "\\\"100.10\\\"");
}

#[test]
fn another_service_time_has_its_distance() {
    let time = |signed: &str| {
        let explanation = found(SENT, rewritten(&[(TIME, signed)]));
        let time = explanation.variants[0].service_time.clone().unwrap();
        assert_eq!(time.text, signed);
        time.later_ms
    };
    assert_eq!(time("1767225638579"), Some(38_456));
    assert_eq!(time("1767225600000"), Some(-123));
    assert_eq!(time("1767196800123"), Some(-28_800_000));
    assert_eq!(time("1767225600"), None);
    // Sent in seconds, signed in milliseconds.
    let sent = SENT.replace(TIME, "1767225600");
    assert_eq!(found(&sent, rewritten(&[])).id(), "service-time");
}

#[test]
fn sm3_reads_the_identity_first() {
    let upload = Upload::read(SENT).unwrap();
    let PublicKey::Sm2(key) = Sm2Signer::new(1).key() else { panic!() };
    let any = Target::sm3(&key, [0; 32]);
    let signed_as = |signed: &str, identity| {
        let mut hasher = any.hasher(identity);
        hasher.update(signed.as_bytes());
        match explain(&Target::sm3(&key, hasher.digest()), &upload, TIME, &Options::default()) {
            Outcome::Found(explanation) => explanation.id(),
            Outcome::Unknown { is_complete } => format!("unknown {is_complete}"),
        }
    };
    let text = rewritten(&[]);
    let hex_digit = |digit: u8| char::from_digit(digit.into(), 16).unwrap();
    let hex: String = Sm3::digest(&text).iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex_digit).collect();
    for (signed, id) in [
        (&text, ""),
        (&(text.clone() + "\n"), "line-feed"),
        (&rewritten(&[(TIME, "1767225601123")]), "service-time"),
        (&hex, "digest-hex"),
    ] {
        assert_eq!(signed_as(signed, Identity::Default), id);
    }
    for (identity, id) in [
        (Identity::None, "no-identity"),
        (Identity::Other(b"\0\0"), "no-user-id"),
        (Identity::Other(b"\x01\x0031323334353637383132333435363738"), "user-id-in-hex"),
    ] {
        assert_eq!(signed_as(&text, identity), id);
        assert_eq!(signed_as(&(text.clone() + "\n"), identity), format!("{id}+line-feed"));
    }
}

#[test]
fn the_budget_ends_the_search() {
    let upload = Upload::read(SENT).unwrap();
    let with = |signed: &str, budget| {
        explain(&target(signed.as_bytes()), &upload, TIME, &Options { budget: Some(budget), ..Options::default() })
    };
    let text = rewritten(&[]);
    assert!(matches!(with(&text, 1), Outcome::Found(_)));
    assert!(matches!(with(&text, 0), Outcome::Unknown { is_complete: false }));
    assert!(matches!(with("", 1), Outcome::Unknown { is_complete: false }));
    assert!(matches!(with("", 1_000_000_000), Outcome::Unknown { is_complete: true }));
    // A larger budget never finds less.
    let php =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/producers/texts/number-shortest+php.php.txt"));
    let php = php.unwrap();
    let mut was_found = false;
    for budget in (0..6_000_000).step_by(200_000) {
        let is_found = matches!(with(&php, budget), Outcome::Found(_));
        assert!(is_found || !was_found, "{budget}");
        was_found = is_found;
    }
    assert!(was_found);
}

#[test]
fn no_bytes_cause_a_panic() {
    let mut state = 0x1795_2018_u64;
    let mut random = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 16).unwrap_or(0) % limit
    };
    let mut read = 0;
    for _ in 0..1000 {
        let mut bytes = SENT.as_bytes().to_vec();
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            match random(3) {
                0 => bytes[at] = b"{}[]\",:\\u0e.-+tn \n<&%\xF0"[random(22)],
                1 => bytes.insert(at, b"{}[]\",:\\u0e.-+tn \n<&%\xF0"[random(22)]),
                _ => drop(bytes.remove(at)),
            }
        }
        let Ok(json) = cbt179_verify::text::json(&bytes) else { continue };
        let Ok(upload) = Upload::read(&json) else { continue };
        read += 1;
        let time = upload.member(Name::ServiceTime).map_or("", |member| member.raw);
        let options = Options { gbk: Some(GBK), budget: Some(400_000) };
        let outcome = explain(&target(b"unrelated"), &upload, time, &options);
        assert!(matches!(outcome, Outcome::Unknown { .. }));
        // The writer and the specification agree on the text as sent.
        let signed = signing_text(&upload, time);
        assert!(matches!(explain(&target(signed.as_bytes()), &upload, time, &options),
            Outcome::Found(explanation) if explanation.variants.is_empty()));
    }
    assert!(read > 100, "{read}");
}
