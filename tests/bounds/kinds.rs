//! The bodies whose memory is bounded: an ordinary faulty one, valid ones, and hostile ones.

use cbt179::encode_form;
use serde_json::{Value, json};

use crate::common::{body_of, request};

/// A body of a kind.
pub struct Body {
    pub name: String,
    pub text: Vec<u8>,
}

impl Body {
    fn new(name: &str, text: impl Into<Vec<u8>>) -> Self {
        Self { name: name.to_owned(), text: text.into() }
    }
}

/// A request whose body has about this many bytes.
fn large_request(bytes: usize) -> Value {
    let mut request = request();
    let order = request["payExInfo"]["payExchangeInfoLists"][0].clone();
    // The Base64 of an order with ASCII text only.
    let of_order = order.to_string().len() * 4 / 3;
    let orders = (0..bytes / of_order).map(|index| {
        let mut order = order.clone();
        order["orderNo"] = json!(format!("ord{index:012}"));
        order
    });
    request["payExInfo"]["payExchangeInfoLists"] = orders.collect();
    request
}

/// A body with the usual mistakes: a raw `+`, a trailing comma, an amount as a string, and in each order an account
/// number without quotes.
pub fn ordinary(bytes: usize) -> Body {
    let mut request = large_request(bytes);
    request["payExInfo"]["payExchangeInfoHead"]["totalAmount"] = json!("100.1");
    for order in request["payExInfo"]["payExchangeInfoLists"].as_array_mut().unwrap() {
        order["recpAccount"] = json!(6_217_850_100_007_i64);
    }
    // A trailing comma in the first list of goods.
    let pay_ex_info = request["payExInfo"].to_string().replacen("}],", "},],", 1);
    let body = encode_form(request["eData"].to_string().as_bytes(), pay_ex_info.as_bytes()).replacen("%2B", "+", 1);
    assert!(pay_ex_info.contains("},],") && body.contains('+'));
    Body::new("ordinary faulty body", body)
}

/// Bodies without an error.
pub fn sound(bytes: usize) -> Vec<Body> {
    let mut huge = request();
    huge["payExInfo"]["payExchangeInfoHead"]["initalResponse"] = json!("{\"code\":\"10000\"}\n商品".repeat(bytes / 40));
    vec![Body::new("sound orders", body_of(&large_request(bytes))), Body::new("sound huge string", body_of(&huge))]
}

/// Patterns of form bodies; the other lists are those of values, arrays and objects.
const OF_FORM: [&str; 12] =
    ["&", "&&=", "=", "a&", "a=1&", "EData=&", "EData=1&", "EData=;", "Edata=&", "%", "%2", "+"];

const OF_VALUE: [&str; 20] = [
    "+", "%", "%2B", "%2b+", "%25", "%2525", "A+", "=", "YQ==", "*", "*A", "YWJj ", "YWJ*", "-_", "\\n", "\u{a0}",
    "AAAA\r\n", "\n", "7b22", "ZXlK",
];

const OF_ARRAY: [&str; 57] = [
    "[",
    "{\"a\":",
    "[],",
    "[]",
    "{},",
    "1,",
    "1 ",
    "\"a\"b",
    "\"\"",
    "\"a\",",
    ",",
    ", ",
    "{\"a\":1,},",
    "“a”,",
    "'a',",
    "'",
    "\"",
    "{a:1},",
    "/**/",
    "/*",
    "//\n",
    "\"\\ud800\",",
    "\\ud800",
    "\"\n\",",
    "\"\n",
    "NaN,",
    "9",
    "1e9,",
    "01,",
    "`\\",
    "`",
    "\\",
    "\\\"",
    "\\\",",
    ":",
    "a",
    "é",
    "\u{3000}",
    "\"x\" y ",
    "\"{\" ",
    "\"a,\"b\":",
    "{\"a\":\"{\"b\":\"c\",\"d\":\"e\"}\"},",
    "{\"coName\":1,}",
    "[[],",
    "}",
    "]",
    "{\"orderNo\":\" x\"},",
    "\"\\x\",",
    "\"\\/\",",
    "\"\\u4e2d\",",
    "undefined,",
    "<br />",
    "\"token\":\"abcdefgh\",",
    "{'a':'{\"b\":1}'},",
    "\u{feff}",
    "，",
    "\"a”,",
];

const OF_OBJECT: [&str; 11] =
    ["a,", "a:1,", "\"a\":1,", "a\":", "\"a:1,", "'a':'b',", "\"coName\":1,", "a b ", "\"\":\"\",", "a=1;", "\"a\" "];

