//! Describes the signed text that the search found.

use alloc::string::String;
use alloc::vec::Vec;

use super::KEPT;
use crate::producers::table::{BODIES, SERVICE_TIME};
use crate::producers::{Difference, Producer, Recipe, Writer, milliseconds};
use crate::text::Upload;

/// The differences of the signed text from the text as sent.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The rewritings, none for the text as sent.
    pub variants: Vec<Variant>,
}

/// A rewriting.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its stable name, in kebab case.
    pub id: &'static str,
    /// The names of all producers that write the JSON in this way, in the order of the table.
    pub alike: Vec<&'static str>,
    /// The first difference, if it is in the JSON.
    pub first: Option<Difference>,
    /// The signed service time, if it differs from the one sent.
    pub service_time: Option<OtherTime>,
}

/// A signed service time that differs from the one sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTime {
    /// The text.
    pub text: String,
    /// The milliseconds from the time sent to this one, if both are in milliseconds; negative if this one is earlier.
    pub later_ms: Option<i64>,
}

impl Explanation {
    /// Describes the text of these producers; `time` is the one of [`SERVICE_TIME`].
    pub(super) fn new(upload: &Upload, sent: &str, producers: &[&'static Producer], time: Option<&str>) -> Self {
        let whole = producers.iter().fold(Recipe::SENT, |recipe, producer| recipe.with(producer));
        let variant = |producer: &&'static Producer| {
            let own = Recipe::SENT.with(producer);
            let other = time.filter(|_| producer.id == SERVICE_TIME.id);
            let text = other.map_or_else(|| own.time.text(sent), Into::into);
            let is_other = text != sent && !text.is_empty();
            let later_ms = milliseconds(&text).zip(milliseconds(sent)).map(|(signed, sent)| signed - sent);
            Variant {
                id: producer.id,
                alike: alike(upload, producer),
                first: Difference::of(upload, own, whole),
                service_time: is_other.then_some(OtherTime { text, later_ms }),
            }
        };
        Self { variants: producers.iter().map(variant).collect() }
    }

    /// Returns the names of the rewritings, joined by `+`; empty for the text as sent.
    #[must_use]
    pub fn id(&self) -> String {
        let mut id = String::new();
        for variant in &self.variants {
            if !id.is_empty() {
                id.push('+');
            }
            id.push_str(variant.id);
        }
        id
    }
}

/// Returns the names of all producers that write the JSON as `producer` does, if it changes the JSON. A long JSON is not
/// written again for each of them.
fn alike(upload: &Upload, producer: &Producer) -> Vec<&'static str> {
    if upload.json.text.len() > KEPT {
        return Vec::from([producer.id]);
    }
    let text = |recipe| {
        let mut writer = Writer::new(upload, recipe, Vec::new());
        writer.body();
        writer.out
    };
    let own = text(Recipe::SENT.with(producer));
    if own == text(Recipe::SENT) {
        return Vec::new();
    }
    let is_alike = |other: &&Producer| other.excludes(producer) && text(Recipe::SENT.with(other)) == own;
    BODIES.iter().filter(is_alike).map(|other| other.id).collect()
}
