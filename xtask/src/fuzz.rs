//! `cargo xtask fuzz`: the targets of `fuzz/`, under libFuzzer or under their own mutator.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{aloud, cargo, in_silence};

/// Flags for coverage callbacks (LLVM's `SanitizerCoverage`), which `fuzz/src/steps.rs` counts.
const COUNTED: &str = "--cfg counted --cfg fuzzing -C passes=sancov-module -C llvm-args=-sanitizer-coverage-level=3 \
                       -C llvm-args=-sanitizer-coverage-trace-pc-guard";

/// The target that measures growth, which is not mutated.
const GROWTH: &str = "growth";

/// The longest input of libFuzzer, and of the mutator.
const LONGEST: &str = "4096";

/// Runs one target or all, for this time in total.
pub fn fuzz(target: Option<&str>, minutes: f64) -> Result<()> {
    if target == Some(GROWTH) {
        return aloud(mutator()?.arg(GROWTH));
    }
    let all = targets()?;
    let chosen: Vec<&str> = match target {
        Some(name) if all.iter().any(|target| target == name) => vec![name],
        Some(name) => bail!("no target `{name}`; there are {}, and {GROWTH}", all.join(", ")),
        None => all.iter().map(String::as_str).collect(),
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let seconds = ((minutes * 60.0 / chosen.len() as f64) as u64).max(1).to_string();
    let has_libfuzzer = in_silence(cargo_fuzz().arg("--version")).is_ok();
    if has_libfuzzer {
        println!("with libFuzzer, {seconds} s for each target");
        aloud(mutator()?.args(["seeds", "corpus"]))?;
    } else {
        println!("with the seeded mutator, {seconds} s for each target");
        println!("for libFuzzer: rustup toolchain install nightly; cargo install cargo-fuzz");
    }
    // The seed changes daily; a run that finds something prints it.
    let seed = time::OffsetDateTime::now_utc().to_julian_day().to_string();
    for name in chosen {
        println!("\n== {name} ==");
        if has_libfuzzer {
            // AddressSanitizer finds nothing in safe code, and makes it several times as slow.
            let run = ["run", name, "--sanitizer", "none", "--features", "libfuzzer", "--"];
            let ways = ["-dict=fuzz/cbt179.dict", "-len_control=0"];
            let limits = [format!("-max_total_time={seconds}"), format!("-max_len={LONGEST}"), "-timeout=20".into()];
            aloud(cargo_fuzz().args(run).args(ways).args(limits).arg("-print_final_stats=1"))?;
        } else {
            aloud(mutator()?.args(["run", name, &seconds, &seed]))?;
        }
    }
    Ok(())
}

/// The names of the programs in `fuzz/fuzz_targets/`.
fn targets() -> Result<Vec<String>> {
    let files = std::fs::read_dir("fuzz/fuzz_targets").context("cannot read fuzz/fuzz_targets")?;
    let name = |file: std::fs::DirEntry| file.path().file_stem().map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<_> = files.filter_map(|file| name(file.ok()?)).collect();
    names.sort();
    Ok(names)
}

/// cargo-fuzz on the nightly toolchain.
fn cargo_fuzz() -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo", "fuzz"]);
    command
}

/// The mutator, built so that work is counted.
fn mutator() -> Result<Command> {
    let mut command = counted("run")?;
    command.args(["--quiet", "--bin", "cbt179-fuzz", "--"]);
    Ok(command)
}

/// Returns a cargo command for `fuzz/`, with the flags that count the work. Because of `--target`, proc macros and
/// build scripts don't get the flags.
pub fn counted(subcommand: &str) -> Result<Command> {
    let version = in_silence(Command::new("rustc").arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let mut command = cargo();
    command.current_dir("fuzz").env("RUSTFLAGS", COUNTED);
    command.args([subcommand, "--release", "--target", host, "--target-dir", "../target/fuzz"]);
    Ok(command)
}
