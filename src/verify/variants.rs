//! The words that describe the text that was signed instead of the signing text.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use cbt179_verify::explain::Variant;

use super::report::listed;
use crate::diagnostics::Words;
use crate::diagnostics::catalogue::{
    Code, SIGNATURE_COMPOSED as COMPOSED, SIGNATURE_ENCODING as ENCODING, SIGNATURE_LINE_FEED,
    SIGNATURE_NUMBER as NUMBER, SIGNATURE_ORDER as ORDER, SIGNATURE_REWRITTEN as REWRITTEN,
    SIGNATURE_SERVICE_TIME as TIME, SIGNATURE_UNESCAPED,
};
use crate::options::Locale;

/// The most programs that a message names.
const MOST: usize = 6;

/// Returns a variant's code and the words for its message: the programs that write this way, or a description of the text.
pub(super) fn described(variant: &Variant, locale: Locale) -> (&'static Code, String) {
    let row = |id| VARIANTS.iter().find(|row| row.0 == id);
    // Each variant has a row; a test checks it.
    let (code, own) = row(variant.id).map_or((&REWRITTEN, ("", "")), |row| (row.1, row.2));
    if ![&NUMBER, &REWRITTEN, &ORDER].iter().any(|listing| listing.is(code)) {
        return (code, locale.choose(own.0, own.1).to_string());
    }
    let mut programs: Vec<&str> = Vec::new();
    for (_, _, (zh, en)) in variant.alike.iter().filter_map(|id| row(id)).filter(|row| row.1.is(code)) {
        for program in if zh.is_empty() { en } else { locale.choose(zh, en) }.split('|') {
            if !programs.contains(&program) {
                programs.push(program);
            }
        }
    }
    let others = if programs.len() > MOST { locale.choose(" 等", " and others") } else { "" };
    programs.truncate(MOST);
    (code, listed(&programs, locale.choose("、", ", ")) + others)
}

