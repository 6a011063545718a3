//! Limits the number of listed findings of each kind, and counts the rest.

use super::catalogue::{self, Code, GRAVEST_FIRST, Severity};
use super::fault::Fault;
use crate::spec::Authority;

/// The maximum number of listed faults with one code and authority.
const LISTED: usize = 100;

/// Counts the faults of each kind.
#[derive(Debug, Default)]
pub(super) struct Limits {
    counts: Vec<Count>,
}

/// The number of faults with one code and authority.
#[derive(Debug)]
struct Count {
    code: &'static Code,
    by: Authority,
    listed: usize,
    /// The number of faults of each severity that were found but not listed.
    more: [usize; 3],
}

impl Limits {
    /// Counts a fault of this kind; returns whether it must be listed.
    pub fn admit(&mut self, code: &'static Code, by: Authority, severity: Severity) -> bool {
        let count = self.count(code, by);
        let is_listed = count.listed < LISTED;
        *(if is_listed { &mut count.listed } else { &mut count.more[severity as usize] }) += 1;
        is_listed
    }

    /// Adds the unlisted counts of another collector.
    pub fn add(&mut self, others: Self) {
        for Count { code, by, more, .. } in others.counts {
            let count = self.count(code, by);
            count.more.iter_mut().zip(more).for_each(|(own, more)| *own += more);
        }
    }

    /// Returns a `findings.more` fault for each kind and severity that exceeded the limit.
    pub fn unlisted(&self) -> impl Iterator<Item = Fault> {
        self.counts.iter().flat_map(|count| {
            let more = GRAVEST_FIRST.into_iter().zip(count.more).filter(|(_, more)| *more > 0);
            more.map(|(severity, more)| {
                let mut fault = Fault::new(&catalogue::MORE, count.by, severity);
                fault.arg("count", more).arg("code", count.code.id);
                fault
            })
        })
    }

    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    fn count(&mut self, code: &'static Code, by: Authority) -> &mut Count {
        let is_known = |count: &Count| count.code.is(code) && count.by == by;
        let index = self.counts.iter().position(is_known).unwrap_or_else(|| {
            self.counts.push(Count { code, by, listed: 0, more: [0; 3] });
            self.counts.len() - 1
        });
        &mut self.counts[index]
    }
}
