//! The table of producers, the likeliest first.
//!
//! A comment names the programs that write this way, or the mistake. Python 3.11, Node.js 20, PHP 8.2, Go 1.19, Java 17,
//! Gson 2.10 and Jackson 2.14 were tested with texts that they wrote (`tests/producers/`). The others follow their
//! documentation: .NET, fastjson, org.json, `MySQL`, `PostgreSQL`, SQL Server.

use super::{
    Amounts, Blanks, Empty, Encoding, Escapes, Form, Identity, Layout, Numbers, Order, Others, Part, Producer, Quotes,
    Setting, Slashes, Strings, Time,
};

macro_rules! producers {
    ($($id:literal: [$($setting:expr),+];)+) => {
        &[$(Producer { id: $id, settings: &[$($setting),+] }),+]
    };
}

const fn strings(escapes: &'static Escapes) -> Setting {
    Setting::Strings(Strings::Escaped(escapes))
}

const fn layout(blanks: &'static Blanks) -> Setting {
    Setting::Layout(Layout::Written(blanks))
}

/// Another service time, which the search finds by trying those of the same minute.
pub static SERVICE_TIME: Producer = Producer { id: "service-time", settings: &[Setting::Time(Time::Sent)] };

/// U+FEFF.
const BYTE_ORDER_MARK: Setting = Setting::Start(b"\xEF\xBB\xBF");
/// The length of an identity in bits, and the identity.
const NO_USER_ID: &[u8] = &[0, 0];
const USER_ID_IN_HEX: &[u8; 34] = b"\x01\x0031323334353637383132333435363738";

const UNICODE: Escapes = Escapes { others: Others::All, ..Escapes::LEAST };
const PHP: Escapes = Escapes { slashes: Slashes::All, ..UNICODE };
const PHP_UNICODE: Escapes = Escapes { slashes: Slashes::All, others: Others::Lines, ..Escapes::LEAST };
const PYTHON: Escapes = Escapes { ascii: b"\x7F", ..UNICODE };
const GSON: Escapes = Escapes { ascii: b"<>&='", others: Others::Lines, ..Escapes::LEAST };
const GO: Escapes = Escapes { ascii: b"<>&", others: Others::Lines, ..Escapes::LEAST };
const DOTNET: Escapes = Escapes { ascii: b"\"&'+<>`\x7F", others: Others::All, is_upper: true, ..Escapes::LEAST };
const UPPER: Escapes = Escapes { is_upper: true, ..UNICODE };
const ORG_JSON: Escapes = Escapes { slashes: Slashes::AfterLess, others: Others::Punctuation, ..Escapes::LEAST };

const SPACED: Blanks = Blanks { comma: b", ", colon: b": ", ..Blanks::NONE };
const TWO: Blanks = Blanks { colon: b": ", line_break: b"\n", indent: b"  ", ..Blanks::NONE };
const FOUR: Blanks = Blanks { indent: b"    ", ..TWO };
const TAB: Blanks = Blanks { indent: b"\t", ..TWO };
const TWO_CRLF: Blanks = Blanks { line_break: b"\r\n", ..TWO };
const FASTJSON: Blanks = Blanks { colon: b":", ..TAB };
const JACKSON: Blanks = Blanks { colon: b" : ", flat_arrays: true, ..TWO };

