//! Tests the fast pass: a body that it calls clean has no finding, and a body that it builds equals `build_form`'s.
//!
//! Runs natively, where the lane operations are loops, and on wasm, where they are instructions.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

mod common;

use cbt179::spec::{FORM, Field, Kind, PAY_EX_INFO_WARN};
use cbt179::{CustomsRules, Names, Options, build_form, decode_form, encode_form};
use cbt179_fast::{ABSENT, Buffers, MARGIN, PIECE, Reading, Values, build, read};
use common::Random;
use serde_json::{Value, json};

/// Returns the lengths below `end`; under Miri, which is slow, only a few of them.
fn lengths(end: usize) -> impl Iterator<Item = usize> {
    (0..end).step_by(if cfg!(miri) { 41 } else { 1 })
}

const E_DATA: &str = r#"{"version":"1.0","commitTime":"20260115092811","cusName":"测试商城","cusCode":"XXXX908","serialNumber":"20119182839304","token":"9f8e7d6c5b4a39281706f5e4d3c2b1a0"}"#;

const PAY_EX_INFO: &str = r#"{"sessionID":"fe2374-8fnejf97-32839218","payExchangeInfoHead":{"guid":"9D55BA71-55DE-41F4-8B50-C36C83B3B419","initalRequest":"https://pay.example/?a=~~~???","initalResponse":"{\"ok\":\"好\"}","ebpCode":"31222699S7","payCode":"3122480063","payTransactionId":"2018121222001354081010726129","totalAmount":100.1,"currency":"142","verDept":"3","payType":"1","tradingTime":"20181212041803","note":"批量订单"},"payExchangeInfoLists":[{"orderNo":"SHA1","goodsInfo":[{"gname":"lhy-gnsku3","itemLink":"http://m.example/1;http://m.example/2"}],"recpAccount":"OSA571908863132601","recpCode":"","recpName":"YUNJIHONGKONGLIMITED"}]}"#;

/// Returns the good body with `from` replaced by `to` in the JSON of one part.
fn with(part: usize, from: &str, to: &str) -> String {
    let mut texts = [E_DATA.to_owned(), PAY_EX_INFO.to_owned()];
    assert!(texts[part].contains(from), "{from}");
    texts[part] = texts[part].replace(from, to);
    encode_form(texts[0].as_bytes(), texts[1].as_bytes())
}

/// Returns whether the fast pass finds a body clean.
fn is_clean(body: &[u8], customs_rules: CustomsRules) -> bool {
    read(body, customs_rules).is_some_and(|reading| reading.is_clean())
}

/// Returns whether a body is clean when read in pieces of this length, or `None` if it is not sound. After each piece
/// the buffer holds `&`, which would end a value if it were read.
fn is_clean_in(piece: usize, body: &[u8], customs_rules: CustomsRules) -> Option<bool> {
    let mut reading = Reading::new();
    reading.begin(body.len());
    for piece in body.chunks(piece) {
        reading.room().fill(b'&');
        reading.room()[..piece.len()].copy_from_slice(piece);
        reading.next(piece.len(), customs_rules)?;
    }
    (!body.is_empty()).then(|| reading.is_clean())
}

/// Returns whether the fast pass finds a body clean. Checks that piece boundaries make no difference and that the
/// diagnosis finds nothing in a clean body.
fn judged(body: &[u8], customs_rules: CustomsRules) -> bool {
    let is_clean = read(body, customs_rules).map(|reading| reading.is_clean());
    let piece = 1 + body.len() % 97;
    assert_eq!(is_clean_in(piece, body, customs_rules), is_clean, "{piece}: {}", String::from_utf8_lossy(body));
    if is_clean == Some(true) {
        let options = Options { customs_rules, ..Options::default() };
        // `decode_form` finds the layers in another way; `src/agreement.rs` compares with the recovering parser too.
        let findings = decode_form(body, &options).findings;
        assert!(findings.is_empty(), "{findings:?} in {}", String::from_utf8_lossy(body));
    }
    is_clean == Some(true)
}

