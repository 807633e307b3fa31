//! The table of line items beside that of the records that they belong to.

use super::Module;
use vtql_schema::LINE_ITEM_FIELDS;

/// SQL for the rows that the server's database has for a query that names a line item's field: one for
/// each line item of a record, and one for a record that has none. The number of the item is `item`.
pub(super) fn source(module: &Module, items: &Module) -> Option<String> {
    let parent = &items.field("parent_id")?.column;
    let mut columns = vec!["m.id AS id".to_owned(), "i.id AS item".to_owned()];
    for field in module.fields().iter().filter(|field| field.column != "id") {
        let column = &field.column;
        let of_item = items.field(field.name()).filter(|_| LINE_ITEM_FIELDS.contains(&field.name()));
        columns.push(match of_item {
            Some(of_item) => {
                let collation =
                    field.kind.collation().map_or_else(String::new, |name| format!(" COLLATE {name}"));
                let of_item = &of_item.column;
                format!("CASE WHEN i.id IS NULL THEN m.{column} ELSE i.{of_item} END{collation} AS {column}")
            }
            None => format!("m.{column} AS {column}"),
        });
    }
    let (columns, records, items, prefix) = (columns.join(", "), &module.table, &items.table, module.prefix);
    Some(format!(
        "(SELECT {columns} FROM {records} AS m LEFT JOIN {items} AS i ON i.{parent} = '{prefix}x' || m.id)"
    ))
}
