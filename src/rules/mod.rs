//! Sixth layer: applies the interface's rules to the JSON values.
//!
//! The walk is directed by the table of [`crate::spec`]; this file knows kinds of values, not fields.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::fields::{missing, spelling};
use crate::diagnostics::{Arg, Change, Fault, Faults, Location};
use crate::json::{self, Kind, Member, Node, Object, Parsed, is_number, plain_decimal};
use crate::spec::names::{is_certain, nearest};
use crate::spec::{self, Authority, Choice, Field, Kind as FieldKind};
use crate::text::excerpt::excerpt;
use times::Time;

mod amounts;
mod notes;
pub(crate) mod times;

use amounts::{bare_amount, without_noise};
pub(crate) use notes::notes;

/// The kind of input being checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The JSON text of a body, exactly as CBT will read it.
    Text,
    /// A request that will be built into a body: it has no text yet, and the builder adds defaults and converts values.
    Request,
}

/// Checks the JSON text of a part against its field in the table.
pub(crate) fn check_text(parsed: &Parsed, field: &'static Field, text: &str, faults: &mut Faults) {
    Checker { faults, source: Source::Text, text, is_balanced: parsed.is_balanced }.value(&parsed.root, field);
}

/// A value that may break a rule.
pub(crate) struct Note<'a> {
    pub node: Node<'a>,
    pub field: &'static Field,
    /// Whether the value is an element of the field's list rather than the field itself.
    pub is_item: bool,
    pub path: String,
    /// The faults in its JSON.
    pub faults: Option<Faults>,
}

/// Checks one noted value of a valid JSON text; the rest of the text breaks no rule.
pub(crate) fn check_note(note: &Note, text: &str, faults: &mut Faults) {
    let Note { node, field, is_item, .. } = note;
    let mut checker = Checker { faults, source: Source::Text, text, is_balanced: true };
    match field.kind {
        FieldKind::List(fields) if *is_item => {
            checker.structure(node, field, FieldKind::Object(fields), &catalogue::FIELD_ITEM_TYPE);
        }
        _ => checker.value(node, field),
    }
}

/// Checks a part of a request, which has no text yet.
pub(crate) fn check_request(node: &Node, field: &'static Field, faults: &mut Faults) {
    Checker { faults, source: Source::Request, text: "", is_balanced: true }.value(node, field);
}

/// The maximum number of fields in any table of the interface.
const MOST_FIELDS: usize = 16;

struct Checker<'f, 't> {
    faults: &'f mut Faults,
    source: Source,
    /// The JSON text; empty for a request.
    text: &'t str,
    /// Whether the brackets are balanced, so that each member is in the intended object.
    is_balanced: bool,
}

impl Checker<'_, '_> {
    /// Returns the location of a range of the JSON text, or [`Location::Nowhere`] for a request.
    fn place(&self, at: &Range<usize>) -> Location {
        match self.source {
            Source::Text => Location::Json(at.clone()),
            Source::Request => Location::Nowhere,
        }
    }

    /// Adds a fault in a field's value, attributed to the authority that requires the field.
    fn fault(&mut self, code: &'static Code, field: &'static Field, node: &Node) -> &mut Fault {
        self.fault_by(field.by, code.severity, code, field, node)
    }

    /// Adds a fault in a field's type. CBT defines the types, whichever authority requires the field.
    fn type_fault(&mut self, code: &'static Code, field: &'static Field, node: &Node) -> &mut Fault {
        self.fault_by(Authority::Cbt, code.severity, code, field, node)
    }

    fn fault_by(
        &mut self,
        by: Authority,
        severity: Severity,
        code: &'static Code,
        field: &'static Field,
        node: &Node,
    ) -> &mut Fault {
        let place = self.place(&node.at);
        let fault = self.faults.add_by(by, severity, code, place).field(field);
        fault.value = match (&node.kind, field.kind) {
            // An object or list field has no single value to quote.
            (_, FieldKind::Object(_) | FieldKind::List(_)) => None,
            (Kind::String(text), _) => Some(excerpt(text).to_owned()),
            (Kind::Number(lexeme), _) => Some(excerpt(lexeme).to_owned()),
            (Kind::Bool(value), _) => Some(value.to_string()),
            (Kind::Null, _) => Some("null".to_owned()),
            _ => None,
        };
        fault
    }

