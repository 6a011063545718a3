//! The functions of the first module: everything except verifying signatures.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use serde::Serialize;
use wasm_bindgen::prelude::*;

use super::{Global, STATE, State, answer, with_clock};
use crate::fix::{self, Key};
use crate::report::Edit;
use crate::{CheckError, Finding, Sent, Target, UploadSent, check, open_req, reply, upload_reply};
use cbt179_fast::{self as fast, MARGIN};

/// The body that is read in pieces.
static READING: Global<fast::Reading> = Global(RefCell::new(fast::Reading::new()));

/// The sizes and buffers of [`build_values`].
static BUILT: Global<Built> = Global(RefCell::new(Built { sizes: Vec::new(), buffers: fast::Buffers::new() }));

struct Built {
    sizes: Vec<u32>,
    buffers: fast::Buffers,
}

/// The texts that the last call made; see [`make`].
static MADE: Global<Vec<String>> = Global(RefCell::new(Vec::new()));

/// Makes a text the result, and returns whether it is UTF-16.
fn show(text: &[u8]) -> bool {
    STATE.with_borrow_mut(|state| state.shown.show(text))
}

/// Reserves memory for the sizes of values, and returns its address; see [`build_values`].
#[wasm_bindgen]
pub fn sizes(count: usize) -> *mut u32 {
    BUILT.with_borrow_mut(|Built { sizes, .. }| {
        sizes.resize(count, fast::ABSENT);
        sizes.as_mut_ptr()
    })
}

/// Begins reading a body of `len` bytes, and returns the address to write each piece to. The buffer there holds three
/// times [`piece_length`] bytes; see [`read_piece`].
#[wasm_bindgen(js_name = beginReading)]
pub fn begin_reading(len: usize) -> *mut u8 {
    READING.with_borrow_mut(|reading| {
        reading.begin(len);
        reading.room().as_mut_ptr()
    })
}

/// Returns the length of every piece but the last.
#[wasm_bindgen(js_name = pieceLength)]
#[must_use]
pub fn piece_length() -> usize {
    fast::PIECE
}

/// Reads the next piece of the body. Returns false if the body is not sound.
#[wasm_bindgen(js_name = readPiece)]
#[must_use]
pub fn read_piece(len: usize) -> bool {
    let customs_rules = STATE.with_borrow(|state| state.options.customs_rules);
    READING.with_borrow_mut(|reading| reading.next(len, customs_rules).is_some())
}

/// Returns whether the body read last has no finding.
#[wasm_bindgen(js_name = isClean)]
#[must_use]
pub fn is_clean() -> bool {
    READING.with_borrow(fast::Reading::is_clean)
}

/// See [`crate::check_form`]: reports on the sound body read last. Returns false if the report needs [`check_form`].
#[wasm_bindgen(js_name = reportOnRead)]
#[must_use]
pub fn report_on_read(utf16: bool) -> bool {
    READING.with_borrow(|reading| answer_if(|state| check::report_on(reading, &state.options(utf16))))
}

/// Makes the JSON text of part 0 or 1 of the body read last the result; returns whether it is UTF-16.
#[wasm_bindgen(js_name = textOfRead)]
#[must_use]
pub fn text_of_read(part: usize) -> bool {
    READING.with_borrow(|reading| show(reading.text(part).as_bytes()))
}

/// Makes the JSON text of a part, 0 or 1, of what was built the result; returns whether it is UTF-16.
#[wasm_bindgen(js_name = textOfBuilt)]
#[must_use]
pub fn text_of_built(part: usize) -> bool {
    BUILT.with_borrow(|built| show(built.buffers.json(part)))
}

/// Makes the body that was built the result, which is ASCII.
#[wasm_bindgen(js_name = bodyOfBuilt)]
pub fn body_of_built() {
    BUILT.with_borrow(|built| show(built.buffers.body()));
}

/// Makes the fields that [`build_values`] expects the answer.
#[wasm_bindgen]
pub fn table() {
    answer(|_| fast::table());
}

/// Builds the body of a request. The texts of its values are the first `len` bytes of the input, and their sizes were
/// written too. Returns false if only [`build_form`] can build it.
#[wasm_bindgen(js_name = buildValues)]
#[must_use]
pub fn build_values(len: usize) -> bool {
    STATE.with_borrow(|state| {
        let options = with_clock(state.options(true));
        BUILT.with_borrow_mut(|Built { sizes, buffers }| {
            fast::build(fast::Values { texts: &state.input[..len + MARGIN], sizes }, &options, buffers).is_some()
        })
    })
}

