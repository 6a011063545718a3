//! Run natively, where the steps on lanes are loops, and on wasm, where they are instructions.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::lanes::{BLOCK, Block, LANES, Lanes, tables};
use super::*;
use crate::options::Options;
use crate::{check, encode_form};

const E_DATA: &str = r#"{"version":"1.0","commitTime":"20260115092811","cusName":"测试商城","cusCode":"XXXX908","serialNumber":"20119182839304","token":"9f8e7d6c5b4a39281706f5e4d3c2b1a0"}"#;

const PAY_EX_INFO: &str = r#"{"sessionID":"fe2374-8fnejf97-32839218","payExchangeInfoHead":{"guid":"9D55BA71-55DE-41F4-8B50-C36C83B3B419","initalRequest":"https://pay.example/?a=~~~???","initalResponse":"{\"ok\":\"好\"}","ebpCode":"31222699S7","payCode":"3122480063","payTransactionId":"2018121222001354081010726129","totalAmount":100.1,"currency":"142","verDept":"3","payType":"1","tradingTime":"20181212041803","note":"批量订单"},"payExchangeInfoLists":[{"orderNo":"SHA1","goodsInfo":[{"gname":"lhy-gnsku3","itemLink":"http://m.example/1;http://m.example/2"}],"recpAccount":"OSA571908863132601","recpCode":"","recpName":"YUNJIHONGKONGLIMITED"}]}"#;

/// A good body with one text in the place of another in the JSON of one of its parts.
fn with(part: usize, from: &str, to: &str) -> String {
    let mut texts = [E_DATA.to_owned(), PAY_EX_INFO.to_owned()];
    assert!(texts[part].contains(from), "{from}");
    texts[part] = texts[part].replace(from, to);
    encode_form(texts[0].as_bytes(), texts[1].as_bytes())
}

fn is_clean(body: &[u8], customs_rules: CustomsRules) -> bool {
    // The margins may be anything.
    read_clean(&mut [&[b'A'; MARGIN], body, &[b'A'; MARGIN]].concat(), customs_rules).is_some()
}

/// Whether the fast pass takes a body; where it does, the diagnosis must find nothing.
fn judged(body: &[u8], customs_rules: CustomsRules) -> bool {
    let is_clean = is_clean(body, customs_rules);
    if is_clean {
        let options = Options { customs_rules, ..Options::default() };
        let findings = check::diagnose(body, &options).findings;
        assert!(findings.is_empty(), "{findings:?} in {}", String::from_utf8_lossy(body));
    }
    is_clean
}

#[test]
fn good_bodies_are_taken() {
    let spaced =
        PAY_EX_INFO.replace(",\"", " ,\r\n\t\"").replace("[{", "[ {").replace("}]", "} ] ").replace("\":\"", "\" : \"");
    for body in [
        with(0, "{", "{"),
        with(1, PAY_EX_INFO, &spaced),
        with(1, "YUNJIHONG", "Müller 😀 😀 Ω\\\"\\\\"),
        with(1, "lhy-gnsku3", "好\u{2014}\\t\\n\\r\\b\\f“"),
        with(1, "批量订单", "batch\\n "),
        with(1, "批量订单", ""),
        with(1, "\"批量订单\"", "null"),
        with(1, ",\"note\":\"批量订单\"", ""),
        with(1, "\"payType\":\"1\",", ""),
        with(1, "100.1", "0"),
        with(1, "100.1", "99999999999999"),
        with(1, "100.1", "0.00001"),
        with(1, "https://pay", &"\\\\".repeat(3000)),
        with(1, "https://pay", &"好".repeat(7000)),
        with(1, "https://pay", &"\\n".repeat(7000)),
        with(0, "{", "{").replace("%3D", "%3d").replace("%2B", "%2b").replace("%2F", "%2f"),
        with(0, "{", "{").replace("%2F", "/"),
    ] {
        assert!(judged(body.as_bytes(), CustomsRules::Error), "{body:.300}");
    }
    let body = with(0, "{", "{");
    let (e_data, pay_ex_info) = body.split_once('&').unwrap();
    assert!(judged(format!("{pay_ex_info}&{e_data}").as_bytes(), CustomsRules::Warning));
}

#[test]
fn customs_rules_can_be_off() {
    for body in [
        with(1, "https://pay", &"好".repeat(9000)),
        with(1, "9D55BA71-", "9d55ba71"),
        with(1, "\"ebpCode\":\"31222699S7\",", ""),
    ] {
        assert!(judged(body.as_bytes(), CustomsRules::Off), "{body:.300}");
        assert!(!is_clean(body.as_bytes(), CustomsRules::Warning), "{body:.300}");
    }
}