/// Bodies that repeat one pattern, in every layer.
pub fn hostile(bytes: usize) -> Vec<Body> {
    // The repeated pattern, as a readable name.
    let named = |kind: &str, unit: &str| {
        let shown: String = unit.chars().take(40).flat_map(char::escape_default).collect();
        format!("{kind} `{}`", shown.replace("\\\"", "\"").replace("\\'", "'").replace("\\\\", "\\"))
    };
    let fill = |unit: &[u8], bytes: usize| unit.repeat(bytes / unit.len());
    // Base64 encodes three bytes of JSON as four.
    let inner = bytes / 4 * 3;
    // A body for each unit, of `bytes` bytes of it between others.
    let around = |kind: &str, bytes: usize, [before, after]: [&str; 2], units: &[&str]| -> Vec<Body> {
        let text = |unit: &str| [before.as_bytes(), &fill(unit.as_bytes(), bytes), after.as_bytes()].concat();
        units.iter().map(|unit| Body::new(&named(kind, unit), text(unit))).collect()
    };
    let encoded = |bodies: Vec<Body>, encode: fn(&[u8]) -> String| {
        bodies.into_iter().map(move |Body { name, text }| Body { name, text: encode(&text).into_bytes() })
    };
    let as_pay_ex_info = |json: &[u8]| encode_form(b"{}", json);
    let as_e_data = |json: &[u8]| encode_form(json, b"{}");
    let mut all = Vec::new();
    all.extend(around("form", bytes, ["", ""], &OF_FORM));
    all.extend(around("value", bytes, ["EData=e30%3D&payExInfoStr=", ""], &OF_VALUE));
    all.extend(around(
        "raw JSON",
        bytes,
        ["EData={}&payExInfoStr=[", "1}"],
        &["[", "[],", "\"a\"b", "\"\"", ",", "{\"a\":1,},", "1,"],
    ));
    all.extend(encoded(around("array", inner, ["[", "1]"], &OF_ARRAY), as_pay_ex_info));
    let wrong = around("array with a wrong bracket", inner, ["[", "1}"], &["[],", "1,", "\"a\",", "{\"a\":1},"]);
    all.extend(encoded(wrong, as_pay_ex_info));
    let orders = ["{\"payExchangeInfoLists\":[", "1]}"];
    let lists = around("list of orders", inner, orders, &["1,", "{},", "[],", "{\"goodsInfo\":[]},"]);
    all.extend(encoded(lists, as_pay_ex_info));
    all.extend(encoded(around("object", inner, ["{", "}"], &OF_OBJECT), as_e_data));
    let mime = |line: &str| {
        let base64 = body_of(&large_request(bytes));
        let (head, value) = base64.split_once("payExInfoStr=").unwrap();
        let value = value.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let lines: Vec<_> = value.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        Body::new(&named("MIME lines", line), format!("{head}payExInfoStr={}", lines.join(line)))
    };
    all.extend(["\n", "\r\n", "%0D%0A"].map(mime));
    let bytes_of: [&[u8]; 6] = [b"\xFF", b"a\xFF", b"\xB5\xE7 ", b"\xED\xA0\x80", b"\x00", b"\xE7\x94"];
    all.extend(bytes_of.map(|unit| {
        let shown: Vec<_> = unit.iter().map(|byte| format!("{byte:02X}")).collect();
        Body::new(&format!("bytes {}", shown.join(" ")), encode_form(b"{}", &fill(unit, inner)))
    }));
    let keys = {
        let keys: Vec<_> = (0..inner / 10).map(|index| format!("\"{index:x}\":1")).collect();
        Body::new("object of different keys", encode_form(b"{}", format!("{{{}}}", keys.join(",")).as_bytes()))
    };
    let strings: [(&str, &[u8]); 5] = [
        ("line breaks", b"\n "),
        ("tabs", b"\t"),
        ("escapes", b"\\u4e2d"),
        ("quotes", b"\\\""),
        ("JSON", b"{\\\"a\\\":1},"),
    ];
    let string = strings.map(|(name, unit)| {
        let json = [b"{\"sessionID\":\"", &fill(unit, inner)[..], b"\"}"].concat();
        Body::new(&format!("string of {name}"), encode_form(b"{}", &json))
    });
    let quoted = {
        let json =
            format!("{{\"payExchangeInfoLists\":\"[{}1]\"}}", "{\\\"orderNo\\\":\\\" x\\\"},".repeat(inner / 22));
        Body::new("list of orders in a string", encode_form(b"{}", json.as_bytes()))
    };
    let json_body = {
        let unit = "\"EData\":{\"a\":1,},";
        Body::new("JSON body", format!("{{{}}}", unit.repeat(bytes / unit.len())))
    };
    all.extend(string);
    all.extend([keys, quoted, json_body]);
    for body in &mut all {
        body.text.truncate(8 << 20);
    }
    all
}
