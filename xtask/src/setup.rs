//! Finds the tools beside cargo's wasm32 target, installs what is missing where it can, and
//! otherwise names the one thing to install. Quiet where there is nothing to do.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{cargo, find, in_silence, on_path, step, within};

/// The oldest Node.js that the build and the tests run on.
const NODE: u32 = 20;

/// Finds a cargo program on PATH or where an earlier run installed it, or installs it.
pub fn cargo_tool(name: &str) -> Result<PathBuf> {
    let ours = std::path::absolute(Path::new("target/tools/bin").join(name))?;
    if let Some(program) = on_path(name).or_else(|| ours.exists().then(|| ours.clone())) {
        return Ok(program);
    }
    let install = ["install", name, "--root", "target/tools", "--locked"];
    step(&format!("{name}, compiled by cargo (some minutes)"), || in_silence(cargo().args(install)))
        .with_context(|| format!("to install it: cargo install {name}"))?;
    Ok(ours)
}

/// Node.js, npm, and the packages of package-lock.json.
pub fn node_packages() -> Result<()> {
    let node = in_silence(Command::new("node").arg("--version")).ok();
    if node.and_then(|said| major(&said)).is_none_or(|major| major < NODE) {
        bail!("no Node.js of version {NODE} or later here; install it with its npm");
    }
    if on_path("npm").is_none() {
        bail!("Node.js is here without npm; install npm");
    }
    // npm writes this file at the end of every install.
    let changed = |file: &str| std::fs::metadata(file).and_then(|data| data.modified());
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_ok_and(|done| changed("package-lock.json").is_ok_and(|lock| lock <= done)) {
        return Ok(());
    }
    step("Node packages (npm ci)", || in_silence(Command::new("npm").arg("ci")).map(drop))
}

/// A browser for the tests, and the driver that wasm-bindgen-test steers it with.
pub struct Browser {
    /// The browser's program.
    pub chromium: PathBuf,
    /// Its driver's program.
    pub driver: PathBuf,
}

impl Browser {
    /// Finds both, or else installs Debian's.
    pub fn set_up() -> Result<Self> {
        let found = match Self::find() {
            Some(found) => found,
            None => step("Debian's Chromium and its driver", || {
                apt_install(&["chromium", "chromium-driver"])?;
                Self::find().context("they are not on PATH")
            })
            .context("no Chromium with its driver here; install chromium and chromedriver")?,
        };
        let version = |program: &Path| in_silence(Command::new(program).arg("--version")).map(|said| major(&said));
        let (browser, driver) = (version(&found.chromium)?, version(&found.driver)?);
        if browser.is_none() || browser != driver {
            bail!(
                "{} and {} are not of one version; install a matching chromedriver, or name both in CHROMIUM and CHROMEDRIVER",
                found.chromium.display(),
                found.driver.display()
            );
        }
        Ok(found)
    }

    fn find() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        let chromium = find("CHROMIUM", &names)?;
        let driver = find("CHROMEDRIVER", &["chromedriver"])?;
        Some(Self { chromium, driver })
    }
}

/// Installs missing browsers other than Chromium for the page's tests. The tests look for the same programs, and skip a
/// browser that they don't find.
pub fn other_browsers() {
    let firefox = || find("FIREFOX", &["firefox-esr", "firefox"]).is_some();
    let webkit = || find("WEBKIT_DRIVER", &["WebKitWebDriver"]).and(find("XVFB", &["Xvfb"])).is_some();
    set_up_browser("Firefox", &["firefox-esr"], firefox);
    set_up_browser("WebKit with its driver", &["webkit2gtk-driver", "xvfb"], webkit);
}

/// Installs Debian's packages, unless `there` finds their programs. Prints the reason if that fails.
fn set_up_browser(name: &str, packages: &[&str], there: impl Fn() -> bool) {
    if there() {
        return;
    }
    let installed = step(&format!("Debian's {name}"), || {
        apt_install(packages)?;
        if there() { Ok(()) } else { bail!("not on PATH") }
    });
    if let Err(error) = installed {
        eprintln!(
            "the page is not tested in {name} ({error:#}); to install it: apt-get install {}",
            packages.join(" ")
        );
    }
}

/// The first number in what a program says of its version: `v20.20.2`, `Chromium 156.0.8078.79`.
fn major(said: &str) -> Option<u32> {
    let digits = said.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// rustfmt and clippy, which a minimal installation of Rust comes without.
pub fn lint_tools() -> Result<()> {
    for (subcommand, component, package) in [("fmt", "rustfmt", "rustfmt-web"), ("clippy", "clippy", "rust-web-clippy")]
    {
        let there = || in_silence(cargo().args([subcommand, "--version"])).is_ok();
        if there() {
            continue;
        }
        let installed = step(component, || {
            let limit = Duration::from_secs(90);
            if !within(limit, Command::new("rustup").args(["component", "add", component])) {
                apt_install(&[package])?;
            }
            if there() { Ok(()) } else { bail!("cargo {subcommand} does not answer") }
        });
        installed.with_context(|| match on_path("rustup") {
            Some(_) => format!("to install it: rustup component add {component}"),
            None => format!("to install it: apt-get install {package}"),
        })?;
    }
    Ok(())
}

/// Installs Debian's packages, where there is apt-get and the right to call it. Removes none.
pub fn apt_install(packages: &[&str]) -> Result<()> {
    static UPDATE: Once = Once::new();
    if on_path("apt-get").is_none() {
        bail!("no apt-get");
    }
    let root = in_silence(Command::new("id").arg("-u"))?.trim() == "0";
    if !root && on_path("sudo").is_none() {
        bail!("not root, and no sudo");
    }
    let apt_get = || {
        let mut command = Command::new(if root { "env" } else { "sudo" });
        if !root {
            command.args(["-n", "env"]);
        }
        // A machine that has just started may be holding the lock for its own updates.
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]);
        command.args(["-o", "DPkg::Lock::Timeout=120"]);
        command
    };
    // Lists of last month name packages that are gone. Without an answer, the lists that are
    // there may still do.
    UPDATE.call_once(|| drop(in_silence(apt_get().arg("update"))));
    let install = ["install", "--yes", "--no-install-recommends", "--no-remove"];
    let Err(error) = in_silence(apt_get().args(install).args(packages)) else {
        return Ok(());
    };
    // apt says at the end what it failed at.
    bail!("{}", format!("{error:#}").lines().last().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn reads_major_versions() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian"), Some(156));
        assert_eq!(major("ChromeDriver 156.0.8078.79 (abc)"), Some(156));
        assert_eq!(major("no number"), None);
    }
}
