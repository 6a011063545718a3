//! Reports members of an object that have the same key. Strict parsers accept them, so the text is still JSON.

use alloc::vec::Vec;
#[expect(deprecated, reason = "see `hash`")]
use core::hash::{Hasher, SipHasher};
use core::ops::Range;

use super::tree::{Member, Members, Offset};
use crate::diagnostics::catalogue;
use crate::diagnostics::{Fault, Faults, Location};
use crate::text::excerpt::excerpt;

/// Up to this many members, a linear search is faster than a table.
const FEW: usize = 16;

/// Reports the duplicate keys among the members of an object in `text`.
///
/// `seed` is the same for all objects of the text.
pub(super) fn report(text: &str, members: Members, seed: &mut Option<u64>, faults: &mut Faults) {
    let mut few = [""; FEW];
    let mut count = 0;
    let mut repeated = 0;
    for (member, slot) in members.iter().zip(&mut few) {
        *slot = member.key;
        count += 1;
    }
    let mut table = None;
    if count < FEW {
        repeated = (1..count).filter(|&index| few[..index].contains(&few[index])).count();
    } else {
        let mut firsts = Firsts::new(*seed.get_or_insert_with(|| hash(0, text)));
        for (offset, member) in members.with_offsets() {
            repeated += usize::from(!firsts.insert(members, offset, member.key));
        }
        table = Some(firsts);
    }
    if repeated == 0 {
        return;
    }
    let first_of = |key: &str| match &table {
        Some(firsts) => firsts.get(members, key),
        None => members.iter().find(|member| member.key == key),
    };
    let raw = |member: &Member| &text[member.value.at.clone()];
    let mut before = None;
    for member in members.iter() {
        if let (Some(first), Some(before)) = (first_of(member.key), before)
            && first.key_at != member.key_at
        {
            let mark = faults.context.path.enter(member.key);
            let location = Location::Json(member.key_at.clone());
            let fault = faults.add(&catalogue::JSON_DUPLICATE_KEY, location).value(excerpt(member.key));
            if raw(&member) == raw(&first) {
                remove(text, &member, Kept::Before(before), fault);
                // Two objects may have become one, if they had the same keys.
                fault.is_guess |= repeated > 1;
            }
            faults.context.path.leave(mark);
        }
        before = Some(member.value.at.end);
    }
}

/// The neighbour of a member on the side of the one that is kept.
#[derive(Clone, Copy)]
pub(crate) enum Kept {
    /// The end of the preceding member.
    Before(usize),
    /// The start of the following member.
    After(usize),
}

/// Fixes `fault` by deleting a member whose raw value equals that of another, which is kept.
///
/// The comma on the side of the kept member is deleted as well, so that two deleted members never share a comma. There
/// is a fix only if exactly one comma separates the member from its neighbour on that side.
pub(crate) fn remove(text: &str, member: &Member, kept: Kept, fault: &mut Fault) {
    let Member { key_at, value, .. } = member;
    let (comma, member): (Range<usize>, Range<usize>) = match kept {
        Kept::Before(end) => (end..key_at.start, end..value.at.end),
        Kept::After(start) => (value.at.end..start, key_at.start..start),
    };
    if text.get(comma).is_some_and(|between| between.trim() == ",") {
        fault.change(member, "");
    }
}

/// The first member with each key: a table with open addressing and linear probing, at most three quarters full.
struct Firsts {
    slots: Vec<Offset>,
    used: usize,
    /// The hash of the whole text. Keys that were chosen to collide under it would change it.
    seed: u64,
}

impl Firsts {
    fn new(seed: u64) -> Self {
        Self { slots: vec![Offset::NONE; 4 * FEW], used: 0, seed }
    }

    /// Adds a key; returns whether it is new.
    fn insert(&mut self, members: Members, offset: Offset, key: &str) -> bool {
        let slot = self.slot(members, key);
        if members.at(self.slots[slot]).is_some() {
            return false;
        }
        self.slots[slot] = offset;
        self.used += 1;
        if 4 * self.used > 3 * self.slots.len() {
            let slots = vec![Offset::NONE; 2 * self.slots.len()];
            for offset in core::mem::replace(&mut self.slots, slots) {
                if let Some(member) = members.at(offset) {
                    let slot = self.slot(members, member.key);
                    self.slots[slot] = offset;
                }
            }
        }
        true
    }

    fn get<'t>(&self, members: Members<'t>, key: &str) -> Option<Member<'t>> {
        members.at(self.slots[self.slot(members, key)])
    }

    /// Returns the slot that has a key, or the slot where it would be inserted.
    fn slot(&self, members: Members, key: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = usize::try_from(hash(self.seed, key) & 0xFFFF_FFFF).unwrap_or_default() & mask;
        while members.at(self.slots[slot]).is_some_and(|member| member.key != key) {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

/// Hashes a text by SipHash-2-4.
#[expect(deprecated, reason = "its successor is in the standard library, and has no keys")]
fn hash(seed: u64, text: &str) -> u64 {
    let mut hasher = SipHasher::new_with_keys(seed, 0);
    hasher.write(text.as_bytes());
    hasher.finish()
}
