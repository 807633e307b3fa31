//! Where rows go: nothing of others is harmed, and what is there afterwards is what was said.

use super::support::{Interface, client};
use crate::format::{Format, FormatOptions, Output};
use crate::sync::Due;
use crate::{Error, Export, Manifest, Result, Sync};
use rusqlite::Connection;
use std::path::Path;
use vtql_arrow::{Columns, Misfits};
use vtql_sandbox::Sandbox;

async fn sandbox(contacts: usize, seed: u64) -> Sandbox {
    let builder = Sandbox::builder().rows("Contacts", contacts).rows("Leads", 30).seed(seed);
    builder.start().await.unwrap()
}

async fn export(sandbox: &Sandbox, modules: &[&str], format: Format, out: &Path) -> Result<Manifest> {
    let (client, watch) = client(sandbox, Interface::Rest);
    Export::new(client, watch, format, out).modules(modules.iter().copied()).run().await
}

async fn resume(sandbox: &Sandbox, modules: &[&str], format: Format, out: &Path) -> Result<Manifest> {
    let (client, watch) = client(sandbox, Interface::Rest);
    Export::new(client, watch, format, out).modules(modules.iter().copied()).resume(true).run().await
}

fn sync_of(sandbox: &Sandbox, modules: &[&str], format: Format, mirror: &Path) -> Sync {
    let (client, watch) = client(sandbox, Interface::Rest);
    Sync::new(client, watch, format, mirror).modules(modules.iter().copied()).reread(Due::Never)
}

async fn output(sandbox: &Sandbox, text: &str, format: Format, path: &Path) -> Result<u64> {
    let (client, _) = client(sandbox, Interface::Rest);
    let query = client.query(text)?;
    let module =
        client.describe(text.split(' ').find(|it| ["Contacts", "Leads"].contains(it)).unwrap()).await?;
    let columns = Columns::of_fields(&module, ["id", "lastname"], Misfits::Raw);
    let mut output = Output::create(path, format, columns, FormatOptions::default())?;
    let mut pages = query.pages();
    while let Some(page) = pages.next().await {
        output.append(&page?)?;
    }
    Ok(output.finish()?.rows)
}

fn count(path: &Path, table: &str) -> Option<i64> {
    let connection = Connection::open(path).unwrap();
    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).ok()
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>, message: &str) {
    match outcome {
        Err(error @ (Error::Refused(_) | Error::Of { .. })) => {
            assert!(error.to_string().contains(message), "{error}");
        }
        outcome => panic!("{outcome:?}"),
    }
}

