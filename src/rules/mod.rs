//! Sixth layer: applies the interface's rules to the JSON values.
//!
//! The walk is directed by the table of [`crate::spec`]; this file knows kinds of values, not fields.

use alloc::borrow::{Cow, ToOwned};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::fields::{missing, spelling};
use crate::diagnostics::{Fault, Faults, Location, Words};
use crate::json::{self, Items, Kept, Kind, Member, Node, Object, Parsed, is_number, plain_decimal};
use crate::spec::names::{is_certain, nearest};
use crate::spec::{self, Authority, Choice, Field, Kind as FieldKind};
use crate::text::excerpt::excerpt;
use times::{Reading, misread};

mod amounts;
mod misplaced;
pub(crate) mod notes;
pub(crate) mod objects;
mod quoted;
mod texts;
pub(crate) mod times;

use amounts::{EXACT, bare_amount, of_number, rounded};
use objects::foreign;

/// Checks the JSON text of a part, exactly as CBT will read it, against its field in the table.
pub(crate) fn check_text(parsed: &Parsed, field: &'static Field, text: &str, faults: &mut Faults) {
    Checker::new(faults, Some(text), parsed.is_balanced).value(&parsed.root(), field);
}

/// Checks an object of a JSON text against the table of a field.
pub(crate) fn check_object(object: &Object, field: &'static Field, text: &str, faults: &mut Faults) {
    if let FieldKind::Object(fields) = field.kind {
        Checker::new(faults, Some(text), true).object(object, field, fields);
    }
}

/// Checks a part of a request, with the defaults of its fields. It has no text yet, and the builder converts values.
pub(crate) fn check_request(node: &Node, field: &'static Field, defaults: &[Option<String>], faults: &mut Faults) {
    Checker { defaults, ..Checker::new(faults, None, true) }.value(node, field);
}

struct Checker<'f, 't> {
    faults: &'f mut Faults,
    /// The JSON text; `None` for a request.
    text: Option<&'t str>,
    /// Whether the brackets are balanced, so that each member is in the intended object.
    is_balanced: bool,
    /// The defaults of missing fields of the root.
    defaults: &'t [Option<String>],
}

impl<'f, 't> Checker<'f, 't> {
    fn new(faults: &'f mut Faults, text: Option<&'t str>, is_balanced: bool) -> Self {
        Self { faults, text, is_balanced, defaults: &[] }
    }

    /// Returns the location of a range of the JSON text, or [`Location::Nowhere`] for a request.
    fn location(&self, at: &Range<usize>) -> Location {
        if self.text.is_some() { Location::Json(at.clone()) } else { Location::Nowhere }
    }

    /// Adds a fault in a field's value, attributed to the authority that requires the field.
    fn fault(&mut self, code: &'static Code, node: &Node, field: &'static Field) -> &mut Fault {
        self.fault_by(field.by, code, node, field)
    }

    /// Adds a fault in a field's type. CBT defines the types, whichever authority requires the field.
    fn type_fault(&mut self, code: &'static Code, node: &Node, field: &'static Field) -> &mut Fault {
        self.fault_by(Authority::Cbt, code, node, field)
    }

    fn fault_by(&mut self, by: Authority, code: &'static Code, node: &Node, field: &'static Field) -> &mut Fault {
        let location = self.location(&node.at);
        let fault = self.faults.add_by(by, code.severity, code, location).field(field);
        fault.value = match (&node.kind, field.kind) {
            // An object or list field has no single value to quote.
            (_, FieldKind::Object(_) | FieldKind::List(_)) => None,
            (Kind::String(text) | Kind::Number(text), _) => Some(excerpt(text).to_owned()),
            (Kind::Bool(value), _) => Some(value.to_string()),
            (Kind::Null, _) => Some("null".to_owned()),
            _ => None,
        };
        fault
    }

