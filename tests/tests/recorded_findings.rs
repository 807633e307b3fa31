//! The rules against 900 queries whose answers a real server gave: what ran and found what it says is no error.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use flate2::read::GzDecoder;
use serde_json::Value;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use vtql_parser::{Diagnostic, Dialect, parse};
use vtql_schema::{Checker, Snapshot};

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vtql-sandbox/tests/fixtures/second");
    let mut text = String::new();
    GzDecoder::new(File::open(folder.join(name)).unwrap()).read_to_string(&mut text).unwrap();
    text
}

/// Whether a value is none of the type that a finding of V109 names, by reading it otherwise than the rule does.
fn is_no_value(message: &str, text: &str) -> bool {
    let (text, digits) = (text.trim_matches('\''), |text: &str| text.bytes().all(|it| it.is_ascii_digit()));
    let day = text.get(..10).unwrap_or_default();
    let is_day = day.parse::<vtql_client::jiff::civil::Date>().is_ok()
        && (text.len() == 10 || text.as_bytes()[10] == b' ');
    let is_clock = |text: &str| {
        let parts: Vec<&str> = text.split(':').collect();
        (2..=3).contains(&parts.len())
            && parts.iter().all(|part| (1..=2).contains(&part.len()) && digits(part))
    };
    let is_time_of_day = text.get(11..).is_none_or(|rest| is_clock(rest) && !rest.starts_with("25"));
    if message.contains("number") {
        text.parse::<f64>().is_err()
    } else if message.contains("boolean") {
        !["0", "1"].contains(&text)
    } else if message.contains("time of day") {
        !is_clock(text)
    } else {
        !(is_day && is_time_of_day) && text != "20000101"
    }
}

#[test]
fn what_a_server_answered_as_it_was_asked_is_no_error() {
    let snapshot = Snapshot::from_json(&fixture("vtql.snapshot.json.gz")).unwrap();
    let (mut tried, mut wrong) = (0, Vec::new());
    for line in fixture("query-replay.jsonl.gz").lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = line["query"].as_str().unwrap();
        let Some(rows) = line["response"]["result"].as_array() else { continue };
        tried += 1;
        let parsed = parse(text, Dialect::Wire);
        let checker = Checker::new(Dialect::Wire).snapshot(&snapshot);
        let rules = parsed.statements.iter().flat_map(|it| checker.query_in(it, text));
        let findings: Vec<Diagnostic> = parsed.diagnostics.iter().cloned().chain(rules).collect();
        for finding in findings.iter().filter(|it| it.is_error()) {
            let about = finding.span.slice(text);
            let is_right = match finding.code.as_str() {
                // A blank for a date, and 1 for a switch, find nothing: a condition joined by `or` may.
                "V212" | "V217" => rows.is_empty() || text.to_lowercase().contains(" or "),
                "V109" => is_no_value(&finding.message, about),
                // A number for text, which is every text without a number; a word for a number of rows.
                "V203" => about == "0",
                "V208" => !about.bytes().all(|it| it.is_ascii_digit()),
                // No `digits x digits`.
                "V107" => about.trim_matches('\'').parse::<vtql_client::RecordId>().is_err(),
                _ => rows.is_empty(),
            };
            if !is_right {
                wrong.push(format!(
                    "{} {} rows: {} at {about}: {text}",
                    finding.code,
                    rows.len(),
                    finding.message
                ));
            }
        }
    }
    assert!(tried > 800);
    assert!(wrong.is_empty(), "{} are no errors:\n{}", wrong.len(), wrong.join("\n"));
}
