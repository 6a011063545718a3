//! Decides which text may be secret: the token, and any text that may be the token.
//!
//! All such decisions are made here. There are three rules, from the most certain to the most cautious:
//!
//! 1. *By place*: the value of `token` in `EData`, of any name that contains that word, and of any unknown name in
//!    `EData`.
//! 2. *By value*: once the token is known, every other occurrence, whether raw, JSON-escaped, percent-encoded, or
//!    within Base64.
//! 3. *By allowlist*: in an `EData` that cannot be parsed with certainty, everything except punctuation, the
//!    interface's names, and pieces too short to reveal anything.
//!
//! [`Secrets`] decides what findings may quote. [`find_secrets`] returns the ranges to mask before a text is shown or
//! logged.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::OnceCell;
use core::ops::Range;

use crate::codec::document::Layers;
use crate::diagnostics::catalogue;
use crate::diagnostics::{Fault, Part, sorted};
use crate::json::{self, Kind, Member, Node, Parsed};
use crate::options::Locale;
use crate::rules::notes::Noted;
use crate::spec::names;
use crate::spec::{self, E_DATA, FORM, Field, MEMBERS, PAY_EX_INFO};
use crate::text::excerpt::in_backticks;
use cbt179_fast::base64::decode_any;
use cbt179_fast::scan::ByteSet;

mod pieces;
mod ranges;
mod scan;

use pieces::Pieces;
pub use ranges::{SecretRange, SecretRanges, find_secrets};

/// Replaces a secret.
const MASK: &str = "***";

/// The length of a value that may include a token of which nothing is known.
const LONG: usize = 20;

/// The shortest run of a secret's characters that reveals something; shorter runs occur everywhere.
const PIECE: usize = 6;

/// The secrets of a body that are known so far.
#[derive(Debug)]
pub(crate) struct Secrets {
    /// The values that are secret wherever they occur.
    values: Vec<String>,
    /// All pieces of the values, in all encodings; built when the first text long enough to contain one is searched.
    pieces: OnceCell<Pieces>,
    /// For each part, whether only text known to be harmless may be shown; see [`Self::is_closed`].
    closed: [bool; Part::COUNT],
    /// True if a secret may be unknown; then all parts are closed.
    may_lack_some: bool,
}

impl Secrets {
    /// Creates an empty set of secrets. Nothing is known yet, so all parts are closed.
    pub fn new() -> Self {
        Self { values: Vec::new(), pieces: OnceCell::new(), closed: [true; Part::COUNT], may_lack_some: false }
    }

    /// Creates the secrets of a message.
    ///
    /// Everything in it may be shown except values that the message names as a token, and the token of its request.
    pub fn of_message(message: &[u8], request: Option<&str>) -> Self {
        let mut secrets = Self::new();
        secrets.learn_values(message);
        if let Some(request) = request {
            secrets.learn_request(request.as_bytes());
        }
        Self { closed: [true, true, false], ..secrets }
    }

    /// Learns the secrets of a part.
    pub fn learn(&mut self, part: Part, layers: &Layers, parsed: &Parsed, is_certain: bool) {
        self.learn_text(part, layers.json(), parsed, is_certain);
        self.learn_shifted(part, layers, is_certain);
    }

    /// Learns secrets from the notes on the valid JSON of a part; all other objects have only the interface's names.
    pub fn learn_notes(&mut self, part: Part, noted: &[Noted], layers: &Layers) {
        let text = layers.json();
        // Only the root has the part's own field.
        let root = noted.first().and_then(Noted::value).filter(|(_, field)| core::ptr::eq(*field, part.field()));
        if part == Part::EData && root.is_none() {
            if text.contains('\\') {
                // The token, or its name, may contain escapes.
                return self.learn(part, layers, &json::read(text, 0), true);
            }
            self.learn_value(plain_token(text).unwrap_or_default());
        }
        let values: Vec<_> = noted.iter().filter_map(Noted::value).map(|(node, _)| node).collect();
        self.learn_nodes(part, text, root.map(|(node, _)| node).as_ref(), &values, true);
        self.learn_shifted(part, layers, true);
    }

    /// Learns the secrets in the JSON text of a part or of a request.
    pub fn learn_text(&mut self, part: Part, text: &str, parsed: &Parsed, is_certain: bool) {
        // A secret may be in the text that was not read.
        self.may_lack_some |= parsed.end < text.len();
        let root = parsed.root();
        self.learn_nodes(part, text, Some(&root), core::slice::from_ref(&root), is_certain);
    }

