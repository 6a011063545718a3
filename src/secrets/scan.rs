//! Finds the token in any text: by the word `token`, and in Base64.
//!
//! The text may be JSON, valid or malformed, XML, a URL, a log line, or an unforeseen mixture. So the word is matched
//! in any case, with other characters between its letters, and with escaped letters. Its value is rather too long than
//! too short.

use std::iter;
use std::ops::Range;

use crate::codec::base64;
use crate::diagnostics::Faults;
use crate::spec::E_DATA;
use cbt179_fast::scan::ByteSet;

/// The maximum depth of nested Base64 to search.
const DEEPEST: usize = 3;

/// A value that follows the word `token` or `EData`.
pub(super) struct Value {
    pub at: Range<usize>,
    /// Whether the value is the token itself, without surrounding text.
    pub is_token: bool,
}

/// Returns all values that follow the word `token` or `EData`.
pub(super) fn values(text: &[u8]) -> Vec<Value> {
    let mut values: Vec<Value> = Vec::new();
    let mut done = 0;
    for name in names(text) {
        // A name within a value is already covered.
        if name.start < done {
            continue;
        }
        let at = in_tag(text, &name).unwrap_or_else(|| value_after(text, name.end));
        done = at.end;
        if !at.is_empty() {
            let is_nested = matches!(text[at.start], b'{' | b'[');
            let is_token = !is_nested && !text[name].eq_ignore_ascii_case(b"EData");
            values.push(Value { at, is_token });
        }
    }
    values
}

/// Returns the ranges of Base64 whose decoded bytes contain the word `token`, the name `EData`, or a field name of
/// `EData`. The Base64 may be shifted or nested.
pub(super) fn base64_of_secrets(text: &[u8]) -> Vec<Range<usize>> {
    runs_of_base64(text).filter(|run| holds_secret(&text[run.clone()], 0)).collect()
}

/// Returns whether a text is Base64 of text. A name decodes to text only by coincidence.
pub(super) fn is_base64_of_text(text: &[u8]) -> bool {
    const FEW: usize = 8;
    let is_text = |bytes: &[u8]| bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
    text.len() >= FEW && (0..4).any(|shift| is_text(&decoded(&text[shift..])))
}

fn holds_secret(run: &[u8], depth: usize) -> bool {
    // Only the outermost Base64 can be shifted.
    let shifts = if depth == 0 { 4 } else { 1 };
    (0..shifts.min(run.len())).any(|shift| {
        let bytes = decoded(&run[shift..]);
        let has_name = || E_DATA.iter().any(|field| holds(&bytes, format!("\"{}\"", field.name).as_bytes()));
        names(&bytes).next().is_some()
            || has_name()
            || depth < DEEPEST && runs_of_base64(&bytes).any(|inner| holds_secret(&bytes[inner], depth + 1))
    })
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// Decodes Base64, ignoring any other characters.
pub(super) fn decoded(run: &[u8]) -> Vec<u8> {
    // A percent escape encodes one Base64 character, and so does the JSON escape `\/`; other JSON escapes are line
    // breaks.
    let text: Vec<u8> = run
        .split(|byte| b"%\\".contains(byte))
        .enumerate()
        .flat_map(|(index, piece)| match (index, piece) {
            (0, piece) | (_, piece @ [b'/', ..]) => [&b""[..], piece],
            (_, [b'2', b'B' | b'b', rest @ ..]) => [&b"+"[..], rest],
            (_, [b'2', b'F' | b'f', rest @ ..]) => [&b"/"[..], rest],
            (_, [b'u', rest @ ..]) => [&b""[..], rest.get(4..).unwrap_or_default()],
            (_, [b'n' | b'r', rest @ ..] | [_, _, rest @ ..]) => [&b""[..], rest],
            _ => [&b""[..], &b""[..]],
        })
        .flatten()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != 0)
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        })
        .collect();
    base64::decode(&text, 0..text.len(), &mut Faults::new()).bytes
}

