//! Fields that go, change their type or their name between two runs: no row is lost, nor any value.

use super::support::{Interface, Rows, client, dumped, of_parquet, of_sqlite, proxy, same};
use crate::format::Format;
use crate::{Due, Sync, Synced};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use vtql_arrow::{Columns, Misfits};
use vtql_sandbox::Sandbox;
use vtql_schema::Snapshot;

const ROWS: usize = 130;

/// What becomes of a field, and what the run says of it.
struct SchemaChange {
    field: &'static str,
    /// What becomes of the field's description; `None` where it goes.
    described: fn(Value) -> Option<Value>,
    renamed: Option<&'static str>,
    said: &'static [&'static str],
}

fn with(mut field: Value, key: &str, value: Value) -> Value {
    field[key] = value;
    field
}

const CHANGES: [SchemaChange; 4] = [
    SchemaChange {
        field: "designation",
        described: |_| None,
        renamed: None,
        said: &["lost `designation`, which keeps its values"],
    },
    SchemaChange {
        field: "secondaryemail",
        described: |field| Some(with(field, "name", json!("otheremail"))),
        renamed: Some("otheremail"),
        said: &["added `otheremail` TEXT", "lost `secondaryemail`, which keeps its values"],
    },
    SchemaChange {
        field: "noofemployees",
        described: |field| Some(with(field, "type", json!({ "name": "string" }))),
        renamed: None,
        said: &["`noofemployees`"],
    },
    SchemaChange {
        field: "annualrevenue",
        described: |field| Some(with(field, "type", json!({ "name": "string" }))),
        renamed: None,
        said: &["`annualrevenue`"],
    },
];

fn with_changes(snapshot: &Snapshot, changes: &[&SchemaChange]) -> Snapshot {
    let mut described = snapshot.module("Leads").unwrap().to_describe_json();
    let fields = described["fields"].take();
    let fields = fields.as_array().unwrap().iter().cloned().filter_map(|field| {
        let change = changes.iter().find(|change| field["name"] == change.field);
        change.map_or(Some(field.clone()), |change| (change.described)(field))
    });
    described["fields"] = fields.collect();
    let mut snapshot = snapshot.clone();
    snapshot.insert(vtql_schema::describe::from_json(&described.to_string()).unwrap());
    snapshot
}

/// Takes over the rows of one server to another.
fn carry_over(folder: &Path, changes: &[&SchemaChange], snapshot: &Snapshot) {
    let file = folder.join("Leads.jsonl");
    let mut lines = String::new();
    for line in std::fs::read_to_string(&file).unwrap().lines() {
        let mut row: Map<String, Value> = serde_json::from_str(line).unwrap();
        for change in changes {
            let value = row.remove(change.field);
            let name = change.renamed.unwrap_or(change.field);
            if let (Some(value), Some(_)) = (value, snapshot.module("Leads").unwrap().field(name)) {
                row.insert(name.to_owned(), value);
            }
        }
        writeln!(lines, "{}", Value::Object(row)).unwrap();
    }
    std::fs::write(file, lines).unwrap();
}

async fn sync(sandbox: &Sandbox, mirror: &Path) -> Synced {
    let (client, watch) = client(sandbox, Interface::Rest);
    let run = Sync::new(client, watch, Format::Sqlite, mirror).modules(["Leads"]).moved(true);
    let mut summary = run.sweep(Due::Never).reread(Due::Never).run().await.unwrap();
    summary.modules.remove("Leads").unwrap()
}

async fn truth(sandbox: &Sandbox, folder: &Path) -> Rows {
    sandbox.dump_dir(folder).await.unwrap();
    let client = client(sandbox, Interface::Rest).0;
    let columns = Columns::of_module(&client.describe("Leads").await.unwrap(), Misfits::Raw);
    dumped(folder, &columns)
}

