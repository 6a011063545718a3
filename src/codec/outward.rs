//! Maps edits from the layer of their fault outward to the caller's text.
//!
//! An edit of the JSON shifts all Base64 after it. So the edits of a part are applied to its bytes all at once. The
//! bytes are then encoded once, from the first edit on.

use super::carrier::Carrier;
use super::document::{Document, Layers};
use super::{base64, encode, percent};
use crate::diagnostics::{Change, Fault, Faults, Layer, Part, Repair, catalogue, in_order, splice};

/// The edits for the faults of a part; those of each layer are in the order of its text.
#[derive(Default)]
pub(crate) struct PartEdits {
    form: Vec<Change>,
    base64: Vec<Change>,
    pub json: Vec<Change>,
    /// True if the value must be re-encoded from its start.
    encode: bool,
}

impl PartEdits {
    pub fn of<'f>(faults: &(impl Iterator<Item = &'f Fault> + Clone)) -> Self {
        let encode = faults.clone().any(|fault| matches!(fault.repair, Some(Repair::Encode)));
        let of_layer = |layer: Layer| {
            let changes = faults.clone().filter(|fault| fault.layer() == layer).map(Fault::changes);
            in_order(&changes.collect::<Vec<_>>())
        };
        Self { form: of_layer(Layer::Form), base64: of_layer(Layer::Base64), json: of_layer(Layer::Json), encode }
    }
}

impl Layers<'_> {
    /// Applies edits to the JSON text of the part, and returns the part's bytes in UTF-8.
    pub fn fixed(&self, json: &[Change]) -> Vec<u8> {
        splice(self.json().as_bytes(), 0, json)
    }

    /// Returns the edits of the outermost text that have the effect of these.
    pub fn outward_edits(&self, edits: PartEdits) -> Vec<Change> {
        let PartEdits { form, base64, json, encode } = edits;
        let is_inside = encode || !json.is_empty();
        let Some(carrier) = self.carrier else {
            if self.text.is_foreign && is_inside {
                let fixed = String::from_utf8_lossy(&self.fixed(&json)).into_owned();
                return vec![Change::new(0..self.text.outer(0..self.json().len()).end, fixed)];
            }
            return json
                .into_iter()
                .map(|change| Change { at: self.text.outer(change.at.clone()), ..change })
                .collect();
        };
        let encoded = |base64: &str| {
            let mut text = String::new();
            percent::encode(base64, &mut text);
            text.into()
        };
        let outward = |change: Change| {
            let (at, text) = (carrier.percent.map.outer(change.at.clone()), encoded(&change.text));
            Change { at, text, ..change }
        };
        let mut changes = in_order(&[form, base64.into_iter().map(outward).collect()]);
        if is_inside {
            let (start, bytes) = self.encoded_from(carrier, &json, encode);
            changes.retain(|change| change.at.end <= start && change.at.start < start);
            changes.push(Change::new(start..carrier.value.end, cbt179_fast::form_value(&bytes)));
        }
        changes
    }

    /// Applies edits to the JSON text of the part. Returns the offset in the body from which to re-encode, and the
    /// bytes of the part from there on. The value before that offset does not change; the offset may be the start of
    /// the value.
    fn encoded_from(&self, carrier: &Carrier, json: &[Change], from_start: bool) -> (usize, Vec<u8>) {
        if let Some(first) = json.first()
            && !from_start
            && !self.text.is_foreign
        {
            let outward = |change: &Change| Change { at: self.text.outer(change.at.clone()), ..change.clone() };
            let (from, at) = carrier.group(self.text.outer(first.at.clone()).start.saturating_sub(1));
            if at > 0 {
                let changes: Vec<_> = json.iter().map(outward).collect();
                let start = carrier.percent.map.outer(at..at + 1).start;
                return (start, splice(carrier.bytes(), from, &changes));
            }
        }
        (carrier.value.start, self.fixed(json))
    }
}

impl Document<'_> {
    /// Judges the fixes by what else they re-encode. A fix inside a part that was not read completely is dropped, as
    /// losses must stay visible. A fix inside a part that was read by a guess is itself a guess.
    pub fn judge_fixes(&self, faults: &mut Faults) {
        let is_lossy = self.layers.each_ref().map(|layers| layers.as_ref().is_some_and(|layers| !layers.is_whole()));
        // A guess at the encoding of a part, or at which field the part is.
        let is_outer = |fault: &Fault| fault.is_guess && fault.repair.is_some() && !is_in_json(fault);
        let guesses: Vec<_> = faults.list().iter().filter(|fault| is_outer(fault)).map(|fault| fault.part).collect();
        for fault in faults.list() {
            let encodes = fault.layer() == Layer::Json || matches!(fault.repair, Some(Repair::Encode));
            let (is_dropped, is_guess) = match fault.part {
                _ if self.encodes_body(fault) => (is_lossy.contains(&true), !guesses.is_empty()),
                Some(part) if encodes => (is_lossy[part as usize], guesses.contains(&fault.part)),
                _ => (false, false),
            };
            if is_dropped {
                fault.repair = None;
            }
            fault.is_guess |= is_guess;
        }
    }

    /// Returns true if a fix re-encodes the whole body: a body that is not a form cannot be fixed in parts.
    fn encodes_body(&self, fault: &Fault) -> bool {
        match fault.part {
            None => matches!(fault.repair, Some(Repair::Encode)),
            Some(part) => self.layers[part as usize].as_ref().is_some_and(|layers| !layers.is_in_form()),
        }
    }

    /// Returns the edits of the text that fix these faults, in order and without overlap.
    pub fn outward(&self, faults: &[Fault]) -> Vec<Change> {
        let edits = Part::OF_FORM.map(|part| PartEdits::of(&faults.iter().filter(|fault| fault.part == Some(part))));
        let layers = |part: Part| self.layers[part as usize].as_ref();
        if faults.iter().any(|fault| self.encodes_body(fault)) {
            let values =
                Part::OF_FORM.map(|part| Some(base64::encode(&layers(part)?.fixed(&edits[part as usize].json))));
            let body = encode::join(values.each_ref().map(Option::as_deref));
            return vec![Change::new(0..self.text.len(), body)];
        }
        let of_parts =
            Part::OF_FORM.into_iter().zip(edits).filter_map(|(part, edits)| Some(layers(part)?.outward_edits(edits)));
        let of_form = faults.iter().filter(|fault| fault.part.is_none()).map(|fault| fault.changes().to_vec());
        in_order(&of_parts.chain(of_form).collect::<Vec<_>>())
    }
}

/// Returns true if a fault is in the JSON text, as opposed to the encodings around it.
fn is_in_json(fault: &Fault) -> bool {
    fault.layer() == Layer::Json && !fault.code.is(&catalogue::UTF8_GBK)
}
