//! The binary, and where things are.

use super::command::{folder, of, output, run};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One build.
#[derive(Debug)]
pub(super) struct Build {
    pub(super) root: PathBuf,
    /// What is to be given away is gathered here.
    pub(super) stage: PathBuf,
    /// Where steps put files that nobody gets.
    pub(super) work: PathBuf,
    pub(super) version: String,
    /// The compiler's name of this platform.
    pub(super) target: String,
    /// The time of the commit, in seconds.
    pub(super) time: String,
    /// Whether the binary is the one of development: large and slow, and there at once.
    pub(super) is_debug: bool,
}

impl Build {
    pub(super) fn new(root: &Path, is_debug: bool) -> Result<Self, String> {
        let stage = root.join("target/dist/stage");
        let work = root.join("target/dist/work");
        for path in [&stage, &work] {
            if path.exists() {
                std::fs::remove_dir_all(path).map_err(of(path))?;
            }
            folder(path)?;
        }
        let rustc = output(Command::new("rustc").arg("-vV"))?;
        let target = rustc.lines().find_map(|line| line.strip_prefix("host: "));
        let target = target.ok_or("rustc does not say what platform this is")?.to_owned();
        let time = match std::env::var("SOURCE_DATE_EPOCH") {
            Ok(time) => time,
            Err(_) => output(Command::new("git").current_dir(root).args(["log", "-1", "--format=%ct"]))?,
        };
        let time = time.trim().to_owned();
        // Built together with the other packages of the workspace, this one has the version of all of them.
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Build { root: root.to_owned(), stage, work, version, target, time, is_debug })
    }

    /// A program that runs in the root of the workspace and builds what others have built as well: times are those of
    /// the commit, and paths are those of no machine.
    pub(super) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let home = std::env::var("HOME").unwrap_or_default();
        let cargo = std::env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
        let root = self.root.display();
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("SOURCE_DATE_EPOCH", &self.time);
        if !self.is_debug {
            command
                .env("CARGO_TARGET_DIR", self.root.join("target/dist"))
                .env(
                    "RUSTFLAGS",
                    format!("--remap-path-prefix={root}=/vtql --remap-path-prefix={cargo}=/cargo"),
                )
                .env("CFLAGS", format!("-ffile-prefix-map={root}=/vtql -ffile-prefix-map={cargo}=/cargo"))
                .env_remove("CARGO_ENCODED_RUSTFLAGS");
        }
        // Set by `cargo run` for this program, and none of what it starts.
        for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_PKG_VERSION", "RUSTC_WORKSPACE_WRAPPER"] {
            command.env_remove(name);
        }
        command
    }

    /// The binary.
    pub(super) fn vtql(&self) -> PathBuf {
        let folder = if self.is_debug { "target/debug" } else { "target/dist/dist" };
        self.root.join(folder).join(self.program())
    }

    /// The name of the binary on this platform.
    pub(super) fn program(&self) -> &'static str {
        if self.target.contains("windows") { "vtql.exe" } else { "vtql" }
    }

    /// How cargo, maturin and cargo-deb are told which binary it is.
    pub(super) fn profile(&self) -> &'static str {
        if self.is_debug { "dev" } else { "dist" }
    }
}

/// Compiles `vtql`.
pub(super) fn binary(build: &Build) -> Result<(), String> {
    let arguments =
        ["build", "--locked", "--profile", build.profile(), "--package", "vtql-cli", "--bin", "vtql"];
    run(build.command("cargo").args(arguments))
}
