//! The interface's table as a JSON Schema, for whoever makes a validator, a form or a legend of it.

use super::{Authority, FORM, Field, FieldDefault, Kind, MEMBERS};
use crate::options::Locale;

/// The JSON Schema (2020-12) of a signing request, `{"eData": {…}, "payExInfo": {…}}`, as `build_form` takes it:
/// JSON text, with titles in this language.
///
/// It accepts what `check_request` finds no error in with [`CustomsRules::Error`](crate::options::CustomsRules::Error), and more, as a schema
/// can't say everything: whether a time exists, what only blanks are, how many decimals a number has, what is in the text
/// of `payExInfo`. Only a blank text that is longer than an optional field may be is refused by the schema alone. Names that
/// the interface does not have pass, as they do there with a warning.
///
/// The properties are the table's fields, in its order and by their first names, such as `cusName`; the document's other
/// names, such as `coName`, are accepted in their place. What the library fills in is not `required`.
///
/// These keywords are not JSON Schema's:
///
/// - `x-authority`: who lays a field's rules down, `cbt` or `customs`; `x-clause`: where they stand;
/// - `x-required`: whether what is sent must have it, be it filled in or by another name;
/// - `x-also`: its other names, if any.
///
/// ```
/// use cbt179_spec::json_schema::schema;
/// use cbt179_spec::options::Locale;
///
/// let schema: serde_json::Value = serde_json::from_str(&schema(Locale::En)).unwrap();
/// let token = &schema["properties"]["eData"]["properties"]["token"];
/// assert_eq!(token["title"], "authentication token");
/// assert_eq!(token["maxLength"], 32);
/// assert_eq!(token["x-clause"], "3.1.2.2");
/// ```
#[must_use]
pub fn schema(locale: Locale) -> String {
    let mut writer = Writer { locale, out: String::new() };
    let title = locale.choose("CBT 加签请求", "signing request of CBT");
    writer.put(r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"@","type":"object","#, &[title]);
    writer.members(&REQUEST, "#");
    writer.put("}", &[]);
    writer.out
}

/// A request has its own names for the form's fields, and no others.
static REQUEST: [Field; 2] =
    [Field { name: MEMBERS[0], also: &[], ..FORM[0] }, Field { name: MEMBERS[1], also: &[], ..FORM[1] }];

/// Writes keywords. No word of the table needs an escape.
struct Writer {
    locale: Locale,
    out: String,
}

impl Writer {
    /// Writes a text with words in the places of its `@`, and what closes a list in the place of the last item's comma.
    // Inlined everywhere it would be most of what the schema adds to the wasm.
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

    /// Writes the keywords for the members of an object; `at` says where in the schema it is.
    fn members(&mut self, fields: &[Field], at: &str) {
        let is_filled_in = |field| FieldDefault::of(field).is_some();
        let mut either = Self { locale: self.locale, out: String::new() };
        self.put(r#""required":["#, &[]);
        for field in fields.iter().filter(|field| field.required && !is_filled_in(field)) {
            let name = field.name;
            if field.also.is_empty() {
                self.put(r#""@","#, &[name]);
                continue;
            }
            either.put(r#"{"oneOf":[{"required":["@"]}"#, &[name]);
            for also in field.also {
                // Its type, as for a text nothing is required, and so by none but one.
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
        self.put(r#""title":"@","x-authority":"@","x-clause":"@","x-required":@,"#, &words);
        if !field.also.is_empty() {
            self.put(r#""x-also":["#, &[]);
            field.also.iter().for_each(|also| self.put(r#""@","#, &[also]));
            self.put("],", &[]);
        }
        if field.secret {
            self.put(r#""writeOnly":true,"#, &[]);
        }
        // What may be left out may be null, or blank.
        let (string, blank) =
            if field.required { (r#""string""#, "") } else { (r#"["string","null"]"#, r#"{"pattern":"^\\s*$"},"#) };
        match field.kind {
            Kind::Text | Kind::Verbatim | Kind::Guid => {
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
                self.put(r#""type":["number","string"],"minimum":0,"exclusiveMaximum":1e@"#, &[&whole]);
                // How large a text with an exponent is, no pattern says.
                self.put(
                    r#","pattern":"^(-?0|[1-9][0-9]{0,@})(\\.[0-9]{1,@}0*)?$|^[-.0-9]+[eE][-+0-9]+$""#,
                    &[&more, &decimals],
                );
            }
            Kind::Choice(choices) | Kind::Currency(choices) => {
                self.put(r#""type":@,"oneOf":[@"#, &[string, blank]);
                for choice in choices {
                    let words = [choice.code, locale.choose(choice.zh, choice.en)];
                    self.put(r#"{"const":"@","title":"@"},"#, &words);
                }
                self.put("]", &[]);
            }
            Kind::Object(fields) => {
                // The text that is signed can be given as it is.
                let is_signed = field.name == MEMBERS[1];
                let text = r#"["object","string"],"contentMediaType":"application/json""#;
                self.put(r#""type":@,"#, &[if is_signed { text } else { r#""object""# }]);
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
