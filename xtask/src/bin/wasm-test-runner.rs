//! Runs wasm-bindgen tests, in Node or in a browser: the runner of wasm-bindgen, at the version in our lock file.
//!
//! It is a separate program because only tests need it. It requires the feature `runner` because it has many dependencies.

fn main() -> anyhow::Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
