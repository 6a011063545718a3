//! Builds the body of a request: notes possible findings, writes the JSON and encodes it.

use core::ops::Range;

use serde::{Serialize, Serializer};

use crate::is_short;
use crate::json::Content;
use crate::notes::{Held, NoteKind, Notes};
use crate::rules::{Moment, Reader, Times, amount};
use crate::times::default_value;
use crate::writer::Out;
use cbt179_spec::options::Options;
use cbt179_spec::{FORM, Field, Kind};

/// The values of a request in the order of the interface's table.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    /// All texts and amounts, concatenated, as UTF-8; a margin follows.
    pub texts: &'a [u8],
    /// The byte length of each text, or [`ABSENT`], and the number of elements of each list. An object has no entry.
    pub sizes: &'a [u32],
}

/// The size of an absent value.
pub const ABSENT: u32 = u32::MAX;

/// Buffers that are reused for the next body.
#[derive(Default)]
pub struct Buffers {
    /// The JSON texts of both parts.
    json: [Out; 2],
    body: Out,
    /// The notes on each part; their ranges refer to [`Values::texts`].
    notes: [Notes; 2],
    request_time: Option<Moment>,
}

impl Buffers {
    /// Empty buffers.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            json: [const { Out::new() }; 2],
            body: Out::new(),
            notes: [const { Notes::new(0, false) }; 2],
            request_time: None,
        }
    }

    /// The body built last.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.body.text()
    }

    /// The JSON text of one of its parts.
    #[must_use]
    pub fn json(&self, part: usize) -> &[u8] {
        self.json[part].text()
    }

    /// Returns the notes on one of its parts.
    #[must_use]
    pub fn notes(&self, part: usize) -> &Notes {
        &self.notes[part]
    }

    /// Returns the time of the request, if it is valid.
    #[must_use]
    pub fn request_time(&self) -> Option<Moment> {
        self.request_time
    }

    /// Returns whether the built body has no finding.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let is_clean = |part: usize| self.notes[part].is_empty() && is_short(&FORM[part], self.json(part).len());
        is_clean(0) && is_clean(1)
    }
}

/// Builds the body of a request into `buffers`, and notes the values that may have a finding. Returns `None` if only
/// `build_form` can build it.
pub fn build(values: Values, options: &Options, buffers: &mut Buffers) -> Option<()> {
    let Buffers { json, body, notes, request_time } = buffers;
    body.clear();
    let (mut pos, mut sizes) = (0, values.sizes.iter());
    let times = Times::new();
    for ((field, json), notes) in FORM.iter().zip(json).zip(notes) {
        let Kind::Object(fields) = field.kind else { return None };
        json.clear();
        *notes = Notes::new(values.texts.len(), false);
        let rules = Reader { customs_rules: options.customs_rules, notes, times: &times };
        let mut writer = Writer { texts: values.texts, pos, sizes, options, rules, json };
        writer.object(fields, &Held { parent: None, field, index: None })?;
        (pos, sizes) = (writer.pos, writer.sizes);
        if !body.text().is_empty() {
            body.put(b"&");
        }
        body.put_short(field.name.as_bytes());
        body.put(b"=");
        body.put_base64(json.text())?;
    }
    *request_time = times.request();
    (body.text().len() <= options.max_body_bytes).then_some(())
}

/// Returns all fields as a list, so that the loader can order the values of a request: each name is followed by `"text"`,
/// `"amount"`, or `"object"` or `"list"` and the fields in it.
#[must_use]
pub fn table() -> impl Serialize {
    Fields(&FORM)
}

struct Fields(&'static [Field]);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Row))
    }
}

struct Row(&'static Field);

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Field { name, kind, .. } = self.0;
        match kind {
            Kind::Object(fields) => (name, "object", Fields(fields)).serialize(serializer),
            Kind::List(fields) => (name, "list", Fields(fields)).serialize(serializer),
            Kind::Amount { .. } => (name, "amount").serialize(serializer),
            _ => (name, "text").serialize(serializer),
        }
    }
}

/// Writes JSON from values; its methods return `None` for a request that is left to `build_form`.
struct Writer<'a, 'o> {
    texts: &'a [u8],
    /// The offset of the next text.
    pos: usize,
    sizes: core::slice::Iter<'a, u32>,
    options: &'a Options,
    rules: Reader<'o>,
    json: &'o mut Out,
}

