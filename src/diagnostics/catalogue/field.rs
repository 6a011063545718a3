//! Findings in the fields of the interface: `field`, `time`, `amount`, `currency`, `guid`.

codes! {
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
    FIELD_NOT_TEXT = Error "field.not-text" by "3.1.2.2"
        fix Unsafe "the sender's own text may be written differently" repeats Fixable,
        eg: PayExInfo r#"{"payExchangeInfoHead":{"initalResponse":{"code":"10000"}}}"#,
        zh: "`{name}`（{meaning}）是{found}，应为字符串", "{advice}",
        en: "`{name}` ({meaning}) is {found}, but must be a string", "{advice}";
    FIELD_PLACEHOLDER = Error "field.placeholder" fix None "the value is not in the body" repeats SameValue,
        eg: EData r#"{"cusCode":"{{cusCode}}"}"#,
        zh: "`{name}`（{meaning}）的值 `{value}` 是{found}", "{advice}",
        en: "`{value}` in `{name}` ({meaning}) is {found}", "{advice}";
    FIELD_LOST_TEXT = Error "field.lost-text" fix None "the characters are lost" repeats Any,
        eg: EData r#"{"cusName":"????"}"#,
        zh: "`{name}`（{meaning}）的值 `{value}` 丢失了字符：{found}", "{advice}",
        en: "`{value}` in `{name}` ({meaning}) has lost characters: {found}", "{advice}";
    FIELD_GARBLED = Error "field.garbled" fix None "the program garbles other values too" repeats Any,
        eg: EData r#"{"cusName":"æŸæŸå…¬å¸"}"#,
        zh: "`{name}`（{meaning}）的值 `{value}` 是乱码：{found}，原文应是 `{plain}`",
            "在源头按正确的编码解码（Java 用 new String(bytes, StandardCharsets.UTF_8)，MySQL 连接用 utf8mb4），去掉多余的转码，如 PHP 的 utf8_encode",
        en: "`{value}` in `{name}` ({meaning}) is garbled: {found}; the text was probably `{plain}`",
            "decode it with the right charset at its source (Java: new String(bytes, StandardCharsets.UTF_8), MySQL connection: utf8mb4), and remove needless conversions such as PHP's utf8_encode";
    FIELD_INVISIBLE = Error "field.invisible" fix Unsafe "it changes an identifier or a name" repeats Fixable,
        eg: EData r#"{"serialNumber":"2011\u200b9182839304"}"#,
        zh: "`{name}`（{meaning}）的值里有不可见字符 `{char}`", "删除它；它多半来自网页、表格或聊天软件的复制粘贴",
        en: "the value of `{name}` ({meaning}) contains the invisible character `{char}`",
            "delete it; it often comes with text copied from a web page, a spreadsheet or a chat";
    FIELD_SAMPLE_TOKEN = Warning "field.sample-token" fix None "the token is not in the body",
        eg: EData r#"{"cusCode":"1","serialNumber":"1","token":"12345678901234567890123456789012"}"#,
        zh: "`{name}`（{meaning}）是文档示例里的 token", "填入 CBT 分配给你们的 token",
        en: "`{name}` ({meaning}) is the token of the document's example", "use the token that CBT gave you";
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
}
