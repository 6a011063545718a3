//! Recognizes texts in place of JSON or its Base64: printed objects and other formats.

use alloc::string::String;
use core::fmt::Write;

use super::form::trimmed;
use crate::diagnostics::{Faults, Location, Words, catalogue};
use crate::spec::{E_DATA, FORM, PAY_EX_INFO, names};
use cbt179_fast::scan::ByteSet;

/// A format other than JSON.
struct Format {
    /// Patterns of its beginning, separated by `|`; one that does not end in `*` matches the whole text.
    ///
    /// `^` is a name of the interface, `~` an identifier, `%` hexadecimal digits, `!` a run of plain characters, a blank
    /// any white space, and `*` anything. All but `*` match at least one character, and all others match themselves.
    patterns: &'static [u8],
    name: Words,
    /// The code that produces the expected text; empty for formats that only describe a whole body.
    instead: &'static str,
}

/// The words that programs print for a missing value.
const NOTHING: &[u8] = b"null|NULL|undefined|NaN|None|nil|(null)|<nil>|<null>";

macro_rules! formats {
    ($($patterns:literal, $zh:literal, $en:literal, $instead:literal;)*) => {
        &[$(Format { patterns: $patterns, name: ($zh, $en), instead: $instead }),*]
    };
}

static FORMATS: &[Format] = formats! {
    b"[B@%", "Java 对 byte[] 调用 toString 的结果", "a Java byte[] printed by toString",
        "Base64.getEncoder().encodeToString(bytes)";
    b"[C@%", "Java 对 char[] 调用 toString 的结果", "a Java char[] printed by toString", "new String(chars)";
    b"~@%|[~@%|[~;@%", "Java 对象调用 toString 的结果", "a Java object printed by toString",
        "objectMapper.writeValueAsString(data)";
    b"[123 %*", "Go 的 %v 打印的 []byte", "a Go []byte printed by %v", "base64.StdEncoding.EncodeToString(data)";
    b"[123,*|123,*|{\"0\":123,*|{\"type\":\"Buffer\",*|<Buffer 7b *|Uint8Array(*",
        "字节值的列表", "a list of byte values", "Buffer.from(bytes).toString(\"base64\")";
    b"[object Promise]|Promise { *", "未 await 的 Promise", "a Promise that was not awaited", "await promise";
    b"[object ~]", "JavaScript 对象调用 toString 的结果", "a JavaScript object printed by toString", "JSON.stringify(data)";
    b"Map(%) {*|Set(%) {*|URLSearchParams {*", "JavaScript 打印的 Map 或 Set", "a printed JavaScript Map or Set",
        "JSON.stringify(Object.fromEntries(map))";
    b"<coroutine object *|<generator object *|<Task *|<Future *", "未 await 的 Python 协程",
        "a Python coroutine that was not awaited", "await coroutine";
    b"<bound method *|<function *|<built-in *|<class *|function *(*|class ~ {*|() =>*",
        "未调用的函数或类", "a function or class that was not called", "function()";
    b"<memory at *|<_io.BytesIO *|bytearray(b*|b'{*|b\"{*", "Python 打印的字节", "printed Python bytes",
        "base64.b64encode(data).decode()";
    b"<* object at 0x%>|~(^='*|^='*|[('^'*|~({'^'*|~([('^'*", "Python 对象的 repr", "a Python object printed by repr",
        "json.dumps(data)";
    b"~(0x%)|~=HASH(0x%)|$VAR1 = *", "Perl 打印的引用", "a printed Perl reference", "encode_json($data)";
    b"#<*|{:^=>*|{\"^\"=>*|{\"^\" => *", "Ruby 对象调用 inspect 的结果", "a Ruby object printed by inspect", "data.to_json";
    b"System.Byte[]", "C# 对 byte[] 调用 ToString 的结果", "a C# byte[] printed by ToString",
        "Convert.ToBase64String(bytes)";
    b"System.*|{ ^ = *|~ { ^ = *", "C# 对象调用 ToString 的结果", "a C# object printed by ToString",
        "JsonSerializer.Serialize(data)";
    b"${~}|$~|{{~}}|{{ ~ }}|#{~}", "未替换的变量", "a variable that was not replaced", "\"${DATA}\"";
    b"Array|Object", "PHP 数组直接转成的字符串", "a PHP array converted to text", "json_encode($data)";
    b"a:%:{*|O:%:\"*", "PHP 的 serialize 格式", "PHP's serialize format", "json_encode($data)";
    b"array(%) {*|object(~)*{*|string(%) \"*", "PHP 的 var_dump 格式", "PHP's var_dump format", "json_encode($data)";
    b"Array (*|~ Object (*", "PHP 的 print_r 格式", "PHP's print_r format", "json_encode($data)";
    b"array ( *|(object) array(*|~::__set_state(*|['^' => *|[ '^' => *", "PHP 的 var_export 格式",
        "PHP's var_export format", "json_encode($data)";
    b"{^=*", "Java 的 Map.toString 格式", "Java's Map.toString format", "objectMapper.writeValueAsString(data)";
    b"~(^=*|~[^=*|~{^=*|[^=*", "Java 对象的 toString 格式", "Java's toString format",
        "objectMapper.writeValueAsString(data)";
    b"0xc%", "Go 的指针", "a Go pointer that was printed", "json.Marshal(data)";
    b"map[~:*|{~:! ~:*|{1.0 *|{! {! *|&{*", "Go 的 %v 格式", "Go's %v format", "json.Marshal(data)";
    b"<!DOCTYPE html*|<!doctype html*|<html*", "HTML 页面", "an HTML page", "json.dumps(data)";
    b"<?xml*|<~> <*|<~><*|<soap*", "XML", "XML", "new ObjectMapper().writeValueAsString(data)";
    b"^: *|--- ^:*", "YAML", "YAML", "json.dumps(data)";
    b"^:*", "用 `:` 代替 `=` 的文本", "text with `:` in place of `=`", "new URLSearchParams(data)";
    b"@~*", "curl 未读取的文件名", "a file name that curl did not read", "--data-urlencode EData@file";
    b"^ = *|^=*\n*|[~] ^*", "TOML 或 INI", "TOML or INI", "json.dumps(data)";
    b"^=*&^*", "URL 查询字符串", "a URL query string", "json_encode($data)";
    b"^,^,*|\"^\",\"^\",*", "CSV", "CSV", "json.dumps(data)";
    b"eyJ*.eyJ*", "JWT", "a JSON Web Token (JWT)", "base64(json)";
    b"\x80\x02*|\x80\x03*|\x80\x04*|\x80\x05*", "Python 的 pickle 格式", "Python's pickle format", "json.dumps(data)";
    b"\xAC\xED\0\x05*", "Java 序列化格式", "Java's serialization format", "objectMapper.writeValueAsString(data)";
    b"<br /> <b>*|PHP *|Warning: *|Notice: *", "带 PHP 报错信息的文本", "text with a PHP message", "";
    b"%-%-%*|[%-%-%*|INFO *|DEBUG *", "一行日志", "a log line", "";
    b"\xFF\xFE*|\xFE\xFF*|~\0*|\0~*", "UTF-16 编码的文本", "UTF-16 text", "";
    b"0=*&1=*", "每个字符一个字段的表单", "a form with one field per character", "";
    b"[*", "JSON 数组", "a JSON array", "";
    b"{*", "JSON 对象", "a JSON object", "";
    b"\"*", "JSON 字符串", "a JSON string", "";
    b"<*", "XML", "XML", "";
    b"--- *", "YAML", "YAML", "";
    b"--*", "其他字段的 `multipart/form-data`", "`multipart/form-data` with other fields", "";
    b"POST *", "HTTP 报文", "an HTTP message", "";
    b"\x1F*", "压缩过的数据（gzip）", "compressed data (gzip)", "";
    b"null|undefined|None|nil", "空值", "a missing value, such as `null`,", "";
};