    /// Adds a fault in a field's value. Its fix replaces the value with a string in which no character needs an
    /// escape.
    fn replaced(&mut self, code: &'static Code, node: &Node, field: &'static Field, due: Option<&str>) -> &mut Fault {
        let text = self.text;
        let fault = self.fault(code, node, field);
        match (due, &node.kind, text) {
            (None, ..) => fault,
            // The fault for malformed quotes fixes the quotes themselves.
            (Some(due), Kind::String(_), Some(text)) => {
                fault.change(json::between_quotes(text, node.at.clone()), due.to_owned())
            }
            (Some(due), ..) => fault.change(node.at.clone(), format!("\"{due}\"")),
        }
    }

    fn value(&mut self, node: &Node, field: &'static Field) {
        if self.foreign(node, field, false) {
            return;
        }
        match (&node.kind, field.kind) {
            (Kind::Unreadable, _) => {}
            (Kind::Null, _) => {
                if field.required {
                    self.fault(&catalogue::FIELD_NULL, node, field);
                }
            }
            (_, FieldKind::Object(_) | FieldKind::List(_)) => self.structure(node, field, false),
            (Kind::Number(text) | Kind::String(text), FieldKind::Millis) => self.millis(text, node, field),
            (Kind::Number(lexeme), FieldKind::Amount { .. }) => self.amount(lexeme, node, field),
            (Kind::String(text), FieldKind::Amount { .. }) => self.amount_in_string(text, node, field),
            (Kind::String(text), _) => self.text(text, node, field),
            (Kind::Number(lexeme), _) => self.unquoted(lexeme, node, field),
            (Kind::Array(items), FieldKind::DateTime)
                if self.is_balanced && self.numbers_of_time(*items, node, field) => {}
            _ if self.not_a_text(node, field) => {}
            _ => _ = self.wrong_type(node, field, false),
        }
    }

    /// Reports a value of a request that JSON cannot represent.
    fn foreign(&mut self, node: &Node, field: &'static Field, is_item: bool) -> bool {
        let Some((name, instead)) = foreign(node).filter(|_| self.text.is_none()) else {
            return false;
        };
        let fault = self.fault_by(Authority::Library, &catalogue::REQUEST_VALUE, node, field).value(name);
        fault.arg("due", expected(field, is_item)).arg("instead", instead).may_quote = true;
        true
    }

    /// Checks a value that must be an object or a list of objects; `is_item` is true for an object in a list.
    fn structure(&mut self, node: &Node, field: &'static Field, is_item: bool) {
        let (fields, is_list) = match field.kind {
            FieldKind::Object(fields) => (fields, false),
            FieldKind::List(fields) => (fields, !is_item),
            _ => return,
        };
        match &node.kind {
            Kind::Unreadable => {}
            Kind::Object(object) if !is_list => self.object(object, field, fields),
            Kind::Array(items) if is_list => {
                if items.is_empty() && field.required {
                    self.fault(&catalogue::FIELD_EMPTY, node, field);
                }
                for (index, item) in items.iter().enumerate() {
                    let mark = self.faults.context.path.enter_index(index);
                    if !self.foreign(&item, field, true) {
                        self.structure(&item, field, true);
                    }
                    self.faults.context.path.leave(mark);
                }
            }
            // A misplaced bracket or quote has already been reported.
            Kind::Object(_) | Kind::Array(_) | Kind::String(_) if !self.is_balanced => {}
            Kind::Object(object) if is_empty(object) => _ = self.wrong_type(node, field, is_item),
            Kind::Object(object) if is_numbered(object) => self.numbered(object, node, field),
            Kind::Object(object) => {
                // Replace each brace with bracket and brace: a bare insertion could collide with the start of another
                // edit. An object without any name of an item is something else, and has no fix.
                let is_field = |member: Member| fields.iter().any(|field| field.is_named(member.key));
                let close = if object.members.iter().any(is_field) { Some('}') } else { None };
                self.rewrapped(&catalogue::FIELD_NOT_A_LIST, node, field, close, ["[{", "}]"]);
                if close.is_some() {
                    self.object(object, field, fields);
                }
            }
            Kind::Array(items) if let Some(item @ Node { kind: Kind::Object(_), .. }) = items.only() => {
                self.rewrapped(&catalogue::FIELD_LIST_OF_ONE, node, field, Some(']'), ["", ""]);
                let mark = self.faults.context.path.enter_index(0);
                self.structure(&item, field, is_item);
                self.faults.context.path.leave(mark);
            }
            Kind::String(text) if self.quoted(text, node, field, is_item) => {}
            _ => _ = self.wrong_type(node, field, is_item),
        }
    }

