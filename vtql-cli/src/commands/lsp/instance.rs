//! What an editor may ask of the instance that a folder's settings name.

use crate::commands::block_on;
use crate::commands::query::params;
use crate::commands::snapshot::pull::{Step, pull};
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::Failure;
use crate::write::write_atomically;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use vtql_client::{Client, PageSize, Plan};
use vtql_lsp::{Instance, Pulled, Ran};
use vtql_parser::ast::Query;
use vtql_parser::bind::Outcome;
use vtql_parser::{Diagnostic, Dialect, parse_query};
use vtql_schema::Snapshot;
use vtql_schema::project::SNAPSHOT_NAME;

/// No more rows are kept for an editor to show.
const MAX_ROWS: usize = 10_000;

/// The instance of `vtql.toml` and the environment.
#[derive(Debug)]
pub(super) struct Configured {
    /// The settings file for all folders.
    pub(super) settings: Option<PathBuf>,
}

impl Configured {
    fn config(&self, folder: &Path) -> Result<Config, Failure> {
        Config::of(folder, self.settings.as_deref())
    }

    fn client(&self, folder: &Path) -> Result<Client, Failure> {
        ConnectionArgs::from_environment().client(&*self.config(folder)?)
    }
}

impl Instance for Configured {
    fn status(&self, folder: &Path) -> Option<String> {
        ConnectionArgs::from_environment().in_words(&*self.config(folder).ok()?)
    }

    fn run(
        &self,
        folder: &Path,
        query: &str,
        values: &[(String, Value)],
        progress: &dyn Fn(usize) -> bool,
    ) -> Result<Ran, String> {
        let ran = (|| {
            let client = self.client(folder)?;
            block_on(connection::and_log_out(&client, run_with(&client, query, values, progress)))
        })();
        ran.map_err(|failure: Failure| failure.to_string())
    }

    fn plan(&self, query: &str) -> Option<String> {
        plan(query)
    }

    fn pull(&self, folder: &Path, progress: &dyn Fn(&str) -> bool) -> Result<Pulled, String> {
        let pulled = (|| {
            let path = self.config(folder)?.snapshot_file()?.unwrap_or_else(|| folder.join(SNAPSHOT_NAME));
            let client = self.client(folder)?;
            block_on(connection::and_log_out(&client, pull_to(&client, &path, progress)))
        })();
        pulled.map_err(|failure: Failure| failure.to_string())
    }
}

/// Writes a new snapshot.
pub(in crate::commands) async fn pull_to(
    client: &Client,
    path: &Path,
    progress: &dyn Fn(&str) -> bool,
) -> Result<Pulled, Failure> {
    let tell = |step: Step<'_>| match step {
        Step::Reads { name, .. } => progress(name),
        Step::LeavesOut { .. } => true,
    };
    let modules = pull(client, &[], &tell).await?;
    let count = modules.len();
    write_atomically(path, &Snapshot::from_modules(modules).to_json())?;
    Ok(Pulled { path: path.to_owned(), modules: count })
}

/// How a query would be run: `keyset, 3 requests`. The client that says so never sends anything.
pub(in crate::commands) fn plan(text: &str) -> Option<String> {
    static PLANNER: OnceLock<Option<Client>> = OnceLock::new();
    let planner = || Client::builder().url("http://127.0.0.1").user("nobody").access_key("none").build().ok();
    let query = parse_query(text, Dialect::Surface).ok()?;
    let fetch = PLANNER.get_or_init(planner).as_ref()?.query(&query).ok()?;
    let page = u64::from(PageSize::default().get());
    let rows = query.limit.as_ref().map(|limit| limit.count.as_u64());
    let words = match (fetch.plan(), rows) {
        (Plan::Nothing, _) => return Some("no request".to_owned()),
        (Plan::Count, _) => "1 request".to_owned(),
        (_, Some(rows)) => match rows?.div_ceil(page) {
            1 => "1 request".to_owned(),
            requests => format!("{requests} requests"),
        },
        (_, None) => format!("a request for every {page} rows"),
    };
    Some(format!("{}, {words}", fetch.plan()))
}

/// Runs a query with values for its parameters.
pub(in crate::commands) async fn run_with(
    client: &Client,
    query: &str,
    values: &[(String, Value)],
    progress: &dyn Fn(usize) -> bool,
) -> Result<Ran, Failure> {
    match bound(query, values)? {
        Some(query) => rows(client, &query, progress).await,
        None => Ok(Ran::default()),
    }
}

/// The query with its values; `None` when it can have no rows.
fn bound(text: &str, values: &[(String, Value)]) -> Result<Option<Query>, Failure> {
    let refused = |findings: &[Diagnostic]| {
        let first = findings.first().map_or_else(String::new, |it| it.message.clone());
        Failure::new("QUERY", first)
    };
    let query = parse_query(text, Dialect::Surface).map_err(|errors| refused(&errors.into_vec()))?;
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let given = values.iter().flat_map(|(name, value)| match value {
        Value::Array(list) => list.iter().map(|value| (name.clone(), text(value))).collect(),
        value => vec![(name.clone(), text(value))],
    });
    match params::fill(query, &given.collect::<Vec<_>>()) {
        Ok(Outcome::Runs(query)) => Ok(Some(query)),
        Ok(Outcome::MatchesNothing) => Ok(None),
        Err(findings) => Err(refused(&findings)),
    }
}

async fn rows(client: &Client, query: &Query, progress: &dyn Fn(usize) -> bool) -> Result<Ran, Failure> {
    let failure = |error: vtql_client::Error| connection::failure(&error);
    let fetch = client.query(query).map_err(failure)?;
    let mut pages = fetch.pages();
    let mut ran = Ran::default();
    while let Some(page) = pages.next().await {
        for row in &page.map_err(failure)? {
            if ran.rows.is_empty() {
                ran.columns = row.iter().map(|(name, _)| name.to_owned()).collect();
            }
            ran.rows.push(ran.columns.iter().map(|name| row.json(name).unwrap_or_default()).collect());
        }
        if !progress(ran.rows.len()) || ran.rows.len() >= MAX_ROWS {
            ran.is_cut = true;
            break;
        }
    }
    Ok(ran)
}