/// Objects as Node.js prints them, with inner objects left out; those may be anywhere in the text.
static INSPECTED: &[Format] = formats! {
    b"{ ~: *[Object]*|{ ~: *[Array]*", "Node.js 的 console.log 输出", "an object printed by Node's console.log",
        "JSON.stringify(data)";
};

/// Values that are identified by all of their characters; the patterns are only shown.
static VALUES: &[Format] = formats! {
    b"*", "被日志隐藏的文字", "text that a log masked", "base64(json)";
    b"[0-9a-f]*", "MD5、SHA-256 之类的摘要", "a hash such as MD5 or SHA-256", "base64(json)";
    b"PM*", "Base32", "Base32", "base64(json)";
    b"*3D", "转义丢了 % 的 Base64", "Base64 whose escapes lost their %", "encodeURIComponent(base64)";
};

/// The number of bytes that identify a format.
pub(super) const HEAD: usize = 200;

/// Reports `text`, the head of a value or of the bytes in its Base64, if it is known to be something other than JSON.
/// The report quotes only the pattern, as the text may hold the token.
pub(crate) fn report(text: &[u8], location: Location, faults: &mut Faults) -> bool {
    let whole = text;
    let text = &text[..text.len().min(HEAD)];
    let compressed = match text {
        [0x1F, 0x8B, ..] => "gzip",
        // The second byte makes the first two a multiple of 31.
        [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..] if !text.is_ascii() => "zlib",
        [b'P', b'K', 3, 4, ..] => "ZIP",
        _ => "",
    };
    if !compressed.is_empty() {
        faults.add(&catalogue::BASE64_COMPRESSED, location).arg("format", compressed);
        return true;
    }
    let text = match core::str::from_utf8(text) {
        Ok(text) => trimmed(text).as_bytes(),
        Err(_) => text,
    };
    if begins_like_json(text) {
        return false;
    }
    if let Some(pattern) = matching(NOTHING, text) {
        faults.add(&catalogue::BASE64_NO_VALUE, location).value(shown(pattern)).may_quote = true;
        return true;
    }
    let found = find(FORMATS, text).filter(|(format, _)| !format.instead.is_empty()).or_else(|| find(INSPECTED, whole));
    if let Some((format, pattern)) = found {
        not_json(format, pattern, location, faults);
    }
    found.is_some()
}

