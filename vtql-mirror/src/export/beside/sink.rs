//! Where the rows of such a table go: each page is kept before the next is asked for, as those of a module are.

use crate::error::{Error, Result};
use crate::export::checkpoint::{Checkpoint, State};
use crate::export::file::{FileSink, Place};
use crate::export::journal::Journal;
use crate::format::{Mark, Written};
use crate::manifest::{self, Exported};
use crate::state::ModuleState;
use crate::store::Keeper;
use crate::sync::{Module, Sync, now};
use crate::table::Table;
use crate::walk::Page;
use serde::Serialize;
use serde::de::DeserializeOwned;
use vtql_client::decode;

/// The place of a table beside the others.
#[derive(Clone)]
pub(crate) enum Target<'a> {
    /// A file of a folder.
    File { place: Place, checkpoint: Checkpoint },
    /// A table of a database.
    Database { sync: &'a Sync, keeper: Keeper, state: Option<String> },
}

/// A table in the making. `P` says how far it has come.
pub(super) struct Beside<'a, P> {
    pub(super) progress: P,
    /// Whether it was completed by an earlier run.
    pub(super) is_complete: bool,
    /// How many rows there are so far.
    pub(super) rows: u64,
    sink: Sink<'a>,
}

enum Sink<'a> {
    /// Without a file once that is whole.
    File {
        file: Option<Box<FileSink>>,
        place: Box<Place>,
        state: Box<State>,
    },
    Database(Box<Module<'a>>),
}

/// The column of each field: its name, its label and its type by describe.
pub(super) type Fields = [(&'static str, &'static str, &'static str)];

impl<'a, P: Serialize + DeserializeOwned + Default> Beside<'a, P> {
    /// A new table, or the one that was begun.
    pub(super) async fn open(target: Target<'a>, name: &str, label: &str, fields: &Fields) -> Result<Self> {
        let table = || Table::made(name, label, fields);
        match target {
            Target::File { place, checkpoint } => {
                let new = |table| State {
                    table,
                    mark: Mark::default(),
                    progress: text(&P::default()),
                    volume: 0,
                    done: None,
                };
                let state = match checkpoint.table(name) {
                    Some(State { table, done: Some(done), volume, .. }) if !done.stands(&place.path)? => {
                        // The file was removed since.
                        Journal::remove_before(&place.work, name, volume + 1);
                        new(table)
                    }
                    Some(state) => state,
                    None => new(table()),
                };
                checkpoint.set(state.clone())?;
                let is_complete = state.done.is_some();
                let file = if is_complete {
                    None
                } else {
                    Some(Box::new(FileSink::open(&place, &state, checkpoint.clone())?))
                };
                let reached = file.as_ref().map_or(state.progress.as_str(), |file| file.progress());
                let progress = parse(name, reached)?;
                let rows = match (&file, &state.done) {
                    (Some(file), _) => file.rows(),
                    (None, done) => done.as_ref().map_or(0, |done| done.written.rows),
                };
                let sink = Sink::File { file, place: Box::new(place), state: Box::new(state) };
                Ok(Beside { progress, is_complete, rows, sink })
            }
            Target::Database { sync, keeper, state } => {
                let state = match state {
                    Some(text) => ModuleState::parse(name, &text)?,
                    None => {
                        let mut state = ModuleState::new(table(), now());
                        if let Some(first) = &mut state.first {
                            first.progress = text(&P::default());
                        }
                        state
                    }
                };
                let reached = state.first.as_ref().map(|first| first.progress.clone()).unwrap_or_default();
                let module = Module::new(sync, keeper, state)?;
                let columns = module.columns.clone();
                module.keeper.run(move |store| store.prepare(&columns)).await?;
                module.write(None, Vec::new()).await?;
                let own = name.to_owned();
                let rows = module.keeper.run(move |store| store.count(&own)).await?;
                let is_complete = reached.starts_with(DONE);
                let progress = parse(name, reached.strip_prefix(DONE).unwrap_or(&reached))?;
                Ok(Beside { progress, is_complete, rows, sink: Sink::Database(Box::new(module)) })
            }
        }
    }

    /// Takes the rows of an answer, together with how far that is.
    pub(super) async fn take(&mut self, rows: &[serde_json::Value]) -> Result<()> {
        // They take the form of an answer, in which the journal keeps them.
        let answer = serde_json::json!({ "success": true, "result": rows });
        let records = decode::records(answer.to_string())?;
        let progress = text(&self.progress);
        self.rows += rows.len() as u64;
        match &mut self.sink {
            Sink::File { file, .. } => {
                if let Some(sink) = file
                    && let Err(error) = sink.take(Page { records, progress })
                {
                    return Err(match file.take() {
                        Some(sink) => sink.why(error),
                        None => error,
                    });
                }
                Ok(())
            }
            Sink::Database(module) => {
                if let Some(first) = &mut module.state.first {
                    first.progress = progress;
                }
                module.apply(&records, Vec::new(), false).await
            }
        }
    }

    /// Completes it. Answers the table, and how far it came.
    pub(super) async fn finish(self, requests: u64) -> Result<(Exported, P)> {
        let exported = |rows, files, columns| Exported {
            rows,
            counted: None,
            requests,
            files,
            query: None,
            columns,
            misfits: 0,
            first_misfits: Vec::new(),
            fields_lost: Vec::new(),
            fields_missing: Vec::new(),
            fields_unknown: Vec::new(),
        };
        match self.sink {
            Sink::File { file, place, mut state } => {
                if let Some(file) = file {
                    let progress = text(&self.progress);
                    let done = tokio::task::spawn_blocking(move || file.finish(progress)).await;
                    state.done = Some(done.map_err(|_| Error::refused("the file cannot be written"))??);
                }
                let mut written = match &state.done {
                    Some(done) => done.written.clone(),
                    None => Written::of(&place.path, 0)?,
                };
                written.path = place.path.file_name().map_or_else(|| place.path.clone(), Into::into);
                let columns = manifest::columns(&state.table.columns()?);
                Ok((exported(written.rows, vec![written], columns), self.progress))
            }
            Sink::Database(mut module) => {
                if let Some(first) = &mut module.state.first {
                    // It stays, since it says what could not be had.
                    first.progress = format!("{DONE}{}", text(&self.progress));
                }
                module.write(None, Vec::new()).await?;
                let (columns, name) = (module.columns.clone(), module.name.clone());
                let rows = module
                    .keeper
                    .run(move |store| {
                        store.complete(&columns)?;
                        store.count(&name)
                    })
                    .await?;
                Ok((exported(rows, Vec::new(), manifest::columns(&module.columns)), self.progress))
            }
        }
    }
}

/// Before the progress of a table of a database that is complete.
const DONE: &str = "done ";

fn text(progress: &impl Serialize) -> String {
    // Texts, numbers and lists of them.
    serde_json::to_string(progress).unwrap_or_default()
}

fn parse<P: DeserializeOwned>(name: &str, text: &str) -> Result<P> {
    serde_json::from_str(text).map_err(|error| Error::State { path: name.into(), message: error.to_string() })
}
