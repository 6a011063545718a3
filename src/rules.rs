//! Sixth layer: the interface's rules, applied to what the JSON says.
//!
//! The walk is directed by the table of [`crate::interface`]; this file knows kinds of values, not fields.

use std::borrow::Cow;

use crate::codes::{self, Code, Severity};
use crate::emit::plain_decimal;
use crate::faults::{Arg, Fault, Faults, Place};
use crate::interface::{Authority, Choice, Field, Kind as FieldKind};
use crate::json::{Kind, Node, Object, push_segment};
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
    let path = faults.path().to_owned();
    Checker { faults, source, path }.value(node, field);
}

/// Reports the required fields of the table that are not among the names that are there.
pub(crate) fn missing<'n>(
    names: &(impl Iterator<Item = &'n str> + Clone),
    fields: &'static [Field],
    faults: &mut Faults,
) {
    let path = faults.path().to_owned();
    Checker { faults, source: Source::Text, path }.missing(names, fields);
}

/// What is to be said of a field's name: nothing where it is the field's own.
pub(crate) fn spelling(name: &str, field: &Field, has_own_name: bool) -> Option<&'static Code> {
    match (name == field.name, has_own_name) {
        (true, _) => None,
        (false, true) => Some(&codes::FIELD_BOTH_NAMES),
        (false, false) => Some(&codes::FIELD_ALTERNATE_NAME),
    }
}

/// Says which field a fault is about, and what that field is.
pub(crate) fn about<'f>(fault: &'f mut Fault, field: &Field) -> &'f mut Fault {
    fault.arg("name", field.name).arg("meaning", both((field.zh, field.en)))
}

struct Checker<'f> {
    faults: &'f mut Faults,
    source: Source,
    /// The JSON Pointer of the value in hand.
    path: String,
}

