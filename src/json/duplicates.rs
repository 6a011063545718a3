//! Reports members of an object that have the same key. Strict parsers accept them, so the text is still JSON.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
#[expect(deprecated, reason = "see `hash`")]
use core::hash::{Hasher, SipHasher};
use core::ops::Range;

use super::tree::{Member, Members, Offset};
use crate::diagnostics::catalogue;
use crate::diagnostics::{Fault, Faults, Location};
use crate::spec::Authority;
use crate::text::excerpt::excerpt;

/// Up to this many members, a linear search is faster than a table.
const FEW: usize = 16;

/// Reports the duplicate keys among the members of an object in `text`.
///
/// `seed` is the same for all objects of the text.
pub(super) fn report(text: &str, members: Members, seed: &mut Option<u64>, faults: &mut Faults) {
    let mut few = [""; FEW];
    let mut count = 0;
    for (member, slot) in members.iter().zip(&mut few) {
        *slot = member.key;
        count += 1;
    }
    let mut table = None;
    // Whether each member has the key of an earlier one.
    let is_repeat: Vec<bool> = if count < FEW {
        let is_repeat = |index: usize| few[..index].contains(&few[index]);
        if !(1..count).any(is_repeat) {
            return;
        }
        (0..count).map(is_repeat).collect()
    } else {
        let firsts = table.insert(Firsts::new(*seed.get_or_insert_with(|| hash(0, text))));
        members.with_offsets().map(|(offset, member)| !firsts.insert(members, offset, member.key)).collect()
    };
    // Two objects may have become one, if they had the same keys.
    let is_guess = is_repeat.iter().filter(|is_repeat| **is_repeat).count() > 1;
    let first_of = |key: &str| match &table {
        Some(firsts) => firsts.get(members, key),
        None => members.iter().find(|member| member.key == key),
    };
    let raw = |member: &Member| &text[member.value.at.clone()];
    let mut before = 0;
    for (member, is_repeat) in members.iter().zip(is_repeat) {
        if is_repeat {
            let (code, location) = (&catalogue::JSON_DUPLICATE_KEY, Location::Json(member.key_at.clone()));
            let fault = faults.add_to_member(member.key, Authority::Cbt, code.severity, code, location);
            fault.value_with(|| excerpt(member.key).to_owned());
            if fault.is_recorded() && first_of(member.key).is_some_and(|first| raw(&first) == raw(&member)) {
                remove(text, &member, Kept::Before(before), fault);
                fault.is_guess |= is_guess;
            }
        }
        before = member.value.at.end;
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
    slots: Vec<Slot>,
    used: usize,
    /// The hash of the whole text. Keys that were chosen to collide under it would change it.
    seed: u64,
}

/// A member and the hash of its key. Most different keys have different hashes, so they are not read to be compared.
#[derive(Clone, Copy)]
struct Slot {
    offset: Offset,
    hash: u32,
}

impl Slot {
    const EMPTY: Self = Self { offset: Offset::NONE, hash: 0 };

    fn is_empty(&self) -> bool {
        self.offset == Offset::NONE
    }
}

impl Firsts {
    fn new(seed: u64) -> Self {
        Self { slots: vec![Slot::EMPTY; 4 * FEW], used: 0, seed }
    }

    /// Adds a key; returns whether it is new.
    fn insert(&mut self, members: Members, offset: Offset, key: &str) -> bool {
        let hash = self.hash(key);
        let index = self.find(hash, |slot| has_key(members, slot.offset, key));
        if !self.slots[index].is_empty() {
            return false;
        }
        self.slots[index] = Slot { offset, hash };
        self.used += 1;
        if 4 * self.used > 3 * self.slots.len() {
            let slots = vec![Slot::EMPTY; 2 * self.slots.len()];
            let old = core::mem::replace(&mut self.slots, slots);
            for slot in old.into_iter().filter(|slot| !slot.is_empty()) {
                // All keys in the table differ, so none matches.
                let index = self.find(slot.hash, |_| false);
                self.slots[index] = slot;
            }
        }
        true
    }

    fn get<'t>(&self, members: Members<'t>, key: &str) -> Option<Member<'t>> {
        members.at(self.slots[self.find(self.hash(key), |slot| has_key(members, slot.offset, key))].offset)
    }

    fn hash(&self, key: &str) -> u32 {
        let [a, b, c, d, ..] = hash(self.seed, key).to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }

    /// Returns the index of the slot with this hash that matches, or of the slot where it would be inserted.
    fn find(&self, hash: u32, matches: impl Fn(&Slot) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut index = hash as usize & mask;
        while let slot = &self.slots[index]
            && !slot.is_empty()
            && !(slot.hash == hash && matches(slot))
        {
            index = (index + 1) & mask;
        }
        index
    }
}

fn has_key(members: Members, offset: Offset, key: &str) -> bool {
    members.at(offset).is_some_and(|member| member.key == key)
}

/// Hashes a text by SipHash-2-4.
#[expect(deprecated, reason = "its successor is in the standard library, and has no keys")]
fn hash(seed: u64, text: &str) -> u64 {
    let mut hasher = SipHasher::new_with_keys(seed, 0);
    hasher.write(text.as_bytes());
    hasher.finish()
}
