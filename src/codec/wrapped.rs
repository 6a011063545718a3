//! Finds a form inside other text, such as a URL, an HTTP message or quotes, or under one more encoding.
//!
//! The head of the body decides, and only if its plain fields are not as expected.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::form::{self, Encoding, Pair, Value, field_named, urlencoded};
use super::{base64, formats, percent};
use crate::diagnostics::{Faults, Location, Words, catalogue};
use crate::spec::FORM;
use crate::text::excerpt::visible;

/// The maximum length of the text before a form.
const HEAD: usize = 8192;

const QUOTES: [(char, char); 8] =
    [('\'', '\''), ('"', '"'), ('`', '`'), ('“', '”'), ('‘', '’'), ('＂', '＂'), ('{', '}'), ('[', ']')];

/// Other spellings of `&` between two fields.
const AMPERSANDS: [&str; 5] = ["%26", "\\u0026", "＆", "\\r\\n", "\\n"];

/// Returns the fields of a body, in order, wherever the form is; `None` if a fault explains why there are none.
pub(super) fn pairs(body: &[u8], faults: &mut Faults) -> Option<Vec<Pair>> {
    let start = form::blanks(body);
    if start == body.len() {
        faults.add(&catalogue::FORM_EMPTY, Location::Form(0..body.len()));
        return None;
    }
    let mut pairs = form::pairs(body, faults);
    if pairs.iter().any(|pair| pair.value.encoding != Encoding::Percent) {
        return Some(pairs);
    }
    for pair in &mut pairs {
        repeated(body, pair, faults);
    }
    if pairs.iter().any(|pair| pair.value.encoding != Encoding::Percent) {
        return Some(pairs);
    }
    if let Some(again) = again(body, start, &pairs) {
        return encoded_again(body, pairs, again, faults);
    }
    let field = |pair: &Pair| field_named(&pair.name(body));
    let has_both = [0, 1].iter().all(|&known| pairs.iter().any(|pair| field(pair) == Some(known)));
    if has_both && pairs.first().is_some_and(|pair| field(pair).is_some()) {
        return Some(pairs);
    }
    if let Some(inside) = inside(body, start, &pairs, faults) {
        pairs = inside;
    }
    split_again(body, &mut pairs, faults);
    Some(pairs)
}

/// Returns the length of the field name at the start of a text, if there is one.
fn name_at(text: &[u8]) -> Option<usize> {
    names().find(|name| text.starts_with(name.as_bytes())).map(str::len)
}

fn names() -> impl Iterator<Item = &'static str> {
    FORM.iter().flat_map(|field| core::iter::once(field.name).chain(field.also.iter().copied()))
}

/// Returns true if a text begins with a field.
fn is_field(text: &[u8]) -> bool {
    name_at(text).is_some_and(|length| text.get(length) == Some(&b'='))
}

/// Removes the name of a field from the start of its own value, unless that value is a whole form.
fn repeated(body: &[u8], pair: &mut Pair, faults: &mut Faults) {
    let at = pair.value.at.clone();
    let value = &body[at.clone()];
    let length = name_at(value).unwrap_or_default();
    let rest = &value[length..];
    let equals = if rest.starts_with(b"=") { Some(1) } else { escaped(rest, *b"3d") };
    let Some(equals) = equals.filter(|_| length > 0 && pair.name(body).as_bytes() == &value[..length]) else { return };
    if (0..rest.len()).any(|at| escaped(&rest[at..], *b"26").is_some()) {
        return;
    }
    let at = at.start..at.start + length + equals;
    // The value may have been encoded along with the name.
    pair.value = Value { at: at.end..pair.value.at.end, encoding: Encoding::Twice };
    let fault = faults.add(&catalogue::FORM_NESTED, Location::Form(at)).encode();
    fault.arg("how", ("字段名重复", "its name is repeated"));
    fault.field = field_named(&pair.name(body)).map(|field| &FORM[field]);
}

