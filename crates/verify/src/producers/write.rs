//! Writes the text of a recipe.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::numbers::{self, is_number};
use super::order::sort;
use super::{Amounts, Blanks, Empty, Form, Layout, Part, Quotes, Recipe, Time};
use crate::json::{Json, Kind};
use crate::strings::{StringWriter, Strings};
use crate::text::{Name, Upload};

/// The first place where a text differs from the text as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The range in the JSON that was sent; empty where something is added.
    pub at: Range<usize>,
    /// The text that replaces the range.
    pub new: String,
}

/// All strings of a JSON text as a program writes them. Most texts of a search differ in other settings only.
pub(crate) struct Written {
    pub strings: Strings,
    bytes: Vec<u8>,
    /// The offsets after each token.
    ends: Vec<usize>,
}

impl Written {
    pub fn new(json: &Json, strings: Strings) -> Self {
        let writer = StringWriter::new(strings);
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for index in 0..json.token(0).next {
            if json.token(index).kind == Kind::String {
                bytes.push(b'"');
                writer.write(json.content(index).as_bytes(), &mut bytes);
                bytes.push(b'"');
            }
            ends.push(bytes.len());
        }
        Self { strings, bytes, ends }
    }

    /// Returns a string with its quotes. The first token is an object, so another precedes each string.
    fn string(&self, index: usize) -> &[u8] {
        &self.bytes[self.ends[index - 1]..self.ends[index]]
    }
}

/// The most that a rewriting is longer than the JSON: so many times, and so many bytes.
const MAX_GROWTH: usize = 4;
const MAX_ADDED: usize = 65_536;

/// Writes the text of a recipe into a buffer.
pub(crate) struct Writer<'a> {
    upload: &'a Upload<'a>,
    recipe: Recipe,
    strings: StringWriter,
    /// The strings, if they are written already.
    pub written: Option<Rc<Written>>,
    /// The part that is being written.
    part: Part,
    /// The text.
    pub out: Vec<u8>,
    /// The range in which the first difference is looked for, until it is found.
    wanted: Option<Range<usize>>,
    /// The first difference: the range that was sent, and the new text.
    first: Option<(Range<usize>, Vec<u8>)>,
}

impl<'a> Writer<'a> {
    /// Creates a writer that clears and reuses a buffer.
    pub fn new(upload: &'a Upload<'a>, recipe: Recipe, mut out: Vec<u8>) -> Self {
        out.clear();
        let strings = StringWriter::new(recipe.strings);
        Self { upload, recipe, strings, written: None, part: Part::Both, out, wanted: None, first: None }
    }

    /// Writes the text up to the service time.
    pub fn body(&mut self) {
        let (upload, recipe) = (self.upload, self.recipe);
        self.put(recipe.start);
        if recipe.form != Form::Signing {
            return self.value(0, 0);
        }
        for name in [Name::SessionId, Name::Head, Name::Lists] {
            let (name_token, value) = upload.tokens(name);
            self.part = Part::Both;
            if name != Name::SessionId {
                self.put(recipe.separator);
            }
            let start = self.out.len();
            self.put(b"\"");
            self.put(name.text().as_bytes());
            if name == Name::Lists && recipe.other_name {
                self.out.pop();
            }
            self.put(b"\"");
            self.note_from(upload.json.range(name_token), start);
            self.put(b":");
            self.part = if name == Name::Head { Part::Head } else { Part::Lists };
            let is_quoted =
                name != Name::SessionId && !matches!(recipe.quotes, Quotes::Without(bare) if bare.includes(self.part));
            self.quote(is_quoted);
            let start = self.out.len();
            self.value(value, 0);
            if is_quoted && recipe.quotes != Quotes::Both {
                let inside = self.out.split_off(start);
                self.out.append(&mut recipe.quotes.written(inside));
            }
            self.quote(is_quoted);
        }
    }

    /// Returns the rest of the text, from the service time on.
    pub fn tail(service_time: &str, recipe: &Recipe) -> Vec<u8> {
        let mut out = Vec::new();
        if recipe.form == Form::Signing && recipe.time != Time::None {
            let quote: &[u8] = if recipe.time == Time::Bare { b"" } else { b"\"" };
            let time = recipe.time.text(service_time);
            for piece in [recipe.separator, b"\"serviceTime\":", quote, time.as_bytes(), quote] {
                out.extend_from_slice(piece);
            }
        }
        out.extend_from_slice(recipe.end);
        out
    }

    /// Appends text. Not inlined, for the sake of the module's size.
    #[inline(never)]
    fn put(&mut self, text: &[u8]) {
        self.out.extend_from_slice(text);
    }

    fn quote(&mut self, is_quoted: bool) {
        if is_quoted {
            self.put(b"\"");
        }
    }

