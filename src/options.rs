//! What a caller can choose.

/// The language of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// Chinese, as written on the mainland.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Locale {
    /// What is in this language, of what is in both.
    pub(crate) fn choose<T>(self, zh: T, en: T) -> T {
        match self {
            Self::ZhCn => zh,
            Self::En => en,
        }
    }
}

/// What becomes of rules that customs have laid down and CBT has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CustomsRules {
    /// They are checked; what breaks them is a warning.
    #[default]
    Warning,
    /// They are checked; what breaks them is an error.
    Error,
    /// They are not checked.
    Off,
}

/// What offsets and columns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// Bytes.
    #[default]
    Bytes,
    /// UTF-16 code units, as JavaScript's strings do.
    Utf16,
}

/// Which of the document's two spellings of `cusName` and `cusCode` a request is built with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// `cusName` and `cusCode`, as in clauses 3.1.2.2 and 3.1.2.3.
    #[default]
    Cus,
    /// `coName` and `coCode`, as in the example of clause 5.1.
    Co,
}

/// What a caller can choose; the default is what most want.
///
/// ```
/// use cbt179::{CustomsRules, Locale, Options};
///
/// let options = Options { locale: Locale::En, customs_rules: CustomsRules::Error, ..Options::default() };
/// let report = cbt179::check_form(b"", &options);
/// assert!(!report.ok);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The language of messages.
    pub locale: Locale,
    /// What becomes of customs' rules.
    pub customs_rules: CustomsRules,
    /// Larger input is refused unread. In bytes; 8 MiB unless told, which holds the longest `payExInfoStr`
    /// with every character escaped. What is built may not be larger either.
    pub max_body_bytes: usize,
    /// The time that a built request is submitted at where it names none, in Unix milliseconds.
    ///
    /// `None` is the clock's time, except on targets that have no clock.
    pub now: Option<i64>,
    /// What offsets and columns count.
    pub units: Units,
    /// How [`crate::build_form`] spells the names that the document spells in two ways.
    pub names: Names,
    /// Whether [`crate::apply_fixes`] also applies fixes that are a guess: [`crate::Applicability::Unsafe`].
    pub unsafe_fixes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            locale: Locale::default(),
            customs_rules: CustomsRules::default(),
            // `payExInfoStr` at its longest, every character escaped, and room for the rest.
            max_body_bytes: 8 << 20,
            now: None,
            units: Units::default(),
            names: Names::default(),
            unsafe_fixes: false,
        }
    }
}
