//! `cargo xtask release`: checks that this commit can be released as it is, and writes its SBOM. Publishes nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use time::{Date, Month, OffsetDateTime};

use crate::build::{Tools, build, check_reproducible};
use crate::process::{aloud, cargo, in_silence};
use crate::setup::cargo_tool;

/// Checks the work tree, the versions, the changelog, the npm tarball, the reproducibility of the build, and both
/// packages by dry runs. Writes the SBOM.
pub fn release() -> Result<()> {
    let changes = in_silence(Command::new("git").args(["status", "--porcelain"]))?;
    ensure!(changes.is_empty(), "not everything is committed:\n{}", changes.trim_end());
    let metadata = in_silence(cargo().args(["metadata", "--no-deps", "--locked", "--format-version", "1"]))?;
    let crates = published(&serde_json::from_str(&metadata)?)?;
    let version = same_version(&crates)?;
    changelog_has(&std::fs::read_to_string("CHANGELOG.md")?, version, OffsetDateTime::now_utc().date())?;
    let gateway: Value = serde_json::from_str(&std::fs::read_to_string("examples/gateway/package.json")?)?;
    let asked = &gateway["dependencies"]["cbt179"];
    ensure!(*asked == format!("^{version}"), "examples/gateway asks for cbt179 {asked}, not ^{version}");

    let tools = Tools::set_up()?;
    build(&tools)?;
    let checkout = fresh_checkout()?;
    check_reproducible(&tools, &checkout)?;
    write_sbom(&checkout)?;
    aloud(Command::new("node").args(["--test", "--test-reporter=dot", "tests/npm/install.test.mjs"]))?;
    aloud(Command::new("npm").args(["publish", "--dry-run"]).current_dir("dist/npm"))?;
    let names: Vec<_> = crates.iter().map(|package| package.name.as_str()).collect();
    let packages = names.iter().flat_map(|name| ["--package", name]);
    aloud(cargo().args(["publish", "--dry-run"]).args(packages.clone()))?;

    println!("\n{version} can be released:");
    println!("    {SBOM} lists what is in the modules");
    println!("    git tag v{version}");
    println!("    cargo publish {}", packages.collect::<Vec<_>>().join(" "));
    println!("    (cd dist/npm && npm publish)");
    Ok(())
}

/// The software bill of materials (`CycloneDX`) of both modules.
const SBOM: &str = "dist/cbt179.cdx.json";

/// Clones this commit to a folder of its own.
fn fresh_checkout() -> Result<PathBuf> {
    let folder = std::path::absolute("target/checkout")?;
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    in_silence(Command::new("git").args(["clone", "--quiet", "."]).arg(&folder))?;
    Ok(folder)
}

/// Lists the crates of both modules in [`SBOM`]. The tool writes into the folder of each crate, so it runs in a checkout.
fn write_sbom(checkout: &Path) -> Result<()> {
    let tool = cargo_tool("cargo-cyclonedx")?;
    let mut list = Command::new(tool);
    list.args(["cyclonedx", "--manifest-path", "crates/module/Cargo.toml", "--all-features", "--no-build-deps"]);
    list.args(["--target", "wasm32-unknown-unknown", "--format", "json", "--override-filename", "cbt179.cdx"]);
    in_silence(list.current_dir(checkout))?;
    let text = std::fs::read_to_string(checkout.join("crates/module/cbt179.cdx.json"))?;
    let folder = format!("{}/", checkout.display());
    // No path of this machine.
    let text = text.replace(&folder, "").replace(folder.trim_end_matches('/'), "");
    std::fs::write(SBOM, text).with_context(|| format!("cannot write {SBOM}"))
}

/// A crate of the workspace that is published, and the versions that it asks of the others.
#[derive(Debug)]
struct Package {
    name: String,
    version: String,
    /// Name and requirement, such as `cbt179-spec` and `^0.2.0`.
    siblings: Vec<(String, String)>,
}

/// Picks the published crates out of `cargo metadata`, which has `publish: []` for the others.
fn published(metadata: &Value) -> Result<Vec<Package>> {
    let packages = metadata["packages"].as_array().context("cargo metadata lists no packages")?;
    packages.iter().filter(|package| package["publish"].is_null()).map(read_package).collect()
}

