//! The functions of the second module, which verifies signatures.

use wasm_bindgen::prelude::*;

use super::{answer, with_clock};
use crate::verify::{self, Key};

/// See [`crate::verify_signature`]: the upload is the first `len` bytes of the input. The reply, if there is one, and the
/// key follow it.
#[wasm_bindgen(js_name = verifySignature)]
pub fn verify_signature(len: usize, reply_len: Option<usize>, key_len: usize, is_certificate: bool, utf16: bool) {
    answer(|state| {
        let before_key = len + reply_len.unwrap_or_default();
        let (texts, key) = state.texts(before_key, key_len);
        let (upload, reply) = texts.split_at(len);
        let key = if is_certificate { Key::Certificate(key) } else { Key::PublicKey(key) };
        verify::verify_signature(upload, reply_len.map(|_| reply), key, &with_clock(state.options(utf16)))
    });
}

/// See [`crate::read_certificate`]: the certificate is the first `len` bytes of the input.
#[wasm_bindgen(js_name = readCertificate)]
pub fn read_certificate(len: usize, with_subject: bool, utf16: bool) {
    answer(|state| verify::read_certificate(state.text(len), with_subject, &with_clock(state.options(utf16))));
}
