//! The cargo that can build for wasm32-unknown-unknown: the one in use with rustup's target, or
//! else Debian's set of packages, which brings the standard library as source.
//!
//! `CBT179_WASM_TOOLCHAIN=rustup|debian` in the environment takes the choice.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::process::{in_silence, on_path, step, within};
use crate::setup::apt_install;

const TARGET: &str = "wasm32-unknown-unknown";
/// Every host that the package is for has had it since 2023 at the latest.
const SIMD: &str = "-Ctarget-feature=+simd128";
/// With `opt-level = "z"` nearly nothing is inlined by itself. This makes the diagnosis a quarter faster. A higher
/// threshold makes it a little faster still, and the module 2 % larger for each 15; a lower one slows the fast pass.
const INLINING: &str = "-Cllvm-args=--inline-threshold=35";

/// Loop strength reduction replaces an index by several pointers. For wasm, which adds an offset for free, these are only
/// more variables.
const NO_STRENGTH_REDUCTION: &str = "-Cllvm-args=--disable-lsr";

/// The data follows the stack. Below 1 MiB, an address takes three bytes instead of four.
const STACK: &str = "-Clink-arg=-zstack-size=917504";
/// A panic of the module traps without a message, so no source file need be named in it, on whose machine it may be. Not
/// stable yet; the tests keep the locations.
const NO_LOCATIONS: &str = "-Zlocation-detail=none";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CLIPPY: &str = "/usr/bin/cargo-clippy";
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// rustup gives up at once where it is refused, but waits for a server that says nothing.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// A way to call cargo for wasm32.
pub enum WasmCargo {
    /// The cargo in use has the target.
    Rustup,
    /// Debian's cargo and rustc, linking with this one of LLVM's linkers.
    Debian { linker: String },
}

impl WasmCargo {
    /// Finds a way, or else makes one.
    pub fn set_up() -> Result<Self> {
        let wish = std::env::var("CBT179_WASM_TOOLCHAIN").unwrap_or_default();
        let (rustup, debian) = match wish.as_str() {
            "" => (true, true),
            "rustup" => (true, false),
            "debian" => (false, true),
            other => bail!("CBT179_WASM_TOOLCHAIN is `{other}`; it may be `rustup` or `debian`"),
        };
        // What is there comes first, so that no second run asks a server that did not answer.
        if rustup && has_target() {
            return Ok(Self::Rustup);
        }
        if debian && let Some(found) = Self::find_debian() {
            return Ok(found);
        }
        let mut failed = format!("no Rust for {TARGET} here; to install it:");
        if rustup && on_path("rustup").is_some() {
            match add_target() {
                Ok(()) => return Ok(Self::Rustup),
                Err(error) => write!(failed, "\n    rustup target add {TARGET}   (here: {error:#})")?,
            }
        }
        if debian {
            let installed =
                install_debian().and_then(|()| Self::find_debian().context("its packages do not fit each other"));
            match installed {
                Ok(found) => return Ok(found),
                Err(error) => write!(failed, "\n    {}   (here: {error:#})", apt_command())?,
            }
        }
        bail!("{failed}")
    }

    /// Debian's set, where all of it is there and matches.
    fn find_debian() -> Option<Self> {
        let rustc = debian_rustc().ok()?;
        let source = Path::new("/usr/lib/rustlib/src/rust").canonicalize().ok()?;
        let linker = format!("wasm-ld-{}", rustc.llvm);
        let complete = source.ends_with(format!("rustc-{}", rustc.release))
            && Path::new(DEBIAN_CARGO).exists()
            && on_path(&linker).is_some();
        complete.then_some(Self::Debian { linker })
    }