fn read_package(package: &Value) -> Result<Package> {
    let text = |value: &Value| value.as_str().map(str::to_owned).context("cargo metadata lacks a name or a version");
    let dependencies = package["dependencies"].as_array().context("cargo metadata lists no dependencies")?;
    // A package that depends on itself in its tests asks for no version.
    let is_sibling = |dependency: &&Value| dependency["path"].is_string() && dependency["kind"] != "dev";
    let siblings = dependencies.iter().filter(is_sibling);
    let siblings = siblings.map(|dependency| Ok((text(&dependency["name"])?, text(&dependency["req"])?)));
    Ok(Package {
        name: text(&package["name"])?,
        version: text(&package["version"])?,
        siblings: siblings.collect::<Result<_>>()?,
    })
}

/// Returns the version that all crates have, and ask of each other.
fn same_version(crates: &[Package]) -> Result<&str> {
    let first = crates.first().context("the workspace publishes no crate")?;
    for package in crates {
        let Package { name, version, siblings } = package;
        ensure!(*version == first.version, "{name} is {version}, but {} is {}", first.name, first.version);
        for (sibling, requirement) in siblings {
            ensure!(*requirement == format!("^{version}"), "{name} {version} asks for {sibling} {requirement}");
        }
    }
    Ok(&first.version)
}

/// Checks that the changelog's first section with entries is on `version`, with a date that is not after `today`.
fn changelog_has(changelog: &str, version: &str, today: Date) -> Result<()> {
    let mut sections = changelog.split("\n## ").skip(1);
    let mut section = sections.next().context("CHANGELOG.md has no section")?;
    if let Some(unreleased) = section.strip_prefix("[Unreleased]") {
        ensure!(unreleased.trim().is_empty(), "CHANGELOG.md has unreleased entries: move them below `## [{version}]`");
        section = sections.next().context("CHANGELOG.md has no release")?;
    }
    let heading = section.lines().next().unwrap_or_default();
    let Some(date) = heading.strip_prefix(&format!("[{version}] - ")) else {
        bail!("CHANGELOG.md begins with `## {heading}`, not with `## [{version}] - {today}`");
    };
    let date = parse_date(date).with_context(|| format!("`{date}` in CHANGELOG.md is not a date such as {today}"))?;
    ensure!(date <= today, "CHANGELOG.md dates {version} {date}, which is after today, {today}");
    Ok(())
}

/// Parses `yyyy-mm-dd`.
fn parse_date(text: &str) -> Option<Date> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>().try_into().ok()?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    (date.to_string() == text).then_some(date)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{changelog_has, parse_date, published, same_version};

    #[test]
    fn finds_versions_that_differ() {
        let metadata = |requirement: &str| {
            let dependency = json!({ "name": "b", "req": requirement, "path": "/b" });
            let other = json!({ "name": "serde", "req": "^1" });
            let own = json!({ "name": "a", "req": "*", "path": "/a", "kind": "dev" });
            published(&json!({ "packages": [
                { "name": "a", "version": "0.2.0", "publish": null, "dependencies": [dependency, other, own] },
                { "name": "tool", "version": "0.0.0", "publish": [], "dependencies": [] },
            ] }))
            .unwrap()
        };
        assert_eq!(same_version(&metadata("^0.2.0")).unwrap(), "0.2.0");
        assert_eq!(same_version(&metadata("^0.1.0")).unwrap_err().to_string(), "a 0.2.0 asks for b ^0.1.0");
    }

    #[test]
    fn finds_what_the_changelog_lacks() {
        let today = parse_date("2026-11-29").unwrap();
        let check = |changelog: &str| changelog_has(changelog, "0.2.0", today).map_err(|error| error.to_string());
        assert!(check("# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-29\n\n- x\n").is_ok());
        assert!(check("# Changelog\n\n## [0.2.0] - 2026-11-01\n").is_ok());
        for (changelog, word) in [
            ("# Changelog\n", "no section"),
            ("# Changelog\n\n## [Unreleased]\n\n- x\n\n## [0.2.0] - 2026-11-29\n", "unreleased entries"),
            ("# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-11-29\n", "begins with `## [0.1.0]"),
            ("# Changelog\n\n## [0.2.0] - 2026-02-30\n", "not a date"),
            ("# Changelog\n\n## [0.2.0] - 2026-11-30\n", "after today"),
        ] {
            let error = check(changelog).unwrap_err();
            assert!(error.contains(word), "{error}");
        }
    }
}
