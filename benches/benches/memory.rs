//! The most memory that a process needs to fetch a million rows of 60 fields, by each plan.
//!
//! `cargo bench -p vtql-benches --bench memory` (Linux). The server runs here; each plan runs in a process
//! of its own, which ends with its resident memory at the highest (`VmHWM`).

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vtql_benches::Data;
use vtql_client::Client;

const ROWS: u64 = 1_000_000;
const LIMIT_KB: u64 = 48 << 10;

const PLANS: [(&str, &str, usize); 3] = [
    ("keyset", "select * from Contacts", 1),
    ("parallel keyset, 8 workers", "select * from Contacts", 8),
    ("by value", "select * from Contacts order by c0", 1),
];

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    if let (Some(url), Some(plan)) = (arguments.next(), arguments.next()) {
        let (_, query, workers) = PLANS[plan.parse::<usize>().expect("a plan's number")];
        println!("{}", fetch(&url, query, workers));
        return;
    }
    let url = Arc::new(Data::new(ROWS)).serve(Duration::ZERO);
    println!("{ROWS} rows                          MB   rows/s");
    for (index, (name, ..)) in PLANS.iter().enumerate() {
        let start = Instant::now();
        let this = std::env::current_exe().expect("this program");
        let output = Command::new(this).args([&url, &index.to_string()]).output().expect("a child");
        let text = String::from_utf8_lossy(&output.stdout);
        let peak: u64 = text.trim().parse().expect("the child's memory");
        println!("{name:<28} {:>8} {:>8.0}", peak >> 10, 1e6 / start.elapsed().as_secs_f64());
        assert!(peak < LIMIT_KB, "{name} takes {peak} KB");
    }
}

/// The highest memory of this process, in KB, after all rows were fetched.
#[tokio::main]
async fn fetch(url: &str, query: &str, workers: usize) -> u64 {
    let client = Client::new(url, "admin", "a key").expect("a loopback URL");
    let mut rows = client.query(query).expect("valid").parallel(workers).stream();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row.expect("a row");
        count += 1;
    }
    assert_eq!(count, ROWS);
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
    peak.trim().trim_end_matches(" kB").parse().expect("a number")
}
