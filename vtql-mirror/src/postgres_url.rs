//! Which PostgreSQL database, as whom. A password never stands in the address.

use crate::error::{Error, Result};
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use std::fs;
use std::path::{Path, PathBuf};
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
    /// The file of the authorities that alone are trusted.
    authorities: Option<PathBuf>,
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
        let (mut schema, mut passwords, mut authorities) = ("public".to_owned(), None, None);
        let mut others = Vec::new();
        for (key, value) in url.query_pairs() {
            match &*key {
                "schema" => schema = value.into_owned(),
                "passfile" => passwords = Some(PathBuf::from(&*value)),
                // Those of the system are the usual ones.
                "sslrootcert" if value == "system" => {}
                "sslrootcert" => authorities = Some(PathBuf::from(&*value)),
                // The certificate has to be right, and its name, whatever asks for less.
                "sslmode" if value.starts_with("verify-") => {
                    others.push((key.into_owned(), "require".to_owned()));
                }
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
        if authorities.is_some() && config.get_ssl_mode() == SslMode::Disable {
            return Err(wrong("names a file of authorities, and disables what it is for"));
        }
        Ok(Address { config, schema, shown: url.to_string(), passwords, authorities })
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
        let wants_plain = is_near && !says_how && self.authorities.is_none();
        if wants_plain || config.get_ssl_mode() == SslMode::Disable {
            return Ok(config.ssl_mode(SslMode::Disable).connect(NoTls)?);
        }
        // To another machine the way is encrypted, and its certificate has to be right, unless the address says
        // `sslmode=disable`.
        config.ssl_mode(SslMode::Require);
        let provider = rustls::crypto::ring::default_provider();
        let cannot = |error| Error::Postgres(format!("no encrypted connection can be made: {error}"));
        let builder = ClientConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .map_err(cannot)?;
        let verified = match &self.authorities {
            Some(file) => builder.with_root_certificates(authorities(file)?),
            None => builder.with_platform_verifier().map_err(cannot)?,
        };
        Ok(config.connect(MakeRustlsConnect::new(verified.with_no_client_auth()))?)
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

/// The certificates of a file in PEM.
fn authorities(file: &Path) -> Result<RootCertStore> {
    let unreadable = |why: String| {
        Error::refused(format!("{} holds no certificate of an authority in PEM: {why}", file.display()))
    };
    let mut store = RootCertStore::empty();
    let certificates = CertificateDer::pem_file_iter(file).map_err(|error| unreadable(error.to_string()))?;
    for certificate in certificates {
        let certificate = certificate.map_err(|error| unreadable(error.to_string()))?;
        store.add(certificate).map_err(|error| unreadable(error.to_string()))?;
    }
    if store.is_empty() {
        return Err(unreadable("there is none in it".to_owned()));
    }
    Ok(store)
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
fn is_private(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|it| it.permissions().mode().trailing_zeros() >= 6)
}

#[cfg(not(unix))]
fn is_private(_file: &Path) -> bool {
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

    /// A server on the loopback interface that speaks TLS with a certificate of its own authority, and refuses who
    /// comes through.
    fn server() -> u16 {
        use std::io::{Read, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("{error}"));
        let port = listener.local_addr().map_or(0, |address| address.port());
        let pem = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/tls");
        let chain =
            CertificateDer::pem_file_iter(pem.join("server.pem")).unwrap_or_else(|error| panic!("{error}"));
        let chain: Vec<_> = chain.map(|it| it.unwrap_or_else(|error| panic!("{error}"))).collect();
        let key = rustls::pki_types::PrivateKeyDer::from_pem_file(pem.join("server.key"))
            .unwrap_or_else(|error| panic!("{error}"));
        let provider = rustls::crypto::ring::default_provider();
        let config = rustls::ServerConfig::builder_with_provider(provider.into())
            .with_safe_default_protocol_versions()
            .and_then(|it| it.with_no_client_auth().with_single_cert(chain, key))
            .unwrap_or_else(|error| panic!("{error}"));
        let config = std::sync::Arc::new(config);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut asked = [0; 8];
                // "May I speak TLS?" Whoever goes on without gets nothing.
                if stream.read_exact(&mut asked).is_err() || asked != [0, 0, 0, 8, 4, 210, 22, 47] {
                    continue;
                }
                let _ = stream.write_all(b"S");
                let Ok(session) = rustls::ServerConnection::new(std::sync::Arc::clone(&config)) else {
                    return;
                };
                let mut tls = rustls::StreamOwned::new(session, stream);
                let mut startup = [0; 4];
                if tls.read_exact(&mut startup).is_ok() {
                    let said = b"SFATAL\0VFATAL\0C28000\0Mcame through\0\0";
                    let length = u32::try_from(said.len() + 4).unwrap_or_default().to_be_bytes();
                    let _ = tls.write_all(&[&b"E"[..], &length, said].concat());
                    let _ = tls.flush();
                }
            }
        });
        port
    }

    fn outcome(port: u16, query: &str) -> String {
        let text = format!("postgres://u@127.0.0.1:{port}/d{query}");
        let address = text.parse::<Address>().and_then(|address| address.connect().map(drop));
        address.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_server_with_an_authority_of_its_own_is_trusted_where_the_address_names_that() {
        let port = server();
        let pem = |name: &str| format!("{}/src/tests/tls/{name}", env!("CARGO_MANIFEST_DIR"));
        for mode in ["", "&sslmode=require", "&sslmode=verify-full", "&sslmode=prefer"] {
            let said = outcome(port, &format!("?sslrootcert={}{mode}", pem("root.pem")));
            assert!(said.contains("came through"), "{mode}: {said}");
        }
        for query in [
            "?sslmode=require".to_owned(),
            "?sslmode=verify-full&sslrootcert=system".to_owned(),
            format!("?sslrootcert={}", pem("other.pem")),
        ] {
            let said = outcome(port, &query);
            assert!(said.contains("certificate") && !said.contains("came through"), "{query}: {said}");
        }
        for (query, why) in [
            (format!("?sslrootcert={}", pem("server.key")), "holds no certificate"),
            (format!("?sslrootcert={}", pem("nosuch.pem")), "nosuch.pem"),
            (format!("?sslrootcert={}&sslmode=disable", pem("root.pem")), "disables"),
        ] {
            let said = outcome(port, &query);
            assert!(said.contains(why), "{query}: {said}");
        }
    }
}
