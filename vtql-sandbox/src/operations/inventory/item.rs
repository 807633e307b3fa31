//! Line items.

use super::super::Call;
use super::super::element;
use crate::catalog::{Catalog, Module};
use crate::error::ApiError;
use crate::reference;
use crate::store::{self, Record};
use crate::{html, row};
use rusqlite::Connection;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A line item, and the product or service that it sells.
pub(super) struct Item {
    module: Arc<Module>,
    record: Record,
    pub(super) product: Option<(Arc<Module>, Record)>,
}

impl Item {
    /// The line items of an inventory record, in the order in which they were made.
    pub(super) fn of(
        connection: &Connection,
        catalog: &Catalog,
        parent: &str,
    ) -> Result<Vec<Item>, ApiError> {
        let records = records(connection, catalog, parent)?.into_iter().map(|(module, record)| {
            let product = product(connection, catalog, record.get(&module, "productid").unwrap_or_default())?;
            Ok(Item { module, record, product })
        });
        records.collect()
    }

    /// The value of a field.
    pub(super) fn get(&self, field: &str) -> Option<&str> {
        self.record.get(&self.module, field)
    }

    /// The item as part of its parent, with the name of its product.
    pub(super) fn json(&self) -> Value {
        let mut item: Map<String, Value> = row::pairs(&self.module, &self.record).into_iter().collect();
        let (name, ty) = match &self.product {
            Some((module, record)) => (html::label(&record.label(module)), module.name.as_str()),
            None => (String::new(), ""),
        };
        item.insert("product_name".to_owned(), name.into());
        item.insert("entity_type".to_owned(), ty.into());
        item.insert("deleted".to_owned(), "0".into());
        Value::Object(item)
    }
}

/// The records of the line items of an inventory record.
fn records(
    connection: &Connection,
    catalog: &Catalog,
    parent: &str,
) -> Result<Vec<(Arc<Module>, Record)>, ApiError> {
    let module = catalog.module("LineItem").and_then(|items| Some((items, items.field("parent_id")?)));
    let Some((items, field)) = module else { return Ok(Vec::new()) };
    let sql = format!("SELECT id FROM {} WHERE {} = ?1 ORDER BY id", items.table, field.column);
    let mut statement = connection.prepare_cached(&sql)?;
    let ids = statement.query_map([parent], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        // The column compares numbers alone.
        if let Some(item) = store::find(connection, items, id)?
            && item.get(items, "parent_id") == Some(parent)
        {
            found.push((items.clone(), item));
        }
    }
    Ok(found)
}

/// A product or a service.
fn product(
    connection: &Connection,
    catalog: &Catalog,
    id: &str,
) -> Result<Option<(Arc<Module>, Record)>, ApiError> {
    let prefix = id.split_once('x').and_then(|(prefix, _)| prefix.parse().ok());
    let Some(module) = prefix.and_then(|prefix| catalog.by_prefix(prefix)) else { return Ok(None) };
    let number = i64::try_from(reference::number(id)).unwrap_or(i64::MAX);
    Ok(store::find(connection, module, number)?.map(|record| (module.clone(), record)))
}

/// Puts items in the place of those that an inventory record has. One that sells the same as the one in
/// its place before keeps the id (observed).
pub(super) fn replace(
    call: &Call<'_>,
    connection: &Connection,
    parent: &str,
    list: &[Value],
) -> Result<(), ApiError> {
    let catalog = &call.state.store.catalog;
    let Some(module) = catalog.module("LineItem") else { return Ok(()) };
    let before = records(connection, catalog, parent)?;
    let is_new = before.is_empty();
    let mut before = before.into_iter().map(|(_, record)| record);
    for (position, values) in list.iter().enumerate() {
        let values = values.as_object().ok_or_else(ApiError::internal)?;
        element::require(module, |field| values.get(field.name()))?;
        let old = before.next();
        let kept = old.as_ref().filter(|old| {
            let product = old.get(module, "productid");
            product.is_some() && product == values.get("productid").and_then(Value::as_str)
        });
        let is_kept = kept.is_some();
        let id = kept.map_or_else(|| call.state.store.next_id(module), |old| old.id);
        if let Some(old) = old.filter(|old| old.id != id) {
            store::delete(connection, module, old.id)?;
        }
        let mut item = Record::blank(module, id);
        element::apply(call, connection, module, &mut item, values)?;
        item.set(module, "parent_id", parent);
        item.set(module, "sequence_no", (position + 1).to_string());
        item.set(module, "incrementondel", if is_new { "1" } else { "0" });
        if is_kept {
            store::save(connection, module, &item)?;
        } else {
            store::insert(connection, module, &item)?;
        }
    }
    before.try_for_each(|old| store::delete(connection, module, old.id))?;
    Ok(())
}
