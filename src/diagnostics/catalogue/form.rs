//! Findings in the form body and in the encodings of its values: `form`, `percent`, `base64`, `utf8`.

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
    BASE64_QUOTED = Error "base64.quoted" by "3.1.2.2"
        fix Safe "re-encodes the JSON; unsafe if a character outside the alphabet was skipped",
        eg: Body "EData=ImV5SjJaWEp6YVc5dUlqb2lNUzR3SW4wPSI%3D",
        zh: "Base64 里是一个 JSON 字符串，其内容又是 Base64",
            "直接对 JSON 文本做一次 Base64：Go 的 json.Marshal 会把 []byte 变成这样的字符串，请改传 json.RawMessage 或直接编码这些字节",
        en: "this is Base64 of a JSON string that is Base64 itself",
            "encode the JSON text as Base64, once: Go's json.Marshal turns a []byte into such a string, so encode the bytes themselves or pass a json.RawMessage";

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
}
