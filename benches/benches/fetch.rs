//! Fetching and decoding rows of 60 fields from a local server, side by side with what one would write
//! with `reqwest` alone: fetch a page, decode it into the same struct, ask for the next.
//!
//! `cargo bench -p vtql-benches --bench fetch [-- decode]`. The figures to look at are the ratios: both sides run in
//! turn, and each ratio is the median over the rounds.

use serde::Deserialize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vtql_benches::Data;
use vtql_client::query::{Cells, DecodeError};
use vtql_client::{Client, Query, Row, decode};
use vtql_parser::{Dialect, parse_query};

const ROWS: u32 = 10_000;
/// With latency, rows enough that starting and ending do not count.
const MANY_ROWS: u32 = 40_000;
const ROUNDS: usize = 9;

macro_rules! wide_row {
    ($($field:ident)*) => {
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

    let data = Arc::new(Data::new(ROWS.into()));
    decoding(&data);
    if std::env::args().any(|argument| argument == "decode") {
        return;
    }
    let url = data.serve(Duration::ZERO);
    let ours = client(&url);
    let (mut bare_times, mut typed_times, mut record_times) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bare_times.push(timed(ROWS, bare(&url)).await);
        typed_times.push(timed(ROWS, async { drained(query.stream(&ours)).await }).await);
        let records = ours.query("select * from Contacts").expect("valid");
        record_times.push(timed(ROWS, async { drained(records.stream()).await }).await);
    }
    println!("no latency, one connection           rows/s    ratio");
    report(ROWS, "reqwest, page by page, struct", &bare_times, &bare_times);
    report(ROWS, "vtql, the same struct", &typed_times, &bare_times);
    report(ROWS, "vtql, records", &record_times, &bare_times);

    let url = Arc::new(Data::new(MANY_ROWS.into())).serve(Duration::from_millis(20));
    let ours = client(&url);
    let one = vec![timed(MANY_ROWS, async { drained(query.stream(&ours)).await }).await];
    let fetch = ours.fetch(&query).expect("valid").parallel(8);
    let eight = vec![timed(MANY_ROWS, async { drained(fetch.stream()).await }).await];
    println!("\n20 ms latency                        rows/s    ratio");
    report(MANY_ROWS, "vtql, keyset", &one, &one);
    report(MANY_ROWS, "vtql, eight workers", &eight, &one);
}

/// What a row costs once its page is here: a page is decoded again and again.
#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn decoding(data: &Data) {
    const PAGES: u32 = 200;
    let page = data.answer("");
    let ours = || {
        let rows = decode::rows::<Wide>(page.as_str(), "Contacts").expect("rows");
        rows.flatten().count()
    };
    let records = || decode::records(page.as_str()).expect("rows").len();
    let serde = || serde_json::from_str::<Answer>(&page).expect("rows").result.len();
    let time = |decode: &dyn Fn() -> usize| {
        let start = Instant::now();
        (0..PAGES).for_each(|_| assert_eq!(decode(), 100));
        start.elapsed()
    };
    let (mut serde_times, mut our_times, mut record_times) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        serde_times.push(time(&serde));
        record_times.push(time(&records));
        our_times.push(time(&ours));
    }
    println!("decoding a row of 60 fields              µs    ratio");
    for (name, times) in [
        ("serde_json, struct", &serde_times),
        ("vtql, the same struct", &our_times),
        ("vtql, records", &record_times),
    ] {
        let micros = times.iter().map(|time| time.as_secs_f64() * 1e6 / f64::from(PAGES * 100)).collect();
        println!("{name:<32} {:>10.2} {:>8.2}", median(micros), median(ratios(times, &serde_times)));
    }
    println!();
}

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn report(rows: u32, name: &str, times: &[Duration], peer: &[Duration]) {
    let rates = times.iter().map(|time| f64::from(rows) / time.as_secs_f64()).collect();
    println!("{name:<32} {:>10.0} {:>8.2}", median(rates), median(ratios(times, peer)));
}

/// How many times faster than the peer, round by round.
fn ratios(times: &[Duration], peer: &[Duration]) -> Vec<f64> {
    peer.iter().zip(times).map(|(peer, ours)| peer.as_secs_f64() / ours.as_secs_f64()).collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

async fn timed(rows: u32, run: impl Future<Output = u64>) -> Duration {
    let start = Instant::now();
    assert_eq!(run.await, u64::from(rows));
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
    // reqwest has no cryptography of its own here.
    let _ = rustls::crypto::ring::default_provider().install_default();
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