/// Returns the runs of a text that may be Base64: in either alphabet, with or without percent-encoding, line breaks, or
/// UTF-16 encoding.
fn runs_of_base64(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    /// The minimum length; a shorter run cannot hold a name with a value.
    const SHORTEST: usize = 16;
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=%\r\n\0\\".contains(&byte);
    let mut at = 0;
    iter::from_fn(move || {
        while at < text.len() {
            let start = at + text[at..].iter().position(|&byte| is_digit(byte))?;
            let length = text[start..].iter().position(|&byte| !is_digit(byte)).unwrap_or(text.len() - start);
            at = start + length;
            // Exclude a preceding `name=`.
            let run = &text[start..at];
            let name = run.iter().rposition(|&byte| byte == b'=').filter(|&last| last + SHORTEST < length);
            let start = start + name.map_or(0, |last| last + 1);
            if at - start >= SHORTEST {
                return Some(start..at);
            }
        }
        None
    })
}

/// Returns the ranges of all names that contain the word `token`, and of the name `EData`, whose value contains the
/// token.
pub(super) fn names(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    /// The rarest letters of both words; `b` is the last digit of the escapes `\u006b` and `%6B`.
    const RARE: ByteSet = ByteSet::of(b"kKdDbB");
    let mut at = 0;
    iter::from_fn(move || {
        while let Some(length) = RARE.find(text.get(at..)?) {
            let rare = at + length;
            at = rare + 1;
            let name = match text[rare] | 0x20 {
                b'k' | b'b' => token_around(text, rare),
                _ => e_data_around(text, rare),
            };
            if let Some(name) = name {
                at = name.end.max(at);
                return Some(name);
            }
        }
        None
    })
}

/// Finds the word `token` around its `k`, or around the last digit of an escaped `k`.
fn token_around(text: &[u8], rare: usize) -> Option<Range<usize>> {
    let is_escaped = text[rare] | 0x20 == b'b';
    let k = if is_escaped { escape_that_ends(text, rare)?.start } else { rare };
    let (o, _) = letter_before(text, k, b'o')?;
    let (start, _) = letter_before(text, o, b't')?;
    let e = letter_after(text, rare + 1, b'e')?;
    Some(start..letter_after(text, e, b'n')?)
}

/// Finds the name `EData` around its `D`, unless it is part of a longer word.
fn e_data_around(text: &[u8], rare: usize) -> Option<Range<usize>> {
    const REST: &[u8] = b"ata";
    let start = rare.checked_sub(1)?;
    let rest = text.get(rare + 1..rare + 1 + REST.len())?;
    let is_apart = start == 0 || !text[start - 1].is_ascii_alphanumeric() || text[..start].ends_with(b"%26");
    let is_name = text[rare] | 0x20 == b'd' && text[start] | 0x20 == b'e' && rest.eq_ignore_ascii_case(REST);
    (is_apart && is_name).then_some(start..rare + 1 + REST.len())
}

/// The maximum number of other characters between two letters of the word: blanks, hyphens, or zero bytes of UTF-16.
const BETWEEN: usize = 3;

/// Returns whether a byte may occur between two letters of the word.
fn is_between(byte: u8) -> bool {
    !byte.is_ascii_alphanumeric() && !b"\"'<>&,;:{}[]%\\=".contains(&byte)
}

/// Finds a letter, raw or escaped, before a position, skipping separators; returns its start and end.
fn letter_before(text: &[u8], at: usize, letter: u8) -> Option<(usize, usize)> {
    let between = text[..at].iter().rev().take(BETWEEN).take_while(|&&byte| is_between(byte)).count();
    let end = at - between;
    let last = *text.get(end.checked_sub(1)?)?;
    if last | 0x20 == letter {
        return Some((end - 1, end));
    }
    let escape = escape_that_ends(text, end - 1)?;
    (char_of(&text[escape.clone()])? | 0x20 == letter).then_some((escape.start, end))
}

