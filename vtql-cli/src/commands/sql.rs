//! `vtql sql` and `vtql serve`: they are a program of their own, `vtql-sql`, so that `vtql` stays light.

use crate::failure::{Failure, Outcome};
use crate::terminal::Terminal;
use clap::Args;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What goes on to `vtql-sql`.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(crate) struct SqlArgs {
    /// The arguments of vtql-sql; --help shows them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    arguments: Vec<OsString>,
}

/// The name of the program.
const PROGRAM: &str = "vtql-sql";

/// Starts `vtql-sql` with a subcommand, or without one, in the place of this program.
pub(crate) fn run(
    subcommand: Option<&str>,
    args: &SqlArgs,
    config: Option<&Path>,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let Some(program) = find() else {
        let message = format!(
            "{PROGRAM}, which does this, is not installed: it is not beside vtql, and not on the PATH"
        );
        return Err(Failure::new("NOT_INSTALLED", message).help(
            "`cargo install vtql-sql`, or `cargo build --release -p vtql-sql` in the sources of vtql",
        ));
    };
    let mut command = Command::new(&program);
    command.args(subcommand).args(terminal.arguments());
    if let Some(config) = config {
        command.arg("--config").arg(config);
    }
    command.args(&args.arguments);
    replace(command, &program)
}

/// Beside this program, else on the PATH.
fn find() -> Option<PathBuf> {
    let name = format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX);
    let here = std::env::current_exe().ok();
    let here =
        here.and_then(|program| program.canonicalize().ok()).and_then(|it| Some(it.parent()?.to_owned()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders = here.into_iter().chain(std::env::split_paths(&path));
    folders.find_map(|folder| Some(folder.join(&name)).filter(|program| program.is_file()))
}

#[cfg(unix)]
fn replace(mut command: Command, program: &Path) -> Result<Outcome, Failure> {
    use std::os::unix::process::CommandExt;
    Err(not_started(program, &command.exec()))
}

#[cfg(not(unix))]
fn replace(mut command: Command, program: &Path) -> Result<Outcome, Failure> {
    let status = command.status().map_err(|error| not_started(program, &error))?;
    std::process::exit(status.code().unwrap_or(2))
}

fn not_started(program: &Path, error: &std::io::Error) -> Failure {
    Failure::new("NOT_INSTALLED", format!("{} does not start: {error}", program.display()))
}
