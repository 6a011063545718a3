//! Text of other programs before, inside and after JSON: PHP messages, JSONP, HTML.
//!
//! Such text is reported once and skipped, so that the JSON around it is read.

use super::{Parser, SPACE, is_quote};
use crate::diagnostics::{Words, catalogue};
use crate::spec;
use core::ops::Range;

/// A kind of text that does not belong in JSON: its name and the advice.
type Kind = [Words; 2];

static PHP_MESSAGE: Kind = [
    (" PHP 报错信息", "PHP message"),
    (
        "按这条信息改正代码，并设置 display_errors=Off、log_errors=On，让 PHP 把它写进日志而不是输出",
        "fix its cause, and set display_errors=Off and log_errors=On, so that PHP logs messages instead of printing them",
    ),
];
static PHP_VALUE: Kind = [
    ("多余的返回值", "extra return value"),
    (
        "输出 JSON 后立即结束：PHP 的 print、include 和 WordPress 的 admin-ajax 会再输出一个值",
        "exit after writing the JSON: PHP's print and include, and WordPress's admin-ajax, add a value",
    ),
];
static PHP_DUMP: Kind = [
    (" PHP var_dump 的输出", "output of PHP's var_dump"),
    (
        "不要用 var_dump 取得文本，直接使用 json_encode 的返回值",
        "use the return value of json_encode instead of what var_dump prints",
    ),
];
static JSONP: Kind = [
    (" JSONP 的函数调用", "JSONP function call"),
    (
        "只要括号里的 JSON：不要带 callback 参数请求它，或改用 JSON 接口",
        "use the JSON inside the parentheses only, or request it without the callback parameter",
    ),
];
static GUARD: Kind = [
    ("防 JSON 劫持的前缀", "prefix against JSON hijacking"),
    (
        "去掉 Angular、Spring 等框架加的这个前缀，再做 Base64",
        "remove this prefix, which frameworks such as Angular and Spring add, before encoding the JSON",
    ),
];
static HTML: Kind = [
    (" HTML 标签", "HTML tags"),
    (
        "不要从网页里取 JSON；输出 JSON 的页面不要带 HTML",
        "do not take the JSON from a web page, and print no HTML around it",
    ),
];
static BYTE_ORDER_MARK: Kind = [
    ("被当作 Latin-1 解码的 BOM", "BOM decoded as Latin-1"),
    ("把源文件存为不带 BOM 的 UTF-8，并按 UTF-8 读取", "save the file as UTF-8 without a BOM, and read it as UTF-8"),
];
static OTHER: Kind = [
    ("其他文本", "other text"),
    (
        "只对 JSON 本身做 Base64，去掉日志前缀、变量名之类的内容",
        "encode only the JSON itself, without log prefixes, variable names or the like",
    ),
];

/// The places of such text.
const BEFORE: Words = ("前面", "before");
const INSIDE: Words = ("中间", "inside");
const AFTER: Words = ("后面", "after");

impl Parser<'_, '_> {
    /// Reports a text that does not belong in the JSON. Its fix deletes it, unless data was lost.
    fn stray(&mut self, kind: &'static Kind, place: Words, at: Range<usize>, is_lossy: bool) {
        let [name, advice] = *kind;
        let is_guess = place == INSIDE || *kind == OTHER;
        let fault = self.fault_with_value(&catalogue::JSON_STRAY_TEXT, at.clone());
        fault.arg("kind", name).arg("place", place).arg("advice", advice);
        if !is_lossy {
            fault.change(at, "").is_guess = is_guess;
        }
    }

    /// Skips and reports the PHP messages that begin here. Returns whether there are any.
    pub(super) fn skip_php_messages(&mut self) -> bool {
        let start = self.pos;
        while let Some(length) = php_message(&self.text[self.pos..]) {
            self.pos += length;
        }
        if self.pos == start {
            return false;
        }
        let place = match self.text[..start].chars().rfind(|char| !SPACE.contains(char)) {
            _ if !self.open.is_empty() => INSIDE,
            None | Some('\u{feff}') => BEFORE,
            Some(_) => AFTER,
        };
        self.stray(&PHP_MESSAGE, place, start..self.pos, false);
        true
    }

    /// Skips and reports the text before the JSON object, if it is clear where that begins.
    pub(super) fn skip_text_before(&mut self) {
        let rest = &self.text[self.pos..];
        if let Some((kind, length)) = text_before(rest) {
            let at = self.pos..self.pos + length;
            self.pos = at.end;
            self.stray(kind, BEFORE, at, false);
        }
    }

