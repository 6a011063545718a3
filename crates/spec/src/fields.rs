//! The interface as data: every field of the signing request, once.
//!
//! The checker, the builder and the documentation read this table; no rule about a field stands anywhere else.
//! Sources: CBT's interface document (clauses 3.1.2.2, 3.1.2.3 and 5.1), and for lengths and codes within
//! `payExInfoStr` the customs' announcement 179 of 2018, interface document 1.6.3.

use crate::options::Names;

/// The authority that sets a rule, and rejects what breaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// CBT, whose document describes the signing request; it answers `ILLEGAL_ARGUMENT`.
    Cbt,
    /// Customs, who receive the signed text later.
    Customs,
    /// This library, which has limits of its own.
    Library,
}

impl Authority {
    /// Returns the clause of the rules about fields; `None` for the library's own limits.
    #[must_use]
    pub fn clause(self) -> Option<&'static str> {
        match self {
            Self::Cbt => Some("3.1.2.2"),
            Self::Customs => Some("GACC 179/2018, 1.6.3"),
            Self::Library => None,
        }
    }
}

/// One value that a coded field may have.
#[derive(Debug)]
pub struct Choice {
    /// The value as it is sent.
    pub code: &'static str,
    /// Its meaning, in Chinese.
    pub zh: &'static str,
    /// Its meaning, in English; for a currency, the ISO 4217 code.
    pub en: &'static str,
    /// Other codes that senders write for it; for a currency, the ISO 4217 number.
    pub also: &'static [&'static str],
}

