//! How records are related: a table of pairs.

use super::patience::{is_there, may_be_refusal, patiently};
use super::sink::{Beside, Fields, Target};
use super::sources::{Sources, ids, walk};
use crate::error::{Error, Result};
use crate::export::Export;
use crate::manifest::{ExportedRelations, Incomplete, Relations};
use crate::table::Table;
use futures::stream::{self, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use vtql_client::{Client, RecordId, RelatedType};

/// The name of the table.
pub(crate) const RELATIONS: &str = "_relations";

const FIELDS: &Fields = &[
    ("module", "Module", "string"),
    ("record_id", "Record", "reference"),
    ("related_module", "Related Module", "string"),
    ("related_id", "Related Record", "reference"),
    ("label", "Relation", "string"),
];

/// How far it has come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Reached {
    /// What was asked for: only the same can be gone on with.
    asked: Option<Relations>,
    /// The module that is under way. Those before it are done.
    module: String,
    /// The query of its records, behind the page that is under way.
    walk: String,
    /// The records of that page that are left.
    pending: Vec<String>,
    /// Up to this list of the first of them.
    list: Option<List>,
    /// The lists of the module that the server has given.
    heard: BTreeSet<List>,
    found_by: BTreeMap<String, String>,
    incomplete: Vec<Incomplete>,
    /// The lists of records, and the records, that were asked for.
    #[serde(default)]
    answered: u64,
}

/// A related list, in the order in which lists are asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct List {
    label: String,
    module: String,
}

/// A list that was refused so often, and never given, is not asked for any more.
const PATIENCE: u64 = 3;
/// So many records an answer has at most: one with as many may have been cut off.
const CAP: usize = 100;

/// Writes the table.
pub(crate) async fn export(
    export: &Export,
    asked: &Relations,
    sources: &Sources,
    target: Target<'_>,
) -> Result<ExportedRelations> {
    let before = export.watch.requests();
    let mut beside: Beside<'_, Reached> = Beside::open(target, RELATIONS, "Relations", FIELDS).await?;
    if beside.progress.asked.as_ref().is_some_and(|earlier| earlier != asked) {
        return Err(Error::refused(
            "other relations were asked for before: go on with those, or start anew without resuming",
        ));
    }
    beside.progress.asked = Some(asked.clone());
    if !beside.is_complete {
        let lists = lists(&export.client, asked, sources, &beside.progress).await?;
        let of_each = |module: &String| lists.get(module).map_or(1, |lists| lists.len() as u64);
        let rows = |module: &String| export.totals.of(module).unwrap_or_default();
        let all = sources.keys().map(|module| rows(module) * of_each(module)).sum();
        let mut pairs = Pairs { export, beside: &mut beside, all };
        let given_up: Vec<_> =
            pairs.beside.progress.incomplete.iter().filter(|it| it.given_up).cloned().collect();
        given_up.iter().for_each(|it| pairs.leave_out(&it.module, it.records));
        for (module, table) in sources {
            let reached = &mut pairs.beside.progress;
            if *module < reached.module {
                continue;
            }
            if *module > reached.module {
                (reached.module, reached.walk) = (module.clone(), "0".to_owned());
                (reached.pending, reached.list) = (Vec::new(), None);
                reached.heard.clear();
            }
            let how = if lists.contains_key(module) { "lists" } else { "fields" };
            reached.found_by.insert(module.clone(), how.to_owned());
            match lists.get(module) {
                Some(lists) => pairs.of_lists(table, lists).await?,
                None => pairs.of_fields(table).await?,
            }
        }
    }
    let (table, reached) = beside.finish(export.watch.requests() - before).await?;
    export.tell(RELATIONS, table.rows, 0, true);
    let Reached { found_by, incomplete, .. } = reached;
    Ok(ExportedRelations { table, asked: asked.clone(), found_by, incomplete })
}

