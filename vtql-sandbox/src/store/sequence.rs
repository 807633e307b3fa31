use super::Record;
use crate::catalog::{Catalog, Field, IdSpace, Module, record_number_prefix};
use rusqlite::Connection;
use std::collections::HashMap;

/// The highest numbers in use: of ids, and of the numbers that the CRM gives to records (`CON17`).
#[derive(Debug, Default)]
pub(super) struct Sequences {
    ids: HashMap<IdSpace, i64>,
    /// By module and column.
    numbers: HashMap<(String, String), i64>,
}

impl Sequences {
    /// The numbers in use in a database.
    pub(super) fn read(connection: &Connection, catalog: &Catalog) -> rusqlite::Result<Self> {
        let mut sequences = Sequences::default();
        for module in catalog.modules() {
            let table = &module.table;
            let highest: Option<i64> =
                connection.query_row(&format!("SELECT max(id) FROM {table}"), [], |row| row.get(0))?;
            sequences.used(module, highest.unwrap_or(0));
            // No id comes again, not that of a deleted record either.
            let sql =
                "SELECT max(CAST(substr(id, instr(id, 'x') + 1) AS INTEGER)) FROM deleted WHERE module = ?1";
            let deleted: Option<i64> = connection.query_row(sql, [&module.name], |row| row.get(0))?;
            sequences.used(module, deleted.unwrap_or(0));
            for field in module.fields() {
                let Some(prefix) = record_number_prefix(&module.name, field) else { continue };
                let start = prefix.chars().count() + 1;
                let sql =
                    format!("SELECT max(CAST(substr({}, {start}) AS INTEGER)) FROM {table}", field.column);
                let highest: Option<i64> = connection.query_row(&sql, [], |row| row.get(0))?;
                sequences.numbers.insert(key(module, field), highest.unwrap_or(0));
            }
        }
        let sql = "SELECT max(id) FROM files";
        let highest: Option<i64> = connection.query_row(sql, [], |row| row.get(0))?;
        let records = sequences.ids.entry(IdSpace::Records).or_default();
        *records = (*records).max(highest.unwrap_or(0));
        Ok(sequences)
    }

    /// Takes note of a record that brings its numbers with it.
    pub(super) fn seen(&mut self, module: &Module, record: &Record) {
        self.used(module, record.id);
        for (field, value) in module.fields().iter().zip(&record.values) {
            let Some(prefix) = record_number_prefix(&module.name, field) else { continue };
            let number =
                value.as_deref().and_then(|value| value.strip_prefix(&prefix)).and_then(|n| n.parse().ok());
            let highest = self.numbers.entry(key(module, field)).or_default();
            *highest = (*highest).max(number.unwrap_or(0));
        }
    }

    pub(super) fn next_id(&mut self, module: &Module) -> i64 {
        let highest = self.ids.entry(module.id_space()).or_default();
        *highest = highest.saturating_add(1);
        *highest
    }

    pub(super) fn next_number(&mut self, module: &Module, field: &Field) -> Option<String> {
        let prefix = record_number_prefix(&module.name, field)?;
        let highest = self.numbers.entry(key(module, field)).or_default();
        *highest = highest.saturating_add(1);
        Some(format!("{prefix}{highest}"))
    }

    fn used(&mut self, module: &Module, id: i64) {
        let highest = self.ids.entry(module.id_space()).or_default();
        *highest = (*highest).max(id);
    }
}

fn key(module: &Module, field: &Field) -> (String, String) {
    (module.name.clone(), field.column.clone())
}
