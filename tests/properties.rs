//! Laws that hold for any input.

mod common;

use cbt179::{
    Applicability, CustomsRules, DecodedForm, DecodedPart, Edit, Finding, Fix, Layer, Options, Severity, Target,
    TextRange, Units, apply_fixes, build_form, check_form, check_request, decode_form, encode_form, locate,
};
use common::{SAMPLE_BODY, body_of, english, request};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngSeed, TestRunner};
use serde_json::{Value, json};

/// Bodies: random bytes, mutilated good ones, and random texts in a good envelope.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let base = prop_oneof![Just(body_of(&request())), Just(SAMPLE_BODY.to_owned())];
    let edits = prop::collection::vec((any::<prop::sample::Index>(), edit()), 0..8);
    let mutilated = (base, edits).prop_map(|(body, edits)| {
        let mut body = body.into_bytes();
        for (at, (remove, insert)) in edits {
            let at = at.index(body.len());
            let end = (at + remove).min(body.len());
            body.splice(at..end, insert);
        }
        body
    });
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        "[-+/=&%A-Za-z0-9_ \n]{0,200}".prop_map(String::into_bytes),
        mutilated,
        slips(),
        (json_like(), json_like()).prop_map(|(a, b)| encode_form(&a, &b).into_bytes()),
    ]
}

fn edit() -> impl Strategy<Value = (usize, Vec<u8>)> {
    let escapes = vec!["%252B", "%25", "%2525", "%3D", "+", "\""];
    let insert = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        "[+=&% \n]{1,3}".prop_map(String::into_bytes),
        prop::sample::select(escapes).prop_map(|text| text.as_bytes().to_vec()),
    ];
    (0..6_usize, insert)
}

/// Texts full of what JSON is made of, and bytes that are no text at all.
fn json_like() -> impl Strategy<Value = Vec<u8>> {
    let tokens = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "'",
        "\"a\"",
        "\"totalAmount\"",
        "\"payExchangeInfoHead\":{",
        "\"guid\":",
        "1",
        "-",
        "01",
        "1.50",
        "1e5",
        "true",
        "null",
        "None",
        "//",
        "/*",
        "*/",
        "\\",
        "\\u",
        "\\ud800",
        "\n",
        "电",
        "😀",
        "\u{feff}",
        "\u{3000}",
        "20260115092811",
        "\"142\"",
    ]);
    prop_oneof![
        prop::collection::vec(tokens, 0..40).prop_map(|tokens| tokens.concat().into_bytes()),
        prop::collection::vec(any::<u8>(), 0..60),
    ]
}

/// Bodies in which nothing is to be found, with a few bytes changed that often do no harm: in the JSON text of a part, or in
/// the body itself.
fn nearly_clean() -> impl Strategy<Value = Vec<u8>> {
    let pieces = vec![
        "%2B", "%2f", "%3D", "&", "+", "/", "=", "A", "\"", "\\", "\\\"", "\\n", "\\u0041", ",", ":", "{", "}", "[",
        "]", " ", "\n", "\t", "0", "1", ".", "e", "null", "\0", "\u{7f}", "é", "好", "\u{3000}", "\u{a0}", "\u{feff}",
        "\u{fffd}", "😀",
    ];
    let piece = prop_oneof![
        prop::sample::select(pieces).prop_map(|text| text.as_bytes().to_vec()),
        any::<u8>().prop_map(|byte| vec![byte]),
    ];
    let edit = (0..3_usize, any::<prop::sample::Index>(), 0..3_usize, piece);
    prop::collection::vec(edit, 0..3).prop_map(|mut edits| {
        // First what is within, so that what carries it is made of that.
        edits.sort_by_key(|edit| edit.0);
        let request = request();
        let mut texts = ["eData", "payExInfo"].map(|part| request[part].to_string().into_bytes());
        let mut body = None;
        for (where_to, at, remove, insert) in edits {
            let text = match texts.get_mut(where_to) {
                Some(text) => text,
                None => body.get_or_insert_with(|| encode_form(&texts[0], &texts[1]).into_bytes()),
            };
            let at = at.index(text.len());
            let end = (at + remove).min(text.len());
            text.splice(at..end, insert);
        }
        body.unwrap_or_else(|| encode_form(&texts[0], &texts[1]).into_bytes())
    })
}

