//! Asserts that a text twice as long takes at most 2.5 times as much work, whatever pattern it repeats.

use std::collections::HashSet;
use std::fmt;
use std::sync::Once;

use cbt179::{
    Key, Options, Sent, Target, UploadSent, apply_fixes, build_form, check_form, check_open_req, check_reply,
    check_request, check_upload_reply, compose_upload, decode_form, encode_form, find_secrets, locate, open_req_answer,
    read_certificate, signing_text, verify_signature,
};

use crate::input::{E_DATA, PAY_EX_INFO};
use crate::laws::CERTIFICATE;
use crate::steps::{self, Work};

/// The most that the work may grow by when the text doubles, in percent.
const MOST: u64 = 250;

/// The usual length of the shorter text.
pub const LENGTH: usize = 1024;

/// The number of Base64 characters in a group: their number modulo 4 decides how a text is read.
const GROUP: usize = 4;

/// The tokens that patterns are made of.
pub const TOKENS: [&[u8]; 30] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b"\"",
    b"'",
    "“".as_bytes(),
    b"`",
    b"\\",
    b"\\\"",
    b"\\u0041",
    b",",
    b":",
    b"1",
    b"-",
    b"a",
    b" ",
    b"\n",
    b"%22",
    b"%25",
    b"&",
    b"=",
    b"+",
    b"QUFB",
    b"/",
    b"<",
    "好".as_bytes(),
    b"\xff",
    b"\xe5\xa5",
    b"token",
];

/// A public function, called with a text in one of its inputs.
pub struct Function {
    /// The function and the input.
    pub name: &'static str,
    call: fn(&[u8]),
}

/// All functions.
pub const FUNCTIONS: &[Function] = &[
    Function { name: "check_form: body", call: |text| check(text) },
    Function { name: "check_form: EData", call: |text| check(&[b"EData=", text].concat()) },
    Function { name: "check_form: JSON", call: |text| check(&json(text)) },
    Function { name: "check_form: members", call: |text| check(&members(text)) },
    Function { name: "check_form: string", call: |text| check(&string(text)) },
    Function { name: "decode_form: JSON", call: |text| _ = decode_form(&json(text), &options()) },
    Function { name: "apply_fixes: body", call: |text| fix(text) },
    Function { name: "apply_fixes: EData", call: |text| fix(&[b"EData=", text].concat()) },
    Function { name: "apply_fixes: JSON", call: |text| fix(&json(text)) },
    Function { name: "apply_fixes: members", call: |text| fix(&members(text)) },
    Function { name: "locate: body", call: |text| find(text, Target::Form { start: 0, end: text.len() / 2 }) },
    Function {
        name: "locate: JSON",
        call: |text| find(&json(text), Target::Json { path: "/EData", start: 1, end: text.len() }),
    },
    Function {
        name: "locate: path",
        call: |text| find(&json(text), Target::Path { path: &format!("/EData/{}", String::from_utf8_lossy(text)) }),
    },
    Function { name: "check_request", call: |text| _ = check_request(text, None, &options()) },
    Function {
        name: "check_request: text",
        call: |text| _ = check_request(format!("{{\"eData\":{E_DATA}}}").as_bytes(), Some(text), &options()),
    },
    Function { name: "build_form: strings", call: |text| _ = build_form(request(text).as_bytes(), None, &options()) },
    Function { name: "encode_form", call: |text| _ = encode_form(text, text) },
    Function { name: "check_reply", call: |text| reply(text) },
    Function { name: "check_reply: value", call: |text| reply(&[b"{\"status\":\"", text, b"\"}"].concat()) },
    Function {
        name: "check_reply: request",
        call: |text| {
            let sent = Sent { request: Some(&String::from_utf8_lossy(text)), ..Sent::default() };
            let _ = check_reply(b"{\"status\":\"x\"}", &sent, &options());
        },
    },
    Function { name: "compose_upload", call: |text| _ = compose_upload(text, b"{}", &Sent::default(), &options()) },
    Function { name: "signing_text", call: |text| _ = signing_text(text, Some("1768440500123"), &options()) },
    Function {
        name: "signing_text: value",
        call: |text| _ = signing_text(&head(text), Some("1768440500123"), &options()),
    },
    Function { name: "check_open_req", call: |text| _ = check_open_req(text, &options()) },
    Function {
        name: "check_open_req: value",
        call: |text| _ = check_open_req(&[b"openReq=", text].concat(), &options()),
    },
    Function { name: "open_req_answer", call: |text| _ = open_req_answer("1", &String::from_utf8_lossy(text), 1) },
    Function {
        name: "check_upload_reply",
        call: |text| _ = check_upload_reply(text, &UploadSent::default(), &options()),
    },
    Function { name: "find_secrets", call: |text| _ = find_secrets(text, None, &options()) },
    Function {
        name: "find_secrets: value",
        call: |text| _ = find_secrets(&[b"{\"token\":\"", text].concat(), None, &options()),
    },
    Function { name: "find_secrets: JSON", call: |text| _ = find_secrets(&json(text), None, &options()) },
    Function {
        name: "find_secrets: request",
        call: |text| _ = find_secrets(b"0123456789abcdef", Some(text), &options()),
    },
    Function { name: "read_certificate", call: |text| _ = read_certificate(text, true, &options()) },
    Function {
        name: "read_certificate: PEM",
        call: |text| _ = read_certificate(&[b"-----BEGIN CERTIFICATE-----\n", text].concat(), true, &options()),
    },
    Function { name: "verify_signature: upload", call: verify },
    Function { name: "verify_signature: value", call: |text| verify(&head(text)) },
    Function {
        name: "verify_signature: key",
        call: |text| _ = verify_signature(b"{}", None, Key::PublicKey(text), &options()),
    },
];