#[test]
fn good_bodies_are_taken() {
    let spaced =
        PAY_EX_INFO.replace(",\"", " ,\r\n\t\"").replace("[{", "[ {").replace("}]", "} ] ").replace("\":\"", "\" : \"");
    for body in [
        with(0, "{", "{"),
        with(1, PAY_EX_INFO, &spaced),
        with(1, "YUNJIHONG", "Müller 😀 😀 Ω\\\"\\\\"),
        with(1, "lhy-gnsku3", "好\u{2014}\\t\\n\\r\\b\\f“"),
        with(1, "批量订单", "batch\\n "),
        with(1, "批量订单", ""),
        with(1, "\"批量订单\"", "null"),
        with(1, ",\"note\":\"批量订单\"", ""),
        with(1, "\"payType\":\"1\",", ""),
        with(1, "100.1", "0"),
        with(1, "100.1", "99999999999999"),
        with(1, "100.1", "0.00001"),
        with(1, "100.1", "99999999999999.99999"),
        with(1, "20181212041803", "20260115092811"),
        with(1, "lhy-gnsku3", "3.12248E+9"),
        with(1, "https://pay", &"\\\\".repeat(3000)),
        with(1, "https://pay", &"好".repeat(7000)),
        with(1, "https://pay", &"\\n".repeat(7000)),
        with(1, "批量订单", "\\n批\\\""),
        with(1, "fe2374", "\\u0041"),
        with(1, "批量订单", "\\u005c\\u007E"),
        with(0, "测试商城", "\\u6d4b\\u8BD5\\uD83D\\uDE00\\/"),
        with(0, "{", "{").replace("%3D", "%3d").replace("%2B", "%2b").replace("%2F", "%2f"),
        with(0, "{", "{").replace("%2F", "/"),
    ] {
        assert!(judged(body.as_bytes(), CustomsRules::Error), "{body:.300}");
    }
    let body = with(0, "{", "{");
    let (e_data, pay_ex_info) = body.split_once('&').unwrap();
    assert!(judged(format!("{pay_ex_info}&{e_data}").as_bytes(), CustomsRules::Warning));
    let body = with(1, "20181212041803", "20260115092812");
    let (e_data, pay_ex_info) = body.split_once('&').unwrap();
    assert!(
        !judged(format!("{pay_ex_info}&{e_data}").as_bytes(), CustomsRules::Warning),
        "a payment after the request"
    );
}

#[test]
fn pieces_may_end_anywhere() {
    let body = with(0, "{", "{").replace("%2F", "%2f");
    let (e_data, pay_ex_info) = body.split_once('&').unwrap();
    let turned = format!("{pay_ex_info}&{e_data}");
    let last = body.len() - 1;
    for (body, is_taken) in [
        (body.clone(), true),
        (turned.clone(), true),
        (body.clone() + "&", false),
        (turned.clone() + "&a", false),
        (format!("{body}&{pay_ex_info}"), false),
        (e_data.to_owned(), false),
        (body.replace('&', ""), false),
        (body.replace("&pay", "&&pay"), false),
        (body[..last].to_owned(), false),
        (body[..last].to_owned() + "é", false),
        (turned.replace("%3D", "%3D%3D"), false),
        (turned.replace("%3D", "="), false),
    ] {
        for piece in (1..=body.len()).step_by(if cfg!(miri) { 211 } else { 1 }) {
            let is_clean = is_clean_in(piece, body.as_bytes(), CustomsRules::Error);
            assert_eq!(is_clean == Some(true), is_taken, "{piece}: {body}");
        }
    }
}

/// The lengths come from JavaScript and may be wrong: nothing panics, and no unread body is clean.
#[test]
fn pieces_of_other_lengths_are_refused() {
    let body = with(0, "{", "{");
    for length in [0, 1, body.len() - 1, body.len() + 1] {
        let mut reading = Reading::new();
        let mut next = |piece| {
            reading.begin(length);
            reading.room()[..body.len()].copy_from_slice(body.as_bytes());
            (reading.next(piece, CustomsRules::Error).is_some(), reading.is_clean(), reading.text(0).is_empty())
        };
        assert_eq!(next(body.len()), (length > body.len(), false, true), "{length}");
        assert_eq!(next(PIECE + 1), (false, false, true), "{length}");
        assert_eq!(next(usize::MAX), (false, false, true), "{length}");
        assert_eq!(next(0), (length > 0, false, true), "{length}");
    }
}

