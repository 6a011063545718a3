//! The only file that knows JavaScript: the core's functions over one input buffer, with no logic of their own.
//!
//! Input is written by the loader into a buffer in wasm memory, because that is many times faster than letting
//! wasm-bindgen copy strings; results, which are small, go back as JSON text. `utf16` says that the input was a
//! string, so offsets count UTF-16 units; `options` is the caller's options as JSON text, or empty.

use std::cell::{Cell, RefCell};
use std::ptr::null;

use js_sys::{Date, TypeError};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::fast::{self, MARGIN};
use crate::{CustomsRules, Options, Sent, Spot, Units, check};

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static TEXTS: Cell<[(*const u8, *const u8); 2]> = const { Cell::new([(null(), null()); 2]) };
}

/// Makes room for `len` bytes of input and says where they go.
#[wasm_bindgen]
pub fn input(len: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|buffer| {
        let needed = len.saturating_add(2 * MARGIN);
        if buffer.len() < needed {
            // What it was goes first, so that both are never there at once.
            *buffer = Vec::new();
            buffer.resize(needed, 0);
        }
        buffer[MARGIN..].as_mut_ptr()
    })
}

/// The cap in force.
#[wasm_bindgen(js_name = maxBodyBytes)]
pub fn max_body_bytes(options: &str) -> Result<usize, TypeError> {
    Ok(read(options, false)?.max_body_bytes)
}

/// The report on input that is over the cap and was not copied in.
#[wasm_bindgen(js_name = tooLarge)]
pub fn too_large(bytes: usize, options: &str) -> Result<String, TypeError> {
    Ok(json(&crate::too_large(bytes, &read(options, false)?)))
}

/// Whether these options leave customs' rules out.
#[wasm_bindgen(js_name = isCustomsOff)]
pub fn is_customs_off(options: &str) -> Result<bool, TypeError> {
    Ok(read(options, false)?.customs_rules == CustomsRules::Off)
}

/// The fast way: whether there is nothing to be found in the body, the first `len` bytes of the input, with customs' rules
/// or without. It is gone then, and where there may be findings it must be written again for the other functions.
#[wasm_bindgen(js_name = isClean)]
#[must_use]
pub fn is_clean(len: usize, customs_off: bool) -> bool {
    let customs_rules = if customs_off { CustomsRules::Off } else { CustomsRules::Warning };
    INPUT.with_borrow_mut(|input| {
        let texts = fast::read_clean(&mut input[..MARGIN + len + MARGIN], customs_rules);
        let is_clean = texts.is_some();
        if let Some(texts) = texts {
            TEXTS.set(texts.map(|text| input[text].as_ptr_range()).map(|text| (text.start, text.end)));
        }
        is_clean
    })
}

/// Where in memory the JSON text of a part is, 0 or 1, of a body that was clean.
#[wasm_bindgen(js_name = textStart)]
#[must_use]
pub fn text_start(part: usize) -> *const u8 {
    TEXTS.get()[part].0
}

/// Where it ends.
#[wasm_bindgen(js_name = textEnd)]
#[must_use]
pub fn text_end(part: usize) -> *const u8 {
    TEXTS.get()[part].1
}

/// See [`crate::check_form`]: the body is the first `len` bytes of the input.
#[wasm_bindgen(js_name = checkForm)]
pub fn check_form(len: usize, utf16: bool, options: &str) -> Result<String, TypeError> {
    let options = read(options, utf16)?;
    Ok(INPUT.with_borrow(|input| json(&check::diagnose(text(input, len), &options))))
}

/// See [`crate::decode_form`]: the body is the first `len` bytes of the input.
#[wasm_bindgen(js_name = decodeForm)]
pub fn decode_form(len: usize, utf16: bool, options: &str) -> Result<String, TypeError> {
    let options = read(options, utf16)?;
    Ok(INPUT.with_borrow(|input| json(&crate::decode_form(text(input, len), &options))))
}

/// See [`crate::check_request`]: the request is the first `len` bytes of the input, and `payExInfo`'s own text, where
/// it was given as text, the `text_len` bytes behind them.
#[wasm_bindgen(js_name = checkRequest)]
pub fn check_request(len: usize, text_len: Option<usize>, utf16: bool, options: &str) -> Result<String, TypeError> {
    with_request(len, text_len, utf16, options, |request, text, options| {
        json(&crate::check_request(request, text, options))
    })
}

/// See [`crate::build_form`], and [`check_request`] for the input. On errors there are findings and no body.
#[wasm_bindgen(js_name = buildForm)]
pub fn build_form(len: usize, text_len: Option<usize>, utf16: bool, options: &str) -> Result<String, TypeError> {
    with_request(len, text_len, utf16, options, |request, text, options| {
        match crate::build_form(request, text, options) {
            Ok(built) => json(&built),
            Err(error) => json(&error),
        }
    })
}

