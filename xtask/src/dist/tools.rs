//! The programs that make packages, in versions that are known to work, below `target/tools`.

use super::build::Build;
use super::command::{output, run};
use std::path::PathBuf;
use std::process::Command;

const MATURIN: &str = "1.16.0";
const CARGO_DEB: &str = "3.8.0";

/// The folder of programs of a Python environment that has maturin.
pub(super) fn maturin(build: &Build) -> Result<PathBuf, String> {
    let environment = build.root.join("target/tools/dist");
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let version = output(Command::new(programs.join("maturin")).arg("--version"));
    if version.is_ok_and(|it| it.trim() == format!("maturin {MATURIN}")) {
        return Ok(programs);
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
    run(Command::new(programs.join("python"))
        .args(["-m", "pip", "install", "--quiet"])
        .arg(format!("maturin=={MATURIN}")))?;
    Ok(programs)
}

/// cargo-deb.
pub(super) fn cargo_deb(build: &Build) -> Result<PathBuf, String> {
    let tools = build.root.join("target/tools");
    let program = tools.join("bin/cargo-deb");
    let version = output(Command::new(&program).arg("--version"));
    if version.is_ok_and(|it| it.trim().ends_with(CARGO_DEB)) {
        return Ok(program);
    }
    // It runs once: what optimizing it takes is more than it saves.
    let mut install = Command::new("cargo");
    install.args([
        "install",
        "--quiet",
        "--locked",
        "--debug",
        "--version",
        CARGO_DEB,
        "cargo-deb",
        "--root",
    ]);
    run(install.arg(&tools).env_remove("CARGO_TARGET_DIR"))?;
    Ok(program)
}
