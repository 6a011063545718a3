//! Seeds from the repository: the corpus, and the replies of the document.

use cbt179::{Options, decode_form};
use serde_json::Value;

const CORPUS: &str = include_str!("../../tests/corpus/bodies.jsonl");
const REPLIES: &str = include_str!("../../tests/data/sample-replies.jsonl");

/// The length above which the fuzzers would truncate a seed.
const LONGEST: usize = 4000;

/// The short bodies of the corpus.
pub fn bodies() -> Vec<Vec<u8>> {
    let case = |line: &str| serde_json::from_str::<Value>(line).expect("the corpus is JSON");
    let body = |case: Value| case["body"].as_str().map(|body| body.as_bytes().to_vec());
    CORPUS.lines().map(case).filter_map(body).filter(|body| body.len() <= LONGEST).collect()
}

/// The texts of both parts of these bodies.
pub fn texts() -> Vec<[String; 2]> {
    let texts = |body: Vec<u8>| {
        let decoded = decode_form(&body, &Options::default());
        Some([decoded.e_data?.text, decoded.pay_ex_info?.text])
    };
    bodies().into_iter().filter_map(texts).collect()
}

/// The replies of the document.
pub fn replies() -> Vec<&'static str> {
    REPLIES.lines().collect()
}
