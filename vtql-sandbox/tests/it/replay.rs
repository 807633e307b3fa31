//! Queries that a real server answered, asked again over the same records.
//!
//! `cargo test -p vtql-sandbox --test it replay -- --nocapture` prints the figures and the differences.

use crate::ordered::Row;
use crate::recordings;
use crate::support::Http;
use serde_json::Value;
use vtql_sandbox::{Profile, Sandbox};

/// The queries that are known to differ, by a part of their text or by their name, and why.
const KNOWN: &[(&str, &str)] = &[
    (
        "select id, contact_id, reminder_time, visibility from Events",
        "the server's limit counts joined rows, one for each contact of an event, and keeps one of each; \
         the records tell one contact",
    ),
    (
        "account_id > '11x22' order by id desc limit 0,12",
        "one contact refers to an account that does not exist: the server compares its number, which the \
         records do not tell",
    ),
    (
        "AND ticket_no != 'TT66' order by description, id asc",
        "MariaDB sorts a few of many rows in a queue, by the first 512 characters of a long text instead of its first \
         1,024 bytes",
    ),
    ("CURRENT_DATE", "what is of today depends on the day: that of the recording is over"),
    ("c-where-other-table", "the server gives rows that are equal by the order in no order"),
    ("g-ref-ne", "the server gives rows without an order in no order"),
    (
        "e-backslash-injection-proof",
        "the server runs the SQL in an unterminated literal, the sandbox never does",
    ),
];

#[derive(serde::Deserialize)]
struct Recorded {
    success: bool,
    #[serde(default)]
    result: Vec<Row>,
    error: Option<Value>,
}

/// What differs, in one line; `None` when nothing does.
fn difference(expected: &Recorded, actual: &str) -> Option<String> {
    let actual: Recorded = serde_json::from_str(actual).expect("an answer is JSON");
    let code = |answer: &Recorded| answer.error.as_ref().map(|error| error["code"].clone());
    if expected.success != actual.success || code(expected) != code(&actual) {
        return Some(format!("answers {:?}, not {:?}", actual.error, expected.error));
    }
    if expected.result == actual.result {
        return None;
    }
    let ids =
        |rows: &[Row]| rows.iter().map(|row| row.get("id").unwrap_or("-").to_owned()).collect::<Vec<_>>();
    let at = expected.result.iter().zip(&actual.result).position(|(a, b)| a != b);
    Some(format!(
        "{} rows, not {}; first different row {at:?}\n    expected {:?}\n    actual   {:?}",
        actual.result.len(),
        expected.result.len(),
        ids(&expected.result),
        ids(&actual.result),
    ))
}

/// Asks recorded queries again, compares the answers, and prints the figures.
async fn replay(name: &str, sandbox: &Sandbox, lines: &[String]) {
    let http = Http::new(sandbox);
    let mut differences = Vec::new();
    for line in lines {
        let recorded: Value = serde_json::from_str(line).unwrap();
        let query = recorded["query"].as_str().unwrap();
        let raw = &line[line.find("\"response\": ").unwrap() + 12..line.len() - 1];
        let expected: Recorded = serde_json::from_str(raw).unwrap();
        if let Some(difference) = difference(&expected, &http.query(query).await.body) {
            differences.push(format!("{query}\n  {difference}"));
        }
    }
    report(name, lines.len(), &differences);
}

#[tokio::test]
async fn replayed_queries_answer_the_recorded_rows() {
    let (sandbox, _records) = recordings::instance(Profile::V8_4).await;
    replay("replay", &sandbox, &recordings::lines("query-replay.jsonl.gz")).await;
}

#[tokio::test]
async fn replayed_queries_of_a_second_instance_answer_the_recorded_rows() {
    let (sandbox, _records) = recordings::second_instance().await;
    replay("second replay", &sandbox, &recordings::lines("second/query-replay.jsonl.gz")).await;
}

/// Queries that were drawn at random over the records of the second instance, with the ids that MariaDB
/// 10.11 selects for them in tables of the CRM's column types.
#[tokio::test]
async fn replayed_queries_drawn_at_random_select_what_mariadb_selects() {
    #[derive(serde::Deserialize)]
    struct Drawn {
        query: String,
        ids: Vec<u64>,
    }
    let (sandbox, _records) = recordings::second_instance().await;
    let http = Http::new(&sandbox);
    let lines = recordings::lines("second/drawn-queries.jsonl.gz");
    let mut differences = Vec::new();
    for line in &lines {
        let drawn: Drawn = serde_json::from_str(line).unwrap();
        let rows = http.query(&drawn.query).await.rows();
        let number = |row: &Row| row.get("id").unwrap().split_once('x').unwrap().1.parse().unwrap();
        let ids: Vec<u64> = rows.iter().map(number).collect();
        if ids != drawn.ids {
            differences.push(format!("{}\n    expected {:?}\n    actual   {ids:?}", drawn.query, drawn.ids));
        }
    }
    report("drawn queries", lines.len(), &differences);
}

#[tokio::test]
async fn keyset_and_offset_pages_hold_all_2632_recorded_contacts_once() {
    let (sandbox, _records) = recordings::instance(Profile::V8_4).await;
    let http = Http::new(&sandbox);
    let (mut keyset, mut offset): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    loop {
        let last = keyset.last().map_or("12x0", String::as_str);
        let query = format!("select id from Contacts where id > '{last}' order by id limit 100;");
        let by_key = http.query(&query).await.rows();
        let by_offset =
            http.query(&format!("select id from Contacts limit {}, 100;", offset.len())).await.rows();
        if by_key.is_empty() && by_offset.is_empty() {
            break;
        }
        keyset.extend(by_key.iter().filter_map(|row| row.get("id")).map(str::to_owned));
        offset.extend(by_offset.iter().filter_map(|row| row.get("id")).map(str::to_owned));
    }
    for ids in [&keyset, &offset] {
        assert_eq!(ids.len(), 2_632);
        assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), 2_632);
    }
}

#[tokio::test]
async fn experiments_answer_what_was_recorded() {
    let (sandbox, _records) = recordings::instance(Profile::V8_4).await;
    let http = Http::new(&sandbox);
    let lines = recordings::lines("query-experiments.jsonl.gz");
    let mut differences = Vec::new();
    for line in &lines {
        let recorded: Value = serde_json::from_str(line).unwrap();
        let (name, query) = (recorded["name"].as_str().unwrap(), recorded["query"].as_str().unwrap());
        let expected: Recorded = serde_json::from_str(recorded["body"].as_str().unwrap()).unwrap();
        if let Some(difference) = difference(&expected, &http.query(query).await.body) {
            differences
                .push(format!("{name}: {}\n  {difference}", query.chars().take(160).collect::<String>()));
        }
    }
    report("experiments", lines.len(), &differences);
}

fn report(name: &str, total: usize, differences: &[String]) {
    let equal = total - differences.len();
    println!("{name}: {equal} of {total} equal");
    for difference in differences {
        let reason = KNOWN.iter().find(|(part, _)| difference.contains(part)).map(|(_, reason)| reason);
        println!("- {difference}\n  {reason:?}");
        assert!(reason.is_some(), "not a known difference: {difference}");
    }
}