/// The lists of the modules that have some, in order. A module that was begun stays with how it was begun.
async fn lists(
    client: &Client,
    asked: &Relations,
    sources: &Sources,
    reached: &Reached,
) -> Result<BTreeMap<String, Vec<List>>> {
    let Relations::Lists(labels) = asked else { return Ok(BTreeMap::new()) };
    let (mut all, mut known) = (BTreeMap::new(), BTreeSet::new());
    for (module, table) in sources {
        if !table.module()?.is_entity {
            // The related lists of settings are none, and version 8.4.0 ends without a word when it is asked (observed).
            if !labels.is_empty() {
                all.insert(module.clone(), Vec::new());
            }
            continue;
        }
        let told = patiently!(client.related_types(module).await);
        let types: Vec<RelatedType> = match told {
            Ok(types) => types,
            Err(Error::Client(error)) if may_be_refusal(&error) => {
                let began = reached.found_by.get(module).is_some_and(|how| how == "lists");
                if began || !labels.is_empty() {
                    return Err(error.into());
                }
                // A server that does not answer at all has refused nothing.
                let text = format!("select id from {module} limit 1");
                patiently!(client.query(&text)?.first().await)?;
                continue;
            }
            Err(error) => return Err(error),
        };
        if reached.found_by.get(module).is_some_and(|how| how == "fields") {
            continue;
        }
        let lists = types.into_iter().map(|it| List { label: it.label, module: it.name });
        let mut lists: Vec<List> = lists.filter(|list| !list.label.is_empty()).collect();
        known.extend(lists.iter().map(|list| list.label.clone()));
        lists.retain(|list| labels.is_empty() || labels.contains(&list.label));
        lists.sort();
        lists.dedup();
        all.insert(module.clone(), lists);
    }
    if let Some(label) = labels.iter().find(|label| !known.contains(*label)) {
        let known: Vec<String> = known.into_iter().collect();
        return Err(Error::refused(format!(
            "no module has a related list `{label}`: there are {}",
            if known.is_empty() { "none".to_owned() } else { known.join(", ") }
        )));
    }
    Ok(all)
}

struct Pairs<'a, 'b> {
    export: &'a Export,
    beside: &'a mut Beside<'b, Reached>,
    /// About how many lists and records there are to ask for.
    all: u64,
}

/// The related ids of a list, and why they may not be all.
type Related = (BTreeSet<String>, Option<String>);

impl Pairs<'_, '_> {
    async fn of_lists(&mut self, table: &Table, lists: &[List]) -> Result<()> {
        if lists.is_empty() {
            return Ok(());
        }
        self.work_off(table, lists).await?;
        let mut walk = walk(&self.export.client, table, &[], &self.beside.progress.walk)?;
        while let Some(page) = walk.next().await? {
            self.beside.progress.pending = ids(&page.records).collect();
            self.beside.progress.walk = page.progress;
            self.work_off(table, lists).await?;
        }
        Ok(())
    }

    /// Asks for the lists of the records that are pending.
    async fn work_off(&mut self, table: &Table, lists: &[List]) -> Result<()> {
        while !self.beside.progress.pending.is_empty() {
            let given_up = self.given_up(&table.module);
            let (pending, done) = (self.beside.progress.pending.clone(), self.beside.progress.list.clone());
            let mut tasks: Vec<(String, List)> = Vec::new();
            for (place, id) in pending.iter().enumerate() {
                let done = done.as_ref().filter(|_| place == 0);
                let left = lists.iter().filter(|list| done.is_none_or(|done| *list > done));
                let left = left.filter(|list| !given_up.contains(list));
                tasks.extend(left.map(|list| (id.clone(), list.clone())));
            }
            let client = self.export.client.clone();
            let asked = stream::iter(tasks).map(move |(id, list)| {
                let client = client.clone();
                async move {
                    let outcome = match id.parse::<RecordId>() {
                        Ok(source) => related(&client, source, &list).await,
                        Err(_) => Ok((BTreeSet::new(), Some(format!("`{id}` is no id")))),
                    };
                    (id, list, outcome)
                }
            });
            let mut asked = std::pin::pin!(asked.buffered(self.export.jobs));
            let mut changed = false;
            while let Some((id, list, outcome)) = asked.next().await {
                changed = self.take(table, &id, &list, outcome).await?;
                if changed {
                    break;
                }
            }
            if !changed {
                let reached = &mut self.beside.progress;
                (reached.pending, reached.list) = (Vec::new(), None);
                self.beside.take(&[]).await?;
            }
        }
        Ok(())
    }

