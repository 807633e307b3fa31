//! A sandbox, a server before it, and a client that speaks the protocol by hand.

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;
use vtql_client::Client;
use vtql_mcp::{Budget, Instance, Options, Trouble, serve};
use vtql_sandbox::{Sandbox, SandboxBuilder};
use vtql_schema::Snapshot;
use vtql_schema::rules::Levels;

/// The sandbox as a program hands it in.
#[derive(Debug)]
pub(crate) struct OnSandbox {
    pub(crate) url: String,
    pub(crate) user: String,
    pub(crate) key: String,
    pub(crate) snapshot: Option<Snapshot>,
}

impl OnSandbox {
    pub(crate) fn of(sandbox: &Sandbox, snapshot: Option<Snapshot>) -> Self {
        let (url, user, key) = (sandbox.url(), sandbox.user().to_owned(), sandbox.access_key().to_owned());
        OnSandbox { url, user, key, snapshot }
    }
}

impl Instance for OnSandbox {
    fn client(&self, budget: Budget) -> Result<Client, Trouble> {
        let builder = Client::builder().url(&self.url).user(&self.user).access_key(self.key.as_str());
        builder.hook(budget).build().map_err(|error| Trouble::new("CONFIG", error.to_string()))
    }

    fn snapshot(&self) -> Result<Option<Snapshot>, Trouble> {
        Ok(self.snapshot.clone())
    }

    fn levels(&self) -> Result<Levels, Trouble> {
        Ok(Levels::default())
    }
}

/// How often each operation was asked for, however many requests there were.
pub(crate) type Operations = Arc<Mutex<BTreeMap<String, u64>>>;

pub(crate) struct Door {
    pub(crate) sandbox: Sandbox,
    pub(crate) operations: Operations,
    pub(crate) input: WriteHalf<DuplexStream>,
    pub(crate) output: Lines<BufReader<ReadHalf<DuplexStream>>>,
    server: JoinHandle<Result<(), Trouble>>,
    next: u64,
}

/// What a tool answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) is_error: bool,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The codes of all findings, or of the error.
    pub(crate) fn codes(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().cloned().unwrap_or_default();
        let codes = findings.iter().chain([&json["error"]]).filter_map(|it| it["code"].as_str());
        codes.map(str::to_owned).collect()
    }
}

impl Door {
    /// A server of the usual demo data that asks the sandbox for everything.
    pub(crate) async fn open(options: Options) -> Self {
        Door::on(Sandbox::builder(), options, false).await
    }

    pub(crate) async fn on(builder: SandboxBuilder, options: Options, has_snapshot: bool) -> Self {
        let operations = Operations::default();
        let counted = Arc::clone(&operations);
        let count = move |request: &vtql_sandbox::LoggedRequest| {
            *counted.lock().unwrap().entry(request.operation.clone()).or_default() += 1;
        };
        let sandbox = builder.on_request(count).start().await.unwrap();
        let snapshot = has_snapshot.then(vtql_sandbox::default_snapshot);
        let instance = Arc::new(OnSandbox::of(&sandbox, snapshot));
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(theirs);
        let server = tokio::spawn(serve(instance, options, input, output));
        let (output, input) = tokio::io::split(ours);
        let output = BufReader::new(output).lines();
        let mut door = Door { sandbox, operations, input, output, server, next: 0 };
        let hello = json!({
            "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "0" }
        });
        let told = door.ask("initialize", hello).await;
        assert_eq!(told["result"]["serverInfo"]["name"], "vtql", "{told}");
        door.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).await;
        door
    }

    pub(crate) async fn send(&mut self, message: &Value) {
        self.send_line(message.to_string().as_bytes()).await;
    }

    pub(crate) async fn send_line(&mut self, line: &[u8]) {
        self.input.write_all(line).await.unwrap();
        self.input.write_all(b"\n").await.unwrap();
    }

    pub(crate) async fn receive(&mut self) -> Value {
        let line = self.output.next_line().await.unwrap().expect("the server is there");
        serde_json::from_str(&line).unwrap()
    }

    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        loop {
            let answer = self.receive().await;
            if answer["id"] == id {
                return answer;
            }
        }
    }

    pub(crate) async fn call(&mut self, tool: &str, arguments: Value) -> Answer {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments })).await;
        let result = &answer["result"];
        let text = result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        Answer { is_error: result["isError"] == true, text }
    }

    /// The texts of all queries that were sent.
    pub(crate) fn queries(&self) -> Vec<String> {
        let queries = self.sandbox.log().into_iter().filter(|it| it.operation == "query");
        queries.map(|it| it.subject).collect()
    }

    /// Closes the input, and waits for the server to end.
    pub(crate) async fn close(mut self) -> Sandbox {
        self.input.shutdown().await.unwrap();
        self.server.await.unwrap().unwrap();
        self.sandbox
    }
}