/// Bodies in which one text is made of what readers of whole blocks may stumble over, in runs of any length.
fn with_runs() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::sample::select(vec!["a", "a", "好", "😀", "\\\\", "\\\"", "\\n", "\\u0020", " ", "/"]);
    let runs = prop::collection::vec((pieces, prop_oneof![Just(1), 1..70_usize]), 1..6);
    let places = vec!["某某电商公司", "小米盒子", "天猫国际有限公司", "备注", "成功"];
    (prop::sample::select(places), runs).prop_map(|(place, runs)| {
        let text: String = runs.into_iter().map(|(piece, times)| piece.repeat(times)).collect();
        let request = request();
        let [e_data, pay_ex_info] = ["eData", "payExInfo"].map(|part| request[part].to_string().replace(place, &text));
        encode_form(e_data.as_bytes(), pay_ex_info.as_bytes()).into_bytes()
    })
}

fn customs_rules() -> impl Strategy<Value = CustomsRules> {
    prop::sample::select(vec![CustomsRules::Warning, CustomsRules::Error, CustomsRules::Off])
}

fn in_units(text: &[u8], units: Units) -> usize {
    match units {
        Units::Bytes => text.len(),
        Units::Utf16 => String::from_utf8_lossy(text).encode_utf16().count(),
    }
}

fn assert_inside(finding: &Finding, range: Option<TextRange>, length: usize) {
    if let Some(range) = range {
        assert!(range.start <= range.end && range.end <= length, "{finding:?} in {length}");
        assert!(range.line >= 1 && range.column >= 1, "{finding:?}");
        assert!(range.column <= range.start + 1, "{finding:?}");
    }
}

/// Pieces of the JSON of a request, and the slips that people and programs make of them.
const SLIPS: &[(&str, &str)] = &[
    ("\"", "'"),
    ("\"", "“"),
    ("\"", ""),
    (",", ",,"),
    (",", ""),
    (",", "，"),
    (":", ""),
    (":", "："),
    ("}", ",}"),
    ("}", ""),
    ("}", "]"),
    ("]", ",]"),
    ("]", ""),
    ("{", "{/* x */"),
    ("{", "[{"),
    ("[{", "{"),
    ("}]", "}"),
    ("100.1", "\"100.10\""),
    ("100.1", "1e2"),
    ("100.1", "100.10000000000001"),
    ("100.1", ".5"),
    ("\"142\"", "\"CNY\""),
    ("\"142\"", "156"),
    ("\"3\"", "3"),
    ("\"3\"", "None"),
    ("\"1\"", "\" APP \""),
    ("\"3\"", "3.0"),
    ("\"1.0\"", "1.0"),
    ("\"20119182839304\"", "2.0119182839304e+13"),
    ("\"20119182839304\"", "20119182839304.0"),
    ("100.1", "268.3999938964844"),
    ("\"20260115092510\"", "[2026,1,15,9,25,10]"),
    ("\"20260115092510\"", "\"2026-01-15 09:28:12\""),
    ("\"20260115092510\"", "\"20260115172510\""),
    ("20260115092811", "2026-01-15 01:28:11"),
    ("[{\"orderNo\"", "{\"0\":{\"orderNo\""),
    ("[{\"goodsInfo\"", "{\"0\":{\"goodsInfo\""),
    ("[{\"gname\"", "{\"3\":{\"gname\""),
    ("}]", "}}"),
    ("\"20260115092510\"", "1768440491"),
    ("\"20260115092510\"", "\"2026-01-15 09:28:11\""),
    ("inital", "initial"),
    ("note", "node"),
    ("guid", "Guid"),
    ("cus", "co"),
    ("token", "Token"),
    ("Lists", "List"),
    ("orderNo", "order_no"),
    ("orderNo", "gname"),
    ("备注", "\\x备注\t"),
    ("备注", " \\u0020备注\\/"),
    ("9D2F", "9d2f"),
    ("\"payExchangeInfoHead\"", "\"note\":1,\"note\":1,\"payExchangeInfoHead\""),
];

/// The encodings of a request, and mistakes in them.
const WRAPS: [&str; 18] = [
    "plain",
    "quoted",
    "gbk",
    "twice",
    "percent",
    "bare",
    "json",
    "multipart",
    "bom",
    "url",
    "http",
    "curl",
    "repr",
    "form twice",
    "nested",
    "lines",
    "swapped",
    "spread",
];

