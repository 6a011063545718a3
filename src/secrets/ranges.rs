//! The ranges of a text to mask before it is shown or logged.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use super::{Secrets, has_name, is_exact, is_plain_name, is_token_like, merged, scan};
use crate::codec::document::{Document, Layers, with_layers};
use crate::codec::form::Value;
use crate::diagnostics::{Faults, Location, Part};
use crate::json::{self, Kind, Member, Node, Parsed};
use crate::options::Options;
use crate::spec::{E_DATA, Field};
use crate::text::LONGEST;
use crate::text::line_index::LineIndex;

/// A range that may hold a secret. Offsets are in [`Options::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct SecretRange {
    /// The start of the range.
    pub start: usize,
    /// The end of the range, exclusive.
    pub end: usize,
}

/// The ranges of a text that may hold a secret. Each list is sorted and has no overlaps.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretRanges {
    /// Ranges in the text itself.
    pub text: Vec<SecretRange>,
    /// Ranges in the decoded JSON text of `EData`, if the text is a form body that has one.
    pub e_data: Vec<SecretRange>,
    /// Ranges in the decoded JSON text of `payExInfoStr`, if the text is a form body that has one.
    pub pay_ex_info: Vec<SecretRange>,
}

/// Finds the ranges where the token is or may be, in any text.
///
/// The text may be a form body, valid or malformed, JSON, a URL, XML, a log line, or Base64.
///
/// When in doubt it covers too much: in an `EData` that is not JSON, everything except punctuation and field names.
/// `request` is the form body or the JSON of the request that the text belongs to, if known.
/// Its token is found in the text whatever surrounds it. A text over [`Options::max_body_bytes`] is covered completely.
///
/// ```
/// use cbt179::{Options, find_secrets};
///
/// let ranges = find_secrets(b"POST /sign token=0123456789abcdef", None, &Options::default()).text;
/// assert_eq!((ranges[0].start, ranges[0].end), (17, 33));
/// ```
#[must_use]
pub fn find_secrets(text: &[u8], request: Option<&[u8]>, options: &Options) -> SecretRanges {
    if text.len() > options.max_body_bytes.min(LONGEST) {
        let all = core::iter::once(0..text.len()).collect();
        return SecretRanges { text: in_units(text, all, options), ..SecretRanges::default() };
    }
    let mut known = Secrets::new();
    if let Some(request) = request {
        known.learn_request(request);
    }
    known.learn_values(text);
    with_layers(text, Faults::new(), |mut faults, document, values| {
        // Learn from both parts before searching for ranges.
        let mut parts = known.learn_parts(document, &mut faults);
        for PartRead { part, layers, parsed, is_certain, ranges } in parts.iter_mut().flatten() {
            *ranges = merged(known.in_json(*part, parsed, layers.json(), *is_certain), layers.json().as_bytes());
        }
        let in_text = merged(known.in_body(text, &parts, values), text);
        let [e_data, pay_ex_info] = parts.map(|part| {
            part.map(|part| in_units(part.layers.json().as_bytes(), part.ranges, options)).unwrap_or_default()
        });
        SecretRanges { text: in_units(text, in_text, options), e_data, pay_ex_info }
    })
}

/// A part of a body with its parsed JSON.
struct PartRead<'d, 'a> {
    part: Part,
    layers: &'d Layers<'a>,
    parsed: Parsed<'a>,
    is_certain: bool,
    /// The ranges of its JSON text that may hold a secret.
    ranges: Vec<Range<usize>>,
}

impl Secrets {
    /// Learns the token of a request from its form body or its JSON: both parts together, or `EData` alone.
    pub fn learn_request(&mut self, request: &[u8]) {
        // The usual case first: a JSON object with only names of `EData`.
        if let Ok(text) = core::str::from_utf8(request)
            && text.starts_with('{')
        {
            let parsed = json::read(text, 0);
            let is_own = |member: &Member| E_DATA.iter().any(|field| field.is_named(member.key));
            if let Kind::Object(object) = parsed.root().kind
                && parsed.is_json
                && object.members.iter().all(|member| is_own(&member))
            {
                return self.learn_text(Part::EData, text, &parsed, true);
            }
        }
        let has_part = with_layers(request, Faults::new(), |mut faults, document, _| {
            self.learn_parts(document, &mut faults).iter().any(Option::is_some)
        });
        if !has_part {
            let text = String::from_utf8_lossy(request);
            let parsed = json::read(&text, 0);
            self.learn_text(Part::EData, &text, &parsed, parsed.is_json);
        }
    }