/// Finds a letter, raw or escaped, from a position on, skipping separators; returns its end.
fn letter_after(text: &[u8], at: usize, letter: u8) -> Option<usize> {
    let rest = text.get(at..)?;
    let between = rest.iter().take(BETWEEN).take_while(|&&byte| is_between(byte)).count();
    let rest = &rest[between..];
    let width = match rest {
        [b'\\', b'u' | b'U', ..] => 6,
        [b'%', ..] => 3,
        _ => 1,
    };
    let spelled = rest.get(..width)?;
    (char_of(spelled)? | 0x20 == letter).then_some(at + between + width)
}

/// Returns the range of the escape, `\u006b` or `%6B`, whose last digit is at `last`.
fn escape_that_ends(text: &[u8], last: usize) -> Option<Range<usize>> {
    [(6, &b"\\u"[..]), (3, b"%")].into_iter().find_map(|(width, head)| {
        let start = (last + 1).checked_sub(width)?;
        text[start..].starts_with(head).then_some(start..last + 1)
    })
}

/// Decodes one raw or escaped character.
fn char_of(spelled: &[u8]) -> Option<u8> {
    let digits = match spelled {
        [byte] => return Some(*byte),
        [b'%', digits @ ..] | [b'\\', _, b'0', b'0', digits @ ..] => digits,
        _ => return None,
    };
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Returns the value of a name in an XML or HTML tag.
///
/// For an element name, as in `<ns:token a="b">…</ns:token>`, this is the content. For an attribute value, as in
/// `name="token" value="…"`, it is the rest of the tag.
fn in_tag(text: &[u8], name: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST_PREFIX: usize = 30;
    const LONGEST_TAG: usize = 1000;
    let find = |start: usize, byte: u8| text[start..].iter().position(|other| *other == byte).map(|at| start + at);
    let end_of_tag = || {
        let tag = &text[name.end..text.len().min(name.end + LONGEST_TAG)];
        tag.iter().position(|byte| *byte == b'>').map(|at| name.end + at)
    };
    let before = &text[name.start.saturating_sub(LONGEST_PREFIX)..name.start];
    let prefix = before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || b":_-".contains(byte)).count();
    let before = &before[..before.len() - prefix];
    if before.ends_with(b"<") {
        let start = end_of_tag()? + 1;
        let is_wrapped = text[start..].starts_with(b"<![CDATA[");
        let end = find(start + usize::from(is_wrapped), b'<').unwrap_or(text.len());
        return (text.get(name.end) != Some(&b'/')).then_some(start..end);
    }
    let is_attribute = before.ends_with(b"=\"") || before.ends_with(b"='");
    let end = is_attribute.then(end_of_tag).flatten()?;
    let start = name.end + text[name.end..end].iter().position(|byte| b"\"'".contains(byte))? + 1;
    text[start..end].contains(&b'=').then_some(start..end)
}

/// Returns the value that follows a name, up to the next closing quote, matching bracket, or delimiter.
fn value_after(text: &[u8], mut at: usize) -> Range<usize> {
    /// The maximum length of a suffix after the word; a longer run of letters is already the value.
    const LONGEST_SUFFIX: usize = 15;
    const COLONS: [&[u8]; 8] = [b":", b"=", b"%3A", b"%3a", b"%3D", b"%3d", "：".as_bytes(), "＝".as_bytes()];
    let rest = |at: usize| &text[at.min(text.len())..];
    let suffix = rest(at).iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    if suffix > LONGEST_SUFFIX {
        return at..at + suffix;
    }
    at += suffix;
    // Skip an index or a length.
    if let [b'[', index @ ..] = rest(at)
        && let Some(length) = index.iter().position(|byte| !byte.is_ascii_digit()).filter(|&length| length > 0)
        && index[length] == b']'
    {
        at += length + 2;
    }
    // Skip the separators; the last one may be a quote.
    let mut quote: &[u8] = b"";
    let mut is_after_colon = false;
    while let Some((width, is_quote)) = separator(rest(at)) {
        quote = if is_quote { &text[at..at + width] } else { b"" };
        is_after_colon |= COLONS.contains(&&text[at..at + width]);
        at += width;
        if is_quote && is_after_colon {
            break;
        }
    }
    if let [b'[' | b'{', ..] = rest(at) {
        return at..nested_end(text, at);
    }
    if !quote.is_empty() {
        return at..quoted_end(text, at, quote);
    }
    let mut end = at + rest(at).iter().take_while(|&&byte| !is_delimiter(byte)).count();
    let is_word = text[at..end].iter().all(u8::is_ascii_alphabetic) && end - at < LONGEST_SUFFIX;
    if is_word && !is_after_colon {
        end = at;
    }
    at..end.max(opaque_end(text, at..end).unwrap_or_default())
}

