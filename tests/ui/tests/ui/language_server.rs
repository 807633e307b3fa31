//! rust-analyzer, asked about a program as an editor asks it.

use crate::package::{Package, target};
use serde_json::{Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/library");

/// How long everything may take, the compilation of the macros included.
const PATIENCE: Duration = Duration::from_mins(10);

/// What the protocol calls a field of a struct among the things that are offered.
const FIELD: u8 = 5;

/// Stands at the cursor in a program.
pub(crate) const CURSOR: char = '^';

/// Whether there is a rust-analyzer. One that is there and does not run fails the test in CI.
fn is_installed() -> bool {
    let Ok(version) = Command::new("rust-analyzer").arg("--version").output() else { return false };
    let said = String::from_utf8_lossy(&version.stderr);
    // The stand-in that rustup installs for tools that are not there.
    let is_stand_in = said.contains("Unknown binary") || said.contains("rustup component add");
    let runs = version.status.success();
    let is_broken = !runs && !is_stand_in;
    assert!(!is_broken || std::env::var_os("CI").is_none(), "rust-analyzer does not run: {said}");
    runs
}

/// An editor with one file open. Each question shows it the program that the question is about.
pub(crate) struct Editor {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    deadline: Instant,
    /// What the server last said of itself.
    status: Value,
    asked: u64,
    shown: u64,
    uri: String,
}

impl Editor {
    /// Opens the program of a package, when there is a rust-analyzer.
    pub(crate) fn open(package: &Package) -> Option<Self> {
        if !is_installed() {
            return None;
        }
        let folder = package.path("");
        let mut process = Command::new("rust-analyzer")
            .current_dir(&folder)
            .env_remove("RUSTFLAGS")
            .env_remove("VTQL_SNAPSHOT")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut editor = Editor {
            process,
            input,
            messages,
            deadline: Instant::now() + PATIENCE,
            status: Value::Null,
            asked: 0,
            shown: 0,
            uri: uri(&package.path("src/main.rs")),
        };
        editor.start(&folder);
        Some(editor)
    }

    fn start(&mut self, folder: &Path) {
        let environment = json!({ "CARGO_NET_OFFLINE": "true", "CARGO_TARGET_DIR": target() });
        let settings = json!({
            "cargo": {
                "sysrootSrc": LIBRARY,
                "extraEnv": environment,
                "buildScripts": { "enable": true, "useRustcWrapper": false },
            },
            "procMacro": { "enable": true },
            "cachePriming": { "enable": false },
            "checkOnSave": false,
        });
        let resolved = json!({ "properties": ["documentation", "detail"] });
        let capabilities = json!({
            "experimental": { "serverStatusNotification": true },
            "textDocument": {
                "hover": { "contentFormat": ["plaintext"] },
                "completion": { "completionItem": { "resolveSupport": resolved } },
            },
        });
        let parameters = json!({
            "processId": null,
            "rootUri": uri(folder),
            "capabilities": capabilities,
            "initializationOptions": settings,
        });
        self.ask("initialize", &parameters);
        self.notify("initialized", &json!({}));
        while self.status["quiescent"] != true {
            self.receive();
        }
        assert_eq!(self.status["health"], "ok", "{}", self.status);
    }

    /// What hovering over the cursor shows; nothing at all is empty.
    pub(crate) fn hover(&mut self, program: &str) -> String {
        let place = self.show(program);
        let answer = self.ask("textDocument/hover", &place);
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// The lines, counted from 0, and texts that a definition of what is at the cursor has in the program.
    pub(crate) fn definitions(&mut self, program: &str) -> Vec<(usize, String)> {
        let place = self.show(program);
        let answer = self.ask("textDocument/definition", &place);
        let places = answer.as_array().cloned().unwrap_or_default();
        let in_program = places.iter().filter(|place| place["uri"] == self.uri.as_str());
        let text = program.replace(CURSOR, "");
        in_program
            .map(|place| {
                let [start, end] = ["start", "end"].map(|end| &place["range"][end]);
                let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
                let line = number(&start["line"]);
                let columns = number(&start["character"])..number(&end["character"]);
                (line, text.lines().nth(line).unwrap()[columns].to_owned())
            })
            .collect()
    }

    /// The fields that are offered at the cursor.
    pub(crate) fn fields(&mut self, program: &str) -> Vec<String> {
        self.completions(program).iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }

    /// The documentation of a field that is offered at the cursor.
    pub(crate) fn documentation(&mut self, program: &str, field: &str) -> Option<String> {
        let items = self.completions(program);
        let resolved = self.ask("completionItem/resolve", items.iter().find(|item| item["label"] == field)?);
        resolved["documentation"]["value"].as_str().map(str::to_owned)
    }

    fn completions(&mut self, program: &str) -> Vec<Value> {
        let place = self.show(program);
        let answer = self.ask("textDocument/completion", &place);
        let mut items = answer.get("items").unwrap_or(&answer).as_array().cloned().unwrap_or_default();
        items.retain(|item| item["kind"] == FIELD);
        items
    }

    /// What is wrong with the program.
    pub(crate) fn diagnostics(&mut self, program: &str) -> Vec<String> {
        let place = self.show(program);
        let answer = self.ask("textDocument/diagnostic", &json!({ "textDocument": place["textDocument"] }));
        let items = answer["items"].as_array().unwrap();
        items.iter().map(|item| item["message"].as_str().unwrap().to_owned()).collect()
    }

    /// Shows a program; returns the place of the cursor in it.
    fn show(&mut self, program: &str) -> Value {
        let text = program.replace(CURSOR, "");
        self.shown += 1;
        let document = json!({ "uri": self.uri, "languageId": "rust", "version": self.shown, "text": text });
        if self.shown == 1 {
            self.notify("textDocument/didOpen", &json!({ "textDocument": document }));
        } else {
            let changes = json!([{ "text": text }]);
            let parameters = json!({ "textDocument": document, "contentChanges": changes });
            self.notify("textDocument/didChange", &parameters);
        }
        let before = program.split(CURSOR).next().unwrap_or_default();
        let (line, start) = (before.matches('\n').count(), before.rfind('\n').map_or(0, |at| at + 1));
        json!({
            "textDocument": { "uri": self.uri },
            "position": { "line": line, "character": before.len() - start },
        })
    }

    fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        self.asked += 1;
        let question = json!({ "jsonrpc": "2.0", "id": self.asked, "method": method, "params": parameters });
        self.send(&question);
        loop {
            let mut message = self.receive();
            if message["id"] == self.asked && message.get("method").is_none() {
                assert!(message.get("error").is_none(), "{method}: {message}");
                return message["result"].take();
            }
        }
    }

    fn notify(&mut self, method: &str, parameters: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }));
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).unwrap();
        self.input.flush().unwrap();
    }

    /// The next message. Questions of the server's are answered with nothing.
    fn receive(&mut self) -> Value {
        let left = self.deadline.saturating_duration_since(Instant::now());
        let message = self.messages.recv_timeout(left).unwrap_or_else(|error| {
            panic!("rust-analyzer says nothing more: {error}; of itself it said {}", self.status)
        });
        if message.get("method").is_some() && message.get("id").is_some() {
            self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
        }
        if message["method"] == "experimental/serverStatus" {
            self.status = message["params"].clone();
        }
        message
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The next message of a server; `None` when it is gone.
fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|read| *read > 0)?;
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("Content-Length:") {
            length = value.trim().parse().ok()?;
        }
    }
    let mut text = Vec::new();
    let read: io::Result<usize> = output.by_ref().take(length).read_to_end(&mut text);
    read.ok()?;
    serde_json::from_slice(&text).ok()
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
