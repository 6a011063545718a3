//! The law of the fast pass: `check_form`, which reads a sound body in one pass, finds what `decode_form` does, which takes
//! the layers off one by one.

#![no_main]

use std::sync::LazyLock;

use cbt179::{CustomsRules, Options, check_form, decode_form, encode_form};
use libfuzzer_sys::fuzz_target;

/// The JSON texts of a body in which nothing is to be found.
const TEXTS: [&str; 2] = [
    r#"{"version":"1.0","commitTime":"20260115092811","cusName":"某某电商公司","cusCode":"XXXX908","serialNumber":"20119182839304","token":"8d1f0b6e3c9a4725b0e4c7d2f6a95318"}"#,
    r#"{"sessionID":"fe2374-8fnejf97-32839218","payExchangeInfoHead":{"guid":"9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6","initalRequest":"https://pay.example/?a=~~~???\n","initalResponse":"{\"msg\":\"成功\"}","ebpCode":"44069679AS","payCode":"4403160BUF","payTransactionId":"201808010XTOO180881108351","totalAmount":100.1,"currency":"142","verDept":"3","payType":"1","tradingTime":"20260115092510","note":"备注😀"},"payExchangeInfoLists":[{"orderNo":"ord201808030001","goodsInfo":[{"gname":"小米盒子","itemLink":"https://shop.example/1?a=1+1"}],"recpAccount":"6217850100007893905","recpCode":"","recpName":"天猫国际有限公司"}]}"#,
];

static BODY: LazyLock<String> = LazyLock::new(|| encode_form(TEXTS[0].as_bytes(), TEXTS[1].as_bytes()));

fuzz_target!(|data: &[u8]| {
    let Some((&first, data)) = data.split_first() else { return };
    let customs_rules = [CustomsRules::Warning, CustomsRules::Error, CustomsRules::Off][usize::from(first / 8 % 3)];
    let options = Options { customs_rules, ..Options::default() };
    let body = match first % 8 {
        0 => data.to_vec(),
        1 => {
            let mut texts = data.splitn(2, |&byte| byte == 0);
            let [e_data, pay_ex_info] = [texts.next(), texts.next()].map(Option::unwrap_or_default);
            encode_form(e_data, pay_ex_info).into_bytes()
        }
        2 => encode_form(&edited(TEXTS[0], data), TEXTS[1].as_bytes()).into_bytes(),
        3 => encode_form(TEXTS[0].as_bytes(), TEXTS[1].replace("小米盒子", &runs(data)).as_bytes()).into_bytes(),
        4..=6 => encode_form(TEXTS[0].as_bytes(), &edited(TEXTS[1], data)).into_bytes(),
        _ => edited(&BODY, data),
    };
    assert_eq!(check_form(&body, &options).findings, decode_form(&body, &options).findings);
});

/// A text with edits: of each two bytes say where, one how many bytes go, and one how many of those behind it come.
fn edited(text: &str, mut edits: &[u8]) -> Vec<u8> {
    let mut text = text.as_bytes().to_vec();
    while let [high, low, gone, come, rest @ ..] = edits {
        let at = usize::from(u16::from_be_bytes([*high, *low])) % (text.len() + 1);
        let end = (at + usize::from(*gone)).min(text.len());
        let (insert, others) = rest.split_at(usize::from(*come).min(rest.len()));
        text.splice(at..end, insert.iter().copied());
        edits = others;
    }
    text
}

/// A text made of what readers of whole blocks may stumble over: one byte says what, and one how often.
fn runs(data: &[u8]) -> String {
    const PIECES: [&str; 8] = ["a", "好", "😀", "\\\\", "\\\"", "\\n", "\\t", " "];
    let run = |[piece, times]: &[u8; 2]| PIECES[usize::from(*piece) % PIECES.len()].repeat(usize::from(*times));
    data.as_chunks().0.iter().map(run).collect()
}
