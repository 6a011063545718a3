//! Tests which texts are damaged, and that the fast pass accepts none of them.

use super::*;
use crate::spec::{E_DATA, GOODS, HEAD, ORDER};
use crate::{Options, check_form, encode_form};

fn named(fields: &'static [Field], name: &str) -> &'static Field {
    fields.iter().find(|field| field.name == name).unwrap()
}

/// Returns the codes of the findings in the value of a field, without those about its length.
fn codes(field: &Field, value: &str) -> Vec<&'static str> {
    let json = serde_json::json!({ field.name: value }).to_string();
    let body = if E_DATA.iter().any(|own| std::ptr::eq(own, field)) {
        encode_form(json.as_bytes(), b"{}")
    } else {
        let json = match field.name {
            "gname" | "itemLink" => format!("{{\"payExchangeInfoLists\":[{{\"goodsInfo\":[{json}]}}]}}"),
            "orderNo" | "recpName" | "recpAccount" | "recpCode" => format!("{{\"payExchangeInfoLists\":[{json}]}}"),
            _ => format!("{{\"payExchangeInfoHead\":{json}}}"),
        };
        encode_form(b"{}", json.as_bytes())
    };
    let findings = check_form(body.as_bytes(), &Options::default()).findings;
    let is_own =
        |code: &&str| !["field.missing", "field.too-long", "guid.format", "json.escaped-character"].contains(code);
    findings.iter().map(|finding| finding.code).filter(is_own).collect()
}

#[test]
fn names_of_all_languages_are_names() {
    let fields = [named(&E_DATA, "cusName"), named(&GOODS, "gname"), named(&ORDER, "recpName")];
    for name in [
        "某某电商公司",
        "上海跨境通国际贸易有限公司",
        "天猫国际有限公司（香港）",
        "小米盒子𠮷",
        "骅骝商贸",
        "锛光电",
        "鏌锛科技",
        "Café Müller",
        "Müller & Söhne GmbH",
        "Æsop Ångström",
        "Crème brûlée à l'œuf",
        "Créée par éé",
        "São Paulo ÃO",
        "Øresund 30°C",
        "Ø·10mm Ø±0.5",
        "株式会社ユニクロ",
        "ソニー・ミュージック",
        "ООО «Ромашка»",
        "Ελληνικά",
        "서울 주식회사",
        "ไทย",
        "العربية",
        "नमस्ते",
        "👨\u{200d}👩\u{200d}👧 亲子装",
        "What??",
        "Guess? 手表",
        "100% cotton",
        "A<B>C",
        "\"Null\" 品牌 T 恤",
        "undefined 牌",
        "None 的选择",
        "x",
        "XXL",
        "xxx电商公司",
        "<红楼梦>",
        "《三体》",
        "iPhone 15 ???",
        "Your Name 海报",
        "Array 音箱",
        "Mapo Tofu",
        "$100 礼品卡",
        "C# 编程",
        "{限时}好物",
        "°C ±5",
        "“双引号”与‘单引号’—省略号…",
        "N95 口罩",
        "naïve",
        "Ä Ö Ü",
        "名\u{a0}称",
        "100ml×2",
        "µ粒子",
        "«Élan»",
        "uno",
        "nil 12",
        "１２３ＡＢＣ",
        "™®©",
        "À la carte",
        "ËÏÜ",
        "Σ'ωριαίο",
    ] {
        for field in fields {
            assert_eq!(codes(field, name), [""; 0], "{name}");
        }
    }
}

#[test]
fn codes_and_texts_are_what_they_are() {
    for code in [
        "20119182839304",
        "ord201808030001",
        "SHA1",
        "N2018-1",
        "None1",
        "nullable",
        "NULLARBOR2018",
        "0-0",
        "00000000",
        "6217****0361",
        "1,5",
        "1.0",
        "12.50",
        "O'Brien",
        "\"",
        "ЗАКАЗ-1",
        "Todos",
        "A?B",
        "user@example.com",
        "6217 8501 0000",
        "订单1",
        "YOURSHOP1",
        "{9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6}",
        "100%",
        "X1",
        "x",
        "XXXX908",
        "xxxxxxxxxxxxxxxxxx",
        "Array1",
        "a_b",
        "年ー1",
        "US$5",
    ] {
        for field in [named(&E_DATA, "cusCode"), named(&ORDER, "orderNo"), named(&ORDER, "recpAccount")] {
            assert_eq!(codes(field, code), [""; 0], "{code}");
        }
    }
    for text in [
        "{\"code\":\"10000\",\"a\":{\"b\":{}}}",
        "<xml><return_code>SUCCESS</return_code></xml>",
        "[]",
        "a=${b}",
        "https://a.example/?p=í??",
        "????",
        "\u{fffd}",
        "<a>",
        "null值",
        "success",
        "nonce=1",
        "map",
        "Promise",
        "æŸ",
        "$",
        "100%",
        "<name>1</name>",
    ] {
        for field in [named(&HEAD, "initalRequest"), named(&HEAD, "note"), named(&GOODS, "itemLink")] {
            assert_eq!(codes(field, text), [""; 0], "{text}");
        }
    }
}

