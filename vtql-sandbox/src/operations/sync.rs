use super::{Call, Json, query};
use crate::catalog::Module;
use crate::clock;
use crate::error::{ApiError, Code};
use crate::sql;
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

/// How many changed records one answer holds, and more only when they changed in the same second.
const PAGE: i64 = 100;
/// The manual's bound on the records of one answer is far above what ties add to a page in practice.
const NO_BOUND: i64 = i64::MAX;

/// `sync`: what was changed and deleted in a module after `modifiedTime`, in seconds since 1970.
///
/// The records of the page's last second are kept together, so that asking again with
/// `lastModifiedTime`, until `more` is false, neither skips nor repeats any (observed).
pub(super) fn sync(call: &Call<'_>) -> Result<Json, ApiError> {
    let name = call.text("elementType");
    let module = call.module(name)?;
    let column =
        &module.field("modifiedtime").filter(|_| module.name != "Users").ok_or_else(ApiError::denied)?.column;
    let since: Option<i64> = call.text("modifiedTime").parse().ok().filter(|seconds| *seconds > 0);
    // PHP ends without a word when that is no time (observed).
    let since = since.and_then(clock::from_seconds).ok_or_else(ApiError::crash)?;
    let owners = owners(call, module)?;
    let table = &module.table;

    let (until, more, deleted) = call.read(|connection| {
        let page = format!(
            "SELECT {column} FROM {table} WHERE {column} > ?1 AND {owners} ORDER BY {column} LIMIT 1 OFFSET {}",
            PAGE - 1
        );
        let full: Option<String> =
            connection.prepare_cached(&page)?.query_row([&since], |row| row.get(0)).optional()?;
        let last = format!("SELECT max({column}) FROM {table} WHERE {column} > ?1 AND {owners}");
        let last: Option<String> = connection.prepare_cached(&last)?.query_row([&since], |row| row.get(0))?;
        let more = full.is_some() && full < last;
        let until = full.or(last);
        Ok((until, more, deleted(connection, module, &since)?))
    })?;
    let until = until.unwrap_or_else(|| since.clone());
    let numbers = format!("SELECT id FROM {table} WHERE {column} > ?1 AND {column} <= ?2 AND {owners}");
    let parameters = vec![SqlValue::Text(since), SqlValue::Text(until.clone())];
    let plan = sql::rows_of(module, &numbers, parameters, NO_BOUND);

    let mut json = b"{\"updated\":".to_vec();
    json.extend(query::execute(call.state, module, &plan)?);
    let deleted = serde_json::Value::from(deleted);
    let seconds = clock::to_seconds(&until).unwrap_or_default();
    json.extend(
        format!(",\"deleted\":{deleted},\"more\":{more},\"lastModifiedTime\":{seconds}}}").into_bytes(),
    );
    Ok(json.into())
}

/// SQL for whose records are asked for: `syncType` is `user`, `userandgroup`, or `application` for all,
/// which needs an administrator (observed).
fn owners(call: &Call<'_>, module: &Module) -> Result<String, ApiError> {
    let owner = module.fields().iter().find(|field| field.described.ty.name() == "owner");
    let (Some(owner), kind) = (owner, call.text("syncType")) else { return Ok("true".to_owned()) };
    let column = &owner.column;
    let catalog = call.catalog();
    let user = format!("{column} = '{}'", call.user_id());
    match (kind, catalog.module("Groups")) {
        ("application", _) if call.user.is_admin => Ok("true".to_owned()),
        ("application", _) => Err(ApiError::denied()),
        ("userandgroup", Some(groups)) => {
            Ok(format!("({user} OR {column} IN (SELECT '{}x' || id FROM {}))", groups.prefix, groups.table))
        }
        ("" | "user" | "userandgroup", _) => Ok(user),
        (other, _) => Err(ApiError::new(Code::AccessDenied, format!("unknown syncType {other}"))),
    }
}

fn deleted(connection: &Connection, module: &Module, since: &str) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT id FROM deleted WHERE module = ?1 AND time > ?2 ORDER BY rowid";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_map(params_from_iter([module.name.as_str(), since]), |row| row.get(0))?.collect()
}
