//! A fault: an error in the coordinates of the layer that found it, before it becomes a message.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use serde::Serialize;

use super::catalogue::{self, Applicability, Code, Severity};
use super::edit::Change;
use crate::spec::{Authority, FORM, Field, REPLY};

/// The maximum number of edits in one fix.
pub(crate) const EDITS: usize = 1 << 15;

/// Identifies a JSON text: the two parts of a form, in the order of [`FORM`], and a message: a reply, or customs'
/// request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    EData,
    PayExInfo,
    Message,
}

impl Part {
    /// The number of parts.
    pub const COUNT: usize = 3;

    /// The parts of a form.
    pub const OF_FORM: [Self; 2] = [Self::EData, Self::PayExInfo];

    /// Returns the field that contains the part; a message's field has no name.
    pub fn field(self) -> &'static Field {
        match self {
            Self::EData | Self::PayExInfo => &FORM[self as usize],
            Self::Message => &REPLY,
        }
    }
}

/// The location of a fault, in bytes of the layer that found it.
#[derive(Clone, Debug, Default)]
pub(crate) enum Location {
    /// Not in any text: something is missing, or objects were checked.
    #[default]
    Nowhere,
    /// In the body.
    Form(Range<usize>),
    /// In the part's Base64 text.
    Base64(Range<usize>),
    /// In the part's JSON text.
    Json(Range<usize>),
}

/// The value of a placeholder in a message.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    Same(Cow<'static, str>),
    Both {
        zh: Cow<'static, str>,
        en: Cow<'static, str>,
    },
    /// A byte of the part's JSON text, shown as `line:column`.
    Position(usize),
}

impl From<&'static str> for Arg {
    fn from(text: &'static str) -> Self {
        Self::Same(Cow::Borrowed(text))
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Same(Cow::Owned(text))
    }
}

/// The same words in Chinese and in English.
pub(crate) type Words = (&'static str, &'static str);

impl<T: Into<Cow<'static, str>>> From<(T, T)> for Arg {
    fn from((zh, en): (T, T)) -> Self {
        Self::Both { zh: zh.into(), en: en.into() }
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        number.to_string().into()
    }
}

/// A text that a fix edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// The form body.
    Form,
    /// The Base64 text of the finding's part, without its percent-encoding.
    Base64,
    /// The JSON text of the finding's part.
    Json,
}

/// The way a fault is fixed.
#[derive(Clone, Debug)]
pub(crate) enum Repair {
    /// Edits of the text of [`Fault::layer`].
    Changes(Vec<Change>),
    /// Re-encoding of the decoded data: of the part's value, or of the body if the fault is in no part.
    Encode,
    /// More edits than a fix may list, so no fix.
    TooMany,
}

/// Returns the style of names that a program or a person writes instead of the interface's.
fn style(name: &str) -> Option<Words> {
    Some(match name {
        _ if !name.is_ascii() => ("（其他名称也写成了中文）", ", like others in Chinese"),
        _ if !name.contains(|char: char| char.is_ascii_lowercase()) => {
            ("（其他名称也全是大写）", ", like others in upper case")
        }
        _ if name.contains('_') => ("（其他名称也是 snake_case）", ", like others in snake_case"),
        _ if name.starts_with(|char: char| char.is_ascii_uppercase()) => {
            ("（其他名称也以大写字母开头）", ", like others with a capital")
        }
        _ => return None,
    })
}

/// One fault, or several of the same kind.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub code: &'static Code,
    pub by: Authority,
    pub severity: Severity,
    pub part: Option<Part>,
    pub path: String,
    pub location: Location,
    pub field: Option<&'static Field>,
    pub value: Option<String>,
    pub args: Vec<(&'static str, Arg)>,
    /// The number of occurrences.
    pub count: usize,
    /// Whether the sender's words in it resemble a name of the interface, and so cannot be a secret.
    pub may_quote: bool,
    /// Whether the text that contains it was parsed with certainty.
    pub is_sound: bool,
    /// The fix.
    pub repair: Option<Repair>,
    /// The number of edits, before its own, that replace a string by the JSON in it.
    pub opening: usize,
    /// Whether the fix may change the sender's data.
    pub is_guess: bool,
    pub(super) recorded: Recorded,
}

/// The parts of a fault that are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Recorded {
    All,
    /// Everything except the fix.
    NoFix,
    /// Nothing, because the fault is not listed.
    Nothing,
}

impl Fault {
    pub(super) fn new(code: &'static Code, by: Authority, severity: Severity) -> Self {
        Self {
            code,
            by,
            severity,
            part: None,
            path: String::new(),
            location: Location::Nowhere,
            field: None,
            value: None,
            args: Vec::new(),
            count: 1,
            may_quote: false,
            is_sound: false,
            repair: None,
            opening: 0,
            is_guess: code.fix == Some(Applicability::Unsafe),
            recorded: Recorded::All,
        }
    }

    /// Creates a fault that records nothing.
    pub(super) fn vacant() -> Self {
        Self { recorded: Recorded::Nothing, ..Self::new(&catalogue::MORE, Authority::Library, Severity::Info) }
    }