/// See [`crate::check_reply`]: the reply is the first `len` bytes of the input.
#[wasm_bindgen(js_name = checkReply)]
// wasm-bindgen hands over optional strings by value only.
#[allow(clippy::needless_pass_by_value)]
pub fn check_reply(
    len: usize,
    utf16: bool,
    options: &str,
    serial_number: Option<String>,
    commit_time: Option<String>,
) -> Result<String, TypeError> {
    let options = read(options, utf16)?;
    let sent = Sent { serial_number: serial_number.as_deref(), commit_time: commit_time.as_deref() };
    Ok(INPUT.with_borrow(|input| json(&crate::check_reply(text(input, len), &sent, &options))))
}

/// See [`crate::compose_upload`]: the reply stands behind the text. On errors there are findings and no text.
#[wasm_bindgen(js_name = composeUpload)]
// As above.
#[allow(clippy::needless_pass_by_value)]
pub fn compose_upload(
    len: usize,
    reply_len: usize,
    utf16: bool,
    options: &str,
    serial_number: Option<String>,
    commit_time: Option<String>,
) -> Result<String, TypeError> {
    let options = read(options, utf16)?;
    let sent = Sent { serial_number: serial_number.as_deref(), commit_time: commit_time.as_deref() };
    Ok(INPUT.with_borrow(|input| {
        let (text, rest) = input[MARGIN..].split_at(len);
        match crate::compose_upload(text, &rest[..reply_len], &sent, &options) {
            Ok(upload) => json(&upload),
            Err(error) => json(&error),
        }
    }))
}

/// See [`crate::encode_form`]: the two texts stand one behind the other.
#[wasm_bindgen(js_name = encodeForm)]
pub fn encode_form(e_data_len: usize, pay_ex_info_len: usize) -> String {
    INPUT.with_borrow(|input| {
        let (e_data, rest) = input[MARGIN..].split_at(e_data_len);
        crate::encode_form(e_data, &rest[..pay_ex_info_len])
    })
}

/// See [`crate::locate`]: the body is the first `len` bytes of the input; `layer` is `form`, `base64` or `json`, and `path`
/// says in which part.
#[wasm_bindgen]
pub fn locate(
    len: usize,
    utf16: bool,
    options: &str,
    layer: &str,
    path: &str,
    start: usize,
    end: usize,
) -> Result<String, TypeError> {
    let options = read(options, utf16)?;
    let spot = match layer {
        "form" => Spot::Form { start, end },
        "base64" => Spot::Base64 { path, start, end },
        _ => Spot::Json { path, start, end },
    };
    Ok(INPUT.with_borrow(|input| json(&crate::locate(text(input, len), spot, &options))))
}

/// See [`crate::apply_fixes`]: the text is the first `len` bytes of the input; `findings` has of each its code, path and
/// place, and whether it has a fix, as JSON text. The answer is the edits, so that the caller's text is his own but for
/// them.
#[wasm_bindgen(js_name = applyFixes)]
pub fn apply_fixes(len: usize, utf16: bool, options: &str, findings: &str) -> Result<String, TypeError> {
    let options = read(options, utf16)?;
    let edits = INPUT.with_borrow(|input| crate::fix_json::edits_for(text(input, len), findings, &options));
    Ok(json(&edits.map_err(|message| TypeError::new(&message))?))
}

#[wasm_bindgen]
extern "C" {
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new(label: &str, options: &JsValue) -> Result<TextDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<String, JsValue>;
}

/// Reads bytes as GBK; `None` where they are none, or where the host does not know it.
pub(crate) fn decode_gbk(bytes: &[u8]) -> Option<String> {
    TextDecoder::new("gbk", &JsValue::UNDEFINED).ok()?.decode(bytes).ok()
}

/// The text that the input begins with.
fn text(input: &[u8], len: usize) -> &[u8] {
    &input[MARGIN..][..len]
}

fn read(options: &str, utf16: bool) -> Result<Options, TypeError> {
    let options = Options::from_json(options).map_err(|message| TypeError::new(&message))?;
    Ok(Options { units: if utf16 { Units::Utf16 } else { Units::Bytes }, ..options })
}

/// Hands over the request and its text, and the time, for which the core has no clock here.
fn with_request(
    len: usize,
    text_len: Option<usize>,
    utf16: bool,
    options: &str,
    work: impl FnOnce(&[u8], Option<&[u8]>, &Options) -> String,
) -> Result<String, TypeError> {
    let mut options = read(options, utf16)?;
    // The whole milliseconds of a date fit.
    #[allow(clippy::cast_possible_truncation)]
    options.now.get_or_insert_with(|| Date::now() as i64);
    Ok(INPUT.with_borrow(|input| {
        let (request, rest) = input[MARGIN..].split_at(len);
        work(request, text_len.map(|text_len| &rest[..text_len]), &options)
    }))
}

fn json(result: &impl Serialize) -> String {
    serde_json::to_string(result).expect("the results' types have nothing that JSON lacks")
}
