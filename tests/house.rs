//! The order of the house: a module of `src/` uses only those above it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order in which data flows. `ARCHITECTURE.md` says what each is for.
const ORDER: [&str; 19] = [
    "options",
    "spec",
    "diagnostics",
    "text",
    "json",
    "codec",
    "rules",
    "secrets",
    "report",
    "fast",
    "check",
    "build",
    "fix",
    "locate",
    "reply",
    "upload",
    "options_json",
    "fix_json",
    "wasm",
];

#[test]
fn no_import_goes_up() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for file in sources(Path::new("src")) {
        let path = file.strip_prefix("src").unwrap();
        let first = path.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs");
        if module == "lib" || path.ends_with("tests.rs") {
            continue;
        }
        let row = ORDER.iter().position(|name| *name == module);
        let row = row.unwrap_or_else(|| panic!("`{module}` has no place in the order of the house"));
        seen.insert(module.to_owned());
        for used in used_modules(&fs::read_to_string(&file).unwrap()) {
            match ORDER.iter().position(|name| *name == used) {
                Some(other) if other <= row => {}
                Some(_) => wrong.push(format!("{} uses `{used}`, which stands below it", file.display())),
                // The root's own names say nothing about where they come from.
                None if module == "wasm" => {}
                None => wrong.push(format!("{} uses `crate::{used}`: name its module", file.display())),
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!(seen.len(), ORDER.len(), "{seen:?}");
}

/// Only the code that must: the sixteen bytes that are loaded and stored at a time.
#[test]
fn unsafe_code_stands_in_one_file() {
    let has_unsafe = |file: &PathBuf| code(&fs::read_to_string(file).unwrap()).contains("unsafe {");
    let files: Vec<_> = sources(Path::new("src")).into_iter().filter(has_unsafe).collect();
    assert_eq!(files, [Path::new("src/codec/simd.rs")]);
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The source without comments and without the unit tests at its end.
fn code(source: &str) -> String {
    let source = source.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// What follows on each `crate::`.
fn used_modules(source: &str) -> BTreeSet<String> {
    let code = code(source);
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                let names = group.split('}').next().unwrap().split(',');
                used.extend(names.map(|name| first_name(name.trim())).filter(|name| !name.is_empty()));
            }
            None => _ = used.insert(first_name(rest)),
        }
    }
    used
}

fn first_name(path: &str) -> String {
    path.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()
}

#[test]
fn imports_are_found() {
    let source = "use crate::a::B;\nuse crate::{c, d::E};\n// crate::f\nlet x = crate::g::h();\n#[cfg(test)]\nmod tests {\nuse crate::i;";
    assert_eq!(used_modules(source).into_iter().collect::<Vec<_>>(), ["a", "c", "d", "g"]);
}