    /// Parses the JSON of both parts and learns their secrets. The faults are those of the layers.
    fn learn_parts<'d, 'a>(
        &mut self,
        document: &'d Document<'a>,
        faults: &mut Faults,
    ) -> [Option<PartRead<'d, 'a>>; 2] {
        Part::OF_FORM.map(|part| {
            let layers = document.layers[part as usize].as_ref()?;
            let (parsed, is_certain) = json::parse_with_fixes(layers.json(), layers.text.start, &mut Faults::new());
            let is_certain = is_certain && is_exact(layers, part, &parsed.root(), faults.has_guess_in(part));
            self.learn(part, layers, &parsed, is_certain);
            Some(PartRead { part, layers, parsed, is_certain, ranges: Vec::new() })
        })
    }

    /// Returns the ranges in a body: within the values of its two fields, and in the text around them.
    fn in_body(&self, text: &[u8], parts: &[Option<PartRead>; 2], values: &[Option<Value>; 2]) -> Vec<Range<usize>> {
        let [e_data, pay_ex_info] = values.each_ref().map(|value| value.as_ref().map(|value| value.at.clone()));
        let mut fields = [(e_data, &parts[0]), (pay_ex_info, &parts[1])];
        // The second part may come first.
        if let [(Some(first), _), (Some(second), _)] = &fields
            && second.start < first.start
        {
            fields.reverse();
        }
        let mut ranges = Vec::new();
        let mut at = 0;
        // True if a raw `&` may have cut the preceding value: the following fields may hold its rest.
        let mut is_cut = false;
        for (value, part) in fields {
            let Some(value) = value else { continue };
            ranges.extend(shifted(self.in_any(&text[at..value.start]), at));
            if is_cut {
                // Mask all fields between the two values.
                let name = text[at..value.start].iter().rposition(|&byte| byte == b'&');
                ranges.push(at..at + name.unwrap_or_default());
            }
            at = value.end;
            is_cut = false;
            let is_closed = |part: &PartRead| self.is_closed(part.part);
            match part {
                Some(part) if part.layers.is_whole() && (part.is_certain || !is_closed(part)) => {
                    let outward = |range: &Range<usize>| part.layers.outward(&Location::Json(range.clone())).form;
                    ranges.extend(part.ranges.iter().filter_map(outward));
                }
                // The range within the value cannot be mapped with certainty.
                Some(part) if !is_closed(part) && part.ranges.is_empty() => {
                    ranges.extend(shifted(self.in_any(&text[value.clone()]), value.start));
                }
                _ => {
                    ranges.push(value);
                    is_cut = text.get(at) == Some(&b'&');
                }
            }
        }
        ranges.extend(shifted(self.in_any(&text[at..]), at));
        if is_cut {
            ranges.push(at..text.len());
        }
        ranges
    }

    /// Returns the ranges in the JSON text of a part.
    fn in_json(&self, part: Part, parsed: &Parsed, text: &str, is_certain: bool) -> Vec<Range<usize>> {
        let mut ranges = self.in_parsed(parsed, text);
        match parsed.root().kind {
            Kind::Object(object) if is_certain && self.is_closed(part) => {
                for member in object.members.iter() {
                    let field = E_DATA.iter().find(|field| field.is_named(member.key));
                    if field.is_none() && !is_plain_name(member.key) {
                        ranges.push(json::between_quotes(text, member.key_at.clone()));
                    }
                    let is_nested = matches!(member.value.kind, Kind::Object(_) | Kind::Array(_));
                    if is_nested || field.is_none_or(|field| field.secret) {
                        ranges.extend(hidden_value(&member.value, text));
                    }
                }
            }
            _ if self.is_closed(part) => ranges.extend(closed_pieces(text)),
            _ => {}
        }
        ranges
    }

    /// Returns the ranges in any JSON text. If it is malformed, the text between its values is searched as well.
    fn in_parsed(&self, parsed: &Parsed, text: &str) -> Vec<Range<usize>> {
        let mut ranges = if parsed.is_json { Vec::new() } else { self.in_text(text.as_bytes()) };
        self.in_node(&parsed.root(), text, &mut ranges);
        ranges.push(parsed.end..text.len());
        ranges
    }

