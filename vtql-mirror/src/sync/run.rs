use super::Sync;
use super::changes::SyncOperation;
use super::due::{reread_period, sweep_period};
use super::module::{Module, now};
use super::summary::{Failed, Summary, Synced};
use crate::error::{Error, Result};
use crate::state::ModuleState;
use crate::store::{Keeper, Mirror};
use crate::table::Table;
use futures::stream::{self, StreamExt};
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::Mutex;
use vtql_schema::LINE_ITEM_MODULE;

/// A run without changes costs no more than this for a module.
const USUAL_REQUESTS: u64 = 2;

pub(super) async fn run(sync: Sync) -> Result<Summary> {
    let mirror = Mirror::open(sync.format, &sync.mirror).await?;
    let outcome = run_on(&mirror, sync).await;
    mirror.close().await;
    outcome
}

async fn run_on(mirror: &Mirror, sync: Sync) -> Result<Summary> {
    if sync.moved {
        mirror.set_source(&sync.client).await?;
    } else {
        mirror.is_of(&sync.client, &[], false).await?;
    }
    let states = mirror.keeper.run(|store| store.states()).await?;
    let (names, entities) = names(&sync, &mirror.keeper, &states).await?;
    if let Some(known) = states.get(SyncOperation::NAME).and_then(|text| serde_json::from_str(text).ok()) {
        sync.asked.lock().await.operation = known;
    }
    let (sync, fresh) = (&sync, &Mutex::default());
    let one = |name: String| {
        let (keeper, state) = (mirror.keeper.clone(), states.get(&name).cloned());
        async move { (module(sync, &name, keeper, state, fresh).await, name) }
    };
    let mut summary = Summary::default();
    // Line items come after the records that have them.
    let (items, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| name == LINE_ITEM_MODULE);
    for names in [others, items] {
        let mut done = stream::iter(names).map(&one).buffer_unordered(sync.jobs);
        while let Some((outcome, name)) = done.next().await {
            let may_be_skipped = !states.contains_key(&name) && entities.get(&name) == Some(&false);
            match outcome {
                Ok(synced) => drop(summary.modules.insert(name, synced)),
                Err(error) if !error.is_of_the_module() => return Err(error),
                Err(error) if may_be_skipped => drop(summary.skipped.insert(name, error.to_string())),
                Err(error) => drop(summary.failed.insert(name, Failed::of(&error))),
            }
        }
    }
    summary.requests = sync.watch.requests();
    mirror.publish().await?;
    Ok(summary)
}

/// The modules, and of which the server says whether they are entities.
async fn names(
    sync: &Sync,
    keeper: &Keeper,
    states: &BTreeMap<String, String>,
) -> Result<(Vec<String>, BTreeMap<String, bool>)> {
    if !sync.modules.is_empty() {
        let mut names = sync.modules.clone();
        names.sort();
        names.dedup();
        return Ok((names, BTreeMap::new()));
    }
    let begun = states.keys().filter(|name| !name.starts_with([WANTED, BESIDE])).cloned();
    let wanted: Option<BTreeMap<String, bool>> =
        states.get(WANTED_NAME).and_then(|text| serde_json::from_str(text).ok());
    if let Some(wanted) = wanted {
        let names: BTreeSet<String> = wanted.keys().cloned().chain(begun).collect();
        return Ok((names.into_iter().collect(), wanted));
    }
    let begun: Vec<String> = begun.collect();
    if !begun.is_empty() {
        return Ok((begun, BTreeMap::new()));
    }
    let types = sync.client.list_types().await?;
    let wanted: BTreeMap<String, bool> = types.into_iter().map(|it| (it.name, it.is_entity)).collect();
    // A first run that is ended before it has begun with all of them goes on with the rest.
    let text = serde_json::to_string(&wanted).unwrap_or_default();
    keeper.run(move |store| store.remember(WANTED_NAME, &text)).await?;
    Ok((wanted.keys().cloned().collect(), wanted))
}

/// Under this name is kept which modules a mirror of all is to have. No module has a name that begins so.
const WANTED_NAME: &str = "*";
const WANTED: char = '*';
/// The tables of an export that stand beside those of modules have names that begin so.
const BESIDE: char = '_';

/// Brings one module up to date. `fresh` are those that are.
async fn module(
    sync: &Sync,
    name: &str,
    keeper: Keeper,
    state: Option<String>,
    fresh: &Mutex<BTreeSet<String>>,
) -> Result<Synced> {
    let state = match state {
        Some(text) => ModuleState::parse(name, &text)?,
        None => ModuleState::new(Table::describe(&sync.client, name, None, sync.misfits).await?, now()),
    };
    if state.table.query.is_some() {
        return Err(Error::refused(format!(
            "the table {name} is the answer to a query, and no mirror of the module"
        )));
    }
    let mut module = Module::new(sync, keeper, state)?;
    let columns = module.columns.clone();
    module.keeper.run(move |store| store.prepare(&columns)).await?;
    let others = fresh.lock().await.clone();
    module.look_at_parents(&others).await?;
    if module.state.first.is_some() {
        module.read_first(true).await?;
        if module.state.reread_now {
            module.reread_all().await?;
        }
    } else {
        let deletions_are_told = module.read_changes().await?;
        module.read_hinted().await?;
        let requests = sync.watch.requests_of(name);
        if requests < USUAL_REQUESTS {
            module.describe_again().await?;
        }
        module.catch_up(deletions_are_told).await?;
    }
    module.keep_parents().await?;
    fresh.lock().await.insert(name.to_owned());
    module.synced.requests = sync.watch.requests_of(name);
    let table = name.to_owned();
    module.synced.rows = module.keeper.run(move |store| store.count(&table)).await?;
    Ok(module.synced)
}

impl Module<'_> {
    /// What is due beside the changes.
    async fn catch_up(&mut self, deletions_are_told: bool) -> Result<()> {
        let reread = reread_period(self.sync.reread);
        if self.state.reread_now || reread == Some(0) {
            self.reread_all().await?;
        } else if let Some(period) = reread {
            self.reread_part(period).await?;
        }
        let table = self.name.clone();
        let rows = self.keeper.run(move |store| store.count(&table)).await?;
        let elapsed = now().saturating_sub(self.state.swept).max(0).unsigned_abs();
        match sweep_period(self.sync.sweep, rows, deletions_are_told) {
            Some(period) if !self.synced.swept && (elapsed >= period || self.state.sweep_at.is_some()) => {
                // Without a time of change, ids say little, and are as many pages.
                if self.has_stamps() { self.sweep().await } else { self.reread_all().await }
            }
            _ => Ok(()),
        }
    }
}
