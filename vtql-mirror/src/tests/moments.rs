//! What a mirror holds after a run during which somebody wrote: each row as it was at some moment of the run.

use super::support::{Interface, Row, Rows, client, dumped, of_record, of_sqlite};
use crate::format::Format;
use crate::{Due, Sync};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use vtql_arrow::{Columns, Misfits};
use vtql_client::{Client, RecordId};
use vtql_sandbox::{Faults, Profile, Sandbox};

const MODULE: &str = "Contacts";

/// What became of the records while a run was on.
#[derive(Default)]
struct History {
    /// The rows of a record that was written, each as it was for a while.
    versions: BTreeMap<String, Vec<Row>>,
    deleted: BTreeSet<String>,
}

/// So much is written in each round, however slow the machine is.
const LEAST_WRITES: u32 = 12;

/// Inserts, changes and deletes until it is told to stop, and notes every version.
async fn write_until(
    stop: &AtomicBool,
    client: &Client,
    columns: &Columns,
    mut random: fastrand::Rng,
) -> History {
    let mut history = History::default();
    let all = client.query("select id from Contacts").unwrap().all().await.unwrap();
    let mut ids: Vec<RecordId> = all.iter().filter_map(vtql_client::Record::id).collect();
    let mut writes = 0;
    while writes < LEAST_WRITES || !stop.load(Ordering::Relaxed) {
        writes += 1;
        let name = format!("n{}", random.u32(..));
        let id = ids[random.usize(..ids.len())];
        match random.u8(..10) {
            0..3 => {
                let contact = json!({"lastname": name, "assigned_user_id": "19x1"});
                // One whose answer is lost is not followed: nobody knows its id.
                if let Ok(record) = client.create(MODULE, &contact).await {
                    let id = record.id().unwrap();
                    history.versions.entry(id.to_string()).or_default();
                    note(&mut history, client, columns, id).await;
                    ids.push(id);
                }
            }
            3..8 => {
                let _ = client.revise(id, &json!({ "lastname": name })).await;
                note(&mut history, client, columns, id).await;
            }
            _ => {
                let _ = client.delete(id).await;
                note(&mut history, client, columns, id).await;
                ids.retain(|it| *it != id || !history.deleted.contains(&id.to_string()));
            }
        }
    }
    history
}

/// Notes what a record is now, which only this task changes.
async fn note(history: &mut History, client: &Client, columns: &Columns, id: RecordId) {
    let text = format!("select * from Contacts where id = '{id}'");
    match client.query(&text).unwrap().all().await.unwrap().first() {
        Some(record) => {
            history.versions.entry(id.to_string()).or_default().push(of_record(record, columns));
        }
        None => drop(history.deleted.insert(id.to_string())),
    }
}

async fn state(sandbox: &Sandbox, columns: &Columns, folder: &Path) -> Rows {
    sandbox.dump_dir(folder).await.unwrap();
    dumped(folder, columns)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_row_is_what_its_record_was_at_some_moment_of_the_run() {
    for (interface, profile) in [(Interface::Rest, Profile::Cloud), (Interface::Session, Profile::V8_4)] {
        let builder = Sandbox::builder().profile(profile).rows(MODULE, 320).rows("Leads", 0).seed(6);
        let sandbox = builder.start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mirror = folder.path().join("crm.sqlite");
        let (writer, _) = client(&sandbox, interface);
        let columns = Columns::of_module(&writer.describe(MODULE).await.unwrap(), Misfits::Raw);
        let mut random = fastrand::Rng::with_seed(13);
        let mut written = 0;
        for round in 0..8 {
            let what = format!("{profile}, round {round}");
            let before = state(&sandbox, &columns, folder.path()).await;
            let faults = Faults::none().error_rate(0.03).truncate_rate(0.01).reset_rate(0.01).seed(round);
            // Some latency: the run and the writer take turns.
            sandbox.set_faults(faults.jitter(std::time::Duration::from_millis(2)));
            let stop = Arc::new(AtomicBool::new(false));
            let writing = {
                let (stop, writer, columns) = (Arc::clone(&stop), writer.clone(), columns.clone());
                let random = random.fork();
                tokio::spawn(async move { write_until(&stop, &writer, &columns, random).await })
            };
            let (client, watch) = client(&sandbox, interface);
            let run = Sync::new(client, watch, Format::Sqlite, &mirror).modules([MODULE]);
            // Now and then all ids are compared, or all rows are read again, while somebody writes.
            let (sweep, reread) = [(Due::Never, Due::Never), (Due::Now, Due::Never), (Due::Never, Due::Now)]
                [usize::try_from(round).unwrap() % 3];
            run.sweep(sweep).reread(reread).run().await.unwrap();
            stop.store(true, Ordering::Relaxed);
            let history = writing.await.unwrap();
            sandbox.set_faults(Faults::none());
            written += history.versions.values().map(Vec::len).sum::<usize>();

            let after = state(&sandbox, &columns, folder.path()).await;
            let found = of_sqlite(&mirror, MODULE);
            for (id, row) in &found {
                let versions = history.versions.get(id).into_iter().flatten();
                let mut moments = before.get(id).into_iter().chain(after.get(id)).chain(versions);
                // A record that was deleted earlier stands there until the ids are compared.
                let is_gone = !before.contains_key(id) && !after.contains_key(id) && sweep == Due::Never;
                assert!(is_gone || moments.any(|moment| moment == row), "{what}: {id} was never so: {row:?}");
            }
            let stayed = before.keys().filter(|id| after.contains_key(*id));
            for id in stayed {
                assert!(found.contains_key(id), "{what}: {id} was there all the time, and is missing");
            }
        }
        assert!(written > 40, "the writer did hardly anything: {written}");
        // And at rest, after all ids were compared, it is what the server has.
        let (client, watch) = client(&sandbox, interface);
        let run = Sync::new(client, watch, Format::Sqlite, &mirror).modules([MODULE]);
        run.sweep(Due::Now).reread(Due::Never).run().await.unwrap();
        super::support::same(
            "at rest",
            &of_sqlite(&mirror, MODULE),
            &state(&sandbox, &columns, folder.path()).await,
        );
    }
}