#[tokio::test]
async fn fields_that_go_or_change_lose_no_row_and_no_value() {
    let all: Vec<&SchemaChange> = CHANGES.iter().collect();
    let each = CHANGES.iter().map(|change| vec![change]);
    for changes in each.chain([all]) {
        let folder = tempfile::tempdir().unwrap();
        let (dump, mirror) = (folder.path().join("dump"), folder.path().join("crm.sqlite"));
        let snapshot = vtql_sandbox::default_snapshot();
        let builder = Sandbox::builder().rows("Leads", ROWS).rows("Contacts", 0).snapshot(snapshot.clone());
        let sandbox = builder.start().await.unwrap();
        sync(&sandbox, &mirror).await;
        let before = truth(&sandbox, &dump).await;
        sandbox.shutdown().await;

        let snapshot = with_changes(&snapshot, &changes);
        carry_over(&dump, &changes, &snapshot);
        let sandbox = Sandbox::builder().snapshot(snapshot).load_dir(&dump).start().await.unwrap();
        assert!(sandbox.left_out().is_empty(), "{:?}", sandbox.left_out());
        let synced = sync(&sandbox, &mirror).await;
        let names: Vec<&str> = changes.iter().map(|change| change.field).collect();
        for said in changes.iter().flat_map(|change| change.said) {
            assert!(synced.schema_changes.iter().any(|it| it.contains(said)), "{names:?}: {synced:?}");
        }
        let after = truth(&sandbox, &folder.path().join("after")).await;
        let mut found = of_sqlite(&mirror, "Leads");
        assert_eq!(found.len(), ROWS);
        // What is gone keeps its values; all else is as the server has it.
        for change in
            changes.iter().filter(|change| after.values().all(|row| !row.contains_key(change.field)))
        {
            for (id, row) in &mut found {
                assert_eq!(
                    row.remove(change.field),
                    before[id].get(change.field).cloned(),
                    "{}",
                    change.field
                );
            }
        }
        same(&format!("{names:?}"), &found, &after);
        let again = sync(&sandbox, &mirror).await;
        assert!(again.schema_changes.is_empty() && again.updated == 0, "{names:?}: {again:?}");
    }
}

