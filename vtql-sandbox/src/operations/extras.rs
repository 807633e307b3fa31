//! What single records have beside their fields (observed).

use crate::catalog::{Catalog, Module};
use crate::error::ApiError;
use crate::row;
use crate::store::{self, Record, reference};
use rusqlite::Connection;
use serde_json::Value;

/// The JSON of a record as `retrieve` and the writes answer it.
pub(super) fn complete(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
) -> Result<Vec<u8>, ApiError> {
    let mut extras = Vec::new();
    match module.name.as_str() {
        "Groups" => extras.push(("groupid", Value::from(record.id.to_string()).to_string().into_bytes())),
        "Documents" => {
            let file: Option<i64> = connection
                .prepare_cached("SELECT max(id) FROM files WHERE document = ?1")?
                .query_row([module.id(record.id)], |row| row.get(0))?;
            if let Some(file) = file {
                extras.push(("imageattachmentids", Value::from(module.id(file)).to_string().into_bytes()));
            }
        }
        "Quotes" | "Invoice" | "SalesOrder" | "PurchaseOrder" => {
            extras.push(("LineItems", line_items(connection, catalog, &module.id(record.id))?));
        }
        _ => {}
    }
    Ok(row::record(module, record, &extras))
}

/// The line items of an inventory record, each with the name of its product.
fn line_items(connection: &Connection, catalog: &Catalog, parent: &str) -> Result<Vec<u8>, ApiError> {
    let module = catalog.module("LineItem").and_then(|items| Some((items, items.field("parent_id")?)));
    let Some((items, field)) = module else { return Ok(row::list(&[])) };
    let sql = format!("SELECT id FROM {} WHERE {} = ?1 ORDER BY id", items.table, field.column);
    let mut statement = connection.prepare_cached(&sql)?;
    let ids = statement.query_map([parent], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let Some(item) = store::find(connection, items, id)? else { continue };
        // The column compares numbers alone.
        if item.get(items, "parent_id") != Some(parent) {
            continue;
        }
        let (name, ty) = product(connection, catalog, item.get(items, "productid").unwrap_or_default())?;
        let extras = [
            ("product_name", Value::from(name).to_string().into_bytes()),
            ("entity_type", Value::from(ty).to_string().into_bytes()),
            ("deleted", b"\"0\"".to_vec()),
        ];
        rows.push(row::record(items, &item, &extras));
    }
    Ok(row::list(&rows))
}

/// The name and the module of a product or service.
fn product(connection: &Connection, catalog: &Catalog, id: &str) -> Result<(String, String), ApiError> {
    let prefix = id.split_once('x').and_then(|(prefix, _)| prefix.parse().ok());
    let Some(module) = prefix.and_then(|prefix| catalog.by_prefix(prefix)) else {
        return Ok((String::new(), String::new()));
    };
    let number = i64::try_from(reference::number(id)).unwrap_or(i64::MAX);
    let record = store::find(connection, module, number)?;
    Ok((record.map(|record| record.label(module)).unwrap_or_default(), module.name.clone()))
}
