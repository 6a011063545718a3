//! The boundary to JavaScript: the core's functions over one input buffer, with no logic of their own.
//!
//! There are two modules: `verify` for cryptography, `form` for everything else. They share input, options and answers,
//! which are in this file.
//!
//! The loader writes input into a buffer in wasm memory, because that is many times faster than letting wasm-bindgen copy
//! strings. A result stays in memory until the next call, and the loader reads it there: reports as a tape, long texts
//! as they are. `utf16` says that the input was a string, so that offsets count UTF-16 units. Options are set apart, since
//! most callers never change them.

#[cfg(not(feature = "verify"))]
mod form;
#[cfg(feature = "verify")]
mod verify;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::ops::Range;
use core::ptr;

use js_sys::{Date, TypeError};
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::options::ValueType;
use crate::{Options, Units};
use cbt179_fast::{self as fast, MARGIN};

// Made at compile time, so that no call asks whether it is there.
static STATE: Global<State> = Global(RefCell::new(State {
    input: Vec::new(),
    options: Options::DEFAULT,
    answer: fast::Tape::new(),
    shown: Shown { at: ptr::null()..ptr::null(), wide: Vec::new() },
}));

/// The state of the only thread, as `thread_local!` needs the standard library.
struct Global<T>(RefCell<T>);

// SAFETY: a module that shares no memory has one thread.
#[allow(unsafe_code)]
#[cfg(not(target_feature = "atomics"))]
unsafe impl<T> Sync for Global<T> {}

impl<S> Global<S> {
    fn with_borrow<T>(&self, call: impl FnOnce(&S) -> T) -> T {
        call(&self.0.borrow())
    }

    fn with_borrow_mut<T>(&self, call: impl FnOnce(&mut S) -> T) -> T {
        call(&mut self.0.borrow_mut())
    }
}

/// The state that a module keeps between calls.
struct State {
    /// The input, followed by a [`MARGIN`].
    input: Vec<u8>,
    options: Options,
    /// A report, or another value for the caller.
    answer: fast::Tape,
    shown: Shown,
}

/// The text that the loader reads next.
struct Shown {
    /// Where it is, and where it stays until the next call.
    at: Range<*const u8>,
    /// The text as UTF-16.
    wide: Vec<u8>,
}

impl Shown {
    /// Makes a text the result, as little-endian UTF-16 if it is not ASCII, and returns whether it is that.
    fn show(&mut self, text: &[u8]) -> bool {
        let length = fast::widen(text, &mut self.wide);
        self.at = length.map_or(text, |length| &self.wide[..length]).as_ptr_range();
        length.is_some()
    }
}

impl State {
    /// The first `len` bytes of the input.
    fn text(&self, len: usize) -> &[u8] {
        &self.input[..len]
    }

    /// Two texts that follow one another in the input.
    fn texts(&self, first: usize, second: usize) -> (&[u8], &[u8]) {
        self.text(first + second).split_at(first)
    }

    /// Returns a text, and the one after it, if any.
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

/// Reserves `len` bytes of input, and returns their address.
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

/// Resets the options of all following calls to the defaults.
#[wasm_bindgen(js_name = resetOptions)]
pub fn reset_options() {
    STATE.with_borrow_mut(|state| state.options = Options::default());
}

/// Sets an option from the `typeof` and the text of its value; see [`Options::set`].
#[wasm_bindgen(js_name = setOption)]
pub fn set_option(name: &str, kind: &str, spelled: &str, own: &str) -> Result<(), TypeError> {
    let kind = match kind {
        "string" => ValueType::Text,
        "number" => ValueType::Number,
        "boolean" => ValueType::Flag,
        _ => ValueType::Other,
    };
    let set = STATE.with_borrow_mut(|state| state.options.set(name, kind, spelled, own));
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
    STATE.with_borrow_mut(|state| state.shown.show(state.answer.text().as_bytes()))
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
    STATE.with_borrow(|state| state.shown.at.start)
}

/// Returns where it ends.
#[wasm_bindgen(js_name = resultEnd)]
#[must_use]
pub fn result_end() -> *const u8 {
    STATE.with_borrow(|state| state.shown.at.end)
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
    let outcome = STATE.with_borrow(call);
    STATE.with_borrow_mut(|state| state.answer.write(&outcome));
}
