//! Over the corpora of the project: typed, deleted, compared with what the library says that `vtql check` asks.

use crate::client::{Client, pulls};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use vtql_hosts::{FileChecker, Judge};
use vtql_parser::{Columns, Diagnostic, LineIndex};
use vtql_schema::rules::Levels;
use vtql_schema::standard;

const CORPUS: &str = include_str!("../../../tests/corpus/oracle-dev.jsonl");

/// A test run looks at a sample; with `VTQL_CASES` all are looked at.
pub(crate) fn step(usual: usize) -> usize {
    if std::env::var_os("VTQL_CASES").is_some() { 1 } else { usual }
}

pub(crate) fn queries() -> impl Iterator<Item = String> {
    let case = |line: &str| serde_json::from_str::<Value>(line).unwrap()["q"].as_str().unwrap().to_owned();
    CORPUS.lines().map(case)
}

/// Code, start and end of each finding, as the protocol counts.
type Places = Vec<(String, (u64, u64), (u64, u64))>;

fn expected(text: &str, findings: &[Diagnostic]) -> Places {
    let lines = LineIndex::new(text);
    let place = |offset: u32| {
        let place = lines.position(offset as usize, Columns::Utf16);
        (u64::from(place.line), u64::from(place.column))
    };
    findings.iter().map(|it| (it.code.to_string(), place(it.span.start), place(it.span.end))).collect()
}

fn given(items: &[Value]) -> Places {
    let place = |place: &Value| (place["line"].as_u64().unwrap(), place["character"].as_u64().unwrap());
    let finding = |item: &Value| {
        let range = &item["range"];
        (item["code"].as_str().unwrap().to_owned(), place(&range["start"]), place(&range["end"]))
    };
    items.iter().map(finding).collect()
}

#[test]
fn a_query_that_is_typed_and_deleted_has_the_findings_of_its_text_at_every_moment() {
    let (snapshot, levels) = (standard::snapshot().unwrap(), Levels::default());
    let checker = FileChecker::new(Judge::new(&levels).snapshot(Some(&snapshot)));
    let mut client = Client::new(pulls(), &[]);
    let (mut moments, mut version) = (0, 1);
    for (number, query) in queries().step_by(step(400)).enumerate() {
        if query.len() > 2_000 {
            continue;
        }
        let uri = client.open(&format!("{number}.vtql"), "vtql", "");
        let mut text = String::new();
        let lines = |text: &str| {
            let place = LineIndex::new(text).position(text.len(), Columns::Utf16);
            json!({ "line": place.line, "character": place.column })
        };
        let mut check = |client: &mut Client, text: &str| {
            moments += 1;
            let found = given(&client.pull(&uri));
            assert_eq!(found, expected(text, &checker.text(text).diagnostics), "{text}");
        };
        for char in query.chars() {
            let end = lines(&text);
            text.push(char);
            version += 1;
            let change = json!([{ "range": { "start": end, "end": end }, "text": char.to_string() }]);
            client.change(&uri, version, change);
            check(&mut client, &text);
        }
        while text.pop().is_some() {
            version += 1;
            // The end before the change lies where it was.
            let (start, end) = (lines(&text), lines(&query[..next(&query, text.len())]));
            client.change(&uri, version, json!([{ "range": { "start": start, "end": end }, "text": "" }]));
            check(&mut client, &text);
        }
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }
    assert!(moments > 1_000, "{moments}");
}

fn next(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

/// The host files of the project's tests, one a case.
pub(crate) fn host_cases() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vtql-hosts/tests/cases");
    let mut cases = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    for file in files {
        let end = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        for (number, case) in text.split("\n---\n").enumerate() {
            cases.push((PathBuf::from(format!("{end}{number}.{end}")), case.to_owned()));
        }
    }
    assert!(cases.len() >= 20, "{}", cases.len());
    cases
}

#[test]
fn host_files_have_the_findings_that_the_library_gives_and_nothing_panics_in_them() {
    let (snapshot, levels) = (standard::snapshot().unwrap(), Levels::default());
    let checker = FileChecker::new(Judge::new(&levels).snapshot(Some(&snapshot)));
    let mut client = Client::new(pulls(), &[]);
    let mut findings = 0;
    for (path, text) in host_cases() {
        let uri = client.open(path.to_str().unwrap(), "plaintext", &text);
        let full = client.path().join(&path);
        let found = given(&client.pull(&uri));
        assert_eq!(found, expected(&text, &checker.file(Some(&full), &text).findings), "{}", path.display());
        findings += found.len();
        everything(&mut client, &uri, &text);
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }
    assert!(findings > 100, "{findings}");
}

#[test]
fn every_feature_answers_for_every_text_of_the_corpus() {
    let mut client = Client::new(pulls(), &[]);
    let text: Vec<String> = queries().filter(|it| it.len() < 400).step_by(step(60)).collect();
    for chunk in text.chunks(20) {
        let text = chunk.join("\n");
        let uri = client.open("all.vtql", "vtql", &text);
        everything(&mut client, &uri, &text);
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }
}

/// Asks all that can be asked of a document; no answer may be an error.
fn everything(client: &mut Client, uri: &str, text: &str) {
    let document = json!({ "uri": uri });
    let lines = LineIndex::new(text);
    let end = lines.position(text.len(), Columns::Utf16);
    let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": end.line, "character": end.column } });
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    for (method, params) in [
        ("documentSymbol", json!({ "textDocument": document })),
        ("foldingRange", json!({ "textDocument": document })),
        ("codeLens", json!({ "textDocument": document })),
        ("semanticTokens/full", json!({ "textDocument": document })),
        ("inlayHint", json!({ "textDocument": document, "range": whole })),
        ("formatting", json!({ "textDocument": document, "options": options })),
        ("rangeFormatting", json!({ "textDocument": document, "range": whole, "options": options })),
        ("codeAction", json!({ "textDocument": document, "range": whole, "context": { "diagnostics": [] } })),
    ] {
        client
            .request(&format!("textDocument/{method}"), params)
            .unwrap_or_else(|error| panic!("{method}: {error}\n{text}"));
    }
    let places = text.char_indices().map(|(at, _)| at).step_by(text.len() / 12 + 1);
    for at in places {
        let place = lines.position(at, Columns::Utf16);
        let position = json!({ "line": place.line, "character": place.column });
        for method in ["hover", "completion", "signatureHelp", "documentHighlight", "definition"] {
            let params = json!({ "textDocument": document, "position": position });
            client
                .request(&format!("textDocument/{method}"), params)
                .unwrap_or_else(|error| panic!("{method}: {error}\n{text}"));
        }
        let params = json!({ "textDocument": document, "positions": [position] });
        client.request("textDocument/selectionRange", params).unwrap();
    }
}
