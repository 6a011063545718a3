//! Formats X.509 names as text (RFC 4514).

use alloc::string::String;

use crate::der::{
    BMP_STRING, Element, IA5_STRING, NUMERIC_STRING, PRINTABLE_STRING, SET, TELETEX_STRING, UTF8_STRING, elements,
};
use crate::encoding::push_hex;
use crate::oids::{dotted, listed};

/// The attribute types of RFC 4514, section 3, and two more that are common in certificates, one a line.
const TYPES: &str = "\
2.5.4.3 CN
2.5.4.7 L
2.5.4.8 ST
2.5.4.10 O
2.5.4.11 OU
2.5.4.6 C
2.5.4.9 STREET
0.9.2342.19200300.100.1.25 DC
0.9.2342.19200300.100.1.1 UID
2.5.4.5 serialNumber
1.2.840.113549.1.9.1 emailAddress
";

/// Formats the content of a `Name` (RFC 5280, section 4.1.2.4), its last part first; `None` if it is malformed.
pub(crate) fn decode(content: &[u8]) -> Option<String> {
    let mut out = String::new();
    for part in elements(content)?.iter().rev() {
        let mut separator = if out.is_empty() { "" } else { "," };
        for attribute in elements(part.content_of(SET)?)? {
            out.push_str(separator);
            write_attribute(&mut out, &attribute)?;
            separator = "+";
        }
    }
    Some(out)
}

fn write_attribute(out: &mut String, attribute: &Element) -> Option<()> {
    let parts = attribute.sequence()?;
    let [oid, value] = parts[..] else { return None };
    let oid = oid.oid()?;
    let dotted = dotted(&oid);
    let known = listed(TYPES, &dotted);
    out.push_str(known.unwrap_or(&dotted));
    out.push('=');
    // A value of an unknown type, or that is not text, is written as the hex of its DER.
    if let Some(text) = text(&value).filter(|_| known.is_some()) {
        write_escaped(out, &text);
    } else {
        out.push('#');
        push_hex(out, attribute.content.get(2 + oid.as_bytes().len()..)?);
    }
    Some(())
}

/// Decodes a string; `None` if it is of another type or ill-formed. A `TeletexString` is read as UTF-8 or else as
/// ISO 8859-1, as programs write it.
fn text(value: &Element) -> Option<String> {
    let bytes = value.content;
    match value.tag {
        BMP_STRING => {
            let (pairs, []) = bytes.as_chunks::<2>() else { return None };
            char::decode_utf16(pairs.iter().map(|pair| u16::from_be_bytes(*pair))).collect::<Result<_, _>>().ok()
        }
        TELETEX_STRING if core::str::from_utf8(bytes).is_err() => Some(bytes.iter().copied().map(char::from).collect()),
        UTF8_STRING | PRINTABLE_STRING | TELETEX_STRING | IA5_STRING | NUMERIC_STRING => {
            core::str::from_utf8(bytes).ok().map(String::from)
        }
        _ => None,
    }
}

/// Escapes a value (RFC 4514, section 2.4).
fn write_escaped(out: &mut String, value: &str) {
    let last = value.len().saturating_sub(1);
    for (at, char) in value.char_indices() {
        match char {
            '\0' => out.push_str("\\00"),
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => out.extend(['\\', char]),
            '#' if at == 0 => out.push_str("\\#"),
            ' ' if at == 0 || at == last => out.push_str("\\ "),
            _ => out.push(char),
        }
    }
}
