//! Changes that show late in `modifiedtime`, or not at all: transactions that commit behind the cursor, and writes
//! that leave the time as it is.

use super::support::{Interface, Rows, client, dumped, of_sqlite, same};
use crate::format::Format;
use crate::{Due, Sync};
use rusqlite::Connection;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;
use vtql_arrow::{Columns, Misfits};
use vtql_client::{Client, RecordId};
use vtql_sandbox::{Profile, Sandbox};

const SERVERS: [(Interface, Profile); 3] = [
    (Interface::Rest, Profile::Cloud),
    (Interface::Session, Profile::Cloud),
    (Interface::Session, Profile::V8_4),
];

/// A server whose database can be changed behind its back, and a mirror of its contacts.
struct World {
    sandbox: Sandbox,
    interface: Interface,
    client: Client,
    database: Connection,
    folder: tempfile::TempDir,
}

impl World {
    async fn new(interface: Interface, profile: Profile) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("crm.db");
        let builder = Sandbox::builder().profile(profile).file(&file).rows("Contacts", 130).rows("Leads", 0);
        let sandbox = builder.start().await.unwrap();
        let database = Connection::open(&file).unwrap();
        database.busy_timeout(Duration::from_secs(20)).unwrap();
        let client = client(&sandbox, interface).0;
        World { sandbox, interface, client, database, folder }
    }

    fn mirror(&self) -> PathBuf {
        self.folder.path().join("crm.sqlite")
    }

    async fn sync(&self, sweep: Due, reread: Due) -> crate::Synced {
        let (client, watch) = client(&self.sandbox, self.interface);
        let run = Sync::new(client, watch, Format::Sqlite, self.mirror()).modules(["Contacts"]);
        let mut summary = run.sweep(sweep).reread(reread).run().await.unwrap();
        summary.modules.remove("Contacts").unwrap()
    }

    /// A run with hints, and without looking for what no time shows.
    async fn sync_hinted(&self, ids: Vec<RecordId>) -> crate::Synced {
        let (client, watch) = client(&self.sandbox, self.interface);
        let run = Sync::new(client, watch, Format::Sqlite, self.mirror()).modules(["Contacts"]);
        let run = run.sweep(Due::Never).reread(Due::Never).hinted(ids);
        run.run().await.unwrap().modules.remove("Contacts").unwrap()
    }

    async fn truth(&self) -> Rows {
        let folder: &Path = self.folder.path();
        self.sandbox.dump_dir(folder.join("dump")).await.unwrap();
        let columns = Columns::of_module(&self.client.describe("Contacts").await.unwrap(), Misfits::Raw);
        dumped(&folder.join("dump"), &columns)
    }

    async fn equals(&self, what: &str) {
        let found = of_sqlite(&self.mirror(), "Contacts");
        same(&format!("{:?}, {what}", self.interface), &found, &self.truth().await);
    }

    async fn any(&self, random: &mut fastrand::Rng) -> RecordId {
        let rows = self.client.query("select id from Contacts").unwrap().all().await.unwrap();
        random.choice(rows).unwrap().id().unwrap()
    }

    async fn create(&self, name: &str) -> RecordId {
        let contact = json!({"lastname": name, "assigned_user_id": "19x1"});
        self.client.create("Contacts", &contact).await.unwrap().id().unwrap()
    }

    fn place(&self) -> (String, String) {
        let sql = "SELECT tab, col FROM layout WHERE module = 'Contacts' AND field = 'modifiedtime'";
        self.database.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    }

    fn stamp(&self, id: RecordId) -> String {
        let (table, column) = self.place();
        let sql = format!("SELECT {column} FROM {table} WHERE id = ?");
        self.database.query_row(&sql, [id.record.to_string()], |row| row.get(0)).unwrap()
    }

    /// Sets when a record was changed last.
    fn set_stamp(&self, id: RecordId, stamp: &str) {
        let (table, column) = self.place();
        let sql = format!("UPDATE {table} SET {column} = ? WHERE id = ?");
        assert_eq!(self.database.execute(&sql, (stamp, id.record.to_string())).unwrap(), 1);
    }

    /// The record was stamped so many seconds ago, and its transaction commits now.
    fn commits_late(&self, id: RecordId, seconds: i64) {
        self.set_stamp(id, &crate::sync::stamp_text(crate::sync::now() - seconds));
    }

    /// Deletes a record, and what the server knows of that.
    async fn erase(&self, id: RecordId) {
        self.client.delete(id).await.unwrap();
        assert!(self.database.execute("DELETE FROM deleted", []).unwrap() > 0);
    }
}

/// Records that are made and changed in transactions of up to a minute are found by the run after they commit, although
/// an earlier run has read what is stamped later. And a lateness that was seen is allowed for twice.
#[tokio::test]
async fn what_commits_behind_the_cursor_is_found() {
    for (interface, profile) in SERVERS {
        let world = World::new(interface, profile).await;
        let mut random = fastrand::Rng::with_seed(3);
        world.sync(Due::Never, Due::Never).await;
        let mut seen = 0;
        for round in 0..6 {
            // Something that is on time moves the cursor.
            world.create(&format!("cursor {round}")).await;
            world.sync(Due::Never, Due::Never).await;
            let allowed = 55.max(2 * seen - 5);
            for number in 0..random.usize(1..6) {
                let late = random.i64(1..allowed);
                let name = format!("late {round} {number}");
                let id = if random.bool() {
                    world.create(&name).await
                } else {
                    let id = world.any(&mut random).await;
                    world.client.revise(id, &json!({ "lastname": name })).await.unwrap();
                    id
                };
                world.commits_late(id, late);
                seen = seen.max(late);
            }
            world.sync(Due::Never, Due::Never).await;
            world.equals(&format!("{profile}, round {round}, {seen} s late")).await;
        }
        assert!(seen > 60, "the overlap has grown: {seen} s");
    }
}

