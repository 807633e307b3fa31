use crate::door::Door;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use vtql_mcp::Options;

#[tokio::test]
async fn nothing_is_sent_before_the_first_call() {
    let mut door = Door::open(Options::default()).await;
    for method in ["tools/list", "resources/list", "resources/templates/list", "prompts/list", "ping"] {
        let answer = door.ask(method, json!({})).await;
        assert!(answer.get("result").is_some(), "{method}: {answer}");
    }
    for uri in ["vtql://rules", "vtql://rules/V102", "vtql://language"] {
        let answer = door.ask("resources/read", json!({ "uri": uri })).await;
        assert!(answer["result"]["contents"][0]["text"].as_str().unwrap().len() > 100, "{answer}");
    }
    assert_eq!(door.sandbox.requests(), 0);
    door.call("vtql_schema", json!({})).await;
    assert_eq!(door.sandbox.requests(), 1);
    door.close().await;
}

#[tokio::test]
async fn resources_show_the_schema_and_prompts_are_filled_in_once() {
    let mut door = Door::open(Options::default()).await;
    let modules = door.ask("resources/read", json!({ "uri": "vtql://schema" })).await;
    assert!(modules["result"]["contents"][0]["text"].as_str().unwrap().contains("\nContacts\n"));
    let module = door.ask("resources/read", json!({ "uri": "vtql://schema/Contacts" })).await;
    assert!(module["result"]["contents"][0]["text"].as_str().unwrap().contains("lastname*"));
    for uri in ["vtql://schema/Nothing", "vtql://rules/V999", "file:///etc/passwd", ""] {
        let answer = door.ask("resources/read", json!({ "uri": uri })).await;
        assert!(answer.get("error").is_some(), "{uri}: {answer}");
    }

    let get = json!({ "name": "fix-query", "arguments": { "query": "select {query} {module}" } });
    let prompt = door.ask("prompts/get", get).await;
    let text = prompt["result"]["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(text.ends_with("select {query} {module}"), "{text}");
    let count = json!({ "name": "count-by", "arguments": { "module": "Leads", "field": "rating" } });
    let prompt = door.ask("prompts/get", count).await;
    let text = prompt["result"]["messages"][0]["content"]["text"].as_str().unwrap();
    assert!(text.contains("from Leads where rating = {value}"), "{text}");
    for wrong in [json!({ "name": "fix-query" }), json!({ "name": "none" })] {
        assert!(door.ask("prompts/get", wrong).await.get("error").is_some());
    }
    door.close().await;
}

#[tokio::test]
async fn every_line_has_an_answer_and_the_last_may_lack_its_end() {
    let mut door = Door::open(Options::default()).await;
    let long = format!("{{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"{}\"}}", "x".repeat(5 << 20));
    for line in [long.as_str(), "[]", "7", "\"\"", "{\"jsonrpc\":\"2.0\",\"id\":1}"] {
        door.send_line(line.as_bytes()).await;
        let answer = door.receive().await;
        assert!(answer.get("error").is_some(), "{}: {answer}", &line[..line.len().min(40)]);
    }
    let answer = door.ask("tools/call", json!({ "name": "no_such_tool", "arguments": {} })).await;
    assert!(answer.get("error").is_some(), "{answer}");
    // Many calls at once are answered each.
    for id in 1000..1040 {
        let call = json!({ "name": "vtql_query", "arguments": { "query": "select id from Leads limit 1" } });
        door.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": call })).await;
    }
    let last = json!({ "jsonrpc": "2.0", "id": 9999, "method": "tools/list" }).to_string();
    door.input.write_all(last.as_bytes()).await.unwrap();
    door.input.shutdown().await.unwrap();
    let mut ids = Vec::new();
    while let Some(line) = door.output.next_line().await.unwrap() {
        let answer: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert!(answer.get("result").is_some(), "{line}");
        ids.push(answer["id"].as_u64().unwrap());
    }
    ids.sort_unstable();
    let expected: Vec<u64> = (1000..1040).chain([9999]).collect();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn arguments_that_a_tool_does_not_have_are_refused() {
    let mut door = Door::open(Options::default()).await;
    let wrong = [
        ("vtql_schema", json!({ "modul": "Contacts" })),
        ("vtql_schema", json!({ "fields": ["id"] })),
        ("vtql_schema", json!({ "module": 7 })),
        ("vtql_check", json!({})),
        ("vtql_query", json!({})),
        ("vtql_query", json!({ "query": "select id from Leads", "limit": 7 })),
        ("vtql_query", json!({ "query": "select id from Leads", "rows": -1 })),
        ("vtql_query", json!({ "query": ["select id from Leads"] })),
        ("vtql_query", json!({ "query": "x".repeat(70_000) })),
    ];
    for (tool, arguments) in wrong {
        let answer = door.call(tool, arguments.clone()).await;
        assert!(answer.is_error && answer.codes() == ["ARGUMENT"], "{tool} {arguments}: {}", answer.text);
    }
    assert_eq!(door.sandbox.requests(), 0);
    door.close().await;
}
