//! The boundary to JavaScript: the core's functions over one input buffer, with no logic of their own.
//!
//! The loader writes input into a buffer in wasm memory, because that is many times faster than letting wasm-bindgen copy
//! strings. A result stays in memory until the next call, and the loader reads it there: reports as a tape, long texts
//! as they are. `utf16` says that the input was a string, so that offsets count UTF-16 units. Options are set apart, since
//! most callers never change them.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;

use js_sys::{Date, TypeError};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::fix::{self, Key};
use crate::options::ValueType;
use crate::report::Edit;
use crate::{CheckError, Finding, Options, Sent, Target, Units, UploadSent, check, open_req, reply, upload_reply};
use cbt179_fast::{self as fast, MARGIN};

// Made at compile time, so that no call asks whether it is there.
static STATE: Global = Global(RefCell::new(State {
    input: Vec::new(),
    sizes: Vec::new(),
    options: Options::DEFAULT,
    reading: fast::Reading::new(),
    made: Vec::new(),
    buffers: fast::Buffers::new(),
    wide: Vec::new(),
    answer: fast::Tape::new(),
    shown: Shown::Answer,
}));

/// The state of the only thread, as `thread_local!` needs the standard library.
struct Global(RefCell<State>);

// SAFETY: a module that shares no memory has one thread.
#[allow(unsafe_code)]
#[cfg(not(target_feature = "atomics"))]
unsafe impl Sync for Global {}

impl Global {
    fn with_borrow<T>(&self, call: impl FnOnce(&State) -> T) -> T {
        call(&self.0.borrow())
    }

    fn with_borrow_mut<T>(&self, call: impl FnOnce(&mut State) -> T) -> T {
        call(&mut self.0.borrow_mut())
    }
}

/// All that is kept from call to call.
struct State {
    /// The input, followed by a [`MARGIN`].
    input: Vec<u8>,
    /// See [`build_values`].
    sizes: Vec<u32>,
    options: Options,
    /// The body that is read in pieces.
    reading: fast::Reading,
    /// The texts that the last call made; see [`make`].
    made: Vec<String>,
    /// The buffers of the fast builder.
    buffers: fast::Buffers,
    /// A text as UTF-16.
    wide: Vec<u8>,
    /// A report, or another value for the caller.
    answer: fast::Tape,
    shown: Shown,
}

/// Which of the texts that are kept the loader reads.
#[derive(Clone, Copy)]
enum Shown {
    Answer,
    /// So many bytes of UTF-16.
    Wide(usize),
    TextOfRead(usize),
    TextOfBuilt(usize),
    BodyOfBuilt,
    Made(usize),
}

impl State {
    fn result(&self) -> &[u8] {
        match self.shown {
            Shown::Answer => self.answer.text().as_bytes(),
            Shown::Wide(length) => &self.wide[..length],
            Shown::TextOfRead(part) => self.reading.text(part).as_bytes(),
            Shown::TextOfBuilt(part) => self.buffers.json(part),
            Shown::BodyOfBuilt => self.buffers.body(),
            Shown::Made(index) => self.made[index].as_bytes(),
        }
    }

    /// Makes a text the result, as little-endian UTF-16 if it is not ASCII, and returns whether it is that.
    fn show(&mut self, shown: Shown) -> bool {
        let mut wide = core::mem::take(&mut self.wide);
        self.shown = shown;
        let length = fast::widen(self.result(), &mut wide);
        self.wide = wide;
        self.shown = length.map_or(shown, Shown::Wide);
        length.is_some()
    }

    /// The first `len` bytes of the input.
    fn text(&self, len: usize) -> &[u8] {
        &self.input[..len]
    }

    /// Two texts that follow one another in the input.
    fn texts(&self, first: usize, second: usize) -> (&[u8], &[u8]) {
        self.text(first + second).split_at(first)
    }

