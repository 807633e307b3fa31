//! The protocol itself.

use crate::client::{Client, codes, pulls};
use lsp_server::Message;
use serde_json::{Value, json};

const WRONG: &str = "select lastnme from Contacts;";

#[test]
fn findings_are_pushed_to_a_client_that_does_not_pull() {
    let mut client = Client::new(json!({}), &[]);
    let uri = client.open("a.vtql", "vtql", WRONG);
    let found = client.findings(&uri, 1);
    assert_eq!(codes(&found), ["V102"]);
    assert_eq!(found[0]["range"]["start"], json!({ "line": 0, "character": 7 }));
    assert_eq!(found[0]["range"]["end"], json!({ "line": 0, "character": 14 }));
    assert_eq!((&found[0]["severity"], &found[0]["source"]), (&json!(1), &json!("vtql")));
    let page = found[0]["codeDescription"]["href"].as_str().unwrap();
    assert!(page.ends_with("docs/rules.md#v102"), "{page}");
    let change = json!([{ "range": { "start": { "line": 0, "character": 12 }, "end": { "line": 0, "character": 12 } }, "text": "a" }]);
    client.change(&uri, 2, change);
    assert_eq!(client.findings(&uri, 2), json!([]));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    // What is closed has no findings.
    client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
    assert_eq!(client.pushed[&uri]["diagnostics"], json!([]));
}

#[test]
fn a_client_that_pulls_is_told_nothing_and_hears_what_has_not_changed() {
    let mut client = Client::new(pulls(), &[]);
    let uri = client.open("a.vtql", "vtql", WRONG);
    let ask = |client: &mut Client, previous: Option<&Value>| {
        let mut params = json!({ "textDocument": { "uri": uri } });
        if let Some(previous) = previous {
            params["previousResultId"] = previous.clone();
        }
        client.request("textDocument/diagnostic", params).unwrap()
    };
    let first = ask(&mut client, None);
    assert_eq!(codes(&first["items"]), ["V102"]);
    assert_eq!(ask(&mut client, Some(&first["resultId"]))["kind"], "unchanged");
    client.change(&uri, 2, json!([{ "text": "select id from Contacts limit 5;" }]));
    let second = ask(&mut client, Some(&first["resultId"]));
    assert_eq!(second["items"], json!([]));
    assert!(client.pushed.is_empty());
}

#[test]
fn columns_are_those_that_were_agreed_on() {
    for (offered, agreed, column) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 42),
        (json!(["utf-16", "utf-8"]), "utf-16", 40),
        (json!(["utf-32"]), "utf-32", 39),
        (json!(["ebcdic"]), "utf-16", 40),
        (Value::Null, "utf-16", 40),
    ] {
        let mut capabilities = pulls();
        capabilities["general"] = json!({ "positionEncodings": offered });
        let mut client = Client::new(capabilities, &[]);
        assert_eq!(client.greeting["capabilities"]["positionEncoding"], agreed);
        let text = "select id from Leads where city='𝄞' and nosuch='x' limit 5;";
        let uri = client.open("a.vtql", "vtql", text);
        let found = client.pull(&uri);
        assert_eq!(found[0]["range"]["start"]["character"], column + 1, "{agreed}: {found:?}");
        // A change behind the wide character hits its place.
        let place = json!({ "line": 0, "character": column + 1 });
        let change = json!([{ "range": { "start": place, "end": place }, "text": "phone='1' and " }]);
        client.change(&uri, 2, change);
        let found = client.pull(&uri);
        assert_eq!(found[0]["range"]["start"]["character"], column + 15);
    }
}

#[test]
fn what_cannot_be_read_is_answered_and_the_server_goes_on() {
    let mut client = Client::new(pulls(), &[]);
    let unknown = client.request("textDocument/nonsense", json!({})).unwrap_err();
    assert_eq!(unknown["code"], -32601);
    let wrong = client.request("textDocument/hover", json!({ "position": "here" })).unwrap_err();
    assert_eq!(wrong["code"], -32602);
    client.notify("textDocument/didChange", json!({ "textDocument": 5 }));
    client.notify("textDocument/didOpen", json!({ "textDocument": { "uri": "no address" } }));
    client.notify("$/setTrace", json!({ "value": "off" }));
    let nowhere = json!({ "uri": "file:///nowhere.vtql", "version": 2 });
    client.notify("textDocument/didChange", json!({ "textDocument": nowhere, "contentChanges": [] }));
    let uri = client.open("a.vtql", "vtql", WRONG);
    assert_eq!(client.pull(&uri).len(), 1);
    // Places beyond the text are its end.
    let far = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    client.change(
        &uri,
        2,
        json!([{ "range": { "start": far, "end": { "line": 0, "character": 0 } }, "text": " " }]),
    );
    for method in ["hover", "completion", "definition", "signatureHelp", "documentHighlight", "prepareRename"]
    {
        let params = json!({ "textDocument": { "uri": uri }, "position": far });
        assert!(client.request(&format!("textDocument/{method}"), params).is_ok(), "{method}");
    }
}

#[test]
fn a_request_that_is_cancelled_is_answered_as_such() {
    let mut client = Client::new(pulls(), &[]);
    let long = format!("select id from Contacts where {};", vec!["lastname = 'x'"; 4_000].join(" or "));
    let uri = client.open("a.vtql", "vtql", &long);
    // All threads are busy with the first ones, so that the last one waits.
    let ask = json!({ "textDocument": { "uri": uri } });
    let ids: Vec<_> = (0..12).map(|_| client.ask("textDocument/semanticTokens/full", ask.clone())).collect();
    let last = ids.last().unwrap().clone();
    client.notify("$/cancelRequest", json!({ "id": 13 }));
    let answers: Vec<_> = ids.iter().map(|id| client_answer(&mut client, id)).collect();
    let _ = last;
    let cancelled = answers.last().unwrap();
    let is_cancelled = cancelled.as_ref().is_err_and(|error| error["code"] == -32800);
    assert!(is_cancelled || cancelled.is_ok(), "{cancelled:?}");
    assert!(answers[..11].iter().all(Result::is_ok));
}

fn client_answer(client: &mut Client, id: &lsp_server::RequestId) -> Result<Value, Value> {
    let known = client.said.iter().position(|it| matches!(it, Message::Response(it) if it.id == *id));
    match known.map(|at| client.said.remove(at)) {
        Some(Message::Response(response)) => {
            response.response_result.map_err(|error| serde_json::to_value(error).unwrap())
        }
        _ => client.answer(id),
    }
}

#[test]
fn documents_need_not_be_files() {
    let mut client = Client::new(pulls(), &[]);
    client.open_at("untitled:Untitled-1", "vtql", WRONG);
    let found = client.pull("untitled:Untitled-1");
    assert_eq!(found[0]["code"], "V102", "the snapshot of the workspace's folder is known");
    client.open_at(
        "untitled:Untitled-2",
        "php",
        "<?php $crm->doQuery('select lastnme from Contacts limit 5;');",
    );
    assert_eq!(client.pull("untitled:Untitled-2")[0]["code"], "V102");
    client.open_at("untitled:Untitled-3", "plaintext", WRONG);
    assert!(client.pull("untitled:Untitled-3").is_empty());
}