/// Returns whether the body built last has no finding.
#[wasm_bindgen(js_name = isBuiltClean)]
#[must_use]
pub fn is_built_clean() -> bool {
    BUILT.with_borrow(|built| built.buffers.is_clean())
}

/// See [`crate::check_request`]: the body was built from the first `len` bytes of the input. Returns false if the
/// report needs [`check_request`].
#[wasm_bindgen(js_name = reportOnBuilt)]
#[must_use]
pub fn report_on_built(len: usize) -> bool {
    BUILT.with_borrow(|Built { sizes, buffers }| {
        answer_if(|state| {
            let values = fast::Values { texts: &state.input[..len + MARGIN], sizes };
            crate::build::report_on(values, buffers, &state.options(true))
        })
    })
}

/// See [`crate::check_form`]: the body is the first `len` bytes of the input.
#[wasm_bindgen(js_name = checkForm)]
pub fn check_form(len: usize, utf16: bool) {
    answer(|state| check::diagnose(state.text(len), &state.options(utf16)));
}

/// See [`crate::decode_form`]: the body is the first `len` bytes of the input.
#[wasm_bindgen(js_name = decodeForm)]
pub fn decode_form(len: usize, utf16: bool) {
    answer(|state| crate::decode_form(state.text(len), &state.options(utf16)));
}

/// See [`crate::check_request`]: the request is the first `len` bytes of the input, and `payExInfo`'s own text, where
/// it was given as text, the `text_len` bytes after them.
#[wasm_bindgen(js_name = checkRequest)]
pub fn check_request(len: usize, text_len: Option<usize>, utf16: bool) {
    answer(|state| {
        let (request, text) = state.text_and_more(len, text_len);
        crate::check_request(request, text, &with_clock(state.options(utf16)))
    });
}

/// See [`crate::build_form`], and [`check_request`] for the input. The answer is the findings. Returns whether a body
/// was built; [`text_made`] then shows the body, `EData` and `payExInfo`.
#[wasm_bindgen(js_name = buildForm)]
#[must_use]
pub fn build_form(len: usize, text_len: Option<usize>, utf16: bool) -> bool {
    make(|state| {
        let (request, text) = state.text_and_more(len, text_len);
        let built = crate::build_form(request, text, &with_clock(state.options(utf16)))?;
        Ok((vec![built.body, built.e_data, built.pay_ex_info], built.findings))
    })
}

/// Collects the serial number, the time and the text of the request.
fn sent([serial_number, commit_time, request]: [&Option<String>; 3]) -> Sent<'_> {
    Sent { serial_number: serial_number.as_deref(), commit_time: commit_time.as_deref(), request: request.as_deref() }
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
    let sent = sent([&serial_number, &commit_time, &request]);
    answer(|state| reply::outcome(state.text(len), &sent, &state.options(utf16)));
}

/// See [`crate::compose_upload`]: the reply follows the text. The answer is the findings. Returns whether an upload was
/// made; [`text_made`] then shows its body, the inserted members, and the whole JSON text.
#[wasm_bindgen(js_name = composeUpload)]
// As above.
#[allow(clippy::needless_pass_by_value)]
#[must_use]
pub fn compose_upload(
    len: usize,
    reply_len: usize,
    utf16: bool,
    serial_number: Option<String>,
    commit_time: Option<String>,
    request: Option<String>,
) -> bool {
    let sent = sent([&serial_number, &commit_time, &request]);
    make(|state| {
        let (text, reply) = state.texts(len, reply_len);
        let upload = crate::compose_upload(text, reply, &sent, &state.options(utf16))?;
        let inserted = upload.inserted(text.len()).to_owned();
        Ok((vec![upload.body, inserted, upload.json], upload.findings))
    })
}

/// See [`crate::signing_text`]: the text is the first `len` bytes of the input.
#[wasm_bindgen(js_name = signingText)]
// As above.
#[allow(clippy::needless_pass_by_value)]
pub fn signing_text(len: usize, utf16: bool, service_time: Option<String>) {
    answer(|state| crate::signing_text::outcome(state.text(len), service_time.as_deref(), &state.options(utf16)));
}

/// See [`crate::check_open_req`]: the body is the first `len` bytes of the input.
#[wasm_bindgen(js_name = checkOpenReq)]
pub fn check_open_req(len: usize, utf16: bool) {
    answer(|state| open_req::outcome(state.text(len), &state.options(utf16)));
}

/// See [`crate::check_upload_reply`]: the reply is the first `len` bytes of the input.
#[wasm_bindgen(js_name = checkUploadReply)]
// As above.
#[allow(clippy::needless_pass_by_value)]
pub fn check_upload_reply(len: usize, utf16: bool, session_id: Option<String>) {
    let sent = UploadSent { session_id: session_id.as_deref() };
    answer(|state| upload_reply::outcome(state.text(len), &sent, &state.options(utf16)));
}

