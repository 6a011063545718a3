//! Reading certificates.

use cbt179::{Key, Options, read_certificate, verify_signature};

use crate::findings::{Texts, assert_sound};
use crate::input;

use super::verify::CERTIFICATE;

/// Asserts that the public key of a certificate that was read is valid. The DER is also edited within its encoding.
pub fn certificate(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    if kind % 2 == 0 {
        let Some((text, options)) = input::text(data, &[CERTIFICATE]) else { return };
        return read(&text, &options);
    }
    let der = cbt179_fast::base64::decode_strictly(&lines(CERTIFICATE)).expect("the certificate is PEM");
    // Latin-1, so that an edit of the text is one of the bytes.
    let latin: String = der.into_iter().map(char::from).collect();
    let edited = String::from_utf8_lossy(&input::edited(&latin, data)).into_owned();
    let der: Vec<u8> = edited.chars().filter_map(|char| u8::try_from(u32::from(char)).ok()).collect();
    read(&der, &Options::default());
    read(cbt179_fast::base64::encode(&der).as_bytes(), &Options::default());
}

fn lines(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

fn read(text: &[u8], options: &Options) {
    let options = Options { now: Some(1_768_440_491_000), ..options.clone() };
    let read = read_certificate(text, true, &options);
    assert_sound(read.ok, &read.findings, &Texts::none());
    assert!(!read.ok || read.certificate.is_some());
    if let Some(certificate) = read.certificate {
        assert!(certificate.cert_no.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')), "{certificate:?}");
        let key = Key::PublicKey(certificate.public_key.as_bytes());
        assert_eq!(verify_signature(b"{}", None, key, &options).algorithm, Some(certificate.algorithm));
        let again = verify_signature(b"{}", None, Key::Certificate(text), &options).algorithm;
        assert_eq!(again, Some(certificate.algorithm));
    }
}

/// The certificate without an edit, and the text as it is.
pub fn seeds() -> Vec<Vec<u8>> {
    vec![vec![0, 1], vec![1], [&[0, 0], CERTIFICATE.as_bytes()].concat(), vec![1, 0, 20, 1, 1, 3]]
}
