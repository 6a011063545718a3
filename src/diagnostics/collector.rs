//! Collects faults while the layers read, a bounded number of each kind.

use std::ops::Range;

use super::catalogue::{self, Code, Repeats, Severity};
use super::fault::{Fault, Location, Part, Takes};
use crate::options::CustomsRules;
use crate::spec::Authority;

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
const LISTED: usize = 100;

/// Most findings that one [`Repeats::SameValue`] code is split into.
const VALUES: usize = 8;

/// Segments of paths are cut behind so many characters, so that a monstrous key does not stand in every finding.
const LONGEST_SEGMENT: usize = 100;

/// Paths of about so many bytes have no further segment, but a `/…`.
const LONGEST_PATH: usize = 1000;

/// Collects faults, a bounded number of each kind, and knows what is being read.
///
/// Who asks for a rule is kept with each fault; what the caller makes of it is decided when faults are reported, so that
/// the same input has the same faults under all options.
#[derive(Debug)]
pub(crate) struct Faults {
    list: Vec<Fault>,
    /// The fault that was added last, which callers still add to; it is listed with the next.
    last: Option<Box<Fault>>,
    /// Where the next is made.
    idle: Option<Box<Fault>>,
    /// Indices in `list` of faults that a later one may repeat.
    repeated: Vec<usize>,
    counts: Vec<Count>,
    part: Option<Part>,
    /// The JSON Pointer of what is being read.
    path: String,
    /// See [`Fault::is_sound`]; of what is being read.
    pub is_sound: bool,
    /// Whether no fix is offered in what is being read, because something in it can't be fixed.
    pub has_no_fix: bool,
    /// Where the JSON text of the part that is being read was lost: what seems wrong there only follows from that.
    pub lost: Vec<Range<usize>>,
    /// What callers write to when a fault is not listed.
    spare: Fault,
}

/// How many faults of one code and authority there are.
#[derive(Clone, Debug)]
struct Count {
    code: &'static Code,
    by: Authority,
    listed: usize,
    /// Found, but not listed, of each severity.
    more: [usize; 3],
}

/// Where a path ended before a segment was added.
#[derive(Clone, Copy)]
pub(crate) struct Mark(usize);

impl Faults {
    pub fn new() -> Self {
        Self {
            list: Vec::new(),
            last: None,
            idle: None,
            repeated: Vec::new(),
            counts: Vec::new(),
            part: None,
            path: String::new(),
            is_sound: false,
            has_no_fix: false,
            lost: Vec::new(),
            spare: Fault { takes: Takes::Nothing, ..Fault::new(&catalogue::MORE, Authority::Library, Severity::Info) },
        }
    }

    /// What is added from now on belongs to this part of the form.
    pub fn enter_part(&mut self, part: Part) {
        self.part = Some(part);
        self.path.clear();
        self.enter(part.field().name);
        self.is_sound = false;
        self.has_no_fix = false;
        self.lost.clear();
    }

    /// What is added from now on belongs to a text of its own, that no form carries; it has the second place of the layers,
    /// as the text of `payExInfo` does when it is given alone.
    pub fn enter_text(&mut self) {
        self.enter_part(Part::PayExInfo);
        self.path.clear();
    }

    /// The part that is being read.
    pub fn part(&self) -> Option<Part> {
        self.part
    }

    /// The faults so far.
    pub fn list(&mut self) -> &mut [Fault] {
        self.commit();
        &mut self.list
    }

    /// Removes the faults from the `first` of the list on that are such.
    pub fn remove(&mut self, first: usize, is_such: impl Fn(&Fault) -> bool) {
        self.commit();
        let mut index = 0;
        self.list.retain(|fault| {
            index += 1;
            index <= first || !is_such(fault)
        });
        // Where those are that may repeat has changed.
        let list = &self.list;
        self.repeated = (0..list.len()).filter(|&index| list[index].code.repeats != Repeats::Never).collect();
    }

    /// Returns the fault added last, or a scratch fault if it was not listed.
    pub fn last(&mut self) -> &mut Fault {
        self.last.as_deref_mut().unwrap_or(&mut self.spare)
    }

