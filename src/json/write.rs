//! Writes parsed values as JSON text: values unchanged, and objects in the interface's order.

use super::{Kind, Member, Node, plain_decimal};
use crate::options::Names;
use crate::spec::{Field, Kind as FieldKind};

/// Writes a value as it was read; an unreadable value becomes `null`.
pub(crate) fn value(node: &Node, out: &mut String) {
    write(node, None, Names::default(), out);
}

/// Writes a value of this field kind: its known members first, in the interface's order and under its names, and
/// amounts as plain decimals.
pub(crate) fn field(node: &Node, kind: FieldKind, names: Names, out: &mut String) {
    write(node, Some(kind), names, out);
}

fn write(node: &Node, kind: Option<FieldKind>, names: Names, out: &mut String) {
    match (&node.kind, kind) {
        (Kind::Null | Kind::Unreadable, _) => out.push_str("null"),
        (Kind::Bool(value), _) => out.push_str(if *value { "true" } else { "false" }),
        (Kind::Number(text) | Kind::String(text), Some(FieldKind::Amount { .. }))
            if let Some(number) = plain_decimal(text) =>
        {
            out.push_str(&number);
        }
        (Kind::Number(lexeme), _) => out.push_str(lexeme),
        (Kind::String(text), _) => string(text, out),
        (Kind::Array(items), kind) => {
            let kind = kind.filter(|kind| matches!(kind, FieldKind::List(_)));
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(item, kind, names, out);
            }
            out.push(']');
        }
        (Kind::Object(object), Some(FieldKind::Object(fields) | FieldKind::List(fields))) => {
            members(&object.members, fields, names, out);
        }
        (Kind::Object(object), _) => members(&object.members, &[], names, out),
    }
}

/// Writes an object: its members among `fields` first, in that order, then the others.
fn members(members: &[Member], fields: &'static [Field], names: Names, out: &mut String) {
    out.push('{');
    let mut separator = "";
    for field in fields.iter().map(Some).chain([None]) {
        for Member { key: own, value, .. } in members {
            let is_next = match field {
                Some(field) => field.is_named(own),
                None => !fields.iter().any(|field| field.is_named(own)),
            };
            if is_next {
                out.push_str(separator);
                separator = ",";
                key(field.map_or(own, |field| field.written(names)), out);
                write(value, field.map(|field| field.kind), names, out);
            }
        }
    }
    out.push('}');
}

/// Writes the key of a member, and the colon after it.
pub(crate) fn key(key: &str, out: &mut String) {
    string(key, out);
    out.push(':');
}

/// Writes a string with only the escapes that RFC 8259 requires.
pub(crate) fn string(text: &str, out: &mut String) {
    // `serde_json` cannot fail to serialize a string.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}
