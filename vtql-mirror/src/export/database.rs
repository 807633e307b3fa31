//! An export to a database: the first reading of a mirror, and nothing after it.

use super::beside::{FILES, RELATIONS, Target};
use super::tables::{NOT_LISTED, Tables, refused_at};
use super::{Export, What};
use crate::error::{Error, Result};
use crate::format::{Format, Written};
use crate::manifest::{self, Exported, Manifest, Order, moment};
use crate::state::ModuleState;
use crate::store::{Change, FileMark, Keeper, Mirror};
use crate::sync::{Due, Module, Sync, now};
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::SystemTime;
use vtql_client::Progress;

pub(super) async fn export(export: Export) -> Result<Manifest> {
    let order: Order = export.order();
    let mirror = Mirror::begin(export.format, &export.out, export.resume).await?;
    let goes_on = begin(&mirror, &order, &export).await?;
    let (names, entities) = export.names().await?;
    export.find_totals(&names, order.query.as_deref()).await?;
    let mut replaced = Vec::new();
    if !export.resume {
        replaced.clone_from(&names);
        replaced.extend(export.relations.iter().map(|_| RELATIONS.to_owned()));
        replaced.extend(export.files.iter().map(|_| FILES.to_owned()));
    }
    mirror.is_of(&export.client, &replaced, export.resume).await?;
    mirror.keeper.run(move |store| store.forget(&replaced)).await?;
    let states = mirror.keeper.run(|store| store.states()).await?;
    let sync = Sync::new(export.client.clone(), export.watch.clone(), export.format, &export.out)
        .sweep(Due::Never)
        .reread(Due::Never)
        .misfits(export.misfits)
        .jobs(export.jobs);
    let sync = match export.teller() {
        Some(tell) => sync.on_page(move |module, rows, page| tell(module, rows, page, false)),
        None => sync,
    };
    let (sync, export) = (&sync, &export);
    let one = |name: String| {
        let (keeper, state) = (mirror.keeper.clone(), states.get(&name).cloned());
        let query = order.query.clone();
        async move { table(sync, export, &name, query.as_deref(), keeper, state).await }
    };
    let started = moment(SystemTime::now());
    let mut tables = Tables::export(export, names, &entities, one).await?;
    leave_out(&mirror, &mut tables, goes_on && export.what == What::All).await?;
    let mut manifest = export.manifest(started, std::mem::take(&mut tables.exported), tables.skipped);
    if export.relations.is_some() || export.files.is_some() {
        let known = mirror.keeper.run(|store| store.states()).await?;
        let mut sources = BTreeMap::new();
        for name in manifest.modules.keys() {
            if let Some(text) = known.get(name) {
                sources.insert(name.clone(), ModuleState::parse(name, text)?.table);
            }
        }
        let target = |name: &str| Target::Database {
            sync,
            keeper: mirror.keeper.clone(),
            state: known.get(name).cloned(),
        };
        export.beside(&mut manifest, &sources, [target(RELATIONS), target(FILES)]).await?;
    }
    if export.format == Format::Postgres {
        // Nothing is under way any more, and its tables stand beside those of other exports.
        mirror.keeper.run(|store| store.forget(&[BEGUN.to_owned()])).await?;
    }
    if let Some(path) = mirror.complete().await? {
        let path_name = path.file_name().map_or_else(|| path.clone(), Into::into);
        let rows = manifest.modules.values().map(|table| table.rows).sum();
        let mut written = Written::of(&path, rows)?;
        written.path = path_name;
        for table in manifest.modules.values_mut() {
            table.files = vec![written.clone()];
        }
    }
    Ok(manifest)
}

/// Under this is kept what an export was begun with. No module has a name that begins so.
const BEGUN: &str = "*export";

/// What an export was begun with.
#[derive(Debug, Serialize, Deserialize)]
struct Begun {
    order: Order,
    /// The file whose place it will take.
    replaces: Option<FileMark>,
}

