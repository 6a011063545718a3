//! Makes the input of a target from a fuzzer's bytes: the first byte chooses the options and a template, the others
//! edit it.

use std::sync::LazyLock;

use cbt179::{CustomsRules, Locale, Options, Units, encode_form};

/// A valid `EData`, with [`crate::token::TOKEN`].
pub const E_DATA: &str = r#"{"version":"1.0","commitTime":"20260115092811","cusName":"某某电商公司","cusCode":"XXXX908","serialNumber":"20119182839304","token":"Qz7Wk9Xv3Jp5Hy2Gd8Fs4Lm6Nc1Rb0Tt"}"#;

/// A valid `payExInfo`, without a finding.
pub const PAY_EX_INFO: &str = r#"{"sessionID":"fe2374-8fnejf97-32839218","payExchangeInfoHead":{"guid":"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6","initalRequest":"https://pay.example/?a=~~~???\n","initalResponse":"{\"msg\":\"成功\"}","ebpCode":"44069679AS","payCode":"4403160BUF","payTransactionId":"201808010XTOO180881108351","totalAmount":100.1,"currency":"142","verDept":"3","payType":"1","tradingTime":"20260115092510","note":"备注😀"},"payExchangeInfoLists":[{"orderNo":"ord201808030001","goodsInfo":[{"gname":"小米盒子","itemLink":"https://shop.example/1?a=1+1"}],"recpAccount":"6217850100007893905","recpCode":"","recpName":"天猫国际有限公司"}]}"#;

static BODY: LazyLock<String> = LazyLock::new(|| encode_form(E_DATA.as_bytes(), PAY_EX_INFO.as_bytes()));

/// The number of kinds in [`body`].
const KINDS: u8 = 8;

/// A form body and the options to check it with.
///
/// The first byte chooses how the others are used: as the body, as two JSON texts, as runs of characters within a text,
/// or as edits of a valid body or of one of its texts.
pub fn body(data: &[u8]) -> Option<(Vec<u8>, Options)> {
    let (&first, data) = data.split_first()?;
    let body = match first % KINDS {
        0 => data.to_vec(),
        1 => {
            let mut texts = data.splitn(2, |&byte| byte == 0);
            let [e_data, pay_ex_info] = [texts.next(), texts.next()].map(Option::unwrap_or_default);
            encode_form(e_data, pay_ex_info).into_bytes()
        }
        2 => encode_form(&edited(E_DATA, data), PAY_EX_INFO.as_bytes()).into_bytes(),
        3 => encode_form(E_DATA.as_bytes(), PAY_EX_INFO.replace("小米盒子", &runs(data)).as_bytes()).into_bytes(),
        4..=6 => encode_form(E_DATA.as_bytes(), &edited(PAY_EX_INFO, data)).into_bytes(),
        _ => edited(&BODY, data),
    };
    let options = options(first / KINDS, &body);
    Some((body, options))
}

/// A text and the options to check it with: the bytes as they are, or edits of one of the templates.
pub fn text(data: &[u8], templates: &[&str]) -> Option<(Vec<u8>, Options)> {
    let (&first, data) = data.split_first()?;
    let kinds = u8::try_from(templates.len() + 1).expect("there are few templates");
    let text = match usize::from(first % kinds).checked_sub(1) {
        None => data.to_vec(),
        Some(index) => edited(templates[index], data),
    };
    let options = options(first / kinds, &text);
    Some((text, options))
}

/// Returns the options that a byte chooses. UTF-16 is for text only.
fn options(choice: u8, text: &[u8]) -> Options {
    Options {
        customs_rules: [CustomsRules::Warning, CustomsRules::Error, CustomsRules::Off][usize::from(choice % 3)],
        locale: [Locale::En, Locale::ZhCn][usize::from(choice / 3 % 2)],
        units: match choice / 6 % 2 {
            1 if std::str::from_utf8(text).is_ok() => Units::Utf16,
            _ => Units::Bytes,
        },
        ..Options::default()
    }
}

/// Splits the data in two; its first byte is the first half's share of the rest.
pub fn halves(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&share, data) = data.split_first()?;
    Some(data.split_at(data.len() * usize::from(share) / 256))
}

/// Edits a text: two bytes are the offset, one the number of bytes removed, and one the number of following bytes
/// inserted.
pub fn edited(text: &str, mut edits: &[u8]) -> Vec<u8> {
    let mut text = text.as_bytes().to_vec();
    while let [high, low, removed, inserted, rest @ ..] = edits {
        let at = usize::from(u16::from_be_bytes([*high, *low])) % (text.len() + 1);
        let end = (at + usize::from(*removed)).min(text.len());
        let (insert, others) = rest.split_at(usize::from(*inserted).min(rest.len()));
        text.splice(at..end, insert.iter().copied());
        edits = others;
    }
    text
}

/// Makes a text of runs, which may confuse block-wise readers: one byte is the character, one the length of the run.
fn runs(data: &[u8]) -> String {
    const PIECES: [&str; 8] = ["a", "好", "😀", "\\\\", "\\\"", "\\n", "\\t", " "];
    let run = |[piece, times]: &[u8; 2]| PIECES[usize::from(*piece) % PIECES.len()].repeat(usize::from(*times));
    data.as_chunks().0.iter().map(run).collect()
}
