//! Encodes two JSON texts into a form body.

use alloc::string::String;

use cbt179_fast::form_value;

use crate::spec::FORM;

/// Encodes the parts, in UTF-8, into a form body; a part may be absent.
pub(crate) fn form_body(parts: [Option<&[u8]>; 2]) -> String {
    let mut body = String::new();
    for (field, text) in FORM.iter().zip(parts) {
        if let Some(text) = text {
            body += if body.is_empty() { "" } else { "&" };
            body += field.name;
            body.push('=');
            body += &form_value(text);
        }
    }
    body
}