    /// Where cargo puts what it builds. The two ways must not share a folder: each would build
    /// all of it again after the other.
    pub fn target_dir(&self) -> &'static str {
        match self {
            Self::Rustup => "target",
            Self::Debian { .. } => "target/debian",
        }
    }

    /// `cargo SUBCOMMAND` for wasm32.
    pub fn command(&self, subcommand: &str) -> Command {
        let mut command = match self {
            Self::Rustup => crate::process::cargo(),
            Self::Debian { linker } => debian_cargo(subcommand, linker),
        };
        command.args([subcommand, "--target", TARGET, "--target-dir", self.target_dir()]);
        let mut flags = vec![SIMD, INLINING, NO_STRENGTH_REDUCTION, STACK];
        if subcommand == "build" {
            flags.push(NO_LOCATIONS);
            command.env("RUSTC_BOOTSTRAP", "1");
        }
        // In place of RUSTFLAGS, which would drop these.
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
        if matches!(self, Self::Debian { .. }) {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        command
    }

    /// Whether clippy is there for this way; Debian has it in a package of its own.
    pub fn set_up_clippy(&self) -> bool {
        match self {
            Self::Rustup => true,
            Self::Debian { .. } => {
                Path::new(DEBIAN_CLIPPY).exists()
                    || step("Debian's clippy", || apt_install(&["rust-web-clippy"])).is_ok()
            }
        }
    }
}

fn debian_cargo(subcommand: &str, linker: &str) -> Command {
    // `cargo clippy` would find rustup's cargo-clippy first where rustup is on PATH.
    let mut cargo = if subcommand == "clippy" {
        let mut clippy = Command::new(DEBIAN_CLIPPY);
        clippy.env("CARGO", DEBIAN_CARGO);
        clippy
    } else {
        let mut cargo = Command::new(DEBIAN_CARGO);
        cargo.env_remove("CARGO");
        cargo
    };
    cargo
        // Set by rustup and by `cargo run` for their own toolchain.
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("LD_LIBRARY_PATH")
        .env("RUSTC", DEBIAN_RUSTC)
        // -Zbuild-std is not stable yet.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    cargo
}

fn has_target() -> bool {
    let Ok(sysroot) = in_silence(Command::new("rustc").args(["--print", "sysroot"])) else {
        return false;
    };
    let library = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
    library
        .read_dir()
        .is_ok_and(|files| files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
}

fn add_target() -> Result<()> {
    step(&format!("rustup target add {TARGET}"), || {
        let added = within(RUSTUP_LIMIT, Command::new("rustup").args(["target", "add", TARGET]));
        if added && has_target() { Ok(()) } else { bail!("rustup could not download it") }
    })
}

fn install_debian() -> Result<()> {
    step("Debian's Rust with its standard library as source", || {
        apt_install(&DEBIAN_PACKAGES)?;
        apt_install(&[&format!("lld-{}", debian_rustc()?.llvm)])
    })
}

/// What a person would call for the same. The linker's version is known once rustc is there.
fn apt_command() -> String {
    let llvm = debian_rustc().map_or("N".to_owned(), |rustc| rustc.llvm);
    format!("apt-get install {} lld-{llvm}", DEBIAN_PACKAGES.join(" "))
}

struct Rustc {
    release: String,
    llvm: String,
}

fn debian_rustc() -> Result<Rustc> {
    let version = in_silence(Command::new(DEBIAN_RUSTC).arg("-vV").env_remove("LD_LIBRARY_PATH"))?;
    parse_rustc(&version).context("rustc -vV did not say its versions")
}

/// The release and LLVM's major version, out of what `rustc -vV` prints.
fn parse_rustc(version: &str) -> Option<Rustc> {
    let field = |name: &str| version.lines().find_map(|line| line.strip_prefix(name));
    Some(Rustc {
        release: field("release: ")?.to_owned(),
        llvm: field("LLVM version: ")?.split('.').next()?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::parse_rustc;

    #[test]
    fn reads_rustc_versions() {
        let rustc =
            parse_rustc("rustc 1.96.0 (ac68faa20 2026-05-25)\nbinary: rustc\nrelease: 1.96.0\nLLVM version: 22.1.8\n")
                .unwrap();
        assert_eq!((rustc.release.as_str(), rustc.llvm.as_str()), ("1.96.0", "22"));
        assert!(parse_rustc("rustc 1.96.0\n").is_none());
    }
}
