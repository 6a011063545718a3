//! Tests that parsing only the values that the table rejects gives the same report as the recovering parser, byte for
//! byte.

use crate::options::{CustomsRules, Options};
use crate::spec::{FORM, Field, Kind};
use crate::{Report, build, check, check_form, check_request, encode_form};
use cbt179_fast::{ABSENT, Buffers, MARGIN, Note, Times, Values};
use serde_json::{Value, json};

const E_DATA: &str = r#"{"version":"1.0","commitTime":"20260115092811","cusName":"测试商城","cusCode":"XXXX908","serialNumber":"20119182839304","token":"9f8e7d6c5b4a39281706f5e4d3c2b1a0"}"#;

const PAY_EX_INFO: &str = r#"{"sessionID":"fe2374-8fnejf97-32839218","payExchangeInfoHead":{"guid":"9D55BA71-55DE-41F4-8B50-C36C83B3B419","initalRequest":"https://pay.example/?a=~~~???","initalResponse":"{\"ok\":\"好\"}","ebpCode":"31222699S7","payCode":"3122480063","payTransactionId":"2018121222001354081010726129","totalAmount":100.1,"currency":"142","verDept":"3","payType":"1","tradingTime":"20181212041803","note":"批量订单"},"payExchangeInfoLists":[{"orderNo":"SHA1","goodsInfo":[{"gname":"lhy-gnsku3","itemLink":"http://m.example/1;http://m.example/2"}],"recpAccount":"OSA571908863132601","recpCode":"","recpName":"YUNJIHONGKONGLIMITED"}]}"#;

/// Checks that noting only rejected values gives the same report as the recovering parser, with and without the fast
/// pass.
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
        let found = notes.map(|notes| notes.list().iter().map(|note| path_and_node(note, &text)).collect::<Vec<_>>());
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
        "\\/",
        "\\\\",
        "\\u597d",
        "\\ud83d\\ude00",
        "ud83d\\ude00",
        "\\ud83d",
    ];
    // Reproducible pseudorandom numbers.
    let mut state = 179_u64;
    let mut below = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).unwrap() % end
    };
    for _ in 0..4000 {
        let mut texts = [E_DATA, PAY_EX_INFO].map(|text| text.as_bytes().to_vec());
        for _ in 0..=below(2) {
            let text = &mut texts[usize::from(below(4) > 0)];
            let start = below(text.len());
            let end = (start + below(3)).min(text.len());
            text.splice(start..end, pieces[below(pieces.len())].bytes());
        }
        let customs_rules = [CustomsRules::Error, CustomsRules::Off][below(2)];
        let body = encode_form(&texts[0], &texts[1]);
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
        (E_DATA, r#"{"payExchangeInfoLists":[1,1,1]}"#),
        // The word `Token` before an open bracket, so that the rest seems to be its value.
        (&E_DATA.replace("测试商城", "Token {"), &PAY_EX_INFO.replace("SHA1", "9f8e7d6c5b4a39281706f5 ")),
        (E_DATA, &PAY_EX_INFO.replace("批量订单", &format!("<{}>", "\\t".repeat(26)))),
        (E_DATA, &PAY_EX_INFO.replace("批量订单", "<{\\n}公司>")),
    ] {
        let body = encode_form(e_data.as_bytes(), pay_ex_info.as_bytes());
        is_diagnosed_alike(body.as_bytes(), &Options { customs_rules: CustomsRules::Error, ..Options::default() });
        let findings = check::diagnose(body.as_bytes(), &Options::default()).findings;
        assert!(findings.iter().all(|finding| !finding.code.starts_with("json.")), "{findings:?}");
    }
}

/// The last of duplicate keys counts, so the fast pass may have compared the payment with the wrong time.
#[test]
fn a_second_time_of_the_request_counts() {
    for second in ["\"20180202010101\"", "[2018,2,2,1,1,1]", "\"20300202010101\""] {
        let e_data = E_DATA.replace('}', &format!(",\"commitTime\":{second}}}"));
        let body = encode_form(e_data.as_bytes(), PAY_EX_INFO.as_bytes());
        is_diagnosed_alike(body.as_bytes(), &Options { customs_rules: CustomsRules::Error, ..Options::default() });
    }
}

