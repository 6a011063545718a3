//! Finds texts that a program damaged: placeholders, lost or garbled characters, invisible characters, and values of
//! another type where a text is due.

use cbt179_fast::texts::{MISSING, PRINTED, is_crossed, is_invisible, is_plain};

use super::{A_LIST, AN_OBJECT, Checker, Words, both};
use crate::diagnostics::Fault;
use crate::diagnostics::catalogue::{self, Severity};
use crate::json::{self, Kind, Node, Object};
use crate::spec::{Field, Kind as FieldKind, SAMPLE};
use crate::text::gbk;

/// A cause of damage, and the advice about it.
type Cause = (Words, Words);

const MISSING_VALUE: Cause = (
    ("表示“没有值”的单词", "a word for a missing value"),
    (
        "程序把空值转成了文本：找出没有取到值的原因，填入真实的值",
        "a program turned a missing value into text: find out why it is missing, and send the real value",
    ),
);
const PRINTED_OBJECT: Cause = (
    ("程序打印对象得到的文字，不是对象的内容", "the printed form of an object, not its content"),
    (
        "改用 JSON.stringify（JavaScript）、json_encode（PHP）或 json.dumps（Python）；Promise 先 await；Java 的 byte[] 用 new String(bytes, StandardCharsets.UTF_8)",
        "use JSON.stringify (JavaScript), json_encode (PHP) or json.dumps (Python); await a Promise; decode a Java byte[] with new String(bytes, StandardCharsets.UTF_8)",
    ),
);
const TEMPLATE: Cause = (
    ("没有被替换的占位符", "a placeholder that was not replaced"),
    (
        "填入真实的值；检查模板变量和环境变量是否已设置：PHP 和 shell 的单引号里变量不会替换，Python 的 f-string 前要有 `f`",
        "put in the real value: check that the template or environment variable is set; single quotes in PHP and shell do not expand variables, and a Python f-string needs its `f`",
    ),
);

const NOT_UTF8: Words = (
    "从源头重新读取：文字经过了没有汉字的编码；数据库和连接都用 UTF-8（MySQL 用 utf8mb4，JDBC 加 characterEncoding=UTF-8），Java 的 getBytes 和 new String 指定 UTF-8",
    "read it again from its source: it passed through an encoding without Chinese characters; use UTF-8 in the database and its connection (MySQL: utf8mb4, JDBC: characterEncoding=UTF-8), and pass UTF-8 to Java's getBytes and new String",
);
const NOT_THAT_CHARSET: Words = (
    "从源头重新读取：不是 UTF-8 的字节（多半是 GBK）被当作 UTF-8 解码；解码时指定正确的编码，如 Java 的 new String(bytes, \"GBK\")、Python 的 bytes.decode(\"gbk\")",
    "read it again from its source: bytes in another encoding, probably GBK, were decoded as UTF-8; name the right one, such as new String(bytes, \"GBK\") in Java or bytes.decode(\"gbk\") in Python",
);
const QUESTION_MARKS: Cause = (("只剩下问号", "only question marks are left"), NOT_UTF8);
const REPLACEMENTS: Cause =
    (("其中有替换字符 U+FFFD", "it contains the replacement character U+FFFD"), NOT_THAT_CHARSET);
const TWICE_LOST: Cause =
    (("`锟斤拷` 是把 U+FFFD 当作 GBK 解码的结果", "`锟斤拷` is U+FFFD decoded as GBK"), NOT_THAT_CHARSET);

const UTF8_AS_LATIN1: Words = ("UTF-8 被当作 Latin-1 解码", "UTF-8 decoded as Latin-1");
const UTF8_AS_GBK: Words = ("UTF-8 被当作 GBK 解码", "UTF-8 decoded as GBK");
const GBK_AS_LATIN1: Words = ("GBK 被当作 Latin-1 解码", "GBK decoded as Latin-1");

const PUT_TEXT_IN: Words = (
    "填入当时收到的原始文本；如果只剩下对象，就把它再序列化一次，变成字符串（JSON.stringify、json_encode、json.dumps）",
    "put in the original text as it was received; if only the object is left, serialise it to a string once more (JSON.stringify, json_encode, json.dumps)",
);

