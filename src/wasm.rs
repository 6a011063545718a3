//! The boundary to JavaScript: the core's functions over one input buffer, with no logic of their own.
//!
//! Input is written by the loader into a buffer in wasm memory, because that is many times faster than letting
//! wasm-bindgen copy strings. Answers stay in memory until the next call, where the loader reads them: reports as JSON text,
//! long texts as they are. `utf16` says that the input was a string, so offsets count UTF-16 units. The caller's options are set
//! apart, as most callers always have the same.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::ptr::null;

use js_sys::{Date, TypeError};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::fast::{self, MARGIN};
use crate::{Options, Sent, Target, Units, check};

thread_local! {
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static SIZES: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    static OPTIONS: RefCell<Options> = RefCell::default();
    static ROOM: RefCell<fast::Room> = RefCell::default();
    static WIDE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static READING: RefCell<fast::Reading> = RefCell::default();
    static ANSWER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static RESULT: Cell<Range<*const u8>> = const { Cell::new(null()..null()) };
}

/// Makes room for `len` bytes of input and says where they go.
#[wasm_bindgen]
pub fn input(len: usize) -> *mut u8 {
    INPUT.with_borrow_mut(|buffer| {
        fast::grow(buffer, fast::room(len));
        buffer[MARGIN..].as_mut_ptr()
    })
}

/// Makes room for as many sizes of values and says where they go; see [`build_clean`].
#[wasm_bindgen]
pub fn sizes(count: usize) -> *mut u32 {
    SIZES.with_borrow_mut(|sizes| {
        sizes.resize(count, fast::ABSENT);
        sizes.as_mut_ptr()
    })
}

/// Sets the options for all calls from now on, as JSON text, or empty, and gives the cap in force.
#[wasm_bindgen(js_name = setOptions)]
pub fn set_options(options: &str) -> Result<usize, TypeError> {
    let options = Options::from_json(options).map_err(|message| TypeError::new(&message))?;
    let cap = options.max_body_bytes;
    OPTIONS.set(options);
    Ok(cap)
}

/// The report on input that is over the cap and was not copied in.
#[wasm_bindgen(js_name = tooLarge)]
pub fn too_large(bytes: usize) {
    answer(&crate::too_large(bytes, &options(false)));
}

/// Begins the fast way through a body of so many bytes, and says how many of them a piece may have; see [`is_clean`].
#[wasm_bindgen(js_name = beginClean)]
#[must_use]
pub fn begin_clean(len: usize) -> usize {
    READING.set(fast::Reading::begin(len));
    fast::PIECE
}

/// The fast way: whether there is nothing to be found in the body so far. Its next piece is the first `len` bytes of the
/// input, which has room for the whole. They are overwritten, so the body must be written as a whole before any other call.
#[wasm_bindgen(js_name = isClean)]
#[must_use]
pub fn is_clean(len: usize) -> bool {
    let customs_rules = OPTIONS.with_borrow(|options| options.customs_rules);
    INPUT.with_borrow_mut(|input| READING.with_borrow_mut(|reading| reading.next(input, len, customs_rules).is_some()))
}

/// Makes the JSON text of a part, 0 or 1, of the body that was clean the result; see [`set_result`].
#[wasm_bindgen(js_name = textOfClean)]
#[must_use]
pub fn text_of_clean(part: usize) -> bool {
    INPUT.with_borrow(|input| READING.with_borrow(|reading| set_result(reading.text(part, input))))
}

/// Makes the JSON text of a part, 0 or 1, of what was built the result; see [`set_result`].
#[wasm_bindgen(js_name = textOfBuilt)]
#[must_use]
pub fn text_of_built(part: usize) -> bool {
    ROOM.with_borrow(|room| set_result(room.json(part)))
}

/// Makes the body that was built the result, which is ASCII.
#[wasm_bindgen(js_name = bodyOfBuilt)]
pub fn body_of_built() {
    ROOM.with_borrow(|room| RESULT.set(room.body().as_ptr_range()));
}

/// Makes a text the result, as little-endian UTF-16 if it is not ASCII; and says whether it is that.
fn set_result(text: &[u8]) -> bool {
    WIDE.with_borrow_mut(|wide| {
        let length = fast::widen(text, wide);
        RESULT.set(length.map_or(text, |length| &wide[..length]).as_ptr_range());
        length.is_some()
    })
}