/// See [`crate::encode_form`]: the second text follows the first. [`text_made`] shows the body.
#[wasm_bindgen(js_name = encodeForm)]
pub fn encode_form(e_data_len: usize, pay_ex_info_len: usize) {
    make(|state| {
        let (e_data, pay_ex_info) = state.texts(e_data_len, pay_ex_info_len);
        Ok((vec![crate::encode_form(e_data, pay_ex_info)], Vec::new()))
    });
}

/// See [`crate::locate`]: the body is the first `len` bytes of the input; `layer` is `form`, `base64` or `json`, and `path`
/// says in which part; or it is `path`, and there is no range.
#[wasm_bindgen]
pub fn locate(len: usize, utf16: bool, layer: &str, path: &str, start: usize, end: usize) {
    let target = match layer {
        "form" => Target::Form { start, end },
        "base64" => Target::Base64 { path, start, end },
        "path" => Target::Path { path },
        _ => Target::Json { path, start, end },
    };
    answer(|state| crate::locate(state.text(len), target, &state.options(utf16)));
}

/// See [`crate::find_secrets`]: the text is the first `len` bytes of the input; the request, if it is known, the
/// `request_len` bytes after them.
#[wasm_bindgen(js_name = findSecrets)]
pub fn find_secrets(len: usize, request_len: Option<usize>, utf16: bool) {
    answer(|state| {
        let (text, request) = state.text_and_more(len, request_len);
        crate::find_secrets(text, request, &state.options(utf16))
    });
}

/// See [`crate::schema`]: [`text_made`] shows the schema.
#[wasm_bindgen]
pub fn schema() {
    make(|state| Ok((vec![crate::schema(&state.options)], Vec::new())));
}

/// See [`crate::apply_fixes`]: the text is the first `len` bytes of the input, and the findings are those that have a
/// fix. `ranges` has four offsets for each, its ranges in the body and in the JSON text, with [`NOWHERE`] for an absent
/// range. The result is the edits of the text, so that the rest stays as the caller has it, or the index of a stale
/// finding.
#[wasm_bindgen(js_name = applyFixes)]
// wasm-bindgen passes lists by value only.
#[allow(clippy::needless_pass_by_value)]
pub fn apply_fixes(len: usize, utf16: bool, codes: Vec<String>, paths: Vec<String>, ranges: Vec<usize>) {
    let range = |&[start, end]: &[usize; 2]| (start != NOWHERE).then_some((start, end));
    let ranges = ranges.as_chunks().0.chunks(2);
    let keys = codes.iter().zip(&paths).zip(ranges).map(|((code, path), ranges)| Key {
        code,
        path,
        form: ranges.first().and_then(range),
        json: ranges.last().and_then(range),
    });
    let keys: Vec<Key> = keys.collect();
    answer(|state| match fix::edits(state.text(len), &keys, &state.options(utf16)) {
        Ok(edits) => Edits::Edits(edits),
        Err(stale) => Edits::Stale(stale.index),
    });
}

/// The offset that marks an absent range.
const NOWHERE: usize = usize::MAX;

/// The result of [`apply_fixes`].
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Edits {
    Edits(Vec<Edit>),
    Stale(usize),
}

/// Makes a text that the last call made the result, and returns whether it is UTF-16.
#[wasm_bindgen(js_name = textMade)]
#[must_use]
pub fn text_made(index: usize) -> bool {
    MADE.with_borrow(|made| show(made[index].as_bytes()))
}

/// Makes the outcome of a call the answer. Returns false if the call has none.
fn answer_if<T: Serialize>(call: impl FnOnce(&State) -> Option<T>) -> bool {
    let outcome = STATE.with_borrow(call);
    STATE.with_borrow_mut(|state| outcome.map(|outcome| state.answer.write(&outcome)).is_some())
}

/// Stores the texts that a call makes for [`text_made`], and makes its findings the answer. Returns false if it failed.
fn make(call: impl FnOnce(&State) -> Result<(Vec<String>, Vec<Finding>), CheckError>) -> bool {
    let (made, findings) =
        STATE.with_borrow(call).map_or_else(|error| (None, error.findings), |(made, findings)| (Some(made), findings));
    let is_made = made.is_some();
    MADE.with_borrow_mut(|kept| *kept = made.unwrap_or_default());
    STATE.with_borrow_mut(|state| state.answer.write(&findings));
    is_made
}
