//! The JSON Schema and the table that it is made of.

use cbt179::spec::{E_DATA, Field, Kind, PAY_EX_INFO};
use cbt179::{Locale, Options, SchemaTarget, schema};
use serde_json::Value;

#[test]
fn every_field_of_the_table_is_in_it_in_its_order() {
    fn compare(fields: &[Field], schema: &Value, locale: Locale) {
        for field in fields {
            let found = &schema["properties"][field.name];
            assert_eq!(found["title"], if locale == Locale::En { field.en } else { field.zh });
            assert_eq!(found["x-clause"], field.by.clause().unwrap());
            assert_eq!(found["x-required"], field.required);
            assert_eq!(found["writeOnly"].as_bool().unwrap_or_default(), field.secret);
            assert_eq!(found["x-also"].as_array().map_or(0, Vec::len), field.also.len());
            match field.kind {
                Kind::Object(fields) => compare(fields, found, locale),
                Kind::List(fields) => compare(fields, &found["items"], locale),
                Kind::Choice(choices) | Kind::Currency(choices) => {
                    let codes = found["oneOf"].as_array().unwrap().iter().filter_map(|one| one["const"].as_str());
                    assert!(codes.eq(choices.iter().map(|choice| choice.code)), "{found}");
                }
                Kind::DateTime => assert_eq!(found["pattern"], "^[0-9]{14}$"),
                Kind::Millis => panic!("a field of a message, not of a request: {}", field.name),
                Kind::Amount { .. } => assert_eq!(found["exclusiveMaximum"], 1e14),
                Kind::Code | Kind::Name | Kind::Links | Kind::Verbatim | Kind::Guid => {
                    assert_eq!(found["maxLength"].as_u64(), field.max.map(|max| max as u64));
                    assert_eq!(found["minLength"].as_u64(), field.required.then_some(1));
                }
            }
        }
    }
    for locale in [Locale::ZhCn, Locale::En] {
        let text = schema(&Options { locale, ..Options::default() });
        let value: Value = serde_json::from_str(&text).unwrap();
        for (part, fields) in [("eData", &E_DATA[..]), ("payExInfo", &PAY_EX_INFO)] {
            compare(fields, &value["properties"][part], locale);
            let places: Vec<_> =
                fields.iter().map(|field| text.find(&format!("\"{}\":{{\"title\"", field.name)).unwrap()).collect();
            assert!(places.is_sorted(), "{text}");
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for target in [SchemaTarget::Draft202012, SchemaTarget::Draft07, SchemaTarget::OpenApi31] {
        for annotations in [true, false] {
            let text = schema(&Options { target, annotations, ..Options::default() });
            let value: Value = serde_json::from_str(&text).unwrap();
            let refs: Vec<_> = text.split("\"$ref\":\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            assert_eq!(refs.len(), 4);
            assert!(refs.iter().all(|at| value.pointer(at).is_some()), "{refs:?}");
            assert_eq!(text.contains("\"title\""), annotations);
        }
    }
}