/// The variants of `cbt179_verify::producers`. Names of programs are the same in both languages, separated by `|`.
static VARIANTS: [(&str, &Code, Words); 88] = [
    ("line-feed", &SIGNATURE_LINE_FEED, ("", "")),
    ("unescaped", &SIGNATURE_UNESCAPED, ("", "")),
    ("number-shortest", &NUMBER, ("", "JSON.stringify|PHP json_encode|Go float64")),
    ("number-float", &NUMBER, ("", "Python json|Jackson")),
    ("number-double", &NUMBER, ("", "Gson|Java Double|Python float")),
    ("number-two-decimals", &NUMBER, ("", "BigDecimal.setScale(2)|number_format|toFixed(2)|DECIMAL(19,2)")),
    ("number-stripped", &NUMBER, ("", "BigDecimal.stripTrailingZeros")),
    ("number-scientific", &NUMBER, ("", "Java Double.toString")),
    ("number-17-digits", &NUMBER, ("", "PHP serialize_precision = 17|%.17g")),
    ("number-five-decimals", &NUMBER, ("", "DECIMAL(19,5)")),
    ("number-four-decimals", &NUMBER, ("SQL Server 的 money", "SQL Server money columns")),
    ("amount-quoted", &NUMBER, ("把金额当作字符串的程序", "programs that keep amounts as strings")),
    ("amount-bare", &NUMBER, ("把金额当作数字的程序", "programs that keep amounts as numbers")),
    ("php", &REWRITTEN, ("", "PHP json_encode")),
    ("slashes", &REWRITTEN, ("", "PHP JSON_UNESCAPED_UNICODE|fastjson WriteSlashAsSpecial")),
    ("python", &REWRITTEN, ("", "Python json.dumps")),
    ("python-utf8", &REWRITTEN, ("", "Python json.dumps(ensure_ascii=False)")),
    ("gson", &REWRITTEN, ("", "Gson")),
    ("go", &REWRITTEN, ("", "Go encoding/json")),
    ("dotnet", &REWRITTEN, ("", ".NET System.Text.Json")),
    ("minimal-escapes", &REWRITTEN, ("", "JSON.stringify|Jackson|fastjson")),
    ("unicode-escapes", &REWRITTEN, ("", "PHP JSON_UNESCAPED_SLASHES|Python json.dumps")),
    ("unicode-upper", &REWRITTEN, ("", "fastjson BrowserCompatible|Jackson ESCAPE_NON_ASCII")),
    ("org-json", &REWRITTEN, ("", "org.json")),
    ("blanks-sent", &REWRITTEN, ("保留空白的程序", "programs that keep the whitespace")),
    ("without-null", &REWRITTEN, ("", "Gson|fastjson|Jackson NON_NULL")),
    ("without-empty", &REWRITTEN, ("", "Jackson NON_EMPTY|Go omitempty")),
    ("null-as-text", &REWRITTEN, ("", "fastjson WriteNullStringAsEmpty")),
    ("json-column", &REWRITTEN, ("", "MySQL JSON|PostgreSQL jsonb")),
    ("indent-2", &REWRITTEN, ("", "JSON.stringify(…, null, 2)|Gson setPrettyPrinting")),
    ("indent-4", &REWRITTEN, ("", "PHP JSON_PRETTY_PRINT|Python indent=4|hutool")),
    ("indent-tab", &REWRITTEN, ("", "JSON.stringify(…, null, '\\t')|Go")),
    ("indent-2-crlf", &REWRITTEN, ("Windows 上的 .NET", ".NET on Windows")),
    ("indent-fastjson", &REWRITTEN, ("", "fastjson PrettyFormat")),
    ("indent-jackson", &REWRITTEN, ("", "Jackson writerWithDefaultPrettyPrinter")),
    ("sorted", &ORDER, ("", "fastjson|Python sort_keys|Go map|TreeMap|ksort")),
    ("sorted-head", &ORDER, ("用 map 存放 `payExchangeInfoHead` 的程序", "a map for `payExchangeInfoHead`")),
    ("sorted-lists", &ORDER, ("用 map 存放 `payExchangeInfoLists` 的程序", "a map for `payExchangeInfoLists`")),
    ("hash-map", &ORDER, ("", "Java HashMap|fastjson JSONObject|org.json")),
    ("field-order", &ORDER, ("按接口文档的顺序定义字段的类", "classes in the document's field order")),
    ("list-name", &COMPOSED, ("列表名为 `payExchangeInfoList` 的文本", "names the list `payExchangeInfoList`")),
    ("unquoted", &COMPOSED, ("两段 JSON 外面没有引号的文本", "has no quotes around the head and the list")),
    ("unquoted-head", &COMPOSED, (" `payExchangeInfoHead` 外面没有引号的文本", "has no quotes around the head")),
    ("unquoted-lists", &COMPOSED, (" `payExchangeInfoLists` 外面没有引号的文本", "has no quotes around the list")),
    ("quotes-escaped", &COMPOSED, ("两段 JSON 里的引号写成 `\\\"` 的文本", "has its inner quotes escaped as `\\\"`")),
    (
        "quote-entities",
        &COMPOSED,
        ("两段 JSON 里的引号写成 `&quot;` 的文本", "has its inner quotes written as `&quot;`"),
    ),
    (
        "html-entities",
        &COMPOSED,
        ("经过 HTML 转义的文本（引号写成 `&quot;`）", "is HTML-escaped, with `&quot;` for quotes"),
    ),
    ("whole-json", &COMPOSED, ("整个报文的 JSON", "is the JSON of the whole upload")),
    ("json-unsigned", &COMPOSED, ("发给 CBT 的 JSON", "is the JSON that was sent to CBT")),
    ("json-with-time", &COMPOSED, ("带 `serviceTime` 的 JSON", "is the JSON with `serviceTime`")),
    ("separator-bar", &COMPOSED, ("用 `|` 分隔的文本", "is separated by `|` instead of `||`")),
    ("separator-ampersand", &COMPOSED, ("用 `&` 分隔的文本", "is separated by `&` instead of `||`")),
    ("separator-none", &COMPOSED, ("没有 `||` 的文本", "has no `||` between the values")),
    ("separator-comma", &COMPOSED, ("用 `,` 分隔的文本", "is separated by `,` instead of `||`")),
    ("separator-spaced", &COMPOSED, (" `||` 两边有空格的文本", "has spaces around `||`")),
    ("separator-line-feed", &COMPOSED, ("用换行分隔的文本", "is separated by line feeds instead of `||`")),
    ("trailing-separator", &COMPOSED, ("末尾多了 `||` 的文本", "ends with `||`")),
    ("trailing-blank", &COMPOSED, ("末尾多了空格的文本", "ends with a space")),
    ("leading-blank", &COMPOSED, ("开头多了空格的文本", "starts with a space")),
    ("trailing-tab", &COMPOSED, ("末尾多了制表符（U+0009）的文本", "ends with a tab (U+0009)")),
    ("trailing-nul", &COMPOSED, ("末尾多了空字符（U+0000）的文本", "ends with a null character (U+0000)")),
    ("trailing-comma", &COMPOSED, ("末尾多了逗号的文本", "ends with a comma")),
    ("crlf", &COMPOSED, ("末尾多了回车换行的文本", "ends with CRLF")),
    ("no-service-time", &COMPOSED, ("没有 `serviceTime` 的文本", "has no `serviceTime`")),
    ("empty-service-time", &COMPOSED, (" `serviceTime` 为空的文本", "has an empty `serviceTime`")),
    ("service-time-bare", &COMPOSED, (" `serviceTime` 没有引号的文本", "has no quotes around `serviceTime`")),
    ("base64", &COMPOSED, ("待签文本的 Base64", "is the Base64 of the signing text")),
    ("digest-hex", &COMPOSED, ("待签文本的摘要（十六进制）", "is the hexadecimal digest of the signing text")),
    ("percent-encoded", &COMPOSED, ("百分号编码后的文本", "is percent-encoded")),
    ("form-encoded", &COMPOSED, ("表单编码后的文本", "is form-encoded")),
    ("form-decoded", &COMPOSED, ("多做了一次表单解码的文本", "was form-decoded twice")),
    (
        "no-identity",
        &COMPOSED,
        ("不含 ZA 的 SM3 摘要", "was hashed with SM3 without ZA, the hash of the signer's identity"),
    ),
    (
        "no-user-id",
        &COMPOSED,
        ("用户标识为空的 SM2 签名的文本", "was signed with an empty SM2 user ID instead of `1234567812345678`"),
    ),
    (
        "user-id-in-hex",
        &COMPOSED,
        (
            "用户标识误作十六进制字符串 `31323334353637383132333435363738` 的文本",
            "was signed with the SM2 user ID in hexadecimal, `31323334353637383132333435363738`",
        ),
    ),
    ("gbk", &ENCODING, (" GBK", "GBK")),
    ("bom", &ENCODING, ("带 BOM（U+FEFF）的 UTF-8", "UTF-8 with a byte order mark (U+FEFF)")),
    ("utf-16", &ENCODING, (" UTF-16", "UTF-16")),
    ("utf-16-bom", &ENCODING, ("带 BOM 的 UTF-16", "UTF-16 with a byte order mark")),
    ("utf-16be", &ENCODING, (" UTF-16BE", "UTF-16BE")),
    ("utf-16be-bom", &ENCODING, ("带 BOM 的 UTF-16BE", "UTF-16BE with a byte order mark")),
    (
        "utf-8-as-windows-1252",
        &ENCODING,
        ("编码了两次的 UTF-8（误读为 windows-1252）", "doubly encoded UTF-8, misread as windows-1252"),
    ),
    (
        "utf-8-as-gbk",
        &ENCODING,
        ("编码了两次的 UTF-8（误读为 GBK，成了“涓枃”一类的乱码）", "doubly encoded UTF-8, misread as GBK"),
    ),
    ("utf-8-twice", &ENCODING, ("编码了两次的 UTF-8", "doubly encoded UTF-8, misread as ISO 8859-1")),
    (
        "question-marks",
        &ENCODING,
        ("不含汉字的编码（汉字变成了 `?`）", "an encoding without Chinese characters, which became `?`"),
    ),
    ("service-time", &TIME, ("", "")),
    ("service-time-seconds", &TIME, ("", "")),
    ("service-time-whole-second", &TIME, ("", "")),
    ("service-time-zone", &TIME, ("", "")),
];

