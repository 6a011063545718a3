//! Parses and checks the values that the fast pass noted in sound JSON.

use alloc::vec::Vec;

use super::{Checker, missing};
use crate::diagnostics::catalogue;
use crate::diagnostics::{Faults, Location};
use crate::json::{self, Node, Parsed};
use crate::spec::{Field, Kind};
use cbt179_fast::{Escapes, Note, NoteKind, Notes};

/// A note with its parsed value.
pub(crate) struct Noted<'a> {
    note: Note,
    /// The value; `None` if the note is not about a value.
    value: Option<Parsed<'a>>,
}

impl Noted<'_> {
    /// Returns the value and its field, if the note is about a value.
    pub fn value(&self) -> Option<(Node<'_>, &'static Field)> {
        self.value.as_ref().map(|value| (value.root(), self.note.field))
    }
}

/// Parses the noted values of a JSON text and adds the faults in their JSON, like the recovering parser. Returns `None`
/// without adding anything if a value cannot be parsed alone. `faults` must be at the path of the text's root.
pub(crate) fn read<'a>(text: &'a str, notes: &Notes, faults: &mut Faults) -> Option<Vec<Noted<'a>>> {
    let mut of_json = faults.inner();
    let root = of_json.context.path.as_str().len();
    let Escapes { mut slashes, mut characters } = notes.escapes();
    let mut read = |note: Note| {
        of_json.context.path.leave(root);
        // The value is valid, so only the number of open brackets matters to the parser.
        let mut open = Vec::new();
        for segment in note.path.split('/').skip(1) {
            of_json.context.path.enter(segment);
            open.push(b'[');
        }
        let mut escape = |code| {
            of_json.add(code, Location::Json(note.at.clone())).value(text.get(note.at.clone()).unwrap_or_default());
        };
        let mut value = None;
        match note.kind {
            NoteKind::Value => {
                value = Some(json::parse_value(text, note.at.start, open, &mut of_json)?);
            }
            NoteKind::Absent(_) => {}
            NoteKind::Slash => {
                escape(&catalogue::JSON_ESCAPED_SLASH);
                slashes -= 1;
            }
            NoteKind::Character => {
                escape(&catalogue::JSON_ESCAPED_CHARACTER);
                characters -= 1;
            }
        }
        Some(Noted { note, value })
    };
    let all = notes.list().into_iter().map(&mut read).collect::<Option<Vec<_>>>()?;
    for fault in of_json.list() {
        fault.count += match fault.code {
            code if code.is(&catalogue::JSON_ESCAPED_SLASH) => slashes,
            code if code.is(&catalogue::JSON_ESCAPED_CHARACTER) => characters,
            _ => 0,
        };
    }
    faults.adopt(of_json, &|_| {});
    Some(all)
}

/// Wraps the noted values of a request, whose ranges refer to `texts`.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) fn of_request<'a>(texts: &'a [u8], notes: &Notes) -> Option<Vec<Noted<'a>>> {
    let wrap = |note: Note| {
        let text = core::str::from_utf8(texts.get(note.at.clone())?).ok()?;
        let value = (note.kind == NoteKind::Value).then(|| Parsed::of(text, true));
        Some(Noted { note, value })
    };
    notes.list().into_iter().map(wrap).collect()
}

/// Checks the notes on a JSON text, or on a request, for which `text` is `None`. The rest breaks no rule.
pub(crate) fn check(noted: &[Noted], text: Option<&str>, faults: &mut Faults) {
    let root = faults.context.path.as_str().len();
    for Noted { note, value } in noted {
        for segment in note.path.split('/').skip(1) {
            faults.context.path.enter(segment);
        }
        let mut checker = Checker::new(faults, text, true);
        match (value, note.kind, note.field.kind) {
            (Some(value), ..) if note.is_item => checker.structure(&value.root(), note.field, true),
            (Some(value), ..) => checker.value(&value.root(), note.field),
            (None, NoteKind::Absent(present), Kind::Object(fields) | Kind::List(fields)) => {
                let present: Vec<bool> = (0..fields.len()).map(|index| present >> index & 1 == 1).collect();
                missing(fields, &present, faults);
            }
            _ => {}
        }
        faults.context.path.leave(root);
    }
}
