//! Sixth layer: the interface's rules, applied to what the JSON says.
//!
//! The walk is directed by the table of [`crate::interface`]; this file knows kinds of values, not fields.

use std::borrow::Cow;
use std::ops::Range;

use crate::codes::{self, Code, Severity};
use crate::emit::plain_decimal;
use crate::faults::{Arg, Fault, Faults, Place};
use crate::interface::{Authority, Choice, Field, Kind as FieldKind};
use crate::json::{Kind, Node, Object, excerpt, is_number};
use crate::time::{self, Time};

/// What is being checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The JSON text of a body, every character of it as it will be read by CBT.
    Text,
    /// A request that will be built into a body: it has no text yet, and the builder fills in and converts.
    Request,
}

/// Checks a value against the field of the table that it belongs to.
pub(crate) fn check(node: &Node, field: &'static Field, source: Source, faults: &mut Faults) {
    Checker { faults, source }.value(node, field);
}

/// Reports the required fields of the table that are not among the names that are there.
pub(crate) fn missing<'n>(
    names: &(impl Iterator<Item = &'n str> + Clone),
    fields: &'static [Field],
    faults: &mut Faults,
) {
    for field in fields.iter().filter(|field| field.required) {
        if !names.clone().any(|name| field.is_named(name)) {
            let mark = faults.enter(field.name);
            faults.add_by(field.by, Severity::Error, &codes::FIELD_MISSING, Place::Nowhere).field(field);
            faults.leave(mark);
        }
    }
}

/// What is to be said of a field's name: nothing where it is the field's own.
pub(crate) fn spelling(name: &str, field: &Field, has_own_name: bool) -> Option<&'static Code> {
    match (name == field.name, has_own_name) {
        (true, _) => None,
        (false, true) => Some(&codes::FIELD_BOTH_NAMES),
        (false, false) => Some(&codes::FIELD_ALTERNATE_NAME),
    }
}

struct Checker<'f> {
    faults: &'f mut Faults,
    source: Source,
}

