//! JSON text out of what was read: values as they are, and objects in the interface's order.

use crate::interface::{Field, Kind as FieldKind};
use crate::json::{Kind, Member, Node};
use crate::options::Names;

/// Writes a value as it was read; what was unreadable becomes `null`.
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

/// Writes an object with its known fields first, in the interface's order and by their names, and the others behind them.
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

/// Writes a value of this kind.
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

/// Writes the key of a member, and the colon behind it.
pub(crate) fn key(key: &str, out: &mut String) {
    string(key, out);
    out.push(':');
}

/// Writes a string with only those escapes that RFC 8259 asks for.
pub(crate) fn string(text: &str, out: &mut String) {
    // A string has nothing that serde_json could refuse.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// A decimal number as customs like it: no trailing zeros, no exponent, every digit kept. `None` where it is none.
pub(crate) fn plain_decimal(text: &str) -> Option<String> {
    /// Larger exponents are no amounts, and would make long texts of short ones.
    const LARGEST_EXPONENT: i32 = 40;
    if !crate::json::is_number(text) {
        return None;
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    if mantissa.bytes().all(|byte| matches!(byte, b'0' | b'.')) {
        return Some("0".to_owned());
    }
    let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() <= LARGEST_EXPONENT)?;
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // The digits without a point, and how many of them stand before it.
    let mut digits = format!("{whole}{decimals}");
    let mut point = i32::try_from(whole.len()).ok()? + exponent;
    while point < 1 {
        digits.insert(0, '0');
        point += 1;
    }
    let point = usize::try_from(point).ok()?;
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, decimals) = digits.split_at(point);
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let decimals = decimals.trim_end_matches('0');
    let dot = if decimals.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{dot}{decimals}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_keep_every_digit() {
        for (text, plain) in [
            ("100.10", "100.1"),
            ("100.0", "100"),
            ("2000", "2000"),
            ("0.00", "0"),
            ("-0.0", "0"),
            ("-1.50", "-1.5"),
            ("12345678901234567890.12345", "12345678901234567890.12345"),
            ("1e3", "1000"),
            ("1.5e-7", "0.00000015"),
            ("1.25E+1", "12.5"),
            ("0e5", "0"),
            ("0.0e99", "0"),
        ] {
            assert_eq!(plain_decimal(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["", "1,000", "¥1", "1.", "01", "1e41", "NaN", " 1"] {
            assert_eq!(plain_decimal(text), None, "{text}");
        }
    }
}