    /// Reports text of a known kind after the JSON. Returns false if the kind is unknown.
    pub(super) fn is_known_after(&mut self, at: &Range<usize>, is_object: bool) -> bool {
        let text = &self.text[at.clone()];
        let first = self.first;
        // The end of a text that was reported before the JSON is part of the same mistake.
        let head = self.faults.list()[first..].iter_mut().find(|fault| fault.code.is(&catalogue::JSON_STRAY_TEXT));
        let is_value = ["0", "1", "null", "true", "false"].iter().any(|value| text.eq_ignore_ascii_case(value));
        let kind = match head {
            Some(head) if is_end(text) && (!text.contains(')') || self.text[..at.start].contains('(')) => {
                head.change(at.clone(), "");
                return true;
            }
            _ if !is_object => return false,
            _ if is_tags(text) => &HTML,
            _ if is_value => &PHP_VALUE,
            _ => return false,
        };
        self.stray(kind, AFTER, at.clone(), false);
        true
    }

    /// Reports a PHP message in the content of a string, which replaced a part of it.
    pub(super) fn is_php_message_inside(&mut self, at: &Range<usize>) -> bool {
        let text = &self.text[at.clone()];
        let is_message =
            text.contains(ON_LINE) && text.match_indices('\n').any(|(line, _)| php_message(&text[line..]).is_some());
        if is_message {
            self.stray(&PHP_MESSAGE, INSIDE, at.clone(), true);
            let lost = &mut self.faults.context.lost;
            let index = lost.partition_point(|lost| lost.start < at.start);
            lost.insert(index, at.clone());
        }
        is_message
    }
}

const ON_LINE: &str = " on line ";

/// Returns the length of the PHP message at the start of a text, in HTML or as plain text, with the line breaks
/// around it.
fn php_message(text: &str) -> Option<usize> {
    const LEVELS: [&str; 7] = [
        "Warning",
        "Notice",
        "Deprecated",
        "Fatal error",
        "Parse error",
        "Strict Standards",
        "Recoverable fatal error",
    ];
    /// The maximum length of its text.
    const LONGEST: usize = 2000;
    fn skip(rest: &mut &str, tags: &[&str]) {
        for tag in tags {
            *rest = rest.strip_prefix(tag).unwrap_or(rest).trim_start_matches(SPACE);
        }
    }
    let mut rest = text;
    skip(&mut rest, &["", "<br />", "<br>", "<b>", "PHP "]);
    let level = LEVELS.iter().find(|level| rest.starts_with(**level))?;
    rest = &rest[level.len()..];
    skip(&mut rest, &["</b>"]);
    rest = rest.strip_prefix(':')?;
    let near = rest.char_indices().nth(LONGEST).map_or(rest, |(end, _)| &rest[..end]);
    let message = &near[..near.find(ON_LINE)?];
    if message.contains('{') && message.contains(":\"") {
        return None;
    }
    rest = &rest[message.len() + ON_LINE.len()..];
    skip(&mut rest, &["<b>"]);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest = &rest[digits..];
    skip(&mut rest, &["</b>", "<br />", "<br>"]);
    (digits > 0).then_some(text.len() - rest.len())
}

/// Returns the kind and the length of the text before a JSON object.
fn text_before(text: &str) -> Option<(&'static Kind, usize)> {
    let length = text.find('{').filter(|&length| length > 0)?;
    if !text[length + 1..].trim_start().starts_with('"') {
        return None;
    }
    let before = text[..length].trim_end();
    let begins_like_json = before.starts_with(|char: char| "[-".contains(char) || char.is_ascii_digit());
    let is_open = before.ends_with([',', ':', '[']) || before.starts_with('[') && !before.contains(']');
    let last_word =
        before.split(|char: char| !char.is_alphanumeric()).rfind(|word| !word.is_empty()).unwrap_or_default();
    if before.starts_with(is_quote) || begins_like_json && is_open || spec::has_name(last_word) {
        return None;
    }
    let is_word = |char: char| char.is_alphanumeric() || "_$.".contains(char);
    let is_dump = |text: &str| text.starts_with("string(") && text.ends_with(')');
    let kind = match before {
        ")]}'" | ")]}'," | "while(1);" | "for(;;);" | "{}&&" => &GUARD,
        "ï»¿" => &BYTE_ORDER_MARK,
        _ if is_dump(before) => &PHP_DUMP,
        _ if is_tags(before) => &HTML,
        _ => match before.strip_suffix('(') {
            Some(name) if !name.is_empty() && name.trim_start_matches("/**/").chars().all(is_word) => &JSONP,
            _ => &OTHER,
        },
    };
    Some((kind, length))
}

/// Returns true if a text closes calls and HTML tags, and does nothing else.
fn is_end(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([')', ';', ' ', '\r', '\n']);
        match rest.strip_prefix("</").and_then(|tag| tag.split_once('>')) {
            Some((_, after)) => rest = after,
            None => return rest.is_empty(),
        }
    }
}

/// Returns true if a text consists of HTML tags.
fn is_tags(text: &str) -> bool {
    text.starts_with('<')
        && text.ends_with('>')
        && text.split('>').all(|tag| {
            let tag = tag.trim();
            tag.is_empty()
                || tag.starts_with('<')
                    && tag[1..].starts_with(|char: char| char.is_ascii_alphabetic() || "/!".contains(char))
        })
}