    /// Reports an object or a list in place of the other. The fix replaces its brackets, if it is closed by `close`.
    fn rewrapped(
        &mut self,
        code: &'static Code,
        node: &Node,
        field: &'static Field,
        close: Option<char>,
        [before, after]: [&'static str; 2],
    ) -> &mut Fault {
        let Range { start, end } = node.at;
        let value = self.text.and_then(|text| text.get(start..end));
        let is_closed = close.is_some_and(|close| value.is_some_and(|value| value.ends_with(close)));
        let fault = self.type_fault(code, node, field);
        if is_closed {
            fault.change(start..start + 1, before).change(end - 1..end, after);
        }
        fault
    }

    /// Reports a list that is written as an object with indices for names; the fix makes a list of its values.
    fn numbered(&mut self, object: &Object, node: &Node, field: &'static Field) {
        /// The number of indices that the message names.
        const SHOWN: usize = 3;
        let text = self.text;
        let is_plain = |member: &Member| {
            let colon = text.and_then(|text| text.get(member.key_at.end..member.value.at.start));
            colon.is_some_and(|colon| colon.trim() == ":")
        };
        let close = if object.members.iter().all(|member| is_plain(&member)) { Some('}') } else { None };
        let mut keys: Vec<&str> = object.members.iter().take(SHOWN).map(|member| member.key).collect();
        if object.members.iter().nth(SHOWN).is_some() {
            keys.push("…");
        }
        let fault = self.rewrapped(&catalogue::FIELD_NUMBERED_OBJECT, node, field, close, ["[", "]"]);
        fault.value(excerpt(&keys.join(", ")));
        if fault.repair.is_some() {
            for Member { key_at, value, .. } in object.members.iter() {
                fault.change(key_at.start..value.at.start, "");
            }
        }
        for Member { key, value, .. } in object.members.iter() {
            let mark = self.faults.context.path.enter(key);
            self.structure(&value, field, true);
            self.faults.context.path.leave(mark);
        }
    }

    fn wrong_type(&mut self, node: &Node, field: &'static Field, is_item: bool) -> &mut Fault {
        let code = if is_item { &catalogue::FIELD_ITEM_TYPE } else { &catalogue::FIELD_TYPE };
        let found = match node.kind {
            Kind::Null => ("`null`", "`null`"),
            Kind::Bool(_) => ("布尔值", "a boolean"),
            Kind::Number(_) => A_NUMBER,
            Kind::String(_) => A_STRING,
            Kind::Array(_) => A_LIST,
            Kind::Object(ref object) if is_empty(object) => ("空对象", "an empty object"),
            Kind::Object(_) | Kind::Unreadable => AN_OBJECT,
        };
        self.type_fault(code, node, field).arg("due", expected(field, is_item)).arg("found", found)
    }

    /// Checks a number where a string is expected, as the string it becomes once quoted.
    fn unquoted(&mut self, lexeme: &str, node: &Node, field: &'static Field) {
        // The digits that a float was made of. A code from a fixed list may have a point itself.
        let is_code = matches!(field.kind, FieldKind::Choice(choices) if choices.iter().any(|it| it.code == lexeme));
        let whole = lexeme.trim_end_matches('0').strip_suffix('.').filter(|_| !is_code).unwrap_or(lexeme);
        let is_whole = whole.bytes().all(|byte| byte.is_ascii_digit());
        let is_exact = is_code || is_whole && whole.parse::<u64>().is_ok_and(|number| number < EXACT);
        let mut faults = self.faults.inner();
        Checker::new(&mut faults, self.text, true).text(whole, node, field);
        // If the first other fault has a fix, that fix adds the quotes too, so one finding is enough.
        // It becomes an error, because the type is wrong as well.
        if let [fault, ..] = faults.list()
            && fault.repair.is_some()
            && (is_exact || fault.code.is(&catalogue::TIME_UNIX))
        {
            (fault.by, fault.severity) = (Authority::Cbt, Severity::Error);
        } else if !is_exact && (is_whole || lexeme.contains(['e', 'E'])) {
            // Without its digits, nothing else can be said of it.
            self.type_fault(&catalogue::FIELD_DIGITS_LOST, node, field);
            return;
        } else {
            let Range { start, end } = node.at;
            let fault = self.wrong_type(node, field, false);
            if is_exact {
                fault.change(start..start, "\"").change(start + whole.len()..end, "\"");
            }
        }
        self.faults.adopt(faults, &|_| {});
    }

    fn object(&mut self, object: &Object, field: &'static Field, fields: &'static [Field]) {
        // For each field, whether it is present, and the first member with exactly its name.
        let members = object.members;
        let field_of = |key: &str| fields.iter().position(|field| field.is_named(key));
        let (mut present, mut own) = (vec![false; fields.len()], vec![None; fields.len()]);
        let mut has_names_of_others = false;
        for member in members.iter() {
            if let Some(known) = field_of(member.key) {
                present[known] = true;
                if member.key == fields[known].name && own[known].is_none() {
                    own[known] = Some(member);
                }
            } else {
                has_names_of_others |= spec::has_name(member.key);
            }
        }
        // Only the root has defaults.
        let defaults = core::mem::take(&mut self.defaults);
        let mut default_of = |index: usize| {
            let default = defaults.get(index)?.as_deref().filter(|_| !present[index]);
            present[index] |= default.is_some();
            default
        };
        let defaults: Vec<Option<&str>> = (0..fields.len()).map(&mut default_of).collect();
        let others = self.misplaced(object, field, fields, &mut present, has_names_of_others);
        let Some(others) = others else { return };
        // A request is checked in the order in which it will be written: that of the fields, unknown members last.
        let groups = if self.text.is_none() { fields.len() + 1 } else { 1 };
        for group in 0..groups {
            let mut before = None;
            let mut rest = members.iter().peekable();
            while let Some(member) = rest.next() {
                let known = field_of(member.key);
                if groups == 1 || known.unwrap_or(fields.len()) == group {
                    let next = rest.peek().map(|next| next.key_at.start);
                    self.member(&member, [before, next], known, (fields, others), &own, &mut present);
                }
                before = Some(member.value.at.end);
            }
            if let Some(Some(text)) = defaults.get(group).filter(|_| groups > 1) {
                let mark = self.faults.context.path.enter(fields[group].name);
                self.value(&Node { at: 0..0, kind: Kind::String(text) }, &fields[group]);
                self.faults.context.path.leave(mark);
            }
        }
        self.sample_token(object, fields);
        if object.whole && self.is_balanced {
            missing(fields, &present, self.faults);
        }
    }

    /// Checks a member of an object with these fields, which may also hold members of another object. `around` has the
    /// end of the preceding member and the start of the following one; `own` the member with the exact name of each
    /// field.
    fn member(
        &mut self,
        member: &Member,
        around: [Option<usize>; 2],
        known: Option<usize>,
        (fields, others): (&'static [Field], &[Field]),
        own: &[Option<Member>],
        present: &mut [bool],
    ) {
        // The members of another object are one finding.
        if known.is_none() && others.iter().any(|field| field.is_named(member.key)) {
            return;
        }
        // After a misplaced bracket, this object may contain a member of another object.
        if known.is_none() && !self.is_balanced && spec::has_name(member.key) {
            return;
        }
        let mark = self.faults.context.path.enter(member.key);
        if let Some(meant) = known.or_else(|| nearest(member.key, fields, present)) {
            self.name(member, around, &fields[meant], own[meant].as_ref());
            self.value(&member.value, &fields[meant]);
        } else if !matches!(member.value.kind, Kind::Unreadable) {
            // A member without a readable value may not have a real key either.
            let location = self.location(&member.key_at);
            self.faults.add(&catalogue::FIELD_UNKNOWN, location).value(excerpt(member.key));
        }
        self.faults.context.path.leave(mark);
    }

    /// Checks Unix milliseconds, with or without quotes.
    fn millis(&mut self, text: &str, node: &Node, field: &'static Field) {
        if text.is_empty() && field.required {
            self.fault(&catalogue::FIELD_EMPTY, node, field);
        } else if !times::is_millis(text) {
            self.fault(&catalogue::TIME_MILLIS, node, field);
        }
    }

    /// Checks the spelling of a member's key; `own` is the member with the field's exact name.
    fn name(&mut self, member: &Member, around: [Option<usize>; 2], field: &'static Field, own: Option<&Member>) {
        let Some(code) = spelling(member.key, field, own.is_some()) else {
            return;
        };
        // The builder writes the correct name.
        if self.text.is_none() && code.is(&catalogue::FIELD_ALTERNATE_NAME) {
            return;
        }
        let is_misspelt = code.is(&catalogue::FIELD_MISSPELT);
        let (by, severity) = match (is_misspelt, field.required) {
            (true, true) => (field.by, Severity::Error),
            (true, false) => (Authority::Cbt, Severity::Warning),
            (false, _) => (Authority::Cbt, code.severity),
        };
        let location = self.location(&member.key_at);
        let fault = self.faults.add_by(by, severity, code, location).value(excerpt(member.key)).field(field);
        fault.may_quote = true;
        fault.is_guess = is_misspelt && !is_certain(member.key, field);
        let Some(text) = self.text else {
            return;
        };
        let Some(own) = own else {
            fault.change(json::between_quotes(text, member.key_at.clone()), field.name);
            return;
        };
        let kept = match around {
            [Some(before), _] if own.key_at.start < member.key_at.start => Kept::Before(before),
            [_, Some(next)] => Kept::After(next),
            _ => return,
        };
        if text.get(own.value.at.clone()) == text.get(member.value.at.clone()) {
            json::remove(text, member, kept, fault);
        }
    }

    fn text(&mut self, text: &str, node: &Node, field: &'static Field) {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            if field.required {
                self.fault(&catalogue::FIELD_EMPTY, node, field);
            }
            return;
        }
        let is_verbatim = matches!(field.kind, FieldKind::Verbatim);
        if self.damage(if is_verbatim { text } else { trimmed }, node, field) {
            return;
        }
        if trimmed.len() < text.len() && !is_verbatim {
            self.blanks(text, node, field);
        }
        match field.kind {
            FieldKind::DateTime => return self.date_time(trimmed, node, field),
            FieldKind::Code | FieldKind::Guid if is_rounded(trimmed) => {
                self.fault_by(Authority::Library, &catalogue::FIELD_DIGITS_LOST, node, field);
                return;
            }
            FieldKind::Choice(choices) | FieldKind::Currency(choices) => {
                return self.choice(trimmed, choices, node, field);
            }
            _ => {}
        }
        // The byte length is an upper bound of the character count, and most texts are short. Blanks around a text have
        // been reported.
        let counted = if is_verbatim { text } else { trimmed };
        let Some(max) = field.max.filter(|&max| counted.len() > max || matches!(field.kind, FieldKind::Guid)) else {
            return;
        };
        let length = counted.chars().count();
        if length > max {
            self.fault(&catalogue::FIELD_TOO_LONG, node, field).arg("length", length).arg("max", max);
        } else if matches!(field.kind, FieldKind::Guid)
            && (text.chars().count() != max || text.chars().any(char::is_lowercase))
        {
            // In hexadecimal, upper case and lower case denote the same number.
            let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
            let due = (text.len() == max && text.is_ascii()).then(|| text.to_ascii_uppercase());
            let fault = self.replaced(&catalogue::GUID_FORMAT, node, field, due.as_deref());
            fault.arg("max", max).is_guess = !is_hex;
        }
    }

