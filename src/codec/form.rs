//! First layer: splits a body of type `application/x-www-form-urlencoded` into its fields.
//!
//! Senders also post the same two fields as `multipart/form-data` or as JSON. CBT reads neither, but their content can
//! still be read, so that one finding does not hide the others.

use std::borrow::Cow;
use std::ops::Range;

use super::percent;
use crate::diagnostics::catalogue;
use crate::diagnostics::{Faults, Location};
use crate::json::{self, Kind, Member};
use crate::spec::FORM;
use crate::spec::names;
use cbt179_fast::scan::ByteSet;

const AMPERSAND: ByteSet = ByteSet::of(b"&");

/// The ranges of one `name=value` in the body, still encoded.
pub(crate) struct Pair {
    pub name: Range<usize>,
    pub value: Value,
}

/// The range of a value in the body, and its encoding there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub at: Range<usize>,
    pub spelled: Spelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelled {
    /// Percent-encoded, as in a form.
    Percent,
    /// Not encoded.
    Verbatim,
    /// Escaped, as between the quotes of a JSON string.
    JsonString,
    /// A JSON value other than a string.
    Json,
}

impl Pair {
    /// Returns the decoded name.
    pub fn name<'a>(&self, body: &'a [u8]) -> Cow<'a, str> {
        let name = &body[self.name.clone()];
        match self.value.spelled {
            Spelled::Percent => percent::decode_name(name),
            _ => String::from_utf8_lossy(name),
        }
    }
}

/// Returns the fields of a body, in order. Reports a body that is not a form but could be read.
pub(crate) fn pairs(body: &[u8], faults: &mut Faults) -> Vec<Pair> {
    let start = blanks(body);
    let other = match &body[start..] {
        [b'-', b'-', ..] => Some((&catalogue::FORM_MULTIPART, multipart(body, start).map(|pairs| (pairs, true)))),
        [b'{', ..] => Some((&catalogue::FORM_JSON_BODY, json(body, start))),
        _ => None,
    };
    match other {
        Some((code, Some((pairs, is_certain)))) => {
            let fault = faults.add(code, Location::Form(0..body.len()));
            if is_certain {
                fault.encode();
            }
            pairs
        }
        _ => urlencoded(body),
    }
}

/// Returns the length of the white space and byte order marks at the start of a text.
fn blanks(text: &[u8]) -> usize {
    let mut rest = text.trim_ascii_start();
    while let Some(behind) = rest.strip_prefix(b"\xEF\xBB\xBF") {
        rest = behind.trim_ascii_start();
    }
    text.len() - rest.len()
}

/// Strips white space and byte order marks from both ends of a text.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|char: char| char.is_whitespace() || char == '\u{feff}')
}

/// Returns true if a form value is raw JSON: an object or an array, or a string that holds one.
pub(crate) fn holds_json(value: &[u8]) -> bool {
    // Nearly all values begin like this.
    if value.first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let head = percent::decode_text(value, 0..value.len().min(64), true).text;
    let head = &head[blanks(&head)..];
    matches!(head.strip_prefix(b"\"").unwrap_or(head), [b'{' | b'[', ..])
}

/// Splits a body into fields as the form parser of the WHATWG URL standard does, except after a value that is raw JSON.
/// Such a value extends to the next field that the interface knows, as every `&` in it was meant literally.
fn urlencoded(body: &[u8]) -> Vec<Pair> {
    let is_known = |pair: &Pair| FORM.iter().any(|field| field.is_named(trimmed(&pair.name(body))));
    let mut pairs: Vec<Pair> = Vec::new();
    // True if the last pair is a field that the interface knows, and its value is raw JSON.
    let mut is_open = false;
    let mut start = 0;
    while start <= body.len() {
        let at = start;
        let text = &body[at..];
        let text = &text[..AMPERSAND.find(text).unwrap_or(text.len())];
        start += text.len() + 1;
        let equals = text.iter().position(|&byte| byte == b'=');
        let name = at..at + equals.unwrap_or(text.len());
        let value = name.end + usize::from(equals.is_some())..at + text.len();
        let pair = Pair { name, value: Value { at: value, spelled: Spelled::Percent } };
        match pairs.last_mut().filter(|_| is_open) {
            Some(last) if !is_known(&pair) => last.value.at.end = at + text.len(),
            _ if text.is_empty() => {}
            _ => {
                is_open = is_known(&pair) && holds_json(&body[pair.value.at.clone()]);
                pairs.push(pair);
            }
        }
    }
    pairs
}

/// Returns the fields of a body that is `multipart/form-data` (RFC 7578) from `start` on. Returns `None` if none of
/// them is known to the interface.
fn multipart(body: &[u8], mut start: usize) -> Option<Vec<Pair>> {
    let text = std::str::from_utf8(&body[start..]).ok()?;
    let boundary = text.lines().next()?.trim_end();
    let mut pairs = Vec::new();
    for part in text.split(boundary) {
        let at = start;
        start += part.len() + boundary.len();
        let Some(blank) = ["\r\n\r\n", "\n\n"].into_iter().find_map(|blank| Some(part.find(blank)? + blank.len()))
        else {
            continue;
        };
        let Some(name) = name_in(&part[..blank]) else {
            continue;
        };
        let value = part[blank..].strip_suffix('\n').unwrap_or(&part[blank..]);
        let value = value.strip_suffix('\r').unwrap_or(value);
        pairs.push(Pair {
            name: at + name.start..at + name.end,
            value: Value { at: at + blank..at + blank + value.len(), spelled: Spelled::Verbatim },
        });
    }
    is_known_by(&pairs, body).then_some(pairs)
}