#[test]
fn customs_rules_can_be_off() {
    for body in [
        with(1, "https://pay", &"好".repeat(9000)),
        with(1, "9D55BA71-", "9d55ba71"),
        with(1, "\"ebpCode\":\"31222699S7\",", ""),
    ] {
        assert!(judged(body.as_bytes(), CustomsRules::Off), "{body:.300}");
        assert!(!is_clean(body.as_bytes(), CustomsRules::Warning), "{body:.300}");
    }
}

#[test]
fn odd_bodies_are_left_to_the_diagnosis() {
    let good = with(0, "{", "{");
    for body in [
        String::new(),
        "EData=".into(),
        "EData=&payExInfoStr=".into(),
        format!("EData=&{good}"),
        format!("payExInfoStr=&{good}"),
        good.replace('&', "&&"),
        good.clone() + "&",
        good.clone() + "&a=b",
        good.clone() + "\n",
        good.replace("EData", "Edata"),
        good.replace("payExInfoStr", "EData"),
        [good.split('&').next().unwrap(); 2].join("&"),
        [good.split('&').next_back().unwrap(); 2].join("&"),
        good.replace("%2F", "%2f%"),
        good.replace("%3D", ""),
        good.replace("%3D", "="),
        good.replace("%3D", "%3D%3D"),
        good.replacen('e', "ee", 1),
        good.replacen('e', "é", 1),
        good.replace("%2F", "+"),
        with(0, "1.0", "1.1"),
        with(0, "20260115", "20260230"),
        with(0, "\"20260115092811\"", "20260115092811"),
        with(0, "测试", " 测试"),
        with(0, "商城", "商城\u{3000}"),
        with(0, "商城", "商城\\n"),
        with(0, "测试商城", ""),
        with(0, "cusName", "coName"),
        with(0, "token", "Token"),
        with(0, "{", "{\"token\":\"a\","),
        with(0, "}", ",}"),
        with(0, "}", ""),
        with(0, "}", "}}"),
        with(0, "}", "}\0"),
        with(0, "{", "\u{feff}{"),
        with(1, "fe2374", "\\/"),
        with(1, "fe2374", "\\x"),
        with(1, "fe2374", "a\\\u{597d}"),
        with(1, "fe2374", "\t"),
        with(1, "fe2374", "\"\""),
        with(1, "100.1", "-100.1"),
        with(1, "100.1", "100.10"),
        with(1, "100.1", "\"100.1\""),
        with(1, "100.1", "1e2"),
        with(1, "100.1", "0100.1"),
        with(1, "100.1", "100."),
        with(1, "100.1", ".1"),
        with(1, "100.1", "0.123456"),
        with(1, "100.1", "123456789012345"),
        with(1, "20181212041803", "20260115092812"),
        with(1, "20181212041803", "00010101000000"),
        with(1, "3122480063", "3.12248E+9"),
        with(1, "9D55BA71-55DE-41F4-8B50-C36C83B3B419", "9.1E+35"),
        with(1, "100.1", "null"),
        with(1, "\"142\"", "\"502\""),
        with(1, "\"3\"", "\"9\""),
        with(1, "\"recpCode\":\"\"", "\"recpCode\":nul"),
        with(1, "9D55BA71", "9d55BA71"),
        with(1, "[{\"gname\"", "[{},{\"gname\""),
        with(
            1,
            "\"goodsInfo\":[{\"gname\":\"lhy-gnsku3\",\"itemLink\":\"http://m.example/1;http://m.example/2\"}]",
            "\"goodsInfo\":[]",
        ),
        with(1, "SHA1", &"1".repeat(61)),
        with(1, "SHA1", &"好".repeat(61)),
        with(1, "https://pay", &"\\n".repeat(8001)),
        with(1, "https://pay", &"a".repeat(1_500_000)),
    ] {
        assert!(!is_clean(body.as_bytes(), CustomsRules::Warning), "{body:.300}");
    }
}

