//! The mutator as a program, for `cargo xtask fuzz`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use cbt179_fuzz::{TARGETS, Target, growth, mutator};

const USAGE: &str = "usage: cbt179-fuzz run TARGET SECONDS SEED | test TARGET FILE | seeds FOLDER | growth";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["run", name, seconds, seed] => run(name, seconds, seed),
        ["test", name, file] => test(name, file),
        ["seeds", folder] => seeds(folder),
        ["growth"] => grow(),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn named(name: &str) -> Result<&'static Target, String> {
    let names = || TARGETS.iter().map(|target| target.name).collect::<Vec<_>>().join(", ");
    Target::named(name).ok_or_else(|| format!("no target `{name}`; there are {}", names()))
}

/// Mutates for some seconds. Writes an input that breaks the law to a file.
fn run(name: &str, seconds: &str, seed: &str) -> Result<(), String> {
    let target = named(name)?;
    let (Ok(seconds), Ok(seed)) = (seconds.parse(), seed.parse()) else { return Err(USAGE.to_owned()) };
    let end = Instant::now() + Duration::from_secs(seconds);
    match mutator::run(target, seed, |_| Instant::now() < end) {
        Ok(run) => {
            println!("{name}: {} inputs, {} kept, {} edges, nothing found", run.inputs, run.kept, run.edges);
            Ok(())
        }
        Err(broken) => {
            let folder = Path::new("artifacts").join(name);
            let file = folder.join(format!("seed-{seed}"));
            fs::create_dir_all(&folder)
                .and_then(|()| fs::write(&file, &broken.input))
                .map_err(|error| error.to_string())?;
            let input = broken.input.escape_ascii();
            Err(format!("{}\n{name} is broken by fuzz/{}: {input}", broken.message, file.display()))
        }
    }
}

/// Tests the input in a file.
fn test(name: &str, file: &str) -> Result<(), String> {
    let input = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    mutator::test(named(name)?, &input).map_err(|broken| format!("{}\n{}", broken.message, broken.input.escape_ascii()))
}

/// Writes the seeds of all targets, each into a folder of its own, for libFuzzer.
fn seeds(folder: &str) -> Result<(), String> {
    for target in &TARGETS {
        let folder = Path::new(folder).join(target.name);
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        for (index, seed) in (target.seeds)().iter().enumerate() {
            fs::write(folder.join(format!("seed-{index}")), seed).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// Measures all patterns of two and three tokens.
fn grow() -> Result<(), String> {
    let patterns = [growth::pairs(), growth::triples()].concat();
    let mut found = 0;
    for (index, pattern) in patterns.iter().enumerate() {
        if index % 1000 == 0 {
            eprintln!("{index} of {} patterns", patterns.len());
        }
        for excess in growth::excesses(pattern, growth::LENGTH) {
            println!("{excess}");
            found += 1;
        }
    }
    println!("growth: {} patterns in {} places, {found} excesses", patterns.len(), growth::FUNCTIONS.len());
    if found == 0 { Ok(()) } else { Err("work grows too fast".to_owned()) }
}
