//! Splits valid JSON (RFC 8259) into tokens without changing a byte.
//!
//! The tokens are a flat list in the order of the text. The tokens inside an object or array follow it, and
//! [`Token::next`] skips them. So a value can be copied, skipped or rewritten without parsing it again. A token takes
//! twelve bytes.

use alloc::vec::Vec;
use core::ops::Range;

/// The maximum nesting depth of arrays and objects.
pub const MAX_DEPTH: usize = 64;

/// The reason why a text was refused, with the byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The byte at this offset, or the end of the text, is unexpected.
    Syntax(usize),
    /// The bracket at this offset exceeds [`MAX_DEPTH`].
    Depth(usize),
}

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An object; names and values alternate in it.
    Object,
    /// An array.
    Array,
    /// A string or a member's name, with its quotes.
    String,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Literal,
}

/// A value or a member's name.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Its kind.
    pub kind: Kind,
    /// The offset of its first byte.
    pub start: usize,
    /// The offset after its last byte; of an object or array, after the closing bracket.
    pub end: usize,
    /// The index of the token after it and the tokens inside it.
    pub next: usize,
}

/// A token as it is stored: its kind follows from its first byte.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    end: u32,
    next: u32,
}

/// A JSON text and its tokens. The first token is the root.
#[derive(Clone, Debug)]
pub struct Json<'a> {
    /// The text.
    pub text: &'a str,
    tokens: Vec<Entry>,
}

impl<'a> Json<'a> {
    /// Splits a text.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not JSON, or nested too deeply.
    pub fn read(text: &'a str) -> Result<Self, Error> {
        Reader { bytes: text.as_bytes(), pos: 0, tokens: Vec::new() }.read().map(|tokens| Self { text, tokens })
    }

    /// Returns the token with this index.
    #[must_use]
    pub fn token(&self, index: usize) -> Token {
        let Entry { start, end, next } = self.tokens[index];
        let kind = match self.text.as_bytes()[start as usize] {
            b'{' => Kind::Object,
            b'[' => Kind::Array,
            b'"' => Kind::String,
            b't' | b'f' | b'n' => Kind::Literal,
            _ => Kind::Number,
        };
        Token { kind, start: start as usize, end: end as usize, next: next as usize }
    }

    /// Returns the byte range of a token.
    #[must_use]
    pub fn range(&self, index: usize) -> Range<usize> {
        let Entry { start, end, .. } = self.tokens[index];
        start as usize..end as usize
    }

    /// Returns the raw text of a token.
    #[must_use]
    pub fn raw(&self, index: usize) -> &'a str {
        // Slicing would add the message of a panic that cannot happen.
        self.text.get(self.range(index)).unwrap_or_default()
    }

    /// Returns the raw bytes of a token.
    pub(crate) fn bytes(&self, index: usize) -> &'a [u8] {
        &self.text.as_bytes()[self.range(index)]
    }

    /// Returns the raw text of a token; of a string, without the quotes.
    #[must_use]
    pub fn content(&self, index: usize) -> &'a str {
        let Token { kind, start, end, .. } = self.token(index);
        let quotes = usize::from(kind == Kind::String);
        self.text.get(start + quotes..end - quotes).unwrap_or_default()
    }

    /// Returns the indices of the tokens directly inside an object or array. In an object, names and values alternate.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        let next = |index: usize| self.tokens[index].next as usize;
        let end = next(index);
        let mut at = index + 1;
        core::iter::from_fn(move || {
            let child = at;
            (child < end).then(|| {
                at = next(child);
                child
            })
        })
    }
}

/// The token that the grammar expects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Due {
    Value,
    /// The first element of an array, or its end.
    Element,
    Name,
    /// The first name of an object, or its end.
    FirstName,
    /// A comma or a closing bracket; after the root, the end of the text.
    Next,
}

struct Reader<'a> {
    bytes: &'a [u8],
    pos: usize,
    tokens: Vec<Entry>,
}