#[test]
fn odd_bodies_are_left_to_the_diagnosis() {
    let good = with(0, "{", "{");
    for body in [
        String::new(),
        "EData=".into(),
        "EData=&payExInfoStr=".into(),
        good.replace('&', "&&"),
        good.clone() + "&",
        good.clone() + "&a=b",
        good.clone() + "\n",
        good.replace("EData", "Edata"),
        good.replace("payExInfoStr", "EData"),
        good.replace("%2F", "%2f%"),
        good.replace("%3D", ""),
        good.replace("%3D", "="),
        good.replace("%3D", "%3D%3D"),
        good.replacen('e', "ee", 1),
        good.replacen('e', "é", 1),
        good.replace("%2F", "+"),
        with(0, "1.0", "1.1"),
        with(0, "20260115", "20260230"),
        with(0, "\"20260115092811\"", "20260115092811"),
        with(0, "测试", " 测试"),
        with(0, "商城", "商城\u{3000}"),
        with(0, "商城", "商城\\n"),
        with(0, "测试商城", ""),
        with(0, "cusName", "coName"),
        with(0, "token", "Token"),
        with(0, "{", "{\"token\":\"a\","),
        with(0, "}", ",}"),
        with(0, "}", ""),
        with(0, "}", "}}"),
        with(0, "}", "}\0"),
        with(0, "{", "\u{feff}{"),
        with(1, "fe2374", "\\u0041"),
        with(1, "fe2374", "\\/"),
        with(1, "fe2374", "\\x"),
        with(1, "fe2374", "a\\\u{597d}"),
        with(1, "fe2374", "\t"),
        with(1, "fe2374", "\"\""),
        with(1, "100.1", "-100.1"),
        with(1, "100.1", "100.10"),
        with(1, "100.1", "\"100.1\""),
        with(1, "100.1", "1e2"),
        with(1, "100.1", "0100.1"),
        with(1, "100.1", "100."),
        with(1, "100.1", ".1"),
        with(1, "100.1", "0.123456"),
        with(1, "100.1", "10000000000.50001"),
        with(1, "100.1", "null"),
        with(1, "\"142\"", "\"502\""),
        with(1, "\"3\"", "\"9\""),
        with(1, "\"recpCode\":\"\"", "\"recpCode\":nul"),
        with(1, "9D55BA71", "9d55BA71"),
        with(1, "[{\"gname\"", "[{},{\"gname\""),
        with(
            1,
            "\"goodsInfo\":[{\"gname\":\"lhy-gnsku3\",\"itemLink\":\"http://m.example/1;http://m.example/2\"}]",
            "\"goodsInfo\":[]",
        ),
        with(1, "SHA1", &"1".repeat(61)),
        with(1, "SHA1", &"好".repeat(61)),
        with(1, "https://pay", &"\\n".repeat(8001)),
        with(1, "https://pay", &"a".repeat(1_500_000)),
    ] {
        assert!(!is_clean(body.as_bytes(), CustomsRules::Warning), "{body:.300}");
    }
}

/// Numbers that look random, the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// The law that the fast pass stands under, on good bodies and JSON texts with a few bytes changed.
#[test]
fn what_is_taken_is_clean() {
    let mut random = Random(179);
    let pieces = [
        "%2B", "%3D", "+", "=", "A", "\"", "\\", "\\n", ",", "}", " ", "\n", "好", "\u{3000}", "\u{7f}", "0", "null",
        "\0",
    ];
    let mut taken = 0;
    let rounds = if cfg!(miri) { 10 } else { 4000 };
    for round in 0..rounds {
        let mut texts = [E_DATA.as_bytes().to_vec(), PAY_EX_INFO.as_bytes().to_vec()];
        let mut body = Vec::new();
        for step in 0..=random.below(2) {
            let in_json = round % 3 > 0 && step == 0;
            if !in_json {
                body = encode_form(&texts[0], &texts[1]).into_bytes();
            }
            let text = if in_json { &mut texts[round % 2] } else { &mut body };
            let at = random.below(text.len());
            let end = (at + random.below(3)).min(text.len());
            let piece = pieces[random.below(pieces.len())].as_bytes();
            match random.below(3) {
                0 => drop(text.splice(at..end, piece.iter().copied())),
                1 => drop(text.drain(at..end)),
                _ => text[at] = u8::try_from(random.below(256)).unwrap(),
            }
            if in_json {
                body = encode_form(&texts[0], &texts[1]).into_bytes();
            }
        }
        let rules = [CustomsRules::Error, CustomsRules::Off][random.below(2)];
        taken += usize::from(judged(&body, rules));
    }
    assert!(taken > rounds / 10, "{taken}");
}

/// Lanes that between them hold every byte.
fn all_bytes() -> impl Iterator<Item = [u8; LANES]> {
    (0..=u8::MAX / 16).map(|upper| std::array::from_fn(|lower| upper << 4 | u8::try_from(lower).unwrap()))
}