/// Says how much earlier or later the time in the upload is than the signed one, which is `later_ms` after it.
pub(super) fn distance(later_ms: Option<i64>, locale: Locale) -> String {
    let Some(later) = later_ms.filter(|later| *later != 0) else { return String::new() };
    let amount = later.unsigned_abs();
    let (number, zh, en) = match amount {
        0..10_000 => (amount, "毫秒", "ms"),
        10_000..600_000 => (amount / 1000, "秒", "s"),
        600_000..7_200_000 => (amount / 60_000, "分钟", "min"),
        _ => (amount / 3_600_000, "小时", "h"),
    };
    let number = number.to_string();
    let is_earlier = later > 0;
    match locale {
        Locale::ZhCn => ["，", if is_earlier { "早" } else { "晚" }, " ", &number, " ", zh].concat(),
        Locale::En => [", ", &number, " ", en, if is_earlier { " earlier" } else { " later" }].concat(),
    }
}

#[cfg(test)]
mod tests {
    use cbt179_verify::producers::table::{BODIES, ENDS, SERVICE_TIME, TIMES};

    use super::*;

    #[test]
    fn every_variant_has_words() {
        let ids = [BODIES, TIMES, ENDS].into_iter().flatten().chain([&SERVICE_TIME]).map(|producer| producer.id);
        for id in ids {
            assert!(VARIANTS.iter().any(|row| row.0 == id), "{id}");
        }
    }

    #[test]
    fn distances_are_rounded_down() {
        for (later, expected) in [
            (None, ""),
            (Some(0), ""),
            (Some(38_123), ", 38 s earlier"),
            (Some(-5), ", 5 ms later"),
            (Some(7_199_999), ", 119 min earlier"),
            (Some(-28_800_000), ", 8 h later"),
        ] {
            assert_eq!(distance(later, Locale::En), expected);
        }
    }
}
