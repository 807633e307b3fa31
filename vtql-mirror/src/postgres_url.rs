//! Which PostgreSQL database, as whom. A password never stands in the address.

use crate::error::{Error, Result};
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use std::fs;
use std::path::PathBuf;
use std::str::FromStr;
use tokio_postgres_rustls::MakeRustlsConnect;
use url::Url;

/// A database and a schema in it.
#[derive(Clone)]
pub(crate) struct Address {
    config: Config,
    pub(crate) schema: String,
    /// The address as it may be shown.
    pub(crate) shown: String,
    passwords: Option<PathBuf>,
}

impl FromStr for Address {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = |why: &str| Error::refused(format!("the address of the database {why}"));
        let mut url = Url::parse(text).map_err(|_| wrong("is none: write postgres://USER@HOST/DATABASE"))?;
        let names_password = |key: &str| key.eq_ignore_ascii_case("password");
        if url.password().is_some() || url.query_pairs().any(|(key, _)| names_password(&key)) {
            return Err(wrong(
                "must not hold a password, which others could read in the list of processes: put it in PGPASSWORD \
                 or in ~/.pgpass",
            ));
        }
        let (mut schema, mut passwords) = ("public".to_owned(), None);
        let mut others = Vec::new();
        for (key, value) in url.query_pairs() {
            match &*key {
                "schema" => schema = value.into_owned(),
                "passfile" => passwords = Some(PathBuf::from(&*value)),
                _ => others.push((key.into_owned(), value.into_owned())),
            }
        }
        url.set_query(None);
        if !others.is_empty() {
            url.query_pairs_mut().extend_pairs(others);
        }
        let config =
            Config::from_str(url.as_str()).map_err(|error| wrong(&format!("cannot be read: {error}")))?;
        if schema.is_empty() {
            return Err(wrong("names no schema behind `schema=`"));
        }
        Ok(Address { config, schema, shown: url.to_string(), passwords })
    }
}

impl Address {
    pub(crate) fn connect(&self) -> Result<Client> {
        let mut config = self.config.clone();
        config.application_name("vtql");
        if config.get_user().is_none()
            && let Some(user) = std::env::var("PGUSER").ok().or_else(|| std::env::var("USER").ok())
        {
            config.user(&user);
        }
        if let Some(password) = self.password(&config) {
            config.password(password);
        }
        let is_near = config.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1"),
            #[cfg(unix)]
            Host::Unix(_) => true,
        });
        let says_how = self.shown.contains("sslmode=");
        if is_near && !says_how || config.get_ssl_mode() == SslMode::Disable {
            return Ok(config.ssl_mode(SslMode::Disable).connect(NoTls)?);
        }
        // To another machine the way is encrypted, and its certificate has to be right, unless the address says
        // `sslmode=disable`.
        config.ssl_mode(SslMode::Require);
        let provider = rustls::crypto::aws_lc_rs::default_provider();
        let tls = ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .and_then(BuilderVerifierExt::with_platform_verifier)
            .map_err(|error| Error::Postgres(format!("no encrypted connection can be made: {error}")))?
            .with_no_client_auth();
        Ok(config.connect(MakeRustlsConnect::new(tls))?)
    }

    /// From the environment, or from the file that PostgreSQL's own programs read.
    fn password(&self, config: &Config) -> Option<String> {
        if let Ok(password) = std::env::var("PGPASSWORD") {
            return Some(password);
        }
        let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".pgpass"));
        let file = self
            .passwords
            .clone()
            .or_else(|| std::env::var_os("PGPASSFILE").map(Into::into))
            .or_else(home)?;
        if !is_private(&file) {
            tracing::warn!(file = %file.display(), "others can read the file of passwords: it is left out");
            return None;
        }
        let text = fs::read_to_string(file).ok()?;
        let host = config.get_hosts().first().map_or_else(
            || "localhost".to_owned(),
            |host| match host {
                Host::Tcp(name) => name.clone(),
                #[cfg(unix)]
                Host::Unix(_) => "localhost".to_owned(),
            },
        );
        let port = config.get_ports().first().copied().unwrap_or(5432).to_string();
        let user = config.get_user().unwrap_or_default();
        let database = config.get_dbname().unwrap_or(user);
        text.lines().find_map(|line| {
            let parts = fields(line);
            let [its_host, its_port, its_database, its_user, password] = parts.as_slice() else {
                return None;
            };
            let fits = |pattern: &str, value: &str| pattern == "*" || pattern == value;
            (fits(its_host, &host)
                && fits(its_port, &port)
                && fits(its_database, database)
                && fits(its_user, user))
            .then(|| password.clone())
        })
    }
}

/// The fields of a line: colons part them, and a backslash takes the meaning from what is behind it.
fn fields(line: &str) -> Vec<String> {
    if line.starts_with('#') {
        return Vec::new();
    }
    let mut fields = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            ':' if fields.len() < 5 => fields.push(String::new()),
            _ => {
                let c = if c == '\\' { chars.next().unwrap_or(c) } else { c };
                if let Some(field) = fields.last_mut() {
                    field.push(c);
                }
            }
        }
    }
    fields
}

#[cfg(unix)]
fn is_private(file: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|it| it.permissions().mode().trailing_zeros() >= 6)
}

#[cfg(not(unix))]
fn is_private(_file: &std::path::Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_with_a_password_is_refused_and_not_shown() {
        for text in ["postgres://u:secret@h/d", "postgres://u@h/d?password=secret"] {
            let error = text.parse::<Address>().err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains("PGPASSWORD") && !error.contains("secret"), "{error}");
        }
        let address: Address =
            "postgres://u@h/d?schema=crm".parse().unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((address.schema.as_str(), address.shown.as_str()), ("crm", "postgres://u@h/d"));
    }

    #[test]
    fn lines_of_passwords_are_read_as_postgres_does() {
        assert_eq!(fields(r"h:5432:d:u:a\:b\\c:d"), ["h", "5432", "d", "u", r"a:b\c:d"]);
        assert!(fields("# h:5432:d:u:p").is_empty());
    }
}