/// A field that becomes a number, and whose values are still words: none is lost, and each is told.
#[tokio::test]
async fn values_that_do_not_fit_a_fields_new_type_are_kept_and_told() {
    let change = SchemaChange {
        field: "designation",
        described: |field| Some(with(field, "type", json!({ "name": "integer" }))),
        renamed: None,
        said: &[],
    };
    let folder = tempfile::tempdir().unwrap();
    let (dump, mirror) = (folder.path().join("dump"), folder.path().join("crm.sqlite"));
    let snapshot = vtql_sandbox::default_snapshot();
    let builder = Sandbox::builder().rows("Leads", ROWS).rows("Contacts", 0).snapshot(snapshot.clone());
    let sandbox = builder.start().await.unwrap();
    sync(&sandbox, &mirror).await;
    let before = truth(&sandbox, &dump).await;
    sandbox.shutdown().await;
    // Some of the words are numbers.
    let mut lines = String::new();
    for (place, line) in std::fs::read_to_string(dump.join("Leads.jsonl")).unwrap().lines().enumerate() {
        let mut row: Value = serde_json::from_str(line).unwrap();
        row["designation"] =
            if place % 3 == 0 { json!(place.to_string()) } else { json!(format!("chief {place}")) };
        writeln!(lines, "{row}").unwrap();
    }
    std::fs::write(dump.join("Leads.jsonl"), &lines).unwrap();
    let snapshot = with_changes(&snapshot, &[&change]);
    let sandbox = Sandbox::builder().snapshot(snapshot).load_dir(&dump).start().await.unwrap();
    assert!(sandbox.left_out().is_empty(), "{:?}", sandbox.left_out());

    let synced = sync(&sandbox, &mirror).await;
    assert!(synced.schema_changes.iter().any(|it| it.contains("retyped `designation`")), "{synced:?}");
    let words = ROWS - ROWS.div_ceil(3);
    assert_eq!(synced.misfits, words as u64, "{synced:?}");
    let connection = rusqlite::Connection::open(&mirror).unwrap();
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = "SELECT designation, _raw, lastname FROM Leads WHERE id = ?1";
        let id = row["id"].as_str().unwrap();
        let (number, raw, name): (Option<i64>, Option<String>, String) =
            connection.query_row(text, [id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let word = row["designation"].as_str().unwrap();
        assert_eq!(Some(&name), before[id].get("lastname"));
        match word.parse() {
            Ok(wanted) => assert_eq!((number, raw), (Some(wanted), None), "{id}"),
            Err(_) => {
                let raw: Value = serde_json::from_str(&raw.unwrap()).unwrap();
                assert_eq!((number, &raw["designation"]), (None, &json!(word)), "{id}");
            }
        }
    }
    // Nothing more is said, and nothing is lost, in the runs behind.
    let again = sync(&sandbox, &mirror).await;
    assert!(again.schema_changes.is_empty() && again.updated == 0, "{again:?}");
}

/// A server with these rows, whose leads have or have not the field.
async fn server_with(snapshot: &Snapshot, dump: &Path, lines: &str) -> Sandbox {
    std::fs::create_dir_all(dump).unwrap();
    std::fs::write(dump.join("Leads.jsonl"), lines).unwrap();
    let sandbox = Sandbox::builder().snapshot(snapshot.clone()).load_dir(dump).start().await.unwrap();
    assert!(sandbox.left_out().is_empty(), "{:?}", sandbox.left_out());
    sandbox
}

/// The rows of a dump, with another value, or none, in a field of each.
fn with_values(dump: &Path, field: &str, value: impl Fn(usize) -> Option<String>) -> String {
    let mut lines = String::new();
    for (place, line) in std::fs::read_to_string(dump.join("Leads.jsonl")).unwrap().lines().enumerate() {
        let mut row: Map<String, Value> = serde_json::from_str(line).unwrap();
        row.remove(field);
        if let Some(value) = value(place) {
            row.insert(field.to_owned(), json!(value));
        }
        writeln!(lines, "{}", Value::Object(row)).unwrap();
    }
    lines
}

/// A field that went, and comes back with other values or none: what it had before is of no concern to anybody.
#[tokio::test]
async fn a_field_that_comes_back_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, mirror) = (folder.path().join("dump"), folder.path().join("crm.sqlite"));
    let with = vtql_sandbox::default_snapshot();
    let without = with_changes(&with, &[&CHANGES[0]]);
    let builder = Sandbox::builder().rows("Leads", ROWS).rows("Contacts", 0).snapshot(with.clone());
    let sandbox = builder.start().await.unwrap();
    sandbox.dump_dir(&dump).await.unwrap();
    sandbox.shutdown().await;
    let before = with_values(&dump, "designation", |_| Some("before".to_owned()));
    let sandbox = server_with(&with, &dump, &before).await;
    sync(&sandbox, &mirror).await;
    sandbox.shutdown().await;
    let hidden = with_values(&dump, "designation", |_| None);
    let sandbox = server_with(&without, &dump, &hidden).await;
    assert_eq!(sync(&sandbox, &mirror).await.schema_changes, ["lost `designation`, which keeps its values"]);
    assert_eq!(of_sqlite(&mirror, "Leads").values().next().unwrap()["designation"], "before");
    sandbox.shutdown().await;

    let after = with_values(&dump, "designation", |place| (place % 2 == 0).then(|| "after".to_owned()));
    let sandbox = server_with(&with, &dump, &after).await;
    let synced = sync(&sandbox, &mirror).await;
    assert_eq!(synced.schema_changes, ["`designation` is back: all rows are read again"]);
    assert_eq!((synced.reread, synced.updated), (ROWS as u64, ROWS as u64));
    same("back", &of_sqlite(&mirror, "Leads"), &truth(&sandbox, &folder.path().join("after")).await);
    let again = sync(&sandbox, &mirror).await;
    assert!(again.schema_changes.is_empty() && again.updated == 0 && again.reread == 0, "{again:?}");
}

/// A name that changes in its case alone is the same column for SQLite, and the file of a table has the new name.
#[tokio::test]
async fn a_field_whose_name_changes_its_case_has_its_column() {
    const RENAMED: SchemaChange = SchemaChange {
        field: "designation",
        described: |field| Some(with(field, "name", json!("Designation"))),
        renamed: Some("Designation"),
        said: &[],
    };
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    let before = vtql_sandbox::default_snapshot();
    let after = with_changes(&before, &[&RENAMED]);
    let run = async |sandbox: &Sandbox, format: Format| {
        let (client, watch) = client(sandbox, Interface::Rest);
        let run = Sync::new(client, watch, format, folder.path().join(format.to_string()));
        let run = run.modules(["Leads"]).moved(true).sweep(Due::Never).reread(Due::Never);
        run.run().await.unwrap().modules.remove("Leads").unwrap()
    };
    let builder = Sandbox::builder().rows("Leads", ROWS).rows("Contacts", 0).snapshot(before);
    let sandbox = builder.start().await.unwrap();
    for format in [Format::Sqlite, Format::Parquet] {
        run(&sandbox, format).await;
    }
    let database = folder.path().join("sqlite");
    let user = rusqlite::Connection::open(&database).unwrap();
    user.execute_batch("CREATE VIEW mine AS SELECT designation FROM Leads").unwrap();
    drop(user);
    truth(&sandbox, &dump).await;
    sandbox.shutdown().await;
    carry_over(&dump, &[&RENAMED], &after);
    let sandbox = Sandbox::builder().snapshot(after).load_dir(&dump).start().await.unwrap();
    for format in [Format::Sqlite, Format::Parquet] {
        let synced = run(&sandbox, format).await;
        assert_eq!(synced.schema_changes, ["renamed `designation` to `Designation`"], "{format}");
        assert!(run(&sandbox, format).await.schema_changes.is_empty(), "{format}");
    }
    let wanted = truth(&sandbox, &folder.path().join("after")).await;
    assert!(wanted.values().any(|row| row.contains_key("Designation")));
    same("SQLite", &of_sqlite(&database, "Leads"), &wanted);
    same("Parquet", &of_parquet(&folder.path().join("parquet/Leads.parquet")), &wanted);
    let user = rusqlite::Connection::open(&database).unwrap();
    let shown: i64 = user.query_row("SELECT count(*) FROM mine", [], |row| row.get(0)).unwrap();
    assert_eq!(shown, 130);
}