    /// Whether an error was found in the part that is being read.
    pub fn has_error_in_part(&mut self) -> bool {
        let part = self.part;
        self.list().iter().any(|fault| fault.part == part && fault.severity == Severity::Error)
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

    /// Adds an index to the path of what is being read, until [`Self::leave`].
    pub fn enter_index(&mut self, mut index: usize) -> Mark {
        if self.path.len() > LONGEST_PATH {
            return self.enter("");
        }
        let mark = Mark(self.path.len());
        let mut digits = 1;
        let mut power = 1;
        while index / power >= 10 {
            (digits, power) = (digits + 1, power * 10);
        }
        self.path.push('/');
        for _ in 0..digits {
            self.path.push(char::from(b'0' + u8::try_from(index / power).unwrap_or_default()));
            (index, power) = (index % power, (power / 10).max(1));
        }
        mark
    }

    /// The JSON Pointer of what is being read.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Moves to the path of another collector of the part, until [`Self::leave`].
    pub fn go_to(&mut self, other: &Self) -> Mark {
        let mark = Mark(self.path.len());
        self.path.clone_from(&other.path);
        mark
    }

    /// Takes back what [`Self::enter`] added.
    pub fn leave(&mut self, mark: Mark) {
        self.path.truncate(mark.0);
    }

    /// Moves the faults from index `first` on to the current path.
    pub fn are_here(&mut self, first: usize) {
        self.commit();
        for fault in &mut self.list[first..] {
            fault.path.clone_from(&self.path);
        }
    }

    /// Adds a fault that CBT, or the standards beneath its document, would not let pass.
    pub fn add(&mut self, code: &'static Code, place: Location) -> &mut Fault {
        self.add_by(Authority::Cbt, code.severity, code, place)
    }

    /// Adds a fault against a rule of this authority.
    pub fn add_by(&mut self, by: Authority, severity: Severity, code: &'static Code, place: Location) -> &mut Fault {
        self.commit();
        let is_lost = matches!(&place, Location::Json(at) if self.is_lost(at));
        // Of what may repeat, only the whole fault tells whether it does.
        if is_lost
            || code.repeats == Repeats::Never && !self.is_listed(code, by, severity)
            || code.repeats == Repeats::Any && (code.fix.is_none() || self.has_no_fix) && self.is_counted(code)
        {
            return &mut self.spare;
        }
        // Of what repeats there may be thousands, so one serves them all.
        let mut fault = self.idle.take().unwrap_or_else(|| Box::new(Fault::new(code, by, severity)));
        fault.restart(code, by, severity);
        fault.path.clone_from(&self.path);
        (fault.part, fault.place, fault.is_sound) = (self.part, place, self.is_sound);
        fault.takes = if self.has_no_fix { Takes::NoFix } else { Takes::All };
        self.last.insert(fault)
    }

    /// Lists the fault that was added last.
    fn commit(&mut self) {
        if let Some(mut fault) = self.last.take() {
            if self.is_counted_already(&mut fault) {
                self.idle = Some(fault);
            } else {
                self.list.push(*fault);
            }
        }
    }

    /// Counts a fault that repeats another, or is more than are listed; `false` if it is to be listed.
    fn is_counted_already(&mut self, fault: &mut Fault) -> bool {
        let repeats = match fault.code.repeats {
            Repeats::Never => return false,
            Repeats::Fixable => fault.repair.is_some(),
            Repeats::Any | Repeats::SameValue => true,
        };
        if !repeats {
            return !self.is_listed(fault.code, fault.by, fault.severity);
        }
        let alike = self.repeated.iter().copied().filter(|&index| self.list[index].is_repeated_by(fault));
        let is_same = |&(_, index): &(usize, usize)| {
            fault.code.repeats != Repeats::SameValue || self.list[index].value == fault.value
        };
        let found = (1..).zip(alike).find(|found| found.0 == VALUES || is_same(found));
        match found {
            Some((_, first)) => self.list[first].absorb(fault),
            None => self.repeated.push(self.list.len()),
        }
        found.is_some()
    }

    /// A collector for a text that stands inside what is being read.
    pub fn inner(&self) -> Self {
        let Self { part, is_sound, has_no_fix, .. } = *self;
        Self { part, path: self.path.clone(), is_sound, has_no_fix, ..Self::new() }
    }

    /// Drops the fixes of the faults from the `first` of the list on, and offers none in what is being read.
    pub fn drop_fixes(&mut self, first: usize) {
        self.has_no_fix = true;
        self.list()[first..].iter_mut().for_each(|fault| fault.repair = None);
    }

    /// Adds the faults of another text; `outward` says where they are in this one.
    pub fn adopt(&mut self, mut inner: Self, outward: impl Fn(&mut Fault)) {
        self.commit();
        inner.commit();
        for mut fault in inner.list {
            outward(&mut fault);
            let is_listed =
                fault.code.repeats != Repeats::Never || self.is_listed(fault.code, fault.by, fault.severity);
            if is_listed && !self.is_counted_already(&mut fault) {
                self.list.push(fault);
            }
        }
        for Count { code, by, more, .. } in inner.counts {
            let count = self.count(code, by);
            count.more.iter_mut().zip(more).for_each(|(own, more)| *own += more);
        }
    }

    /// Whether any of a range of the JSON text was lost.
    pub fn is_lost(&self, at: &Range<usize>) -> bool {
        let first = self.lost.partition_point(|lost| lost.end < at.start);
        self.lost.get(first).is_some_and(|lost| lost.start <= at.end)
    }

    /// Counts a fault that can't be but the same as one in this part, if there is one.
    fn is_counted(&mut self, code: &'static Code) -> bool {
        let is_same = |&&index: &&usize| self.list[index].code.is(code) && self.list[index].part == self.part;
        let first = self.repeated.iter().find(is_same).copied();
        if let Some(first) = first {
            self.list[first].count += 1;
        }
        first.is_some()
    }

    /// Counts one more fault of a kind, and says whether it is to be listed.
    fn is_listed(&mut self, code: &'static Code, by: Authority, severity: Severity) -> bool {
        let count = self.count(code, by);
        let is_listed = count.listed < LISTED;
        *(if is_listed { &mut count.listed } else { &mut count.more[severity as usize] }) += 1;
        is_listed
    }

    fn count(&mut self, code: &'static Code, by: Authority) -> &mut Count {
        let is_known = |count: &Count| count.code.is(code) && count.by == by;
        let index = self.counts.iter().position(is_known).unwrap_or_else(|| {
            self.counts.push(Count { code, by, listed: 0, more: [0; 3] });
            self.counts.len() - 1
        });
        &mut self.counts[index]
    }

    /// The faults as the caller wants to hear of them, the gravest first, with a line after them for each kind of which some
    /// are not listed.
    pub fn into_sorted(mut self, customs_rules: CustomsRules) -> Vec<Fault> {
        self.commit();
        for count in &self.counts {
            for (severity, &more) in GRAVEST_FIRST.into_iter().zip(&count.more).filter(|(_, more)| **more > 0) {
                let mut fault = Fault::new(&catalogue::MORE, count.by, severity);
                fault.arg("count", more).arg("code", count.code.id);
                self.list.push(fault);
            }
        }
        self.list.retain_mut(|fault| {
            let severity = severity(fault, customs_rules);
            fault.severity = severity.unwrap_or(fault.severity);
            severity.is_some()
        });
        let is_more = |fault: &Fault| fault.code.is(&catalogue::MORE);
        let parts = [None, Some(Part::EData), Some(Part::PayExInfo)];
        let keys = GRAVEST_FIRST.into_iter().flat_map(|severity| parts.map(|part| (false, severity, part)));
        let keys = keys.chain(GRAVEST_FIRST.map(|severity| (true, severity, None)));
        grouped(self.list, keys, |fault| (is_more(fault), fault.severity, fault.part))
    }

    /// The codes so far.
    #[cfg(test)]
    pub fn ids(&mut self) -> Vec<&'static str> {
        self.list().iter().map(|fault| fault.code.id).collect()
    }
}

