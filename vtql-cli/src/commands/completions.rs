//! `vtql completions`

use crate::cli::Cli;
use crate::failure::{Failure, Outcome};
use clap::{Args, CommandFactory};
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

pub(crate) fn run(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    io::stdout().write_all(&script(args.shell))?;
    Ok(Outcome::Clean)
}

/// The script for a shell.
pub(crate) fn script(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "vtql", &mut script);
    script
}