    /// A text, and the one that follows it, if there is one.
    fn text_and_more(&self, first: usize, second: Option<usize>) -> (&[u8], Option<&[u8]>) {
        let (text, more) = self.texts(first, second.unwrap_or_default());
        (text, second.map(|_| more))
    }

    /// The options that were set, and the unit of offsets.
    fn options(&self, utf16: bool) -> Options {
        let units = if utf16 { Units::Utf16 } else { Units::Bytes };
        Options { units, ..self.options.clone() }
    }
}

/// Makes room for `len` bytes of input, and returns where they go.
#[wasm_bindgen]
pub fn input(len: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        fast::grow(&mut state.input, len.saturating_add(MARGIN));
        state.input.as_mut_ptr()
    })
}

/// Returns whether the first `len` bytes of the input contain U+FFFD, to which `TextEncoder` converts lone surrogates.
#[wasm_bindgen(js_name = hasReplacement)]
#[must_use]
pub fn has_replacement(len: usize) -> bool {
    STATE.with_borrow(|state| fast::scan::has_replacement(state.text(len)))
}

/// Reserves memory for the sizes of values, and returns its address; see [`build_values`].
#[wasm_bindgen]
pub fn sizes(count: usize) -> *mut u32 {
    STATE.with_borrow_mut(|state| {
        state.sizes.resize(count, fast::ABSENT);
        state.sizes.as_mut_ptr()
    })
}

/// Resets the options of all following calls to the defaults.
#[wasm_bindgen(js_name = resetOptions)]
pub fn reset_options() {
    STATE.with_borrow_mut(|state| state.options = Options::default());
}

/// Sets an option from the `typeof` and the text of its value.
#[wasm_bindgen(js_name = setOption)]
pub fn set_option(name: &str, kind: &str, spelled: &str) -> Result<(), TypeError> {
    let kind = match kind {
        "string" => ValueType::Text,
        "number" => ValueType::Number,
        "boolean" => ValueType::Flag,
        _ => ValueType::Other,
    };
    let set = STATE.with_borrow_mut(|state| state.options.set(name, kind, spelled));
    set.map_err(|message| TypeError::new(&message))
}

/// Returns the cap on the input's size that the options set.
#[wasm_bindgen(js_name = maxBodyBytes)]
#[must_use]
pub fn max_body_bytes() -> usize {
    STATE.with_borrow(|state| state.options.max_body_bytes)
}

/// Reports input that is over the cap and was not copied in.
#[wasm_bindgen(js_name = tooLarge)]
pub fn too_large(bytes: usize) {
    answer(|state| crate::too_large(bytes, &state.options(false)));
}

/// Begins reading a body of `len` bytes, and returns the address to write each piece to. The buffer there holds three
/// times [`piece_length`] bytes; see [`read_piece`].
#[wasm_bindgen(js_name = beginReading)]
pub fn begin_reading(len: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.reading.begin(len);
        state.reading.room().as_mut_ptr()
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
    STATE.with_borrow_mut(|state| {
        let State { reading, options, .. } = state;
        reading.next(len, options.customs_rules).is_some()
    })
}

/// Returns whether the body read last has no finding.
#[wasm_bindgen(js_name = isClean)]
#[must_use]
pub fn is_clean() -> bool {
    STATE.with_borrow(|state| state.reading.is_clean())
}

/// See [`crate::check_form`]: reports on the sound body read last. Returns false if the report needs [`check_form`].
#[wasm_bindgen(js_name = reportOnRead)]
#[must_use]
pub fn report_on_read(utf16: bool) -> bool {
    answer_if(|state| check::report_on(&state.reading, &state.options(utf16)))
}

/// Makes the JSON text of part 0 or 1 of the body read last the result; returns whether it is UTF-16.
#[wasm_bindgen(js_name = textOfRead)]
#[must_use]
pub fn text_of_read(part: usize) -> bool {
    STATE.with_borrow_mut(|state| state.show(Shown::TextOfRead(part)))
}

