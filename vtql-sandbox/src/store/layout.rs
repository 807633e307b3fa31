//! Whether a file was made for the modules and fields that it is to be served with.
//!
//! Tables and columns are numbered, so the values of a file mean nothing without the schema that it was made
//! for: the file tells it, in a table of its own.

use super::schema;
use crate::catalog::Catalog;
use crate::error::StartErrorKind;
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::collections::BTreeMap;
use std::path::Path;

/// The number of this form of a file.
const VERSION: i64 = 2;

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS layout
        (module TEXT NOT NULL, prefix INTEGER NOT NULL, tab TEXT NOT NULL, field TEXT NOT NULL, col TEXT NOT NULL,
         kind TEXT NOT NULL)";

/// The modules of a file by name.
type Layout = BTreeMap<String, Table>;

#[derive(Debug, PartialEq, Eq)]
struct Table {
    prefix: u32,
    name: String,
    /// By field: the column, and how its values compare.
    columns: BTreeMap<String, (String, String)>,
}

/// Makes the tables of a new file; brings those of a file up to date whose modules and fields are all there;
/// refuses any other.
pub(super) fn settle(
    connection: &mut Connection,
    catalog: &Catalog,
    path: Option<&Path>,
) -> Result<(), StartErrorKind> {
    let wanted = wanted(catalog);
    let transaction = connection.transaction()?;
    let refuse = |reason: String| {
        Err(StartErrorKind::OtherSchema {
            path: path.unwrap_or_else(|| Path::new("memory")).to_owned(),
            reason,
        })
    };
    let is_new: bool =
        transaction.query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_master)", [], |row| row.get(0))?;
    if !is_new {
        let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let sql = "SELECT 1 FROM sqlite_master WHERE name = 'layout'";
        let known: Option<i64> = transaction.query_row(sql, [], |row| row.get(0)).optional()?;
        if known.is_none() || version != VERSION {
            return refuse("it is not a file of this version of the sandbox".to_owned());
        }
        let found = read(&transaction)?;
        if found == wanted {
            return Ok(());
        }
        if let Some(reason) = lost(&found, &wanted) {
            return refuse(reason);
        }
        tracing::info!("the file gets the modules and fields that the snapshot has in addition");
        migrate(&transaction, catalog, &found)?;
    }
    schema::create(&transaction, catalog)?;
    if !is_new {
        schema::index(&transaction, catalog)?;
    }
    write(&transaction, &wanted)?;
    Ok(transaction.commit()?)
}

/// The layout for the modules of a catalog.
fn wanted(catalog: &Catalog) -> Layout {
    let tables = catalog.modules().iter().map(|module| {
        let columns = module
            .fields()
            .iter()
            .map(|field| (field.name().to_owned(), (field.column.clone(), format!("{:?}", field.kind))));
        let table = Table { prefix: module.prefix, name: module.table.clone(), columns: columns.collect() };
        (module.name.clone(), table)
    });
    tables.collect()
}

fn read(connection: &Connection) -> rusqlite::Result<Layout> {
    let mut statement = connection.prepare("SELECT module, prefix, tab, field, col, kind FROM layout")?;
    let mut rows = statement.query([])?;
    let mut layout = Layout::new();
    while let Some(row) = rows.next()? {
        let (prefix, name) = (row.get(1)?, row.get(2)?);
        let table =
            layout.entry(row.get(0)?).or_insert_with(|| Table { prefix, name, columns: BTreeMap::new() });
        table.columns.insert(row.get(3)?, (row.get(4)?, row.get(5)?));
    }
    Ok(layout)
}

fn write(connection: &Connection, layout: &Layout) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)?;
    connection.execute("DELETE FROM layout", [])?;
    let mut statement = connection.prepare("INSERT INTO layout VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (module, table) in layout {
        for (field, (column, kind)) in &table.columns {
            statement.execute((module, table.prefix, &table.name, field, column, kind))?;
        }
    }
    connection.pragma_update(None, "user_version", VERSION)
}

/// What the file has and the schema has not, or has otherwise.
fn lost(found: &Layout, wanted: &Layout) -> Option<String> {
    for (module, before) in found {
        let columns = before.columns.values().map(|(column, _)| column.as_str());
        if !std::iter::once(before.name.as_str()).chain(columns).all(is_made_here) {
            return Some("its layout cannot be read".to_owned());
        }
        let Some(now) = wanted.get(module) else { return Some(format!("it has the module `{module}`")) };
        if before.prefix != now.prefix {
            let (before, now) = (before.prefix, now.prefix);
            return Some(format!("the ids of `{module}` begin with `{before}x` in it, not with `{now}x`"));
        }
        for (field, (_, kind)) in &before.columns {
            match now.columns.get(field) {
                None => return Some(format!("it has the field `{module}.{field}`")),
                Some((_, now)) if now != kind => {
                    return Some(format!("`{module}.{field}` is of the kind {kind} in it, not {now}"));
                }
                Some(_) => {}
            }
        }
    }
    None
}

/// Whether it is the name of a table or a column: they stand in SQL.
fn is_made_here(name: &str) -> bool {
    let number = name.strip_prefix(['m', 'c']);
    name == "id" || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Copies what a file has into the tables of the catalog.
fn migrate(transaction: &Transaction<'_>, catalog: &Catalog, found: &Layout) -> rusqlite::Result<()> {
    for table in found.values() {
        transaction.execute_batch(&format!("ALTER TABLE {0} RENAME TO before_{0}", table.name))?;
    }
    schema::create(transaction, catalog)?;
    for module in catalog.modules() {
        let Some(before) = found.get(&module.name) else { continue };
        let (mut columns, mut values, mut unset) = (vec!["id"], vec!["id".to_owned()], Vec::new());
        for field in module.fields().iter().filter(|field| field.column != "id") {
            columns.push(&field.column);
            match before.columns.get(field.name()) {
                Some((column, _)) => values.push(column.clone()),
                None => {
                    unset.push(field.unset.as_deref());
                    values.push(format!("?{}", unset.len()));
                }
            }
        }
        let (table, columns, values) = (&module.table, columns.join(", "), values.join(", "));
        let sql = format!("INSERT INTO {table} ({columns}) SELECT {values} FROM before_{}", before.name);
        transaction.execute(&sql, rusqlite::params_from_iter(unset))?;
    }
    for table in found.values() {
        transaction.execute_batch(&format!("DROP TABLE before_{}", table.name))?;
    }
    Ok(())
}