#[test]
fn broken_utf8_is_left_to_the_diagnosis() {
    for broken in [
        &b"\x80"[..],
        b"\xC0\x80",
        b"\xC1\xBF",
        b"\xC3",
        b"\xE0\x80\x80",
        b"\xE5\xA5",
        b"\xED\xA0\x80",
        b"\xED\xBF\xBF",
        b"\xF0\x80\x80\x80",
        b"\xF4\x90\x80\x80",
        b"\xF8\x88\x80\x80\x80",
        b"\xFF",
    ] {
        for (before, behind) in [("", ""), ("a", "b"), ("好", "好"), ("\\n", "\\n"), (&"a".repeat(70), "é")] {
            let text = [before.as_bytes(), broken, behind.as_bytes()].concat();
            let [head, tail] = PAY_EX_INFO.split("批量订单").collect::<Vec<_>>()[..] else { unreachable!() };
            let text = [head.as_bytes(), &text, tail.as_bytes()].concat();
            assert!(!is_clean(encode_form(E_DATA.as_bytes(), &text).as_bytes(), CustomsRules::Warning), "{text:?}");
        }
    }
}

#[test]
fn escapes_are_read_across_blocks() {
    for at in lengths(140) {
        for pairs in [0, 1, 2, 31, 32, 33, 64] {
            let before = format!("a{}{}", "a".repeat(at), "\\\\".repeat(pairs));
            for (end, is_taken) in
                [("z", true), ("\\\"b", true), ("\\n", true), ("\\z", false), ("\"", false), ("\\", false)]
            {
                let body = with(1, "批量订单", &format!("{before}{end}"));
                assert_eq!(judged(body.as_bytes(), CustomsRules::Warning), is_taken, "{at} {pairs} {end}");
            }
        }
    }
}

#[test]
fn blanks_at_the_end_are_seen_across_blocks() {
    for length in lengths(140) {
        for end in ["n", "t", "n\\n", "n ", "n\u{3000}"] {
            let body = with(1, "lhy-gnsku3", &format!("\\\"{}\\{end}", "a".repeat(length)));
            assert!(!judged(body.as_bytes(), CustomsRules::Warning), "{length} {end:?}");
        }
    }
}

#[test]
fn the_length_that_is_warned_of_is_left_to_the_diagnosis() {
    let longest = (PAY_EX_INFO_WARN - 1) / 4 * 3;
    let of_length = |length: usize| with(1, "批量订单", &"x".repeat(length - PAY_EX_INFO.len() + "批量订单".len()));
    assert!(judged(of_length(longest).as_bytes(), CustomsRules::Off));
    assert!(!is_clean(of_length(longest + 1).as_bytes(), CustomsRules::Off));
}

/// Tests the law of the fast pass on good bodies and JSON texts with a few bytes changed.
#[test]
fn what_is_taken_is_clean() {
    let mut random = Random(179);
    let pieces = [
        "%2B", "%3D", "+", "=", "A", "\"", "\\", "\\n", ",", "}", " ", "\n", "好", "\u{3000}", "\u{7f}", "0", "null",
        "\0",
    ];
    let mut taken = 0;
    let rounds = if cfg!(miri) { 10 } else { 4000 };
    for round in 0..rounds {
        let mut texts = [E_DATA.as_bytes().to_vec(), PAY_EX_INFO.as_bytes().to_vec()];
        let mut body = Vec::new();
        for step in 0..=random.below(2) {
            let in_json = round % 3 > 0 && step == 0;
            if !in_json {
                body = encode_form(&texts[0], &texts[1]).into_bytes();
            }
            let text = if in_json { &mut texts[round % 2] } else { &mut body };
            let at = random.below(text.len());
            let end = (at + random.below(3)).min(text.len());
            let piece = pieces[random.below(pieces.len())].as_bytes();
            match random.below(3) {
                0 => drop(text.splice(at..end, piece.iter().copied())),
                1 => drop(text.drain(at..end)),
                _ => text[at] = u8::try_from(random.below(256)).unwrap(),
            }
            if in_json {
                body = encode_form(&texts[0], &texts[1]).into_bytes();
            }
        }
        let rules = [CustomsRules::Error, CustomsRules::Off][random.below(2)];
        taken += usize::from(judged(&body, rules));
    }
    assert!(taken > rounds / 10, "{taken}");
}

