//! A writer that inserts, changes and deletes at random, and a mirror that follows it.

use super::support::{BOTH, Interface, Rows, client, dumped, of_parquet, of_sqlite, same};
use crate::format::Format;
use crate::{Due, Error, Summary, Sync};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use vtql_arrow::{Columns, Misfits};
use vtql_client::{Client, RecordId};
use vtql_sandbox::{Faults, Profile, Sandbox};

async fn sync(sandbox: &Sandbox, interface: Interface, path: &Path, sweep: Due) -> Summary {
    let (client, watch) = client(sandbox, interface);
    let run = Sync::new(client, watch, Format::Sqlite, path).modules(["Contacts", "Leads"]).moved(true);
    let done = run.sweep(sweep).reread(Due::Never).run().await;
    done.unwrap_or_else(|error| {
        let log = sandbox.log();
        panic!("{error:?}\n{:#?}", &log[log.len().saturating_sub(30)..])
    })
}

async fn truth(sandbox: &Sandbox, client: &Client, module: &str, folder: &Path) -> Rows {
    sandbox.dump_dir(folder.join("dump")).await.unwrap();
    let columns = Columns::of_module(&client.describe(module).await.unwrap(), Misfits::Raw);
    dumped(&folder.join("dump"), &columns)
}

/// One change at random. A change whose answer is lost may have been made: that is as good.
async fn write(client: &Client, random: &mut fastrand::Rng) {
    let module = if random.bool() { "Contacts" } else { "Leads" };
    let name = format!("n{}", random.u32(..));
    let any = async |random: &mut fastrand::Rng| -> Option<RecordId> {
        let text = format!("select id from {module}");
        let all = client.query(&text).unwrap().all().await.ok()?;
        let ids: Vec<RecordId> = all.iter().filter_map(vtql_client::Record::id).collect();
        random.choice(ids)
    };
    match random.u8(..10) {
        0..4 => {
            let record = json!({"lastname": name, "company": "c", "assigned_user_id": "19x1"});
            let _ = client.create(module, &record).await;
        }
        4..8 => {
            if let Some(id) = any(random).await {
                let _ = client.revise(id, &json!({ "lastname": name })).await;
            }
        }
        _ => {
            if let Some(id) = any(random).await {
                let _ = client.delete(id).await;
            }
        }
    }
}

/// At rest a mirror equals the server: at once where deletions are told, else after a sweep.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mirror_follows_a_writer() {
    for (interface, profile) in [
        (Interface::Rest, Profile::Cloud),
        (Interface::Session, Profile::Cloud),
        (Interface::Session, Profile::V8_4),
    ] {
        let builder = Sandbox::builder().profile(profile).rows("Contacts", 230).rows("Leads", 120).seed(5);
        let sandbox = Arc::new(builder.start().await.unwrap());
        let folder = tempfile::tempdir().unwrap();
        let mirror = folder.path().join("crm.sqlite");
        let mut random = fastrand::Rng::with_seed(11);
        let (other, _) = client(&sandbox, interface);
        for round in 0..5 {
            sandbox
                .set_faults(Faults::none().error_rate(0.05).truncate_rate(0.02).reset_rate(0.02).seed(round));
            // While it writes, the mirror is brought up to date; then it rests.
            let stop = Arc::new(AtomicBool::new(false));
            let writer = {
                let (stop, other, mut random) = (Arc::clone(&stop), other.clone(), random.fork());
                tokio::spawn(async move {
                    while !stop.load(Ordering::Relaxed) {
                        write(&other, &mut random).await;
                    }
                })
            };
            sync(&sandbox, interface, &mirror, Due::Never).await;
            stop.store(true, Ordering::Relaxed);
            writer.await.unwrap();
            let summary = sync(&sandbox, interface, &mirror, Due::Now).await;
            sandbox.set_faults(Faults::none());
            for module in ["Contacts", "Leads"] {
                let truth = truth(&sandbox, &other, module, folder.path()).await;
                let found = of_sqlite(&mirror, module);
                same(&format!("{interface:?} {profile} {module}, round {round}"), &found, &truth);
                assert_eq!(summary.modules[module].rows, truth.len() as u64);
            }
        }
    }
}

/// A server without the sync operation answers 500, and the last of the attempts may fail in another way: the changes
/// are read by their times all the same.
#[tokio::test]
async fn a_sync_operation_that_fails_in_several_ways_ends_no_run() {
    let builder = Sandbox::builder().profile(Profile::V8_4).rows("Contacts", 20).rows("Leads", 20);
    let sandbox = builder.start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..12 {
        sandbox.set_faults(Faults::none());
        let mirror = folder.path().join(format!("{seed}.sqlite"));
        sync(&sandbox, Interface::Session, &mirror, Due::Never).await;
        let (writer, _) = client(&sandbox, Interface::Session);
        let ids: Vec<String> = of_first(&writer).await;
        writer.revise(ids[0].parse().unwrap(), &json!({ "lastname": format!("s{seed}") })).await.unwrap();
        sandbox.set_faults(Faults::none().reset_rate(0.15).seed(seed));
        sync(&sandbox, Interface::Session, &mirror, Due::Never).await;
        assert_eq!(of_sqlite(&mirror, "Contacts")[&ids[0]]["lastname"], format!("s{seed}"));
    }
}

