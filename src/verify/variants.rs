//! The words for a text that was signed in place of the signing text.

use alloc::string::{String, ToString};

use cbt179_verify::explain::Variant;

use crate::diagnostics::catalogue::{self, Code};
use crate::diagnostics::Words;
use crate::options::Locale;

/// Returns the code of a variant, and its words if they are not a list of programs.
pub(super) fn code_of(id: &str) -> (&'static Code, Option<Words>) {
    if let Some((_, code, words)) = NAMED.iter().find(|named| named.0 == id) {
        return (code, Some(*words).filter(|words| !words.0.is_empty()));
    }
    let prefix = id.split('-').next().unwrap_or_default();
    let code = match prefix {
        "service" => &catalogue::SIGNATURE_SERVICE_TIME,
        "number" | "amount" => &catalogue::SIGNATURE_NUMBER,
        "sorted" | "hash" | "field" => &catalogue::SIGNATURE_ORDER,
        _ => &catalogue::SIGNATURE_REWRITTEN,
    };
    (code, None)
}

/// The variants that have a code of their own, or words of their own.
static NAMED: [(&str, &Code, Words); 39] = [
    ("line-feed", &catalogue::SIGNATURE_LINE_FEED, ("", "")),
    ("unescaped", &catalogue::SIGNATURE_UNESCAPED, ("", "")),
    ("list-name", COMPOSED, ("把列表叫作 `payExchangeInfoList` 的文本", "names the list `payExchangeInfoList`")),
    ("unquoted", COMPOSED, ("两段 JSON 外面没有引号的文本", "has no quotes around the head and the list")),
    ("unquoted-head", COMPOSED, ("`payExchangeInfoHead` 的 JSON 外面没有引号的文本", "has no quotes around the head")),
    ("unquoted-lists", COMPOSED, ("`payExchangeInfoLists` 的 JSON 外面没有引号的文本", "has no quotes around the list")),
    ("quotes-escaped", COMPOSED, ("两段 JSON 里的引号被转义成 `\\\"` 的文本", "has the quotes inside escaped as `\\\"`")),
    ("whole-json", COMPOSED, ("整个报文的 JSON", "is the JSON of the whole upload")),
    ("json-unsigned", COMPOSED, ("发给 CBT 的 JSON", "is the JSON that was sent to CBT")),
    ("json-with-time", COMPOSED, ("带 `serviceTime` 的 JSON", "is the JSON with `serviceTime`")),
    ("separator-bar", COMPOSED, ("用 `|` 分隔的文本", "is separated by `|` instead of `||`")),
    ("separator-ampersand", COMPOSED, ("用 `&` 分隔的文本", "is separated by `&` instead of `||`")),
    ("separator-none", COMPOSED, ("没有 `||` 分隔的文本", "has no `||` between the values")),
    ("separator-comma", COMPOSED, ("用 `,` 分隔的文本", "is separated by `,` instead of `||`")),
    ("separator-spaced", COMPOSED, ("`||` 两边有空格的文本", "has spaces around `||`")),
    ("separator-line-feed", COMPOSED, ("用换行分隔的文本", "is separated by line feeds instead of `||`")),
    ("trailing-separator", COMPOSED, ("末尾多了 `||` 的文本", "ends with `||`")),
    ("trailing-blank", COMPOSED, ("末尾多了空格的文本", "ends with a space")),
    ("trailing-comma", COMPOSED, ("末尾多了逗号的文本", "ends with a comma")),
    ("crlf", COMPOSED, ("末尾多了回车换行的文本", "ends with CRLF")),
    ("no-service-time", COMPOSED, ("没有 `serviceTime` 的文本", "has no `serviceTime`")),
    ("empty-service-time", COMPOSED, ("`serviceTime` 为空的文本", "has an empty `serviceTime`")),
    ("service-time-bare", COMPOSED, ("`serviceTime` 没有引号的文本", "has no quotes around `serviceTime`")),
    ("base64", COMPOSED, ("待签文本的 Base64", "is the Base64 of the signing text")),
    ("digest", COMPOSED, ("待签文本的摘要（摘要做了两次）", "is the digest of the signing text, which was hashed twice")),
    ("digest-hex", COMPOSED, ("待签文本的摘要的十六进制", "is the digest of the signing text in hexadecimal")),
    ("digest-hex-upper", COMPOSED, ("待签文本的摘要的大写十六进制", "is the digest of the signing text in upper-case hexadecimal")),
    ("percent-encoded", COMPOSED, ("经过百分号编码的文本", "is percent-encoded")),
    ("form-encoded", COMPOSED, ("经过表单编码的文本", "is form-encoded")),
    ("form-decoded", COMPOSED, ("多做了一次表单解码的文本", "was form-decoded once more")),
    ("no-identity", COMPOSED, ("没有 ZA 的 SM3 摘要", "was hashed by SM3 without ZA, the digest of the signer's identity")),
    ("gbk", ENCODING, ("GBK", "in GBK")),
    ("bom", ENCODING, ("带 BOM（U+FEFF）的 UTF-8", "in UTF-8 after a byte order mark (U+FEFF)")),
    ("utf-16", ENCODING, ("UTF-16", "in UTF-16")),
    ("utf-8-twice", ENCODING, ("做了两次的 UTF-8", "in UTF-8 of UTF-8 that was read as ISO 8859-1")),
    ("question-marks", ENCODING, ("把汉字变成 `?` 的编码", "in an encoding without Chinese characters, which became `?`")),
    ("html", &catalogue::SIGNATURE_REWRITTEN, ("防 XSS 的过滤器", "filters against XSS")),
    ("html-decoded", &catalogue::SIGNATURE_REWRITTEN, ("还原 HTML 转义的过滤器", "filters that decode HTML")),
    ("blanks-sent", &catalogue::SIGNATURE_REWRITTEN, ("保留原文空白的程序", "programs that keep the whitespace")),
];

const COMPOSED: &Code = &catalogue::SIGNATURE_COMPOSED;
const ENCODING: &Code = &catalogue::SIGNATURE_ENCODING;

/// Lists the programs of a variant.
pub(super) fn programs(variant: &Variant, locale: Locale) -> String {
    variant.programs.join(locale.choose("、", ", "))
}

/// Says how much earlier or later the time in the upload is than the signed one, which is `later_ms` after it.
pub(super) fn distance(later_ms: Option<i64>, locale: Locale) -> String {
    let Some(later) = later_ms.filter(|later| *later != 0) else { return String::new() };
    let amount = later.unsigned_abs();
    let (number, zh, en) = match amount {
        0..10_000 => (amount, "毫秒", "ms"),
        10_000..600_000 => (amount / 1000, "秒", "s"),
        600_000..36_000_000 => (amount / 60_000, "分钟", "min"),
        _ => (amount / 3_600_000, "小时", "h"),
    };
    let number = number.to_string();
    let is_earlier = later > 0;
    match locale {
        Locale::ZhCn => ["，", if is_earlier { "早" } else { "晚" }, " ", &number, " ", zh].concat(),
        Locale::En => [", ", &number, " ", en, if is_earlier { " earlier" } else { " later" }].concat(),
    }
}