/// Requests whose JSON was changed in a few places, as people and programs do.
fn slips() -> impl Strategy<Value = Vec<u8>> {
    let slips = prop::sample::select(SLIPS);
    let changes = prop::collection::vec((any::<bool>(), any::<prop::sample::Index>(), slips), 1..4);
    let wrap = prop::sample::select(WRAPS.to_vec());
    let edits = prop::collection::vec((any::<prop::sample::Index>(), edit()), 0..3);
    (changes, wrap, edits).prop_map(|(changes, wrap, edits)| {
        let request = request();
        let mut texts = [request["eData"].to_string(), request["payExInfo"].to_string()];
        for (in_e_data, at, (from, to)) in changes {
            let text = &mut texts[usize::from(!in_e_data)];
            let found: Vec<_> = text.match_indices(from).map(|(at, _)| at).collect();
            if !found.is_empty() {
                let at = found[at.index(found.len())];
                text.replace_range(at..at + from.len(), to);
            }
        }
        if wrap == "quoted" {
            texts = texts.map(|text| json!(text).to_string());
        }
        if wrap == "bom" {
            texts = texts.map(|text| format!("\u{feff}{text}"));
        }
        let bytes = texts.each_ref().map(|text| match wrap {
            "gbk" => encoding_rs::GBK.encode(text).0.into_owned(),
            "twice" => base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text).into_bytes(),
            _ => text.clone().into_bytes(),
        });
        let body = encode_form(&bytes[0], &bytes[1]);
        let [e_data, pay_ex_info] = &texts;
        let body = match wrap {
            "percent" => body.replace('%', "%25"),
            "swapped" => encode_form(&bytes[1], &bytes[0]),
            "bare" => format!("EData={e_data}&payExInfoStr={pay_ex_info}"),
            "json" => json!({"EData": e_data, "payExInfoStr": pay_ex_info}).to_string(),
            "multipart" => {
                let part = |name, value: &str| {
                    format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                };
                let value = |index| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &bytes[index]);
                format!("{}{}--x--\r\n", part("EData", &value(0)), part("payExInfoStr", &value(1)))
            }
            _ => around(wrap, body),
        };
        let mut body = body.into_bytes();
        for (at, (remove, insert)) in edits {
            let at = at.index(body.len());
            let end = (at + remove).min(body.len());
            body.splice(at..end, insert);
        }
        body
    })
}

/// Puts a form inside something else, as programs do.
fn around(wrap: &str, body: String) -> String {
    match wrap {
        "url" => format!("https://host.example/sign?a=1&{body}"),
        "http" => format!("POST /sign HTTP/1.1\r\nHost: host.example\r\n\r\n{body}\n"),
        "curl" => format!("curl -d '{}' https://host.example", body.replace('&', "' -d '")),
        "repr" => format!("b'{body}'"),
        "form twice" => body.replace('%', "%25").replace('=', "%3D").replace('&', "%26"),
        "nested" => format!("EData={}", body.replace('%', "%25").replace('=', "%3D").replace('&', "%26")),
        "lines" => body.replace('&', "\n"),
        "spread" => body.replace("EData=", "EData[version]=1.0&EData[token]="),
        _ => body,
    }
}

fn errors(findings: &[Finding]) -> Vec<(&str, &str)> {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| (finding.code, finding.path.as_str())).collect()
}

/// With these, guesses are applied too.
fn all_fixes() -> Options {
    Options { unsafe_fixes: true, ..english() }
}

/// A text with edits made to it, as a caller would who has nothing but them.
fn by_hand(text: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut out = text.to_vec();
    let mut next = text.len();
    for edit in edits.iter().rev() {
        assert!(edit.start <= edit.end && edit.end <= next, "{edit:?} before {next}");
        out.splice(edit.start..edit.end, edit.text.bytes());
        next = edit.start;
    }
    out
}

/// What the two parts of a body say, as far as they can be read.
fn values(decoded: &DecodedForm) -> [Option<Value>; 2] {
    let value = |part: &Option<DecodedPart>| serde_json::from_str(part.as_ref()?.json()?).ok();
    [value(&decoded.e_data), value(&decoded.pay_ex_info)]
}

