//! First layer: the body as `application/x-www-form-urlencoded`, taken apart into its fields.
//!
//! Senders post the same two fields as `multipart/form-data` or as JSON too. CBT reads neither, but what they hold can be
//! read all the same, so that one finding does not hide the others.

use std::borrow::Cow;
use std::ops::Range;

use crate::codes;
use crate::faults::{Faults, Place};
use crate::interface::FORM;
use crate::json::{self, Kind};
use crate::percent;

/// Where one `name=value` stands in the body, still encoded.
pub(crate) struct Pair {
    pub name: Range<usize>,
    pub value: Value,
}

/// Where a value stands in the body, and how it is spelled there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub at: Range<usize>,
    pub spelled: Spelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spelled {
    /// Percent-encoded, as in a form.
    Percent,
    /// As it is.
    Verbatim,
    /// As what stands between the quotes of a JSON string.
    JsonString,
}

impl Pair {
    /// The name, decoded.
    pub fn name<'a>(&self, body: &'a [u8]) -> Cow<'a, str> {
        let name = &body[self.name.clone()];
        match self.value.spelled {
            Spelled::Percent => percent::decode_name(name),
            _ => String::from_utf8_lossy(name),
        }
    }
}

/// The fields of a body, in their order. Says so if the body is no form, but could be read.
pub(crate) fn pairs(body: &[u8], faults: &mut Faults) -> Vec<Pair> {
    let other = match body {
        [b'-', b'-', ..] => Some((&codes::FORM_MULTIPART, multipart(body))),
        [b' ' | b'\t' | b'\r' | b'\n' | b'{', ..] => Some((&codes::FORM_JSON_BODY, json(body))),
        _ => None,
    };
    match other {
        Some((code, Some(pairs))) => {
            faults.add(code, Place::Form(0..body.len())).encode();
            pairs
        }
        _ => urlencoded(body),
    }
}

/// The fields as the WHATWG URL standard's form parser finds them; but a value that is JSON as it stands goes on to the
/// next field that the interface knows, for every `&` in it was meant as itself.
fn urlencoded(body: &[u8]) -> Vec<Pair> {
    let is_known = |pair: &Pair| FORM.iter().any(|field| field.is_named(pair.name(body).trim()));
    let mut pairs: Vec<Pair> = Vec::new();
    // Whether the last is a field that the interface knows, and its value JSON as it stands.
    let mut is_open = false;
    let mut start = 0;
    for text in body.split(|&byte| byte == b'&') {
        let at = start;
        start += text.len() + 1;
        let equals = text.iter().position(|&byte| byte == b'=');
        let name = at..at + equals.unwrap_or(text.len());
        let value = name.end + usize::from(equals.is_some())..at + text.len();
        let pair = Pair { name, value: Value { at: value, spelled: Spelled::Percent } };
        match pairs.last_mut().filter(|_| is_open) {
            Some(last) if !is_known(&pair) => last.value.at.end = at + text.len(),
            _ if text.is_empty() => {}
            _ => {
                is_open = body[pair.value.at.clone()].starts_with(b"{") && is_known(&pair);
                pairs.push(pair);
            }
        }
    }
    pairs
}

/// The fields of a body that is `multipart/form-data` (RFC 7578), `None` where it has none that the interface knows.
fn multipart(body: &[u8]) -> Option<Vec<Pair>> {
    let text = std::str::from_utf8(body).ok()?;
    let boundary = text.lines().next()?;
    let mut pairs = Vec::new();
    let mut start = 0;
    for part in text.split(boundary) {
        let at = start;
        start += part.len() + boundary.len();
        let Some(blank) = ["\r\n\r\n", "\n\n"].into_iter().find_map(|blank| Some(part.find(blank)? + blank.len()))
        else {
            continue;
        };
        let Some(name) = part[..blank].find("name=\"").map(|name| name + "name=\"".len()) else {
            continue;
        };
        let value = part[blank..].strip_suffix('\n').unwrap_or(&part[blank..]);
        let value = value.strip_suffix('\r').unwrap_or(value);
        let length = part[name..blank].find('"').unwrap_or(blank - name);
        pairs.push(Pair {
            name: at + name..at + name + length,
            value: Value { at: at + blank..at + blank + value.len(), spelled: Spelled::Verbatim },
        });
    }
    is_known_by(&pairs, body).then_some(pairs)
}

/// The fields of a body that is a JSON object, `None` where it has none that the interface knows.
fn json(body: &[u8]) -> Option<Vec<Pair>> {
    let text = std::str::from_utf8(body).ok()?;
    let (Kind::Object(object), true) = ({
        let (node, is_json) = json::parse(text, 0, &mut Faults::default());
        (node.kind, is_json)
    }) else {
        return None;
    };
    let pairs = object.members.into_iter().map(|member| {
        let at = member.value.at;
        let value = match member.value.kind {
            Kind::String(_) => Value { at: at.start + 1..at.end - 1, spelled: Spelled::JsonString },
            _ => Value { at, spelled: Spelled::Verbatim },
        };
        Pair { name: member.key_at.start + 1..member.key_at.end - 1, value }
    });
    let pairs: Vec<_> = pairs.collect();
    is_known_by(&pairs, body).then_some(pairs)
}

fn is_known_by(pairs: &[Pair], body: &[u8]) -> bool {
    pairs.iter().any(|pair| FORM.iter().any(|field| field.is_named(&pair.name(body))))
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
            ("{\"EData\":1", vec![("{\"EData\":1", "")], vec![]),
            (
                "--x\r\nContent-Disposition: form-data; name=\"EData\"\r\n\r\ne30=\r\n--x--\r\n",
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
