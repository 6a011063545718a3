//! Counts the work of this process: executed edges of the control flow, and allocated bytes.
//!
//! The compiler inserts a call at each edge, in our crates and in their dependencies (LLVM's `SanitizerCoverage`, which
//! the stable compiler has too). So the counts are the same in every run, and the library has no code for them.
//! Functions of the precompiled standard library, such as `memcpy`, count as one edge; a copy into new memory counts by
//! its bytes.
//!
//! `cargo xtask fuzz` and `cargo xtask test` build with these flags, and with `--cfg counted`.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

// Not thread-local: a counter must not call a function that is counted. So only one thread may be measured at a time.
static EDGES: AtomicU64 = AtomicU64::new(0);
static NEW_EDGES: AtomicU64 = AtomicU64::new(0);
/// The current round: an edge is new if it was not executed in it.
static ROUND: AtomicU32 = AtomicU32::new(1);
static BYTES: AtomicU64 = AtomicU64::new(0);

/// The work done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// Executed edges.
    pub edges: u64,
    /// Allocated bytes.
    pub bytes: u64,
}

/// Returns the work that a function does.
pub fn of(work: impl FnOnce()) -> Work {
    let before = now();
    work();
    let after = now();
    Work { edges: after.edges - before.edges, bytes: after.bytes - before.bytes }
}

fn now() -> Work {
    Work { edges: EDGES.load(Ordering::Relaxed), bytes: BYTES.load(Ordering::Relaxed) }
}

/// Returns the number of edges that were executed since [`forget_edges`], each counted once.
pub fn edges_reached() -> u64 {
    NEW_EDGES.load(Ordering::Relaxed)
}

/// Starts a round in which all edges are new again.
pub fn forget_edges() {
    ROUND.fetch_add(1, Ordering::Relaxed);
    NEW_EDGES.store(0, Ordering::Relaxed);
}

/// Returns whether the compiler has counted anything.
#[must_use]
pub fn are_counted() -> bool {
    cfg!(counted)
}

#[cfg(counted)]
#[allow(unsafe_code)]
mod hooks {
    use std::alloc::{GlobalAlloc, Layout, System};
    use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

    use super::{BYTES, EDGES, NEW_EDGES, ROUND};

    /// Marks the edges of a compilation unit as not executed in any round.
    ///
    /// # Safety
    ///
    /// The compiler calls it with the bounds of an array.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn __sanitizer_cov_trace_pc_guard_init(mut start: *mut u32, stop: *mut u32) {
        while start < stop {
            // SAFETY: It is in the array.
            unsafe {
                *start = 0;
                start = start.add(1);
            }
        }
    }

    /// Counts an edge. The compiler does not instrument functions whose names begin like this one's.
    ///
    /// # Safety
    ///
    /// The compiler calls it with a pointer into the array.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn __sanitizer_cov_trace_pc_guard(guard: *mut u32) {
        add(&EDGES, 1);
        // SAFETY: It is in the array, and aligned.
        let guard = unsafe { AtomicU32::from_ptr(guard) };
        let round = ROUND.load(Ordering::Relaxed);
        if guard.load(Ordering::Relaxed) != round {
            guard.store(round, Ordering::Relaxed);
            add(&NEW_EDGES, 1);
        }
    }

    struct Counting;

    // SAFETY: The system's allocator does the work.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            count(layout.size());
            // SAFETY: As for this function.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
            // SAFETY: As for this function.
            unsafe { System.dealloc(pointer, layout) }
        }

        unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            count(size);
            // SAFETY: As for this function.
            unsafe { System.realloc(pointer, layout, size) }
        }
    }

    fn count(bytes: usize) {
        add(&BYTES, bytes as u64);
    }

    /// Adds to a counter, faster than by `fetch_add`.
    #[inline(always)]
    #[allow(clippy::inline_always)]
    fn add(counter: &AtomicU64, count: u64) {
        counter.store(counter.load(Ordering::Relaxed).wrapping_add(count), Ordering::Relaxed);
    }

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;
}
