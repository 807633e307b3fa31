//! Which instance, as whom.

use crate::access_key;
use crate::ended;
use crate::failure::Failure;
use crate::plain;
use crate::profiles::{Profile, Profiles};
use crate::project_config::ProjectConfig;
use clap::Args;
use secrecy::SecretString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;
use tokio::time::timeout;
use vtql_client::{Client, ClientBuilder, ErrorCode, ErrorKind, PageSize, Received, RequestHook, Sending};

#[allow(
    missing_docs,
    reason = "a doc comment would be the text of `--help` of whoever takes these arguments"
)]
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Connection")]
pub struct ConnectionArgs {
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
    pub access_key_stdin: bool,
    /// Send no more than so many requests in a time, as 30/m or 1000/h; without this, what the cloud's plan allows
    #[arg(long, value_name = "REQUESTS/TIME", value_delimiter = ',', value_parser = budget)]
    budget: Vec<(u64, Duration)>,
    /// The instance, the user and the key that `vtql login` kept under this name, whatever else is set
    #[arg(long, value_name = "NAME", env = "VTQL_PROFILE", hide_env_values = true)]
    profile: Option<String>,
    /// Give a request up that takes longer, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    timeout: Duration,
    /// Tell every request on standard error: its operation, its status, how long it took
    #[arg(long, short)]
    pub verbose: bool,
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

/// The longest time that a request can be given.
const LONGEST: Duration = Duration::from_hours(1);

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "write a number of seconds")?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|time| !time.is_zero() && *time <= LONGEST)
        .ok_or_else(|| format!("write more than 0 and at most {}", LONGEST.as_secs()))
}

/// Where to connect, as whom.
struct Access {
    url: String,
    user: String,
    key: SecretString,
}

impl ConnectionArgs {
    /// What the environment says, for commands without these arguments.
    pub fn from_environment() -> Self {
        let variable = |name| std::env::var(name).ok();
        ConnectionArgs {
            url: variable("VTIGER_URL"),
            user: variable("VTIGER_USER"),
            access_key_file: None,
            access_key_stdin: false,
            allow_http: Vec::new(),
            budget: Vec::new(),
            profile: variable("VTQL_PROFILE").filter(|name| !name.is_empty()),
            timeout: Duration::from_mins(1),
            verbose: false,
        }
    }

    /// Which instance it is, and as whom: `admin at https://crm.example.com`.
    pub fn in_words(&self, config: &ProjectConfig) -> Option<String> {
        if let Some(name) = &self.profile {
            let profiles = Profiles::load().ok()?;
            let profile = profiles.named(name).ok()?;
            return Some(format!("{} at {}", profile.user, profile.url));
        }
        let url = self.url.as_ref().or(config.connection.url.as_ref())?;
        let user = self.user.as_ref().or(config.connection.user.as_ref())?;
        Some(format!("{user} at {url}"))
    }

    /// The client. Nothing is sent yet.
    pub fn client(&self, config: &ProjectConfig) -> Result<Client, Failure> {
        self.builder(config)?.build().map_err(|error| failure(&error))
    }

