//! Signers like CBT's, with keys made from a seed, and hand-written DER.

#![allow(dead_code)]

use cbt179_spec::signing;
use cbt179_verify::key::PublicKey;
use cbt179_verify::producers::Identity;
use cbt179_verify::target::Target;
use cbt179_verify::text::{Name, Upload};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rsa::hazmat::rsa_decrypt;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, PrivateKey};
use sha1::{Digest, Sha1};
use sm2::dsa::SigningKey;
use sm2::dsa::signature::Signer;

/// Returns a random source that gives the same numbers in every run.
pub fn random(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// Returns this many random bytes.
pub fn bytes(random: &mut ChaCha8Rng, length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    random.fill_bytes(&mut out);
    out
}

/// Returns whether a signature was made over this text.
pub fn is_of(target: &Target, text: &[u8]) -> bool {
    let mut hasher = target.hasher(Identity::Default);
    hasher.update(text);
    target.is(&hasher.digest())
}

/// Returns the signing text of an upload with this service time.
pub fn signing_text(upload: &Upload, time: &str) -> String {
    let [session_id, head, lists] =
        [Name::SessionId, Name::Head, Name::Lists].map(|name| upload.member(name).unwrap().raw);
    signing::pieces(session_id, &signing::compact(head), &signing::compact(lists), time).concat()
}

/// A signer with a key for SM2.
pub struct Sm2Signer(SigningKey);

impl Sm2Signer {
    pub fn new(seed: u64) -> Self {
        let scalar = bytes(&mut random(seed), 32);
        Self(SigningKey::from_slice("1234567812345678", &scalar).unwrap())
    }

    /// The point, with `04` before the coordinates.
    pub fn point(&self) -> Vec<u8> {
        self.0.verifying_key().to_sec1_bytes().to_vec()
    }

    pub fn key(&self) -> PublicKey {
        PublicKey::read(hex(&self.point()).as_bytes()).unwrap()
    }

    /// Signs a text: r and s.
    pub fn sign(&self, text: &[u8]) -> Vec<u8> {
        self.0.sign(text).to_vec()
    }
}

/// A signer with a key for RSA.
pub struct RsaSigner(PrivateKey);

impl RsaSigner {
    pub fn new(seed: u64, bits: usize) -> Self {
        Self(PrivateKey::new(&mut random(seed), bits).unwrap())
    }

    pub fn modulus(&self) -> Vec<u8> {
        self.0.n_bytes().to_vec()
    }

    pub fn key(&self) -> PublicKey {
        PublicKey::read(&rsa_spki(&self.modulus(), &[1, 0, 1])).unwrap()
    }

    /// Signs the SHA-1 of a text.
    pub fn sign(&self, text: &[u8]) -> Vec<u8> {
        self.0.sign(rsa::Pkcs1v15Sign::new::<Sha1>(), &Sha1::digest(text)).unwrap()
    }

    /// Signs any content after the padding.
    pub fn sign_padded(&self, contents: &[u8]) -> Vec<u8> {
        let filler = vec![0xff; self.modulus().len() - 3 - contents.len()];
        self.sign_encoded(&[&[0, 1], &filler[..], &[0], contents].concat())
    }

    /// Signs an encoded message of the modulus's length.
    pub fn sign_encoded(&self, encoded: &[u8]) -> Vec<u8> {
        let number = BoxedUint::from_be_slice(encoded, self.0.n_bits_precision()).unwrap();
        let signature = rsa_decrypt(None::<&mut ChaCha8Rng>, &self.0, &number).unwrap();
        signature.to_be_bytes().to_vec()
    }
}

pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

/// Encodes bytes as padded Base64.
pub fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().chain(&[0, 0]).take(3).fold(0, |group, byte| group << 8 | usize::from(*byte));
        for place in 0..4 {
            let digit = char::from(DIGITS[group >> (18 - 6 * place) & 63]);
            out.push(if place <= chunk.len() { digit } else { '=' });
        }
    }
    out
}

