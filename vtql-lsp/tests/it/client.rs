//! A client that says what a test says.

use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;
use vtql_lsp::{Options, serve};
use vtql_schema::standard;

pub(crate) struct Client {
    connection: Option<Connection>,
    server: Option<JoinHandle<()>>,
    next: i32,
    /// The findings that were pushed last, by address.
    pub(crate) pushed: HashMap<String, Value>,
    /// What else the server said.
    pub(crate) said: Vec<Message>,
    /// The answer to `initialize`.
    pub(crate) greeting: Value,
    pub(crate) folder: TempDir,
}

/// What a client can do that asks for findings itself.
pub(crate) fn pulls() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}

impl Client {
    /// A client in a folder with the snapshot of a new instance, and other files.
    pub(crate) fn new(capabilities: Value, files: &[(&str, &str)]) -> Self {
        Client::with(capabilities, files, Options::default())
    }

    pub(crate) fn with(capabilities: Value, files: &[(&str, &str)], options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let snapshot = standard::snapshot().unwrap().to_json();
        std::fs::write(folder.path().join("vtql.snapshot.json"), snapshot).unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let (connection, server) = Connection::memory();
        let server = std::thread::spawn(move || serve(&server, options).unwrap());
        let mut client = Client {
            connection: Some(connection),
            server: Some(server),
            next: 0,
            pushed: HashMap::new(),
            said: Vec::new(),
            greeting: Value::Null,
            folder,
        };
        let root = client.uri("");
        let greeting = client.request(
            "initialize",
            json!({
                "processId": null,
                "rootUri": root.clone(),
                "workspaceFolders": [{ "uri": root, "name": "it" }],
                "capabilities": capabilities,
                "initializationOptions": { "debounce": 1 },
            }),
        );
        client.greeting = greeting.unwrap();
        client.notify("initialized", json!({}));
        client
    }

    /// The address of a file of the folder.
    pub(crate) fn uri(&self, name: &str) -> String {
        url::Url::from_file_path(self.folder.path().join(name)).unwrap().to_string()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    fn send(&self, message: impl Into<Message>) {
        self.connection.as_ref().unwrap().sender.send(message.into()).unwrap();
    }

    pub(crate) fn notify(&self, method: &str, params: Value) {
        self.send(Notification { method: method.to_owned(), params });
    }

    /// Asks, and waits for the answer.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params);
        self.answer(&id)
    }

    /// Asks, and does not wait.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> RequestId {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.send(Request { id: id.clone(), method: method.to_owned(), params });
        id
    }

    pub(crate) fn answer(&mut self, wanted: &RequestId) -> Result<Value, Value> {
        loop {
            match self.receive() {
                Message::Response(response) if response.id == *wanted => {
                    return response.response_result.map_err(|error| serde_json::to_value(error).unwrap());
                }
                other => self.take(other),
            }
        }
    }

    /// Waits for the findings of a document at a version.
    pub(crate) fn findings(&mut self, uri: &str, version: i32) -> Value {
        loop {
            if let Some(pushed) = self.pushed.get(uri).filter(|it| it["version"] == version) {
                return pushed["diagnostics"].clone();
            }
            let message = self.receive();
            self.take(message);
        }
    }

    fn receive(&self) -> Message {
        let receiver = &self.connection.as_ref().unwrap().receiver;
        receiver.recv_timeout(Duration::from_mins(2)).expect("the server says something")
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Notification(Notification { method, params })
                if method == "textDocument/publishDiagnostics" =>
            {
                self.pushed.insert(params["uri"].as_str().unwrap().to_owned(), params);
            }
            other => self.said.push(other),
        }
    }

    pub(crate) fn open(&self, name: &str, language: &str, text: &str) -> String {
        let uri = self.uri(name);
        self.open_at(&uri, language, text);
        uri
    }

    pub(crate) fn open_at(&self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub(crate) fn change(&self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The findings that the server gives when it is asked.
    pub(crate) fn pull(&mut self, uri: &str) -> Vec<Value> {
        let report =
            self.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).unwrap();
        assert_eq!(report["kind"], "full");
        report["items"].as_array().unwrap().clone()
    }

    /// Asks about a place: the first one where `text` has the mark `|`, which is no part of the document.
    pub(crate) fn at(&mut self, method: &str, uri: &str, place: (u32, u32)) -> Value {
        let (line, character) = place;
        let position = json!({ "line": line, "character": character });
        self.request(method, json!({ "textDocument": { "uri": uri }, "position": position })).unwrap()
    }
}

/// Says goodbye, and sees that the server ends in peace.
impl Drop for Client {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.request("shutdown", Value::Null).unwrap();
            self.notify("exit", Value::Null);
        }
        self.connection = None;
        let ended = self.server.take().unwrap().join();
        assert!(std::thread::panicking() || ended.is_ok());
    }
}

/// The codes of findings, in order.
pub(crate) fn codes(findings: &Value) -> Vec<&str> {
    findings.as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect()
}

/// The text without its mark `|`, and the place of that.
pub(crate) fn marked(text: &str) -> (String, (u32, u32)) {
    let at = text.find('|').unwrap();
    let before = &text[..at];
    let line = before.matches('\n').count();
    let column: usize = before.rsplit('\n').next().unwrap().chars().map(char::len_utf16).sum();
    let place = (u32::try_from(line).unwrap(), u32::try_from(column).unwrap());
    (format!("{before}{}", &text[at + 1..]), place)
}

/// A text after the edits of the server, as a client applies them.
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let lines = vtql_parser::LineIndex::new(text);
    let offset = |place: &Value| {
        let number = |key: &str| u32::try_from(place[key].as_u64().unwrap()).unwrap();
        let place = vtql_parser::Position { line: number("line"), column: number("character") };
        lines.offset(place, vtql_parser::Columns::Utf16)
    };
    let mut edits: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (offset(&range["start"]), offset(&range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    edits.sort_unstable();
    let mut text = text.to_owned();
    edits.iter().rev().for_each(|(start, end, new)| text.replace_range(*start..*end, new));
    text
}