/// Returns true if a text begins like a JSON object or like its Base64, as nearly all do. A Node.js Buffer in JSON begins
/// with `"type"`, and a JWT has points.
fn begins_like_json(text: &[u8]) -> bool {
    if matches!(text, [b'e', b'y' | b'w' | b'3', ..]) {
        return !text.contains(&b'.');
    }
    let name = text.strip_prefix(b"{").and_then(|text| text.trim_ascii_start().strip_prefix(b"\""));
    let Some((name, length)) = name.and_then(|name| Some((name, name.iter().position(|&byte| byte == b'"')?))) else {
        return false;
    };
    name[length + 1..].trim_ascii_start().starts_with(b":") && &name[..length] != b"type"
}

/// Finds the format of a text by its head.
fn find(formats: &'static [Format], text: &[u8]) -> Option<(&'static Format, &'static [u8])> {
    formats.iter().find_map(|format| Some((format, matching(format.patterns, text)?)))
}

/// Names the format of a whole body.
pub(super) fn of_body(body: &[u8]) -> Option<Words> {
    let head = body[..body.len().min(HEAD)].trim_ascii();
    find(FORMATS, head).map(|(format, _)| format.name)
}

/// Reports a value that cannot be the Base64 of JSON, such as a hash.
pub(super) fn report_value(text: &[u8], may_be_masked: bool, location: Location, faults: &mut Faults) -> bool {
    const STAR: ByteSet = ByteSet::of(b"*");
    let is_base32 = |byte: &u8| matches!(byte, b'A'..=b'Z' | b'2'..=b'7' | b'=');
    let stars = if may_be_masked { STAR.find(text) } else { None };
    let index = match text {
        _ if stars.is_some_and(|at| text[at..].windows(3).any(|three| three == b"***")) => 0,
        // The Base64 of a JSON object begins with other digits.
        _ if [32, 40, 64].contains(&text.len()) && text.iter().all(u8::is_ascii_hexdigit) => 1,
        // A brace, and a quote or a blank, in Base32.
        [b'P', b'M', ..] if text.len() > 8 && text.iter().all(is_base32) => 2,
        // The last digit of the Base64 of JSON is not a `D`.
        [.., b'3', b'D'] if text.iter().all(u8::is_ascii_alphanumeric) => 3,
        _ => return false,
    };
    not_json(&VALUES[index], VALUES[index].patterns, location, faults);
    true
}

