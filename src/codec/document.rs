//! A body with its layers taken off, and every range of it in all of them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::base64;
use super::form::{self, Pair, Spelled, Value};
use super::{encode, percent, writer};
use crate::diagnostics::catalogue;
use crate::diagnostics::fields;
use crate::diagnostics::{Change, Fault, Faults, Layer, Location, Part, Repair, in_order, splice};
use crate::json;
use crate::spec::names;
use crate::spec::{FORM, PAY_EX_INFO_WARN};
use crate::text::SourceMap;
use crate::text::excerpt::excerpt;
use crate::text::utf8;

/// Takes the layers off a body, and hands over what was wrong with them, the body with what it carries, and where the
/// values of its two fields stand.
pub(crate) fn with_layers<T>(
    body: &[u8],
    mut faults: Faults,
    work: impl FnOnce(Faults, &Document, &[Option<Value>; 2]) -> T,
) -> T {
    let values = values(body, &mut faults);
    let carriers = Part::OF_FORM.map(|part| {
        let value = values[part as usize].as_ref().filter(|value| !value.at.is_empty())?;
        faults.enter_part(part);
        Carrier::read(body, value, &mut faults)
    });
    let texts = Part::OF_FORM.map(|part| {
        let carrier = carriers[part as usize].as_ref()?;
        faults.enter_part(part);
        Some(utf8::decode(carrier.bytes(), carrier.lost(), &mut faults))
    });
    let [e_data, pay_ex_info] = Part::OF_FORM.map(|part| {
        let carrier = carriers[part as usize].as_ref();
        Some(Layers { carrier, text: texts[part as usize].as_ref()? })
    });
    let layers = [e_data, pay_ex_info, None];
    work(faults, &Document { text: body, layers: &layers }, &values)
}

/// Finds the values of the form's fields, and reports which are wrong, missing, empty or too many.
fn values(body: &[u8], faults: &mut Faults) -> [Option<Value>; 2] {
    let pairs = form::pairs(body, faults);
    let names: Vec<_> = pairs.iter().map(|pair| pair.name(body)).collect();
    let mut present = FORM.each_ref().map(|field| names.iter().any(|name| field.is_named(form::trimmed(name))));
    // Which field each pair is, if any.
    let meant: Vec<_> = names
        .iter()
        .map(|name| {
            let known = FORM.iter().position(|field| field.is_named(form::trimmed(name)));
            known.or_else(|| names::nearest(name, &FORM, &mut present))
        })
        .collect();
    if meant.iter().all(Option::is_none) {
        faults.add(&catalogue::FORM_NOT_A_FORM, Location::Form(0..body.len()));
        return [None, None];
    }
    let values = Part::OF_FORM.map(|part| {
        let field = part.field();
        let own = names.iter().position(|name| name == field.name);
        let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
        let mut value: Option<&Value> = None;
        let mine = (0..pairs.len()).filter(|&index| meant[index] == Some(part as usize));
        for index in mine {
            let (name, pair) = (form::trimmed(&names[index]), &pairs[index]);
            // The pair that says the same, where there is one.
            let mut twin = spellings.get(&*names[index]).copied();
            let code = if twin.is_some() {
                Some(&catalogue::FORM_DUPLICATE_FIELD)
            } else if name != names[index] {
                Some(&catalogue::FORM_NAME_BLANKS)
            } else {
                let code = fields::spelling(name, field, own.is_some());
                twin = own.filter(|_| code.is_some());
                code
            };
            let mark = faults.context.path.enter(name);
            if let Some(code) = code {
                let fault = faults.add(code, Location::Form(pair.name.clone())).value(name).field(field);
                fault.is_harmless = true;
                fault.is_guess = code.is(&catalogue::FIELD_MISSPELT) && !names::is_certain(name, field);
                match twin {
                    None => _ = fault.change(pair.name.clone(), field.name),
                    Some(twin) if says_the_same(body, &pairs[twin].value, &pair.value) => {
                        _ = fault.change(removal(body, pair, pairs[twin].name.start), "");
                    }
                    Some(_) => {}
                }
            }
            if pair.value.at.is_empty() {
                faults.add(&catalogue::FIELD_EMPTY, Location::Form(pair.value.at.clone())).field(field);
            }
            // The first that is not empty, or else the first.
            if value.is_none_or(|value| value.at.is_empty() && !pair.value.at.is_empty()) {
                value = Some(&pair.value);
            }
            faults.context.path.leave(mark);
            spellings.entry(&names[index]).or_insert(index);
        }
        value.cloned()
    });
    for (index, pair) in pairs.into_iter().enumerate() {
        if meant[index].is_none() {
            let name = &names[index];
            let mark = faults.context.path.enter(name);
            faults.add(&catalogue::FIELD_UNKNOWN, Location::Form(pair.name)).value(excerpt(name));
            faults.context.path.leave(mark);
        }
    }
    fields::missing(&FORM, &present, faults);
    // To encode the body again would drop what is not one of its two fields, or choose among several.
    let is_choice = |fault: &Fault| {
        let codes = [&catalogue::FORM_DUPLICATE_FIELD, &catalogue::FIELD_BOTH_NAMES, &catalogue::FIELD_UNKNOWN];
        codes.iter().any(|code| fault.code.is(code))
    };
    if faults.list().iter().any(is_choice) {
        for fault in faults.list().iter_mut().filter(|fault| matches!(fault.repair, Some(Repair::Encode))) {
            fault.repair = None;
        }
    }
    values
}

