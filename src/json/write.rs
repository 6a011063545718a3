//! Writes parsed values as JSON text, with the members of known objects in the interface's order.

use alloc::string::String;

use super::{Kind, Member, Node, Object, plain_decimal};
use crate::options::Names;
use crate::spec::{Field, Kind as FieldKind};
use cbt179_fast::strings::push_string;

/// Writes a value as it was read; an unreadable value becomes `null`.
pub(crate) fn value(node: &Node, out: &mut String) {
    write(node, None, Names::default(), &[], out);
}

/// Writes a value of this field kind: its known members first, under the chosen names, and amounts as plain decimals.
/// Fields that the value does not have are written with their defaults.
pub(crate) fn field(node: &Node, kind: FieldKind, names: Names, defaults: &[Option<String>], out: &mut String) {
    write(node, Some(kind), names, defaults, out);
}

fn write(node: &Node, kind: Option<FieldKind>, names: Names, defaults: &[Option<String>], out: &mut String) {
    match (node.kind, kind) {
        (Kind::Null | Kind::Unreadable, _) => out.push_str("null"),
        (Kind::Bool(value), _) => out.push_str(if value { "true" } else { "false" }),
        (Kind::Number(text) | Kind::String(text), Some(FieldKind::Amount { .. }))
            if let Some(number) = plain_decimal(text) =>
        {
            out.push_str(&number);
        }
        (Kind::Number(lexeme), _) => out.push_str(lexeme),
        (Kind::String(text), _) => push_string(text, out),
        (Kind::Array(items), kind) => {
            let kind = kind.filter(|kind| matches!(kind, FieldKind::List(_)));
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index > 0 { "," } else { "" });
                write(&item, kind, names, &[], out);
            }
            out.push(']');
        }
        (Kind::Object(object), Some(FieldKind::Object(fields) | FieldKind::List(fields))) => {
            members(object, fields, names, defaults, out);
        }
        (Kind::Object(object), _) => members(object, &[], names, &[], out),
    }
}

/// Writes an object. The members among `fields` come first, in that order and under the chosen names.
fn members(object: Object, fields: &'static [Field], names: Names, defaults: &[Option<String>], out: &mut String) {
    out.push('{');
    let mut separator = "";
    let mut begin = |name: &str, out: &mut String| {
        out.push_str(separator);
        separator = ",";
        key(name, out);
    };
    for group in 0..=fields.len() {
        let mut is_missing = true;
        for Member { key: own, value, .. } in object.members.iter() {
            let place = fields.iter().position(|field| field.is_named(own));
            if place.unwrap_or(fields.len()) == group {
                let field = fields.get(group);
                is_missing = false;
                begin(field.map_or(own, |field| field.written(names)), out);
                write(&value, field.map(|field| field.kind), names, &[], out);
            }
        }
        if let (true, Some(Some(value)), Some(field)) = (is_missing, defaults.get(group), fields.get(group)) {
            begin(field.written(names), out);
            push_string(value, out);
        }
    }
    out.push('}');
}

/// Writes the key of a member, and the colon after it.
pub(crate) fn key(key: &str, out: &mut String) {
    push_string(key, out);
    out.push(':');
}
