//! Starts `vtql lsp` for Zed.

use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree};

struct Vtql;

impl zed::Extension for Vtql {
    fn new() -> Self {
        Vtql
    }

    fn language_server_command(&mut self, _: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let command = worktree.which("vtql").ok_or("vtql is not on the PATH: cargo install vtql-cli")?;
        Ok(Command { command, args: vec!["lsp".to_owned()], env: worktree.shell_env() })
    }
}

zed::register_extension!(Vtql);