/// The table of a folder is what the server has, and so is an older copy of it with the changes that came since.
#[tokio::test]
async fn a_folder_of_parquet_and_its_changes_follow_a_writer() {
    for (interface, profile) in [(Interface::Rest, Profile::Cloud), (Interface::Session, Profile::V8_4)] {
        let builder = Sandbox::builder().profile(profile).rows("Contacts", 150).rows("Leads", 70).seed(9);
        let sandbox = builder.start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mirror = folder.path().join("crm");
        let mut random = fastrand::Rng::with_seed(12);
        let (writer, _) = client(&sandbox, interface);
        let mut copies: BTreeMap<&str, Rows> = BTreeMap::new();
        let mut applied = BTreeSet::new();
        for round in 0..5 {
            let (client, watch) = client(&sandbox, interface);
            let run = Sync::new(client, watch, Format::Parquet, &mirror).modules(["Contacts", "Leads"]);
            run.sweep(Due::Now).reread(Due::Never).run().await.unwrap();
            for module in ["Contacts", "Leads"] {
                let what = format!("{profile} {module}, round {round}");
                let truth = truth(&sandbox, &writer, module, folder.path()).await;
                let table = of_parquet(&mirror.join(format!("{module}.parquet")));
                same(&what, &table, &truth);
                let copy = copies.entry(module).or_insert(table);
                let changes = std::fs::read_dir(mirror.join("changes").join(module)).into_iter().flatten();
                let files: BTreeSet<_> = changes.map(|entry| entry.unwrap().path()).collect();
                for file in files {
                    if applied.insert(file.clone()) {
                        for (id, mut row) in of_parquet(&file) {
                            match row.remove("_deleted").as_deref() {
                                Some("1") => drop(copy.remove(&id)),
                                _ => drop(copy.insert(id, row)),
                            }
                        }
                    }
                }
                same(&format!("{what}, a copy with the changes"), copy, &truth);
            }
            for _ in 0..random.u8(0..12) {
                write(&writer, &mut random).await;
            }
        }
        assert!(applied.len() >= 4, "{applied:?}");
    }
}

/// All modules that a server has, from the run after the first on: with the attempts of a sync operation that does not
/// work, with modules that have no times of change, and with what ends sessions not counted.
#[tokio::test]
async fn no_change_of_all_modules_costs_two_requests_each() {
    for (interface, profile) in [
        (Interface::Rest, Profile::Cloud),
        (Interface::Session, Profile::Cloud),
        (Interface::Session, Profile::V8_4),
    ] {
        let sandbox = Sandbox::builder().profile(profile).rows("LineItem", 240).start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        for (format, name) in [(Format::Sqlite, "crm.sqlite"), (Format::Parquet, "crm")] {
            for round in 0..3 {
                let (client, watch) = client(&sandbox, interface);
                sandbox.clear_log();
                let run = Sync::new(client, watch, format, folder.path().join(name));
                let summary = run.run().await.unwrap();
                let modules = summary.modules.len();
                let log = sandbox.log();
                let is_of_a_session = |it: &&str| ["getchallenge", "login", "logout"].contains(it);
                let asked = log.iter().map(|it| it.operation.as_str()).filter(|it| !is_of_a_session(it));
                let asked = asked.count();
                let costly: Vec<_> = summary.modules.iter().filter(|(_, it)| it.requests > 2).collect();
                assert!(
                    round == 0 || (modules > 25 && asked <= 1 + 2 * modules),
                    "{interface:?} {profile}, run {round}: {asked} requests, {modules} modules: {costly:?}"
                );
            }
        }
    }
}

