//! `cargo xtask`: sets up, builds, serves, tests and measures. Made for Unix (Linux, macOS, WSL).

mod bench;
mod build;
mod counts;
mod fuzz;
mod group;
mod process;
mod release;
mod setup;
mod start;
mod supply;
mod test;
mod wasm_cargo;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Everything there is to do in this repository")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build all, check the interface's own example, serve the page
    Start {
        /// Do all but stay
        #[arg(long)]
        once: bool,
        /// The port to serve the page on (default: 8179, or a free one where that is taken)
        #[arg(long)]
        port: Option<u16>,
    },
    /// Run every test there is
    Test {
        /// Only rustfmt, clippy and cargo test, without wasm, Node and browser
        #[arg(long)]
        native: bool,
        /// Also in the hosts that are slow to install: other Node.js versions, Deno, Bun, workerd, Next.js and more
        #[arg(long, conflicts_with = "native")]
        all_hosts: bool,
    },
    /// Build the npm package, the page, and the page in one file, in dist/
    Build,
    /// Build, measure the npm package beside other ways to do the same, and write docs/performance.*
    Bench {
        /// Few rounds, into target/bench/: to see that it goes, not how fast
        #[arg(long)]
        quick: bool,
    },
    /// Look for inputs that break the laws of fuzz/, with libFuzzer, or with a mutator if nightly or cargo-fuzz is
    /// missing
    Fuzz {
        /// A target of fuzz/, or `growth` for the work with all patterns (default: all targets)
        target: Option<String>,
        /// The time for all targets together
        #[arg(long, default_value_t = 10.0)]
        minutes: f64,
    },
    /// Check that this commit can be released: versions, changelog, tarball, dry runs of both packages
    Release,
}

fn main() -> ExitCode {
    match run(&Arguments::parse().task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<ExitCode> {
    group::end_with_this_process().context("cannot listen for signals")?;
    // Every path here is relative to the repository's root, wherever the task was called from.
    let root = repository();
    std::env::set_current_dir(&root).with_context(|| format!("cannot enter {}", root.display()))?;
    match *task {
        Task::Fuzz { ref target, minutes } => fuzz::fuzz(target.as_deref(), minutes).map(|()| ExitCode::SUCCESS),
        Task::Start { once, port } => start::start(once, port).map(|()| ExitCode::SUCCESS),
        Task::Test { native, all_hosts } => test::test(native, all_hosts),
        Task::Build => build::set_up_and_build().map(|()| ExitCode::SUCCESS),
        Task::Bench { quick } => bench::bench(quick).map(|()| ExitCode::SUCCESS),
        Task::Release => release::release().map(|()| ExitCode::SUCCESS),
    }
}

fn repository() -> PathBuf {
    let xtask =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().expect("xtask/ lies in the repository").into()
}
