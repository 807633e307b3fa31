//! What the page asks for.

use super::served::Served;
use serde_json::{Value, json};

fn events<'a>(lines: &'a [Value], name: &str) -> Vec<&'a Value> {
    lines.iter().filter(|line| line["event"] == name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_tells_its_plan_its_columns_and_every_row_once() {
    let served = Served::new().await;
    let lines = served.run(json!({ "text": "select lastname, account_id from Contacts" })).await;
    assert_eq!(events(&lines, "plan")[0]["plan"]["plan"], "keyset");
    let columns: Vec<(&str, &str)> = events(&lines, "columns")[0]["columns"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (it["name"].as_str().unwrap(), it["type"].as_str().unwrap_or_default()))
        .collect();
    assert!(
        columns.contains(&("lastname", "string")) && columns.contains(&("account_id", "reference")),
        "{columns:?}"
    );
    let id = columns.iter().position(|(name, _)| *name == "id").unwrap();
    let rows = events(&lines, "rows").into_iter().flat_map(|it| it["rows"].as_array().unwrap());
    let mut ids: Vec<&str> = rows.map(|row| row[id].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 250);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 250);
    assert_eq!(lines.last().unwrap()["rows"], 250);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_query_is_told_and_nothing_is_sent() {
    let served = Served::new().await;
    for (text, code) in [
        ("select lastnme from Contacts", "V102"),
        ("select id from Contcts", "V101"),
        ("select id frm Contacts", "V0"),
        ("", ""),
    ] {
        let lines = served.run(json!({ "text": text })).await;
        let error = &lines.last().unwrap()["error"];
        assert_eq!(error["code"], "QUERY", "{lines:?}");
        let codes: Vec<&str> = error["findings"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| it["code"].as_str().unwrap())
            .collect();
        assert!(code.is_empty() || codes.iter().any(|it| it.starts_with(code)), "{text}: {codes:?}");
        let planned = served.ask("POST", "/api/plan").json(&json!({ "text": text })).send().await.unwrap();
        assert_eq!(planned.status(), 422);
    }
    assert_eq!(served.sandbox.requests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_server_is_told_with_what_came_before() {
    let served = Served::new().await;
    served.sandbox.set_faults(vtql_sandbox::Faults::none().error_rate(1.0));
    let lines = served.run(json!({ "text": "select id from Contacts limit 1" })).await;
    let error = &lines.last().unwrap()["error"];
    assert!(error["message"].as_str().is_some_and(|it| !it.is_empty()), "{lines:?}");
    served.sandbox.set_faults(vtql_sandbox::Faults::none());
    let lines = served.run(json!({ "text": "select id from Contacts limit 1" })).await;
    assert_eq!(lines.last().unwrap()["rows"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn history_saved_queries_and_tabs_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = Some(folder.path().to_owned());
    let first = Served::with(|settings| settings.data.clone_from(&data)).await;
    for text in ["select id from Contacts limit 1", "select id from Leads limit 2", "select nothing"] {
        first.run(json!({ "text": text })).await;
    }
    let saved = json!([{ "name": "mine", "text": "select id from Leads" }]);
    let tabs = json!({ "sheets": [{ "title": "a", "text": "b" }], "current": 0 });
    assert_eq!(first.ask("PUT", "/api/saved").json(&saved).send().await.unwrap().status(), 200);
    assert_eq!(first.ask("PUT", "/api/tabs").json(&tabs).send().await.unwrap().status(), 200);
    drop(first);
    let again = Served::with(|settings| settings.data = data).await;
    assert_eq!(again.get("/api/saved").await, saved);
    assert_eq!(again.get("/api/tabs").await, tabs);
    let texts = |found: Value| -> Vec<String> {
        found.as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap().to_owned()).collect()
    };
    let all = texts(again.get("/api/history").await);
    assert_eq!(all, ["select nothing", "select id from Leads limit 2", "select id from Contacts limit 1"]);
    assert_eq!(texts(again.get("/api/history?search=LIMIT%20leads").await), ["select id from Leads limit 2"]);
    assert_eq!(again.ask("DELETE", "/api/history").send().await.unwrap().status(), 200);
    assert_eq!(again.get("/api/history").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_of_an_export_is_a_file_of_all_rows() {
    let served = Served::new().await;
    for (format, begins) in
        [("csv", &b"lastname"[..]), ("jsonl", b"{\""), ("parquet", b"PAR1"), ("sqlite", b"SQLite format 3")]
    {
        let wanted = json!({ "text": "select lastname from Contacts", "format": format });
        let answer = served.ask("POST", "/api/export").json(&wanted).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{format}");
        let name = format!("attachment; filename=\"Contacts.{format}\"");
        assert_eq!(answer.headers()["content-disposition"], name.as_str());
        let bytes = answer.bytes().await.unwrap();
        assert!(bytes.starts_with(begins), "{format}: {:?}", &bytes[..20]);
        if format == "jsonl" {
            assert_eq!(String::from_utf8_lossy(&bytes).lines().count(), 250);
        }
    }
    for format in ["postgres", "exe", "../x"] {
        let wanted = json!({ "text": "select lastname from Contacts", "format": format });
        let answer = served.ask("POST", "/api/export").json(&wanted).send().await.unwrap();
        assert_eq!(answer.status(), 400, "{format}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_told_with_labels_types_and_references() {
    let served = Served::new().await;
    let lines = served.run(json!({ "text": "select id from Contacts limit 1" })).await;
    let id = events(&lines, "rows")[0]["rows"][0][0].as_str().unwrap().to_owned();
    let record = served.get(&format!("/api/record/{id}")).await;
    assert_eq!((record["id"].as_str(), record["module"].as_str()), (Some(id.as_str()), Some("Contacts")));
    let field =
        |name: &str| record["fields"].as_array().unwrap().iter().find(|it| it["name"] == name).unwrap();
    assert_eq!(field("account_id")["refersTo"], json!(["Accounts"]));
    assert_eq!(field("lastname")["label"], "Last Name");
    assert_eq!(served.get("/api/record/nonsense").await["error"]["code"], "ID");
}