/// Tests the law of the fast pass on values that look like damaged texts.
#[test]
fn what_looks_like_damage_is_taken_if_it_is_none() {
    let mut random = Random(15);
    let pieces = [
        "a",
        "N1",
        "null",
        "None",
        "xxx",
        "your_",
        "?",
        "??",
        "{",
        "}",
        "{{a}}",
        "${a}",
        "$",
        "%s",
        "%",
        "<",
        ">",
        "[object ",
        "]",
        "map[",
        "(null)",
        "\\\"",
        "\\\\",
        "\\n",
        " ",
        "\u{a0}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffd}",
        "é",
        "Ã",
        "©",
        "æŸ",
        "\u{90}",
        "å…¬",
        "ä¸",
        "€",
        "Ä³",
        "µç",
        "好",
        "某某",
        "鏌",
        "愭煇",
        "灏忕背",
        "锟斤拷",
        "（",
        "😀",
        "Ω",
        "ソ",
    ];
    let mut taken = 0;
    let rounds = if cfg!(miri) { 10 } else { 6000 };
    for round in 0..rounds {
        let value: String = (0..=random.below(4)).map(|_| pieces[random.below(pieces.len())]).collect();
        let (part, from) = [
            (0, "测试商城"),
            (0, "XXXX908"),
            (1, "lhy-gnsku3"),
            (1, "SHA1"),
            (1, "批量订单"),
            (1, "http://m.example/1;http://m.example/2"),
            (1, "YUNJIHONGKONGLIMITED"),
        ][round % 7];
        let rules = [CustomsRules::Error, CustomsRules::Off][random.below(2)];
        taken += usize::from(judged(with(part, from, &value).as_bytes(), rules));
    }
    assert!(taken > rounds / 10, "{taken}");
}

/// Returns a good request as JSON.
fn request() -> Value {
    let part = |text| serde_json::from_str::<Value>(text).unwrap();
    json!({ "eData": part(E_DATA), "payExInfo": part(PAY_EX_INFO) })
}

/// Appends the values of a request in the form in which the loader passes them.
fn values_of(value: &Value, fields: &[Field], texts: &mut Vec<u8>, sizes: &mut Vec<u32>) {
    let size = |length: usize| u32::try_from(length).unwrap();
    for field in fields {
        match (field.kind, &value[field.name]) {
            (Kind::Object(fields), value) => values_of(value, fields, texts, sizes),
            (_, Value::Null) => sizes.push(ABSENT),
            (Kind::List(fields), list) => {
                let items = list.as_array().unwrap();
                sizes.push(size(items.len()));
                for item in items {
                    values_of(item, fields, texts, sizes);
                }
            }
            (_, value) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                sizes.push(size(text.len()));
                texts.extend(text.bytes());
            }
        }
    }
}

/// Returns the values of a whole request, followed by a margin.
fn all_values(request: &Value) -> (Vec<u8>, Vec<u32>) {
    let (mut texts, mut sizes) = (Vec::new(), Vec::new());
    for (part, field) in ["eData", "payExInfo"].into_iter().zip(&FORM) {
        let Kind::Object(fields) = field.kind else { unreachable!() };
        values_of(&request[part], fields, &mut texts, &mut sizes);
    }
    texts.extend([b'\\'; MARGIN]);
    (texts, sizes)
}

fn with_clock() -> Options {
    Options { now: Some(1_768_440_491_000), ..Options::default() }
}

/// Returns whether the fast pass builds a request without a finding. Checks that its output equals `build_form`'s.
fn is_built(request: &Value, options: &Options, buffers: &mut Buffers) -> bool {
    let (texts, sizes) = all_values(request);
    if build(Values { texts: &texts, sizes: &sizes }, options, buffers).is_none() {
        return false;
    }
    let is_clean = buffers.is_clean();
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    let Ok(built) = build_form(request.to_string().as_bytes(), None, options) else {
        assert!(!is_clean, "{request}");
        return false;
    };
    assert_eq!(text(buffers.json(0)), built.e_data);
    assert_eq!(text(buffers.json(1)), built.pay_ex_info);
    assert_eq!(text(buffers.body()), built.body);
    if is_clean {
        assert!(built.findings.is_empty(), "{:?} in {request}", built.findings);
        assert!(options.names == Names::Co || judged(buffers.body(), options.customs_rules), "{request}");
    }
    is_clean
}

