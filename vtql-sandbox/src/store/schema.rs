//! The tables. Names in them are made here; none comes from a snapshot or a query.

use crate::catalog::{Catalog, Kind, Module};
use crate::mysql;
use rusqlite::Connection;

/// Creates the tables that are missing.
pub(super) fn create(connection: &Connection, catalog: &Catalog) -> rusqlite::Result<()> {
    for module in catalog.modules() {
        let mut columns = vec!["id INTEGER PRIMARY KEY".to_owned()];
        columns.extend(stored(module).map(|(column, kind)| format!("{column} TEXT{}", collation(kind))));
        let (table, columns) = (&module.table, columns.join(", "));
        connection.execute_batch(&format!("CREATE TABLE IF NOT EXISTS {table} ({columns})"))?;
    }
    connection.execute_batch(SIDE_TABLES)
}

/// What is known of records beside their fields. Ids in them are as the API writes them. A file without contents
/// is on disk.
const SIDE_TABLES: &str = "
    CREATE TABLE IF NOT EXISTS deleted (module TEXT NOT NULL, id TEXT NOT NULL, time TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS converted (id INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS relations
        (source TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (source, target)) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS relations_target ON relations (target);
    CREATE TABLE IF NOT EXISTS tags
        (record TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (record, tag)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS files
        (id INTEGER PRIMARY KEY, document TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
         size INTEGER NOT NULL, contents BLOB);
    CREATE INDEX IF NOT EXISTS files_document ON files (document);
";

/// Creates the indexes that are missing: on references and owners, on the record's times, on the
/// fields that label it.
pub(super) fn index(connection: &Connection, catalog: &Catalog) -> rusqlite::Result<()> {
    for module in catalog.modules() {
        for field in module.fields() {
            let indexed = field.kind == Kind::Reference
                || field.kind == Kind::DateTime
                || module
                    .described
                    .label_fields
                    .iter()
                    .any(|label| module.label_field(label) == field.name());
            if indexed && field.kind != Kind::Id {
                let (table, column) = (&module.table, &field.column);
                connection.execute_batch(&format!(
                    "CREATE INDEX IF NOT EXISTS {table}_{column} ON {table} ({column})"
                ))?;
            }
        }
    }
    Ok(())
}

pub(super) fn insert_statement(module: &Module) -> String {
    let columns: Vec<&str> = std::iter::once("id").chain(stored(module).map(|(column, _)| column)).collect();
    let places = vec!["?"; columns.len()];
    format!("INSERT INTO {} ({}) VALUES ({})", module.table, columns.join(", "), places.join(", "))
}

/// With its parameters in the order of those of [`insert_statement`].
pub(super) fn update_statement(module: &Module) -> String {
    let columns = stored(module).enumerate();
    // A module of ids alone has nothing to change.
    let mut values: Vec<String> =
        columns.map(|(position, (column, _))| format!("{column} = ?{}", position + 2)).collect();
    values.push("id = ?1".to_owned());
    format!("UPDATE {} SET {} WHERE id = ?1", module.table, values.join(", "))
}

pub(super) fn find_statement(module: &Module) -> String {
    format!("{} WHERE id = ?1", select_statement(module))
}

pub(super) fn all_statement(module: &Module) -> String {
    format!("{} ORDER BY id", select_statement(module))
}

fn select_statement(module: &Module) -> String {
    let columns = module.fields().iter().map(|field| field.column.as_str());
    let columns: Vec<&str> = std::iter::once("id").chain(columns).collect();
    format!("SELECT {} FROM {}", columns.join(", "), module.table)
}

/// The columns beside the id.
fn stored(module: &Module) -> impl Iterator<Item = (&str, Kind)> {
    let others = module.fields().iter().filter(|field| field.column != "id");
    others.map(|field| (field.column.as_str(), field.kind))
}

fn collation(kind: Kind) -> String {
    kind.collation().map_or_else(String::new, mysql::collate)
}