    /// The lists of a module that are not asked for any more.
    fn given_up(&self, module: &str) -> Vec<List> {
        let all = self.beside.progress.incomplete.iter();
        let given_up = all.filter(|it| it.given_up && it.module == module);
        given_up.map(|it| List { label: it.label.clone(), module: it.related_module.clone() }).collect()
    }

    /// Takes the answer about one list of one record; answers whether the list was given up by that.
    async fn take(&mut self, table: &Table, id: &str, list: &List, outcome: Result<Related>) -> Result<bool> {
        let module = &table.module;
        let mut given_up = false;
        let related = match outcome {
            Ok((related, None)) => {
                self.beside.progress.heard.insert(list.clone());
                related
            }
            Ok((related, Some(reason))) => {
                self.note(module, list, reason);
                related
            }
            Err(Error::Client(error)) if may_be_refusal(&error) => {
                let source = id.parse().ok();
                let is_there = match source {
                    Some(source) => is_there(&self.export.client, module, source).await?,
                    None => false,
                };
                // A record that is gone by now has no relations.
                if is_there {
                    let heard = self.beside.progress.heard.contains(list);
                    if heard && error.kind() != vtql_client::ErrorKind::Server {
                        // The list works, and the server has trouble: whoever goes on will get it.
                        return Err(error.into());
                    }
                    let refusals = self.note(module, list, error.to_string());
                    given_up = refusals >= PATIENCE && !heard;
                    if given_up && let Some(it) = self.noted(module, list) {
                        it.given_up = true;
                        self.leave_out(module, refusals);
                    }
                }
                BTreeSet::new()
            }
            Err(error) => return Err(error),
        };
        let pairs: Vec<Value> =
            related.iter().map(|other| pair(module, id, &list.module, other, &list.label)).collect();
        let reached = &mut self.beside.progress;
        // Records before this one are done.
        if let Some(place) = reached.pending.iter().position(|pending| pending == id) {
            reached.pending.drain(..place);
        }
        reached.list = Some(list.clone());
        reached.answered += 1;
        self.beside.take(&pairs).await?;
        self.tell(pairs.len());
        Ok(given_up)
    }

    /// A list is asked for no more, after so many records.
    fn leave_out(&mut self, module: &str, records: u64) {
        let all = self.export.totals.of(module).unwrap_or_default();
        self.all = self.all.saturating_sub(all.saturating_sub(records));
    }

    fn noted(&mut self, module: &str, list: &List) -> Option<&mut Incomplete> {
        let mut all = self.beside.progress.incomplete.iter_mut();
        all.find(|it| it.module == module && it.label == list.label && it.related_module == list.module)
    }

    /// Notes that a list is not whole; answers for how many records that is so.
    fn note(&mut self, module: &str, list: &List, reason: String) -> u64 {
        if let Some(it) = self.noted(module, list) {
            it.records += 1;
            return it.records;
        }
        tracing::warn!(module, list = list.label, reason, "a related list is not whole");
        self.beside.progress.incomplete.push(Incomplete {
            module: module.to_owned(),
            related_module: list.module.clone(),
            label: list.label.clone(),
            records: 1,
            given_up: false,
            reason,
        });
        1
    }

