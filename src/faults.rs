//! What the layers report while they read: faults in their own coordinates, before anything is put into words.

use std::borrow::Cow;
use std::ops::Range;

use crate::codes::{self, Code, Severity};
use crate::interface::Authority;
use crate::options::CustomsRules;

/// How many findings of one code are listed; the rest is counted.
const LISTED: usize = 100;

/// Where a fault is, in bytes of the layer that found it.
#[derive(Clone, Debug, Default)]
pub(crate) enum Place {
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

/// What stands for a `{name}` in a message.
#[derive(Clone, Debug)]
pub(crate) enum Arg {
    Same(String),
    Both { zh: Cow<'static, str>, en: Cow<'static, str> },
}

impl<T: ToString> From<T> for Arg {
    fn from(text: T) -> Self {
        Self::Same(text.to_string())
    }
}

/// One fault.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub code: &'static Code,
    pub by: Authority,
    pub severity: Severity,
    /// Which part of the form it is in, as an index of [`crate::interface::FORM`].
    pub part: Option<usize>,
    pub path: String,
    pub place: Place,
    pub value: Option<String>,
    pub args: Vec<(&'static str, Arg)>,
}

impl Fault {
    fn new(code: &'static Code, by: Authority, severity: Severity) -> Self {
        Self {
            code,
            by,
            severity,
            part: None,
            path: String::new(),
            place: Place::Nowhere,
            value: None,
            args: Vec::new(),
        }
    }

    pub fn value(&mut self, value: impl Into<String>) -> &mut Self {
        self.value = Some(value.into());
        self
    }

    pub fn arg(&mut self, name: &'static str, arg: impl Into<Arg>) -> &mut Self {
        self.args.push((name, arg.into()));
        self
    }

    pub fn path(&mut self, path: impl Into<String>) -> &mut Self {
        self.path = path.into();
        self
    }
}

/// Collects faults, a bounded number of each kind.
#[derive(Debug)]
pub(crate) struct Faults {
    pub list: Vec<Fault>,
    customs_rules: CustomsRules,
    counts: Vec<Count>,
    part: Option<usize>,
    path: String,
    /// What callers write to when a fault is not listed.
    spare: Fault,
}

#[derive(Debug)]
struct Count {
    code: &'static Code,
    severity: Severity,
    by: Authority,
    faults: usize,
}

impl Faults {
    pub fn new(customs_rules: CustomsRules) -> Self {
        Self {
            list: Vec::new(),
            customs_rules,
            counts: Vec::new(),
            part: None,
            path: String::new(),
            spare: Fault::new(&codes::MORE, Authority::Cbt, Severity::Info),
        }
    }

    /// What is added from now on belongs to this part of the form.
    pub fn enter(&mut self, part: usize) {
        self.part = Some(part);
        self.path = format!("/{}", crate::interface::FORM[part].name);
    }

    /// The part that is being read.
    pub fn part(&self) -> Option<usize> {
        self.part
    }

    /// The path of the part that is being read.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Adds a fault that CBT, or the standards beneath its document, would not let pass.
    pub fn add(&mut self, code: &'static Code, place: Place) -> &mut Fault {
        self.add_by(Authority::Cbt, code, place)
    }

    /// Adds a fault against a rule of this authority.
    pub fn add_by(&mut self, by: Authority, code: &'static Code, place: Place) -> &mut Fault {
        self.add_as(code.severity, by, code, place)
    }

    /// Adds a fault that is as grave as this, unless it is against a rule of customs'.
    pub fn add_as(&mut self, severity: Severity, by: Authority, code: &'static Code, place: Place) -> &mut Fault {
        let severity = match (by, self.customs_rules) {
            (Authority::Cbt, _) => Some(severity),
            (Authority::Customs, CustomsRules::Off) => None,
            (Authority::Customs, _) if severity == Severity::Info => Some(Severity::Info),
            (Authority::Customs, CustomsRules::Warning) => Some(Severity::Warning),
            (Authority::Customs, CustomsRules::Error) => Some(Severity::Error),
        };
        let Some(severity) = severity.filter(|&severity| self.count(code, by, severity) <= LISTED) else {
            return &mut self.spare;
        };
        self.list.push(Fault { part: self.part, path: self.path.clone(), place, ..Fault::new(code, by, severity) });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Counts one more fault of a kind, and says how many there are.
    fn count(&mut self, code: &'static Code, by: Authority, severity: Severity) -> usize {
        let known = self.counts.iter_mut().find(|count| std::ptr::eq(count.code, code) && count.severity == severity);
        if let Some(count) = known {
            count.faults += 1;
            return count.faults;
        }
        self.counts.push(Count { code, severity, by, faults: 1 });
        1
    }

    /// Adds a line for each kind of fault of which some are not listed.
    pub fn close(&mut self) {
        for count in std::mem::take(&mut self.counts) {
            if count.faults > LISTED {
                let mut more = Fault::new(&codes::MORE, count.by, count.severity);
                more.arg("count", count.faults - LISTED).arg("code", count.code.id);
                self.list.push(more);
            }
        }
    }

    /// The codes so far.
    #[cfg(test)]
    pub fn ids(&self) -> Vec<&'static str> {
        self.list.iter().map(|fault| fault.code.id).collect()
    }
}

impl Default for Faults {
    fn default() -> Self {
        Self::new(CustomsRules::default())
    }
}