    /// Reinitializes this fault, keeping its buffers.
    pub(super) fn restart(&mut self, code: &'static Code, by: Authority, severity: Severity) {
        let (mut path, mut args) = (core::mem::take(&mut self.path), core::mem::take(&mut self.args));
        path.clear();
        args.clear();
        *self = Self { path, args, ..Self::new(code, by, severity) };
    }

    /// Adds an edit to the fix: `text` replaces these bytes of the text of [`Self::layer`].
    pub fn change(&mut self, at: Range<usize>, text: impl Into<Cow<'static, str>>) -> &mut Self {
        if self.recorded != Recorded::All {
            return self;
        }
        debug_assert!(self.code.fix.is_some(), "{} has no fix", self.code.id);
        let change = Change::new(at, text);
        match &mut self.repair {
            Some(Repair::Changes(changes)) => changes.push(Change { is_joined: true, ..change }),
            repair => *repair = Some(Repair::Changes(vec![change])),
        }
        self
    }

    /// Counts another occurrence of the same mistake, with its own edit if it has one.
    pub fn count_again(&mut self, change: Option<Change>) {
        self.count += 1;
        if let Some(change) = change {
            self.limit_edits(1);
            if let Some(Repair::Changes(changes)) = &mut self.repair {
                changes.push(change);
            }
        }
    }

    /// Drops the fix if `more` edits would be too many, or replaces it by re-encoding if that has the same effect.
    pub fn limit_edits(&mut self, more: usize) {
        if self.changes().len() + more > EDITS {
            let is_outside = self.layer() != Layer::Json && !self.is_guess;
            self.repair = Some(if is_outside { Repair::Encode } else { Repair::TooMany });
        }
    }

    /// Makes [`Repair::Encode`] the fix.
    pub fn encode(&mut self) -> &mut Self {
        self.repair = Some(Repair::Encode);
        self
    }

    /// Returns the edits of the fix.
    pub fn changes(&self) -> &[Change] {
        match &self.repair {
            Some(Repair::Changes(changes)) => changes,
            _ => &[],
        }
    }

    /// Returns the text that the fix edits.
    pub fn layer(&self) -> Layer {
        let layer = self.code.id.split('.').next().unwrap_or_default();
        match (&self.location, layer) {
            (Location::Form(_), _) | (_, "form" | "percent") => Layer::Form,
            (_, "base64") => Layer::Base64,
            _ => Layer::Json,
        }
    }

    /// Returns whether the fault has a fix that can be listed.
    pub fn is_fixable(&self) -> bool {
        !matches!(self.repair, None | Some(Repair::TooMany))
    }

    pub fn value(&mut self, value: impl Into<String>) -> &mut Self {
        if self.is_recorded() {
            self.value = Some(value.into());
        }
        self
    }

    /// Returns whether the fault is recorded; otherwise it is only counted.
    pub fn is_recorded(&self) -> bool {
        self.recorded != Recorded::Nothing
    }

    /// Sets the value, which is computed only if it is recorded.
    pub fn value_with(&mut self, value: impl FnOnce() -> String) -> &mut Self {
        if self.is_recorded() {
            self.value = Some(value());
        }
        self
    }

    pub fn arg(&mut self, name: &'static str, arg: impl Into<Arg>) -> &mut Self {
        if self.is_recorded() {
            self.args.push((name, arg.into()));
        }
        self
    }

    /// Sets the field of the fault, which the message names as `{field}` or `{name}`.
    pub fn field(&mut self, field: &'static Field) -> &mut Self {
        self.field = Some(field);
        self
    }

    /// Returns whether `other` is the same mistake again, so that both become one finding with one fix.
    pub(super) fn is_repeated_by(&self, other: &Self) -> bool {
        let field = |fault: &Self| fault.field.map(core::ptr::from_ref);
        let kind = |fault: &Self| (fault.part, fault.by, fault.severity, fault.repair.as_ref().map(|_| fault.is_guess));
        let is_same = || field(self) == field(other) && kind(self) == kind(other);
        self.code.is(other.code) && (is_same() || self.is_named_like(other))
    }

    /// Returns whether both are names in the same style, which is one mistake whatever the fields are.
    fn is_named_like(&self, other: &Self) -> bool {
        let style = |fault: &Self| style(fault.value.as_deref()?);
        let is_like = (self.part, self.is_guess) == (other.part, other.is_guess) && self.part.is_some();
        is_like && self.code.is(&catalogue::FIELD_MISSPELT) && style(self).is_some() && style(self) == style(other)
    }

    /// Merges a repeated mistake into this one, with its fix.
    pub(super) fn absorb(&mut self, other: &mut Self) {
        self.count += other.count;
        if self.is_named_like(other)
            && let Some(style) = self.value.as_deref().and_then(style)
        {
            if other.by == Authority::Cbt && other.severity <= self.severity {
                (self.by, self.severity) = (other.by, other.severity);
            }
            self.args.clear();
            self.arg("more", style);
        }
        self.limit_edits(other.changes().len());
        match (&mut self.repair, &mut other.repair) {
            (Some(Repair::Changes(changes)), Some(Repair::Changes(more))) => changes.append(more),
            (Some(repair @ Repair::Changes(_)), Some(other)) => *repair = other.clone(),
            _ => {}
        }
    }
}