/// 512 cases of each law, always the same, so that a run that fails is no chance; `PROPTEST_CASES` asks for as many others.
fn config() -> ProptestConfig {
    let default = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => default,
        None => ProptestConfig { cases: 512, rng_seed: RngSeed::Fixed(179), ..default },
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_bytes_give_findings_that_lie_inside(body in bodies()) {
        let decoded = decode_form(&body, &english());
        for finding in &decoded.findings {
            assert_inside(finding, finding.at.form, body.len());
            assert_inside(finding, finding.at.base64, body.len());
            if let ("form.unencoded-plus", Some(form)) = (finding.code, finding.at.form) {
                prop_assert_eq!(&body[form.start..form.end], b"+");
            }
            let part = match &finding.path {
                path if path.starts_with("/EData") => decoded.e_data.as_ref(),
                _ => decoded.pay_ex_info.as_ref(),
            };
            if let Some(part) = part {
                assert_inside(finding, finding.at.json, part.text.len());
            }
            prop_assert!(!finding.message.is_empty() && !finding.message.contains(['{', '}'])
                || finding.value.is_some(), "{finding:?}");
        }
        let report = check_form(&body, &english());
        prop_assert_eq!(&report.findings, &decoded.findings);
        prop_assert_eq!(report.ok, report.findings.iter().all(|finding| finding.severity != Severity::Error));
        for part in [decoded.e_data, decoded.pay_ex_info].into_iter().flatten() {
            if let Some(json) = part.json() {
                prop_assert!(serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok(), "{json}");
            }
        }
    }

    /// `check_form` reads a sound body in one pass; `decode_form` takes the layers off one by one.
    #[test]
    fn a_glance_finds_what_a_look_does(
        body in prop_oneof![bodies(), nearly_clean(), with_runs()],
        customs_rules in customs_rules(),
    ) {
        let options = Options { customs_rules, ..english() };
        let report = check_form(&body, &options);
        prop_assert_eq!(&report.findings, &decode_form(&body, &options).findings, "{}", String::from_utf8_lossy(&body));
    }

    #[test]
    fn fixes_remove_their_finding_and_add_no_error(body in bodies()) {
        let findings = check_form(&body, &english()).findings;
        let before = errors(&findings);
        for finding in &findings {
            let Some(fix) = &finding.fix else { continue };
            prop_assert!(!fix.label.is_empty());
            let fixed = apply_fixes(&body, std::slice::from_ref(finding), &all_fixes()).unwrap();
            if fix.applicability == Applicability::Unsafe {
                let untouched = apply_fixes(&body, std::slice::from_ref(finding), &english()).unwrap();
                prop_assert_eq!(&untouched, &body, "{}", finding);
            }
            let after = check_form(&fixed, &english()).findings;
            let text = String::from_utf8_lossy(&body);
            let of_kind = |findings: &[Finding]| -> usize {
                findings.iter().filter(|other| other.code == finding.code).map(|other| other.count.unwrap_or(1)).sum()
            };
            let told = || format!("{finding}\n{fix:?}\n{text}\n{}\n{:#?}", String::from_utf8_lossy(&fixed), errors(&after));
            // Another of its kind that it hid may come to light.
            let is_gone = of_kind(&after) < of_kind(&findings) || errors(&after).len() < before.len();
            prop_assert!(is_gone || of_kind(&findings) >= 100, "{}", told());
            prop_assert!(errors(&after).len() <= before.len() || before.len() >= 100, "{}\n{before:#?}", told());
        }
    }

    /// To apply a fix is to make its edits in its layer, and to encode.
    #[test]
    fn edits_are_carried_outward_exactly(body in bodies()) {
        let decoded = decode_form(&body, &english());
        for finding in &decoded.findings {
            let Some(Fix { layer, edits, .. }) = &finding.fix else { continue };
            let fixed = apply_fixes(&body, std::slice::from_ref(finding), &all_fixes()).unwrap();
            prop_assert!(edits.iter().all(|edit| edit.text.len() <= 40), "{finding:?}");
            match layer {
                Layer::Form => {
                    if !edits.is_empty() {
                        prop_assert_eq!(fixed, by_hand(&body, edits), "{}", finding);
                    }
                }
                Layer::Json => {
                    let after = decode_form(&fixed, &english());
                    let is_e_data = finding.path.starts_with("/EData");
                    let text = |form: &DecodedForm| {
                        let part = if is_e_data { &form.e_data } else { &form.pay_ex_info };
                        part.as_ref().map(|part| part.text.clone()).unwrap_or_default()
                    };
                    let due = String::from_utf8(by_hand(text(&decoded).as_bytes(), edits)).unwrap();
                    prop_assert_eq!(text(&after), due, "{}", finding);
                }
                Layer::Base64 => {}
            }
        }
    }

    /// What a safe fix of an encoding or of JSON's syntax leaves is what was read before.
    #[test]
    fn safe_fixes_keep_the_data(body in bodies()) {
        let decoded = decode_form(&body, &english());
        // A fix inside a string that holds JSON also replaces the string by that JSON.
        prop_assume!(decoded.findings.iter().all(|finding| finding.code != "field.quoted-json"));
        let of_syntax = |finding: &&Finding| {
            let is_syntax = ["form.", "percent.", "base64.", "utf8.", "json."].iter().any(|layer| finding.code.starts_with(layer));
            // Of doubled keys and fields the first is read and the last may be kept.
            is_syntax && !["json.duplicate-key", "form.duplicate-field"].contains(&finding.code)
        };
        let safe: Vec<_> = decoded.findings.iter().filter(of_syntax).cloned().collect();
        for some in safe.chunks(1).chain(std::iter::once(&safe[..])) {
            let fixed = apply_fixes(&body, some, &english()).unwrap();
            let after = decode_form(&fixed, &english());
            prop_assert_eq!(values(&after), values(&decoded), "{:#?}\n{}\n{}", some, String::from_utf8_lossy(&body), String::from_utf8_lossy(&fixed));
        }
    }

    /// A lost `+` looks like white space: what decodes shows which it is, however many there are.
    #[test]
    fn a_lost_plus_comes_back_or_stays_a_fault(
        words in prop::collection::vec("A[a-z0-9 ,:;?>~，：；？～、。ﾾ😀一-龥]{0,12}B", 4),
        blank in prop::sample::select(vec![" ", "%20"]),
        white in prop::sample::select(vec!["", "\n", "%0D%0A", " ", "%20%20"]),
        width in prop::sample::select(vec![4, 64, 76]),
        some in any::<u64>(),
    ) {
        let request = request().to_string();
        let mut texts = request.clone();
        for (from, to) in ["某某电商公司", "小米盒子", "天猫国际有限公司", "备注"].iter().zip(&words) {
            texts = texts.replace(from, to);
        }
        let request: Value = serde_json::from_str(&texts).unwrap();
        let body = body_of(&request);
        let mut count = 0_u64;
        let lost: String = body.split_inclusive("%2B").map(|piece| {
            count += 1;
            // Nearly always all of them.
            let is_lost = some % 3 > 0 || some >> (count % 64) & 1 == 1;
            if is_lost && piece.ends_with("%2B") { piece.replace("%2B", blank) } else { piece.to_owned() }
        }).collect();
        let broken: String = lost.split_inclusive('&').map(|part| {
            let (name, value) = part.split_at(part.find('=').unwrap() + 1);
            let mut out = name.to_owned();
            let mut column = 0;
            let mut rest = value;
            while !rest.is_empty() {
                let length = if rest.starts_with('%') { 3 } else { rest.chars().next().unwrap().len_utf8() };
                if column > 0 && column % width == 0 && !rest.starts_with(['&', '%']) {
                    out += white;
                }
                out += &rest[..length];
                rest = &rest[length..];
                column += 1;
            }
            out
        }).collect();
        let findings = check_form(broken.as_bytes(), &english()).findings;
        let fixed = apply_fixes(broken.as_bytes(), &findings, &english()).unwrap();
        let after = decode_form(&fixed, &english());
        let is_ok = check_form(&fixed, &english()).ok;
        let expected = [request["eData"].clone(), request["payExInfo"].clone()].map(Some);
        let told = || format!("{broken}\n{:?}", errors(&findings));
        if is_ok {
            prop_assert_eq!(values(&after), expected, "{}", told());
        }
        // Unless blanks are both, some `+` are left, or the text is read in two ways, nothing is in doubt.
        let is_mixed = lost.contains(blank) && (white.contains([' ', '2']) || lost.contains("%2B"));
        prop_assert!(is_ok || is_mixed || texts.contains('ﾾ'), "{}", told());
    }

    #[test]
    fn some_of_the_fixes_add_no_error(body in bodies(), chosen in any::<u64>()) {
        let findings = check_form(&body, &english()).findings;
        let some = findings.iter().enumerate().filter(|(index, _)| chosen >> (index % 64) & 1 == 1);
        let some: Vec<_> = some.map(|(_, finding)| finding.clone()).collect();
        let fixed = apply_fixes(&body, &some, &all_fixes()).unwrap();
        let after = check_form(&fixed, &english()).findings;
        let (before, after) = (errors(&findings), errors(&after));
        let told = || format!("{some:#?}\n{}\n{}", String::from_utf8_lossy(&body), String::from_utf8_lossy(&fixed));
        prop_assert!(after.len() <= before.len() || before.len() >= 100, "{before:#?}\n{after:#?}\n{}", told());
    }

    #[test]
    fn fixes_of_a_text_alone(text in json_like()) {
        let request = format!("{{\"eData\":{}}}", request()["eData"]);
        let findings = check_request(request.as_bytes(), Some(&text), &english()).findings;
        let all = apply_fixes(&text, &findings, &all_fixes());
        prop_assert!(all.is_ok());
        // A text of another encoding is encoded again with its edits.
        let is_foreign = std::str::from_utf8(&text).is_err() || text.contains(&0);
        for finding in findings.iter().filter(|_| !is_foreign) {
            let Some(fix) = &finding.fix else { continue };
            let applied = apply_fixes(&text, std::slice::from_ref(finding), &all_fixes());
            prop_assert_eq!(applied, Ok(by_hand(&text, &fix.edits)), "{}", finding);
        }
    }

    #[test]
    fn strict_readers_agree(e_data in json_like(), base64 in "[-+/=_A-Za-z0-9 \n]{0,12}", escapes in "[%+2bBDd3=a]{0,8}") {
        // JSON, with what this library is stricter in: keys that are there twice, and depth.
        let findings = check_form(encode_form(&e_data, b"{}").as_bytes(), &english()).findings;
        let of_json = |finding: &&Finding| {
            // The code of what is known to be something else stands for all others.
            let is_of_text = |code: &str| code.starts_with("json.") || code.starts_with("utf8.") || code == "base64.not-json";
            finding.path.starts_with("/EData") && is_of_text(finding.code)
        };
        let faults: Vec<_> = findings.iter().filter(of_json).map(|finding| finding.code).collect();
        let own = ["json.duplicate-key", "json.too-deep"];
        let strict = serde_json::from_slice::<serde_json::Value>(&e_data);
        // No number is too large for a text.
        let is_out_of_range = strict.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
        if !is_out_of_range && !faults.iter().any(|code| own.contains(code)) {
            // An empty value is the form's fault.
            let is_fine = strict.is_ok() || e_data.is_empty();
            prop_assert_eq!(faults.is_empty(), is_fine, "{:?} {}", faults, String::from_utf8_lossy(&e_data));
        }

        // Base64, percent-encoded as it should be.
        let body = format!("EData={}&payExInfoStr=e30%3D", base64.replace('+', "%2B").replace('=', "%3D"));
        let findings = check_form(body.as_bytes(), &english()).findings;
        let faulty = findings.iter().any(|finding| finding.code.starts_with("base64.") && finding.code != "base64.twice");
        let strict = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, &base64);
        prop_assert_eq!(faulty, strict.is_err());

        // Percent-encoding: what is no escape is told, and so is a `+`.
        let body = format!("EData={escapes}");
        let findings = check_form(body.as_bytes(), &english()).findings;
        let found = |code: &str| findings.iter().any(|finding| finding.code == code);
        prop_assert_eq!(found("form.unencoded-plus"), escapes.contains('+'));
        let bytes = escapes.as_bytes();
        let is_escape = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let malformed = (0..bytes.len()).any(|at| bytes[at] == b'%' && !is_escape(at));
        if malformed {
            prop_assert!(found("percent.malformed") || found("percent.twice"), "{}", escapes);
        }
    }

    #[test]
    fn fixing_all_comes_to_an_end(body in bodies()) {
        let mut body = body;
        for _ in 0..8 {
            let findings = check_form(&body, &english()).findings;
            body = apply_fixes(&body, &findings, &all_fixes()).unwrap();
        }
        let findings = check_form(&body, &english()).findings;
        let left: Vec<_> = findings.iter().filter(|finding| finding.fix.is_some()).collect();
        prop_assert!(left.is_empty(), "{left:?} {}", String::from_utf8_lossy(&body));
    }

    #[test]
    fn findings_are_bounded(body in bodies(), times in 1..200_usize) {
        let many = body.repeat(times);
        prop_assert!(check_form(&many, &english()).findings.len() < 2000);
    }

    #[test]
    fn strings_and_bytes_have_the_same_findings(body in bodies()) {
        let body = String::from_utf8_lossy(&body).into_owned();
        let utf16 = Options { units: Units::Utf16, ..english() };
        let in_bytes = check_form(body.as_bytes(), &english()).findings;
        let in_utf16 = check_form(body.as_bytes(), &utf16).findings;
        prop_assert_eq!(in_bytes.len(), in_utf16.len());
        for (bytes, utf16) in in_bytes.iter().zip(&in_utf16) {
            prop_assert_eq!((bytes.code, &bytes.path), (utf16.code, &utf16.path));
            if let (Some(bytes), Some(utf16)) = (bytes.at.form, utf16.at.form) {
                prop_assert_eq!(in_units(&body.as_bytes()[..bytes.start], Units::Utf16), utf16.start);
                prop_assert_eq!(in_units(&body.as_bytes()[..bytes.end], Units::Utf16), utf16.end);
                prop_assert_eq!(bytes.line, utf16.line);
            }
        }
    }

    #[test]
    fn locating_there_and_back_covers_where_it_began(body in bodies(), from in any::<prop::sample::Index>(), length in 0..40_usize) {
        let options = english();
        let within = |total: usize| {
            let start = from.index(total + 1);
            (start, (start + length).min(total))
        };
        let decoded = decode_form(&body, &options);
        for (path, part) in [("/EData", &decoded.e_data), ("/payExInfoStr", &decoded.pay_ex_info)] {
            let Some(part) = part else { continue };
            let (mut start, mut end) = within(part.text.len());
            while !part.text.is_char_boundary(start) {
                start -= 1;
            }
            while !part.text.is_char_boundary(end) {
                end += 1;
            }
            let there = locate(&body, Target::Json { path, start, end }, &options);
            // What it is in can be found by its path, and is what holds that.
            let holder = there.path.unwrap();
            let found = locate(&body, Target::Path { path: &holder }, &options);
            prop_assert_eq!(found.path.as_ref(), Some(&holder));
            let all = locate(&body, Target::Path { path }, &options);
            prop_assert_eq!(all.path.as_deref(), Some(path));
            prop_assert_eq!(all.at.json.map(|range| (range.start, range.end)), Some((0, part.text.len())));
            let there = there.at;
            assert_eq!(there.json.map(|range| (range.start, range.end)), Some((start, end)));
            let (base64, form) = (there.base64.unwrap(), there.form.unwrap());
            let back = locate(&body, Target::Base64 { path, start: base64.start, end: base64.end }, &options).at;
            let again = locate(&body, Target::Form { start: form.start, end: form.end }, &options).at;
            prop_assert_eq!(back.form, Some(form));
            if start < end {
                prop_assert_eq!(again.base64, Some(base64));
                for back in [back.json.unwrap(), again.json.unwrap()] {
                    prop_assert!(back.start <= start && end <= back.end, "{start}..{end} {back:?}");
                    // What shares a Base64 character lies within two bytes; of characters, whole ones count; Base64 in
                    // Base64 shares twice.
                    prop_assert!(back.end - back.start <= end - start + 16, "{start}..{end} {back:?}");
                }
            }
        }
        let (start, end) = within(body.len());
        let found = locate(&body, Target::Form { start, end }, &options).at;
        prop_assert_eq!(found.form.map(|range| (range.start, range.end)), Some((start, end)));
    }

    #[test]
    fn the_token_is_told_to_nobody(
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, "[\"'{}\\[\\],:=\\\\“，： a1]{0,3}"), 1..5)
    ) {
        let token = "Qz7Wk9Xv3Jp5Hy2Gd8Fs4Lm6Nc1Rb0Tt";
        let mut text: Vec<char> =
            request()["eData"].to_string().replace("8d1f0b6e3c9a4725b0e4c7d2f6a95318", token).chars().collect();
        for (at, remove, insert) in edits {
            let at = at.index(text.len());
            let end = (at + remove).min(text.len());
            text.splice(at..end, insert.chars());
        }
        let text: String = text.into_iter().collect();
        let pay_ex_info = request()["payExInfo"].to_string();
        let body = encode_form(text.as_bytes(), pay_ex_info.as_bytes());
        let form = format!("{:?}", decode_form(body.as_bytes(), &english()));
        let request = format!("{{\"eData\":{text},\"payExInfo\":{pay_ex_info}}}");
        let request = format!("{:?}", check_request(request.as_bytes(), None, &english()));
        for part in token.as_bytes().windows(6) {
            let part = std::str::from_utf8(part).unwrap();
            prop_assert!(!form.contains(part) && !request.contains(part), "{text}\n{form}\n{request}");
        }
    }

    #[test]
    fn texts_come_back_whole(e_data in ".{1,200}", pay_ex_info in ".{1,200}") {
        let body = encode_form(e_data.as_bytes(), pay_ex_info.as_bytes());
        let decoded = decode_form(body.as_bytes(), &english());
        prop_assert_eq!(decoded.e_data.unwrap().text, e_data);
        prop_assert_eq!(decoded.pay_ex_info.unwrap().text, pay_ex_info);
    }

    #[test]
    fn what_was_built_is_ok(
        name in "[a-z][\\p{L}\\p{N}]{0,59}",
        note in ".{0,300}",
        whole in 0..100_000_000_000_000_i64,
        decimals in 0..100_000_u32,
        orders in 1..4_usize,
    ) {
        let mut request = request();
        request["eData"]["cusName"] = json!(name);
        request["payExInfo"]["payExchangeInfoHead"]["note"] = json!(note);
        let amount = format!("{whole}.{decimals:05}");
        request["payExInfo"]["payExchangeInfoHead"]["totalAmount"] = json!(amount);
        let order = request["payExInfo"]["payExchangeInfoLists"][0].clone();
        request["payExInfo"]["payExchangeInfoLists"] = json!(vec![order; orders]);

        let built = build_form(request.to_string().as_bytes(), None, &english()).unwrap();
        prop_assert!(check_form(built.body.as_bytes(), &english()).ok);
        // By other means than our own: the url and base64 rules are simple enough to undo by hand.
        let value = built.body.rsplit_once('=').unwrap().1;
        let base64 = value.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let json = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, base64).unwrap();
        let read: serde_json::Value = serde_json::from_slice(&json).unwrap();
        prop_assert_eq!(&read["payExchangeInfoHead"]["note"], &json!(note));
        let written = format!("\"totalAmount\":{}", amount.trim_end_matches('0').trim_end_matches('.'));
        prop_assert!(built.pay_ex_info.contains(&written));
    }
}

