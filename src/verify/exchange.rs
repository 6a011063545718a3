//! Verifies the signature of an upload, and reports findings.

use alloc::string::{String, ToString};

use cbt179_verify::explain::{self, Explanation, Outcome, Variant, explain};
use cbt179_verify::key::PublicKey;
use cbt179_verify::open::{OpenError, open};
use cbt179_verify::producers::Gbk;
use cbt179_verify::signature::{Form, Signature, SignatureError};
use cbt179_verify::target::{Algorithm, Target};
use cbt179_verify::text::{Member, Upload};

use super::key;
use super::report::{Report, Text, Words, quote, words};
use super::variants::{described, distance};
use crate::diagnostics::catalogue;
use crate::text::gbk;

/// The texts of a signature.
pub(super) struct Exchange<'a> {
    pub upload: &'a Upload<'a>,
    pub upload_text: &'a Text<'a>,
    pub time: &'a Member<'a>,
    /// The text that has `serviceTime`, `certNo` and `signValue`.
    pub reply_text: &'a Text<'a>,
}

impl Exchange<'_> {
    /// Verifies the signature. Returns the name of the text that was signed, if it is another.
    pub fn verify(&self, key: &PublicKey, value: &Member, report: &mut Report) -> Option<String> {
        let algorithm = key.algorithm();
        let text = self.reply_text;
        let signature = match Signature::read(value.value().as_bytes(), key) {
            Ok(signature) => signature,
            Err(error) => {
                malformed(error, algorithm, text, value, report);
                return None;
            }
        };
        for form in signature.forms() {
            let words: Words = match form {
                Form::Der => {
                    report.add_at(text, &value.at, &catalogue::SIGNATURE_DER, &[]);
                    continue;
                }
                Form::Blanks => words!("里有空白或换行", "contains whitespace"),
                Form::PlusAsBlank => words!("里的 `+` 变成了空格", "has spaces instead of `+`"),
                Form::Unpadded => words!("缺少末尾的填充 `=`", "lacks its `=` padding"),
                Form::UrlSafe => words!("用了 URL 安全的字母表（`-`、`_`）", "uses the URL-safe alphabet (`-`, `_`)"),
                Form::Hex => words!("是十六进制", "is hexadecimal"),
                Form::Twice => words!(
                    "编码了两次（对十六进制或 Base64 文本又做了 Base64）",
                    "is encoded twice, the Base64 of hexadecimal or Base64 text"
                ),
            };
            let what = report.choose(words);
            report.add_at(text, &value.at, &catalogue::SIGNATURE_FORM, &[("what", what)]);
        }
        let reordered = || open(key, &signature.reordered(key));
        let opened = match open(key, &signature) {
            // Only the right byte order reveals the padding.
            Err(OpenError::Range | OpenError::OtherKey) if algorithm == Algorithm::Sha1WithRsa => match reordered() {
                Err(error @ (OpenError::Range | OpenError::OtherKey)) => Err(error),
                opened => {
                    self.report_order(LITTLE_ENDIAN, value, report);
                    opened
                }
            },
            opened => opened,
        };
        let target = opened.inspect_err(|error| self.unopened(*error, algorithm, value, report)).ok()?;
        if let Outcome::Found(explanation) = self.explain(&target, None) {
            return self.found(&explanation, report);
        }
        if algorithm == Algorithm::Sha1WithRsa {
            report.add_at(text, &value.at, &catalogue::SIGNATURE_OTHER_TEXT, &[]);
            return None;
        }
        // With SM2, only a matching text reveals that r and s are swapped.
        if let Ok(target) = reordered()
            && let Outcome::Found(explanation) = self.explain(&target, Some(SWAPPED))
        {
            self.report_order(S_FIRST, value, report);
            return self.found(&explanation, report);
        }
        report.add_at(text, &value.at, &catalogue::SIGNATURE_UNVERIFIED, &[]);
        None
    }

    /// Looks for the text that was signed.
    fn explain(&self, target: &Target, budget: Option<u64>) -> Outcome {
        let encode = |char: char| gbk::encode(char.encode_utf8(&mut [0; 4])).try_into().ok();
        let gbk = Gbk { encode: &encode, decode: &gbk::decode_lossily };
        explain(target, self.upload, &self.time.value(), &explain::Options { gbk: Some(gbk), budget })
    }

    fn report_order(&self, (what, how): (Words, Words), value: &Member, report: &mut Report) {
        let args = [("what", report.choose(what)), ("how", report.choose(how))];
        report.add_at(self.reply_text, &value.at, &catalogue::SIGNATURE_BYTE_ORDER, &args);
    }

    /// Adds a finding about a signature from which no digest can be recovered.
    fn unopened(&self, error: OpenError, algorithm: Algorithm, value: &Member, report: &mut Report) {
        let found;
        let (code, args): (_, &[(&str, &str)]) = match error {
            OpenError::Range if algorithm == Algorithm::Sm3WithSm2 => (&catalogue::SIGNATURE_RANGE, &[]),
            // A number that is not less than the modulus comes from a larger modulus.
            OpenError::Range | OpenError::OtherKey => (&catalogue::SIGNATURE_OTHER_KEY, &[]),
            OpenError::NoDigest => {
                (&catalogue::SIGNATURE_OTHER_DIGEST, &[("found", report.choose(words!("未注明", "unnamed")))])
            }
            OpenError::OtherDigest(oid) => {
                found = key::known(&oid);
                (&catalogue::SIGNATURE_OTHER_DIGEST, &[("found", &found)])
            }
        };
        report.add_at(self.reply_text, &value.at, code, args);
    }

    /// Adds a finding for each rewriting of the text that was signed.
    fn found(&self, explanation: &Explanation, report: &mut Report) -> Option<String> {
        for variant in &explanation.variants {
            self.describe(variant, report);
        }
        Some(explanation.id()).filter(|id| !id.is_empty())
    }

    fn describe(&self, variant: &Variant, report: &mut Report) {
        let locale = report.locale();
        let (code, words) = described(variant, locale);
        if let Some(time) = &variant.service_time {
            let sent = self.time.value();
            let distance = distance(time.later_ms, locale);
            let args = [("signed", &*quote(&time.text)), ("sent", &quote(&sent)), ("distance", &distance)];
            report.add_at(self.reply_text, &self.time.at, code, &args);
            return;
        }
        let Some(first) = &variant.first else {
            report.add_to(self.upload_text, code, &[("what", &words), ("programs", &words)]);
            return;
        };
        let sent = self.upload.json.text.get(first.at.clone()).unwrap_or_default();
        let (sent, signed) = (quote(sent), quote(&first.new));
        let args = [("what", &*words), ("programs", &words), ("sent", &sent), ("signed", &signed)];
        report.add_at(self.upload_text, &first.at, code, &args);
    }
}

