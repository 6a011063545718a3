//! Excerpts of the sender's text for messages: short, on one line, and visible.

use alloc::borrow::ToOwned;
use alloc::string::String;

use crate::options::Locale;

/// Returns the beginning of a text, as much as is worth keeping for a message.
pub(crate) fn excerpt(text: &str) -> &str {
    first_chars(text, 100)
}

fn first_chars(text: &str, count: usize) -> &str {
    if text.len() <= count {
        return text;
    }
    text.char_indices().nth(count).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// Formats a text on one line, with control characters and other invisible characters as code points.
pub(crate) fn visible(text: &str) -> String {
    // Nearly all texts are plain ASCII.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            _ if char.is_control() || is_invisible(char) => push_code_point(&mut out, char),
            _ => out.push(char),
        }
    }
    out
}

/// Appends the code point of an invisible character, such as `U+FEFF`. All of them have four digits.
fn push_code_point(out: &mut String, char: char) {
    out.push_str("U+");
    for place in (0..4).rev() {
        // `format!` would add a kilobyte to the module that verifies signatures.
        out.push(char::from(b"0123456789ABCDEF"[(u32::from(char) >> (4 * place) & 15) as usize]));
    }
}

/// Returns whether a character is invisible or looks like a plain space.
pub(crate) fn is_invisible(char: char) -> bool {
    matches!(char, '\u{a0}' | '\u{ad}' | '\u{1680}' | '\u{180e}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}' | '\u{3000}' | '\u{3164}' | '\u{feff}')
}

/// Formats a value for people: at most one line long, and visible.
pub(crate) fn readable(value: &str) -> String {
    let shown = first_chars(value, 60);
    let mut readable = visible(shown);
    if shown.len() < value.len() {
        readable.push('…');
    }
    readable
}

/// Formats a value for use in backticks: a backtick in it would end them, so a similar character replaces it.
pub(crate) fn quoted(value: String) -> String {
    if value.contains('`') { value.replace('`', "\u{2cb}") } else { value }
}

/// The invisible texts that have a name, in Chinese and in English.
const NAMED: [(&str, &str, &str); 11] = [
    ("\u{feff}", "BOM", "BOM"),
    ("\n", "换行", "line feed"),
    ("\r", "回车", "carriage return"),
    ("\r\n", "回车换行", "CRLF"),
    ("\t", "制表符", "tab"),
    ("\0", "空字符", "NUL"),
    (" ", "空格", "space"),
    ("\u{3000}", "全角空格", "ideographic space"),
    ("\u{a0}", "不换行空格", "no-break space"),
    ("\u{200b}", "零宽空格", "zero-width space"),
    ("\u{2028}", "行分隔符", "line separator"),
];

/// Formats a text in backticks, or as `U+FEFF (BOM)` if it is a single invisible character or a CRLF.
pub(crate) fn in_backticks(text: &str, locale: Locale) -> String {
    let name =
        NAMED.iter().find(|name| name.0 == text).map(|&(_, zh, en)| locale.choose(["（", zh, "）"], [" (", en, ")"]));
    let is_one =
        || text.chars().nth(1).is_none() && text.contains(|char: char| char.is_control() || is_invisible(char));
    if name.is_none() && !is_one() {
        return format!("`{}`", quoted(readable(text)));
    }
    let mut points = String::new();
    for char in text.chars() {
        points.push_str(if points.is_empty() { "" } else { " " });
        push_code_point(&mut points, char);
    }
    points + &name.unwrap_or_default().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_and_made_visible() {
        assert_eq!(readable("a\tb\u{0}\u{feff}"), r"a\tbU+0000U+FEFF");
        assert_eq!(readable(&"好".repeat(61)).chars().count(), 61);
    }

    #[test]
    fn invisible_characters_are_named() {
        for (text, zh, en) in [
            ("\u{feff}", "U+FEFF（BOM）", "U+FEFF (BOM)"),
            ("\r\n", "U+000D U+000A（回车换行）", "U+000D U+000A (CRLF)"),
            ("\u{4}", "U+0004", "U+0004"),
            ("\n\n", "`\\n\\n`", "`\\n\\n`"),
            ("a", "`a`", "`a`"),
            ("", "``", "``"),
        ] {
            assert_eq!([Locale::ZhCn, Locale::En].map(|locale| in_backticks(text, locale)), [zh, en], "{text:?}");
        }
    }
}
