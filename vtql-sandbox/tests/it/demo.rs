//! The demo data.

use crate::support::Http;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use vtql_sandbox::{Sandbox, default_snapshot};
use vtql_schema::Snapshot;
use vtql_schema::types::Domain;

/// All records of a module, a page at a time, by their ids: the offset counts line items.
async fn all(http: &Http, module: &str) -> Vec<HashMap<String, Option<String>>> {
    let mut rows: Vec<HashMap<String, Option<String>>> = Vec::new();
    loop {
        let last = rows.last().and_then(|row| row["id"].clone()).unwrap_or_else(|| "1x0".to_owned());
        let query = format!("select * from {module} where id > '{last}' order by id limit 100;");
        let page = http.query(&query).await.rows();
        if page.is_empty() {
            return rows;
        }
        rows.extend(page.into_iter().map(|row| row.0.into_iter().collect()));
    }
}

#[tokio::test]
async fn totals_of_demo_records_are_those_of_their_line_items() {
    let sandbox = Sandbox::builder().rows("Contacts", 5).start().await.unwrap();
    let http = Http::new(&sandbox);
    let mut with_items = 0;
    for row in http.query("select id from Invoice;").await.rows() {
        let invoice = http.get("retrieve", &[("id", row.get("id").unwrap())]).await.result();
        let number = |value: &serde_json::Value| value.as_str().unwrap().parse::<f64>().unwrap();
        let details = invoice["LineItems_FinalDetails"].as_object().unwrap();
        let net = |(place, item): (&String, &serde_json::Value)| {
            item.get(format!("netPrice{place}")).map_or(0.0, number)
        };
        let sum: f64 = details.iter().map(net).sum();
        assert!((sum - number(&invoice["hdnSubTotal"])).abs() < 0.1, "{invoice}");
        with_items += usize::from(!invoice["LineItems"].as_array().unwrap().is_empty());
    }
    assert!(with_items > 0);
}