/// The bytes that may be hashed to find out whether r and s are swapped: enough for the rewritings of a text of 2 KB.
const SWAPPED: u64 = 1_000_000;

/// The orders of a signature's bytes, and the advice.
const LITTLE_ENDIAN: (Words, Words) = (
    words!(
        "整个签名是倒序的（Windows CryptoAPI 输出的小端格式）",
        "they are reversed, in little-endian order, as Windows CryptoAPI writes them"
    ),
    words!("把签名的字节倒过来再做 Base64", "reverse the bytes before encoding them in Base64"),
);
const S_FIRST: (Words, Words) = (
    words!("s 在 r 的前面", "s is before r"),
    words!("先写 r 的 32 字节，再写 s 的 32 字节", "write the 32 bytes of r first, then those of s"),
);

/// Adds a finding about a `signValue` that cannot be a signature of the key.
fn malformed(error: SignatureError, algorithm: Algorithm, text: &Text, value: &Member, report: &mut Report) {
    let why: Words = match error {
        SignatureError::Length { found, expected } => {
            let hint = match (found, algorithm) {
                (64, Algorithm::Sha1WithRsa) => words!("；64 字节是 SM2 签名", "; 64 bytes is an SM2 signature"),
                (128 | 256, Algorithm::Sm3WithSm2) => {
                    words!("；这个长度是 RSA 签名", "; this is the length of an RSA signature")
                }
                _ => words!("", ""),
            };
            let hint = report.choose(hint);
            let args = [
                ("found", &*found.to_string()),
                ("expected", &expected.to_string()),
                ("algorithm", algorithm.name()),
                ("hint", hint),
            ];
            report.add_at(text, &value.at, &catalogue::SIGNATURE_LENGTH, &args);
            return;
        }
        SignatureError::TooLarge => words!("它太长", "it is too long"),
        SignatureError::Empty => words!("它是空的", "it is empty"),
        SignatureError::Base64 { .. } => words!("它不是 Base64", "it is not Base64"),
        SignatureError::Prefixed => words!("r 和 s 前面多了字节 `04`", "there is a byte `04` before r and s"),
        SignatureError::Oversized => words!("DER 里的数值超过 32 字节", "its DER has a number longer than 32 bytes"),
    };
    let why = report.choose(why);
    report.add_at(text, &value.at, &catalogue::SIGNATURE_MALFORMED, &[("why", why)]);
}
