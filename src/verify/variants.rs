//! The words that describe the text that was signed instead of the signing text.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use cbt179_verify::explain::Variant;

use super::report::listed;
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
    // Each variant has a row; a test checks it.
    let Row { code, zh, en } = row(variant.id).unwrap_or(Row { code: &REWRITTEN, zh: "", en: "" });
    if ![&NUMBER, &REWRITTEN, &ORDER].iter().any(|listing| listing.is(code)) {
        return (code, locale.choose(zh, en).to_string());
    }
    let mut programs: Vec<&str> = Vec::new();
    for Row { zh, en, .. } in variant.alike.iter().filter_map(|id| row(id)).filter(|row| row.code.is(code)) {
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

/// A variant's code and words.
struct Row {
    code: &'static Code,
    zh: &'static str,
    en: &'static str,
}

/// Finds a variant by its name.
fn row(id: &str) -> Option<Row> {
    VARIANTS.iter().find_map(|(code, rows)| {
        let row = rows.lines().find_map(|row| row.strip_prefix(id)?.strip_prefix('\t'))?;
        let (zh, en) = row.split_once('\t')?;
        Some(Row { code, zh, en })
    })
}

/// Defines [`VARIANTS`]: after each code, the variants that it reports, each with its words in Chinese and in English.
macro_rules! variants {
    ($($code:ident => { $($id:literal: $zh:literal, $en:literal;)* })*) => {
        /// The variants of `cbt179_verify::producers` by code, one a line: the name and the words, separated by tabs.
        /// Separate strings would take a pointer and a length each, which hardly compress.
        static VARIANTS: &[(&Code, &str)] = &[$((&$code, concat!($($id, "\t", $zh, "\t", $en, "\n"),*))),*];
    };
}

// Names of programs are the same in both languages, separated by `|`.
variants! {
    SIGNATURE_LINE_FEED => {
        "line-feed": "", "";
    }
    SIGNATURE_UNESCAPED => {
        "unescaped": "", "";
    }
    NUMBER => {
        "number-shortest": "", "JSON.stringify|PHP json_encode|Go float64";
        "number-float": "", "Python json|Jackson";
        "number-double": "", "Gson|Java Double|Python float";
        "number-two-decimals": "", "BigDecimal.setScale(2)|number_format|toFixed(2)|DECIMAL(19,2)";
        "number-stripped": "", "BigDecimal.stripTrailingZeros";
        "number-scientific": "", "Java Double.toString";
        "number-17-digits": "", "PHP serialize_precision = 17|%.17g";
        "number-five-decimals": "", "DECIMAL(19,5)";
        "number-four-decimals": "SQL Server 的 money", "SQL Server money columns";
        "amount-quoted": "把金额当作字符串的程序", "programs that keep amounts as strings";
        "amount-bare": "把金额当作数字的程序", "programs that keep amounts as numbers";
    }
    REWRITTEN => {
        "php": "", "PHP json_encode";
        "slashes": "", "PHP JSON_UNESCAPED_UNICODE|fastjson WriteSlashAsSpecial";
        "python": "", "Python json.dumps";
        "python-utf8": "", "Python json.dumps(ensure_ascii=False)";
        "gson": "", "Gson";
        "go": "", "Go encoding/json";
        "dotnet": "", ".NET System.Text.Json";
        "minimal-escapes": "", "JSON.stringify|Jackson|fastjson";
        "unicode-escapes": "", "PHP JSON_UNESCAPED_SLASHES|Python json.dumps";
        "unicode-upper": "", "fastjson BrowserCompatible|Jackson ESCAPE_NON_ASCII";
        "org-json": "", "org.json";
        "blanks-sent": "保留空白的程序", "programs that keep the whitespace";
        "without-null": "", "Gson|fastjson|Jackson NON_NULL";
        "without-empty": "", "Jackson NON_EMPTY|Go omitempty";
        "null-as-text": "", "fastjson WriteNullStringAsEmpty";
        "json-column": "", "MySQL JSON|PostgreSQL jsonb";
        "indent-2": "", "JSON.stringify(…, null, 2)|Gson setPrettyPrinting";
        "indent-4": "", "PHP JSON_PRETTY_PRINT|Python indent=4|hutool";
        "indent-tab": "", "JSON.stringify(…, null, '\\t')|Go";
        "indent-2-crlf": "Windows 上的 .NET", ".NET on Windows";
        "indent-fastjson": "", "fastjson PrettyFormat";
        "indent-jackson": "", "Jackson writerWithDefaultPrettyPrinter";
    }
    ORDER => {
        "sorted": "", "fastjson|Python sort_keys|Go map|TreeMap|ksort";
        "sorted-head": "用 map 存放 `payExchangeInfoHead` 的程序", "a map for `payExchangeInfoHead`";
        "sorted-lists": "用 map 存放 `payExchangeInfoLists` 的程序", "a map for `payExchangeInfoLists`";
        "hash-map": "", "Java HashMap|fastjson JSONObject|org.json";
        "field-order": "按接口文档的顺序定义字段的类", "classes in the document's field order";
    }
    COMPOSED => {
        "list-name": "列表名为 `payExchangeInfoList` 的文本", "names the list `payExchangeInfoList`";
        "unquoted": "两段 JSON 外面没有引号的文本", "has no quotes around the head and the list";
        "unquoted-head": " `payExchangeInfoHead` 外面没有引号的文本", "has no quotes around the head";
        "unquoted-lists": " `payExchangeInfoLists` 外面没有引号的文本", "has no quotes around the list";
        "quotes-escaped": "两段 JSON 里的引号写成 `\\\"` 的文本", "has its inner quotes escaped as `\\\"`";
        "quote-entities": "两段 JSON 里的引号写成 `&quot;` 的文本", "has its inner quotes written as `&quot;`";
        "html-entities": "经过 HTML 转义的文本（引号写成 `&quot;`）", "is HTML-escaped, with `&quot;` for quotes";
        "whole-json": "整个报文的 JSON", "is the JSON of the whole upload";
        "json-unsigned": "发给 CBT 的 JSON", "is the JSON that was sent to CBT";
        "json-with-time": "带 `serviceTime` 的 JSON", "is the JSON with `serviceTime`";
        "separator-bar": "用 `|` 分隔的文本", "is separated by `|` instead of `||`";
        "separator-ampersand": "用 `&` 分隔的文本", "is separated by `&` instead of `||`";
        "separator-none": "没有 `||` 的文本", "has no `||` between the values";
        "separator-comma": "用 `,` 分隔的文本", "is separated by `,` instead of `||`";
        "separator-spaced": " `||` 两边有空格的文本", "has spaces around `||`";
        "separator-line-feed": "用换行分隔的文本", "is separated by line feeds instead of `||`";
        "trailing-separator": "末尾多了 `||` 的文本", "ends with `||`";
        "trailing-blank": "末尾多了空格的文本", "ends with a space";
        "leading-blank": "开头多了空格的文本", "starts with a space";
        "trailing-tab": "末尾多了制表符（U+0009）的文本", "ends with a tab (U+0009)";
        "trailing-nul": "末尾多了空字符（U+0000）的文本", "ends with a null character (U+0000)";
        "trailing-comma": "末尾多了逗号的文本", "ends with a comma";
        "crlf": "末尾多了回车换行的文本", "ends with CRLF";
        "no-service-time": "没有 `serviceTime` 的文本", "has no `serviceTime`";
        "empty-service-time": " `serviceTime` 为空的文本", "has an empty `serviceTime`";
        "service-time-bare": " `serviceTime` 没有引号的文本", "has no quotes around `serviceTime`";
        "base64": "待签文本的 Base64", "is the Base64 of the signing text";
        "digest-hex": "待签文本的摘要（十六进制）", "is the hexadecimal digest of the signing text";
        "percent-encoded": "百分号编码后的文本", "is percent-encoded";
        "form-encoded": "表单编码后的文本", "is form-encoded";
        "form-decoded": "多做了一次表单解码的文本", "was form-decoded twice";
        "no-identity": "不含 ZA 的 SM3 摘要", "was hashed with SM3 without ZA, the hash of the signer's identity";
        "no-user-id": "用户标识为空的 SM2 签名的文本",
            "was signed with an empty SM2 user ID instead of `1234567812345678`";
        "user-id-in-hex": "用户标识误作十六进制字符串 `31323334353637383132333435363738` 的文本",
            "was signed with the SM2 user ID in hexadecimal, `31323334353637383132333435363738`";
    }
    ENCODING => {
        "gbk": " GBK", "GBK";
        "bom": "带 BOM（U+FEFF）的 UTF-8", "UTF-8 with a byte order mark (U+FEFF)";
        "utf-16": " UTF-16", "UTF-16";
        "utf-16-bom": "带 BOM 的 UTF-16", "UTF-16 with a byte order mark";
        "utf-16be": " UTF-16BE", "UTF-16BE";
        "utf-16be-bom": "带 BOM 的 UTF-16BE", "UTF-16BE with a byte order mark";
        "utf-8-as-windows-1252": "编码了两次的 UTF-8（误读为 windows-1252）",
            "doubly encoded UTF-8, misread as windows-1252";
        "utf-8-as-gbk": "编码了两次的 UTF-8（误读为 GBK，成了“涓枃”一类的乱码）",
            "doubly encoded UTF-8, misread as GBK";
        "utf-8-twice": "编码了两次的 UTF-8", "doubly encoded UTF-8, misread as ISO 8859-1";
        "question-marks": "不含汉字的编码（汉字变成了 `?`）",
            "an encoding without Chinese characters, which became `?`";
    }
    TIME => {
        "service-time": "", "";
        "service-time-seconds": "", "";
        "service-time-whole-second": "", "";
        "service-time-zone": "", "";
    }
}

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
            assert!(row(id).is_some(), "{id}");
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