    /// Learns the secrets of a request whose parts are objects.
    pub fn learn_objects(&mut self, text: &str, parsed: &Parsed) {
        let Kind::Object(object) = parsed.root().kind else {
            return self.learn_text(Part::EData, text, parsed, parsed.is_json);
        };
        let is_e_data = |member: &Member| member.key == MEMBERS[0] && matches!(member.value.kind, Kind::Object(_));
        let e_data = object.members.iter().find(is_e_data).filter(|_| parsed.is_json);
        let Some(e_data) = e_data else {
            return self.learn_text(Part::EData, text, parsed, parsed.is_json);
        };
        // Unlike the value of `EData` in a text, the value of `eData` is not secret as a whole.
        for Member { key, value, .. } in object.members.iter() {
            self.learn_from(&value, !MEMBERS.contains(&key) && is_token_like(key));
        }
        // The token is not searched for in the strings of the other part.
        self.learn_strings(&e_data.value);
    }

    /// Learns the secrets of an `EData` object, regardless of the order of its members.
    pub fn learn_strings(&mut self, e_data: &Node) {
        self.learn_from(e_data, false);
        self.learn_from_strings(e_data);
    }

    fn learn_from_strings(&mut self, value: &Node) {
        match value.kind {
            Kind::String(text) => self.learn_values(text.as_bytes()),
            Kind::Array(items) => items.iter().for_each(|item| self.learn_from_strings(&item)),
            Kind::Object(object) => object.members.iter().for_each(|member| self.learn_from_strings(&member.value)),
            _ => {}
        }
    }

    /// Learns secrets from these values of a JSON text, and from its root if any of its names is not the interface's.
    fn learn_nodes(&mut self, part: Part, text: &str, root: Option<&Node>, nodes: &[Node], is_certain: bool) {
        let is_closed = part == Part::EData || root.is_some_and(|root| is_like_e_data(root, text, is_certain));
        self.closed[part as usize] = is_closed;
        for node in nodes {
            self.learn_from(node, false);
        }
        // The token is not searched for in the strings of a text that is certainly `payExInfoStr`.
        if is_closed || !is_certain {
            self.learn_values(text.as_bytes());
        }
    }

    /// Learns from Base64 that may be malformed: a missing or extra character shifts all bits after it.
    fn learn_shifted(&mut self, part: Part, layers: &Layers, is_certain: bool) {
        if part == Part::EData && !is_certain || !layers.is_whole() {
            for shift in 1..4.min(layers.base64().len()) {
                self.learn_values(&decode_any(&layers.base64()[shift..]));
            }
        }
    }

