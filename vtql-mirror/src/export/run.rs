use super::beside::{self, FILES, RELATIONS, Sources, Target};
use super::checkpoint::{Checkpoint, State};
use super::file::{FileSink, Place, forget};
use super::journal::Journal;
use super::tables::{NOT_LISTED, Tables, refused_at};
use super::{Export, Step, What, database, folder};
use crate::error::{Error, Result};
use crate::format::{Format, Mark, remove_partial};
use crate::lock::Lock;
use crate::manifest::{self, Exported, KIND, Manifest, Order, moment};
use crate::store::FOLDER_LOCK;
use crate::table::{Table, module_of};
use crate::walk::Walk;
use crate::whole;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use vtql_arrow::Misfits;

pub(super) async fn run(export: Export) -> Result<Manifest> {
    match export.format {
        Format::Parquet | Format::Csv | Format::Jsonl => to_folder(export).await,
        Format::Sqlite | Format::Postgres => database::export(export).await,
    }
}

/// The folder of what is needed while an export is under way.
const WORK: &str = ".vtql-export";

async fn to_folder(export: Export) -> Result<Manifest> {
    let work = export.out.join(WORK);
    let _lock = Lock::take(&export.out.join(FOLDER_LOCK), &export.out)?;
    let manifest_path = export.out.join(manifest::FILE);
    let checkpoint_path = work.join("checkpoint.json");
    let order = export.order();
    let mut left = match Checkpoint::read(&checkpoint_path) {
        Err(_) if !export.resume => None,
        left => left?,
    };
    let own = folder::own_files(&export, left.as_ref().map(|(checkpoint, ..)| checkpoint))?;
    if !export.resume {
        left = None;
    }
    if export.resume
        && left.is_none()
        && let Some(manifest) = finished(&manifest_path, &export)
    {
        return Ok(manifest);
    }
    let (checkpoint, started) = match left {
        Some((_, earlier, _)) if earlier != order => {
            return Err(export.is_of_another_order());
        }
        Some((checkpoint, _, started)) => (checkpoint, started),
        None => {
            forget(&work);
            std::fs::create_dir_all(&work).map_err(Error::io(&work))?;
            let started = moment(SystemTime::now());
            (Checkpoint::create(&checkpoint_path, order, started.clone(), own)?, started)
        }
    };
    let (names, entities) = export.names().await?;
    export.find_totals(&names, checkpoint.order().query.as_deref()).await?;
    let one = |name: String| {
        let (export, checkpoint, work) = (&export, &checkpoint, &work);
        async move { table(export, &name, checkpoint, work).await }
    };
    let mut tables = Tables::export(&export, names, &entities, one).await?;
    for name in checkpoint.tables() {
        if !tables.exported.contains_key(&name) && ![RELATIONS, FILES].contains(&name.as_str()) {
            // Nothing of a table that is left out stays.
            remove_partial(&export.file(&name));
            tables.skipped.entry(name).or_insert_with(|| NOT_LISTED.to_owned());
        }
    }
    let mut manifest = export.manifest(started, tables.exported, tables.skipped);
    let target = |name: &str| {
        let place = Place {
            path: export.file(name),
            format: export.format,
            options: export.options,
            work: work.clone(),
        };
        Target::File { place, checkpoint: checkpoint.clone() }
    };
    let table = |name: &String| Some((name.clone(), checkpoint.table(name)?.table));
    let sources = manifest.modules.keys().filter_map(table).collect();
    export.beside(&mut manifest, &sources, [target(RELATIONS), target(FILES)]).await?;
    manifest.earlier_files = folder::earlier_files(&manifest, &export.out, checkpoint.own());
    let text =
        serde_json::to_vec_pretty(&manifest).map_err(|error| Error::io(&manifest_path)(error.into()))?;
    whole::write(&manifest_path, &text)?;
    forget(&work);
    Ok(manifest)
}

