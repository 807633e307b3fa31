use super::locate::locate;
use super::{Call, Json};
use crate::error::ApiError;
use crate::reference;
use crate::store;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The field of an account that names its parent.
const PARENT: &str = "account_id";

/// `get_account_hierarchy`: the account, its parents up to the highest, and everything under that, each
/// after its parent.
pub(super) fn account_hierarchy(call: &Call<'_>) -> Result<Json, ApiError> {
    let catalog = call.catalog();
    let members = call.read(|connection| {
        let (module, account) = locate(connection, catalog, call.text("id"))?;
        let parent =
            module.field(PARENT).filter(|_| module.name == "Accounts").ok_or_else(ApiError::denied)?;
        let mut seen = HashSet::from([account.id]);
        let mut top = account.id;
        while let Some(above) = parent_of(connection, &module, parent, top)? {
            if !seen.insert(above) {
                break;
            }
            top = above;
        }
        let mut members = Vec::new();
        let mut seen = HashSet::new();
        let mut open = vec![(top, 0)];
        while let Some((id, level)) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if let Some(record) = store::find(connection, &module, id)? {
                let name = record.label(&module);
                members.push(json!({
                    "id": module.id(id),
                    "name": name,
                    "label": if level == 0 { name.clone() } else { format!("{} {name}", "..".repeat(level)) },
                    "level": level,
                    "current": id == account.id,
                }));
            }
            let sql =
                format!("SELECT id FROM {} WHERE {} = ?1 ORDER BY id DESC", module.table, parent.column);
            let mut statement = connection.prepare_cached(&sql)?;
            let children = statement.query_map([module.id(id)], |row| row.get::<_, i64>(0))?;
            for child in children {
                open.push((child?, level + 1));
            }
        }
        Ok(members)
    })?;
    Ok(Value::from(members).into())
}

fn parent_of(
    connection: &Connection,
    module: &crate::catalog::Module,
    parent: &crate::catalog::Field,
    id: i64,
) -> Result<Option<i64>, ApiError> {
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", parent.column, module.table);
    let stored: Option<Option<String>> =
        connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?;
    let stored = stored.flatten().filter(|stored| !reference::is_none(stored));
    Ok(stored.and_then(|stored| i64::try_from(reference::number(&stored)).ok()))
}
