//! The interface's table as a JSON Schema, from which to make a validator, a form or a legend.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Authority, FORM, Field, FieldDefault, Kind, MEMBERS};
use crate::options::{Locale, Options, SchemaTarget};

/// Returns the JSON Schema, as JSON text, of a signing request: `{"eData": {…}, "payExInfo": {…}}`, the input of
/// `build_form`. [`Options::target`] chooses the draft, or an `OpenAPI` fragment; [`Options::locale`] the language of titles.
///
/// It accepts every request in which `check_request` finds no error under
/// [`CustomsRules::Error`](crate::options::CustomsRules::Error), with one exception: an optional field that holds only
/// blanks, and too many of them. It also accepts other requests, as a schema cannot express every rule: whether a time
/// exists, whether a text is blank, how many decimals a number has, or the content of a `payExInfo` given as text.
/// Unknown names are accepted; `check_request` only warns about them.
///
/// The properties are the table's fields, in its order and under their first names, such as `cusName`. The document's
/// other names, such as `coName`, are accepted in their place. Fields that the library fills in are not `required`.
///
/// These keywords are not part of JSON Schema:
///
/// - `x-authority`: the authority that sets a field's rules, `cbt` or `customs`; `x-clause`: the clause with the rules;
/// - `x-required`: whether a sent request must have the field, filled in or under another name;
/// - `x-also`: its other names, if any.
///
/// Without [`Options::annotations`], it has only keywords that validate, and no union types except with `null`, so
/// validators in strict mode accept it as it is.
///
/// ```
/// use cbt179_spec::json_schema::schema;
/// use cbt179_spec::options::{Locale, Options};
///
/// let options = Options { locale: Locale::En, ..Options::default() };
/// let schema: serde_json::Value = serde_json::from_str(&schema(&options)).unwrap();
/// let token = &schema["properties"]["eData"]["properties"]["token"];
/// assert_eq!(token["title"], "authentication token");
/// assert_eq!(token["maxLength"], 32);
/// assert_eq!(token["x-clause"], "3.1.2.2");
/// ```
#[must_use]
pub fn schema(options: &Options) -> String {
    let Options { locale, target, annotations, .. } = *options;
    let mut writer = Writer { locale, annotations, out: String::new() };
    let (begin, root, end) = match target {
        SchemaTarget::Draft202012 => (r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","#, "#", "}"),
        SchemaTarget::Draft07 => (r#"{"$schema":"http://json-schema.org/draft-07/schema#","#, "#", "}"),
        SchemaTarget::OpenApi31 => {
            (r#"{"components":{"schemas":{"SigningRequest":{"#, "#/components/schemas/SigningRequest", "}}}}")
        }
    };
    writer.put(begin, &[]);
    writer.annotation(r#""title":"@","#, &[locale.choose("CBT 加签请求", "signing request of CBT")]);
    writer.put(r#""type":"object","#, &[]);
    writer.members(&REQUEST, root);
    writer.put(end, &[]);
    writer.out
}

/// The form's fields under the names that a request uses, which have no alternatives.
static REQUEST: [Field; 2] =
    [Field { name: MEMBERS[0], also: &[], ..FORM[0] }, Field { name: MEMBERS[1], also: &[], ..FORM[1] }];

/// Writes keywords. No word of the table needs an escape.
struct Writer {
    locale: Locale,
    annotations: bool,
    out: String,
}

impl Writer {
    /// Writes a template, with a word in place of each `@`. A closing bracket replaces the comma of the last item.
    // Inlined everywhere, it would be most of the code that the schema adds to the wasm.
    #[inline(never)]
    fn put(&mut self, text: &str, words: &[&str]) {
        if text.starts_with(['}', ']']) && self.out.ends_with(',') {
            self.out.pop();
        }
        let mut rest = text;
        for word in words {
            let (before, behind) = rest.split_once('@').unwrap_or((rest, ""));
            self.out.extend([before, word]);
            rest = behind;
        }
        self.out.push_str(rest);
    }

    /// Writes keywords that validate nothing, if they are wanted.
    fn annotation(&mut self, text: &str, words: &[&str]) {
        if self.annotations {
            self.put(text, words);
        }
    }

    /// Writes the keywords for the members of an object; `at` is its JSON Pointer in the schema.
    fn members(&mut self, fields: &[Field], at: &str) {
        let is_filled_in = |field| FieldDefault::of(field).is_some();
        let mut either = Self { out: String::new(), ..*self };
        self.put(r#""required":["#, &[]);
        for field in fields.iter().filter(|field| field.required && !is_filled_in(field)) {
            let name = field.name;
            if field.also.is_empty() {
                self.put(r#""@","#, &[name]);
                continue;
            }
            // Strict validators require `properties` next to `required`.
            either.put(r#"{"oneOf":[{"required":["@"],"properties":{"@":true}}"#, &[name, name]);
            for also in field.also {
                // With `type`, because `required` accepts any string, and then more than one branch would match.
                let words = [also, also, at, name];
                either
                    .put(r#",{"type":"object","required":["@"],"properties":{"@":{"$ref":"@/properties/@"}}}"#, &words);
            }
            either.put("]},", &[]);
        }
        self.put("],", &[]);
        if !either.out.is_empty() {
            either.put("]", &[]);
            self.put(r#""allOf":[@,"#, &[&either.out]);
        }
        self.put(r#""properties":{"#, &[]);
        for field in fields {
            self.put(r#""@":{"#, &[field.name]);
            self.value(field, &format!("{at}/properties/{}", field.name));
            self.put("},", &[]);
        }
        self.put("}", &[]);
    }

    /// Writes the keywords for the value of a field.
    fn value(&mut self, field: &Field, at: &str) {
        let locale = self.locale;
        let authority = if field.by == Authority::Customs { "customs" } else { "cbt" };
        let clause = field.by.clause().unwrap_or_default();
        let is_required = if field.required { "true" } else { "false" };
        let words = [locale.choose(field.zh, field.en), authority, clause, is_required];
        self.annotation(r#""title":"@","x-authority":"@","x-clause":"@","x-required":@,"#, &words);
        if !field.also.is_empty() {
            let also: Vec<_> = field.also.iter().map(|also| format!("\"{also}\"")).collect();
            self.annotation(r#""x-also":[@],"#, &[&also.join(",")]);
        }
        if field.secret {
            self.annotation(r#""writeOnly":true,"#, &[]);
        }
        // A field that may be absent may also be null or blank.
        let (string, blank) =
            if field.required { (r#""string""#, "") } else { (r#"["string","null"]"#, r#"{"pattern":"^\\s*$"},"#) };
        match field.kind {
            // No request has a field of the last kind.
            Kind::Code | Kind::Name | Kind::Links | Kind::Verbatim | Kind::Guid | Kind::Millis => {
                self.put(r#""type":@"#, &[string]);
                if let Some(max) = field.max {
                    self.put(r#","maxLength":@"#, &[&max.to_string()]);
                }
                if field.required {
                    self.put(r#","minLength":1"#, &[]);
                }
            }
            Kind::DateTime => self.put(r#""type":@,"pattern":"^[0-9]{14}$""#, &[string]),
            Kind::Amount { digits, decimals } => {
                let [whole, more, decimals] =
                    [digits - decimals, digits - decimals - 1, decimals].map(|it| it.to_string());
                // The text comes first, because a validator that coerces types takes the first: its digits stay.
                let [begin, between, end] = if self.annotations {
                    [r#""type":["number","string"],"#, ",", ""]
                } else {
                    [r#""anyOf":[{"type":"string","#, r#"},{"type":"number","#, "}]"]
                };
                self.put(begin, &[]);
                // No pattern can limit the size of a text with an exponent.
                self.put(
                    r#""pattern":"^(-?0|[1-9][0-9]{0,@})(\\.[0-9]{1,@}0*)?$|^[-.0-9]+[eE][-+0-9]+$""#,
                    &[&more, &decimals],
                );
                self.put(between, &[]);
                self.put(r#""minimum":0,"exclusiveMaximum":1e@"#, &[&whole]);
                self.put(end, &[]);
            }
            Kind::Choice(choices) | Kind::Currency(choices) => {
                self.put(r#""type":@,"oneOf":[@"#, &[string, blank]);
                for choice in choices {
                    self.put(r#"{"const":"@""#, &[choice.code]);
                    self.annotation(r#","title":"@""#, &[locale.choose(choice.zh, choice.en)]);
                    self.put("},", &[]);
                }
                self.put("]", &[]);
            }
            // The text that is signed can be given as it is.
            Kind::Object(fields) if field.name == MEMBERS[1] && !self.annotations => {
                self.put(r#""anyOf":[{"type":"string"},{"type":"object","#, &[]);
                self.members(fields, &format!("{at}/anyOf/1"));
                self.put("}]", &[]);
            }
            Kind::Object(fields) => {
                let text = r#"["object","string"],"contentMediaType":"application/json""#;
                self.put(r#""type":@,"#, &[if field.name == MEMBERS[1] { text } else { r#""object""# }]);
                self.members(fields, at);
            }
            Kind::List(fields) => {
                self.put(r#""type":"array","minItems":1,"items":{"type":"object","#, &[]);
                self.members(fields, &format!("{at}/items"));
                self.put("}", &[]);
            }
        }
    }
}