/// Reports a form that was encoded as a whole, or that is the value of a field, at an offset of a body. Returns its
/// fields if it can be decoded, and the fields before it that it does not have.
fn encoded_again(
    body: &[u8],
    mut pairs: Vec<Pair>,
    (index, at, how): (usize, usize, Again),
    faults: &mut Faults,
) -> Option<Vec<Pair>> {
    let Pair { name, value } = &pairs[index];
    let field = field_named(&pairs[index].name(body)).filter(|_| at == value.at.start);
    let is_form = name_at(&body[at..]).is_some();
    let (code, location) = match field {
        Some(_) => (&catalogue::FORM_NESTED, name.start..value.at.end),
        None if matches!(how, Again::Percent) && at < value.at.start && !is_form => {
            (&catalogue::FORM_JSON_BODY, 0..body.len())
        }
        None => (&catalogue::FORM_TWICE, 0..body.len()),
    };
    let words = match how {
        Again::Plain => ("未编码", "not encoded"),
        Again::Percent => ("做了百分号编码", "percent-encoded"),
        Again::Base64 => ("做了 Base64", "encoded as Base64"),
        Again::JsonString => ("写成了 JSON 字符串", "escaped as a JSON string"),
    };
    let fault = faults.add(code, Location::Form(location)).arg("how", words);
    fault.field = field.map(|field| &FORM[field]);
    match how {
        Again::Plain => {
            fault.change(name.start..at, "");
            Some(urlencoded(body, at..body.len()))
        }
        Again::Percent if is_form => {
            let mut inner = encoded_pairs(body, at);
            // In raw JSON, it is unknown which escapes are its own.
            if inner.iter().any(|pair| form::holds_json(&body[pair.value.at.clone()])) {
                return None;
            }
            fault.encode().is_guess = index > 0;
            pairs.truncate(index);
            pairs.retain(|pair| !inner.iter().any(|inner| inner.name(body) == pair.name(body)));
            inner.append(&mut pairs);
            Some(inner)
        }
        _ => None,
    }
}

/// The encoding of a form within a form.
#[derive(Clone, Copy)]
enum Again {
    Plain,
    Percent,
    Base64,
    JsonString,
}

/// Recognizes a form with one encoding too many: the whole body, which may also be encoded JSON, or a
/// value. Returns the index of its first pair, its offset, and that encoding.
fn again(body: &[u8], start: usize, pairs: &[Pair]) -> Option<(usize, usize, Again)> {
    /// The most fields that are tried; no real form has as many.
    const MOST: usize = 64;
    let values = pairs.iter().enumerate().take(MOST).map(|(index, pair)| (index, pair.value.at.start));
    core::iter::once((0, start)).chain(values).find_map(|(index, at)| {
        let is_known = field_named(&pairs.get(index)?.name(body)).is_some();
        if index > 0 && !is_known {
            return None;
        }
        let (text, is_whole) = (&body[at..], at == start);
        let after = name_at(text).map_or(&b""[..], |length| &text[length..]);
        let head = percent::decode_text(text, 0..text.len().min(160), false).text;
        let decoded = || base64::decode(&head, 0..head.len() / 4 * 4, &mut Faults::new()).bytes;
        let is_json = |text: &[u8]| is_whole && is_json_body(text);
        let how = match after {
            [b'=', ..] => (!is_whole && index == 0 && is_known).then_some(Again::Plain),
            _ if escaped(after, *b"3d").is_some() || text.starts_with(b"%") && is_json(&head) => Some(Again::Percent),
            _ if after.starts_with(b"\\u003d") => Some(Again::JsonString),
            _ => Some(decoded()).filter(|text| is_field(text) || is_json(text)).map(|_| Again::Base64),
        };
        Some((index, at, how?))
    })
}

/// Returns true if a text begins like a JSON object with both parts.
fn is_json_body(text: &[u8]) -> bool {
    let Some(member) = text.trim_ascii_start().strip_prefix(b"{") else { return false };
    let member = member.trim_ascii_start();
    let is_named = |name: &str| member.get(1..=name.len()).is_some_and(|key| key.eq_ignore_ascii_case(name.as_bytes()));
    is_named("edata") || is_named("payexinfo")
}

/// Returns the length of the escape at the start of a text, if it is of this byte and encoded once or more: `%3D`,
/// `%253D`.
fn escaped(text: &[u8], digits: [u8; 2]) -> Option<usize> {
    let mut rest = text.strip_prefix(b"%")?;
    while let Some(inner) = rest.strip_prefix(b"25") {
        rest = inner;
    }
    let is_it = rest.get(..2).is_some_and(|own| own.eq_ignore_ascii_case(&digits));
    is_it.then(|| text.len() - rest.len() + 2)
}

