//! One table on its way to a file: pages are written down, and a thread makes batches and the file of them.

use super::checkpoint::{Checkpoint, Done, State};
use super::journal::Journal;
use crate::error::{Error, Result};
use crate::format::{self, BATCH, Format, FormatOptions, TableFile, Written, partial};
use crate::manifest;
use crate::walk::Page;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread::JoinHandle;
use vtql_arrow::BatchBuilder;

/// So many bytes of answers make a piece of a file: a row group, a piece that is compressed on its own. The bound is
/// one of the data alone, so that a file is the same whenever the process was ended on the way.
const PIECE: usize = 24 << 20;
/// Pages that may wait for the thread.
const WAITING: usize = 32;

enum Step {
    Page(Page),
    /// All pages so far are to come to the file; the journal goes on with this volume.
    Piece(u64),
    /// There are no more pages: the file is to be completed. This is how far they go.
    End(String),
}

/// Takes the pages of one table.
pub(crate) struct FileSink {
    journal: Journal,
    writing: Writing,
    progress: String,
    rows: u64,
}

/// Where a table's file is, and how it is written.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    pub(crate) format: Format,
    pub(crate) options: FormatOptions,
    /// The folder of the journals.
    pub(crate) work: PathBuf,
}

impl FileSink {
    /// Goes on with a table where it was left.
    ///
    /// # Errors
    /// A file that no export has written has its name.
    pub(crate) fn open(place: &Place, state: &State, checkpoint: Checkpoint) -> Result<Self> {
        let is_own = place.path.file_name().is_some_and(|name| checkpoint.own().contains(Path::new(name)));
        if !is_own && place.path.symlink_metadata().is_ok() {
            let message =
                format!("{} was written by no export: move it, or give another folder", place.path.display());
            // It is no reason to leave the table out.
            return Err(Error::refused(message).of(&state.table.module));
        }
        let columns = state.table.columns()?;
        let file = format::open(&place.path, place.format, &columns, place.options, state.mark)?;
        let (steps, queue) = mpsc::sync_channel(WAITING);
        let writer = Writer {
            path: place.path.clone(),
            work: place.work.clone(),
            file,
            builder: BatchBuilder::new(columns),
            state: state.clone(),
            checkpoint,
        };
        let thread = std::thread::spawn(move || writer.run(&queue));
        let writing = Writing { steps: Some(steps), thread: Some(thread) };
        let (mut reached, mut rows) = (state.progress.clone(), state.mark.rows);
        let journal = Journal::open(&place.work, &state.table.module, state.volume, |journal, page| {
            reached.clone_from(&page.progress);
            rows += page.records.len() as u64;
            writing.send(Step::Page(page));
            writing.cut(journal)
        })?;
        Ok(FileSink { journal, writing, progress: reached, rows })
    }

    /// How far the pages go that are written down.
    pub(crate) fn progress(&self) -> &str {
        &self.progress
    }

    /// How many rows are in the pages that are written down.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Takes a page. Once this is done, it will not be asked for again. After an error, [`why`](FileSink::why) knows
    /// more.
    pub(crate) fn take(&mut self, page: Page) -> Result<()> {
        self.journal.append(&page)?;
        self.progress.clone_from(&page.progress);
        self.rows += page.records.len() as u64;
        if self.writing.has_ended() {
            return Err(cannot_be_written());
        }
        self.writing.send(Step::Page(page));
        self.writing.cut(&mut self.journal)
    }

    /// Completes the file, which no other way of ending does. `progress` is kept with it.
    pub(crate) fn finish(mut self, progress: String) -> Result<Done> {
        self.writing.send(Step::End(progress));
        self.writing.join()?.ok_or_else(cannot_be_written)
    }

    /// What kept a page from being taken: the error of the thread, if it had one.
    pub(crate) fn why(mut self, error: Error) -> Error {
        self.writing.join().err().unwrap_or(error)
    }
}

fn cannot_be_written() -> Error {
    Error::refused("the file cannot be written")
}

/// The thread and the way to it. When it is dropped, the file is left as far as it is, and nobody works on it.
struct Writing {
    steps: Option<SyncSender<Step>>,
    thread: Option<JoinHandle<Result<Option<Done>>>>,
}

