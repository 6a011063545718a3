//! Reads the key to verify with, or adds a finding that says what was passed instead.

use alloc::string::{String, ToString};

use cbt179_verify::certificate::{Certificate, CertificateError, Field};
use cbt179_verify::input::{InputError, Kind};
use cbt179_verify::key::{KeyError, MODULUS_BITS, PublicKey};
use cbt179_verify::oids::{ObjectIdentifier, dotted, name};

use super::report::{Report, Words, words};
use crate::diagnostics::catalogue;

/// Reads a certificate, or adds a finding about it.
pub(super) fn certificate(text: &[u8], report: &mut Report) -> Option<Certificate> {
    let error = match Certificate::read(text) {
        Ok(certificate) => {
            if certificate.others > 0 {
                let count = (certificate.others + 1).to_string();
                report.add(&catalogue::KEY_SEVERAL, &[("count", &count)]);
            }
            return Some(certificate);
        }
        Err(error) => error,
    };
    match error {
        CertificateError::Input(error) => unreadable(error, CERTIFICATE, report),
        CertificateError::Malformed(field) => {
            let field = match field {
                Field::Structure => "tbsCertificate",
                Field::SerialNumber => "serialNumber",
                Field::Signature => "signature",
                Field::Validity => "validity",
            };
            let why = report
                .fill(words!("DER 结构里的 `{field}` 有误", "its DER has a malformed `{field}`"), &[("field", field)]);
            report_unreadable(CERTIFICATE, &why, COPY, report);
        }
    }
    None
}

/// Reads a public key, or adds a finding about it.
pub(super) fn public_key(text: &[u8], report: &mut Report) -> Option<PublicKey> {
    usable(PublicKey::read(text), report)
}

/// Returns the key, or adds a finding about it.
pub(super) fn usable(key: Result<PublicKey, KeyError>, report: &mut Report) -> Option<PublicKey> {
    let why: Words = match key {
        Ok(key) => return Some(key),
        Err(KeyError::Input(error)) => {
            unreadable(error, PUBLIC_KEY, report);
            return None;
        }
        Err(KeyError::Algorithm(oid) | KeyError::Curve(oid)) => {
            report.add(&catalogue::KEY_UNSUPPORTED, &[("found", &known(&oid))]);
            return None;
        }
        Err(KeyError::Malformed) => words!("它的 DER 结构有误", "its DER is malformed"),
        Err(KeyError::PointForm { .. } | KeyError::NotOnCurve) => {
            words!("它不是 SM2 曲线上的点", "it is not a point on the SM2 curve")
        }
        Err(KeyError::ModulusLength { bits }) => {
            let template: Words = words!(
                "模数有 {bits} 位，应为 {least}～{most} 位",
                "its modulus has {bits} bits instead of {least} to {most}"
            );
            let [bits, least, most] = [&bits, MODULUS_BITS.start(), MODULUS_BITS.end()].map(ToString::to_string);
            let why = report.fill(template, &[("bits", &bits), ("least", &least), ("most", &most)]);
            report.add(&catalogue::KEY_INVALID, &[("why", &why)]);
            return None;
        }
        Err(KeyError::EvenModulus) => words!("它的模数是偶数", "its modulus is even"),
        Err(KeyError::Exponent) => words!("它的指数是偶数、太小或太大", "its exponent is even, too small or too large"),
    };
    let why = report.choose(why);
    report.add(&catalogue::KEY_INVALID, &[("why", why)]);
    None
}

/// Returns the name of an algorithm, or its object identifier if the name is unknown.
pub(super) fn known(oid: &ObjectIdentifier) -> String {
    name(oid).map_or_else(|| dotted(oid), Into::into)
}

const CERTIFICATE: Words = words!("证书", "certificate");
const PUBLIC_KEY: Words = words!("公钥", "public key");

/// The advice if the cause is unknown.
const PASS: Words = words!(
    "传入 CBT 的签名证书：PEM（`-----BEGIN CERTIFICATE-----`）、Base64 或 DER",
    "pass CBT's signing certificate in PEM (`-----BEGIN CERTIFICATE-----`), Base64 or DER"
);
const COPY: Words = words!("重新导出，或完整地重新复制", "export it again, or copy all of it");

/// Adds a finding about an input that is not a key or certificate.
fn unreadable(error: InputError, subject: Words, report: &mut Report) {
    let (why, how): (Words, Words) = match error {
        InputError::TooLarge => (words!("内容太长", "it is too long"), PASS),
        InputError::Empty => (words!("内容是空的", "it is empty"), PASS),
        InputError::Utf16 => (
            words!("文本是 UTF-16 编码", "the text is in UTF-16"),
            words!("用“另存为”选择 UTF-8 或 ANSI 编码", "save it as UTF-8 or ASCII"),
        ),
        InputError::Base64 { at } => {
            let offset = at.to_string();
            let template =
                words!("偏移 {offset} 处的字符不是 Base64", "the character at offset {offset} is not Base64");
            let why = report.fill(template, &[("offset", &offset)]);
            return report_unreadable(subject, &why, PASS, report);
        }
        InputError::Truncated => (words!("内容不完整", "it is truncated"), COPY),
        InputError::Trailing => (words!("DER 之后还有多余的字节", "there are extra bytes after its DER"), COPY),
        InputError::NotDer => (words!("内容不是 DER", "it is not DER"), PASS),
        InputError::Kind(kind) => match kind {
            Kind::Certificate => {
                (words!("这是证书", "it is a certificate"), words!("请作为证书提供", "give it as the certificate"))
            }
            Kind::PublicKey | Kind::RsaPublicKey | Kind::Point => {
                (words!("这是公钥", "it is a public key"), words!("请作为公钥提供", "give it as the public key"))
            }
            Kind::PrivateKey => (
                words!("这是私钥", "it is a private key"),
                words!("不要传入私钥，验签只用证书", "never pass a private key; pass the certificate"),
            ),
            Kind::Request => (
                words!("这是证书申请（CSR）", "it is a certificate signing request (CSR)"),
                words!("传入签发后的证书", "pass the certificate that was issued for it"),
            ),
            Kind::Pkcs7 => (
                words!("这是 PKCS #7 证书包（.p7b）", "it is a PKCS #7 bundle (.p7b)"),
                words!(
                    "先导出证书：`openssl pkcs7 -inform DER -in x.p7b -print_certs`",
                    "export the certificate: `openssl pkcs7 -inform DER -in x.p7b -print_certs`"
                ),
            ),
            Kind::Pkcs12 => (
                words!("这是 PKCS #12 文件（.pfx）", "it is a PKCS #12 file (.pfx)"),
                words!(
                    "只导出证书：`openssl pkcs12 -in x.pfx -nokeys`",
                    "export only the certificate: `openssl pkcs12 -in x.pfx -nokeys`"
                ),
            ),
            Kind::Jks => (
                words!("这是 Java 密钥库（.jks）", "it is a Java keystore (.jks)"),
                words!(
                    "只导出证书：`keytool -exportcert -rfc`",
                    "export only the certificate: `keytool -exportcert -rfc`"
                ),
            ),
            Kind::Other => (words!("内容是其他 DER 结构", "it is another DER structure"), PASS),
        },
    };
    report_unreadable(subject, report.choose(why), how, report);
}

fn report_unreadable(subject: Words, why: &str, how: Words, report: &mut Report) {
    let (subject, how) = (report.choose(subject), report.choose(how));
    report.add(&catalogue::KEY_UNREADABLE, &[("subject", subject), ("why", why), ("how", how)]);
}
