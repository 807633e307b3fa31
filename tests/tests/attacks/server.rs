use std::collections::BTreeSet;
use vtql_client::{Client, Record, Result};
use vtql_sandbox::{Profile, Sandbox};

pub(crate) type Ids = BTreeSet<String>;

/// A sandbox, a client of one of its interfaces, and a way around every client.
pub(crate) struct Server {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
    http: reqwest::Client,
}

impl Server {
    pub(crate) async fn start(profile: Profile) -> Self {
        // No module has more records than one page.
        let large = ["Accounts", "Contacts", "Events", "HelpDesk", "Leads", "LineItem", "Potentials"];
        let builder = Sandbox::builder().profile(profile);
        let builder = large.into_iter().fold(builder, |builder, module| builder.rows(module, 60));
        let sandbox = builder.start().await.unwrap();
        let url = if profile == Profile::V8_4 { sandbox.webservice_url() } else { sandbox.url() };
        let client = Client::new(url, sandbox.user(), sandbox.access_key()).unwrap();
        // reqwest has no cryptography of its own here.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Server { sandbox, client, http: reqwest::Client::new() }
    }

    /// What the sandbox itself finds for a text, at most 100 records; `None` for an error.
    pub(crate) async fn finds(&self, text: &str) -> Option<Ids> {
        let request = self.http.get(format!("{}/query", self.sandbox.url())).query(&[("query", text)]);
        let answer = request.basic_auth(self.sandbox.user(), Some(self.sandbox.access_key())).send().await;
        let body = answer.unwrap().text().await.unwrap();
        let answer: serde_json::Value = serde_json::from_str(&body).ok()?;
        let rows = answer["result"].as_array()?;
        Some(rows.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect())
    }

    /// The texts of queries that were sent since the log was cleared.
    pub(crate) fn sent(&self) -> Vec<String> {
        let log = self.sandbox.log();
        let queries = log.iter().filter(|request| request.operation.starts_with("query"));
        queries.map(|request| request.subject.clone()).collect()
    }
}

/// What came of a query.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was not sent, for these reasons.
    Refused(Vec<String>),
    Rows(Ids),
    /// The server would not have it.
    Error,
}

impl Outcome {
    pub(crate) fn of(rows: Result<Vec<Record>>) -> Self {
        match rows {
            Ok(rows) => {
                Outcome::Rows(rows.iter().filter_map(|row| row.get("id").map(str::to_owned)).collect())
            }
            Err(error) if !error.diagnostics().is_empty() => Outcome::refused(error.diagnostics()),
            Err(_) => Outcome::Error,
        }
    }

    pub(crate) fn refused<'a>(findings: impl IntoIterator<Item = &'a vtql_parser::Diagnostic>) -> Self {
        Outcome::Refused(findings.into_iter().map(|it| it.code.to_string()).collect())
    }
}
