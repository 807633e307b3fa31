//! Quotes, orders and invoices: records with line items, whose totals the server computes.

mod details;
mod item;
mod totals;

use super::Call;
use super::element::Element;
use crate::catalog::{Catalog, Module};
use crate::error::{ApiError, Code};
use crate::row;
use crate::store::{self, Record, Store};
use item::Item;
use rusqlite::Connection;
use serde_json::Value;
use totals::{Totals, number};
use vtql_schema::LINE_ITEM_FIELDS;

/// The key of the line items, in an element and in an answer.
const LINE_ITEMS: &str = "LineItems";

/// Whether records of the module have line items.
pub(super) fn has_items(module: &Module) -> bool {
    crate::catalog::is_inventory(&module.name)
}

/// The line items in an element, when it has any.
pub(super) fn items_in(element: &Element) -> Option<&[Value]> {
    let items = element.get(LINE_ITEMS)?.as_array()?;
    (!items.is_empty()).then_some(items)
}

/// Refuses a new record without line items, as the server does.
pub(super) fn require_items(module: &Module, element: &Element) -> Result<(), ApiError> {
    if has_items(module) && items_in(element).is_none() {
        return Err(ApiError::new(Code::MandatoryFieldsMissing, "Mandatory Fields Missing.."));
    }
    Ok(())
}

/// Puts line items in the place of those that a record has, and computes its totals.
pub(super) fn set_items(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    record: &mut Record,
    list: &[Value],
) -> Result<(), ApiError> {
    replace_items(call, connection, module, record, list)?;
    let items = Item::of(connection, &call.state.store.catalog, &module.id(record.id))?;
    Totals::compute(module, record, &items).store(module, record);
    Ok(store::save(connection, module, record)?)
}

/// Computes the totals of every inventory record: for demo data, whose parts are made one by one.
pub(crate) fn settle(store: &Store) -> Result<(), ApiError> {
    let catalog = &store.catalog;
    store.write(|connection| {
        for module in catalog.modules().iter().filter(|module| has_items(module)) {
            for mut record in store::all(connection, module)? {
                let items = Item::of(connection, catalog, &module.id(record.id))?;
                Totals::compute(module, &record, &items).store(module, &mut record);
                store::save(connection, module, &record)?;
                if !items.is_empty() {
                    show_last_item(connection, catalog, module, &mut record)?;
                }
            }
        }
        Ok(())
    })
}

/// Puts line items in the place of those that a record has.
pub(super) fn replace_items(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    record: &mut Record,
    list: &[Value],
) -> Result<(), ApiError> {
    item::replace(call, connection, &module.id(record.id), list)?;
    show_last_item(connection, &call.state.store.catalog, module, record)
}

/// Shows a changed line item in the record that it belongs to.
pub(super) fn item_changed(
    connection: &Connection,
    catalog: &Catalog,
    items: &Module,
    item: &Record,
) -> Result<(), ApiError> {
    if items.name != "LineItem" {
        return Ok(());
    }
    let parent = item.get(items, "parent_id").and_then(|id| id.parse::<vtql_parser::ast::RecordId>().ok());
    let found = parent.and_then(|id| Some((catalog.by_prefix(id.module)?, i64::try_from(id.record).ok()?)));
    let Some((module, number)) = found.filter(|(module, _)| has_items(module)) else { return Ok(()) };
    let Some(mut record) = store::find(connection, module, number)? else { return Ok(()) };
    show_last_item(connection, catalog, module, &mut record)
}

/// In a query a record has the values of its last line item (observed).
fn show_last_item(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &mut Record,
) -> Result<(), ApiError> {
    let items = Item::of(connection, catalog, &module.id(record.id))?;
    for (field, value) in module.fields().iter().zip(&mut record.values) {
        if LINE_ITEM_FIELDS.contains(&field.name()) {
            *value = items.last().and_then(|item| item.get(field.name())).map(str::to_owned);
        }
    }
    Ok(store::save(connection, module, record)?)
}

/// What profile 8.4 leaves of the totals when it fails (observed): none, and no kind of tax.
pub(super) fn lose_totals(module: &Module, record: &mut Record) {
    Totals::default().store_sums(module, record);
    let position = module.fields().iter().position(|field| field.name() == "hdnTaxType");
    if let Some(slot) = position.and_then(|position| record.values.get_mut(position)) {
        *slot = None;
    }
}

/// The JSON of a record as `retrieve` answers it: with the line items, and everything that the CRM's
/// own pages show of them.
pub(super) fn retrieved(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
) -> Result<Vec<u8>, ApiError> {
    let items = Item::of(connection, catalog, &module.id(record.id))?;
    Ok(row::object(&answer(connection, catalog, module, record, (&items, &items))?))
}

/// The JSON of a new record: most of it tells the record before it had line items (observed).
pub(super) fn created(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
) -> Result<Vec<u8>, ApiError> {
    let items = Item::of(connection, catalog, &module.id(record.id))?;
    let mut blank = record.clone();
    Totals::default().store(module, &mut blank);
    let mut pairs = answer(connection, catalog, module, &blank, (&items, &[]))?;
    for field in ["hdnSubTotal", "hdnGrandTotal", "pre_tax_total"] {
        set(&mut pairs, field, Value::from(number(record.get(module, field))));
    }
    pairs.push(("new".to_owned(), true.into()));
    Ok(row::object(&pairs))
}

/// The JSON of a changed record: with the values of the first line item, and with what the request said
/// of no field at all (observed).
pub(super) fn changed(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
    element: &Element,
) -> Result<Vec<u8>, ApiError> {
    let items = Item::of(connection, catalog, &module.id(record.id))?;
    let mut pairs = row::pairs(module, record);
    for field in LINE_ITEM_FIELDS {
        let of_first = items.first().and_then(|item| item.get(field));
        let shown = match *field {
            "image" | "purchase_cost" | "margin" => Value::Null,
            _ => of_first.unwrap_or_default().into(),
        };
        set(&mut pairs, field, shown);
    }
    pairs.push((LINE_ITEMS.to_owned(), items.iter().map(Item::json).collect()));
    for (key, value) in element {
        if pairs.iter().all(|(present, _)| present != key) {
            pairs.push((key.clone(), value.clone()));
        }
    }
    Ok(row::object(&pairs))
}

/// A record with these line items, and with the details of those.
fn answer(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
    (items, detailed): (&[Item], &[Item]),
) -> Result<Vec<(String, Value)>, ApiError> {
    let mut pairs = row::pairs(module, record);
    pairs.retain(|(key, _)| !LINE_ITEM_FIELDS.contains(&key.as_str()));
    // Charges are kept nowhere: each is unset, and each of its taxes is nothing.
    for charge in details::charges(module) {
        let unset = if details::is_tax_of_charge(charge) { Value::from(0) } else { Value::Null };
        pairs.push((charge.to_owned(), unset));
    }
    pairs.push((LINE_ITEMS.to_owned(), items.iter().map(Item::json).collect()));
    let product = detailed.first().and_then(|item| item.get("productid"));
    pairs.push(("productid".to_owned(), product.unwrap_or_default().into()));
    let details = details::of(connection, catalog, module, record, detailed)?;
    pairs.push(("LineItems_FinalDetails".to_owned(), details));
    Ok(pairs)
}

/// Replaces the value of a key that is there.
fn set(pairs: &mut [(String, Value)], key: &str, value: Value) {
    if let Some((_, slot)) = pairs.iter_mut().find(|(present, _)| present == key) {
        *slot = value;
    }
}