    /// The pairs of reference fields.
    async fn of_fields(&mut self, table: &Table) -> Result<()> {
        let columns = table.columns()?;
        let module = table.module()?;
        let references: Vec<(String, Vec<String>)> = module
            .fields()
            .iter()
            .filter(|field| field.ty.name() == "reference")
            .filter(|field| table.query.is_some() || columns.names().any(|name| name == field.name))
            .map(|field| (field.name.clone(), field.refers_to.clone()))
            .collect();
        if references.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = references.iter().map(|(name, _)| name.as_str()).collect();
        let mut modules = ModulesOfIds { client: &self.export.client, known: BTreeMap::new() };
        let mut walk = walk(&self.export.client, table, &names, &self.beside.progress.walk)?;
        while let Some(page) = walk.next().await? {
            let mut pairs = Vec::new();
            for record in &page.records {
                let Some(id) = record.get("id") else { continue };
                for (field, targets) in &references {
                    let related = record.get(field).and_then(|text| text.parse::<RecordId>().ok());
                    // `11x0` stands for nothing.
                    let Some(related) = related.filter(|related| related.record != 0) else { continue };
                    let target = modules.of(related, targets).await?;
                    pairs.push(pair(&table.module, id, &target, &related.to_string(), field));
                }
            }
            self.beside.progress.walk = page.progress;
            self.beside.progress.answered += page.records.len() as u64;
            self.beside.take(&pairs).await?;
            self.tell(pairs.len());
        }
        Ok(())
    }

    fn tell(&self, pairs: usize) {
        let asked = (self.beside.progress.answered, self.all);
        self.export.tell_beside(RELATIONS, self.beside.rows, pairs as u64, asked);
    }
}

fn pair(module: &str, id: &str, related_module: &str, related_id: &str, label: &str) -> Value {
    json!({
        "module": module, "record_id": id, "related_module": related_module, "related_id": related_id,
        "label": label,
    })
}

/// The related records of one list: by one request, or by pages where that may have been cut off.
async fn related(client: &Client, id: RecordId, list: &List) -> Result<Related> {
    let records = patiently!(client.retrieve_related(id, &list.module, &list.label).await)?;
    let mut related: BTreeSet<String> = ids(&records).collect();
    let unnamed = records.iter().filter(|record| record.id().is_none()).count();
    let mut reason = (unnamed > 0).then(|| "the server gives related records without ids".to_owned());
    if records.len() >= CAP {
        let text = format!("select id from {}", list.module);
        match patiently!(client.query_related(id, &list.label, text.as_str()).await) {
            Ok(all) => related.extend(ids(&all)),
            Err(Error::Client(error)) if may_be_refusal(&error) => {
                reason = Some(format!("those behind the first {CAP} could not be asked for: {error}"));
            }
            Err(error) => return Err(error),
        }
    }
    Ok((related, reason))
}

/// Tells the module of an id by its prefix.
struct ModulesOfIds<'a> {
    client: &'a Client,
    known: BTreeMap<u32, String>,
}

impl ModulesOfIds<'_> {
    /// The module of an id that is one of these; nothing where the server does not tell.
    async fn of(&mut self, id: RecordId, targets: &[String]) -> Result<String> {
        if let [target] = targets {
            return Ok(target.clone());
        }
        if let Some(module) = self.known.get(&id.module) {
            return Ok(module.clone());
        }
        let mut found = String::new();
        for target in targets {
            match patiently!(self.client.describe(target).await) {
                Ok(module) => {
                    if module.id_prefix == Some(id.module) {
                        found.clone_from(target);
                    }
                    if let Some(prefix) = module.id_prefix {
                        self.known.insert(prefix, target.clone());
                    }
                }
                Err(Error::Client(error)) if may_be_refusal(&error) => {}
                Err(error) => return Err(error),
            }
        }
        self.known.entry(id.module).or_insert_with(|| found.clone());
        Ok(found)
    }
}
