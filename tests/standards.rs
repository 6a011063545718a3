//! Tables from the standards of the layers: RFC 4648, Unicode (table 3-7 and the practice for U+FFFD) and RFC 8259.
//!
//! `tests/npm/differential.test.mjs` compares random bodies with the host's own readers, and has the table of the form.

mod common;

use cbt179::{Finding, Severity, decode_form, encode_form};
use common::{SAMPLE_E_DATA, english};

/// The Base64 of `{"xxx":"`, which is not followed by JSON of another format. The tables continue it.
const HEAD: &str = "eyJ4eHgiOiAi";
const HEAD_TEXT: &str = "{\"xxx\": \"";

/// Decodes a body whose `payExInfoStr` is this value with its digits and padding percent-encoded.
fn decode_value(base64: &str) -> (String, Vec<Finding>) {
    let encoded = base64.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let body = encode_form(SAMPLE_E_DATA.as_bytes(), b"");
    let decoded = decode_form(format!("{body}{encoded}").as_bytes(), &english());
    (decoded.pay_ex_info.map(|part| part.text).unwrap_or_default(), decoded.findings)
}

/// Decodes a body whose `payExInfoStr` holds these bytes.
fn decode_bytes(bytes: &[u8]) -> (String, Vec<Finding>) {
    let decoded = decode_form(encode_form(SAMPLE_E_DATA.as_bytes(), bytes).as_bytes(), &english());
    (decoded.pay_ex_info.map(|part| part.text).unwrap_or_default(), decoded.findings)
}

/// Returns the errors of `payExInfoStr` in these layers.
fn errors(findings: &[Finding], layers: &[&str]) -> Vec<&'static str> {
    let is_in = |finding: &&Finding| {
        finding.severity == Severity::Error
            && finding.path.starts_with("/payExInfoStr")
            && layers.iter().any(|layer| finding.code.starts_with(layer))
    };
    findings.iter().filter(is_in).map(|finding| finding.code).collect()
}

const BASE64: [&str; 4] = ["form.", "percent.", "base64.", "findings."];

#[test]
fn base64_has_the_test_vectors_of_rfc_4648() {
    for (text, base64) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        let value = format!("{HEAD}{base64}");
        let (decoded, findings) = decode_value(&value);
        assert_eq!(decoded, format!("{HEAD_TEXT}{text}"));
        assert_eq!(errors(&findings, &BASE64), [""; 0], "{base64}");
        let escaped = value.replace('=', "%3D");
        assert!(encode_form(b"", format!("{HEAD_TEXT}{text}").as_bytes()).ends_with(&format!("={escaped}")));
    }
}

#[test]
fn base64_accepts_the_canonical_tail_alone() {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (digits, padding, spare) in [("Y", "==", 16), ("YW", "=", 4), ("YWJ", "", 1)] {
        for byte in 0..=0x7F_u8 {
            let index = ALPHABET.iter().position(|&digit| digit == byte);
            let tail = format!("{digits}{}{padding}", char::from(byte));
            let (_, findings) = decode_value(&format!("{HEAD}{tail}"));
            let is_canonical = index.is_some_and(|index| index % spare == 0);
            assert_eq!(errors(&findings, &BASE64).is_empty(), is_canonical, "{tail:?}");
        }
    }
    for tail in [
        "Z",
        "Z=",
        "Z==",
        "Z===",
        "Zg",
        "Zg=",
        "Zg===",
        "Zm8",
        "Zm8==",
        "Zm9v=",
        "Zm9v==",
        "Zm9v===",
        "Zm9v====",
        "=",
        "==",
        "====",
        "=Zg=",
        "Z=g=",
        "Zg=v",
        "Zm=v",
        "Zg==Zg==",
        "Zm8=Zm8=",
        "Zg==\n",
        "Zg=\n=",
        "Zm9v\r\nZm9v",
        " Zm9v",
        "Zm 9v",
        "Zm9v\t",
        "Zm9v\0",
        "Zm-_",
        "Zm9-",
        "Zm9_",
        "Zm\u{ff19}v",
        "Zm9v,",
        "Zm9v.",
        "Zm9v%",
        "*m9v",
    ] {
        let (_, findings) = decode_value(&format!("{HEAD}{tail}"));
        assert_ne!(errors(&findings, &BASE64), [""; 0], "{tail:?}");
    }
}

