//! Collects the values of sound JSON that the table rejects.

use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;

use cbt179_fast::{Held, Keep};

use super::Note;
use crate::diagnostics::Faults;
use crate::json;
use crate::options::CustomsRules;
use crate::spec::Field;

/// The minimum number of bytes for each kept value: if there are more values, parsing the whole text is as fast.
const BYTES_EACH: usize = 128;

/// The number of values that may always be kept.
const FEW: usize = 16;

/// Reads a JSON text against a field of the table, and returns the values that it rejects, in the order of the text.
///
/// Returns `None` if the text is not JSON, or has too many such values. `faults` must be at the path of the text's
/// root.
pub(crate) fn notes<'a>(
    text: &'a str,
    field: &'static Field,
    customs_rules: CustomsRules,
    faults: &Faults,
) -> Option<Vec<Note<'a>>> {
    let patience = Cell::new(json::patience(text));
    let notes = Notes { text, faults, patience, list: RefCell::default(), is_over: Cell::new(false) };
    cbt179_fast::notes(text, field, customs_rules, faults.context.request_time, &notes)?;
    Some(notes.list.into_inner())
}

/// Enters the path of a value from the text's root, and adds the brackets that are open there.
fn enter(held: &Held, faults: &mut Faults, open: &mut Vec<u8>) {
    let Some(parent) = held.parent else {
        return;
    };
    enter(parent, faults, open);
    let path = &mut faults.context.path;
    let (_, bracket) = match held.index {
        Some(index) => (path.enter_index(index), b'['),
        None => (path.enter(held.field.name), b'{'),
    };
    open.push(bracket);
}

/// Collects the values of a text that the table rejects.
struct Notes<'n, 'a> {
    text: &'a str,
    faults: &'n Faults,
    /// The number of bytes of lookahead that remain for all parsers of this text together.
    patience: Cell<usize>,
    list: RefCell<Vec<Note<'a>>>,
    /// Set once a value fails to parse, so that its parents are not parsed again.
    is_over: Cell<bool>,
}

impl Keep for Notes<'_, '_> {
    /// Parses the value. Returns `None` if it is not JSON, or if the limit is reached.
    fn keep(&self, start: usize, held: &Held) -> Option<NonZeroUsize> {
        let mut list = self.list.borrow_mut();
        if self.is_over.get() || list.len() > self.text.len() / BYTES_EACH + FEW {
            return None;
        }
        let (mut faults, mut open) = (self.faults.inner(), Vec::new());
        enter(held, &mut faults, &mut open);
        let patience = self.patience.get();
        let Some((node, end, patience)) = json::parse_value(self.text, start, open, patience, &mut faults) else {
            self.is_over.set(true);
            return None;
        };
        self.patience.set(patience);
        let kept = list.partition_point(|note| note.node.at.start < start);
        list.truncate(kept);
        let path = faults.context.path.as_str().to_owned();
        let is_item = held.index.is_some();
        list.push(Note { node, field: held.field, is_item, path, faults: faults.unless_empty() });
        NonZeroUsize::new(end)
    }
}
