//! Statements over a sandbox against SQLite over a mirror of it.

use crate::generate::{Generator, Kind, Statement, TABLES};
use crate::support::{Instance, Rows, mirror, small};
use fastrand::Rng;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::HashMap;
use std::time::Duration;

/// How many statements a test run tries; `VTQL_STATEMENTS` for more.
fn statements() -> usize {
    std::env::var("VTQL_STATEMENTS").ok().and_then(|number| number.parse().ok()).unwrap_or(300)
}

/// Tables with the names and the types that SQL over modules has; those of the mirror are in `m` once more.
fn oracle(file: &std::path::Path) -> Connection {
    let connection = Connection::open(file).unwrap();
    connection.execute_batch("PRAGMA case_sensitive_like = ON; ATTACH ':memory:' AS m").unwrap();
    for table in TABLES {
        let columns = table.columns.iter().map(|(name, kind)| match kind {
            // A mirror keeps the digits of decimals as text.
            Kind::Number => format!("CAST({name} AS REAL) AS {name}"),
            _ => (*name).to_owned(),
        });
        let columns = columns.collect::<Vec<_>>().join(", ");
        // A name without a schema means a temporary table first.
        let text = format!(
            "CREATE TEMP TABLE {0} AS SELECT {columns} FROM main.{0}; CREATE TABLE m.{0} AS SELECT * FROM temp.{0}",
            table.name
        );
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

/// Whether two results are the same, but for the last digits of floating numbers, which SQLite adds up in.
fn alike(these: &[String], those: &[String]) -> bool {
    let same_cell = |(one, other): (&str, &str)| {
        one == other
            || matches!((one.parse::<f64>(), other.parse::<f64>()), (Ok(one), Ok(other))
                if (one - other).abs() <= 2e-8 * one.abs().max(other.abs()))
    };
    let same_line = |(one, other): (&String, &String)| {
        one == other
            || one.split('|').count() == other.split('|').count()
                && one.split('|').zip(other.split('|')).all(same_cell)
    };
    these.len() == those.len() && these.iter().zip(those).all(same_line)
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

/// What is found out about statements.
#[derive(Default)]
struct Findings {
    faults: Vec<String>,
    exact: usize,
    within: usize,
    near: usize,
    with_rows: usize,
    /// Statements whose rows would be others if one in twenty of a module's records were lost.
    sensitive: usize,
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_give_what_sqlite_gives_over_the_mirror() {
    let instance = Instance::of(small()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mirror.sqlite");
    mirror(&instance.sandbox, &["Contacts", "Accounts", "Potentials", "HelpDesk"], &file).await;
    instance.session.attach("m", &file).await.unwrap();
    let connection = oracle(&file);
    let with_losses = oracle(&file);
    for table in TABLES {
        let lose = format!("DELETE FROM temp.{0} WHERE rowid % 20 = 7", table.name);
        with_losses.execute_batch(&lose).unwrap();
    }
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(19);
    let mut random = Rng::with_seed(seed);
    let values = values(&connection, &mut random);
    let mut generator = Generator::new(random, values);
    let mut found = Findings::default();
    let count = statements();
    for _ in 0..count {
        let statement = generator.statement();
        let expected = rows_of(&connection, &statement.text);
        let expected = expected.unwrap_or_else(|error| panic!("{}: {error}", statement.text));
        let expected = lines(&expected, statement.is_ordered);
        let lost = rows_of(&with_losses, &statement.text).unwrap();
        found.sensitive += usize::from(lines(&lost, statement.is_ordered) != expected);
        if let Err(fault) = try_out(&instance, &statement, &expected, &mut found).await {
            found.faults.push(format!("{}\n  {fault}", statement.text));
        }
    }
    let Findings { faults, exact, within, near, with_rows, sensitive } = found;
    assert!(faults.is_empty(), "{} of {count} are wrong:\n{}", faults.len(), faults.join("\n"));
    assert!(
        exact > count / 6 && with_rows > count / 2 && sensitive > count / 3,
        "{exact} exact, {within} within, {with_rows} with rows, {sensitive} sensitive"
    );
    println!(
        "{count} statements: {exact} prices exact, {within} within their range, {near} within a tenth; \
         {with_rows} with rows, {sensitive} that a lost record would change"
    );
}

/// Prices a statement and runs it.
async fn try_out(
    instance: &Instance,
    statement: &Statement,
    expected: &[String],
    found: &mut Findings,
) -> Result<(), String> {
    let text = &statement.text;
    let price = instance.session.price(text).await.map_err(|error| error.to_string())?;
    let run = tokio::time::timeout(Duration::from_mins(1), instance.run(text)).await;
    let (rows, queries) = run.map_err(|_| "no end".to_owned())?.map_err(|error| error.to_string())?;
    found.with_rows += usize::from(!rows.is_empty());
    let actual = lines(&rows, statement.is_ordered);
    if !alike(&actual, expected) {
        let only = |these: &[String], those: &[String]| -> Vec<String> {
            these.iter().filter(|line| !those.contains(line)).take(3).cloned().collect()
        };
        return Err(format!(
            "{} rows here, {} there\n  here: {:?}\n  there: {:?}\n  {queries:?}",
            actual.len(),
            expected.len(),
            only(&actual, expected),
            only(expected, &actual)
        ));
    }
    let sent = queries.len() as u64;
    found.near += usize::from(sent.abs_diff(price.requests) * 10 <= sent.max(1));
    if price.range.is_exact() {
        found.exact += 1;
    } else {
        found.within += 1;
    }
    let most = price.range.most.or_else(|| statement.is_recursive.then_some(u64::MAX));
    if sent < price.range.least || most.is_none_or(|most| sent > most) {
        return Err(format!("{sent} requests, {price:?}\n  {queries:?}"));
    }
    for scan in &price.scans {
        conditions_were_sent(scan, &queries)?;
    }
    for (table, column) in &statement.left_to_server {
        let mut scans = price.scans.iter().filter(|scan| scan.module.eq_ignore_ascii_case(table)).peekable();
        let names_column = |query: &str| {
            let query = query.to_ascii_lowercase();
            query.split_once(" where ").is_some_and(|(_, condition)| {
                condition.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == *column)
            })
        };
        if scans.peek().is_some() && !scans.any(|scan| names_column(&scan.query)) {
            return Err(format!("no condition of {table}.{column} was left to the server: {price:?}"));
        }
    }
    Ok(())
}

/// What the server was said to be given is in the log, unless the scan was not read at all.
fn conditions_were_sent(scan: &vtql_sql::ScanPrice, queries: &[String]) -> Result<(), String> {
    let of_module = |query: &&String| {
        query.contains(&format!(" from {} ", scan.module))
            || query.contains(&format!(" from {};", scan.module))
    };
    let asked: Vec<&String> = queries.iter().filter(of_module).collect();
    let Some((_, condition)) = scan.query.split_once(" where ") else { return Ok(()) };
    let condition = condition.trim_end_matches(';');
    let condition = condition.split(" order by ").next().unwrap_or(condition);
    if scan.range.least == 0 && asked.is_empty() {
        return Ok(());
    }
    // Bounds of pages are added to each alternative.
    for alternative in condition.split(" or ") {
        let sent = asked.iter().any(|query| query.contains(alternative));
        if !sent && scan.range.least > 0 {
            return Err(format!("`{alternative}` was not sent: {asked:?}"));
        }
    }
    Ok(())
}