/// What [`build_clean`] asks for, as JSON text: the fields of the interface.
#[wasm_bindgen]
pub fn table() {
    hand_over(fast::table().into_bytes());
}

/// The fast way: whether there is nothing to be found in the values of a request. The texts of the values
/// are the first `len` bytes of the input, and their sizes were written as well.
#[wasm_bindgen(js_name = buildClean)]
#[must_use]
pub fn build_clean(len: usize) -> bool {
    let options = with_clock(options(false));
    INPUT.with_borrow(|input| {
        SIZES.with_borrow(|sizes| {
            ROOM.with_borrow_mut(|room| {
                let values = fast::Values { texts: &input[MARGIN..][..len + MARGIN], sizes };
                fast::build(&values, &options, room).is_some()
            })
        })
    })
}

/// Where in memory the result is.
#[wasm_bindgen(js_name = resultStart)]
#[must_use]
pub fn result_start() -> *const u8 {
    result().start
}

/// Where it ends.
#[wasm_bindgen(js_name = resultEnd)]
#[must_use]
pub fn result_end() -> *const u8 {
    result().end
}

fn result() -> Range<*const u8> {
    let result = RESULT.replace(null()..null());
    RESULT.set(result.clone());
    result
}

/// See [`crate::check_form`]: the body is the first `len` bytes of the input.
#[wasm_bindgen(js_name = checkForm)]
pub fn check_form(len: usize, utf16: bool) {
    let options = options(utf16);
    INPUT.with_borrow(|input| answer(&check::diagnose(text(input, len), &options)));
}

/// See [`crate::decode_form`]: the body is the first `len` bytes of the input.
#[wasm_bindgen(js_name = decodeForm)]
pub fn decode_form(len: usize, utf16: bool) {
    let options = options(utf16);
    INPUT.with_borrow(|input| answer(&crate::decode_form(text(input, len), &options)));
}

/// See [`crate::check_request`]: the request is the first `len` bytes of the input, and `payExInfo`'s own text, where
/// it was given as text, the `text_len` bytes behind them.
#[wasm_bindgen(js_name = checkRequest)]
pub fn check_request(len: usize, text_len: Option<usize>, utf16: bool) {
    with_request(len, text_len, utf16, |request, text, options| answer(&crate::check_request(request, text, options)));
}

/// See [`crate::build_form`], and [`check_request`] for the input. On errors there are findings and no body.
#[wasm_bindgen(js_name = buildForm)]
pub fn build_form(len: usize, text_len: Option<usize>, utf16: bool) {
    with_request(len, text_len, utf16, |request, text, options| match crate::build_form(request, text, options) {
        Ok(built) => answer(&built),
        Err(error) => answer(&error),
    });
}

/// See [`crate::check_reply`]: the reply is the first `len` bytes of the input.
#[wasm_bindgen(js_name = checkReply)]
// wasm-bindgen hands over optional strings by value only.
#[allow(clippy::needless_pass_by_value)]
pub fn check_reply(
    len: usize,
    utf16: bool,
    serial_number: Option<String>,
    commit_time: Option<String>,
    request: Option<String>,
) {
    let options = options(utf16);
    let sent = Sent {
        serial_number: serial_number.as_deref(),
        commit_time: commit_time.as_deref(),
        request: request.as_deref(),
    };
    INPUT.with_borrow(|input| answer(&crate::check_reply(text(input, len), &sent, &options)));
}

/// See [`crate::compose_upload`]: the reply stands behind the text. On errors there are findings and no text.
#[wasm_bindgen(js_name = composeUpload)]
// As above.
#[allow(clippy::needless_pass_by_value)]
pub fn compose_upload(
    len: usize,
    reply_len: usize,
    utf16: bool,
    serial_number: Option<String>,
    commit_time: Option<String>,
    request: Option<String>,
) {
    let options = options(utf16);
    let sent = Sent {
        serial_number: serial_number.as_deref(),
        commit_time: commit_time.as_deref(),
        request: request.as_deref(),
    };
    INPUT.with_borrow(|input| {
        let (text, rest) = input[MARGIN..].split_at(len);
        match crate::compose_upload(text, &rest[..reply_len], &sent, &options) {
            Ok(upload) => answer(&upload),
            Err(error) => answer(&error),
        }
    });
}

