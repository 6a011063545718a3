//! Checks JSON inside a string, as `json_encode` writes a value that was already JSON.

use core::cell::Cell;

use super::{A_LIST, Checker, expected};
use crate::diagnostics::catalogue;
use crate::diagnostics::{Change, Fault, Location, Repair};
use crate::json::{self, Node, Parsed};
use crate::spec::Field;
use crate::text::SourceMap;

/// The minimum number of edits that the fixes of the faults inside one string may have together.
const EDITS: usize = 16 * 1024;

impl Checker<'_, '_> {
    /// Checks an object or a list that is encoded as a string; returns whether the string contains one.
    pub(super) fn quoted(&mut self, text: &str, node: &Node, field: &'static Field, is_item: bool) -> bool {
        let due = expected(field, is_item);
        // A list of one order is often sent as that order.
        let may_begin = if due == A_LIST { &['[', '{'][..] } else { &['{'] };
        if !text.trim_start().starts_with(may_begin) {
            return false;
        }
        let mut faults = self.faults.inner();
        faults.context.is_sound = false;
        let (parsed, is_certain) = json::parse_with_fixes(text, 0, &mut faults);
        let Parsed { is_json, is_balanced, .. } = parsed;
        // A raw control character in an inner string is an escape here, which opening the string would undo.
        let is_safe = |fault: &Fault| !fault.is_guess && !fault.code.is(&catalogue::JSON_CONTROL_CHARACTER);
        let is_open = is_json || is_certain && faults.list().iter().all(is_safe);
        let source = self.between_quotes(&node.at);
        let opened = source.clone().filter(|_| is_open).and_then(|(text, at)| json::opened(text, at));
        if opened.is_none() {
            // The string must be replaced by its content before anything in it can be fixed.
            faults.drop_fixes(0);
        }
        let fault = self.type_fault(&catalogue::FIELD_QUOTED_JSON, node, field).arg("due", due);
        for Change { at, text, .. } in opened.iter().flatten() {
            fault.change(at.clone(), text.clone());
        }
        faults.context.is_sound = is_certain && self.faults.context.is_sound;
        let text = self.text.map(|_| text);
        Checker::new(&mut faults, text, is_balanced).structure(&parsed.root(), field, is_item);
        // Map the faults inside the string to the ranges of its escaped characters in this text.
        let outward = source.map(|(text, at)| json::unescape(text.as_bytes(), at).1);
        // Every fix has a copy of the edits that open the string, so their number is limited by its length.
        let left = Cell::new(EDITS + node.at.len() / 16);
        self.faults.adopt(faults, &|fault| {
            if let (Some(opened), Some(map), Some(_)) = (&opened, &outward, &fault.repair) {
                match left.get().checked_sub(opened.len()) {
                    Some(less) => {
                        left.set(less);
                        open(fault, opened, map);
                    }
                    None => fault.repair = Some(Repair::TooMany),
                }
            }
            fault.location = match (&fault.location, &outward) {
                (Location::Json(at), Some(map)) => Location::Json(map.outer(at.clone())),
                _ => Location::Nowhere,
            };
        });
        true
    }
}

/// Makes the fix of a fault inside a string a fix of the text around the string; it also opens the string.
///
/// Every fix inside the string contains the edits that open it, so any of them may be applied alone. Its own edits
/// leave out what those edits delete: the one that replaces the string `\"100\"` by a number keeps both backslashes,
/// for `opened` to delete.
fn open(fault: &mut Fault, opened: &[Change], map: &SourceMap) {
    let Some(Repair::Changes(own)) = &mut fault.repair else {
        return;
    };
    let mut changes = opened.to_vec();
    for (index, change) in changes.iter_mut().enumerate() {
        change.is_joined = index > 0;
    }
    let mut opening = changes.len();
    for (index, Change { at, mut text, is_joined }) in own.drain(..).enumerate() {
        let at = map.outer(at);
        let first = changes.len();
        let mut pos = at.start;
        let within = opened.partition_point(|change| change.at.end <= at.start);
        let starts = opened[within..].iter().map(|change| change.at.clone()).take_while(|other| other.start < at.end);
        for other in starts.chain(core::iter::once(at.end..at.end)) {
            if pos < other.start || other.is_empty() && !text.is_empty() {
                let is_joined = is_joined || changes.len() > first;
                changes.push(Change { is_joined, ..Change::new(pos..other.start, core::mem::take(&mut text)) });
            }
            pos = other.end.min(at.end);
        }
        if index < fault.opening {
            opening = changes.len();
        }
    }
    fault.opening = opening;
    *own = changes;
    fault.limit_edits(0);
}
