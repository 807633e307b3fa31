//! A price in words and as JSON.

use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Duration;
use vtql_sql::{Price, ScanPrice};

/// For people.
pub(crate) fn text(price: &Price) -> String {
    let mut out = String::new();
    for scan in &price.scans {
        let rows = scan.rows.map_or_else(|| "rows not counted".to_owned(), |rows| format!("{rows} rows"));
        let age = scan.age.filter(|age| age.as_secs() > 0);
        let age = age.map(|age| format!(", counted {} ago", time(age))).unwrap_or_default();
        let _ = writeln!(out, "{}: {}, {rows}{age}, {} requests", scan.module, scan.way.as_str(), scan.range);
        let _ = writeln!(out, "  {}", scan.query);
    }
    let likely = if price.range.is_exact() { String::new() } else { format!(", likely {}", price.requests) };
    let _ = writeln!(out, "in all: {} requests{likely}", price.range);
    if price.counts > 0 {
        let _ = writeln!(out, "asked to find this out: {} counts", price.counts);
    }
    if let Some(least) = price.time {
        let _ = writeln!(out, "under the quota of the instance: {} at least", time(least));
    }
    out
}

/// For programs, on one line.
pub(crate) fn json(price: &Price) -> Value {
    json!({
        "requests": price.requests,
        "at_least": price.range.least,
        "at_most": price.range.most,
        "exact": price.range.is_exact(),
        "counts": price.counts,
        "seconds": price.time.map(|time| time.as_secs()),
        "scans": price.scans.iter().map(scan).collect::<Vec<_>>(),
    })
}

fn scan(scan: &ScanPrice) -> Value {
    json!({
        "module": scan.module,
        "query": scan.query,
        "way": scan.way.as_str(),
        "rows": scan.rows,
        "counted_seconds_ago": scan.age.map(|age| age.as_secs()),
        "requests": scan.requests,
        "at_least": scan.range.least,
        "at_most": scan.range.most,
    })
}

fn time(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..120 => format!("{seconds} s"),
        120..7_200 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3_600),
    }
}