/// Whether two values of a form are spelled the same.
fn says_the_same(body: &[u8], a: &Value, b: &Value) -> bool {
    b.spelled == Spelled::Percent && body[a.at.clone()] == body[b.at.clone()]
}

/// What to take out of a body so that a pair is gone: itself, and the `&` on the side of the pair that is kept.
fn removal(body: &[u8], pair: &Pair, kept: usize) -> Range<usize> {
    let is_behind = kept > pair.name.start;
    let before = usize::from(!is_behind && pair.name.start > 0 && body[pair.name.start - 1] == b'&');
    let behind = usize::from(is_behind && body.get(pair.value.at.end) == Some(&b'&'));
    pair.name.start - before..pair.value.at.end + behind
}

/// A part as it travels: percent-encoded Base64.
pub(crate) struct Carrier {
    /// Where the value stands in the body.
    value: Range<usize>,
    spelled: Spelled,
    percent: percent::Decoded,
    /// What was put into Base64, from the outside in: once, or more often than it should; or not at all.
    base64: Vec<base64::Decoded>,
}

impl Carrier {
    /// Takes off what a value travels in; `None` where a word stands in its place.
    fn read(body: &[u8], value: &Value, faults: &mut Faults) -> Option<Self> {
        let at = value.at.clone();
        if let Some(word) = word_for_nothing(&body[at.clone()]).filter(|_| value.spelled != Spelled::Json) {
            faults.add(&catalogue::BASE64_NO_VALUE, Location::Form(at)).value(word).is_harmless = true;
            return None;
        }
        if value.spelled == Spelled::Json || form::holds_json(&body[at.clone()]) {
            return Some(Self::read_bare(body, value, faults));
        }
        let percent = match value.spelled {
            Spelled::Percent => percent::decode(body, at.clone(), faults),
            _ if is_percent_encoded(&body[at.clone()]) => {
                let percent = percent::decode(body, at.clone(), &mut faults.inner());
                faults.add(&catalogue::PERCENT_TWICE, Location::Base64(0..percent.text.len())).value("%").encode();
                percent
            }
            _ => unquoted(body, value),
        };
        check_length(percent.text.len(), faults);
        let base64 = base64::unwrap(&percent.text, faults);
        if value.spelled == Spelled::Percent {
            bare_padding(&percent, base64[0].padding(), faults);
        }
        Some(Self { value: at, spelled: value.spelled, percent, base64 })
    }

    /// Reads a value that holds the JSON itself.
    fn read_bare(body: &[u8], value: &Value, faults: &mut Faults) -> Self {
        let at = value.at.clone();
        let percent = match value.spelled {
            // Where JSON stands bare its `+` does too.
            Spelled::Percent => {
                let is_bare = body[at.clone()].iter().any(|byte| b"{[\"".contains(byte));
                percent::decode_text(body, at.clone(), !is_bare)
            }
            _ => unquoted(body, value),
        };
        // In a body that is JSON, objects are no news.
        if value.spelled == Spelled::Percent {
            // With both, nobody knows which of the escapes are the form's, and what a `+` is.
            let value = &body[at.clone()];
            let has_escape =
                value.windows(3).any(|part| part[0] == b'%' && part[1..].iter().all(u8::is_ascii_hexdigit));
            let has = |bytes: &[u8]| value.iter().any(|byte| bytes.contains(byte));
            let has_blank = value.windows(3).any(|part| part == b"%20");
            let is_mixed = has_escape && (has(b"{[\"") || has(b"+") && (has_blank || has(b":,/")));
            let fault = faults.add(&catalogue::BASE64_NOT_ENCODED, Location::Base64(0..percent.text.len()));
            fault.encode().is_guess = is_mixed;
            for at in at.clone().filter(|&at| body[at] == b'&') {
                let place = Location::Form(at..at + 1);
                faults.add(&catalogue::FORM_UNENCODED_AMPERSAND, place).value("&").change(at..at + 1, "%26");
            }
        }
        Self { value: at, spelled: value.spelled, percent, base64: Vec::new() }
    }

