//! The registry of findings: every code, its severity, and its messages in Chinese and in English.
//!
//! A message is one sentence without a full stop, with the sender's words in backticks; advice is in the separate
//! help. Both languages have the same content and the same `{arguments}`.

use serde::Serialize;

use self::Severity::{Error, Info, Warning};

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A strict reader of the document, or of the standards that it builds on, rejects the body or loses data.
    Error,
    /// The document contradicts itself here, or customs (not CBT) would reject the body.
    Warning,
    /// Advice.
    Info,
}

/// The order in which faults and findings are reported.
pub(crate) const GRAVEST_FIRST: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The certainty of a fix, as in rustc and ruff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The fixed text carries exactly the sender's data: only layers are re-encoded, or delimiters, quotes, names or
    /// the notation of a value are changed.
    Safe,
    /// A likely guess that changes or invents data, such as a time zone or missing seconds.
    Unsafe,
}

/// Which faults of one code in one part are merged into one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// None: each is a separate finding.
    Never,
    /// All.
    Any,
    /// All that have a fix; the others are listed one by one.
    Fixable,
    /// Those with the same [`crate::Finding::value`].
    SameValue,
}

/// One kind of finding.
#[derive(Debug)]
pub(crate) struct Code {
    pub id: &'static str,
    /// The severity if CBT's document states the rule; a customs rule is a warning by default.
    pub severity: Severity,
    /// The source of the rule; empty if it depends on the authority that requires it.
    pub clause: &'static str,
    /// Whether its fix is certain to preserve the sender's data; `None` if it has no fix. A single fault may be less
    /// certain than its code.
    pub fix: Option<Applicability>,
    /// Which faults of one part are merged into one finding with a count.
    pub repeats: Repeats,
    pub message: Text,
    pub help: Text,
    /// An input that triggers this finding, possibly with others.
    #[cfg(test)]
    pub example: Example,
}

impl Code {
    /// Returns whether both are the same entry of the registry.
    pub fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The same text in both languages.
#[derive(Debug)]
pub(crate) struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

/// An example of a finding: a small input, and texts that are repeated after it.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Example {
    input: Input,
    text: &'static str,
    more: &'static [(&'static str, usize)],
}

/// The kind of input in an example. Bytes are in hexadecimal.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
enum Input {
    Body,
    /// The bytes in `payExInfoStr`.
    Bytes,
    EData,
    PayExInfo,
    Request,
    /// A reply to a request with `serialNumber` 1.
    Reply,
    /// A reply to a request with an invalid `commitTime`.
    Unsent,
    ReplyBytes,
    Upload,
}

