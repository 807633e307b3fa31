use crate::vtql::{Served, Workplace};
use vtql_schema::standard::SNAPSHOT_JSON;

fn served() -> Served {
    Served::start(&["--rows", "Contacts=1"])
}

#[test]
fn a_pulled_snapshot_is_the_one_that_the_sandbox_was_started_with() {
    let work = Workplace::new();
    let ran = served().run(&work, &["snapshot", "pull"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(work.read("vtql.snapshot.json") == SNAPSHOT_JSON, "byte for byte");
    let snapshot = work.path().join("vtql.snapshot.json").display().to_string();
    let again = Served::start(&["--rows", "Contacts=1", "--snapshot", &snapshot]);
    let ran = again.run(&work, &["snapshot", "pull", "--out", "-"]);
    assert!(ran.out == SNAPSHOT_JSON, "and again");
}

/// What `vtql check` misses is what is made.
#[test]
fn a_snapshot_is_written_where_the_settings_look_for_it() {
    let work = Workplace::new();
    work.write("vtql.toml", "snapshot = \"crm/s.json\"\n").write("crm/note", "");
    work.write("q.vtql", "select id from Contacts limit 5");
    assert_eq!(work.run(&["check"]).code, Some(2));
    let ran = served().run(&work, &["snapshot", "pull"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(work.read("crm/s.json") == SNAPSHOT_JSON && !work.path().join("vtql.snapshot.json").exists());
    assert_eq!(work.run(&["check"]).code, Some(0));
}

#[test]
fn chosen_modules_are_pulled_and_the_others_stay() {
    let work = Workplace::new().with_snapshot();
    let stale = SNAPSHOT_JSON.replace("\"label\": \"Last Name\"", "\"label\": \"Surname\"");
    work.write("vtql.snapshot.json", &stale);
    let served = served();
    let pull = |modules: &str| served.run(&work, &["snapshot", "pull", "--module", modules]);
    assert_eq!(pull("Faq,Groups").code, Some(0));
    assert!(work.read("vtql.snapshot.json") == stale, "these were right");
    assert_eq!(pull("Contacts,Leads,Users").code, Some(0));
    assert!(work.read("vtql.snapshot.json") == SNAPSHOT_JSON, "and these are now");
    let ran = pull("Contact");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("did you mean `Contacts`?"), "{}", ran.err);
}

#[test]
fn check_tells_whether_the_file_is_right() {
    let work = Workplace::new().with_snapshot();
    let served = served();
    assert_eq!(served.run(&work, &["snapshot", "pull", "--check"]).code, Some(0));
    let stale = SNAPSHOT_JSON.replace("\"lastname\": { \"type\"", "\"surname\": { \"type\"");
    work.write("vtql.snapshot.json", &stale);
    let ran = served.run(&work, &["snapshot", "pull", "--check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("+        \"lastname\""), "{}", ran.out);
    assert!(work.read("vtql.snapshot.json") == stale, "nothing is written");
}

#[test]
fn a_difference_names_what_breaks_and_the_queries_that_do() {
    let work = Workplace::new().with_snapshot();
    let new =
        SNAPSHOT_JSON.replace("\"lastname\": {", "\"surname\": {").replace("\"lastname\", ", "\"surname\", ");
    work.write("new.json", &new);
    work.write("q/a.vtql", "select id from Faq;\nselect id, lastname from Contacts;\n");
    work.write("q/b.php", "<?php q('select lastname from Contacts;');");
    let args = ["snapshot", "diff", "vtql.snapshot.json", "new.json", "--queries", "q"];
    let ran = work.run(&args);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.out.contains("breaking  Contacts.lastname: renamed to surname"), "{}", ran.out);
    assert!(ran.out.contains("q/a.vtql:2:12"), "{}", ran.out);
    assert!(ran.out.contains("q/b.php:1:17"), "{}", ran.out);
    assert!(ran.err.contains("2 queries break"), "{}", ran.err);
    let ran = work.run(&[&args[..], &["--json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["breaking"], true);
    assert_eq!(report["broken"][0]["module"], "Contacts");
    assert_eq!(report["broken"][0]["reasons"][0]["span"]["start"], 31);
    let ran = work.run(&["snapshot", "diff", "new.json", "new.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""));
}

/// A new state of the instance with one change of each kind.
fn changed() -> String {
    let mut snapshot: serde_json::Value = serde_json::from_str(SNAPSHOT_JSON).unwrap();
    let modules = snapshot["modules"].as_object_mut().unwrap();
    modules.remove("Faq");
    let contacts = modules["Contacts"]["fields"].as_object_mut().unwrap();
    contacts.remove("fax");
    let renamed = contacts.remove("department").unwrap();
    contacts.insert("division".to_owned(), renamed);
    contacts["birthday"] = serde_json::json!({ "type": "string", "label": "Date of Birth" });
    let sources = contacts["leadsource"]["values"].as_array_mut().unwrap();
    sources.retain(|value| value != "Cold Call");
    modules["Contacts"].as_object_mut().unwrap().remove("order");
    snapshot.to_string()
}

#[test]
fn a_difference_names_the_queries_that_each_kind_of_change_breaks() {
    let work = Workplace::new().with_snapshot();
    work.write("new.json", &changed());
    let cases = [
        ("removed in a list", "select id, fax from Contacts limit 5", "`fax`"),
        (
            "removed in a condition",
            "select id from Contacts where (fax = '1' or phone = '1') limit 5",
            "`fax`",
        ),
        ("removed in an order", "select id from Contacts order by fax limit 5", "`fax`"),
        ("renamed", "select id, department from Contacts limit 5", "called `division` now"),
        ("retyped", "select id from Contacts where birthday > {since} limit 5", "of type `string` now"),
        ("retyped, by star", "select * from Contacts limit 5", "of type `string` now"),
        ("value", "select id from Contacts where leadsource = 'Cold Call' limit 5", "`Cold Call`"),
        (
            "value in a list",
            "select id from Contacts where leadsource in ('Partner', 'Cold Call')",
            "`Cold Call`",
        ),
        ("module", "select id, question from Faq limit 5", "no module `Faq`"),
    ];
    for (name, query, _) in &cases {
        work.write(&format!("q/{name}.vtql"), &format!("select id from Leads limit 5;\n{query};\n"));
    }
    work.write("q/intact.vtql", "select id, lastname from Contacts where leadsource = 'Partner' limit 5;\n");
    let args = ["snapshot", "diff", "vtql.snapshot.json", "new.json", "--queries", "q", "--json"];
    let ran = work.run(&args);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let broken = report["broken"].as_array().unwrap();
    for (name, query, reason) in &cases {
        let named: Vec<_> = broken.iter().filter(|it| it["file"] == format!("q/{name}.vtql")).collect();
        assert_eq!(named.len(), 1, "{name}: {broken:#?}");
        assert_eq!(named[0]["span"]["start"], "select id from Leads limit 5;\n".len(), "{name}: {query}");
        assert!(named[0]["reasons"].to_string().contains(reason), "{name}: {}", named[0]);
    }
    assert_eq!(broken.len(), cases.len());
}

/// How each language holds a query.
const HOSTS: &[(&str, &str)] = &[
    ("rs", "fn f() { vtql_wire!(\"Q\"); }\n"),
    ("php", "<?php\n$q = 'Q';\n"),
    ("py", "q = \"Q\"\n"),
    ("js", "const q = `Q`;\n"),
    ("ts", "const q: string = \"Q\";\n"),
    ("java", "class A { String q = \"Q\"; }\n"),
    ("go", "package a\nvar q = `Q`\n"),
    ("rb", "q = \"Q\"\n"),
    ("md", "# A\n\n```vtql\nQ\n```\n"),
];

#[test]
fn a_difference_names_the_broken_queries_in_the_sources_of_programs() {
    let work = Workplace::new().with_snapshot();
    work.write("new.json", &changed());
    let queries = [
        ("select id, fax from Contacts limit 5;", "no field `fax`"),
        ("select id, department from Contacts limit 5;", "called `division` now"),
        ("select id, birthday from Contacts limit 5;", "of type `string` now"),
        ("select id from Contacts where leadsource = 'Cold Call' limit 5;", "`Cold Call`"),
        ("select id, question from Faq limit 5;", "no module `Faq`"),
    ];
    let mut expected = Vec::new();
    for (ending, host) in HOSTS {
        for (number, (query, reason)) in queries.iter().enumerate() {
            // An apostrophe would end the string.
            let query = if *ending == "php" { query.replace('\'', "\\'") } else { (*query).to_owned() };
            let (file, text) = (format!("q/{number}.{ending}"), host.replace('Q', &query));
            expected.push((file.clone(), text.find("select").unwrap(), *reason));
            work.write(&file, &text);
        }
    }
    let ran = work.run(&["snapshot", "diff", "vtql.snapshot.json", "new.json", "--queries", "q", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let broken = report["broken"].as_array().unwrap();
    for (file, start, reason) in &expected {
        let named: Vec<_> = broken.iter().filter(|it| it["file"] == *file).collect();
        assert_eq!(named.len(), 1, "{file}: {broken:#?}");
        assert_eq!(named[0]["span"]["start"], *start, "{file}");
        assert!(named[0]["reasons"].to_string().contains(reason), "{file}: {}", named[0]);
    }
    assert_eq!(broken.len(), expected.len());
}

#[test]
fn the_difference_to_the_server_needs_no_second_file() {
    let work = Workplace::new().with_snapshot();
    let ran = served().run(&work, &["snapshot", "diff", "vtql.snapshot.json", "--against-server"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
}