    /// The bytes that it carries.
    fn bytes(&self) -> &[u8] {
        self.base64.last().map_or(&self.percent.text, |base64| &base64.bytes)
    }

    /// The bytes that are not what they were meant to be, as a wrong character carried a part of them.
    fn lost(&self) -> &[Range<usize>] {
        self.base64.last().map_or(&[], |base64| &base64.lost)
    }

    /// Whether the bytes are all that was meant, so that they can be encoded again.
    fn is_whole(&self) -> bool {
        self.base64.iter().all(|base64| !base64.has_losses)
    }

    /// The last place at or before a byte from where the Base64 can be written anew without a change to what is before: the
    /// byte, and where it is in the Base64.
    fn group(&self, byte: usize) -> (usize, usize) {
        match &*self.base64 {
            [base64] if !base64.is_wrapped => base64.group(byte),
            _ => (0, 0),
        }
    }
}

/// What programs write for nothing, or for an object, if that is all of a value.
fn word_for_nothing(value: &[u8]) -> Option<&'static str> {
    const LONGEST: usize = 60;
    let value = if value.len() <= LONGEST { percent::decode_name(value) } else { return None };
    ["null", "undefined", "NaN", "None", "nil", "[object Object]"].into_iter().find(|word| value.trim() == *word)
}

/// A value whose Base64 is percent-encoded where nothing is: as much too often.
fn is_percent_encoded(value: &[u8]) -> bool {
    let is_escape =
        |window: &[u8]| matches!(window, [b'%', b'2', b'B' | b'b' | b'F' | b'f'] | [b'%', b'3', b'D' | b'd']);
    value.windows(3).any(is_escape) && !value.contains(&b'\\')
}

/// Reports padding that stands as it is. No form parser minds a bare `=` in a value, but whoever takes a body apart by
/// hand may.
fn bare_padding(percent: &percent::Decoded, padding: Range<usize>, faults: &mut Faults) {
    let is_bare = |at: &usize| percent.text[*at] == b'=' && percent.map.outer(*at..*at + 1).len() == 1;
    let mut bare = padding.filter(is_bare).peekable();
    let Some(&first) = bare.peek() else {
        return;
    };
    let bare: Vec<_> = bare.collect();
    let fault = faults.add(&catalogue::FORM_UNENCODED_EQUALS, Location::Base64(first..bare[bare.len() - 1] + 1));
    bare.into_iter().fold(fault.value("="), |fault, at| fault.change(percent.map.outer(at..at + 1), "%3D"));
}

/// A value that is not percent-encoded.
fn unquoted(body: &[u8], value: &Value) -> percent::Decoded {
    let at = value.at.clone();
    if value.spelled == Spelled::JsonString {
        let (text, map) = json::unescape(body, at);
        return percent::Decoded { text, map };
    }
    let mut map = SourceMap::new(at.start);
    map.push(0, at.start, 1, 1, at.len());
    percent::Decoded { text: body[at].to_vec(), map }
}

/// Checks how many characters of Base64 the part has that is being read.
pub(crate) fn check_length(length: usize, faults: &mut Faults) {
    let Some(max) = faults.context.part.and_then(|part| part.field().max) else {
        return;
    };
    let code = match length {
        _ if length > max => &catalogue::FORM_VALUE_TOO_LONG,
        PAY_EX_INFO_WARN.. => &catalogue::FORM_VALUE_LONG,
        _ => return,
    };
    let fault = faults.add(code, Location::Base64(0..length));
    fault.arg("length", length).arg("max", max).arg("warn", PAY_EX_INFO_WARN);
}

/// The edits of the faults of a part, each layer's in the order of its text.
#[derive(Default)]
pub(crate) struct PartEdits {
    form: Vec<Change>,
    base64: Vec<Change>,
    pub json: Vec<Change>,
    /// Whether the value is to be encoded again from its start.
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

/// The texts that carry a part, from the inside out.
pub(crate) struct Layers<'a> {
    pub text: &'a utf8::Decoded<'a>,
    /// `None` where the text was given as it is.
    carrier: Option<&'a Carrier>,
}

impl<'a> Layers<'a> {
    /// A text that no form body carries.
    pub fn bare(text: &'a utf8::Decoded<'a>) -> Self {
        Self { text, carrier: None }
    }