/// The producers that change more than the end of the text.
pub static BODIES: &[Producer] = producers! {
    // values without their JSON escapes
    "unescaped": [Setting::Strings(Strings::Raw)];
    // JSON.parse and JSON.stringify, PHP json_decode and json_encode, Go float64, .NET double
    "number-shortest": [Setting::Numbers(Numbers::Shortest)];
    // Python json, Jackson JsonNode
    "number-float": [Setting::Numbers(Numbers::Float)];
    // Gson Map, Java Double, Python float
    "number-double": [Setting::Numbers(Numbers::Double)];
    // BigDecimal.setScale(2), PHP number_format, toFixed(2), DECIMAL(19,2)
    "number-two-decimals": [Setting::Numbers(Numbers::Fixed(2))];
    // CBT's document, which prints payExchangeInfoList
    "list-name": [Setting::OtherName];
    // PHP json_encode
    "php": [strings(&PHP)];
    // Python json.dumps
    "python": [layout(&SPACED), strings(&PYTHON)];
    // fastjson, Python sort_keys, Go map, Java TreeMap, PHP ksort
    "sorted": [Setting::Order(Order::Name, Part::Both)];
    // Gson
    "gson": [strings(&GSON)];
    // JSON.stringify, Jackson, fastjson, Newtonsoft.Json, PHP with JSON_UNESCAPED_SLASHES and _UNICODE
    "minimal-escapes": [strings(&Escapes::LEAST)];
    // Python json.dumps with ensure_ascii=False
    "python-utf8": [layout(&SPACED), strings(&Escapes::LEAST)];
    // the JSON with its whitespace
    "blanks-sent": [Setting::Layout(Layout::Sent)];
    // Java HashMap, fastjson JSONObject, org.json
    "hash-map": [Setting::Order(Order::HashMap, Part::Both)];
    // Go encoding/json
    "go": [strings(&GO)];
    // PHP with JSON_UNESCAPED_UNICODE, and others that escape slashes
    "slashes": [strings(&PHP_UNICODE)];
    // PHP with JSON_UNESCAPED_SLASHES, Python json.dumps with separators, Ruby ascii_only
    "unicode-escapes": [strings(&UNICODE)];
    // a map for the head
    "sorted-head": [Setting::Order(Order::Name, Part::Head)];
    // maps for the orders
    "sorted-lists": [Setting::Order(Order::Name, Part::Lists)];
    // JSON.stringify(…, null, 2), Gson setPrettyPrinting, .NET on Linux
    "indent-2": [layout(&TWO)];
    // PHP JSON_PRETTY_PRINT, Python indent=4, hutool
    "indent-4": [layout(&FOUR)];
    // amounts as strings
    "amount-quoted": [Setting::Amounts(Amounts::Quoted)];
    // amounts as numbers
    "amount-bare": [Setting::Amounts(Amounts::Bare)];
    // Gson, fastjson, Jackson NON_NULL
    "without-null": [Setting::Empty(Empty::WithoutNull)];
    // Jackson NON_EMPTY, Go omitempty
    "without-empty": [Setting::Empty(Empty::Without)];
    // the whole upload
    "whole-json": [Setting::Form(Form::Whole)];
    // the text that was sent to CBT
    "json-unsigned": [Setting::Form(Form::Unsigned)];
    // Windows Notepad, .NET StreamWriter with Encoding.UTF8
    "bom": [BYTE_ORDER_MARK];
    // Java String.getBytes() without a UTF-8 locale
    "question-marks": [Setting::Encoding(Encoding::QuestionMarks)];
    // Java String.getBytes() on Chinese Windows
    "gbk": [Setting::Encoding(Encoding::Gbk)];
    // .NET System.Text.Json
    "dotnet": [strings(&DOTNET)];
    // objects instead of strings
    "unquoted": [Setting::Quotes(Quotes::Without(Part::Both))];
    // JSON in a JSON string
    "quotes-escaped": [Setting::Quotes(Quotes::Escaped)];
    // org.json
    "org-json": [strings(&ORG_JSON)];
    // a class with the fields of the interface
    "field-order": [Setting::Order(Order::Table, Part::Both)];
    // MySQL JSON, PostgreSQL jsonb
    "json-column": [Setting::Order(Order::Length, Part::Both), layout(&SPACED)];
    // Go json.Indent, JSON.stringify(…, null, '\t')
    "indent-tab": [layout(&TAB)];
    // Jackson writerWithDefaultPrettyPrinter
    "indent-jackson": [layout(&JACKSON)];
    // fastjson BrowserCompatible, Jackson ESCAPE_NON_ASCII
    "unicode-upper": [strings(&UPPER)];
    // fastjson WriteNullStringAsEmpty
    "null-as-text": [Setting::Empty(Empty::NullAsText)];
    // .NET on Windows
    "indent-2-crlf": [layout(&TWO_CRLF)];
    // fastjson PrettyFormat
    "indent-fastjson": [layout(&FASTJSON)];
    // the text that was sent to CBT, with serviceTime
    "json-with-time": [Setting::Form(Form::WithTime)];
    // BigDecimal.stripTrailingZeros()
    "number-stripped": [Setting::Numbers(Numbers::Stripped)];
    // Java Double.toString
    "number-scientific": [Setting::Numbers(Numbers::Java)];
    // PHP with serialize_precision = 17, printf("%.17g")
    "number-17-digits": [Setting::Numbers(Numbers::Digits17)];
    // DECIMAL(19,5)
    "number-five-decimals": [Setting::Numbers(Numbers::Fixed(5))];
    // SQL Server money
    "number-four-decimals": [Setting::Numbers(Numbers::Fixed(4))];
    // an object instead of a string
    "unquoted-head": [Setting::Quotes(Quotes::Without(Part::Head))];
    // an array instead of a string
    "unquoted-lists": [Setting::Quotes(Quotes::Without(Part::Lists))];
    // a single bar
    "separator-bar": [Setting::Separator(b"|")];
    // the separator of forms
    "separator-ampersand": [Setting::Separator(b"&")];
    // no separator
    "separator-none": [Setting::Separator(b"")];
    // the separator of JSON
    "separator-comma": [Setting::Separator(b",")];
    // bars between spaces
    "separator-spaced": [Setting::Separator(b" || ")];
    // a line for each member
    "separator-line-feed": [Setting::Separator(b"\n")];
    // a form decoded twice
    "form-decoded": [Setting::Encoding(Encoding::FormDecoded)];
    // UTF-8 read as ISO 8859-1
    "utf-8-twice": [Setting::Encoding(Encoding::Twice)];
    // .NET Encoding.Unicode
    "utf-16": [Setting::Encoding(Encoding::Utf16)];
    // Windows Notepad and .NET StreamWriter, "Unicode"
    "utf-16-bom": [BYTE_ORDER_MARK, Setting::Encoding(Encoding::Utf16)];
    // Java UTF-16BE, .NET BigEndianUnicode
    "utf-16be": [Setting::Encoding(Encoding::Utf16Be)];
    // Java UTF-16
    "utf-16be-bom": [BYTE_ORDER_MARK, Setting::Encoding(Encoding::Utf16Be)];
    // UTF-8 read as windows-1252
    "utf-8-as-windows-1252": [Setting::Encoding(Encoding::TwiceWindows1252)];
    // UTF-8 read as GBK
    "utf-8-as-gbk": [Setting::Encoding(Encoding::TwiceGbk)];
    // PHP htmlspecialchars, a filter against cross-site scripting
    "html-entities": [Setting::Encoding(Encoding::Html)];
    // JSON from a filtered form
    "quote-entities": [Setting::Quotes(Quotes::Entities)];
    // copied and pasted text
    "leading-blank": [Setting::Start(b" ")];
    // the Base64 of the text
    "base64": [Setting::Encoding(Encoding::Base64)];
    // the digest in hex
    "digest-hex": [Setting::Encoding(Encoding::HexDigest)];
    // encodeURIComponent
    "percent-encoded": [Setting::Encoding(Encoding::Percent)];
    // Java URLEncoder, PHP urlencode
    "form-encoded": [Setting::Encoding(Encoding::Form)];
    // SM3 of the text alone, without ZA
    "no-identity": [Setting::Identity(Identity::None)];
    // OpenSSL 3 without distid
    "no-user-id": [Setting::Identity(Identity::Other(NO_USER_ID))];
    // the default in hex, as in Bouncy Castle's sources
    "user-id-in-hex": [Setting::Identity(Identity::Other(USER_ID_IN_HEX))];
};