/// The manifest of this very export, when it was completed.
fn finished(path: &Path, export: &Export) -> Option<Manifest> {
    let manifest: Manifest = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let stand = |table: &Exported| table.files.iter().all(|file| file.stands(&export.out));
    let is_whole = manifest.modules.values().all(stand)
        && manifest.relations.as_ref().is_none_or(|it| stand(&it.table))
        && manifest.files.as_ref().is_none_or(|it| stand(&it.table));
    let files_stand = match (&manifest.files, &export.files) {
        (Some(files), Some(folder)) => beside::are_there(folder, files.count, files.bytes),
        _ => true,
    };
    (is_whole && files_stand && manifest.asked.as_ref() == Some(&export.order())).then_some(manifest)
}

async fn table(export: &Export, name: &str, checkpoint: &Checkpoint, work: &Path) -> Result<Exported> {
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err(Error::refused(format!("`{name}` is no name of a module")));
    }
    let state = match checkpoint.table(name) {
        Some(state) => state,
        None => {
            let query = if let What::Query(query) = &export.what { Some(query.as_str()) } else { None };
            let table = Table::describe(&export.client, name, query, export.misfits).await?;
            let state =
                State { table, mark: Mark::default(), progress: "0".to_owned(), volume: 0, done: None };
            checkpoint.set(state.clone())?;
            state
        }
    };
    let mut state = state;
    let place = Place {
        path: export.file(name),
        format: export.format,
        options: export.options,
        work: work.to_owned(),
    };
    if let Some(done) = &state.done
        && !done.stands(&place.path)?
    {
        // It was removed since.
        Journal::remove_before(work, name, state.volume + 1);
        state = State { mark: Mark::default(), progress: "0".to_owned(), volume: 0, done: None, ..state };
        checkpoint.set(state.clone())?;
    }
    let done = match &state.done {
        Some(done) => done.clone(),
        None => {
            let mut sink = FileSink::open(&place, &state, checkpoint.clone())?;
            let from = sink.progress().parse().unwrap_or_default();
            let mut walk =
                Walk::new(export.client.clone(), state.table.clone(), from).expecting(export.totals.of(name));
            while let Some(page) = walk.next().await.map_err(|error| refused_at(error, name, sink.rows()))? {
                if !walk.lost.is_empty() && walk.table != state.table {
                    // What is asked from now on is written down before the pages that it answers.
                    let mut known = checkpoint.table(name).unwrap_or_else(|| state.clone());
                    known.table = walk.table.clone();
                    checkpoint.set(known)?;
                }
                let page_rows = page.records.len() as u64;
                if let Err(error) = sink.take(page) {
                    return Err(sink.why(error));
                }
                export.tell(name, sink.rows(), page_rows, false);
            }
            let progress = sink.progress().to_owned();
            let done = tokio::task::spawn_blocking(move || sink.finish(progress)).await;
            done.map_err(|_| Error::refused("the file cannot be written"))??
        }
    };
    export.tell(name, done.written.rows, 0, true);
    let table = checkpoint.table(name).map(|state| state.table);
    let table = table.ok_or_else(|| Error::refused("the checkpoint has lost a table"))?;
    let mut written = done.written;
    written.path = written.path.strip_prefix(&export.out).map(Path::to_owned).unwrap_or(written.path);
    Ok(Exported {
        rows: written.rows,
        counted: export.totals.counted(name),
        requests: export.watch.requests_of(name),
        files: vec![written],
        columns: manifest::columns(&table.columns()?),
        query: table.query,
        misfits: done.misfits,
        first_misfits: done.first_misfits,
        fields_lost: table.gone,
        fields_missing: done.missing,
        fields_unknown: done.unknown,
    })
}

impl Export {
    /// What was begun there is not what is asked for.
    pub(super) fn is_of_another_order(&self) -> Error {
        Error::refused(format!(
            "{} holds another export: go on with what that was asked for, or start anew without resuming",
            self.out.display()
        ))
    }

