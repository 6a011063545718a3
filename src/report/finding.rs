//! Turns faults into findings, with messages and with ranges in every text.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use super::fix::{Fix, fix_of};
use super::positions::{At, Texts};
use crate::codec::document::Document;
use crate::diagnostics::catalogue::{Code, Severity};
use crate::diagnostics::{Arg, Context, Fault, Faults, Part};
use crate::options::{Locale, Options};
use crate::secrets::Secrets;
use crate::spec::Authority;
use crate::text::excerpt::{in_backticks, quoted, readable, visible};
use crate::text::line_index::TextRange;

/// An error, warning or info, with its location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The severity.
    pub severity: Severity,
    /// The code: stable and dotted, such as `json.trailing-comma`.
    pub code: &'static str,
    /// The subject: a JSON Pointer (RFC 6901) from the body's root, such as `/EData/token`; empty for the whole body.
    ///
    /// Segments are truncated after 100 characters, and masked as `***` if a secret may be in the place of a name.
    pub path: String,
    /// The problem, in one sentence.
    pub message: String,
    /// The remedy, in the imperative.
    pub help: String,
    /// The code that CBT would reply with (clause 4.1), if it would reject the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cbt_code: Option<&'static str>,
    /// The source of the rule: a clause of the document, of the customs announcement or of an RFC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<&'static str>,
    /// The value found, at most 60 characters of it; masked as `***` if it is or may contain the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The range in each text that contains it.
    pub at: At,
    /// The number of occurrences in the part, if more than one. [`Self::at`] is the first; [`Self::fix`] fixes all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// The fix; `None` if it needs a person, if data was lost, or if it takes more than 32,768 edits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl fmt::Display for Finding {
    /// Formats severity, code, path and message on one line, whatever the sender's words contain.
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

/// The verdict on a body or on a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether there are no errors; there may be warnings and infos.
    pub ok: bool,
    /// The findings, errors first.
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

/// Converts faults to findings, errors first, each with its range in every text that contains it, and with its fix.
pub(crate) fn findings(mut faults: Faults, document: &Document, secrets: &Secrets, options: &Options) -> Vec<Finding> {
    let texts = Texts::new(document, options.units);
    let context = core::mem::take(&mut faults.context);
    let finding = |fault: &Fault| finding(fault, &context, &texts, secrets, options.locale);
    faults.into_sorted(options.customs_rules).iter().map(finding).collect()
}

/// Makes a finding without a fix, about a text that cannot contain the token, or about no text. The sender's words in
/// `args` are [`quoted`].
pub(crate) fn plain(code: &'static Code, args: &[(&str, &str)], at: At, path: &str, locale: Locale) -> Finding {
    Finding {
        severity: code.severity,
        code: code.id,
        path: path.to_owned(),
        message: filled(code.message(locale), args),
        help: filled(code.help(locale), args),
        cbt_code: None,
        clause: Some(code.clause()).filter(|clause| !clause.is_empty()),
        value: None,
        at,
        count: None,
        fix: None,
    }
}

fn finding(fault: &Fault, context: &Context, texts: &Texts, secrets: &Secrets, locale: Locale) -> Finding {
    let code = fault.code;
    let value = secrets.value(fault);
    let position = |byte: usize| {
        let TextRange { line, column, .. } = texts.part(fault.part)?.json.range(&(byte..byte));
        Some(format!("{line}:{column}"))
    };
    let arg = |name: &str| match fault.args.iter().find(|arg| arg.0 == name) {
        Some((_, Arg::Same(text))) => quoted(readable(&secrets.cover(text))),
        Some((_, Arg::Both { zh, en })) => locale.choose(zh, en).to_string(),
        Some((_, Arg::Position(byte))) => position(*byte).unwrap_or_default(),
        None => match (name, fault.field) {
            ("value", _) => value.as_deref().map(|value| quoted(readable(value))).unwrap_or_default(),
            ("character", _) => in_backticks(value.as_deref().unwrap_or_default(), locale),
            ("count", _) => fault.count.to_string(),
            ("name", Some(field)) => context.name_of(field).to_owned(),
            ("field", Some(field)) => named(context.name_of(field), locale.choose(field.zh, field.en), locale),
            _ => String::new(),
        },
    };
    // Messages are not sent to CBT.
    let is_rejected =
        fault.severity == Severity::Error && fault.by == Authority::Cbt && fault.part != Some(Part::Message);
    Finding {
        severity: fault.severity,
        code: code.id,
        path: secrets.path(fault),
        message: render(code.message(locale), &arg),
        help: render(code.help(locale), &arg),
        cbt_code: is_rejected.then_some("ILLEGAL_ARGUMENT"),
        clause: Some(code.clause()).filter(|clause| !clause.is_empty()).or(fault.by.clause()),
        at: texts.of(fault),
        count: Some(fault.count).filter(|&count| count > 1),
        fix: fix_of(fault, texts, secrets, locale),
        value: value.map(|value| readable(&value)),
    }
}

/// Formats the name of a field and, unless it says the same, its label.
fn named(name: &str, label: &str, locale: Locale) -> String {
    let template =
        if label == name { "`{name}`" } else { locale.choose("`{name}`（{label}）", "`{name}` ({label})") };
    render(template, &|of| if of == "name" { name } else { label }.to_owned())
}

/// Fills a template with arguments.
pub(crate) fn filled(template: &str, args: &[(&str, &str)]) -> String {
    render(template, &|name| args.iter().find(|arg| arg.0 == name).map(|arg| arg.1.to_owned()).unwrap_or_default())
}

/// Replaces each `{name}` of a template in a single pass; inserted values are not expanded.
pub(super) fn render(template: &str, arg: &dyn Fn(&str) -> String) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(render("`{a}` {b}", &|name| format!("{{{name}}}")), "`{a}` {b}");
    }
}
