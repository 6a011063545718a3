//! Joins two Base64 values into a form body.

use super::percent;
use crate::spec::FORM;

/// Joins the Base64 of the parts, percent-encoded, into a form body; a part may be absent.
pub(crate) fn join(values: [Option<&str>; 2]) -> String {
    let mut body = String::with_capacity(values.iter().flatten().map(|value| value.len()).sum::<usize>() + 64);
    for (field, base64) in FORM.iter().zip(values) {
        let Some(base64) = base64 else {
            continue;
        };
        if !body.is_empty() {
            body.push('&');
        }
        body.push_str(field.name);
        body.push('=');
        percent::encode(base64, &mut body);
    }
    body
}
