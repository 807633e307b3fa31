//! An export to a database: the first reading of a mirror, and nothing after it.

use super::Export;
use super::beside::{FILES, RELATIONS, Target};
use super::tables::Tables;
use crate::error::{Error, Result};
use crate::format::Written;
use crate::manifest::{self, Exported, Manifest, Order, moment};
use crate::state::ModuleState;
use crate::store::{Change, Keeper, Mirror};
use crate::sync::{Due, Module, Sync, now};
use crate::table::Table;
use std::collections::BTreeMap;
use std::time::SystemTime;

pub(super) async fn export(export: Export) -> Result<Manifest> {
    let order: Order = export.order();
    let mirror = Mirror::begin(export.format, &export.out, export.resume).await?;
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
    module.read_first(false).await?;
    let counted = name.to_owned();
    let rows = module.keeper.run(move |store| store.count(&counted)).await?;
    export.tell(name, rows, 0, true);
    Ok(Exported {
        rows,
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
