//! `vtql completions`

use crate::failure::{Failure, Outcome};
use clap::{Args, Command};
use clap_complete::{Shell, generate};
use std::io::{self, Write};

const EXAMPLES: &str = "\
Examples:
  vtql completions bash > ~/.local/share/bash-completion/completions/vtql
  vtql completions zsh > \"${fpath[1]}/_vtql\"
  vtql completions fish > ~/.config/fish/completions/vtql.fish";

/// The arguments of `vtql completions`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script for the whole command line.
pub(crate) fn run(args: &CompletionsArgs, whole: Command) -> Result<Outcome, Failure> {
    io::stdout().write_all(&script(args.shell, whole))?;
    Ok(Outcome::Clean)
}

/// The script for a shell.
pub(crate) fn script(shell: Shell, mut whole: Command) -> Vec<u8> {
    let mut script = Vec::new();
    generate(shell, &mut whole, "vtql", &mut script);
    script
}