/// Line items are read again when a record that has them was changed, at once and once more when that is complete,
/// and by the schedule.
#[tokio::test]
async fn line_items_follow_the_records_that_have_them() {
    let folder = tempfile::tempdir().unwrap();
    let (file, mirror) = (folder.path().join("crm.db"), folder.path().join("crm.sqlite"));
    let builder = Sandbox::builder().file(&file).rows("Contacts", 5).rows("LineItem", 120);
    let sandbox = builder.start().await.unwrap();
    let database = rusqlite::Connection::open(&file).unwrap();
    database.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
    let (writer, _) = client(&sandbox, Interface::Rest);
    let run = async |modules: &[&str], sweep: Due| {
        let (client, watch) = client(&sandbox, Interface::Rest);
        let run = Sync::new(client, watch, Format::Sqlite, &mirror).modules(modules.iter().copied());
        run.sweep(sweep).reread(Due::Never).run().await.unwrap().modules.remove("LineItem").unwrap()
    };
    let all = ["Invoice", "LineItem", "PurchaseOrder", "Quotes", "SalesOrder"];
    assert_eq!(run(&all, Due::Auto).await.updated, 120);
    assert_eq!(run(&all, Due::Auto).await.reread, 0);
    let items = writer.query("select id, parent_id from LineItem").unwrap().all().await.unwrap();
    let sql = "SELECT tab, col FROM layout WHERE module = 'LineItem' AND field = 'quantity'";
    let (table, column): (String, String) =
        database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let change = |number: &str| {
        let id: RecordId = items[7].get("id").unwrap().parse().unwrap();
        let sql = format!("UPDATE {table} SET {column} = ? WHERE id = ?");
        assert_eq!(database.execute(&sql, (number, id.record.to_string())).unwrap(), 1);
    };
    let quantity = || of_sqlite(&mirror, "LineItem")[items[7].get("id").unwrap()]["quantity"].clone();
    // The record is stamped, and its items follow.
    let parent: RecordId = items[7].get("parent_id").unwrap().parse().unwrap();
    writer.revise(parent, &json!({"subject": "other items"})).await.unwrap();
    assert_eq!(run(&all, Due::Auto).await.reread, 120);
    change("77");
    assert_eq!((run(&all, Due::Auto).await.updated, quantity().as_str()), (1, "77.00000000"));
    // What leaves the record as it is comes by the schedule, and so does everything when the records are not there.
    let state = |module: &str, change: &dyn Fn(&mut serde_json::Value)| {
        let mirror = rusqlite::Connection::open(&mirror).unwrap();
        let text: String = mirror
            .query_row("SELECT state FROM _vtql_modules WHERE module = ?1", [module], |row| row.get(0))
            .unwrap();
        let mut state: serde_json::Value = serde_json::from_str(&text).unwrap();
        change(&mut state);
        mirror
            .execute(
                "UPDATE _vtql_modules SET state = ?1 WHERE module = ?2",
                [state.to_string(), module.into()],
            )
            .unwrap();
    };
    state("LineItem", &|state| state["parents"]["since"] = json!(0));
    assert_eq!(run(&all, Due::Auto).await.reread, 120);
    change("78");
    assert_eq!((run(&all, Due::Auto).await.reread, quantity().as_str()), (0, "77.00000000"));
    state("LineItem", &|state| state["swept"] = json!(0));
    assert_eq!((run(&all, Due::Auto).await.updated, quantity().as_str()), (1, "78.00000000"));
    assert_eq!(run(&all, Due::Auto).await.reread, 0);
    assert_eq!(run(&["LineItem", "Invoice"], Due::Auto).await.reread, 120);
}

/// A change in the very second of the last run is found by the next, and so is a deletion.
#[tokio::test]
async fn changes_in_the_second_of_the_last_run_are_found() {
    let sandbox = Sandbox::builder().rows("Contacts", 20).rows("Leads", 0).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mirror = folder.path().join("crm.sqlite");
    for interface in BOTH {
        let (writer, _) = client(&sandbox, interface);
        let ids: Vec<String> = of_first(&writer).await;
        sync(&sandbox, interface, &mirror, Due::Never).await;
        for round in 0..6 {
            let id: RecordId = ids[1].parse().unwrap();
            writer.revise(id, &json!({"lastname": format!("r{round}")})).await.unwrap();
            let summary = sync(&sandbox, interface, &mirror, Due::Never).await;
            assert_eq!(summary.modules["Contacts"].updated, 1, "round {round}");
            assert_eq!(of_sqlite(&mirror, "Contacts")[&ids[1]]["lastname"], format!("r{round}"));
        }
        writer.delete(ids[0].parse().unwrap()).await.unwrap();
        let summary = sync(&sandbox, interface, &mirror, Due::Never).await;
        assert_eq!(summary.modules["Contacts"].deleted, 1);
        assert!(!of_sqlite(&mirror, "Contacts").contains_key(&ids[0]));
    }
}

async fn of_first(client: &Client) -> Vec<String> {
    let rows = client.query("select id from Contacts limit 2").unwrap().all().await.unwrap();
    rows.iter().map(|row| row.get("id").unwrap().to_owned()).collect()
}

