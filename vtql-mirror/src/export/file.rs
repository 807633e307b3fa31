//! One table on its way to a file: pages are written down, and a thread makes batches and the file of them.

use super::checkpoint::{Checkpoint, Done, State};
use super::journal::Journal;
use crate::error::{Error, Result};
use crate::format::{self, BATCH, Format, FormatOptions, TableFile, Written};
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
}

/// Takes the pages of one table.
pub(crate) struct FileSink {
    journal: Journal,
    steps: SyncSender<Step>,
    thread: JoinHandle<Result<Done>>,
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
    pub(crate) fn open(place: &Place, state: &State, checkpoint: Checkpoint) -> Result<Self> {
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
        let (mut reached, mut rows) = (state.progress.clone(), state.mark.rows);
        let replayed = Journal::open(&place.work, &state.table.module, state.volume, |journal, page| {
            reached.clone_from(&page.progress);
            rows += page.records.len() as u64;
            send(&steps, Step::Page(page));
            cut(journal, &steps)
        });
        match replayed {
            Ok(journal) => Ok(FileSink { journal, steps, thread, progress: reached, rows }),
            Err(error) => {
                drop(steps);
                let _ = thread.join();
                Err(error)
            }
        }
    }

    /// How far the pages go that are written down.
    pub(crate) fn progress(&self) -> &str {
        &self.progress
    }

    /// How many rows are in the pages that are written down.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// Takes a page. Once this is done, it will not be asked for again.
    pub(crate) fn take(&mut self, page: Page) -> Result<()> {
        self.journal.append(&page)?;
        self.progress.clone_from(&page.progress);
        self.rows += page.records.len() as u64;
        if self.thread.is_finished() {
            // Its error is told by `finish`.
            return Err(Error::refused("the file cannot be written"));
        }
        send(&self.steps, Step::Page(page));
        cut(&mut self.journal, &self.steps)
    }

    /// Completes the file.
    pub(crate) fn finish(self) -> Result<Done> {
        drop(self.steps);
        self.thread.join().unwrap_or_else(|_| Err(Error::refused("the file cannot be written")))
    }
}

/// A thread that has ended takes no steps: its error is told when it is joined.
fn send(steps: &SyncSender<Step>, step: Step) {
    let _ = steps.send(step);
}

fn cut(journal: &mut Journal, steps: &SyncSender<Step>) -> Result<()> {
    if journal.bytes() >= PIECE {
        let volume = journal.next_volume()?;
        send(steps, Step::Piece(volume));
    }
    Ok(())
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
    fn run(mut self, queue: &Receiver<Step>) -> Result<Done> {
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
            }
        }
        self.flush()?;
        let log = self.builder.misfits();
        let first = log.first().iter().take(SHOWN);
        let first_misfits = first.map(|it| [it.record.clone(), it.field.clone(), it.text.clone()]).collect();
        let misfits = log.total();
        let missing = self.builder.missing_fields().map(str::to_owned).collect();
        let unknown = self.builder.unknown_fields().map(str::to_owned).collect();
        self.file.finish()?;
        let written = Written::of(&self.path, rows)?;
        Ok(Done { written, misfits, first_misfits, missing, unknown })
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

/// Removes what is left of the work on a table.
pub(crate) fn forget(work: &Path) {
    let _ = std::fs::remove_dir_all(work);
}