/// A change that commits later than is allowed for is found by the next sweep, at the cost of one that finds nothing
/// and the record. From then on more is allowed for.
#[tokio::test]
async fn what_commits_later_than_the_overlap_is_found_by_the_next_sweep() {
    for (interface, profile) in SERVERS {
        let world = World::new(interface, profile).await;
        let mut random = fastrand::Rng::with_seed(5);
        world.sync(Due::Never, Due::Never).await;
        world.create("cursor").await;
        world.sync(Due::Never, Due::Never).await;
        world.sync(Due::Never, Due::Never).await;
        for (round, late) in [(0, 70), (1, 110), (2, 3_600)] {
            let id = world.any(&mut random).await;
            let name = format!("late {round}");
            world.client.revise(id, &json!({ "lastname": name })).await.unwrap();
            world.commits_late(id, late);
            let what = format!("{profile}, {late} s late");
            let seen = world.sync(Due::Never, Due::Never).await.updated;
            let swept = world.sync(Due::Now, Due::Never).await;
            assert_eq!((swept.updated, swept.reread), (1 - seen, 0), "{what}");
            world.equals(&what).await;
            let quiet = world.sync(Due::Now, Due::Never).await;
            assert_eq!(quiet.updated, 0, "{what}");
            if seen == 0 {
                assert!(swept.requests <= quiet.requests + 2, "{what}: {swept:?} {quiet:?}");
            }
            // What came as late again is found by its stamp, once a sweep has found as much.
            assert_eq!(seen, u64::from(round == 1), "{what}");
        }
    }
}

/// What no time shows is found by comparing ids or by reading rows again, and until then no row is lost.
#[tokio::test]
async fn what_no_time_shows_is_found_by_a_sweep_or_by_reading_again() {
    for (interface, profile) in SERVERS {
        let world = World::new(interface, profile).await;
        let mut random = fastrand::Rng::with_seed(4);
        world.sync(Due::Never, Due::Never).await;
        world.sync(Due::Never, Due::Never).await;
        for round in 0..4 {
            let what = format!("{profile}, round {round}");
            let before = of_sqlite(&world.mirror(), "Contacts");
            let changed = world.any(&mut random).await;
            let stamp = world.stamp(changed);
            let name = json!({ "lastname": format!("silent {round}") });
            world.client.revise(changed, &name).await.unwrap();
            world.set_stamp(changed, &stamp);
            let made = world.create("long before").await;
            world.commits_late(made, 30 * 86_400);
            let erased = world.any(&mut random).await;
            if erased != changed && erased != made {
                world.erase(erased).await;
            }
            world.sync(Due::Never, Due::Never).await;
            let (between, truth) = (of_sqlite(&world.mirror(), "Contacts"), world.truth().await);
            for (id, row) in &between {
                assert!(
                    before.get(id) == Some(row) || truth.get(id) == Some(row),
                    "{what}: {id} never was so"
                );
            }
            assert!(truth.keys().all(|id| between.contains_key(id) || *id == made.to_string()), "{what}");

            let swept = world.sync(Due::Now, Due::Never).await;
            assert!(swept.swept, "{what}");
            let ids = of_sqlite(&world.mirror(), "Contacts").into_keys();
            assert!(ids.eq(truth.into_keys()), "{what}: a sweep finds every id");
            world.sync(Due::Never, Due::Now).await;
            world.equals(&what).await;
        }
    }
}

/// What no time shows is found at once where somebody hints at it, and a hint that is wrong changes nothing.
#[tokio::test]
async fn records_that_are_hinted_at_are_read_again() {
    for (interface, profile) in SERVERS {
        let world = World::new(interface, profile).await;
        let mut random = fastrand::Rng::with_seed(8);
        world.sync(Due::Never, Due::Never).await;
        let changed = world.any(&mut random).await;
        let stamp = world.stamp(changed);
        world.client.revise(changed, &json!({ "lastname": "silent" })).await.unwrap();
        world.set_stamp(changed, &stamp);
        let mut erased = world.any(&mut random).await;
        while erased == changed {
            erased = world.any(&mut random).await;
        }
        world.erase(erased).await;
        let nothing = [RecordId::new(changed.module, 999_999), RecordId::new(99, changed.record)];
        let wrong = world.sync_hinted(nothing.to_vec()).await;
        assert_eq!((wrong.updated, wrong.deleted, wrong.hinted), (0, 0, 1), "{profile}");
        let hinted = world.sync_hinted([&nothing[..], &[changed, erased]].concat()).await;
        assert_eq!((hinted.updated, hinted.deleted, hinted.hinted), (1, 1, 3), "{profile}");
        world.equals(&format!("{profile}")).await;
    }
}
