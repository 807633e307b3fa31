//! The line that is being typed.

use super::{command, input};
use crate::failure::Failure;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Helper};
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use vtql_parser::Dialect;
use vtql_schema::Snapshot;

/// The texts that are kept at most.
const KEPT: usize = 2_000;

pub(super) struct Editor {
    line: rustyline::Editor<Help, FileHistory>,
    history: Option<PathBuf>,
}

impl Editor {
    pub(super) fn new(snapshot: Option<Snapshot>, history: Option<PathBuf>) -> Result<Self, Failure> {
        let failed = |error: ReadlineError| Failure::new("READ", format!("no line can be read: {error}"));
        let config = Config::builder()
            .completion_type(CompletionType::List)
            .completion_show_all_if_ambiguous(true)
            .max_history_size(KEPT)
            .map_err(failed)?
            .build();
        let mut line = rustyline::Editor::with_config(config).map_err(failed)?;
        line.set_helper(Some(Help { snapshot }));
        if let Some(path) = &history {
            // There is none the first time.
            let _ = line.load_history(path);
        }
        Ok(Editor { line, history })
    }

    pub(super) fn is_interactive() -> bool {
        io::stdin().is_terminal()
    }

    /// The next text, with all of its lines.
    pub(super) fn read(&mut self) -> rustyline::Result<String> {
        let prompt = if Self::is_interactive() { "vtql> " } else { "" };
        self.line.readline(prompt)
    }

    /// Keeps a text for this and the next time.
    pub(super) fn remember(&mut self, text: &str) {
        if !Self::is_interactive() || !self.line.add_history_entry(text).unwrap_or(false) {
            return;
        }
        if let Some(path) = &self.history {
            // A history that cannot be written is no reason to stop.
            let _ = self.line.append_history(path);
        }
    }

    /// Completes with what this instance has.
    pub(super) fn learn(&mut self, snapshot: Option<&Snapshot>) {
        if let Some(helper) = self.line.helper_mut() {
            helper.snapshot = snapshot.cloned();
        }
    }
}

struct Help {
    snapshot: Option<Snapshot>,
}

impl Helper for Help {}
impl Highlighter for Help {}
impl Hinter for Help {
    type Hint = String;
}

impl Validator for Help {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(if input::is_open(context.input()) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}

impl Completer for Help {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        let pair = |display: &str, replacement: &str| Pair {
            display: display.into(),
            replacement: replacement.into(),
        };
        if let Some((start, names)) = command::complete(line, position, self.snapshot.as_ref()) {
            return Ok((start, names.iter().map(|name| pair(name, name)).collect()));
        }
        let completer = vtql_complete::Completer::new(Dialect::Surface).snapshot(self.snapshot.as_ref());
        let completion = completer.at(line, position);
        let items = completion.items.iter().map(|item| pair(&item.label, &item.insert)).collect();
        Ok((completion.span.start as usize, items))
    }
}
