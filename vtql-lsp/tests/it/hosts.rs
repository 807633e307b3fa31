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
