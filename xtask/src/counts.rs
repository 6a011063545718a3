//! Reads test runners' own summary lines.

use std::ops::AddAssign;

/// How many tests ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that passed.
    pub passed: u32,
    /// Those that failed.
    pub failed: u32,
    /// Those that were not run.
    pub skipped: u32,
}

impl Counts {
    /// Whether nothing was counted.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// What a line of cargo test's, wasm-bindgen-test's or node --test's output adds to the counts.
pub fn read(line: &str) -> Counts {
    let plain = without_colour(line);
    cargo_line(&plain).or_else(|| node_line(&plain)).unwrap_or_default()
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in …`
fn cargo_line(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("test result: ")?;
    let (_, numbers) = rest.split_once(". ")?;
    let number = |word: &str| {
        let part = numbers.split("; ").find_map(|part| part.strip_suffix(word))?;
        part.trim().parse().ok()
    };
    Some(Counts { passed: number("passed")?, failed: number("failed")?, skipped: number("ignored").unwrap_or(0) })
}

/// `ℹ pass 3` (spec) or `# pass 3` (tap), one line for each way to end.
fn node_line(line: &str) -> Option<Counts> {
    let rest = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?;
    let (word, number) = rest.split_once(' ')?;
    let number = number.trim().parse().ok()?;
    let none = Counts::default();
    match word {
        "pass" => Some(Counts { passed: number, ..none }),
        "fail" | "cancelled" => Some(Counts { failed: number, ..none }),
        "skipped" | "todo" => Some(Counts { skipped: number, ..none }),
        _ => None,
    }
}

/// The line without ANSI escape sequences.
fn without_colour(line: &str) -> String {
    let mut parts = line.split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or("", |(_, text)| text));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Counts, read};

    #[test]
    fn reads_cargo() {
        let line = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.02s";
        assert_eq!(read(line), Counts { passed: 12, failed: 0, skipped: 1 });
        let line =
            "test result: \x1b[31mFAILED\x1b[0m. 2 passed; 5 failed; 0 ignored; 0 filtered out; finished in 1.00s";
        assert_eq!(read(line), Counts { passed: 2, failed: 5, skipped: 0 });
    }

    #[test]
    fn reads_node() {
        let mut sum = Counts::default();
        for line in ["\x1b[34mℹ tests 9\x1b[39m", "\x1b[34mℹ pass 4\x1b[39m", "ℹ fail 2", "ℹ cancelled 1"] {
            sum += read(line);
        }
        for line in ["# skipped 1", "# todo 1", "# duration_ms 12.5", "  # pass 7"] {
            sum += read(line);
        }
        assert_eq!(sum, Counts { passed: 4, failed: 3, skipped: 2 });
    }

    #[test]
    fn reads_nothing_else() {
        for line in ["", "test a ... ok", "test result: strange", "ℹ pass", "running 3 tests"] {
            assert!(read(line).is_empty(), "{line}");
        }
    }
}
