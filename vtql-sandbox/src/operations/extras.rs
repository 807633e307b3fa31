//! What single records have beside their fields (observed).

use super::inventory;
use crate::catalog::{Catalog, Module};
use crate::error::ApiError;
use crate::mysql::number;
use crate::row;
use crate::store::{self, Record};
use rusqlite::Connection;
use serde_json::Value;

/// The JSON of a record as `retrieve` answers it.
pub(super) fn retrieved(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
) -> Result<Vec<u8>, ApiError> {
    if inventory::has_items(module) {
        return inventory::retrieved(connection, catalog, module, record);
    }
    let mut extras = of_any(connection, module, record)?;
    if matches!(module.name.as_str(), "Products" | "Services") {
        extras.extend(prices(connection, catalog, module, record)?);
    }
    Ok(row::record(module, record, &extras))
}

/// The JSON of a record as a write answers it.
pub(super) fn written(
    connection: &Connection,
    module: &Module,
    record: &Record,
) -> Result<Vec<u8>, ApiError> {
    Ok(row::record(module, record, &of_any(connection, module, record)?))
}

fn of_any(
    connection: &Connection,
    module: &Module,
    record: &Record,
) -> Result<Vec<(String, Value)>, ApiError> {
    let extra = match module.name.as_str() {
        "Groups" => Some(("groupid", record.id.to_string())),
        "Documents" | "Contacts" | "Products" => {
            let file: Option<i64> = connection
                .prepare_cached("SELECT max(id) FROM files WHERE document = ?1")?
                .query_row([module.id(record.id)], |row| row.get(0))?;
            file.map(|file| ("imageattachmentids", module.id(file)))
        }
        _ => None,
    };
    Ok(extra.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect())
}

/// The price of a product or service in each currency that describe lists, and the currency it is told in.
fn prices(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
) -> Result<Vec<(String, Value)>, ApiError> {
    let Some(currencies) = catalog.module("Currency") else { return Ok(Vec::new()) };
    let price = number::leading(record.get(module, "unit_price").unwrap_or_default());
    let mut prices = Vec::new();
    let mut base = None;
    for currency in store::all(connection, currencies)? {
        let key = format!("currency{}", currency.id);
        if module.field(&key).is_some_and(crate::catalog::Field::is_described) {
            let rate = number::leading(currency.get(currencies, "conversion_rate").unwrap_or("1"));
            prices.push((key, Value::from(price * rate)));
            base = base.or(Some(currency.id));
        }
    }
    let base = base.map(|id| ("currency_id".to_owned(), currencies.id(id).into()));
    Ok(prices.into_iter().chain(base).collect())
}