/// Converts an offset or index. No text is as long as 4 GiB.
fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl Reader<'_> {
    fn read(mut self) -> Result<Vec<Entry>, Error> {
        // The indices of the objects and arrays that are open.
        let mut open = Vec::new();
        let mut due = Due::Value;
        loop {
            self.skip_space();
            let byte = self.peek();
            let close = open.last().map(|&index: &usize| match self.bytes[self.tokens[index].start as usize] {
                b'{' => b'}',
                _ => b']',
            });
            due = match (due, byte) {
                (Due::Next, 0) if close.is_none() && self.pos == self.bytes.len() => return Ok(self.tokens),
                (Due::Next | Due::Element | Due::FirstName, _) if close == Some(byte) => {
                    self.pos += 1;
                    let next = small(self.tokens.len());
                    if let Some(index) = open.pop() {
                        self.tokens[index].end = small(self.pos);
                        self.tokens[index].next = next;
                    }
                    Due::Next
                }
                (Due::Next, b',') if close.is_some() => {
                    self.pos += 1;
                    if close == Some(b'}') { Due::Name } else { Due::Value }
                }
                (Due::Name | Due::FirstName, b'"') => {
                    self.string()?;
                    self.skip_space();
                    self.eat(b':')?;
                    Due::Value
                }
                (Due::Value | Due::Element, b'{' | b'[') => {
                    if open.len() == MAX_DEPTH {
                        return Err(Error::Depth(self.pos));
                    }
                    open.push(self.tokens.len());
                    self.push(self.pos);
                    self.pos += 1;
                    if byte == b'{' { Due::FirstName } else { Due::Element }
                }
                (Due::Value | Due::Element, _) => {
                    self.scalar(byte)?;
                    Due::Next
                }
                _ => return Err(Error::Syntax(self.pos)),
            };
        }
    }

    fn scalar(&mut self, byte: u8) -> Result<(), Error> {
        let start = self.pos;
        match byte {
            b'"' => return self.string(),
            b'-' | b'0'..=b'9' => {
                self.number()?;
                self.push(start);
            }
            _ => {
                let word: &[u8] = match byte {
                    b't' => b"true",
                    b'f' => b"false",
                    _ => b"null",
                };
                for &byte in word {
                    self.eat(byte)?;
                }
                self.push(start);
            }
        }
        Ok(())
    }

    fn string(&mut self) -> Result<(), Error> {
        let start = self.pos;
        self.pos += 1;
        loop {
            let rest = &self.bytes[self.pos..];
            self.pos += rest.iter().position(|&byte| matches!(byte, b'"' | b'\\' | ..0x20)).unwrap_or(rest.len());
            self.pos += 1;
            match self.bytes.get(self.pos - 1) {
                Some(b'"') => break self.push(start),
                Some(b'\\') => match self.peek() {
                    b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.pos += 1,
                    b'u' => {
                        self.pos += 1;
                        for _ in 0..4 {
                            self.check(self.peek().is_ascii_hexdigit())?;
                            self.pos += 1;
                        }
                    }
                    _ => return Err(Error::Syntax(self.pos)),
                },
                _ => return Err(Error::Syntax(self.pos - 1)),
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Error> {
        self.pos += usize::from(self.peek() == b'-');
        if self.peek() == b'0' {
            self.pos += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.pos += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.pos += 1;
            self.pos += usize::from(matches!(self.peek(), b'+' | b'-'));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Error> {
        self.check(self.peek().is_ascii_digit())?;
        while self.peek().is_ascii_digit() {
            self.pos += 1;
        }
        Ok(())
    }

    fn push(&mut self, start: usize) {
        /// The number of tokens that the shortest texts have room for.
        const FEW: usize = 64;
        let length = self.tokens.len();
        if length == self.tokens.capacity() {
            // By an eighth, because the tokens exist twice while they are moved.
            self.tokens.reserve_exact((length / 8).max(FEW));
        }
        self.tokens.push(Entry { start: small(start), end: small(self.pos), next: small(length + 1) });
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.pos += 1;
        }
    }

    /// Returns the next byte, or 0, which is not JSON, at the end.
    fn peek(&self) -> u8 {
        self.bytes.get(self.pos).copied().unwrap_or(0)
    }

    fn eat(&mut self, byte: u8) -> Result<(), Error> {
        self.check(self.peek() == byte)?;
        self.pos += 1;
        Ok(())
    }

    fn check(&self, fits: bool) -> Result<(), Error> {
        if fits { Ok(()) } else { Err(Error::Syntax(self.pos)) }
    }
}
