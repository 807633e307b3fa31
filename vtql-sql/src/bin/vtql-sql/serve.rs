//! A session for programs that speak PostgreSQL.

use crate::failures;
use crate::open::SessionArgs;
use clap::Args;
use serde_json::json;
use std::fmt::Write as _;
use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use vtql_command::connection;
use vtql_command::failure::{Failure, Outcome};
use vtql_command::plain::Data;
use vtql_command::project_config::ProjectConfig;
use vtql_command::terminal::Terminal;
use vtql_sql::{Postgres, Tls};

/// The arguments of `vtql serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Speak PostgreSQL's protocol
    #[arg(long, required = true)]
    postgres: bool,
    /// The port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 5432)]
    port: u16,
    /// The address to listen on; another than 127.0.0.1 needs TLS
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), requires = "tls_cert")]
    host: IpAddr,
    /// Want TLS of clients, with the certificate in this PEM file
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The private key of the certificate, a PEM file
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Tell where to connect as one line of JSON: host, port, user, password
    #[arg(long)]
    json: bool,
    /// Read the password that clients have to give from this file, instead of making one
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    #[command(flatten)]
    session: SessionArgs,
}

/// The name that clients give.
const USER: &str = "vtql";

pub(crate) async fn run(
    args: &ServeArgs,
    config: &ProjectConfig,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let (password, is_new) = match &args.password_file {
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
            (text.trim().to_owned(), false)
        }
        None => (new_password()?, true),
    };
    if password.is_empty() {
        return Err(Failure::new("CONFIG", "the password is empty").help("write one into the file"));
    }
    let tls = args.tls()?;
    let (session, client) = args.session.open(config, false).await?;
    let work = async {
        let server = match tls {
            None => Postgres::bind(&session, args.port, USER, &password).await,
            Some(tls) => {
                let address = SocketAddr::from((args.host, args.port));
                Postgres::bind_tls(&session, address, USER, &password, tls).await
            }
        };
        let server = server.map_err(|error| failures::of(&error))?;
        let (host, port) = (server.address().ip().to_string(), server.address().port());
        let mut out = Data::stdout();
        if args.json {
            writeln!(out, "{}", json!({ "host": host, "port": port, "user": USER, "password": password }))?;
        } else {
            writeln!(out, "psql 'host={host} port={port} user={USER} dbname=vtiger'")?;
            if is_new {
                writeln!(out, "the password: {password}")?;
            }
        }
        out.flush()?;
        drop(out);
        terminal.note("Ctrl-C ends it");
        server.serve().await;
        Ok(Outcome::Clean)
    };
    connection::and_log_out(&client, work).await
}

impl ServeArgs {
    fn tls(&self) -> Result<Option<Tls>, Failure> {
        let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        let read = |path: &PathBuf| std::fs::read(path).map_err(|error| Failure::read(path, &error));
        Tls::of_pem(&read(certificate)?, &read(key)?).map(Some).map_err(|error| failures::of(&error))
    }
}

fn new_password() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::new("RUNTIME", format!("the system gives no random bytes: {error}")))?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
