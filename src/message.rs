//! Reads messages that are one flat JSON object: CBT's reply to a request, customs' request, and customs' reply to an upload.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use crate::check::too_large;
use crate::codec::document::{Document, Layers};
use crate::codec::wrappers;
use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::{Fault, Faults, Location, Part, Words};
use crate::json::{self, Kind, Member, Object, Parsed};
use crate::options::Options;
use crate::report::{Finding, findings, has_error};
use crate::secrets::Secrets;
use crate::spec::{Field, Kind as FieldKind, MSG};
use crate::text::excerpt::excerpt;
use crate::text::{SourceMap, utf8};

/// The outcome of reading a message: the findings, and the values that were read, in the order of a table.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Outcome {
    pub ok: bool,
    pub findings: Vec<Finding>,
    /// `None` if nothing was read. A missing text is `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub texts: Option<Vec<Option<String>>>,
}

impl Outcome {
    pub fn new(findings: Vec<Finding>, texts: Option<Vec<Option<String>>>) -> Self {
        Self { ok: !has_error(&findings), findings, texts }
    }

    /// Cites this clause for all rules other than those of an RFC.
    pub fn cite(mut self, clause: &'static str) -> Self {
        for finding in &mut self.findings {
            finding.clause = finding.clause.filter(|clause| clause.starts_with("RFC")).or(Some(clause));
        }
        self
    }
}

/// A kind of message.
pub(crate) struct Message {
    /// The field that distinguishes the message's object from one around it.
    pub telling: &'static Field,
    /// The codes for escapes around the JSON, an object around it, and an encoding other than UTF-8.
    pub encoded: [&'static Code; 3],
    /// The code for a text that is not a JSON object; `None` for a reply, which has several.
    pub missing: Option<&'static Code>,
}

/// Returns the kind of a reply; this field distinguishes its object from one around it.
pub(crate) fn reply(telling: &'static Field) -> Message {
    let encoded = [&catalogue::REPLY_ENCODED, &catalogue::REPLY_NESTED, &catalogue::REPLY_ENCODING];
    Message { telling, encoded, missing: None }
}

/// Checks a message. `read` gets its object, and returns the texts in it.
///
/// If the message is a form value, `form` has the body and the map to it, and ranges are in the body.
/// Findings mask the token of the request, if the message repeats it.
pub(crate) fn check(
    bytes: &[u8],
    form: Option<(&[u8], &SourceMap)>,
    request: Option<&str>,
    message: &Message,
    options: &Options,
    read: &mut dyn FnMut(&mut Fields) -> Vec<Option<String>>,
) -> Outcome {
    if let Some(report) = too_large(bytes.len(), options) {
        return Outcome::new(report.findings, None);
    }
    let mut faults = Faults::new();
    faults.enter_part(Part::Message);
    let mut of_text = faults.inner();
    let text = wrappers::decode(bytes, &[], utf8::Source::Caller, &mut of_text);
    // A byte order mark is harmless.
    let is_encoding = |fault: &Fault| !wrappers::is_layer(fault) && !fault.code.is(&catalogue::UTF8_BOM);
    if let Some(first) = of_text.list().iter().find(|fault| is_encoding(fault)) {
        let kind = ("不是 UTF-8 编码的 JSON", "JSON that is not in UTF-8");
        faults.add(message.encoded[2], first.location.clone()).arg("kind", kind);
    }
    let mut texts = None;
    let parsed = object(&text, message, &mut faults);
    if let Some(Kind::Object(object)) = parsed.as_ref().map(|parsed| parsed.root().kind) {
        for layer in of_text.list() {
            if let Some(kind) = wrappers::layer(layer) {
                let fault = faults.add(message.encoded[0], Location::Json(0..text.text.len())).arg("kind", kind);
                if layer.is_guess {
                    fault.severity = Severity::Error;
                }
            }
        }
        let object = inner_object(object, message, &mut faults);
        texts = Some(read(&mut Fields { object, json: &text.text, faults: &mut faults }));
    } else if let Some(code) = message.missing {
        faults.remove(0, &mut |fault| !fault.code.id.starts_with("json."));
        if faults.list().is_empty() {
            faults.add(code, Location::Json(0..text.text.len()));
        }
    }
    for fault in faults.list() {
        fault.repair = None;
        if let (Some((_, map)), Location::Json(at)) = (form, &fault.location) {
            fault.location = Location::Form(map.outer(text.outer(at.clone())));
        }
    }
    let document = match form {
        Some((body, _)) => Document { text: body, layers: &[None, None, None] },
        None => Document { text: bytes, layers: &[None, None, Some(Layers::bare(&text))] },
    };
    // Without findings, nothing is quoted that could reveal a secret.
    let is_clean = faults.list().is_empty();
    let secrets = if is_clean { Secrets::new() } else { Secrets::of_message(bytes, request) };
    Outcome::new(findings(faults, &document, &secrets, options), texts)
}

/// Returns the object within another one that has the telling field, and enters its path.
fn inner_object<'a>(object: Object<'a>, message: &Message, faults: &mut Faults) -> Object<'a> {
    let has = |object: &Object| object.members.iter().any(|member| member.key == message.telling.name);
    let is_nested = |member: &Member| matches!(&member.value.kind, Kind::Object(inner) if has(inner));
    if !has(&object)
        && let Some(Member { key, key_at, value }) = object.members.iter().find(is_nested)
    {
        let kind = ("另一个对象里的 JSON", "JSON inside another object");
        faults.add(message.encoded[1], Location::Json(key_at)).value(excerpt(key)).arg("kind", kind);
        if let Kind::Object(inner) = value.kind {
            faults.context.path.enter(key);
            return inner;
        }
    }
    object
}