/// Returns the severity of a fault for this caller; `None` if the caller turned the rule off. An unknown name is worth a
/// warning at least.
fn severity(fault: &Fault, customs_rules: CustomsRules) -> Option<Severity> {
    match (fault.by, customs_rules) {
        (Authority::Cbt | Authority::Library, _) => Some(fault.severity),
        (Authority::Customs, CustomsRules::Off) => {
            fault.code.is(&catalogue::FIELD_MISSPELT).then_some(Severity::Warning)
        }
        (Authority::Customs, _) if fault.severity == Severity::Info => Some(Severity::Info),
        (Authority::Customs, CustomsRules::Warning) => Some(Severity::Warning),
        (Authority::Customs, CustomsRules::Error) => Some(Severity::Error),
    }
}

impl Default for Faults {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fault::{EDITS, Repair};
    use super::*;

    #[test]
    fn one_mistake_is_one_fault() {
        let mut faults = Faults::new();
        faults.enter_part(Part::PayExInfo);
        for (at, value) in [(0, "'"), (4, "“"), (9, "'")] {
            faults.add(&catalogue::JSON_QUOTES, Location::Json(at..at + 1)).value(value).change(at..at + 1, "\"");
        }
        // What has no fix is another finding, and so is a guess.
        faults.add(&catalogue::JSON_QUOTES, Location::Json(12..13)).value("'");
        faults.add(&catalogue::JSON_QUOTES, Location::Json(14..15)).value("'").change(14..15, "\"").is_guess = true;
        faults.enter_part(Part::EData);
        faults.add(&catalogue::JSON_QUOTES, Location::Json(1..2)).value("'").change(1..2, "\"");
        let found: Vec<_> = faults.list().iter().map(|fault| (fault.count, fault.changes().len())).collect();
        assert_eq!(found, [(2, 2), (1, 1), (1, 0), (1, 1), (1, 1)]);
    }

