//! Findings in the JSON text: `json`.

codes! {
    // JSON.
    JSON_EMPTY = Error "json.empty" by "RFC 8259 2" fix None "the data is missing" / "没有数据",
        eg: PayExInfo " ",
        zh: "这里应为 JSON，内容却是空的", "放入 JSON 文本的 Base64",
        en: "empty text where JSON is expected", "send the Base64 of the JSON text";
    JSON_TRAILING_COMMA = Error "json.trailing-comma" by "RFC 8259 4, 5" fix Safe "only the comma is deleted"
        / "只删除逗号" repeats Any,
        eg: PayExInfo r#"{"sessionID":"1",}"#,
        zh: "最后一项后面有多余的逗号", "删掉这个逗号",
        en: "trailing comma after the last element", "delete the comma";
    JSON_EXTRA_COMMA = Error "json.extra-comma" by "RFC 8259 4, 5" fix Safe "only the comma is deleted; unsafe in an array, where an element may be missing"
        / "只删除逗号；在数组里可能缺少元素，属推测" repeats Any,
        eg: PayExInfo r#"{"sessionID":"1",,"a":2}"#,
        zh: "多了一个逗号", "删掉这个逗号",
        en: "extra comma", "delete the comma";
    JSON_MISSING_COMMA = Error "json.missing-comma" by "RFC 8259 4, 5" fix Safe "only where nothing but the comma can be missing: before a key on a new line or after another value than a string, and between objects"
        / "只在缺的必定是逗号时修改：另起一行的键之前、非字符串的值之后，以及对象之间" repeats Any,
        eg: PayExInfo r#"{"sessionID":"1" "a":2}"#,
        zh: "两项之间缺少逗号", "在这里加一个 `,`",
        en: "missing comma between two items", "insert `,` here";
    JSON_SEPARATOR = Error "json.separator" by "RFC 8259 2" fix Safe "only a separator changes; unsafe if those in strings were replaced, too"
        / "只改变分隔符；字符串里的分隔符也被替换过时属推测" repeats SameValue,
        eg: PayExInfo r#"{"sessionID"："1"}"#,
        zh: "这里应为 `{due}`，写成了 `{value}`", "写成 `{due}`",
        en: "expected `{due}`, found `{value}`", "write `{due}`";
    JSON_WHITE_SPACE = Error "json.white-space" by "RFC 8259 2" fix Safe "white space outside strings carries no data"
        / "字符串之外的空白不含数据" repeats SameValue,
        eg: PayExInfo r#"{　"sessionID":"1"}"#,
        zh: "JSON 不允许使用空白字符 {character}", "只用普通的空格、制表符和换行",
        en: "{character} is not valid JSON white space", "use only plain spaces, tabs and line breaks";
    JSON_BRACKET = Error "json.bracket" by "RFC 8259 2" fix None "either of the two brackets may be wrong, or one between them"
        / "可能是这两个括号之一有误，也可能是中间的某个",
        eg: PayExInfo r#"{"sessionID":"1"]"#,
        zh: "`{value}` 与第 {position}（行:列）处的 `{open}` 不配对", "检查这两处之间是否缺少、多出或写错了括号，改正后再检查一次",
        en: "`{value}` does not match the `{open}` opened at {position}",
            "look for a missing, extra or wrong bracket between the two, fix it, then check again";
    JSON_MISSING_COLON = Error "json.missing-colon" by "RFC 8259 4" fix None "a key or a value may be missing as well"
        / "可能还缺少键或值" repeats Any,
        eg: PayExInfo r#"{"sessionID" "1"}"#,
        zh: "键 `{value}` 后面缺少冒号", "在键和值之间加一个 `:`",
        en: "missing colon after the key `{value}`", "insert `:` between the key and its value";
    JSON_MISSING_VALUE = Error "json.missing-value" by "RFC 8259 3" fix None "the value is lost" / "原值已丢失",
        eg: PayExInfo r#"{"sessionID":}"#,
        zh: "这里缺少一个值", "写上值，或者删掉这一项",
        en: "missing value", "write the value, or remove the item";
    JSON_UNQUOTED_KEY = Error "json.unquoted-key" by "RFC 8259 4" fix Safe "the name stays the same"
        / "字段名不变" repeats Any,
        eg: PayExInfo r#"{sessionID:"1"}"#,
        zh: "键 `{value}` 没有加双引号", "写成 `\"{value}\"`",
        en: "unquoted key `{value}`", "write `\"{value}\"`";
    JSON_QUOTES = Error "json.quotes" by "RFC 8259 7" fix Safe "the text between the quotes stays the same; none if the string has no certain end, or if its own quotes were replaced"
        / "引号之间的文本不变；字符串在哪里结束不确定，或其中的引号也被替换时不修改" repeats SameValue,
        eg: PayExInfo r#"{'sessionID':"1"}"#,
        zh: "字符串的引号写成了 `{value}`", "JSON 只用半角双引号 `\"`",
        en: "string quoted with `{value}`", "JSON strings use straight double quotes (`\"`) only";
    JSON_MISSING_QUOTE = Error "json.missing-quote" by "RFC 8259 7" fix None "where the string begins or ends is a guess"
        / "字符串从哪里开始、到哪里结束只能推测",
        eg: PayExInfo r#"{"sessionID":"1,"a":2}"#,
        zh: "字符串在这里缺少引号", "在这里加一个 `\"`",
        en: "missing quote at one end of a string", "insert `\"` here";
    JSON_UNESCAPED_QUOTE = Error "json.unescaped-quote" by "RFC 8259 7" fix Safe "only if all quotes are in JSON that the string holds, which fixes its end; unsafe if it also has backslashes; none otherwise, or if the text seems to have lost backslashes"
        / "字符串的内容是 JSON 且引号都在其中，才能确定字符串的结尾；还有反斜杠时属推测；其他情况，或文本似乎丢了反斜杠时，不修改" repeats Any,
        eg: PayExInfo r#"{"sessionID":"{"a":2}"}"#,
        zh: "字符串里有未转义的引号（这段 JSON 里共 {count} 个）", "字符串里的引号写成 `\\\"`；不要自己拼接 JSON，交给 JSON 库生成",
        en: "unescaped quote inside a string ({count} in this JSON text)",
            "write `\\\"`; build the JSON with a library instead of joining strings";
    JSON_COMMENT = Error "json.comment" by "RFC 8259 2" fix Safe "a comment carries no data; unsafe if it has quotes, as it may be data that was commented out"
        / "注释不含数据；含引号时可能是注释掉的数据，属推测" repeats Any,
        eg: PayExInfo r#"{"sessionID":"1" /* x */}"#,
        zh: "JSON 里不能有注释", "删掉注释",
        en: "JSON does not allow comments", "delete the comment";
    JSON_INVALID_LITERAL = Error "json.invalid-literal" by "RFC 8259 3" fix Safe "`None`, `nil` and other cases of JSON's literals mean the same; unsafe for `undefined`; none for other words, such as `NaN`"
        / "`None`、`nil` 以及大小写不同的 JSON 字面量含义相同；`undefined` 属推测；`NaN` 等其他词不修改" repeats SameValue,
        eg: PayExInfo r#"{"sessionID":None}"#,
        zh: "`{value}` 不是合法的 JSON 值", "不加引号的词只能是 `true`、`false`、`null`（小写），字符串要加双引号",
        en: "`{value}` is not a valid JSON value",
            "only `true`, `false` and `null` may be unquoted, in lower case; put text in double quotes";
    JSON_INVALID_NUMBER = Error "json.invalid-number" by "RFC 8259 6" fix Safe "`+1` and `.5` can only mean `1` and `0.5`; unsafe for `5.`, which may be cut off; none for leading zeros, which may be part of an identifier, and for commas, which may separate decimals or thousands"
        / "`+1` 和 `.5` 只能表示 `1` 和 `0.5`；`5.` 可能被截断，属推测；前导零可能是标识符的一部分，逗号可能是小数点或千位分隔符，不修改",
        eg: PayExInfo r#"{"sessionID":01}"#,
        zh: "`{value}` 不是合法的 JSON 数字", "形如 `0`、`-1`、`100.1`：不带 `+` 和逗号，没有前导零，小数点前后都要有数字",
        en: "`{value}` is not a valid JSON number",
            "write it like `0`, `-1` or `100.1`: no `+`, no commas, no leading zeros, digits on both sides of the point";
    JSON_CONTROL_CHARACTER = Error "json.control-character" by "RFC 8259 7" fix Safe "the string keeps its line breaks and tabs; unsafe for other characters, which are rarely text, and for line breaks at the width of a wrapped line"
        / "换行和制表符保留在字符串里；其他控制字符很少是正文，恰在折行宽度处的换行也可能不是，都属推测" repeats SameValue,
        eg: PayExInfo "{\"sessionID\":\"1\n\"}",
        zh: "字符串里有未转义的控制字符 {character}", "写成转义：换行写成 `\\n` 两个字符，制表符写成 `\\t`，其他写成 `\\u00XX`",
        en: "unescaped control character {character} in a string",
            "escape it: a line break as the two characters `\\n`, a tab as `\\t`, others as `\\u00XX`";
    JSON_INVALID_ESCAPE = Error "json.invalid-escape" by "RFC 8259 7" fix Safe "`\\'` can only mean `'`; none for others, whose backslash may be part of the text"
        / "`\\'` 只能表示 `'`；其他字符前的反斜杠可能是正文，不修改" repeats SameValue,
        eg: PayExInfo r#"{"sessionID":"\x31"}"#,
        zh: "`{value}` 不是合法的 JSON 转义", "反斜杠本身写成 `\\\\`",
        en: "`{value}` is not a valid JSON escape", "write a backslash itself as `\\\\`";
    JSON_LONE_SURROGATE = Error "json.lone-surrogate" by "RFC 8259 8.2" fix None "half of the character is lost"
        / "字符丢了一半" repeats Any,
        eg: PayExInfo r#"{"sessionID":"\ud83d"}"#,
        zh: "`{value}` 是半个代理对，不是字符", "文本多半在表情符号或生僻字中间被截断了：按字符截断，不要按 UTF-16 码元截断",
        en: "`{value}` is half of a surrogate pair, not a character",
            "the text was probably cut off in an emoji or a rare Chinese character: cut between characters, not UTF-16 code units";
    JSON_UNCLOSED = Error "json.unclosed" by "RFC 8259 2" fix None "the end of the text is lost" / "文本的结尾已丢失",
        eg: PayExInfo r#"{"sessionID":"1""#,
        zh: "`{value}` 没有闭合", "文本多半被截断了：完整复制；否则补上闭合的符号",
        en: "unclosed `{value}`", "the text was probably cut off: copy all of it; otherwise close it";
    JSON_MISSING_BRACE = Error "json.missing-brace" by "RFC 8259 2" fix Safe "only if all of the text is JSON with it"
        / "补上后整个文本都是 JSON 时才修改",
        eg: PayExInfo r#""sessionID":"1"}"#,
        zh: "JSON 开头缺少 `{value}`", "补上它，并检查文本开头是否被截断",
        en: "missing `{value}` at the beginning of the JSON", "add it, and check whether the text was cut off at the beginning";
    JSON_UNEXPECTED_CHARACTER = Error "json.unexpected-character" by "RFC 8259 2" fix None "it may be a damaged part of the data"
        / "可能是数据中损坏的部分",
        eg: PayExInfo r#"{"sessionID":"1"*}"#,
        zh: "`{value}` 不该出现在这里", "删掉它，或检查它前面的引号和括号是否配对",
        en: "`{value}` does not belong here", "delete it, or check whether the quotes and brackets before it match";
    JSON_TRAILING_TEXT = Error "json.trailing-text" by "RFC 8259 2" fix Safe "only `;`, `,` and NUL, which end a statement or a string in other languages, are deleted"
        / "只删除 `;`、`,` 和 NUL，它们在别的语言里表示语句或字符串结束",
        eg: PayExInfo r#"{"sessionID":"1"}}"#,
        zh: "JSON 已经结束，后面还有 `{value}`", "删掉它，或检查前面是否多了一个右括号",
        en: "unexpected `{value}` after the end of the JSON value",
            "delete it, or check whether a bracket before it closes too early";
    JSON_DUPLICATE_KEY = Error "json.duplicate-key" by "RFC 8259 4" fix Safe "only if both values are the same; unsafe for several keys of an object, which may be two objects"
        / "两个值相同时才删除；对象有多个键重复时可能原是两个对象，属推测",
        eg: PayExInfo r#"{"sessionID":"1","sessionID":"2"}"#,
        zh: "键 `{value}` 在同一个对象里重复", "只保留一个；不同的接收方会取不同的值",
        en: "duplicate key `{value}` in an object", "keep one; receivers differ in which value they take";
    JSON_ESCAPED_SLASH = Info "json.escaped-slash" by "RFC 8259 7" fix None "every byte of the text is signed"
        / "签名覆盖原文的每个字节" repeats Any,
        eg: PayExInfo r#"{"sessionID":"a\/b"}"#,
        zh: "`/` 写成了转义 `{value}`（共 {count} 处）：这是合法的 JSON，但签名针对的就是这段原文", "上传海关的文本必须与加签的原文逐字节相同，不要重新序列化",
        en: "`/` is escaped as `{value}` ({count} in this text): valid JSON, but CBT signs exactly this text",
            "send customs the signed text, byte for byte; do not serialize it again";
    JSON_ESCAPED_CHARACTER = Info "json.escaped-character" by "RFC 8259 7" fix None "every byte of the text is signed"
        / "签名覆盖原文的每个字节" repeats Any,
        eg: PayExInfo r#"{"sessionID":"\u7535"}"#,
        zh: "字符写成了 `{value}` 这样的转义（共 {count} 处）：这是合法的 JSON，但签名针对的就是这段原文", "上传海关的文本必须与加签的原文逐字节相同，不要重新序列化",
        en: "characters are escaped, such as `{value}` ({count} in this text): valid JSON, but CBT signs exactly this text",
            "send customs the signed text, byte for byte; do not serialize it again";
    JSON_TOO_DEEP = Error "json.too-deep" by "RFC 8259 9" fix None "the levels below were not read" / "更深的层没有读取",
        eg: PayExInfo "" + "[" * 65,
        zh: "JSON 嵌套超过 {max} 层，更深的内容没有检查", "接口的数据只有 5 层，检查是否套错了对象",
        en: "JSON nested more than {max} levels deep; the deeper levels were not checked",
            "the interface has only 5 levels: check whether objects are nested by mistake";
    JSON_TOO_MANY_ERRORS = Error "json.too-many-errors" by "RFC 8259 9" fix None "the rest was not read" / "其余内容没有读取",
        eg: PayExInfo "[1" + ",,1" * 32_769,
        zh: "JSON 的错误超过 {max} 处，后面的内容没有检查", "不要自己拼接 JSON，交给 JSON 库生成，再检查一次",
        en: "JSON with more than {max} errors; the rest was not checked",
            "build the JSON with a library, then check again";
    JSON_HTML_ESCAPED = Error "json.html-escaped" by "3.1.2.2" fix Safe "one level of escapes is undone; unsafe if a character was not escaped, or the JSON inside is malformed"
        / "解开一层转义；有字符未转义或其中的 JSON 有误时属推测",
        eg: PayExInfo "{&quot;sessionID&quot;:&quot;1&quot;}",
        zh: "JSON 被做了 HTML 转义：引号写成了 `&quot;` 之类",
            "编码前不要对 JSON 做 HTML 转义：去掉 htmlspecialchars（PHP）、html.escape（Python）、escapeHtml4（Java）之类的调用，也不要取自 HTML 页面",
        en: "the JSON is HTML-escaped: its quotes are written as `&quot;` or the like",
            "do not HTML-escape the JSON before encoding it: remove htmlspecialchars (PHP), html.escape (Python), escapeHtml4 (Java) or the like, and do not take it from an HTML page";
    JSON_PERCENT_ENCODED = Error "json.percent-encoded" by "3.1.2.2" fix Safe "one level of escapes is undone; unsafe if it is unclear what a `+` means, or the JSON inside is malformed"
        / "解开一层转义；`+` 的含义不明或其中的 JSON 有误时属推测",
        eg: PayExInfo "%7B%22sessionID%22%3A%221%22%7D",
        zh: "JSON 在做 Base64 之前被做了百分号编码",
            "先对 JSON 原文做 Base64，再对 Base64 做百分号编码：去掉前面的 urlencode、encodeURIComponent 或 URLEncoder.encode",
        en: "the JSON was percent-encoded before Base64",
            "encode the JSON itself as Base64, then percent-encode the Base64: remove the earlier urlencode, encodeURIComponent or URLEncoder.encode";
    JSON_SLASHES_ADDED = Error "json.slashes-added" by "RFC 8259 2" fix Safe "one level of backslashes is removed; unsafe if a quote has none, or the text can be read in another way"
        / "去掉一层反斜杠；有引号没有反斜杠，或文本另有读法时属推测",
        eg: PayExInfo "{\\\"sessionID\\\":\\\"1\\\"}",
        zh: "JSON 的引号前都加了反斜杠", "原样发送 json_encode 的结果，不要再做 addslashes（PHP），也不要从代码或日志的字符串里复制",
        en: "every quote in the JSON is escaped with a backslash",
            "send the output of the JSON library as it is: remove addslashes (PHP), and do not copy it from a string in code or a log";
    JSON_BACKSLASHES_DOUBLED = Error "json.backslashes-doubled" by "RFC 8259 7" fix Safe "every pair of backslashes becomes one; unsafe if one of them may be data"
        / "每两个反斜杠合成一个；其中可能有数据时属推测",
        eg: PayExInfo r#"{"sessionID":"{\\"a\\":2}"}"#,
        zh: "JSON 里每个反斜杠都写成了两个", "反斜杠由 JSON 库转义一次即可，不要再替换成两个",
        en: "every backslash in the JSON is doubled",
            "let the JSON library escape backslashes; do not double them yourself";
    JSON_QUOTED = Error "json.quoted" by "3.1.2.2" fix Safe "the string is replaced by the text in it; unsafe if its escapes are malformed, or the JSON inside is"
        / "字符串换成其中的文本；转义或其中的 JSON 有误时属推测",
        eg: PayExInfo r#""{\"sessionID\":\"1\"}""#,
        zh: "应直接是 JSON 对象，这里是内容为 JSON 的字符串", "只序列化一次：不要对已经是 JSON 的字符串再调用 json.dumps、JSON.stringify 或 json_encode",
        en: "must be the JSON object itself, but is a string that contains JSON",
            "serialize the object once; do not call json.dumps, JSON.stringify or json_encode on a string that is JSON already";
    JSON_STRAY_TEXT = Error "json.stray-text" by "RFC 8259 2" fix Safe "text of a known kind around sound JSON is deleted; unsafe for other text, and inside the JSON"
        / "只删除完好 JSON 之外的已知文本；其他文本或 JSON 之内的属推测" repeats Any,
        eg: PayExInfo "<br />\n<b>Warning</b>:  Undefined array key \"a\" in <b>/srv/a.php</b> on line <b>3</b><br />\n{\"sessionID\":\"1\"}",
        zh: "JSON {place}混入了{kind}", "{advice}",
        en: "{kind} {place} the JSON", "{advice}";
}