/// Makes the JSON text of a part, 0 or 1, of what was built the result; returns whether it is UTF-16.
#[wasm_bindgen(js_name = textOfBuilt)]
#[must_use]
pub fn text_of_built(part: usize) -> bool {
    STATE.with_borrow_mut(|state| state.show(Shown::TextOfBuilt(part)))
}

/// Makes the body that was built the result, which is ASCII.
#[wasm_bindgen(js_name = bodyOfBuilt)]
pub fn body_of_built() {
    STATE.with_borrow_mut(|state| state.shown = Shown::BodyOfBuilt);
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
    STATE.with_borrow_mut(|state| {
        let options = with_clock(state.options(true));
        let State { input, sizes, buffers, .. } = state;
        fast::build(fast::Values { texts: &input[..len + MARGIN], sizes }, &options, buffers).is_some()
    })
}

/// Returns whether the body built last has no finding.
#[wasm_bindgen(js_name = isBuiltClean)]
#[must_use]
pub fn is_built_clean() -> bool {
    STATE.with_borrow(|state| state.buffers.is_clean())
}

/// See [`crate::check_request`]: the body was built from the first `len` bytes of the input. Returns false if the
/// report needs [`check_request`].
#[wasm_bindgen(js_name = reportOnBuilt)]
#[must_use]
pub fn report_on_built(len: usize) -> bool {
    answer_if(|state| {
        let values = fast::Values { texts: &state.input[..len + MARGIN], sizes: &state.sizes };
        crate::build::report_on(values, &state.buffers, &state.options(true))
    })
}

/// Returns where in memory the structure of the answer is; see [`fast::Tape`].
#[wasm_bindgen(js_name = answerStart)]
#[must_use]
pub fn answer_start() -> *const u32 {
    STATE.with_borrow(|state| state.answer.words().as_ptr())
}

/// Returns the number of its words.
#[wasm_bindgen(js_name = answerLength)]
#[must_use]
pub fn answer_length() -> usize {
    STATE.with_borrow(|state| state.answer.words().len())
}

/// Makes the text of the answer the result; returns whether it is UTF-16.
#[wasm_bindgen(js_name = answerText)]
#[must_use]
pub fn answer_text() -> bool {
    STATE.with_borrow_mut(|state| state.show(Shown::Answer))
}

/// Returns the name of a field of answers, by its index.
#[wasm_bindgen(js_name = answerName)]
#[must_use]
pub fn answer_name(index: usize) -> String {
    STATE.with_borrow(|state| state.answer.name(index).unwrap_or_default().to_owned())
}

/// Returns where in memory the result is.
#[wasm_bindgen(js_name = resultStart)]
#[must_use]
pub fn result_start() -> *const u8 {
    STATE.with_borrow(|state| state.result().as_ptr_range().start)
}

/// Returns where it ends.
#[wasm_bindgen(js_name = resultEnd)]
#[must_use]
pub fn result_end() -> *const u8 {
    STATE.with_borrow(|state| state.result().as_ptr_range().end)
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

/// Makes a text that the last call made the result, and returns whether it is UTF-16.
#[wasm_bindgen(js_name = textMade)]
#[must_use]
pub fn text_made(index: usize) -> bool {
    STATE.with_borrow_mut(|state| state.show(Shown::Made(index)))
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

/// Adds the time, for which the core has no clock here.
fn with_clock(mut options: Options) -> Options {
    // The whole milliseconds of a date fit.
    #[allow(clippy::cast_possible_truncation)]
    options.now.get_or_insert_with(|| Date::now() as i64);
    options
}

/// Makes the outcome of a call the answer.
fn answer<T: Serialize>(call: impl FnOnce(&State) -> T) {
    answer_if(|state| Some(call(state)));
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
    STATE.with_borrow_mut(|state| {
        state.made = made.unwrap_or_default();
        state.answer.write(&findings);
    });
    is_made
}
