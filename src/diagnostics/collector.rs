//! Collects faults from the layers: merges repeats and limits the number of each kind.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::ops::Range;

use super::catalogue::{self, Code, Repeats, Severity};
use super::context::Context;
use super::edit::Change;
use super::fault::{Fault, Location, Part, Recorded};
use crate::options::CustomsRules;
use crate::spec::Authority;

/// The maximum number of listed faults of one kind.
const LISTED: usize = 100;

/// The maximum number of findings with different values for one [`Repeats::SameValue`] code.
const VALUES: usize = 8;

/// Collects faults.
///
/// Each fault records the authority that set its rule, and the caller's options are applied when faults are reported.
/// So the same input has the same faults under all options, except that readers may skip customs rules that are off.
#[derive(Debug)]
pub(crate) struct Faults {
    /// The reading context.
    pub context: Context,
    listed: Listed,
    /// The last fault added, which its reader may still modify; it is listed when the next one is added.
    last: Fault,
}

/// The faults that are listed, and the numbers of the others.
#[derive(Debug, Default)]
struct Listed {
    faults: Vec<Fault>,
    /// Indices in `faults` of those that a later one may repeat.
    repeated: Vec<usize>,
    kinds: Vec<Kind>,
}

/// The faults of one reading of a text, among two that are compared.
pub(crate) struct Reading {
    list: Vec<Fault>,
    kinds: Vec<Kind>,
    has_no_fix: bool,
    lost: Vec<Range<usize>>,
}

/// The number of faults with one code, authority and severity.
#[derive(Clone, Debug)]
struct Kind {
    code: &'static Code,
    by: Authority,
    severity: Severity,
    listed: usize,
    /// The number of faults that were found but not listed.
    more: usize,
}

impl Faults {
    pub fn new() -> Self {
        Self::with(Context::default())
    }

    /// Returns a collector for a request, whose paths begin with the names of its members.
    pub fn of_request() -> Self {
        Self::with(Context { is_request: true, ..Context::default() })
    }

    fn with(context: Context) -> Self {
        Self { context, listed: Listed::default(), last: Fault::vacant() }
    }

    /// Returns a collector for a text nested in the current one.
    pub fn inner(&self) -> Self {
        Self::with(self.context.inner())
    }

    /// Moves to the root of a part.
    pub fn enter_part(&mut self, part: Part) {
        self.context = self.context.of_part(part);
    }

    /// Returns the faults collected so far.
    pub fn list(&mut self) -> &mut [Fault] {
        self.commit();
        &mut self.listed.faults
    }

    /// Removes the faults from index `first` on that match `is_such`, which is not generic to keep the module small.
    pub fn remove(&mut self, first: usize, is_such: &mut dyn FnMut(&Fault) -> bool) {
        self.commit();
        self.listed.faults.extract_if(first.., |fault| is_such(fault)).for_each(drop);
        self.listed.find_repeated();
    }

    /// Takes the faults from index `first` on, so that their text can be read in another way.
    pub fn take(&mut self, first: usize) -> Reading {
        self.commit();
        let list = self.listed.faults.split_off(first);
        self.listed.repeated.retain(|&index| index < first);
        let Context { has_no_fix, ref lost, .. } = self.context;
        Reading { list, kinds: self.listed.kinds.clone(), has_no_fix, lost: lost.clone() }
    }

    /// Replaces the faults from index `first` on with those of another reading, and returns them.
    pub fn put(&mut self, first: usize, reading: Reading) -> Reading {
        let before = self.take(first);
        let Reading { list, kinds, has_no_fix, lost } = reading;
        self.listed.faults.extend(list);
        self.listed.find_repeated();
        (self.listed.kinds, self.context.has_no_fix, self.context.lost) = (kinds, has_no_fix, lost);
        before
    }

    /// Returns whether the current part has an error.
    pub fn has_error_in_part(&mut self) -> bool {
        let part = self.context.part;
        self.list().iter().any(|fault| fault.part == part && fault.severity == Severity::Error)
    }

