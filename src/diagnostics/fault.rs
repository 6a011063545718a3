//! A fault: what is wrong, in the coordinates of the layer that found it, before it is put into words.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use super::catalogue::{Applicability, Code, Severity};
use super::edit::Change;
use crate::spec::{Authority, FORM, Field, REPLY};

/// How many edits one fix may list.
pub(super) const EDITS: usize = 1 << 15;

/// Identifies a JSON text: the two parts of a form, in the order of [`FORM`], and CBT's reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    EData,
    PayExInfo,
    Reply,
}

impl Part {
    /// How many there are.
    pub const COUNT: usize = 3;

    /// The parts of a form.
    pub const OF_FORM: [Self; 2] = [Self::EData, Self::PayExInfo];

    /// Returns the field that carries the part; the reply's has no name.
    pub fn field(self) -> &'static Field {
        match self {
            Self::EData | Self::PayExInfo => &FORM[self as usize],
            Self::Reply => &REPLY,
        }
    }
}

/// Where a fault is, in bytes of the layer that found it.
#[derive(Clone, Debug, Default)]
pub(crate) enum Location {
    /// In no text: something is missing, or objects were checked.
    #[default]
    Nowhere,
    /// In the body.
    Form(Range<usize>),
    /// In the part's Base64 text.
    Base64(Range<usize>),
    /// In the part's JSON text.
    Json(Range<usize>),
}

impl Location {
    /// The range, where it is in the body.
    pub fn in_form(&self) -> Option<Range<usize>> {
        match self {
            Self::Form(range) => Some(range.clone()),
            _ => None,
        }
    }
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

/// How a fault is fixed.
#[derive(Clone, Debug)]
pub(crate) enum Repair {
    /// By edits of the text of [`Fault::layer`].
    Changes(Vec<Change>),
    /// By encoding again, as it should be, what was read: the part's value, or the body where the fault is in no part.
    Encode,
    /// By more edits than a fix lists, so not at all.
    TooMany,
}

/// One fault, or several of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub code: &'static Code,
    pub by: Authority,
    pub severity: Severity,
    pub part: Option<Part>,
    pub path: String,
    pub place: Location,
    pub field: Option<&'static Field>,
    pub value: Option<String>,
    pub args: Vec<(&'static str, Arg)>,
    /// The number of occurrences.
    pub count: usize,
    /// Whether the sender's words in it are like a name of the interface, and so no secret.
    pub is_harmless: bool,
    /// Whether the text that it was found in was read for certain.
    pub is_sound: bool,
    /// How to fix it.
    pub repair: Option<Repair>,
    /// Whether the fix may change the sender's data.
    pub is_guess: bool,
    pub(super) takes: Takes,
}

/// Which parts of a fault are recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    All,
    /// All but the fix.
    NoFix,
    /// Nothing, as it is not listed.
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
            place: Location::Nowhere,
            field: None,
            value: None,
            args: Vec::new(),
            count: 1,
            is_harmless: false,
            is_sound: false,
            repair: None,
            is_guess: code.fix == Some(Applicability::Unsafe),
            takes: Takes::All,
        }
    }

    /// Makes a new fault of this one, in its buffers.
    pub(super) fn restart(&mut self, code: &'static Code, by: Authority, severity: Severity) {
        let (mut path, mut args) = (std::mem::take(&mut self.path), std::mem::take(&mut self.args));
        path.clear();
        args.clear();
        *self = Self { path, args, ..Self::new(code, by, severity) };
    }

    /// Adds to the fix: `text` replaces these bytes of the text of [`Self::layer`].
    pub fn change(&mut self, at: Range<usize>, text: impl Into<Cow<'static, str>>) -> &mut Self {
        if self.takes != Takes::All {
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

    /// Counts the same mistake once more, fixed by an edit of its own.
    pub fn change_again(&mut self, at: Range<usize>, text: impl Into<Cow<'static, str>>) {
        self.count += 1;
        if let Some(Repair::Changes(changes)) = &mut self.repair {
            changes.push(Change::new(at, text));
            self.limit_edits();
        }
    }

    /// Gives up a fix of too many edits, or encodes again where that does the same.
    fn limit_edits(&mut self) {
        if self.changes().len() > EDITS {
            let is_outside = self.layer() != Layer::Json && !self.is_guess;
            self.repair = Some(if is_outside { Repair::Encode } else { Repair::TooMany });
        }
    }

    /// Makes [`Repair::Encode`] the fix.
    pub fn encode(&mut self) -> &mut Self {
        self.repair = Some(Repair::Encode);
        self
    }

    /// The edits of its fix.
    pub fn changes(&self) -> &[Change] {
        match &self.repair {
            Some(Repair::Changes(changes)) => changes,
            _ => &[],
        }
    }

    /// The text that its fix edits.
    pub fn layer(&self) -> Layer {
        let layer = self.code.id.split('.').next().unwrap_or_default();
        match (&self.place, layer) {
            (Location::Form(_), _) | (_, "form" | "percent") => Layer::Form,
            (_, "base64") => Layer::Base64,
            _ => Layer::Json,
        }
    }

    /// Whether it has a fix that can be listed.
    pub fn is_fixable(&self) -> bool {
        !matches!(self.repair, None | Some(Repair::TooMany))
    }

    pub fn value(&mut self, value: impl Into<String>) -> &mut Self {
        if self.takes != Takes::Nothing {
            self.value = Some(value.into());
        }
        self
    }

    pub fn arg(&mut self, name: &'static str, arg: impl Into<Arg>) -> &mut Self {
        if self.takes != Takes::Nothing {
            self.args.push((name, arg.into()));
        }
        self
    }

    /// Says which field it is about, and what that field is.
    pub fn field(&mut self, field: &'static Field) -> &mut Self {
        self.field = Some(field);
        self.arg("name", field.name).arg("meaning", Arg::Both { zh: field.zh.into(), en: field.en.into() })
    }

    /// Whether `other` is the same mistake made again, so that both are one finding with one fix.
    pub(super) fn is_repeated_by(&self, other: &Self) -> bool {
        let kind = |fault: &Self| fault.repair.as_ref().map(|_| fault.is_guess);
        let is_field = match (self.field, other.field) {
            (None, None) => true,
            (Some(a), Some(b)) => std::ptr::eq(a, b),
            _ => false,
        };
        self.code.is(other.code)
            && self.part == other.part
            && (self.by, self.severity) == (other.by, other.severity)
            && is_field
            && kind(self) == kind(other)
    }

    /// Takes in the same mistake made again, whose fix becomes part of this one's.
    pub(super) fn absorb(&mut self, other: &mut Self) {
        self.count += other.count;
        match (&mut self.repair, &mut other.repair) {
            (Some(Repair::Changes(changes)), Some(Repair::Changes(more))) => {
                changes.append(more);
                self.limit_edits();
            }
            (Some(repair @ Repair::Changes(_)), Some(other)) => *repair = other.clone(),
            _ => {}
        }
    }
}
