//! The ranges of a fault in every text of a body, in the caller's units.

use serde::Serialize;

use crate::codec::document::{Document, Layers, Ranges};
use crate::diagnostics::{Fault, Part};
use crate::options::Units;
use crate::text::line_index::{LineIndex, TextRange};

/// The ranges of a finding. A layer that does not contain it, or was not given, is absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct At {
    /// The range in the form body, as given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<TextRange>,
    /// The range in the Base64 text of the part, without its percent-encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base64: Option<TextRange>,
    /// The range in the decoded JSON text of the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<TextRange>,
}

/// The line indexes of all texts of a body.
pub(crate) struct Texts<'a> {
    pub form: LineIndex<'a>,
    /// For each part, the indexes of its Base64 text and of its JSON text.
    pub parts: [Option<(LineIndex<'a>, LineIndex<'a>)>; Part::COUNT],
}

impl<'a> Texts<'a> {
    pub fn new(whole: &Document<'a>, units: Units) -> Self {
        let Document { text: body, layers } = whole;
        let positions = |text| LineIndex::new(text, units);
        let part = |layers: &Layers<'a>| (positions(layers.base64()), positions(layers.json().as_bytes()));
        Self { form: positions(body), parts: layers.each_ref().map(|layers| layers.as_ref().map(part)) }
    }

    /// Returns the ranges of a fault in every text that contains it.
    pub fn of(&self, fault: &Fault, whole: &Document) -> At {
        let ranges = match fault.part.and_then(|part| whole.layers[part as usize].as_ref()) {
            Some(layers) => layers.of_fault(&fault.place),
            None => Ranges { form: fault.place.in_form(), ..Ranges::default() },
        };
        self.at(fault.part, &ranges)
    }

    /// Formats the position of a byte of a part's JSON text as `line:column`.
    pub fn line_and_column(&self, part: Option<Part>, byte: usize) -> String {
        let inner = part.and_then(|part| self.parts[part as usize].as_ref());
        let at = inner.map(|(_, json)| json.range(&(byte..byte)));
        at.map(|TextRange { line, column, .. }| format!("{line}:{column}")).unwrap_or_default()
    }

    /// Converts byte ranges to the caller's units.
    pub fn at(&self, part: Option<Part>, ranges: &Ranges) -> At {
        let inner = part.and_then(|part| self.parts[part as usize].as_ref());
        At {
            form: ranges.form.as_ref().map(|range| self.form.range(range)),
            base64: inner.zip(ranges.base64.as_ref()).map(|((base64, _), range)| base64.range(range)),
            json: inner.zip(ranges.json.as_ref()).map(|((_, json), range)| json.range(range)),
        }
    }
}
