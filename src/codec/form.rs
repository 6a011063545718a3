//! First layer: splits a body of type `application/x-www-form-urlencoded` into its fields.
//!
//! Senders also post the same two fields as `multipart/form-data` or as JSON. CBT reads neither, but their content can
//! still be read, so that one finding does not hide the others.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::percent;
use crate::diagnostics::{Faults, Location, catalogue};
use crate::json::{self, Kind, Member};
use crate::spec::{FORM, names};
use crate::text::excerpt::is_invisible;
use cbt179_fast::scan::ByteSet;

pub(super) const AMPERSAND: ByteSet = ByteSet::of(b"&");

/// The ranges of one `name=value` in the body, still encoded.
pub(crate) struct Pair {
    pub name: Range<usize>,
    pub value: Value,
}

/// The range of a value in the body, and its encoding there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub at: Range<usize>,
    pub encoding: Encoding,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Percent-encoded, as in a form.
    Percent,
    /// Not encoded.
    Verbatim,
    /// Escaped, as between the quotes of a JSON string.
    JsonString,
    /// A JSON value other than a string.
    Json,
    /// Percent-encoded once more, with the whole form.
    Twice,
}

impl Pair {
    /// Returns the decoded name.
    pub fn name<'a>(&self, body: &'a [u8]) -> Cow<'a, str> {
        let name = &body[self.name.clone()];
        match self.value.encoding {
            Encoding::Percent | Encoding::Twice => percent::decode_name(name),
            _ => String::from_utf8_lossy(name),
        }
    }
}

/// Returns the fields of a body, in order. Reports a body that is not a form but could be read.
pub(crate) fn pairs(body: &[u8], faults: &mut Faults) -> Vec<Pair> {
    let start = blanks(body);
    let (code, (pairs, is_certain)) = match body.get(start) {
        Some(b'-') => (&catalogue::FORM_MULTIPART, (multipart(body, start).unwrap_or_default(), true)),
        Some(b'{') => (&catalogue::FORM_JSON_BODY, json(body, start).unwrap_or_default()),
        _ => return urlencoded(body, 0..body.len()),
    };
    let is_known = |pair: &Pair| {
        let name = pair.name(body);
        field_named(&name).or_else(|| names::nearest(&name, &FORM, &mut [false; 2])).is_some()
    };
    if !pairs.iter().any(is_known) {
        return urlencoded(body, 0..body.len());
    }
    let fault = faults.add(code, Location::Form(0..body.len()));
    if is_certain {
        fault.encode();
    }
    pairs
}

/// Returns the length of the white space and byte order marks at the start of a text.
pub(crate) fn blanks(text: &[u8]) -> usize {
    let mut rest = text.trim_ascii_start();
    while let Some(tail) = rest.strip_prefix(b"\xEF\xBB\xBF") {
        rest = tail.trim_ascii_start();
    }
    text.len() - rest.len()
}

/// Strips white space and invisible characters from both ends of a text.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches(|char: char| char.is_whitespace() || is_invisible(char))
}

/// Returns the index of the field with this name, ignoring white space and invisible characters around it.
pub(crate) fn field_named(name: &str) -> Option<usize> {
    let name = trimmed(name);
    FORM.iter().position(|field| field.is_named(name))
}

/// Returns true if a form value is raw JSON, however often it is percent-encoded: an object or an array, or a string
/// that holds one.
pub(crate) fn holds_json(value: &[u8]) -> bool {
    // Nearly all values begin like this.
    if value.first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let decoded = |text: &[u8]| percent::decode_text(text, 0..text.len(), true).text.into_owned();
    let mut head = decoded(&value[..value.len().min(64)]);
    while head[blanks(&head)..].starts_with(b"%") {
        let inner = decoded(&head);
        if inner.len() == head.len() {
            break;
        }
        head = inner;
    }
    let head = &head[blanks(&head)..];
    matches!(head.strip_prefix(b"\"").unwrap_or(head), [b'{' | b'[', ..])
}

/// Splits a range of a body into fields like the form parser of the WHATWG URL standard, except after a value that is
/// raw JSON.
/// Such a value extends to the next field that the interface knows, as every `&` in it was meant literally.
///
/// No real form has thousands of fields, so only the first are returned, and then up to as many that the interface
/// knows, or that belong to one of its fields, as `EData[a]` does.
pub(crate) fn urlencoded(body: &[u8], at: Range<usize>) -> Vec<Pair> {
    const MOST: usize = 4096;
    let body = &body[..at.end];
    let is_known = |pair: &Pair| field_named(&pair.name(body)).is_some();
    let root = |name: &str| field_named(name.split(['[', '.']).next().unwrap_or_default());
    let is_of_known = |pair: &Pair| root(&pair.name(body)).is_some();
    let mut pairs: Vec<Pair> = Vec::new();
    // True if the last pair is a field that the interface knows, and its value is raw JSON.
    let mut is_open = false;
    let mut start = at.start;
    while start <= body.len() {
        let at = start;
        let text = &body[at..];
        let text = &text[..AMPERSAND.find(text).unwrap_or(text.len())];
        start += text.len() + 1;
        let equals = text.iter().position(|&byte| byte == b'=');
        let name = at..at + equals.unwrap_or(text.len());
        let value = name.end + usize::from(equals.is_some())..at + text.len();
        let pair = Pair { name, value: Value { at: value, encoding: Encoding::Percent } };
        match pairs.last_mut().filter(|_| is_open) {
            Some(last) if !is_known(&pair) => last.value.at.end = at + text.len(),
            _ if text.is_empty() => {}
            _ => {
                let is_known = is_known(&pair);
                let is_kept = pairs.len() < MOST || pairs.len() < 2 * MOST && is_of_known(&pair);
                is_open = is_kept && is_known && holds_json(&body[pair.value.at.clone()]);
                if is_kept {
                    pairs.push(pair);
                }
            }
        }
    }
    pairs
}

