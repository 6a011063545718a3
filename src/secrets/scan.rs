//! Finds the token in any text: by the word `token`, and in Base64.
//!
//! The text may be JSON, valid or malformed, XML, a URL, a log line, or an unforeseen mixture. So the word is matched
//! in any case, with other characters between its letters, and with escaped letters. If in doubt, its value is too long
//! rather than too short.

use alloc::vec::Vec;
use core::iter;
use core::ops::Range;

use crate::spec::E_DATA;
use cbt179_fast::base64::decode_any;
use cbt179_fast::scan::ByteSet;

/// The maximum depth of nested Base64 to search.
const DEEPEST: usize = 3;

const QUOTES: [&str; 18] = [
    "\\\\\\\"", "\\\"", "\"", "'", "`", "&quot;", "&#34;", "&#x22;", "&#39;", "%22", "%27", "%2522", "\\u0022", "“",
    "”", "‘", "’", "＂",
];

const COLONS: [&str; 8] = [":", "=", "%3A", "%3a", "%3D", "%3d", "：", "＝"];

/// The other separators between a name and its value. Brackets are not among them, as they open a nested value.
const BLANKS: [&str; 11] = [">", " ", "\t", "\r", "\n", "\0", "|", "(", "%20", "+", "\u{3000}"];

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
        if has_inner_name(&text[name.end..]) {
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
    text.len() >= FEW && (0..4).any(|shift| is_text(&decode_any(&text[shift..])))
}

