//! Verifying a signature.

use std::sync::LazyLock;

use cbt179::{Key, Options, VerifiedSignature, read_certificate, signing_text, verify_signature};

use crate::findings::{Texts, assert_sound};
use crate::input::{self, edited};

#[path = "../../../tests/common/signed.rs"]
mod signed;

pub const CERTIFICATE: &str = include_str!("../../../tests/data/sm2-certificate.pem");
const RSA_KEY: &str = include_str!("../../../tests/data/rsa-public-key.pem");

static UPLOAD: LazyLock<String> = LazyLock::new(|| signed::upload(&[], str::to_owned));
static PUBLIC_KEY: LazyLock<String> =
    LazyLock::new(|| public_key(CERTIFICATE.as_bytes()).expect("the certificate is sound"));

fn public_key(certificate: &[u8]) -> Option<String> {
    Some(read_certificate(certificate, false, &Options::default()).certificate?.public_key)
}

fn text_of(upload: &[u8]) -> Option<String> {
    signing_text(upload, None, &Options::default()).text
}

/// Asserts that a signature verifies only for the text that was signed and with its key, and that findings are sound.
pub fn verify(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    match kind % 6 {
        0 => changed_upload(data),
        1 => changed_signature(data),
        2 => {
            let Some((certificate, options)) = input::text(data, &[CERTIFICATE]) else { return };
            let verified = verified(UPLOAD.as_bytes(), Key::Certificate(&certificate), &options);
            assert!(!verified.ok || public_key(&certificate).as_ref() == Some(&*PUBLIC_KEY), "{verified:#?}");
        }
        3 => {
            let Some((key, options)) = input::text(data, &[&PUBLIC_KEY]) else { return };
            let verified = verified(UPLOAD.as_bytes(), Key::PublicKey(&key), &options);
            // It is the same key, apart from white space and text around it.
            assert!(!verified.ok || same_key(&key), "{verified:#?}");
        }
        4 => {
            let sign_value = cbt179_fast::base64::encode(&[data, &[1; 128]].concat()[..128]);
            let upload = signed::upload(&[("signValue", &sign_value)], str::to_owned);
            assert!(!verified(upload.as_bytes(), Key::PublicKey(RSA_KEY.as_bytes()), &Options::default()).ok);
        }
        _ => {
            let Some((upload, reply)) = input::halves(data) else { return };
            let Some((upload, options)) = input::text(upload, &[&UPLOAD]) else { return };
            let Some((reply, _)) = input::text(reply, &[&UPLOAD]) else { return };
            let _ = verify_signature(&upload, Some(&reply), Key::Certificate(CERTIFICATE.as_bytes()), &options);
        }
    }
}

fn verified(upload: &[u8], key: Key, options: &Options) -> VerifiedSignature {
    let verified = verify_signature(upload, None, key, options);
    assert_sound(verified.ok, &verified.findings, &Texts::of_json(upload, options.units));
    verified
}

fn changed_upload(data: &[u8]) {
    let Some((upload, options)) = input::text(data, &[&UPLOAD]) else { return };
    let verified = verified(&upload, Key::Certificate(CERTIFICATE.as_bytes()), &options);
    if verified.ok {
        let is_same = text_of(&upload) == text_of(UPLOAD.as_bytes());
        assert!(is_same, "{verified:#?}\n{}", String::from_utf8_lossy(&upload));
    }
}

fn changed_signature(data: &[u8]) {
    let valid = signed::sign(text_of(UPLOAD.as_bytes()).expect("the upload is valid").as_bytes());
    let value = String::from_utf8_lossy(&edited(&valid, data)).into_owned();
    let value = value.replace(['"', '\\'], "").replace(char::is_control, "");
    let upload = signed::upload(&[("signValue", &value)], str::to_owned);
    if verified(upload.as_bytes(), Key::Certificate(CERTIFICATE.as_bytes()), &Options::default()).ok {
        let significant = |text: &str| text.replace(['=', ' ', '+'], "").replace('-', "").replace('_', "/");
        assert_eq!(significant(&value), significant(&valid));
    }
}

fn same_key(key: &[u8]) -> bool {
    let significant = |text: &str| -> String {
        text.lines().filter(|line| !line.starts_with('-')).flat_map(str::split_whitespace).collect()
    };
    let key = String::from_utf8_lossy(key);
    let (found, expected) = (significant(&key), significant(&PUBLIC_KEY));
    found == expected || found.contains(&expected)
}

/// Each kind without an edit, and with one.
pub fn seeds() -> Vec<Vec<u8>> {
    let unedited = [vec![0, 1], vec![1], vec![2, 1], vec![3, 1], vec![4], vec![5, 128, 1, 1]];
    let edits = [
        vec![0, 1, 0, 70, 1, 1, b'2'],
        vec![1, 0, 9, 1, 1, b'A'],
        vec![2, 1, 0, 70, 1, 1, b'A'],
        vec![3, 1, 0, 40, 1, 1, b'A'],
    ];
    unedited.into_iter().chain(edits).collect()
}
