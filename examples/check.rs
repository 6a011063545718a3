//! Checks a form body from a file or from standard input, and prints what was found.
//!
//! `cargo run --example check -- tests/data/sample-form-body.txt`

use std::io::Read;

use cbt179::{Locale, Options, check_form};

fn main() -> std::io::Result<()> {
    let mut body = Vec::new();
    match std::env::args().nth(1) {
        Some(path) => body = std::fs::read(path)?,
        None => {
            std::io::stdin().read_to_end(&mut body)?;
        }
    }
    let options = Options { locale: Locale::En, ..Options::default() };
    let report = check_form(&body, &options);
    for finding in &report.findings {
        println!("{finding}");
        if let Some(json) = finding.at.json {
            println!("    at line {}, column {} of the JSON", json.line, json.column);
        }
        println!("    {}", finding.help);
    }
    println!("{}", if report.ok { "ok" } else { "not ok" });
    Ok(())
}
