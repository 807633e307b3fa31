use crate::cells;
use crate::error::{Error, Result};
use crate::names;
use arrow_array::RecordBatch;
use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeMap;
use vtql_arrow::{Column, ColumnKind, Columns, RAW_COLUMN};

/// A name in an SQL text.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The type that a column is declared with. `DECIMAL_TEXT` has the affinity of text, so that the digits stay.
pub(crate) fn declared(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Integer => "INTEGER",
        ColumnKind::Decimal => "DECIMAL_TEXT",
        ColumnKind::Boolean => "BOOLEAN",
        ColumnKind::Date => "DATE",
        ColumnKind::Time => "TIME",
        ColumnKind::DateTime => "DATETIME",
        _ => "TEXT",
    }
}

/// The columns as the table has them: names, which SQLite compares without their case, and declared types.
fn wanted(columns: &Columns) -> Vec<(String, &'static str)> {
    let kind = |name: &str| {
        let column = columns.fields().iter().find(|column| column.name == name);
        column.map_or("TEXT", |column| declared(column.kind))
    };
    let unique = names::unique_ignoring_case(columns.names());
    columns.names().zip(unique).map(|(name, unique)| (unique, kind(name))).collect()
}

/// Makes the table of a module, or brings one that is there to these columns: what is missing is added, and what
/// has another type is made anew, without values. The old column stays under another name where somebody's view or
/// index needs it. Answers what was done, a sentence each.
pub(crate) fn prepare(connection: &Connection, columns: &Columns) -> Result<Vec<String>> {
    let table = quoted(columns.module());
    let mut present: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut statement = connection.prepare("SELECT name, type FROM pragma_table_info(?1)")?;
    let mut rows = statement.query([columns.module()])?;
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        present.insert(name.to_lowercase(), (name, row.get(1)?));
    }
    let wanted = wanted(columns);
    if present.is_empty() {
        let columns = wanted.iter().map(|(name, ty)| {
            let key = if name == "id" { " PRIMARY KEY NOT NULL" } else { "" };
            format!("{} {ty}{key}", quoted(name))
        });
        let columns: Vec<String> = columns.collect();
        connection.execute_batch(&format!("CREATE TABLE {table} ({})", columns.join(", ")))?;
        return Ok(Vec::new());
    }
    let mut done = Vec::new();
    for (name, ty) in &wanted {
        let column = quoted(name);
        let found = present.get(&name.to_lowercase());
        if let Some((old, _)) = found.filter(|(old, _)| old != name) {
            let renamed = format!("ALTER TABLE {table} RENAME COLUMN {} TO {column}", quoted(old));
            // A view of somebody that is broken keeps SQLite from it, which finds the column all the same.
            let kept =
                or_nothing(connection, &renamed).err().map(|error| format!(" (its column is not: {error})"));
            done.push(format!("renamed `{old}` to `{name}`{}", kept.unwrap_or_default()));
        }
        match found {
            Some((_, present)) if present == ty => continue,
            Some((_, was)) => {
                let view = quoted(&view_name(columns.module()));
                let index = quoted(&index_name(columns.module(), name));
                let dropped = format!(
                    "DROP VIEW IF EXISTS {view}; DROP INDEX IF EXISTS {index}; ALTER TABLE {table} DROP COLUMN {column}"
                );
                let old = names::of_an_old_column(name, |name| present.contains_key(name));
                let renamed = format!("ALTER TABLE {table} RENAME COLUMN {column} TO {}", quoted(&old));
                let mut kept = String::new();
                if let Err(error) = or_nothing(connection, &dropped) {
                    or_nothing(connection, &renamed).map_err(|_| {
                        Error::refused(format!(
                            "`{name}` has another type now, and its column cannot be replaced: {error}. Drop what \
                             uses it, run again, and make that anew"
                        ))
                    })?;
                    kept = format!("; the old column is `{old}` now, since a view, index or trigger uses it");
                }
                done.push(format!("retyped `{name}` from {was} to {ty}{kept}"));
            }
            None => done.push(format!("added `{name}` {ty}")),
        }
        connection.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {column} {ty}"))?;
    }
    Ok(done)
}

