//! Reads and writes the DER (X.690) of keys, certificates and signatures.

use alloc::vec::Vec;

use crate::input::InputError;
use crate::oids::ObjectIdentifier;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(crate) const UTF8_STRING: u8 = 0x0c;
pub(crate) const NUMERIC_STRING: u8 = 0x12;
pub(crate) const PRINTABLE_STRING: u8 = 0x13;
pub(crate) const TELETEX_STRING: u8 = 0x14;
pub(crate) const IA5_STRING: u8 = 0x16;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const BMP_STRING: u8 = 0x1e;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The version of a certificate, `[0] EXPLICIT` (RFC 5280, section 4.1).
pub(crate) const VERSION: u8 = 0xa0;

/// An element: a tag and its content.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    pub tag: u8,
    pub content: &'a [u8],
}

impl<'a> Element<'a> {
    /// Reads the first element, and returns the bytes after it.
    fn first(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), InputError> {
        let [tag, first, rest @ ..] = bytes else { return Err(InputError::Truncated) };
        let (length, rest) = match first {
            0..=0x7f => (usize::from(*first), rest),
            0x81..=0x84 => {
                let (digits, rest) = rest.split_at_checked(usize::from(first - 0x80)).ok_or(InputError::Truncated)?;
                let length = digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit));
                // DER requires the shortest form.
                if length < 0x80 || digits.starts_with(&[0]) {
                    return Err(InputError::NotDer);
                }
                (length, rest)
            }
            _ => return Err(InputError::NotDer),
        };
        // Keys and certificates have no multi-byte tags, and a length of gigabytes is damage.
        if tag & 0x1f == 0x1f || length >= 1 << 28 {
            return Err(InputError::NotDer);
        }
        let (content, rest) = rest.split_at_checked(length).ok_or(InputError::Truncated)?;
        Ok((Self { tag: *tag, content }, rest))
    }

    /// Reads these bytes as exactly one sequence.
    pub fn whole(bytes: &'a [u8]) -> Result<Self, InputError> {
        if bytes.first() != Some(&SEQUENCE) {
            return Err(InputError::NotDer);
        }
        match Self::first(bytes)? {
            (element, []) => Ok(element),
            _ => Err(InputError::Trailing),
        }
    }

    /// Returns the content if the element has this tag.
    pub fn content_of(&self, tag: u8) -> Option<&'a [u8]> {
        (self.tag == tag).then_some(self.content)
    }

    /// Splits a sequence into its elements; `None` if it is another element, or malformed.
    pub fn sequence(&self) -> Option<Vec<Self>> {
        elements(self.content_of(SEQUENCE)?)
    }

    /// Returns the bytes of a nonnegative integer, without the zero byte that precedes a leading 1 bit.
    pub fn unsigned(&self) -> Option<&'a [u8]> {
        match self.content_of(INTEGER)? {
            [0, number @ ..] if number.first().is_some_and(|byte| *byte >= 0x80) => Some(number),
            number @ ([0] | [1..=0x7f, ..]) => Some(number),
            _ => None,
        }
    }

    /// Returns an object identifier.
    pub fn oid(&self) -> Option<ObjectIdentifier> {
        ObjectIdentifier::from_bytes(self.content_of(OBJECT_IDENTIFIER)?).ok()
    }

    /// Returns whether this is NULL.
    pub fn is_null(&self) -> bool {
        self.content_of(NULL).is_some_and(<[u8]>::is_empty)
    }

    /// Splits an `AlgorithmIdentifier` (RFC 5280, section 4.1.1.2); `None` if it is malformed.
    pub fn algorithm_identifier(&self) -> Option<(ObjectIdentifier, Option<Self>)> {
        match self.sequence()?[..] {
            [oid] => Some((oid.oid()?, None)),
            [oid, parameters] => Some((oid.oid()?, Some(parameters))),
            _ => None,
        }
    }
}

/// Splits the content of a sequence or set into its elements; `None` if it is malformed.
pub(crate) fn elements(mut content: &[u8]) -> Option<Vec<Element<'_>>> {
    let mut out = Vec::new();
    while !content.is_empty() {
        let (element, rest) = Element::first(content).ok()?;
        out.push(element);
        content = rest;
    }
    Some(out)
}

/// Encodes one DER element: its tag, length and content, which is shorter than 64 KiB.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let [.., high, low] = content.len().to_be_bytes();
    let header: &[u8] = match content.len() {
        0..0x80 => &[low],
        0x80..0x100 => &[0x81, low],
        _ => &[0x82, high, low],
    };
    [&[tag], header, content].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_in_their_shortest_form() {
        let whole = |header: &[u8], length: usize| {
            let bytes = [header, &[0].repeat(length)].concat();
            Element::whole(&bytes).map(|element| element.content.len())
        };
        assert_eq!(whole(&[0x30, 0x7f], 0x7f), Ok(0x7f));
        assert_eq!(whole(&[0x30, 0x81, 0x80], 0x80), Ok(0x80));
        assert_eq!(whole(&[0x30, 0x82, 1, 0], 0x100), Ok(0x100));
        for header in [&[0x30, 0x80][..], &[0x30, 0x81, 0x7f], &[0x30, 0x82, 0, 0x80], &[0x30, 0x85, 0, 0, 0, 0, 0]] {
            assert_eq!(whole(header, 0x80), Err(InputError::NotDer), "{header:x?}");
        }
    }

    #[test]
    fn integers_are_nonnegative_and_in_their_shortest_form() {
        let unsigned = |content| Element { tag: INTEGER, content }.unsigned();
        for (content, number) in [(&[0][..], &[0][..]), (&[0x7f, 0], &[0x7f, 0]), (&[0, 0x80], &[0x80])] {
            assert_eq!(unsigned(content), Some(number));
        }
        for content in [&[][..], &[0x80], &[0, 0], &[0, 0x7f], &[0xff, 0]] {
            assert_eq!(unsigned(content), None, "{content:x?}");
        }
    }
}
