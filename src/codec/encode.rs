//! The way out: two values into a form body.

use super::percent;
use crate::spec::FORM;

/// A form body out of the Base64 of those parts that there are.
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
