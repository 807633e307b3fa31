//! An export to a database: the first reading of a mirror, and nothing after it.

use super::Export;
use super::checkpoint::Order;
use crate::error::{Error, Result};
use crate::format::Written;
use crate::manifest::{self, Exported, Manifest, moment};
use crate::state::ModuleState;
use crate::store::{Change, Keeper, Mirror};
use crate::sync::{Due, Module, Sync, now};
use crate::table::Table;
use futures::stream::{self, StreamExt, TryStreamExt};
use std::collections::BTreeMap;
use std::time::SystemTime;

pub(super) async fn export(export: Export) -> Result<Manifest> {
    let order: Order = export.order();
    let mirror = Mirror::begin(export.format, &export.out, export.resume).await?;
    let (names, entities) = export.names().await?;
    if !export.resume {
        let modules = names.clone();
        mirror.keeper.run(move |store| store.forget(&modules)).await?;
    }
    let states = mirror.keeper.run(|store| store.states()).await?;
    let sync = Sync::new(export.client.clone(), export.watch.clone(), export.format, &export.out)
        .sweep(Due::Never)
        .reread(Due::Never)
        .misfits(export.misfits)
        .jobs(export.jobs);
    let (sync, export) = (&sync, &export);
    let one = |name: String| {
        let (keeper, state) = (mirror.keeper.clone(), states.get(&name).cloned());
        let (query, may_be_skipped) = (order.query.clone(), entities.get(&name) == Some(&false));
        async move {
            match table(sync, export, &name, query.as_deref(), keeper, state).await {
                Ok(done) => Ok((name, Ok(done))),
                Err(error) if may_be_skipped && error.is_of_the_module() => {
                    Ok((name, Err(error.to_string())))
                }
                Err(error) => Err(error),
            }
        }
    };
    let started = moment(SystemTime::now());
    let tables = stream::iter(names).map(one).buffer_unordered(export.jobs);
    let tables: Vec<(String, Result<Exported, String>)> = tables.try_collect().await?;
    let (mut modules, mut skipped) = (BTreeMap::new(), BTreeMap::new());
    for (name, outcome) in tables {
        match outcome {
            Ok(done) => drop(modules.insert(name, done)),
            Err(reason) => drop(skipped.insert(name, reason)),
        }
    }
    if let Some(path) = mirror.complete().await? {
        let path_name = path.file_name().map_or_else(|| path.clone(), Into::into);
        let rows = modules.values().map(|table| table.rows).sum();
        let mut written = Written::of(&path, rows)?;
        written.path = path_name;
        for table in modules.values_mut() {
            table.files = vec![written.clone()];
        }
    }
    Ok(export.manifest(started, modules, skipped))
}

async fn table(
    sync: &Sync,
    export: &Export,
    name: &str,
    query: Option<&str>,
    keeper: Keeper,
    state: Option<String>,
) -> Result<Exported> {
    let state = match state {
        Some(text) => ModuleState::parse(name, &text)?,
        None => ModuleState::new(Table::describe(&export.client, name, query, export.misfits).await?, now()),
    };
    if state.table.query.as_deref() != query {
        return Err(Error::refused(format!("the table {name} holds the answer to another query")));
    }
    let mut module = Module::new(sync, keeper, state)?;
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
    export.tell(name, rows, module.synced.updated, true);
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
    })
}
