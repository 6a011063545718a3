//! Collects the findings of a verification. They have no fixes, and no token to mask.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::diagnostics::catalogue::Code;
use crate::diagnostics::{GRAVEST_FIRST, grouped};
use crate::options::{Locale, Units};
use crate::report::{At, Finding, has_error, plain};
use crate::text::excerpt::{quoted, readable};
use crate::text::line_index::LineIndex;

/// Formats the sender's words for a message.
pub(super) fn quote(words: &str) -> String {
    quoted(readable(words))
}

/// Collects findings.
pub(super) struct Report {
    locale: Locale,
    findings: Vec<Finding>,
}

/// A JSON text in which findings have ranges.
pub(super) struct Text<'a> {
    index: LineIndex<'a>,
    /// The path of its root.
    root: &'static str,
}

impl<'a> Text<'a> {
    pub fn new(json: &'a str, root: &'static str, units: Units) -> Self {
        Self { index: LineIndex::new(json.as_bytes(), units), root }
    }
}

impl Report {
    pub fn new(locale: Locale) -> Self {
        Self { locale, findings: Vec::new() }
    }

    /// Picks the value for the caller's locale.
    pub fn choose<T>(&self, zh: T, en: T) -> T {
        self.locale.choose(zh, en)
    }

    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Adds a finding without a range.
    pub fn add(&mut self, code: &'static Code, args: &[(&str, &str)]) {
        self.findings.push(plain(code, args, At::default(), "", self.locale));
    }

    /// Adds a finding about a member of a text.
    pub fn add_at(
        &mut self,
        code: &'static Code,
        args: &[(&str, &str)],
        text: &Text,
        name: &str,
        range: &Range<usize>,
    ) {
        let at = At { json: Some(text.index.range(range)), ..At::default() };
        let path: String = [text.root, if name.is_empty() { "" } else { "/" }, name].concat();
        self.findings.push(plain(code, args, at, &path, self.locale));
    }

    /// Returns whether there is no error, and the findings, errors first.
    pub fn finish(self) -> (bool, Vec<Finding>) {
        let findings = grouped(self.findings, GRAVEST_FIRST, |finding| finding.severity);
        (!has_error(&findings), findings)
    }
}