/// The type of a field's value.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A string that identifies something, such as an order or an account.
    Code,
    /// A string with a name, in any language.
    Name,
    /// A string of links, joined by `;`.
    Links,
    /// A string that may begin and end with blanks.
    Verbatim,
    /// A string; customs advise its full length, in upper case.
    Guid,
    /// A string of 14 digits, `yyyyMMddHHmmss`, a time that exists (China Standard Time).
    DateTime,
    /// Unix milliseconds of 13 digits, a number in customs' document and a string in practice.
    Millis,
    /// A JSON number, limited by customs in digits.
    Amount {
        /// The maximum number of digits before and after the decimal point together.
        digits: usize,
        /// The maximum number of digits after the decimal point; at most `digits - decimals` may precede it.
        decimals: usize,
    },
    /// One of a list of strings.
    Choice(&'static [Choice]),
    /// One of customs' currency codes; retail import is settled in the first.
    Currency(&'static [Choice]),
    /// A JSON object with these fields.
    Object(&'static [Field]),
    /// A JSON array, not empty, of objects with these fields.
    List(&'static [Field]),
}

/// One field of the interface.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name, as this library writes it.
    pub name: &'static str,
    /// Other spellings that the document itself uses; read, with a warning.
    pub also: &'static [&'static str],
    /// The type of its value.
    pub kind: Kind,
    /// The maximum number of code points in a string; `None` without a limit. For the form's two fields, the maximum
    /// number of Base64 characters.
    pub max: Option<usize>,
    /// Whether it must be present and not empty.
    pub required: bool,
    /// The authority that sets `required` and `max`.
    pub by: Authority,
    /// Whether its value is masked in all output.
    pub secret: bool,
    /// Its label, in Chinese, in the document's words.
    pub zh: &'static str,
    /// Its label, in English.
    pub en: &'static str,
}

/// The defaults of most fields.
const CBT: Field = Field {
    name: "",
    also: &[],
    kind: Kind::Code,
    max: None,
    required: true,
    by: Authority::Cbt,
    secret: false,
    zh: "",
    en: "",
};
const CUSTOMS: Field = Field { by: Authority::Customs, ..CBT };

/// The most characters of Base64 that `payExInfoStr` may have: the document's `2M`, read as 2 × 1,048,576.
pub const PAY_EX_INFO_MAX: usize = 2_097_152;

/// From this length on, `payExInfoStr` gets a warning: a reader might take `2M` for 2,000,000.
pub const PAY_EX_INFO_WARN: usize = 2_000_000;

/// The form's two fields, in the order in which they are sent; a value is the Base64 of a JSON object.
pub static FORM: [Field; 2] = [
    Field {
        name: "EData",
        also: &["Edata"],
        kind: Kind::Object(&E_DATA),
        zh: "协议参数",
        en: "protocol parameters",
        ..CBT
    },
    Field {
        name: "payExInfoStr",
        kind: Kind::Object(&PAY_EX_INFO),
        max: Some(PAY_EX_INFO_MAX),
        zh: "业务报文",
        en: "text to be signed",
        ..CBT
    },
];

/// The fields of `EData` (clause 3.1.2.2).
pub static E_DATA: [Field; 6] = [
    Field {
        name: "version",
        kind: Kind::Choice(&VERSIONS),
        max: Some(10),
        zh: "网关版本",
        en: "gateway version",
        ..CBT
    },
    Field { name: "commitTime", kind: Kind::DateTime, max: Some(14), zh: "提交时间", en: "submission time", ..CBT },
    Field {
        name: "cusName",
        also: &["coName"],
        kind: Kind::Name,
        max: Some(60),
        zh: "海关备案名称",
        en: "company name registered with customs",
        ..CBT
    },
    Field {
        name: "cusCode",
        also: &["coCode"],
        max: Some(18),
        zh: "海关备案代码",
        en: "company code registered with customs",
        ..CBT
    },
    Field { name: "serialNumber", max: Some(32), zh: "流水号", en: "unique serial number of the request", ..CBT },
    Field {
        name: "token",
        also: &["Token"],
        max: Some(32),
        secret: true,
        zh: "公服认证 token",
        en: "authentication token",
        ..CBT
    },
];

/// The values of the document's example: a request with this token, but its own code and serial number, has kept it.
pub const SAMPLE: [(&str, &str); 3] =
    [("token", "12345678901234567890123456789012"), ("cusCode", "XXXX908"), ("serialNumber", "20119182839304")];

/// The fields of `payExInfoStr`, in the order in which customs wants them.
pub static PAY_EX_INFO: [Field; 3] = [
    Field {
        name: "sessionID", zh: "海关发起请求时的会话 ID", en: "session ID of the customs request", ..CBT
    },
    Field {
        name: "payExchangeInfoHead",
        kind: Kind::Object(&HEAD),
        zh: "支付原始数据表头",
        en: "header of the original payment data",
        ..CBT
    },
    Field {
        name: "payExchangeInfoLists",
        also: &["payExchangeInfoList"],
        kind: Kind::List(&ORDER),
        zh: "支付原始数据表体",
        en: "orders in the original payment data",
        ..CBT
    },
];

/// The fields of `payExchangeInfoHead`.
pub static HEAD: [Field; 12] = [
    Field {
        name: "guid",
        kind: Kind::Guid,
        max: Some(36),
        zh: "系统唯一序号",
        en: "unique ID in the sender's system",
        ..CUSTOMS
    },
    Field {
        name: "initalRequest",
        kind: Kind::Verbatim,
        max: Some(8000),
        zh: "原始请求",
        en: "original payment request",
        ..CUSTOMS
    },
    Field {
        name: "initalResponse",
        kind: Kind::Verbatim,
        max: Some(8000),
        zh: "原始响应",
        en: "original payment response",
        ..CUSTOMS
    },
    Field { name: "ebpCode", max: Some(18), zh: "电商平台代码", en: "e-commerce platform code", ..CUSTOMS },
    Field { name: "payCode", max: Some(18), zh: "支付企业代码", en: "payment company code", ..CUSTOMS },
    Field {
        name: "payTransactionId", max: Some(60), zh: "交易流水号", en: "payment transaction number", ..CUSTOMS
    },
    Field {
        name: "totalAmount",
        kind: Kind::Amount { digits: 19, decimals: 5 },
        zh: "交易金额",
        en: "amount paid",
        ..CUSTOMS
    },
    Field {
        name: "currency", kind: Kind::Currency(&CURRENCIES), max: Some(4), zh: "币制", en: "currency", ..CUSTOMS
    },
    Field {
        name: "verDept",
        kind: Kind::Choice(&VER_DEPTS),
        max: Some(3),
        zh: "验核机构",
        en: "verifying institution",
        ..CUSTOMS
    },
    Field {
        name: "payType",
        kind: Kind::Choice(&PAY_TYPES),
        max: Some(1),
        required: false,
        zh: "支付类型",
        en: "payment type",
        ..CUSTOMS
    },
    Field {
        name: "tradingTime",
        kind: Kind::DateTime,
        max: Some(14),
        zh: "交易成功时间",
        en: "time of payment",
        ..CUSTOMS
    },
    Field { name: "note", kind: Kind::Verbatim, max: Some(1000), required: false, zh: "备注", en: "note", ..CUSTOMS },
];

/// The fields of one order in `payExchangeInfoLists`.
pub static ORDER: [Field; 5] = [
    Field { name: "orderNo", max: Some(60), zh: "订单编号", en: "order number", ..CUSTOMS },
    Field { name: "goodsInfo", kind: Kind::List(&GOODS), zh: "商品信息", en: "goods in the order", ..CUSTOMS },
    Field { name: "recpAccount", max: Some(60), zh: "收款账号", en: "payee account", ..CUSTOMS },
    Field {
        name: "recpCode",
        max: Some(18),
        required: false,
        zh: "收款企业代码",
        en: "payee's unified social credit code",
        ..CUSTOMS
    },
    Field { name: "recpName", kind: Kind::Name, max: Some(100), zh: "收款企业名称", en: "payee name", ..CUSTOMS },
];

/// The fields of one item of `goodsInfo`.
pub static GOODS: [Field; 2] = [
    Field { name: "gname", kind: Kind::Name, max: Some(250), zh: "商品名称", en: "product name", ..CUSTOMS },
    Field {
        name: "itemLink",
        kind: Kind::Links,
        max: Some(3000),
        zh: "商品展示链接地址",
        en: "product links, joined by `;`",
        ..CUSTOMS
    },
];

/// The request that customs sends for the payment data of an order (announcement 179 of 2018, interface document 1.6.1).
pub static OPEN_REQ: Field = Field {
    name: "openReq",
    kind: Kind::Object(&OPEN_REQ_FIELDS),
    zh: "海关请求",
    en: "request from customs",
    ..MESSAGE
};

/// The fields of `openReq`.
pub static OPEN_REQ_FIELDS: [Field; 3] = [
    Field { name: "orderNo", zh: "订单编号", en: "order number", ..MESSAGE },
    Field { name: "sessionID", zh: "会话 ID", en: "session ID", ..MESSAGE },
    Field { name: "serviceTime", kind: Kind::Millis, zh: "调用时间", en: "time of the call", ..MESSAGE },
];

/// The fields of customs' reply to an upload (interface document 1.6.2): `code`, `message`, `total`, `serviceTime`.
pub static UPLOAD_REPLY: [Field; 4] = [
    Field { name: "code", zh: "状态代号", en: "status code", ..MESSAGE },
    Field { name: "message", zh: "信息", en: "message", ..MESSAGE },
    Field { name: "total", kind: Kind::Amount { digits: 19, decimals: 0 }, zh: "总数", en: "total", ..MESSAGE },
    Field { name: "serviceTime", kind: Kind::Millis, zh: "系统响应时间", en: "time of the reply", ..MESSAGE },
];

/// The defaults of a field in customs' messages. No option turns off a rule about them, since customs sends or reads them.
const MESSAGE: Field = Field { by: Authority::Library, ..CBT };

/// The reply to a signing request (clause 3.1.2.4). Its fields depend on one another and are checked one by one.
pub static REPLY: Field =
    Field { kind: Kind::Object(&[]), zh: "加签应答", en: "reply to a signing request", ..CBT };

/// Whether CBT has signed: `success` or `failure`.
pub static STATUS: Field = Field { name: "status", zh: "状态", en: "status", ..CBT };

/// The error code of a failure.
pub static CODE: Field = Field { name: "code", required: false, zh: "错误代码", en: "error code", ..CBT };

/// CBT's message about a failure.
pub static MSG: Field = Field { name: "msg", required: false, zh: "错误信息", en: "error message", ..CBT };

/// The serial number of the request.
pub static SERIAL_NUMBER: Field =
    Field { name: "serialNumber", max: Some(32), zh: "流水号", en: "serial number of the request", ..CBT };

/// The time at which CBT signed.
pub static SERVICE_TIME: Field = Field { name: "serviceTime", zh: "加签时间", en: "signing time", ..CBT };

/// The serial number of the certificate.
pub static CERT_NO: Field = Field { name: "certNo", zh: "证书编号", en: "certificate serial number", ..CBT };

/// The signature itself.
pub static SIGN_VALUE: Field = Field { name: "signValue", zh: "签名值", en: "signature", ..CBT };

/// The fields that a reply has if CBT has signed; they go into the upload in this order.
pub static SIGNATURE: [&Field; 3] = [&SERVICE_TIME, &CERT_NO, &SIGN_VALUE];

const fn choice(code: &'static str, zh: &'static str, en: &'static str, also: &'static [&'static str]) -> Choice {
    Choice { code, zh, en, also }
}

/// The customs' currency codes (not ISO 4217's); the first is the one that retail import is settled in.
pub static CURRENCIES: [Choice; 19] = [
    choice("142", "人民币", "CNY", &["156", "RMB"]),
    choice("502", "美元", "USD", &["840"]),
    choice("110", "港币", "HKD", &["344"]),
    choice("116", "日本元", "JPY", &["392"]),
    choice("121", "澳门元", "MOP", &["446"]),
    choice("129", "菲律宾比索", "PHP", &["608"]),
    choice("132", "新加坡元", "SGD", &["702"]),
    choice("133", "韩国圆", "KRW", &["410"]),
    choice("136", "泰国铢", "THB", &["764"]),
    choice("143", "台币", "TWD", &["901"]),
    choice("300", "欧元", "EUR", &["978"]),
    choice("302", "丹麦克朗", "DKK", &["208"]),
    choice("303", "英镑", "GBP", &["826"]),
    choice("326", "挪威克朗", "NOK", &["578"]),
    choice("330", "瑞典克朗", "SEK", &["752"]),
    choice("331", "瑞士法郎", "CHF", &["756"]),
    choice("501", "加拿大元", "CAD", &["124"]),
    choice("601", "澳大利亚元", "AUD", &["036"]),
    choice("609", "新西兰元", "NZD", &["554"]),
];

/// The one value of `version`.
pub static VERSIONS: [Choice; 1] = [choice("1.0", "固定值", "fixed value", &["1", "v1.0", "v1"])];

/// The values of `verDept`.
pub static VER_DEPTS: [Choice; 3] = [
    choice("1", "银联", "UnionPay", &["CUP", "ChinaUnionPay", "中国银联"]),
    choice("2", "网联", "NetsUnion", &["NUCC", "网联清算"]),
    choice("3", "其他", "other", &["others", "其它"]),
];

/// The values of `payType`.
pub static PAY_TYPES: [Choice; 4] = [
    choice("1", "APP", "app", &["APP支付"]),
    choice("2", "PC", "PC", &["PC支付", "PC_WEB"]),
    choice("3", "扫码", "QR code", &["scan", "QR", "QRCode", "QR_CODE", "scan_code", "扫码支付", "二维码"]),
    choice("4", "其他", "other", &["others", "其它"]),
];

impl Field {
    /// Finds the choice that a text names, by another code or in either language, ignoring ASCII case.
    #[must_use]
    pub fn meant_by(&self, text: &str) -> Option<&'static Choice> {
        let (Kind::Choice(choices) | Kind::Currency(choices)) = self.kind else {
            return None;
        };
        let is_meant = |choice: &&Choice| {
            let mut names = [choice.zh, choice.en].into_iter().chain(choice.also.iter().copied());
            names.any(|name| name.eq_ignore_ascii_case(text))
        };
        choices.iter().find(is_meant)
    }

    /// Returns the field's name as a request is built with it.
    #[must_use]
    pub fn written(&self, names: Names) -> &'static str {
        let other = self.also.iter().find(|also| names == Names::Co && also.starts_with("co"));
        other.copied().unwrap_or(self.name)
    }

    /// Returns whether this is the field's name or another of the document's spellings.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.name == name || self.also.contains(&name)
    }
}

/// Returns whether any field of the signing request has this name.
#[must_use]
pub fn has_name(name: &str) -> bool {
    // A length that no name has needs no comparison.
    let has_length = name.len() < 64 && LENGTHS >> name.len() & 1 == 1;
    has_length && TABLES.into_iter().flatten().any(|field| field.is_named(name))
}

const TABLES: [&[Field]; 6] = [&FORM, &E_DATA, &PAY_EX_INFO, &HEAD, &ORDER, &GOODS];

/// The lengths of all names: bit `n` is set if a name has `n` bytes.
const LENGTHS: u64 = {
    let (mut lengths, mut table) = (0, 0);
    while table < TABLES.len() {
        let (fields, mut index) = (TABLES[table], 0);
        while index < fields.len() {
            lengths |= 1 << fields[index].name.len();
            let (also, mut other) = (fields[index].also, 0);
            while other < also.len() {
                lengths |= 1 << also[other].len();
                other += 1;
            }
            index += 1;
        }
        table += 1;
    }
    lengths
};