    /// Records the new text of a range, if it is the first difference.
    #[inline(never)]
    fn note(&mut self, at: Range<usize>, new: Range<usize>) {
        let Some(wanted) = &self.wanted else { return };
        let is_wanted = at == *wanted || at.start < wanted.end && wanted.start < at.end;
        let new = &self.out[new];
        if is_wanted && self.upload.json.text.as_bytes()[at.clone()] != *new {
            let quotes = if self.part == Part::Both { Quotes::Both } else { self.recipe.quotes };
            self.first = Some((at, quotes.written(new.to_vec())));
            self.wanted = None;
        }
    }

    /// Records the text from `start` on as that of a range; see [`Writer::note`].
    fn note_from(&mut self, at: Range<usize>, start: usize) {
        self.note(at, start..self.out.len());
    }

    /// Writes a value; `depth` is the level of indentation.
    fn value(&mut self, index: usize, depth: usize) {
        let json = &self.upload.json;
        match json.token(index).kind {
            Kind::Object | Kind::Array => self.group(index, depth),
            Kind::String => {
                if let Some(written) = &self.written {
                    return self.out.extend_from_slice(written.string(index));
                }
                self.put(b"\"");
                let content = json.content(index).as_bytes();
                if let Some((at, new)) = self.strings.write(content, &mut self.out) {
                    let start = json.token(index).start + 1;
                    self.note(start + at.start..start + at.end, new);
                }
                self.put(b"\"");
            }
            Kind::Literal => {
                let raw = json.bytes(index);
                let start = self.out.len();
                self.put(if raw == b"null" && self.recipe.empty == Empty::NullAsText { b"\"\"" } else { raw });
                self.note_from(json.range(index), start);
            }
            Kind::Number => self.number(index, self.recipe.amounts == Amounts::Quoted),
        }
    }

    fn number(&mut self, index: usize, is_quoted: bool) {
        let json = &self.upload.json;
        let start = self.out.len();
        self.quote(is_quoted);
        numbers::write(json.content(index).as_bytes(), self.recipe.numbers, &mut self.out);
        self.quote(is_quoted);
        self.note_from(json.range(index), start);
    }

    /// Returns the members of an object as pairs of name and value tokens, or the elements of an array, each twice.
    fn items(&self, index: usize) -> Vec<(usize, usize)> {
        let json = &self.upload.json;
        let is_object = json.token(index).kind == Kind::Object;
        let mut items = Vec::new();
        let mut children = json.children(index);
        while let Some(name) = children.next() {
            items.push((name, if is_object { children.next().unwrap_or(name) } else { name }));
        }
        items
    }

    /// Returns whether the recipe omits a member.
    fn is_left_out(&self, object: usize, (name, value): (usize, usize)) -> bool {
        let json = &self.upload.json;
        let is_empty = match json.bytes(value) {
            b"null" => matches!(self.recipe.empty, Empty::WithoutNull | Empty::Without),
            b"\"\"" => self.recipe.empty == Empty::Without,
            _ => false,
        };
        is_empty
            || object == 0
                && match self.recipe.form {
                    Form::Signing | Form::Whole => &[][..],
                    Form::WithTime => &[Name::CertNo, Name::SignValue],
                    Form::Unsigned => &[Name::ServiceTime, Name::CertNo, Name::SignValue],
                }
                .iter()
                .any(|left_out| self.upload.tokens(*left_out).0 == name)
    }

    fn group(&mut self, index: usize, depth: usize) {
        let (json, recipe) = (&self.upload.json, self.recipe);
        // Indentation can make a nested text a hundred times as long; no program was asked to sign that.
        if self.out.len() > MAX_GROWTH * json.text.len() + MAX_ADDED {
            return;
        }
        let token = json.token(index);
        let is_object = token.kind == Kind::Object;
        let sent = self.items(index);
        let mut items = Vec::with_capacity(sent.len());
        for &(name, value) in &sent {
            if is_object && self.is_left_out(index, (name, value)) {
                self.note_from(json.token(name).start..json.token(value).end, self.out.len());
            } else {
                items.push((name, value));
            }
        }
        if is_object && recipe.order.1.includes(self.part) {
            sort(json, &mut items, recipe.order.0);
        }
        let blanks = if let Layout::Written(blanks) = recipe.layout { Some(blanks) } else { None };
        let is_flat = blanks.is_some_and(|blanks| blanks.flat_arrays && !is_object);
        let inner = depth + usize::from(!is_flat);
        let text = json.text.as_bytes();
        self.put(if is_object { b"{" } else { b"[" });
        // The whitespace is that of the members sent in the same places.
        let mut end = token.start + 1;
        for (count, (&(name, value), &(place, place_of_value))) in items.iter().zip(&sent).enumerate() {
            let start = self.out.len();
            let gap = end..json.token(place).start;
            let comma: &[u8] = if count > 0 { b"," } else { b"" };
            match blanks {
                None => self.put(&text[gap.clone()]),
                Some(blanks) => {
                    self.put(if count > 0 { blanks.comma } else { b"" });
                    self.line(blanks, inner, is_flat);
                }
            }
            if self.out[start..] != *comma {
                self.note_from(gap, start);
            }
            end = json.token(place_of_value).end;
            if !is_object {
                self.value(value, inner);
                continue;
            }
            let start = self.out.len();
            self.value(name, inner);
            // A change of order appears as the first name that differs.
            self.note_from(json.range(place), start);
            let start = self.out.len();
            let colon = json.token(place).end..json.token(place_of_value).start;
            self.put(blanks.map_or(&text[colon.clone()], |blanks| blanks.colon));
            if self.out[start..] != *b":" {
                self.note_from(colon, start);
            }
            self.member(name, value, inner);
        }
        match blanks {
            None => self.put(&text[sent.last().map_or(token.start + 1, |last| json.token(last.1).end)..token.end - 1]),
            Some(blanks) if is_flat || !items.is_empty() => self.line(blanks, depth, is_flat),
            Some(blanks) => self.line(blanks, 0, blanks.flat_arrays),
        }
        self.put(if is_object { b"}" } else { b"]" });
    }

