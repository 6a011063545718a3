//! Building a body.

use cbt179::{Options, build_form, check_form, check_request, decode_form};

use crate::findings::{Texts, assert_sound};
use crate::input::{self, E_DATA, PAY_EX_INFO};
use crate::seeds;

/// Asserts that a body is built without errors and carries the texts, or that there is an error; and that
/// `check_request` has the same findings.
pub fn request(data: &[u8]) {
    let Some((&kind, data)) = data.split_first() else { return };
    let object = format!("{{\"eData\":{E_DATA},\"payExInfo\":{PAY_EX_INFO}}}");
    let string = format!("{{\"payExInfo\":{},\"eData\":{E_DATA}}}", serde_json::Value::from(PAY_EX_INFO));
    let apart = format!("{{\"eData\":{E_DATA}}}");
    if kind % 4 > 0 {
        let Some((request, options)) = input::text(data, &[&object, &string]) else { return };
        return assert_built(&request, None, &options);
    }
    let Some((request, text)) = input::halves(data) else { return };
    let Some((request, _)) = input::text(request, &[&apart, &object]) else { return };
    let Some((text, options)) = input::text(text, &[PAY_EX_INFO]) else { return };
    assert_built(&request, Some(&text), &options);
}

fn assert_built(request: &[u8], text: Option<&[u8]>, options: &Options) {
    let report = check_request(request, text, options);
    let texts = text.map_or_else(Texts::none, |text| Texts::of_json(text, options.units));
    assert_sound(report.ok, &report.findings, &texts);
    match build_form(request, text, options) {
        Err(error) => assert_eq!(error.findings, report.findings),
        Ok(built) => {
            assert_eq!(built.findings, report.findings);
            assert!(report.ok, "{:#?}", report.findings);
            let checked = check_form(built.body.as_bytes(), options);
            assert!(checked.ok, "{:#?}", checked.findings);
            let decoded = decode_form(built.body.as_bytes(), options);
            let texts = [decoded.e_data, decoded.pay_ex_info].map(|part| part.map(|part| part.text));
            assert_eq!(texts, [Some(built.e_data), Some(built.pay_ex_info)]);
        }
    }
}

/// The texts of the corpus as requests.
pub fn seeds() -> Vec<Vec<u8>> {
    let request = |[e_data, pay_ex_info]: [String; 2]| {
        let request = format!("{{\"eData\":{e_data},\"payExInfo\":{pay_ex_info}}}");
        [&[1, 0], request.as_bytes()].concat()
    };
    let mut seeds: Vec<_> = seeds::texts().into_iter().map(request).collect();
    // The templates without an edit.
    seeds.extend([vec![1, 1], vec![1, 2], vec![0, 128, 1, 1]]);
    seeds
}