/// Writes a PEM with lines of 64 characters.
pub fn pem(label: &str, der: &[u8]) -> String {
    let text = base64(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// Writes one element of DER.
pub fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [.., high, low] = content.len().to_be_bytes();
    let length = match content.len() {
        0..0x80 => vec![low],
        0x80..0x100 => vec![0x81, low],
        _ => vec![0x82, high, low],
    };
    [vec![tag], length, content].concat()
}

/// Writes an INTEGER that is not negative.
pub fn integer(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count().min(number.len() - 1);
    let sign: &[u8] = if number[zeros] >= 0x80 { &[0] } else { &[] };
    tlv(2, &[sign, &number[zeros..]])
}

pub const NULL: &[u8] = &[5, 0];
pub const OID_RSA: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
pub const OID_EC: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
pub const OID_SM2: &[u8] = &[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x82, 0x2d];
pub const OID_P256: &[u8] = &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
pub const OID_SHA1: &[u8] = &[6, 5, 0x2b, 0x0e, 3, 2, 0x1a];
pub const OID_SM3_SM2: &[u8] = &[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x75];

/// Writes a `SubjectPublicKeyInfo`.
pub fn spki(algorithm: &[&[u8]], key: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x30, algorithm), &tlv(3, &[&[0], key])])
}

pub fn rsa_spki(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    spki(&[OID_RSA, NULL], &rsa_key(modulus, exponent))
}

pub fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&integer(modulus), &integer(exponent)])
}

/// Writes a `DigestInfo`.
pub fn digest_info(algorithm: &[&[u8]], digest: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&tlv(0x30, algorithm), &tlv(4, &[digest])])
}

/// The fields of a certificate, as DER.
pub struct Fields {
    pub version: Vec<u8>,
    pub serial: Vec<u8>,
    pub validity: Vec<u8>,
    pub subject: Vec<u8>,
    pub key: Vec<u8>,
}

impl Fields {
    /// Returns the fields of a certificate like CBT's, for this key.
    pub fn new(key: &[u8]) -> Self {
        Self {
            version: tlv(0xa0, &[&[2, 1, 2]]),
            serial: integer(&[3, 0, 0, 0, 0, 0x0c, 0xab, 0x1e]),
            validity: tlv(0x30, &[&tlv(0x17, &[b"220713020304Z"]), &tlv(0x18, &[b"20520713020304Z"])]),
            subject: name(&[&[(3, 0x0c, "测试公司".as_bytes())], &[(6, 0x13, b"CN")]]),
            key: key.to_vec(),
        }
    }

    /// Writes the certificate; its own signature is never verified.
    pub fn write(&self) -> Vec<u8> {
        let algorithm = tlv(0x30, &[OID_SM3_SM2]);
        let issuer = name(&[&[(3, 0x0c, b"Issuer")]]);
        let extensions = tlv(0xa3, &[&tlv(0x30, &[])]);
        let parts =
            [&self.version, &self.serial, &algorithm, &issuer, &self.validity, &self.subject, &self.key, &extensions];
        let content = tlv(0x30, &parts.map(Vec::as_slice));
        tlv(0x30, &[&content, &algorithm, &tlv(3, &[&[0; 72]])])
    }
}

/// Writes a `Name` of parts, each of attributes: the last number of an identifier `2.5.4.…`, the tag of the string, and
/// its bytes.
pub fn name(parts: &[&[(u8, u8, &[u8])]]) -> Vec<u8> {
    let attribute = |&(kind, tag, value): &(u8, u8, &[u8])| tlv(0x30, &[&[6, 3, 0x55, 4, kind], &tlv(tag, &[value])]);
    let set = |part: &&[(u8, u8, &[u8])]| tlv(0x31, &[&part.iter().map(attribute).collect::<Vec<_>>().concat()]);
    tlv(0x30, &[&parts.iter().map(set).collect::<Vec<_>>().concat()])
}
