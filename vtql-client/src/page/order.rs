//! What pages by number need of a query: an order in which no two rows are equal, by fields that the
//! server joins.

use crate::error::Result;
use vtql_parser::ast::{Direction, Name, Query, Select};

/// The field of `order by field desc`, the one order that has to be read from its end.
pub(super) fn descending_field(query: &Query) -> Option<&Name> {
    let order = query.order_by.as_ref()?;
    match &order.fields[..] {
        [field] if order.direction == Some(Direction::Desc) && *field != "id" => Some(field),
        _ => None,
    }
}

/// Adds `id` to the order where it can be the last field. Returns whether no two rows are equal now:
/// after `desc` it cannot be added, because the one direction of a query belongs to its last field.
pub(super) fn make_total(query: &mut Query) -> Result<bool> {
    match &mut query.order_by {
        None => *query = query.clone().order_by("id", Direction::Asc)?,
        Some(order) if order.fields.iter().any(|field| *field == "id") => {}
        Some(order) if order.direction == Some(Direction::Desc) => return Ok(false),
        Some(order) => order.fields.push(Name::new("id")?),
    }
    Ok(true)
}

/// Selects what is ordered by. The server does not join the tables of fields that are in `order by`
/// alone, and answers such a query with no rows (observed). Returns the names added.
pub(super) fn select_order_fields(query: &mut Query) -> Vec<String> {
    let Select::Fields(selected) = &mut query.select else { return Vec::new() };
    let ordered: &[Name] = query.order_by.as_ref().map_or(&[], |order| &order.fields);
    let mut added = Vec::new();
    for field in ordered.iter().filter(|field| **field != "id") {
        if !selected.iter().any(|present| present == field) {
            selected.push(field.clone());
            added.push(field.as_str().to_owned());
        }
    }
    added
}