    /// Reports the blanks around a text.
    fn blanks(&mut self, text: &str, node: &Node, field: &'static Field) {
        let source = self.between_quotes(&node.at);
        let fault = self.fault(&catalogue::FIELD_BLANKS, node, field);
        // A name with surrounding blanks is still a name, but a time or code with blanks is invalid.
        let is_too_long = field.max.is_some_and(|max| text.chars().count() > max);
        if is_too_long || matches!(field.kind, FieldKind::DateTime | FieldKind::Choice(_) | FieldKind::Currency(_)) {
            fault.severity = Severity::Error;
        }
        // Blanks are never part of a code from a list, but may be part of a name.
        fault.is_guess = matches!(field.kind, FieldKind::Code | FieldKind::Name | FieldKind::Links);
        let Some((json, at)) = source else {
            return;
        };
        let (_, map) = json::unescape(json.as_bytes(), at);
        for blanks in [0..text.len() - text.trim_start().len(), text.trim_end().len()..text.len()] {
            if !blanks.is_empty() {
                fault.change(map.outer(blanks), "");
            }
        }
    }

    /// Returns the JSON text and the range between a string's quotes, if the value is in a text and its quotes are JSON
    /// quotes.
    fn between_quotes(&self, at: &Range<usize>) -> Option<(&'t str, Range<usize>)> {
        let text = self.text?;
        let lexeme = text.get(at.clone())?;
        let is_string = lexeme.len() > 1 && lexeme.starts_with('"') && lexeme.ends_with('"');
        is_string.then(|| (text, at.start + 1..at.end - 1))
    }