/// See [`crate::encode_form`]: the two texts stand one behind the other.
#[wasm_bindgen(js_name = encodeForm)]
pub fn encode_form(e_data_len: usize, pay_ex_info_len: usize) {
    INPUT.with_borrow(|input| {
        let (e_data, rest) = input[MARGIN..].split_at(e_data_len);
        hand_over(crate::encode_form(e_data, &rest[..pay_ex_info_len]).into_bytes());
    });
}

/// See [`crate::locate`]: the body is the first `len` bytes of the input; `layer` is `form`, `base64` or `json`, and `path`
/// says in which part; or it is `path`, and there is no range.
#[wasm_bindgen]
pub fn locate(len: usize, utf16: bool, layer: &str, path: &str, start: usize, end: usize) {
    let options = options(utf16);
    let spot = match layer {
        "form" => Target::Form { start, end },
        "base64" => Target::Base64 { path, start, end },
        "path" => Target::Path { path },
        _ => Target::Json { path, start, end },
    };
    INPUT.with_borrow(|input| answer(&crate::locate(text(input, len), spot, &options)));
}

/// See [`crate::find_secrets`]: the text is the first `len` bytes of the input; the request, if it is known, the
/// `request_len` bytes after them.
#[wasm_bindgen(js_name = findSecrets)]
pub fn find_secrets(len: usize, request_len: Option<usize>, utf16: bool) {
    with_request(len, request_len, utf16, |text, request, options| {
        answer(&crate::find_secrets(text, request, options));
    });
}

/// See [`crate::schema`].
#[wasm_bindgen]
pub fn schema() {
    let locale = OPTIONS.with_borrow(|options| options.locale);
    hand_over(fast::as_ascii(&crate::schema(locale)));
}

/// See [`crate::apply_fixes`]: the text is the first `len` bytes of the input; `findings` has of each its code, path and
/// place, and whether it has a fix, as JSON text. The answer is the edits of the text, so that the rest of it stays as the
/// caller has it.
#[wasm_bindgen(js_name = applyFixes)]
pub fn apply_fixes(len: usize, utf16: bool, findings: &str) -> Result<(), TypeError> {
    let options = options(utf16);
    let edits = INPUT.with_borrow(|input| crate::fix_json::edits_for(text(input, len), findings, &options));
    answer(&edits.map_err(|message| TypeError::new(&message))?);
    Ok(())
}

/// The text that the input begins with.
fn text(input: &[u8], len: usize) -> &[u8] {
    &input[MARGIN..][..len]
}

/// The options that were set, and the unit of offsets.
fn options(utf16: bool) -> Options {
    let units = if utf16 { Units::Utf16 } else { Units::Bytes };
    OPTIONS.with_borrow(|options| Options { units, ..options.clone() })
}

/// Adds the time, for which the core has no clock here.
fn with_clock(mut options: Options) -> Options {
    // The whole milliseconds of a date fit.
    #[allow(clippy::cast_possible_truncation)]
    options.now.get_or_insert_with(|| Date::now() as i64);
    options
}

/// Hands over the request and its text.
fn with_request(len: usize, text_len: Option<usize>, utf16: bool, work: impl FnOnce(&[u8], Option<&[u8]>, &Options)) {
    let options = with_clock(options(utf16));
    INPUT.with_borrow(|input| {
        let (request, rest) = input[MARGIN..].split_at(len);
        work(request, text_len.map(|text_len| &rest[..text_len]), &options);
    });
}

/// Makes JSON text the result: as ASCII, since engines make strings of that many times as fast as of other UTF-8.
fn answer(result: &impl Serialize) {
    // The results' types have nothing that JSON lacks.
    let json = serde_json::to_string(result).unwrap_or_default();
    hand_over(fast::as_ascii(&json));
}

/// Makes ASCII the result.
fn hand_over(text: Vec<u8>) {
    RESULT.set(text.as_ptr_range());
    // To move it does not move its bytes.
    ANSWER.set(text);
}