/// Notes what is begun. Answers whether it goes on with what was begun before.
///
/// # Errors
/// Another export was begun there, or the file that it was to replace is not the same any more.
async fn begin(mirror: &Mirror, order: &Order, export: &Export) -> Result<bool> {
    let begun = Begun { order: order.clone(), replaces: mirror.replaces() };
    let states = mirror.keeper.run(|store| store.states()).await?;
    let earlier = states.get(BEGUN).filter(|_| export.resume);
    if let Some(earlier) = earlier.and_then(|text| serde_json::from_str::<Begun>(text).ok()) {
        if earlier.order != begun.order {
            return Err(export.is_of_another_order());
        }
        if mirror.is_to_be_completed() && earlier.replaces != begun.replaces {
            return Err(Error::refused(format!(
                "{} has changed since the export was begun that would take its place: start anew without resuming, \
                 or give another name",
                export.out.display()
            )));
        }
        return Ok(true);
    }
    if export.format == Format::Postgres || mirror.is_to_be_completed() {
        let text = serde_json::to_string(&begun).unwrap_or_default();
        mirror.keeper.run(move |store| store.remember(BEGUN, &text)).await?;
    }
    Ok(false)
}

/// Removes the tables that were begun and are not to be had; `lists_all`: also those that the server does not list any
/// more.
///
/// # Errors
/// A table was begun that was not asked for: the file would be published with a part of it.
async fn leave_out(mirror: &Mirror, tables: &mut Tables, lists_all: bool) -> Result<()> {
    let mut left_out = Vec::new();
    for (name, text) in mirror.keeper.run(|store| store.states()).await? {
        if name.starts_with(['*', '_']) || tables.exported.contains_key(&name) {
            continue;
        }
        if ModuleState::parse(&name, &text)?.first.is_none() {
            continue;
        }
        if tables.skipped.contains_key(&name) || lists_all {
            tables.skipped.entry(name.clone()).or_insert_with(|| NOT_LISTED.to_owned());
            left_out.push(name);
        } else if mirror.is_to_be_completed() {
            return Err(Error::refused(format!(
                "an export of {name} was not completed: go on with what that was asked for, or start anew without \
                 resuming"
            )));
        }
    }
    mirror.keeper.run(move |store| store.forget(&left_out)).await
}

async fn table(
    sync: &Sync,
    export: &Export,
    name: &str,
    query: Option<&str>,
    keeper: Keeper,
    state: Option<String>,
) -> Result<Exported> {
    let is_new = state.is_none();
    let state = match state {
        Some(text) => ModuleState::parse(name, &text)?,
        None => ModuleState::new(Table::describe(&export.client, name, query, export.misfits).await?, now()),
    };
    if state.table.query.as_deref() != query {
        return Err(Error::refused(format!("the table {name} holds the answer to another query")));
    }
    let mut module = Module::new(sync, keeper, state)?;
    module.is_just_described = is_new;
    module.expected_rows = export.totals.of(name);
    let columns = module.columns.clone();
    let text = module.state.text();
    // What describe said is kept, so that whoever goes on does not ask again.
    let change =
        Change { columns: columns.clone(), rows: None, deleted: Vec::new(), state: text, is_news: false };
    module
        .keeper
        .run(move |store| {
            store.prepare(&columns)?;
            store.apply(&change)
        })
        .await?;
    if let Err(error) = module.read_first(false).await {
        let reached = module.state.first.as_ref().and_then(|first| first.progress.parse::<Progress>().ok());
        return Err(refused_at(error, name, reached.unwrap_or_default().rows));
    }
    let counted = name.to_owned();
    let rows = module.keeper.run(move |store| store.count(&counted)).await?;
    export.tell(name, rows, 0, true);
    Ok(Exported {
        rows,
        counted: export.totals.counted(name),
        requests: export.watch.requests_of(name),
        files: Vec::new(),
        query: query.map(str::to_owned),
        columns: manifest::columns(&module.columns),
        misfits: module.synced.misfits,
        first_misfits: Vec::new(),
        fields_lost: module.state.table.gone.clone(),
        fields_missing: module.state.fewer_keys.iter().cloned().collect(),
        fields_unknown: module.state.more_keys.iter().cloned().collect(),
    })
}