impl Writing {
    /// A thread that has ended takes no steps: its error is told when it is joined.
    fn send(&self, step: Step) {
        if let Some(steps) = &self.steps {
            let _ = steps.send(step);
        }
    }

    fn cut(&self, journal: &mut Journal) -> Result<()> {
        if journal.bytes() >= PIECE {
            let volume = journal.next_volume()?;
            self.send(Step::Piece(volume));
        }
        Ok(())
    }

    fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits for its end. Nothing comes of it where it was not told to complete the file.
    fn join(&mut self) -> Result<Option<Done>> {
        self.steps = None;
        match self.thread.take() {
            Some(thread) => thread.join().unwrap_or_else(|_| Err(cannot_be_written())),
            None => Ok(None),
        }
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        let _ = self.join();
    }
}

struct Writer {
    path: PathBuf,
    work: PathBuf,
    file: Box<dyn TableFile>,
    builder: BatchBuilder,
    state: State,
    checkpoint: Checkpoint,
}

impl Writer {
    /// Takes the steps. The end of the queue alone says that the asking side has given up.
    fn run(mut self, queue: &Receiver<Step>) -> Result<Option<Done>> {
        let (mut progress, mut rows) = (self.state.progress.clone(), self.state.mark.rows);
        while let Ok(step) = queue.recv() {
            match step {
                Step::Page(page) => {
                    self.builder.append(&page.records);
                    rows += page.records.len() as u64;
                    progress = page.progress;
                    if self.builder.bytes() >= BATCH {
                        self.flush()?;
                    }
                }
                Step::Piece(volume) => {
                    self.flush()?;
                    self.state.mark = self.file.commit()?;
                    self.state.progress.clone_from(&progress);
                    self.state.volume = volume;
                    self.keep_up_with_table();
                    self.checkpoint.set(self.state.clone())?;
                    Journal::remove_before(&self.work, &self.state.table.module, volume);
                }
                Step::End(progress) => return self.complete(progress, rows).map(Some),
            }
        }
        Ok(None)
    }

    /// It is written down that the file is whole before the file gets its name: whoever goes on finds it under one of
    /// its two names.
    fn complete(mut self, progress: String, rows: u64) -> Result<Done> {
        self.flush()?;
        let log = self.builder.misfits();
        let first = log.first().iter().take(SHOWN);
        let first_misfits = first.map(|it| [it.record.clone(), it.field.clone(), it.text.clone()]).collect();
        let misfits = log.total();
        let missing = self.builder.missing_fields().map(str::to_owned).collect();
        let unknown = self.builder.unknown_fields().map(str::to_owned).collect();
        self.keep_up_with_table();
        self.file.finish()?;
        let written = Written { path: self.path.clone(), ..Written::of(&partial(&self.path), rows)? };
        let done = Done { written, misfits, first_misfits, missing, unknown };
        self.state.progress = progress;
        self.state.done = Some(done.clone());
        self.checkpoint.set(self.state)?;
        give_name(&self.path)?;
        Ok(done)
    }

    /// The asking side may have found meanwhile that a field is gone.
    fn keep_up_with_table(&mut self) {
        if let Some(known) = self.checkpoint.table(&self.state.table.module) {
            self.state.table = known.table;
        }
    }

    fn flush(&mut self) -> Result<()> {
        if self.builder.rows() > 0 {
            let batch = self.builder.finish()?;
            self.file.write(&batch)?;
        }
        Ok(())
    }
}

/// So many values that did not fit are shown in the manifest.
const SHOWN: usize = 100;

/// Gives a file that is whole its name. The manifest of an earlier export says nothing true from then on.
fn give_name(path: &Path) -> Result<()> {
    let _ = std::fs::remove_file(path.with_file_name(manifest::FILE));
    format::give_name(path)
}

impl Done {
    /// Whether the file is there. One that the end of the process kept from its name gets it.
    pub(crate) fn stands(&self, path: &Path) -> Result<bool> {
        let has_length = |path: &Path| {
            std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == self.written.bytes)
        };
        if has_length(&partial(path)) {
            give_name(path)?;
        }
        Ok(has_length(path))
    }
}

/// Removes what is left of the work on a table.
pub(crate) fn forget(work: &Path) {
    let _ = std::fs::remove_dir_all(work);
}
