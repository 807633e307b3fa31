//! Related records.
//!
//! A record is related to another when one of its reference fields points to it, or when the two were
//! put together by `add_related`.

use super::locate::locate;
use super::{Call, Json, defects, query};
use crate::catalog::relations::{self, Relation};
use crate::catalog::{Catalog, Kind, Module};
use crate::error::ApiError;
use crate::profile::Profile;
use crate::reference;
use crate::sql;
use crate::store::{self, Record};
use rusqlite::Connection;
use rusqlite::types::Value as SqlValue;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// `relatedtypes`: the related lists of a module.
pub(super) fn related_types(call: &Call<'_>) -> Result<Json, ApiError> {
    let name = call.text("elementType");
    let catalog = call.catalog();
    let module = call.module(name)?;
    defects::before_related_types(call, module)?;
    let mut types = Vec::new();
    let mut information = Map::new();
    for (position, relation) in relations::of(catalog, module).into_iter().enumerate() {
        types.push(Value::from(relation.module.name.as_str()));
        let mut about = json!({ "name": relation.module.name, "label": relation.label });
        let key = match call.state.profile {
            Profile::V8_4 => {
                about["isEntity"] = "1".into();
                relation.label
            }
            Profile::Cloud => {
                about["translated_label"] = relation.module.label.as_str().into();
                about["isEntity"] = relation.module.is_entity.into();
                about["relation_id"] = (position + 1).into();
                about["actions"] = "ADD,SELECT".into();
                // One module can be related in several ways.
                let name = &relation.module.name;
                if information.contains_key(name) { format!("{name}_{}", position + 1) } else { name.clone() }
            }
        };
        information.insert(key, about);
    }
    // PHP writes an empty map as a list.
    let information = if information.is_empty() { json!([]) } else { Value::Object(information) };
    Ok(json!({ "types": types, "information": information }).into())
}

/// `retrieve_related`: the records in one related list of a record, at most 100.
pub(super) fn retrieve_related(call: &Call<'_>) -> Result<Json, ApiError> {
    let catalog = call.catalog();
    let (module, record) = source(call)?;
    let (label, name) = (call.text("relatedLabel"), call.text("relatedType"));
    let relation = relations::of(catalog, &module)
        .into_iter()
        .find(|relation| relation.label == label && relation.module.name == name)
        .ok_or_else(ApiError::no_relation)?;
    let (numbers, parameters) = related(&module.id(record.id), &module, &relation.module);
    let plan = sql::rows_of(&relation.module, &numbers, parameters, call.state.page_cap().into());
    Ok(query::execute(call.state, &relation.module, &plan)?.into())
}

/// `query_related`: a query over one related list. The server writes a condition on the ids into the
/// text, after the first `WHERE` in capitals, or at the end; so an `or` in the query escapes the
/// relation. A query that ends in a semicolon, or is over another module, is none of the relation (observed).
pub(super) fn query_related(call: &Call<'_>) -> Result<Json, ApiError> {
    let (module, record) = source(call)?;
    let label = call.text("relatedLabel");
    let relation = find(call.catalog(), &module, label).ok_or_else(ApiError::no_relation)?;
    let text = call.text("query");
    let is_whole = text.split('\'').step_by(2).any(|unquoted| unquoted.contains(';'));
    let is_of_another = sql::module_named(text).is_some_and(|name| name != relation.module.name);
    if is_whole || is_of_another {
        return Err(ApiError::no_relation());
    }
    let (numbers, parameters) = related(&module.id(record.id), &module, &relation.module);
    let ids = call.read(|connection| {
        let mut statement = connection.prepare_cached(&numbers)?;
        let ids = statement.query_map(rusqlite::params_from_iter(&parameters), |row| row.get::<_, i64>(0))?;
        let ids = ids.map(|id| Ok(format!("'{}'", relation.module.id(id?))));
        Ok(ids.collect::<rusqlite::Result<Vec<_>>>()?)
    })?;
    if ids.is_empty() {
        return Ok(json!([]).into());
    }
    let condition = format!("id IN ({})", ids.join(","));
    let text = match text.split_once("WHERE") {
        Some((before, after)) => format!("{before}WHERE {condition} AND {after};"),
        None => format!("{text} WHERE {condition};"),
    };
    Ok(query::run(call, &text)?.into())
}