#[test]
fn lanes_mark_what_they_say() {
    let mask = |bytes: &[u8; LANES], is_marked: fn(u8) -> bool| {
        bytes.iter().rev().fold(0, |mask: u16, &byte| mask << 1 | u16::from(is_marked(byte)))
    };
    for bytes in all_bytes() {
        let lanes = Lanes::load(&bytes);
        let odd = |byte| !(0x20..0x80).contains(&byte);
        assert_eq!(lanes.odd(tables()).mask(), mask(&bytes, odd));
        assert_eq!(
            lanes.stops(tables()).mask(),
            mask(&bytes, |byte| b"\"\\".contains(&byte) || !(0x20..0x80).contains(&byte))
        );
        assert_eq!(lanes.equal(tables().n).mask(), mask(&bytes, |byte| byte == b'n'));
        assert_eq!(lanes.escapable().mask(), mask(&bytes, |byte| b"\"\\bfnrt".contains(&byte)));
        assert_eq!(lanes.set().mask(), mask(&bytes, |byte| byte != 0));
        assert_eq!(lanes.mask(), mask(&bytes, |byte| byte >= 0x80));
        assert_eq!(lanes.is_zero(), bytes == [0; LANES]);
        let wrong = lanes.values(tables()).not_alphanumeric(lanes.rank(tables()), tables()).set();
        assert_eq!(wrong.mask(), mask(&bytes, |byte| !byte.is_ascii_alphanumeric()));
        let (block, plain) =
            (Block([Lanes::load(b"0123456789abcdef"); 4]), |byte| !odd(byte) && byte != b'"' && byte != b'\\');
        assert!(block.is_plain(tables()) && !block.has_odd(tables()));
        let mut all = *b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        for (at, &byte) in (0..BLOCK).step_by(7).zip(&bytes) {
            let was = std::mem::replace(&mut all[at], byte);
            let block = Block::load(&all);
            assert_eq!((block.is_plain(tables()), block.has_odd(tables())), (plain(byte), odd(byte)), "{byte}");
            let values = Block(block.0.map(|lanes| lanes.values(tables())));
            assert_eq!(block.is_alphanumeric(&values, tables()), byte.is_ascii_alphanumeric(), "{byte}");
            assert_eq!(block.mask(|lanes| lanes.equal(Lanes::load(&[byte; LANES]))) >> at & 1, 1);
            all[at] = was;
        }
    }
}

#[test]
fn lanes_carry_base64() {
    for bytes in all_bytes() {
        let mut text = [0; LANES];
        let values = Lanes::load(&bytes).unpack(tables());
        values.letters(tables()).store(&mut text);
        let encoded = crate::base64::encode(&bytes[..12]);
        assert_eq!(std::str::from_utf8(&text), Ok(&*encoded));
        let escaped = encoded.bytes().rev().fold(0, |mask: u16, byte| mask << 1 | u16::from(b"+/".contains(&byte)));
        assert_eq!(values.escaped_letters(tables()).mask(), escaped);
        let mut back = [0; LANES];
        values.pack(tables()).store(&mut back);
        assert_eq!(back[..12], bytes[..12]);
    }
}

#[test]
fn base64_is_decoded_where_it_stands() {
    for length in 0..200_usize {
        let bytes: Vec<u8> = (0..=u8::MAX).map(|index| index.wrapping_mul(89) ^ 0xF8).take(length).collect();
        let value = encode_form(&bytes, b"").split('&').next().unwrap()["EData=".len()..].to_owned();
        for tail in ["", "&", "&payExInfoStr=AAAA"] {
            let margin = "A".repeat(MARGIN);
            let mut form = format!("{margin}{value}{tail}{margin}").into_bytes();
            let (text, end) = (MARGIN + value.len(), form.len() - MARGIN);
            let ends = base64::decode(&mut form, end, Ends { text: MARGIN, bytes: 0 });
            assert_eq!(ends, Some(Ends { text, bytes: length }), "{value}");
            assert_eq!(form[..length], bytes, "{value}");
            assert_eq!(form[text..end], *tail.as_bytes());
        }
    }
    for wrong in [
        "A",
        "AA",
        "AAA",
        "AA%3D",
        "AAA%3D%3D",
        "AB%3D%3D",
        "AAB%3D",
        "AA==",
        "A A",
        "AAAA%3D",
        "%3D",
        "AA%3DA",
        "AA%41A",
        "AA-A",
        "AA+A",
        "A%2",
    ] {
        let mut form = [&[b'A'; MARGIN], wrong.as_bytes(), &[b'A'; MARGIN]].concat();
        let from = Ends { text: MARGIN, bytes: 0 };
        assert_eq!(base64::decode(&mut form, MARGIN + wrong.len(), from), None, "{wrong}");
    }
}
