//! What queries and commands do.

use super::command::Command;
use super::input::Input;
use crate::commands::query::{Basis, FileFormat, Param, Printing, Rows, params};
use crate::commands::shown::row;
use crate::commands::{describe, shown, snapshot};
use crate::config::Config;
use crate::connection;
use crate::failure::Failure;
use crate::output::count;
use crate::output::rows::RowFormat;
use crate::plain::Data;
use crate::terminal::Terminal;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use vtql_client::{Client, Fetch, Record};
use vtql_parser::Diagnostic;
use vtql_parser::ast::Query;
use vtql_parser::bind::Outcome;
use vtql_schema::{Module, Snapshot};

/// What came of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It was done.
    Done,
    /// It was wrong, and was not sent; that was said.
    Wrong,
    /// The instance was asked for what it has.
    Learned,
    /// That was all.
    End,
}

pub(super) struct Session<'a> {
    client: Client,
    basis: Basis,
    terminal: &'a Terminal,
    paged: bool,
    vertical: bool,
    values: BTreeMap<String, String>,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        client: Client,
        snapshot: Option<Snapshot>,
        config: &Config,
        terminal: &'a Terminal,
        paged: bool,
    ) -> Self {
        let basis = Basis::new(snapshot, config, terminal.colors_stderr());
        Session { client, basis, terminal, paged, vertical: false, values: BTreeMap::new() }
    }

    pub(super) fn greeting(&self) -> String {
        let known = match self.snapshot() {
            Some(snapshot) => count(snapshot.modules().len(), "module", "modules"),
            None => "no snapshot: \\refresh asks for modules and fields".to_owned(),
        };
        format!(
            "{} at {}; {known}\nend a query with ; or \\G, \\? is help, \\q ends",
            self.client.user(),
            self.client.endpoint()
        )
    }

    pub(super) fn snapshot(&self) -> Option<&Snapshot> {
        self.basis.snapshot.as_ref()
    }

    /// Does what was typed. Ctrl-C gives it up.
    pub(super) async fn take(&mut self, input: &Input) -> Result<Step, Failure> {
        tokio::select! {
            step = self.work(input) => step,
            _ = tokio::signal::ctrl_c() => {
                self.terminal.note("\ngiven up");
                Ok(Step::Done)
            }
        }
    }

    async fn work(&mut self, input: &Input) -> Result<Step, Failure> {
        match input {
            Input::Query { text, vertical } => self.query(text, *vertical).await,
            Input::Command { name, rest } => match Command::read(name, rest) {
                Ok(command) => self.command(command).await,
                Err(wrong) => Err(Failure::new("USAGE", wrong)),
            },
        }
    }

    async fn command(&mut self, command: Command<'_>) -> Result<Step, Failure> {
        match command {
            Command::Modules => self.modules().await,
            Command::Fields(name) => self.fields(name).await,
            Command::Explain(text) => self.explain(text),
            Command::Export { file, query } => self.export(Path::new(file), query).await,
            Command::Set { name, value } => {
                self.values.insert(name.to_owned(), value.to_owned());
                Ok(Step::Done)
            }
            Command::Unset(name) => {
                self.values.remove(name);
                Ok(Step::Done)
            }
            Command::Vertical => {
                self.vertical = !self.vertical;
                self.terminal.note(if self.vertical { "a line a field" } else { "tables" });
                Ok(Step::Done)
            }
            Command::Refresh => self.refresh().await,
            Command::Help => {
                writeln!(io::stdout(), "{}", super::EXAMPLES)?;
                Ok(Step::Done)
            }
            Command::End => Ok(Step::End),
        }
    }

    /// The query of a text with its values; what is wrong with it is shown.
    fn checked(&self, text: &str) -> Result<Option<Query>, Failure> {
        match self.basis.check(text, &self.params(text))? {
            Ok(Outcome::Runs(query)) => Ok(Some(query)),
            Ok(Outcome::MatchesNothing) => {
                self.terminal.note("no row can match: nothing was sent");
                Ok(None)
            }
            Err(findings) => {
                self.refuse(text, &findings)?;
                Ok(None)
            }
        }
    }

    /// The values of the parameters that the text has: one that was set need not be used by every query.
    fn params(&self, text: &str) -> Vec<Param> {
        let names = params::names(text);
        let used = self.values.iter().filter(|(name, _)| names.contains(*name));
        used.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    fn refuse(&self, text: &str, findings: &[Diagnostic]) -> Result<(), Failure> {
        self.basis.report(text, findings)?;
        if self.basis.cure(findings).is_some() {
            self.terminal.note("checked against the snapshot: \\refresh asks the instance anew");
        }
        Ok(())
    }

    async fn query(&self, text: &str, vertical: bool) -> Result<Step, Failure> {
        let format = if vertical || self.vertical { RowFormat::Vertical } else { RowFormat::Table };
        let printing = Printing { format, paged: self.paged, file: None, snapshot: self.snapshot() };
        self.run(text, async |query, fetch| printing.print(&self.client, query, fetch, self.terminal).await)
            .await
    }

    async fn export(&self, path: &Path, text: &str) -> Result<Step, Failure> {
        let format = FileFormat::of(path)?;
        self.run(text, async |query, fetch| {
            let rows = Rows { client: &self.client, query, snapshot: self.snapshot() };
            rows.write(path, format, fetch, self.terminal).await
        })
        .await
    }

    /// Checks a query and does something with its rows; what is wrong with it is shown.
    async fn run(
        &self,
        text: &str,
        work: impl AsyncFnOnce(&Query, &Fetch<Record>) -> Result<Result<usize, Vec<Diagnostic>>, Failure>,
    ) -> Result<Step, Failure> {
        let Some(query) = self.checked(text)? else { return Ok(Step::Wrong) };
        let outcome = match self.client.query(&query) {
            Ok(fetch) => work(&query, &fetch).await?,
            Err(error) if !error.diagnostics().is_empty() => Err(error.diagnostics().to_vec()),
            Err(error) => return Err(connection::failure(&error)),
        };
        match outcome {
            Ok(rows) => {
                self.terminal.note(count(rows, "row", "rows"));
                Ok(Step::Done)
            }
            Err(findings) => {
                self.refuse(text, &findings)?;
                Ok(Step::Wrong)
            }
        }
    }

    fn explain(&self, text: &str) -> Result<Step, Failure> {
        let Some(query) = self.checked(text)? else { return Ok(Step::Wrong) };
        let explained = self.client.query(&query).and_then(|fetch| fetch.explain());
        let explained = explained.map_err(|error| connection::failure(&error))?;
        writeln!(Data::stdout(), "{explained}")?;
        Ok(Step::Done)
    }

    fn show(&self, rows: &[Record]) -> Result<(), Failure> {
        let format = if self.vertical { RowFormat::Vertical } else { RowFormat::Table };
        shown::write(rows, format, self.paged)
    }

    async fn modules(&self) -> Result<Step, Failure> {
        let known: Vec<(String, String)> = match self.snapshot() {
            Some(snapshot) => {
                snapshot.modules().iter().map(|it| (it.name.clone(), it.label.clone())).collect()
            }
            None => {
                let types = self.client.list_types().await.map_err(|error| connection::failure(&error))?;
                types.into_iter().map(|it| (it.name, it.label)).collect()
            }
        };
        let cells = |(name, label): (String, String)| row([("name", name.into()), ("label", label.into())]);
        self.show(&known.into_iter().filter_map(cells).collect::<Vec<_>>())?;
        Ok(Step::Done)
    }

    async fn fields(&self, name: &str) -> Result<Step, Failure> {
        let known = self.snapshot().and_then(|snapshot| snapshot.module(name));
        let module: Module = match known {
            Some(module) => module.clone(),
            None => self.client.describe(name).await.map_err(|error| connection::failure(&error))?,
        };
        let rows = describe::fields(&module);
        self.show(&rows)?;
        self.terminal.note(describe::summary(&module, rows.len()));
        Ok(Step::Done)
    }

    async fn refresh(&mut self) -> Result<Step, Failure> {
        let modules =
            snapshot::pull::pull(&self.client, &[], &snapshot::pull::progress(self.terminal)).await?;
        self.terminal.note(count(modules.len(), "module", "modules"));
        self.basis.snapshot = Some(Snapshot::from_modules(modules));
        Ok(Step::Learned)
    }
}
