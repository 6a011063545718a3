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

/// A body with a raw `+`, an amount as a string, and an account number without quotes in each order.
pub fn ordinary(bytes: usize) -> Body {
    let mut request = large_request(bytes);
    request["payExInfo"]["payExchangeInfoHead"]["totalAmount"] = json!("100.1");
    for order in request["payExInfo"]["payExchangeInfoLists"].as_array_mut().unwrap() {
        order["recpAccount"] = json!(6_217_850_100_007_i64);
    }
    Body::new("ordinary faulty body", body_of(&request).replacen("%2B", "+", 1))
}

/// Bodies without an error.
pub fn sound(bytes: usize) -> Vec<Body> {
    let mut huge = request();
    huge["payExInfo"]["payExchangeInfoHead"]["initalResponse"] = json!("{\"code\":\"10000\"}\n商品".repeat(bytes / 40));
    vec![Body::new("sound orders", body_of(&large_request(bytes))), Body::new("sound huge string", body_of(&huge))]
}

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
    let of_form = ["&", "&&=", "=", "a&", "a=1&", "EData=&", "EData=1&", "EData=;", "Edata=&", "%", "%2", "+"];
    let form = of_form.map(|unit| Body::new(&named("form", unit), fill(unit.as_bytes(), bytes)));
    let of_value = [
        "+", "%", "%2B", "%2b+", "%25", "%2525", "A+", "=", "YQ==", "*", "*A", "YWJj ", "YWJ*", "-_", "\\n", "\u{a0}",
        "AAAA\r\n", "\n", "7b22", "ZXlK",
    ];
    let value = of_value.map(|unit| {
        let text = [b"EData=e30%3D&payExInfoStr=".to_vec(), fill(unit.as_bytes(), bytes)].concat();
        Body::new(&named("value", unit), text)
    });
    let mime = |line: &str| {
        let base64 = body_of(&large_request(bytes));
        let (head, value) = base64.split_once("payExInfoStr=").unwrap();
        let value = value.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
        let lines: Vec<_> = value.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
        Body::new(&named("MIME lines", line), format!("{head}payExInfoStr={}", lines.join(line)))
    };
    let bytes_of: [&[u8]; 6] = [b"\xFF", b"a\xFF", b"\xB5\xE7 ", b"\xED\xA0\x80", b"\x00", b"\xE7\x94"];
    let utf8 = bytes_of.map(|unit| {
        let shown: Vec<_> = unit.iter().map(|byte| format!("{byte:02X}")).collect();
        Body::new(&format!("bytes {}", shown.join(" ")), encode_form(b"{}", &fill(unit, inner)))
    });
    let of_array = [
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
    let array = of_array.map(|unit| {
        let json = [b"[", &fill(unit.as_bytes(), inner)[..], b"1]"].concat();
        Body::new(&named("array", unit), encode_form(b"{}", &json))
    });
    let broken = ["[],", "1,", "\"a\",", "{\"a\":1},"].map(|unit| {
        let json = [b"[", &fill(unit.as_bytes(), inner)[..], b"1}"].concat();
        Body::new(&format!("{} and a wrong bracket", named("array", unit)), encode_form(b"{}", &json))
    });
    let of_object = [
        "a,",
        "a:1,",
        "\"a\":1,",
        "a\":",
        "\"a:1,",
        "'a':'b',",
        "\"coName\":1,",
        "a b ",
        "\"\":\"\",",
        "a=1;",
        "\"a\" ",
    ];
    let object = of_object.map(|unit| {
        let json = [b"{", &fill(unit.as_bytes(), inner)[..], b"}"].concat();
        Body::new(&named("object", unit), encode_form(&json, b"{}"))
    });
    let raw = ["[", "[],", "\"a\"b", "\"\"", ",", "{\"a\":1,},", "1,"].map(|unit| {
        let text = [b"EData={}&payExInfoStr=[", &fill(unit.as_bytes(), bytes)[..], b"1}"].concat();
        Body::new(&named("raw JSON", unit), text)
    });
    let lists = ["1,", "{},", "[],", "{\"goodsInfo\":[]},"].map(|unit| {
        let json = [b"{\"payExchangeInfoLists\":[", &fill(unit.as_bytes(), inner)[..], b"1]}"].concat();
        Body::new(&named("list of orders", unit), encode_form(b"{}", &json))
    });
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
    let mut all = Vec::new();
    all.extend(form);
    all.extend(value);
    all.extend(["\n", "\r\n", "%0D%0A"].map(mime));
    all.extend(utf8);
    all.extend(array);
    all.extend(broken);
    all.extend(object);
    all.extend(raw);
    all.extend(lists);
    all.extend(string);
    all.extend([keys, quoted, json_body]);
    for body in &mut all {
        body.text.truncate(8 << 20);
    }
    all
}