/// The producers that change the service time.
pub static TIMES: &[Producer] = producers! {
    // a number instead of a string
    "service-time-bare": [Setting::Time(Time::Bare)];
    // PHP time(), Unix seconds
    "service-time-seconds": [Setting::Time(Time::Seconds)];
    // Unix seconds × 1000
    "service-time-whole-second": [Setting::Time(Time::WholeSecond)];
    // local time read as UTC
    "service-time-zone": [Setting::Time(Time::EightHoursEarlier)];
    // UTC read as local time
    "service-time-zone": [Setting::Time(Time::EightHoursLater)];
    // the text that was sent to CBT
    "no-service-time": [Setting::Time(Time::None)];
    // a time that was not set yet
    "empty-service-time": [Setting::Time(Time::Empty)];
};

/// The producers that add characters to the end of the text.
pub static ENDS: &[Producer] = producers! {
    // println, echo, a text file
    "line-feed": [Setting::End(b"\n")];
    // a text file on Windows
    "crlf": [Setting::End(b"\r\n")];
    // a loop that appends the separator
    "trailing-separator": [Setting::End(b"||")];
    // copied and pasted text
    "trailing-blank": [Setting::End(b" ")];
    // a loop that appends a comma
    "trailing-comma": [Setting::End(b",")];
    // a column of a spreadsheet
    "trailing-tab": [Setting::End(b"\t")];
    // a C string with its terminator
    "trailing-nul": [Setting::End(b"\0")];
};
