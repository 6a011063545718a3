//! The text that CBT signs, and that customs verifies the signature against.

use alloc::string::String;

/// Returns the pieces of the signing text; concatenated, they are the text.
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
pub fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut is_in_string, mut is_escaped) = (false, false);
    for char in json.chars() {
        if is_in_string || !matches!(char, ' ' | '\t' | '\n' | '\r') {
            out.push(char);
        }
        is_in_string ^= char == '"' && !is_escaped;
        is_escaped = char == '\\' && !is_escaped;
    }
    out
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