impl Checker<'_, '_> {
    /// Reports a text that is certainly not the value meant; returns whether it did.
    pub(super) fn damage(&mut self, text: &str, node: &Node, field: &'static Field) -> bool {
        if is_plain(text.as_bytes(), field) {
            return false;
        }
        let is_name = matches!(field.kind, FieldKind::Name);
        let is_code = matches!(field.kind, FieldKind::Code | FieldKind::Guid);
        if let Some((found, advice)) = placeholder(text, is_name, is_code) {
            let fault = self.fault(&catalogue::FIELD_PLACEHOLDER, node, field);
            fault.arg("found", both(found)).arg("advice", both(advice));
            if !field.required {
                fault.severity = Severity::Warning;
            }
            return true;
        }
        if !is_name && !is_code {
            return false;
        }
        // Garbled text may have lost its end too.
        if let Some((found, plain)) = if is_name { garbled(text) } else { None } {
            let fault = self.fault(&catalogue::FIELD_GARBLED, node, field);
            fault.arg("found", both(found)).arg("plain", plain);
            return true;
        }
        if let Some((found, advice)) = self.loss(text) {
            let fault = self.fault(&catalogue::FIELD_LOST_TEXT, node, field);
            fault.arg("found", both(found)).arg("advice", both(advice));
            return true;
        }
        self.invisible(text, node, field, is_code)
    }

    /// Returns the cause of lost characters.
    fn loss(&mut self, text: &str) -> Option<Cause> {
        if text.contains(char::REPLACEMENT_CHARACTER) {
            return (!self.is_replaced()).then_some(REPLACEMENTS);
        }
        if text.contains("锟斤拷") {
            return Some(TWICE_LOST);
        }
        let marks = text.matches('?').count();
        let others = text.chars().filter(|char| !char.is_whitespace()).count() - marks;
        (marks > 1 && marks >= others).then_some(QUESTION_MARKS)
    }

    /// Returns whether this library wrote U+FFFD into the text, for something that it reported.
    fn is_replaced(&mut self) -> bool {
        let replaced = [&catalogue::UTF8_INVALID, &catalogue::UTF8_LONE_SURROGATE, &catalogue::JSON_LONE_SURROGATE];
        // The faults in the JSON of a request are in no part.
        let part = self.faults.context.part.filter(|_| self.text.is_some());
        let is_it = |fault: &Fault| fault.part == part && replaced.iter().any(|code| fault.code.is(code));
        self.faults.list().iter().any(is_it)
    }

    /// Reports the invisible characters in a text.
    fn invisible(&mut self, text: &str, node: &Node, field: &'static Field, is_code: bool) -> bool {
        // Joiners and marks of direction are part of names in other scripts, and of emoji.
        let is_wrong = |char: char| {
            is_invisible(char) && char != char::REPLACEMENT_CHARACTER
                || is_code
                    && (char.is_control()
                        || char != ' ' && char.is_whitespace()
                        || matches!(char, '\u{200C}'..='\u{200F}'))
        };
        let Some(first) = text.chars().find(|&char| is_wrong(char)) else {
            return false;
        };
        let source = self.between_quotes(&node.at);
        let fault = self.fault(&catalogue::FIELD_INVISIBLE, node, field).arg("char", String::from(first));
        if !is_code {
            fault.severity = Severity::Warning;
        }
        if let Some((json, at)) = source {
            let (unescaped, map) = json::unescape(json.as_bytes(), at);
            let unescaped = String::from_utf8_lossy(&unescaped);
            for (at, char) in unescaped.char_indices().filter(|&(_, char)| is_wrong(char)) {
                fault.change(map.outer(at..at + char.len_utf8()), "");
            }
        }
        true
    }

    /// Reports the token of the document's example in a request that is not that example.
    pub(super) fn sample_token(&mut self, object: &Object, fields: &'static [Field]) {
        let value_of = |name: &str| {
            let field = fields.iter().find(|field| field.name == name)?;
            let member = object.members.iter().find(|member| field.is_named(&member.key))?;
            let Kind::String(text) = &member.value.kind else { return None };
            Some((field, member, text))
        };
        let [token, others @ ..] = SAMPLE;
        if let Some((field, member, _)) = value_of(token.0).filter(|found| found.2 == token.1)
            && others.iter().all(|(name, own)| value_of(name).is_some_and(|found| found.2 != own))
        {
            let mark = self.faults.context.path.enter(&member.key);
            self.fault(&catalogue::FIELD_SAMPLE_TOKEN, &member.value, field);
            self.faults.context.path.leave(mark);
        }
    }