fn options() -> Options {
    Options::default()
}

fn check(body: &[u8]) {
    let _ = check_form(body, &options());
}

fn fix(body: &[u8]) {
    let options = Options { unsafe_fixes: true, ..options() };
    let _ = apply_fixes(body, &check_form(body, &options).findings, &options);
}

fn find(body: &[u8], target: Target) {
    let _ = locate(body, target, &options());
}

fn reply(text: &[u8]) {
    let _ = check_reply(text, &Sent { request: Some(E_DATA), ..Sent::default() }, &options());
}

fn verify(upload: &[u8]) {
    let _ = verify_signature(upload, None, Key::Certificate(CERTIFICATE.as_bytes()), &options());
}

/// A body with the text as `EData`.
fn json(text: &[u8]) -> Vec<u8> {
    encode_form(text, b"{}").into_bytes()
}

/// A body with the text where objects and lists have members.
fn members(text: &[u8]) -> Vec<u8> {
    let pay_ex_info = [br#"{"payExchangeInfoHead":{"#, text, br#"},"payExchangeInfoLists":[{"#, text, b"}]}"].concat();
    encode_form(E_DATA.as_bytes(), &pay_ex_info).into_bytes()
}

/// A body with the text in a string.
fn string(text: &[u8]) -> Vec<u8> {
    encode_form(E_DATA.as_bytes(), &head(text)).into_bytes()
}

/// A `payExInfo` with the text in a string of its head.
fn head(text: &[u8]) -> Vec<u8> {
    let at = PAY_EX_INFO.find("备注").expect("there is a note");
    [&PAY_EX_INFO.as_bytes()[..at], text, &PAY_EX_INFO.as_bytes()[at..]].concat()
}

/// A request with the text in the strings of both parts.
fn request(text: &[u8]) -> String {
    let text = serde_json::Value::from(String::from_utf8_lossy(text)).to_string();
    let text = text.trim_matches('"');
    format!("{{\"eData\":{},\"payExInfo\":{}}}", E_DATA.replace("某某", text), PAY_EX_INFO.replace("备注", text))
}

/// Work that grows too fast.
#[derive(Debug)]
pub struct Excess {
    /// The function.
    pub function: &'static str,
    /// The pattern.
    pub pattern: String,
    /// The length of the shorter text.
    pub length: usize,
    /// The work for the shorter text and for the longer one.
    pub work: [Work; 2],
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { function, pattern, length, work: [short, long] } = self;
        let (edges, bytes) = ((short.edges, long.edges), (short.bytes, long.bytes));
        write!(
            f,
            "{function}, {length} bytes of `{pattern}` and twice as many: edges {edges:?}, allocated bytes {bytes:?}"
        )
    }
}

/// Initialization that happens once is not counted for any pattern.
static ONCE: Once = Once::new();

/// Measures all functions with a pattern, in a text of this length and one twice as long. Returns those whose work grows too
/// fast.
///
/// Work may jump once when a text exceeds some size; texts four times as long then show that it grows in proportion
/// again.
///
/// # Panics
///
/// If the compiler does not count.
#[must_use]
pub fn excesses(pattern: &[u8], length: usize) -> Vec<Excess> {
    assert!(steps::are_counted(), "the compiler does not count here; run `cargo xtask fuzz growth`");
    ONCE.call_once(|| FUNCTIONS.iter().for_each(|function| (function.call)(b"a")));
    let of_function = |function| excess(function, pattern, length).and_then(|_| excess(function, pattern, 4 * length));
    FUNCTIONS.iter().filter_map(of_function).collect()
}

fn excess(function: &Function, pattern: &[u8], length: usize) -> Option<Excess> {
    // Both texts leave the same number of Base64 characters after whole groups, whatever the pattern.
    let times = (length / pattern.len()).next_multiple_of(GROUP);
    let work = [times, 2 * times].map(|times| {
        let text = pattern.repeat(times);
        steps::of(|| (function.call)(&text))
    });
    let [short, long] = work;
    let is_more = long.edges * 100 > short.edges * MOST || long.bytes * 100 > short.bytes * MOST;
    let pattern = pattern.escape_ascii().to_string();
    is_more.then_some(Excess { function: function.name, pattern, length, work })
}

/// Returns all patterns of two tokens.
#[must_use]
pub fn pairs() -> Vec<Vec<u8>> {
    patterns(&mut TOKENS.iter().flat_map(|first| TOKENS.iter().map(move |second| vec![*first, *second])))
}

/// Returns all patterns of three tokens.
#[must_use]
pub fn triples() -> Vec<Vec<u8>> {
    let pairs = TOKENS.iter().flat_map(|first| TOKENS.iter().map(move |second| [*first, *second]));
    patterns(&mut pairs.flat_map(|[first, second]| TOKENS.iter().map(move |third| vec![first, second, *third])))
}

/// Returns the texts of lists of tokens, one for all rotations of a list.
fn patterns(tokens: &mut dyn Iterator<Item = Vec<&[u8]>>) -> Vec<Vec<u8>> {
    let mut seen = HashSet::new();
    let mut least = |tokens: &[&[u8]]| {
        let turned = |by: usize| [&tokens[by..], &tokens[..by]].concat().concat();
        seen.insert((0..tokens.len()).map(turned).min())
    };
    tokens.filter(|tokens| least(tokens)).map(|tokens| tokens.concat()).collect()
}