/// A row of Unicode's table 3-7, "Well-Formed UTF-8 Byte Sequences": the range of each byte.
type Row = &'static [(u8, u8)];

const TABLE_3_7: [Row; 9] = [
    &[(0x00, 0x7F)],
    &[(0xC2, 0xDF), (0x80, 0xBF)],
    &[(0xE0, 0xE0), (0xA0, 0xBF), (0x80, 0xBF)],
    &[(0xE1, 0xEC), (0x80, 0xBF), (0x80, 0xBF)],
    &[(0xED, 0xED), (0x80, 0x9F), (0x80, 0xBF)],
    &[(0xEE, 0xEF), (0x80, 0xBF), (0x80, 0xBF)],
    &[(0xF0, 0xF0), (0x90, 0xBF), (0x80, 0xBF), (0x80, 0xBF)],
    &[(0xF1, 0xF3), (0x80, 0xBF), (0x80, 0xBF), (0x80, 0xBF)],
    &[(0xF4, 0xF4), (0x80, 0x8F), (0x80, 0xBF), (0x80, 0xBF)],
];

/// Decodes bytes by the table: U+FFFD for each maximal subpart of an ill-formed sequence.
fn by_table(mut bytes: &[u8]) -> String {
    let mut text = String::new();
    while let Some(&lead) = bytes.first() {
        let row = TABLE_3_7.into_iter().find(|row| (row[0].0..=row[0].1).contains(&lead)).unwrap_or(&[]);
        let fits = row.iter().zip(bytes).take_while(|((first, last), byte)| (first..=last).contains(byte)).count();
        let (sequence, rest) = bytes.split_at(fits.max(1));
        text.push_str(if fits > 0 && fits == row.len() { str::from_utf8(sequence).unwrap() } else { "\u{fffd}" });
        bytes = rest;
    }
    text
}

/// Three-byte characters that outnumber the ill-formed bytes of a case, so that none is taken for GBK.
const HAN: &str = "电商公司";

#[test]
fn utf8_is_well_formed_as_in_table_3_7() {
    for row in TABLE_3_7 {
        // The first and last byte of each range, and the bytes before and after it.
        let edges: Vec<Vec<u8>> = row
            .iter()
            .map(|&(first, last)| vec![first.saturating_sub(1), first, last, last.saturating_add(1)])
            .collect();
        let mut sequences: Vec<Vec<u8>> = vec![Vec::new()];
        for bytes in &edges {
            let append = |start: &Vec<u8>| bytes.iter().map(|&byte| [&start[..], &[byte]].concat()).collect::<Vec<_>>();
            sequences = sequences.iter().flat_map(append).collect();
        }
        for sequence in sequences {
            let bytes = [HEAD_TEXT.as_bytes(), HAN.as_bytes(), &sequence, b"\"}"].concat();
            let (text, findings) = decode_bytes(&bytes);
            assert_eq!(text, by_table(&bytes), "{sequence:02X?}");
            let is_well_formed = str::from_utf8(&sequence).is_ok();
            assert_eq!(errors(&findings, &["utf8."]).is_empty(), is_well_formed, "{sequence:02X?}");
        }
    }
}