    /// Collects the ranges in a parsed value: values of names that contain the word `token`, and the ranges in each
    /// string.
    fn in_node(&self, node: &Node, text: &str, ranges: &mut Vec<Range<usize>>) {
        match node.kind {
            Kind::Object(object) => {
                for member in object.members.iter() {
                    self.in_string(member.key, &member.key_at, text, ranges);
                    if is_token_like(member.key) || member.key.eq_ignore_ascii_case("EData") {
                        ranges.extend(hidden_value(&member.value, text));
                    } else {
                        self.in_node(&member.value, text, ranges);
                    }
                }
            }
            Kind::Array(items) => items.iter().for_each(|item| self.in_node(&item, text, ranges)),
            Kind::String(string) | Kind::Number(string) => self.in_string(string, &node.at, text, ranges),
            _ => {}
        }
    }

    /// Collects the ranges in a string or number of a JSON text, or all of it if its escapes hide one.
    fn in_string(&self, read: &str, at: &Range<usize>, text: &str, ranges: &mut Vec<Range<usize>>) {
        let at = json::between_quotes(text, at.clone());
        let raw = self.in_text(text[at.clone()].as_bytes());
        if read.len() < at.len() && self.in_text(read.as_bytes()).len() > raw.len() {
            ranges.push(at);
        } else {
            ranges.extend(shifted(raw, at.start));
        }
    }

    /// Returns the ranges in plain text.
    fn in_text(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut ranges: Vec<_> = scan::values(text).into_iter().map(|value| value.at).collect();
        ranges.extend(scan::base64_of_secrets(text));
        ranges.extend(self.pieces_in(text));
        ranges
    }

    /// Returns the ranges in a text outside the two parts: JSON, which may be `EData`, or anything else.
    fn in_any(&self, text: &[u8]) -> Vec<Range<usize>> {
        let json = &*with_placeholders(text);
        let start = json.len() - json.trim_start_matches('\u{feff}').len();
        if !json[start..].trim_start().starts_with(['{', '[']) {
            return self.in_text(text);
        }
        let parsed = json::read(json, start);
        if is_e_data_alone(&parsed.root()) {
            return self.in_json(Part::EData, &parsed, json, parsed.is_json);
        }
        self.in_parsed(&parsed, json)
    }
}

/// Decodes UTF-8 and keeps all offsets: U+001A replaces each byte of an ill-formed sequence.
fn with_placeholders(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = core::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{1a}'));
    }
    Cow::Owned(text)
}

/// Returns whether a JSON text is `EData`, rather than a reply or a log line that shares a name with it.
fn is_e_data_alone(root: &Node) -> bool {
    /// The number of fields exclusive to `EData` that is sufficient.
    const ENOUGH: usize = 2;
    const SHARED: [&str; 2] = ["version", "serialNumber"];
    let Kind::Object(object) = &root.kind else { return false };
    let is_own = |field: &&Field| {
        !SHARED.contains(&field.name) && object.members.iter().any(|member| field.is_named(member.key))
    };
    E_DATA.iter().filter(is_own).count() >= ENOUGH
}

/// Returns the range of a value to mask: a string without its quotes. `null`, `true` and `false` reveal nothing.
fn hidden_value(node: &Node, text: &str) -> Option<Range<usize>> {
    match node.kind {
        Kind::Null | Kind::Bool(_) => None,
        Kind::String(_) => Some(json::between_quotes(text, node.at.clone())),
        _ => Some(node.at.clone()),
    }
}

/// Returns the ranges of a malformed `EData` that are not on the allowlist: all but punctuation, the interface's names,
/// and JSON literals.
fn closed_pieces(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    let is_apart = |char: char| !char.is_alphanumeric();
    for piece in text.split_inclusive(is_apart) {
        let word = piece.trim_end_matches(is_apart);
        if !word.is_empty() && !has_name(word) && !["true", "false", "null"].contains(&word) {
            ranges.push(at..at + word.len());
        }
        at += piece.len();
    }
    ranges
}

fn shifted(ranges: Vec<Range<usize>>, by: usize) -> impl Iterator<Item = Range<usize>> {
    ranges.into_iter().map(move |range| range.start + by..range.end + by)
}

fn in_units(text: &[u8], ranges: Vec<Range<usize>>, options: &Options) -> Vec<SecretRange> {
    let positions = LineIndex::new(text, options.units);
    let in_units = |range: Range<usize>| {
        let range = positions.range(&range);
        SecretRange { start: range.start, end: range.end }
    };
    ranges.into_iter().map(in_units).collect()
}