#[test]
fn damage_is_named() {
    let [name, code, response] = [named(&E_DATA, "cusName"), named(&E_DATA, "cusCode"), named(&HEAD, "initalResponse")];
    let link = named(&GOODS, "itemLink");
    for (field, text, expected) in [
        (name, "????", "lost-text"),
        (name, "????(??)????", "lost-text"),
        (name, "??公司", "lost-text"),
        (name, "某\u{fffd}\u{fffd}公司", "lost-text"),
        (name, "锟斤拷锟斤拷", "lost-text"),
        (code, "????", "lost-text"),
        (code, "\u{fffd}", "lost-text"),
        (name, "æŸ\u{90}æŸ\u{90}", "garbled"),
        (name, "ä¸\u{ad}å›½", "garbled"),
        (name, "CafÃ©", "garbled"),
        (name, "鏌愭煇鐢靛晢", "garbled"),
        (name, "xxx鐢靛晢鍏\u{e100}徃", "garbled"),
        (name, "娴嬭瘯搴?", "garbled"),
        (name, "Ä³Ä³µçÉÌ", "garbled"),
        (named(&GOODS, "gname"), "灏忕背鐩掑瓙", "garbled"),
        (name, "某某\u{200b}公司", "invisible"),
        (name, "\u{feff}某某公司", "invisible"),
        (code, "X\u{200b}1", "invisible"),
        (code, "X\u{a0}1", "invisible"),
        (code, "X\t1", "invisible"),
        (code, "X\u{202e}1", "invisible"),
        (named(&E_DATA, "token"), "12345678\u{200b}9012345678901234567890", "invisible"),
        (code, "null", "placeholder"),
        (name, "None", "placeholder"),
        (response, "undefined", "placeholder"),
        (response, "[object Object]", "placeholder"),
        (response, "[B@604c5de8", "placeholder"),
        (response, "map[code:10000]", "placeholder"),
        (response, "Array", "placeholder"),
        (response, "<coroutine object get at 0x7f>", "placeholder"),
        (code, "(null)", "placeholder"),
        (code, "{{cusCode}}", "placeholder"),
        (code, "A-{{ order.no }}", "placeholder"),
        (code, "${CUS_CODE}", "placeholder"),
        (code, "$cusCode", "placeholder"),
        (code, "{code}", "placeholder"),
        (code, "%s", "placeholder"),
        (code, "ORD-%d", "placeholder"),
        (code, "<海关编码>", "placeholder"),
        (name, "<公司名称>", "placeholder"),
        (name, "${公司名称}", "placeholder"),
        (code, "YOUR_CODE", "placeholder"),
        (code, "xxx", "placeholder"),
        (link, "{{link}}", "placeholder"),
        (named(&HEAD, "guid"), "{{guid}}", "placeholder"),
        (named(&HEAD, "verDept"), "null", "placeholder"),
        (named(&E_DATA, "token"), "{{token}}", "placeholder"),
    ] {
        assert_eq!(codes(field, text), [format!("field.{expected}")], "{text}");
        assert!(!is_plain(text.as_bytes(), field), "{text}");
    }
}

#[test]
fn the_text_that_was_meant_is_told() {
    for (text, plain) in [
        ("æŸ\u{90}æŸ\u{90}", "某某"),
        ("鏌愭煇鐢靛晢", "某某电商"),
        ("娴嬭瘯搴?", "测试\u{fffd}?"),
        ("Ä³Ä³µçÉÌ", "某某电商"),
        ("CafÃ©", "Café"),
    ] {
        assert_eq!(garbled(text).map(|found| found.1).as_deref(), Some(plain), "{text}");
    }
}
