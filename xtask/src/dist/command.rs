//! Running programs.

use std::path::Path;
use std::process::Command;

/// Runs a program to its end; its output is shown as it comes.
pub(super) fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| format!("{name} cannot be started: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}")) }
}

/// What a program says.
pub(super) fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name} cannot be started: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{name} ended with {}: {}", output.status, said.trim()));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name} says what is no text: {error}"))
}

/// What went wrong with a file.
pub(super) fn of(path: &Path) -> impl Fn(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}

/// Makes a folder, and those above it.
pub(super) fn folder(path: &Path) -> Result<(), String> {
    std::fs::create_dir_all(path).map_err(of(path))
}

/// Copies a file, and makes its folder.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    folder(to.parent().unwrap_or(Path::new(".")))?;
    std::fs::copy(from, to).map(drop).map_err(of(from))
}

pub(super) fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(of(path))
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    folder(path.parent().unwrap_or(Path::new(".")))?;
    std::fs::write(path, text).map_err(of(path))
}
