//! Writes parsed values as JSON text, and sorts their members in the interface's order.

use alloc::string::String;

use super::{Kind, Member, Node, plain_decimal};
use crate::diagnostics::grouped;
use crate::options::Names;
use crate::spec::{Field, Kind as FieldKind};
use cbt179_fast::strings::push_string;

/// Writes a value as it was read; an unreadable value becomes `null`.
pub(crate) fn value(node: &Node, out: &mut String) {
    write(node, None, Names::default(), out);
}

/// Writes a value of this field kind, with its known members under the chosen names and amounts as plain decimals.
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
        (Kind::String(text), _) => push_string(text, out),
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

/// Writes an object, with the members among `fields` under the chosen names.
fn members(members: &[Member], fields: &'static [Field], names: Names, out: &mut String) {
    out.push('{');
    for (index, Member { key: own, value, .. }) in members.iter().enumerate() {
        let field = fields.iter().find(|field| field.is_named(own));
        out.push_str(if index > 0 { "," } else { "" });
        key(field.map_or(own, |field| field.written(names)), out);
        write(value, field.map(|field| field.kind), names, out);
    }
    out.push('}');
}

/// Sorts the members of all objects in a value of this field kind: known members first, in the interface's order.
pub(crate) fn sort(node: &mut Node, kind: FieldKind) {
    let (FieldKind::Object(fields) | FieldKind::List(fields)) = kind else { return };
    match &mut node.kind {
        Kind::Array(items) => items.iter_mut().for_each(|item| sort(item, kind)),
        Kind::Object(object) => {
            let place = |key: &str| fields.iter().position(|field| field.is_named(key)).unwrap_or(fields.len());
            let members = core::mem::take(&mut object.members);
            object.members = grouped(members, 0..=fields.len(), |member| place(&member.key));
            for member in &mut object.members {
                if let Some(field) = fields.get(place(&member.key)) {
                    sort(&mut member.value, field.kind);
                }
            }
        }
        _ => {}
    }
}

/// Writes the key of a member, and the colon after it.
pub(crate) fn key(key: &str, out: &mut String) {
    push_string(key, out);
    out.push(':');
}