impl Checker<'_> {
    fn add(&mut self, severity: Severity, by: Authority, code: &'static Code, node: Option<&Node>) -> &mut Fault {
        let place = match node {
            Some(node) if self.source == Source::Text => Place::Json(node.at.clone()),
            _ => Place::Nowhere,
        };
        self.faults.add_as(severity, by, code, place).path(self.path.as_str())
    }

    /// Adds a fault of a key.
    fn key(&mut self, code: &'static Code, key: &Node) -> &mut Fault {
        self.add(code.severity, Authority::Cbt, code, Some(key))
    }

    /// Adds a fault of a field's value, with what the messages of such faults need.
    fn fault(&mut self, code: &'static Code, field: &'static Field, node: Option<&Node>) -> &mut Fault {
        self.fault_by(field.by, code, field, node)
    }

    fn fault_by(
        &mut self,
        by: Authority,
        code: &'static Code,
        field: &'static Field,
        node: Option<&Node>,
    ) -> &mut Fault {
        self.fault_as(code.severity, by, code, field, node)
    }

    fn fault_as(
        &mut self,
        severity: Severity,
        by: Authority,
        code: &'static Code,
        field: &'static Field,
        node: Option<&Node>,
    ) -> &mut Fault {
        let value = node.and_then(|node| match &node.kind {
            _ if field.secret => Some("***"),
            Kind::String(text) => Some(&**text),
            Kind::Number(spelled) => Some(*spelled),
            Kind::Bool(true) => Some("true"),
            Kind::Bool(false) => Some("false"),
            Kind::Null => Some("null"),
            _ => None,
        });
        let value = value.map(str::to_owned);
        let fault = self.add(severity, by, code, node);
        fault.value = value;
        about(fault, field)
    }

    /// Does `work` with the path of a member or item.
    fn within(&mut self, segment: &str, work: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        push_segment(&mut self.path, segment);
        work(self);
        self.path.truncate(length);
    }

    fn value(&mut self, node: &Node, field: &'static Field) {
        match (&node.kind, field.kind) {
            (Kind::Unreadable, _) => {}
            (Kind::Null, _) => {
                if field.required {
                    self.fault(&codes::FIELD_NULL, field, Some(node));
                }
            }
            (Kind::Object(object), FieldKind::Object(fields)) => self.object(object, fields),
            (Kind::Array(items), FieldKind::List(fields)) => {
                if items.is_empty() && field.required {
                    self.fault(&codes::FIELD_EMPTY, field, Some(node));
                }
                for (index, item) in items.iter().enumerate() {
                    self.within(&index.to_string(), |checker| match &item.kind {
                        Kind::Object(object) => checker.object(object, fields),
                        Kind::Unreadable => {}
                        _ => checker.wrong_type(item, field, AN_OBJECT),
                    });
                }
            }
            (Kind::Number(spelled), FieldKind::Amount) => self.amount(spelled, node, field),
            (Kind::String(text), FieldKind::Amount) => {
                let decimal = plain_decimal(text).is_some();
                if self.source == Source::Text {
                    self.fault_by(Authority::Cbt, &codes::AMOUNT_STRING, field, Some(node));
                } else if decimal {
                    self.amount(text, node, field);
                } else {
                    self.fault_by(Authority::Cbt, &codes::AMOUNT_FORMAT, field, Some(node));
                }
            }
            (_, FieldKind::Object(_)) => self.wrong_type(node, field, AN_OBJECT),
            (_, FieldKind::List(_)) => self.wrong_type(node, field, A_LIST),
            (_, FieldKind::Amount) => self.wrong_type(node, field, A_NUMBER),
            (Kind::String(text), _) => self.text(text, node, field),
            _ => self.wrong_type(node, field, A_STRING),
        }
    }

    /// The types are CBT's, so CBT refuses a wrong one, whoever asks for the field.
    fn wrong_type(&mut self, node: &Node, field: &'static Field, due: Words) {
        let found = match node.kind {
            Kind::Null => ("`null`", "`null`"),
            Kind::Bool(_) => ("布尔值", "a boolean"),
            Kind::Number(_) => A_NUMBER,
            Kind::String(_) => A_STRING,
            Kind::Array(_) => A_LIST,
            Kind::Object(_) | Kind::Unreadable => AN_OBJECT,
        };
        self.fault_by(Authority::Cbt, &codes::FIELD_TYPE, field, Some(node))
            .arg("due", both(due))
            .arg("found", both(found));
    }

    fn object(&mut self, object: &Object, fields: &'static [Field]) {
        let has = |name: &str| object.members.iter().any(|member| member.key == name);
        let has_own_name: Vec<_> = fields.iter().map(|field| has(field.name)).collect();
        for member in &object.members {
            self.within(&member.key, |checker| {
                let key = Node { at: member.key_at.clone(), kind: Kind::Unreadable };
                let Some(index) = fields.iter().position(|field| field.is_named(&member.key)) else {
                    checker.key(&codes::FIELD_UNKNOWN, &key).value(&*member.key);
                    return;
                };
                let field = &fields[index];
                if let Some(code) = spelling(&member.key, field, has_own_name[index]) {
                    checker.key(code, &key).value(&*member.key).arg("name", field.name);
                }
                checker.value(&member.value, field);
            });
        }
        if object.whole {
            self.missing(&object.members.iter().map(|member| &*member.key), fields);
        }
    }

    fn missing<'n>(&mut self, names: &(impl Iterator<Item = &'n str> + Clone), fields: &'static [Field]) {
        for field in fields {
            let there = names.clone().any(|name| field.is_named(name));
            if field.required && !there {
                self.within(field.name, |checker| {
                    checker.fault(&codes::FIELD_MISSING, field, None);
                });
            }
        }
    }

    fn text(&mut self, text: &str, node: &Node, field: &'static Field) {
        if text.is_empty() {
            if field.required {
                self.fault(&codes::FIELD_EMPTY, field, Some(node));
            }
            return;
        }
        if text.trim() != text && !matches!(field.kind, FieldKind::Verbatim) {
            // A name with blanks is still a name, but a time or a code with blanks is none.
            let severity = match field.kind {
                FieldKind::Text | FieldKind::Guid => codes::FIELD_BLANKS.severity,
                _ => Severity::Error,
            };
            self.fault_as(severity, field.by, &codes::FIELD_BLANKS, field, Some(node));
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
                    self.fault(&codes::CURRENCY_NOT_CNY, field, Some(node)).arg("choice", both((choice.zh, choice.en)));
                }
                return;
            }
            _ => {}
        }
        // A text of so many bytes cannot have more characters, and most texts are short.
        if let Some(max) = field.max.filter(|&max| text.len() > max) {
            let length = text.chars().count();
            if length > max {
                self.fault(&codes::FIELD_TOO_LONG, field, Some(node)).arg("length", length).arg("max", max);
                return;
            }
        }
        if matches!(field.kind, FieldKind::Guid) && (text.chars().count() != 36 || text.chars().any(char::is_lowercase))
        {
            self.fault(&codes::GUID_FORMAT, field, Some(node));
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
            self.fault(&codes::FIELD_CHOICE, field, Some(node))
                .arg("choices", Arg::Both { zh: list(|choice| choice.zh, "、"), en: list(|choice| choice.en, ", ") });
        }
        found
    }

    fn date_time(&mut self, text: &str, node: &Node, field: &'static Field) {
        match time::read(text.trim()) {
            Time::Valid => {}
            Time::Nonexistent => {
                self.fault(&codes::TIME_NONEXISTENT, field, Some(node));
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
                self.fault(&codes::TIME_UNIX, field, Some(node)).arg("reading", reading).arg("digits", digits);
            }
            Time::Other => {
                self.fault(&codes::TIME_FORMAT, field, Some(node));
            }
        }
    }

    /// Customs' `N19,5`: 19 digits at most, 5 of them decimals.
    fn amount(&mut self, spelled: &str, node: &Node, field: &'static Field) {
        let plain = plain_decimal(spelled);
        let unsigned = plain.as_deref().unwrap_or(spelled).trim_start_matches('-');
        let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let has_exponent = spelled.contains(['e', 'E']);
        if has_exponent && self.source == Source::Text {
            self.fault(&codes::AMOUNT_EXPONENT, field, Some(node));
        }
        if plain.is_none() || decimals.len() > 5 || whole.len() > 19 - 5 {
            self.fault(&codes::AMOUNT_RANGE, field, Some(node));
        } else if plain.as_deref().is_some_and(|plain| plain.starts_with('-')) {
            self.fault(&codes::AMOUNT_NEGATIVE, field, Some(node));
        } else if let Some(plain) = plain
            && !has_exponent
            && spelled.contains('.')
            && spelled.len() > plain.len()
        {
            self.fault(&codes::AMOUNT_TRAILING_ZEROS, field, Some(node)).arg("plain", plain);
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
