//! Findings in the fields of the interface: `field`, `time`, `amount`, `currency`, `guid`.

codes! {
    // The fields of the interface.
    FIELD_MISSING = Error "field.missing" fix None "only the sender knows the value" / "应填什么，只有发送方知道",
        eg: PayExInfo "{}",
        zh: "缺少必填字段 {field}", "补上它；字段名区分大小写",
        en: "missing required field {field}", "add it; field names are case-sensitive";
    FIELD_NULL = Error "field.null" fix None "only the sender knows the value" / "应填什么，只有发送方知道",
        eg: PayExInfo r#"{"sessionID":null}"#,
        zh: "必填字段 {field}是 `null`", "填上值",
        en: "required field {field} is `null`", "give it a value";
    FIELD_EMPTY = Error "field.empty" fix None "only the sender knows the value" / "应填什么，只有发送方知道",
        eg: PayExInfo r#"{"sessionID":""}"#,
        zh: "必填字段 {field}为空", "填上值",
        en: "required field {field} is empty", "give it a value";
    FIELD_TYPE = Error "field.type" by "3.1.2.2" fix Safe "an integer below 2^53 keeps its digits in quotes; other values have no fix"
        / "小于 2^53 的整数加引号后数字不变；其他值不修改" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoLists":[{"orderNo":201808030001}]}"#,
        zh: "{field}应为{due}，这里是{found}", "按文档规定的类型填写：字符串加双引号，数字不加",
        en: "{field} must be {due}, but is {found}", "use the documented type: quote strings, but not numbers";
    FIELD_QUOTED_JSON = Error "field.quoted-json" by "3.1.2.2" fix Safe "the string is replaced with exactly the JSON in it"
        / "字符串换成其中的 JSON，一字不差" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoHead":"{}"}"#,
        zh: "{field}应直接是{due}，这里是内容为 JSON 的字符串",
            "整个对象只序列化一次，不要先把其中一部分转成字符串（`JSON.stringify`、`json.dumps`、`json_encode`）",
        en: "{field} must be {due} itself, but is a string that contains JSON",
            "serialize the whole object once; do not call `JSON.stringify`, `json.dumps` or `json_encode` on a part of it";
    FIELD_NOT_A_LIST = Error "field.not-a-list" by "3.1.2.2" fix Unsafe "the object is probably the only item of the list"
        / "这个对象多半是列表的唯一元素" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoLists":{"orderNo":"1"}}"#,
        zh: "{field}应为列表，这里是单个对象", "只有一项也要放在 `[` 和 `]` 之间",
        en: "{field} must be a list, but is a single object",
            "put it between `[` and `]`, even if it is the only item";
    FIELD_LIST_OF_ONE = Error "field.list-of-one" by "3.1.2.2" fix Unsafe "the only item is probably the object"
        / "唯一的元素多半就是所需的对象" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoHead":[{}]}"#,
        zh: "{field}应为对象，这里是只有一项的列表", "去掉外面的 `[` 和 `]`",
        en: "{field} must be an object, but is a list of one", "remove the `[` and `]` around the object";
    FIELD_ITEM_TYPE = Error "field.item-type" by "3.1.2.2" fix None "only the sender knows the object"
        / "该放什么对象，只有发送方知道",
        eg: PayExInfo r#"{"payExchangeInfoLists":["ord201808030001"]}"#,
        zh: "{field}的每一项应为{due}，这一项是{found}", "按文档规定的类型填写",
        en: "each item of {field} must be {due}, but this one is {found}", "use the documented type";
    FIELD_TOO_LONG = Error "field.too-long" fix None "only the sender knows what to leave out" / "哪些可以不发，只有发送方知道",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"ebpCode":"1234567890123456789"}}"#,
        zh: "{field}有 {length} 个字符，最多 {max} 个", "缩短它；一个汉字、字母、数字或符号都算一个字符",
        en: "{field} has {length} characters; the limit is {max}",
            "shorten it; a Chinese character, a letter, a digit or a symbol counts as one";
    FIELD_BLANKS = Warning "field.blanks" fix Safe "no code and no time begins or ends with white space; in other texts this is a guess"
        / "代码和时间的首尾不会有空白；其他文本属推测" repeats Fixable,
        eg: PayExInfo r#"{"sessionID":" 1"}"#,
        zh: "{field}首尾有空白", "去掉首尾空白：`trim()`（JavaScript、Java、PHP）、`strip()`（Python）、`Trim()`（C#）",
        en: "{field} begins or ends with white space",
            "remove it with `trim()` (JavaScript, Java, PHP), `strip()` (Python) or `Trim()` (C#)";
    FIELD_CHOICE = Error "field.choice" fix Safe "the value is another name of one code; any other value is a guess"
        / "这个值是某个代码的另一种写法；其他值属推测" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"verDept":"4"}}"#,
        zh: "{field}只能是 {choices}，这里是 `{value}`", "原样填写代码，用字符串",
        en: "{field} must be {choices}, but is `{value}`", "write the code exactly, as a string";
    FIELD_MISSPELT = Error "field.misspelt" by "3.1.2.2" fix Safe "the name differs only in case, separators or a slip; any other is a guess"
        / "名称只差大小写、分隔符或一处笔误；其他情况属推测" repeats Fixable,
        eg: EData r#"{"cusname":"1"}"#,
        zh: "没有名为 `{value}` 的字段{more}，应该是 {field}", "改为 `{name}`；字段名区分大小写",
        en: "unknown field `{value}`{more}; did you mean {field}?", "change it to `{name}`; field names are case-sensitive";
    FIELD_UNKNOWN = Warning "field.unknown" by "3.1.2.2" fix None "it may be misspelt or extra" / "可能是拼写有误，也可能是多余的",
        eg: PayExInfo r#"{"remark":"1"}"#,
        zh: "没有名为 `{value}` 的字段", "检查拼写和大小写，或删掉它",
        en: "unknown field `{value}`", "check its spelling and case, or remove it";
    FIELD_ALTERNATE_NAME = Warning "field.alternate-name" by "3.1.2.2" fix Safe "the document uses both names for one field"
        / "文档对同一字段用了两个名称",
        eg: EData r#"{"coName":"1"}"#,
        zh: "文档里这个字段有 `{value}` 和 `{name}` 两种写法，建议用 `{name}`", "改为 `{name}`，除非 CBT 已经接受过 `{value}`",
        en: "the document calls this field both `{value}` and `{name}`; `{name}` is the safer name",
            "change it to `{name}`, unless CBT has accepted `{value}` before";
    FIELD_BOTH_NAMES = Error "field.both-names" by "3.1.2.2" fix Safe "a field is removed only if both have the same value"
        / "两个值相同时才删除其中一个",
        eg: EData r#"{"coName":"1","cusName":"1"}"#,
        zh: "`{value}` 和 `{name}` 是同一个字段的两种写法，不能同时出现", "只保留 `{name}`",
        en: "`{value}` and `{name}` are two names of one field and must not both be present", "keep only `{name}`";
    FIELD_NOT_TEXT = Error "field.not-text" by "3.1.2.2" fix Unsafe "the sender's own text may be written differently"
        / "发送方的原文可能不是这样写的" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"initalResponse":{"code":"10000"}}}"#,
        zh: "{field}是{found}，应为字符串", "{advice}",
        en: "{field} is {found}, but must be a string", "{advice}";
    FIELD_PLACEHOLDER = Error "field.placeholder" fix None "the value is not in the body"
        / "请求体里没有这个值" repeats SameValue,
        eg: EData r#"{"cusCode":"{{cusCode}}"}"#,
        zh: "{field}的值 `{value}` 是{found}", "{advice}",
        en: "`{value}` in {field} is {found}", "{advice}";
    FIELD_LOST_TEXT = Error "field.lost-text" fix None "the characters are lost" / "字符已丢失" repeats Any,
        eg: EData r#"{"cusName":"????"}"#,
        zh: "{field}的值 `{value}` 丢失了字符：{found}", "{advice}",
        en: "`{value}` in {field} has lost characters: {found}", "{advice}";
    FIELD_GARBLED = Error "field.garbled" fix None "the program garbles other values too" / "出错的程序也会弄乱其他值" repeats Any,
        eg: EData r#"{"cusName":"æŸæŸå…¬å¸"}"#,
        zh: "{field}的值 `{value}` 是乱码：{found}，原文应是 `{plain}`", "{advice}",
        en: "`{value}` in {field} is garbled: {found}; the text was probably `{plain}`", "{advice}";
    FIELD_INVISIBLE = Error "field.invisible" fix Unsafe "it changes an identifier or a name"
        / "会改变标识符或名称" repeats Fixable,
        eg: EData r#"{"serialNumber":"2011\u200b9182839304"}"#,
        zh: "{field}的值里有不可见字符 `{char}`", "删除它；它多半来自网页、表格或聊天软件的复制粘贴",
        en: "{field} contains the invisible character `{char}`",
            "delete it; it often comes with text copied from a web page, a spreadsheet or a chat";
    FIELD_CHARACTER = Warning "field.character" fix Unsafe "it changes an identifier" / "会改变标识符" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoLists":[{"recpAccount":"'6217850145595540"}]}"#,
        zh: "{field}的值里有 `{char}`：{found}", "去掉或改正它，并始终作为文本处理：Excel 中把该列设为文本格式，pandas 用 dtype=str 读取",
        en: "{field} contains `{char}`, {found}",
            "remove or replace it, and keep the value as text throughout: format the column as text in Excel, read it with dtype=str in pandas";
    FIELD_SAMPLE_TOKEN = Warning "field.sample-token" fix None "the token is not in the body" / "请求体里没有 token",
        eg: EData r#"{"cusCode":"1","serialNumber":"1","token":"12345678901234567890123456789012"}"#,
        zh: "{field}是文档示例里的 token", "填入 CBT 分配给你们的 token",
        en: "{field} is the sample token from the document", "use the token that CBT gave you";
    FIELD_NUMBERED_OBJECT = Error "field.numbered-object" by "3.1.2.2" fix Unsafe "the values become a list in their order, and items may be missing between the names"
        / "各个值按顺序组成列表，但名称之间可能缺少元素" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoLists":{"1":{},"3":{}}}"#,
        zh: "{field}是以 `{value}` 为键的对象，应为列表", "输出数组而不是以下标为键的对象；PHP 先用 `array_values` 重新编号，并且不要传 `JSON_FORCE_OBJECT`",
        en: "{field} is an object with the keys `{value}`, but must be a list",
            "write an array instead of an object with indices; in PHP, re-index it with `array_values` and do not \
             pass `JSON_FORCE_OBJECT`";
    FIELD_DIGITS_LOST = Error "field.digits-lost" fix None "the lost digits are unknown" / "丢失的数字无从得知",
        eg: PayExInfo r#"{"payExchangeInfoLists":[{"orderNo":2.0260312220014e+27}]}"#,
        zh: "{field}的 `{value}` 是可能已丢失位数的数字，应为完整的字符串", "从数据源重新取值，并始终作为字符串处理：PHP、JavaScript 中加引号，Excel 中把该列设为文本格式",
        en: "`{value}` in {field} is a number that may have lost digits, but must be the complete string",
            "read it from its source again, and keep it as a string throughout: quote it in PHP and JavaScript, format \
             the column as text in Excel";
    FIELD_IN_ANOTHER = Error "field.in-another" by "3.1.2.2" fix None "only the sender knows what belongs in this object"
        / "这个对象里该放什么，只有发送方知道",
        eg: PayExInfo r#"{"guid":"1","payCode":"2"}"#,
        zh: "`{name}` 的字段放到了另一个对象 `{outer}` 里", "把这些字段移到 `{name}` 对象里",
        en: "the fields of `{name}` are in another object, `{outer}`", "move them into the `{name}` object";
    FIELD_ENVELOPE = Error "field.envelope" by "3.1.2.2" fix None "the text is signed as it is, so the sender must write it again"
        / "报文按原样加签，只能由发送方重新生成",
        eg: PayExInfo r#"{"data":{"sessionID":"1","payExchangeInfoHead":{}}}"#,
        zh: "`{name}` 的内容外面多了一层：在 `{value}` 里面", "只对 `{value}` 里的对象做 Base64",
        en: "the data of `{name}` is inside another object, in `{value}`",
            "encode only the object in `{value}` as Base64";
    TIME_FORMAT = Error "time.format" fix Safe "the value gives every part; a missing second or another time zone makes it a guess"
        / "年月日时分秒齐全；缺少秒或换算时区属推测",
        eg: EData r#"{"commitTime":"2026-01-15 09:28:11"}"#,
        zh: "{field}应为 14 位数字 `yyyyMMddHHmmss`，这里是 `{value}`",
            "写成北京时间，形如 `20260115092811`：`yyyyMMddHHmmss`（Java、C#）、`YmdHis`（PHP）、`%Y%m%d%H%M%S`（Python）",
        en: "{field} must be 14 digits (`yyyyMMddHHmmss`), but is `{value}`",
            "write China Standard Time like `20260115092811`: `yyyyMMddHHmmss` (Java, C#), `YmdHis` (PHP), `%Y%m%d%H%M%S` (Python)";
    TIME_UNIX = Error "time.unix" fix Safe "from 2015 to 2040 it can only be a timestamp; a fraction of a second makes it a guess"
        / "2015 至 2040 年之间的值只能是时间戳；含不足一秒的部分时属推测",
        eg: EData r#"{"commitTime":"1768440491"}"#,
        zh: "{field}应为 14 位数字 `yyyyMMddHHmmss`，这里是 Unix 时间戳 `{value}`（北京时间 {reading}）", "写成 `{digits}`",
        en: "{field} must be 14 digits (`yyyyMMddHHmmss`), but is the Unix timestamp `{value}` ({reading} in China)",
            "write `{digits}`";
    TIME_MONTH_FIRST = Error "time.month-first" fix Safe "only one order of day and month is a date; if both are, none is offered"
        / "日和月只有一种顺序成立；两种都成立时不修改",
        eg: EData r#"{"commitTime":"01/15/2026 09:28:11"}"#,
        zh: "{field}应以年开头，这里是 `{value}`", "依次写年、月、日、时、分、秒，共 14 位数字，形如 `20260115092811`",
        en: "{field} must begin with the year, but is `{value}`",
            "write year, month, day, hour, minute and second in 14 digits, like `20260115092811`";
    TIME_TWELVE_HOUR = Error "time.twelve-hour" fix Safe "AM or PM says which hour it is" / "已标明上午或下午，时间可以确定",
        eg: EData r#"{"commitTime":"2026-01-15 09:28:11 PM"}"#,
        zh: "{field}应为 24 小时制，这里是 `{value}`",
            "用 24 小时制，晚上 9 点是 `21`：`HH` 而不是 `hh`（Java、C#）、`H` 而不是 `h`（PHP）、`%H` 而不是 `%I`（Python）",
        en: "{field} must be on the 24-hour clock, but is `{value}`",
            "use the 24-hour clock, where 9 PM is `21`: `HH`, not `hh` (Java, C#), `H`, not `h` (PHP), `%H`, not `%I` (Python)";
    TIME_NONEXISTENT = Error "time.nonexistent" fix None "the digits do not tell which time was meant"
        / "从这些数字看不出指的是什么时间",
        eg: EData r#"{"commitTime":"20261501092811"}"#,
        zh: "{field}应为 2000 年以后实际存在的时间，这里是 `{value}`",
            "检查年、月、日、时、分、秒的范围和顺序（`yyyyMMddHHmmss`：`MM` 是月，`mm` 是分）；1970 年 1 月多半是把秒当作了毫秒",
        en: "{field} must be a valid date and time from 2000 on, but is `{value}`",
            "check the order and the ranges of the parts (`yyyyMMddHHmmss`: `MM` is the month, `mm` the minute); January \
             1970 comes from seconds taken for milliseconds";
    TIME_ZERO = Error "time.zero" fix None "the time was never set" / "时间从未赋值",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"tradingTime":"0001-01-01T00:00:00Z"}}"#,
        zh: "{field}的 `{value}` 是从未赋值的时间", "先赋值再格式化：这是 Go 的 `time.Time`、.NET 的 `DateTime`、MySQL 或 Unix 时间戳的零值",
        en: "`{value}` in {field} is a time that was never set",
            "set it before formatting it: this is the zero value of Go's `time.Time`, .NET's `DateTime`, MySQL or a Unix timestamp";
    TIME_FROM_1900 = Error "time.from-1900" fix None "the month may be wrong too, counted from 0" / "月份也可能有误（从 0 算起）",
        eg: EData r#"{"commitTime":"1260115092811"}"#,
        zh: "{field}的 `{value}` 的年份从 1900 年算起",
            "年份加 1900：Java 的 `Date.getYear`、JavaScript 的 `getYear` 和 C 的 `tm_year` 都从 1900 算起；月份可能从 0 算起",
        en: "`{value}` in {field} counts the year from 1900",
            "add 1900 to the year of Java's `Date.getYear`, JavaScript's `getYear` or C's `tm_year`; the month may count \
             from 0";
    TIME_ARRAY = Error "time.array" by "3.1.2.2" fix Safe "six numbers are the whole time; added seconds or dropped nanoseconds are unsafe"
        / "六个数字构成完整的时间；补秒或舍去纳秒属推测",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"tradingTime":[2026,1,15,9,28,11]}}"#,
        zh: "{field}是数字数组，即 Jackson 输出的 `LocalDateTime`",
            "加上 `@JsonFormat(pattern = \"yyyyMMddHHmmss\")`，或关闭 WRITE_DATES_AS_TIMESTAMPS 并自行格式化",
        en: "{field} is an array of numbers, as Jackson writes a `LocalDateTime`",
            "annotate it with `@JsonFormat(pattern = \"yyyyMMddHHmmss\")`, or format it yourself";
    TIME_AFTER_COMMIT = Warning "time.after-commit" fix None "either time may be wrong" / "两个时间都可能有误",
        eg: Body "EData=eyJjb21taXRUaW1lIjoiMjAyNjAxMTUwOTI4MTEifQ%3D%3D&payExInfoStr=eyJwYXlFeGNoYW5nZUluZm9IZWFkIjp7InRyYWRpbmdUaW1lIjoiMjAyNjAxMTUxNTI4MTEifX0%3D",
        zh: "{field}的 `{value}` 晚于 `commitTime`（提交时间）",
            "检查两个时间：`commitTime` 可能用 `hh`（12 小时制）而不是 `HH` 格式化，或是 UTC 时间而不是北京时间",
        en: "`{value}` in {field} is after `commitTime` (time of submission)",
            "check both: `commitTime` may have been formatted with `hh` (12 hours) instead of `HH`, or be in UTC \
             instead of China Standard Time";
    TIME_MILLIS = Error "time.milliseconds" fix None "the milliseconds are unknown, or the signature covers other ones"
        / "毫秒数未知，或者签名覆盖的是别的值",
        eg: OpenReq r#"{"orderNo":"1","sessionID":"2","serviceTime":"1533271903"}"#,
        zh: "{field}应为 13 位 Unix 毫秒时间戳，这里是 `{value}`", "写成毫秒，形如 `1533271903898`，不是秒或日期",
        en: "{field} must be a 13-digit Unix timestamp in milliseconds, but is `{value}`",
            "write milliseconds like `1533271903898`, not seconds or a date";
    AMOUNT_STRING = Error "amount.string" by "3.1.2.2" fix Safe "the number is the same; a comma, an exponent or a rounding error makes it a guess"
        / "数值不变；含逗号、指数或舍入误差时属推测",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":"100.1"}}"#,
        zh: "{field}应为数字，这里是字符串 `{value}`", "写成以元为单位、不带引号的数字，例如 `268.5`",
        en: "{field} must be a number, but is the string `{value}`",
            "write the amount in yuan as a bare number, such as `268.5`";
    AMOUNT_FORMAT = Error "amount.format" by "3.1.2.2" fix None "a request has no text to edit" / "请求是对象，没有可修改的文本",
        eg: Request r#"{"payExInfo":{"payExchangeInfoHead":{"totalAmount":"¥100"}}}"#,
        zh: "{field}应为十进制金额，这里是 `{value}`", "写成以元为单位的数字，例如 `268.5`，不带货币符号、千位分隔符和单位",
        en: "{field} must be a decimal amount, but is `{value}`",
            "write the amount in yuan, such as `268.5`, without a currency sign, thousands separators or a unit";
    AMOUNT_EXPONENT = Warning "amount.exponent" fix Safe "the number is the same; a rounding error makes it a guess"
        / "数值不变；有舍入误差时属推测",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":1e2}}"#,
        zh: "{field}用了科学计数法：`{value}`", "写成普通的十进制数：`toPlainString()`（Java 的 BigDecimal）",
        en: "{field} is written with an exponent: `{value}`",
            "write a plain decimal number: `toPlainString()` (Java's BigDecimal)";
    AMOUNT_NEGATIVE = Warning "amount.negative" fix None "the sign may be a slip or mean a refund" / "负号可能是笔误，也可能表示退款",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":-100}}"#,
        zh: "{field}是负数：`{value}`", "填写实际支付的金额，用正数",
        en: "{field} is negative: `{value}`", "give the amount that was paid, as a positive number";
    AMOUNT_RANGE = Warning "amount.range" fix None "rounding changes the amount" / "舍入会改变金额",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":0.123456}}"#,
        zh: "{field}最多 {max} 位{place}，这里的 `{value}` 有 {length} 位", "{advice}",
        en: "{field} may have at most {max} {place}, but `{value}` has {length}", "{advice}";
    AMOUNT_FLOAT_NOISE = Warning "amount.float-noise" fix Unsafe "the rounded amount is only the likely one"
        / "舍入后的金额只是最可能的值",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":0.30000000000000004}}"#,
        zh: "{field}带有浮点误差：`{value}`，应为 `{plain}`",
            "金额用十进制类型计算：`BigDecimal`（Java）、`Decimal`（Python）、`decimal`（C#）、BCMath（PHP），或用以分为单位的整数",
        en: "{field} has a floating-point rounding error: `{value}` instead of `{plain}`",
            "calculate amounts with `BigDecimal` (Java), `Decimal` (Python), `decimal` (C#) or BCMath (PHP), or in whole fen";
    AMOUNT_TRAILING_ZEROS = Info "amount.trailing-zeros" fix Safe "the number is the same" / "数值不变",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":100.10}}"#,
        zh: "{field}末尾有多余的零：`{value}`", "按海关的建议，写成 `{plain}`",
        en: "{field} has trailing zeros: `{value}`", "write `{plain}`, as customs recommends";
    AMOUNT_SINGLE_PRECISION = Warning "amount.single-precision" fix Unsafe "the float may have been rounded before"
        / "浮点数此前可能已被舍入",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"totalAmount":268.3999938964844}}"#,
        zh: "{field}的 `{value}` 像是单精度浮点数 `{plain}` 转换来的", "金额用十进制类型或以分为单位的整数，不要用 float",
        en: "`{value}` in {field} looks like a single-precision float of `{plain}`",
            "keep amounts in a decimal type or in whole fen, never in a float";
    CURRENCY_ISO = Warning "currency.iso" fix Safe "each of these names stands for one customs code" / "这些名称各对应一个海关代码",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"currency":"CNY"}}"#,
        zh: "币制 `{value}` 不是海关代码，应为 `{due}`（{choice}）", "改为 `{due}`；海关不用 ISO 4217 代码",
        en: "`{value}` is not a customs currency code; use `{due}` ({choice})",
            "change it to `{due}`; customs does not use ISO 4217 codes";
    CURRENCY_NOT_CNY = Warning "currency.not-cny" fix None "another currency means another amount" / "改了币制，金额也要随之改变",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"currency":"502"}}"#,
        zh: "币制 `{value}`（{choice}）不是人民币，零售进口以人民币结算", "改填人民币金额，币制填 `{due}`",
        en: "currency `{value}` ({choice}) is not CNY, in which retail imports are settled", "give the amount in CNY, with the currency `{due}`";
    GUID_FORMAT = Info "guid.format" fix Safe "hexadecimal digits mean the same in either case; other letters make it a guess"
        / "十六进制数字不分大小写；含其他字母时属推测",
        eg: PayExInfo r#"{"payExchangeInfoHead":{"guid":"9d2f3e1a-5b6c-4d7e-8f90-a1b2c3d4e5f6"}}"#,
        zh: "{field}应为 {max} 位、字母大写，这里是 `{value}`", "按海关的建议，写成 `9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6` 的形式",
        en: "{field} should be {max} characters with upper-case letters, but is `{value}`",
            "write it like `9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6`, as customs recommends";
}