/// Finds the name of a field in the head of its part; it should be quoted.
fn name_in(head: &str) -> Option<Range<usize>> {
    let is_apart = |at: &usize| head[..*at].ends_with([';', ' ', '\t']);
    let start = head.match_indices("name=").map(|(at, _)| at).find(is_apart)? + "name=".len();
    let (start, end) = match head[start..].strip_prefix('"') {
        Some(name) => (start + 1, name.find('"')),
        None => (start, head[start..].find([';', ' ', '\r', '\n'])),
    };
    Some(start..end.map_or(head.len(), |end| start + end))
}

/// Returns the fields of a body that is a JSON object, malformed or not, and whether it was read with certainty.
/// Returns `None` if none of them is known to the interface.
fn json(body: &[u8], start: usize) -> Option<(Vec<Pair>, bool)> {
    let text = std::str::from_utf8(body).ok()?;
    let mut faults = Faults::new();
    let (parsed, is_certain) = json::parse_with_fixes(text, start, &mut faults);
    let Kind::Object(object) = parsed.root.kind else {
        return None;
    };
    let is_certain = is_certain && !faults.list().iter().any(|fault| fault.is_guess);
    let pairs = object.members.into_iter().filter_map(|Member { key_at, value, .. }| {
        let value = match value.kind {
            Kind::String(_) => Value { at: json::between_quotes(text, value.at), spelled: Spelled::JsonString },
            Kind::Unreadable => return None,
            _ => Value { at: value.at, spelled: Spelled::Json },
        };
        Some(Pair { name: json::between_quotes(text, key_at), value })
    });
    let pairs: Vec<_> = pairs.collect();
    is_known_by(&pairs, body).then_some((pairs, is_certain))
}

/// Returns true if there is a field that the interface knows, or one with a similar name.
fn is_known_by(pairs: &[Pair], body: &[u8]) -> bool {
    pairs.iter().any(|pair| {
        let name = pair.name(body);
        FORM.iter().any(|field| field.is_named(&name)) || names::nearest(&name, &FORM, &mut [false; 2]).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_bodies_apart() {
        for (body, expected, faulty) in [
            ("", vec![], vec![]),
            ("&&", vec![], vec![]),
            ("a=1&b=2", vec![("a", "1"), ("b", "2")], vec![]),
            ("a=1&&b=2&", vec![("a", "1"), ("b", "2")], vec![]),
            ("a", vec![("a", "")], vec![]),
            ("a=", vec![("a", "")], vec![]),
            ("=1", vec![("", "1")], vec![]),
            ("a=fQ==&b=x", vec![("a", "fQ=="), ("b", "x")], vec![]),
            ("%45Data+x=1", vec![("EData x", "1")], vec![]),
            ("EData={1&2=3&&payExInfoStr={4", vec![("EData", "{1&2=3&"), ("payExInfoStr", "{4")], vec![]),
            ("{\"EData\":\"e30=\",\"payExInfoStr\":{} }", vec![("EData", "e30="), ("payExInfoStr", "{}")], {
                vec!["form.json-body"]
            }),
            ("{\"a\":1}", vec![("{\"a\":1}", "")], vec![]),
            ("\u{feff} {'eData':null,\"payExInfoStr\":\"e3", vec![("eData", "null"), ("payExInfoStr", "e3")], {
                vec!["form.json-body"]
            }),
            ("{\"EData\":[1],\"a\":}", vec![("EData", "[1]")], vec!["form.json-body"]),
            ("\u{feff}EData=%EF%BB%BF[1&2]", vec![("\u{feff}EData", "%EF%BB%BF[1&2]")], vec![]),
            (
                "--x\r\nContent-Disposition: form-data; name=\"EData\"\r\n\r\ne30=\r\n--x--\r\n",
                vec![("EData", "e30=")],
                vec!["form.multipart"],
            ),
            (
                "\r\n--x \r\nContent-Disposition: form-data; filename=\"a\"; name=EData; b\r\n\r\ne30=\r\n--x--\r\n",
                vec![("EData", "e30=")],
                vec!["form.multipart"],
            ),
            (
                "--x\nA: b; name=\"EData\nX: y\n\ne30=\n--x--",
                vec![("--x\nA: b; name", "\"EData\nX: y\n\ne30=\n--x--")],
                { vec![] },
            ),
            ("--", vec![("--", "")], vec![]),
            ("--\n\n--", vec![("--\n\n--", "")], vec![]),
        ] {
            let mut faults = Faults::default();
            let pairs = pairs(body.as_bytes(), &mut faults);
            let found: Vec<_> =
                pairs.iter().map(|pair| (pair.name(body.as_bytes()), &body[pair.value.at.clone()])).collect();
            let expected: Vec<_> = expected.into_iter().map(|(name, value)| (Cow::from(name), value)).collect();
            assert_eq!(found, expected, "{body}");
            assert_eq!(faults.ids(), faulty, "{body}");
        }
    }
}
