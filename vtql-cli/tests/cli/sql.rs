//! `vtql sql` and `vtql serve` start a program of their own.

use crate::vtql::finish;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The binary alone in a folder, so that nothing stands beside it.
fn alone(folder: &Path) -> PathBuf {
    let (here, there) = (Path::new(env!("CARGO_BIN_EXE_vtql")), folder.join("vtql"));
    fs::hard_link(here, &there).or_else(|_| fs::copy(here, &there).map(|_| ())).unwrap();
    there
}

/// A program that says its arguments, a line each.
fn telling(folder: &Path) {
    let path = folder.join("vtql-sql");
    fs::write(&path, "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 1\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn what_is_not_installed_is_told() {
    let folder = TempDir::new().unwrap();
    let vtql = alone(folder.path());
    for command in ["sql", "serve"] {
        let ran = finish(Command::new(&vtql).args([command, "select 1"]).env("PATH", ""), "");
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("error[NOT_INSTALLED]") && ran.err.contains("cargo build"), "{}", ran.err);
    }
}

#[test]
fn arguments_go_on_and_the_exit_code_comes_back() {
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let vtql = alone(folder.path());
    telling(other.path());
    let path = format!("{}:/bin:/usr/bin", other.path().display());
    for (arguments, told) in [
        (&["sql", "select 1", "--format", "csv"][..], "--color=auto\nselect 1\n--format\ncsv\n"),
        (&["sql", "--explain", "-o", "x"], "--color=auto\n--explain\n-o\nx\n"),
        (&["sql", "--help"], "--color=auto\n--help\n"),
        (&["--quiet", "sql", "select 1"], "--color=auto\n--quiet\nselect 1\n"),
        (
            &["serve", "--postgres", "--port", "0", "--json"],
            "serve\n--color=auto\n--postgres\n--port\n0\n--json\n",
        ),
    ] {
        let ran = finish(Command::new(&vtql).args(arguments).env("PATH", &path), "");
        assert_eq!((ran.out.as_str(), ran.code), (told, Some(1)), "{arguments:?}: {}", ran.err);
    }
    // The one beside goes before that on the PATH.
    fs::write(folder.path().join("vtql-sql"), "#!/bin/sh\necho beside\n").unwrap();
    fs::set_permissions(folder.path().join("vtql-sql"), fs::Permissions::from_mode(0o755)).unwrap();
    let ran = finish(Command::new(&vtql).args(["sql", "select 1"]).env("PATH", &path), "");
    assert_eq!(ran.out, "beside\n");
}