/// The rest of a first reading that was ended tells of fields that came and went meanwhile, and so does one during
/// which they do.
#[tokio::test]
async fn fields_that_come_and_go_during_the_first_reading_are_told_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, mirror) = (folder.path().join("dump"), folder.path().join("crm.sqlite"));
    let snapshot = vtql_sandbox::default_snapshot();
    let changes = [&CHANGES[0], &CHANGES[1]];
    let builder = Sandbox::builder().rows("Leads", 350).rows("Contacts", 0).snapshot(snapshot.clone());
    let sandbox = builder.start().await.unwrap();
    sandbox.dump_dir(&dump).await.unwrap();
    let (client, watch) = client(&sandbox, Interface::Rest);
    let asked = watch.clone();
    let run = Sync::new(client, watch, Format::Sqlite, &mirror).modules(["Leads"]).moved(true);
    let enough = async {
        while asked.requests() < 4 {
            tokio::time::sleep(std::time::Duration::from_micros(200)).await;
        }
    };
    tokio::select! { biased; () = enough => {}, _ = run.run() => panic!("too late") }
    // The thread of the database may still have a page to write.
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    sandbox.shutdown().await;
    let read = of_sqlite(&mirror, "Leads").len();
    assert!((100..350).contains(&read), "{read}");

    let snapshot = with_changes(&snapshot, &changes);
    carry_over(&dump, &changes, &snapshot);
    let sandbox = Sandbox::builder().snapshot(snapshot).load_dir(&dump).start().await.unwrap();
    let mut told = sync(&sandbox, &mirror).await.schema_changes;
    told.sort();
    let wanted = [
        "added `otheremail` TEXT",
        "lost `designation`, which keeps its values",
        "lost `secondaryemail`, which keeps its values",
    ];
    assert_eq!(told, wanted);
    let mut found = of_sqlite(&mirror, "Leads");
    for row in found.values_mut() {
        row.retain(|name, _| !changes.iter().any(|change| change.field == name));
    }
    same("all", &found, &truth(&sandbox, &folder.path().join("after")).await);
}

/// A module that is refused from some day on keeps its rows, and no other from being brought up to date.
#[tokio::test]
async fn a_module_that_is_refused_is_told_and_the_others_are_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, mirror) = (folder.path().join("dump"), folder.path().join("crm.sqlite"));
    let snapshot = vtql_sandbox::default_snapshot();
    let run = async |sandbox: &Sandbox| {
        let (client, watch) = client(sandbox, Interface::Rest);
        Sync::new(client, watch, Format::Sqlite, &mirror).moved(true).run().await.unwrap()
    };
    let builder = Sandbox::builder().rows("Leads", 20).rows("Contacts", 9).snapshot(snapshot.clone());
    let sandbox = builder.start().await.unwrap();
    let (client, watch) = client(&sandbox, Interface::Rest);
    Sync::new(client, watch, Format::Sqlite, &mirror)
        .moved(true)
        .modules(["Contacts", "Leads"])
        .run()
        .await
        .unwrap();
    sandbox.dump_dir(&dump).await.unwrap();
    sandbox.shutdown().await;

    std::fs::remove_file(dump.join("Contacts.jsonl")).unwrap();
    let others = snapshot.modules().iter().filter(|module| module.name != "Contacts").cloned();
    let without = Snapshot::from_modules(others);
    let sandbox = Sandbox::builder().snapshot(without).load_dir(&dump).start().await.unwrap();
    let summary = run(&sandbox).await;
    assert_eq!(summary.failed["Contacts"].code, "ACCESS_DENIED", "{summary:?}");
    assert_eq!((summary.modules.len(), summary.modules["Leads"].rows), (1, 20), "{summary:?}");
    assert_eq!(of_sqlite(&mirror, "Contacts").len(), 9);
}