    /// Writes the value of a member.
    fn member(&mut self, name: usize, value: usize, depth: usize) {
        let json = &self.upload.json;
        if json.bytes(name) != b"\"totalAmount\"" || !is_number(json.content(value)) {
            return self.value(value, depth);
        }
        let is_quoted = match self.recipe.amounts {
            Amounts::Sent => json.token(value).kind == Kind::String,
            amounts => amounts == Amounts::Quoted,
        };
        self.number(value, is_quoted);
    }

    /// Writes a line break and indentation, or a space in an array on one line.
    fn line(&mut self, blanks: &Blanks, depth: usize, is_flat: bool) {
        if is_flat {
            return self.put(b" ");
        }
        self.put(blanks.line_break);
        for _ in 0..depth {
            self.put(blanks.indent);
        }
    }
}

impl Difference {
    /// Returns the first difference that the recipe `own` makes, as written by `whole`, which includes it.
    pub(crate) fn of(upload: &Upload, own: Recipe, whole: Recipe) -> Option<Self> {
        let own = Self::within(upload, own, 0..upload.json.text.len())?;
        Self::within(upload, whole, own.at.clone()).or(Some(own))
    }

    /// Returns the first difference in a range.
    fn within(upload: &Upload, recipe: Recipe, range: Range<usize>) -> Option<Self> {
        let mut writer = Writer::new(upload, recipe, Vec::new());
        writer.wanted = Some(range);
        writer.body();
        let (at, new) = writer.first?;
        Some(Self { at, new: String::from_utf8(new).unwrap_or_default() })
    }
}

impl Quotes {
    /// Returns the JSON in the quotes as this setting writes it.
    fn written(self, json: Vec<u8>) -> Vec<u8> {
        if matches!(self, Quotes::Both | Quotes::Without(_)) {
            return json;
        }
        let mut out = Vec::with_capacity(2 * json.len());
        for byte in json {
            match (self, byte) {
                (Quotes::Entities, b'"') => out.extend_from_slice(b"&quot;"),
                (Quotes::Escaped, b'"' | b'\\') => out.extend_from_slice(&[b'\\', byte]),
                _ => out.push(byte),
            }
        }
        out
    }
}

impl Time {
    /// Returns the service time of a text.
    pub(crate) fn text(self, sent: &str) -> String {
        if self == Time::Empty {
            return String::new();
        }
        let mut text = Vec::from(sent);
        if let Some(value) = milliseconds(sent) {
            match self {
                Time::Seconds => text.truncate(10),
                Time::WholeSecond => text[10..].fill(b'0'),
                Time::EightHoursEarlier => text = digits(value - 28_800_000).to_vec(),
                Time::EightHoursLater => text = digits(value + 28_800_000).to_vec(),
                _ => {}
            }
        }
        String::from_utf8(text).unwrap_or_default()
    }
}

/// Returns the last 13 digits of a time in milliseconds.
pub(crate) fn digits(mut time: i64) -> [u8; 13] {
    let mut digits = [b'0'; 13];
    for digit in digits.iter_mut().rev() {
        *digit += time.rem_euclid(10).to_le_bytes()[0];
        time = time.div_euclid(10);
    }
    digits
}

/// Reads a time in milliseconds: exactly 13 digits.
pub(crate) fn milliseconds(time: &str) -> Option<i64> {
    let digits: &[u8; 13] = time.as_bytes().try_into().ok()?;
    digits.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0')))
}
