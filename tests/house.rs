//! The order of the house: a module of `src/` uses only those above it, and the documents name files that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate's root, each of which uses only those before it. `ARCHITECTURE.md` says what each is for.
const ORDER: [&str; 21] = [
    // Re-exports of `cbt179-spec`.
    "options",
    "spec",
    "diagnostics",
    "text",
    "json",
    "codec",
    "rules",
    "secrets",
    "report",
    "check",
    "build",
    "fix",
    "locate",
    "message",
    "reply",
    "upload",
    "signing_text",
    "open_req",
    "upload_reply",
    "verify",
    "wasm",
];

#[test]
fn no_import_goes_up() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files("src", "rs").into_iter().filter(|file| !file.ends_with("lib.rs") && !is_test(file)) {
        let path = file.strip_prefix("src").unwrap();
        let module = path.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs");
        let row = ORDER.iter().position(|name| *name == module);
        let row = row.unwrap_or_else(|| panic!("`{module}` has no place in the order of the house"));
        seen.insert(module.to_owned());
        for used in used_modules(&fs::read_to_string(&file).unwrap(), path) {
            match ORDER.iter().position(|name| *name == used) {
                Some(other) if other <= row => {}
                Some(_) => wrong.push(format!("{} uses `{used}`, which stands below it", file.display())),
                // A re-export of the root could come from anywhere.
                None if module == "wasm" => {}
                None => wrong.push(format!("{} uses `crate::{used}`: name its module", file.display())),
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(seen.len() + 2, ORDER.len(), "{seen:?}");
}

#[test]
fn unsafe_code_stands_in_three_files() {
    // The lint denies it elsewhere.
    let files = [with_code("src", "allow(unsafe_code)"), with_code("crates", "allow(unsafe_code)")].concat();
    assert_eq!(files, ["src/wasm/mod.rs", "crates/fast/src/reading.rs", "crates/fast/src/simd.rs"].map(Path::new));
}

#[test]
fn two_places_know_javascript() {
    let mut files = with_code("src", "wasm_bindgen::");
    files.extend(with_code("src", "js_sys::"));
    files.extend(with_code("src", "web_sys::"));
    files.sort();
    files.dedup();
    files.retain(|file| !file.starts_with("src/wasm"));
    assert_eq!(files, [Path::new("src/text/gbk.rs")]);
}

#[test]
fn documents_name_files_that_exist() {
    let mut wrong = Vec::new();
    for document in [
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "README.md",
        "README.zh-CN.md",
        "SECURITY.md",
        "docs/findings.md",
        "docs/performance.md",
        "docs/robustness.md",
        "docs/rust.md",
    ] {
        let text = fs::read_to_string(document).unwrap();
        // Code spans that begin with a folder of the repository.
        for path in text.split('`').skip(1).step_by(2) {
            let is_ours = [
                "src/",
                "crates/",
                "tests/",
                "docs/",
                "pkg-template/",
                "www/",
                "xtask/",
                "benches/",
                "fuzz/",
                "examples/",
            ]
            .iter()
            .any(|folder| path.starts_with(folder));
            if is_ours && !path.contains(['*', ' ']) && !Path::new(path).exists() {
                wrong.push(format!("{document}: {path}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn imports_are_found() {
    let source = "use crate::a::B;\nuse crate::{c::{D, E}, f, g::h};\n// crate::i\nlet x = crate::j::k();\nuse super::l;\n\
                  use super::super::m::n;\n#[cfg(test)]\nmod tests {\nuse crate::o;";
    let found = |path: &str| used_modules(source, Path::new(path)).into_iter().collect::<Vec<_>>();
    // From the root, `super` leads to no module; from a folder's file to the folder, and twice to the root.
    assert_eq!(found("p/q.rs"), ["a", "c", "f", "g", "j", "m"]);
    assert_eq!(found("p.rs"), ["a", "c", "f", "g", "j", "l"]);
}

/// The files of a folder and those within, by extension.
fn files(folder: impl AsRef<Path>, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found
}

/// Returns whether a file contains only tests.
fn is_test(file: &Path) -> bool {
    file.ends_with("tests.rs") || file.ends_with("agreement.rs")
}

/// The files whose code has a text.
fn with_code(folder: &str, text: &str) -> Vec<PathBuf> {
    let has = |file: &PathBuf| !is_test(file) && code(&fs::read_to_string(file).unwrap()).contains(text);
    files(folder, "rs").into_iter().filter(has).collect()
}

/// The source without comments and without the unit tests at its end.
fn code(source: &str) -> String {
    let source = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = source.lines().map(|line| line.split("//").next().unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

/// The root's modules that a file uses, by `crate::` or by `super::`.
fn used_modules(source: &str, path: &Path) -> BTreeSet<String> {
    let code = code(source);
    // A `mod.rs` is its folder; another file of a folder is one level deeper.
    let depth = path.components().count() - usize::from(path.ends_with("mod.rs"));
    let to_root = "super::".repeat(depth);
    let mut used = BTreeSet::new();
    for start in ["crate::", &to_root] {
        for (at, _) in code.match_indices(start) {
            // A longer path of `super` was found by its whole length.
            if !code[..at].ends_with("super::") {
                used.extend(first_names(&code[at + start.len()..]));
            }
        }
    }
    used.remove("super");
    used
}

/// The first name of a path, or of each path in a group.
fn first_names(path: &str) -> Vec<String> {
    let first_name =
        |path: &str| path.trim().chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect();
    let Some(group) = path.strip_prefix('{') else {
        return vec![first_name(path)];
    };
    let mut depth = 0;
    let mut names = Vec::new();
    let mut start = 0;
    for (at, char) in group.char_indices() {
        match char {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(first_name(&group[start..at]));
                start = at + 1;
                if char == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name: &String| !name.is_empty());
    names
}