    /// Runs `work` with the path inside a member.
    fn within(&mut self, key: &str, work: impl FnOnce(&mut Self)) {
        let mark = self.faults.context.path.enter(key);
        work(self);
        self.faults.context.path.leave(mark);
    }

    fn value(&mut self, node: &Node, field: &'static Field) {
        match (&node.kind, field.kind) {
            (Kind::Unreadable, _) => {}
            (Kind::Null, _) => {
                if field.required {
                    self.fault(&catalogue::FIELD_NULL, field, node);
                }
            }
            (_, FieldKind::Object(_) | FieldKind::List(_)) => {
                self.structure(node, field, field.kind, &catalogue::FIELD_TYPE);
            }
            (Kind::Number(spelled), FieldKind::Amount { .. }) => self.amount(spelled, node, field),
            (Kind::String(text), FieldKind::Amount { .. }) => self.amount_in_string(text, node, field),
            (_, FieldKind::Amount { .. }) => _ = self.wrong_type(&catalogue::FIELD_TYPE, node, field, A_NUMBER),
            (Kind::String(text), _) => self.text(text, node, field),
            (Kind::Number(spelled), _) => self.unquoted(spelled, node, field),
            _ => _ = self.wrong_type(&catalogue::FIELD_TYPE, node, field, A_STRING),
        }
    }

    /// Checks a value that must be an object or a list of objects.
    fn structure(&mut self, node: &Node, field: &'static Field, kind: FieldKind, wrong: &'static Code) {
        let (fields, is_list) = match kind {
            FieldKind::Object(fields) => (fields, false),
            FieldKind::List(fields) => (fields, true),
            _ => return,
        };
        match &node.kind {
            Kind::Unreadable => {}
            Kind::Array(_) | Kind::Object(_) if !self.is_balanced && is_list != matches!(node.kind, Kind::Array(_)) => {
            }
            Kind::String(_) if !self.is_balanced => {}
            Kind::Object(object) if !is_list => self.object(object, fields),
            Kind::Array(items) if is_list => {
                if items.is_empty() && field.required {
                    self.fault(&catalogue::FIELD_EMPTY, field, node);
                }
                for (index, item) in items.iter().enumerate() {
                    let mark = self.faults.context.path.enter_index(index);
                    self.structure(item, field, FieldKind::Object(fields), &catalogue::FIELD_ITEM_TYPE);
                    self.faults.context.path.leave(mark);
                }
            }
            Kind::Object(object) => {
                let Range { start, end } = node.at;
                let is_closed = self.text.get(node.at.clone()).is_some_and(|object| object.ends_with('}'));
                let fault = self.type_fault(&catalogue::FIELD_NOT_A_LIST, field, node);
                // Replace each brace with bracket and brace: a bare insertion could collide with the start of another
                // edit.
                if is_closed {
                    fault.change(start..start + 1, "[{").change(end - 1..end, "}]");
                }
                self.object(object, fields);
            }
            Kind::Array(items) if items.len() == 1 && matches!(items[0].kind, Kind::Object(_)) => {
                let Range { start, end } = node.at;
                let is_closed = self.text.get(node.at.clone()).is_some_and(|list| list.ends_with(']'));
                let fault = self.type_fault(&catalogue::FIELD_LIST_OF_ONE, field, node);
                if is_closed {
                    fault.change(start..start + 1, "").change(end - 1..end, "");
                }
                self.within("0", |checker| checker.structure(&items[0], field, kind, wrong));
            }
            Kind::String(text) if self.quoted(text, node, field, kind) => {}
            _ => _ = self.wrong_type(wrong, node, field, if is_list { A_LIST } else { AN_OBJECT }),
        }
    }