    /// Learns the values that follow the word `token`.
    fn learn_values(&mut self, text: &[u8]) {
        for value in scan::values(text).into_iter().filter(|value| value.is_token) {
            let value = &text[value.at];
            self.learn_value(&String::from_utf8_lossy(value));
            // A value without a closing delimiter includes more than the token.
            let opaque = value.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte)).count();
            self.learn_value(&String::from_utf8_lossy(&value[..opaque]));
        }
    }

    /// Opens a `payExInfo` that was passed as an object, unless it resembles `EData`. `None` stands for an object with
    /// only the interface's names.
    pub fn open(&mut self, pay_ex_info: Option<&Node>) {
        self.closed[Part::PayExInfo as usize] = pay_ex_info.is_some_and(|node| is_like_e_data(node, "", true));
    }

    /// Learns the values of all members whose name contains the word `token`, and this value if `is_token`.
    fn learn_from(&mut self, node: &Node, is_token: bool) {
        match node.kind {
            Kind::String(text) | Kind::Number(text) if is_token => self.learn_value(text),
            Kind::Array(items) => items.iter().for_each(|item| self.learn_from(&item, is_token)),
            Kind::Object(object) => {
                // A name and a value, as in `{"name":"token","value":"…"}`. Objects with only known names are exempt:
                // an order may contain that word.
                let is_word =
                    |node: &Node| matches!(&node.kind, Kind::String(text) if text.eq_ignore_ascii_case("token"));
                let is_token = is_token
                    || object.members.iter().any(|member| is_word(&member.value))
                        && !object.members.iter().all(|member| spec::has_name(member.key));
                for member in object.members.iter() {
                    self.learn_from(&member.value, is_token || is_token_like(member.key));
                }
            }
            _ => {}
        }
    }

    /// Marks a value as secret. A value too short to distinguish from other text is ignored.
    fn learn_value(&mut self, value: &str) {
        /// The maximum length of a token in any encoding.
        const LONGEST: usize = 256;
        /// The maximum number of values; with more than any body has, the real token cannot be identified.
        const MOST: usize = 64;
        if !(PIECE..=LONGEST).contains(&value.len()) || self.values.iter().any(|known| known == value) {
            return;
        }
        if self.values.len() == MOST {
            self.may_lack_some = true;
            return;
        }
        self.values.push(value.to_owned());
        self.pieces.take();
    }

    /// Returns the value of a fault as it may be shown.
    pub fn value<'f>(&self, fault: &'f Fault) -> Option<Cow<'f, str>> {
        let value = fault.value.as_deref()?;
        Some(self.shown(value, self.may_show(fault)))
    }

    /// Returns a text from the sender as it may be shown in the message of a fault.
    pub fn cover<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.shown(text, !self.may_lack_some)
    }

    /// Returns whether only text known to be harmless may be shown of a part.
    fn is_closed(&self, part: Part) -> bool {
        self.closed[part as usize] || self.may_lack_some
    }

    /// Returns the path of a fault as it may be shown.
    pub fn path(&self, fault: &Fault) -> String {
        let may_show = self.may_show(fault);
        let mut path = String::with_capacity(fault.path.len());
        for (index, segment) in fault.path.split('/').enumerate() {
            if index > 0 {
                path.push('/');
            }
            let is_known = segment.len() < PIECE || spec::has_name(segment) || MEMBERS.contains(&segment);
            path += &*if is_known { Cow::Borrowed(segment) } else { self.shown(segment, may_show) };
        }
        path
    }

    /// Returns a piece of the text that a fault's fix edits, in backticks, if it may be shown.
    pub fn in_backticks(&self, fault: &Fault, text: &str, locale: Locale) -> Option<String> {
        let bare = text.trim_matches('"');
        let is_told = fault.may_quote && fault.value.as_deref() == Some(bare);
        let may_show = is_told || self.may_show(fault) && fault.part.is_some();
        (self.shown(bare, may_show) == bare).then(|| in_backticks(text, locale))
    }

    /// Returns whether the sender's words in a fault may be shown as they are, apart from known secrets.
    fn may_show(&self, fault: &Fault) -> bool {
        if fault.may_quote {
            return true;
        }
        let is_name = fault.code.is(&catalogue::FIELD_UNKNOWN) || fault.code.is(&catalogue::REQUEST_MEMBER);
        let has_plain_name = || is_name && fault.value.as_deref().is_some_and(is_plain_name);
        match (fault.part, fault.field) {
            (_, Some(field)) if field.secret => false,
            (Some(part), _) if !self.is_closed(part) => true,
            // The token may be in another value if the text between them was lost.
            (Some(_), Some(_))
                if self.values.is_empty() && fault.value.as_ref().is_some_and(|value| value.len() > LONG) =>
            {
                false
            }
            (Some(_), Some(field)) => fault.is_sound && E_DATA.iter().any(|open| core::ptr::eq(open, field)),
            (Some(_), None) => fault.is_sound && has_plain_name(),
            // A quote inside a token makes a name of the rest of it.
            (None, _) => has_plain_name() && (fault.is_sound || !fault.code.is(&catalogue::REQUEST_MEMBER)),
        }
    }

    /// Returns a text as it may be shown: masked unless it is open or on the allowlist. Pieces of known secrets are
    /// always masked.
    fn shown<'t>(&self, text: &'t str, is_open: bool) -> Cow<'t, str> {
        if text.len() < PIECE {
            return text.into();
        }
        let is_harmless = || text.chars().nth(PIECE - 1).is_none() || !text.chars().any(char::is_alphanumeric);
        if !is_open && !is_harmless() && !has_name(text) {
            return MASK.into();
        }
        let mut ranges = self.pieces_in(text.as_bytes());
        ranges.extend(scan::values(text.as_bytes()).into_iter().map(|value| value.at));
        if ranges.is_empty() { text.into() } else { masked(text, ranges).into() }
    }

    /// Returns the ranges of a text that consist of pieces of a known secret; overlapping pieces are merged.
    fn pieces_in(&self, text: &[u8]) -> Vec<Range<usize>> {
        if self.values.is_empty() || text.len() < PIECE {
            return Vec::new();
        }
        self.pieces.get_or_init(|| Pieces::of(&self.values)).find(text)
    }
}

/// Sorts and merges ranges: the result has no overlaps, no empty ranges, and no partial characters.
fn merged(mut ranges: Vec<Range<usize>>, text: &[u8]) -> Vec<Range<usize>> {
    let is_inside = |at: usize| text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    for range in &mut ranges {
        while range.start > 0 && is_inside(range.start) {
            range.start -= 1;
        }
        while is_inside(range.end) {
            range.end += 1;
        }
    }
    let sorted = sorted(ranges.into_iter().map(|range| (range.start, range.end)).collect());
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for (start, end) in sorted.into_iter().filter(|(start, end)| start < end) {
        match merged.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ => merged.push(start..end),
        }
    }
    merged
}

