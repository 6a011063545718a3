#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| cbt179_fuzz::check("fix", data));
