//! Statements over a sandbox against SQLite over a mirror of it.

use crate::generate::{Generator, Kind, TABLES};
use crate::support::{Instance, Rows, mirror, small};
use fastrand::Rng;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::HashMap;

/// How many statements a test run tries; `VTQL_STATEMENTS` for more.
fn statements() -> usize {
    std::env::var("VTQL_STATEMENTS").ok().and_then(|number| number.parse().ok()).unwrap_or(300)
}

/// Views with the names and the types that SQL over modules has.
fn oracle(file: &std::path::Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection.execute_batch("PRAGMA case_sensitive_like = ON").unwrap();
    for table in TABLES {
        let columns = table.columns.iter().map(|(name, kind)| match kind {
            // A mirror keeps the digits of decimals as text.
            Kind::Number => format!("CAST({name} AS REAL) AS {name}"),
            _ => (*name).to_owned(),
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        // A name without a schema means a temporary table first.
        let text = format!("CREATE TEMP TABLE {0} AS SELECT {columns} FROM main.{0}", table.name);
        connection.execute_batch(&text).unwrap();
    }
    connection
}

fn rows_of(connection: &Connection, text: &str) -> rusqlite::Result<Rows> {
    let mut statement = connection.prepare(text)?;
    let width = statement.column_count();
    let mut found = statement.query([])?;
    let mut rows = Rows::new();
    while let Some(row) = found.next()? {
        let cell = |at| {
            Ok(match row.get_ref(at)? {
                ValueRef::Null | ValueRef::Blob(_) => None,
                ValueRef::Integer(number) => Some(number.to_string()),
                ValueRef::Real(number) => Some(number.to_string()),
                ValueRef::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
            })
        };
        rows.push((0..width).map(cell).collect::<rusqlite::Result<_>>()?);
    }
    Ok(rows)
}

/// A cell as both write it: numbers to nine digits, booleans as numbers.
fn same(cell: Option<&String>) -> String {
    let Some(text) = cell else { return "NULL".to_owned() };
    match text.as_str() {
        "true" => same(Some(&"1".to_owned())),
        "false" => same(Some(&"0".to_owned())),
        text => match text.parse::<f64>() {
            Ok(number) if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
                let number = if number == 0.0 { 0.0 } else { number };
                format!("{number:.8e}")
            }
            _ => text.to_owned(),
        },
    }
}

fn lines(rows: &Rows, is_ordered: bool) -> Vec<String> {
    let line =
        |row: &Vec<Option<String>>| row.iter().map(|cell| same(cell.as_ref())).collect::<Vec<_>>().join("|");
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    if !is_ordered {
        lines.sort();
    }
    lines
}

/// Some values of each column, as SQL writes them.
fn values(connection: &Connection, random: &mut Rng) -> HashMap<(&'static str, &'static str), Vec<String>> {
    let mut values = HashMap::new();
    for table in TABLES {
        for (name, kind) in table.columns {
            let text = format!("SELECT DISTINCT {name} FROM {} WHERE {name} IS NOT NULL", table.name);
            let mut found: Vec<String> =
                rows_of(connection, &text).unwrap().into_iter().filter_map(|mut row| row.pop()?).collect();
            random.shuffle(&mut found);
            found.truncate(40);
            let literal = |text: String| match kind {
                Kind::Number | Kind::Boolean => text,
                // What the two read otherwise: a backslash in a pattern.
                _ => format!("'{}'", text.replace('\'', "''")),
            };
            values.insert((table.name, *name), found.into_iter().map(literal).collect());
        }
    }
    values
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_give_what_sqlite_gives_over_the_mirror() {
    let instance = Instance::of(small()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mirror.sqlite");
    mirror(&instance.sandbox, &["Contacts", "Accounts", "Potentials", "HelpDesk"], &file).await;
    let connection = oracle(&file);
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(19);
    let mut random = Rng::with_seed(seed);
    let values = values(&connection, &mut random);
    let mut generator = Generator { random, values };
    let (mut different, mut exact, mut within, mut near, mut with_rows) = (Vec::new(), 0, 0, 0, 0);
    let count = statements();
    for _ in 0..count {
        let statement = generator.statement();
        let text = &statement.text;
        let expected = rows_of(&connection, text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let price = instance.session.price(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        let (rows, queries) = instance.run(text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        with_rows += usize::from(!rows.is_empty());
        let (actual, expected) = (lines(&rows, statement.is_ordered), lines(&expected, statement.is_ordered));
        if actual != expected {
            let only = |these: &[String], those: &[String]| -> Vec<String> {
                these.iter().filter(|line| !those.contains(line)).take(3).cloned().collect()
            };
            different.push(format!(
                "{text}\n  {} rows here, {} there\n  here: {:?}\n  there: {:?}\n  {queries:?}",
                actual.len(),
                expected.len(),
                only(&actual, &expected),
                only(&expected, &actual)
            ));
        }
        let sent = queries.len() as u64;
        near += usize::from(sent.abs_diff(price.requests) * 10 <= sent.max(1));
        if price.range.is_exact() {
            exact += 1;
            assert_eq!(sent, price.requests, "{text}: {price:?}\n{queries:?}");
        } else {
            within += 1;
            let fits = price.range.least <= sent && price.range.most.is_some_and(|most| sent <= most);
            assert!(fits, "{text}: {sent} requests, {price:?}\n{queries:?}");
        }
        for scan in &price.scans {
            assert_conditions_were_sent(text, scan, &queries);
        }
    }
    assert!(different.is_empty(), "{} of {count} differ:\n{}", different.len(), different.join("\n"));
    assert!(
        exact > count / 5 && with_rows > count / 2,
        "{exact} exact, {within} within, {with_rows} with rows"
    );
    println!(
        "{count} statements: {exact} prices exact, {within} within their range, {near} within a tenth; {with_rows} with rows"
    );
}

/// What the server was said to be given is in the log, unless the scan was not read at all.
fn assert_conditions_were_sent(text: &str, scan: &vtql_sql::ScanPrice, queries: &[String]) {
    let of_module = |query: &&String| {
        query.contains(&format!(" from {} ", scan.module))
            || query.contains(&format!(" from {};", scan.module))
    };
    let asked: Vec<&String> = queries.iter().filter(of_module).collect();
    let Some((_, condition)) = scan.query.split_once(" where ") else { return };
    let condition = condition.trim_end_matches(';');
    let condition = condition.split(" order by ").next().unwrap_or(condition);
    if scan.range.least == 0 && asked.is_empty() {
        return;
    }
    // Bounds of pages are added to each alternative.
    for alternative in condition.split(" or ") {
        let sent = asked.iter().any(|query| query.contains(alternative));
        assert!(sent || scan.range.least == 0, "{text}: `{alternative}` was not sent: {asked:?}");
    }
}