/// Replaces each range of a text with a mask.
fn masked(text: &str, ranges: Vec<Range<usize>>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for Range { start, end } in merged(ranges, text.as_bytes()) {
        out.push_str(&text[at..start]);
        out.push_str(MASK);
        at = end;
    }
    out + &text[at..]
}

/// Returns the token in the JSON of an `EData` that has no backslashes. Without escapes, only a member name can be a
/// quoted `token` before a colon.
fn plain_token(text: &str) -> Option<&str> {
    let name = E_DATA.iter().find(|field| field.secret)?.name;
    text.match_indices(name).find_map(|(at, _)| {
        let rest = text[at + name.len()..].strip_prefix('"').filter(|_| text[..at].ends_with('"'))?;
        let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        value.split('"').next()
    })
}

/// Returns false if bytes of a part were lost or guessed, unless a guess left all names in its root: the name of the token
/// may be among them.
pub(crate) fn is_exact(layers: &Layers, part: Part, root: &Node, has_guess: bool) -> bool {
    layers.is_whole() && (!has_guess || has_all_names(root, part.field()))
}

/// Returns whether an object has all required names of its field and no others.
fn has_all_names(root: &Node, field: &Field) -> bool {
    let (Kind::Object(object), spec::Kind::Object(fields)) = (root.kind, field.kind) else { return false };
    let has = |field: &Field| object.members.iter().any(|member| field.is_named(member.key));
    object.members.iter().all(|member| fields.iter().any(|field| field.is_named(member.key)))
        && fields.iter().all(|field| !field.required || has(field))
}

/// Returns whether the interface has a form field or an `EData` field of this name.
fn has_name(text: &str) -> bool {
    FORM.iter().chain(&E_DATA).any(|field| field.is_named(text))
}

/// Returns whether a name contains the word `token`, in any case and with any separators, or is a misspelling of it.
fn is_token_like(name: &str) -> bool {
    /// The maximum length of a misspelling.
    const LONGEST: usize = 8;
    let is_near = |fields: &[Field]| names::nearest(name, fields, &mut [false]).is_some();
    if name.len() > LONGEST && !name.bytes().any(|byte| byte | 0x20 == b'k') {
        return false;
    }
    scan::names(name.as_bytes()).next().is_some() || E_DATA.chunks(1).any(|field| field[0].secret && is_near(field))
}

/// Returns whether a text that should be `payExInfoStr` is or may be `EData`: the parts may have been swapped.
fn is_like_e_data(root: &Node, text: &str, is_certain: bool) -> bool {
    let Kind::Object(object) = &root.kind else {
        return !text.contains(PAY_EX_INFO[0].name) && !text.contains(PAY_EX_INFO[1].name);
    };
    let is_secret = |name: &str| is_token_like(name) || E_DATA.iter().any(|field| field.is_named(name));
    // In malformed JSON, a name may be anywhere.
    object.members.iter().any(|member| is_secret(member.key)) || !is_certain && has_name_inside(text.as_bytes())
}

/// Returns whether a text contains `serialNumber`, `commitTime`, or a quoted name that begins with `token`, which
/// `payExInfoStr` lacks.
fn has_name_inside(text: &[u8]) -> bool {
    /// Each name, with the index of its rarest letter.
    const NAMES: [(&[u8], usize); 3] = [(b"serialNumber", 6), (b"commitTime", 6), (b"\"token", 3)];
    const RAREST: ByteSet = ByteSet::of(b"NTk");
    let mut at = 0;
    while let Some(length) = text.get(at..).and_then(|rest| RAREST.find(rest)) {
        at += length;
        let is_around = |&(name, index): &(&[u8], usize)| {
            at.checked_sub(index).is_some_and(|start| text[start..].starts_with(name))
        };
        if NAMES.iter().any(is_around) {
            return true;
        }
        at += 1;
    }
    false
}

/// Returns whether an unknown name looks like a field name, rather than a token or Base64 of text.
fn is_plain_name(name: &str) -> bool {
    const LONGEST: usize = 31;
    name.len() <= LONGEST
        && name.starts_with(|char: char| char.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
        && name.bytes().filter(u8::is_ascii_digit).count() <= 4
        && !scan::is_base64_of_text(name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::has_name_inside;

    #[test]
    fn names_of_e_data_are_found_anywhere() {
        for name in ["serialNumber", "commitTime", "\"token"] {
            for text in [name.to_owned(), format!("NTk{name}"), format!("{name}\":1")] {
                assert!(has_name_inside(text.as_bytes()), "{text}");
            }
            assert!(!has_name_inside(&name.as_bytes()[1..]) && !has_name_inside(&name.as_bytes()[..name.len() - 1]));
        }
    }
}
