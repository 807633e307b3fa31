//! `vtql lsp` over standard input and output, beside `vtql check`.

use crate::vtql::{Served, Workplace, json_lines};
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::BufReader;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use vtql_parser::{Columns, LineIndex};

/// A server and the client's ends of its pipes.
struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next: i32,
}

impl Editor {
    fn start(command: &mut Command, work: &Workplace) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut editor = Editor { child, input, output: BufReader::new(output), next: 0 };
        let root = uri(work, "");
        let capabilities = json!({ "textDocument": { "diagnostic": {} } });
        editor
            .ask("initialize", json!({ "processId": null, "rootUri": root, "capabilities": capabilities }))
            .unwrap();
        editor.tell("initialized", json!({}));
        editor
    }

    fn tell(&mut self, method: &str, params: Value) {
        let message = Message::Notification(Notification { method: method.to_owned(), params });
        message.write(&mut self.input).unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.next += 1;
        let id = RequestId::from(self.next);
        let message = Message::Request(Request { id: id.clone(), method: method.to_owned(), params });
        message.write(&mut self.input).unwrap();
        loop {
            match Message::read(&mut self.output).unwrap().expect("the server answers") {
                Message::Response(response) if response.id == id => {
                    return response.response_result.map_err(|error| serde_json::to_value(error).unwrap());
                }
                _ => {}
            }
        }
    }

    fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Says goodbye; the exit code.
    fn end(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null).unwrap();
        self.tell("exit", Value::Null);
        self.child.wait().unwrap().code()
    }
}

fn uri(work: &Workplace, name: &str) -> String {
    format!("file://{}/{name}", work.path().display())
}

type Places = Vec<(String, (u64, u64), (u64, u64))>;

#[test]
fn codes_and_places_are_those_of_vtql_check() {
    let work = Workplace::new().with_snapshot();
    let corpus = include_str!("../../../tests/corpus/oracle-dev.jsonl");
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (number, line) in corpus.lines().enumerate().step_by(30) {
        let case: Value = serde_json::from_str(line).unwrap();
        let text = case["q"].as_str().unwrap();
        if text.len() < 4_000 {
            texts.insert(format!("q{number}.vtql"), text.to_owned());
        }
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../vtql-hosts/tests/cases");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let end = path.file_stem().unwrap().to_str().unwrap();
        texts.insert(format!("cases.{end}"), std::fs::read_to_string(&path).unwrap());
    }
    assert!(texts.len() > 200, "{}", texts.len());
    for (name, text) in &texts {
        work.write(name, text);
    }
    let checked = work.run(&["check", "--quiet", "--format", "jsonl"]);
    let mut expected: BTreeMap<String, Places> = BTreeMap::new();
    for row in json_lines(&checked.out) {
        let name = row["file"].as_str().unwrap().to_owned();
        let lines = LineIndex::new(&texts[&name]);
        let place = |key: &str| {
            let offset = usize::try_from(row[key]["offset"].as_u64().unwrap()).unwrap();
            let place = lines.position(offset, Columns::Utf16);
            (u64::from(place.line), u64::from(place.column))
        };
        let found = (row["code"].as_str().unwrap().to_owned(), place("start"), place("end"));
        expected.entry(name).or_default().push(found);
    }
    let mut editor = Editor::start(&mut work.command(&["lsp", "--stdio"]), &work);
    let mut findings = 0;
    for (name, text) in &texts {
        let uri = uri(&work, name);
        editor.open(&uri, text);
        let report =
            editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
        let found = report["items"].as_array().unwrap().iter().map(|item| {
            let place =
                |place: &Value| (place["line"].as_u64().unwrap(), place["character"].as_u64().unwrap());
            let range = &item["range"];
            (item["code"].as_str().unwrap().to_owned(), place(&range["start"]), place(&range["end"]))
        });
        let found: Places = found.collect();
        findings += found.len();
        assert_eq!(found, expected.remove(name).unwrap_or_default(), "{name}: {text}");
    }
    assert!(expected.is_empty(), "{expected:?}");
    assert!(findings > 500, "{findings}");
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn a_lens_runs_its_query_on_the_instance_of_the_environment_and_a_snapshot_is_pulled() {
    let work = Workplace::new();
    let served = Served::start(&[]);
    let mut editor = Editor::start(&mut served.command(&work, &["lsp"]), &work);
    let file = uri(&work, "a.vtql");
    editor.open(&file, "select id, lastname from Contacts where lastname != {name} limit 3;");
    let lenses = editor.ask("textDocument/codeLens", json!({ "textDocument": { "uri": file } })).unwrap();
    let run = &lenses[0]["command"];
    assert_eq!(run["title"], "Run");
    let mut argument = run["arguments"][0].clone();
    argument["values"] = json!({ "name": "O'Brien" });
    let rows = editor
        .ask("workspace/executeCommand", json!({ "command": run["command"], "arguments": [argument] }))
        .unwrap();
    assert_eq!((&rows["columns"], rows["rows"].as_array().unwrap().len()), (&json!(["id", "lastname"]), 3));
    let about = json!([{ "uri": file }]);
    let status = editor
        .ask("workspace/executeCommand", json!({ "command": "vtql.status", "arguments": about }))
        .unwrap();
    assert!(status["instance"].as_str().unwrap().contains("127.0.0.1") && status["snapshot"].is_null());
    assert!(!status.to_string().contains(&served.access_key), "the key is never told");
    let pulled = editor
        .ask("workspace/executeCommand", json!({ "command": "vtql.pullSnapshot", "arguments": about }))
        .unwrap();
    assert!(pulled["modules"].as_u64().unwrap() > 20);
    assert!(work.read("vtql.snapshot.json").contains("\"Contacts\""));
    let found = editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": file } })).unwrap();
    assert_eq!(found["items"], json!([]));
    assert_eq!(editor.end(), Some(0));
}
