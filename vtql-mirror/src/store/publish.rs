//! A folder of Parquet files that follows the tables: `MODULE.parquet` is the table as it is, and
//! `changes/MODULE/NUMBER.parquet` has the rows that changed in one run, with the ids of those that are gone.

use crate::error::{Error, Result};
use crate::format::{self, BATCH, Format, FormatOptions, Mark, Written, completes, remove_partial};
use crate::manifest::{self, Exported};
use crate::names;
use crate::sqlite::quoted;
use crate::state::ModuleState;
use crate::whole;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension, params};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use vtql_arrow::{BatchBuilder, ColumnKind, Columns, RAW_COLUMN};

/// Under this and its name is kept how a module was published last.
const PUBLISHED: &str = "*published:";
/// The column of files of changes that says whether a record is gone.
pub(crate) const DELETED: &str = "_deleted";
/// So much text makes a row group.
const PIECE: usize = 24 << 20;

/// Brings the files to what the tables are. The files come first, and then what is known about them: a process that
/// ends between the two writes them once more, to the same names and with the same rows.
pub(super) fn publish(connection: &Connection, folder: &Path) -> Result<()> {
    let mut statement =
        connection.prepare("SELECT module, state FROM _vtql_modules WHERE substr(module, 1, 1) <> '*'")?;
    let states: Vec<(String, String)> =
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    let mut modules = BTreeMap::new();
    for (name, state) in states {
        let state = ModuleState::parse(&name, &state)?;
        if state.first.is_none() {
            let columns = state.table.columns()?;
            let written = module(connection, folder, &name, &columns)?;
            let exported = Exported {
                rows: written.rows,
                counted: None,
                requests: 0,
                files: vec![written],
                query: None,
                columns: manifest::columns(&columns),
                misfits: 0,
                first_misfits: Vec::new(),
                fields_lost: state.schema_changes.clone(),
                fields_missing: state.fewer_keys.iter().cloned().collect(),
                fields_unknown: state.more_keys.iter().cloned().collect(),
            };
            modules.insert(name, exported);
        }
    }
    let path = folder.join(manifest::FILE);
    let manifest =
        serde_json::json!({ "kind": "vtql-mirror", "version": 1, "format": "parquet", "modules": modules });
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| Error::io(&path)(error.into()))?;
    whole::write(&path, &text)
}

fn module(connection: &Connection, folder: &Path, name: &str, columns: &Columns) -> Result<Written> {
    let file = folder.join(format!("{name}.parquet"));
    let key = format!("{PUBLISHED}{name}");
    let shape = format!("{:?}", columns.fields());
    let before: Option<String> = connection
        .query_row("SELECT state FROM _vtql_modules WHERE module = ?1", [&key], |row| row.get(0))
        .optional()?;
    let before: Option<(String, Written)> = before.and_then(|text| serde_json::from_str(&text).ok());
    let last: Option<i64> =
        connection
            .query_row("SELECT max(number) FROM _vtql_changes WHERE module = ?1", [name], |row| row.get(0))?;
    if let (Some((known, written)), None) = (&before, last)
        && *known == shape
        && file.exists()
    {
        return Ok(written.clone());
    }
    if let (Some(_), Some(last)) = (&before, last) {
        let changes = folder.join("changes").join(name);
        std::fs::create_dir_all(&changes).map_err(Error::io(&changes))?;
        // The number of what a process began and did not complete may not come again.
        for entry in std::fs::read_dir(&changes).map_err(Error::io(&changes))?.flatten() {
            if let Some(begun) = completes(&entry.path()) {
                remove_partial(&begun);
            }
        }
        write_changes(connection, &changes.join(format!("{last:012}.parquet")), name, columns)?;
    }
    let rows = write_table(connection, &file, name, columns)?;
    let mut written = Written::of(&file, rows)?;
    written.path = format!("{name}.parquet").into();
    connection.execute_batch("BEGIN IMMEDIATE")?;
    connection.execute(
        "DELETE FROM _vtql_changes WHERE module = ?1 AND number <= ?2",
        params![name, last.unwrap_or_default()],
    )?;
    let known = serde_json::to_string(&(shape, &written)).unwrap_or_default();
    connection
        .execute("INSERT OR REPLACE INTO _vtql_modules (module, state) VALUES (?1, ?2)", [&key, &known])?;
    connection.execute_batch("COMMIT")?;
    Ok(written)
}

fn selected(columns: &Columns, prefix: &str) -> String {
    let names = names::unique_ignoring_case(columns.names());
    names.iter().map(|name| format!("{prefix}.{}", quoted(name))).collect::<Vec<_>>().join(", ")
}

fn write_table(connection: &Connection, path: &Path, name: &str, columns: &Columns) -> Result<u64> {
    let text = format!(
        "SELECT {} FROM {} t ORDER BY CAST(substr(t.id, instr(t.id, 'x') + 1) AS INTEGER)",
        selected(columns, "t"),
        quoted(name)
    );
    write(connection, path, &text, &[], columns)
}

/// The latest of each record's changes.
fn write_changes(connection: &Connection, path: &Path, name: &str, columns: &Columns) -> Result<u64> {
    let with_deleted = columns.clone().with(DELETED, ColumnKind::Boolean);
    let names = names::unique_ignoring_case(columns.names());
    // The id is that of the change: a row that is gone has no other. `_raw` stands behind all others.
    let column = |name: &String| format!(", t.{}", quoted(name));
    let fields: String =
        names.iter().filter(|name| *name != "id" && *name != RAW_COLUMN).map(column).collect();
    let raw: String = names.iter().filter(|name| *name == RAW_COLUMN).map(column).collect();
    let text = format!(
        "SELECT c.id{fields}, c.deleted{raw} FROM _vtql_changes c LEFT JOIN {} t ON t.id = c.id \
         WHERE c.module = ?1 AND c.number = (SELECT max(number) FROM _vtql_changes \
         WHERE module = c.module AND id = c.id) ORDER BY c.number",
        quoted(name)
    );
    write(connection, path, &text, &[name], &with_deleted)
}

fn write(
    connection: &Connection,
    path: &Path,
    text: &str,
    parameters: &[&str],
    columns: &Columns,
) -> Result<u64> {
    let mut file = format::open(path, Format::Parquet, columns, FormatOptions::default(), Mark::default())?;
    let mut builder = BatchBuilder::new(columns.clone());
    let (mut rows, mut piece) = (0, 0);
    let mut statement = connection.prepare(text)?;
    let width = statement.column_count();
    let mut found = statement.query(rusqlite::params_from_iter(parameters))?;
    while let Some(row) = found.next()? {
        let mut cells: Vec<Option<Cow<'_, str>>> = Vec::with_capacity(width);
        for index in 0..width {
            cells.push(match row.get_ref(index)? {
                ValueRef::Null | ValueRef::Blob(_) => None,
                ValueRef::Integer(number) => Some(number.to_string().into()),
                ValueRef::Real(number) => Some(number.to_string().into()),
                ValueRef::Text(text) => Some(String::from_utf8_lossy(text)),
            });
        }
        builder.append_texts(cells.iter().map(Option::as_deref));
        rows += 1;
        if builder.bytes() >= BATCH {
            piece += builder.bytes();
            file.write(&builder.finish()?)?;
            if piece >= PIECE {
                file.commit()?;
                piece = 0;
            }
        }
    }
    if builder.rows() > 0 {
        file.write(&builder.finish()?)?;
    }
    file.finish()?;
    format::give_name(path)?;
    Ok(rows)
}
