//! Queries in programs.

use crate::client::{Client, codes, edited, marked, pulls};
use serde_json::{Value, json};

#[test]
fn findings_stand_at_their_word_in_a_string() {
    let mut client = Client::new(pulls(), &[]);
    for (file, language, text) in [
        ("a.php", "php", "<?php\n$rows = $crm->doQuery('select id, lastnme from Contacts limit 5;');\n"),
        ("a.py", "python", "rows = crm.doQuery(\"select id, lastnme from Contacts limit 5;\")\n"),
        (
            "a.ts",
            "typescript",
            "const q = `select id, lastnme from Contacts limit 5;`;\nawait crm.doQuery(q);\n",
        ),
    ] {
        let uri = client.open(file, language, text);
        let found = client.pull(&uri);
        assert_eq!(codes(&Value::Array(found.clone())), ["V102"], "{file}");
        let range = &found[0]["range"];
        let line =
            text.lines().nth(usize::try_from(range["start"]["line"].as_u64().unwrap()).unwrap()).unwrap();
        let column = |place: &Value| usize::try_from(place["character"].as_u64().unwrap()).unwrap();
        assert_eq!(&line[column(&range["start"])..column(&range["end"])], "lastnme");
    }
}

#[test]
fn hover_symbols_tokens_and_lenses_work_in_strings() {
    let mut client = Client::new(pulls(), &[]);
    let (text, place) = marked(
        "<?php\n$rows = $crm->doQuery('select id, last|name from Contacts where city = \\'Rome\\';');\n",
    );
    let uri = client.open("a.php", "php", &text);
    let hover = client.at("textDocument/hover", &uri, place);
    let shown = hover["contents"]["value"].as_str().unwrap();
    assert!(shown.contains("Contacts.lastname") && shown.contains("Last Name"), "{shown}");
    let ask = json!({ "textDocument": { "uri": uri } });
    let symbols = client.request("textDocument/documentSymbol", ask.clone()).unwrap();
    assert_eq!(symbols[0]["name"], "Contacts");
    let lenses = client.request("textDocument/codeLens", ask.clone()).unwrap();
    let titles: Vec<&str> =
        lenses.as_array().unwrap().iter().map(|it| it["command"]["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["Explain", "Copy wire text"], "nothing runs without an instance");
    let tokens = client.request("textDocument/semanticTokens/full", ask).unwrap();
    let data: Vec<u64> = tokens["data"].as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect();
    assert_eq!(data[..5], [1, 23, 6, 0, 0], "`select` on the second line is a keyword");
    assert_eq!(data[3 + 5], 2, "`id` is a property");
}

#[test]
fn fixes_are_written_into_strings_and_into_no_others() {
    let mut client = Client::new(pulls(), &[]);
    let text = "crm.doQuery('select id from Contacts orderby lastname limit 5;')\nx = 'orderby'\n";
    let uri = client.open("a.py", "python", text);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 2, "character": 0 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": whole, "context": { "diagnostics": [], "only": ["source.fixAll"] } });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let change = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["version"], 1);
    let fixed = edited(text, &change["edits"]);
    assert_eq!(fixed, "crm.doQuery('select id from Contacts order by lastname limit 5;')\nx = 'orderby'\n");
}

#[test]
fn a_query_of_several_lines_is_laid_out_where_it_stands() {
    let mut client = Client::new(pulls(), &[]);
    let text = "crm.doQuery(\"\"\"\n    select id,lastname\n      from Contacts where city='Rome' limit 5;\n\"\"\")\n";
    let uri = client.open("a.py", "python", text);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 4, "character": 0 } });
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let params = json!({ "textDocument": { "uri": uri }, "range": whole, "options": options });
    let edits = client.request("textDocument/rangeFormatting", params).unwrap();
    assert_eq!(
        edited(text, &edits),
        "crm.doQuery(\"\"\"\n    select id, lastname\n    from Contacts\n    where city = 'Rome'\n    limit 5;\n\"\"\")\n"
    );
}

#[test]
fn a_query_is_extracted_to_a_file_with_parameters_for_what_is_filled_in() {
    let mut client = Client::new(pulls(), &[]);
    let text = "by_city = crm.doQuery(f\"select id from Contacts where mailingcity = '{city}' limit 5;\")\n";
    let uri = client.open("a.py", "python", text);
    let range = json!({ "start": { "line": 0, "character": 30 }, "end": { "line": 0, "character": 30 } });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [], "only": ["refactor.extract"] } });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let changes = &actions[0]["edit"]["documentChanges"];
    assert_eq!(changes[0]["kind"], "create");
    let text = changes[1]["edits"][0]["newText"].as_str().unwrap();
    assert_eq!(text, "select id\nfrom Contacts\nwhere mailingcity = {city}\nlimit 5;\n");
}

