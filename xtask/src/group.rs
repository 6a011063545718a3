//! Whoever ends this process ends all that it started: each child leads a process group of its
//! own, which is told first.

use std::io::{IsTerminal, Result, stdin};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

/// How long a group may take to clean up behind itself; the tests close their browser.
const PATIENCE: Duration = Duration::from_secs(5);

/// The process groups of the running children.
static GROUPS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

fn groups() -> MutexGuard<'static, Vec<Pid>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a signal that ends this process end its children's groups first.
pub fn end_with_this_process() -> Result<()> {
    // Without a terminal there is none to lose, but perhaps a nohup whose choice must stand.
    let hangup = stdin().is_terminal().then_some(SIGHUP);
    let mut signals = Signals::new([SIGINT, SIGTERM].into_iter().chain(hangup))?;
    spawn(move || {
        for signal in signals.forever() {
            // Held to the end, so that no other child starts.
            let groups = groups();
            end(&groups);
            // It cannot fail for a signal that ends.
            let _ = emulate_default_handler(signal);
        }
    });
    Ok(())
}

/// Starts a command as the leader of a group and does with it what `work` does, which waits for it.
pub fn with_child<T>(command: &mut Command, work: impl FnOnce(Child) -> Result<T>) -> Result<T> {
    let mut running = groups();
    let child = command.process_group(0).spawn()?;
    let pid = Pid::from_child(&child);
    running.push(pid);
    drop(running);
    let result = work(child);
    let mut running = groups();
    if result.is_err() {
        // Not waited for, so it may still run.
        let _ = kill_process_group(pid, Signal::TERM);
    }
    running.retain(|group| *group != pid);
    result
}

/// Errors here say only that there is no one left to end.
fn end(groups: &[Pid]) {
    let started = Instant::now();
    let all = |signal| {
        for &group in groups {
            let _ = kill_process_group(group, signal);
        }
    };
    all(Signal::TERM);
    while groups.iter().any(|group| test_kill_process_group(*group).is_ok()) {
        if started.elapsed() > PATIENCE {
            all(Signal::KILL);
            return;
        }
        sleep(Duration::from_millis(20));
    }
}
