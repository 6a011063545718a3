//! `cargo xtask test`: runs every suite, prints its runner's own output, and adds up the counts.

use std::io::{BufRead, BufReader, IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::build::{Tools, build};
use crate::counts::{self, Counts};
use crate::fuzz;
use crate::group::with_child;
use crate::process::{cargo, name, node};
use crate::setup::{Browser, TestRunner, lint_tools, other_browsers};
use crate::supply;

/// Runs all suites, or all that need nothing but cargo, with the package in some or all hosts. The last line is the
/// sum, alone.
pub fn test(native: bool, all_hosts: bool) -> Result<ExitCode> {
    let mut suites = Suites::default();
    if native {
        lint_tools()?;
        suites.rust_style()?;
        suites.cargo_test()?;
        suites.laws()?;
        return Ok(suites.sum_up());
    }
    let tools = Tools::set_up()?;
    lint_tools()?;
    let browser = Browser::set_up()?;
    other_browsers();
    let runner = TestRunner::set_up()?;
    suites.check("supply chain", supply::check);
    suites.rust_style()?;
    suites.wasm_style(&tools)?;
    suites.script_style()?;
    suites.run("xtask scripts", Counting::Runner, &mut node_tests("xtask", &browser)?)?;
    suites.cargo_test()?;
    suites.laws()?;
    suites.wasm_test(&tools, &runner, &browser)?;
    if suites.build(&tools) {
        // The longest first.
        suites.run_in_lanes(vec![
            vec![node_suite("page", "tests/page", &browser)?],
            vec![node_suite("npm package", "tests/npm", &browser)?],
            gateway(),
            vec![hosts(&browser, all_hosts)?],
            vec![node_suite("peers of bench", "benches", &browser)?],
        ])?;
    }
    Ok(suites.sum_up())
}

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
    fn rust_style(&mut self) -> Result<()> {
        let clippy = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
        self.run("rustfmt", Counting::One, cargo().args(["fmt", "--all", "--check"]))?;
        self.run("clippy", Counting::One, cargo().args(clippy))
    }

    fn wasm_style(&mut self, tools: &Tools) -> Result<()> {
        if !tools.cargo.set_up_clippy() {
            let counts = Counts { skipped: 1, ..Counts::default() };
            self.outcomes.push(Outcome { suite: "clippy on wasm32", counts, seconds: 0.0 });
            return Ok(());
        }
        let mut tests = tools.cargo.command("clippy");
        tests.args(["--lib", "--test", "fast", "--test", "wasm", "--", "--deny", "warnings"]);
        self.run("clippy on wasm32", Counting::One, &mut tests)?;
        // The tests are built with the feature `verify`, so without the functions of the first module.
        let mut module = tools.cargo.command("clippy");
        module.args(["--lib", "--package", "cbt179-module", "--", "--deny", "warnings"]);
        self.run("clippy of the module", Counting::One, &mut module)
    }

    fn script_style(&mut self) -> Result<()> {
        let mut biome = node("node_modules/@biomejs/biome/bin/biome");
        self.run("biome", Counting::One, biome.args(["ci", "--error-on-warnings"]))?;
        let mut tsc = node("node_modules/typescript/bin/tsc");
        self.run("tsc", Counting::One, tsc.args(["--project", "."]))?;
        self.run("corpus", Counting::One, node("tests/corpus/make.mjs").arg("--check"))
    }

    fn cargo_test(&mut self) -> Result<()> {
        let test = ["test", "--workspace", "--no-fail-fast"];
        self.run("cargo test", Counting::Runner, cargo().args(test))
    }

    /// The laws of the fuzz targets and the growth of the work, in a build that counts work.
    fn laws(&mut self) -> Result<()> {
        let style = ["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"];
        self.run("rustfmt of fuzz", Counting::One, cargo().args(style))?;
        self.run(
            "clippy of fuzz",
            Counting::One,
            fuzz::counted("clippy")?.args(["--all-targets", "--", "--deny", "warnings"]),
        )?;
        self.run("laws", Counting::Runner, fuzz::counted("test")?.args(["--lib", "--test", "laws", "--test", "growth"]))
    }

    fn wasm_test(&mut self, tools: &Tools, runner: &TestRunner, browser: &Browser) -> Result<()> {
        // The unit tests of the other packages are native.
        let suites: [([&'static str; 2], &[&str]); 2] = [
            (["fast pass in Node", "fast pass in Chromium"], &["--package=cbt179-fast", "--lib"]),
            (["wasm in Node", "wasm in Chromium"], &["--package=cbt179", "--test=fast", "--test=wasm"]),
        ];
        for ([in_node, in_chromium], which) in suites {
            let tests = || {
                let mut command = tools.cargo.command("test");
                command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner.program);
                command.args(which).arg("--no-fail-fast");
                command
            };
            self.run(in_node, Counting::Runner, &mut tests())?;
            // The driver picks its own browser, whatever CHROMIUM says: the runner has no variable for
            // it. WASM_BINDGEN_TEST_WEBDRIVER_JSON may name another webdriver.json with a `binary`.
            let mut in_browser = tests();
            in_browser.env("WASM_BINDGEN_USE_BROWSER", "1").env("CHROMEDRIVER", &browser.driver);
            self.run(in_chromium, Counting::Runner, &mut in_browser)?;
        }
        Ok(())
    }

    /// Whether there is something to test now.
    fn build(&mut self, tools: &Tools) -> bool {
        self.check("build", || build(tools))
    }

    /// Runs a suite of our own, which is one check. Returns whether it passed.
    fn check(&mut self, suite: &'static str, check: impl FnOnce() -> Result<()>) -> bool {
        heading(suite);
        let started = Instant::now();
        let checked = check();
        if let Err(error) = &checked {
            eprintln!("error: {error:#}");
        }
        let counts = judge(Counts::default(), Counting::One, checked.is_ok());
        self.outcomes.push(Outcome { suite, counts, seconds: started.elapsed().as_secs_f64() });
        checked.is_ok()
    }

    /// Runs one suite, passing its output on line by line.
    fn run(&mut self, name: &'static str, counting: Counting, command: &mut Command) -> Result<()> {
        heading(name);
        let outcome = outcome(name, counting, command, &mut stdout())?;
        self.outcomes.push(outcome);
        Ok(())
    }

    /// Runs two lists of suites at a time, because most suites keep only one core busy. Prints a suite's output when it
    /// ends; errors are not held back.
    fn run_in_lanes(&mut self, lists: Vec<Vec<Suite>>) -> Result<()> {
        let lists = Mutex::new(lists.into_iter().enumerate());
        let next = || lists.lock().unwrap_or_else(PoisonError::into_inner).next();
        let lane = || {
            let mut outcomes = Vec::new();
            while let Some((index, list)) = next() {
                for Suite { name, counting, mut command } in list {
                    println!("\n{name} begins");
                    let mut output = Vec::new();
                    let outcome = outcome(name, counting, &mut command, &mut output);
                    let mut stdout = stdout().lock();
                    write!(stdout, "{}", headed(name))?;
                    stdout.write_all(&output)?;
                    outcomes.push((index, outcome?));
                }
            }
            Ok(outcomes)
        };
        let lanes: [Result<Vec<(usize, Outcome)>>; 2] = thread::scope(|scope| {
            [scope.spawn(lane), scope.spawn(lane)].map(|lane| lane.join().expect("a lane does not panic"))
        });
        let mut outcomes = Vec::new();
        for lane in lanes {
            outcomes.extend(lane?);
        }
        outcomes.sort_by_key(|(index, _)| *index);
        self.outcomes.extend(outcomes.into_iter().map(|(_, outcome)| outcome));
        Ok(())
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
fn outcome(suite: &'static str, counting: Counting, command: &mut Command, to: &mut dyn Write) -> Result<Outcome> {
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
    let ok = status.with_context(|| format!("cannot run {}", name(command)))?.success();
    Ok(Outcome { suite, counts: judge(counts, counting, ok), seconds: started.elapsed().as_secs_f64() })
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

fn headed(suite: &str) -> String {
    format!("\n== {suite} ==\n")
}

fn heading(suite: &str) {
    print!("{}", headed(suite));
}

fn node_suite(name: &'static str, folder: &str, browser: &Browser) -> Result<Suite> {
    Ok(Suite { name, counting: Counting::Runner, command: node_tests(folder, browser)? })
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
    let mut tsc = node("node_modules/typescript/bin/tsc");
    tsc.args(["--project", "target/gateway"]);
    let mut tests = Command::new("npm");
    tests.arg("test").current_dir("target/gateway");
    vec![
        Suite { name: "gateway install", counting: Counting::One, command: node("xtask/gateway.mjs") },
        Suite { name: "gateway types", counting: Counting::One, command: tsc },
        Suite { name: "gateway", counting: Counting::Runner, command: tests },
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
