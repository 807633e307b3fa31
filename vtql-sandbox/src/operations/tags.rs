//! Tags of records.

use super::locate::locate;
use super::{Call, Json};
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use crate::store::{self, Record};
use rusqlite::Connection;
use serde_json::{Value, json};

/// `tags_add`: puts the tags in the JSON list `tags` on a record.
pub(super) fn add(call: &Call<'_>) -> Result<Json, ApiError> {
    let tags = tags(call)?;
    call.write(|connection| {
        let (module, mut record) = locate(connection, call.catalog(), call.text("id"))?;
        for tag in &tags {
            let sql = "INSERT OR IGNORE INTO tags (record, tag) VALUES (?1, ?2)";
            connection.prepare_cached(sql)?.execute([&module.id(record.id), tag])?;
        }
        note(connection, &module, &mut record)
    })?;
    Ok(json!({ "message": "tags added" }).into())
}

/// `tags_retrieve`: the tags of a record, sorted.
pub(super) fn retrieve(call: &Call<'_>) -> Result<Json, ApiError> {
    let tags = call.read(|connection| {
        let (module, record) = locate(connection, call.catalog(), call.text("id"))?;
        Ok(of(connection, &module.id(record.id))?)
    })?;
    Ok(json!({ "tags": tags }).into())
}

/// `tags_delete`: takes tags off a record, or, with `delete_all`, off every record.
pub(super) fn delete(call: &Call<'_>) -> Result<Json, ApiError> {
    let tags = tags(call)?;
    let everywhere = matches!(call.text("delete_all"), "1" | "true");
    call.write(|connection| {
        let (module, mut record) = locate(connection, call.catalog(), call.text("id"))?;
        for tag in &tags {
            let record = module.id(record.id);
            let sql = "DELETE FROM tags WHERE tag = ?1 AND (record = ?2 OR ?3)";
            connection.prepare_cached(sql)?.execute(rusqlite::params![tag, record, everywhere])?;
        }
        note(connection, &module, &mut record)
    })?;
    Ok(json!({ "message": "tags deleted" }).into())
}

fn tags(call: &Call<'_>) -> Result<Vec<String>, ApiError> {
    let wrong = || ApiError::new(Code::MandatoryFieldsMissing, "tags does not have a value");
    let tags: Value = serde_json::from_str(call.text("tags")).map_err(|_| wrong())?;
    let tags: Option<Vec<String>> =
        tags.as_array().and_then(|tags| tags.iter().map(|tag| tag.as_str().map(str::to_owned)).collect());
    tags.filter(|tags| !tags.is_empty()).ok_or_else(wrong)
}

fn of(connection: &Connection, record: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT tag FROM tags WHERE record = ?1 ORDER BY tag")?;
    statement.query_map([record], |row| row.get(0))?.collect()
}

/// Shows the tags in the record's own field.
fn note(connection: &Connection, module: &Module, record: &mut Record) -> Result<(), ApiError> {
    let tags = of(connection, &module.id(record.id))?;
    record.set(module, "tags", tags.join(","));
    Ok(store::save(connection, module, record)?)
}
