//! Writes parsed values as JSON text: values unchanged, and objects in the interface's order.

use super::{Kind, Member, Node, plain_decimal};
use crate::options::Names;
use crate::spec::{Field, Kind as FieldKind};

/// Writes a value as it was read; an unreadable value becomes `null`.
pub(crate) fn value(node: &Node, out: &mut String) {
    match &node.kind {
        Kind::Null | Kind::Unreadable => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Number(spelled) => out.push_str(spelled),
        Kind::String(text) => string(text, out),
        Kind::Array(items) => list('[', ']', items, out, value),
        Kind::Object(object) => list('{', '}', &object.members, out, |member, out| {
            key(&member.key, out);
            value(&member.value, out);
        }),
    }
}

/// Writes an object: its known fields first, in the interface's order and by their names, then the other members.
fn ordered(members: &[Member], fields: &'static [Field], names: Names, out: &mut String) {
    let mut written: Vec<(&Member, Option<&Field>)> = Vec::with_capacity(members.len());
    for field in fields {
        let its = members.iter().filter(|member| field.is_named(&member.key));
        written.extend(its.map(|member| (member, Some(field))));
    }
    let is_known = |member: &&Member| fields.iter().any(|field| field.is_named(&member.key));
    written.extend(members.iter().filter(|member| !is_known(member)).map(|member| (member, None)));
    list('{', '}', &written, out, |&(member, known), out| {
        key(known.map_or(&*member.key, |known| known.written(names)), out);
        match known {
            Some(known) => field(&member.value, known.kind, names, out),
            None => value(&member.value, out),
        }
    });
}

/// Writes a value of this field kind.
pub(crate) fn field(node: &Node, kind: FieldKind, names: Names, out: &mut String) {
    match (&node.kind, kind) {
        (Kind::Object(object), FieldKind::Object(fields) | FieldKind::List(fields)) => {
            ordered(&object.members, fields, names, out);
        }
        (Kind::Array(items), FieldKind::List(_)) => {
            list('[', ']', items, out, |item, out| field(item, kind, names, out));
        }
        (Kind::String(text), FieldKind::Amount { .. }) => match plain_decimal(text) {
            Some(number) => out.push_str(&number),
            None => string(text, out),
        },
        (Kind::Number(text), FieldKind::Amount { .. }) => {
            out.push_str(&plain_decimal(text).unwrap_or_else(|| text.to_string()));
        }
        _ => value(node, out),
    }
}

fn list<T>(open: char, close: char, items: &[T], out: &mut String, write: impl Fn(&T, &mut String)) {
    out.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(item, out);
    }
    out.push(close);
}

/// Writes the key of a member, and the colon after it.
pub(crate) fn key(key: &str, out: &mut String) {
    string(key, out);
    out.push(':');
}

/// Writes a string with only the escapes that RFC 8259 requires.
pub(crate) fn string(text: &str, out: &mut String) {
    // `serde_json` cannot fail to serialise a string.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
