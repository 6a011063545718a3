//! The registry of findings: every code, its severity, and its messages in Chinese and in English.
//!
//! A message is one sentence without a full stop, with the sender's words in backticks; advice is in the separate
//! help. Both languages have the same content and the same `{arguments}`.

use serde::Serialize;

use self::Severity::{Error, Info, Warning};
use crate::options::Locale;

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A strict reader of the document, or of the standards that it builds on, rejects the body or loses data.
    Error,
    /// The document contradicts itself here, or customs (not CBT) would reject the body.
    Warning,
    /// Advice.
    Info,
}

/// The order in which faults and findings are reported.
pub(crate) const GRAVEST_FIRST: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

/// The certainty of a fix, as in rustc and ruff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The fixed text carries exactly the sender's data: only layers are re-encoded, or delimiters, quotes, names or
    /// the notation of a value are changed.
    Safe,
    /// A likely guess that changes or invents data, such as a time zone or missing seconds.
    Unsafe,
}

/// Which faults of one code in one part are merged into one finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeats {
    /// None: each is a separate finding.
    Never,
    /// All.
    Any,
    /// All that have a fix; the others are listed one by one.
    Fixable,
    /// Those with the same [`crate::Finding::value`].
    SameValue,
}

/// One kind of finding.
#[derive(Debug)]
pub(crate) struct Code {
    pub id: &'static str,
    /// The severity if CBT's document states the rule; a customs rule is a warning by default.
    pub severity: Severity,
    /// Whether its fix is certain to preserve the sender's data; `None` if it has no fix. A single fault may be less
    /// certain than its code.
    pub fix: Option<Applicability>,
    /// The reason for that.
    #[cfg(test)]
    pub reason: Text,
    /// Which faults of one part are merged into one finding with a count.
    pub repeats: Repeats,
    /// The clause, and the message and the help in each language, one a line. As strings of their own, they would take a
    /// pointer and a length each, which hardly compress.
    texts: &'static str,
    /// An input that triggers this finding, possibly with others.
    #[cfg(test)]
    pub example: Example,
}

impl Code {
    /// Returns whether both are the same entry of the registry.
    pub fn is(&self, other: &Self) -> bool {
        core::ptr::eq(self, other)
    }

    /// The source of the rule; empty if it depends on the authority that requires it.
    pub fn clause(&self) -> &'static str {
        self.text(0)
    }

    pub fn message(&self, locale: Locale) -> &'static str {
        self.text(locale.choose(1, 3))
    }

    pub fn help(&self, locale: Locale) -> &'static str {
        self.text(locale.choose(2, 4))
    }

    fn text(&self, index: usize) -> &'static str {
        self.texts.split('\n').nth(index).unwrap_or_default()
    }
}

/// The same text in both languages.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Text {
    zh: &'static str,
    en: &'static str,
}

/// An example of a finding: a small input, and texts that are repeated after it.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Example {
    input: Input,
    text: &'static str,
    more: &'static [(&'static str, usize)],
}

/// The kind of input in an example. Bytes are in hexadecimal.
#[cfg(test)]
#[derive(Clone, Copy, Debug)]
enum Input {
    Body,
    /// The bytes in `payExInfoStr`.
    Bytes,
    EData,
    PayExInfo,
    Request,
    /// A reply to a request with `serialNumber` 1.
    Reply,
    /// A reply to a request with an invalid `commitTime`.
    Unsent,
    ReplyBytes,
    Upload,
    /// A text that CBT signs at 1533282603450.
    SigningText,
    OpenReq,
    UploadReply,
    /// A certificate, read in 2100; `sm2.pem` is the test certificate.
    Certificate,
    PublicKey,
    /// An upload to verify.
    Verified,
    /// A changed member of an upload whose signature is otherwise valid, as `name=value`.
    Changed,
    /// A change to the signing text before it was signed, as `sent → signed`.
    Signed,
    /// The `signValue` of an upload, verified with an RSA key.
    SignedByRsa,
}

/// Defines the codes of a file: `NAME = Severity "id" by "clause" fix Safe "reason" / "理由" repeats Any, eg: …, zh: …, en: …;`.
macro_rules! codes {
    ($($name:ident = $severity:ident $id:literal $(by $clause:literal)? fix $fix:ident $reason:literal / $reason_zh:literal
        $(repeats $repeats:ident)?,
        eg: $input:ident $text:literal $(+ $unit:literal * $times:literal)?,
        zh: $zh:literal, $zh_help:literal,
        en: $en:literal, $en_help:literal;)*) => {
        $(pub(crate) static $name: super::Code = super::Code {
            id: $id,
            severity: super::$severity,
            fix: fix!($fix),
            #[cfg(test)]
            reason: super::Text { zh: $reason_zh, en: $reason },
            repeats: [$(super::Repeats::$repeats,)? super::Repeats::Never][0],
            texts: concat!($($clause,)? "\n", $zh, "\n", $zh_help, "\n", $en, "\n", $en_help),
            #[cfg(test)]
            example: super::Example { input: super::Input::$input, text: $text, more: &[$(($unit, $times))?] },
        };)*

        /// The codes of this file, in order.
        #[cfg(test)]
        pub(super) static ROWS: &[&super::Code] = &[$(&$name),*];
    };
}

macro_rules! fix {
    (None) => {
        None
    };
    ($fix:ident) => {
        Some(super::Applicability::$fix)
    };
}

mod exchange;
mod field;
mod form;
mod json;
mod reply;
#[cfg(feature = "verify")]
mod signature;

#[cfg(feature = "verify")]
pub(crate) use signature::*;
pub(crate) use {exchange::*, field::*, form::*, json::*, reply::*};

/// All codes, in the order of the layers.
#[cfg(test)]
static ALL: [&[&Code]; 6] = [form::ROWS, json::ROWS, field::ROWS, exchange::ROWS, signature::ROWS, reply::ROWS];

#[cfg(test)]
mod tests;
