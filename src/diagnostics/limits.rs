//! How many findings of one kind are listed; the rest is counted.

use super::catalogue::{self, Code, GRAVEST_FIRST, Severity};
use super::fault::Fault;
use crate::spec::Authority;

/// How many faults of one code and authority are listed.
const LISTED: usize = 100;

/// Counts the faults of each kind.
#[derive(Debug, Default)]
pub(super) struct Limits {
    counts: Vec<Count>,
}

/// How many faults of one code and authority there are.
#[derive(Debug)]
struct Count {
    code: &'static Code,
    by: Authority,
    listed: usize,
    /// How many of each severity were found and not listed.
    more: [usize; 3],
}

impl Limits {
    /// Counts one more fault of a kind, and returns whether it is to be listed.
    pub fn admit(&mut self, code: &'static Code, by: Authority, severity: Severity) -> bool {
        let count = self.count(code, by);
        let is_listed = count.listed < LISTED;
        *(if is_listed { &mut count.listed } else { &mut count.more[severity as usize] }) += 1;
        is_listed
    }

    /// Adds what others found and did not list.
    pub fn add(&mut self, others: Self) {
        for Count { code, by, more, .. } in others.counts {
            let count = self.count(code, by);
            count.more.iter_mut().zip(more).for_each(|(own, more)| *own += more);
        }
    }

    /// Returns a `findings.more` fault for each kind and severity that was cut short.
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