/// The file alone is the mirror, and what takes its place is what it says: SQLite keeps changes beside its file.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_its_file_and_takes_the_place_of_another_whole() {
    let (sandbox, folder) = (sandbox(300, 1).await, tempfile::tempdir().unwrap());
    let file = folder.path().join("crm.sqlite");
    sync_of(&sandbox, &["Contacts"], Format::Sqlite, &file).run().await.unwrap();
    let copy = folder.path().join("copy.sqlite");
    std::fs::copy(&file, &copy).unwrap();
    assert_eq!(count(&copy, "Contacts"), Some(300));
    // A reader that has it open keeps what was written last beside the file.
    let reader = Connection::open(&file).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM Contacts").unwrap();
    sync_of(&sandbox, &["Contacts", "Leads"], Format::Sqlite, &file).run().await.unwrap();
    refused(export(&sandbox, &["Leads"], Format::Sqlite, &file).await, "is open in another program");
    reader.execute_batch("COMMIT").unwrap();
    drop(reader);
    export(&sandbox, &["Leads"], Format::Sqlite, &file).await.unwrap();
    assert_eq!((count(&file, "Leads"), count(&file, "Contacts")), (Some(30), None));
    let state = Connection::open(&file).unwrap().query_row("PRAGMA integrity_check", [], |row| row.get(0));
    assert_eq!(state, Ok("ok".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_of_others_stays() {
    let (sandbox, folder) = (sandbox(20, 1).await, tempfile::tempdir().unwrap());
    let at = |name: &str| folder.path().join(name);
    Connection::open(at("theirs.sqlite"))
        .unwrap()
        .execute_batch("CREATE TABLE Contacts (x); INSERT INTO Contacts VALUES (1)")
        .unwrap();
    std::fs::write(at("text.sqlite"), "no database").unwrap();
    sync_of(&sandbox, &["Leads"], Format::Sqlite, &at("mirror.sqlite")).run().await.unwrap();
    let before =
        ["theirs.sqlite", "text.sqlite", "mirror.sqlite"].map(|name| std::fs::read(at(name)).unwrap());
    for name in ["theirs.sqlite", "text.sqlite"] {
        let message = "is no database of vtql's";
        refused(export(&sandbox, &["Contacts"], Format::Sqlite, &at(name)).await, message);
        refused(sync_of(&sandbox, &["Contacts"], Format::Sqlite, &at(name)).run().await, message);
        refused(
            output(&sandbox, "select id, lastname from Contacts", Format::Sqlite, &at(name)).await,
            message,
        );
    }
    let outcome =
        output(&sandbox, "select id, lastname from Contacts", Format::Sqlite, &at("mirror.sqlite")).await;
    refused(outcome, "holds a mirror or an export");
    let after =
        ["theirs.sqlite", "text.sqlite", "mirror.sqlite"].map(|name| std::fs::read(at(name)).unwrap());
    assert!(before == after);
    // The rows of a query are replaced by those of another, and are no mirror.
    for _ in 0..2 {
        let rows =
            output(&sandbox, "select id, lastname from Contacts", Format::Sqlite, &at("rows.sqlite")).await;
        assert_eq!(rows.unwrap(), 20);
    }
    refused(
        sync_of(&sandbox, &["Leads"], Format::Sqlite, &at("rows.sqlite")).run().await,
        "the rows of a query",
    );
    refused(export(&sandbox, &["Leads"], Format::Sqlite, &at("rows.sqlite")).await, "the rows of a query");
}

/// Two servers give the same ids to different records.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_holds_the_rows_of_one_instance() {
    let (one, other, folder) = (sandbox(300, 1).await, sandbox(200, 2).await, tempfile::tempdir().unwrap());
    for (format, name) in [(Format::Sqlite, "m.sqlite"), (Format::Parquet, "mirror")] {
        let mirror = folder.path().join(name);
        sync_of(&one, &["Contacts"], format, &mirror).run().await.unwrap();
        refused(sync_of(&other, &["Contacts"], format, &mirror).run().await, "is of");
        let summary = sync_of(&one, &["Contacts"], format, &mirror).run().await.unwrap();
        assert_eq!(summary.modules["Contacts"].rows, 300);
        let moved = sync_of(&other, &["Contacts"], format, &mirror).moved(true).sweep(Due::Now).run().await;
        assert_eq!(moved.unwrap().modules["Contacts"].rows, 200);
    }
    for (format, name) in [(Format::Sqlite, "x.sqlite"), (Format::Csv, "files")] {
        let out = folder.path().join(name);
        let (client, watch) = client(&one, Interface::Rest);
        let begun = Export::new(client, watch, format, &out).modules(["Contacts", "NoModule"]).jobs(1);
        begun.run().await.unwrap_err();
        resume(&other, &["Contacts", "NoModule"], format, &out).await.unwrap_err();
        let outcome = resume(&other, &["Contacts"], format, &out).await;
        assert!(matches!(outcome, Err(Error::Refused(_))), "{outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_an_export_or_a_mirror() {
    let (sandbox, folder) = (sandbox(20, 1).await, tempfile::tempdir().unwrap());
    let (mirror, files) = (folder.path().join("mirror"), folder.path().join("files"));
    sync_of(&sandbox, &["Contacts"], Format::Parquet, &mirror).run().await.unwrap();
    refused(export(&sandbox, &["Contacts"], Format::Parquet, &mirror).await, "give another folder");
    export(&sandbox, &["Contacts"], Format::Parquet, &files).await.unwrap();
    refused(sync_of(&sandbox, &["Contacts"], Format::Parquet, &files).run().await, "holds an export");
}

/// An export replaces the files that exports have written, from the same instance, and no others.
#[tokio::test(flavor = "multi_thread")]
async fn what_an_export_has_not_written_is_not_replaced() {
    let (one, other, folder) = (sandbox(20, 1).await, sandbox(5, 2).await, tempfile::tempdir().unwrap());
    let web = folder.path().join("web");
    std::fs::create_dir(&web).unwrap();
    for manifest in [r#"{"name": "My web app"}"#, "[1]", "no JSON"] {
        std::fs::write(web.join("manifest.json"), manifest).unwrap();
        refused(export(&one, &["Contacts"], Format::Csv, &web).await, "is no manifest of vtql's");
        assert_eq!(std::fs::read_to_string(web.join("manifest.json")).unwrap(), manifest);
    }
    std::fs::remove_file(web.join("manifest.json")).unwrap();
    std::fs::write(web.join("Contacts.csv"), "my,own,data").unwrap();
    refused(export(&one, &["Contacts"], Format::Csv, &web).await, "Contacts.csv was written by no export");
    refused(resume(&one, &["Contacts"], Format::Csv, &web).await, "Contacts.csv was written by no export");
    assert_eq!(std::fs::read_to_string(web.join("Contacts.csv")).unwrap(), "my,own,data");
    // Those of exports are, also when others were made in between, and when one of them was not completed.
    let out = folder.path().join("crm");
    export(&one, &["Contacts"], Format::Csv, &out).await.unwrap();
    let leads = export(&one, &["Leads"], Format::Csv, &out).await.unwrap();
    assert!(leads.earlier_files.iter().eq([Path::new("Contacts.csv")]));
    let (client, watch) = client(&one, Interface::Rest);
    let failing = Export::new(client, watch, Format::Csv, &out).modules(["Leads", "NoModule"]).jobs(1);
    failing.run().await.unwrap_err();
    assert!(!out.join("manifest.json").exists());
    refused(export(&other, &["Contacts"], Format::Csv, &out).await, "give another folder");
    let both = export(&one, &["Contacts", "Leads"], Format::Csv, &out).await.unwrap();
    assert!(both.earlier_files.is_empty());
    refused(export(&other, &["Contacts"], Format::Csv, &out).await, "give another folder");
    let database = folder.path().join("crm.sqlite");
    export(&one, &["Contacts"], Format::Sqlite, &database).await.unwrap();
    refused(export(&other, &["Contacts"], Format::Sqlite, &database).await, "give another place");
    assert_eq!(count(&database, "Contacts"), Some(20));
}

/// A file that is gone is written again, and a manifest stands beside the files that it tells of only.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_of_files_is_so() {
    let (sandbox, folder) = (sandbox(20, 1).await, tempfile::tempdir().unwrap());
    let out = folder.path().join("crm");
    let manifest = export(&sandbox, &["Contacts", "Leads"], Format::Csv, &out).await.unwrap();
    std::fs::remove_file(out.join("Leads.csv")).unwrap();
    let again = resume(&sandbox, &["Contacts", "Leads"], Format::Csv, &out).await.unwrap();
    assert_eq!(again.modules["Leads"].files, manifest.modules["Leads"].files);
    assert!(out.join("Leads.csv").exists());
    // One that fails under way has replaced a file: the manifest of the files before says nothing true any more.
    let (client, watch) = client(&sandbox, Interface::Rest);
    let failing = Export::new(client, watch, Format::Csv, &out).modules(["Contacts", "NoModule"]).jobs(1);
    failing.run().await.unwrap_err();
    assert!(!out.join("manifest.json").exists());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_link_leads_to_the_file_and_a_device_is_none() {
    let (sandbox, folder) = (sandbox(20, 1).await, tempfile::tempdir().unwrap());
    let at = |name: &str| folder.path().join(name);
    for (link, format) in
        [("l.sqlite", Format::Sqlite), ("l.csv", Format::Csv), ("l.parquet", Format::Parquet)]
    {
        std::os::unix::fs::symlink(at(&format!("real-{link}")), at(link)).unwrap();
        output(&sandbox, "select id, lastname from Contacts", format, &at(link)).await.unwrap();
        assert!(at(link).is_symlink() && at(&format!("real-{link}")).is_file(), "{link}");
    }
    std::os::unix::fs::symlink(at("m.sqlite"), at("ml.sqlite")).unwrap();
    sync_of(&sandbox, &["Leads"], Format::Sqlite, &at("ml.sqlite")).run().await.unwrap();
    let held = crate::lock::Lock::take(&at(".m.sqlite.lock"), &at("m.sqlite")).unwrap();
    let outcome = sync_of(&sandbox, &["Leads"], Format::Sqlite, &at("ml.sqlite")).run().await;
    assert!(matches!(outcome, Err(Error::Locked(_))), "{outcome:?}");
    drop(held);
    let outcome =
        output(&sandbox, "select id, lastname from Contacts", Format::Csv, Path::new("/dev/null")).await;
    refused(outcome, "is no file");
}

/// Both are whole at any time, and the last one stays.
#[tokio::test(flavor = "multi_thread")]
async fn two_queries_to_one_file_are_in_each_others_way_nowhere() {
    let (sandbox, folder) = (sandbox(2_000, 1).await, tempfile::tempdir().unwrap());
    for (name, format) in
        [("x.sqlite", Format::Sqlite), ("x.csv", Format::Csv), ("x.parquet", Format::Parquet)]
    {
        let path = folder.path().join(name);
        let (slow, quick) = tokio::join!(
            output(&sandbox, "select id, lastname from Contacts", format, &path),
            output(&sandbox, "select id, lastname from Leads", format, &path),
        );
        assert_eq!((slow.unwrap(), quick.unwrap()), (2_000, 30), "{name}");
        let left = std::fs::read_dir(folder.path()).unwrap();
        let left: Vec<_> = left.map(|it| it.unwrap().file_name()).collect();
        assert_eq!(left, [name], "nothing is left beside it");
        std::fs::remove_file(path).unwrap();
    }
}

/// What answers have and the description has not is told.
#[tokio::test(flavor = "multi_thread")]
async fn fields_that_are_left_out_are_told() {
    let (sandbox, folder) = (sandbox(20, 1).await, tempfile::tempdir().unwrap());
    for (format, name) in [(Format::Csv, "files"), (Format::Sqlite, "crm.sqlite")] {
        let out = folder.path().join(name);
        let manifest = export(&sandbox, &["HelpDesk", "Contacts"], format, &out).await.unwrap();
        assert_eq!(manifest.modules["HelpDesk"].fields_unknown, ["update_log"], "{format}");
        assert!(manifest.modules["Contacts"].fields_unknown.is_empty());
    }
}

/// Who could not read a file cannot read the one that takes its place, nor what it is made of.
#[cfg(unix)]
#[tokio::test]
async fn what_takes_the_place_of_a_private_file_is_private() {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| metadata(path).unwrap().permissions().mode() & 0o777;
    let (sandbox, folder) = (sandbox(20, 1).await, tempfile::tempdir().unwrap());
    let formats = [Format::Csv, Format::Jsonl, Format::Parquet, Format::Sqlite];
    for format in formats {
        let out = folder.path().join(format!("export.{format}"));
        let file =
            if format == Format::Sqlite { out.clone() } else { out.join(format!("Contacts.{format}")) };
        for private in [0o600, 0o640, 0o400] {
            export(&sandbox, &["Contacts"], format, &out).await.unwrap();
            set_permissions(&file, Permissions::from_mode(private)).unwrap();
            export(&sandbox, &["Contacts"], format, &out).await.unwrap();
            assert_eq!(mode(&file), private, "{format}");
            std::fs::remove_file(&file).unwrap();
        }
        let file = folder.path().join(format!("query.{format}"));
        std::fs::write(&file, "").unwrap();
        set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        output(&sandbox, "select id, lastname from Contacts", format, &file).await.unwrap();
        assert_eq!(mode(&file), 0o600, "{format}");
    }
    // While it is made, too.
    let columns = {
        let module = client(&sandbox, Interface::Rest).0.describe("Contacts").await.unwrap();
        Columns::of_fields(&module, ["id", "lastname"], Misfits::Raw)
    };
    for format in [Format::Csv, Format::Jsonl] {
        let file = folder.path().join(format!("made.{format}"));
        std::fs::write(&file, "").unwrap();
        set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        let made = crate::format::open(
            &file,
            format,
            &columns,
            FormatOptions::default(),
            crate::format::Mark::default(),
        );
        let made = made.unwrap();
        assert_eq!(mode(&crate::format::partial(&file)), 0o600, "{format}");
        drop(made);
    }
}

/// What a process left of files of changes that it did not complete goes with the next ones.
#[tokio::test]
async fn files_of_changes_leave_nothing_unfinished_behind() {
    let (sandbox, folder) = (sandbox(5, 1).await, tempfile::tempdir().unwrap());
    let mirror = folder.path().join("mirror");
    let run = || sync_of(&sandbox, &["Contacts"], Format::Parquet, &mirror).run();
    run().await.unwrap();
    let changes = mirror.join("changes/Contacts");
    std::fs::create_dir_all(changes.join(".000000000329.parquet.partial.parts")).unwrap();
    std::fs::write(changes.join(".000000000328.parquet.partial"), "begun").unwrap();
    std::fs::write(changes.join("mine.txt"), "kept").unwrap();
    let writer = client(&sandbox, Interface::Rest).0;
    let contact = serde_json::json!({ "lastname": "new", "assigned_user_id": "19x1" });
    writer.create("Contacts", &contact).await.unwrap();
    run().await.unwrap();
    let names = std::fs::read_dir(&changes).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() == 2 && names[0].ends_with("1.parquet") && names[1] == "mine.txt", "{names:?}");
}