/// Appends the values of a request as the loader passes them.
fn append_values(value: &Value, fields: &[Field], texts: &mut Vec<u8>, sizes: &mut Vec<u32>) {
    let size = |length: usize| u32::try_from(length).unwrap();
    for field in fields {
        match (field.kind, &value[field.name]) {
            (Kind::Object(fields), value) => append_values(value, fields, texts, sizes),
            (_, Value::Null) => sizes.push(ABSENT),
            (Kind::List(fields), Value::Array(list)) => {
                sizes.push(size(list.len()));
                for item in list {
                    append_values(item, fields, texts, sizes);
                }
            }
            (_, value) => {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                sizes.push(size(text.len()));
                texts.extend(text.bytes());
            }
        }
    }
}

/// Checks that the fast pass reports on a request as `check_request` does. Returns false if the fast pass did not build
/// it.
fn is_reported_alike(request: &Value, options: &Options) -> bool {
    let (mut texts, mut sizes) = (Vec::new(), Vec::new());
    for (member, field) in ["eData", "payExInfo"].into_iter().zip(&FORM) {
        let Kind::Object(fields) = field.kind else { unreachable!() };
        append_values(&request[member], fields, &mut texts, &mut sizes);
    }
    texts.extend([0; MARGIN]);
    let (values, mut buffers) = (Values { texts: &texts, sizes: &sizes }, Buffers::new());
    if cbt179_fast::build(values, options, &mut buffers).is_none() {
        return false;
    }
    let expected = check_request(request.to_string().as_bytes(), None, options);
    assert!(expected.findings.is_empty() || !buffers.is_clean(), "{request}");
    assert_eq!(build::report_on(values, &buffers, options), Some(expected), "{request}");
    true
}

#[test]
fn requests_are_reported_alike() {
    let part = |text| serde_json::from_str::<Value>(text).unwrap();
    let values = [
        "",
        " x ",
        "null",
        "token",
        "Token {",
        "/\"token\":\"\t",
        "YOUR_TOKEN",
        "9f8e7d6c5b4a39281706f5 ",
        "xxx",
        "20180101000000",
        "20300101000000",
        "2018-01-01 00:00:00",
        "100.10",
        "-1",
        "0.30000000000000004",
        "1.10",
        "502",
        "CNY",
        "9d55ba71-55de-41f4-8b50-c36c83b3b419",
        "1.2E+9",
        "好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好好",
    ];
    let mut random = 179_u64;
    let mut below = |end: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(random >> 33).unwrap() % end
    };
    let mut built = 0;
    for _ in 0..4000 {
        let mut request = json!({ "eData": part(E_DATA), "payExInfo": part(PAY_EX_INFO) });
        for _ in 0..=below(3) {
            let object = [
                "/eData",
                "/payExInfo",
                "/payExInfo/payExchangeInfoHead",
                "/payExInfo/payExchangeInfoLists/0",
                "/payExInfo/payExchangeInfoLists/0/goodsInfo/0",
            ][below(5)];
            let members = request.pointer_mut(object).unwrap().as_object_mut().unwrap();
            let name = members.keys().nth(below(members.len())).unwrap().clone();
            if !members[&name].is_object() && !members[&name].is_array() {
                let numbers = ["0.30000000000000004", "1.123456", "123456789012345.5", "99999999999999.98", "1e-7"];
                let value = match values[below(values.len())] {
                    _ if name == "totalAmount" && below(2) == 0 => {
                        serde_json::from_str(numbers[below(numbers.len())]).unwrap()
                    }
                    value => Value::from(value),
                };
                if below(6) == 0 && members.len() > 1 {
                    members.remove(&name);
                } else {
                    members[&name] = value;
                }
            }
        }
        let customs_rules = [CustomsRules::Error, CustomsRules::Warning, CustomsRules::Off][below(3)];
        let options = Options { customs_rules, now: Some(1_768_440_491_000), ..Options::default() };
        built += usize::from(is_reported_alike(&request, &options));
    }
    assert!(built > 2000, "{built}");
}
