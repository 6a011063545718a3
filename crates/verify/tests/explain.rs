//! Finds out which text was signed: texts written by real programs, and mistakes that senders make.

use std::fs;

use cbt179_verify::explain::{Explanation, Options, Outcome, explain};
use cbt179_verify::target::Target;
use cbt179_verify::text::{Name, Upload};
use sha1::{Digest, Sha1};
use sm3::Sm3;

const SENT: &str = include_str!("producers/upload.txt");
const TIME: &str = "1767225600123";

/// Returns the table for GBK, as a host provides it.
fn gbk(char: char) -> Option<[u8; 2]> {
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
    explain(&target(signed), &upload, time, &Options { gbk: Some(&gbk), ..Options::default() })
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
    let mut text = Upload::read(SENT).unwrap().signing_text(TIME);
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
        let explanation = found(SENT, signed);
        assert_eq!(explanation.id(), id);
        assert!(explanation.is_accepted(), "{id}");
    }
    assert!(!found(SENT, rewritten(&[]) + "\r\n").is_accepted());
    assert!(!found(SENT, rewritten(&[("100.10", "100.1")]) + "\n").is_accepted());
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
    ] {
        let text = Upload::read(&sent(signed)).unwrap().signing_text(TIME);
        assert_eq!(found(&sent(signed), &text).id(), "");
        assert!(matches!(look(&sent(other), text.as_bytes()), Outcome::Unknown { .. }), "{other}");
    }
    // These escapes hide nothing.
    let text = Upload::read(&sent(r#"{"a":"/好"}"#)).unwrap().signing_text(TIME);
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
        ("no-service-time", &[("||\"serviceTime\":\"1767225600123\"", "")]),
        ("empty-service-time", &[("1767225600123", "")]),
        ("trailing-separator", &[("0123\"", "0123\"||")]),
        ("trailing-blank", &[("0123\"", "0123\" ")]),
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
    let upload = Upload::read(SENT).unwrap();
    let known = Options { times: &["1767225000000", "x"], ..Options::default() };
    for (signed, later_ms) in [("1767225000000", Some(-600_123)), ("x", None)] {
        let target = target(rewritten(&[(TIME, signed)]).as_bytes());
        let Outcome::Found(explanation) = explain(&target, &upload, TIME, &known) else { panic!("{signed}") };
        assert_eq!(explanation.id(), "service-time");
        assert_eq!(explanation.variants[0].service_time.as_ref().unwrap().later_ms, later_ms);
    }
    // Sent in seconds, signed in milliseconds.
    let sent = SENT.replace(TIME, "1767225600");
    assert_eq!(found(&sent, rewritten(&[])).id(), "service-time");
}

#[test]
fn sm3_reads_the_identity_first() {
    let upload = Upload::read(SENT).unwrap();
    let start = Sm3::new_with_prefix([7; 32]);
    let is_signed = |signed: &str, start: &Sm3| {
        let target = Target::sm3(start.clone(), start.clone().chain_update(signed).finalize().into());
        match explain(&target, &upload, TIME, &Options::default()) {
            Outcome::Found(explanation) => explanation.id(),
            Outcome::Unknown { is_complete } => format!("unknown {is_complete}"),
        }
    };
    let text = rewritten(&[]);
    assert_eq!(is_signed(&text, &start), "");
    assert_eq!(is_signed(&(text.clone() + "\n"), &start), "line-feed");
    assert_eq!(is_signed(&rewritten(&[(TIME, "1767225601123")]), &start), "service-time");
    let hex_digit = |digit: u8| char::from_digit(digit.into(), 16).unwrap();
    let hex: String = Sm3::digest(&text).iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex_digit).collect();
    assert_eq!(is_signed(&hex, &start), "digest-hex");
    let alone = Target::sm3(start, Sm3::digest(&text).into());
    let Outcome::Found(explanation) = explain(&alone, &upload, TIME, &Options::default()) else { panic!() };
    assert_eq!(explanation.id(), "no-identity");
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
        let options = Options { gbk: Some(&gbk), budget: Some(400_000), ..Options::default() };
        let outcome = explain(&target(b"unrelated"), &upload, time, &options);
        assert!(matches!(outcome, Outcome::Unknown { .. }));
        // The writer and the specification agree on the text as sent.
        let signed = upload.signing_text(time);
        assert!(matches!(explain(&target(signed.as_bytes()), &upload, time, &options),
            Outcome::Found(explanation) if explanation.variants.is_empty()));
    }
    assert!(read > 100, "{read}");
}
