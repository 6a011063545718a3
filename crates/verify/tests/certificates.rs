//! Certificates: their fields, the files that contain them, and hostile ones.

mod support;

use cbt179_verify::certificate::{Certificate, CertificateError, Field};
use cbt179_verify::input::{InputError, Kind};
use cbt179_verify::key::{KeyError, PublicKey};
use cbt179_verify::oids;
use support::*;

fn sm2_spki(seed: u64) -> Vec<u8> {
    spki(&[OID_EC, OID_SM2], &Sm2Signer::new(seed).point())
}

fn read(fields: &Fields) -> Result<Certificate, CertificateError> {
    Certificate::read(&fields.write())
}

fn refusal(input: &[u8]) -> InputError {
    match Certificate::read(input) {
        Err(CertificateError::Input(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn reads_the_fields() {
    let certificate = read(&Fields::new(&sm2_spki(1))).unwrap();
    assert_eq!(certificate.cert_no, "03000000000cab1e");
    assert_eq!(oids::name(&certificate.signature_algorithm), Some("SM3withSM2"));
    // 2022-07-13T02:03:04Z and 2052-07-13T02:03:04Z.
    assert_eq!((certificate.not_before, certificate.not_after), (1_657_677_784_000, 2_604_448_984_000));
    assert_eq!(certificate.public_key, PublicKey::from_spki(&sm2_spki(1)));
    assert_eq!(certificate.subject().as_deref(), Some("C=CN,CN=测试公司"));
    assert_eq!(certificate.others, 0);
}

#[test]
fn writes_serial_numbers_as_customs_do() {
    let numbers: [(&[u8], &str); 7] = [
        (&[1, 0x69, 0x1f, 0xe9], "01691fe9"),
        (&[0, 0xab, 0xcd], "abcd"),
        (&[0x0a], "0a"),
        (&[0], "00"),
        // Not DER, but issued: more zeros, and negative numbers.
        (&[0, 1], "01"),
        (&[0x8a, 1], "8a01"),
        (&[0, 0, 1], "0001"),
    ];
    for (number, text) in numbers {
        let fields = Fields { serial: tlv(2, &[number]), ..Fields::new(&sm2_spki(1)) };
        assert_eq!(read(&fields).unwrap().cert_no, text);
    }
}

#[test]
fn reads_the_files_that_contain_one() {
    let der = Fields::new(&sm2_spki(1)).write();
    let other = Fields::new(&sm2_spki(2)).write();
    let expected = Certificate::read(&der).unwrap();
    let text = base64(&der);
    let lines: Vec<_> = text.as_bytes().chunks(76).map(|line| std::str::from_utf8(line).unwrap()).collect();
    for input in [
        text.clone(),
        lines.join("\r\n"),
        pem("CERTIFICATE", &der),
        format!("Bag Attributes\n    friendlyName: test\nsubject=CN = 测试\n{}", pem("CERTIFICATE", &der)),
        format!("{}{}", pem("PRIVATE KEY", &[7; 40]), pem("CERTIFICATE", &der)),
        hex(&der),
    ] {
        assert_eq!(Certificate::read(input.as_bytes()), Ok(expected.clone()), "{input}");
    }
    let chain = format!("{}\n{}{}", pem("CERTIFICATE", &der), pem("CERTIFICATE", &other), pem("CERTIFICATE", &other));
    let mut first = Certificate::read(chain.as_bytes()).unwrap();
    assert_eq!(std::mem::take(&mut first.others), 2);
    assert_eq!(first, expected);
}

#[test]
fn reads_certificates_with_other_keys() {
    let modulus = RsaSigner::new(3, 1024).modulus();
    let fields = Fields { version: Vec::new(), ..Fields::new(&rsa_spki(&modulus, &[1, 0, 1])) };
    assert_eq!(read(&fields).unwrap().public_key, PublicKey::from_spki(&fields.key));
    let p256 = spki(&[OID_EC, OID_P256], &Sm2Signer::new(4).point());
    let certificate = read(&Fields::new(&p256)).unwrap();
    assert!(matches!(certificate.public_key, Err(KeyError::Curve(curve)) if oids::name(&curve) == Some("P-256")));
    let ones = rsa_spki(&modulus, &[1]);
    assert_eq!(read(&Fields::new(&ones)).unwrap().public_key, Err(KeyError::Exponent));
}

#[test]
fn names_files_that_are_mistaken_for_one() {
    let key = sm2_spki(5);
    let pkcs7_oid = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
    let pkcs7 = tlv(0x30, &[&pkcs7_oid, &tlv(0xa0, &[&tlv(0x30, &[&[0; 300]])])]);
    let gm_pkcs7 = tlv(0x30, &[&[6, 10, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 6, 1, 4, 2, 2], &tlv(0xa0, &[])]);
    let indefinite = [&[0x30, 0x80][..], &pkcs7_oid, &[0xa0, 0x80, 0, 0, 0, 0]].concat();
    let pfx = tlv(0x30, &[&[2, 1, 3], &tlv(0x30, &[&pkcs7_oid, &tlv(0xa0, &[&[0; 200]])]), &tlv(0x30, &[])]);
    let indefinite_pfx = [&[0x30, 0x80, 2, 1, 3, 0x30, 0x80][..], &pkcs7_oid, &[0; 8]].concat();
    let request = tlv(0x30, &[&[2, 1, 0], &name(&[]), &key, &tlv(0xa0, &[])]);
    let request = tlv(0x30, &[&request, &tlv(0x30, &[OID_SM3_SM2]), &tlv(3, &[&[0; 72]])]);
    for (der, kind) in [
        (pkcs7, Kind::Pkcs7),
        (gm_pkcs7, Kind::Pkcs7),
        (indefinite, Kind::Pkcs7),
        (pfx, Kind::Pkcs12),
        (indefinite_pfx, Kind::Pkcs12),
        (request, Kind::Request),
        (key.clone(), Kind::PublicKey),
        (rsa_key(&[0x81; 128], &[3]), Kind::RsaPublicKey),
        (tlv(0x30, &[&integer(&[1]), &tlv(4, &[&[7; 32]])]), Kind::PrivateKey),
        (vec![0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], Kind::Jks),
        (Sm2Signer::new(5).point(), Kind::Point),
    ] {
        assert_eq!(refusal(&der), InputError::Kind(kind));
        assert_eq!(refusal(base64(&der).as_bytes()), InputError::Kind(kind));
        // The label does not matter.
        assert_eq!(refusal(pem("CERTIFICATE", &der).as_bytes()), InputError::Kind(kind));
    }
    let utf16: Vec<u8> = "-----BEGIN CERTIFICATE-----".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(refusal(&utf16), InputError::Utf16);
    assert_eq!(refusal(b"-----BEGIN CERTIFICATE-----\nMII*\n-----END CERTIFICATE-----"), InputError::Base64 { at: 31 });
    assert_eq!(refusal(b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----"), InputError::Empty);
    assert_eq!(refusal(b"-----BEGIN CERTIFICATE"), InputError::Truncated);
    assert_eq!(refusal(b"-----BEGIN -----"), InputError::Truncated);
}

#[test]
fn names_malformed_fields() {
    let validity = |tag: u8, text: &str| tlv(0x30, &[&tlv(tag, &[text.as_bytes()]), &tlv(0x17, &[b"320713020304Z"])]);
    let new = || Fields::new(&sm2_spki(6));
    let malformed = |fields: Fields| match read(&fields) {
        Err(CertificateError::Malformed(field)) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(malformed(Fields { serial: tlv(2, &[]), ..new() }), Field::SerialNumber);
    assert_eq!(malformed(Fields { serial: tlv(4, &[&[1]]), ..new() }), Field::SerialNumber);
    assert_eq!(malformed(Fields { serial: Vec::new(), subject: Vec::new(), ..new() }), Field::Structure);
    for text in ["2207130203Z", "220713020304+0800", "221313020304Z", "220732020304Z", "", "2207130203é4Z"] {
        assert_eq!(malformed(Fields { validity: validity(0x17, text), ..new() }), Field::Validity, "{text}");
    }
    for text in ["20220713020304.5Z", "20220713020304", "00000713020304Z", "20220230020304Z"] {
        assert_eq!(malformed(Fields { validity: validity(0x18, text), ..new() }), Field::Validity, "{text}");
    }
    assert_eq!(malformed(Fields { validity: tlv(0x30, &[]), ..new() }), Field::Validity);
    let far = read(&Fields { validity: validity(0x18, "99991231235959Z"), ..new() }).unwrap();
    assert_eq!(far.not_before, 253_402_300_799_000);
    let leap = read(&Fields { validity: validity(0x17, "240229000000Z"), ..new() }).unwrap();
    assert_eq!(leap.not_before, 1_709_164_800_000);
}

#[test]
fn writes_names_as_rfc_4514_does() {
    let bmp: Vec<u8> = "中😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let cases: Vec<(Vec<u8>, Option<&str>)> = vec![
        (name(&[]), Some("")),
        (name(&[&[(3, 0x1e, &bmp)]]), Some("CN=中😀")),
        (name(&[&[(3, 0x1e, &bmp[..3])]]), Some("CN=#1e034e2dd8")),
        (name(&[&[(3, 0x1e, &bmp[..4])]]), Some("CN=#1e044e2dd83d")),
        (name(&[&[(10, 0x14, b"Caf\xe9")]]), Some("O=Café")),
        (name(&[&[(10, 0x14, "Café".as_bytes())]]), Some("O=Café")),
        (name(&[&[(10, 0x0c, b"\xff")]]), Some("O=#0c01ff")),
        (name(&[&[(3, 0x13, b"a"), (11, 0x16, b"b")], &[(6, 0x13, b"CN")]]), Some("C=CN,CN=a+OU=b")),
        (name(&[&[(3, 0x0c, b" #a,b+\"c\"\\<d>;=\0 ")]]), Some("CN=\\ #a\\,b\\+\\\"c\\\"\\\\\\<d\\>\\;=\\00\\ ")),
        (name(&[&[(3, 0x0c, b"#a")]]), Some("CN=\\#a")),
        (name(&[&[(3, 0x0c, b" ")]]), Some("CN=\\ ")),
        (name(&[&[(97, 0x0c, b"x")]]), Some("2.5.4.97=#0c0178")),
        (name(&[&[(5, 0x13, b"1")]]), Some("serialNumber=1")),
        (tlv(0x30, &[&tlv(0x30, &[])]), None),
        (tlv(0x30, &[&tlv(0x31, &[&tlv(0x30, &[])])]), None),
        (tlv(0x30, &[&[0x31, 5, 0]]), None),
    ];
    for (subject, text) in cases {
        let fields = Fields { subject: subject.clone(), ..Fields::new(&sm2_spki(7)) };
        assert_eq!(read(&fields).unwrap().subject().as_deref(), text, "{subject:x?}");
    }
}

#[test]
fn hostile_certificates_are_refused() {
    // Nested 8,000 times, with lengths that fit, and with lengths of gigabytes.
    let nested = (0..8000).fold(Vec::new(), |inner: Vec<u8>, _| {
        let [.., high, middle, low] = inner.len().to_be_bytes();
        [&[0x30, 0x83, high, middle, low], &inner[..]].concat()
    });
    assert_eq!(refusal(&nested), InputError::NotDer);
    let nested = (0..12000).fold(Vec::new(), |inner: Vec<u8>, _| tlv(0x30, &[&inner]));
    assert_eq!(refusal(&nested), InputError::Kind(Kind::Other));
    assert_eq!(refusal(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0x30]), InputError::NotDer);
    assert_eq!(refusal(&[0x30, 0x84, 0x0f, 0xff, 0xff, 0xff, 0x30]), InputError::Truncated);
    assert_eq!(refusal(&[0x30, 0x88, 1, 1, 1, 1, 1, 1, 1, 1, 0x30]), InputError::NotDer);
    assert_eq!(refusal(&[0x30, 0x82]), InputError::Truncated);
    assert_eq!(refusal(&[1, 2, 6, 0xff]), InputError::NotDer);
    let markers = "-----BEGIN A-----\n-----END A-----\n".repeat(1500);
    assert_eq!(refusal(markers.as_bytes()), InputError::Empty);
    assert_eq!(refusal("-----BEGIN ".repeat(5000).as_bytes()), InputError::Truncated);
}

#[test]
fn no_change_panics() {
    let der = Fields::new(&sm2_spki(8)).write();
    for at in 0..der.len() {
        assert!(Certificate::read(&der[..at]).is_err());
        for byte in (0..=255).step_by(3).chain([der[at] ^ 1, 0x80, 0x81, 0x30, 0x31]) {
            let mut changed = der.clone();
            changed[at] = byte;
            if let Ok(certificate) = Certificate::read(&changed) {
                let _ = certificate.subject();
            }
        }
    }
    let text = pem("CERTIFICATE", &der);
    for at in 0..text.len() {
        let _ = Certificate::read(&text.as_bytes()[..at]);
        let mut changed = text.clone().into_bytes();
        changed[at] = b'-';
        let _ = Certificate::read(&changed);
    }
}