    /// Checks an object or a list that is encoded as a string; returns whether the string contains one.
    fn quoted(&mut self, text: &str, node: &Node, field: &'static Field, kind: FieldKind) -> bool {
        let (bracket, due) = match kind {
            FieldKind::Object(_) => ('{', AN_OBJECT),
            _ => ('[', A_LIST),
        };
        if !text.trim_start().starts_with(bracket) {
            return false;
        }
        let mut faults = self.faults.inner();
        // The string must be replaced by its content before anything in it can be fixed.
        (faults.context.is_sound, faults.context.has_no_fix) = (false, true);
        let Parsed { root: inner, is_json, is_balanced } = json::parse(text, 0, &mut faults);
        let between_quotes = self.between_quotes(&node.at);
        let opened = between_quotes.clone().filter(|_| is_json).and_then(|at| json::opened(self.text, at));
        let fault = self.type_fault(&catalogue::FIELD_QUOTED_JSON, field, node).arg("due", both(due));
        opened.into_iter().flatten().fold(fault, |fault, Change { at, text, .. }| fault.change(at, text));
        faults.context.is_sound = is_json && self.faults.context.is_sound;
        let mut checker = Checker { faults: &mut faults, source: self.source, text, is_balanced };
        checker.structure(&inner, field, kind, &catalogue::FIELD_TYPE);
        // Map the faults inside the string to the ranges of its escaped characters in this text.
        let outward = between_quotes.map(|at| json::unescape(self.text.as_bytes(), at).1);
        self.faults.adopt(faults, |fault| {
            fault.place = match (&fault.place, &outward) {
                (Location::Json(at), Some(map)) => Location::Json(map.outer(at.clone())),
                _ => Location::Nowhere,
            };
        });
        true
    }

    fn wrong_type(&mut self, code: &'static Code, node: &Node, field: &'static Field, due: Words) -> &mut Fault {
        let found = match node.kind {
            Kind::Null => ("`null`", "`null`"),
            Kind::Bool(_) => ("布尔值", "a boolean"),
            Kind::Number(_) => A_NUMBER,
            Kind::String(_) => A_STRING,
            Kind::Array(_) => A_LIST,
            Kind::Object(_) | Kind::Unreadable => AN_OBJECT,
        };
        self.type_fault(code, field, node).arg("due", both(due)).arg("found", both(found))
    }

    /// Checks a number where a string is expected, as the string it becomes once quoted.
    fn unquoted(&mut self, lexeme: &str, node: &Node, field: &'static Field) {
        /// Above 2^53 (16 digits), a number may already have been rounded.
        const EXACT: u64 = 1 << 53;
        let mut faults = self.faults.inner();
        let mut checker = Checker { faults: &mut faults, source: self.source, text: self.text, is_balanced: true };
        checker.text(lexeme, node, field);
        // If the only other fault has a fix, that fix adds the quotes too, so one finding is enough.
        // It becomes an error, because the type is wrong as well.
        if let [fault] = &mut faults.list()[..]
            && fault.repair.is_some()
        {
            (fault.by, fault.severity) = (Authority::Cbt, Severity::Error);
        } else {
            let Range { start, end } = node.at;
            // A code from a fixed list is either valid or not, however many digits it has.
            let is_fixed = matches!(field.kind, FieldKind::Choice(_)) && faults.list().is_empty();
            let is_exact = is_fixed
                || lexeme.bytes().all(|byte| byte.is_ascii_digit())
                    && lexeme.parse::<u64>().is_ok_and(|number| number < EXACT);
            let fault = self.wrong_type(&catalogue::FIELD_TYPE, node, field, A_STRING);
            if is_exact {
                fault.change(start..start, "\"").change(end..end, "\"");
            }
        }
        self.faults.adopt(faults, |_| {});
    }

