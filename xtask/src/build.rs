//! From the crate to dist/: cargo, wasm-bindgen, wasm-opt, then the scripts that bundle.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail, ensure};
use flate2::{Compression, write::GzEncoder};
use wasm_bindgen_cli_support::Bindgen;

use crate::process::{aloud, node};
use crate::setup::node_packages;
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
}

impl Tools {
    /// Finds or installs them.
    pub fn set_up() -> Result<Self> {
        // First, since it may end here: the toolchain can take minutes.
        node_packages()?;
        let cargo = WasmCargo::set_up()?;
        Ok(Self { cargo })
    }
}

/// `cargo xtask build`.
pub fn set_up_and_build() -> Result<()> {
    build(&Tools::set_up()?)
}

/// Builds dist/npm, dist/www and dist/cbt179.html.
pub fn build(tools: &Tools) -> Result<()> {
    for module in &MODULES {
        make_module(tools, module)?;
    }

    aloud(&mut node("xtask/bundle-npm.mjs"))?;
    aloud(&mut node("xtask/bundle-page.mjs"))?;

    let modules = MODULES.each_ref().map(|module| module.file);
    for file in modules.into_iter().chain(["dist/npm/index.js", "dist/npm/verify.js", "dist/cbt179.html"]) {
        let (raw, zipped) = sizes(file)?;
        println!("{file}: {raw} bytes, {zipped} with gzip");
    }
    Ok(())
}

/// A WebAssembly module of the package.
struct Module {
    file: &'static str,
    /// The name that wasm-bindgen gives to its glue, without `_bg.js`.
    glue: &'static str,
    /// The features of `cbt179-module`.
    features: &'static str,
}

const MODULES: [Module; 2] = [
    Module { file: "target/wasm/cbt179.wasm", glue: "cbt179", features: "" },
    Module { file: "target/wasm/cbt179-verify.wasm", glue: "cbt179_verify", features: "verify" },
];

/// Compiles a module in a checkout of this repository, and returns the file.
fn compile(tools: &Tools, Module { features, .. }: &Module, checkout: &Path) -> Result<PathBuf> {
    let package = ["--release", "--lib", "--package", "cbt179-module", "--features", features];
    aloud(tools.cargo.command("build").args(package).current_dir(checkout))?;
    Ok(checkout.join(tools.cargo.target_dir()).join("wasm32-unknown-unknown/release/cbt179_module.wasm"))
}

/// Checks that a checkout in another folder compiles to the same modules, byte for byte.
pub fn check_reproducible(tools: &Tools, checkout: &Path) -> Result<()> {
    for module in &MODULES {
        let here = fs::read(compile(tools, module, Path::new("."))?)?;
        let there = fs::read(compile(tools, module, checkout)?)?;
        ensure!(here == there, "{} is not the same if it is built in {}", module.file, checkout.display());
    }
    Ok(())
}

/// Makes a module and its glue in target/wasm/.
fn make_module(tools: &Tools, module @ Module { file, glue, .. }: &Module) -> Result<()> {
    let built = compile(tools, module, Path::new("."))?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&built).out_name(glue).bundler(true)?.typescript(false).generate("target/wasm")?;

    optimise(&format!("target/wasm/{glue}_bg.wasm"), file)?;
    check_paths(&fs::read(file)?)
}

/// The one slow step that does not see by itself that nothing changed: skipped where its input,
/// its settings (in this program) and its version are those of the last time.
fn optimise(input: &str, output: &str) -> Result<()> {
    let last = &format!("{output}.from");
    let changed = |file: &Path| fs::metadata(file).and_then(|data| data.modified());
    let newest = [changed(&env::current_exe()?)?, changed(Path::new("node_modules/.package-lock.json"))?];
    let still = changed(Path::new(last)).is_ok_and(|done| newest.iter().all(|time| *time < done));
    if still && fs::read(last)? == fs::read(input)? && fs::exists(output)? {
        return Ok(());
    }
    let mut wasm_opt = node("node_modules/binaryen/bin/wasm-opt");
    // Rust puts the stack there, so no base of an address is that low, and small additions become offsets.
    wasm_opt.arg("--low-memory-unused");
    // The passes repeat until the module stops shrinking, since each leaves work for the others.
    wasm_opt.args(["-O3", "--converge", "--strip-producers", "--strip-target-features"]).args(WASM_FEATURES);
    // A function that is called once stays one: within its caller it has more variables around it, and gzips worse.
    wasm_opt.arg("--one-caller-inline-max-function-size=0");
    // Gone meanwhile, so that an output that was not finished is not taken for one.
    let _ = fs::remove_file(last);
    aloud(wasm_opt.args([input, "-o", output]))?;
    fs::copy(input, last)?;
    Ok(())
}

/// The module must not tell whose machine it was built on, nor from which registry.
fn check_paths(wasm: &[u8]) -> Result<()> {
    let home = env::var("HOME").unwrap_or_default();
    for path in ["registry/src", &home] {
        // A home of `/` or none tells nothing.
        if path.len() > 1 && wasm.windows(path.len()).any(|part| part == path.as_bytes()) {
            bail!("the module contains the path `{path}`: see NO_LOCATIONS in xtask/src/wasm_cargo.rs");
        }
    }
    Ok(())
}

fn sizes(file: &str) -> Result<(usize, usize)> {
    let bytes = fs::read(file).with_context(|| format!("the build left no {file}"))?;
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    zip.write_all(&bytes)?;
    Ok((bytes.len(), zip.finish()?.len()))
}

#[cfg(test)]
mod tests {
    use super::check_paths;

    #[test]
    fn refuses_paths_of_this_machine() {
        let home = std::env::var("HOME").unwrap();
        assert!(check_paths(b"\0asm crates/base64-0.23.1/src/encode.rs /rustc/0/library/std/src/lib.rs").is_ok());
        assert!(check_paths(b"\0asm cargo/registry/src/mirror-0/base64-0.23.1/src/encode.rs").is_err());
        assert!(check_paths(format!("\0asm {home}/somewhere/lib.rs").as_bytes()).is_err());
    }
}
