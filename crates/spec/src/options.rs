//! The options of a caller.

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
    /// Picks the value for this locale.
    pub fn choose<T>(self, zh: T, en: T) -> T {
        match self {
            Self::ZhCn => zh,
            Self::En => en,
        }
    }
}

/// The treatment of rules that customs enforces and CBT does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CustomsRules {
    /// They are checked; a violation is a warning.
    #[default]
    Warning,
    /// They are checked; a violation is an error.
    Error,
    /// They are not checked.
    Off,
}

/// The unit of offsets and columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Units {
    /// Bytes.
    #[default]
    Bytes,
    /// UTF-16 code units, as in JavaScript strings.
    Utf16,
}

/// The spelling of `cusName` and `cusCode` in a built request; the document has two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    /// `cusName` and `cusCode`, as in clauses 3.1.2.2 and 3.1.2.3.
    #[default]
    Cus,
    /// `coName` and `coCode`, as in the example of clause 5.1.
    Co,
}

/// The options of a caller; the defaults suit most.
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
    /// The treatment of customs rules.
    pub customs_rules: CustomsRules,
    /// The maximum size of the input in bytes; larger input is rejected unread, and larger output is not built.
    ///
    /// The default is 8 MiB, which holds the longest `payExInfoStr` with every character escaped.
    pub max_body_bytes: usize,
    /// The submission time of a built request that has none, in Unix milliseconds.
    ///
    /// `None` means the clock's time, except on targets without a clock.
    pub now: Option<i64>,
    /// The unit of offsets and columns.
    pub units: Units,
    /// The spelling that [`crate::build_form`] uses for names that have two in the document.
    pub names: Names,
    /// Whether [`crate::apply_fixes`] also applies guesses: [`crate::Applicability::Unsafe`].
    pub unsafe_fixes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            locale: Locale::default(),
            customs_rules: CustomsRules::default(),
            // The longest `payExInfoStr` with every character escaped, and the rest of the body.
            max_body_bytes: 8 << 20,
            now: None,
            units: Units::default(),
            names: Names::default(),
            unsafe_fixes: false,
        }
    }
}