    fn object(&mut self, object: &Object, fields: &'static [Field]) {
        // For each field: whether it is present, and the index of the first member with exactly its name.
        // There may be any number of such members.
        let (mut present, mut own) = ([false; MOST_FIELDS], [None; MOST_FIELDS]);
        let present = &mut present[..fields.len()];
        // Members are usually in the order of the table.
        let mut next = 0;
        let field_of = |member: &Member| {
            let is_next = fields.get(next).is_some_and(|field| field.name == member.key);
            let found = if is_next { Some(next) } else { fields.iter().position(|field| field.is_named(&member.key)) };
            next = found.map_or(next, |found| found + 1);
            found
        };
        let known: Vec<_> = object.members.iter().map(field_of).collect();
        // After a misplaced bracket, this object may contain a member of another object.
        let is_balanced = self.is_balanced;
        let is_elsewhere = |member: &Member| !is_balanced && spec::has_name(&member.key);
        for (index, known) in known.iter().enumerate() {
            if let &Some(field) = known {
                present[field] = true;
                if own[field].is_none() && object.members[index].key == fields[field].name {
                    own[field] = Some(index);
                }
            }
        }
        for (index, (member, known)) in object.members.iter().zip(known).enumerate() {
            self.within(&member.key, |checker| {
                if known.is_none() && is_elsewhere(member) {
                } else if let Some(meant) = known.or_else(|| nearest(&member.key, fields, present)) {
                    checker.name(object, index, &fields[meant], own[meant]);
                    checker.value(&member.value, &fields[meant]);
                } else if !matches!(member.value.kind, Kind::Unreadable) {
                    // A member without a readable value may not have a real key either.
                    let place = checker.place(&member.key_at);
                    checker.faults.add(&catalogue::FIELD_UNKNOWN, place).value(excerpt(&member.key));
                }
            });
        }
        if object.whole && self.is_balanced {
            missing(fields, present, self.faults);
        }
    }

    /// Checks the spelling of a member's key; `own` is the member with the field's exact name.
    fn name(&mut self, object: &Object, index: usize, field: &'static Field, own: Option<usize>) {
        let member = &object.members[index];
        let Some(code) = spelling(&member.key, field, own.is_some()) else {
            return;
        };
        // The builder writes the correct name.
        if self.source == Source::Request && code.is(&catalogue::FIELD_ALTERNATE_NAME) {
            return;
        }
        let is_misspelt = code.is(&catalogue::FIELD_MISSPELT);
        let (by, severity) = match field.required {
            true if is_misspelt => (field.by, Severity::Error),
            false if is_misspelt => (Authority::Cbt, Severity::Warning),
            _ => (Authority::Cbt, code.severity),
        };
        let place = self.place(&member.key_at);
        let text = self.text;
        let fault = self.faults.add_by(by, severity, code, place).value(excerpt(&member.key)).field(field);
        fault.is_harmless = true;
        fault.is_guess = is_misspelt && !is_certain(&member.key, field);
        let says = |member: &Member| text.get(member.value.at.clone());
        match own {
            Some(own) if says(&object.members[own]) == says(member) => {
                json::remove(text, &object.members, index, own, fault);
            }
            None if self.source == Source::Text => {
                fault.change(json::between_quotes(text, member.key_at.clone()), field.name);
            }
            Some(_) | None => {}
        }
    }

    fn text(&mut self, text: &str, node: &Node, field: &'static Field) {
        if text.trim().is_empty() {
            if field.required {
                self.fault(&catalogue::FIELD_EMPTY, field, node);
            }
            return;
        }
        if text.trim().len() < text.len() && !matches!(field.kind, FieldKind::Verbatim) {
            // A name with surrounding blanks is still a name, but a time or code with blanks is invalid.
            let severity = match field.kind {
                FieldKind::Text | FieldKind::Guid => catalogue::FIELD_BLANKS.severity,
                _ => Severity::Error,
            };
            let blanks = self.blanks(text, node);
            let fault = self.fault_by(field.by, severity, &catalogue::FIELD_BLANKS, field, node);
            // Blanks are never part of a code, but may be part of a name.
            fault.is_guess = matches!(field.kind, FieldKind::Text);
            blanks.into_iter().filter(|at| !at.is_empty()).fold(fault, |fault, at| fault.change(at, ""));
        }
        match field.kind {
            FieldKind::DateTime => return self.date_time(text, node, field),
            FieldKind::Choice(choices) | FieldKind::Currency(choices) => {
                return self.choice(text, choices, node, field);
            }
            _ => {}
        }
        // The byte length is an upper bound of the character count, and most texts are short.
        if let Some(max) = field.max.filter(|&max| text.len() > max) {
            let length = text.chars().count();
            if length > max {
                self.fault(&catalogue::FIELD_TOO_LONG, field, node).arg("length", length).arg("max", max);
                return;
            }
        }
        if let (FieldKind::Guid, Some(max)) = (field.kind, field.max)
            && (text.chars().count() != max || text.chars().any(char::is_lowercase))
        {
            let due = self.replacing(node, &text.to_ascii_uppercase());
            let fault = self.fault(&catalogue::GUID_FORMAT, field, node).arg("max", max);
            if text.len() == max && text.is_ascii() {
                // In hexadecimal, upper case and lower case denote the same number.
                let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
                fault.change(due.at, due.text).is_guess = !is_hex;
            }
        }
    }

