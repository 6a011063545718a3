//! Finds texts that a program damaged: placeholders, lost, garbled or invisible characters, and values of another type.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use cbt179_fast::texts::{GLUED, MISSING, PRINTED, TO_DO, is_crossed, is_invisible, is_plain, is_zero};

use super::{A_LIST, AN_OBJECT, Checker, amounts::of_number};
use crate::codec::wrappers::unescaped;
use crate::diagnostics::catalogue::{self, Code, Severity};
use crate::diagnostics::{Fault, Words};
use crate::json::{self, Kind, Node, Object};
use crate::spec::{Field, Kind as FieldKind, SAMPLE};
use crate::text::gbk;

/// A cause of damage, and the advice about it.
type Cause = (Words, Words);

const MISSING_VALUE: Cause = (
    ("表示“没有值”的单词", "a word for a missing value"),
    ("查明为什么没有取到值，填入真实的值", "find out why the value is missing, and send the real one"),
);
const PRINTED_OBJECT: Cause = (
    ("程序打印对象的结果，不是对象的内容", "the printed form of an object, not its content"),
    (
        "改用 JSON.stringify（JavaScript）、json_encode（PHP）或 json.dumps（Python）；Promise 先 await；Java 的 byte[] 用 new String(bytes, StandardCharsets.UTF_8)",
        "use JSON.stringify (JavaScript), json_encode (PHP) or json.dumps (Python); await a Promise; decode a Java byte[] with new String(bytes, StandardCharsets.UTF_8)",
    ),
);
const TEMPLATE: Cause = (
    ("未替换的占位符", "a placeholder that was not replaced"),
    (
        "填入真实的值；检查模板变量和环境变量是否已设置：PHP 和 shell 的单引号里变量不会替换，Python 的 f-string 前要有 `f`",
        "send the real value: check that the template or environment variable is set; single quotes in PHP and shell do not expand variables, and a Python f-string needs its `f`",
    ),
);

const JOINED: Words = ("与“没有值”的单词拼接的结果", "joined with a word for a missing value");
const NEVER_SET: Cause = (
    ("从未赋值的零值", "a zero value that was never set"),
    ("先赋值再发送，例如 Guid.NewGuid()", "set it before sending it, for example with Guid.NewGuid()"),
);
const MASKED: Cause = (
    ("打码后的值", "a masked value"),
    ("从源头取原值，不要从日志或网页上复制", "take the value from its source, not from a log or a web page"),
);