/// What users build on a column: views and indexes go on working, and so does the mirror.
const BUILT: &str = "CREATE INDEX ix ON \"Leads\" (noofemployees); CREATE INDEX other ON \"Leads\" (lastname); \
                     CREATE VIEW rep AS SELECT id, noofemployees FROM \"Leads\"; \
                     CREATE VIEW shown AS SELECT * FROM \"Leads_labels\"";

/// Runs before and after a field has another type, with something done to the mirror in between.
async fn with_another_type(format: Format, mirror: &Path, between: impl FnOnce()) -> Vec<Synced> {
    let folder = tempfile::tempdir().unwrap();
    let dump = folder.path().join("dump");
    let run = async |sandbox: &Sandbox| {
        let (client, watch) = client(sandbox, Interface::Rest);
        let run = Sync::new(client, watch, format, mirror).modules(["Leads"]).moved(true);
        let mut summary = run.sweep(Due::Never).reread(Due::Never).run().await.unwrap();
        summary.modules.remove("Leads").unwrap()
    };
    let snapshot = vtql_sandbox::default_snapshot();
    let builder = Sandbox::builder().rows("Leads", ROWS).rows("Contacts", 0).snapshot(snapshot.clone());
    let sandbox = builder.start().await.unwrap();
    run(&sandbox).await;
    sandbox.dump_dir(&dump).await.unwrap();
    sandbox.shutdown().await;
    between();
    let changes = [&CHANGES[2]];
    let snapshot = with_changes(&snapshot, &changes);
    carry_over(&dump, &changes, &snapshot);
    let sandbox = Sandbox::builder().snapshot(snapshot).load_dir(&dump).start().await.unwrap();
    vec![run(&sandbox).await, run(&sandbox).await]
}

#[tokio::test]
async fn what_users_built_on_a_column_is_kept_when_its_type_changes() {
    let folder = tempfile::tempdir().unwrap();
    let mirror = folder.path().join("crm.sqlite");
    let synced = with_another_type(Format::Sqlite, &mirror, || {
        rusqlite::Connection::open(&mirror).unwrap().execute_batch(BUILT).unwrap();
    })
    .await;
    let said = "retyped `noofemployees` from INTEGER to TEXT; the old column is `noofemployees_old1` now, since a \
                view, index or trigger uses it";
    assert_eq!(synced[0].schema_changes, [said]);
    assert!(synced[1].schema_changes.is_empty() && synced[1].updated == 0, "{synced:?}");
    let database = rusqlite::Connection::open(&mirror).unwrap();
    let one = |text: &str| database.query_row(text, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(one("SELECT count(*) FROM rep"), 130);
    assert_eq!(one("SELECT count(*) FROM shown"), 130);
    assert_eq!(one("SELECT count(*) FROM sqlite_schema WHERE name IN ('ix', 'other')"), 2);
    assert_eq!(one("SELECT count(*) FROM Leads WHERE typeof(noofemployees) = 'text'"), 130);
    // What nobody uses is not kept.
    let mirror = folder.path().join("other.sqlite");
    let synced = with_another_type(Format::Sqlite, &mirror, || {
        let other = "CREATE INDEX other ON Leads (lastname)";
        rusqlite::Connection::open(&mirror).unwrap().execute_batch(other).unwrap();
    })
    .await;
    assert_eq!(synced[0].schema_changes, ["retyped `noofemployees` from INTEGER to TEXT"]);
    let database = rusqlite::Connection::open(&mirror).unwrap();
    let found: i64 = database
        .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'other'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(found, 1);
}

/// The same in PostgreSQL, where `VTQL_TEST_POSTGRES` names a database: `postgres://user@host/database`.
#[tokio::test(flavor = "multi_thread")]
async fn what_users_built_on_a_column_of_postgres_is_kept_when_its_type_changes() {
    let Ok(address) = std::env::var("VTQL_TEST_POSTGRES") else { return };
    let connect = || {
        let address = address.clone();
        std::thread::spawn(move || {
            let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
            client.batch_execute("SET search_path TO vtql_built").unwrap();
            client
        })
        .join()
        .unwrap()
    };
    let execute = |text: &'static str| {
        let mut client = connect();
        std::thread::spawn(move || client.batch_execute(text).unwrap()).join().unwrap();
    };
    execute("DROP SCHEMA IF EXISTS vtql_built CASCADE");
    let mirror = format!("{address}?schema=vtql_built");
    let synced = with_another_type(Format::Postgres, Path::new(&mirror), || execute(BUILT)).await;
    let said = "retyped `noofemployees` from bigint to text; the old column is `noofemployees_old1` now, since a \
                view uses it";
    assert_eq!(synced[0].schema_changes, [said]);
    assert!(synced[1].schema_changes.is_empty() && synced[1].updated == 0, "{synced:?}");
    let mut client = connect();
    let counts = std::thread::spawn(move || {
        let text = "SELECT (SELECT count(*) FROM rep), (SELECT count(*) FROM shown), \
                    (SELECT count(noofemployees) FROM \"Leads\"), (SELECT count(*) FROM \"Leads_labels\")";
        let row = client.query_one(text, &[]).unwrap();
        [0, 1, 2, 3].map(|place| row.get::<_, i64>(place))
    });
    assert_eq!(counts.join().unwrap(), [130; 4]);
}