#[test]
fn ill_formed_utf8_is_replaced_as_in_tables_3_8_to_3_11() {
    // An underscore stands for U+FFFD.
    for (bytes, text) in [
        (&b"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"[..], "________A"),
        (b"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", "________A"),
        (b"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "_____A__B"),
        (b"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "____A"),
        // Truncated at the end, and before another lead byte.
        (b"\xE4\xBD", "_"),
        (b"\xF0\x9F\x98\xE4\xBD\xC2", "___"),
        // A noncharacter and the last code point are well-formed; the next one is not.
        (b"\xEF\xBF\xBF\xF4\x8F\xBF\xBF\xF4\x90\x80\x80", "\u{ffff}\u{10ffff}____"),
        // A surrogate pair encoded as two characters (CESU-8), and the two-byte NUL of Java.
        (b"\xED\xA0\xBD\xED\xB8\x80\xC0\x80", "________"),
        // Sequences of five and six bytes, which UTF-8 no longer has.
        (b"\xF8\x88\x80\x80\x80\xFC\x84\x80\x80\x80\x80", "___________"),
    ] {
        let whole = [HEAD_TEXT.as_bytes(), HAN.repeat(4).as_bytes(), bytes].concat();
        let (found, findings) = decode_bytes(&whole);
        assert_eq!(found, format!("{HEAD_TEXT}{}{}", HAN.repeat(4), text.replace('_', "\u{fffd}")), "{bytes:02X?}");
        assert_eq!(found, String::from_utf8_lossy(&whole));
        assert_ne!(errors(&findings, &["utf8."]), [""; 0], "{bytes:02X?}");
    }
}

/// Returns the errors in a JSON text that is the value of a member.
fn json_errors(value: &str) -> (String, Vec<&'static str>) {
    let text = format!("{{\"xxx\": {value}}}");
    let (decoded, findings) = decode_bytes(text.as_bytes());
    assert_eq!(decoded, text);
    (text, errors(&findings, &["base64.", "utf8.", "json."]))
}

#[test]
fn json_accepts_each_production_of_rfc_8259() {
    let nested = format!("{}{}", "[".repeat(60), "]".repeat(60));
    for value in [
        // 2: structural characters and white space.
        " \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n",
        "{ \t\r\n\"a\" \t\r\n: \t\r\n1 \t\r\n, \t\r\n\"b\" \t\r\n: \t\r\n2 \t\r\n} ",
        // 3: values.
        "false",
        "null",
        "true",
        "[true,false,null]",
        // 4: objects.
        "{}",
        "{\"\":0}",
        "{\"a\":{\"a\":{\"a\":{}}}}",
        "{\"a\\u0000b\":1,\"\\\"\":2}",
        "{\"__proto__\":{},\"constructor\":1,\"toString\":null}",
        // 5: arrays.
        "[]",
        "[[]]",
        "[\"\",0,{},[],null]",
        &nested,
        // 6: numbers.
        "0",
        "-0",
        "-0.0",
        "1",
        "-1",
        "10",
        "1234567890",
        "0.0",
        "0.5",
        "1.000000000000000000000000000000000000001",
        "0e0",
        "0E0",
        "0e+1",
        "0e-1",
        "1e1",
        "1E22",
        "1.5E+2",
        "-1.5e-2",
        "0e00000001",
        "1e400",
        "-1e400",
        "1e-400",
        "123123e100000",
        "100000000000000000000000000000000000000",
        // 7: strings.
        "\"\"",
        "\" \"",
        "\"\u{7f}\"",
        "\"a/*b*/c/*d//e\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0000\\u001F\\u0022\\u005C\\u0060\\u0821\\uABCD\\uabcd\"",
        "\"\\uD834\\uDD1E\\udbff\\udfff\"",
        "\"\\uFDD0\\uFFFE\\uFFFF\"",
        "\"\\\\u0061\\\\n\\\\a\"",
        "\"é€𝄞\u{2028}\u{2029}\u{200b}\u{feff}\u{fffe}\u{10ffff}\"",
    ] {
        let (text, found) = json_errors(value);
        assert_eq!(found, [""; 0], "{text}");
        if !value.contains("e400") && !value.contains("e100000") {
            serde_json::from_str::<serde_json::Value>(&text).expect(&text);
        }
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "it is a table")]
fn json_refuses_what_no_production_of_rfc_8259_makes() {
    for value in [
        // 2: other white space, separators and comments.
        "",
        " ",
        "\u{b}1",
        "1\u{c}",
        "\u{a0}1",
        "1\u{3000}",
        "[\u{feff}]",
        "\u{2060}1",
        "1/**/",
        "1//\n",
        "1#\n",
        "1;",
        "1\0",
        // 3: literals.
        "True",
        "FALSE",
        "nul",
        "nulll",
        "tru",
        "undefined",
        "None",
        "é",
        "*",
        "<null>",
        // 4: objects.
        "{",
        "}",
        "{}}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1,,\"b\":2}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\",1}",
        "{\"a\"::1}",
        "{\"a\":1;\"b\":2}",
        "{\"a\"=1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{:1}",
        "{[1]:1}",
        "{\"a\":1]",
        "{\"a\":\"b\"",
        "{\"a\":\"b\"}#",
        "{\"a\":\"b\"}/**/",
        // 5: arrays.
        "[",
        "]",
        "[]]",
        "[1]]",
        "[1,]",
        "[,1]",
        "[,]",
        "[1,,2]",
        "[1 2]",
        "[1:2]",
        "[1;2]",
        "[1,[2 3]]",
        "[1}",
        "[\"a\"",
        "[1][2]",
        // 6: numbers.
        "+1",
        "++1",
        "-",
        "--1",
        "- 1",
        "01",
        "-01",
        "00",
        "1.",
        "-1.",
        ".1",
        "-.1",
        "1.e1",
        "1.1.1",
        "1e",
        "1e+",
        "1E-",
        "1ee1",
        "1e1.5",
        "1e1e1",
        "0x1",
        "0b1",
        "1_000",
        "1,000",
        "1 000",
        "1+2",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "Inf",
        "１",
        "1a",
        "1L",
        // 7: strings.
        "\"",
        "\"\"\"",
        "\"a",
        "a\"",
        "'a'",
        "`a`",
        "“a”",
        "\"\n\"",
        "\"\t\"",
        "\"\0\"",
        "\"\u{1f}\"",
        "\"\\",
        "\"\\\"",
        "\"\\a\"",
        "\"\\x41\"",
        "\"\\'\"",
        "\"\\0\"",
        "\"\\\n\"",
        "\"\\U0041\"",
        "\"\\u\"",
        "\"\\u004\"",
        "\"\\u004G\"",
        "\"\\u+041\"",
        "\"\\u{41}\"",
        "\"\\\u{1f600}\"",
        "\\u0022a\\u0022",
        "\"a\"b",
        "\"a\" \"b\"",
        "\"a\"+\"b\"",
    ] {
        let (text, found) = json_errors(value);
        assert_ne!(found, [""; 0], "{text}");
        serde_json::from_str::<serde_json::Value>(&text).expect_err(&text);
    }
}

#[test]
fn json_that_parsers_read_differently_is_refused() {
    let deep = format!("{}{}", "[".repeat(64), "]".repeat(64));
    for (value, code) in [
        ("{\"a\":1,\"a\":2}", "json.duplicate-key"),
        ("{\"a\":1,\"a\":1}", "json.duplicate-key"),
        ("{\"a\":1,\"\\u0061\":2}", "json.duplicate-key"),
        ("\"\\uD800\"", "json.lone-surrogate"),
        ("\"\\uDC00\"", "json.lone-surrogate"),
        ("\"\\uD800x\"", "json.lone-surrogate"),
        ("\"\\uD800\\n\"", "json.lone-surrogate"),
        ("\"\\uD800\\uD800\\uDC00\"", "json.lone-surrogate"),
        ("\"\\uDC00\\uD800\"", "json.lone-surrogate"),
        ("{\"\\uD800\":1}", "json.lone-surrogate"),
        (&deep, "json.too-deep"),
    ] {
        let (text, found) = json_errors(value);
        assert!(found.contains(&code), "{text} {found:?}");
    }
}