/// Returns the end of the first run of letters and digits on the same line that is long enough for a token.
///
/// Returns `None` if the value itself contains such a run. Examples: `token [32] -> 0123456789abcdef`,
/// `the token is 0123456789abcdef`.
fn opaque_end(text: &[u8], value: Range<usize>) -> Option<usize> {
    /// The minimum length of a token; longer than any word.
    const LEAST: usize = 16;
    const NEAR: usize = 100;
    let is_opaque = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
    let runs = |range: Range<usize>| {
        let mut at = range.start;
        text[range].split(move |byte| !is_opaque(byte)).map(move |run| {
            at += run.len() + 1;
            at - run.len() - 1..at - 1
        })
    };
    if runs(value.clone()).any(|run| run.len() >= LEAST) {
        return None;
    }
    let line = &text[value.end..text.len().min(value.end + NEAR)];
    let line = line.iter().position(|byte| b"\r\n".contains(byte)).unwrap_or(line.len());
    let first = runs(value.end..value.end + line).find(|run| run.len() >= LEAST / 2)?;
    Some(first.start + text[first.start..].iter().take_while(|byte| is_opaque(byte)).count())
        .filter(|end| end - first.start >= LEAST)
}

/// Returns the length of the separator at the start of a text, and whether it is a quote.
fn separator(text: &[u8]) -> Option<(usize, bool)> {
    const QUOTES: [&[u8]; 18] = [
        b"\\\\\\\"",
        b"\\\"",
        b"\"",
        b"'",
        b"`",
        b"&quot;",
        b"&#34;",
        b"&#x22;",
        b"&#39;",
        b"%22",
        b"%27",
        b"%2522",
        b"\\u0022",
        "“".as_bytes(),
        "”".as_bytes(),
        "‘".as_bytes(),
        "’".as_bytes(),
        "＂".as_bytes(),
    ];
    // Brackets are not separators: they open a nested value.
    const OTHERS: [&[u8]; 19] = [
        b":",
        b"=",
        b">",
        b" ",
        b"\t",
        b"\r",
        b"\n",
        b"\0",
        b"|",
        b"(",
        b"%3A",
        b"%3a",
        b"%3D",
        b"%3d",
        b"%20",
        b"+",
        "：".as_bytes(),
        "＝".as_bytes(),
        "\u{3000}".as_bytes(),
    ];
    let quote = QUOTES.into_iter().find(|quote| text.starts_with(quote));
    // The closing quote of the name and the opening quote of the value look the same.
    quote
        .map(|quote| (quote.len(), true))
        .or_else(|| OTHERS.into_iter().find(|other| text.starts_with(other)).map(|other| (other.len(), false)))
}

fn is_delimiter(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b",;&<>\"'`}])|".contains(&byte)
}

/// Returns whether the text after a quote can follow a value.
fn ends_value(text: &[u8]) -> bool {
    let next = text.trim_ascii_start();
    next.is_empty()
        || is_delimiter(next[0])
        || [&b"%2C"[..], b"%2c", b"%7D", b"%7d", b"%26", b"\\n", b"\\r"].iter().any(|end| next.starts_with(end))
}

/// Returns the offset of the closing quote: the next of its kind where a member can end. Other quotes may precede it.
fn quoted_end(text: &[u8], start: usize, quote: &[u8]) -> usize {
    let close = match quote {
        _ if quote == "“".as_bytes() => "”".as_bytes(),
        _ if quote == "‘".as_bytes() => "’".as_bytes(),
        quote => quote,
    };
    let mut backslashes = 0;
    for at in start..text.len() {
        if backslashes % 2 == 0 && text[at..].starts_with(close) && ends_value(&text[at + close.len()..]) {
            return at;
        }
        backslashes = if text[at] == b'\\' { backslashes + 1 } else { 0 };
    }
    text.len()
}