/// Returns the good request with another value, or without the value if it is null.
fn with_value(path: &str, value: Value) -> Value {
    let mut request = request();
    let (object, name) = path.rsplit_once('/').unwrap();
    let object = request.pointer_mut(object).unwrap().as_object_mut().unwrap();
    assert!(object.contains_key(name) || name == "payType", "{path}");
    object.insert(name.to_owned(), value);
    object.retain(|_, value| !value.is_null());
    request
}

const HEAD: &str = "/payExInfo/payExchangeInfoHead";
const ORDER: &str = "/payExInfo/payExchangeInfoLists/0";

#[test]
fn good_requests_are_built() {
    let mut buffers = Buffers::default();
    let order = request().pointer(ORDER).unwrap().clone();
    for (path, value) in [
        ("/eData/version", json!("1.0")),
        ("/eData/version", Value::Null),
        ("/eData/commitTime", Value::Null),
        ("/eData/cusName", json!("😀\"\\ Müller")),
        ("/eData/token", json!("\"")),
        ("/payExInfo/payExchangeInfoHead/note", json!("a\u{7f}b")),
        ("/payExInfo/payExchangeInfoHead/note", Value::Null),
        ("/payExInfo/payExchangeInfoHead/note", json!("")),
        ("/payExInfo/payExchangeInfoHead/note", json!("\t\r\n\u{8}\u{c}\u{2028}\u{feff}/")),
        ("/payExInfo/payExchangeInfoHead/note", json!("好".repeat(1000))),
        ("/payExInfo/payExchangeInfoHead/payType", Value::Null),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!("100.1")),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!(0)),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!("99999999999999.99999")),
        ("/payExInfo/payExchangeInfoHead/initalRequest", json!("\n\"".repeat(4000))),
        ("/payExInfo/payExchangeInfoHead/initalResponse", json!("x".repeat(8000))),
        ("/payExInfo/payExchangeInfoLists", json!(vec![order; 300])),
        ("/payExInfo/payExchangeInfoLists/0/recpCode", Value::Null),
        ("/payExInfo/payExchangeInfoLists/0/recpCode", json!("")),
    ] {
        let request = with_value(path, value);
        for names in [Names::Cus, Names::Co] {
            for customs_rules in [CustomsRules::Warning, CustomsRules::Error, CustomsRules::Off] {
                let options = Options { customs_rules, names, ..with_clock() };
                assert!(is_built(&request, &options, &mut buffers), "{path}: {request:.300}");
            }
        }
    }
}

#[test]
fn customs_rules_can_be_off_in_a_request() {
    let mut buffers = Buffers::default();
    let off = Options { customs_rules: CustomsRules::Off, ..with_clock() };
    for (path, value) in [
        (HEAD, json!({ "note": "x" })),
        (ORDER, json!({ "orderNo": "1" })),
        ("/payExInfo/payExchangeInfoHead/guid", json!("9d55")),
        ("/payExInfo/payExchangeInfoHead/guid", Value::Null),
        ("/payExInfo/payExchangeInfoHead/totalAmount", Value::Null),
        ("/payExInfo/payExchangeInfoHead/ebpCode", json!("x".repeat(200))),
        ("/payExInfo/payExchangeInfoLists/0/goodsInfo", Value::Null),
        ("/payExInfo/payExchangeInfoLists/0/orderNo", Value::Null),
    ] {
        let mut request = request();
        match request.pointer_mut(path).filter(|_| value.is_object()) {
            Some(place) => *place = value,
            None => request = with_value(path, value),
        }
        assert!(is_built(&request, &off, &mut buffers), "{request}");
        assert!(!is_built(&request, &with_clock(), &mut buffers), "{request}");
    }
}

