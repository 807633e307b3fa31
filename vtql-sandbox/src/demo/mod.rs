//! Demo data: plausible records in every module that can be queried, whose references point to each
//! other, the same for the same seed.

mod choices;
mod files;
mod person;
mod plan;
mod random;
mod value;
mod words;

use crate::catalog::{Module, record_number_prefix};
use crate::store::{Record, Store};
use plan::Ids;
use random::Random;
use std::collections::BTreeMap;
use value::Maker;

/// How many records go into one transaction.
const BATCH: usize = 20_000;

/// Fills the store. `rows` says how many records a module gets, where that is not the usual number;
/// the first user is called `user` and is an administrator.
pub(crate) fn fill(
    store: &Store,
    seed: u64,
    rows: &BTreeMap<String, usize>,
    user: &str,
) -> rusqlite::Result<()> {
    let catalog = &store.catalog;
    let ids = Ids::plan(catalog, seed, rows);
    for module in catalog.modules() {
        let mut maker = Maker::new(catalog, &ids, module, seed);
        let numbers = ids.of(&module.name);
        for (batch, part) in numbers.chunks(BATCH).enumerate() {
            let records = part.iter().enumerate().map(|(index, id)| {
                let position = batch * BATCH + index;
                let mut record = record(&mut maker, module, position, *id);
                if module.name == "Users" {
                    complete_user(&mut record, module, position, user);
                }
                record
            });
            store.insert_all(module, records.collect::<Vec<_>>())?;
        }
    }
    files::attach(store, seed, &ids)?;
    invite(store, seed, &ids)
}

/// Puts further contacts together with some of the events.
fn invite(store: &Store, seed: u64, ids: &Ids) -> rusqlite::Result<()> {
    let catalog = &store.catalog;
    let (Some(events), Some(contacts)) = (catalog.module("Events"), catalog.module("Contacts")) else {
        return Ok(());
    };
    let (mut random, invited) = (Random::new(seed, "invited contacts"), ids.of(&contacts.name));
    if invited.is_empty() {
        return Ok(());
    }
    store.write(|connection| {
        let sql = "INSERT OR IGNORE INTO relations (source, target) VALUES (?1, ?2)";
        let mut statement = connection.prepare(sql)?;
        for event in ids.of(&events.name) {
            let others = if random.percent(30) { 3 } else { 0 };
            for contact in (0..others).filter_map(|_| random.pick(invited).copied()) {
                statement.execute([events.id(*event), contacts.id(contact)])?;
            }
        }
        Ok(())
    })
}

fn record(maker: &mut Maker<'_>, module: &Module, position: usize, id: i64) -> Record {
    maker.next(position);
    let values = module.fields().iter().map(|field| match record_number_prefix(&module.name, field) {
        Some(prefix) => Some(format!("{prefix}{}", position + 1)),
        None => maker.value(field),
    });
    Record { id, values: values.collect() }
}

fn complete_user(record: &mut Record, module: &Module, position: usize, user: &str) {
    let first = position == 0;
    record.set(module, "is_admin", if first { "on" } else { "off" });
    // Queries answer active users only.
    record.set(module, "status", "Active");
    if first {
        record.set(module, "user_name", user);
        // Describe tells dates in this format to the user.
        record.set(module, "date_format", "yyyy-mm-dd");
        record.set(module, "last_name", "Administrator");
        record.set(module, "email1", "admin@example.com");
    }
}
