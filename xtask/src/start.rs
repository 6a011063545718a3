//! `cargo xtask start`: builds, then hands over to Node, which checks the example and serves.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::build::set_up_and_build;
use crate::process::node;

/// Does not come back where all goes well: Node takes the place of this process, so that
/// whoever ends it ends the server.
pub fn start(once: bool, port: Option<u16>) -> Result<()> {
    set_up_and_build()?;
    let mut node = node("xtask/start.mjs");
    node.arg(format!("--locale={}", locale(|name| std::env::var(name).ok())));
    if once {
        node.arg("--once");
    }
    if let Some(port) = port {
        node.arg(format!("--port={port}"));
    }
    Err(node.exec()).context("cannot run node")
}

/// The language that the environment asks for, as POSIX orders its variables.
fn locale(variable: impl Fn(&str) -> Option<String>) -> &'static str {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let wish = names.into_iter().filter_map(variable).find(|value| !value.is_empty());
    if wish.is_some_and(|value| value.starts_with("zh")) { "zh-CN" } else { "en" }
}

#[cfg(test)]
mod tests {
    use super::locale;

    fn chosen(set: &[(&str, &str)]) -> &'static str {
        locale(|name| set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn follows_the_environment() {
        assert_eq!(chosen(&[]), "en");
        assert_eq!(chosen(&[("LANG", "C.UTF-8")]), "en");
        assert_eq!(chosen(&[("LANG", "zh_CN.UTF-8")]), "zh-CN");
        assert_eq!(chosen(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "POSIX")]), "en");
        assert_eq!(chosen(&[("LANG", "de_DE"), ("LC_ALL", ""), ("LC_MESSAGES", "zh_TW")]), "zh-CN");
    }
}
