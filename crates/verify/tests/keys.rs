//! Public keys: every accepted form, and every error.

mod support;

use cbt179_verify::input::{InputError, Kind, MAX_INPUT};
use cbt179_verify::key::{KeyError, PublicKey};
use cbt179_verify::oids;
use cbt179_verify::target::Algorithm;
use support::*;

fn refusal(input: &[u8]) -> KeyError {
    PublicKey::read(input).unwrap_err()
}

#[test]
fn reads_the_forms_of_an_sm2_key() {
    let point = Sm2Signer::new(1).point();
    let spki = spki(&[OID_EC, OID_SM2], &point);
    let key = PublicKey::from_spki(&spki).unwrap();
    assert_eq!((key.algorithm(), key.signature_length()), (Algorithm::Sm3WithSm2, 64));
    assert_eq!(key.to_spki(), spki);
    let PublicKey::Sm2(sm2) = &key else { panic!() };
    assert_eq!(sm2.coordinates(), point[1..]);

    let compressed = [&[2 + point[64] % 2], &point[1..33]].concat();
    let text = base64(&spki);
    for input in [
        spki.clone(),
        point.clone(),
        compressed.clone(),
        support::spki(&[OID_EC, OID_SM2], &compressed),
        hex(&point).into(),
        hex(&point).to_uppercase().into(),
        hex(&point[1..]).into(),
        hex(&compressed).into(),
        hex(&spki).into(),
        base64(&point).into(),
        text.clone().into(),
        format!("\u{feff}{}\r\n{}\r\n", &text[..64], &text[64..]).into(),
        pem("PUBLIC KEY", &spki).into(),
        format!("Public key of the test:\r\n{}", pem("PUBLIC KEY", &spki).replace('\n', "\r\n")).into(),
        format!("{}{}", pem("EC PARAMETERS", OID_SM2), pem("PUBLIC KEY", &spki)).into(),
    ] {
        assert_eq!(PublicKey::read(&input), Ok(key.clone()), "{}", String::from_utf8_lossy(&input));
    }
}

#[test]
fn reads_both_signs_of_compressed_points() {
    for seed in 2..6 {
        let point = Sm2Signer::new(seed).point();
        let other = [&[3 - point[64] % 2], &point[1..33]].concat();
        let PublicKey::Sm2(key) = PublicKey::read(&other).unwrap() else { panic!() };
        assert_eq!(key.coordinates()[..32], point[1..33]);
        assert_ne!(key.coordinates()[32..], point[33..]);
    }
}

#[test]
fn reads_the_forms_of_an_rsa_key() {
    let modulus = RsaSigner::new(6, 1024).modulus();
    let spki = rsa_spki(&modulus, &[1, 0, 1]);
    let key = PublicKey::from_spki(&spki).unwrap();
    assert_eq!((key.algorithm(), key.signature_length()), (Algorithm::Sha1WithRsa, 128));
    assert_eq!(key.to_spki(), spki);
    let PublicKey::Rsa(rsa) = &key else { panic!() };
    assert_eq!((rsa.modulus(), rsa.exponent()), (&modulus[..], 65537));

    let bare = rsa_key(&modulus, &[1, 0, 1]);
    for input in [
        bare.clone(),
        support::spki(&[OID_RSA], &bare),
        pem("RSA PUBLIC KEY", &bare).into(),
        pem("PUBLIC KEY", &spki).into(),
        base64(&spki).into(),
    ] {
        assert_eq!(PublicKey::read(&input), Ok(key.clone()));
    }
}

#[test]
fn names_other_algorithms_and_curves() {
    let point = Sm2Signer::new(7).point();
    let KeyError::Curve(curve) = refusal(&spki(&[OID_EC, OID_P256], &point)) else { panic!() };
    assert_eq!(oids::name(&curve), Some("P-256"));
    let unknown = [6, 3, 0x2a, 3, 4];
    let KeyError::Curve(curve) = refusal(&spki(&[OID_EC, &unknown], &point)) else { panic!() };
    assert_eq!((curve.as_bytes(), oids::name(&curve)), (&unknown[2..], None));
    let KeyError::Algorithm(algorithm) = refusal(&spki(&[&[6, 3, 0x2b, 0x65, 0x70]], &[1; 32])) else { panic!() };
    assert_eq!(oids::name(&algorithm), Some("Ed25519"));
    // A curve must be named: neither explicit parameters nor none.
    assert_eq!(refusal(&spki(&[OID_EC, &tlv(0x30, &[])], &point)), KeyError::Malformed);
    assert_eq!(refusal(&spki(&[OID_EC], &point)), KeyError::Malformed);
}

#[test]
fn refuses_invalid_points() {
    let mut point = Sm2Signer::new(8).point();
    let length = |length| KeyError::PointForm { length };
    assert_eq!(refusal(hex(&point[..63]).as_bytes()), length(63));
    assert_eq!(refusal(hex(&[0]).as_bytes()), length(1));
    assert_eq!(refusal(&spki(&[OID_EC, OID_SM2], &point[1..])), length(64));
    assert_eq!(refusal(&spki(&[OID_EC, OID_SM2], &[])), length(0));
    let hybrid = [&[6 + point[64] % 2], &point[1..]].concat();
    assert_eq!(refusal(hex(&hybrid).as_bytes()), length(65));

    point[64] ^= 1;
    assert_eq!(refusal(hex(&point).as_bytes()), KeyError::NotOnCurve);
    // Coordinates must be less than the modulus.
    let over = [&[4][..], &[0xff; 32], &point[33..]].concat();
    assert_eq!(refusal(hex(&over).as_bytes()), KeyError::NotOnCurve);
    // About half of all x have no point.
    let none = (0..32).filter(|x| PublicKey::read(&[&[2][..], &[0; 31], &[*x]].concat()) == Err(KeyError::NotOnCurve));
    assert!((4..28).contains(&none.count()));
}