    fn choice(&mut self, text: &str, choices: &'static [Choice], node: &Node, field: &'static Field) {
        let is_currency = matches!(field.kind, FieldKind::Currency(_));
        let in_words = |choice: &Choice| (choice.zh, choice.en);
        if let Some(choice) = choices.iter().find(|choice| choice.code == text) {
            if is_currency && choice.code != choices[0].code {
                let fault = self.fault(&catalogue::CURRENCY_NOT_CNY, node, field);
                fault.arg("choice", in_words(choice)).arg("due", choices[0].code);
            }
            return;
        }
        let meant = field.meant_by(text);
        if let Some(choice) = meant.filter(|choice| is_currency && choice.zh != text) {
            let fault = self.replaced(&catalogue::CURRENCY_ISO, node, field, Some(choice.code));
            fault.arg("choice", in_words(choice)).arg("due", choice.code);
            return;
        }
        // If there is only one choice, it is the likely one.
        let only = if let [only] = choices { Some(only) } else { None };
        let list = |one_of: &str, words: fn(&Choice) -> String, separator| -> Cow<'static, str> {
            match only {
                Some(only) => format!("`{}`", only.code),
                None => one_of.to_owned() + &choices.iter().map(words).collect::<Vec<_>>().join(separator),
            }
            .into()
        };
        let named = (
            list("", |Choice { code, zh, .. }| format!("`{code}`（{zh}）"), "、"),
            list("one of ", |Choice { code, en, .. }| format!("`{code}` ({en})"), ", "),
        );
        let due = meant.or(only);
        let fault = self.replaced(&catalogue::FIELD_CHOICE, node, field, due.map(|choice| choice.code));
        // The names of other systems may mean something else there.
        let is_name = |choice: &Choice| {
            choices.len() == 1 || [choice.zh, choice.en].iter().any(|name| name.eq_ignore_ascii_case(text))
        };
        fault.arg("choices", named).is_guess = !meant.is_some_and(is_name);
    }

    fn date_time(&mut self, text: &str, node: &Node, field: &'static Field) {
        if let Some((code, reading)) = misread(text) {
            self.misread(code, reading, node, field);
        } else {
            self.in_order(text, node, field);
        }
    }

    /// Reports a time in another format, and checks the time that it will be after the fix.
    fn misread(&mut self, code: &'static Code, reading: Option<Reading>, node: &Node, field: &'static Field) {
        let request = self.faults.context.request_time.filter(|_| field.by == Authority::Customs);
        // A payment after its request shows that the guess is wrong.
        let is_likely = |reading: &&Reading| {
            reading.is_certain || request.is_none_or(|request| reading.digits.as_bytes() <= &request[..])
        };
        let due = reading.as_ref().filter(is_likely).map(|reading| &*reading.digits);
        let fault = self.replaced(code, node, field, due);
        if matches!(node.kind, Kind::Array(_)) {
            (fault.by, fault.severity) = (Authority::Cbt, Severity::Error);
        }
        let Some(Reading { digits, is_certain }) = reading else {
            return;
        };
        fault.is_guess = !is_certain;
        fault.arg("reading", times::formatted(&digits)).arg("digits", digits.clone());
        if is_certain {
            self.in_order(&digits, node, field);
        }
    }

    /// Keeps the time of the request, and reports a payment that is later.
    fn in_order(&mut self, digits: &str, node: &Node, field: &'static Field) {
        let time = digits.as_bytes().first_chunk().copied();
        if field.by == Authority::Cbt {
            self.faults.context.request_time = time;
        } else if let Some((payment, request)) = time.zip(self.faults.context.request_time)
            && times::is_later(payment, request)
        {
            self.fault(&catalogue::TIME_AFTER_COMMIT, node, field);
        }
    }

    /// Reports a time whose numbers are in an array; returns whether it is one.
    fn numbers_of_time(&mut self, items: Items, node: &Node, field: &'static Field) -> bool {
        /// No time has as many numbers.
        const MANY: usize = 8;
        let number = |item: Node| if let Kind::Number(lexeme) = &item.kind { lexeme.parse().ok() } else { None };
        let Some(numbers) = items
            .iter()
            .take(MANY)
            .map(number)
            .collect::<Option<Vec<u32>>>()
            .filter(|numbers| (3..MANY).contains(&numbers.len()))
        else {
            return false;
        };
        self.misread(&catalogue::TIME_ARRAY, times::joined(&numbers), node, field);
        true
    }

    fn amount_in_string(&mut self, text: &str, node: &Node, field: &'static Field) {
        let FieldKind::Amount { decimals, .. } = field.kind else {
            return;
        };
        if self.text.is_none() {
            // The builder writes a number.
            if plain_decimal(text).is_some() {
                self.amount(text, node, field);
            } else {
                self.type_fault(&catalogue::AMOUNT_FORMAT, node, field);
            }
            return;
        }
        // The edit replaces the quotes too, so they must be well-formed.
        let is_sound = self.between_quotes(&node.at).is_some();
        let amount = if is_number(text) { Some(text.to_owned()) } else { bare_amount(text) };
        let fault = self.type_fault(&catalogue::AMOUNT_STRING, node, field);
        let Some(plain) = amount.as_deref().and_then(plain_decimal) else {
            return;
        };
        if is_sound {
            let noiseless = rounded(&plain, decimals).map(|(_, meant)| meant);
            // Some locales use a comma as the decimal point, and spreadsheets round numbers written with an exponent.
            fault.is_guess = noiseless.is_some() || text.contains([',', 'e', 'E']);
            fault.change(node.at.clone(), noiseless.unwrap_or_else(|| plain.clone()));
        }
        // Check the amount as it will be after the fix.
        self.amount(&plain, node, field);
    }

    fn amount(&mut self, lexeme: &str, node: &Node, field: &'static Field) {
        let FieldKind::Amount { digits, decimals: most_decimals } = field.kind else {
            return;
        };
        let plain = plain_decimal(lexeme);
        let noiseless = plain.as_deref().and_then(|plain| rounded(plain, most_decimals));
        let has_exponent = lexeme.contains(['e', 'E']);
        if has_exponent && self.text.is_some() {
            let fault = self.fault(&catalogue::AMOUNT_EXPONENT, node, field);
            if let Some(due) = noiseless.as_ref().map(|(_, meant)| meant).or(plain.as_ref()) {
                fault.change(node.at.clone(), due.clone()).is_guess = noiseless.is_some();
            }
        }
        if let Some((code, plain)) = noiseless {
            let fault = self.fault(code, node, field);
            fault.arg("plain", plain.clone()).change(node.at.clone(), plain);
            return;
        }
        let unsigned = plain.as_deref().unwrap_or_default().trim_start_matches('-');
        let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let most_whole = digits - most_decimals;
        let is_fine = decimals.len() <= most_decimals && whole.len() <= most_whole;
        let Some(plain) = plain.as_ref().filter(|_| is_fine) else {
            let is_tiny = lexeme.contains(['e', 'E']) && lexeme.contains('-');
            let (length, max, [place, advice]) = if whole.len() > most_whole || plain.is_none() && !is_tiny {
                (whole.len(), most_whole, WHOLE)
            } else {
                (decimals.len(), most_decimals, DECIMALS)
            };
            // Without a plain decimal, the exponent is huge.
            let length = if plain.is_none() { ">40".to_owned() } else { length.to_string() };
            let fault = self.fault(&catalogue::AMOUNT_RANGE, node, field);
            fault.arg("length", length).arg("max", max).arg("place", place).arg("advice", advice);
            return;
        };
        if plain.starts_with('-') {
            self.fault(&catalogue::AMOUNT_NEGATIVE, node, field);
        } else if !has_exponent && lexeme.contains('.') && lexeme.len() > plain.len() {
            let fault = self.fault(&catalogue::AMOUNT_TRAILING_ZEROS, node, field);
            fault.arg("plain", plain.clone()).change(node.at.clone(), plain.clone());
        }
    }
}

