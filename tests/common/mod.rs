//! What the tests share: a request with nothing wrong in it, and short ways to ask about findings.
#![allow(dead_code)]

use cbt179::{Finding, Locale, Options, encode_form};
use serde_json::{Value, json};

/// The interface's own example, as printed.
pub const SAMPLE_BODY: &str = include_str!("../data/sample-form-body.txt");
pub const SAMPLE_E_DATA: &str = include_str!("../data/sample-edata.json");
pub const SAMPLE_PAY_EX_INFO: &str = include_str!("../data/sample-payexinfo.txt");

pub fn english() -> Options {
    Options { locale: Locale::En, ..Options::default() }
}

/// A request in which nothing is to be found, not even advice.
pub fn request() -> Value {
    json!({
        "eData": {
            "version": "1.0",
            "commitTime": "20260115092811",
            "cusName": "某某电商公司",
            "cusCode": "XXXX908",
            "serialNumber": "20119182839304",
            "token": "8d1f0b6e3c9a4725b0e4c7d2f6a95318"
        },
        "payExInfo": {
            "sessionID": "fe2374-8fnejf97-32839218",
            "payExchangeInfoHead": {
                "guid": "9D2F3E1A-5B6C-4D7E-8F90-A1B2C3D4E5F6",
                "initalRequest": "https://openapi.example/gateway?a=1&b=\"2\"\n",
                "initalResponse": "{\"code\":\"10000\",\"msg\":\"成功\"}",
                "ebpCode": "44069679AS",
                "payCode": "4403160BUF",
                "payTransactionId": "201808010XTOO180881108351",
                "totalAmount": 100.1,
                "currency": "142",
                "verDept": "3",
                "payType": "1",
                "tradingTime": "20260115092510",
                "note": "备注"
            },
            "payExchangeInfoLists": [{
                "orderNo": "ord201808030001",
                "goodsInfo": [{ "gname": "小米盒子", "itemLink": "https://shop.example/1?a=1+1&b=%20" }],
                "recpAccount": "6217850100007893905",
                "recpCode": "1105910159",
                "recpName": "天猫国际有限公司"
            }]
        }
    })
}

/// The form body of a request's two parts, written by `serde_json`: none of the builder's code is in it but the Base64.
pub fn body_of(request: &Value) -> String {
    encode_form(request["eData"].to_string().as_bytes(), request["payExInfo"].to_string().as_bytes())
}

/// Each finding's code and path.
pub fn brief(findings: &[Finding]) -> Vec<(&str, &str)> {
    findings.iter().map(|finding| (finding.code, finding.path.as_str())).collect()
}

/// A generator of reproducible pseudorandom numbers.
pub struct Random(pub u64);

impl Random {
    /// Returns the next number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}