/// Returns the fields of a `multipart/form-data` body (RFC 7578) that begins at `start`.
fn multipart(body: &[u8], mut start: usize) -> Option<Vec<Pair>> {
    let text = core::str::from_utf8(&body[start..]).ok().filter(|text| text.starts_with("--"))?;
    let boundary = text.lines().next()?.trim_end();
    let mut pairs = Vec::new();
    for part in text.split(boundary) {
        let at = start;
        start += part.len() + boundary.len();
        let blank = ["\r\n\r\n", "\n\n"].into_iter().find_map(|blank| Some(part.find(blank)? + blank.len()));
        if let Some((name, blank)) = blank.and_then(|blank| Some((name_in(&part[..blank])?, blank))) {
            let value = part[blank..].strip_suffix('\n').unwrap_or(&part[blank..]);
            let value = value.strip_suffix('\r').unwrap_or(value);
            pairs.push(Pair {
                name: at + name.start..at + name.end,
                value: Value { at: at + blank..at + blank + value.len(), encoding: Encoding::Verbatim },
            });
        }
    }
    Some(pairs)
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
pub(crate) fn json(body: &[u8], start: usize) -> Option<(Vec<Pair>, bool)> {
    let text = core::str::from_utf8(body).ok()?;
    let mut faults = Faults::new();
    let (parsed, is_certain) = json::parse_with_fixes(text, start, &mut faults);
    let Kind::Object(object) = parsed.root().kind else {
        return None;
    };
    let is_certain = is_certain && !faults.list().iter().any(|fault| fault.is_guess);
    let mut pairs = Vec::new();
    for Member { key_at, value, .. } in object.members.iter() {
        let (at, encoding) = match value.kind {
            Kind::Unreadable => continue,
            Kind::String(_) => (json::between_quotes(text, value.at), Encoding::JsonString),
            _ => (value.at, Encoding::Json),
        };
        pairs.push(Pair { name: json::between_quotes(text, key_at), value: Value { at, encoding } });
    }
    Some((pairs, is_certain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_bodies_apart() {
        for (body, expected, faulty) in [
            ("&&", &[][..], ""),
            ("a=1&&b&=2&", &[("a", "1"), ("b", ""), ("", "2")], ""),
            ("a=fQ==&%45Data+x=1", &[("a", "fQ=="), ("EData x", "1")], ""),
            ("EData={1&2=3&&payExInfoStr={4", &[("EData", "{1&2=3&"), ("payExInfoStr", "{4")], ""),
            ("\u{feff}EData=%EF%BB%BF[1&2]", &[("\u{feff}EData", "%EF%BB%BF[1&2]")], ""),
            ("{\"a\":1}", &[("{\"a\":1}", "")], ""),
            (
                "\u{feff} {'eData':null,\"payExInfoStr\":\"e3",
                &[("eData", "null"), ("payExInfoStr", "e3")],
                "form.json-body",
            ),
            ("{\"EData\":[1],\"a\":}", &[("EData", "[1]")], "form.json-body"),
            ("--x\r\nA: b; name=\"EData\"\r\n\r\ne30=\r\n--x--\r\n", &[("EData", "e30=")], "form.multipart"),
            ("\n--x \nA: b; filename=\"a\"; name=EData; b\n\ne30=\n--x--\n", &[("EData", "e30=")], "form.multipart"),
            ("--x\nA; name=\"EData\nX\n\ne30=\n--x--", &[("--x\nA; name", "\"EData\nX\n\ne30=\n--x--")], ""),
            ("--\n\n--", &[("--\n\n--", "")], ""),
        ] {
            let mut faults = Faults::default();
            let pairs = pairs(body.as_bytes(), &mut faults);
            let found = pairs.iter().map(|pair| (pair.name(body.as_bytes()), &body[pair.value.at.clone()]));
            assert!(found.eq(expected.iter().map(|&(name, value)| (Cow::from(name), value))), "{body}");
            assert_eq!(faults.ids().join(" "), faulty, "{body}");
        }
    }
}