    /// Returns whether a fault of a part was resolved by a guess.
    pub fn has_guess_in(&mut self, part: Part) -> bool {
        self.list().iter().any(|fault| fault.part == Some(part) && fault.is_guess)
    }

    /// Keeps the first errors from index `first` on if there are many, or if the parser lost its place: the others are
    /// likely consequences. Returns the offset in the JSON text where it lost its place.
    pub fn keep_roots(&mut self, first: usize, lost_at: Option<usize>) -> Option<usize> {
        /// One mistake gives no more findings than this.
        const MOST: usize = 3;
        let is_error = |fault: &Fault| fault.severity == Severity::Error && !is_limit(fault.code);
        let offsets = self.list()[first..].iter().filter(|fault| is_error(fault));
        let offsets: Vec<_> =
            offsets.map(|fault| if let Location::Json(at) = &fault.location { at.start } else { 0 }).collect();
        let lost_at = lost_at.or_else(|| offsets.get(MOST).map(|_| offsets[0]));
        if lost_at.is_some() {
            let mut errors = 0;
            self.remove(first, &mut |fault| {
                errors += usize::from(is_error(fault));
                errors > MOST && is_error(fault)
            });
        }
        lost_at
    }

    /// Moves the faults from index `first` on to the current path.
    pub fn move_here(&mut self, first: usize) {
        self.commit();
        for fault in &mut self.listed.faults[first..] {
            self.context.path.as_str().clone_into(&mut fault.path);
        }
    }

    /// Drops the fixes of the faults from index `first` on, and disables fixes in the current text.
    pub fn drop_fixes(&mut self, first: usize) {
        self.context.has_no_fix = true;
        self.list()[first..].iter_mut().for_each(|fault| fault.repair = None);
    }

    /// Adds a fault against CBT's document or a standard that it cites.
    pub fn add(&mut self, code: &'static Code, location: Location) -> &mut Fault {
        self.add_by(Authority::Cbt, code.severity, code, location)
    }

    /// Adds a fault against a rule of the given authority. The result is vacant if the fault is not listed.
    pub fn add_by(&mut self, by: Authority, severity: Severity, code: &'static Code, location: Location) -> &mut Fault {
        self.add_at(None, by, severity, code, location)
    }

    /// Counts the last fault again, if it has this code and the same kind of fix: none, or one that is as certain. Returns
    /// whether it does. All faults of the code must be one finding.
    pub fn again(&mut self, code: &'static Code, change: Option<Change>, is_guess: bool) -> bool {
        debug_assert_eq!(code.repeats, Repeats::Any, "{}", code.id);
        let Fault { recorded, part, is_guess: last_is_guess, ref repair, .. } = self.last;
        let has_equal_fix = match (&change, repair) {
            _ if recorded == Recorded::NoFix => true,
            (None, None) => true,
            (Some(_), Some(_)) => is_guess == last_is_guess,
            _ => false,
        };
        let is_same =
            recorded != Recorded::Nothing && part == self.context.part && self.last.code.is(code) && has_equal_fix;
        if is_same {
            self.last.count_again(change);
        }
        is_same
    }

    /// Adds a fault at member `name` of the current value.
    pub fn add_to_member(
        &mut self,
        name: &str,
        by: Authority,
        severity: Severity,
        code: &'static Code,
        location: Location,
    ) -> &mut Fault {
        self.add_at(Some(name), by, severity, code, location)
    }