/// `add_related`: puts a record into a related list of another. A label that is none, and a target that
/// does not exist, are accepted in silence and change nothing (observed).
pub(super) fn add_related(call: &Call<'_>) -> Result<Json, ApiError> {
    // The rights of the user do not count (observed).
    let catalog = &call.state.store.catalog;
    call.write(|connection| {
        let (module, record) = endpoint(connection, catalog, call.text("sourceRecordId"))?;
        let record = record.ok_or_else(ApiError::internal)?;
        let (target, other) = endpoint(connection, catalog, call.text("relatedRecordId"))?;
        let label = call.parameters.get("relationIdLabel").filter(|label| !label.is_empty());
        let known = match label {
            Some(label) => {
                find(catalog, &module, label).is_some_and(|relation| relation.module.name == target.name)
            }
            None => {
                relations::of(catalog, &module).iter().any(|relation| relation.module.name == target.name)
            }
        };
        if let Some(other) = other.filter(|_| known) {
            let sql = "INSERT OR IGNORE INTO relations (source, target) VALUES (?1, ?2)";
            connection.prepare_cached(sql)?.execute([module.id(record.id), target.id(other.id)])?;
        }
        Ok(())
    })?;
    let message = if call.state.profile == Profile::V8_4 { "successfull" } else { "successful" };
    Ok(json!({ "message": message }).into())
}

/// `delete_related`: takes two records apart, a reference from one to the other included.
pub(super) fn delete_related(call: &Call<'_>) -> Result<Json, ApiError> {
    let catalog = call.catalog();
    call.write(|connection| {
        let ends = [call.text("sourceRecordId"), call.text("relatedRecordId")];
        let [source, target] = ends.map(|id| locate(connection, catalog, id));
        let ends = [source?, target?];
        let [first, second] =
            [0, 1].map(|end: usize| ends.get(end).map_or(String::new(), |(m, r)| m.id(r.id)));
        connection.execute(
            "DELETE FROM relations WHERE (source = ?1 AND target = ?2) OR (source = ?2 AND target = ?1)",
            [&first, &second],
        )?;
        for ((module, mut record), other) in ends.into_iter().zip([second, first]) {
            let mut cleared = false;
            for (field, value) in module.fields().iter().zip(&mut record.values) {
                let refers = field.kind == Kind::Reference && value.as_deref() == Some(other.as_str());
                if refers && !field.described.mandatory {
                    *value = Some(reference::NONE.to_owned());
                    cleared = true;
                }
            }
            if cleared {
                store::save(connection, &module, &record)?;
            }
        }
        Ok(())
    })?;
    Ok(json!({ "status": "successful" }).into())
}

/// The record whose related lists are asked for.
fn source(call: &Call<'_>) -> Result<(Arc<Module>, Record), ApiError> {
    let located = call.read(|connection| locate(connection, call.catalog(), call.text("id")));
    located.map_err(|error| match error {
        // The server has no module name left to tell (observed).
        error if error == ApiError::denied() => ApiError::no_module(""),
        error => error,
    })
}

/// The record at one end of a relation to be made, when it exists.
fn endpoint(
    connection: &Connection,
    catalog: &Catalog,
    id: &str,
) -> Result<(Arc<Module>, Option<Record>), ApiError> {
    let parsed: vtql_parser::ast::RecordId = id.parse().map_err(|_| ApiError::bad_id())?;
    let module = catalog.by_prefix(parsed.module).ok_or_else(ApiError::bad_id)?;
    let number = i64::try_from(parsed.record).map_err(|_| ApiError::bad_id())?;
    Ok((module.clone(), store::find(connection, module, number)?))
}

/// The related list of that label, or, as the manual has it, of that module.
fn find(catalog: &Catalog, module: &Module, label: &str) -> Option<Relation> {
    let lists = relations::of(catalog, module);
    let by_label = lists.iter().position(|relation| relation.label == label);
    let position = by_label.or_else(|| lists.iter().position(|relation| relation.module.name == label))?;
    lists.into_iter().nth(position)
}

/// SQL for the numbers of the records of `target` that are related to the record `id` of `module`.
fn related(id: &str, module: &Module, target: &Module) -> (String, Vec<SqlValue>) {
    let table = &target.table;
    let prefix = format!("{}x", target.prefix);
    let start = prefix.len() + 1;
    let mut parts = vec![
        format!(
            "SELECT CAST(substr(target, {start}) AS INTEGER) FROM relations WHERE source = ?1 AND target LIKE ?2"
        ),
        format!(
            "SELECT CAST(substr(source, {start}) AS INTEGER) FROM relations WHERE target = ?1 AND source LIKE ?2"
        ),
    ];
    for field in target.fields() {
        if field.kind == Kind::Reference && field.described.refers_to.contains(&module.name) {
            let column = &field.column;
            // The index compares numbers; users and groups aside, a number belongs to one record.
            parts.push(format!("SELECT id FROM {table} WHERE {column} = ?1 AND {column} || '' = ?1"));
        }
    }
    let parameters = vec![SqlValue::Text(id.to_owned()), SqlValue::Text(format!("{prefix}%"))];
    (parts.join(" UNION "), parameters)
}
