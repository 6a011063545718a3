//! Findings in the form body and in the encodings of its values: `form`, `percent`, `base64`, `utf8`.

codes! {
    // The form body.
    FORM_TOO_LARGE = Error "form.too-large" fix None "the input is not read" / "没有读取输入",
        eg: PayExInfo "{}" + " " * 7_000_000,
        zh: "输入至少有 {bytes} 字节，超过上限 {max} 字节，未做检查", "确认输入没有弄错；确有需要时调大 `maxBodyBytes`",
        en: "the input has at least {bytes} bytes, more than the limit of {max}, and was not checked",
            "check that this is the right input, or raise `maxBodyBytes`";
    FORM_NOT_A_FORM = Error "form.not-a-form" by "3.1.2.3" fix None "there is nothing to build a form from"
        / "没有可以组成表单的内容",
        eg: Body "hello=1",
        zh: "请求体（{what}）里既没有 `EData` 也没有 `payExInfoStr`",
            "发送 `EData=<Base64>&payExInfoStr=<Base64>`，`Content-Type` 为 `application/x-www-form-urlencoded`",
        en: "the body is {what} and has neither `EData` nor `payExInfoStr`",
            "send `EData=<Base64>&payExInfoStr=<Base64>` with the `Content-Type` `application/x-www-form-urlencoded`";
    FORM_MULTIPART = Error "form.multipart" by "3.1.2.3" fix Safe "both values are read verbatim and re-encoded as a form"
        / "两个值原样读出后重新编码为表单",
        eg: Body "--x\r\nContent-Disposition: form-data; name=\"EData\"\r\n\r\ne30=\r\n--x--",
        zh: "请求体是 `multipart/form-data`，不是 `application/x-www-form-urlencoded`",
            "改用 `URLSearchParams` 而不是 `FormData`（JavaScript）、`data=` 而不是 `files=`（Python requests）、`http_build_query`（PHP）、`FormUrlEncodedContent`（C#）",
        en: "the body is `multipart/form-data`, not `application/x-www-form-urlencoded`",
            "use `URLSearchParams`, not `FormData` (JavaScript), `data=`, not `files=` (Python requests), `http_build_query` (PHP), or `FormUrlEncodedContent` (C#)";
    FORM_JSON_BODY = Error "form.json-body" by "3.1.2.3" fix Safe "both values are unescaped exactly and re-encoded as a form"
        / "两个值精确还原后重新编码为表单",
        eg: Body r#"{"EData":"e30=","payExInfoStr":"e30="}"#,
        zh: "请求体是 JSON，不是 `application/x-www-form-urlencoded`",
            "发送表单：`URLSearchParams`（JavaScript）、`data=` 而不是 `json=`（Python requests）、`http_build_query`（PHP）、`FormUrlEncodedContent`（C#）",
        en: "the body is JSON, not `application/x-www-form-urlencoded`",
            "send a form: `URLSearchParams` (JavaScript), `data=`, not `json=` (Python requests), `http_build_query` (PHP), or `FormUrlEncodedContent` (C#)";
    FORM_DUPLICATE_FIELD = Error "form.duplicate-field" by "3.1.2.2" fix Safe "a field is removed only if both have the same value"
        / "两个值相同时才删除其中一个",
        eg: Body "EData=e30%3D&EData=e30%3D",
        zh: "表单字段 `{value}` 重复", "只保留一个；本次检查的是第一个非空的值",
        en: "duplicate form field `{value}`", "keep one; the first value that is not empty was checked";
    FORM_NAME_BLANKS = Error "form.name-blanks" by "3.1.2.2" fix Safe "the name is certain, and the value stays as it is"
        / "字段名可以确定，值不变",
        eg: Body "+EData=e30%3D",
        zh: "表单字段名 `{name}` 首尾有多余字符：{blanks}", "去掉它；文件保存为不带 BOM 的 UTF-8，各字段写在一行",
        en: "{blanks} before or after the form field name `{name}`",
            "remove it; save the file as UTF-8 without a BOM, with all fields on one line";
    FORM_UNENCODED_PLUS = Error "form.unencoded-plus" by "WHATWG URL 5.1" fix Safe "Base64 has no spaces, so every `+` means itself"
        / "Base64 里没有空格，因此每个 `+` 就是 `+`" repeats Any,
        eg: Body "EData=eyLvvJoiOiI+In0%3D",
        zh: "Base64 里的 `+` 没有做百分号编码，接收方会把它解码成空格",
            "把 `+` 写成 `%2B`：用 `encodeURIComponent`（JavaScript）、`URLEncoder.encode`（Java）、`urlencode`（PHP）、`quote_plus`（Python）或 `Uri.EscapeDataString`（C#）编码每个值",
        en: "`+` in the Base64 is not percent-encoded, so the receiver decodes it as a space",
            "write `+` as `%2B`: encode each value with `encodeURIComponent` (JavaScript), `URLEncoder.encode` (Java), `urlencode` (PHP), `quote_plus` (Python) or `Uri.EscapeDataString` (C#)";
    FORM_UNENCODED_EQUALS = Info "form.unencoded-equals" by "WHATWG URL 5.1" fix Safe "`%3D` decodes to the same `=`"
        / "`%3D` 解码后仍是 `=`",
        eg: Body "EData=e30=",
        zh: "Base64 末尾的 `=` 没有做百分号编码：表单解析器都能接受，手工拆分请求体的程序不一定",
            "稳妥起见，把 `=` 写成 `%3D`",
        en: "`=` at the end of the Base64 is not percent-encoded: form parsers accept it, but code that splits the body by hand may not",
            "write `=` as `%3D` to be safe";
    FORM_UNENCODED_AMPERSAND = Error "form.unencoded-ampersand" by "WHATWG URL 5.1" fix Safe "no field of the interface begins after it, so it belongs to the value"
        / "它后面不是接口的字段，因此属于这个值" repeats Any,
        eg: Body r#"EData={"cusName":"a&b"}"#,
        zh: "值里的 `&` 没有做百分号编码，接收方会在这里把值截断",
            "把 `&` 写成 `%26`：表单的值都要做百分号编码",
        en: "`&` in the value is not percent-encoded, so the receiver ends the value here",
            "write `&` as `%26`: percent-encode every form value";
    FORM_VALUE_TOO_LONG = Error "form.value-too-long" by "3.1.2.2" fix None "only the sender knows what to leave out"
        / "哪些可以不发，只有发送方知道",
        eg: PayExInfo "{}" + " " * 1_600_000,
        zh: "`payExInfoStr` 有 {length} 个字符，超过上限 {max}（2M）",
            "减少一次发送的订单，或缩短 `initalRequest` 和 `initalResponse`",
        en: "`payExInfoStr` has {length} characters; the limit is {max} (2M)",
            "send fewer orders at once, or shorten `initalRequest` and `initalResponse`";
    FORM_VALUE_LONG = Warning "form.value-long" by "3.1.2.2" fix None "only the sender knows what to leave out"
        / "哪些可以不发，只有发送方知道",
        eg: PayExInfo "{}" + " " * 1_500_000,
        zh: "`payExInfoStr` 有 {length} 个字符，如果接收方把 2M 理解为 {warn} 就超长了", "尽量控制在 {warn} 个字符以内",
        en: "`payExInfoStr` has {length} characters, too many for a receiver that reads 2M as {warn}",
            "keep it below {warn} characters if you can";
    FORM_EMPTY = Error "form.empty" by "3.1.2.3" fix None "there is nothing to fix" / "没有可修改的内容",
        eg: Body " ",
        zh: "请求体是空的",
            "数据可能放进了 URL 参数（axios 的 `params`、`curl -G`、Postman 的 Params）；请放进请求体（axios 的 `data`、`curl -d`、Postman 的 Body）",
        en: "the body is empty",
            "the data may have gone into the URL's query (axios `params`, `curl -G`, Postman's Params): send it in the body (axios `data`, `curl -d`, Postman's Body)";
    FORM_WRAPPED = Error "form.wrapped" by "3.1.2.3" fix Safe "only the text around the form is deleted; it is a guess if the wrapper is unknown"
        / "只删除表单之外的文本；无法识别外面的包装时属推测",
        eg: Body "POST /sign HTTP/1.1\nHost: localhost\n\nEData=e30%3D",
        zh: "表单外面多了一层：{what}", "{advice}",
        en: "the form is inside {what}", "{advice}";
    FORM_TWICE = Error "form.twice" by "3.1.2.3" fix Safe "re-encodes the decoded data, unless other fields would be lost"
        / "重新编码已解码的数据；会丢失其他字段时不修改",
        eg: Body "EData%3De30%253D",
        zh: "整个表单又{how}，多编码了一层", "只对两个值做编码，不要对拼好的请求体再做一次编码",
        en: "the whole form is {how}, one layer too many",
            "encode only the two values, not the assembled body";
    FORM_NESTED = Error "form.nested" by "3.1.2.2" fix Safe "unwraps the inner form or re-encodes its data, unless other fields would be lost"
        / "取出里面的表单，或重新编码其数据；会丢失其他字段时不修改",
        eg: Body "EData=EData%3De30%253D",
        zh: "`{name}` 的值是整个表单（{how}）", "`{name}` 里只放它自己的 JSON 的 Base64，两个字段用 `&` 连接",
        en: "the value of `{name}` is a whole form ({how})",
            "put only the Base64 of its own JSON into `{name}`, and join the two fields with `&`";
    FORM_SEPARATOR = Error "form.separator" by "WHATWG URL 5.1" fix Safe "the separator is not Base64, and a field name follows it"
        / "这个分隔符不属于 Base64，后面紧跟字段名",
        eg: Body "EData=e30%3D;payExInfoStr=e30%3D",
        zh: "两个字段之间是{what}，不是 `&`", "用 `&` 连接两个字段，`&` 不要转义",
        en: "the two fields are separated by {what}, not by `&`",
            "join the two fields with `&`, and do not escape it";
    FORM_SPREAD_OBJECT = Error "form.spread-object" by "3.1.2.2" fix None "form values are all text, so the types of the JSON values are lost"
        / "表单的值都是文本，JSON 值的类型已丢失",
        eg: Body "EData[version]=1.0&EData[token]=x",
        zh: "`{name}` 对象被拆成了一个个表单字段",
            "先把对象转成 JSON 文本，再做 Base64，放进一个字段 `{name}`：JavaScript 用 `JSON.stringify`（jQuery 的 `data` 里是两个字符串），PHP 用 `base64_encode(json_encode($data))`",
        en: "the `{name}` object is spread over several form fields",
            "serialize the object to JSON, encode that as Base64, and put it into one field `{name}`: use `JSON.stringify` in JavaScript (jQuery's `data` then holds two strings), `base64_encode(json_encode($data))` in PHP";
    FORM_SWAPPED_FIELDS = Error "form.swapped-fields" by "3.1.2.2" fix Safe "both values stay; each text names the fields of the other part"
        / "两个值都保留；两段文本的字段恰好属于对方",
        eg: Body "EData=eyJzZXNzaW9uSUQiOiIxIn0%3D&payExInfoStr=eyJ2ZXJzaW9uIjoiMS4wIn0%3D",
        zh: "`EData` 和 `payExInfoStr` 的值对调了", "把 `token` 等协议参数放进 `EData`，支付原始数据放进 `payExInfoStr`",
        en: "the values of `EData` and `payExInfoStr` are swapped",
            "put protocol parameters such as `token` into `EData`, and the payment data into `payExInfoStr`";

    // Percent-encoding.
    PERCENT_MALFORMED = Error "percent.malformed" by "RFC 3986 2.1" fix None "the escape is damaged, so its byte is lost"
        / "转义已损坏，它代表的字节已丢失" repeats Any,
        eg: Body "EData=e30%3",
        zh: "`%` 后面不是两位十六进制数字", "百分号编码形如 `%2B`；Base64 本身不含 `%`",
        en: "`%` is not followed by two hexadecimal digits",
            "write escapes like `%2B`; Base64 itself has no `%`";
    PERCENT_TWICE = Error "percent.twice" by "WHATWG URL 5.1" fix Safe "Base64 has no `%`, so the value is decoded until no escape is left"
        / "Base64 里没有 `%`，因此可以一直解码到没有转义为止",
        eg: Body "EData=e30%253D",
        zh: "这个值做了两次百分号编码：解码一次后还剩下 `{value}`", "只编码一次；HTTP 库通常会自己编码表单，不要事先再编码",
        en: "the value is percent-encoded twice: decoding it once leaves `{value}`",
            "encode it once; HTTP libraries usually encode forms themselves, so do not encode the values beforehand";

    // Base64.
    BASE64_NOT_ENCODED = Error "base64.not-encoded" by "3.1.2.2" fix Safe "the JSON text is encoded as it is; a mix of JSON and escapes is a guess"
        / "JSON 文本按原样编码；JSON 与转义混杂时属推测",
        eg: Body r#"EData={"version":"1.0"}"#,
        zh: "这里应为 Base64，却直接放了 JSON",
            "先把 JSON 编码成 Base64，再做百分号编码：`Base64.getEncoder()`（Java）、`base64_encode`（PHP）、`base64.b64encode`（Python）、`Buffer.from(json).toString(\"base64\")`（Node）、`Convert.ToBase64String`（C#）",
        en: "raw JSON where Base64 is expected",
            "encode the JSON as Base64, then percent-encode it: `Base64.getEncoder()` (Java), `base64_encode` (PHP), `base64.b64encode` (Python), `Buffer.from(json).toString(\"base64\")` (Node) or `Convert.ToBase64String` (C#)";
    BASE64_NO_VALUE = Error "base64.no-value" by "3.1.2.2" fix None "the data is missing" / "没有数据",
        eg: Body "EData=undefined",
        zh: "值是 `{value}`，在程序里表示没有值", "检查变量是否有值；这里应放 JSON 文本的 Base64",
        en: "the value is `{value}`, which programs write for a missing value",
            "check that the variable has a value, and send the Base64 of the JSON text";
    BASE64_WRAPPED = Error "base64.wrapped" by "RFC 4648 4" fix Safe "the wrapping is never part of the Base64"
        / "外面的包装不属于 Base64",
        eg: Body "EData=b'e30%3D'",
        zh: "Base64 前面多了 `{value}`",
            "去掉它：`data:` URL 要去掉逗号及之前的部分；Python 的 `b64encode` 之后要调用 `.decode()`",
        en: "unexpected `{value}` before the Base64",
            "remove it: cut a `data:` URL after its comma; in Python, call `.decode()` on the result of `b64encode`";
    BASE64_TWICE = Error "base64.twice" by "3.1.2.2" fix Safe "JSON never looks like Base64, so the inner Base64 is that of the data"
        / "JSON 不会像 Base64，因此解码一次得到的就是数据本身的 Base64",
        eg: Body "EData=ZXlKMlpYSnphVzl1SWpvaU1TNHdJbjA9",
        zh: "做了两次 Base64：解码一次后仍是 Base64", "只编码一次；检查是否有两处代码都做了编码",
        en: "the value is Base64-encoded twice: decoding it once leaves Base64",
            "encode it once; check whether two places in the code encode it";
    BASE64_WHITE_SPACE = Error "base64.white-space" by "RFC 4648 3.3" fix Safe "white space carries no data; a guess where a blank may have been a `+`"
        / "空白不含数据；空格可能原是 `+` 时属推测" repeats Any,
        eg: Body "EData=e30%3D%0A",
        zh: "Base64 里有空白或换行",
            "去掉它，编码时不要折行：用 `getEncoder` 而不是 `getMimeEncoder`（Java）、`b64encode` 而不是 `encodebytes`（Python）、`base64 -w0`（shell）",
        en: "white space in the Base64",
            "remove it, and do not wrap lines: `getEncoder`, not `getMimeEncoder` (Java), `b64encode`, not `encodebytes` (Python), `base64 -w0` (shell)";
    BASE64_SPACE_FOR_PLUS = Error "base64.space-for-plus" by "WHATWG URL 5.1" fix Safe "only with `+` do the bytes form text; a guess otherwise, or if there are other `+`"
        / "只有还原为 `+`，这些字节才构成文本；否则，或另有 `+` 时，属推测" repeats Any,
        eg: Body "EData=eyLvvJoiOiI In0%3D",
        zh: "Base64 里的空格原本是 `+`：没有编码的 `+` 被解码成了空格", "把 `+` 写成 `%2B`：先对每个值做百分号编码，再拼接请求体",
        en: "space in the Base64: a `+` that was not percent-encoded was decoded as a space",
            "write `+` as `%2B`: percent-encode each value before you join them into a body";
    BASE64_URL_SAFE = Error "base64.url-safe" by "RFC 4648 4" fix Safe "each character stands for one of the standard alphabet"
        / "每个字符都对应标准字母表中的一个" repeats Any,
        eg: Body "EData=eyI_IjoxfQ%3D%3D",
        zh: "`{value}` 属于 URL 安全的 Base64 字母表，不属于标准字母表",
            "使用标准字母表：`getEncoder` 而不是 `getUrlEncoder`（Java）、`b64encode` 而不是 `urlsafe_b64encode`（Python）、`\"base64\"` 而不是 `\"base64url\"`（Node）、`Convert.ToBase64String` 而不是 `UrlTokenEncode`（C#）",
        en: "`{value}` belongs to the URL-safe Base64 alphabet, not to the standard one",
            "use the standard alphabet: `getEncoder`, not `getUrlEncoder` (Java), `b64encode`, not `urlsafe_b64encode` (Python), `\"base64\"`, not `\"base64url\"` (Node), `Convert.ToBase64String`, not `UrlTokenEncode` (C#)";
    BASE64_INVALID_CHARACTER = Error "base64.invalid-character" by "RFC 4648 4" fix Unsafe "only before or after the Base64 is it certain that no character is lost"
        / "只有在首尾才能确定没有丢失字符" repeats Any,
        eg: Body "EData=e30*%3D",
        zh: "`{value}` 不是 Base64 字符", "Base64 只用 `A-Z`、`a-z`、`0-9`、`+`、`/`，末尾用 `=` 补齐",
        en: "`{value}` is not a Base64 character", "use only `A-Z`, `a-z`, `0-9`, `+` and `/`, with `=` as padding";
    BASE64_LENGTH = Error "base64.length" by "RFC 4648 4" fix None "at least one character is lost" / "至少丢了一个字符",
        eg: Body "EData=e30ge",
        zh: "Base64 多出一个字符 `{value}`，凑不成一个字节", "文本多半被截断了：重新编码，或完整复制",
        en: "the Base64 ends in a single character, `{value}`, which encodes no byte",
            "the text was probably cut off: encode it again, or copy all of it";
    BASE64_TRAILING_BITS = Error "base64.trailing-bits" by "RFC 4648 3.5" fix Safe "decoders drop these bits, so the bytes stay the same"
        / "解码时这些比特会被丢弃，字节不变",
        eg: Body "EData=e31%3D",
        zh: "Base64 最后一个字符 `{value}` 的多余比特不为 0", "检查 Base64 是否被截断或改动过；正确的编码器会把多余比特置 0",
        en: "the trailing bits of the last Base64 character, `{value}`, are not 0",
            "check whether the Base64 was cut off or changed; a correct encoder sets these bits to 0";
    BASE64_MISSING_PADDING = Error "base64.missing-padding" by "RFC 4648 3.2" fix Safe "padding carries no data"
        / "填充字符不含数据",
        eg: Body "EData=e30",
        zh: "Base64 末尾缺少 `=`", "用 `=` 把长度补齐到 4 的倍数",
        en: "missing `=` at the end of the Base64", "pad the length with `=` to a multiple of 4";
    BASE64_EXTRA_PADDING = Error "base64.extra-padding" by "RFC 4648 4" fix Safe "padding carries no data" / "填充字符不含数据",
        eg: Body "EData=e30%3D%3D",
        zh: "Base64 末尾多了 `{value}`", "删掉多余的 `=`",
        en: "extra `{value}` at the end of the Base64", "remove the extra `=`";
    BASE64_PADDING_INSIDE = Error "base64.padding-inside" by "RFC 4648 3.3" fix Safe "the pieces are decoded one by one, and encoded as one"
        / "逐段解码，再合并编码",
        eg: Body "EData=ew%3D%3DfQ%3D%3D",
        zh: "Base64 中间出现了 `{value}`，后面还有内容", "整体编码一次，不要把分段编码的结果拼在一起",
        en: "`{value}` inside the Base64, with more text after it",
            "encode the whole text at once instead of joining pieces that were encoded separately";
    BASE64_QUOTED = Error "base64.quoted" by "3.1.2.2" fix Safe "re-encodes the JSON; unsafe if a character outside the alphabet was skipped"
        / "重新编码 JSON；跳过了字母表之外的字符时属推测",
        eg: Body "EData=ImV5SjJaWEp6YVc5dUlqb2lNUzR3SW4wPSI%3D",
        zh: "Base64 里是一个 JSON 字符串，其内容又是 Base64",
            "直接对 JSON 文本做一次 Base64：Go 的 json.Marshal 会把 []byte 变成这样的字符串，请改传 json.RawMessage 或直接编码这些字节",
        en: "Base64 of a JSON string that is Base64 itself",
            "encode the JSON text as Base64, once: Go's json.Marshal turns a []byte into such a string, so encode the bytes themselves or pass a json.RawMessage";
    BASE64_HEX = Error "base64.hex" by "3.1.2.2" fix Safe "each pair of digits is a byte of the text" / "每两位数字是文本的一个字节",
        eg: Body "EData=7B7D",
        zh: "这里是十六进制，不是 Base64", "用 Base64 编码 JSON 文本的字节，不要用十六进制",
        en: "hexadecimal where Base64 is expected", "encode the bytes of the JSON text as Base64, not as hexadecimal";
    BASE64_COMPRESSED = Error "base64.compressed" by "3.1.2.2" fix None "the data is not decompressed" / "不解压数据",
        eg: Bytes "1F 8B 08 00",
        zh: "Base64 里是 {format} 压缩的数据，不是 JSON 文本", "不要压缩：直接对 JSON 文本做 Base64（例如去掉 Node.js 的 `zlib.gzipSync`）",
        en: "the Base64 contains data compressed with {format}, not a JSON text",
            "encode the JSON text as Base64 without compressing it (remove Node.js `zlib.gzipSync`, for example)";
    BASE64_NOT_JSON = Error "base64.not-json" by "3.1.2.2" fix None "only the program that has the data can write it as JSON"
        / "只有持有数据的程序才能把它写成 JSON",
        eg: Body "EData=[B@604c5de8",
        zh: "`{value}`（{what}）不是 JSON 文本的 Base64", "请使用 `{instead}`，并发送 JSON 文本的 Base64",
        en: "`{value}` is {what}, not the Base64 of a JSON text",
            "use `{instead}`, and send the Base64 of the JSON text";
    BASE64_LINE_BREAK = Error "base64.line-break" by "RFC 4648 3.1" fix Safe "the text is whole without them"
        / "去掉后文本仍然完整" repeats Any,
        eg: Body "EData=e30%3D\\n",
        zh: "Base64 里有写成 `{value}` 的换行", "编码时不要折行：Ruby 用 `strict_encode64` 而不是 `encode64`，Java 用 `getEncoder` 而不是 `getMimeEncoder`",
        en: "the Base64 has line breaks, written as `{value}`",
            "do not wrap lines: use `strict_encode64`, not `encode64` (Ruby), `getEncoder`, not `getMimeEncoder` (Java)";

    // The encoding of the text.
    UTF8_INVALID = Error "utf8.invalid" by "RFC 8259 8.1" fix None "the bytes do not tell which character was meant"
        / "从字节看不出原来是什么字符" repeats Any,
        eg: Bytes "7B 22 6E 22 3A 22 E7 94 22 7D",
        zh: "字节 `{value}` 不是合法的 UTF-8", "先把 JSON 文本编码成 UTF-8 再做 Base64；也要检查文本是否在一个汉字中间被截断或改动过",
        en: "the bytes `{value}` are not valid UTF-8",
            "encode the JSON text as UTF-8 before Base64; or check whether the text was cut off or changed in the middle of a character";
    UTF8_NOT_TEXT = Error "utf8.not-text" by "RFC 8259 8.1" fix None "it is unknown what the bytes are" / "不知道这些字节是什么",
        eg: Bytes "FF 41 FF 42 FF 43 FF 44",
        zh: "Base64 里的字节不是文本（`{value}` 不是合法的 UTF-8）", "数据可能被压缩、加密了，或是 MessagePack 之类的二进制格式：请直接对 JSON 文本做 Base64",
        en: "the bytes in the Base64 are not text (`{value}` is not valid UTF-8)",
            "they may be compressed, encrypted or in a binary format such as MessagePack: encode the plain JSON text as Base64";
    UTF8_UTF16 = Error "utf8.utf16" by "RFC 8259 8.1" fix Safe "the text is decoded without loss and encoded as UTF-8"
        / "无损解码后重新编码为 UTF-8",
        eg: Bytes "7B 00 7D 00",
        zh: "文本是 {encoding} 编码，不是 UTF-8",
            "先把 JSON 文本编码成 UTF-8 再做 Base64：`Encoding.UTF8` 而不是 `Encoding.Unicode`（C#）、`StandardCharsets.UTF_8`（Java）",
        en: "the text is {encoding}, not UTF-8",
            "encode the JSON text as UTF-8 before Base64: `Encoding.UTF8`, not `Encoding.Unicode` (C#), `StandardCharsets.UTF_8` (Java)";
    UTF8_GBK = Error "utf8.gbk" by "RFC 8259 8.1" fix Unsafe "the encoding is inferred from which characters are common; none if it may be Big5"
        / "编码由常用字推断；可能是 Big5 时不修改",
        eg: Bytes "7B 22 6E 22 3A 22 B5 E7 C9 CC 22 7D",
        zh: "文本是 GBK 编码，不是 UTF-8；按 GBK 解码为 `{value}`",
            "先把 JSON 文本编码成 UTF-8 再做 Base64：`getBytes(StandardCharsets.UTF_8)`（Java）、`.encode(\"utf-8\")`（Python）、`Encoding.UTF8`（C#）",
        en: "the text is GBK, not UTF-8; decoded as GBK, it reads `{value}`",
            "encode the JSON text as UTF-8 before Base64: `getBytes(StandardCharsets.UTF_8)` (Java), `.encode(\"utf-8\")` (Python), `Encoding.UTF8` (C#)";
    UTF8_LONE_SURROGATE = Error "utf8.lone-surrogate" by "RFC 3629 3" fix None "the other half of the pair is lost"
        / "代理对的另一半已丢失" repeats Any,
        eg: Bytes "7B 22 6E 22 3A 22 ED A0 80 22 7D",
        zh: "`{value}` 是半个代理对，不是字符", "文本多半在表情符号或生僻字中间被截断了：按字符截断，不要按 UTF-16 码元截断",
        en: "`{value}` is half of a surrogate pair, not a character",
            "the text was probably cut off in an emoji or a rare Chinese character: cut between characters, not UTF-16 code units";
    UTF8_BOM = Error "utf8.bom" by "RFC 8259 8.1" fix Safe "a BOM is not part of the text" / "BOM 不是文本的一部分",
        eg: Bytes "EF BB BF 7B 7D",
        zh: "JSON 前面有 BOM（字节 `EF BB BF`）", "使用不带 BOM 的 UTF-8：`new UTF8Encoding(false)`（C#）、`utf-8` 而不是 `utf-8-sig`（Python）",
        en: "BOM (the bytes `EF BB BF`) before the JSON",
            "use UTF-8 without a BOM: `new UTF8Encoding(false)` (C#), `utf-8`, not `utf-8-sig` (Python)";
    UTF8_BIG5 = Error "utf8.big5" by "RFC 8259 8.1" fix Unsafe "the encoding is inferred from which characters are common"
        / "编码由常用字推断",
        eg: Bytes "7B 22 6E 22 3A 22 B9 71 B0 D3 22 7D",
        zh: "文本是 Big5（繁体中文）编码，不是 UTF-8；按 Big5 解码为 `{value}`",
            "先把 JSON 文本编码成 UTF-8 再做 Base64：`getBytes(StandardCharsets.UTF_8)`（Java）、`.encode(\"utf-8\")`（Python）、`Encoding.UTF8`（C#）",
        en: "the text is Big5 (Traditional Chinese), not UTF-8; decoded as Big5, it reads `{value}`",
            "encode the JSON text as UTF-8 before Base64: `getBytes(StandardCharsets.UTF_8)` (Java), `.encode(\"utf-8\")` (Python), `Encoding.UTF8` (C#)";
}