    fn add_at(
        &mut self,
        member: Option<&str>,
        by: Authority,
        severity: Severity,
        code: &'static Code,
        location: Location,
    ) -> &mut Fault {
        self.commit();
        let Context { part, is_sound, has_no_fix, .. } = self.context;
        // Other repeats are only recognized once the fault is complete.
        let is_counted = matches!(&location, Location::Json(at) if self.context.is_lost(at) && !is_limit(code))
            || code.repeats == Repeats::Never && !self.listed.admit(code, by, severity)
            || code.repeats == Repeats::Any
                && (code.fix.is_none() || has_no_fix)
                && self.listed.count_again(code, part);
        if !is_counted {
            let path = &mut self.context.path;
            let mark = path.enter_if(member);
            self.last.restart(code, by, severity);
            self.last.path.push_str(path.as_str());
            path.leave(mark);
            (self.last.part, self.last.location, self.last.is_sound) = (part, location, is_sound);
            self.last.recorded = if has_no_fix { Recorded::NoFix } else { Recorded::All };
        }
        &mut self.last
    }

    /// Lists the last fault, or merges it. The buffers of a merged fault are reused, because thousands may be repeats.
    fn commit(&mut self) {
        if self.last.recorded != Recorded::Nothing {
            if self.listed.is_counted(&mut self.last) {
                self.last.recorded = Recorded::Nothing;
            } else {
                self.listed.faults.push(core::mem::replace(&mut self.last, Fault::vacant()));
            }
        }
    }

    /// Adds the faults of another text; `outward` moves each to its location in this one.
    pub fn adopt(&mut self, mut inner: Self, outward: &dyn Fn(&mut Fault)) {
        self.commit();
        inner.commit();
        self.context.request_time = inner.context.request_time;
        for mut fault in inner.listed.faults {
            outward(&mut fault);
            let is_listed =
                fault.code.repeats != Repeats::Never || self.listed.admit(fault.code, fault.by, fault.severity);
            if is_listed && !self.listed.is_counted(&mut fault) {
                self.listed.faults.push(fault);
            }
        }
        for Kind { code, by, severity, more, .. } in inner.listed.kinds {
            self.listed.kind(code, by, severity).more += more;
        }
    }

    /// Applies the caller's options and sorts errors first. Each severity ends with one fault for each kind that exceeded
    /// its limit.
    pub fn into_sorted(mut self, customs_rules: CustomsRules) -> Vec<Fault> {
        self.commit();
        for Kind { code, by, severity, more, .. } in self.listed.kinds.into_iter().filter(|kind| kind.more > 0) {
            let mut fault = Fault::new(&catalogue::MORE, by, severity);
            fault.arg("count", more).arg("code", code.id);
            self.listed.faults.push(fault);
        }
        self.listed.faults.retain_mut(|fault| {
            let severity = severity(fault, customs_rules);
            fault.severity = severity.unwrap_or(fault.severity);
            severity.is_some()
        });
        let is_more = |fault: &Fault| usize::from(fault.code.is(&catalogue::MORE));
        let part = |fault: &Fault| fault.part.map_or(0, |part| part as usize + 1);
        let rank = |fault: &Fault| (fault.severity as usize * 2 + is_more(fault)) * (Part::COUNT + 1) + part(fault);
        grouped(self.listed.faults, 0..3 * 2 * (Part::COUNT + 1), rank)
    }

    /// Returns the codes of the faults collected so far.
    #[cfg(test)]
    pub fn ids(&mut self) -> Vec<&'static str> {
        self.list().iter().map(|fault| fault.code.id).collect()
    }
}

impl Listed {
    /// Restores the indices after faults were removed or replaced.
    fn find_repeated(&mut self) {
        let may_repeat = |&index: &usize| self.faults[index].code.repeats != Repeats::Never;
        self.repeated = (0..self.faults.len()).filter(may_repeat).collect();
    }

