//! Which instance, as whom.

use crate::access_key;
use crate::config::Config;
use crate::ended;
use crate::failure::Failure;
use clap::Args;
use secrecy::SecretString;
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::timeout;
use vtql_client::{Client, ClientBuilder, ErrorCode, ErrorKind};
use vtql_mirror::Watch;

#[derive(Debug, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ConnectionArgs {
    /// The address of the instance: https://your_instance.odx.vtiger.com, or https://HOST/webservice.php of the
    /// open-source edition
    #[arg(long, value_name = "URL", env = "VTIGER_URL", hide_env_values = true)]
    url: Option<String>,
    /// The user name
    #[arg(long, value_name = "NAME", env = "VTIGER_USER", hide_env_values = true)]
    user: Option<String>,
    /// Read the access key (My Preferences in the CRM) from this file [env: VTIGER_ACCESS_KEY=]
    #[arg(long, value_name = "FILE")]
    access_key_file: Option<PathBuf>,
    /// Read the access key from the first line of standard input
    #[arg(long, conflicts_with = "access_key_file")]
    pub(crate) access_key_stdin: bool,
    /// Send no more than so many requests in a time, as 30/m or 1000/h: the cloud does not tell how many of an hour
    /// are left
    #[arg(long, value_name = "REQUESTS/TIME", value_delimiter = ',', value_parser = budget)]
    budget: Vec<(u64, Duration)>,
    /// Allow http to this host: the key travels unencrypted (loopback is always allowed)
    #[arg(long, value_name = "HOST")]
    allow_http: Vec<String>,
}

/// So many requests in such a time: `30/m`, `1000/h`, `5/2s`.
fn budget(text: &str) -> Result<(u64, Duration), String> {
    let wrong = || format!("write `30/m` or `1000/h`, not `{text}`");
    let (requests, time) = text.split_once('/').ok_or_else(wrong)?;
    let requests = requests.parse().ok().filter(|requests| *requests > 0).ok_or_else(wrong)?;
    let time =
        if time.starts_with(|c: char| c.is_ascii_digit()) { time.to_owned() } else { format!("1{time}") };
    Ok((requests, vtql_mirror::period(&time).map_err(|_| wrong())?))
}

impl ConnectionArgs {
    /// What the environment says, for commands without these arguments.
    pub(crate) fn from_environment() -> Self {
        let variable = |name| std::env::var(name).ok();
        ConnectionArgs {
            url: variable("VTIGER_URL"),
            user: variable("VTIGER_USER"),
            access_key_file: None,
            access_key_stdin: false,
            allow_http: Vec::new(),
            budget: Vec::new(),
        }
    }

    /// Which instance it is, and as whom: `admin at https://crm.example.com`.
    pub(crate) fn in_words(&self, config: &Config) -> Option<String> {
        let url = self.url.as_ref().or(config.connection.url.as_ref())?;
        let user = self.user.as_ref().or(config.connection.user.as_ref())?;
        Some(format!("{user} at {url}"))
    }

    /// The client. Nothing is sent yet.
    pub(crate) fn client(&self, config: &Config) -> Result<Client, Failure> {
        self.builder(config)?.build().map_err(|error| failure(&error))
    }

    /// The client with a watch that sees its requests.
    pub(crate) fn watched_client(&self, config: &Config, watch: &Watch) -> Result<Client, Failure> {
        self.builder(config)?.hook(watch.clone()).build().map_err(|error| failure(&error))
    }

    fn builder(&self, config: &Config) -> Result<ClientBuilder, Failure> {
        let missing = |what: &str, flag: &str, variable: &str, key: &str| {
            Failure::new("CONFIG", format!("{what} is not known")).help(format!(
                "give {flag}, set {variable}, or write `{key} = …` under [connection] in vtql.toml"
            ))
        };
        let url = self.url.clone().or_else(|| config.connection.url.clone());
        let url = url.ok_or_else(|| {
            missing("the address of the instance", "--url", "VTIGER_URL", "url")
                .help("no CRM to connect to? `vtql sandbox` serves one with demo data")
        })?;
        let user = self.user.clone().or_else(|| config.connection.user.clone());
        let user = user.ok_or_else(|| missing("the user name", "--user", "VTIGER_USER", "user"))?;
        let key = self.access_key(config)?.ok_or_else(|| {
            missing(
                "the access key",
                "--access-key-file or --access-key-stdin",
                access_key::VARIABLE,
                "access_key_file",
            )
        })?;
        let mut builder = Client::builder().url(url).user(user).access_key(key);
        for (requests, window) in &self.budget {
            builder = builder.requests_in(*requests, *window);
        }
        for host in &self.allow_http {
            builder = builder.allow_http(host);
        }
        Ok(builder)
    }

    fn access_key(&self, config: &Config) -> Result<Option<SecretString>, Failure> {
        if self.access_key_stdin {
            return access_key::from_stdin().map(Some);
        }
        if let Some(file) = &self.access_key_file {
            return access_key::from_file(file).map(Some);
        }
        match (access_key::from_environment(), &config.connection.access_key_file) {
            (Some(key), _) => Ok(Some(key)),
            (None, Some(file)) => access_key::from_file(file).map(Some),
            (None, None) => Ok(None),
        }
    }
}

/// How long the end of a command may take. The server ends a session that is left open itself, some day.
const FAREWELL: Duration = Duration::from_secs(2);

/// Does the work of a command with a client, and ends the client's sessions, whatever came of the work, also when the
/// process is told to end.
pub(crate) async fn until_logged_out<T>(
    client: &Client,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    and_log_out(client, ended::unless_told(work)).await
}

/// Does work, and ends the client's sessions.
pub(crate) async fn and_log_out<T>(client: &Client, work: impl Future<Output = T>) -> T {
    let outcome = work.await;
    // Requests that were given up a moment ago give their sessions back when their tasks are run once more.
    for _ in 0..3 {
        tokio::task::yield_now().await;
    }
    // The command has done what it was asked for: nobody needs to know that this failed.
    let _ = timeout(FAREWELL, client.logout()).await;
    outcome
}

/// What the client says, with what to do about it.
pub(crate) fn failure(error: &vtql_client::Error) -> Failure {
    let failure = Failure::new(error.label(), error.to_string());
    match error.kind() {
        ErrorKind::Auth => {
            failure.help("check the user name, and the access key under My Preferences in the CRM")
        }
        ErrorKind::UnknownHost => failure.help("check the address: --url or VTIGER_URL"),
        ErrorKind::Connect => failure.help("check the address and its port, and whether the server runs"),
        ErrorKind::InsecureUrl => failure.help("write https, or allow the host with --allow-http"),
        _ if error.code() == Some(&ErrorCode::AccessDenied) => failure.help(
            "the server says so of unknown modules and fields as well: `vtql snapshot pull`, then check with --snapshot",
        ),
        _ => failure,
    }
}
