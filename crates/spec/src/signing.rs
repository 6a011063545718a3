//! The text that CBT signs, and that customs verify the signature against.

use alloc::borrow::Cow;
use alloc::string::String;

/// Returns the pieces of the signing text, in order: concatenated, they are the text.
///
/// `session_id` and `service_time` are the characters between the quotes; `head` and `lists` are the JSON of
/// `payExchangeInfoHead` and of `payExchangeInfoLists` as sent, [`compact`]. Neither is escaped, although both are put in
/// quotes.
///
/// ```
/// use cbt179_spec::signing;
///
/// let text = signing::pieces("fe2374", r#"{"guid":"1"}"#, "[]", "1533271903898").concat();
/// let expected = concat!(
///     r#""sessionID":"fe2374"||"payExchangeInfoHead":"{"guid":"1"}""#,
///     r#"||"payExchangeInfoLists":"[]"||"serviceTime":"1533271903898""#
/// );
/// assert_eq!(text, expected);
/// ```
#[must_use]
pub fn pieces<'a>(session_id: &'a str, head: &'a str, lists: &'a str, service_time: &'a str) -> [&'a str; 9] {
    [
        "\"sessionID\":\"",
        session_id,
        "\"||\"payExchangeInfoHead\":\"",
        head,
        "\"||\"payExchangeInfoLists\":\"",
        lists,
        "\"||\"serviceTime\":\"",
        service_time,
        "\"",
    ]
}

/// Removes the whitespace between the tokens of valid JSON; nothing within a token changes.
///
/// ```
/// assert_eq!(cbt179_spec::signing::compact("{ \"a b\" :\t[1.0, \"\\\" \"] }\n"), r#"{"a b":[1.0,"\" "]}"#);
/// ```
#[must_use]
pub fn compact(json: &str) -> Cow<'_, str> {
    let is_blank = |char: char| matches!(char, ' ' | '\t' | '\n' | '\r');
    let mut out = String::new();
    // The text before `kept` is in `out`, and `at` is outside of strings.
    let (mut kept, mut at) = (0, 0);
    while let Some(found) = json[at..].find(|char| char == '"' || is_blank(char)) {
        at += found;
        if json[at..].starts_with('"') {
            at = string_end(json, at);
            continue;
        }
        out.push_str(&json[kept..at]);
        kept = json.len() - json[at..].trim_start_matches(is_blank).len();
        at = kept;
    }
    if kept == 0 {
        return Cow::Borrowed(json);
    }
    out.push_str(&json[kept..]);
    Cow::Owned(out)
}

/// Returns the offset after the closing quote of the string that begins at `start`.
fn string_end(json: &str, start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = json[at..].find(['"', '\\']) {
        at += found + 1;
        if json.as_bytes()[at - 1] == b'"' {
            return at;
        }
        // The escaped character; a malformed text may end before it.
        at += json[at..].chars().next().map_or(0, char::len_utf8);
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn only_whitespace_between_tokens_goes() {
        for (json, expected) in [
            ("", ""),
            (" ", ""),
            ("[1, 2]", "[1,2]"),
            ("[\"a  b\"]", "[\"a  b\"]"),
            (" [ \"\\\\\" , \" \\\" \" ] ", "[\"\\\\\",\" \\\" \"]"),
            ("{\r\n\t\"好\" : 1.10\r\n}", "{\"好\":1.10}"),
            ("[\" \\", "[\" \\"),
            ("[\" \\好 ", "[\" \\好 "),
        ] {
            assert_eq!(compact(json), expected, "{json:?}");
        }
    }
}