    /// Merges a fault that repeats another, and counts one beyond the limit. Returns `false` if it must be listed.
    fn is_counted(&mut self, fault: &mut Fault) -> bool {
        let Fault { code, by, severity, .. } = *fault;
        match code.repeats {
            Repeats::Never => return false,
            Repeats::Fixable if fault.repair.is_none() => return !self.admit(code, by, severity),
            _ => {}
        }
        let is_same = |index: usize| code.repeats != Repeats::SameValue || self.faults[index].value == fault.value;
        let alike = self.repeated.iter().copied().filter(|&index| self.faults[index].is_repeated_by(fault));
        let first = (1..).zip(alike).find(|&(count, index)| count == VALUES || is_same(index));
        match first {
            Some((_, first)) => self.faults[first].absorb(fault),
            None => self.repeated.push(self.faults.len()),
        }
        first.is_some()
    }

    /// Counts a fault whose only distinguishing property is its code, if the part already has one.
    fn count_again(&mut self, code: &'static Code, part: Option<Part>) -> bool {
        let is_same = |&&index: &&usize| self.faults[index].code.is(code) && self.faults[index].part == part;
        let first = self.repeated.iter().find(is_same).copied();
        if let Some(first) = first {
            self.faults[first].count += 1;
        }
        first.is_some()
    }

    /// Counts a fault of this kind; returns whether it must be listed.
    fn admit(&mut self, code: &'static Code, by: Authority, severity: Severity) -> bool {
        let kind = self.kind(code, by, severity);
        let is_listed = kind.listed < LISTED;
        *(if is_listed { &mut kind.listed } else { &mut kind.more }) += 1;
        is_listed
    }

    fn kind(&mut self, code: &'static Code, by: Authority, severity: Severity) -> &mut Kind {
        let is_it = |kind: &Kind| kind.code.is(code) && (kind.by, kind.severity) == (by, severity);
        let index = self.kinds.iter().position(is_it).unwrap_or_else(|| {
            self.kinds.push(Kind { code, by, severity, listed: 0, more: 0 });
            self.kinds.len() - 1
        });
        &mut self.kinds[index]
    }
}

/// Returns true if a fault says that the rest of a text was not read. It is never a consequence of another.
fn is_limit(code: &Code) -> bool {
    code.is(&catalogue::JSON_TOO_MANY_ERRORS)
}

impl Default for Faults {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns the severity of a fault for this caller, or `None` if the caller turned the rule off. A misspelt name is at
/// least a warning.
fn severity(fault: &Fault, customs_rules: CustomsRules) -> Option<Severity> {
    match (fault.by, customs_rules) {
        (Authority::Cbt | Authority::Library, _) => Some(fault.severity),
        (_, CustomsRules::Off) => fault.code.is(&catalogue::FIELD_MISSPELT).then_some(Severity::Warning),
        _ if fault.severity == Severity::Info => Some(Severity::Info),
        (_, CustomsRules::Warning) => Some(Severity::Warning),
        (_, CustomsRules::Error) => Some(Severity::Error),
    }
}

/// Groups items in the order of `keys`; items with the same key keep their order.
///
/// A sort would do the same, but adds many times as much code to the wasm.
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
        // A fault without a fix is a separate finding, and so is a guess.
        faults.add(&catalogue::JSON_QUOTES, Location::Json(12..13)).value("'");
        faults.add(&catalogue::JSON_QUOTES, Location::Json(14..15)).value("'").change(14..15, "\"").is_guess = true;
        faults.enter_part(Part::EData);
        faults.add(&catalogue::JSON_QUOTES, Location::Json(1..2)).value("'").change(1..2, "\"");
        let found: Vec<_> = faults.list().iter().map(|fault| (fault.count, fault.changes().len())).collect();
        assert_eq!(found, [(2, 2), (1, 1), (1, 0), (1, 1), (1, 1)]);
    }

    #[test]
    fn endlessly_different_values_are_one_fault_in_the_end() {
        let mut faults = Faults::new();
        for at in 0..100 {
            faults.add(&catalogue::JSON_INVALID_LITERAL, Location::Json(at..at + 1)).value(at.to_string());
        }
        assert_eq!(faults.list().len(), VALUES);
        assert_eq!(faults.list()[VALUES - 1].count, 100 - VALUES + 1);
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
}
