//! Signatures with both algorithms: only the right text verifies.

mod support;

use cbt179_verify::key::PublicKey;
use cbt179_verify::oids;
use cbt179_verify::open::{OpenError, open};
use cbt179_verify::signature::{Form, MAX_TEXT, Signature, SignatureError};
use rand_chacha::rand_core::Rng;
use sha1::{Digest, Sha1};
use support::*;

const TEXT: &[u8] = "\"sessionID\":\"1\"||\"serviceTime\":\"1669000000000\"，测试".as_bytes();

/// Returns whether the key opens the bytes of the signature to the digest of `text`.
fn verifies(key: &PublicKey, signature: &[u8], text: &[u8]) -> bool {
    let signature = Signature::from_bytes(signature, key);
    signature.is_ok_and(|signature| open(key, &signature).is_ok_and(|target| is_of(&target, text)))
}

/// Returns why the key does not open the bytes of the signature.
fn refusal(key: &PublicKey, signature: &[u8]) -> OpenError {
    open(key, &Signature::from_bytes(signature, key).unwrap()).unwrap_err()
}

fn flips(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        flipped
    })
}

fn refuses_every_change(key: &PublicKey, signature: &[u8]) {
    assert!(verifies(key, signature, TEXT));
    assert!(flips(signature).all(|signature| !verifies(key, &signature, TEXT)));
    assert!(flips(TEXT).all(|text| !verifies(key, signature, &text)));
    for spki in flips(&key.to_spki()) {
        let changed = PublicKey::from_spki(&spki);
        assert!(!changed.is_ok_and(|key| verifies(&key, signature, TEXT)), "{spki:x?}");
    }
}

#[test]
fn sm2_refuses_every_change() {
    let signer = Sm2Signer::new(1);
    refuses_every_change(&signer.key(), &signer.sign(TEXT));
}

#[test]
fn rsa_refuses_every_change() {
    let signer = RsaSigner::new(2, 1024);
    refuses_every_change(&signer.key(), &signer.sign(TEXT));
}

#[test]
fn sm2_verifies_random_texts() {
    let mut random = random(3);
    let other = Sm2Signer::new(4).key();
    for seed in 0..20 {
        let signer = Sm2Signer::new(100 + seed);
        let key = signer.key();
        assert!(!verifies(&other, &signer.sign(TEXT), TEXT));
        for _ in 0..50 {
            let length = random.next_u32() as usize % 300;
            let text = bytes(&mut random, length);
            let signature = signer.sign(&text);
            assert!(verifies(&key, &signature, &text));
        }
    }
}

#[test]
fn rsa_verifies_random_texts() {
    let mut random = random(5);
    // Lengths that are no multiple of a limb's bits, too.
    for bits in [1024, 1025, 1100, 2048] {
        let signer = RsaSigner::new(bits as u64, bits);
        let key = signer.key();
        for _ in 0..if bits == 2048 { 10 } else { 100 } {
            let length = random.next_u32() as usize % 300;
            let text = bytes(&mut random, length);
            assert!(verifies(&key, &signer.sign(&text), &text));
        }
    }
}

#[test]
fn sm2_numbers_must_be_in_range() {
    let order = b"\xff\xff\xff\xfe\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\
        \x72\x03\xdf\x6b\x21\xc6\x05\x2b\x53\xbb\xf4\x09\x39\xd5\x41\x23";
    let signer = Sm2Signer::new(6);
    let key = signer.key();
    let valid = signer.sign(TEXT);
    let (r, s) = valid.split_at(32);
    let mut below = *order;
    below[31] -= 1;
    for number in [&[0; 32], order, &[0xff; 32]] {
        assert_eq!(refusal(&key, &[number, s].concat()), OpenError::Range);
        assert_eq!(refusal(&key, &[r, number].concat()), OpenError::Range);
    }
    // r + s is the order.
    let mut one = [0; 32];
    one[31] = 1;
    assert_eq!(refusal(&key, &[one, below].concat()), OpenError::Range);
    let highest = Signature::from_bytes(&[below, below].concat(), &key).unwrap();
    assert!(open(&key, &highest).is_ok_and(|target| !is_of(&target, TEXT)));
}

