//! The reading context: part, path, certainty, lost ranges.

use alloc::vec::Vec;
use core::ops::Range;

use super::fault::Part;
use super::path::Path;
use crate::spec::{FORM, Field, MEMBERS};
use cbt179_fast::Moment;

/// The reading context. Readers set it, and each fault copies what it needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// The part of the form, or the message.
    pub part: Option<Part>,
    pub path: Path,
    /// Whether a request is read rather than a form body, so that its parts have a request's names.
    pub is_request: bool,
    /// See [`super::Fault::is_sound`].
    pub is_sound: bool,
    /// Whether no fix is offered, because something in the text cannot be fixed.
    pub has_no_fix: bool,
    /// The ranges of the JSON text that could not be decoded, sorted. A fault there is only a consequence of the loss.
    pub lost: Vec<Range<usize>>,
    /// The time of the request, once it was read.
    pub request_time: Option<Moment>,
}

impl Context {
    /// Returns the context at the root of a part of the same body or request.
    pub fn of_part(&self, part: Part) -> Self {
        let Self { is_request, request_time, .. } = *self;
        let mut path = Path::default();
        let name = self.name_of(part.field());
        if !name.is_empty() {
            path.enter(name);
        }
        Self { part: Some(part), path, is_request, request_time, ..Self::default() }
    }

    /// Returns the name of a field in what is read: `EData` in a form body is `eData` in a request.
    pub fn name_of(&self, field: &Field) -> &'static str {
        let part = FORM.iter().position(|part| self.is_request && core::ptr::eq(part, field));
        part.map_or(field.name, |part| MEMBERS[part])
    }

    /// Returns the context of a nested text. Its `lost` is empty: the lost ranges are in the outer text.
    pub fn inner(&self) -> Self {
        Self { path: self.path.clone(), lost: Vec::new(), ..*self }
    }

    /// Returns whether every byte of the text is signed.
    pub fn is_signed(&self) -> bool {
        self.part == Some(Part::PayExInfo)
    }

    /// Returns whether any of a range of the JSON text was lost.
    pub fn is_lost(&self, at: &Range<usize>) -> bool {
        let first = self.lost.partition_point(|lost| lost.end < at.start);
        self.lost.get(first).is_some_and(|lost| lost.start <= at.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_found() {
        let context = Context { lost: vec![2..4, 8..8], ..Context::default() };
        for (at, is_lost) in [(0..1, false), (0..2, true), (3..3, true), (4..6, true), (5..7, false), (8..9, true)] {
            assert_eq!(context.is_lost(&at), is_lost, "{at:?}");
        }
    }
}
