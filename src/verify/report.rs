//! Collects the findings of a verification. They have no fixes, and no token to mask.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use cbt179_verify::json::{Json, Kind};
use cbt179_verify::strings::unescape;

use crate::diagnostics::catalogue::Code;
use crate::diagnostics::{GRAVEST_FIRST, Path, grouped};
use crate::options::{Locale, Units};
use crate::report::{At, Finding, filled, has_error, plain};
use crate::text::excerpt::{quoted, readable};
use crate::text::line_index::LineIndex;

/// Words in Chinese and in English, one a line. A second string would add a pointer and a length, which hardly
/// compress.
#[derive(Clone, Copy)]
pub(super) struct Words(pub &'static str);

/// Makes [`Words`]: `words!("公钥", "public key")`.
macro_rules! words {
    ($zh:literal, $en:literal) => {
        $crate::verify::report::Words(concat!($zh, "\n", $en))
    };
}
pub(super) use words;

/// Formats the sender's words for a message.
pub(super) fn quote(words: &str) -> String {
    quoted(readable(words))
}

/// Joins texts with a separator.
pub(super) fn listed(texts: &[&str], separator: &str) -> String {
    let mut out = String::new();
    for (index, text) in texts.iter().enumerate() {
        if index > 0 {
            out.push_str(separator);
        }
        out.push_str(text);
    }
    out
}

/// Collects findings.
pub(super) struct Report {
    locale: Locale,
    findings: Vec<Finding>,
}

/// A JSON text in which findings have paths and ranges.
pub(super) struct Text<'a> {
    json: &'a str,
    index: LineIndex<'a>,
    /// The name of its root, empty if it is the only text.
    root: &'static str,
}

impl<'a> Text<'a> {
    pub fn new(json: &'a str, root: &'static str, units: Units) -> Self {
        Self { json, index: LineIndex::new(json.as_bytes(), units), root }
    }

    /// Returns whether the text is CBT's reply.
    pub fn is_reply(&self) -> bool {
        self.root == "reply"
    }

    /// Returns the path of the innermost value that contains a range. A member's range includes its name.
    fn path(&self, at: &Range<usize>) -> Path {
        let mut path = Path::default();
        if !self.root.is_empty() {
            path.enter(self.root);
        }
        let Ok(json) = Json::read(self.json) else { return path };
        let mut value = Some(0);
        while let Some(outer) = value.take() {
            let is_object = json.token(outer).kind == Kind::Object;
            let mut children = json.children(outer);
            let mut count = 0;
            while let Some(first) = children.next() {
                let last = if is_object { children.next().unwrap_or(first) } else { first };
                let (start, end) = (json.token(first).start, json.token(last).end);
                if start <= at.start && start < at.end && at.end <= end {
                    if is_object {
                        path.enter(&unescape(json.content(first)))
                    } else {
                        path.enter_index(count)
                    };
                    value = Some(last);
                    break;
                }
                count += 1;
            }
        }
        path
    }
}

impl Report {
    pub fn new(locale: Locale) -> Self {
        Self { locale, findings: Vec::new() }
    }

    /// Picks the words for the caller's locale.
    pub fn choose(&self, Words(both): Words) -> &'static str {
        let (zh, en) = both.split_once('\n').unwrap_or_default();
        self.locale.choose(zh, en)
    }

    /// Fills in the template for the caller's locale.
    pub fn fill(&self, template: Words, args: &[(&str, &str)]) -> String {
        filled(self.choose(template), args)
    }

    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Adds a finding about a key.
    pub fn add(&mut self, code: &'static Code, args: &[(&str, &str)]) {
        self.findings.push(plain(code, args, At::default(), "", self.locale));
    }

    /// Adds a finding about a whole text.
    pub fn add_to(&mut self, text: &Text, code: &'static Code, args: &[(&str, &str)]) {
        self.findings.push(plain(code, args, At::default(), text.path(&(0..0)).as_str(), self.locale));
    }

    /// Adds a finding about a range of a text.
    pub fn add_at(&mut self, text: &Text, at: &Range<usize>, code: &'static Code, args: &[(&str, &str)]) {
        let json = Some(text.index.range(at));
        self.findings.push(plain(code, args, At { json, ..At::default() }, text.path(at).as_str(), self.locale));
    }

    /// Returns whether there is no error, and the findings, errors first.
    pub fn finish(self) -> (bool, Vec<Finding>) {
        let findings = grouped(self.findings, GRAVEST_FIRST, |finding| finding.severity);
        (!has_error(&findings), findings)
    }
}