    pub(super) fn order(&self) -> Order {
        let (modules, query) = match &self.what {
            What::All => (Vec::new(), None),
            What::Modules(modules) => (modules.clone(), None),
            What::Query(query) => (Vec::new(), Some(query.clone())),
        };
        Order {
            endpoint: self.client.endpoint().to_owned(),
            user: self.client.user().to_owned(),
            modules,
            query,
            format: self.format,
            options: self.options,
            relations: self.relations.clone(),
            files: self.files.is_some(),
            files_folder: self.files.clone(),
            raw: self.misfits == Misfits::Raw,
        }
    }

    /// The tables, and of which modules the server says whether they are entities.
    pub(super) async fn names(&self) -> Result<(Vec<String>, BTreeMap<String, bool>)> {
        match &self.what {
            What::Modules(modules) => {
                let mut names: Vec<String> = Vec::new();
                for module in modules {
                    if !names.contains(module) {
                        names.push(module.clone());
                    }
                }
                Ok((names, BTreeMap::new()))
            }
            What::Query(query) => Ok((vec![module_of(query)?], BTreeMap::new())),
            What::All => {
                let types = self.client.list_types().await?;
                let names = types.iter().map(|it| it.name.clone()).collect();
                Ok((names, types.into_iter().map(|it| (it.name, it.is_entity)).collect()))
            }
        }
    }

    fn file(&self, module: &str) -> PathBuf {
        let compression = match self.format {
            Format::Parquet => "",
            _ => self.options.compression.suffix(),
        };
        self.out.join(format!("{module}.{}{compression}", self.format))
    }

    pub(super) fn tell(&self, module: &str, rows: u64, page: u64, complete: bool) {
        if let Some(tell) = self.teller() {
            tell(module, rows, page, complete);
        }
    }

    /// What tells of a table, if anybody wants to know.
    pub(super) fn teller(&self) -> Option<impl Fn(&str, u64, u64, bool) + Send + Sync + use<>> {
        let (report, totals) = (self.report.clone()?, self.totals.clone());
        Some(move |module: &str, rows, page, complete| {
            let total = totals.of(module);
            report(&Step { module: module.to_owned(), rows, page, complete, total, asked: None });
        })
    }

    /// Tells of a table beside those of the modules.
    pub(super) fn tell_beside(&self, name: &str, rows: u64, page: u64, asked: (u64, u64)) {
        if let Some(report) = &self.report {
            let asked = Some((asked.0.min(asked.1), asked.1));
            let module = name.to_owned();
            report(&Step { module, rows, page, complete: false, total: None, asked });
        }
    }

    pub(super) fn manifest(
        &self,
        started: String,
        modules: BTreeMap<String, Exported>,
        skipped: BTreeMap<String, String>,
    ) -> Manifest {
        Manifest {
            kind: KIND.to_owned(),
            version: 1,
            endpoint: self.client.endpoint().to_owned(),
            user: self.client.user().to_owned(),
            asked: Some(self.order()),
            format: self.format,
            started,
            finished: moment(self.watch.server_time().unwrap_or_else(SystemTime::now)),
            requests: self.watch.requests(),
            modules,
            skipped,
            earlier_files: BTreeSet::new(),
            relations: None,
            files: None,
        }
    }

    /// Writes the tables that were asked for beside those of the modules.
    pub(super) async fn beside(
        &self,
        manifest: &mut Manifest,
        sources: &Sources,
        [of_relations, of_files]: [Target<'_>; 2],
    ) -> Result<()> {
        for (name, module) in &manifest.modules {
            self.totals.set(name, module.rows);
        }
        if let Some(relations) = &self.relations {
            manifest.relations = Some(beside::relations(self, relations, sources, of_relations).await?);
        }
        if let Some(folder) = &self.files {
            manifest.files = Some(beside::files(self, sources, of_files, folder).await?);
        }
        manifest.requests = self.watch.requests();
        manifest.finished = moment(self.watch.server_time().unwrap_or_else(SystemTime::now));
        Ok(())
    }
}
