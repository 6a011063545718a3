//! What the layers report while they read: faults in their own coordinates, before anything is put into words.

use std::borrow::Cow;
use std::ops::Range;

use crate::codes::{self, Code, Severity};
use crate::interface::{Authority, FORM, Field};
use crate::options::CustomsRules;

/// The order in which faults and findings are told.
pub(crate) const GRAVEST_FIRST: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The items in the order of these keys, those of one key in their own.
///
/// A sort would do, but brings many times as much code into the wasm.
pub(crate) fn grouped<T, K: PartialEq>(
    mut items: Vec<T>,
    keys: impl IntoIterator<Item = K>,
    key_of: impl Fn(&T) -> K,
) -> Vec<T> {
    let mut sorted = Vec::with_capacity(items.len());
    for key in keys {
        sorted.extend(items.extract_if(.., |item| key_of(item) == key));
    }
    sorted
}

/// How many findings of one code are listed; the rest is counted.
pub(crate) const LISTED: usize = 100;

/// Segments of paths are cut behind so many characters, so that a monstrous key does not stand in every finding.
const LONGEST_SEGMENT: usize = 100;

/// Paths of about so many bytes have no further segment, but a `/…`.
const LONGEST_PATH: usize = 1000;

/// The two parts of a form, in the order of [`FORM`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    EData,
    PayExInfo,
}

impl Part {
    pub const BOTH: [Self; 2] = [Self::EData, Self::PayExInfo];

    pub fn field(self) -> &'static Field {
        &FORM[self as usize]
    }
}

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

impl Place {
    /// The range, where it is in the body.
    pub fn in_form(&self) -> Option<Range<usize>> {
        match self {
            Self::Form(range) => Some(range.clone()),
            _ => None,
        }
    }
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

/// A change of a text: what takes the place of a range of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub at: Range<usize>,
    pub text: Cow<'static, str>,
}

/// How a fault is mended.
#[derive(Clone, Debug)]
pub(crate) enum Repair {
    /// By changes of the text that the fault is in.
    Changes(Vec<Change>),
    /// By encoding again, as it should be, what was read: the part's value, or the body where the fault is in no part.
    Encode,
}