/// Returns the end of the bracket that matches the one at `start`, or the text's end.
fn nested_end(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    for (index, byte) in text[start..].iter().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return start + index + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "Qz7Wk9Xv3Jp5Hy2Gd8Fs4Lm6Nc1Rb0Tt";

    #[test]
    fn values_follow_on_the_word() {
        for (text, covered) in [
            (r#"{"token":"$","a":1}"#, "$"),
            (r#"{"tokenn" : "$"}"#, "$"),
            (r#"{"to ken":"$"}"#, "$"),
            (r#"{"co_token":$}"#, "$"),
            (r#"{"TOKEN":["$",1]}"#, r#"["$",1]"#),
            (r#"{"\u0074o\u006Ben":"$"}"#, "$"),
            (r#"{\"token\":\"$\",\"a\":1}"#, "$"),
            (r#"{"token":"a"b$","c":1}"#, "a\"b$"),
            (r#"{"token":"$"#, "$"),
            (r#"{"token":"","a":1}"#, ""),
            ("{'token':'$'}", "$"),
            ("{“token”：“$”}", "$"),
            ("'token' => '$',", "$"),
            ("token=$&a=b", "$"),
            ("%22token%22%3A%22$%22%2C", "$"),
            ("&quot;token&quot;:&quot;$&quot;,", "$"),
            ("token: $\nnext", "$"),
            ("the token is $ now", "is $"),
            ("[token] => $ )", "] => $"),
            ("my token was: $.", "was: $"),
            ("token (32 chars): $", "32 chars): $"),
            ("Token token=\"$\" x", "token=\"$"),
            ("token <$>", "<$"),
            ("token[32] = $;", "$"),
            ("<token>$</token>", "$"),
            ("<n:token a=\"b\">$</n:token>", "$"),
            ("<token><![CDATA[$]]></token>", "<![CDATA[$]]>"),
            ("<input name=\"token\" value=\"$\">", " value=\"$\""),
            ("token$", "$"),
            ("EData=abc&x", "abc"),
        ] {
            let text = text.replace('$', TOKEN);
            let found: String = values(text.as_bytes()).into_iter().map(|value| &text[value.at]).collect();
            assert_eq!(found, covered.replace('$', TOKEN), "{text}");
        }
        for text in ["tokyo", "to make an end", "broken: 1", "{\"a\":\"b\"}", "decData=1"] {
            assert!(values(text.as_bytes()).is_empty(), "{text}");
        }
    }

    #[test]
    fn base64_is_looked_into() {
        let text = format!("{{\"version\":\"1.0\",\"token\":\"{TOKEN}\"}}");
        let base64 = crate::codec::base64::encode(text.as_bytes());
        let twice = crate::codec::base64::encode(base64.as_bytes());
        let lines =
            base64.as_bytes().chunks(20).map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>().join("\r\n");
        let escaped = base64.replace('=', "%3D").replace('+', "%2B");
        for run in [&base64, &base64[1..], &base64[2..], &base64[3..], &twice, &lines, &escaped] {
            let text = format!("a={run} b");
            let found = base64_of_secrets(text.as_bytes());
            assert!(found.len() == 1 && text[found[0].clone()].ends_with(&run[run.len() - 8..]), "{text} {found:?}");
        }
        let other = crate::codec::base64::encode(b"{\"sessionID\":\"1\",\"payExchangeInfoHead\":{}}");
        assert!(base64_of_secrets(other.as_bytes()).is_empty());
    }

    #[test]
    fn names_are_no_base64_of_text() {
        for name in ["payExInfo", "remark", "orderNumber", "subOpenid"] {
            assert!(!is_base64_of_text(name.as_bytes()), "{name}");
        }
        for text in ["serialNumber", "0123456789abcdef"] {
            let base64 = crate::codec::base64::encode(text.as_bytes());
            assert!(is_base64_of_text(base64.trim_end_matches('=').as_bytes()), "{base64}");
        }
    }
}
