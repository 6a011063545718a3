//! The options of a caller.

use alloc::string::String;

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

/// The form of [`schema`](crate::json_schema::schema).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SchemaTarget {
    /// A schema of JSON Schema 2020-12.
    #[default]
    Draft202012,
    /// A schema of JSON Schema draft-07.
    Draft07,
    /// The schema as `components.schemas.SigningRequest` of an `OpenAPI` 3.1 document.
    OpenApi31,
}

/// The options of a caller; the defaults suit most.
///
/// ```
/// use cbt179_spec::options::{CustomsRules, Locale, Options};
///
/// let options = Options { locale: Locale::En, customs_rules: CustomsRules::Error, ..Options::default() };
/// assert_eq!(options.max_body_bytes, 8 << 20);
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
    /// The spelling that `build_form` uses for names that have two in the document.
    pub names: Names,
    /// Whether `apply_fixes` also applies guesses: `Applicability::Unsafe`.
    pub unsafe_fixes: bool,
    /// The form of the JSON Schema.
    pub target: SchemaTarget,
    /// Whether the JSON Schema has titles and other keywords that validate nothing.
    pub annotations: bool,
}

impl Options {
    /// The defaults.
    pub const DEFAULT: Self = Self {
        locale: Locale::ZhCn,
        customs_rules: CustomsRules::Warning,
        // The longest `payExInfoStr` with every character escaped, and the rest of the body.
        max_body_bytes: 8 << 20,
        now: None,
        units: Units::Bytes,
        names: Names::Cus,
        unsafe_fixes: false,
        target: SchemaTarget::Draft202012,
        annotations: true,
    };
}

impl Default for Options {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The type of an option's value in another language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A string.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Flag,
    /// Anything else.
    Other,
}

impl Options {
    /// Sets an option by its name in other languages, from the type and the text of its value. `own` lists further
    /// options that the called function reads itself, separated by spaces.
    ///
    /// # Errors
    ///
    /// Returns a message that names the unknown option, or the valid values of a known one.
    ///
    /// ```
    /// use cbt179_spec::options::{Locale, Options, ValueType};
    ///
    /// let mut options = Options::default();
    /// options.set("locale", ValueType::Text, "en", "").unwrap();
    /// assert_eq!(options.locale, Locale::En);
    /// let message = options.set("locale", ValueType::Text, "fr", "").unwrap_err();
    /// assert_eq!(message, "options: `locale` must be `zh-CN`, `zh` or `en`, not `\"fr\"`");
    /// ```
    pub fn set(&mut self, name: &str, kind: ValueType, spelled: &str, own: &str) -> Result<(), String> {
        let Some((_, due)) = NAMED.iter().find(|option| option.0 == name) else {
            let mut known = String::new();
            for option in own.split_ascii_whitespace().chain(NAMED.map(|option| option.0)) {
                known.push_str(if known.is_empty() { "`" } else { ", `" });
                known.push_str(option);
                known.push('`');
            }
            return Err(["options: there is no `", beginning(name), "`, only ", &known].concat());
        };
        let set = match (name, kind) {
            // Language tags have no case (RFC 5646, 2.1.1).
            ("locale", ValueType::Text) => {
                let named = LOCALES.iter().find(|locale| locale.0.eq_ignore_ascii_case(spelled));
                named.map(|locale| self.locale = locale.1)
            }
            ("customsRules", ValueType::Text) => {
                one_of(&CUSTOMS_RULES, spelled).map(|rules| self.customs_rules = rules)
            }
            ("names", ValueType::Text) => one_of(&NAMES, spelled).map(|names| self.names = names),
            ("unsafe", ValueType::Flag) => one_of(&FLAGS, spelled).map(|flag| self.unsafe_fixes = flag),
            ("annotations", ValueType::Flag) => one_of(&FLAGS, spelled).map(|flag| self.annotations = flag),
            ("target", ValueType::Text) => one_of(&TARGETS, spelled).map(|target| self.target = target),
            // A limit beyond the address space is no limit.
            ("maxBodyBytes", ValueType::Number) => spelled
                .parse()
                .ok()
                .map(|bytes: u64| self.max_body_bytes = usize::try_from(bytes).unwrap_or(usize::MAX)),
            ("now", ValueType::Number) => {
                let now = spelled.parse().ok().filter(|now| YEARS_1_TO_9999.contains(now));
                now.map(|now| self.now = Some(now))
            }
            _ => None,
        };
        let quote = if kind == ValueType::Text { "\"" } else { "" };
        set.ok_or_else(|| {
            ["options: `", name, "` must be ", due, ", not `", quote, beginning(spelled), quote, "`"].concat()
        })
    }
}