    /// Reports an object or a list where a text is due; returns whether it did.
    pub(super) fn not_a_text(&mut self, node: &Node, field: &'static Field) -> bool {
        let is_verbatim = matches!(field.kind, FieldKind::Verbatim);
        let is_links = matches!(field.kind, FieldKind::Links);
        match &node.kind {
            _ if matches!(field.kind, FieldKind::Amount { .. }) => return false,
            Kind::Object(object) if object.members.is_empty() => {
                let advice = (
                    "Map、Set、Promise、Error 等对象序列化后就是 `{}`：填入其中的文本（先 await，或取 error.message）",
                    "a Map, a Set, a Promise or an Error is serialised as `{}`: put in its text (await it, or take error.message)",
                );
                self.not_text(node, field, ("空对象", "an empty object"), advice);
            }
            Kind::Object(object)
                if object.members.iter().any(|member| {
                    member.key == "type" && matches!(&member.value.kind, Kind::String(name) if name == "Buffer")
                }) =>
            {
                let advice = ("用 buffer.toString(\"utf8\") 取出文本", "decode it with buffer.toString(\"utf8\")");
                self.not_text(node, field, ("Node.js 的 Buffer", "a Node.js Buffer"), advice);
            }
            Kind::Array(items) if is_links && items.len() > 1 && items.iter().all(is_string) => {
                let advice = ("把各个链接用 `;` 连成一个字符串", "join the links with `;` into one string");
                let is_sound = items.iter().all(|item| self.between_quotes(&item.at).is_some());
                let fault = self.not_text(node, field, A_LIST, advice);
                if is_sound {
                    let (first, last) = (&items[0].at, &items[items.len() - 1].at);
                    fault.change(node.at.start..first.start, "");
                    for pair in items.windows(2) {
                        fault.change(pair[0].at.end - 1..pair[1].at.start + 1, ";");
                    }
                    fault.change(last.end..node.at.end, "");
                }
            }
            Kind::Array(items) if items.len() == 1 && is_string(&items[0]) => {
                let advice = (
                    "去掉外面的 `[` 和 `]`；Python 里值后面多一个逗号会变成元组",
                    "remove the `[` and `]` around it; in Python, a comma after the value makes it a tuple",
                );
                let item = &items[0];
                let is_sound = self.between_quotes(&item.at).is_some();
                let fault = self.not_text(node, field, ("只有一个字符串的列表", "a list of one string"), advice);
                if is_sound {
                    fault.change(node.at.start..item.at.start, "").change(item.at.end..node.at.end, "");
                }
                self.value(item, field);
            }
            Kind::Object(_) | Kind::Array(_) if is_verbatim => {
                let found = if matches!(node.kind, Kind::Array(_)) { A_LIST } else { AN_OBJECT };
                let raw = self.text.and_then(|text| text.get(node.at.clone())).filter(|raw| json::read(raw, 0).is_json);
                let fault = self.not_text(node, field, found, PUT_TEXT_IN);
                if let Some(raw) = raw {
                    quote(raw, node.at.start, fault);
                }
            }
            _ => return false,
        }
        true
    }

    fn not_text(&mut self, node: &Node, field: &'static Field, found: Words, advice: Words) -> &mut Fault {
        self.type_fault(&catalogue::FIELD_NOT_TEXT, node, field).arg("found", both(found)).arg("advice", both(advice))
    }
}

fn is_string(node: &Node) -> bool {
    matches!(node.kind, Kind::String(_))
}

/// Adds the edits that put valid JSON, which begins at `start`, into a string.
fn quote(raw: &str, start: usize, fault: &mut Fault) {
    fault.change(start..start, "\"");
    for (index, byte) in raw.bytes().enumerate() {
        let at = start + index;
        match byte {
            b'"' | b'\\' => _ = fault.change(at..at, "\\"),
            b'\n' => _ = fault.change(at..at + 1, "\\n"),
            b'\r' => _ = fault.change(at..at + 1, "\\r"),
            b'\t' => _ = fault.change(at..at + 1, "\\t"),
            _ => {}
        }
    }
    let end = start + raw.len();
    fault.change(end..end, "\"").limit_edits();
}

/// Returns the cause of a text that stands for another. Only a whole text is one if it is neither a code nor a name.
fn placeholder(text: &str, is_name: bool, is_code: bool) -> Option<Cause> {
    let is_between = |&(start, end): &(&str, &str)| text.starts_with(start) && text.ends_with(end);
    if MISSING.contains(&text) {
        return Some(MISSING_VALUE);
    }
    if PRINTED.iter().any(is_between) || text == "Array" && !is_name {
        return Some(PRINTED_OBJECT);
    }
    let is_template = is_variable(text)
        || is_to_fill_in(text, is_code)
        || (is_name || is_code) && ["{{", "${", "#{"].iter().any(|open| opens_variable(text, open))
        || is_code
            && (is_crossed(text.as_bytes())
                || opens_variable(text, "{")
                || ["{}", "%s", "%d"].iter().any(|hole| text.contains(hole)));
    is_template.then_some(TEMPLATE)
}

