//! Statements of other kinds, names, files.

use crate::support::{Instance, mirror, small};

#[tokio::test(flavor = "multi_thread")]
async fn names_are_found_in_any_case_of_letters() {
    let instance = Instance::of(small()).await;
    for text in [
        "select LastName from contacts limit 1",
        "select lastname from \"Contacts\" limit 1",
        "select \"lastname\" from CRM.CONTACTS limit 1",
        "select \"LastName\" from crm.contacts limit 1",
        "select c.\"LASTNAME\" from vtiger.crm.Contacts c limit 1",
        "select hdnGrandTotal from Invoice limit 1",
        "select \"hdnGrandTotal\" from invoice limit 1",
    ] {
        let (rows, _) = instance.run(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(rows.len(), 1, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_about_modules_is_in_tables() {
    let instance = Instance::of(small()).await;
    for (text, expected) in [
        ("select label from crm_meta.modules where module = 'Contacts'", "Contacts"),
        ("select type from crm_meta.fields where module = 'Contacts' and field = 'birthday'", "date"),
        (
            "select refers_to from crm_meta.relations where module = 'Contacts' and field = 'account_id'",
            "Accounts",
        ),
        (
            "select value from crm_meta.picklists where module = 'Potentials' and value = 'Closed Won'",
            "Closed Won",
        ),
    ] {
        let (rows, queries) = instance.run(text).await.unwrap();
        assert_eq!(rows, [[Some(expected.to_owned())]], "{text}");
        assert_eq!(queries.len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_are_refused_with_a_reason() {
    let instance = Instance::of(small()).await;
    for text in [
        "insert into contacts (lastname) values ('x')",
        "update contacts set lastname = 'x'",
        "delete from contacts",
        "drop schema crm",
    ] {
        let error = instance.run(text).await.unwrap_err();
        assert_eq!(error.code(), "REFUSED", "{text}: {error}");
        assert!(error.help().is_some());
    }
    assert_eq!(instance.sandbox.log().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_is_wrong_is_told() {
    let instance = Instance::of(small()).await;
    for text in [
        "",
        ";",
        "select",
        "select nosuch from contacts",
        "select * from nosuch",
        "select 1; select 2",
        "select * from contacts where lastname = ",
    ] {
        let error = instance.run(text).await.unwrap_err();
        assert_eq!(error.code(), "SQL", "{text}: {error}");
    }
    let deep = format!("select {}1{}", "(".repeat(20_000), ")".repeat(20_000));
    assert!(instance.run(&deep).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn files_join_with_modules() {
    let instance = Instance::of(small()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (_, _) = instance
        .run(&format!("copy (select id, accountname from accounts) to '{}'", path("a.parquet")))
        .await
        .unwrap();
    let (_, _) = instance
        .run(&format!("copy (select id, accountname from accounts) to '{}'", path("a.csv")))
        .await
        .unwrap();
    mirror(&instance.sandbox, &["Accounts"], &folder.path().join("m.sqlite")).await;
    instance.session.attach("mirror", &folder.path().join("m.sqlite")).await.unwrap();
    let (expected, _) =
        instance.run("select count(*) from contacts c join accounts a on c.account_id = a.id").await.unwrap();
    assert_ne!(expected, [[Some("0".to_owned())]]);
    for table in
        [format!("'{}'", path("a.parquet")), format!("'{}'", path("a.csv")), "mirror.accounts".to_owned()]
    {
        let text = format!("select count(*) from contacts c join {table} a on c.account_id = a.id");
        let (rows, _) = instance.run(&text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(rows, expected, "{text}");
    }
    let (_, _) = instance.run("create table mine as select id, account_id from contacts").await.unwrap();
    let (rows, queries) = instance.run("select count(*) from mine").await.unwrap();
    assert_eq!((rows, queries.len()), (vec![vec![Some("700".to_owned())]], 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_without_files_reads_and_writes_none() {
    let instance = Instance::with(small(), |settings| settings.files = false).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("x.csv");
    std::fs::write(&file, "a\n1\n").unwrap();
    let file = file.to_string_lossy();
    for text in [
        format!("select * from '{file}'"),
        format!("copy (select 1) to '{file}'"),
        format!("create external table t stored as csv location '{file}'"),
    ] {
        assert!(instance.run(&text).await.is_err(), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_parser_would_misread_is_refused() {
    let instance = Instance::of(small()).await;
    let test = "donotcall is distinct from emailoptout";
    for text in [
        format!("select id from contacts where {test} and donotcall"),
        format!("explain select id from contacts where not {test} or donotcall"),
        format!("select count(*) filter (where {test} or donotcall) from contacts"),
        format!("create view v as select {test} and donotcall from contacts"),
        format!("copy (select {test} and donotcall from contacts) to 'x.csv'"),
    ] {
        let error = instance.run(&text).await.unwrap_err();
        assert!(error.help().is_some_and(|help| help.contains("parentheses")), "{text}: {error}");
    }
    for text in [
        format!("select id from contacts where ({test}) and donotcall limit 1"),
        format!("select id from contacts where donotcall and {test} limit 1"),
    ] {
        instance.run(&text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_module_without_ids_is_in_the_catalog_and_has_no_rows_to_ask_for() {
    let instance = Instance::with(small(), |settings| settings.snapshot = None).await;
    let text = "select count(*) > 100 from information_schema.columns where table_schema = 'crm'";
    let (rows, _) = instance.run(text).await.unwrap();
    assert_eq!(rows, [[Some("true".to_owned())]]);
    let error = instance.run("select * from producttaxes").await.unwrap_err();
    assert!(error.to_string().contains("have no ids"), "{error}");
}