fn holds_secret(run: &[u8], depth: usize) -> bool {
    // Only the outermost Base64 can be shifted.
    let shifts = if depth == 0 { 4 } else { 1 };
    (0..shifts.min(run.len())).any(|shift| {
        let bytes = decode_any(&run[shift..]);
        let has_name = || E_DATA.iter().any(|field| holds(&bytes, format!("\"{}\"", field.name).as_bytes()));
        names(&bytes).next().is_some()
            || has_name()
            || depth < DEEPEST && runs_of_base64(&bytes).any(|inner| holds_secret(&bytes[inner], depth + 1))
    })
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// Returns the runs of bytes that match.
fn runs(text: &[u8], is_such: impl Fn(&u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    text.split(move |byte| !is_such(byte)).map(move |run| {
        let start = end;
        end += run.len() + 1;
        start..start + run.len()
    })
}

/// Returns the runs of a text that may be Base64: in either alphabet, with or without percent-encoding, line breaks, or
/// UTF-16 encoding.
fn runs_of_base64(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    /// The minimum length; a shorter run cannot hold a name with a value.
    const SHORTEST: usize = 16;
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=%\r\n\0\\".contains(byte);
    runs(text, is_digit).filter_map(|Range { start, end }| {
        // Exclude a preceding `name=`.
        let name = text[start..end].iter().take(SHORTEST).position(|&byte| byte == b'=');
        let start = name.map_or(start, |length| start + length + 1);
        (end - start >= SHORTEST).then_some(start..end)
    })
}

/// Returns the ranges of all names that contain the word `token`, and of the name `EData`, whose value contains the
/// token.
pub(super) fn names(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    /// The first byte of the word, raw or escaped, and the rarest letter of `EData`.
    const CANDIDATES: ByteSet = ByteSet::of(b"tTdD\\%");
    let mut at = 0;
    iter::from_fn(move || {
        while let Some(length) = CANDIDATES.find(text.get(at..)?) {
            let found = at + length;
            at = found + 1;
            let name = match text[found] {
                b'd' | b'D' => e_data_around(text, found),
                // Most backslashes escape something else.
                b'\\' if !matches!(text.get(at), Some(b'u' | b'U')) => None,
                _ => token_from(text, found),
            };
            if let Some(name) = name {
                at = name.end;
                return Some(name);
            }
        }
        None
    })
}

/// Finds the word `token` at its first letter.
fn token_from(text: &[u8], start: usize) -> Option<Range<usize>> {
    let end = b"token".iter().try_fold(start, |at, &letter| letter_after(text, at, letter));
    Some(start..end?)
}

/// Finds the name `EData` around its `D`, unless it is part of a longer word.
fn e_data_around(text: &[u8], d: usize) -> Option<Range<usize>> {
    const NAME: &[u8] = b"EData";
    let start = d.checked_sub(1)?;
    let is_name = text.get(start..start + NAME.len())?.eq_ignore_ascii_case(NAME);
    let is_apart = start == 0 || !text[start - 1].is_ascii_alphanumeric() || text[..start].ends_with(b"%26");
    (is_name && is_apart).then_some(start..start + NAME.len())
}

/// Finds a letter, raw or escaped, at or shortly after a position, and returns its end.
///
/// A few other characters may come before it: blanks, hyphens, or zero bytes of UTF-16.
fn letter_after(text: &[u8], at: usize, letter: u8) -> Option<usize> {
    const MOST: usize = 3;
    let is_between = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"\"'<>&,;:{}[]%\\=".contains(byte);
    let rest = text.get(at..)?;
    let between = rest.iter().take(MOST).take_while(|byte| is_between(byte)).count();
    let (digits, width) = match &rest[between..] {
        [byte, ..] if byte | 0x20 == letter => return Some(at + between + 1),
        [b'%', digits @ ..] => (digits, 3),
        [b'\\', b'u' | b'U', b'0', b'0', digits @ ..] => (digits, 6),
        _ => return None,
    };
    let digits = core::str::from_utf8(digits.get(..2)?).ok()?;
    let is_letter = u8::from_str_radix(digits, 16).is_ok_and(|char| char | 0x20 == letter);
    is_letter.then_some(at + between + width)
}

/// Returns the value of a name in an XML or HTML tag.
///
/// For an element name, as in `<ns:token a="b">…</ns:token>`, this is the content. For an attribute value, as in
/// `name="token" value="…"`, it is the rest of the tag.
fn in_tag(text: &[u8], name: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST_PREFIX: usize = 30;
    const LONGEST_TAG: usize = 1000;
    let end_of_tag = || {
        let tag = &text[name.end..text.len().min(name.end + LONGEST_TAG)];
        tag.iter().position(|&byte| byte == b'>').map(|length| name.end + length)
    };
    let before = &text[name.start.saturating_sub(LONGEST_PREFIX)..name.start];
    let is_in_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b":_-".contains(byte);
    let prefix = before.iter().rev().take_while(is_in_name).count();
    let before = &before[..before.len() - prefix];
    if before.ends_with(b"<") {
        let start = end_of_tag()? + 1;
        let content = &text[start..];
        let is_wrapped = content.starts_with(b"<![CDATA[");
        let length = content[usize::from(is_wrapped)..].iter().position(|&byte| byte == b'<');
        let end = length.map_or(text.len(), |length| start + usize::from(is_wrapped) + length);
        return (text.get(name.end) != Some(&b'/')).then_some(start..end);
    }
    if !before.ends_with(b"=\"") && !before.ends_with(b"='") {
        return None;
    }
    let end = end_of_tag()?;
    let start = name.end + text[name.end..end].iter().position(|byte| b"\"'".contains(byte))? + 1;
    text[start..end].contains(&b'=').then_some(start..end)
}

/// Returns whether brackets with the word `token` follow, as in `EData[token]=…` and `EData[0]["token"]=…`.
fn has_inner_name(mut rest: &[u8]) -> bool {
    /// The maximum length of an index or name.
    const LONGEST: usize = 30;
    while let [b'[', inside @ ..] = rest {
        let Some(length) = inside.iter().take(LONGEST).position(|&byte| byte == b']') else { break };
        if names(&inside[..length]).next().is_some() {
            return true;
        }
        rest = &inside[length + 1..];
    }
    false
}

/// Returns the value that follows a name, up to the next closing quote, matching bracket, or delimiter.
fn value_after(text: &[u8], mut at: usize) -> Range<usize> {
    /// The maximum length of a suffix after the word; a longer run of letters is already the value.
    const LONGEST_SUFFIX: usize = 15;
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
    // Skip the end of an index that is the name itself.
    at += ["]", "%5D", "%5d", "\"]", "']"]
        .iter()
        .find(|end| rest(at).starts_with(end.as_bytes()))
        .map_or(0, |end| end.len());
    let (at, is_after_colon, quote) = after_separators(text, at);
    let nested = if let [b'[' | b'{', ..] = rest(at) { nested_end(text, at) } else { at };
    if !quote.is_empty() {
        return at..quoted_end(text, nested, quote);
    }
    if nested > at {
        // The brackets may be an index.
        let (value, _, quote) = after_separators(text, nested);
        if !quote.is_empty() {
            return at..quoted_end(text, value, quote);
        }
        let end = nested + rest(nested).iter().take_while(|&&byte| !is_delimiter(byte)).count();
        // A name there has a value of its own.
        return at..if names(&text[nested..end]).next().is_some() { nested } else { end };
    }
    let mut end = at + rest(at).iter().take_while(|&&byte| !is_delimiter(byte)).count();
    let is_word = text[at..end].iter().all(u8::is_ascii_alphabetic) && end - at < LONGEST_SUFFIX;
    if is_word && !is_after_colon {
        end = at;
    }
    at..end.max(opaque_end(text, at..end).unwrap_or_default())
}

/// Skips the separators between a name and its value. Returns the end of them, whether one of them is a colon, and the
/// last one if it is a quote.
///
/// The closing quote of the name and the opening quote of the value look the same.
fn after_separators(text: &[u8], mut at: usize) -> (usize, bool, &[u8]) {
    let (mut quote, mut is_after_colon): (&[u8], bool) = (b"", false);
    loop {
        let rest = &text[at.min(text.len())..];
        let start = |those: &[&str]| those.iter().find(|it| rest.starts_with(it.as_bytes())).map(|it| it.len());
        let (quote_length, colon_length) = (start(&QUOTES), start(&COLONS));
        let Some(length) = quote_length.or(colon_length).or_else(|| start(&BLANKS)) else { break };
        quote = &text[at..at + quote_length.unwrap_or(0)];
        is_after_colon |= colon_length.is_some();
        at += length;
        if is_after_colon && !quote.is_empty() {
            break;
        }
    }
    (at, is_after_colon, quote)
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
    if runs(&text[value.clone()], is_opaque).any(|run| run.len() >= LEAST) {
        return None;
    }
    let rest = &text[value.end..];
    let near = &rest[..rest.len().min(NEAR)];
    let line = near.iter().position(|byte| b"\r\n".contains(byte)).unwrap_or(near.len());
    let first = runs(&near[..line], is_opaque).find(|run| run.len() >= LEAST / 2)?;
    let length = rest[first.start..].iter().take_while(|byte| is_opaque(byte)).count();
    (length >= LEAST).then_some(value.end + first.start + length)
}

fn is_delimiter(byte: u8) -> bool {
    byte.is_ascii_whitespace() || b",;&<>\"'`}])|".contains(&byte)
}

/// Returns whether the text after a quote can follow a value.
fn ends_value(text: &[u8]) -> bool {
    let next = text.trim_ascii_start();
    // A quote within the value may have others next to it, as in `ab"'cd`.
    let mut rest = text;
    for _ in 0..2 {
        let quote = QUOTES.iter().find(|quote| rest.starts_with(quote.as_bytes()));
        rest = &rest[quote.map_or(0, |quote| quote.len())..];
    }
    let goes_on = rest.len() < text.len() && rest.first().is_some_and(u8::is_ascii_alphanumeric);
    next.is_empty()
        || is_delimiter(next[0]) && !goes_on
        || ["%2C", "%2c", "%7D", "%7d", "%26", "\\n", "\\r"].iter().any(|end| next.starts_with(end.as_bytes()))
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
            (r#"{"to ken" : "$"}"#, "$"),
            (r#"{"co_token":$}"#, "$"),
            (r#"{"TOKEN":["$",1]}"#, r#"["$",1]"#),
            (r#"{"token":[]$,"a":1}"#, "[]$"),
            (r#"{"token":"{}$","a":1}"#, "{}$"),
            (r#"{"token":"{"a":"$"}","a":1}"#, r#"{"a":"$"}"#),
            (r#"{"\u0074o\u006Ben":"$"}"#, "$"),
            (r#"{\"token\":\"$\",\"a\":1}"#, "$"),
            (r#"{"token":"a"b$","c":1}"#, "a\"b$"),
            (r#"{"token":"$"'$","a":1}"#, "$\"'$"),
            (r#"{"token":"$"'“$"}"#, "$\"'“$"),
            (r#"{"token":"$"#, "$"),
            (r#"{"token":"","a":1}"#, ""),
            ("{“token”：“$”}", "$"),
            ("'token' => '$',", "$"),
            ("%22token%22%3A%22$%22%2C", "$"),
            ("&quot;token&quot;:&quot;$&quot;,", "$"),
            ("the token is $ now", "is $"),
            ("token (32 chars): $", "32 chars): $"),
            ("token[32] = $;", "$"),
            ("token=$&a=b", "$"),
            ("token: $\nnext", "$"),
            ("[token] => $ )", "$"),
            ("EData[token]=$&a", "$"),
            ("EData[\"token\"]=\"$\"", "$"),
            ("EData[co_token] = '$'", "$"),
            ("EData[a][token]=$&b", "$"),
            ("EData[0][token]=\"$\"", "$"),
            ("EData[\"a\"].token='$'", "[\"a\"]$"),
            ("EData: [{a:1}]/token: \"$\"", "[{a:1}]$"),
            ("token[value]=$&a", "[value]=$"),
            ("token[value]=\"$\"", "[value]=\"$"),
            ("EData[]=\"$\"", "[]=\"$"),
            (r#"{"token":[1]"$"}"#, "[1]\"$"),
            ("EData%5Btoken%5D=$&a", "%5Btoken%5D=$"),
            ("data[token]=$&a", "$"),
            ("data%5Btoken%5D=$&a", "$"),
            ("my token was: $.", "was: $"),
            ("Token token=\"$\" x", "token=\"$"),
            ("token <$>", "<$"),
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
        let base64 = |text: &str| cbt179_fast::base64::encode(text.as_bytes());
        let once = base64(&format!("{{\"version\":\"1.0\",\"token\":\"{TOKEN}\"}}"));
        let lines = once.replace('J', "\r\nJ");
        let escaped = once.replace('=', "%3D").replace('+', "%2B");
        for run in [&once, &once[1..], &once[2..], &once[3..], &base64(&once), &lines, &escaped] {
            let text = format!("a={run} b");
            let found = base64_of_secrets(text.as_bytes());
            assert!(found.len() == 1 && text[found[0].clone()].ends_with(&run[run.len() - 8..]), "{text} {found:?}");
        }
        let text = format!("a={once}==eyJhIjoiYiIsImMiOjF9");
        let found = base64_of_secrets(text.as_bytes());
        assert!(found.len() == 1 && found[0] == (2..text.len()), "{found:?}");
        assert!(base64_of_secrets(base64("{\"sessionID\":\"1\",\"payExchangeInfoHead\":{}}").as_bytes()).is_empty());
    }

    #[test]
    fn names_are_no_base64_of_text() {
        for (name, is_base64) in [("payExInfo", false), ("orderNumber", false), ("c2VyaWFsTnVtYmVy", true)] {
            assert_eq!(is_base64_of_text(name.as_bytes()), is_base64, "{name}");
        }
    }
}