/// Splits a form that is percent-encoded as a whole, from `start` to the next `&`, and the rest as usual.
fn encoded_pairs(body: &[u8], start: usize) -> Vec<Pair> {
    let end = body[start..].iter().position(|&byte| byte == b'&').map_or(body.len(), |length| start + length);
    let mut pairs = Vec::new();
    let (mut name, mut equals, mut at) = (start, None, start);
    loop {
        let text = &body[at..end];
        let next = escaped(text, *b"26");
        if next.is_some() || text.is_empty() {
            let (name_end, value) = equals.unwrap_or((at, at));
            pairs.push(Pair { name: name..name_end, value: Value { at: value..at, encoding: Encoding::Twice } });
            let Some(length) = next else { break };
            (name, equals) = (at + length, None);
            at = name;
        } else if let Some(length) = escaped(text, *b"3d").filter(|_| equals.is_none()) {
            equals = Some((at, at + length));
            at += length;
        } else {
            at += 1;
        }
    }
    if end < body.len() {
        pairs.extend(urlencoded(body, end + 1..body.len()));
    }
    pairs
}

/// Finds a form within other text, reports that text, and returns the form's fields.
fn inside(body: &[u8], start: usize, pairs: &[Pair], faults: &mut Faults) -> Option<Vec<Pair>> {
    let at = start + field_in(&body[start..body.len().min(start + HEAD)])?;
    let is_plain = pairs.iter().any(|pair| pair.name.contains(&at) && field_named(&pair.name(body)).is_some());
    let around = Around::of(str::from_utf8(&body[start..at]).unwrap_or("\u{fffd}"), is_plain)?;
    let from = around.from.map_or(at, |from| start + from);
    let mut to = around.end(body, from);
    let mut pairs = urlencoded(body, from..to);
    let mut changes = vec![(0..from, "")];
    // A command may have an argument for each field.
    if around.is_command
        && let Some(next) = field_in(&body[to..body.len().min(to + HEAD)])
    {
        let next = to + next;
        changes.push((to..next, "&"));
        to = Around { close: closing(&body[..next]), ..around }.end(body, next);
        pairs.extend(urlencoded(body, next..to));
    }
    // A printed map or list; nothing in it is encoded for a form.
    let is_printed = matches!(around.close, Some('}' | ']'));
    if is_printed {
        split_again(body, &mut pairs, &mut Faults::new());
        for pair in pairs.iter_mut().filter(|pair| !body[pair.value.at.clone()].contains(&b'%')) {
            pair.value.encoding = Encoding::Verbatim;
        }
    }
    let fault = faults.add(&catalogue::FORM_WRAPPED, Location::Form(0..from));
    let [what, advice] = *around.words;
    let format = formats::of_body(&body[start..]).filter(|_| what == OTHER[0]);
    fault.arg("what", format.unwrap_or(what)).arg("advice", advice);
    let tail = &body[to..];
    let is_lost = if around.is_line {
        around.is_command && tail.windows(2).any(|option| option == b"-d")
    } else {
        tail.trim_ascii().len() > 4
    };
    fault.is_guess = is_lost || !around.is_certain;
    if to < body.len() {
        changes.push((to..body.len(), ""));
    }
    if is_printed {
        fault.encode();
        return Some(pairs);
    }
    for (at, text) in changes {
        fault.change(at, text);
    }
    Some(pairs)
}

/// Returns the offset of the first field in a text that follows no letter or digit.
fn field_in(text: &[u8]) -> Option<usize> {
    let is_start = |at: usize| at.checked_sub(1).is_none_or(|before| !text[before].is_ascii_alphanumeric());
    (0..text.len()).find(|&at| is_start(at) && is_field(&text[at..]))
}

/// Returns the closing quote that belongs to the opening quote at the end of a text.
fn closing(before: &[u8]) -> Option<char> {
    QUOTES.iter().find(|(open, _)| before.ends_with(open.encode_utf8(&mut [0; 4]).as_bytes())).map(|quote| quote.1)
}