/// What a client is offered to extract at a place of a document that is called so.
fn extractions(client: &mut Client, file: &str, language: &str, marked_text: &str) -> (String, Vec<Value>) {
    let (text, (line, character)) = marked(marked_text);
    let uri = client.open(file, language, &text);
    let place = json!({ "line": line, "character": character });
    let range = json!({ "start": place, "end": place });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [], "only": ["refactor.extract"] } });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    (text, actions.as_array().unwrap().clone())
}

fn refuses() -> Value {
    json!({ "textDocument": { "diagnostic": {}, "codeAction": { "disabledSupport": true } } })
}

#[test]
fn the_query_of_a_macro_is_replaced_by_the_file_that_it_is_extracted_to() {
    let mut client = Client::new(refuses(), &[("app/Cargo.toml", "[package]\nname = \"app\"\n")]);
    for (written, replaced, expected) in [
        (
            "vtql!(\"select id fr|om Contacts where mailingcity = {city.trim()} limit 5\")",
            "vtql_file!(\"src/crm/contacts.vtql\")",
            "select id\nfrom Contacts\nwhere mailingcity = {city.trim()}\nlimit 5;\n",
        ),
        (
            "vtql_client::vtql!(select id from Contacts| where mailingcity = {city} and lastname like \"S%\" limit 1_000)",
            "vtql_client::vtql_file!(\"src/crm/contacts.vtql\")",
            "select id\nfrom Contacts\nwhere mailingcity = {city}\n  and lastname like 'S%'\nlimit 1000;\n",
        ),
        (
            "crate::vtql! {\n    r#\"\n    select id -- the key\n    from Contacts where lastname = \"|a\";\n    \"#,\n}",
            "crate::vtql_file!(\"src/crm/contacts.vtql\")",
            "select id -- the key\nfrom Contacts\nwhere lastname = 'a';\n",
        ),
    ] {
        let program = |call: &str| format!("fn f(city: &str) {{\n    let in_rome = {call};\n}}\n");
        let (text, actions) = extractions(&mut client, "app/src/crm/a.rs", "rust", &program(written));
        assert_eq!(actions.len(), 1, "{written}: {actions:?}");
        assert_eq!(actions[0]["title"], "Extract the query to contacts.vtql");
        let changes = &actions[0]["edit"]["documentChanges"];
        assert!(changes[0]["uri"].as_str().unwrap().ends_with("/app/src/crm/contacts.vtql"));
        assert_eq!(changes[1]["edits"][0]["newText"], expected);
        assert_eq!(changes[2]["textDocument"]["version"], 1);
        assert_eq!(edited(&text, &changes[2]["edits"]), program(replaced));
    }
}

#[test]
fn a_query_that_no_file_can_replace_is_copied_and_the_reason_told() {
    let mut client = Client::new(refuses(), &[("app/Cargo.toml", "[package]\nname = \"app\"\n")]);
    for (file, language, text, reason) in [
        (
            "a.py",
            "python",
            "rows = crm.doQuery('select id fr|om Contacts limit 5;')\n",
            "Python has nothing that reads",
        ),
        (
            "app/a.rs",
            "rust",
            "fn f() { vtql_as!(Row, \"select id fr|om Contacts limit 5\"); }",
            "takes the place of `vtql!` alone",
        ),
        (
            "app/b.rs",
            "rust",
            "fn f() { vtql!(select id /* key */ fr|om Contacts limit 5); }",
            "without comments",
        ),
        ("c.rs", "rust", "fn f() { vtql!(\"select id fr|om Contacts limit 5\"); }", "Cargo.toml"),
    ] {
        let (_, actions) = extractions(&mut client, file, language, text);
        let titles: Vec<&str> = actions.iter().map(|it| it["title"].as_str().unwrap()).collect();
        assert_eq!(titles.len(), 2, "{file}: {actions:?}");
        assert!(titles[0].starts_with("Copy the query to "), "{file}: {titles:?}");
        assert_eq!(
            actions[0]["edit"]["documentChanges"].as_array().unwrap().len(),
            2,
            "the program stays as it is"
        );
        let refusal = actions[1]["disabled"]["reason"].as_str().unwrap();
        assert!(refusal.contains(reason), "{file}: {refusal}");
        assert!(actions[1].get("edit").is_none());
    }
    let mut client = Client::new(pulls(), &[]);
    let (_, actions) =
        extractions(&mut client, "a.py", "python", "crm.doQuery('select id fr|om Contacts limit 5;')\n");
    assert_eq!(actions.len(), 1, "a client that does not show what is refused is offered what can be done");
}