/// Returns the message if it is an object, or adds a fault that describes what it is instead.
fn object<'a>(text: &'a utf8::Decoded, message: &Message, faults: &mut Faults) -> Option<Parsed<'a>> {
    let json = &*text.text;
    let (start, end) = (json.len() - json[text.start..].trim_start().len(), json.trim_end().len());
    let rest = json.get(start..end).unwrap_or_default();
    if rest.is_empty() {
        faults.add(&catalogue::REPLY_EMPTY, Location::Json(0..json.len()));
        return None;
    }
    let mut at = start..end;
    if let Some((inside, extra, kind)) = surrounded(rest).filter(|_| message.missing.is_none()) {
        at = start + inside.start..start + inside.end;
        let extra = Location::Json(start + extra.start..start + extra.end);
        faults.add(&catalogue::REPLY_EXTRA_TEXT, extra).arg("kind", kind);
    } else if rest.starts_with('<') {
        let (code, kind) = if is_html(rest) {
            (&catalogue::REPLY_HTML, ("HTML", "HTML"))
        } else if rest.contains("Envelope") {
            (&catalogue::REPLY_XML, ("XML（SOAP）", "XML (SOAP)"))
        } else {
            (&catalogue::REPLY_XML, ("XML", "XML"))
        };
        let value = excerpt(tag(rest, "<title>", "</title>").unwrap_or(rest));
        faults.add(code, Location::Json(at)).value(value).arg("kind", kind);
        return None;
    }
    if rest.starts_with("eyJ") {
        let kind = (" JSON 的 Base64", "the Base64 of JSON");
        faults.add(&catalogue::REPLY_ENCODED, Location::Json(at)).arg("kind", kind);
        return None;
    }
    let mut inner = faults.inner();
    let parsed = json::parse(&json[..at.end], at.start, &mut inner);
    // A lone surrogate in a message does not invalidate the rest.
    let is_harmless = |fault: &Fault| fault.code.is(&catalogue::JSON_LONE_SURROGATE);
    let first = inner.list().iter().find(|fault| !is_harmless(fault)).cloned().filter(|_| !parsed.is_json);
    let is_unclosed = inner.list().iter().any(|fault| fault.code.is(&catalogue::JSON_UNCLOSED));
    let node = parsed.root();
    let (code, location) = match (node.kind, first) {
        (Kind::Object(_), None) => return Some(parsed),
        (_, None) => (&catalogue::REPLY_NOT_AN_OBJECT, Location::Json(node.at)),
        // Only replies have their own codes for malformed JSON.
        (_, Some(first)) if message.missing.is_some() && rest.starts_with('{') => return add_again(first, faults),
        (..) if is_unclosed && rest.starts_with(['{', '[']) => (&catalogue::REPLY_TRUNCATED, Location::Json(end..end)),
        (_, Some(first)) if first.code.is(&catalogue::JSON_TRAILING_TEXT) && rest.starts_with('{') => {
            faults.add(&catalogue::REPLY_EXTRA_TEXT, first.location).arg("kind", AFTER);
            return None;
        }
        (_, Some(first)) if rest.starts_with('{') => return add_again(first, faults),
        (_, Some(first)) => (&catalogue::REPLY_NOT_JSON, first.location),
    };
    faults.add(code, location).value(excerpt(rest));
    None
}

/// Adds a fault that the parser found.
fn add_again<T>(fault: Fault, faults: &mut Faults) -> Option<T> {
    let Fault { code, location, value, args, .. } = fault;
    let fault = faults.add(code, location);
    (fault.value, fault.args) = (value, args);
    None
}

const AFTER: Words = ("别的内容（在后面）", "other text after it");