/// Else the law of the glance would say nothing.
#[test]
fn many_of_the_nearly_clean_are_clean() {
    let mut runner = TestRunner::deterministic();
    let is_clean = |body: Vec<u8>| check_form(&body, &english()).findings.is_empty();
    let mut clean =
        |bodies: &dyn Fn(&mut TestRunner) -> Vec<u8>| (0..300).filter(|_| is_clean(bodies(&mut runner))).count();
    let clean = [
        clean(&|runner| nearly_clean().new_tree(runner).unwrap().current()),
        clean(&|runner| with_runs().new_tree(runner).unwrap().current()),
    ];
    assert!(clean.iter().all(|clean| (60..290).contains(clean)), "{clean:?}");
}

/// Megabytes of one thing again and again: what takes quadratic time would not come to its end.
#[test]
fn large_and_monotonous_bodies_come_to_an_end() {
    let json = |unit: &str| encode_form(b"{}", format!("[{}1]", unit.repeat(1_500_000 / unit.len())).as_bytes());
    let object = |unit: &str| encode_form(format!("{{{}}}", unit.repeat(1_500_000 / unit.len())).as_bytes(), b"{}");
    let body = |unit: &str| unit.repeat(2_000_000 / unit.len());
    for body in [
        body("+"),
        body("%"),
        body("%25"),
        body("&"),
        body("a&"),
        body("Edata=&"),
        body("EData=;"),
        body("&amp;EData"),
        body("EData%3D%26"),
        format!("curl -d '{}", body("EData=' '")),
        format!("{}{}", body("a&"), body("EData=x&")).split_off(1_000_000),
        format!("EData={}", body("=")),
        format!("EData={}", body("*A")),
        format!("EData={}", body("YQ==")),
        format!("EData={}", body("YWJj ")),
        format!("EData={}", body("YWJ*")),
        format!("EData={}", body("%2525")),
        format!("EData={}", body("\u{a0}")),
        json("\\"),
        json("\\\","),
        encode_form(
            b"{}",
            format!("[{}1]", "{\\\"orderNo\\\":\\\"1\\\",\\\"goodsInfo\\\":[{}]},".repeat(30_000)).as_bytes(),
        ),
        json("1 "),
        json("\"\n"),
        json("\"x\" y "),
        json("\"{\" "),
        json("{\"a\":\"{\"b\":\"c\",\"d\":\"e\"}\"},"),
        json("{\"a\":\"{\"b\":\"c\",\"note\":\"e\"},"),
        json("\"a,\"b\":"),
        encode_form(b"{}", format!("[\"{}\"]", "\n ".repeat(700_000)).as_bytes()),
        object("a\":"),
        object("\"a:1,"),
        json(",,"),
        json("{},"),
        json("{\"coName\":1,}"),
        json("[[],"),
        json("\"\\ud800\","),
        json("{\"a\":"),
        json(&format!("{{\"{}\":[{}]}},", "k".repeat(700_000), "1 ".repeat(350_000))),
        encode_form(b"{}", format!("{{\"payExchangeInfoLists\":[{}1]}}", "1,".repeat(700_000)).as_bytes()),
        encode_form(
            b"{}",
            format!("{{\"payExchangeInfoLists\":[{}{{}}]}}", "{\"orderNo\":\" x\"},".repeat(70_000)).as_bytes(),
        ),
        json("/*"),
        json("'"),
        object("\"coName\":1,"),
        object("\"a\":1,"),
        encode_form(&b"\xB5\xE7 ".repeat(500_000), b"{}"),
        encode_form(&b"\xED\xA0\x80".repeat(500_000), b"{}"),
    ] {
        let body = &body[..body.len().min(8 << 20)];
        let report = check_form(body.as_bytes(), &english());
        assert!(!report.ok);
        assert!(report.findings.len() < 2000);
        assert!(apply_fixes(body.as_bytes(), &report.findings, &english()).is_ok());
    }
}