/// Returns whether a text has the name of a variable after `open` and before `}`.
fn opens_variable(text: &str, open: &str) -> bool {
    text.match_indices(open).any(|(at, _)| {
        let rest = &text[at + open.len()..];
        rest.split_once('}').is_some_and(|(name, _)| is_identifier(name.trim()))
    })
}

/// Returns whether the whole text is a variable or a format, such as `{{token}}`, `$token`, `%TOKEN%` or `%s`.
fn is_variable(text: &str) -> bool {
    let between = |open: &str, close: &str| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    [("{{", "}}"), ("${", "}"), ("%", "%"), ("$", ""), ("%(", ")s"), ("#{", "}")]
        .iter()
        .any(|(open, close)| between(open, close).is_some_and(|name| is_identifier(name.trim())))
        || ["%s", "%d", "%v", "%@"].contains(&text)
}

/// Returns whether a text is the name of a variable, in any script.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|char: char| char.is_alphabetic() || char == '_')
        && name.chars().all(|char| char.is_alphanumeric() || "_.".contains(char))
}

/// Returns whether a text asks for a value, such as `<公司名称>` or `YOUR_TOKEN`. Names may be in angle brackets too, so
/// there the words must be those of a form.
fn is_to_fill_in(text: &str, is_code: bool) -> bool {
    const OF_A_FORM: [&str; 9] = ["名称", "公司", "企业", "代码", "编号", "填写", "name", "code", "your"];
    let lower = || text.to_ascii_lowercase();
    if let Some(inner) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return !inner.contains(['<', '>', '"', '\\', '\n', '=', '/'])
            && (is_code || OF_A_FORM.iter().any(|word| lower().contains(word)));
    }
    lower().starts_with("your_") || is_code && lower().starts_with("your-")
}

/// Returns the cause of garbled characters, and the text that was probably meant.
fn garbled(text: &str) -> Option<(Words, String)> {
    if let Some(bytes) = latin1_bytes(text) {
        return utf8_of(&bytes, false)
            .map(|plain| (UTF8_AS_LATIN1, plain))
            .or_else(|| gbk_of(text, &bytes).map(|plain| (GBK_AS_LATIN1, plain)));
    }
    let first = text.chars().find(|char| !char.is_ascii())?;
    if !cbt179_fast::texts::UTF8_AS_GBK.contains(first) {
        return None;
    }
    utf8_of(&gbk::encode(text), true).map(|plain| (UTF8_AS_GBK, plain))
}

/// Returns the text of UTF-8 that is certainly meant as such, although its end may be cut off.
///
/// Two Han characters are certain in GBK, whose pairs are seldom UTF-8. In Latin-1, any character of three bytes is, and
/// `Ã` before a symbol: `Ã©` is `é`.
fn utf8_of(bytes: &[u8], is_gbk: bool) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let (mut wide, mut lost) = (0, 0);
    for char in text.chars() {
        wide += usize::from(
            char > '\u{7FF}' && char != char::REPLACEMENT_CHARACTER || !is_gbk && matches!(char, 'À'..='ÿ'),
        );
        lost += usize::from(char == char::REPLACEMENT_CHARACTER);
    }
    let is_certain = if is_gbk { wide > 1 && 2 * lost <= wide } else { wide > 0 && lost == 0 };
    is_certain.then(|| text.into_owned())
}

/// Returns the text of bytes that are pairs of GBK's usual characters, read as Latin-1.
fn gbk_of(text: &str, bytes: &[u8]) -> Option<String> {
    let mut usual = 0;
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
        match rest[at..] {
            [0xB0..=0xD7, 0xA1..=0xFE, ..] => usual += 1,
            [0xA1..=0xA3, 0xA1..=0xFE, ..] => {}
            _ => return None,
        }
        rest = &rest[at + 2..];
    }
    let is_latin1 = text.chars().all(|char| char.is_ascii() || ('\u{A1}'..='\u{FF}').contains(&char));
    let plain = if usual > 1 && is_latin1 { gbk::decode(bytes)?.text } else { return None };
    Some(plain)
}

/// Returns the bytes that Windows-1252, or Latin-1, decodes to a text.
fn latin1_bytes(text: &str) -> Option<Vec<u8>> {
    /// The characters of the bytes from 0x80 on, where Windows-1252 differs from Latin-1.
    const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    let byte = |char: char| match u8::try_from(char) {
        Ok(byte) => Some(byte),
        Err(_) => WINDOWS.chars().position(|own| own == char).and_then(|index| u8::try_from(0x80 + index).ok()),
    };
    text.chars().map(byte).collect()
}

#[cfg(test)]
mod tests;