/// A database keeps what a field had that is gone; the file of a table has the fields of its module. Both say so.
#[tokio::test]
async fn the_file_of_a_table_has_no_column_for_a_field_that_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (dump, mirror) = (folder.path().join("dump"), folder.path().join("crm"));
    let run = async |sandbox: &Sandbox| {
        let (client, watch) = client(sandbox, Interface::Rest);
        let run = Sync::new(client, watch, Format::Parquet, &mirror).modules(["Leads"]).moved(true);
        run.run().await.unwrap().modules.remove("Leads").unwrap()
    };
    let has_field =
        || of_parquet(&mirror.join("Leads.parquet")).values().any(|row| row.contains_key("designation"));
    let snapshot = vtql_sandbox::default_snapshot();
    let builder = Sandbox::builder().rows("Leads", ROWS).rows("Contacts", 0).snapshot(snapshot.clone());
    let sandbox = builder.start().await.unwrap();
    run(&sandbox).await;
    assert!(has_field());
    sandbox.dump_dir(&dump).await.unwrap();
    sandbox.shutdown().await;
    let without = with_changes(&snapshot, &[&CHANGES[0]]);
    let lines = with_values(&dump, "designation", |_| None);
    let sandbox = server_with(&without, &dump, &lines).await;
    assert_eq!(run(&sandbox).await.schema_changes, ["lost `designation`, which is no column any more"]);
    assert!(!has_field());
}

const DESIGNATION: &str = "\"designation\":\"";

/// An answer without the designation, though describe has it.
fn without_designation(mut answer: String) -> String {
    while let Some(start) = answer.find(DESIGNATION) {
        let rest = &answer[start + DESIGNATION.len()..];
        let end = start + DESIGNATION.len() + rest.find("\",").unwrap() + 2;
        answer.replace_range(start..end, &" ".repeat(end - start));
    }
    answer
}

#[tokio::test]
async fn a_field_that_leaves_the_answers_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::builder().rows("Leads", ROWS).rows("Contacts", 0).start().await.unwrap();
    let hides = Arc::new(AtomicBool::new(false));
    let hiding = Arc::clone(&hides);
    let url =
        proxy(
            &sandbox,
            move |_, answer| {
                if hiding.load(Ordering::Relaxed) { without_designation(answer) } else { answer }
            },
        );
    let url = url.await;
    let run = async || {
        let watch = crate::Watch::new();
        let builder = vtql_client::Client::builder().url(&url).user(sandbox.user());
        let client = builder.access_key(sandbox.access_key()).hook(watch.clone()).build().unwrap();
        let mirror = folder.path().join("crm.sqlite");
        let run =
            Sync::new(client, watch, Format::Sqlite, mirror).moved(true).modules(["Leads"]).sweep(Due::Never);
        run.reread(Due::Now).run().await.unwrap().modules.remove("Leads").unwrap().schema_changes
    };
    assert_eq!(run().await, [""; 0]);
    assert_eq!(run().await, [""; 0]);
    hides.store(true, Ordering::Relaxed);
    let said = "`designation` is described, and not in the answers any more: it is null in them";
    assert_eq!(run().await, [said]);
    assert_eq!(run().await, [""; 0]);
}
