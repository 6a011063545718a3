//! Last layer: what is told to people. Faults become findings, with words, and with a range in every text.

use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::codes::{Severity, Text};
use crate::faults::{Arg, Fault};
use crate::interface::{Authority, E_DATA, FORM};
use crate::options::{Locale, Units};

/// One thing that is wrong, or worth knowing, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What kind it is: stable and dotted, such as `json.trailing-comma`.
    pub code: &'static str,
    /// What it is about: a JSON Pointer (RFC 6901) from the body's root, such as `/EData/token`; empty for the whole.
    /// Segments are cut behind 100 characters, and masked as `***` where a secret may stand in the place of a name.
    pub path: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// What CBT would answer (clause 4.1), where it would refuse.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cbt_code: Option<&'static str>,
    /// Where the rule stands: a clause of the document, of customs' announcement or of an RFC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<&'static str>,
    /// What was found, at most 60 characters of it; masked as `***` where it is the token, or may hold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Where it is, in each text that holds it.
    pub at: At,
}

impl fmt::Display for Finding {
    /// Writes severity, code, path and message on one line, whatever the sender's words in them are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        write!(f, "{severity}[{}]", self.code)?;
        if !self.path.is_empty() {
            write!(f, " {}", visible(&self.path))?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Where a finding is. A layer that does not hold it, or was not given, is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct At {
    /// In the form body, as it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<TextRange>,
    /// In the Base64 text of the part, without its percent-encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base64: Option<TextRange>,
    /// In the decoded JSON text of the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<TextRange>,
}

/// A range of a text. Offsets count from 0, lines and columns from 1; [`crate::Options::units`] says in what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TextRange {
    /// Where it starts.
    pub start: usize,
    /// Just behind its end; equal to `start` where something is missing.
    pub end: usize,
    /// The line that it starts in.
    pub line: usize,
    /// The column that it starts in.
    pub column: usize,
}

/// The verdict on a body or on a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether there is no error; there may be warnings and infos.
    pub ok: bool,
    /// What was found, errors first.
    pub findings: Vec<Finding>,
}

impl Report {
    pub(crate) fn new(findings: Vec<Finding>) -> Self {
        Self { ok: !has_error(&findings), findings }
    }
}

pub(crate) fn has_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Puts a fault into words.
pub(crate) fn tell(fault: Fault, at: At, locale: Locale) -> Finding {
    let code = fault.code;
    let value = fault.value.map(|value| if fault.quotable { shown(&value) } else { masked(&value) });
    let say = |text: &Text| {
        let template = match locale {
            Locale::ZhCn => text.zh,
            Locale::En => text.en,
        };
        render(template, |name| match fault.args.iter().find(|arg| arg.0 == name) {
            Some((_, Arg::Same(text))) => shown(text),
            Some((_, Arg::Both { zh, en })) => match locale {
                Locale::ZhCn => zh.to_string(),
                Locale::En => en.to_string(),
            },
            None if name == "value" => value.clone().unwrap_or_default(),
            None => String::new(),
        })
    };
    Finding {
        severity: fault.severity,
        code: code.id,
        message: say(&code.message),
        help: say(&code.help),
        cbt_code: (fault.severity == Severity::Error && fault.by == Authority::Cbt).then_some("ILLEGAL_ARGUMENT"),
        clause: Some(code.clause).filter(|clause| !clause.is_empty()).or(fault.by.clause()),
        path: if fault.quotable { fault.path } else { masked_path(&fault.path) },
        value,
        at,
    }
}

/// A value that may be, or hold, a secret: shown where it is none, because it is a name of the interface's, has nothing
/// but punctuation in it, or is too short to tell anything.
fn masked(value: &str) -> String {
    const HARMLESS: usize = 4;
    let harmless = value.chars().count() <= HARMLESS || !value.chars().any(char::is_alphanumeric);
    if harmless || is_name(value) { shown(value) } else { "***".to_owned() }
}

fn masked_path(path: &str) -> String {
    path.split('/').map(masked).collect::<Vec<_>>().join("/")
}

/// Whether the interface has a form field of this name, or a field of `EData`, where the secret is.
fn is_name(text: &str) -> bool {
    FORM.iter().chain(&E_DATA).any(|field| field.is_named(text))
}

