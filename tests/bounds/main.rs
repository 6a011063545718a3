//! Asserts that the peak memory of a check is proportional to the body, whatever the body is.
//!
//! Peaks are reproducible. Times are not, so no test asserts them; `BYTES=2000000 cargo test --release --test
//! bounds -- --ignored --nocapture` prints both for every kind of body. It also prints the growth: the time per byte,
//! divided by that of a body a quarter as long.

// Ratios need no more digits than `f64` has.
#![allow(clippy::cast_precision_loss)]
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;
use std::time::Instant;

use cbt179::{Finding, Key, apply_fixes, check_form, decode_form, verify_signature};

#[path = "../common/mod.rs"]
mod common;
mod kinds;
#[path = "../common/signed.rs"]
mod signed;

use common::english;
use kinds::Body;

thread_local! {
    /// The bytes that this thread has allocated, now and at its peak.
    static LIVE: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Counts the memory of each thread.
struct Counting;

impl Counting {
    fn add(bytes: usize) {
        let (live, most) = LIVE.get();
        let live = live.wrapping_add(bytes);
        // Memory of another thread may have been freed here.
        let is_more = live > most && live < usize::MAX / 2;
        LIVE.set((live, if is_more { live } else { most }));
    }
}

// SAFETY: all calls go to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        Self::add(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        Self::add(layout.size().wrapping_neg());
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // The old and the new memory may exist at the same time.
        Self::add(size);
        Self::add(layout.size().wrapping_neg());
        unsafe { System.realloc(at, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Returns the peak memory of `work` in bytes, and its result.
fn peak<T>(work: impl FnOnce() -> T) -> (usize, T) {
    let (live, _) = LIVE.get();
    LIVE.set((live, live));
    let result = work();
    (LIVE.get().1 - live, result)
}

fn findings(body: &[u8]) -> Vec<Finding> {
    check_form(body, &english()).findings
}

/// The peaks of checking, decoding and fixing a body, as multiples of its length.
fn peaks(body: &[u8]) -> [f64; 3] {
    let (check, found) = peak(|| findings(body));
    let (decode, _) = peak(|| decode_form(body, &english()));
    let (fix, fixed) = peak(|| apply_fixes(body, &found, &english()));
    assert!(fixed.is_ok());
    [check, decode, fix].map(|bytes| bytes as f64 / body.len() as f64)
}

/// The least time of a check per byte: whatever else the machine does only adds to it.
fn time(body: &[u8]) -> f64 {
    const ROUNDS: usize = 3;
    let round = |_| {
        let start = Instant::now();
        black_box(findings(black_box(body)));
        start.elapsed()
    };
    let least = (0..ROUNDS).map(round).min().unwrap_or_default();
    least.as_secs_f64() / body.len() as f64
}

/// The maximum memory of a check, as multiples of the body: for any body, and for one without an error.
const MOST: [f64; 2] = [6.0, 4.0];

/// The kinds that need more.
const ABOVE: [(&str, f64); 3] = [("form `EData=;`", 6.1), ("MIME lines `%0D%0A`", 6.3), ("object `a=1;`", 6.2)];

#[test]
fn memory_is_in_proportion() {
    const BYTES: usize = 1_000_000;
    let most_of = |name: &str| ABOVE.iter().find(|above| above.0 == name).map_or(MOST[0], |above| above.1);
    let faulty = [kinds::ordinary(BYTES)].into_iter().chain(kinds::hostile(BYTES));
    let bodies = faulty.map(|body| (most_of(&body.name), body));
    let mut wrong = Vec::new();
    for (most, Body { name, text }) in kinds::sound(BYTES).into_iter().map(|body| (MOST[1], body)).chain(bodies) {
        let times = peak(|| findings(&text)).0 as f64 / text.len() as f64;
        if times > most {
            wrong.push(format!("{name}: {times:.1}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The maximum memory of a verification and of the search for the signed text, as multiples of the upload.
const MOST_TO_VERIFY: f64 = 30.0;

#[test]
fn verification_is_in_proportion() {
    const BYTES: usize = 200_000;
    let certificate = include_bytes!("../data/sm2-certificate.pem");
    let mut wrong = Vec::new();
    for unit in ["1,", "\"\",", "[],", "{\"a\":1},", "\"\\u4e2d\\/\",", "1.10,", "1 ,"] {
        let list = format!("Head\":{{\"x\":[{}1],", unit.repeat(BYTES / unit.len()));
        let upload = signed::upload(&[], str::to_owned).replacen("Head\":{", &list, 1);
        let verify = || verify_signature(upload.as_bytes(), None, Key::Certificate(certificate), &english());
        let (bytes, verified) = peak(verify);
        assert!(!verified.ok, "{unit}");
        let times = bytes as f64 / upload.len() as f64;
        if times > MOST_TO_VERIFY {
            wrong.push(format!("{unit}: {times:.1}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
#[ignore = "prints a table of times, which differ from run to run"]
fn table() {
    let bytes = std::env::var("BYTES").map_or(2_000_000, |bytes| bytes.parse().unwrap());
    let filter = std::env::var("KIND").unwrap_or_default();
    let ordinary = kinds::ordinary(bytes).text;
    println!("ordinary: {:.1} ns a byte", time(&ordinary) * 1e9);
    println!("| body | time | growth | check | decode | fix |\n|---|--:|--:|--:|--:|--:|");
    let all = |bytes| [kinds::ordinary(bytes)].into_iter().chain(kinds::sound(bytes)).chain(kinds::hostile(bytes));
    for (quarter, Body { name, text }) in all(bytes / 4).zip(all(bytes)) {
        if name.contains(&filter) {
            let [check, decode, fix] = peaks(&text);
            // The ordinary body is measured again, because a machine's speed changes.
            let (each, unit) = (time(&text), time(&ordinary));
            let growth = each / time(&quarter.text);
            println!("| {name} | {:.1} | {growth:.1} | {check:.1} | {decode:.1} | {fix:.1} |", each / unit);
        }
    }
}
