//! Fields of which a record can have several values, so that the server's joins make several rows of it.

use vtql_parser::ast::{Condition, Predicate, Query, Select};
use vtql_schema::{LINE_ITEM_FIELDS, answered_as};

/// Whether a query that names the field has a row for each of a record's line items, or of an event's contacts.
pub(super) fn has_several(module: &str, field: &str) -> bool {
    match module {
        "Quotes" | "Invoice" | "SalesOrder" | "PurchaseOrder" => LINE_ITEM_FIELDS.contains(&field),
        "Events" | "Calendar" => field == "contact_id",
        _ => false,
    }
}

/// Whether the server counts records when it counts the rows that meet the condition of a query.
pub(super) fn condition_counts_records(query: &Query) -> bool {
    let module = query.module.as_str();
    let mut open: Vec<&Condition> = query.filter.iter().collect();
    while let Some(condition) = open.pop() {
        match condition {
            Condition::Predicate(predicate) => {
                if has_several(module, Predicate::field(predicate).as_str()) {
                    return false;
                }
            }
            Condition::And(terms) => open.extend(terms.iter()),
            Condition::Or(terms) => open.extend(terms.iter()),
            Condition::Not(not) => open.push(&not.condition),
            _ => return false,
        }
    }
    true
}

/// Whether a query is ordered by a field of which a record can have several values: then it has no one place. With
/// `select *` the discount of a record is shown under the name that those of its line items have, and is one of theirs.
pub(super) fn orders_by_several(query: &Query) -> bool {
    let module = query.module.as_str();
    let is_hidden = |field: &str| {
        matches!(query.select, Select::All(_))
            && answered_as(field).is_some_and(|key| has_several(module, key))
    };
    let fields = query.order_by.iter().flat_map(|order| order.fields.iter());
    let mut fields = fields.take_while(|field| **field != "id").map(vtql_parser::ast::Name::as_str);
    fields.any(|field| has_several(module, field) || is_hidden(field))
}
