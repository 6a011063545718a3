//! The WebAssembly module: the exports of `cbt179`, an allocator, and a panic that traps.
//!
//! With the standard library, each panic would carry a message and a location that no host ever shows. A handler that
//! reads neither lets the compiler remove both, and the code that formats them.

#![cfg_attr(target_arch = "wasm32", no_std)]
#![cfg(target_arch = "wasm32")]

use core::arch::wasm32::unreachable;
use core::panic::PanicInfo;

use cbt179 as _;
use dlmalloc::GlobalDlmalloc;

#[global_allocator]
static ALLOCATOR: GlobalDlmalloc = GlobalDlmalloc;

#[panic_handler]
fn panic(_: &PanicInfo) -> ! {
    unreachable()
}
