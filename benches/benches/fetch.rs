//! Fetching and decoding rows of 60 fields from a local server, side by side with what one would write
//! with `reqwest` alone: fetch a page, decode it into the same struct, ask for the next.
//!
//! `cargo bench -p vtql-benches --bench fetch`. The figures to look at are the ratios: both sides run in
//! turn, and each ratio is the median over the rounds.

use serde::Deserialize;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vtql_client::query::{Cells, DecodeError};
use vtql_client::{Client, Query, Row};
use vtql_parser::{Dialect, parse_query};

const ROWS: u32 = 10_000;
const ROUNDS: usize = 9;

macro_rules! wide_row {
    ($($field:ident)*) => {
        const FIELDS: &[&str] = &[$(stringify!($field)),*];

        #[derive(Deserialize)]
        #[expect(dead_code, reason = "what is measured is that the fields are filled")]
        struct Wide { id: String, $($field: String),* }

        impl Row for Wide {
            const COLUMNS: &'static [&'static str] = &["id", $(stringify!($field)),*];

            fn decode(cells: &Cells<'_>) -> Result<Self, DecodeError> {
                let mut index = 0;
                let mut next = || { index += 1; index };
                Ok(Wide { id: cells.decode(0)?, $($field: cells.decode(next())?),* })
            }
        }
    };
}

wide_row! {
    c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 c10 c11 c12 c13 c14 c15 c16 c17 c18 c19 c20 c21 c22 c23 c24 c25 c26
    c27 c28 c29 c30 c31 c32 c33 c34 c35 c36 c37 c38 c39 c40 c41 c42 c43 c44 c45 c46 c47 c48 c49 c50 c51
    c52 c53 c54 c55 c56 c57 c58 c59
}

#[derive(Deserialize)]
struct Answer {
    result: Vec<Wide>,
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
#[tokio::main]
async fn main() {
    let client = |url: &str| Client::new(url, "admin", "a key").expect("a loopback URL");
    let query: Query<Wide> =
        Query::new(parse_query("select * from Contacts", Dialect::Surface).expect("valid"));

    let url = serve(Duration::ZERO).await;
    let ours = client(&url);
    let (mut bare_times, mut typed_times, mut record_times) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare_times.push(timed(bare(&url)).await);
        typed_times.push(timed(async { drained(query.stream(&ours)).await }).await);
        let records = ours.query("select * from Contacts").expect("valid");
        record_times.push(timed(async { drained(records.stream()).await }).await);
    }
    println!("no latency, one connection           rows/s    ratio");
    report("reqwest, page by page, struct", &bare_times, &bare_times);
    report("vtql, the same struct", &typed_times, &bare_times);
    report("vtql, records", &record_times, &bare_times);

    let url = serve(Duration::from_millis(20)).await;
    let ours = client(&url);
    let one = vec![timed(async { drained(query.stream(&ours)).await }).await];
    let fetch = ours.fetch(&query).expect("valid").parallel(8);
    let eight = vec![timed(async { drained(fetch.stream()).await }).await];
    println!("\n20 ms latency                        rows/s    ratio");
    report("vtql, keyset", &one, &one);
    report("vtql, eight workers", &eight, &one);
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn report(name: &str, times: &[Duration], peer: &[Duration]) {
    let seconds: Vec<f64> = times.iter().map(Duration::as_secs_f64).collect();
    let ratios: Vec<f64> = peer.iter().zip(&seconds).map(|(peer, ours)| peer.as_secs_f64() / ours).collect();
    println!("{name:<32} {:>10.0} {:>8.2}", f64::from(ROWS) / median(seconds), median(ratios));
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn timed(run: impl Future<Output = u64>) -> Duration {
    let start = Instant::now();
    assert_eq!(run.await, u64::from(ROWS));
    start.elapsed()
}

async fn drained<T>(mut rows: vtql_client::Rows<T>) -> u64 {
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row.expect("a row");
        count += 1;
    }
    count
}

async fn bare(url: &str) -> u64 {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let (mut last, mut count) = ("12x0".to_owned(), 0);
    loop {
        let text = format!("select * from Contacts where id > '{last}' order by id limit 100;");
        let request = client.get(format!("{url}/query")).basic_auth("admin", Some("a key"));
        let answer = request.query(&[("query", text)]).send().await.expect("an answer");
        let page = answer.json::<Answer>().await.expect("a page").result;
        let Some(row) = page.last() else { return count };
        count += page.len() as u64;
        last.clone_from(&row.id);
    }
}

/// A server that pages through made-up rows, answering after `latency`.
async fn serve(latency: Duration) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let rows: &[String] = (1..=ROWS).map(row).collect::<Vec<_>>().leak();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, rows, latency));
        }
    });
    url
}

fn row(id: u32) -> String {
    let mut row = String::from("{");
    for (index, field) in FIELDS.iter().enumerate() {
        let _ = write!(row, r#""{field}":"value {index} of {id}","#);
    }
    let _ = write!(row, r#""id":"12x{id}"}}"#);
    row
}

async fn connection(mut stream: TcpStream, rows: &[String], latency: Duration) -> Option<()> {
    let mut head = Vec::new();
    loop {
        head.clear();
        while !head.ends_with(b"\r\n\r\n") {
            if stream.read_buf(&mut head).await.ok()? == 0 {
                return None;
            }
        }
        tokio::time::sleep(latency).await;
        let body = answer(&String::from_utf8_lossy(&head), rows);
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/json\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await.ok()?;
        stream.write_all(body.as_bytes()).await.ok()?;
    }
}

/// The rows after `id > '…'` and up to `id <= '…'`, as the URL writes them.
fn answer(head: &str, rows: &[String]) -> String {
    let bound = |op: &str| {
        let (_, rest) = head.split_once(&format!("id+{op}+%2712x"))?;
        rest.split_once('%')?.0.parse::<usize>().ok()
    };
    let until = bound("%3C%3D").unwrap_or(rows.len()).min(rows.len());
    let after = match bound("%3E") {
        Some(after) => after.min(until),
        None if head.contains("+desc+") => until - 1,
        None => 0,
    };
    let page: &[String] = &rows[after..until.min(after + 100)];
    format!(r#"{{"success":true,"result":[{}]}}"#, page.join(","))
}