impl Writer<'_, '_> {
    /// Writes an object, with the defaults of absent fields.
    fn object(&mut self, fields: &'static [Field], held: &Held) -> Option<()> {
        let mut separator = b'{';
        let (mut present, mut is_whole) = (0_u32, true);
        for (index, field) in fields.iter().enumerate() {
            let size = if matches!(field.kind, Kind::Object(_)) { 0 } else { *self.sizes.next()? };
            let filled_in = if size == ABSENT { default_value(field, self.options) } else { None };
            if size == ABSENT && filled_in.is_none() {
                is_whole &= !field.required || !self.rules.applies(field);
                continue;
            }
            present |= 1 << index;
            self.json.put(&[separator, b'"']);
            separator = b',';
            self.json.put_short(field.written(self.options.names).as_bytes());
            self.json.put(b"\":");
            let member = Held { parent: Some(held), field, index: None };
            match (field.kind, filled_in) {
                (Kind::Object(fields), _) => self.object(fields, &member)?,
                (Kind::List(fields), _) => self.list(fields, size, &member)?,
                (Kind::Amount { digits, decimals }, _) => {
                    let text = self.next(size)?;
                    let is_fine = amount(&self.texts[..text.end], text.start, digits, decimals)
                        .is_some_and(|end| end.get() == text.end);
                    let written = if is_fine { text } else { self.plain_amount(text, &member)? };
                    self.json.put_short(&self.texts[written]);
                }
                // No default has a character that needs an escape.
                (_, Some(text)) => {
                    self.rules.is_fine(&Content::plain(text.as_bytes()), field).then_some(())?;
                    self.json.put(b"\"");
                    self.json.put_short(text.as_bytes());
                    self.json.put(b"\"");
                }
                (_, None) => self.text(size, &member)?,
            }
        }
        self.json.put(b"}");
        if !is_whole {
            self.rules.notes.add(self.pos..self.pos, held, NoteKind::Absent(present))?;
        }
        // An empty object is unusual even if none of its fields is required.
        (separator == b',').then_some(())
    }

    fn list(&mut self, fields: &'static [Field], items: u32, held: &Held) -> Option<()> {
        for index in 0..items {
            self.json.put(if index == 0 { b"[" } else { b"," });
            self.object(fields, &Held { parent: Some(held), field: held.field, index: Some(index as usize) })?;
        }
        self.json.put(b"]");
        (items > 0).then_some(())
    }

    /// Consumes the next text, and returns its range.
    fn next(&mut self, size: u32) -> Option<Range<usize>> {
        let start = self.pos;
        self.pos = start.checked_add(size as usize).filter(|&end| end <= self.texts.len())?;
        Some(start..self.pos)
    }

    /// Writes the next text.
    fn text(&mut self, size: u32, held: &Held) -> Option<()> {
        let at = self.next(size)?;
        let from = &self.texts[at.start..];
        if !self.rules.is_fine(&Content::plain(&from[..at.len()]), held.field) {
            // The rule for the secret depends on the whole object, so it cannot be checked from a note.
            (!held.field.secret).then_some(())?;
            self.rules.notes.add(at.clone(), held, NoteKind::Value)?;
        }
        self.json.put(b"\"");
        self.json.put_escaped(from, at.len())?;
        self.json.put(b"\"");
        Some(())
    }

    /// Notes an amount, and returns its range without trailing zeros: `1.10` is cut to `1.1`. Returns `None` if it is
    /// not a plain decimal.
    fn plain_amount(&mut self, at: Range<usize>, held: &Held) -> Option<Range<usize>> {
        self.rules.notes.add(at.clone(), held, NoteKind::Value)?;
        let text = &self.texts[at.clone()];
        let point = text.iter().position(|&byte| byte == b'.')?;
        let (whole, decimals) = (&text[..point], &text[point + 1..]);
        let are_digits = |digits: &[u8]| !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
        let is_plain = are_digits(whole) && are_digits(decimals) && (whole.len() == 1 || whole[0] != b'0');
        let zeros = decimals.iter().rev().take_while(|&&byte| byte == b'0').count();
        let end = if zeros == decimals.len() { point } else { text.len() - zeros };
        is_plain.then_some(at.start..at.start + end)
    }
}