/// Replaces each `{name}` of a template, once.
fn render(template: &str, arg: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, name, after)) =
        rest.split_once('{').and_then(|(before, tail)| tail.split_once('}').map(|(name, after)| (before, name, after)))
    {
        out.push_str(before);
        out.push_str(&arg(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A value as people can read it: not longer than a line, control characters spelled out.
fn shown(value: &str) -> String {
    const LONGEST: usize = 60;
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", visible(&value[..end])),
        None => visible(value),
    }
}

/// A text on one line: control characters spelled out.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_control() {
            out.extend(char.escape_default());
        } else {
            out.push(char);
        }
    }
    out
}

/// Turns byte offsets of one text into offsets, lines and columns in the caller's units.
pub(crate) struct Positions<'a> {
    text: &'a [u8],
    units: Units,
    /// The state at every [`STEP`]th byte, so that a look-up need not start at the beginning; made at the first.
    marks: OnceCell<Vec<Mark>>,
}

#[derive(Clone, Copy)]
struct Mark {
    units: usize,
    line: usize,
    line_start: usize,
}

const STEP: usize = 4096;

impl<'a> Positions<'a> {
    pub fn new(text: &'a [u8], units: Units) -> Self {
        Self { text, units, marks: OnceCell::new() }
    }

    /// The range of these bytes in the caller's units.
    pub fn range(&self, bytes: &Range<usize>) -> TextRange {
        let start = self.at(bytes.start);
        TextRange {
            start: start.units,
            end: self.at(bytes.end).units,
            line: start.line,
            column: start.units - start.line_start + 1,
        }
    }

    fn at(&self, byte: usize) -> Mark {
        let marks = self.marks.get_or_init(|| self.marks());
        let block = byte / STEP;
        self.advance(marks[block], &self.text[block * STEP..byte])
    }

    fn marks(&self) -> Vec<Mark> {
        let mut mark = Mark { units: 0, line: 1, line_start: 0 };
        let mut marks = vec![mark];
        for block in self.text.chunks(STEP) {
            mark = self.advance(mark, block);
            marks.push(mark);
        }
        marks
    }

    fn advance(&self, mut mark: Mark, bytes: &[u8]) -> Mark {
        for &byte in bytes {
            mark.units += match (self.units, byte) {
                // A continuation byte of UTF-8 opens no unit; a character of four bytes has two.
                (Units::Utf16, 0x80..=0xBF) => 0,
                (Units::Utf16, 0xF0..=0xFF) => 2,
                _ => 1,
            };
            if byte == b'\n' {
                mark.line += 1;
                mark.line_start = mark.units;
            }
        }
        mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_in_both_units() {
        let text = "a好\n𠮷b";
        for (bytes, units, expected) in [
            (1..4, Units::Bytes, (1, 4, 1, 2)),
            (1..4, Units::Utf16, (1, 2, 1, 2)),
            (9..10, Units::Bytes, (9, 10, 2, 5)),
            (9..10, Units::Utf16, (5, 6, 2, 3)),
            (10..10, Units::Utf16, (6, 6, 2, 4)),
        ] {
            let TextRange { start, end, line, column } = Positions::new(text.as_bytes(), units).range(&bytes);
            assert_eq!((start, end, line, column), expected, "{bytes:?} {units:?}");
        }
    }

    #[test]
    fn positions_hold_behind_many_blocks() {
        let text = "好\n".repeat(STEP);
        let range = Positions::new(text.as_bytes(), Units::Utf16).range(&(4 * 4000..4 * 4000 + 3));
        assert_eq!((range.start, range.end, range.line, range.column), (8000, 8001, 4001, 1));
    }

    #[test]
    fn values_are_cut_and_made_visible() {
        assert_eq!(shown("a\tb\u{0}"), r"a\tb\u{0}");
        assert_eq!(shown(&"好".repeat(61)).chars().count(), 61);
    }

    #[test]
    fn templates_take_values_that_look_like_templates() {
        assert_eq!(render("`{a}` {b}", |name| format!("{{{name}}}")), "`{a}` {b}");
    }
}
