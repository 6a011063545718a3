//! From the crate to dist/: cargo, wasm-bindgen, wasm-opt, then the scripts that bundle.

use std::fs;
use std::io::Write;

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use crate::process::{aloud, node};
use crate::setup::{WasmBindgen, node_packages};
use crate::wasm_cargo::WasmCargo;

/// What rustc takes for granted on wasm32, and SIMD. Each is named: `--all-features` would let
/// wasm-opt write what no engine of today reads. Node.js 20 reads all of these.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// The tools of a build.
pub struct Tools {
    /// cargo for wasm32.
    pub cargo: WasmCargo,
    /// wasm-bindgen's tools.
    pub wasm_bindgen: WasmBindgen,
}

impl Tools {
    /// Finds or installs them.
    pub fn set_up() -> Result<Self> {
        let cargo = WasmCargo::set_up()?;
        node_packages()?;
        let wasm_bindgen = WasmBindgen::set_up()?;
        Ok(Self { cargo, wasm_bindgen })
    }
}

/// `cargo xtask build`.
pub fn set_up_and_build() -> Result<()> {
    build(&Tools::set_up()?)
}

/// Builds dist/npm, dist/www and dist/cbt179.html.
pub fn build(tools: &Tools) -> Result<()> {
    aloud(tools.cargo.command("build").args(["--release", "--lib", "--package", "cbt179"]))?;

    let built = format!("{}/wasm32-unknown-unknown/release/cbt179.wasm", tools.cargo.target_dir());
    let bindgen = ["--target", "bundler", "--no-typescript", "--out-name", "cbt179"];
    aloud(tools.wasm_bindgen.bindgen().args(bindgen).args(["--out-dir", "target/wasm", &built]))?;

    let mut wasm_opt = node("node_modules/binaryen/bin/wasm-opt");
    wasm_opt.args(["-O3", "--strip-producers", "--strip-target-features"]).args(WASM_FEATURES);
    aloud(wasm_opt.args(["target/wasm/cbt179_bg.wasm", "-o", "target/wasm/cbt179.wasm"]))?;

    aloud(&mut node("xtask/bundle-npm.mjs"))?;
    aloud(&mut node("xtask/bundle-page.mjs"))?;

    for file in ["target/wasm/cbt179.wasm", "dist/npm/index.js", "dist/cbt179.html"] {
        let (raw, zipped) = sizes(file)?;
        println!("{file}: {raw} bytes, {zipped} with gzip");
    }
    Ok(())
}

fn sizes(file: &str) -> Result<(usize, usize)> {
    let bytes = fs::read(file).with_context(|| format!("the build left no {file}"))?;
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    zip.write_all(&bytes)?;
    Ok((bytes.len(), zip.finish()?.len()))
}
