//! `cargo xtask test`: runs every suite, prints its runner's own output, and adds up the counts.

use std::io::{BufRead, BufReader, IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::build::Tools;
use crate::counts::{self, Counts};
use crate::fuzz;
use crate::group::with_child;
use crate::process::{self, cargo, node};
use crate::setup::{Browser, lint_tools, other_browsers};
use crate::supply;

/// Runs all suites, or all that need nothing but cargo, with the package in some or all hosts. The last line is the
/// sum, alone.
pub fn test(native: bool, all_hosts: bool) -> Result<ExitCode> {
    lint_tools()?;
    let mut suites = Suites::default();
    if native {
        suites.run_one_by_one([rust_style(), cargo_test(), laws()?].into_iter().flatten())?;
        return Ok(suites.sum_up());
    }
    let tools = Tools::set_up()?;
    let browser = Browser::set_up()?;
    other_browsers();
    suites.check("supply chain", supply::check);
    let first = vec![vec![build()?], script_style(&browser)?.into_iter().chain(rust_style()).collect()];
    suites.run_in_lanes(first)?;
    let wasm_style = wasm_style(&tools);
    if wasm_style.is_empty() {
        suites.skip("clippy on wasm32");
    }
    // The longest first.
    let mut lists = vec![cargo_test().into_iter().chain(wasm_style).chain(wasm_tests(&tools, &browser)?).collect()];
    if suites.have_passed(BUILD) {
        lists.extend([
            vec![node_suite("npm package", "tests/npm", &browser)?],
            vec![node_suite("page", "tests/page", &browser)?],
            laws()?,
            gateway(),
            vec![hosts(&browser, all_hosts)?],
            vec![node_suite("peers of bench", "benches", &browser)?],
        ]);
    } else {
        lists.push(laws()?);
    }
    suites.run_in_lanes(lists)?;
    Ok(suites.sum_up())
}

const BUILD: &str = "build";

/// How a suite's outcome is counted.
#[derive(Clone, Copy, PartialEq)]
enum Counting {
    /// The whole suite is one check.
    One,
    /// Its runner says how many tests there were.
    Runner,
}

/// A suite that another program runs.
struct Suite {
    name: &'static str,
    counting: Counting,
    command: Command,
}

struct Outcome {
    suite: &'static str,
    counts: Counts,
    seconds: f64,
}

#[derive(Default)]
struct Suites {
    outcomes: Vec<Outcome>,
}

impl Suites {
    /// Runs a suite of our own, which is one check.
    fn check(&mut self, suite: &'static str, check: impl FnOnce() -> Result<()>) {
        heading(suite);
        let started = Instant::now();
        let checked = check();
        if let Err(error) = &checked {
            eprintln!("error: {error:#}");
        }
        let counts = judge(Counts::default(), Counting::One, checked.is_ok());
        self.outcomes.push(Outcome { suite, counts, seconds: started.elapsed().as_secs_f64() });
    }

    /// Runs suites one after another, passing their output on line by line.
    fn run_one_by_one(&mut self, suites: impl Iterator<Item = Suite>) -> Result<()> {
        for suite in suites {
            heading(suite.name);
            let outcome = outcome(suite, &mut stdout())?;
            self.outcomes.push(outcome);
        }
        Ok(())
    }

    /// Runs up to three lists of suites at a time: while compilers keep the cores busy, most other suites wait for a
    /// browser or a server. Prints a suite's output when it ends; errors are not held back.
    fn run_in_lanes(&mut self, lists: Vec<Vec<Suite>>) -> Result<()> {
        let lists = Mutex::new(lists.into_iter().enumerate());
        let next = || lists.lock().unwrap_or_else(PoisonError::into_inner).next();
        let lane = || {
            let mut outcomes = Vec::new();
            while let Some((index, list)) = next() {
                for suite in list {
                    let name = suite.name;
                    println!("\n{name} begins");
                    let mut output = Vec::new();
                    let outcome = outcome(suite, &mut output);
                    let mut stdout = stdout().lock();
                    write!(stdout, "{}", headed(name))?;
                    stdout.write_all(&output)?;
                    outcomes.push((index, outcome?));
                }
            }
            Ok(outcomes)
        };
        let lanes: [Result<Vec<(usize, Outcome)>>; 3] = thread::scope(|scope| {
            [(); 3].map(|()| scope.spawn(lane)).map(|lane| lane.join().expect("a lane does not panic"))
        });
        let mut outcomes = Vec::new();
        for lane in lanes {
            outcomes.extend(lane?);
        }
        outcomes.sort_by_key(|(index, _)| *index);
        self.outcomes.extend(outcomes.into_iter().map(|(_, outcome)| outcome));
        Ok(())
    }

    fn skip(&mut self, suite: &'static str) {
        let counts = Counts { skipped: 1, ..Counts::default() };
        self.outcomes.push(Outcome { suite, counts, seconds: 0.0 });
    }

    fn have_passed(&self, suite: &str) -> bool {
        self.outcomes.iter().any(|outcome| outcome.suite == suite && outcome.counts.failed == 0)
    }

    fn sum_up(&self) -> ExitCode {
        heading("all suites");
        let mut sum = Counts::default();
        println!("{:<22} {:>6} {:>6} {:>7} {:>8}", "suite", "passed", "failed", "skipped", "seconds");
        for Outcome { suite, counts, seconds } in &self.outcomes {
            sum += *counts;
            let Counts { passed, failed, skipped } = counts;
            println!("{suite:<22} {passed:>6} {failed:>6} {skipped:>7} {seconds:>8.1}");
        }
        let skipped = match sum.skipped {
            0 => String::new(),
            skipped => format!(", {skipped} skipped"),
        };
        println!("\n{} passed, {} failed{skipped}", sum.passed, sum.failed);
        if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Runs a suite, copies its output to `to` line by line, and counts its tests.
fn outcome(suite: Suite, to: &mut dyn Write) -> Result<Outcome> {
    let Suite { name, counting, mut command } = suite;
    if stdout().is_terminal() {
        // They see a pipe; the person sees a terminal.
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let started = Instant::now();
    let mut counts = Counts::default();
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped());
    let status = with_child(piped, |mut child| {
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = Vec::new();
        while output.read_until(b'\n', &mut line)? > 0 {
            to.write_all(&line)?;
            if counting == Counting::Runner {
                counts += counts::read(String::from_utf8_lossy(&line).trim_end());
            }
            line.clear();
        }
        child.wait()
    });
    let ok = status.with_context(|| format!("cannot run {}", process::name(&command)))?.success();
    Ok(Outcome { suite: name, counts: judge(counts, counting, ok), seconds: started.elapsed().as_secs_f64() })
}

/// A suite that exits with an error has failed, whatever it counted, and so has a runner that
/// ran no test.
fn judge(mut counts: Counts, counting: Counting, ok: bool) -> Counts {
    match counting {
        Counting::One if ok => counts.passed = 1,
        Counting::Runner if ok && !counts.is_empty() => {}
        _ => counts.failed = counts.failed.max(1),
    }
    counts
}

fn one(name: &'static str, command: Command) -> Suite {
    Suite { name, counting: Counting::One, command }
}

fn runner(name: &'static str, command: Command) -> Suite {
    Suite { name, counting: Counting::Runner, command }
}

/// Returns a command with more arguments.
fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}

const CLIPPY: [&str; 3] = ["--", "--deny", "warnings"];

fn rust_style() -> Vec<Suite> {
    let clippy = [&["clippy", "--workspace", "--all-targets"][..], &CLIPPY].concat();
    vec![one("rustfmt", with(cargo(), &["fmt", "--all", "--check"])), one("clippy", with(cargo(), &clippy))]
}

/// Returns the runs of clippy for wasm32; none if it can't be installed.
fn wasm_style(tools: &Tools) -> Vec<Suite> {
    if !tools.cargo.set_up_clippy() {
        return Vec::new();
    }
    let clippy = |what: &[&str]| with(tools.cargo.command("clippy"), &[what, &CLIPPY].concat());
    vec![
        one("clippy on wasm32", clippy(&["--lib", "--test", "fast", "--test", "wasm"])),
        // The tests are built with the feature `verify`, so without the functions of the first module.
        one("clippy of the module", clippy(&["--lib", "--package", "cbt179-module"])),
    ]
}

fn script_style(browser: &Browser) -> Result<Vec<Suite>> {
    Ok(vec![
        one("biome", with(node("node_modules/@biomejs/biome/bin/biome"), &["ci", "--error-on-warnings"])),
        one("tsc", with(node("node_modules/typescript/bin/tsc"), &["--project", "."])),
        one("corpus", with(node("tests/corpus/make.mjs"), &["--check"])),
        node_suite("xtask scripts", "xtask", browser)?,
    ])
}

fn cargo_test() -> Vec<Suite> {
    vec![runner("cargo test", with(cargo(), &["test", "--workspace", "--no-fail-fast"]))]
}

/// The laws of the fuzz targets and the growth of the work, in a build that counts work.
fn laws() -> Result<Vec<Suite>> {
    let style = ["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"];
    let clippy = [&["--all-targets"][..], &CLIPPY].concat();
    Ok(vec![
        one("rustfmt of fuzz", with(cargo(), &style)),
        one("clippy of fuzz", with(fuzz::counted("clippy")?, &clippy)),
        runner("laws", with(fuzz::counted("test")?, &["--lib", "--test", "laws", "--test", "growth"])),
    ])
}

/// Returns the build of wasm-bindgen's test runner, and the tests that run as WebAssembly.
fn wasm_tests(tools: &Tools, browser: &Browser) -> Result<Vec<Suite>> {
    const RUNNER: &str = "wasm-test-runner";
    let program = std::path::absolute(Path::new("target/debug").join(RUNNER))?;
    let build = ["build", "--package", "xtask", "--features", "runner", "--bin", RUNNER];
    let mut suites = vec![one("test runner", with(cargo(), &build))];
    // The unit tests of the other packages are native.
    for ([in_node, in_chromium], which) in [
        (["fast pass in Node", "fast pass in Chromium"], &["--package=cbt179-fast", "--lib"][..]),
        (["wasm in Node", "wasm in Chromium"], &["--package=cbt179", "--test=fast", "--test=wasm"]),
    ] {
        let tests = || {
            let mut command = with(tools.cargo.command("test"), which);
            command.arg("--no-fail-fast").env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &program);
            command
        };
        // The driver picks its own browser, whatever CHROMIUM says: the runner has no variable for it.
        // WASM_BINDGEN_TEST_WEBDRIVER_JSON may name another webdriver.json with a `binary`.
        let mut in_browser = tests();
        in_browser.env("WASM_BINDGEN_USE_BROWSER", "1").env("CHROMEDRIVER", &browser.driver);
        suites.extend([runner(in_node, tests()), runner(in_chromium, in_browser)]);
    }
    Ok(suites)
}

/// The build of everything that the suites of Node and of the page test.
fn build() -> Result<Suite> {
    let this = std::env::current_exe().context("this program has no path")?;
    Ok(one(BUILD, with(Command::new(this), &["build"])))
}

fn headed(suite: &str) -> String {
    format!("\n== {suite} ==\n")
}

fn heading(suite: &str) {
    print!("{}", headed(suite));
}

fn node_suite(name: &'static str, folder: &str, browser: &Browser) -> Result<Suite> {
    Ok(runner(name, node_tests(folder, browser)?))
}

/// Returns the suite that tests the package in some or all hosts.
fn hosts(browser: &Browser, all: bool) -> Result<Suite> {
    let mut suite = node_suite("hosts", "tests/hosts", browser)?;
    if all {
        suite.command.env("CBT179_ALL_HOSTS", "1");
    }
    Ok(suite)
}

/// Returns the suites that test the example as a user has it: a copy of its folder, with its own `npm test`.
fn gateway() -> Vec<Suite> {
    let mut tests = Command::new("npm");
    tests.arg("test").current_dir("target/gateway");
    vec![
        one("gateway install", node("xtask/gateway.mjs")),
        one("gateway types", with(node("node_modules/typescript/bin/tsc"), &["--project", "target/gateway"])),
        runner("gateway", tests),
    ]
}

/// Node's test runner on the test files of a folder.
fn node_tests(folder: &str, browser: &Browser) -> Result<Command> {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]).args(test_files(folder)?);
    node.env("CHROMIUM", &browser.chromium).env("CHROMEDRIVER", &browser.driver);
    Ok(node)
}

/// The test files of a folder. (Node 20 does not expand patterns by itself, and without a file
/// it would look for tests everywhere.)
fn test_files(folder: &str) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("cannot read {folder}"))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    ensure!(!files.is_empty(), "no test in {folder}");
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::{Counting, judge};
    use crate::counts::Counts;

    #[test]
    fn a_suite_that_ran_nothing_has_failed() {
        let none = Counts::default();
        assert_eq!(judge(none, Counting::Runner, true).failed, 1);
        assert_eq!(judge(none, Counting::Runner, false).failed, 1);
        assert_eq!(judge(none, Counting::One, true), Counts { passed: 1, ..none });
        assert_eq!(judge(none, Counting::One, false), Counts { failed: 1, ..none });
    }

    #[test]
    fn a_runner_that_exits_with_an_error_has_failed() {
        let passed = Counts { passed: 3, ..Counts::default() };
        assert_eq!(judge(passed, Counting::Runner, true), passed);
        assert_eq!(judge(passed, Counting::Runner, false), Counts { failed: 1, ..passed });
    }
}
