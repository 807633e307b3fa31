use crate::cells;
use crate::error::Result;
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
/// has another type is made anew, without values. Nothing is removed. Answers what was done, a sentence each.
pub(crate) fn prepare(connection: &Connection, columns: &Columns) -> Result<Vec<String>> {
    let table = quoted(columns.module());
    let mut present: BTreeMap<String, String> = BTreeMap::new();
    let mut statement = connection.prepare("SELECT name, type FROM pragma_table_info(?1)")?;
    let mut rows = statement.query([columns.module()])?;
    while let Some(row) = rows.next()? {
        present.insert(row.get::<_, String>(0)?.to_lowercase(), row.get(1)?);
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
        match present.get(&name.to_lowercase()) {
            Some(present) if present == ty => continue,
            Some(present) => {
                drop_views_and_indexes(connection, columns.module())?;
                connection.execute_batch(&format!("ALTER TABLE {table} DROP COLUMN {column}"))?;
                done.push(format!("retyped `{name}` from {present} to {ty}"));
            }
            None => done.push(format!("added `{name}` {ty}")),
        }
        connection.execute_batch(&format!("ALTER TABLE {table} ADD COLUMN {column} {ty}"))?;
    }
    Ok(done)
}

fn drop_views_and_indexes(connection: &Connection, module: &str) -> Result<()> {
    connection.execute_batch(&format!("DROP VIEW IF EXISTS {}", quoted(&view_name(module))))?;
    let mut statement = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql NOT NULL")?;
    let indexes: Vec<String> = statement.query_map([module], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for index in indexes {
        connection.execute_batch(&format!("DROP INDEX {}", quoted(&index)))?;
    }
    Ok(())
}

fn view_name(module: &str) -> String {
    format!("{module}_labels")
}

/// Indexes on references and the view with labels, as the columns are now.
pub(crate) fn create_views_and_indexes(connection: &Connection, columns: &Columns) -> Result<()> {
    let (module, table) = (columns.module(), quoted(columns.module()));
    for column in columns.fields().iter().filter(|column| column.is_reference()) {
        let index = quoted(&format!("{module}.{}", column.name));
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
