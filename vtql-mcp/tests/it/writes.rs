use crate::door::{Answer, Door};
use serde_json::{Value, json};
use vtql_mcp::{Options, Policy};

fn options() -> Options {
    Options { writes: true, ..Options::default() }
}

async fn preview(door: &mut Door, write: Value) -> Answer {
    door.call("vtql_check", json!({ "write": write })).await
}

async fn confirm(door: &mut Door, token: &Value) -> Answer {
    door.call("vtql_query", json!({ "confirm": token })).await
}

fn written(door: &Door) -> u64 {
    let operations = door.operations.lock().unwrap();
    ["create", "update", "revise", "delete"].iter().filter_map(|name| operations.get(*name)).sum()
}

#[tokio::test]
async fn nothing_is_written_unless_the_server_was_started_so() {
    let mut door = Door::open(Options::default()).await;
    let write = json!({ "op": "delete", "module": "Leads", "id": "10x1" });
    let answer = preview(&mut door, write).await;
    assert_eq!(answer.codes(), ["READ_ONLY"]);
    assert_eq!(confirm(&mut door, &json!("0".repeat(32))).await.codes(), ["READ_ONLY"]);
    assert_eq!(door.sandbox.requests(), 0);
    door.close().await;
}

#[tokio::test]
async fn a_write_is_previewed_confirmed_and_done_once() {
    let mut door = Door::open(options()).await;
    let first = door
        .call("vtql_query", json!({ "query": "select id, lastname, assigned_user_id from Leads limit 1" }))
        .await;
    let row = first.json()["rows"][0].clone();
    let columns = first.json()["columns"].clone();
    let at = |name: &str| columns.as_array().unwrap().iter().position(|it| it == name).unwrap();
    let (id, owner) = (row[at("id")].clone(), row[at("assigned_user_id")].clone());

    let change = json!({ "op": "update", "module": "Leads", "id": id, "fields": { "lastname": "New" } });
    let shown = preview(&mut door, change.clone()).await.json();
    assert_eq!(shown["changes"]["lastname"], json!({ "from": row[at("lastname")], "to": "New" }), "{shown}");
    assert_eq!((written(&door), &shown["written"]), (0, &json!(false)));
    let done = confirm(&mut door, &shown["confirm"]).await.json();
    assert_eq!(done["written"], true, "{done}");
    assert_eq!(confirm(&mut door, &shown["confirm"]).await.codes(), ["CONFIRM"]);
    assert_eq!(written(&door), 1);
    let query = json!({ "query": "select lastname from Leads where id = {id}", "params": { "id": id } });
    assert!(door.call("vtql_query", query).await.text.contains("\"New\""));

    // Who confirms confirms what was shown: a record that changed meanwhile is left alone.
    let stale = preview(&mut door, change).await.json();
    let other = json!({ "op": "update", "module": "Leads", "id": id, "fields": { "firstname": "Other" } });
    let other = preview(&mut door, other).await.json();
    confirm(&mut door, &other["confirm"]).await;
    assert_eq!(confirm(&mut door, &stale["confirm"]).await.codes(), ["CHANGED"]);
    assert_eq!(written(&door), 2);

    let create = json!({ "op": "create", "module": "Leads", "fields": { "lastname": "Made", "assigned_user_id": owner } });
    let shown = preview(&mut door, create).await.json();
    let made = confirm(&mut door, &shown["confirm"]).await.json();
    let made = made["id"].as_str().unwrap();
    let delete = json!({ "op": "delete", "module": "Leads", "id": made });
    let shown = preview(&mut door, delete).await.json();
    assert_eq!(shown["record"]["lastname"], "Made");
    assert_eq!(written(&door), 3);
    assert_eq!(confirm(&mut door, &shown["confirm"]).await.json()["written"], true);
    assert_eq!(written(&door), 4);
    door.close().await;
}

#[tokio::test]
async fn what_is_wrong_with_a_write_is_told_before_anything_is_sent() {
    let policy = Policy::new(["Leads".parse().unwrap()], ["*.phone".parse().unwrap()]);
    let mut door = Door::open(Options { policy, ..options() }).await;
    let wrong = [
        (
            json!({ "op": "update", "module": "Contacts", "id": "12x1", "fields": { "lastname": "x" } }),
            "NO_MODULE",
        ),
        (
            json!({ "op": "update", "module": "Leads", "id": "12x1", "fields": { "lastname": "x" } }),
            "ARGUMENT",
        ),
        (
            json!({ "op": "update", "module": "Leads", "id": "10x1 or 1", "fields": { "lastname": "x" } }),
            "ARGUMENT",
        ),
        (json!({ "op": "update", "module": "Leads", "id": "10x1", "fields": {} }), "ARGUMENT"),
        (json!({ "op": "update", "module": "Leads", "fields": { "lastname": "x" } }), "ARGUMENT"),
        (
            json!({ "op": "update", "module": "Leads", "id": "10x1", "fields": { "phone": "x" } }),
            "NOT_ALLOWED",
        ),
        (
            json!({ "op": "update", "module": "Leads", "id": "10x1", "fields": { "id": "10x2" } }),
            "NOT_ALLOWED",
        ),
        (
            json!({ "op": "update", "module": "Leads", "id": "10x1", "fields": { "lastnme": "x" } }),
            "NO_FIELD",
        ),
        (
            json!({ "op": "update", "module": "Leads", "id": "10x1", "fields": { "LineItems": "x" } }),
            "NO_FIELD",
        ),
        (
            json!({ "op": "update", "module": "Leads", "id": "10x1", "fields": { "leadsource": "Nowhere" } }),
            "INVALID_ELEMENT",
        ),
        (json!({ "op": "create", "module": "Leads", "fields": { "firstname": "x" } }), "INVALID_ELEMENT"),
        (
            json!({ "op": "create", "module": "Leads", "id": "10x1", "fields": { "lastname": "x" } }),
            "ARGUMENT",
        ),
        (
            json!({ "op": "delete", "module": "Leads", "id": "10x1", "fields": { "lastname": "x" } }),
            "ARGUMENT",
        ),
        (json!({ "op": "drop", "module": "Leads" }), "ARGUMENT"),
    ];
    for (write, code) in wrong {
        let answer = preview(&mut door, write.clone()).await;
        assert!(answer.is_error && answer.codes() == [code], "{write}: {}", answer.text);
    }
    let operations = door.operations.lock().unwrap().clone();
    assert!(
        operations.keys().all(|name| ["listtypes", "describe"].contains(&name.as_str())),
        "{operations:?}"
    );
    door.close().await;
}