const NOT_UTF8: Words = (
    "从源头重新读取：文本经过了没有汉字的编码；数据库和连接都用 UTF-8（MySQL 用 utf8mb4，JDBC 加 characterEncoding=UTF-8），Java 的 getBytes 和 new String 指定 UTF-8",
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

const DECODE: Words = (
    "在源头按正确的编码解码（Java 用 new String(bytes, StandardCharsets.UTF_8)，MySQL 连接用 utf8mb4），去掉多余的转码，如 PHP 的 utf8_encode",
    "decode it with the right charset at its source (Java: new String(bytes, StandardCharsets.UTF_8), MySQL connection: utf8mb4), and remove needless conversions such as PHP's utf8_encode",
);
const UTF8_AS_LATIN1: Cause = (("UTF-8 被当作 Latin-1 解码", "UTF-8 decoded as Latin-1"), DECODE);
const UTF8_AS_GBK: Cause = (("UTF-8 被当作 GBK 解码", "UTF-8 decoded as GBK"), DECODE);
const GBK_AS_LATIN1: Cause = (("GBK 被当作 Latin-1 解码", "GBK decoded as Latin-1"), DECODE);

const DO_NOT_ESCAPE: Words = (
    "把原文直接放进 JSON，只由 JSON 库转义；不要用 htmlspecialchars、encodeURIComponent、urlencode 等",
    "put the plain text into the JSON, and let only the JSON library escape it; do not call htmlspecialchars, encodeURIComponent, urlencode or the like",
);
/// The escapes that [`unescaped`] undoes.
const ESCAPED: [Cause; 3] = [
    (("已按 HTML 转义", "escaped for HTML"), DO_NOT_ESCAPE),
    (("已经过 URL 编码", "percent-encoded"), DO_NOT_ESCAPE),
    (("多转义了一次，`\\u` 成了文本", "escaped once too often, so that `\\u` is text"), DO_NOT_ESCAPE),
];

const IN_QUOTES: Words = ("多余的引号", "an extra quote");
const TEXT_MARK: Words = ("Excel 的文本标记", "Excel's text mark");
const DECIMALS: Words = ("程序把它当成了数字", "because a program took it for a number");
const WIDE: Words = ("全角字符", "a full-width character");
const LOOK_ALIKE: Words = ("只是形似英文字母", "which only looks like an English letter");

const PUT_TEXT_IN: Words = (
    "填入当时收到的原始文本；如果只剩下对象，就把它序列化成字符串（JSON.stringify、json_encode、json.dumps）",
    "send the original text as it was received; if only the object is left, serialize it to a string (JSON.stringify, json_encode, json.dumps)",
);

impl Checker<'_, '_> {
    /// Reports a text that is certainly not the intended value; returns whether it did.
    pub(super) fn damage(&mut self, text: &str, node: &Node, field: &'static Field) -> bool {
        if is_plain(text.as_bytes(), field) {
            return false;
        }
        let is_name = matches!(field.kind, FieldKind::Name);
        let is_code = matches!(field.kind, FieldKind::Code | FieldKind::Guid);
        if let Some((found, advice)) = placeholder(text, is_name, is_code, field) {
            let fault = self.fault(&catalogue::FIELD_PLACEHOLDER, node, field);
            fault.arg("found", found).arg("advice", advice);
            if !field.required {
                fault.severity = Severity::Warning;
            }
            return true;
        }
        if !is_name && !is_code {
            return false;
        }
        // Garbled text may have lost its end too.
        if let Some(((found, advice), plain)) = if is_name { garbled(text) } else { None } {
            let fault = self.fault(&catalogue::FIELD_GARBLED, node, field);
            fault.arg("found", found).arg("plain", plain).arg("advice", advice);
            return true;
        }
        if let Some((found, advice)) = self.loss(text) {
            let fault = self.fault(&catalogue::FIELD_LOST_TEXT, node, field);
            fault.arg("found", found).arg("advice", advice);
            return true;
        }
        // The other rules also apply to a text with one wrong character.
        if !self.invisible(text, node, field, is_code)
            && let Some((found, odd)) = if is_code { odd_characters(text) } else { None }
        {
            let fault = self.characters(&catalogue::FIELD_CHARACTER, text, &odd, node, field);
            fault.arg("found", found);
        }
        false
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

    /// Returns whether this library wrote U+FFFD into the text for a reported fault.
    fn is_replaced(&mut self) -> bool {
        let replaced = [&catalogue::UTF8_INVALID, &catalogue::UTF8_LONE_SURROGATE, &catalogue::JSON_LONE_SURROGATE];
        // The faults in the JSON of a request are in no part.
        let part = self.faults.context.part.filter(|_| self.text.is_some());
        let is_it = |fault: &Fault| fault.part == part && replaced.iter().any(|code| fault.code.is(code));
        self.faults.list().iter().any(is_it)
    }

    /// Reports the invisible characters in a text.
    fn invisible(&mut self, text: &str, node: &Node, field: &'static Field, is_code: bool) -> bool {
        // Joiners and direction marks are part of names in other scripts, and of emoji.
        let is_wrong = |char: char| {
            is_invisible(char) && char != char::REPLACEMENT_CHARACTER
                || is_code
                    && (char.is_control()
                        || char != ' ' && char.is_whitespace()
                        || matches!(char, '\u{200C}'..='\u{200F}'))
        };
        let wrong: Vec<Odd> =
            text.char_indices().filter(|&(_, char)| is_wrong(char)).map(|(at, char)| (at, char, None)).collect();
        if wrong.is_empty() {
            return false;
        }
        let fault = self.characters(&catalogue::FIELD_INVISIBLE, text, &wrong, node, field);
        if !is_code {
            fault.severity = Severity::Warning;
        }
        true
    }

    /// Reports characters that do not belong in a text. The fix deletes or replaces them.
    fn characters(
        &mut self,
        code: &'static Code,
        text: &str,
        odd: &[Odd],
        node: &Node,
        field: &'static Field,
    ) -> &mut Fault {
        let source = self.between_quotes(&node.at);
        let first = odd.first().map_or(' ', |odd| odd.1);
        let is_shown = first.is_ascii() || code.is(&catalogue::FIELD_INVISIBLE);
        let shown = if is_shown { first.to_string() } else { format!("{first} U+{:04X}", u32::from(first)) };
        let fault = self.fault(code, node, field).arg("char", shown);
        if let Some((json, at)) = source {
            let (unescaped, map) = json::unescape(json.as_bytes(), at);
            // The blanks around the text are reported by themselves.
            let blanks = String::from_utf8_lossy(&unescaped).find(text).unwrap_or_default();
            // No edit shows a part of a secret.
            for &(at, char, due) in odd.iter().filter(|odd| !field.secret || odd.2.is_none()) {
                let at = blanks + at;
                fault.change(map.outer(at..at + char.len_utf8()), due.map(String::from).unwrap_or_default());
            }
        }
        fault
    }

    /// Reports the token of the document's example in a request that is not that example.
    pub(super) fn sample_token(&mut self, object: &Object, fields: &'static [Field]) {
        let value_of = |name: &str| {
            let field = fields.iter().find(|field| field.name == name)?;
            let member = object.members.iter().find(|member| field.is_named(member.key))?;
            let Kind::String(text) = member.value.kind else { return None };
            Some((field, member, text))
        };
        let [token, others @ ..] = SAMPLE;
        if let Some((field, member, _)) = value_of(token.0).filter(|found| found.2 == token.1)
            && others.iter().all(|(name, own)| value_of(name).is_some_and(|found| found.2 != *own))
        {
            let mark = self.faults.context.path.enter(member.key);
            self.fault(&catalogue::FIELD_SAMPLE_TOKEN, &member.value, field);
            self.faults.context.path.leave(mark);
        }
    }

    /// Reports an object or a list where a text is expected; returns whether it did.
    pub(super) fn not_a_text(&mut self, node: &Node, field: &'static Field) -> bool {
        let is_verbatim = matches!(field.kind, FieldKind::Verbatim);
        let is_links = matches!(field.kind, FieldKind::Links);
        match &node.kind {
            _ if matches!(field.kind, FieldKind::Amount { .. }) => return false,
            Kind::Object(object) if object.members.is_empty() => {
                let advice = (
                    "填入其中的文本（先 await，或取 error.message）：Map、Set、Promise、Error 等对象序列化后是 `{}`",
                    "send its text (await it, or use error.message): a Map, Set, Promise or Error serializes as `{}`",
                );
                self.not_text(node, field, ("空对象", "an empty object"), advice);
            }
            Kind::Object(object)
                if object
                    .members
                    .iter()
                    .any(|member| member.key == "type" && matches!(member.value.kind, Kind::String("Buffer"))) =>
            {
                let advice = ("用 buffer.toString(\"utf8\") 取出文本", "decode it with buffer.toString(\"utf8\")");
                self.not_text(node, field, ("Node.js 的 Buffer", "a Node.js Buffer"), advice);
            }
            Kind::Array(items)
                if is_links && items.iter().nth(1).is_some() && items.iter().all(|item| is_string(&item)) =>
            {
                let advice = ("把各个链接用 `;` 连成一个字符串", "join the links with `;` into one string");
                let is_sound = items.iter().all(|item| self.between_quotes(&item.at).is_some());
                let fault = self.not_text(node, field, A_LIST, advice);
                if is_sound {
                    let mut before = None;
                    for Node { at, .. } in items.iter() {
                        match before {
                            None => fault.change(node.at.start..at.start, ""),
                            Some(end) => fault.change(end - 1..at.start + 1, ";"),
                        };
                        before = Some(at.end);
                    }
                    fault.change(before.unwrap_or(node.at.start)..node.at.end, "");
                }
            }
            Kind::Array(items) if let Some(item @ Node { kind: Kind::String(_), .. }) = items.only() => {
                let advice = (
                    "去掉外面的 `[` 和 `]`；Python 里值后面多一个逗号会变成元组",
                    "remove the `[` and `]` around it; in Python, a comma after the value makes it a tuple",
                );
                let is_sound = self.between_quotes(&item.at).is_some();
                let fault = self.not_text(node, field, ("只有一个字符串的列表", "a list of one string"), advice);
                if is_sound {
                    fault.change(node.at.start..item.at.start, "").change(item.at.end..node.at.end, "");
                }
                self.value(&item, field);
            }
            Kind::Object(_) | Kind::Array(_) if is_verbatim => {
                let found = if matches!(node.kind, Kind::Array(_)) { A_LIST } else { AN_OBJECT };
                let raw = self.text.and_then(|text| text.get(node.at.clone())).filter(|raw| json::is_json(raw));
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
        self.type_fault(&catalogue::FIELD_NOT_TEXT, node, field).arg("found", found).arg("advice", advice)
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
    fault.change(end..end, "\"").limit_edits(0);
}

/// Returns the cause of a placeholder. If the field is neither a code nor a name, only the whole text can be one.
fn placeholder(text: &str, is_name: bool, is_code: bool, field: &Field) -> Option<Cause> {
    let is_between = |&(start, end): &(&str, &str)| text.starts_with(start) && text.ends_with(end);
    let is = |word: &&str| if is_code { text.eq_ignore_ascii_case(word) } else { text == *word };
    if MISSING.iter().any(is) {
        return Some(MISSING_VALUE);
    }
    if is_code && !field.secret && is_glued(text) {
        return Some((JOINED, MISSING_VALUE.1));
    }
    if is_code && is_zero(text.as_bytes()) {
        return Some(NEVER_SET);
    }
    if is_code && text.contains("***") && (field.secret || text.bytes().all(|byte| byte == b'*')) {
        return Some(MASKED);
    }
    if PRINTED.iter().any(is_between) || text == "Array" && !is_name {
        return Some(PRINTED_OBJECT);
    }
    let is_template = is_variable(text)
        || (is_name || is_code) && text == field.zh
        || is_code && TO_DO.iter().any(is)
        || is_to_fill_in(text, is_code)
        || (is_name || is_code) && ["{{", "${", "#{"].iter().any(|open| opens_variable(text, open))
        || is_code
            && (is_crossed(text.as_bytes())
                || opens_variable(text, "{")
                || ["{}", "%s", "%d"].iter().any(|hole| text.contains(hole)));
    is_template.then_some(TEMPLATE)
}

/// Returns whether a text has a variable name between `open` and `}`.
fn opens_variable(text: &str, open: &str) -> bool {
    text.match_indices(open).any(|(at, _)| {
        let rest = &text[at + open.len()..];
        rest.split_once('}').is_some_and(|(name, _)| is_identifier(name.trim()))
    })
}

/// Returns whether the whole text is a variable or a format, such as `{{token}}`, `$token`, `%TOKEN%` or `%s`.
fn is_variable(text: &str) -> bool {
    let between = |open: &str, close: &str| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    [("{{", "}}"), ("${", "}"), ("%", "%"), ("$", ""), ("%(", ")s"), ("#{", "}"), ("<%=", "%>")]
        .iter()
        .any(|(open, close)| between(open, close).is_some_and(|name| is_identifier(name.trim())))
        || ["%s", "%d", "%v", "%@"].contains(&text)
}

/// Returns whether a text is a variable name, in any script.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|char: char| char.is_alphabetic() || char == '_')
        && name.chars().all(|char| char.is_alphanumeric() || "_.".contains(char))
}

/// Returns whether a text asks for a value, such as `<公司名称>` or `YOUR_TOKEN`. Real names may be in angle brackets too,
/// so there the words must be those of a form.
fn is_to_fill_in(text: &str, is_code: bool) -> bool {
    const OF_A_FORM: [&str; 9] = ["名称", "公司", "企业", "代码", "编号", "填写", "name", "code", "your"];
    let lower = || text.to_ascii_lowercase();
    if let Some(inner) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return !inner.contains(['<', '>', '"', '\\', '\n', '=', '/'])
            && (is_code || OF_A_FORM.iter().any(|word| lower().contains(word)));
    }
    let lower = lower();
    let start = if is_code { lower.trim_start_matches(['[', '(']) } else { &lower };
    start.starts_with("your_") || is_code && ["your-", "your "].iter().any(|your| start.starts_with(your))
}

/// Returns whether an identifier begins or ends with a word for a missing value: `undefined20260115`.
fn is_glued(text: &str) -> bool {
    let is_apart = |rest: &str, char: Option<char>, word: &str| {
        rest.len() > 3 && (word == "undefined" || char.is_some_and(|char| !char.is_alphabetic()))
    };
    GLUED.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| is_apart(rest, rest.chars().next(), word))
            || text.strip_suffix(word).is_some_and(|rest| is_apart(rest, rest.chars().next_back(), word))
    })
}

