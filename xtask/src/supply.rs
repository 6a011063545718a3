//! Checks what the project is made of: licences, versions and sources of all crates by `deny.toml`, and licences and hashes of
//! all npm packages by `package-lock.json`. Needs no network.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use spdx::{Expression, ParseMode};
use toml::Table;

use crate::process::{cargo, in_silence};

/// The licences that npm packages may have beside those of `deny.toml`. All of them are tools, apart from `CodeMirror` in
/// the page, which is MIT: the npm package itself depends on none.
const ALSO_OF_NPM: [&str; 3] = ["BlueOak-1.0.0", "ISC", "MPL-2.0"];

/// Checks both trees. The error lists everything that is not allowed.
pub fn check() -> Result<()> {
    let rules: Table = read("deny.toml")?.parse().context("cannot parse deny.toml")?;
    let allowed = strings(&rules["licenses"]["allow"], None);
    let metadata = in_silence(cargo().args(["metadata", "--locked", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut problems = in_crates(&metadata, &allowed, &strings(&rules["bans"]["skip"], Some("crate")));

    let lock: Value = serde_json::from_str(&read("package-lock.json")?)?;
    let allowed: Vec<_> = allowed.into_iter().chain(ALSO_OF_NPM.map(str::to_owned)).collect();
    problems.extend(in_npm(&lock, &allowed));

    let package: Value = serde_json::from_str(&read("pkg-template/package.json")?)?;
    let parts = ["dependencies", "optionalDependencies", "peerDependencies", "scripts"];
    problems.extend(
        parts.into_iter().filter(|part| !package[part].is_null()).map(|part| format!("the npm package has {part}")),
    );
    ensure!(problems.is_empty(), "not allowed in the supply chain:\n    {}", problems.join("\n    "));
    Ok(())
}

fn read(file: &str) -> Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read {file}"))
}

/// Returns the strings of a list, or of this member of the tables in it.
fn strings(list: &toml::Value, member: Option<&str>) -> Vec<String> {
    let items = list.as_array().into_iter().flatten();
    let text = |item: &toml::Value| Some(member.map_or(Some(item), |member| item.get(member))?.as_str()?.to_owned());
    items.filter_map(text).collect()
}

/// Returns what is wrong with the crates that `cargo metadata` lists. `skipped` has versions that may be there beside
/// another, such as `syn@2`.
fn in_crates(metadata: &Value, allowed: &[String], skipped: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let text = |member: &str| package[member].as_str().unwrap_or_default();
        let (name, version) = (text("name"), text("version"));
        problems.extend(license(text("license"), allowed).map(|problem| format!("{name} {version}: {problem}")));
        if !package["source"].is_null() && !text("source").starts_with("registry+") {
            problems.push(format!("{name} {version} is not from a registry"));
        }
        let is_skipped = |skip: &String| {
            let skip = skip.split_once('@');
            skip.is_some_and(|(of, prefix)| of == name && format!("{version}.").starts_with(&format!("{prefix}.")))
        };
        if !skipped.iter().any(is_skipped) {
            versions.entry(name).or_default().push(version);
        }
    }
    let several = versions.iter().filter(|(_, versions)| versions.len() > 1);
    problems.extend(several.map(|(name, versions)| format!("{name} is there in versions {}", versions.join(" and "))));
    problems
}

/// Returns what is wrong with the packages of an npm lock file.
fn in_npm(lock: &Value, allowed: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    for (path, package) in lock["packages"].as_object().into_iter().flatten() {
        let licence = package["license"].as_str().unwrap_or_default();
        problems.extend(license(licence, allowed).map(|problem| format!("{path}: {problem}")));
        if !path.is_empty() && package["integrity"].is_null() {
            problems.push(format!("{path} has no hash"));
        }
    }
    problems
}

/// Returns what is wrong with a licence, if anything.
fn license(expression: &str, allowed: &[String]) -> Option<String> {
    let Ok(parsed) = Expression::parse_mode(expression, ParseMode::LAX) else {
        return Some(format!("its licence `{expression}` is not an SPDX expression"));
    };
    let is_allowed = |name: &spdx::LicenseReq| {
        let name = name.license.id().map(|id| id.name);
        name.is_some_and(|name| allowed.iter().any(|allowed| allowed == name))
    };
    (!parsed.evaluate(is_allowed)).then(|| format!("its licence `{expression}` is not in the list"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{in_crates, in_npm, license};

    fn allowed() -> Vec<String> {
        ["MIT", "Apache-2.0"].map(str::to_owned).into()
    }

    #[test]
    fn one_licence_of_several_suffices() {
        for (expression, is_allowed) in [
            ("MIT", true),
            ("MIT OR GPL-3.0-only", true),
            ("MIT/Apache-2.0", true),
            ("MIT AND GPL-3.0-only", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("GPL-3.0-only", false),
            ("", false),
            ("mine", false),
        ] {
            assert_eq!(license(expression, &allowed()).is_none(), is_allowed, "{expression}");
        }
    }

    #[test]
    fn finds_versions_beside_each_other_and_other_sources() {
        let package = |name: &str, version: &str, source: &str| json!({ "name": name, "version": version, "source": source, "license": "MIT" });
        let packages = json!({ "packages": [
            package("a", "1.0.0", "registry+x"), package("a", "2.0.0", "registry+x"),
            package("b", "1.9.0", "registry+x"), package("b", "1.10.0", "registry+x"),
            package("c", "1.0.0", "git+x"),
        ] });
        let found = in_crates(&packages, &allowed(), &["b@1.9".to_owned()]);
        assert_eq!(found, ["c 1.0.0 is not from a registry", "a is there in versions 1.0.0 and 2.0.0"]);
    }

    #[test]
    fn finds_npm_packages_without_a_hash() {
        let lock = json!({ "packages": {
            "": { "license": "MIT" },
            "node_modules/a": { "license": "MIT", "integrity": "sha512-x" },
            "node_modules/b": { "license": "MIT" },
        } });
        assert_eq!(in_npm(&lock, &allowed()), ["node_modules/b has no hash"]);
    }
}