fn not_json(format: &Format, pattern: &[u8], location: Location, faults: &mut Faults) {
    let fault = faults.add(&catalogue::BASE64_NOT_JSON, location);
    fault.arg("what", format.name).arg("instead", format.instead);
    fault.value(shown(pattern)).may_quote = true;
}

/// Returns the first of these patterns that matches a text.
fn matching(patterns: &'static [u8], text: &[u8]) -> Option<&'static [u8]> {
    patterns.split(|&byte| byte == b'|').find(|pattern| is_match(pattern, text))
}

fn is_match(pattern: &[u8], text: &[u8]) -> bool {
    let Some((&first, rest)) = pattern.split_first() else { return text.is_empty() };
    let run = |belongs: fn(u8) -> bool| text.iter().take_while(|&&byte| belongs(byte)).count();
    let length = match first {
        b'*' => return rest.is_empty() || (0..text.len()).any(|at| is_match(rest, &text[at..])),
        b' ' => run(|byte| byte.is_ascii_whitespace()),
        b'%' => run(|byte| byte.is_ascii_hexdigit()),
        b'~' => run(is_word),
        b'^' => Some(run(is_word)).filter(|&length| is_name(&text[..length])).unwrap_or(0),
        b'!' => run(|byte| !byte.is_ascii_whitespace() && !b"\"',:{}[]".contains(&byte)),
        _ => usize::from(text.first() == Some(&first)),
    };
    length > 0 && is_match(rest, &text[length..])
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.$-".contains(&byte)
}

/// Returns true if a word is a name of the form's fields, or of either part's, in any case.
fn is_name(word: &[u8]) -> bool {
    let word = String::from_utf8_lossy(word);
    FORM.iter().chain(&E_DATA).chain(&PAY_EX_INFO).any(|field| field.is_named(&word) || names::is_certain(&word, field))
}

/// Formats a pattern: `[B@…` for `[B@%`, or its bytes if they are not text.
fn shown(pattern: &[u8]) -> String {
    let mut out = String::new();
    for &byte in pattern {
        match byte {
            b'*' | b'%' | b'~' | b'^' | b'!' | b'\n' if out.ends_with('…') => {}
            b'*' | b'%' | b'~' | b'^' | b'!' | b'\n' => out.push('…'),
            // Shows all bytes of a binary format in hexadecimal. Writing to a string cannot fail.
            _ if !pattern.is_ascii() => _ = write!(out, "{byte:02X} "),
            _ => out.push(char::from(byte)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Arg;

    #[test]
    fn recognizes_formats() {
        for (what, texts) in [
            (
                "",
                &[
                    "",
                    "{}",
                    "{\"version\":\"1.0\"}",
                    " {'version': '1.0'}",
                    "{version: '1.0'}",
                    "[1]",
                    "eyJhIjoxfQ==",
                    "x",
                ][..],
            ),
            ("", &["{\"version\" \"1.0\"", "version", "e30=", "<br />\n<b>Warning</b>"]),
            ("a Java byte[] printed by toString", &["[B@604c5de8", " [B@1f\n"]),
            (
                "a Java object printed by toString",
                &["java.util.HashMap@1f", "[Ljava.lang.String;@1f", "com.x.Y$Z@1b6d3586"],
            ),
            ("a Go []byte printed by %v", &["[123 34 118 101"]),
            ("a list of byte values", &["[123, 34, 118]", "123,34,118", "{\"type\":\"Buffer\",\"data\":[123]}"]),
            ("a Promise that was not awaited", &["[object Promise]", "Promise { <pending> }"]),
            ("a JavaScript object printed by toString", &["[object Object]", "[object Map]"]),
            ("a printed JavaScript Map or Set", &["Map(3) {'version' => '1.0'}", "Map(3) {\n  'version' => '1.0'"]),
            ("a Python coroutine that was not awaited", &["<coroutine object sign at 0x7f00>"]),
            (
                "a function or class that was not called",
                &["<bound method A.b of <a>>", "<function a at 0x7f>", "function toJSON() { [native code] }"],
            ),
            ("printed Python bytes", &["<memory at 0x7f>"]),
            (
                "a Python object printed by repr",
                &[
                    "<app.EData object at 0x7f>",
                    "EData(version='1.0', token='1')",
                    "OrderedDict([('version', '1.0')])",
                    "version='1.0' commitTime='2'",
                ],
            ),
            ("a printed Perl reference", &["HASH(0x55d0)", "ARRAY(0x55d0)", "$VAR1 = {\n"]),
            (
                "a Ruby object printed by inspect",
                &[
                    "#<EData:0x0 @version=\"1.0\">",
                    "{\"version\"=>\"1.0\"}",
                    "{:version=>\"1.0\"}",
                    "{\"version\" => \"1.0\"}",
                ],
            ),
            (
                "a C# object printed by ToString",
                &[
                    "System.Collections.Generic.Dictionary`2[System.String,System.String]",
                    "EData { Version = 1.0, Token = 1 }",
                    "{ version = 1.0 }",
                ],
            ),
            ("a variable that was not replaced", &["${TOKEN}", "$DATA", "{{e_data}}"]),
            ("a PHP array converted to text", &["Array"]),
            ("PHP's serialize format", &["a:2:{s:7:\"version\";s:3:\"1.0\";}", "O:8:\"stdClass\":1:{"]),
            ("PHP's var_dump format", &["array(6) {\n  [\"version\"]=>", "object(stdClass)#1 (6) {"]),
            ("PHP's print_r format", &["Array\n(\n    [version] => 1.0", "stdClass Object\n("]),
            ("PHP's var_export format", &["array (\n  'version' => '1.0',", "(object) array(\n"]),
            ("Java's Map.toString format", &["{version=1.0, token=1}", "{payExchangeInfoHead={guid=1}}"]),
            ("Java's toString format", &["EData(version=1.0, token=1)", "EData[version=1.0]", "EData{version='1.0'}"]),
            (
                "Go's %v format",
                &[
                    "map[commitTime:1 version:1.0]",
                    "{Version:1.0 CommitTime:1}",
                    "{1.0 20260312141007 x}",
                    "{fe23-1 {9D2F https://a",
                    "&{1.0 2}",
                ],
            ),
            ("XML", &["<?xml version=\"1.0\"?>", "<EData><version>1.0", "<xml>\n  <version>"]),
            ("YAML", &["version: \"1.0\"\ncommitTime: 1", "---\nversion: 1.0"]),
            ("TOML or INI", &["version = \"1.0\"", "version=1.0\ntoken=1", "[EData]\nversion=1.0"]),
            ("a URL query string", &["version=1.0&commitTime=1", "sessionID=1&payExchangeInfoHead%5Bguid%5D=1"]),
            ("a file name that curl did not read", &["@edata.txt", "@./e.txt"]),
            ("text with `:` in place of `=`", &["version:1.0"]),
            ("CSV", &["version,commitTime,cusName\n1.0"]),
        ] {
            for text in texts {
                let mut faults = Faults::default();
                report(text.as_bytes(), Location::Nowhere, &mut faults);
                let found = faults.list().first().map(|fault| match &fault.args[0].1 {
                    Arg::Both { en, .. } => en.to_string(),
                    _ => String::new(),
                });
                assert_eq!(found.unwrap_or_default(), what, "{text}");
            }
        }
    }

    #[test]
    fn quotes_the_pattern_alone() {
        for (text, value) in [
            (&b"[B@604c5de8"[..], "[B@…"),
            (b" undefined", "undefined"),
            (b"a:2:{s:7", "a:…:{…"),
            (b"\x80\x04\x95", "80 04 …"),
            (b"version: 1\ntoken: 2", "…: …"),
        ] {
            let mut faults = Faults::default();
            assert!(report(text, Location::Nowhere, &mut faults));
            assert_eq!(faults.list()[0].value.as_deref(), Some(value));
        }
        let mut faults = Faults::default();
        assert!(
            report(b"x\x9C\xAB", Location::Nowhere, &mut faults)
                && report(b"\x1F\x8B\x08", Location::Nowhere, &mut faults)
        );
        assert_eq!(faults.ids(), ["base64.compressed"; 2]);
    }
}