    /// Returns the range between a string's quotes, if the value is in a text and its quotes are JSON quotes.
    fn between_quotes(&self, at: &Range<usize>) -> Option<Range<usize>> {
        let spelled = self.text.get(at.clone())?;
        let is_string = spelled.len() > 1 && spelled.starts_with('"') && spelled.ends_with('"');
        is_string.then(|| at.start + 1..at.end - 1)
    }

    /// Returns the edit that replaces a value with a string in which no character needs an escape.
    ///
    /// The fault for malformed quotes fixes the quotes themselves.
    fn replacing(&self, node: &Node, text: &str) -> Change {
        match (&node.kind, self.source) {
            (Kind::String(_), Source::Text) => {
                Change::new(json::between_quotes(self.text, node.at.clone()), text.to_owned())
            }
            _ => Change::new(node.at.clone(), format!("\"{text}\"")),
        }
    }

    /// Returns the ranges of the leading and trailing blanks of a string in the JSON text.
    fn blanks(&self, text: &str, node: &Node) -> [Range<usize>; 2] {
        let Some(between_quotes) = self.between_quotes(&node.at) else {
            return [0..0, 0..0];
        };
        let (_, map) = json::unescape(self.text.as_bytes(), between_quotes);
        let leading = text.len() - text.trim_start().len();
        [map.outer(0..leading), map.outer(text.trim_end().len()..text.len())]
    }

    fn choice(&mut self, text: &str, choices: &'static [Choice], node: &Node, field: &'static Field) {
        let is_currency = matches!(field.kind, FieldKind::Currency(_));
        let known = choices.iter().find(|choice| choice.code == text.trim());
        let meant = known.or_else(|| field.meant_by(text.trim()));
        let in_words = |choice: &Choice| both((choice.zh, choice.en));
        match (known, meant) {
            (Some(choice), _) if is_currency && choice.code != choices[0].code => {
                let fault = self.fault(&catalogue::CURRENCY_NOT_CNY, field, node);
                fault.arg("choice", in_words(choice)).arg("due", choices[0].code);
            }
            (Some(_), _) => {}
            (None, Some(choice)) if is_currency && text.trim() != choice.zh => {
                let due = self.replacing(node, choice.code);
                let fault = self.fault(&catalogue::CURRENCY_ISO, field, node);
                fault.arg("choice", in_words(choice)).arg("due", choice.code).change(due.at, due.text);
            }
            (None, meant) => {
                let list = |meaning: fn(&Choice) -> &'static str, separator| -> Cow<'static, str> {
                    let choices: Vec<_> =
                        choices.iter().map(|choice| format!("`{}` {}", choice.code, meaning(choice))).collect();
                    choices.join(separator).into()
                };
                let named = Arg::Both { zh: list(|choice| choice.zh, "、"), en: list(|choice| choice.en, ", ") };
                // If there is only one choice, it is the likely one.
                let is_guess = meant.is_none();
                let meant = meant.or(if let [only] = choices { Some(only) } else { None });
                let due = meant.map(|choice| self.replacing(node, choice.code));
                let fault = self.fault(&catalogue::FIELD_CHOICE, field, node).arg("choices", named);
                if let Some(due) = due {
                    fault.change(due.at, due.text).is_guess = is_guess;
                }
            }
        }
    }

