//! Reports members of an object that have the same key. Strict parsers accept them, so the text is still JSON.

use alloc::vec::Vec;
use core::ops::Range;

use super::tree::{Member, Members};
use crate::diagnostics::catalogue;
use crate::diagnostics::{Fault, Faults, Location, sorted};
use crate::text::excerpt::excerpt;

/// Up to this many members, a linear search is faster than a sort.
const FEW: usize = 16;

/// Reports the duplicate keys among the members of an object in `text`.
pub(super) fn report(text: &str, members: Members, faults: &mut Faults) {
    let mut few = [""; FEW];
    let count = members.iter().count();
    members.iter().zip(&mut few).for_each(|(member, slot)| *slot = member.key);
    // A hash table would be faster, but a sender could choose keys that collide.
    let mut keys = Vec::new();
    let repeated = if count <= FEW {
        (1..count).filter(|&index| few[..index].contains(&few[index])).count()
    } else {
        keys.reserve_exact(count);
        keys.extend(members.with_offsets().map(|(offset, member)| (member.key, offset)));
        keys = sorted(keys);
        keys.windows(2).filter(|pair| pair[0].0 == pair[1].0).count()
    };
    if repeated == 0 {
        return;
    }
    let first_of = |key: &str| {
        if keys.is_empty() {
            return members.iter().find(|member| member.key == key);
        }
        let first = keys.partition_point(|(other, _)| *other < key);
        members.at(keys.get(first)?.1)
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