impl Checker<'_> {
    /// Where a range of the JSON text is, if there is a text.
    fn place(&self, at: &Range<usize>) -> Place {
        match self.source {
            Source::Text => Place::Json(at.clone()),
            Source::Request => Place::Nowhere,
        }
    }

    /// Adds a fault of a field's value, against a rule of whoever asks for the field.
    fn fault(&mut self, code: &'static Code, field: &'static Field, node: &Node) -> &mut Fault {
        self.fault_by(field.by, code.severity, code, field, node)
    }

    /// Adds a fault of a field's type: the types are CBT's, whoever asks for the field.
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
            _ if field.secret => Some("***".to_owned()),
            // What stands in the place of an object or a list is not one value.
            (_, FieldKind::Object(_) | FieldKind::List(_)) => None,
            (Kind::String(text), _) => Some(excerpt(text)),
            (Kind::Number(spelled), _) => Some(excerpt(spelled)),
            (Kind::Bool(value), _) => Some(value.to_string()),
            (Kind::Null, _) => Some("null".to_owned()),
            _ => None,
        };
        fault
    }

    /// Does `work` within a member or item.
    fn within(&mut self, segment: &str, work: impl FnOnce(&mut Self)) {
        let mark = self.faults.enter(segment);
        work(self);
        self.faults.leave(mark);
    }

    fn value(&mut self, node: &Node, field: &'static Field) {
        match (&node.kind, field.kind) {
            (Kind::Unreadable, _) => {}
            (Kind::Null, _) => {
                if field.required {
                    self.fault(&codes::FIELD_NULL, field, node);
                }
            }
            (Kind::Object(object), FieldKind::Object(fields)) => self.object(object, fields),
            (Kind::Array(items), FieldKind::List(fields)) => {
                if items.is_empty() && field.required {
                    self.fault(&codes::FIELD_EMPTY, field, node);
                }
                for (index, item) in items.iter().enumerate() {
                    self.within(&index.to_string(), |checker| match &item.kind {
                        Kind::Object(object) => checker.object(object, fields),
                        Kind::Unreadable => {}
                        _ => checker.wrong_type(&codes::FIELD_ITEM_TYPE, item, field, AN_OBJECT),
                    });
                }
            }
            (Kind::Number(spelled), FieldKind::Amount { .. }) => self.amount(spelled, node, field),
            (Kind::String(text), FieldKind::Amount { .. }) => {
                if self.source == Source::Text {
                    self.type_fault(&codes::AMOUNT_STRING, field, node);
                } else if text.is_empty() {
                    self.fault(&codes::FIELD_EMPTY, field, node);
                } else if is_number(text) {
                    self.amount(text, node, field);
                } else {
                    self.type_fault(&codes::AMOUNT_FORMAT, field, node);
                }
            }
            (_, FieldKind::Object(_)) => self.wrong_type(&codes::FIELD_TYPE, node, field, AN_OBJECT),
            (_, FieldKind::List(_)) => self.wrong_type(&codes::FIELD_TYPE, node, field, A_LIST),
            (_, FieldKind::Amount { .. }) => self.wrong_type(&codes::FIELD_TYPE, node, field, A_NUMBER),
            (Kind::String(text), _) => self.text(text, node, field),
            _ => self.wrong_type(&codes::FIELD_TYPE, node, field, A_STRING),
        }
    }

    fn wrong_type(&mut self, code: &'static Code, node: &Node, field: &'static Field, due: Words) {
        let found = match node.kind {
            Kind::Null => ("`null`", "`null`"),
            Kind::Bool(_) => ("布尔值", "a boolean"),
            Kind::Number(_) => A_NUMBER,
            Kind::String(_) => A_STRING,
            Kind::Array(_) => A_LIST,
            Kind::Object(_) | Kind::Unreadable => AN_OBJECT,
        };
        self.type_fault(code, field, node).arg("due", both(due)).arg("found", both(found));
    }

    fn object(&mut self, object: &Object, fields: &'static [Field]) {
        // Looked up once: a key may be there any number of times. It matters only where there is another spelling.
        let has = |name: &str| object.members.iter().any(|member| member.key == name);
        let has_own_name: Vec<_> = fields.iter().map(|field| !field.also.is_empty() && has(field.name)).collect();
        for member in &object.members {
            self.within(&member.key, |checker| {
                let place = checker.place(&member.key_at);
                if let Some(index) = fields.iter().position(|field| field.is_named(&member.key)) {
                    let field = &fields[index];
                    if let Some(code) = spelling(&member.key, field, has_own_name[index]) {
                        checker.faults.add(code, place).value(&*member.key).field(field);
                    }
                    checker.value(&member.value, field);
                } else if !matches!(member.value.kind, Kind::Unreadable) {
                    // What has no value that could be read may be no key either.
                    checker.faults.add(&codes::FIELD_UNKNOWN, place).value(excerpt(&member.key));
                }
            });
        }
        if object.whole {
            missing(&object.members.iter().map(|member| &*member.key), fields, self.faults);
        }
    }

    fn text(&mut self, text: &str, node: &Node, field: &'static Field) {
        if text.trim().is_empty() {
            if field.required {
                self.fault(&codes::FIELD_EMPTY, field, node);
            }
            return;
        }
        if text.trim() != text && !matches!(field.kind, FieldKind::Verbatim) {
            // A name with blanks is still a name, but a time or a code with blanks is none.
            let severity = match field.kind {
                FieldKind::Text | FieldKind::Guid => codes::FIELD_BLANKS.severity,
                _ => Severity::Error,
            };
            self.fault_by(field.by, severity, &codes::FIELD_BLANKS, field, node);
        }
        match field.kind {
            FieldKind::DateTime => return self.date_time(text, node, field),
            FieldKind::Choice(choices) => {
                self.choice(text, choices, node, field);
                return;
            }
            FieldKind::Currency(choices) => {
                let found = self.choice(text, choices, node, field);
                if let Some(choice) = found.filter(|found| found.code != choices[0].code) {
                    self.fault(&codes::CURRENCY_NOT_CNY, field, node)
                        .arg("choice", both((choice.zh, choice.en)))
                        .arg("due", choices[0].code);
                }
                return;
            }
            _ => {}
        }
        // A text of so many bytes cannot have more characters, and most texts are short.
        if let Some(max) = field.max.filter(|&max| text.len() > max) {
            let length = text.chars().count();
            if length > max {
                self.fault(&codes::FIELD_TOO_LONG, field, node).arg("length", length).arg("max", max);
                return;
            }
        }
        if let (FieldKind::Guid, Some(max)) = (field.kind, field.max)
            && (text.chars().count() != max || text.chars().any(char::is_lowercase))
        {
            self.fault(&codes::GUID_FORMAT, field, node).arg("max", max);
        }
    }

    fn choice(
        &mut self,
        text: &str,
        choices: &'static [Choice],
        node: &Node,
        field: &'static Field,
    ) -> Option<&'static Choice> {
        let found = choices.iter().find(|choice| choice.code == text.trim());
        if found.is_none() {
            let list = |meaning: fn(&Choice) -> &'static str, separator| -> Cow<'static, str> {
                let choices: Vec<_> =
                    choices.iter().map(|choice| format!("`{}` {}", choice.code, meaning(choice))).collect();
                choices.join(separator).into()
            };
            self.fault(&codes::FIELD_CHOICE, field, node)
                .arg("choices", Arg::Both { zh: list(|choice| choice.zh, "、"), en: list(|choice| choice.en, ", ") });
        }
        found
    }

    fn date_time(&mut self, text: &str, node: &Node, field: &'static Field) {
        match time::read(text.trim()) {
            Time::Valid => {}
            Time::Nonexistent => {
                self.fault(&codes::TIME_NONEXISTENT, field, node);
            }
            Time::Unix { digits } => {
                let (date, clock) = digits.split_at(8);
                let reading = format!(
                    "{}-{}-{} {}:{}:{}",
                    &date[..4],
                    &date[4..6],
                    &date[6..],
                    &clock[..2],
                    &clock[2..4],
                    &clock[4..]
                );
                self.fault(&codes::TIME_UNIX, field, node).arg("reading", reading).arg("digits", digits);
            }
            Time::Other => {
                self.fault(&codes::TIME_FORMAT, field, node);
            }
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
        if has_exponent && self.source == Source::Text {
            self.fault(&codes::AMOUNT_EXPONENT, field, node);
        }
        if plain.is_none() || decimals.len() > most_decimals || whole.len() > digits - most_decimals {
            self.fault(&codes::AMOUNT_RANGE, field, node).arg("digits", digits).arg("decimals", most_decimals);
        } else if plain.as_deref().is_some_and(|plain| plain.starts_with('-')) {
            self.fault(&codes::AMOUNT_NEGATIVE, field, node);
        } else if let Some(plain) = plain
            && !has_exponent
            && spelled.contains('.')
            && spelled.len() > plain.len()
        {
            self.fault(&codes::AMOUNT_TRAILING_ZEROS, field, node).arg("plain", plain);
        }
    }
}

/// The same words in Chinese and in English.
type Words = (&'static str, &'static str);

const AN_OBJECT: Words = ("对象", "an object");
const A_LIST: Words = ("列表", "a list");
const A_NUMBER: Words = ("数字", "a number");
const A_STRING: Words = ("字符串", "a string");

fn both((zh, en): Words) -> Arg {
    Arg::Both { zh: zh.into(), en: en.into() }
}
