//! An export of a million rows of 60 fields: rows a second beside the client alone, and the most memory.
//!
//! `cargo bench -p vtql-benches --bench export [-- ROWS]` (Linux). The server runs here; each subject runs in a process of
//! its own, which ends with its resident memory at the highest (`VmHWM`).

use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use vtql_benches::Data;
use vtql_client::Client;
use vtql_mirror::format::Format;
use vtql_mirror::{Export, Watch};

const ROWS: u64 = 1_000_000;
/// How often the client and the export to Parquet are measured: the median of their shares counts.
const ROUNDS: usize = 5;
const LIMIT_KB: u64 = 96 << 10;
/// What an export to Parquet has to reach of the client's own speed.
const SHARE: f64 = 0.7;

#[expect(clippy::print_stdout, reason = "the table is what this program is for")]
#[expect(clippy::cast_precision_loss, reason = "it is shown in whole rows")]
fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [url, subject] = arguments.as_slice() {
        println!("{}", run(url, subject));
        return;
    }
    let rows = arguments.first().and_then(|rows| rows.parse().ok()).unwrap_or(ROWS);
    let url = Arc::new(Data::new(rows)).serve(Duration::ZERO);
    println!("{rows} rows          MB   rows/s");
    let measure = |subject: &str| {
        let start = Instant::now();
        let this = std::env::current_exe().expect("this program");
        let output = Command::new(this).args([&url, subject]).output().expect("a child");
        let text = String::from_utf8_lossy(&output.stdout);
        let peak: u64 = text.trim().parse().expect("the child's memory");
        let speed = rows as f64 / start.elapsed().as_secs_f64();
        println!("{subject:<15} {:>8} {speed:>8.0}", peak >> 10);
        assert!(peak < LIMIT_KB, "{subject} takes {peak} KB");
        speed
    };
    // In turns, so that both meet the same load.
    let mut shares: Vec<f64> = (0..ROUNDS).map(|_| measure("client").recip() * measure("parquet")).collect();
    shares.sort_by(f64::total_cmp);
    for subject in ["csv", "jsonl"] {
        measure(subject);
    }
    println!("parquet, of the client: {shares:.2?}");
    assert!(shares[ROUNDS / 2] >= SHARE, "an export is slower than it should be");
}

/// The highest memory of this process, in KB, after all rows were taken.
#[tokio::main]
async fn run(url: &str, subject: &str) -> u64 {
    let watch = Watch::new();
    let client = Client::builder().url(url).user("admin").access_key("a key").hook(watch.clone());
    let client = client.build().expect("a loopback URL");
    if subject == "client" {
        let mut rows = client.query("select * from Contacts").expect("valid").stream();
        while let Some(row) = rows.next().await {
            row.expect("a row");
        }
    } else {
        let folder = std::env::temp_dir().join(format!("vtql-bench-{}", std::process::id()));
        let format: Format = subject.parse().expect("a format");
        let export = Export::new(client, watch, format, &folder).modules(["Contacts"]);
        export.run().await.expect("an export");
        std::fs::remove_dir_all(folder).expect("a folder");
    }
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
    peak.trim().trim_end_matches(" kB").parse().expect("a number")
}