/// A character that does not belong in a text: its offset, itself, and the character in its place.
type Odd = (usize, char, Option<char>);

/// Returns the characters that programs added to an identifier or replaced in it, and their kind.
fn odd_characters(text: &str) -> Option<(Words, Vec<Odd>)> {
    /// Letters of Cyrillic and Greek, and the English letters that they look like.
    const ALIKE: [&str; 2] = ["АВЕКМНОРСТХІЅЈаеорсхіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXISJaeopcxisjABEZHIKMNOPTYX"];
    let deleted = |is_odd: &dyn Fn(usize, char) -> bool| -> Vec<Odd> {
        text.char_indices().filter(|&(at, char)| is_odd(at, char)).map(|(at, char)| (at, char, None)).collect()
    };
    let last = text.len().checked_sub(1)?;
    if last > 1 && ['"', '\''].iter().any(|&quote| text.starts_with(quote) && text.ends_with(quote)) {
        return Some((IN_QUOTES, deleted(&|at, _| at == 0 || at == last)));
    }
    if text.starts_with('\'') {
        return Some((TEXT_MARK, deleted(&|at, _| at == 0)));
    }
    if let Some((end, is_lost)) = of_number(text) {
        return if is_lost { None } else { Some((DECIMALS, deleted(&|at, char| at >= end || char == ','))) };
    }
    let (mut kind, mut has_english, mut odd) = (LOOK_ALIKE, false, Vec::new());
    for (at, char) in text.char_indices() {
        let due = match char {
            '\0'..='\x7F' => {
                has_english |= char.is_ascii_alphanumeric();
                continue;
            }
            '－' | '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                (kind, has_english) = (WIDE, true);
                char::from_u32(u32::from(char) - 0xfee0)
            }
            _ => ALIKE[0].chars().zip(ALIKE[1].chars()).find(|alike| alike.0 == char).map(|alike| alike.1),
        };
        odd.push((at, char, Some(due?)));
    }
    (has_english && !odd.is_empty()).then_some((kind, odd))
}

/// Returns the cause of garbled characters, and the text that was probably meant.
fn garbled(text: &str) -> Option<(Cause, String)> {
    let wide = |text: &str| text.chars().filter(|char| !char.is_ascii()).count();
    // A name may have a few escapes of its own, such as `&amp;`.
    for (cause, plain) in ESCAPED.into_iter().zip(unescaped(text)) {
        if let Some(plain) = plain.filter(|plain| wide(plain) > wide(text)) {
            return Some((cause, plain));
        }
    }
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

/// Decodes bytes that are certainly UTF-8, although the end may be cut off.
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

/// Decodes bytes, read as Latin-1, that are pairs of GBK's common characters.
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

/// Encodes a text as Windows-1252, or as Latin-1 where that has no character.
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