    fn date_time(&mut self, text: &str, node: &Node, field: &'static Field) {
        let (code, digits) = match times::read(text.trim()) {
            Time::Valid => return,
            Time::Nonexistent => (&catalogue::TIME_NONEXISTENT, None),
            Time::Unix { digits } => (&catalogue::TIME_UNIX, Some(digits)),
            Time::MonthFirst { digits } => (&catalogue::TIME_MONTH_FIRST, digits),
            Time::TwelveHour { digits } => (&catalogue::TIME_TWELVE_HOUR, digits),
            Time::Other { digits } => (&catalogue::TIME_FORMAT, digits),
        };
        let due = digits.as_ref().map(|digits| self.replacing(node, digits));
        let fault = self.fault(code, field, node);
        if let Some((digits, due)) = digits.zip(due) {
            fault.arg("reading", times::spelled(&digits));
            fault.arg("digits", digits.clone()).change(due.at, due.text).is_guess = !times::is_certain(text.trim());
        }
    }

    fn amount_in_string(&mut self, text: &str, node: &Node, field: &'static Field) {
        let amount = if is_number(text) { Some(text.to_owned()) } else { bare_amount(text) };
        if self.source == Source::Text {
            // The edit replaces the quotes too, so they must be well-formed.
            let is_sound = self.between_quotes(&node.at).is_some();
            let fault = self.type_fault(&catalogue::AMOUNT_STRING, field, node);
            if let Some(plain) = amount.as_deref().and_then(plain_decimal) {
                if let (true, FieldKind::Amount { decimals, .. }) = (is_sound, field.kind) {
                    let noiseless = without_noise(&plain, decimals);
                    // Some locales use a comma as the decimal point, and spreadsheets round numbers written with an
                    // exponent.
                    fault.is_guess = noiseless.is_some() || text.contains([',', 'e', 'E']);
                    fault.change(node.at.clone(), noiseless.unwrap_or_else(|| plain.clone()));
                }
                // Check the amount as it will be after the fix.
                self.amount(&plain, node, field);
            }
        } else if plain_decimal(text).is_some() {
            self.amount(text, node, field);
        } else {
            self.type_fault(&catalogue::AMOUNT_FORMAT, field, node);
        }
    }

    fn amount(&mut self, spelled: &str, node: &Node, field: &'static Field) {
        let FieldKind::Amount { digits, decimals: most_decimals } = field.kind else {
            return;
        };
        let plain = plain_decimal(spelled);
        let unsigned = plain.as_deref().unwrap_or(spelled).trim_start_matches('-');
        let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let has_exponent = spelled.contains(['e', 'E']);
        let noiseless = plain.as_deref().and_then(|plain| without_noise(plain, most_decimals));
        if has_exponent && self.source == Source::Text {
            let fault = self.fault(&catalogue::AMOUNT_EXPONENT, field, node);
            if let Some(due) = noiseless.as_ref().or(plain.as_ref()) {
                fault.change(node.at.clone(), due.clone()).is_guess = noiseless.is_some();
            }
        }
        if let Some(plain) = noiseless {
            let fault = self.fault(&catalogue::AMOUNT_FLOAT_NOISE, field, node);
            fault.arg("plain", plain.clone()).change(node.at.clone(), plain);
        } else if plain.is_none() || decimals.len() > most_decimals || whole.len() > digits - most_decimals {
            self.fault(&catalogue::AMOUNT_RANGE, field, node).arg("digits", digits).arg("decimals", most_decimals);
        } else if plain.as_deref().is_some_and(|plain| plain.starts_with('-')) {
            self.fault(&catalogue::AMOUNT_NEGATIVE, field, node);
        } else if let Some(plain) = plain
            && !has_exponent
            && spelled.contains('.')
            && spelled.len() > plain.len()
        {
            let fault = self.fault(&catalogue::AMOUNT_TRAILING_ZEROS, field, node);
            fault.arg("plain", plain.clone()).change(node.at.clone(), plain);
        }
    }
}

/// The same words in Chinese and English.
type Words = (&'static str, &'static str);

const AN_OBJECT: Words = ("对象", "an object");
const A_LIST: Words = ("列表", "a list");
const A_NUMBER: Words = ("数字", "a number");
const A_STRING: Words = ("字符串", "a string");

fn both((zh, en): Words) -> Arg {
    Arg::Both { zh: zh.into(), en: en.into() }
}
