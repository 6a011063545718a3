//! The ranges of a fault in every text of a body, in the caller's units.

use serde::Serialize;

use crate::codec::document::{Document, Layers, Ranges};
use crate::diagnostics::{Fault, Location, Part};
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

/// The texts of a body, with their line indexes.
pub(crate) struct Texts<'a> {
    pub body: &'a [u8],
    pub form: LineIndex<'a>,
    parts: [Option<PartTexts<'a>>; Part::COUNT],
}

/// The texts of a part.
pub(crate) struct PartTexts<'a> {
    pub layers: &'a Layers<'a>,
    pub base64: LineIndex<'a>,
    pub json: LineIndex<'a>,
}

impl<'a> Texts<'a> {
    pub fn new(document: &Document<'a>, units: Units) -> Self {
        let index = |text| LineIndex::new(text, units);
        let part = |layers: &'a Option<Layers<'a>>| {
            let layers = layers.as_ref()?;
            let base64 = if layers.is_sound() { LineIndex::plain() } else { index(layers.base64()) };
            Some(PartTexts { layers, base64, json: index(layers.json().as_bytes()) })
        };
        let Document { text: body, layers } = *document;
        let is_sound = layers.iter().flatten().any(Layers::is_sound);
        let form = if is_sound { LineIndex::plain() } else { index(body) };
        Self { body, form, parts: layers.each_ref().map(part) }
    }

    pub fn part(&self, part: Option<Part>) -> Option<&PartTexts<'a>> {
        self.parts[part? as usize].as_ref()
    }

    /// Returns the ranges of a fault in every text that contains it.
    pub fn of(&self, fault: &Fault) -> At {
        let ranges = match (self.part(fault.part), &fault.location) {
            (Some(part), location) => part.layers.of_fault(location),
            (None, Location::Form(range)) => Ranges { form: Some(range.clone()), ..Ranges::default() },
            (None, _) => Ranges::default(),
        };
        self.at(fault.part, &ranges)
    }

    /// Converts byte ranges to the caller's units.
    pub fn at(&self, part: Option<Part>, Ranges { form, base64, json }: &Ranges) -> At {
        let part = self.part(part);
        let range = |index: Option<&LineIndex>, range: &Option<_>| Some(index?.range(range.as_ref()?));
        At {
            form: range(Some(&self.form), form),
            base64: range(part.map(|part| &part.base64), base64),
            json: range(part.map(|part| &part.json), json),
        }
    }
}
