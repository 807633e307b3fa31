//! How long answers take, over HTTP from another process: pages at every depth, first pages of indexed
//! queries, and single records a second.
//!
//! `SANDBOX_ROWS=1000000 cargo bench -p vtql-sandbox`; without it, 100,000 contacts.
#![allow(clippy::print_stdout, reason = "it reports")]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use vtql_sandbox::Sandbox;

/// How often each request is sent.
const SAMPLES: usize = 50;
/// How many single records are asked for, by this many clients at once.
const RETRIEVES: u32 = 20_000;
const CLIENTS: u32 = 4;

type Failure = Box<dyn std::error::Error>;

#[derive(Clone)]
struct Http {
    client: reqwest::Client,
    url: String,
    user: String,
    access_key: String,
}

impl Http {
    async fn get(&self, operation: &str, parameters: &[(&str, &str)]) -> Result<Duration, reqwest::Error> {
        let started = Instant::now();
        let request = self.client.get(format!("{}/{operation}", self.url)).query(parameters);
        let response = request.basic_auth(&self.user, Some(&self.access_key)).send().await?;
        response.error_for_status()?.bytes().await?;
        Ok(started.elapsed())
    }

    /// Sends a query many times; prints the median and the slowest tenth.
    async fn measure(&self, name: &str, query: &str) -> Result<(), Failure> {
        let mut times = Vec::with_capacity(SAMPLES);
        for _ in 0..SAMPLES {
            times.push(self.get("query", &[("query", query)]).await?);
        }
        times.sort();
        let at = |part: usize| times.get(SAMPLES * part / 10).copied().unwrap_or_default();
        println!("{name:<28} median {:>10.2?}   90 % {:>10.2?}   {query}", at(5), at(9));
        Ok(())
    }
}

/// Set in the process that serves: it says where, and ends when its input does.
const SERVES: &str = "SANDBOX_SERVES";

async fn serve(rows: usize) -> Result<(), Failure> {
    let sandbox = Sandbox::builder().rows("Contacts", rows).start().await?;
    println!("{}\n{}\n{}", sandbox.url(), sandbox.user(), sandbox.access_key());
    tokio::task::spawn_blocking(|| std::io::stdin().lines().for_each(drop)).await?;
    Ok(())
}

/// Another process that serves, and its address and credentials.
fn server() -> Result<(Child, Http), Failure> {
    let mut server = Command::new(std::env::current_exe()?)
        .env(SERVES, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut lines = BufReader::new(server.stdout.take().ok_or("no output")?).lines();
    let mut line = || lines.next().ok_or("the server ended")?.map_err(Failure::from);
    // reqwest has no cryptography of its own here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = Http { client: reqwest::Client::new(), url: line()?, user: line()?, access_key: line()? };
    Ok((server, http))
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let rows: usize =
        std::env::var("SANDBOX_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(100_000);
    if std::env::var_os(SERVES).is_some() {
        return serve(rows).await;
    }
    let started = Instant::now();
    let (mut server, http) = server()?;
    println!("{rows} contacts made and indexed in {:.1?}", started.elapsed());
    for depth in [0, 25, 50, 75, 99] {
        let last = rows / 100 * depth;
        let query = format!("select * from Contacts where id > '12x{last}' order by id limit 100;");
        http.measure(&format!("keyset page at {depth} %"), &query).await?;
    }
    for depth in [0, 25, 50, 75, 99] {
        let query = format!("select * from Contacts order by id limit {}, 100;", rows / 100 * depth);
        http.measure(&format!("offset page at {depth} %"), &query).await?;
    }
    for query in [
        "select * from Contacts limit 100;",
        "select id from Contacts where lastname = 'Müller' limit 100;",
        "select id from Contacts where account_id = '11x5' limit 100;",
        "select id, createdtime from Contacts where createdtime > '2026-10-01' order by createdtime limit 100;",
    ] {
        http.measure("first page, indexed", query).await?;
    }
    let started = Instant::now();
    let clients = (0..CLIENTS).map(|_| {
        let http = http.clone();
        tokio::spawn(async move {
            for _ in 0..RETRIEVES / CLIENTS {
                http.get("retrieve", &[("id", "19x1")]).await?;
            }
            Ok::<(), reqwest::Error>(())
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await??;
    }
    println!("{:.0} single records a second", f64::from(RETRIEVES) / started.elapsed().as_secs_f64());
    drop(server.stdin.take());
    server.wait()?;
    Ok(())
}