#[test]
fn sm2_sums_of_equal_and_opposite_points() {
    // With the generator as the key, s · G + (r + s) · G meets both exceptions of the addition.
    let one = hex(&[&[0; 31][..], &[1]].concat());
    let generator = PublicKey::read(
        b"32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7\
        bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0",
    )
    .unwrap();
    let text = |r: &str, s: &str| Signature::read(format!("{r}{s}").as_bytes(), &generator).unwrap();
    // 2s + r = n: the sum is the point at infinity.
    let r = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121";
    assert_eq!(open(&generator, &text(r, &one)).unwrap_err(), OpenError::Range);
    // s = 1 and r = n - 1 would be the sum 0; s = 2 and r = n - 1: 2G + G.
    let r = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122";
    let two = hex(&[&[0; 31][..], &[2]].concat());
    assert!(open(&generator, &text(r, &two)).is_ok());
    assert_eq!(open(&generator, &text(r, &one)).unwrap_err(), OpenError::Range);
}

#[test]
fn rsa_errors_are_distinguished() {
    let signer = RsaSigner::new(7, 1024);
    let key = signer.key();
    assert_eq!(refusal(&key, &RsaSigner::new(8, 1024).sign(TEXT)), OpenError::OtherKey);
    assert_eq!(refusal(&key, &signer.modulus()), OpenError::Range);
    assert_eq!(refusal(&key, &[0xff; 128]), OpenError::Range);
    assert_eq!(refusal(&key, &[0; 128]), OpenError::OtherKey);

    let digests: [(&[u8], usize, Option<&str>); 6] = [
        (&[6, 8, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5], 16, Some("MD5")),
        (&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1], 32, Some("SHA-256")),
        (&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2], 48, Some("SHA-384")),
        (&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3], 64, Some("SHA-512")),
        (&[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x11], 32, Some("SM3")),
        (&[6, 3, 0x2a, 3, 4], 32, None),
    ];
    for (oid, length, name) in digests {
        let signature = signer.sign_padded(&digest_info(&[oid, NULL], &vec![7; length]));
        let OpenError::OtherDigest(found) = refusal(&key, &signature) else { panic!("{name:?}") };
        assert_eq!((found.as_bytes(), oids::name(&found)), (&oid[2..], name));
    }
}

#[test]
fn rsa_padding_is_strict() {
    let signer = RsaSigner::new(9, 1024);
    let key = signer.key();
    let digest = Sha1::digest(TEXT);
    let info = digest_info(&[OID_SHA1, NULL], &digest);
    assert_eq!(signer.sign_padded(&info), signer.sign(TEXT));
    // The parameter may be absent (RFC 8017, appendix B.1).
    assert!(verifies(&key, &signer.sign_padded(&digest_info(&[OID_SHA1], &digest)), TEXT));

    // Trailing bytes, with which small exponents are forged, after the structure or within it.
    let garbage = [7; 16];
    for contents in [
        [&info[..], &garbage].concat(),
        digest_info(&[OID_SHA1, NULL], &[&digest[..], &garbage].concat()),
        digest_info(&[OID_SHA1, NULL], &digest[1..]),
        digest_info(&[OID_SHA1, &tlv(4, &[&garbage])], &digest),
        digest_info(&[OID_SHA1, NULL, NULL], &digest),
        tlv(0x30, &[&tlv(0x30, &[OID_SHA1, NULL]), &tlv(4, &[&digest]), NULL]),
        tlv(0x30, &[&tlv(0x30, &[OID_SHA1, NULL]), &tlv(3, &[&digest])]),
        digest.to_vec(),
        Vec::new(),
    ] {
        assert_eq!(refusal(&key, &signer.sign_padded(&contents)), OpenError::NoDigest, "{contents:x?}");
    }
    let short = [&[0, 1][..], &[0xff; 7], &[0], &info, &[0; 83]].concat();
    let filler = [0xff; 90];
    for encoded in [
        short,
        [&[0, 2], &filler[..], &[0], &info].concat(),
        [&[1, 1], &filler[..], &[0], &info].concat(),
        [&[0, 1], &[0xff; 40][..], &[0xfe], &[0xff; 49], &[0], &info].concat(),
        [&[0, 1], &[0xff; 126][..]].concat(),
    ] {
        assert_eq!(refusal(&key, &signer.sign_encoded(&encoded)), OpenError::OtherKey, "{encoded:x?}");
    }
}