macro_rules! codes {
    ($($name:ident = $severity:ident $id:literal $(by $clause:literal)? $(fix $fix:ident)? $(repeats $repeats:ident)?,
        eg: $input:ident $text:literal $(+ $unit:literal * $times:literal)?,
        zh: $zh:literal, $zh_help:literal,
        en: $en:literal, $en_help:literal;)*) => {
        $(pub(crate) static $name: Code = Code {
            id: $id,
            severity: $severity,
            clause: concat!($($clause)?),
            fix: [$(Some(Applicability::$fix),)? None][0],
            repeats: [$(Repeats::$repeats,)? Repeats::Never][0],
            message: Text { zh: $zh, en: $en },
            help: Text { zh: $zh_help, en: $en_help },
            #[cfg(test)]
            example: Example { input: Input::$input, text: $text, more: &[$(($unit, $times))?] },
        };)*

        /// All codes, in the order of the layers.
        #[cfg(test)]
        static ALL: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    // The form body.
    FORM_TOO_LARGE = Error "form.too-large", eg: PayExInfo "{}" + " " * 7_000_000,
        zh: "至少有 `{bytes}` 字节，超过上限 `{max}` 字节，没有处理",
            "请确认没有传错内容；如确有需要，可调大 `maxBodyBytes`",
        en: "there are at least `{bytes}` bytes, more than the cap of `{max}`, so nothing was done",
            "make sure that it is the right input, or raise `maxBodyBytes`";
    FORM_NOT_A_FORM = Error "form.not-a-form" by "3.1.2.3", eg: Body "hello=1",
        zh: "请求体里既没有 `EData` 也没有 `payExInfoStr`",
            "请求体的形式是 `EData=<Base64>&payExInfoStr=<Base64>`，内容类型为 `application/x-www-form-urlencoded`",
        en: "the body has neither `EData` nor `payExInfoStr`",
            "a body looks like `EData=<Base64>&payExInfoStr=<Base64>`, its type is `application/x-www-form-urlencoded`";
    FORM_MULTIPART = Error "form.multipart" by "3.1.2.3" fix Safe,
        eg: Body "--x\r\nContent-Disposition: form-data; name=\"EData\"\r\n\r\ne30=\r\n--x--",
        zh: "请求体是 `multipart/form-data`，不是 `application/x-www-form-urlencoded`",
            "以 `EData=<Base64>&payExInfoStr=<Base64>` 的形式发送；不要使用文件上传用的表单",
        en: "the body is `multipart/form-data`, not `application/x-www-form-urlencoded`",
            "send it as `EData=<Base64>&payExInfoStr=<Base64>`, not with the kind of form that uploads files";
    FORM_JSON_BODY = Error "form.json-body" by "3.1.2.3" fix Safe, eg: Body r#"{"EData":"e30=","payExInfoStr":"e30="}"#,
        zh: "请求体是 JSON，不是 `application/x-www-form-urlencoded`",
            "以 `EData=<Base64>&payExInfoStr=<Base64>` 的形式发送",
        en: "the body is JSON, not `application/x-www-form-urlencoded`",
            "send it as `EData=<Base64>&payExInfoStr=<Base64>`";
    FORM_DUPLICATE_FIELD = Error "form.duplicate-field" by "3.1.2.2" fix Safe, eg: Body "EData=e30%3D&EData=e30%3D",
        zh: "表单字段 `{value}` 出现了不止一次", "只保留一个；这里检查的是第一个不为空的",
        en: "the form field `{value}` is there more than once", "keep one; the first that is not empty was checked";
    FORM_NAME_BLANKS = Error "form.name-blanks" by "3.1.2.2" fix Safe, eg: Body "+EData=e30%3D",
        zh: "表单字段名 `{value}` 的前后有空白", "去掉字段名前后的空白",
        en: "there are blanks around the form field's name, `{value}`", "take the blanks away";
    FORM_UNENCODED_PLUS = Error "form.unencoded-plus" by "WHATWG URL 5.1" fix Safe repeats Any,
        eg: Body "EData=eyLvvJoiOiI+In0%3D",
        zh: "Base64 里的 `+` 没有做百分号编码，接收方会把它读成空格", "把 `+` 写成 `%2B`",
        en: "a `+` of the Base64 is not percent-encoded, so the receiver reads a space", "write `%2B` for `+`";
    FORM_UNENCODED_EQUALS = Info "form.unencoded-equals" by "WHATWG URL 5.1" fix Safe, eg: Body "EData=e30=",
        zh: "Base64 末尾的 `=` 没有做百分号编码；表单解析器都能接受，但自行拆分的程序不一定",
            "把 `=` 写成 `%3D` 更稳妥",
        en: "the `=` at the end of the Base64 is not percent-encoded, which every form parser takes, but not every program",
            "write `%3D` for `=` to be safe";
    FORM_UNENCODED_AMPERSAND = Error "form.unencoded-ampersand" by "WHATWG URL 5.1" fix Safe repeats Any,
        eg: Body r#"EData={"cusName":"a&b"}"#,
        zh: "值里的 `&` 没有做百分号编码，接收方会在这里把值截断",
            "表单里的值都要做百分号编码，`&` 写成 `%26`；Base64 里没有 `&`",
        en: "a `&` of the value is not percent-encoded, so the receiver ends the value here",
            "percent-encode the values of a form, `&` as `%26`; there is no `&` in Base64";
    FORM_VALUE_TOO_LONG = Error "form.value-too-long" by "3.1.2.2", eg: PayExInfo "{}" + " " * 1_600_000,
        zh: "`payExInfoStr` 有 `{length}` 个字符，超过上限 `{max}`（2M）", "减少一次报送的订单，或缩短原始请求和响应",
        en: "`payExInfoStr` has `{length}` characters, more than the `{max}` (2M) that it may have",
            "send fewer orders at once, or shorten the original request and response";
    FORM_VALUE_LONG = Warning "form.value-long" by "3.1.2.2", eg: PayExInfo "{}" + " " * 1_500_000,
        zh: "`payExInfoStr` 有 `{length}` 个字符，如果接收方把 2M 理解为 `{warn}` 就可能超长",
            "尽量少于 `{warn}` 个字符",
        en: "`payExInfoStr` has `{length}` characters, which a receiver who reads 2M as `{warn}` may refuse",
            "keep it below `{warn}` characters if you can";

    // Percent-encoding.
    PERCENT_MALFORMED = Error "percent.malformed" by "RFC 3986 2.1" repeats Any, eg: Body "EData=e30%3",
        zh: "`%` 后面不是两位十六进制数字", "百分号编码的形式是 `%2B`；Base64 里没有 `%`",
        en: "`%` is not followed by two hexadecimal digits", "an escape looks like `%2B`; there is no `%` in Base64";
    PERCENT_TWICE = Error "percent.twice" by "WHATWG URL 5.1" fix Safe, eg: Body "EData=e30%253D",
        zh: "这个值做了两次百分号编码：解码一次之后还剩下 `{value}`",
            "只编码一次；很多 HTTP 库会自己编码表单，不要再事先编码",
        en: "the value is percent-encoded twice: `{value}` is left after decoding once",
            "encode it once; many HTTP libraries encode forms themselves, so leave it to them";

    // Base64.
    BASE64_NOT_ENCODED = Error "base64.not-encoded" by "3.1.2.2" fix Safe, eg: Body r#"EData={"version":"1.0"}"#,
        zh: "这里直接放了 JSON，没有做 Base64", "先把 JSON 文本做 Base64，再做百分号编码",
        en: "raw JSON where Base64 is expected", "encode the JSON text as Base64, and percent-encode that";
    BASE64_NO_VALUE = Error "base64.no-value" by "3.1.2.2", eg: Body "EData=undefined",
        zh: "值是 `{value}`：程序把不存在的值或对象直接拼成了文字",
            "放进 JSON 文本的 Base64；检查变量是否有值，对象是否先序列化过",
        en: "the value is `{value}`, which programs write for what is not there, or for an object",
            "put the Base64 of the JSON text here: see whether the variable has a value, and whether an object was serialised";
    BASE64_WRAPPED = Error "base64.wrapped" by "RFC 4648 4" fix Safe, eg: Body "EData=b'e30%3D'",
        zh: "Base64 前面有不属于它的 `{value}`",
            "去掉它；`data:` URL 的前缀和 Python 的 `b'…'` 都不是 Base64（Python 里先用 `decode` 转成文字）",
        en: "`{value}` stands before the Base64 and is none of it",
            "take it away: neither the head of a `data:` URL nor Python's `b'…'` is Base64 (in Python, `decode` it to text)";
    BASE64_TWICE = Error "base64.twice" by "3.1.2.2" fix Safe, eg: Body "EData=ZXlKMlpYSnphVzl1SWpvaU1TNHdJbjA9",
        zh: "这是 Base64 的 Base64：解码之后仍是 Base64", "只编码一次；检查是不是两处代码都做了编码",
        en: "this is Base64 of Base64: decoded, it is Base64 still",
            "encode it once; see whether two places in the code do it";
    BASE64_WHITE_SPACE = Error "base64.white-space" by "RFC 4648 3.3" fix Safe repeats Any, eg: Body "EData=e30%3D%0A",
        zh: "Base64 里有空白或换行", "去掉它；编码时不要按行折断",
        en: "there is white space in the Base64", "take it out, and let the encoder write no line breaks";
    BASE64_SPACE_FOR_PLUS = Error "base64.space-for-plus" by "WHATWG URL 5.1" fix Safe repeats Any,
        eg: Body "EData=eyLvvJoiOiI In0%3D",
        zh: "Base64 里的空格原本是 `+`：有一处把没有编码的 `+` 当作了空格",
            "把 `+` 写成 `%2B`，不要在编码之前拼接请求体",
        en: "a space in the Base64 was a `+`, which was not percent-encoded and so was read as a space somewhere",
            "write `%2B` for `+`, and do not put the body together before it is encoded";
    BASE64_URL_SAFE = Error "base64.url-safe" by "RFC 4648 4" fix Safe repeats Any, eg: Body "EData=eyI_IjoxfQ%3D%3D",
        zh: "`{value}` 属于 URL 安全的 Base64 字母表，不属于标准字母表", "使用标准 Base64：`-` 应为 `+`，`_` 应为 `/`",
        en: "`{value}` belongs to the URL-safe alphabet of Base64, not to the standard one",
            "use standard Base64: `+` for `-`, `/` for `_`";
    BASE64_INVALID_CHARACTER = Error "base64.invalid-character" by "RFC 4648 4" fix Unsafe repeats Any,
        eg: Body "EData=e30*%3D",
        zh: "`{value}` 不是 Base64 字符", "Base64 只有 `A-Z`、`a-z`、`0-9`、`+`、`/`，末尾补 `=`",
        en: "`{value}` is not Base64", "Base64 has `A-Z`, `a-z`, `0-9`, `+`, `/`, and `=` at its end";
    BASE64_LENGTH = Error "base64.length" by "RFC 4648 4", eg: Body "EData=e30ge",
        zh: "Base64 剩下一个字符 `{value}`，凑不成一组", "文本很可能被截断了，请重新编码或完整复制",
        en: "one character of the Base64, `{value}`, is left over and makes no byte",
            "the text was probably cut off: encode or copy it again, whole";
    BASE64_TRAILING_BITS = Error "base64.trailing-bits" by "RFC 4648 3.5" fix Safe, eg: Body "EData=e31%3D",
        zh: "Base64 补位之前的字符 `{value}` 的多余比特不为 0",
            "文本很可能被截断或改动过，请重新编码；一键修改只是把多余比特清零",
        en: "the character `{value}` before the Base64's padding has bits that belong to no byte",
            "the text was probably cut off or changed: encode it again; the fix sets the unused bits to 0";
    BASE64_MISSING_PADDING = Error "base64.missing-padding" by "RFC 4648 3.2" fix Safe, eg: Body "EData=e30",
        zh: "Base64 末尾缺少 `=`", "补足 `=`，使长度为 4 的倍数",
        en: "the `=` at the end of the Base64 is missing", "add `=` until the length is a multiple of 4";
    BASE64_EXTRA_PADDING = Error "base64.extra-padding" by "RFC 4648 4" fix Safe, eg: Body "EData=e30%3D%3D",
        zh: "Base64 末尾多了 `{value}`", "去掉多余的 `=`",
        en: "there is an extra `{value}` at the end of the Base64", "take the extra `=` away";
    BASE64_PADDING_INSIDE = Error "base64.padding-inside" by "RFC 4648 3.3" fix Safe repeats Any,
        eg: Body "EData=ew%3D%3DfQ%3D%3D",
        zh: "Base64 中间出现了 `{value}`，后面还有内容", "不要把分段编码的结果拼在一起，整体编码一次",
        en: "there is `{value}` within the Base64, with more behind it",
            "do not join pieces that were encoded apart, encode the whole at once";

    // The encoding of the text.
    UTF8_INVALID = Error "utf8.invalid" by "RFC 8259 8.1" repeats Any, eg: Bytes "7B 22 6E 22 3A 22 E7 94 22 7D",
        zh: "字节 `{value}` 不是 UTF-8", "JSON 文本要用 UTF-8 转成字节再做 Base64；也可能在一个汉字中间被截断或改动过",
        en: "the bytes `{value}` are not UTF-8",
            "turn the JSON text into bytes as UTF-8 before the Base64; or it was cut within a character, or changed";
    UTF8_UTF16 = Error "utf8.utf16" by "RFC 8259 8.1" fix Safe, eg: Bytes "7B 00 7D 00",
        zh: "文本是 `{encoding}` 编码，不是 UTF-8",
            "用 UTF-8 把 JSON 文本转成字节再做 Base64，例如 .NET 的 `Encoding.UTF8`，而不是 `Encoding.Unicode`",
        en: "the text is `{encoding}`, not UTF-8",
            "turn the JSON text into bytes as UTF-8 before the Base64, in .NET with `Encoding.UTF8`, not `Encoding.Unicode`";
    UTF8_GBK = Error "utf8.gbk" by "RFC 8259 8.1" fix Unsafe, eg: Bytes "7B 22 6E 22 3A 22 B5 E7 C9 CC 22 7D",
        zh: "文本是 GBK 编码，不是 UTF-8；按 GBK 读作 `{value}`",
            "用 UTF-8 把 JSON 文本转成字节再做 Base64，例如 Java 的 `getBytes(StandardCharsets.UTF_8)`",
        en: "the text is GBK, not UTF-8: as GBK it reads `{value}`",
            "turn the JSON text into bytes as UTF-8 before the Base64, in Java with `getBytes(StandardCharsets.UTF_8)`";
    UTF8_LONE_SURROGATE = Error "utf8.lone-surrogate" by "RFC 3629 3" repeats Any,
        eg: Bytes "7B 22 6E 22 3A 22 ED A0 80 22 7D",
        zh: "`{value}` 是半个代理对，不是字符", "文本可能在一个表情符号或生僻字中间被截断了",
        en: "`{value}` is half of a surrogate pair, not a character",
            "the text was probably cut within an emoji or a rare Han character";
    UTF8_BOM = Error "utf8.bom" by "RFC 8259 8.1" fix Safe, eg: Bytes "EF BB BF 7B 7D",
        zh: "JSON 前面有 BOM（字节 `EF BB BF`）", "保存为不带 BOM 的 UTF-8",
        en: "there is a BOM (the bytes `EF BB BF`) before the JSON", "save the text as UTF-8 without a BOM";

    // JSON.
    JSON_EMPTY = Error "json.empty" by "RFC 8259 2", eg: PayExInfo " ",
        zh: "这里应有 JSON，却什么也没有", "把 JSON 文本做 Base64 后放进来",
        en: "there is nothing where JSON is due", "put the Base64 of the JSON text here";
    JSON_TRAILING_COMMA = Error "json.trailing-comma" by "RFC 8259 4, 5" fix Safe repeats Any,
        eg: PayExInfo r#"{"sessionID":"1",}"#,
        zh: "最后一项后面有多余的逗号", "删掉这个逗号",
        en: "trailing comma after the last element", "delete the comma";
    JSON_EXTRA_COMMA = Error "json.extra-comma" by "RFC 8259 4, 5" fix Safe repeats Any,
        eg: PayExInfo r#"{"sessionID":"1",,"a":2}"#,
        zh: "多了一个逗号", "删掉这个逗号",
        en: "extra comma", "delete the comma";
    JSON_MISSING_COMMA = Error "json.missing-comma" by "RFC 8259 4, 5" fix Safe repeats Any,
        eg: PayExInfo r#"{"sessionID":"1" "a":2}"#,
        zh: "两项之间缺少逗号", "在这里加一个 `,`",
        en: "missing comma between two items", "insert `,` here";
    JSON_SEPARATOR = Error "json.separator" by "RFC 8259 2" fix Safe repeats SameValue,
        eg: PayExInfo r#"{"sessionID"："1"}"#,
        zh: "这里应该是 `{due}`，写成了 `{value}`", "写成 `{due}`",
        en: "expected `{due}`, found `{value}`", "write `{due}`";
    JSON_WHITE_SPACE = Error "json.white-space" by "RFC 8259 2" fix Safe repeats SameValue,
        eg: PayExInfo r#"{　"sessionID":"1"}"#,
        zh: "`{value}` 不是 JSON 允许的空白", "只用普通的空格、制表符和换行",
        en: "`{value}` is not valid JSON white space", "use plain spaces, tabs and line breaks only";
    JSON_BRACKET = Error "json.bracket" by "RFC 8259 2", eg: PayExInfo r#"{"sessionID":"1"]"#,
        zh: "`{value}` 与第 {position}（行:列）处的 `{open}` 不配对",
            "检查这两处之间是否缺少、多出或写错了括号，改正后再检查一次",
        en: "`{value}` does not match the `{open}` opened at {position}",
            "look for a missing, extra or wrong bracket between the two, fix it, then check again";
    JSON_MISSING_COLON = Error "json.missing-colon" by "RFC 8259 4" repeats Any, eg: PayExInfo r#"{"sessionID" "1"}"#,
        zh: "键 `{value}` 后面缺少冒号", "在键和值之间加一个 `:`",
        en: "missing colon after the key `{value}`", "insert `:` between the key and its value";
    JSON_MISSING_VALUE = Error "json.missing-value" by "RFC 8259 3", eg: PayExInfo r#"{"sessionID":}"#,
        zh: "这里缺少一个值", "写上值，或者删掉这一项",
        en: "missing value", "write the value, or remove the item";
    JSON_UNQUOTED_KEY = Error "json.unquoted-key" by "RFC 8259 4" fix Safe repeats Any,
        eg: PayExInfo r#"{sessionID:"1"}"#,
        zh: "键 `{value}` 没有加双引号", "写成 `\"{value}\"`",
        en: "the key `{value}` is not quoted", "write `\"{value}\"`";
    JSON_QUOTES = Error "json.quotes" by "RFC 8259 7" fix Safe repeats SameValue, eg: PayExInfo r#"{'sessionID':"1"}"#,
        zh: "字符串的引号写成了 `{value}`", "JSON 只用半角双引号 `\"`",
        en: "a string is quoted with `{value}`", "JSON strings use straight double quotes (`\"`) only";
    JSON_MISSING_QUOTE = Error "json.missing-quote" by "RFC 8259 7", eg: PayExInfo r#"{"sessionID":"1,"a":2}"#,
        zh: "字符串在这里缺少一个引号", "在这里加一个 `\"`",
        en: "missing quote of a string", "insert `\"` here";
    JSON_UNESCAPED_QUOTE = Error "json.unescaped-quote" by "RFC 8259 7" repeats Any,
        eg: PayExInfo r#"{"sessionID":"{"a":2}"}"#,
        zh: "字符串里有未转义的引号（这段 JSON 里共 `{count}` 个）",
            "字符串里的引号写成 `\\\"`；不要自己拼接 JSON，交给 JSON 库生成",
        en: "unescaped quote inside a string (`{count}` in this JSON text)",
            "write `\\\"`; build JSON with a library instead of joining strings";
    JSON_COMMENT = Error "json.comment" by "RFC 8259 2" fix Safe repeats Any,
        eg: PayExInfo r#"{"sessionID":"1" /* x */}"#,
        zh: "JSON 里不能有注释", "删掉注释",
        en: "JSON has no comments", "delete the comment";
    JSON_INVALID_LITERAL = Error "json.invalid-literal" by "RFC 8259 3" fix Safe repeats SameValue,
        eg: PayExInfo r#"{"sessionID":None}"#,
        zh: "`{value}` 不是 JSON 的值", "不加引号的词只能是 `true`、`false`、`null`（小写），文字要加双引号",
        en: "`{value}` is not a JSON value",
            "only `true`, `false` and `null` may be unquoted, in lower case; put text in double quotes";
    JSON_INVALID_NUMBER = Error "json.invalid-number" by "RFC 8259 6" fix Safe, eg: PayExInfo r#"{"sessionID":01}"#,
        zh: "`{value}` 不是 JSON 的数字写法", "形如 `0`、`-1`、`100.1`：不带 `+`，没有前导零，小数点前后都要有数字",
        en: "`{value}` is not a valid JSON number",
            "write it like `0`, `-1` or `100.1`: no `+`, no leading zeros, digits on both sides of the point";
    JSON_CONTROL_CHARACTER = Error "json.control-character" by "RFC 8259 7" fix Safe repeats SameValue,
        eg: PayExInfo "{\"sessionID\":\"1\n\"}",
        zh: "字符串里有未转义的控制字符 `{value}`",
            "应写成转义：换行写成 `\\n` 两个字符，制表符写成 `\\t`，其他写成 `\\u00XX`",
        en: "this string contains a raw control character, `{value}`",
            "escape it: a line break as the two characters `\\n`, a tab as `\\t`, others as `\\u00XX`";
    JSON_INVALID_ESCAPE = Error "json.invalid-escape" by "RFC 8259 7" fix Safe repeats SameValue,
        eg: PayExInfo r#"{"sessionID":"\x31"}"#,
        zh: "`{value}` 不是 JSON 的转义", "反斜杠本身写成 `\\\\`",
        en: "`{value}` is not a valid JSON escape", "a backslash itself is written as `\\\\`";
    JSON_LONE_SURROGATE = Error "json.lone-surrogate" by "RFC 8259 8.2" repeats Any,
        eg: PayExInfo r#"{"sessionID":"\ud83d"}"#,
        zh: "`{value}` 是半个代理对，不是字符", "文本可能在一个表情符号或生僻字中间被截断了",
        en: "`{value}` is half of a surrogate pair, not a character",
            "the text was probably cut within an emoji or a rare Han character";
    JSON_UNCLOSED = Error "json.unclosed" by "RFC 8259 2", eg: PayExInfo r#"{"sessionID":"1""#,
        zh: "`{value}` 没有闭合", "文本可能被截断了，请完整复制；否则补上闭合的符号",
        en: "the `{value}` is not closed", "the text was probably cut off: copy it whole";
    JSON_UNEXPECTED_CHARACTER = Error "json.unexpected-character" by "RFC 8259 2",
        eg: PayExInfo r#"{"sessionID":"1"*}"#,
        zh: "`{value}` 不该出现在这里", "删掉它，或检查它前面的引号和括号是否配对",
        en: "`{value}` does not belong here", "delete it, or check whether the quotes and brackets before it match";
    JSON_TRAILING_TEXT = Error "json.trailing-text" by "RFC 8259 2" fix Safe, eg: PayExInfo r#"{"sessionID":"1"}}"#,
        zh: "JSON 已经结束，后面还有 `{value}`", "删掉它，或检查前面是否多了一个右括号",
        en: "unexpected `{value}` after the end of the JSON",
            "delete it, or check whether a bracket before it closes too early";
    JSON_DUPLICATE_KEY = Error "json.duplicate-key" by "RFC 8259 4" fix Safe,
        eg: PayExInfo r#"{"sessionID":"1","sessionID":"2"}"#,
        zh: "键 `{value}` 在同一个对象里出现了不止一次", "只保留一个；不同的接收方会取不同的值",
        en: "duplicate key `{value}`", "keep one; receivers differ in which they take";
    JSON_ESCAPED_SLASH = Info "json.escaped-slash" by "RFC 8259 7" repeats Any, eg: PayExInfo r#"{"sessionID":"a\/b"}"#,
        zh: "有 `{count}` 处 `/` 写成了 `{value}`；JSON 允许，但加签的就是这个文本",
            "报送海关的文本必须与加签的逐字节相同，不要重新序列化",
        en: "`/` is written as `{value}`, `{count}` times, which is JSON; but it is this very text that is signed",
            "send customs the text that was signed, byte for byte, and serialise nothing anew";
    JSON_ESCAPED_CHARACTER = Info "json.escaped-character" by "RFC 8259 7" repeats Any,
        eg: PayExInfo r#"{"sessionID":"\u7535"}"#,
        zh: "有 `{count}` 个字符写成了 `{value}` 这样的转义；JSON 允许，但加签的就是这个文本",
            "报送海关的文本必须与加签的逐字节相同，不要重新序列化",
        en: "characters are written as escapes such as `{value}`, `{count}` times, which is JSON; but it is this very text \
             that is signed",
            "send customs the text that was signed, byte for byte, and serialise nothing anew";
    JSON_TOO_DEEP = Error "json.too-deep" by "RFC 8259 9", eg: PayExInfo "" + "[" * 65,
        zh: "JSON 嵌套超过 `{max}` 层，里面的内容没有检查", "接口的数据只有 5 层，请检查是否套错了对象",
        en: "the JSON is nested more than `{max}` levels deep, and what is within was not checked",
            "the interface has 5 levels: see whether objects were put into each other by mistake";

    // The fields of the interface.
    FIELD_MISSING = Error "field.missing", eg: PayExInfo "{}",
        zh: "缺少必填的 `{name}`（{meaning}）", "加上它；字段名区分大小写",
        en: "required `{name}` ({meaning}) is missing", "add it; names are case-sensitive";
    FIELD_NULL = Error "field.null", eg: PayExInfo r#"{"sessionID":null}"#,
        zh: "必填的 `{name}`（{meaning}）是 `null`", "填上值",
        en: "`{name}` ({meaning}) is required, but is `null`", "give it a value";
    FIELD_EMPTY = Error "field.empty", eg: PayExInfo r#"{"sessionID":""}"#,
        zh: "必填的 `{name}`（{meaning}）为空", "填上值",
        en: "`{name}` ({meaning}) is required, but is empty", "give it a value";
    FIELD_TYPE = Error "field.type" by "3.1.2.2" fix Safe repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoLists":[{"orderNo":201808030001}]}"#,
        zh: "`{name}`（{meaning}）应为{due}，这里是{found}", "按文档的类型填写；字符串要加双引号，数字不加",
        en: "`{name}` ({meaning}) must be {due}, but is {found}",
            "use the document's type; strings are quoted, numbers are not";
    FIELD_QUOTED_JSON = Error "field.quoted-json" by "3.1.2.2" fix Safe repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoHead":"{}"}"#,
        zh: "`{name}`（{meaning}）是一个内容为 JSON 的字符串，应直接是{due}", "不要把它先序列化成字符串再放进来",
        en: "`{name}` ({meaning}) is a string of JSON, but must be {due} itself",
            "do not serialise it to a string before you put it in";
    FIELD_NOT_A_LIST = Error "field.not-a-list" by "3.1.2.2" fix Unsafe repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoLists":{}}"#,
        zh: "`{name}`（{meaning}）是单个对象，应为列表", "只有一项也要放在 `[` 和 `]` 之间",
        en: "`{name}` ({meaning}) is one object, but must be a list",
            "put it between `[` and `]`, even if there is only one";
    FIELD_LIST_OF_ONE = Error "field.list-of-one" by "3.1.2.2" fix Unsafe repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoHead":[{}]}"#,
        zh: "`{name}`（{meaning}）是只有一项的列表，应直接是对象", "去掉外面的 `[` 和 `]`",
        en: "`{name}` ({meaning}) is a list of one object, but must be the object itself",
            "take the `[` and `]` around it away";
    FIELD_ITEM_TYPE = Error "field.item-type" by "3.1.2.2",
        eg: PayExInfo r#"{"payExchangeInfoLists":["ord201808030001"]}"#,
        zh: "`{name}`（{meaning}）的每一项应为{due}，这里是{found}", "按文档的类型填写",
        en: "each item of `{name}` ({meaning}) must be {due}, but this is {found}", "use the document's type";
    FIELD_TOO_LONG = Error "field.too-long",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"ebpCode":"1234567890123456789"}}"#,
        zh: "`{name}`（{meaning}）有 `{length}` 个字符，最多 `{max}` 个",
            "缩短它；一个汉字、字母、数字或符号都算一个字符",
        en: "`{name}` ({meaning}) has `{length}` characters, of `{max}` at most",
            "shorten it; a Han character, a letter, a digit or a symbol counts as one";
    FIELD_BLANKS = Warning "field.blanks" fix Safe repeats Fixable, eg: PayExInfo r#"{"sessionID":" 1"}"#,
        zh: "`{name}`（{meaning}）的值前后有空白", "去掉首尾空白",
        en: "there are blanks around the value of `{name}` ({meaning})", "take the blanks away";
    FIELD_CHOICE = Error "field.choice" fix Safe repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"verDept":"4"}}"#,
        zh: "`{name}`（{meaning}）不能是 `{value}`", "可以是：{choices}",
        en: "`{name}` ({meaning}) cannot be `{value}`", "it may be: {choices}";
    FIELD_MISSPELT = Error "field.misspelt" by "3.1.2.2" fix Safe repeats Fixable, eg: EData r#"{"cusname":"1"}"#,
        zh: "接口里没有 `{value}`，应该是 `{name}`（{meaning}）", "改为 `{name}`；字段名区分大小写",
        en: "unknown field `{value}`; did you mean `{name}` ({meaning})?",
            "change it to `{name}`; names are case-sensitive";
    FIELD_UNKNOWN = Warning "field.unknown" by "3.1.2.2", eg: PayExInfo r#"{"remark":"1"}"#,
        zh: "接口里没有名为 `{value}` 的字段", "检查拼写和大小写，或去掉它",
        en: "unknown field `{value}`", "check its spelling and case, or remove it";
    FIELD_ALTERNATE_NAME = Warning "field.alternate-name" by "3.1.2.2" fix Safe, eg: EData r#"{"coName":"1"}"#,
        zh: "文档对这个字段的写法前后不一：这里是 `{value}`，建议写成 `{name}`",
            "改为 `{name}`，除非 CBT 已经接受过 `{value}`",
        en: "the document spells this field in two ways: here it is `{value}`, and `{name}` is the safer one",
            "change it to `{name}`, unless CBT has accepted your `{value}` before";
    FIELD_BOTH_NAMES = Error "field.both-names" by "3.1.2.2" fix Safe, eg: EData r#"{"coName":"1","cusName":"1"}"#,
        zh: "`{value}` 和 `{name}` 是同一个字段的两种写法，却同时出现了", "只保留 `{name}`",
        en: "`{value}` and `{name}` are two spellings of one field, and both are there", "keep `{name}` only";
    TIME_FORMAT = Error "time.format" fix Safe, eg: EData r#"{"commitTime":"2026-01-15 09:28:11"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 不是 14 位数字 `yyyyMMddHHmmss`",
            "形如 `20260115092811`，北京时间，24 小时制",
        en: "`{value}` in `{name}` ({meaning}) is not the 14 digits of `yyyyMMddHHmmss`",
            "write it like `20260115092811`, in China Standard Time, on the 24-hour clock";
    TIME_UNIX = Error "time.unix" fix Safe, eg: EData r#"{"commitTime":"1768440491"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 是 Unix 时间戳，即北京时间 {reading}", "写成 `{digits}`",
        en: "`{value}` in `{name}` ({meaning}) is Unix time: {reading} in China", "write `{digits}`";
    TIME_MONTH_FIRST = Error "time.month-first" fix Safe, eg: EData r#"{"commitTime":"01/15/2026 09:28:11"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 不是年在最前的写法",
            "按年月日时分秒的顺序写 14 位数字，形如 `20260115092811`",
        en: "`{value}` in `{name}` ({meaning}) does not begin with the year",
            "write 14 digits in the order of year, month, day, hour, minute and second, like `20260115092811`";
    TIME_TWELVE_HOUR = Error "time.twelve-hour" fix Safe, eg: EData r#"{"commitTime":"2026-01-15 09:28:11 PM"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 用了 12 小时制", "用 24 小时制写 14 位数字，下午 9 点是 `21`",
        en: "`{value}` in `{name}` ({meaning}) is on the 12-hour clock",
            "write 14 digits on the 24-hour clock, where 9 in the evening is `21`";
    TIME_NONEXISTENT = Error "time.nonexistent", eg: EData r#"{"commitTime":"20261501092811"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 是一个不存在的时间",
            "检查月、日、时、分、秒的范围和顺序（`yyyyMMddHHmmss`）",
        en: "`{value}` in `{name}` ({meaning}) is a time that does not exist",
            "see to the range and order of month, day, hour, minute and second (`yyyyMMddHHmmss`)";
    AMOUNT_STRING = Error "amount.string" by "3.1.2.2" fix Safe,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":"100.1"}}"#,
        zh: "`{name}`（{meaning}）是字符串 `{value}`，应为数字", "去掉引号，只留数字和小数点",
        en: "`{name}` ({meaning}) is the string `{value}`, but must be a number",
            "take the quotes away, and all but digits and the point";
    AMOUNT_FORMAT = Error "amount.format" by "3.1.2.2",
        eg: Request r#"{"payExInfo":{"payExchangeInfoHead":{"totalAmount":"¥100"}}}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 不是十进制金额", "形如 `100.1`：不带货币符号、千位分隔符和单位",
        en: "`{value}` in `{name}` ({meaning}) is no decimal amount",
            "write it like `100.1`: no currency sign, no thousands separators, no unit";
    AMOUNT_EXPONENT = Warning "amount.exponent" fix Safe,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":1e2}}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 用了科学计数法", "写成普通的十进制数",
        en: "`{value}` in `{name}` ({meaning}) is written with an exponent", "write it as a plain decimal number";
    AMOUNT_NEGATIVE = Warning "amount.negative", eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":-100}}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 是负数", "填写实际支付的金额",
        en: "`{value}` in `{name}` ({meaning}) is negative", "give the amount that was paid";
    AMOUNT_RANGE = Warning "amount.range", eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":0.123456}}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 超出 {digits} 位数字、其中 {decimals} 位小数的范围",
            "检查单位（元，不是分），小数四舍五入到 {decimals} 位以内",
        en: "`{value}` in `{name}` ({meaning}) does not fit {digits} digits with {decimals} decimals",
            "see whether the unit is right (yuan, not fen), and round it to {decimals} decimals";
    AMOUNT_FLOAT_NOISE = Warning "amount.float-noise" fix Unsafe,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":0.30000000000000004}}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 带有浮点误差，本来是 `{plain}`",
            "金额用十进制或以分为单位的整数计算，`0.1+0.2` 这样的浮点运算会留下误差",
        en: "`{value}` in `{name}` ({meaning}) has a floating-point rounding error: `{plain}` was meant",
            "calculate amounts in decimals, or in whole fen: sums like `0.1+0.2` in floating point leave noise";
    AMOUNT_TRAILING_ZEROS = Info "amount.trailing-zeros" fix Safe,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":100.10}}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 末尾有多余的零", "海关建议写成 `{plain}`",
        en: "`{value}` in `{name}` ({meaning}) has trailing zeros", "customs advise to write `{plain}`";
    CURRENCY_ISO = Warning "currency.iso" fix Safe, eg: PayExInfo r#"{"payExchangeInfoHead":{"currency":"CNY"}}"#,
        zh: "币制 `{value}` 不是海关代码；{choice}的海关代码是 `{due}`", "改为 `{due}`；海关不用 ISO 4217 的代码",
        en: "`{value}` is not a customs currency code; the code for {choice} is `{due}`",
            "change it to `{due}`; customs do not use the codes of ISO 4217";
    CURRENCY_NOT_CNY = Warning "currency.not-cny", eg: PayExInfo r#"{"payExchangeInfoHead":{"currency":"502"}}"#,
        zh: "币制 `{value}`（{choice}）不是人民币，零售进口以人民币结算", "海关要求 `{due}`",
        en: "the currency `{value}` ({choice}) is not CNY, which retail import is settled in",
            "customs ask for `{due}`";
    GUID_FORMAT = Info "guid.format" fix Safe,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"guid":"9d2f3e1a-5b6c-4d7e-8f90-a1b2c3d4e5f6"}}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 不是 {max} 位、字母大写的格式",
            "海关建议形如 `9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6`",
        en: "`{value}` in `{name}` ({meaning}) is not {max} characters with letters in upper case",
            "customs advise a form like `9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6`";

    // The reply from CBT.
    REPLY_EMPTY = Error "reply.empty" by "3.1.2.4", eg: Reply "",
        zh: "CBT 的应答是空的", "看 HTTP 状态码和网络：请求可能没有到达 CBT，或在途中被断开",
        en: "the reply is empty",
            "look at the HTTP status and the network: the request may not have reached CBT, or was cut off on the way";
    REPLY_HTML = Error "reply.html" by "3.1.2.4", eg: Reply "<html><head><title>502 Bad Gateway</title></head></html>",
        zh: "应答是 HTML 页面（`{value}`），不是 JSON",
            "它不是签名服务写的，而是来自代理、防火墙或网关：检查请求地址、IP 白名单和 HTTP 状态码",
        en: "the reply is a page of HTML (`{value}`), not JSON",
            "it was not written by the signing service, but by a proxy, firewall or gateway: see to the address, the list of allowed IPs and the HTTP status";
    REPLY_TRUNCATED = Error "reply.truncated" by "3.1.2.4", eg: Reply r#"{"status": "success","code": "","#,
        zh: "应答的 JSON 在中途断了", "连接可能提前关闭了，或没有读完：读取整个应答",
        en: "the reply's JSON ends in the middle",
            "the connection was closed too early, or not read to its end: read the whole reply";
    REPLY_NOT_JSON = Error "reply.not-json" by "3.1.2.4", eg: Reply "OK",
        zh: "应答不是 JSON：`{value}`", "检查请求地址和 HTTP 状态码，并保留应答原文",
        en: "the reply is not JSON: `{value}`", "see to the address and the HTTP status, and keep the reply as it is";
    REPLY_NOT_AN_OBJECT = Error "reply.not-an-object" by "3.1.2.4", eg: Reply "[]",
        zh: "应答应为 JSON 对象，这里是 `{value}`", "检查请求地址；应答可能被包装或改写过",
        en: "the reply must be a JSON object, but is `{value}`",
            "see to the address; something may have wrapped or rewritten the reply";
    REPLY_ENCODING = Warning "reply.encoding" by "3.1.2.4", eg: ReplyBytes "7B 22 6D 73 67 22 3A 22 B5 E7 C9 CC 22 7D",
        zh: "应答不是 UTF-8", "按原样保存应答的字节，并确认没有程序改写过它的编码",
        en: "the reply is not UTF-8",
            "keep the reply's bytes as they came, and see that no program changes their encoding";
    REPLY_DUPLICATE_FIELD = Error "reply.duplicate-field" by "3.1.2.4",
        eg: Reply r#"{"signValue":"AAAA","signValue":"BBBB"}"#,
        zh: "应答里 `{name}`（{meaning}）出现了不止一次",
            "不同的程序会取不同的一个：不要使用这个应答，带上流水号询问 CBT",
        en: "`{name}` ({meaning}) is there more than once in the reply",
            "programs differ in which they take: do not use this reply, and ask CBT with the serial number";
    REPLY_TYPE = Error "reply.type" by "3.1.2.4", eg: Reply r#"{"status":true}"#,
        zh: "应答里的 `{name}`（{meaning}）应为字符串", "按原样保存应答，不要经过会改变类型的程序",
        en: "`{name}` ({meaning}) of the reply must be a string",
            "keep the reply as it came, and let no program change its types";
    REPLY_NO_STATUS = Error "reply.no-status" by "3.1.2.4", eg: Reply r#"{"error":"not found"}"#,
        zh: "应答里没有 `status`", "检查请求地址；这可能不是加签接口的应答",
        en: "the reply has no `status`", "see to the address: this may be the reply of something else";
    REPLY_COMMIT_TIME = Warning "reply.commit-time" by "3.1.2.2", eg: Unsent r#"{"serviceTime":"1533282603450"}"#,
        zh: "请求的提交时间 `{value}` 不是存在的 14 位时间，无法与加签时间比较",
            "传入请求里的 `commitTime`，形如 `20260115092811`",
        en: "the request's time of submission, `{value}`, is no time of 14 digits, so the time of signing was not compared with it",
            "give the request's `commitTime`, which looks like `20260115092811`";
    REPLY_STATUS = Error "reply.status" by "3.1.2.4", eg: Reply r#"{"status":"ok"}"#,
        zh: "应答的 `status` 应为 `success` 或 `failure`，这里是 `{value}`", "检查请求地址；这可能不是加签接口的应答",
        en: "`status` of the reply must be `success` or `failure`, but is `{value}`",
            "see to the address: this may be the reply of something else";
    REPLY_ILLEGAL_ARGUMENT = Error "reply.illegal-argument" by "4.1",
        eg: Reply r#"{"status":"failure","code":"ILLEGAL_ARGUMENT","msg":"","serialNumber":"1"}"#,
        zh: "CBT 拒绝：`{value}`，参数不正确（空值、超长、金额或日期格式不对等）",
            "用 `checkForm` 检查发出的请求体，它会指出是哪里；改正后换一个 `serialNumber` 再发",
        en: "CBT refused, `{value}`: an argument is wrong (empty, too long, an amount or a date in a wrong format, and the like)",
            "check the body that was sent with `checkForm`, which says where; then send it with another `serialNumber`";
    REPLY_HASH_NO_PRIVILEGE = Error "reply.hash-no-privilege" by "4.1",
        eg: Reply r#"{"status":"failure","code":"HASH_NO_PRIVILEGE"}"#,
        zh: "CBT 拒绝：`{value}`，没有权限访问该服务",
            "检查 `token`、`cusCode` 和 `cusName` 是否与备案一致，并请 CBT 确认已开通加签服务",
        en: "CBT refused, `{value}`: no right to use the service",
            "see whether `token`, `cusCode` and `cusName` are those that were registered, and have CBT confirm that signing is open to them";
    REPLY_ILLEGAL_CLIENT_IP = Error "reply.illegal-client-ip" by "4.1",
        eg: Reply r#"{"status":"failure","code":"ILLEGAL_CLIENT_IP"}"#,
        zh: "CBT 拒绝：`{value}`，客户端 IP 地址无权访问",
            "把出口 IP 报给 CBT 加入白名单；注意 NAT 和代理之后的实际出口地址",
        en: "CBT refused, `{value}`: the client's IP address has no access",
            "have CBT add the address that the requests leave from, as seen behind NAT and proxies, to its list";
    REPLY_SYSTEM_ERROR = Error "reply.system-error" by "4.1", eg: Reply r#"{"status":"failure","code":"SYSTEM_ERROR"}"#,
        zh: "CBT 拒绝：`{value}`，系统错误",
            "错误在 CBT 一方：稍候换一个 `serialNumber` 重发；一直如此则带上流水号联系 CBT",
        en: "CBT refused, `{value}`: an error of its system",
            "it is on CBT's side: send it again a little later with another `serialNumber`, and if that does not help, tell CBT the serial number";
    REPLY_CERT_NO_EXIST = Error "reply.cert-no-exist" by "4.1",
        eg: Reply r#"{"status":"failure","code":"CERT_NO_EXIST"}"#,
        zh: "CBT 拒绝：`{value}`，证书不存在", "请 CBT 确认企业的签名证书已经导入、没有过期",
        en: "CBT refused, `{value}`: there is no certificate",
            "have CBT confirm that the company's certificate is there and has not expired";
    REPLY_UNKNOWN_CODE = Error "reply.unknown-code" by "4.1", eg: Reply r#"{"status":"failure","code":"BUSY"}"#,
        zh: "CBT 拒绝：`{value}`，这个错误代码文档里没有", "看 `msg`，并带上流水号询问 CBT",
        en: "CBT refused, `{value}`: the document has no such error code",
            "read `msg`, and ask CBT with the serial number";
    REPLY_NO_CODE = Error "reply.no-code" by "3.1.2.4", eg: Reply r#"{"status":"failure","code":""}"#,
        zh: "CBT 拒绝，却没有给出错误代码", "看 `msg`，并带上流水号询问 CBT",
        en: "CBT refused, and gave no error code", "read `msg`, and ask CBT with the serial number";
    REPLY_SUCCESS_WITH_CODE = Error "reply.success-with-code" by "3.1.2.4",
        eg: Reply r#"{"status":"success","code":"SYSTEM_ERROR"}"#,
        zh: "应答自相矛盾：`status` 是 `success`，`code` 却是 `{value}`", "不要使用这个签名，带上流水号询问 CBT",
        en: "the reply contradicts itself: `status` is `success`, but `code` is `{value}`",
            "do not use the signature, and ask CBT with the serial number";
    REPLY_UNSIGNED = Error "reply.unsigned" by "3.1.2.4",
        eg: Reply r#"{"status":"success","serviceTime":"","certNo":"","signValue":""}"#,
        zh: "应答自相矛盾：`status` 是 `success`，却没有 `{name}`（{meaning}）",
            "没有它就不能报送海关；带上流水号询问 CBT",
        en: "the reply contradicts itself: `status` is `success`, but there is no `{name}` ({meaning})",
            "nothing can go to customs without it: ask CBT with the serial number";
    REPLY_SIGNED_FAILURE = Error "reply.signed-failure" by "3.1.2.4",
        eg: Reply r#"{"status":"failure","code":"SYSTEM_ERROR","signValue":"x"}"#,
        zh: "应答自相矛盾：`status` 是 `failure`，却有 `{name}`（{meaning}）", "不要使用它，带上流水号询问 CBT",
        en: "the reply contradicts itself: `status` is `failure`, but there is a `{name}` ({meaning})",
            "do not use it, and ask CBT with the serial number";
    REPLY_SERIAL_NUMBER = Error "reply.serial-number" by "3.1.2.4", eg: Reply r#"{"serialNumber":"2"}"#,
        zh: "应答的流水号是 `{value}`，请求的却是 `{sent}`：这是另一个请求的应答",
            "不要使用这个签名；检查并发请求的应答是否配错",
        en: "the reply's serial number is `{value}`, the request's is `{sent}`: it answers another request",
            "do not use the signature, and see whether replies of concurrent requests get mixed up";
    REPLY_NO_SERIAL_NUMBER = Error "reply.no-serial-number" by "3.1.2.4", eg: Reply r#"{"status":"success"}"#,
        zh: "应答里没有流水号，不能确认它对应请求 `{sent}`", "CBT 应原样返回请求的流水号",
        en: "the reply has no serial number, so nothing says that it answers the request `{sent}`",
            "CBT should repeat the request's serial number";
    REPLY_SERVICE_TIME = Error "reply.service-time" by "3.1.2.4", eg: Reply r#"{"serviceTime":"20180803155003"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 不是 13 位的 Unix 毫秒数", "按原样保存应答，形如 `1533282603450`",
        en: "`{value}` in `{name}` ({meaning}) is not the 13 digits of Unix milliseconds",
            "keep the reply as it came, with a value like `1533282603450`";
    REPLY_TIME_FAR = Warning "reply.time-far" by "3.1.2.4", eg: Reply r#"{"serviceTime":"1533282603450"}"#,
        zh: "加签时间 `{value}`（北京时间 {reading}）与提交时间相差 {distance}",
            "检查本机时钟和时区：`commitTime` 要用北京时间；也可能是另一个请求的应答",
        en: "the time of signing, `{value}` ({reading} in China), is {distance} from the time of submission",
            "see to the clock and its zone, as `commitTime` is in China Standard Time; or it answers another request";
    REPLY_CERT_NO = Warning "reply.cert-no" by "3.1.2.4", eg: Reply r#"{"certNo":"1111100"}"#,
        zh: "`{name}`（{meaning}）的 `{value}` 不是 8 位或 16 位的小写十六进制数",
            "文档里的 `1111100` 只是示例；如果是真实的应答，海关多半会拒绝",
        en: "`{value}` in `{name}` ({meaning}) is not 8 or 16 hexadecimal digits in lower case",
            "the document's `1111100` is a dummy; if this is a real reply, customs will probably refuse it";
    REPLY_SIGN_VALUE = Error "reply.sign-value" by "3.1.2.4", eg: Reply r#"{"signValue":"a b="}"#,
        zh: "`{name}`（{meaning}）不是 Base64", "按原样保存应答：`+` 可能变成了空格，或被截断了",
        en: "`{name}` ({meaning}) is not Base64",
            "keep the reply as it came: a `+` may have become a space, or it was cut off";
    REPLY_SIGN_LENGTH = Warning "reply.sign-length" by "3.1.2.4", eg: Reply r#"{"signValue":"AAAA"}"#,
        zh: "`{name}`（{meaning}）有 {bytes} 字节；RSA-1024 的签名是 128 字节，SM2 的是 64 字节",
            "可能被截断了，或 CBT 换了算法",
        en: "`{name}` ({meaning}) has {bytes} bytes; a signature of RSA-1024 has 128, one of SM2 has 64",
            "it may have been cut off, or CBT uses another algorithm";
    UPLOAD_FORM_BODY = Error "upload.form-body" by "3.1.2.4", eg: Upload "EData=e30%3D&payExInfoStr=e30%3D",
        zh: "这是发给 CBT 的整个请求体，不是被加签的报文",
            "用 `buildForm` 给出的 `payExInfo`，或 `decodeForm` 从请求体里取出的 `payExInfo.text`",
        en: "this is the whole body that was sent to CBT, not the text that was signed",
            "give `payExInfo` of what `buildForm` gave, or `payExInfo.text` of what `decodeForm` finds in the body";
    UPLOAD_SIGNED_ALREADY = Error "upload.signed-already" by "3.1.2.4", eg: Upload r#"{"signValue":"x"}"#,
        zh: "报文里已经有 `{name}`（{meaning}）", "拼接要用发给 CBT 的原文，不是已经拼接过的报文",
        en: "the text has a `{name}` ({meaning}) already",
            "compose the upload of the text that was sent to CBT, not of one that was composed before";

    // Findings outside a body.
    REQUEST_MEMBER = Error "request.member", eg: Request r#"{"EData":{},"payExInfo":{}}"#,
        zh: "请求对象里不该有 `{value}`", "请求对象只有 `eData` 和 `payExInfo` 两项",
        en: "the request object must not have a member `{value}`",
            "the request is an object with `eData` and `payExInfo`";
    MORE = Info "findings.more", eg: PayExInfo "{\"x\":1" + ",\"x\":2" * 102,
        zh: "还有 `{count}` 处 `{code}` 没有列出", "先改正列出的，再检查一次",
        en: "`{count}` more of `{code}` are not listed", "fix what is listed, and check again";
}

#[cfg(test)]
mod tests;
