//! Unescapes strings, and escapes them as programs do.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// The way that a program writes strings.
#[derive(Clone, Copy, Debug)]
pub enum Strings {
    /// With the escapes that were sent.
    Sent,
    /// Unescaped, which is not JSON if they contain quotes.
    Raw,
    /// With the escapes of a program.
    Escaped(&'static Escapes),
}

impl Strings {
    /// Returns whether both are the same, not only alike.
    pub(crate) fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Sent, Self::Sent) | (Self::Raw, Self::Raw) => true,
            (Self::Escaped(one), Self::Escaped(another)) => core::ptr::eq(one, another),
            _ => false,
        }
    }
}

/// The escapes of a program. All programs write `\"`, `\\`, `\b`, `\f`, `\n`, `\r`, `\t`, and other control characters as
/// `\u` escapes.
#[derive(Clone, Copy, Debug)]
pub struct Escapes {
    /// The ASCII characters that become `\u` escapes, such as `\u003c` for `<`.
    pub ascii: &'static [u8],
    /// The slashes that become `\/`.
    pub slashes: Slashes,
    /// The non-ASCII characters that become `\u` escapes.
    pub others: Others,
    /// True for `\u4E2D`, false for `\u4e2d`.
    pub is_upper: bool,
}

/// The slashes that are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slashes {
    /// None.
    None,
    /// Those after `<`, so that `</script>` cannot end a script.
    AfterLess,
    /// All.
    All,
}

/// The non-ASCII characters that are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// None.
    None,
    /// U+2028 and U+2029, which are line terminators in JavaScript.
    Lines,
    /// U+0080 to U+009F and U+2000 to U+20FF, which includes `“`, `”` and `…`.
    Punctuation,
    /// All.
    All,
}

impl Escapes {
    /// The escapes that JSON requires.
    pub const LEAST: Self = Self { ascii: b"", slashes: Slashes::None, others: Others::None, is_upper: false };
}

/// Unescapes the content of a valid string. A lone surrogate stays an escape.
#[must_use]
pub fn unescape(content: &str) -> Cow<'_, str> {
    if !content.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(content);
    }
    let mut out = Vec::new();
    StringWriter::new(Strings::Raw).write(content.as_bytes(), &mut out);
    Cow::Owned(String::from_utf8(out).unwrap_or_default())
}

/// Writes the contents of strings.
pub(crate) struct StringWriter {
    strings: Strings,
    /// The bytes that may start a character that changes.
    stops: [bool; 256],
}

impl StringWriter {
    pub fn new(strings: Strings) -> Self {
        let mut stops = [false; 256];
        stops[usize::from(b'\\')] = true;
        if let Strings::Escaped(escapes) = strings {
            for &byte in escapes.ascii {
                stops[usize::from(byte)] = true;
            }
            stops[usize::from(b'/')] = escapes.slashes != Slashes::None;
            stops[0x80..].fill(escapes.others != Others::None);
        }
        Self { strings, stops }
    }

    /// Appends the content of a string. Returns the range of the first character that changed, and the range of its new
    /// text in `out`.
    pub fn write(&self, content: &[u8], out: &mut Vec<u8>) -> Option<(Range<usize>, Range<usize>)> {
        let mut first = None;
        let mut at = 0;
        if let Strings::Sent = self.strings {
            out.extend_from_slice(content);
            return first;
        }
        loop {
            let rest = &content[at..];
            let plain = rest.iter().position(|&byte| self.stops[usize::from(byte)]).unwrap_or(rest.len());
            let (plain, rest) = rest.split_at(plain);
            out.extend_from_slice(plain);
            if rest.is_empty() {
                return first;
            }
            at += plain.len();
            let start = out.len();
            let (char, length) = character(rest);
            match char {
                None => out.extend_from_slice(&rest[..length]),
                Some(char) => self.character(char, out),
            }
            if first.is_none() && out[start..] != rest[..length] {
                first = Some((at..at + length, start..out.len()));
            }
            at += length;
        }
    }

    fn character(&self, char: char, out: &mut Vec<u8>) {
        if let Strings::Escaped(escapes) = self.strings {
            let code = u32::from(char);
            let byte = if code < 0x80 { code.to_le_bytes()[0] } else { 0x80 };
            let is_in_ascii = escapes.ascii.contains(&byte);
            let short = SHORT.iter().find(|(_, short)| *short == byte);
            let is_slash = match escapes.slashes {
                _ if byte != b'/' => false,
                Slashes::None => false,
                Slashes::AfterLess => out.ends_with(b"<"),
                Slashes::All => true,
            };
            let by_number = is_in_ascii
                || byte < b' '
                || code >= 0x80
                    && match escapes.others {
                        Others::None => false,
                        Others::Lines => matches!(code, 0x2028 | 0x2029),
                        Others::Punctuation => matches!(code, 0x80..0xA0 | 0x2000..0x2100),
                        Others::All => true,
                    };
            if let Some((letter, _)) = short
                && !is_in_ascii
            {
                out.extend_from_slice(&[b'\\', *letter]);
                return;
            }
            if is_slash {
                out.push(b'\\');
            } else if by_number {
                let digits = if escapes.is_upper { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
                for unit in char.encode_utf16(&mut [0; 2]) {
                    out.extend_from_slice(b"\\u");
                    out.extend([12, 8, 4, 0].map(|shift| digits[usize::from(*unit >> shift & 15)]));
                }
                return;
            }
        }
        out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

/// The two-character escapes and the characters that they represent.
const SHORT: [(u8, u8); 7] = [(b'b', 8), (b'f', 12), (b'n', 10), (b'r', 13), (b't', 9), (b'"', b'"'), (b'\\', b'\\')];

/// Returns the first character of a string's content, such as `好`, `\n`, `\u4e2d` or `\ud83d\ude00`, and the length of its
/// text. A lone surrogate is `None`.
fn character(text: &[u8]) -> (Option<char>, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
        digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)?))
    };
    match (text[0], unit(0), unit(6)) {
        (b'\\', Some(first @ 0xD800..0xDC00), Some(second @ 0xDC00..0xE000)) => {
            (char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)), 12)
        }
        (b'\\', Some(first), _) => (char::from_u32(first), 6),
        (b'\\', ..) => {
            let letter = text[1];
            let byte = SHORT.iter().find(|(short, _)| *short == letter).map_or(letter, |(_, byte)| *byte);
            (Some(char::from(byte)), 2)
        }
        _ => {
            let (char, length) = utf8(text);
            (Some(char), length)
        }
    }
}

/// Returns the first character of valid UTF-8, and its length.
pub(crate) fn utf8(text: &[u8]) -> (char, usize) {
    let lead = text[0];
    let length = match lead {
        ..0x80 => return (char::from(lead), 1),
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    };
    let lead = u32::from(lead & 0x7F >> length);
    let code = text[1..length].iter().fold(lead, |code, &byte| code << 6 | u32::from(byte & 0x3F));
    (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), length)
}