/// The texts around a form, each with its advice.
static MESSAGE: [Words; 2] = [
    ("HTTP 报文", "an HTTP message"),
    (
        "只传空行之后的内容，请求头由 HTTP 库添加",
        "send only the text after the blank line; the HTTP library writes the headers",
    ),
];
static COMMAND: [Words; 2] = [
    ("命令行", "a command line"),
    ("只传 `-d` 的内容，或直接运行这条命令", "send only the argument of `-d`, or run the command"),
];
static URL: [Words; 2] = [
    ("URL 或查询字符串", "a URL or query string"),
    (
        "`?` 之后的内容要放进 POST 的请求体（axios 的 `data`，Java 的 `BodyPublishers.ofString`）",
        "send the text after the `?` as the body of a POST (axios `data`, Java `BodyPublishers.ofString`)",
    ),
];
static QUOTED: [Words; 2] = [
    ("引号或 `b'…'`", "quotes or `b'…'`"),
    (
        "直接传文本：Python 用 `body.decode()` 而不是 `str(body)`，JavaScript 不要再做 `JSON.stringify`",
        "send the text itself: in Python `body.decode()`, not `str(body)`; in JavaScript without `JSON.stringify`",
    ),
];
static NAMED: [Words; 2] = [
    ("另一个字段（如 `data=`）", "another field (such as `data=`)"),
    ("把表单本身作为请求体，不要作为某个字段的值", "send the form as the body, not as the value of a field"),
];
static OTHER: [Words; 2] =
    [("其他文本", "other text"), ("只传表单本身，以 `EData=` 开头", "send only the form, beginning with `EData=`")];

/// The text before a form.
#[derive(Clone, Copy)]
struct Around {
    words: &'static [Words; 2],
    /// The offset of the form, if it begins before the field that was found.
    from: Option<usize>,
    close: Option<char>,
    /// Whether the rest of a line, or of a message, may follow the form.
    is_line: bool,
    is_command: bool,
    is_certain: bool,
}

impl Around {
    /// Recognizes the text before a field. `is_plain` is true if the form parser found that field, too.
    fn of(before: &str, is_plain: bool) -> Option<Self> {
        let close = closing(before.as_bytes());
        let other = Self { words: &OTHER, from: None, close, is_line: false, is_command: false, is_certain: true };
        let text = before.trim_start_matches(['"', '\'', '`', '“', '‘', ' ', '$', '>']);
        let is_any = |heads: &[&str]| heads.iter().any(|head| text.starts_with(head));
        let is_request = is_any(&["GET ", "POST ", "PUT ", "PATCH ", "HTTP/"]);
        let line = text.lines().next().unwrap_or_default();
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        };
        let is_header = line.split_once(':').is_some_and(|(name, _)| is_word(name));
        let blank = ["\r\n\r\n", "\n\n"].into_iter().find_map(|blank| Some(before.find(blank)? + blank.len()));
        let blank = blank.filter(|_| is_request || is_header);
        let query = before.find('?').map(|at| at + 1);
        let is_query = is_request || is_any(&["?", "/", "http://", "https://"]);
        let query = query.filter(|&at| is_query && !before[at..].contains(char::is_whitespace));
        let quoted = before.strip_suffix(|char| QUOTES.iter().any(|quote| quote.0 == char));
        let name = quoted.unwrap_or(before).trim_end();
        let is_name = name.strip_suffix(['=', ':']).is_some_and(|name| is_word(name.trim_matches(['"', '\''])));
        let is_option = name.starts_with('-') && is_word(name);
        Some(match () {
            () if blank.is_some() => Self { words: &MESSAGE, from: blank, close: None, ..other },
            () if is_any(&["curl ", "wget ", "http "]) => {
                // Another argument may have another field.
                let is_certain = before.matches("-d").count() <= 1;
                Self { words: &COMMAND, is_line: true, is_command: true, is_certain, ..other }
            }
            () if query.is_some() => {
                Self { words: &URL, from: query, close: closing(&before.as_bytes()[..1]), is_line: true, ..other }
            }
            () if is_plain => return None,
            () if quoted.is_some() && !before.ends_with(['{', '[']) && ["", "b", "u", "r"].contains(&name) => {
                Self { words: &QUOTED, ..other }
            }
            () if is_name || is_option => Self { words: &NAMED, ..other },
            () => Self { is_certain: false, ..other },
        })
    }

    /// Returns the end of the form that begins at an offset of a body.
    fn end(&self, body: &[u8], from: usize) -> usize {
        let length = body.trim_ascii_end().len().max(from);
        let text = &body[from..length];
        let first = |end: &[u8]| text.windows(end.len()).position(|part| part == end);
        let mut buffer = [0; 4];
        let end = match self.close.map(|close| close.encode_utf8(&mut buffer).as_bytes()) {
            Some(close) if !self.is_line && text.ends_with(close) => Some(text.len() - close.len()),
            Some(close) => first(close),
            None if self.is_command => text.iter().position(u8::is_ascii_whitespace),
            // The Base64 may contain white space, but no other part of a URL does.
            None if self.is_line => first(b" HTTP/").or_else(|| {
                let hash = text.iter().rposition(|&byte| byte == b'#')?;
                (!text[hash..].iter().any(|byte| b"=&".contains(byte))).then_some(hash)
            }),
            None => None,
        };
        from + end.unwrap_or(text.len())
    }
}

