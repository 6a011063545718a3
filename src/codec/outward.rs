//! Maps edits from the layer of their fault outward to the caller's text.
//!
//! An edit of the JSON shifts all Base64 after it. So the edits of a part are applied to its JSON all at once, and its
//! value is encoded once; the new value replaces the old one from the first character that differs.

use alloc::string::String;
use alloc::vec::Vec;

use super::document::{Document, Layers};
use super::encode::form_body;
use super::wrappers::is_layer;
use crate::diagnostics::{Change, Fault, Faults, Layer, Part, Repair, catalogue, in_order, splice};
use cbt179_fast::base64::encode;
use cbt179_fast::percent_encoded;

/// Returns the edits that the faults make in the text of a layer, in order.
fn edits(layer: Layer, faults: &[&Fault]) -> Vec<Change> {
    let of_layer = faults.iter().filter(|fault| fault.layer() == layer);
    in_order(&of_layer.map(|fault| fault.changes()).collect::<Vec<_>>())
}

fn is_encode(fault: &Fault) -> bool {
    matches!(fault.repair, Some(Repair::Encode))
}

impl Layers<'_> {
    /// Returns the part's JSON text in UTF-8, with the faults fixed.
    fn fixed(&self, faults: &[&Fault]) -> Vec<u8> {
        splice(self.json().as_bytes(), 0, &edits(Layer::Json, faults))
    }

    /// Returns the edits of the outermost text that fix these faults of the part.
    fn edits(&self, faults: &[&Fault]) -> Vec<Change> {
        let mut json = edits(Layer::Json, faults);
        let from_start = faults.iter().any(|fault| is_encode(fault));
        let encodes = from_start || !json.is_empty();
        match self.around.carrier() {
            Some(carrier) => {
                let mut base64 = edits(Layer::Base64, faults);
                for change in &mut base64 {
                    (change.at, change.text) =
                        (carrier.percent.map.outer(change.at.clone()), percent_encoded(&change.text).into());
                }
                let mut changes = in_order(&[&edits(Layer::Form, faults), &base64]);
                if encodes {
                    // The characters before the first one that changes stay as they are.
                    let due = encode(&self.fixed(faults));
                    let same = due.bytes().zip(&*carrier.percent.text).take_while(|(due, own)| due == *own).count();
                    let same = if from_start { 0 } else { same };
                    let start = carrier.percent.map.outer(same..same).start;
                    changes.retain(|change| change.at.end <= start && change.at.start < start);
                    changes.push(Change::new(start..carrier.value.end, percent_encoded(&due[same..])));
                }
                changes
            }
            // A text in another encoding is replaced as a whole.
            None if encodes && self.text.is_rewritten() => {
                let fixed = String::from_utf8_lossy(&self.fixed(faults)).into_owned();
                vec![Change::new(0..self.text.length, fixed)]
            }
            None => {
                for change in &mut json {
                    change.at = self.text.outer(change.at.clone());
                }
                json
            }
        }
    }
}

impl Document<'_> {
    /// Judges the fixes by what else they re-encode. A fix inside a part that was not read completely is dropped, as
    /// losses must stay visible. A fix inside a part that was read by a guess is itself a guess.
    pub fn judge_fixes(&self, faults: &mut Faults) {
        let of_parts = |is_such: &dyn Fn(&Layers) -> bool| {
            self.layers.each_ref().map(|layers| layers.as_ref().is_some_and(is_such))
        };
        let is_lossy = of_parts(&|layers| !layers.is_whole());
        // The edits would count in a text that the caller does not have.
        let is_hidden = of_parts(&|layers| layers.is_hidden());
        // A guess at the encoding of a part, or at which field the part is.
        let is_outer = |fault: &Fault| fault.is_guess && fault.repair.is_some() && !is_in_json(fault);
        let guesses: Vec<_> = faults.list().iter().filter(|fault| is_outer(fault)).map(|fault| fault.part).collect();
        // Re-encoding the body would lose data.
        let is_kept = faults.list().iter().any(|fault| is_whole_body(fault) && fault.repair.is_none());
        for fault in faults.list() {
            let encodes = fault.layer() == Layer::Json || is_encode(fault);
            let (is_dropped, is_guess) = match fault.part {
                _ if self.encodes_body(fault) => (is_kept || is_lossy.contains(&true), !guesses.is_empty()),
                Some(part) if encodes => {
                    let is_hidden = is_hidden[part as usize] && !is_encode(fault);
                    (is_lossy[part as usize] || is_hidden, guesses.contains(&fault.part))
                }
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
            None => is_encode(fault),
            Some(part) => self.layers[part as usize].as_ref().is_some_and(|layers| !layers.is_in_form()),
        }
    }

    /// Returns the edits of the text that fix these faults, in order and without overlap.
    pub fn outward(&self, faults: &[Fault]) -> Vec<Change> {
        let parts = Part::OF_FORM.map(|part| {
            let own: Vec<_> = faults.iter().filter(|fault| fault.part == Some(part)).collect();
            Some((self.layers[part as usize].as_ref()?, own))
        });
        if faults.iter().any(|fault| self.encodes_body(fault)) {
            let texts = parts.map(|part| part.map(|(layers, faults)| layers.fixed(&faults)));
            let body = form_body(texts.each_ref().map(Option::as_deref));
            return vec![Change::new(0..self.text.len(), body)];
        }
        let of_parts = parts.into_iter().flatten().map(|(layers, faults)| layers.edits(&faults));
        let of_parts: Vec<_> = of_parts.collect();
        let of_form = faults.iter().filter(|fault| fault.part.is_none()).map(Fault::changes);
        in_order(&of_parts.iter().map(Vec::as_slice).chain(of_form).collect::<Vec<_>>())
    }
}

/// Returns true if a fault says that the whole body is not a form.
fn is_whole_body(fault: &Fault) -> bool {
    [&catalogue::FORM_MULTIPART, &catalogue::FORM_JSON_BODY, &catalogue::FORM_TWICE, &catalogue::FORM_NESTED]
        .iter()
        .any(|code| fault.code.is(code))
}

/// Returns true if a fault is in the JSON text, as opposed to the encodings and layers around it.
fn is_in_json(fault: &Fault) -> bool {
    let is_encoding = fault.code.is(&catalogue::UTF8_GBK) || fault.code.is(&catalogue::UTF8_BIG5);
    fault.layer() == Layer::Json && !is_encoding && !is_layer(fault)
}
