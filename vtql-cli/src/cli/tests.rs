//! What is generated from the command line's definition and kept in the repository.

use super::Cli;
use crate::commands::completions::script;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

#[test]
fn the_definition_is_sound() {
    Cli::command().debug_assert();
}

#[test]
fn generated_files_are_fresh() {
    let mut stale = Vec::new();
    for (path, wanted) in generated() {
        if std::env::var_os("VTQL_BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &wanted).unwrap();
        }
        if std::fs::read(&path).unwrap_or_default() != wanted {
            stale.push(path);
        }
    }
    assert!(stale.is_empty(), "run the tests once with VTQL_BLESS=1, these are stale: {stale:?}");
}

fn generated() -> Vec<(PathBuf, Vec<u8>)> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![
        (home.join("completions/vtql.bash"), script(Shell::Bash, Cli::command())),
        (home.join("completions/_vtql"), script(Shell::Zsh, Cli::command())),
        (home.join("completions/vtql.fish"), script(Shell::Fish, Cli::command())),
        (home.join("completions/_vtql.ps1"), script(Shell::PowerShell, Cli::command())),
        (home.join("../docs/cli.md"), reference().into_bytes()),
    ];
    for command in commands() {
        let name = command.get_display_name().unwrap_or("vtql").to_owned();
        let mut page = Vec::new();
        // Without a date, as it would make every build another.
        Man::new(command).date("").render(&mut page).unwrap();
        files.push((home.join(format!("man/{name}.1")), page));
    }
    files
}

/// All commands, `vtql` itself first, each with its whole name.
fn commands() -> Vec<Command> {
    let mut root = Cli::command().disable_help_subcommand(true).term_width(100);
    root.build();
    let mut all = Vec::new();
    let mut open = vec![root];
    while let Some(command) = open.pop() {
        let mut below: Vec<Command> = command.get_subcommands().cloned().collect();
        below.reverse();
        open.extend(below);
        all.push(command);
    }
    all
}

/// The page `docs/cli.md`.
fn reference() -> String {
    let mut page = String::from(
        "# The command line\n\nMade from the program's own help; do not edit it. `vtql COMMAND --help` shows the same.\n",
    );
    for mut command in commands() {
        let name = command.get_bin_name().unwrap_or("vtql").to_owned();
        let help = command.render_long_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end());
    }
    page
}