/// Does all of it or nothing, within a transaction.
fn or_nothing(connection: &Connection, text: &str) -> rusqlite::Result<()> {
    connection.execute_batch("SAVEPOINT one")?;
    let outcome = connection.execute_batch(text);
    if outcome.is_err() {
        connection.execute_batch("ROLLBACK TO one")?;
    }
    connection.execute_batch("RELEASE one")?;
    outcome
}

/// The name of the index on a reference.
fn index_name(module: &str, column: &str) -> String {
    format!("{module}.{column}")
}

fn view_name(module: &str) -> String {
    format!("{module}_labels")
}

/// Indexes on references and the view with labels, as the columns are now.
pub(crate) fn create_views_and_indexes(connection: &Connection, columns: &Columns) -> Result<()> {
    let (module, table) = (columns.module(), quoted(columns.module()));
    for column in columns.fields().iter().filter(|column| column.is_reference()) {
        let index = quoted(&index_name(module, &column.name));
        connection.execute_batch(&format!(
            "CREATE INDEX IF NOT EXISTS {index} ON {table} ({})",
            quoted(&column.name)
        ))?;
    }
    let view = quoted(&view_name(module));
    let labels = columns.fields().iter().map(label);
    let labels: Vec<String> =
        labels.chain(columns.names().filter(|name| *name == RAW_COLUMN).map(str::to_owned)).collect();
    let labels = names::unique_ignoring_case(labels.iter().map(String::as_str));
    let shown: Vec<String> = wanted(columns)
        .iter()
        .zip(labels)
        .map(|((name, _), label)| format!("{} AS {}", quoted(name), quoted(&label)))
        .collect();
    connection.execute_batch(&format!(
        "DROP VIEW IF EXISTS {view}; CREATE VIEW {view} AS SELECT {} FROM {table}",
        shown.join(", ")
    ))?;
    Ok(())
}

fn label(column: &Column) -> String {
    if column.label.is_empty() { column.name.clone() } else { column.label.clone() }
}

/// The statement that sets a row, and changes one only if it differs.
pub(crate) fn upsert_text(columns: &Columns) -> String {
    let table = quoted(columns.module());
    let all: Vec<String> = wanted(columns).iter().map(|(name, _)| quoted(name)).collect();
    let holes: Vec<String> = (1..=all.len()).map(|number| format!("?{number}")).collect();
    let insert = format!("INSERT INTO {table} ({}) VALUES ({})", all.join(", "), holes.join(", "));
    let others: Vec<&String> = all.iter().filter(|name| *name != "\"id\"").collect();
    if others.len() == all.len() {
        return insert;
    }
    if others.is_empty() {
        return format!("{insert} ON CONFLICT DO NOTHING");
    }
    let list = |prefix: &str| {
        let names: Vec<String> = others.iter().map(|name| format!("{prefix}.{name}")).collect();
        names.join(", ")
    };
    let set: Vec<String> = others.iter().map(|name| format!("{name} = excluded.{name}")).collect();
    format!(
        "{insert} ON CONFLICT (id) DO UPDATE SET {} WHERE ({}) IS NOT ({})",
        set.join(", "),
        list(&table),
        list("excluded")
    )
}

/// Sets the rows of a batch; answers which of them were new or differed.
pub(crate) fn insert(connection: &Connection, columns: &Columns, batch: &RecordBatch) -> Result<Vec<usize>> {
    let mut statement = connection.prepare_cached(&upsert_text(columns))?;
    let cells = cells::columns(batch);
    let mut changed = Vec::new();
    for row in 0..batch.num_rows() {
        if statement.execute(params_from_iter(cells.iter().map(|column| column.at(row))))? > 0 {
            changed.push(row);
        }
    }
    Ok(changed)
}