#[test]
fn odd_requests_are_left_to_the_builder() {
    let mut buffers = Buffers::default();
    for (path, value) in [
        ("/eData/version", json!("1.1")),
        ("/eData/version", json!("")),
        ("/eData/commitTime", json!("20260230000000")),
        ("/eData/cusName", Value::Null),
        ("/eData/cusName", json!("")),
        ("/eData/cusName", json!(" x")),
        ("/eData/cusName", json!("x\n")),
        ("/eData/cusName", json!("x\u{3000}")),
        ("/eData/cusName", json!("好".repeat(61))),
        ("/eData/token", json!("\u{fffd}")),
        ("/payExInfo/sessionID", json!("\u{1}")),
        ("/payExInfo/payExchangeInfoHead", Value::Null),
        ("/payExInfo/payExchangeInfoHead/tradingTime", json!("20260115092812")),
        ("/payExInfo/payExchangeInfoHead/payCode", json!("3.12248E+9")),
        ("/payExInfo/payExchangeInfoLists", json!([])),
        ("/payExInfo/payExchangeInfoLists", Value::Null),
        ("/payExInfo/payExchangeInfoLists/0/goodsInfo", json!([])),
        ("/payExInfo/payExchangeInfoLists/0/goodsInfo", json!([{}])),
        ("/payExInfo/payExchangeInfoHead/guid", json!("\"".repeat(36))),
        ("/payExInfo/payExchangeInfoHead/guid", json!("9d55BA71-55DE-41F4-8B50-C36C83B3B419")),
        ("/payExInfo/payExchangeInfoHead/currency", json!("502")),
        ("/payExInfo/payExchangeInfoHead/note", json!("\u{b}")),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!("100.10")),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!(100.0)),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!(1e21)),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!(-1)),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!("123456789012345")),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!("")),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!("1 ")),
        ("/payExInfo/payExchangeInfoHead/totalAmount", json!("0.30000000000000004")),
    ] {
        let request = with_value(path, value);
        assert!(!is_built(&request, &with_clock(), &mut buffers), "{request}");
    }
    for (path, customs_rules) in [(HEAD, CustomsRules::Off), (ORDER, CustomsRules::Off)] {
        let mut request = request();
        *request.pointer_mut(path).unwrap() = json!({});
        assert!(!is_built(&request, &Options { customs_rules, ..with_clock() }, &mut buffers), "{request}");
    }
}

#[test]
fn what_is_built_has_its_limits() {
    let mut buffers = Buffers::default();
    assert!(is_built(&request(), &with_clock(), &mut buffers));
    let max_body_bytes = buffers.body().len();
    assert!(is_built(&request(), &Options { max_body_bytes, ..with_clock() }, &mut buffers));
    assert!(!is_built(&request(), &Options { max_body_bytes: max_body_bytes - 1, ..with_clock() }, &mut buffers));

    // A note that brings the Base64 just below the length that gets a warning.
    let off = Options { customs_rules: CustomsRules::Off, ..with_clock() };
    let with_note = |length: usize| with_value("/payExInfo/payExchangeInfoHead/note", json!("x".repeat(length)));
    let without = with_note(0).pointer("/payExInfo").unwrap().to_string().len();
    let longest = (PAY_EX_INFO_WARN - 1) / 4 * 3 - without;
    assert!(is_built(&with_note(longest), &off, &mut buffers));
    assert!(!is_built(&with_note(longest + 1), &off, &mut buffers));
    assert!(is_built(&request(), &off, &mut buffers), "and a small one behind it");
}

/// The sizes come from JavaScript and may be wrong: no size causes a panic.
#[test]
fn sizes_that_lie_do_no_harm() {
    let (texts, sizes) = all_values(&request());
    let mut buffers = Buffers::default();
    let mut lie = |texts: &[u8], sizes: &[u32]| build(Values { texts, sizes }, &with_clock(), &mut buffers);
    assert!(lie(&texts, &sizes).is_some());
    for index in 0..sizes.len() {
        assert_eq!(lie(&texts, &sizes[..index]), None);
        for size in [1 << 20, 1 << 31, ABSENT - 1] {
            let mut sizes = sizes.clone();
            sizes[index] = size;
            assert_eq!(lie(&texts, &sizes), None, "{index}");
        }
        for size in [0, 1, 2, ABSENT] {
            let mut sizes = sizes.clone();
            sizes[index] = size;
            lie(&texts, &sizes);
        }
    }
    for length in 0..texts.len() {
        let built = lie(&texts[..length], &sizes);
        assert!(built.is_none() || length + MARGIN > texts.len());
    }
}
