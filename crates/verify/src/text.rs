//! Reads the upload, and the members that its signature depends on.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use crate::json::{self, Json, Kind};
use crate::strings::unescape;

/// The form field that holds the text.
const FORM_FIELD: &[u8] = b"payExInfoStr";
/// The names of the members; the last is the list's name in CBT's document.
const NAMES: [&str; 7] = [
    "sessionID",
    "payExchangeInfoHead",
    "payExchangeInfoLists",
    "serviceTime",
    "certNo",
    "signValue",
    "payExchangeInfoList",
];

/// A member of the upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// `sessionID`, a string.
    SessionId,
    /// `payExchangeInfoHead`, an object.
    Head,
    /// `payExchangeInfoLists`, an array; or `payExchangeInfoList`, as CBT's document prints it.
    Lists,
    /// `serviceTime`, a string or a number.
    ServiceTime,
    /// `certNo`, a string.
    CertNo,
    /// `signValue`, a string.
    SignValue,
}

impl Name {
    const ALL: [Self; 6] = [Self::SessionId, Self::Head, Self::Lists, Self::ServiceTime, Self::CertNo, Self::SignValue];

    /// Returns the name in the JSON.
    #[must_use]
    pub fn text(self) -> &'static str {
        NAMES[self as usize]
    }
}

/// The reason why a text cannot be read as an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The text has an ill-formed UTF-8 sequence at this offset.
    Utf8(usize),
    /// The text is neither an object nor a form with exactly one field `payExInfoStr`.
    NoJson,
    /// The text is not JSON.
    Json(json::Error),
    /// The text is JSON, but not an object.
    NotAnObject,
    /// This member is missing, the first if there are several.
    Missing(Name),
    /// The member's value has the wrong type.
    Type {
        /// The member.
        name: Name,
        /// The range of its value.
        at: Range<usize>,
    },
    /// The member occurs twice. The two names of the list are one member.
    Duplicate {
        /// The member.
        name: Name,
        /// The range of the second name.
        at: Range<usize>,
    },
}

/// Returns the JSON text of an upload: the text itself if it starts with a bracket, else the decoded form field
/// `payExInfoStr`.
///
/// # Errors
///
/// Returns [`Error::Utf8`] or [`Error::NoJson`].
pub fn json(text: &[u8]) -> Result<Cow<'_, str>, Error> {
    let is_blank = |byte: &u8| b" \t\r\n".contains(byte);
    if text.iter().find(|byte| !is_blank(byte)).is_some_and(|byte| b"{[".contains(byte)) {
        return core::str::from_utf8(text).map(Cow::Borrowed).map_err(|error| Error::Utf8(error.valid_up_to()));
    }
    let mut values = text.trim_ascii().split(|&byte| byte == b'&').filter_map(|field| {
        let (name, value) = field.split_at(field.iter().position(|&byte| byte == b'=')?);
        (form_decoded(name) == FORM_FIELD).then(|| &value[1..])
    });
    // Programs differ in which of several fields they read.
    let (Some(value), None) = (values.next(), values.next()) else { return Err(Error::NoJson) };
    String::from_utf8(form_decoded(value))
        .map(Cow::Owned)
        .map_err(|error| Error::Utf8(error.utf8_error().valid_up_to()))
}

/// Decodes a form value: `+` becomes a space, `%7B` becomes `{`; a malformed escape stays.
pub(crate) fn form_decoded(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut at = 0;
    while let Some(&byte) = value.get(at) {
        at += 1;
        let digits = value.get(at..at + 2).unwrap_or_default();
        let code = digits.iter().try_fold(0, |code, &digit| Some(code << 4 | char::from(digit).to_digit(16)?));
        match (byte, code) {
            (b'%', Some(code)) if !digits.is_empty() => {
                out.push(code.to_le_bytes()[0]);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    out
}

/// A member that was sent.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// The raw text of its value; of a string, without the quotes.
    pub raw: &'a str,
    /// The range of its value in the JSON text, with quotes.
    pub at: Range<usize>,
    /// The range of its name, with quotes.
    pub name_at: Range<usize>,
}

impl<'a> Member<'a> {
    /// Returns the value of a string, unescaped. PHP, for example, writes `/` in Base64 as `\/`.
    #[must_use]
    pub fn value(&self) -> Cow<'a, str> {
        unescape(self.raw)
    }
}

/// The text that is uploaded to customs.
#[derive(Clone, Debug)]
pub struct Upload<'a> {
    /// The text.
    pub json: Json<'a>,
    /// True if the list's name lacks the `s`.
    pub is_singular: bool,
    /// The tokens of the members' names and values; 0, the root, for a missing member.
    tokens: [(usize, usize); 6],
}

impl<'a> Upload<'a> {
    /// Reads a JSON text. The three members that CBT's reply adds may be missing.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not the JSON of an upload.
    pub fn read(text: &'a str) -> Result<Self, Error> {
        let upload = Self::read_reply(text)?;
        let is_missing = |name: &&Name| upload.tokens(**name).0 == 0;
        Name::ALL[..3].iter().find(is_missing).map_or(Ok(()), |name| Err(Error::Missing(*name)))?;
        Ok(upload)
    }

    /// Reads a JSON text in which any member may be missing, such as CBT's reply.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a JSON object, or if a member has the wrong type.
    pub fn read_reply(text: &'a str) -> Result<Self, Error> {
        let json = Json::read(text).map_err(Error::Json)?;
        if json.token(0).kind != Kind::Object {
            return Err(Error::NotAnObject);
        }
        let mut tokens = [(0, 0); 6];
        let mut is_singular = false;
        let mut at = 1;
        while at < json.token(0).next {
            let (name_token, value) = (at, at + 1);
            at = json.token(value).next;
            let key = unescape(json.content(name_token));
            let Some(index) = NAMES.iter().position(|name| *name == key) else { continue };
            is_singular |= index == 6;
            let name = if index == 6 { Name::Lists } else { Name::ALL[index] };
            let is_type = match (name, json.token(value).kind) {
                (Name::Head, kind) => kind == Kind::Object,
                (Name::Lists, kind) => kind == Kind::Array,
                (Name::ServiceTime, Kind::Number) => true,
                (_, kind) => kind == Kind::String,
            };
            if !is_type {
                return Err(Error::Type { name, at: json.range(value) });
            }
            let place = &mut tokens[name as usize];
            if place.0 != 0 {
                return Err(Error::Duplicate { name, at: json.range(name_token) });
            }
            *place = (name_token, value);
        }
        Ok(Self { json, is_singular, tokens })
    }

    /// Returns a member, if it was sent.
    #[must_use]
    pub fn member(&self, name: Name) -> Option<Member<'a>> {
        let (name, value) = self.tokens[name as usize];
        let (raw, at, name_at) = (self.json.content(value), self.json.range(value), self.json.range(name));
        (name != 0).then_some(Member { raw, at, name_at })
    }

    /// Returns the tokens of a member's name and value.
    pub(crate) fn tokens(&self, name: Name) -> (usize, usize) {
        self.tokens[name as usize]
    }
}
