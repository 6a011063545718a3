//! `cargo xtask bench`: builds, then hands over to Node, which measures the package and its peers.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::build::set_up_and_build;
use crate::process::node;
use crate::setup::Browser;

/// Does not come back where all goes well, as [`crate::start::start`] does not: nothing runs beside what is measured.
pub fn bench(quick: bool) -> Result<()> {
    set_up_and_build()?;
    let browser = Browser::set_up()?;
    let mut node = node("benches/bench.mjs");
    node.env("CHROMIUM", &browser.chromium);
    if quick {
        node.arg("--quick");
    }
    Err(node.exec()).context("cannot run node")
}