#[tokio::test]
async fn demo_records_are_complete_and_refer_to_each_other() {
    let sandbox = Sandbox::builder().rows("Contacts", 300).start().await.unwrap();
    let http = Http::new(&sandbox);
    let snapshot = default_snapshot();
    let mut records = HashMap::new();
    for module in snapshot.modules().iter().filter(|module| module.field("id").is_some()) {
        let rows = all(&http, &module.name).await;
        assert!(!rows.is_empty(), "{} has records", module.name);
        records.insert(module.name.clone(), rows);
    }
    let mut ids: HashSet<&str> = HashSet::new();
    let mut numbers = HashSet::new();
    for module in snapshot.modules() {
        for row in records.get(&module.name).into_iter().flatten() {
            let id = row["id"].as_deref().unwrap();
            assert!(ids.insert(id), "{id} is one record");
            if module.is_entity && module.name != "Users" {
                assert!(numbers.insert(id.split_once('x').unwrap().1), "{id} has a number of its own");
            }
        }
    }
    for module in snapshot.modules() {
        for row in records.get(&module.name).into_iter().flatten() {
            for field in module.fields() {
                let Some(value) = row.get(&field.name) else { continue };
                let value = value.as_deref().unwrap_or_default();
                let place = || format!("{}.{} = {value:?} of {:?}", module.name, field.name, row["id"]);
                assert!(!field.mandatory || !value.is_empty() || field.name == "roleid", "{}", place());
                match field.domain() {
                    Domain::Reference | Domain::Owner if !value.is_empty() => {
                        assert!(ids.contains(value), "{}", place());
                        let prefix = value.split_once('x').unwrap().0.parse().unwrap();
                        let target = &snapshot.module_of_prefix(prefix).unwrap().name;
                        let owners = ["Users".to_owned(), "Groups".to_owned()];
                        let allowed = if field.refers_to.is_empty() { &owners[..] } else { &field.refers_to };
                        assert!(allowed.contains(target), "{}", place());
                    }
                    _ if field.ty.name() == "picklist" && !value.is_empty() => {
                        assert!(field.picklist.is_empty() || field.offers(value), "{}", place());
                    }
                    _ => {}
                }
            }
        }
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_data() {
    let mut bodies = Vec::new();
    for seed in [5, 5, 6] {
        let sandbox = Sandbox::builder().seed(seed).rows("Contacts", 50).start().await.unwrap();
        bodies.push(Http::new(&sandbox).query("select * from Contacts order by id;").await.body);
    }
    assert_eq!(bodies[0], bodies[1]);
    assert_ne!(bodies[0], bodies[2]);
}

#[tokio::test]
async fn there_are_2500_contacts_unless_told_and_some_are_nasty() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let http = Http::new(&sandbox);
    assert_eq!(http.query("select count(*) from Contacts;").await.result()[0]["count"], "2500");
    for pattern in ["%''%", "%\\\\\\\\%", "%\\%%", "%\\_%", "% "] {
        let answer =
            http.query(&format!("select lastname from Contacts where lastname like '{pattern}';")).await;
        assert!(!answer.rows().is_empty(), "{pattern}");
    }
    let emoji = http.query("select lastname from Contacts where lastname = '😀 emoji 🎉';").await.result();
    assert_ne!(emoji, Value::Array(Vec::new()));
}

#[tokio::test]
async fn rows_of_a_module_that_is_not_there_are_an_error() {
    let error = Sandbox::builder().rows("Contcts", 5).start().await.unwrap_err();
    assert_eq!(error.to_string(), "the snapshot has no module `Contcts`");
}

#[tokio::test]
async fn records_can_be_loaded_in_part_and_kept_in_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let contacts =
        "{\"id\":\"12x7\",\"lastname\":\"Ünique\"}\n\n{\"lastname\":\"Numberless\",\"nosuch\":\"x\"}\n";
    std::fs::write(dir.path().join("Contacts.jsonl"), contacts).unwrap();
    let file = dir.path().join("sandbox.sqlite");
    let sandbox = Sandbox::builder().load_dir(dir.path()).file(&file).start().await.unwrap();
    let query = "select id, lastname, birthday, donotcall from Contacts order by id;";
    let loaded = Http::new(&sandbox).query(query).await;
    assert_eq!(loaded.rows().len(), 2);
    assert!(loaded.body.contains(r#"{"id":"12x7","lastname":"Ünique","birthday":null,"donotcall":"0"}"#));
    assert_eq!(Http::new(&sandbox).get("me", &[]).await.result()["user_name"], "admin");
    let left_out = sandbox.left_out();
    assert!(
        left_out.len() == 1
            && left_out[0].ends_with("jsonl:3: `Contacts` has no field `nosuch`, which is left out"),
        "{left_out:?}"
    );
    let other = Sandbox::builder().file(&file).start().await.unwrap_err();
    assert!(other.is_data() && other.to_string().starts_with("another sandbox serves "), "{other}");
    #[cfg(unix)]
    {
        let link = dir.path().join("link.sqlite");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert!(Sandbox::builder().file(&link).start().await.is_err(), "served by another name");
    }
    sandbox.shutdown().await;
    let again = Sandbox::builder().file(&file).start().await.unwrap();
    let http = Http::new(&again);
    assert_eq!(http.query(query).await.body, loaded.body);
    let element = [("elementType", "Contacts"), ("element", r#"{"lastname":"a","assigned_user_id":"19x1"}"#)];
    let gone = http.post("create", &element).await.result()["id"].clone();
    http.post("delete", &[("id", gone.as_str().unwrap())]).await;
    again.shutdown().await;

    // No id comes again.
    let later = Sandbox::builder().file(&file).start().await.unwrap();
    assert_ne!(Http::new(&later).post("create", &element).await.result()["id"], gone);
    later.shutdown().await;

    std::fs::write(dir.path().join("Contacts.jsonl"), "{\"id\":\"12x7\"}\n{\"id\":\"12x7\"}\n").unwrap();
    let error = Sandbox::builder().load_dir(dir.path()).start().await.unwrap_err();
    assert!(
        error.is_data() && error.to_string().ends_with("Contacts.jsonl:2: the id `12x7` comes twice"),
        "{error}"
    );
    std::fs::write(dir.path().join("Contacts.jsonl"), "{\"id\":\"12x7\"}\n{broken\n").unwrap();
    let error = Sandbox::builder().load_dir(dir.path()).start().await.unwrap_err();
    assert!(error.is_data() && error.to_string().contains("Contacts.jsonl:2: "), "{error}");
}

#[tokio::test]
async fn a_snapshot_of_one_module_is_enough() {
    let standard = default_snapshot();
    let contacts = standard.module("Contacts").unwrap().clone();
    let builder =
        Sandbox::builder().snapshot(vtql_schema::Snapshot::from_modules([contacts])).rows("Contacts", 3);
    let sandbox = builder.start().await.unwrap();
    let http = Http::new(&sandbox);
    assert_eq!(http.get("me", &[]).await.result()["id"], "19x1");
    let owned = http.query("select lastname from Contacts where assigned_user_id = '19x1';").await;
    assert_eq!(owned.rows().len(), 3);
    let element = r#"{"lastname":"New","assigned_user_id":"19x1"}"#;
    let created = http.post("create", &[("elementType", "Contacts"), ("element", element)]).await.result();
    assert_eq!(created["assigned_user_id"], "19x1");
}

#[tokio::test]
async fn what_is_dumped_loads_again_and_is_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::builder().rows("Contacts", 150).start().await.unwrap();
    let dumped = sandbox.dump_dir(dir.path().join("new")).await.unwrap();
    let loaded = Sandbox::builder().load_dir(dir.path().join("new")).start().await.unwrap();
    assert_eq!(loaded.dump_dir(dir.path().join("again")).await.unwrap(), dumped);
    for entry in std::fs::read_dir(dir.path().join("new")).unwrap() {
        let name = entry.unwrap().file_name();
        let read = |folder: &str| std::fs::read_to_string(dir.path().join(folder).join(&name)).unwrap();
        assert!(read("new") == read("again"), "{} is the same", name.display());
    }
    let file = dir.path().join("new/Contacts.jsonl");
    assert!(sandbox.dump_dir(file).await.unwrap_err().is_data());
}

#[tokio::test]
async fn a_taken_port_is_an_error_that_says_so() {
    let one = Sandbox::builder().rows("Contacts", 1).start().await.unwrap();
    let error = Sandbox::builder().rows("Contacts", 1).port(one.address().port()).start().await.unwrap_err();
    assert!(error.is_address(), "{error}");
}

/// A snapshot with fewer fields in one module.
fn without(snapshot: &Snapshot, module: &str, fields: &[&str]) -> Snapshot {
    let mut json: serde_json::Value = serde_json::from_str(&snapshot.to_json()).unwrap();
    let modules = json["modules"].as_object_mut().unwrap();
    let of_module = modules.get_mut(module).unwrap();
    of_module["order"].as_array_mut().unwrap().retain(|field| !fields.contains(&field.as_str().unwrap()));
    fields
        .iter()
        .for_each(|field| drop(of_module["fields"].as_object_mut().unwrap().remove(*field).unwrap()));
    Snapshot::from_json(&json.to_string()).unwrap()
}

#[tokio::test]
async fn a_file_is_served_with_the_schema_that_it_was_made_for_or_more() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("sandbox.sqlite");
    let whole = vtql_sandbox::default_snapshot();
    let less = without(&whole, "Contacts", &["email", "fax"]);
    let query = "select id, lastname, phone, mailingcity from Contacts order by id;";
    let start = |snapshot: &Snapshot| {
        Sandbox::builder().snapshot(snapshot.clone()).rows("Contacts", 30).file(&file).start()
    };
    let sandbox = start(&less).await.unwrap();
    let before = Http::new(&sandbox).query(query).await.body;
    sandbox.shutdown().await;

    let sandbox = start(&whole).await.unwrap();
    let http = Http::new(&sandbox);
    assert_eq!(http.query(query).await.body, before);
    let emails = http.query("select email from Contacts where email = ' ';").await.rows();
    assert_eq!(emails.len(), 30);
    let element = r#"{"lastname":"New","email":"new@example.com","assigned_user_id":"19x1"}"#;
    let new = http.post("create", &[("elementType", "Contacts"), ("element", element)]).await.result();
    assert!(!before.contains(new["id"].as_str().unwrap()));
    let after = http.query(query).await.body;
    sandbox.shutdown().await;

    let error = start(&less).await.unwrap_err();
    assert!(error.is_data() && error.to_string().contains("it has the field `Contacts.email`"), "{error}");
    let again = start(&whole).await.unwrap();
    assert_eq!(Http::new(&again).query(query).await.body, after);
    again.shutdown().await;

    let foreign = dir.path().join("foreign.sqlite");
    std::fs::write(
        &foreign,
        b"no database at all, whatever it is called; longer than a header of SQLite would be",
    )
    .unwrap();
    assert!(Sandbox::builder().file(&foreign).start().await.is_err());
}

#[tokio::test]
async fn documents_have_texts_and_contacts_pictures() {
    let sandbox = Sandbox::builder().rows("Contacts", 5).start().await.unwrap();
    let http = Http::new(&sandbox);
    let contents = async |id: &str| {
        let record = http.get("retrieve", &[("id", id)]).await.result();
        let file =
            http.get("files_retrieve", &[("id", record["imageattachmentids"].as_str()?)]).await.result();
        let contents = file["filecontents"].as_str().unwrap();
        let contents = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, contents).unwrap();
        assert_eq!(file["filesize"], contents.len());
        Some((file["filename"].as_str().unwrap().to_owned(), contents))
    };
    let documents =
        http.query("select id, filename, filelocationtype, filesize from Documents;").await.rows();
    let mut texts = 0;
    for document in &documents {
        let found = contents(document.get("id").unwrap()).await;
        assert_eq!(found.is_some(), document.get("filelocationtype") == Some("I"), "{document:?}");
        let Some((name, text)) = found else { continue };
        assert_eq!(document.get("filename"), Some(name.as_str()));
        assert_eq!(document.get("filesize"), Some(text.len().to_string().as_str()));
        assert!(String::from_utf8(text).unwrap().lines().count() > 20);
        texts += 1;
    }
    assert!(texts > 5 && texts < documents.len());
    let contacts = http.query("select id, imagename from Contacts;").await.rows();
    for contact in &contacts {
        let (name, picture) = contents(contact.get("id").unwrap()).await.unwrap();
        assert_eq!(contact.get("imagename"), Some(name.as_str()));
        assert!(picture.starts_with(b"BM") && picture.len() == 54 + 24 * 24 * 3);
    }
}
