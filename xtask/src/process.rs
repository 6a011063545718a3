//! Runs other programs: aloud, in silence, or with a time limit; and says how long a step takes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::group::with_child;

/// What a command is called in messages: its program and arguments.
pub fn name(command: &Command) -> String {
    let mut words = vec![command.get_program()];
    words.extend(command.get_args());
    words.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Runs with output and errors as they come.
pub fn aloud(command: &mut Command) -> Result<()> {
    let status = with_child(command.stdin(Stdio::null()), |mut child| child.wait())
        .with_context(|| format!("cannot run {}", name(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", name(command));
    }
    Ok(())
}

/// Runs in silence and gives what it printed; what it said is shown only where it failed.
pub fn in_silence(command: &mut Command) -> Result<String> {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let output = with_child(quiet, Child::wait_with_output).with_context(|| format!("cannot run {}", name(command)))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("{} failed ({}):\n{}", name(command), output.status, errors.trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs in silence for at most `limit`, and says whether it ended well within it.
pub fn within(limit: Duration, command: &mut Command) -> bool {
    let started = Instant::now();
    let silent = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let ended_well = with_child(silent, |mut child| {
        while started.elapsed() < limit {
            if let Some(status) = child.try_wait()? {
                return Ok(status.success());
            }
            sleep(Duration::from_millis(50));
        }
        child.kill()?;
        child.wait()?;
        Ok(false)
    });
    ended_well.unwrap_or(false)
}

/// Does one step of the set-up. Prints what it is, a dot every ten seconds, and how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    const DOT: Duration = Duration::from_secs(10);
    let started = Instant::now();
    let show = |text: &str| {
        print!("{text}");
        // Progress that can't be shown is no reason to stop.
        let _ = std::io::stdout().flush();
    };
    show(&format!("set-up: {what} ... "));
    let (work_ends, end) = mpsc::channel::<()>();
    let dots = thread::spawn(move || {
        while end.recv_timeout(DOT) == Err(RecvTimeoutError::Timeout) {
            show(".");
        }
    });
    let result = work();
    drop(work_ends);
    let _ = dots.join();
    let seconds = started.elapsed().as_secs_f64();
    println!("{} in {seconds:.1} s", if result.is_ok() { "done" } else { "failed" });
    result
}

/// Where a program is found on PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// The program that an environment variable names, or else the first of `names` on PATH.
pub fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    match std::env::var_os(variable) {
        Some(given) => Some(given.into()),
        None => names.iter().find_map(|name| on_path(name)),
    }
}

/// cargo as it was called (rustup and cargo say so), or else the one on PATH.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Node with one of this repository's scripts.
pub fn node(script: impl AsRef<Path>) -> Command {
    let mut node = Command::new("node");
    node.arg(script.as_ref());
    node
}
