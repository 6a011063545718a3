//! Serializes values as ASCII JSON, which JavaScript engines decode many times faster than other UTF-8.
//!
//! `serde_json` takes three times as long for a report: it scans every key for escapes, and its output needs a second
//! pass to escape non-ASCII characters.

use std::fmt;

use serde::ser::{self, Impossible, Serialize};

use crate::scan::ByteSet;
use crate::strings::{push_digits, short_escape_of};

/// Serializes a value as ASCII JSON, or as `null` if it contains a type that no result has, such as a float.
///
/// ```
/// assert_eq!(cbt179_fast::to_ascii_json(&["好\n", "😀"]), br#"["\u597d\n","\ud83d\ude00"]"#);
/// ```
#[must_use]
pub fn to_ascii_json(value: &impl Serialize) -> Vec<u8> {
    let mut writer = Writer { out: String::with_capacity(1024) };
    if value.serialize(&mut writer).is_err() {
        return b"null".to_vec();
    }
    writer.out.into_bytes()
}

struct Writer {
    out: String,
}

impl Writer {
    fn put_string(&mut self, text: &str) {
        /// The bytes that are written as escapes.
        const ODD: ByteSet = ByteSet::range(0, 0x1F).or(&ByteSet::of(b"\"\\\x7F")).or(&ByteSet::range(0x80, 0xFF));
        self.out.push('"');
        let mut rest = text;
        while let Some(plain) = ODD.find(rest.as_bytes()) {
            let (before, from) = rest.split_at(plain);
            self.out.push_str(before);
            let mut chars = from.chars();
            if let Some(char) = chars.next() {
                match u8::try_from(char).ok().and_then(short_escape_of) {
                    Some(letter) => self.out.extend(['\\', char::from(letter)]),
                    None => char.encode_utf16(&mut [0; 2]).iter().for_each(|unit| self.put_unit(*unit)),
                }
            }
            rest = chars.as_str();
        }
        self.out.push_str(rest);
        self.out.push('"');
    }

    /// Writes a UTF-16 code unit as a `\u` escape.
    fn put_unit(&mut self, unit: u16) {
        let digit = |shift: u16| char::from(b"0123456789abcdef"[usize::from(unit >> shift & 15)]);
        self.out.extend(['\\', 'u', digit(12), digit(8), digit(4), digit(0)]);
    }

    /// Writes the name of a struct field; Rust identifiers need no escapes.
    fn put_key(&mut self, key: &str) {
        self.out.push('"');
        self.out.push_str(key);
        self.out.push_str("\":");
    }
}

/// Writes the elements of an array or the members of an object.
struct Members<'w> {
    writer: &'w mut Writer,
    is_first: bool,
    close: char,
}

impl Members<'_> {
    fn begin(writer: &mut Writer, open: char, close: char) -> Members<'_> {
        writer.out.push(open);
        Members { writer, is_first: true, close }
    }

    fn separate(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.writer.out.push(',');
        }
    }
}

impl ser::SerializeSeq for Members<'_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.separate();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unsupported> {
        self.writer.out.push(self.close);
        Ok(())
    }
}

impl ser::SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Unsupported> {
        self.separate();
        self.writer.put_key(key);
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unsupported> {
        ser::SerializeSeq::end(self)
    }
}

/// The error for a type that no result of the library contains.
#[derive(Debug)]
struct Unsupported;

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unsupported type")
    }
}

impl std::error::Error for Unsupported {}

impl ser::Error for Unsupported {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Defines the methods for types that no result contains.
macro_rules! unsupported {
    ($($method:ident($($argument:ty),*) -> $result:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$result, Unsupported> {
            Err(Unsupported)
        })*
    };
}

impl<'w> ser::Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unsupported;
    type SerializeSeq = Members<'w>;
    type SerializeStruct = Members<'w>;
    type SerializeTuple = Members<'w>;
    type SerializeTupleStruct = Impossible<(), Unsupported>;
    type SerializeTupleVariant = Impossible<(), Unsupported>;
    type SerializeMap = Members<'w>;
    type SerializeStructVariant = Impossible<(), Unsupported>;

    fn serialize_bool(self, value: bool) -> Result<(), Unsupported> {
        self.out.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_u64(self, number: u64) -> Result<(), Unsupported> {
        push_digits(number, &mut self.out);
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unsupported> {
        self.put_string(text);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unsupported> {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unsupported> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Unsupported> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unsupported> {
        let mut members = Members::begin(self, '{', '}');
        ser::SerializeStruct::serialize_field(&mut members, variant, value)?;
        ser::SerializeStruct::end(members)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'w>, Unsupported> {
        Ok(Members::begin(self, '[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Members<'w>, Unsupported> {
        Ok(Members::begin(self, '[', ']'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'w>, Unsupported> {
        Ok(Members::begin(self, '{', '}'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'w>, Unsupported> {
        Ok(Members::begin(self, '{', '}'))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Unsupported> {
        Err(Unsupported)
    }

    unsupported! {
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

impl ser::SerializeTuple for Members<'_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        ser::SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Unsupported> {
        ser::SerializeSeq::end(self)
    }
}

impl ser::SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Unsupported;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unsupported> {
        self.separate();
        key.serialize(&mut *self.writer)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unsupported> {
        self.writer.out.push(':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unsupported> {
        ser::SerializeSeq::end(self)
    }
}
