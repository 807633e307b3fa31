//! What an editor asks of a `.vtql` file.

use crate::client::{Client, edited, marked, pulls};
use serde_json::{Value, json};

fn actions(client: &mut Client, uri: &str, place: (u32, u32), only: &[&str]) -> Vec<Value> {
    let position = json!({ "line": place.0, "character": place.1 });
    let range = json!({ "start": position, "end": position });
    let context = json!({ "diagnostics": [], "only": only });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    client.request("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
}

fn hover(text: &str) -> String {
    let mut client = Client::new(pulls(), &[]);
    let (text, place) = marked(text);
    let uri = client.open("a.vtql", "vtql", &text);
    let hover = client.at("textDocument/hover", &uri, place);
    hover["contents"]["value"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn hover_tells_what_the_snapshot_and_the_language_know() {
    let field = hover("select id from Leads where leads|ource = 'x'");
    for part in ["**Leads.leadsource**", "Lead Source", "picklist", "`Cold Call`"] {
        assert!(field.contains(part), "{part}: {field}");
    }
    let reference = hover("select acc|ount_id from Contacts");
    assert!(reference.contains("refers to Accounts (`11x…`)"), "{reference}");
    assert!(hover("select id from Con|tacts").contains("module with"));
    assert!(hover("select id from Contacts where account_id = '11|x5'").contains("record of **Accounts**"));
    assert!(hover("select id from Contacts li|mit 5").contains("limit count"));
    assert_eq!(hover("select nosuch| from Contacts"), "");
}

#[test]
fn a_name_is_defined_in_the_snapshot() {
    let mut client = Client::new(pulls(), &[]);
    for (text, at) in
        [("select id from Leads where leads|ource = 'x'", "leadsource"), ("select id from Lea|ds", "Leads")]
    {
        let (text, place) = marked(text);
        let uri = client.open("a.vtql", "vtql", &text);
        let location = client.at("textDocument/definition", &uri, place);
        assert!(location["uri"].as_str().unwrap().ends_with("vtql.snapshot.json"));
        let snapshot = std::fs::read_to_string(client.path().join("vtql.snapshot.json")).unwrap();
        let start = &location["range"]["start"];
        let number = |key: &str| usize::try_from(start[key].as_u64().unwrap()).unwrap();
        let line = snapshot.lines().nth(number("line")).unwrap();
        assert!(line[number("character")..].starts_with(at), "{line}");
        if at == "leadsource" {
            let before: Vec<&str> = snapshot.lines().take(number("line")).collect();
            let module = before.iter().rev().find(|line| line.starts_with("    \"")).unwrap();
            assert!(module.contains("\"Leads\""), "{module}");
        }
    }
}

#[test]
fn a_document_is_laid_out_as_a_whole_and_in_parts() {
    let mut client = Client::new(pulls(), &[]);
    let text = "SELECT id,lastname FROM Contacts -- all\nwhere city='Rome';\nselect  id from Leads;\n";
    let uri = client.open("a.vtql", "vtql", text);
    let options = json!({ "tabSize": 8, "insertSpaces": false });
    let edits = client
        .request("textDocument/formatting", json!({ "textDocument": { "uri": uri }, "options": options }))
        .unwrap();
    let style = vtql_parser::print::Style::default();
    let laid_out = vtql_parser::print::format(text, vtql_parser::Dialect::Surface, &style).unwrap();
    assert_eq!(edited(text, &edits), laid_out);
    let range = json!({ "start": { "line": 2, "character": 3 }, "end": { "line": 2, "character": 3 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "options": options });
    let edits = client.request("textDocument/rangeFormatting", params).unwrap();
    let expected = "SELECT id,lastname FROM Contacts -- all\nwhere city='Rome';\nselect id\nfrom Leads;\n";
    assert_eq!(edited(text, &edits), expected);
    client.change(&uri, 2, json!([{ "text": "selec id from" }]));
    let edits = client
        .request("textDocument/formatting", json!({ "textDocument": { "uri": uri }, "options": options }))
        .unwrap();
    assert_eq!(edits, json!([]), "a text with errors is left as it is");
}

#[test]
fn the_settings_of_the_project_are_those_of_the_layout_and_of_the_levels() {
    let toml = "[fmt]\nkeywords = \"upper\"\n[levels]\nV301 = \"allow\"\n";
    let mut client = Client::new(pulls(), &[("sub/vtql.toml", toml)]);
    let text = "select id from Leads where city like '%a'";
    let uri = client.open("sub/deep/a.vtql", "vtql", text);
    assert!(client.pull(&uri).is_empty(), "the folder need not be there");
    let options = json!({ "tabSize": 8, "insertSpaces": false });
    let edits = client
        .request("textDocument/formatting", json!({ "textDocument": { "uri": uri }, "options": options }))
        .unwrap();
    assert_eq!(edited(text, &edits), "SELECT id\nFROM Leads\nWHERE city LIKE '%a';\n");
    let other = client.open("a.vtql", "vtql", text);
    assert_eq!(client.pull(&other).len(), 1);
}

#[test]
fn findings_can_be_fixed_ignored_and_all_fixed() {
    let mut client = Client::new(pulls(), &[]);
    let (text, place) = marked("select id from Leads where last|nme like '%a' orderby city;");
    let uri = client.open("a.vtql", "vtql", &text);
    let found = actions(&mut client, &uri, place, &["quickfix"]);
    let edits = &found[0]["edit"]["documentChanges"][0]["edits"];
    assert_eq!(edited(&text, edits), text.replace("lastnme", "lastname"));
    assert_eq!(found[0]["diagnostics"][0]["code"], "V102");
    let (text, place) = marked("-- note\nselect id from Leads where lastname like '%|a' limit 5;");
    client.change(&uri, 2, json!([{ "text": text }]));
    let found = actions(&mut client, &uri, place, &["quickfix"]);
    let ignore = found.iter().find(|it| it["title"].as_str().unwrap().starts_with("Ignore V301")).unwrap();
    let ignored = edited(&text, &ignore["edit"]["documentChanges"][0]["edits"]);
    assert_eq!(
        ignored,
        "-- note\n-- vtql: allow(V301): the reason\nselect id from Leads where lastname like '%a' limit 5;"
    );
    client.change(&uri, 3, json!([{ "text": ignored }]));
    assert!(client.pull(&uri).is_empty());
}

#[test]
fn a_value_becomes_a_parameter() {
    let mut client = Client::new(pulls(), &[]);
    let (text, place) = marked("select id from Leads where city = 'Ro|me' limit 5;");
    let uri = client.open("a.vtql", "vtql", &text);
    let found = actions(&mut client, &uri, place, &["refactor"]);
    let rewritten = edited(&text, &found[0]["edit"]["documentChanges"][0]["edits"]);
    assert_eq!(rewritten, "select id from Leads where city = {city} limit 5;");
}

#[test]
fn hints_name_the_modules_of_references() {
    let mut client = Client::new(pulls(), &[]);
    let uri =
        client.open("a.vtql", "vtql", "select account_id, city from Contacts where account_id = '11x5'");
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
    let hints = client
        .request("textDocument/inlayHint", json!({ "textDocument": { "uri": uri }, "range": whole }))
        .unwrap();
    let labels: Vec<&str> =
        hints.as_array().unwrap().iter().map(|it| it["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["→ Accounts", "Accounts"]);
    assert_eq!(hints[0]["position"]["character"], 17);
}

#[test]
fn signatures_folds_selections_and_highlights_follow_the_text() {
    let mut client = Client::new(pulls(), &[]);
    for (text, label, active) in [
        ("select id from Leads where city in ('a', |", "city in (value, more values…)", 1),
        ("select id from Leads where city not in (|", "city in (value, more values…)", 0),
        ("select id from Leads where annualrevenue between 5 and |", "annualrevenue between low and high", 1),
        ("select id from Leads limit |", "limit count", 0),
        ("select id from Leads limit 10, |", "limit offset, count", 1),
    ] {
        let (text, place) = marked(text);
        let uri = client.open("a.vtql", "vtql", &text);
        let help = client.at("textDocument/signatureHelp", &uri, place);
        assert_eq!(
            (&help["signatures"][0]["label"], &help["activeParameter"]),
            (&json!(label), &json!(active))
        );
    }
    let (text, place) = marked("/* two\nlines */\nselect id, ci|ty\nfrom Leads\nwhere city = 'Rome';");
    let uri = client.open("b.vtql", "vtql", &text);
    let ask = json!({ "textDocument": { "uri": uri } });
    let folds = client.request("textDocument/foldingRange", ask).unwrap();
    let lines: Vec<_> =
        folds.as_array().unwrap().iter().map(|it| (it["startLine"].clone(), it["endLine"].clone())).collect();
    assert_eq!(lines, [(json!(0), json!(1)), (json!(2), json!(4))]);
    let highlights = client.at("textDocument/documentHighlight", &uri, place);
    assert_eq!(highlights.as_array().unwrap().len(), 2);
    let position = json!({ "line": place.0, "character": place.1 });
    let params = json!({ "textDocument": { "uri": uri }, "positions": [position] });
    let selected = client.request("textDocument/selectionRange", params).unwrap();
    let mut range = &selected[0];
    let mut sizes = Vec::new();
    while !range.is_null() {
        sizes.push(range["range"].clone());
        range = &range["parent"];
    }
    assert_eq!(sizes[0]["start"]["character"], 11, "the word");
    assert!(sizes.len() >= 4, "word, list, query, text: {sizes:?}");
}

#[test]
fn commands_tell_the_wire_text_and_the_state_without_any_network() {
    let mut client = Client::new(pulls(), &[]);
    let uri = client.open("a.vtql", "vtql", "select id from Leads where not (city = 'Rome')");
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": uri } })).unwrap();
    let copy = &lenses[1]["command"];
    let run = |client: &mut Client, command: &Value, arguments: Value| {
        client.request("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
    };
    let text = run(&mut client, &copy["command"], copy["arguments"].clone()).unwrap();
    assert_eq!(text, "select id from Leads where city != 'Rome';");
    let explained = run(&mut client, &lenses[0]["command"]["command"], copy["arguments"].clone()).unwrap();
    assert!(explained.as_str().unwrap().contains("city != 'Rome'"));
    let status = run(&mut client, &json!("vtql.status"), json!([{ "uri": uri }])).unwrap();
    assert!(status["snapshot"].as_str().unwrap().ends_with("vtql.snapshot.json"));
    assert_eq!((&status["snapshotAgeInDays"], &status["instance"]), (&json!(0), &Value::Null));
    let none = run(&mut client, &json!("vtql.run"), copy["arguments"].clone()).unwrap_err();
    assert!(none["message"].as_str().unwrap().contains("without an instance"));
    assert!(run(&mut client, &json!("rm -rf"), json!([])).is_err());
}