/// Two at once would undo each other's work.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_run_says_that_another_is_at_work() {
    let sandbox = Sandbox::builder().rows("Contacts", 300).start().await.unwrap();
    sandbox.set_faults(Faults::none().latency(std::time::Duration::from_millis(30)));
    let folder = tempfile::tempdir().unwrap();
    let mirror = folder.path().join("crm.sqlite");
    let run = || {
        let (client, watch) = client(&sandbox, Interface::Rest);
        Sync::new(client, watch, Format::Sqlite, &mirror).modules(["Contacts"]).run()
    };
    let (first, second) = tokio::join!(run(), run());
    let errors: Vec<Error> = [first.err(), second.err()].into_iter().flatten().collect();
    assert!(matches!(errors.as_slice(), [Error::Locked(_)]), "{errors:?}");
}

/// A field that comes is a column with the values of all rows; no row is lost on the way.
#[tokio::test]
async fn a_field_that_comes_becomes_a_column() {
    let folder = tempfile::tempdir().unwrap();
    let (file, mirror) = (folder.path().join("crm.db"), folder.path().join("crm.sqlite"));
    let mut snapshot = vtql_sandbox::default_snapshot();
    let builder =
        |snapshot| Sandbox::builder().snapshot(snapshot).file(&file).rows("Leads", 130).rows("Contacts", 5);
    let sandbox = builder(snapshot.clone()).start().await.unwrap();
    sync(&sandbox, Interface::Rest, &mirror, Due::Never).await;
    sandbox.shutdown().await;

    let leads = snapshot.module("Leads").unwrap().clone();
    let mut more = leads.to_describe_json();
    let field = json!({"name": "cf_9999", "label": "New", "editable": true, "type": {"name": "date"}});
    more["fields"].as_array_mut().unwrap().push(field);
    snapshot.insert(vtql_schema::describe::from_json(&more.to_string()).unwrap());
    let sandbox = builder(snapshot).start().await.unwrap();
    let (writer, _) = client(&sandbox, Interface::Rest);
    let lead = writer.query("select id from Leads limit 1").unwrap().one().await.unwrap();
    writer.revise(lead.id().unwrap(), &json!({"cf_9999": "2026-11-29"})).await.unwrap();
    let summary = sync(&sandbox, Interface::Rest, &mirror, Due::Never).await;
    assert_eq!(summary.modules["Leads"].schema_changes, ["added `cf_9999` DATE"]);
    let found = of_sqlite(&mirror, "Leads");
    assert_eq!((found.len(), found[lead.get("id").unwrap()]["cf_9999"].as_str()), (130, "2026-11-29"));
    same("Leads", &found, &truth(&sandbox, &writer, "Leads", folder.path()).await);
}

/// A run that is dropped on the way loses nothing, and the next goes on.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_first_run_that_was_ended_goes_on_where_it_was() {
    let sandbox = Sandbox::builder().rows("Contacts", 1_000).rows("Leads", 0).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mirror = folder.path().join("crm.sqlite");
    let mut ended = 0;
    loop {
        let (client, watch) = client(&sandbox, Interface::Rest);
        let asked = watch.clone();
        let run = Sync::new(client, watch, Format::Sqlite, &mirror).modules(["Contacts"]).run();
        // Ended after a few requests, in the middle of one.
        let enough = async {
            while asked.requests() < 5 {
                tokio::time::sleep(std::time::Duration::from_micros(200)).await;
            }
        };
        tokio::select! {
            biased;
            () = enough => ended += 1,
            done = run => break drop(done.unwrap()),
        }
        assert!(ended < 40, "it does not come to an end");
        // The thread of the database may still have a page to write.
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    assert!(ended > 0);
    let asked = sandbox.requests();
    assert!(asked <= 12 + 3 * ended, "{asked} requests, ended {ended} times");
    let (other, _) = client(&sandbox, Interface::Rest);
    same(
        "Contacts",
        &of_sqlite(&mirror, "Contacts"),
        &truth(&sandbox, &other, "Contacts", folder.path()).await,
    );
}

/// Within several windows at once, nothing is asked that the server would refuse.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_budget_is_kept_to_in_every_window() {
    let second = std::time::Duration::from_millis(500);
    let sandbox = Sandbox::builder().rows("Contacts", 1_500).rows("Leads", 300).start().await.unwrap();
    sandbox.set_faults(Faults::none().rate_limit_within(8, second).rate_limit_within(20, 3 * second));
    let watch = crate::Watch::new();
    let builder = Client::builder().url(sandbox.url()).user(sandbox.user()).access_key(sandbox.access_key());
    let client =
        builder.requests_in(8, second).requests_in(20, 3 * second).hook(watch.clone()).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let export = crate::Export::new(client, watch.clone(), Format::Csv, folder.path());
    let manifest = export.modules(["Contacts", "Leads"]).run().await.unwrap();
    assert_eq!((watch.refused(), manifest.requests), (0, 17 + 5));
}