#[test]
fn reads_the_forms_of_a_text() {
    let signer = Sm2Signer::new(10);
    let key = signer.key();
    // A signature whose Base64 has both characters that differ between the alphabets.
    let texts = (0..).map(|number: u32| number.to_string());
    let bytes = texts
        .map(|text| signer.sign(text.as_bytes()))
        .find(|bytes| base64(bytes).contains('+') && base64(bytes).contains('/'))
        .unwrap();
    let text = base64(&bytes);
    let der = tlv(0x30, &[&integer(&bytes[..32]), &integer(&bytes[32..])]);
    let url_safe = text.replace('+', "-").replace('/', "_");
    let cases: [(String, &[Form]); 10] = [
        (text.clone(), &[]),
        (format!(" {text}\r\n"), &[Form::Blanks]),
        (format!("{}\r\n  {}", &text[..76], &text[76..]), &[Form::Blanks]),
        (text.replace('+', " "), &[Form::PlusAsBlank]),
        (text.replace('=', ""), &[Form::Unpadded]),
        (url_safe.clone(), &[Form::UrlSafe]),
        (url_safe.replace('=', ""), &[Form::Unpadded, Form::UrlSafe]),
        (hex(&bytes).to_uppercase(), &[Form::Hex]),
        (base64(&der), &[Form::Der]),
        (hex(&der), &[Form::Hex, Form::Der]),
    ];
    for (text, forms) in cases {
        let signature = Signature::read(text.as_bytes(), &key).unwrap();
        assert_eq!((signature.bytes(), signature.forms()), (&bytes[..], forms), "{text}");
    }
}

#[test]
fn der_numbers_may_be_short_or_signed() {
    let key = Sm2Signer::new(11).key();
    let read = |r: &[u8], s: &[u8]| Signature::from_bytes(&tlv(0x30, &[&integer(r), &integer(s)]), &key);
    let signature = read(&[5], &[0x80; 32]).unwrap();
    assert_eq!(signature.bytes(), [&[0; 31][..], &[5], &[0x80; 32]].concat());
    assert_eq!(read(&[0], &[1]).unwrap().bytes()[..32], [0; 32]);
    assert_eq!(read(&[1; 33], &[1]), Err(SignatureError::Oversized));
    assert_eq!(read(&[1], &[1; 60]), Err(SignatureError::Oversized));
}

#[test]
fn refuses_other_lengths_and_texts() {
    let sm2 = Sm2Signer::new(12).key();
    let rsa = RsaSigner::new(13, 1024).key();
    let read = |text: &str, key| Signature::read(text.as_bytes(), key).unwrap_err();
    let length = |found, expected| SignatureError::Length { found, expected };

    assert_eq!(read(&base64(&[1; 128]), &sm2), length(128, 64));
    assert_eq!(read(&base64(&[1; 64]), &rsa), length(64, 128));
    assert_eq!(read(&base64(&[&[4][..], &[1; 64]].concat()), &sm2), SignatureError::Prefixed);
    assert_eq!(read(&base64(&[5; 65]), &sm2), length(65, 64));
    assert_eq!(read(&base64(&tlv(0x30, &[&integer(&[1; 64]), &integer(&[1; 64])])), &rsa), length(135, 128));
    assert_eq!(read("", &sm2), SignatureError::Empty);
    assert_eq!(read(" \r\n", &sm2), SignatureError::Empty);
    assert_eq!(read(" ab%3D", &sm2), SignatureError::Base64 { at: 3 });
    assert_eq!(read("签名", &sm2), SignatureError::Base64 { at: 0 });
    // Trailing bits: two texts must not be the same signature.
    let text = base64(&[1; 64]);
    assert_eq!(read(&text.replace("Q==", "R=="), &sm2), SignatureError::Base64 { at: 85 });
    assert_eq!(read(&"G".repeat(MAX_TEXT + 1), &sm2), SignatureError::TooLarge);
    assert_eq!(read(&"G".repeat(MAX_TEXT), &sm2), length(MAX_TEXT / 4 * 3, 64));
}

#[test]
fn no_bytes_panic() {
    let keys = [Sm2Signer::new(14).key(), RsaSigner::new(15, 1024).key()];
    let mut random = random(16);
    for round in 0..500 {
        let key = &keys[round % 2];
        let length = random.next_u32() as usize % 140;
        let noise = bytes(&mut random, length);
        let exact = bytes(&mut random, key.signature_length());
        for candidate in [&noise, &exact] {
            assert!(!verifies(key, candidate, TEXT));
            let _ = Signature::read(candidate, key);
        }
    }
}
