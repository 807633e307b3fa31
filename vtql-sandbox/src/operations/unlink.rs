//! What the deletion of a record does to others.

use crate::catalog::{Catalog, Module};
use crate::reference;
use crate::store;
use rusqlite::Connection;

/// The fields that are emptied when what they refer to is deleted: the deleted record's module, and the
/// module and the name of the field (observed for accounts; the others are in the server's source).
const EMPTIED: &[(&str, &str, &str)] = &[
    ("Accounts", "Contacts", "account_id"),
    ("Accounts", "HelpDesk", "parent_id"),
    ("Contacts", "HelpDesk", "contact_id"),
    ("Contacts", "PurchaseOrder", "contact_id"),
    ("Contacts", "SalesOrder", "contact_id"),
    ("Contacts", "Quotes", "contact_id"),
    ("Products", "Campaigns", "product_id"),
    ("Vendors", "Products", "vendor_id"),
];

/// The fields whose records are deleted with what they refer to, in the same form.
const DELETED: &[(&str, &str, &str)] = &[
    ("Accounts", "Potentials", "related_to"),
    ("Accounts", "Quotes", "account_id"),
    ("Contacts", "Potentials", "related_to"),
    ("Vendors", "PurchaseOrder", "vendor_id"),
];

/// Deletes a record, and what goes with it. Other references to it stay as they are.
pub(super) fn delete(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    id: i64,
) -> rusqlite::Result<()> {
    let deleted = module.id(id);
    for (other, field) in of(EMPTIED, catalog, module) {
        let (table, column) = (&other.table, &field);
        let sql = format!(
            "UPDATE {table} SET {column} = '{}' WHERE {column} = ?1 AND {column} || '' = ?1",
            reference::NONE
        );
        connection.prepare_cached(&sql)?.execute([&deleted])?;
    }
    for (other, field) in of(DELETED, catalog, module) {
        let sql = format!("SELECT id FROM {} WHERE {field} = ?1 AND {field} || '' = ?1", other.table);
        let mut statement = connection.prepare_cached(&sql)?;
        let ids =
            statement.query_map([&deleted], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        for id in ids {
            store::delete(connection, other, id)?;
        }
    }
    store::delete(connection, module, id)
}

/// The modules and the columns of the fields that a table lists for a module, of those that there are.
fn of<'a>(
    table: &'a [(&str, &str, &str)],
    catalog: &'a Catalog,
    module: &'a Module,
) -> impl Iterator<Item = (&'a Module, String)> {
    let listed = table.iter().filter(|(deleted, ..)| *deleted == module.name);
    listed.filter_map(|(_, other, field)| {
        let other = catalog.module(other)?;
        Some((other.as_ref(), other.field(field)?.column.clone()))
    })
}
