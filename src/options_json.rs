//! Reads options from JSON, for callers in other languages. Uses our own parser, so that messages name option and
//! value.

use crate::json::{self, Kind, Parsed};
use crate::options::{CustomsRules, Locale, Names, Options};
use crate::text::excerpt::excerpt;

/// Reads options from JSON, such as `{"locale":"en","customsRules":"off"}`; an empty text gives the defaults.
///
/// # Errors
///
/// Returns a message that names the unknown option, or the valid values of a known one.
///
/// ```ignore
/// let options = from_json(r#"{"locale":"en"}"#).unwrap();
/// assert_eq!(options.locale, cbt179::Locale::En);
/// let message = from_json(r#"{"locale":"fr"}"#).unwrap_err();
/// assert_eq!(message, "options: `locale` must be `zh-CN` or `en`, not `\"fr\"`");
/// ```
pub(crate) fn from_json(text: &str) -> Result<Options, String> {
    let mut options = Options::default();
    if text.is_empty() {
        return Ok(options);
    }
    let Parsed { root: node, is_json, .. } = json::read(text, 0);
    let Kind::Object(object) = node.kind else {
        return Err("options must be a JSON object".to_owned());
    };
    if !is_json {
        return Err("options must be JSON".to_owned());
    }
    for member in &object.members {
        let read = match (&*member.key, &member.value.kind) {
            ("locale", Kind::String(name)) => one_of(&LOCALES, name).map(|it| options.locale = it),
            ("customsRules", Kind::String(name)) => {
                one_of(&CUSTOMS_RULES, name).map(|it| options.customs_rules = it)
            }
            ("unsafe", Kind::Bool(value)) => {
                options.unsafe_fixes = *value;
                Some(())
            }
            ("names", Kind::String(name)) => one_of(&NAMES, name).map(|it| options.names = it),
            ("maxBodyBytes", Kind::Number(number)) => number.parse::<u64>().ok().map(|it| {
                // A limit above the address space is no limit.
                options.max_body_bytes = usize::try_from(it).unwrap_or(usize::MAX);
            }),
            ("now", Kind::Number(number)) => {
                let now = number.parse().ok().filter(|it| YEARS_1_TO_9999.contains(it));
                now.map(|it| options.now = Some(it))
            }
            _ => None,
        };
        if read.is_none() {
            let key = &*member.key;
            let Some((_, due)) = KNOWN.iter().find(|known| known.0 == key) else {
                let known = KNOWN.map(|known| format!("`{}`", known.0)).join(", ");
                return Err(format!("options: there is no `{}`, only {known}", excerpt(key)));
            };
            let found = excerpt(&text[member.value.at.clone()]);
            return Err(format!("options: `{key}` must be {due}, not `{found}`"));
        }
    }
    Ok(options)
}
/// The options that have a name in JSON, and their valid values.
const KNOWN: [(&str, &str); 6] = [
    ("locale", "`zh-CN` or `en`"),
    ("customsRules", "`warning`, `error` or `off`"),
    ("maxBodyBytes", "a whole number of bytes"),
    ("names", "`cus` or `co`"),
    ("unsafe", "`true` or `false`"),
    ("now", "a whole number of milliseconds since 1970, in the years 1 to 9999"),
];

/// The range of the interface's 14 digits, in Unix milliseconds.
const YEARS_1_TO_9999: std::ops::Range<i64> = -62_135_596_800_000..253_402_271_999_000;

const LOCALES: [(&str, Locale); 2] = [("zh-CN", Locale::ZhCn), ("en", Locale::En)];

const NAMES: [(&str, Names); 2] = [("cus", Names::Cus), ("co", Names::Co)];

const CUSTOMS_RULES: [(&str, CustomsRules); 3] =
    [("warning", CustomsRules::Warning), ("error", CustomsRules::Error), ("off", CustomsRules::Off)];

fn one_of<T: Copy>(choices: &[(&str, T)], name: &str) -> Option<T> {
    choices.iter().find(|choice| choice.0 == name).map(|choice| choice.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Units;

    #[test]
    fn options_are_read() {
        let text = r#"{"locale":"en","customsRules":"off","maxBodyBytes":10,"now":-5,"names":"co","unsafe":true}"#;
        let expected = Options {
            locale: Locale::En,
            customs_rules: CustomsRules::Off,
            max_body_bytes: 10,
            now: Some(-5),
            units: Units::Bytes,
            names: Names::Co,
            unsafe_fixes: true,
        };
        assert_eq!(from_json(text), Ok(expected));
        assert_eq!(from_json(""), Ok(Options::default()));
        assert_eq!(from_json("{}"), Ok(Options::default()));
    }

    #[test]
    fn wrong_options_are_named() {
        for (text, part) in [
            (r#"{"local":"en"}"#, "there is no `local`, only `locale`, "),
            (r#"{"locale":true}"#, "`locale` must be `zh-CN` or `en`, not `true`"),
            (r#"{"locale":null}"#, "not `null`"),
            (r#"{"customsRules":"of"}"#, "must be `warning`, `error` or `off`"),
            (r#"{"names":"both"}"#, "must be `cus` or `co`"),
            (r#"{"maxBodyBytes":1.5}"#, "must be a whole number of bytes, not `1.5`"),
            (r#"{"maxBodyBytes":-1}"#, "not `-1`"),
            (r#"{"now":"now"}"#, "`now` must be a whole number"),
            (r#"{"now":8640000000000000}"#, "in the years 1 to 9999"),
            ("[]", "must be a JSON object"),
            ("{", "must be JSON"),
        ] {
            let message = from_json(text).unwrap_err();
            assert!(message.contains(part), "{message}");
        }
    }
}