fn is_empty(object: &Object) -> bool {
    object.members.is_empty() && object.whole
}

/// Returns whether all names of an object are indices of a list.
fn is_numbered(object: &Object) -> bool {
    let is_index = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
    !object.members.is_empty() && object.members.iter().all(|member| is_index(member.key))
}

/// Returns whether a text is a number with an exponent or decimals, as spreadsheets and floats write long numbers:
/// `2.02603E+27`, or the `####` of a narrow column.
fn is_rounded(text: &str) -> bool {
    if text.len() > 2 && text.bytes().all(|byte| byte == b'#') || of_number(text).is_some_and(|(_, is_lost)| is_lost) {
        return true;
    }
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.as_bytes().get(1) == Some(&b'.')
        && is_number(text)
        && text.split_once(['e', 'E']).is_some_and(|(_, exponent)| is_digits(exponent.trim_start_matches('+')))
}

const AN_OBJECT: Words = ("对象", "an object");
const A_LIST: Words = ("列表", "a list");
const A_NUMBER: Words = ("数字", "a number");
const A_STRING: Words = ("字符串", "a string");

/// The excess digits of an amount, and the advice.
const WHOLE: [Words; 2] =
    [("整数", "digits before the decimal point"), ("检查单位（元，不是分）", "check the unit: yuan, not fen")];
const DECIMALS: [Words; 2] =
    [("小数", "decimals"), ("四舍五入，并检查金额是怎样算出来的", "round it, and check how it was calculated")];

/// Returns the type that a field's value must have; `is_item` is true for an object in the field's list.
fn expected(field: &Field, is_item: bool) -> Words {
    match field.kind {
        FieldKind::List(_) if !is_item => A_LIST,
        FieldKind::Object(_) | FieldKind::List(_) => AN_OBJECT,
        FieldKind::Amount { .. } => A_NUMBER,
        _ => A_STRING,
    }
}