    /// The JSON text.
    pub fn json(&self) -> &'a str {
        &self.text.text
    }

    /// The Base64 text; empty where there is none.
    pub fn base64(&self) -> &'a [u8] {
        self.carrier.map_or(&[], |carrier| &carrier.percent.text)
    }

    /// Whether the part's value stands in a form.
    pub fn is_in_form(&self) -> bool {
        self.carrier.is_none_or(|carrier| carrier.spelled == Spelled::Percent)
    }

    /// Whether all of the part was read, so that it can be encoded again.
    pub fn is_whole(&self) -> bool {
        self.text.is_whole() && self.text.lost.is_empty() && self.carrier.is_none_or(Carrier::is_whole)
    }

    /// The bytes of the part, in UTF-8, with edits made to its JSON text.
    pub fn fixed(&self, json: &[Change]) -> Vec<u8> {
        splice(self.json().as_bytes(), 0, json)
    }

    /// The edits of the outermost text that make these.
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
            changes.push(Change::new(start..carrier.value.end, writer::form_value(&bytes)));
        }
        changes
    }

    /// The bytes of the part with edits made to its JSON text, from where they can be encoded again without a change to the
    /// value before; or from the value's start. And where that is in the body.
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

    /// A place in all texts that lie around it, itself included.
    pub fn outward(&self, place: &Location) -> Ranges {
        let mut ranges = Ranges::default();
        match place {
            Location::Nowhere => {}
            Location::Form(range) => ranges.form = Some(range.clone()),
            Location::Base64(range) => {
                ranges.base64 = self.carrier.map(|_| range.clone());
                ranges.form = self.carrier.map(|carrier| carrier.percent.map.outer(range.clone()));
            }
            Location::Json(range) => {
                let bytes = self.text.outer(range.clone());
                let base64 = self.carrier.map(|carrier| base64::outermost(&carrier.base64, bytes));
                ranges = base64.map_or_else(Ranges::default, |range| self.outward(&Location::Base64(range)));
                ranges.json = Some(range.clone());
            }
        }
        ranges
    }

    /// A fault's place: of what stands in the Base64, what it carries as well.
    pub fn of_fault(&self, place: &Location) -> Ranges {
        match place {
            Location::Form(_) => self.outward(place),
            _ => self.everywhere(place),
        }
    }

    /// A place in all texts, those that it lies around included: what it carries, in whole units.
    pub fn everywhere(&self, place: &Location) -> Ranges {
        let mut ranges = self.outward(place);
        if let (Some(carrier), Some(form), None) = (self.carrier, &ranges.form, &ranges.base64) {
            let inside = form.start.max(carrier.value.start)..form.end.min(carrier.value.end);
            ranges.base64 = Some(carrier.percent.map.inner(inside, carrier.percent.text.len()));
        }
        if let (Some(carrier), Some(base64), None) = (self.carrier, &ranges.base64, &ranges.json) {
            let bytes = carrier.base64.iter().fold(base64.clone(), |text, base64| base64.inner(text));
            ranges.json = Some(self.text.inner(bytes));
        }
        ranges
    }
}

/// The same thing in each text, in bytes.
#[derive(Debug, Default)]
pub(crate) struct Ranges {
    pub form: Option<Range<usize>>,
    pub base64: Option<Range<usize>>,
    pub json: Option<Range<usize>>,
}

/// A text, and what it carries.
pub(crate) struct Document<'a> {
    /// The form body, or the JSON text where that is all there is.
    pub text: &'a [u8],
    /// By part.
    pub layers: &'a [Option<Layers<'a>>; Part::COUNT],
}

impl Document<'_> {
    /// Judges the fixes by what else they encode. Those inside of a part that was not read whole are dropped, as what was
    /// lost must stay visible. Those inside of a part that was read by a guess are one too.
    pub fn judge_fixes(&self, faults: &mut Faults) {
        let is_lossy = self.layers.each_ref().map(|layers| layers.as_ref().is_some_and(|layers| !layers.is_whole()));
        // A guess at the encoding of a part, or at which field it is.
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

    /// Whether a fix encodes the whole body again: what is no form can't be fixed in parts.
    fn encodes_body(&self, fault: &Fault) -> bool {
        match fault.part {
            None => matches!(fault.repair, Some(Repair::Encode)),
            Some(part) => self.layers[part as usize].as_ref().is_some_and(|layers| !layers.is_in_form()),
        }
    }

    /// The edits of the text that fix these faults, in order and apart from each other.
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

/// Whether a fault is one of the JSON text, as against the encodings around it.
fn is_in_json(fault: &Fault) -> bool {
    fault.layer() == Layer::Json && !fault.code.is(&catalogue::UTF8_GBK)
}
