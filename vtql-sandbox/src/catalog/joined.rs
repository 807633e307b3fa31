//! The tables whose rows the server's database joins to those of a module: a record has one row for each
//! of them, or one row when it has none.

use super::{Joined, Module, is_inventory};
use crate::mysql;
use vtql_schema::LINE_ITEM_FIELDS;

/// What is joined to `module`, of these modules.
pub(super) fn to(module: &Module, modules: &[Module]) -> Option<Joined> {
    let named = |name: &str| modules.iter().find(|module| module.name == name);
    match module.name.as_str() {
        name if is_inventory(name) => line_items(module, named("LineItem")?),
        "Events" | "Calendar" => contacts(module, named("Contacts")?),
        _ => None,
    }
}

/// The line items of a record, whose fields are also fields of the record.
fn line_items(module: &Module, items: &Module) -> Option<Joined> {
    let parent = &items.field("parent_id")?.column;
    let columns = columns(module, |name, column| {
        let of_item = items.field(name).filter(|_| LINE_ITEM_FIELDS.contains(&name))?;
        Some(format!("CASE WHEN i.id IS NULL THEN m.{column} ELSE i.{} END", of_item.column))
    });
    let (records, items, prefix) = (&module.table, &items.table, module.prefix);
    let source = format!(
        "(SELECT m.id AS id, i.id AS item, {columns} \
         FROM {records} AS m LEFT JOIN {items} AS i ON i.{parent} = '{prefix}x' || m.id)"
    );
    Some(Joined { source, fields: LINE_ITEM_FIELDS })
}

/// The contacts of an activity: the one in its field, and those that were put together with it.
fn contacts(module: &Module, contacts: &Module) -> Option<Joined> {
    let contact = &module.field("contact_id")?.column;
    let columns = columns(module, |name, _| {
        (name == "contact_id").then(|| format!("coalesce(s.target, t.source, m.{contact})"))
    });
    let (activities, prefix, of_contacts) = (&module.table, module.prefix, contacts.prefix);
    let activity = format!("'{prefix}x' || m.id");
    let related = |alias: &str, own: &str, other: &str| {
        // `y` follows `x`: all ids of contacts are between the two.
        format!(
            "{alias}.{own} = {activity} AND {alias}.{other} >= '{of_contacts}x' AND {alias}.{other} < '{of_contacts}y' \
             AND {alias}.{other} IS NOT m.{contact}"
        )
    };
    let (by_source, by_target) = (related("s", "source", "target"), related("t", "target", "source"));
    let start = of_contacts.to_string().len() + 2;
    let source = format!(
        "(SELECT m.id AS id, CAST(substr(coalesce(s.target, t.source, ''), {start}) AS INTEGER) AS item, {columns} \
         FROM {activities} AS m CROSS JOIN (SELECT 0 AS place UNION ALL SELECT 1 UNION ALL SELECT 2) AS k \
         LEFT JOIN relations AS s ON k.place = 1 AND {by_source} \
         LEFT JOIN relations AS t ON k.place = 2 AND {by_target} \
         WHERE CASE k.place WHEN 1 THEN s.target IS NOT NULL WHEN 2 THEN t.source IS NOT NULL \
         ELSE m.{contact} IS NOT NULL OR NOT EXISTS (SELECT 1 FROM relations AS s WHERE {by_source}) \
         AND NOT EXISTS (SELECT 1 FROM relations AS t WHERE {by_target}) END)"
    );
    Some(Joined { source, fields: &["contact_id"] })
}

/// SQL for the columns of a module's table `m` but the id, each with its collation: what `joined` says for a field,
/// or what the table has.
fn columns(module: &Module, joined: impl Fn(&str, &str) -> Option<String>) -> String {
    let stored = module.fields().iter().filter(|field| field.column != "id");
    let columns = stored.map(|field| {
        let column = field.column.as_str();
        match joined(field.name(), column) {
            Some(value) => {
                let collation = field.kind.collation().map_or_else(String::new, mysql::collate);
                format!("{value}{collation} AS {column}")
            }
            None => format!("m.{column} AS {column}"),
        }
    });
    columns.collect::<Vec<_>>().join(", ")
}
