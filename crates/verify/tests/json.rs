//! The strict reader agrees with `serde_json`.

use cbt179_verify::json::{Error, Json, Kind, MAX_DEPTH};
use serde_json::Value;

/// Pseudo-random numbers (xorshift), the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or(0) % limit
    }
}

/// Returns the value of a token; numbers by their lexeme.
fn value(json: &Json, index: usize) -> Value {
    let children: Vec<_> = json.children(index).collect();
    match json.token(index).kind {
        Kind::Array => children.iter().map(|&child| value(json, child)).collect(),
        Kind::Object => {
            let name = |index: usize| cbt179_verify::strings::unescape(json.content(index)).into_owned();
            Value::Object(children.chunks(2).map(|pair| (name(pair[0]), value(json, pair[1]))).collect())
        }
        Kind::String => Value::String(cbt179_verify::strings::unescape(json.content(index)).into_owned()),
        Kind::Number | Kind::Literal => serde_json::from_str(json.raw(index)).unwrap(),
    }
}

fn agree(text: &str) {
    match (Json::read(text), serde_json::from_str::<Value>(text)) {
        (Ok(json), Ok(expected)) => assert_eq!(value(&json, 0), expected, "{text:?}"),
        (Err(_), Err(_)) => {}
        // serde_json refuses half of a surrogate pair, and numbers that a double cannot hold; the grammar has both.
        (Ok(_), Err(error)) => {
            let error = error.to_string();
            assert!(
                ["surrogate", "hex escape", "number out of range", "unexpected end of hex"]
                    .iter()
                    .any(|reason| error.contains(reason)),
                "{text:?}: {error}"
            );
        }
        (Err(error), Ok(_)) => panic!("{text:?}: {error:?}"),
    }
}

#[test]
fn texts_are_accepted_and_refused_as_by_serde_json() {
    for text in [
        "",
        " ",
        "null",
        "true ",
        " false",
        "nul",
        "truee",
        "\"\"",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\u4E2d\\uD83D\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ud83d\\u0041\"",
        "\"\t\"",
        "\"\u{7f}\"",
        "0",
        "-0",
        "-",
        "01",
        "1.",
        ".5",
        "1.5",
        "1e",
        "1e+",
        "1E-7",
        "1e5.",
        "--1",
        "+1",
        "1 2",
        "[]",
        "[",
        "]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,2]",
        "{}",
        "{",
        "}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{a:1}",
        "{\"a\":1,\"a\":2}",
        "[{]}",
        "{\"a\":[}",
        "[[[]]]",
        "\u{FEFF}{}",
        "{}\0",
        "\0",
        "[1]x",
        "'a'",
        "//",
        "\u{a0}1",
        "{\"a\":{\"b\":[1,{\"c\":null}],\"d\":\"\\/\"} , \"e\" : -1.50e+2}\r\n",
    ] {
        agree(text);
    }
}

#[test]
fn mutations_are_accepted_and_refused_as_by_serde_json() {
    let mut random = Random(0x1795_2018_0000_0001);
    let seeds = [
        include_str!("producers/upload.txt"),
        r#"{"a":{"b":[1,{"c":null}],"d":"\/\u4e2d"} , "e" : -1.50e+2,"f":[true,false,[]],"g":"\ud83d\ude00"}"#,
    ];
    for round in 0..20_000 {
        let mut bytes = seeds[round % 2].as_bytes().to_vec();
        if round % 2 == 0 {
            bytes.truncate(200);
        }
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            let byte = b"{}[]\",:\\u0e.-+tn \n\x01"[random.below(19)];
            match random.below(4) {
                _ if bytes.len() < 2 => bytes.push(byte),
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at.max(1)),
            }
        }
        agree(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn errors_have_the_offset() {
    for (text, offset) in
        [("", 0), ("{\"a\":1,}", 7), ("[1 2]", 3), ("\"a", 2), ("\"\n", 1), ("\"\\x", 2), ("01", 1), ("tru", 3)]
    {
        assert_eq!(Json::read(text).unwrap_err(), Error::Syntax(offset), "{text:?}");
    }
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Json::read(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(Json::read(&nested(MAX_DEPTH + 1)).unwrap_err(), Error::Depth(MAX_DEPTH));
    assert_eq!(Json::read(&"[".repeat(1_000_000)).unwrap_err(), Error::Depth(MAX_DEPTH));
}