#[test]
fn limits_rsa() {
    let modulus = |bytes: usize, first: u8, last: u8| {
        let mut modulus = vec![0x5a; bytes];
        modulus[0] = first;
        modulus[bytes - 1] = last;
        modulus
    };
    let read = |modulus: &[u8], exponent: &[u8]| PublicKey::read(&rsa_spki(modulus, exponent));
    let usual = modulus(128, 0x80, 1);

    for (modulus, bits) in [
        (modulus(128, 0x7f, 1), 1023),
        (modulus(513, 1, 1), 4097),
        (modulus(64, 0x80, 1), 512),
        (modulus(4000, 0x80, 1), 32000),
        (vec![0], 0),
        (vec![1], 1),
    ] {
        assert_eq!(read(&modulus, &[1, 0, 1]), Err(KeyError::ModulusLength { bits }));
    }
    assert!(read(&usual, &[3]).is_ok() && read(&modulus(512, 0xff, 1), &[3]).is_ok());
    assert_eq!(read(&modulus(128, 0x80, 2), &[3]), Err(KeyError::EvenModulus));
    let exponents: [&[u8]; 7] =
        [&[0], &[1], &[2], &[1, 0, 0], &[2, 0, 0, 0, 1], &[1, 0, 0, 0, 0, 0, 0, 0, 3], &[0xff; 128]];
    for exponent in exponents {
        assert_eq!(read(&usual, exponent), Err(KeyError::Exponent), "{exponent:x?}");
    }
    assert!(read(&usual, &[1, 0xff, 0xff, 0xff, 0xff]).is_ok());
    // Negative numbers, and numbers with more zeros than DER allows.
    let number = integer(&usual);
    for parts in [[&number[..], &[2, 1, 0x83]], [&number, &[2, 2, 0, 3]], [&tlv(2, &[&usual]), &[2, 1, 3]]] {
        assert_eq!(refusal(&spki(&[OID_RSA, NULL], &tlv(0x30, &parts))), KeyError::Malformed, "{parts:x?}");
    }
}

#[test]
fn names_other_inputs() {
    let point = Sm2Signer::new(9).point();
    let key = spki(&[OID_EC, OID_SM2], &point);
    let input = |input: &[u8]| match refusal(input) {
        KeyError::Input(error) => error,
        error => panic!("{error:?}"),
    };
    let version = integer(&[0]);
    let pkcs8 = tlv(0x30, &[&version, &tlv(0x30, &[OID_EC, OID_SM2]), &tlv(4, &[&[7; 40]])]);
    let sec1 = tlv(0x30, &[&integer(&[1]), &tlv(4, &[&[7; 32]])]);
    let pkcs1 = tlv(0x30, &[&version, &integer(&[5; 128]), &integer(&[3]), &integer(&[5; 128])]);
    let encrypted = tlv(0x30, &[&tlv(0x30, &[OID_RSA]), &tlv(4, &[&[7; 40]])]);
    for private in [pkcs8, sec1, pkcs1, encrypted] {
        assert_eq!(input(&private), InputError::Kind(Kind::PrivateKey));
        assert_eq!(input(pem("PRIVATE KEY", &private).as_bytes()), InputError::Kind(Kind::PrivateKey));
    }
    let encrypted = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----";
    assert_eq!(input(encrypted.as_bytes()), InputError::Kind(Kind::PrivateKey));
    assert_eq!(input(&Fields::new(&key).write()), InputError::Kind(Kind::Certificate));
    assert_eq!(input(&tlv(0x30, &[&version])), InputError::Kind(Kind::Other));

    assert_eq!(input(b""), InputError::Empty);
    assert_eq!(input(b" \n"), InputError::Empty);
    assert_eq!(input("公钥".as_bytes()), InputError::NotDer);
    assert_eq!(input(b"{\"a\":1}"), InputError::Base64 { at: 0 });
    assert_eq!(input(b"MFkw*"), InputError::Base64 { at: 4 });
    assert_eq!(input(&vec![b'G'; MAX_INPUT + 1]), InputError::TooLarge);
    assert_eq!(input(&vec![b'G'; MAX_INPUT]), InputError::NotDer);
    assert_eq!(input(&[&key[..], &[0]].concat()), InputError::Trailing);
    assert_eq!(input(&key[..90]), InputError::Truncated);
    assert_eq!(input(&pem("PUBLIC KEY", &key).as_bytes()[..80]), InputError::Truncated);
    let utf16: Vec<u8> = pem("PUBLIC KEY", &key).encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(input(&utf16), InputError::Utf16);
    assert_eq!(input(&[&[0xff, 0xfe], &utf16[..]].concat()), InputError::Utf16);
}

#[test]
fn no_change_panics() {
    let modulus = RsaSigner::new(10, 1024).modulus();
    for key in [spki(&[OID_EC, OID_SM2], &Sm2Signer::new(11).point()), rsa_spki(&modulus, &[1, 0, 1])] {
        for at in 0..key.len() {
            assert!(PublicKey::read(&key[..at]).is_err());
            for byte in 0..=255 {
                let mut changed = key.clone();
                changed[at] = byte;
                if let Ok(key) = PublicKey::read(&changed) {
                    assert_eq!(PublicKey::read(&key.to_spki()), Ok(key));
                }
            }
        }
    }
}