    /// The client with a hook that sees its requests, and pages of so many rows.
    pub fn watched_client<H: RequestHook + Clone + 'static>(
        &self,
        config: &ProjectConfig,
        hook: &H,
        page_size: PageSize,
    ) -> Result<Client, Failure> {
        let builder = self.builder(config)?.hook(hook.clone()).page_size(page_size);
        builder.build().map_err(|error| failure(&error))
    }

    /// The client with a hook that sees its requests, the key to keep out of what is kept, and which instance it is, as
    /// whom: `admin at https://crm.example.com`.
    pub fn client_for(
        &self,
        config: &ProjectConfig,
        hook: impl RequestHook + 'static,
    ) -> Result<(Client, SecretString, String), Failure> {
        let access = self.access(config)?;
        let (key, title) = (access.key.clone(), format!("{} at {}", access.user, access.url));
        let client = self.builder_of(access).hook(hook).build().map_err(|error| failure(&error))?;
        Ok((client, key, title))
    }

    /// The client with someone who has a hand in its requests.
    pub fn client_with(
        &self,
        config: &ProjectConfig,
        hook: impl RequestHook + 'static,
    ) -> Result<Client, Failure> {
        self.builder(config)?.hook(hook).build().map_err(|error| failure(&error))
    }

    /// The client, and the key, for those who have to keep it out of something.
    pub fn client_and_key(&self, config: &ProjectConfig) -> Result<(Client, SecretString), Failure> {
        let Access { url, user, key } = self.access(config)?;
        Ok((self.client_of(url, user, key.clone())?, key))
    }

    /// A client of this instance.
    pub fn client_of(&self, url: String, user: String, key: SecretString) -> Result<Client, Failure> {
        self.builder_of(Access { url, user, key }).build().map_err(|error| failure(&error))
    }

    fn builder(&self, config: &ProjectConfig) -> Result<ClientBuilder, Failure> {
        Ok(self.builder_of(self.access(config)?))
    }

    fn builder_of(&self, access: Access) -> ClientBuilder {
        let Access { url, user, key } = access;
        let mut builder = Client::builder().url(url).user(user).access_key(key).timeout(self.timeout);
        for (requests, window) in &self.budget {
            builder = builder.requests_in(*requests, *window);
        }
        for host in &self.allow_http {
            builder = builder.allow_http(host);
        }
        if self.verbose { builder.hook(Told) } else { builder }
    }

    /// The address that a flag or the environment names.
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// The user that a flag or the environment names.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The profile that was named.
    pub fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    /// The profile that was named, all of it; else what flags, the environment and the settings say, with the key
    /// of the profile for just that address and user; else the usual profile. So a key goes to no address but its
    /// own.
    fn access(&self, config: &ProjectConfig) -> Result<Access, Failure> {
        if let Some(name) = &self.profile {
            return of_profile(Profiles::load()?.named(name)?);
        }
        let url = self.url.clone().or_else(|| config.connection.url.clone());
        let user = self.user.clone().or_else(|| config.connection.user.clone());
        let missing = |what: &str, flag: &str, variable: &str, key: &str| {
            Failure::new("CONFIG", format!("{what} is not known"))
                .help(format!(
                    "give {flag}, set {variable}, or write `{key} = …` under [connection] in vtql.toml"
                ))
                .help("or let `vtql login` keep the connection")
        };
        let Some(url) = url else {
            if user.is_none()
                && let Some(profile) = Profiles::load()?.usual()
            {
                return of_profile(profile);
            }
            return Err(missing("the address of the instance", "--url", "VTIGER_URL", "url")
                .help("no CRM to connect to? `vtql sandbox` serves one with demo data"));
        };
        let user = user.ok_or_else(|| missing("the user name", "--user", "VTIGER_USER", "user"))?;
        let key = match self.access_key(config)? {
            Some(key) => Some(key),
            None => Profiles::load()?.of(&url, &user).map(Profile::key).transpose()?,
        };
        let key = key.ok_or_else(|| {
            missing(
                "the access key",
                "--access-key-file or --access-key-stdin",
                access_key::VARIABLE,
                "access_key_file",
            )
        })?;
        Ok(Access { url, user, key })
    }

    /// The key that a flag, the environment or the settings name.
    fn access_key(&self, config: &ProjectConfig) -> Result<Option<SecretString>, Failure> {
        if let Some(key) = self.given_key()? {
            return Ok(Some(key));
        }
        match (access_key::from_environment(), &config.connection.access_key_file) {
            (Some(key), _) => Ok(Some(key)),
            (None, Some(file)) => access_key::from_file(file).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// The key that a flag names.
    pub fn given_key(&self) -> Result<Option<SecretString>, Failure> {
        match &self.access_key_file {
            _ if self.access_key_stdin => access_key::from_stdin().map(Some),
            Some(file) => access_key::from_file(file).map(Some),
            None => Ok(None),
        }
    }
}

fn of_profile(profile: &Profile) -> Result<Access, Failure> {
    Ok(Access { url: profile.url.clone(), user: profile.user.clone(), key: profile.key()? })
}

/// Tells of each request on standard error. It is given neither keys nor texts of queries.
struct Told;

impl RequestHook for Told {
    async fn after(&self, request: &Sending<'_>, answer: &Received) -> vtql_client::Result<()> {
        let status = answer.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        let took = answer.elapsed.as_secs_f64() * 1e3;
        let module = request.module.map(|module| format!(" {module}")).unwrap_or_default();
        let again =
            if request.attempt > 1 { format!(", attempt {}", request.attempt) } else { String::new() };
        let error = answer.error.map(|error| format!(", {}", error.as_str())).unwrap_or_default();
        let line = format!(
            "{}{module}: {status}, {took:.1} ms, {} bytes{again}{error}",
            request.operation, answer.bytes
        );
        // Nobody may be reading any more.
        let _ = writeln!(io::stderr(), "{}", plain::line(&line));
        Ok(())
    }
}

/// How long the end of a command may take. The server ends a session that is left open itself, some day.
const FAREWELL: Duration = Duration::from_secs(2);

/// Does the work of a command with a client, and ends the client's sessions, whatever came of the work, also when the
/// process is told to end.
pub async fn until_logged_out<T>(
    client: &Client,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    and_log_out(client, ended::unless_told(work)).await
}

/// Does work, and ends the client's sessions.
pub async fn and_log_out<T>(client: &Client, work: impl Future<Output = T>) -> T {
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
pub fn failure(error: &vtql_client::Error) -> Failure {
    let failure = Failure::new(error.label(), error.to_string());
    match error.kind() {
        ErrorKind::Auth if error.code().is_some_and(ErrorCode::is_session_over) => {
            failure.help("the server ends its sessions too soon to work with: ask its administrator")
        }
        ErrorKind::Auth if error.code() == Some(&ErrorCode::InvalidAuthToken) => {
            failure.help("the server takes none of the challenges that it gives: its cache may be full, or logins be too many at once")
        }
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
