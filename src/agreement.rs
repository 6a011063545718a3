//! Tests that parsing only the values that the table rejects gives the same report as the recovering parser, byte for
//! byte.

use crate::check;
use crate::options::{CustomsRules, Options};
use crate::spec::FORM;
use crate::{Report, check_form, encode_form};
use cbt179_fast::{Note, Times};
use serde_json::Value;

const E_DATA: &str = r#"{"version":"1.0","commitTime":"20260115092811","cusName":"测试商城","cusCode":"XXXX908","serialNumber":"20119182839304","token":"9f8e7d6c5b4a39281706f5e4d3c2b1a0"}"#;

const PAY_EX_INFO: &str = r#"{"sessionID":"fe2374-8fnejf97-32839218","payExchangeInfoHead":{"guid":"9D55BA71-55DE-41F4-8B50-C36C83B3B419","initalRequest":"https://pay.example/?a=~~~???","initalResponse":"{\"ok\":\"好\"}","ebpCode":"31222699S7","payCode":"3122480063","payTransactionId":"2018121222001354081010726129","totalAmount":100.1,"currency":"142","verDept":"3","payType":"1","tradingTime":"20181212041803","note":"批量订单"},"payExchangeInfoLists":[{"orderNo":"SHA1","goodsInfo":[{"gname":"lhy-gnsku3","itemLink":"http://m.example/1;http://m.example/2"}],"recpAccount":"OSA571908863132601","recpCode":"","recpName":"YUNJIHONGKONGLIMITED"}]}"#;

/// Checks that noting only rejected values gives the same report as the recovering parser, with the fast pass and
/// without.
fn is_diagnosed_alike(body: &[u8], options: &Options) {
    let json = |report: Report| serde_json::to_string(&report).unwrap();
    let recovered = json(check::recover(body, options));
    assert_eq!(json(check::diagnose(body, options)), recovered, "{}", String::from_utf8_lossy(body));
    assert_eq!(json(check_form(body, options)), recovered, "{}", String::from_utf8_lossy(body));
}

#[test]
fn only_the_values_that_the_table_refuses_are_noted() {
    let path_and_node = |note: &Note, text: &str| format!("{} {:.12}", note.path, &text[note.at.clone()]);
    for (from, to, expected) in [
        ("{", "{", Some(&[][..])),
        ("100.1", "\"100\"", Some(&["/payExchangeInfoHead/totalAmount \"100\""])),
        ("100.1", "1e2", Some(&["/payExchangeInfoHead/totalAmount 1e2"])),
        ("\"142\"", "\"502\" ", Some(&["/payExchangeInfoHead/currency \"502\""])),
        ("\"lhy-gnsku3\"", "null", Some(&["/payExchangeInfoLists/0/goodsInfo/0/gname null"])),
        // An unknown name: the whole object is noted.
        ("\"gname\"", "\"name\"", Some(&["/payExchangeInfoLists/0/goodsInfo/0 {\"name\":\"lhy"])),
        ("\"gname\":\"lhy-gnsku3\",", "", Some(&["/payExchangeInfoLists/0/goodsInfo/0 "])),
        (
            "[{\"gname\":\"lhy-gnsku3\",\"itemLink\":\"http://m.example/1;http://m.example/2\"}]",
            "[ ]",
            Some(&["/payExchangeInfoLists/0/goodsInfo [ ]"]),
        ),
        ("[{\"gname\"", "[1,{\"gname\"", Some(&["/payExchangeInfoLists/0/goodsInfo/0 1"])),
        ("[{\"orderNo\"", "{\"orderNo\"", None),
        // An object replaces the notes within it.
        ("\"recpCode\":\"\"", "\"gname\":1", Some(&["/payExchangeInfoLists/0 {\"orderNo\":\""])),
        ("\"orderNo\":\"SHA1\"", "\"goodsInfo\":\"1\"", Some(&["/payExchangeInfoLists/0 {\"goodsInfo\""])),
        ("}]}", "}],\"a\":1}", Some(&[" {\"sessionID\""])),
    ] {
        assert!(PAY_EX_INFO.contains(from), "{from}");
        let text = PAY_EX_INFO.replacen(from, to, 1);
        let notes = cbt179_fast::notes(&text, &FORM[1], true, CustomsRules::Error, &Times::until(None));
        let found = notes.map(|notes| notes.take().iter().map(|note| path_and_node(note, &text)).collect::<Vec<_>>());
        assert_eq!(
            found.as_deref(),
            expected.map(|notes| notes.iter().map(|note| (*note).to_owned()).collect::<Vec<_>>()).as_deref(),
            "{to}"
        );
    }
}

