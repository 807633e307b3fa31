//! Many records with one time of change, the newest of all: an import of many, or a change in the database.

use super::support::{Interface, client, of_sqlite};
use crate::format::Format;
use crate::state::{LONGEST_OFFSET, OVERLAP};
use crate::{Due, Sync, Synced};
use rusqlite::Connection;
use serde_json::json;
use std::path::Path;
use vtql_sandbox::{Profile, Sandbox};

const ROWS: usize = 450;

/// A server without a sync operation whose contacts were all changed in one second, so many seconds ago.
async fn server(folder: &Path, age: i64) -> Sandbox {
    let file = folder.join("crm.db");
    let builder = Sandbox::builder().profile(Profile::V8_4).file(&file).rows("Contacts", ROWS);
    let sandbox = builder.rows("Leads", 0).start().await.unwrap();
    let database = Connection::open(&file).unwrap();
    database.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
    let sql = "SELECT tab, col FROM layout WHERE module = 'Contacts' AND field = 'modifiedtime'";
    let (table, column): (String, String) =
        database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let stamp = crate::sync::stamp_text(crate::sync::now() - age);
    database.execute(&format!("UPDATE {table} SET {column} = ?"), [stamp]).unwrap();
    sandbox
}

async fn run(sandbox: &Sandbox, mirror: &Path) -> Synced {
    let (client, watch) = client(sandbox, Interface::Session);
    let run = Sync::new(client, watch, Format::Sqlite, mirror).modules(["Contacts"]);
    let mut summary = run.sweep(Due::Never).reread(Due::Never).run().await.unwrap();
    summary.modules.remove("Contacts").unwrap()
}

/// Lets the mirror believe that so many seconds have passed since it saw the newest time of change.
fn pass(mirror: &Path, seconds: i64) {
    let mirror = Connection::open(mirror).unwrap();
    let find = "SELECT state FROM _vtql_modules WHERE module = 'Contacts'";
    let text: String = mirror.query_row(find, [], |row| row.get(0)).unwrap();
    let mut state: serde_json::Value = serde_json::from_str(&text).unwrap();
    state["newest_since"] = json!(state["newest_since"].as_i64().unwrap() - seconds);
    let keep = "UPDATE _vtql_modules SET state = ?1 WHERE module = 'Contacts'";
    mirror.execute(keep, [state.to_string()]).unwrap();
}

#[tokio::test]
async fn many_changes_of_one_old_second_are_not_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let mirror = folder.path().join("crm.sqlite");
    let sandbox = server(folder.path(), LONGEST_OFFSET + OVERLAP + 100).await;
    assert_eq!(run(&sandbox, &mirror).await.rows, 450);
    for round in 0..3 {
        let synced = run(&sandbox, &mirror).await;
        assert!(synced.requests <= 2 && synced.updated == 0, "{round}: {synced:?}");
    }
}

/// A second that may be recent, in the zone of the server's times, is read again until a minute has passed since it
/// was seen first; and what is changed then is found.
#[tokio::test]
async fn many_changes_of_one_recent_second_are_read_again_for_a_minute() {
    let folder = tempfile::tempdir().unwrap();
    let mirror = folder.path().join("crm.sqlite");
    let sandbox = server(folder.path(), 3_600).await;
    run(&sandbox, &mirror).await;
    assert!(run(&sandbox, &mirror).await.requests > 4, "a change of that second may be under way");
    pass(&mirror, OVERLAP + 5);
    assert!(run(&sandbox, &mirror).await.requests > 4, "the reading that began after that is the last one");
    for round in 0..3 {
        let synced = run(&sandbox, &mirror).await;
        assert!(synced.requests <= 2 && synced.updated == 0, "{round}: {synced:?}");
    }
    let writer = client(&sandbox, Interface::Session).0;
    let some = writer.query("select id from Contacts limit 2").unwrap().all().await.unwrap();
    let id = some[1].id().unwrap();
    writer.revise(id, &json!({ "lastname": "changed" })).await.unwrap();
    assert_eq!(run(&sandbox, &mirror).await.updated, 1);
    assert_eq!(of_sqlite(&mirror, "Contacts")[&id.to_string()]["lastname"], "changed");
}