    #[test]
    fn values_that_differ_without_end_are_one_fault_at_last() {
        let mut faults = Faults::new();
        for at in 0..100 {
            let place = Location::Json(at..at + 1);
            faults.add(&catalogue::JSON_INVALID_LITERAL, place).value(at.to_string());
        }
        assert_eq!(faults.list().len(), VALUES);
        assert_eq!(faults.list().last().map(|fault| fault.count), Some(100 - VALUES + 1));
    }

    #[test]
    fn a_fix_of_too_many_edits_encodes_or_is_left_out() {
        for (code, is_encoded) in [(&catalogue::FORM_UNENCODED_PLUS, true), (&catalogue::JSON_COMMENT, false)] {
            let mut faults = Faults::new();
            for at in 0..=EDITS {
                faults.add(code, Location::Nowhere).change(at..at + 1, "");
            }
            let repair = &faults.list()[0].repair;
            assert_eq!(matches!(repair, Some(Repair::Encode)), is_encoded, "{}", code.id);
            assert_eq!(matches!(repair, Some(Repair::TooMany)), !is_encoded, "{}", code.id);
        }
    }

    #[test]
    fn the_same_faults_are_listed_under_all_options() {
        let listed = |customs_rules| {
            let mut faults = Faults::new();
            for _ in 0..150 {
                faults.add_by(Authority::Customs, Severity::Error, &catalogue::FIELD_MISSING, Location::Nowhere);
                faults.add(&catalogue::FIELD_MISSING, Location::Nowhere);
            }
            faults.into_sorted(customs_rules).iter().map(|fault| (fault.by, fault.code.id)).collect::<Vec<_>>()
        };
        let count = |list: &[(Authority, &str)], by| list.iter().filter(|fault| fault.0 == by).count();
        let warned = listed(CustomsRules::Warning);
        assert_eq!((count(&warned, Authority::Cbt), count(&warned, Authority::Customs)), (101, 101));
        let off = listed(CustomsRules::Off);
        assert_eq!((count(&off, Authority::Cbt), count(&off, Authority::Customs)), (101, 0));
    }
}