#[test]
fn the_corpus_is_diagnosed_alike() {
    let lines = std::fs::read_to_string("tests/corpus/bodies.jsonl").unwrap();
    for line in lines.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        if let Some(body) = case["body"].as_str() {
            for customs_rules in [CustomsRules::Error, CustomsRules::Off] {
                is_diagnosed_alike(body.as_bytes(), &Options { customs_rules, ..Options::default() });
            }
        }
    }
}

#[test]
fn changed_bodies_are_diagnosed_alike() {
    let pieces = [
        "\"",
        "\\",
        "\\n",
        ",",
        "}",
        " ",
        "\n",
        "好",
        "\u{3000}",
        "\u{7f}",
        "0",
        "null",
        "token",
        "1,",
        "??",
        "{{a}}",
        "\u{200b}",
        "\u{fffd}",
        "æŸ",
        "灏忕背",
        "Ä³Ä³",
    ];
    // Reproducible pseudorandom numbers.
    let mut state = 179_u64;
    let mut below = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % end
    };
    for _ in 0..4000 {
        let mut text = PAY_EX_INFO.as_bytes().to_vec();
        for _ in 0..=below(2) {
            let start = below(text.len());
            let end = (start + below(3)).min(text.len());
            text.splice(start..end, pieces[below(pieces.len())].bytes());
        }
        let customs_rules = [CustomsRules::Error, CustomsRules::Off][below(2)];
        let body = encode_form(E_DATA.as_bytes(), &text);
        is_diagnosed_alike(body.as_bytes(), &Options { customs_rules, ..Options::default() });
    }
}

/// Checks bodies from a review, whose report once differed from that of the recovering parser.
#[test]
fn what_was_once_diagnosed_otherwise() {
    const SERIAL: &str = "9f8e7d6c5b4a39281706f5e4d3c2b1a0";
    let e_data = E_DATA.replace("20119182839304", &format!("{SERIAL}-1"));
    let blanks = " ".repeat(1001);
    let far_apart = PAY_EX_INFO
        .replace(",\"payExchangeInfoHead\":", &format!("{blanks},{blanks}\"payExchangeInfoHead\"{blanks}:{blanks}"))
        .replace("100.1", "\"100.1\"");
    for (e_data, pay_ex_info) in [
        // The token is learned from a word in a payExInfo that resembles EData.
        (&*e_data, &*format!("{{\"cusName\":\"token={SERIAL}\"}}")),
        (&e_data, &format!("{{\"EData\":1,\"serialNumber\":\"1\",\"x\":\"{{\\\"token\\\":\\\"{SERIAL}\\\"}}\"}}")),
        (E_DATA, &far_apart),
        (E_DATA, r#"{"sessionID":"a","payExchangeInfoLists":[]}"#),
        (E_DATA, r#"{"payExchangeInfoLists":["a",1,"a",1]}"#),
        (E_DATA, &format!("{{\"payExchangeInfoLists\":[{}1]}}", "1,".repeat(5000))),
    ] {
        let body = encode_form(e_data.as_bytes(), pay_ex_info.as_bytes());
        is_diagnosed_alike(body.as_bytes(), &Options { customs_rules: CustomsRules::Error, ..Options::default() });
        let findings = check::diagnose(body.as_bytes(), &Options::default()).findings;
        assert!(findings.iter().all(|finding| !finding.code.starts_with("json.")), "{findings:?}");
    }
}