/// Finds the JSON object of a message that has other text around it. Returns its range, the range of that text, and a
/// description.
fn surrounded(text: &str) -> Option<(Range<usize>, Range<usize>, Words)> {
    let begins = |words: &[&str]| {
        words.iter().any(|word| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
    };
    let (start, kind) = if begins(&["HTTP/", "Content-", "Date:", "Server:"]) {
        let (blank, length) = ["\r\n\r\n", "\n\n"].iter().find_map(|blank| Some((text.find(blank)?, blank.len())))?;
        (blank + length, (" HTTP 头", "HTTP headers before it"))
    } else if begins(&["<br", "<b>", "<pre", "PHP ", "Warning:", "Notice:", "Deprecated:", "Fatal error:"]) {
        (text.find('{')?, (" PHP 报错信息", "a PHP message before it"))
    } else {
        let open = text
            .find('(')
            .filter(|&open| text[..open].chars().all(|char| char.is_alphanumeric() || "_$./*".contains(char)))?;
        let close = text.rfind(')').filter(|&close| close > open)?;
        return Some((open + 1..close, 0..open + 1, (" JSONP 的函数调用", "a JSONP call around it")));
    };
    text[start..].trim_start().starts_with('{').then_some((start..text.len(), 0..start, kind))
}

/// Returns whether a text in angle brackets is an HTML page, not XML.
fn is_html(text: &str) -> bool {
    const HEAD: usize = 1000;
    let head = text.as_bytes()[..text.len().min(HEAD)].to_ascii_lowercase();
    let has = |tag: &str| head.windows(tag.len()).any(|window| window == tag.as_bytes());
    ["<html", "<!doctype html", "<head", "<title", "<body", "<h1", "<center"].into_iter().any(has)
}

/// Returns the text between two tags, in any case, if there is any.
fn tag<'a>(html: &'a str, open: &str, close: &str) -> Option<&'a str> {
    let find = |text: &str, tag: &str| {
        text.as_bytes().windows(tag.len()).position(|window| window.eq_ignore_ascii_case(tag.as_bytes()))
    };
    let rest = &html[find(html, open)? + open.len()..];
    Some(rest[..find(rest, close)?].trim()).filter(|text| !text.is_empty())
}

/// The members of a message, by the fields of its table.
pub(crate) struct Fields<'a, 'f> {
    pub object: Object<'a>,
    pub json: &'f str,
    pub faults: &'f mut Faults,
}

impl<'a> Fields<'a, '_> {
    /// Returns the text of a field, if any.
    pub fn text(&mut self, field: &'static Field) -> Option<String> {
        if self.object.members.iter().filter(|member| member.key == field.name).count() > 1 {
            self.fault(&catalogue::REPLY_DUPLICATE_FIELD, field);
        }
        let member = self.member(field)?;
        if member.key != field.name {
            let (key, at) = (excerpt(member.key), Location::Json(member.key_at));
            let mark = self.faults.context.path.enter(key);
            self.faults.add(&catalogue::REPLY_FIELD_NAME, at).value(key).field(field);
            self.faults.context.path.leave(mark);
        }
        let member = self.member(field)?;
        match member.value.kind {
            Kind::String(text) => Some(text.to_owned()),
            Kind::Null => None,
            Kind::Number(lexeme) => {
                // A number without quotes is just as clear.
                if matches!(field.kind, FieldKind::Code) {
                    self.fault(&catalogue::REPLY_TYPE, field).value(lexeme).severity = Severity::Warning;
                }
                Some(lexeme.to_owned())
            }
            _ => {
                self.fault(&catalogue::REPLY_TYPE, field);
                None
            }
        }
    }

    /// Returns the text or number of the member with the field's exact name. Reports a duplicate.
    pub fn own_text(&mut self, field: &'static Field) -> Option<String> {
        let mut own = self.object.members.iter().filter(|member| member.key == field.name);
        let (Kind::String(text) | Kind::Number(text)) = own.next()?.value.kind else { return None };
        let text = text.to_owned();
        if own.next().is_some() {
            self.fault(&catalogue::JSON_DUPLICATE_KEY, field).value(field.name);
        }
        Some(text)
    }

    /// Returns the first member with the field's name, or else with a name that means it.
    pub fn member(&self, field: &Field) -> Option<Member<'a>> {
        let members = self.object.members;
        let own = members.iter().find(|member| member.key == field.name);
        own.or_else(|| members.iter().find(|member| is_meant(member.key, field)))
    }

    /// Returns whether the message has a value other than `null` for a field.
    pub fn is_present(&self, field: &Field) -> bool {
        self.member(field).is_some_and(|member| !matches!(member.value.kind, Kind::Null))
    }

    /// Adds a fault of a field, located at its value if it has one.
    pub fn fault(&mut self, code: &'static Code, field: &'static Field) -> &mut Fault {
        let location = self.member(field).map_or(Location::Nowhere, |member| Location::Json(member.value.at));
        self.faults.add_to_member(field.name, field.by, code.severity, code, location).field(field)
    }
}

/// Returns whether a name means the field: in another case, with separators, or with a word before it (`ErrorCode`).
fn is_meant(name: &str, field: &Field) -> bool {
    let name: String = name.chars().filter(|char| !matches!(char, '_' | '-' | ' ')).collect();
    let name =
        name.strip_prefix("err").or(name.strip_prefix("Err")).map_or(&*name, |rest| rest.trim_start_matches("or"));
    let other = if field.name == MSG.name { "message" } else { field.name };
    [field.name, other].iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// Returns whether a code is one of customs' reply codes: `10000`, or `20000` to `21000`.
pub(crate) fn is_code_of_customs(code: &str) -> bool {
    code == "10000"
        || code.len() == 5
            && (code.starts_with("20") || code == "21000")
            && code.bytes().all(|byte| byte.is_ascii_digit())
}
