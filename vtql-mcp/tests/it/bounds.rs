use crate::door::Door;
use serde_json::json;
use std::time::Duration;
use vtql_mcp::{Bounds, Options, estimate};
use vtql_sandbox::Sandbox;

/// How many rows there are: a million with `VTQL_ROWS=1000000`.
fn many() -> usize {
    std::env::var("VTQL_ROWS").map_or(20_000, |rows| rows.parse().unwrap())
}

#[tokio::test]
async fn an_answer_of_many_rows_is_cut_and_says_so() {
    let builder = Sandbox::builder().rows("Leads", many());
    let mut door = Door::on(builder, Options::default(), false).await;
    for query in
        ["select id from Leads", "select * from Leads", "select id, lastname from Leads order by lastname"]
    {
        let before = door.sandbox.requests();
        let answer = door.call("vtql_query", json!({ "query": query, "rows": 1_000_000 })).await;
        let json = answer.json();
        let shown = json["rows"].as_array().unwrap().len();
        assert!(shown <= 500 && shown > 0);
        assert_eq!(json["more"], true);
        assert!(
            json["cut"].as_str().unwrap().starts_with(&format!("{shown} rows are here and there are more"))
        );
        assert!(estimate(&answer.text) <= 6_000, "{}", estimate(&answer.text));
        // What is not shown is not fetched.
        assert!(door.sandbox.requests() - before <= 8, "{}", door.sandbox.requests() - before);
    }
    let count = door.call("vtql_query", json!({ "query": "select count(*) from Leads" })).await.json();
    assert_eq!(count["rows"][0][0], many().to_string());
    door.close().await;
}

#[tokio::test]
async fn answers_keep_to_their_tokens_whatever_rows_hold() {
    let mut door = Door::open(Options::default()).await;
    door.close().await;
    for tokens in [500, 900, 3_000, 6_000] {
        let bounds = Bounds { rows: 500, tokens };
        door = Door::open(Options { bounds, ..Options::default() }).await;
        for module in ["Contacts", "Leads", "Accounts", "HelpDesk", "Invoice", "Products"] {
            for cell in [1, 40, 300, 1_000_000] {
                let arguments =
                    json!({ "query": format!("select * from {module}"), "rows": 500, "cell": cell });
                let answer = door.call("vtql_query", arguments).await;
                assert!(!answer.is_error, "{}", answer.text);
                assert!(!answer.json()["rows"].as_array().unwrap().is_empty());
                let spent = estimate(&answer.text);
                assert!(spent <= tokens, "{module}, cell {cell}: {spent} of {tokens}: {}", answer.text);
            }
        }
        door.close().await;
    }
}

#[tokio::test]
async fn long_values_are_cut_and_can_be_had() {
    let folder = tempfile::tempdir().unwrap();
    let text = "é\"\\\n".repeat(500);
    let row = json!({ "id": "10x1", "lastname": "Long", "description": text });
    std::fs::write(folder.path().join("Leads.jsonl"), row.to_string()).unwrap();
    let builder = Sandbox::builder().load_dir(folder.path());
    let mut door = Door::on(builder, Options::default(), false).await;
    let query = "select description from Leads where lastname = 'Long'";
    let json = door.call("vtql_query", json!({ "query": query })).await.json();
    let shown = json["rows"][0][0].as_str().unwrap();
    assert!(shown.ends_with("…(+1700 characters)"), "{json}");
    assert!(json["cut_values"].as_str().unwrap().contains("`cell`"));
    let json = door.call("vtql_query", json!({ "query": query, "cell": 2_000 })).await.json();
    assert_eq!(json["rows"][0][0].as_str().unwrap().chars().count(), 2_000);
    assert!(json.get("cut_values").is_none());
    door.close().await;
}

#[tokio::test]
async fn the_budget_of_requests_is_kept() {
    for most in [0, 1, 2, 5, 9] {
        let mut door = Door::open(Options { requests: Some(most), ..Options::default() }).await;
        let mut refused = 0;
        for _ in 0..12 {
            let answer =
                door.call("vtql_query", json!({ "query": "select id from Leads", "rows": 250 })).await;
            if answer.is_error {
                assert!(answer.text.contains("budget"), "{}", answer.text);
                refused += 1;
            }
        }
        assert!(refused > 0);
        assert!(door.sandbox.requests() <= most, "{} of {most}", door.sandbox.requests());
        door.close().await;
    }
}

#[tokio::test]
async fn a_call_that_is_given_up_ends() {
    let slow = vtql_sandbox::Faults::none().latency(Duration::from_mins(1));
    let mut door = Door::on(Sandbox::builder().faults(slow), Options::default(), true).await;
    let call = json!({ "name": "vtql_query", "arguments": { "query": "select id from Leads" } });
    door.send(&json!({ "jsonrpc": "2.0", "id": 500, "method": "tools/call", "params": call })).await;
    door.send(
        &json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 500 } }),
    )
    .await;
    // The next call does not wait for it.
    let answer = door.call("vtql_check", json!({ "query": "select id from Leads" })).await;
    assert!(!answer.is_error, "{}", answer.text);
}