/// Splits a value before a field that follows something other than `&`. Each field is split off once.
fn split_again(body: &[u8], pairs: &mut Vec<Pair>, faults: &mut Faults) {
    let mut fields: Vec<Option<usize>> = pairs.iter().map(|pair| field_named(&pair.name(body))).collect();
    let mut present = [0, 1].map(|known| fields.contains(&Some(known)));
    let mut report = |at: Range<usize>| {
        let separator = String::from_utf8_lossy(&body[at.clone()]).into_owned();
        let fault = faults.add(&catalogue::FORM_SEPARATOR, Location::Form(at.clone()));
        if at.is_empty() {
            // Only padding certainly ends a value.
            fault.is_guess = ![&b"="[..], b"%3D", b"%3d"].iter().any(|end| body[..at.start].ends_with(end));
            fault.arg("what", ("空的", "nothing"));
        } else {
            let shown = format!("`{}`", visible(&separator));
            fault.value(separator).arg("what", (format!(" {shown}"), shown));
        }
        fault.change(at, "&").may_quote = true;
    };
    let mut index = 0;
    while index < pairs.len() && present != [true; 2] {
        let Pair { name, value } = &mut pairs[index];
        index += 1;
        // An `&` that was escaped for HTML.
        let mut own = &body[name.clone()];
        while let Some(rest) = own.strip_prefix(b"amp;").or_else(|| own.strip_prefix(b"#38;")) {
            own = rest;
        }
        let start = name.end - own.len();
        let known = if start > name.start { field_named(&percent::decode_name(own)) } else { fields[index - 1] };
        if let Some(known) = known
            && name.start > 0
            && start > name.start
            && body[name.start - 1] == b'&'
            && !present[known]
        {
            report(name.start - 1..start);
            name.start = start;
            present[known] = true;
        }
        if known.is_none() || form::holds_json(&body[value.at.clone()]) {
            continue;
        }
        let text = &body[..value.at.end];
        let first = value.at.start;
        let split = (first..text.len()).filter(|&at| text[at] == b'=').find_map(|equals| {
            let name = names().find(|name| text[first..equals].ends_with(name.as_bytes()))?;
            let (known, name) = (field_named(name)?, equals - name.len()..equals);
            let separator = separator(&text[first..name.start]);
            // Base64 never ends like `EData=`, nor continues after an `=`.
            let is_glued = name.start > first && text.get(equals + 1).is_some_and(|&byte| byte != b'=');
            ((separator > 0 || is_glued) && !present[known]).then_some((known, name, separator))
        });
        if let Some((known, name, separator)) = split {
            report(name.start - separator..name.start);
            present[known] = true;
            let rest = name.end + 1..value.at.end;
            value.at.end = name.start - separator;
            pairs.insert(index, Pair { name, value: Value { at: rest, encoding: Encoding::Percent } });
            fields.insert(index, Some(known));
        }
    }
}

/// Returns the length of the separator at the end of a text, with the blanks around it.
fn separator(text: &[u8]) -> usize {
    let rest = text.trim_ascii_end();
    let written = AMPERSANDS.iter().find_map(|written| rest.strip_suffix(written.as_bytes()));
    let is_plain = |byte: &u8| byte.is_ascii_whitespace() || b";,|".contains(byte);
    let plain = text.iter().rev().take_while(|byte| is_plain(byte)).count();
    written.map_or(plain, |rest| text.len() - rest.len())
}
