//! Signed uploads. The private key is the number whose bytes are 1 to 32; `tests/data/sm2-certificate.pem` is its
//! certificate.

use cbt179_spec::signing;
use sm2::SecretKey;
use sm2::dsa::signature::Signer;
use sm2::dsa::{Signature, SigningKey};

const HEAD: &str = r#"{"totalAmount":100.10,"note":"a/b \"好\""}"#;
const LISTS: &str = r#"[{"orderNo":"1"}]"#;

/// Returns an upload with these `changed` members. The text that is signed is what `rewrite` makes of the signing text.
pub fn upload(changed: &[(&str, &str)], rewrite: impl Fn(&str) -> String) -> String {
    let value = |name, valid| changed.iter().find(|change| change.0 == name).map_or(valid, |change| change.1);
    let time = value("serviceTime", "1700000000000");
    let signed = rewrite(&signing::pieces("1", HEAD, LISTS, time).concat());
    let signature = sign(signed.as_bytes());
    format!(
        r#"{{"sessionID":"1","payExchangeInfoHead":{HEAD},"payExchangeInfoLists":{LISTS},"serviceTime":"{time}","certNo":"{}","signValue":"{}"}}"#,
        value("certNo", "0300000000abcdef"),
        value("signValue", &signature),
    )
}

/// Signs a text, and returns r and s in Base64.
pub fn sign(text: &[u8]) -> String {
    sign_as("1234567812345678", text)
}

/// Signs a text with this identity of the signer.
pub fn sign_as(identity: &str, text: &[u8]) -> String {
    let secret: Vec<u8> = (1..=32).collect();
    let key = SigningKey::new(identity, &SecretKey::from_slice(&secret).unwrap()).unwrap();
    let signature: Signature = key.sign(text);
    cbt179_fast::base64::encode(&signature.to_bytes())
}