/// One fault.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub code: &'static Code,
    pub by: Authority,
    pub severity: Severity,
    pub part: Option<Part>,
    pub path: String,
    pub place: Place,
    pub value: Option<String>,
    pub args: Vec<(&'static str, Arg)>,
    /// Whether the sender's words in it can be shown as they are, because no secret can be among them.
    pub quotable: bool,
    /// How to mend it, where that is certain.
    pub repair: Option<Repair>,
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
            quotable: false,
            repair: None,
        }
    }

    /// It is mended by putting `text` in the place of these bytes of the text that it is in, and by what else is said.
    pub fn change(&mut self, at: Range<usize>, text: impl Into<Cow<'static, str>>) -> &mut Self {
        let change = Change { at, text: text.into() };
        match &mut self.repair {
            Some(Repair::Changes(changes)) => changes.push(change),
            repair => *repair = Some(Repair::Changes(vec![change])),
        }
        self
    }

    /// It is mended by [`Repair::Encode`].
    pub fn encode(&mut self) -> &mut Self {
        self.repair = Some(Repair::Encode);
        self
    }

    /// What to change in the text that it is in.
    pub fn changes(&self) -> &[Change] {
        match &self.repair {
            Some(Repair::Changes(changes)) => changes,
            _ => &[],
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

    /// Says which field it is about, and what that field is.
    pub fn field(&mut self, field: &Field) -> &mut Self {
        self.arg("name", field.name).arg("meaning", Arg::Both { zh: field.zh.into(), en: field.en.into() })
    }
}

/// Collects faults, a bounded number of each kind, and knows what is being read.
#[derive(Debug)]
pub(crate) struct Faults {
    pub list: Vec<Fault>,
    customs_rules: CustomsRules,
    counts: Vec<Count>,
    part: Option<Part>,
    /// The JSON Pointer of what is being read.
    path: String,
    /// See [`Fault::quotable`]; of what is being read.
    pub quotable: bool,
    /// Where the JSON text of the part that is being read was lost: what seems wrong there only follows from that.
    pub lost: Vec<Range<usize>>,
    /// How many faults are listed in all; of each code the first are, however many.
    pub most: usize,
    /// What callers write to when a fault is not listed.
    spare: Fault,
}

/// See [`Faults::so_far`].
pub(crate) struct SoFar {
    listed: usize,
    counts: Vec<Count>,
}

impl SoFar {
    /// How many faults were listed.
    pub fn listed(&self) -> usize {
        self.listed
    }
}

#[derive(Clone, Debug)]
struct Count {
    code: &'static Code,
    severity: Severity,
    listed: usize,
    /// Found, but not listed.
    more: usize,
}

/// Where a path ended before a segment was added.
#[derive(Clone, Copy)]
pub(crate) struct Mark(usize);

impl Faults {
    pub fn new(customs_rules: CustomsRules) -> Self {
        Self {
            list: Vec::new(),
            customs_rules,
            counts: Vec::new(),
            part: None,
            path: String::new(),
            quotable: false,
            lost: Vec::new(),
            most: 0,
            spare: Fault::new(&codes::MORE, Authority::Library, Severity::Info),
        }
    }

    /// What is added from now on belongs to this part of the form.
    pub fn enter_part(&mut self, part: Part) {
        self.part = Some(part);
        self.path.clear();
        self.enter(part.field().name);
        // Only EData has a secret.
        self.quotable = part == Part::PayExInfo;
        self.lost.clear();
    }

    /// What is added from now on belongs to a text of its own, that no form carries; it has the second place of the layers,
    /// as the text of `payExInfo` does when it is given alone.
    pub fn enter_text(&mut self) {
        self.enter_part(Part::PayExInfo);
        self.path.clear();
    }

    /// What was found so far.
    pub fn so_far(&self) -> SoFar {
        SoFar { listed: self.list.len(), counts: self.counts.clone() }
    }

    /// Takes back all but the first.
    pub fn keep_first(&mut self) {
        self.rewind(SoFar { listed: 1, counts: Vec::new() });
    }

    /// Takes back what was found since.
    pub fn rewind(&mut self, to: SoFar) {
        self.list.truncate(to.listed);
        self.counts = to.counts;
    }

    /// The fault that was added last.
    pub fn last(&mut self) -> &mut Fault {
        self.list.last_mut().unwrap_or(&mut self.spare)
    }

    /// The part that is being read.
    pub fn part(&self) -> Option<Part> {
        self.part
    }

    /// Whether nothing was found in the part that is being read.
    pub fn none_in_part(&self) -> bool {
        !self.list.iter().any(|fault| fault.part == self.part)
    }

    /// Adds a segment (RFC 6901) to the path of what is being read, until [`Self::leave`].
    pub fn enter(&mut self, segment: &str) -> Mark {
        let mark = Mark(self.path.len());
        if mark.0 > LONGEST_PATH {
            if !self.path.ends_with("/…") {
                self.path.push_str("/…");
            }
            return mark;
        }
        self.path.push('/');
        if segment.len() <= LONGEST_SEGMENT && !segment.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            self.path.push_str(segment);
            return mark;
        }
        for (count, char) in segment.chars().enumerate() {
            match char {
                _ if count == LONGEST_SEGMENT => {
                    self.path.push('…');
                    break;
                }
                '~' => self.path.push_str("~0"),
                '/' => self.path.push_str("~1"),
                char => self.path.push(char),
            }
        }
        mark
    }

    /// The JSON Pointer of what is being read.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Says that the faults from the `first` on are of what is being read now.
    pub fn are_here(&mut self, first: usize) {
        for fault in &mut self.list[first..] {
            fault.path.clone_from(&self.path);
        }
    }

    /// Takes back how the last fault is mended, if it is one of the JSON text and begins there.
    pub fn withdraw_repair(&mut self, start: usize) {
        if let Some(last) = self.list.last_mut()
            && matches!(&last.place, Place::Json(at) if at.start == start)
        {
            last.repair = None;
        }
    }

    /// Takes back what [`Self::enter`] added.
    pub fn leave(&mut self, mark: Mark) {
        self.path.truncate(mark.0);
    }

    /// Adds a fault that CBT, or the standards beneath its document, would not let pass.
    pub fn add(&mut self, code: &'static Code, place: Place) -> &mut Fault {
        self.add_by(Authority::Cbt, code.severity, code, place)
    }

    /// Adds a fault against a rule of this authority, so grave unless it is a rule of customs'.
    pub fn add_by(&mut self, by: Authority, severity: Severity, code: &'static Code, place: Place) -> &mut Fault {
        let severity = match (by, self.customs_rules) {
            (Authority::Cbt | Authority::Library, _) => Some(severity),
            (Authority::Customs, CustomsRules::Off) => None,
            (Authority::Customs, _) if severity == Severity::Info => Some(Severity::Info),
            (Authority::Customs, CustomsRules::Warning) => Some(Severity::Warning),
            (Authority::Customs, CustomsRules::Error) => Some(Severity::Error),
        };
        let is_news = !matches!(&place, Place::Json(at) if self.is_lost(at));
        let Some(severity) = severity.filter(|&severity| is_news && self.is_listed(code, severity)) else {
            self.spare.args.clear();
            self.spare.repair = None;
            return &mut self.spare;
        };
        self.list.push(Fault {
            part: self.part,
            path: self.path.clone(),
            place,
            quotable: self.quotable,
            ..Fault::new(code, by, severity)
        });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// What takes in faults of a text that stands inside what is being read.
    pub fn inner(&self) -> Self {
        Self {
            part: self.part,
            path: self.path.clone(),
            quotable: self.quotable,
            most: self.most,
            ..Self::new(self.customs_rules)
        }
    }

    /// Adds the faults of another text; `outward` says where they are in this one.
    pub fn adopt(&mut self, inner: Self, outward: impl Fn(&mut Fault)) {
        for mut fault in inner.list {
            outward(&mut fault);
            if self.is_listed(fault.code, fault.severity) {
                self.list.push(fault);
            }
        }
        for Count { code, severity, more, .. } in inner.counts {
            self.count(code, severity).more += more;
        }
    }

    /// Who refuses what lacks a field, and how gravely; a name that the interface does not have is worth a warning at least.
    pub fn gravity_of_missing(&self, field: &Field) -> (Authority, Severity) {
        match (field.required, field.by, self.customs_rules) {
            (false, ..) | (_, Authority::Customs, CustomsRules::Off) => (Authority::Cbt, Severity::Warning),
            (true, by, _) => (by, Severity::Error),
        }
    }

    /// Whether any of a range of the JSON text was lost.
    pub fn is_lost(&self, at: &Range<usize>) -> bool {
        let first = self.lost.partition_point(|lost| lost.end < at.start);
        self.lost.get(first).is_some_and(|lost| lost.start <= at.end)
    }

    /// How many errors and warnings were found; apart from them, how many fields are missing. That more of them are seen to be
    /// missing where an object can be read is no worse.
    pub fn mistakes(&self) -> (usize, usize) {
        let (mut mistakes, mut missing) = (0, 0);
        for count in self.counts.iter().filter(|count| count.severity != Severity::Info) {
            let is_missing = count.code.is(&codes::FIELD_MISSING);
            *(if is_missing { &mut missing } else { &mut mistakes }) += count.listed + count.more;
        }
        (mistakes, missing)
    }

    /// Counts one more fault of a kind, and says whether it is to be listed.
    fn is_listed(&mut self, code: &'static Code, severity: Severity) -> bool {
        let is_room = self.list.len() < self.most;
        let count = self.count(code, severity);
        let is_listed = is_room || count.listed < LISTED;
        *(if is_listed { &mut count.listed } else { &mut count.more }) += 1;
        is_listed
    }

    fn count(&mut self, code: &'static Code, severity: Severity) -> &mut Count {
        let is_known = |count: &Count| count.code.is(code) && count.severity == severity;
        let index = self.counts.iter().position(is_known).unwrap_or_else(|| {
            self.counts.push(Count { code, severity, listed: 0, more: 0 });
            self.counts.len() - 1
        });
        &mut self.counts[index]
    }

    /// All faults, the gravest first, with a line behind them for each kind of which some are not listed.
    pub fn into_sorted(self) -> Vec<Fault> {
        let parts = [None, Some(Part::EData), Some(Part::PayExInfo)];
        let keys = GRAVEST_FIRST.into_iter().flat_map(|severity| parts.map(|part| (severity, part)));
        let mut sorted = grouped(self.list, keys, |fault| (fault.severity, fault.part));
        for count in self.counts {
            if count.more > 0 {
                let mut more = Fault::new(&codes::MORE, Authority::Library, count.severity);
                more.arg("count", count.more).arg("code", count.code.id);
                sorted.push(more);
            }
        }
        sorted
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
