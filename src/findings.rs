//! Last layer: what is told to people. Faults become findings, with words, and with a range in every text.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use crate::codes::{Severity, Text};
use crate::faults::{Arg, Fault, Part};
use crate::fix::Fix;
use crate::interface::{Authority, E_DATA, FORM};
use crate::options::Locale;

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
    /// What mends it, in the text that was checked; `None` where that takes a person, or would fill pages: all fixes of
    /// a report together put in 1 MiB at most. [`crate::apply_fixes`] mends the latter all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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
pub(crate) fn tell(fault: &Fault, at: At, fix: Option<Fix>, locale: Locale) -> Finding {
    let code = fault.code;
    let value = fault.value.as_ref().map(|value| if fault.quotable { shown(value) } else { masked(value) });
    let say = |text: &Text| {
        let template = match locale {
            Locale::ZhCn => text.zh,
            Locale::En => text.en,
        };
        render(template, |name| match fault.args.iter().find(|arg| arg.0 == name) {
            Some((_, Arg::Same(text))) => quoted(&shown(text)),
            Some((_, Arg::Both { zh, en })) => match locale {
                Locale::ZhCn => zh.to_string(),
                Locale::En => en.to_string(),
            },
            None if name == "value" => value.as_deref().map(quoted).unwrap_or_default(),
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
        path: path(fault).into_owned(),
        value,
        at,
        fix,
    }
}

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "***";

/// A value that may be, or hold, a secret: shown where it is none, because it is a name of the interface's, has nothing
/// but punctuation in it, or is too short to tell anything.
fn masked(value: &str) -> String {
    const HARMLESS: usize = 5;
    let harmless = value.chars().count() <= HARMLESS || !value.chars().any(char::is_alphanumeric);
    if harmless || is_name(value) { shown(value) } else { MASK.to_owned() }
}

/// A fault's path, as it is told.
pub(crate) fn path(fault: &Fault) -> Cow<'_, str> {
    if fault.quotable {
        return Cow::Borrowed(&fault.path);
    }
    Cow::Owned(fault.path.split('/').map(masked).collect::<Vec<_>>().join("/"))
}

/// A piece of the text that a fault is in, in backticks, where it can be told: what is no secret, and what is told of the
/// fault already.
pub(crate) fn in_backticks(fault: &Fault, text: &str) -> Option<String> {
    let bare = text.trim_matches('"');
    let is_told = fault.quotable && fault.value.as_deref() == Some(bare);
    let is_safe = (fault.quotable && fault.part == Some(Part::PayExInfo)) || is_told || masked(bare) != MASK;
    is_safe.then(|| format!("`{}`", quoted(&shown(text))))
}

/// Whether the interface has a form field of this name, or a field of `EData`, where the secret is.
fn is_name(text: &str) -> bool {
    FORM.iter().chain(&E_DATA).any(|field| field.is_named(text))
}

/// Replaces each `{name}` of a template, once.
fn render(template: &str, arg: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{')
        && let Some((name, after)) = tail.split_once('}')
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

/// A value as it stands in backticks: one of its own would end them, so its like stands in.
fn quoted(value: &str) -> String {
    value.replace('`', "\u{2cb}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_and_made_visible() {
        assert_eq!(shown("a\tb\u{0}"), r"a\tb\u{0}");
        assert_eq!(shown(&"好".repeat(61)).chars().count(), 61);
    }

    #[test]
    fn backticks_come_in_pairs() {
        let body = crate::encode_form(br#"{"a`b":1}"#, b"{}");
        let findings = crate::check_form(body.as_bytes(), &crate::Options::default()).findings;
        let unknown = findings.iter().find(|finding| finding.code == "field.unknown").unwrap();
        assert_eq!(unknown.value.as_deref(), Some("a`b"));
        assert!(unknown.message.contains("`a\u{2cb}b`"), "{unknown}");
    }

    #[test]
    fn templates_take_values_that_look_like_templates() {
        assert_eq!(render("`{a}` {b}", |name| format!("{{{name}}}")), "`{a}` {b}");
    }
}