/// The options that have a name in other languages, and their valid values.
const NAMED: [(&str, &str); 8] = [
    ("locale", "`zh-CN`, `zh` or `en`"),
    ("customsRules", "`warning`, `error` or `off`"),
    ("maxBodyBytes", "a whole number of bytes"),
    ("names", "`cus` or `co`"),
    ("unsafe", "`true` or `false`"),
    ("now", "a whole number of milliseconds since 1970, in the years 1 to 9999"),
    ("target", "`2020-12`, `draft-07` or `openapi-3.1`"),
    ("annotations", "`true` or `false`"),
];

/// The range of times that the interface's 14 digits can express, in Unix milliseconds.
const YEARS_1_TO_9999: core::ops::Range<i64> = -62_135_596_800_000..253_402_271_999_000;

const LOCALES: [(&str, Locale); 3] = [("zh-CN", Locale::ZhCn), ("zh", Locale::ZhCn), ("en", Locale::En)];

const TARGETS: [(&str, SchemaTarget); 3] = [
    ("2020-12", SchemaTarget::Draft202012),
    ("draft-07", SchemaTarget::Draft07),
    ("openapi-3.1", SchemaTarget::OpenApi31),
];

const NAMES: [(&str, Names); 2] = [("cus", Names::Cus), ("co", Names::Co)];

const FLAGS: [(&str, bool); 2] = [("true", true), ("false", false)];

const CUSTOMS_RULES: [(&str, CustomsRules); 3] =
    [("warning", CustomsRules::Warning), ("error", CustomsRules::Error), ("off", CustomsRules::Off)];

/// Returns the first 100 characters, the most that a message quotes.
fn beginning(text: &str) -> &str {
    text.char_indices().nth(100).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

fn one_of<T: Copy>(choices: &[(&str, T)], name: &str) -> Option<T> {
    choices.iter().find(|choice| choice.0 == name).map(|choice| choice.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_set_by_name() {
        let mut options = Options::default();
        for (name, kind, spelled) in [
            ("locale", ValueType::Text, "en"),
            ("customsRules", ValueType::Text, "off"),
            ("maxBodyBytes", ValueType::Number, "10"),
            ("now", ValueType::Number, "-5"),
            ("names", ValueType::Text, "co"),
            ("unsafe", ValueType::Flag, "true"),
            ("target", ValueType::Text, "draft-07"),
            ("annotations", ValueType::Flag, "false"),
        ] {
            assert_eq!(options.set(name, kind, spelled, ""), Ok(()), "{name}");
        }
        let expected = Options {
            locale: Locale::En,
            customs_rules: CustomsRules::Off,
            max_body_bytes: 10,
            now: Some(-5),
            units: Units::Bytes,
            names: Names::Co,
            unsafe_fixes: true,
            target: SchemaTarget::Draft07,
            annotations: false,
        };
        assert_eq!(options, expected);
    }

    #[test]
    fn a_locale_has_no_case() {
        for (spelled, locale) in
            [("zh", Locale::ZhCn), ("zh-cn", Locale::ZhCn), ("ZH-CN", Locale::ZhCn), ("EN", Locale::En)]
        {
            let mut options =
                Options { locale: if locale == Locale::En { Locale::ZhCn } else { Locale::En }, ..Options::default() };
            assert_eq!(options.set("locale", ValueType::Text, spelled, ""), Ok(()));
            assert_eq!(options.locale, locale, "{spelled}");
        }
    }

    #[test]
    fn wrong_options_are_named() {
        for (name, kind, spelled, part) in [
            ("local", ValueType::Text, "en", "there is no `local`, only `locale`, "),
            ("locale", ValueType::Flag, "true", "`locale` must be `zh-CN`, `zh` or `en`, not `true`"),
            ("locale", ValueType::Text, "zh_CN", "not `\"zh_CN\"`"),
            (
                "target",
                ValueType::Text,
                "draft-04",
                "must be `2020-12`, `draft-07` or `openapi-3.1`, not `\"draft-04\"`",
            ),
            ("annotations", ValueType::Text, "false", "`annotations` must be `true` or `false`, not `\"false\"`"),
            ("locale", ValueType::Other, "null", "not `null`"),
            ("customsRules", ValueType::Text, "of", "must be `warning`, `error` or `off`"),
            ("names", ValueType::Text, "both", "must be `cus` or `co`"),
            ("unsafe", ValueType::Text, "true", "must be `true` or `false`"),
            ("maxBodyBytes", ValueType::Text, "10", "must be a whole number of bytes, not `\"10\"`"),
            ("maxBodyBytes", ValueType::Number, "1.5", "not `1.5`"),
            ("maxBodyBytes", ValueType::Number, "-1", "not `-1`"),
            ("now", ValueType::Number, "NaN", "`now` must be a whole number"),
            ("now", ValueType::Number, "8640000000000000", "in the years 1 to 9999"),
        ] {
            let mut options = Options::default();
            let message = options.set(name, kind, spelled, "").unwrap_err();
            assert!(message.contains(part), "{message}");
            assert_eq!(options, Options::default());
        }
    }
}
