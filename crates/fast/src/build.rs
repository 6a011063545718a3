//! Builds the body of a request whose values have no finding: checks them, writes the JSON and encodes it.

use crate::is_short;
use crate::json::Content;
use crate::rules::{Reader, Times, amount};
use crate::times::default_value;
use crate::writer::Out;
use cbt179_spec::options::Options;
use cbt179_spec::{FORM, Field, Kind};

/// The values of a request in the order of the interface's table.
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
}

impl Buffers {
    /// Empty buffers.
    #[must_use]
    pub const fn new() -> Self {
        Self { json: [const { Out::new() }; 2], body: Out::new() }
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
}

/// Builds the body of a request into `buffers`, if its values have no finding. Anything unusual is left to
/// `build_form`.
pub fn build(values: &Values, options: &Options, buffers: &mut Buffers) -> Option<()> {
    let Buffers { json, body } = buffers;
    body.clear();
    let (mut texts, mut sizes) = (values.texts, values.sizes.iter());
    let times = Times::new();
    for (field, json) in FORM.iter().zip(json) {
        let Kind::Object(fields) = field.kind else { return None };
        json.clear();
        let mut writer = Writer { texts, sizes, options, times: &times, json };
        writer.object(fields)?;
        (texts, sizes) = (writer.texts, writer.sizes);
        if !is_short(field, json.text().len()) {
            return None;
        }
        if !body.text().is_empty() {
            body.put(b"&");
        }
        body.put_short(field.name.as_bytes());
        body.put(b"=");
        body.put_base64(json.text())?;
    }
    (body.text().len() <= options.max_body_bytes).then_some(())
}

/// Returns all fields as JSON text, so that the loader can order the values of a request: each name is followed by
/// `"text"`, `"amount"`, or `"object"` or `"list"` and the fields in it.
#[must_use]
pub fn table() -> String {
    fn write(fields: &[Field], out: &mut String) {
        for (index, field) in fields.iter().enumerate() {
            out.push(if index == 0 { '[' } else { ',' });
            out.push('[');
            out.push('"');
            out.push_str(field.name);
            out.push('"');
            match field.kind {
                Kind::Object(fields) => {
                    out.push_str(",\"object\",");
                    write(fields, out);
                }
                Kind::List(fields) => {
                    out.push_str(",\"list\",");
                    write(fields, out);
                }
                Kind::Amount { .. } => out.push_str(",\"amount\""),
                _ => out.push_str(",\"text\""),
            }
            out.push(']');
        }
        out.push(']');
    }
    let mut out = String::new();
    write(&FORM, &mut out);
    out
}

/// Writes JSON from values; its methods return `None` at anything unusual.
struct Writer<'a, 'o> {
    /// The texts still to be written.
    texts: &'a [u8],
    sizes: std::slice::Iter<'a, u32>,
    options: &'a Options,
    times: &'a Times,
    json: &'o mut Out,
}

impl Writer<'_, '_> {
    /// Writes an object, with the defaults of absent fields.
    fn object(&mut self, fields: &'static [Field]) -> Option<()> {
        let rules = Reader { customs_rules: self.options.customs_rules, notes: None, times: self.times };
        let mut separator = b'{';
        for field in fields {
            let size = if matches!(field.kind, Kind::Object(_)) { 0 } else { *self.sizes.next()? };
            let filled_in = if size == ABSENT { default_value(field, self.options) } else { None };
            if size == ABSENT && filled_in.is_none() {
                if field.required && rules.applies(field) {
                    return None;
                }
                continue;
            }
            self.json.put(&[separator, b'"']);
            separator = b',';
            self.json.put_short(field.written(self.options.names).as_bytes());
            self.json.put(b"\":");
            match (field.kind, filled_in) {
                (Kind::Object(fields), _) => self.object(fields)?,
                (Kind::List(fields), _) => self.list(fields, size)?,
                (Kind::Amount { digits, decimals }, _) => {
                    let text = self.texts.get(..size as usize)?;
                    amount(text, 0, digits, decimals).filter(|end| end.get() == text.len())?;
                    self.json.put_short(text);
                    self.texts = &self.texts[text.len()..];
                }
                // No default has a character that needs an escape.
                (_, Some(text)) => {
                    let content = Content::plain(text.as_bytes());
                    rules.is_fine(&content, field).then_some(())?;
                    self.json.put(b"\"");
                    self.json.put_short(text.as_bytes());
                    self.json.put(b"\"");
                }
                (_, None) => self.text(field, size, rules)?,
            }
        }
        self.json.put(b"}");
        // An empty object is unusual even if none of its fields is required.
        (separator == b',').then_some(())
    }

    fn list(&mut self, fields: &'static [Field], items: u32) -> Option<()> {
        for index in 0..items {
            self.json.put(if index == 0 { b"[" } else { b"," });
            self.object(fields)?;
        }
        self.json.put(b"]");
        (items > 0).then_some(())
    }

    /// Writes the next text.
    fn text(&mut self, field: &Field, size: u32, rules: Reader) -> Option<()> {
        let (raw, rest) = self.texts.split_at_checked(size as usize)?;
        rules.is_fine(&Content::plain(raw), field).then_some(())?;
        self.json.put(b"\"");
        self.json.put_escaped(self.texts, raw.len())?;
        self.json.put(b"\"");
        self.texts = rest;
        Some(())
    }
}
