use super::{Call, Json};
use crate::catalog::Module;
use crate::clock;
use crate::error::{ApiError, Code};
use crate::sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::json;

/// How many changed and how many deleted records one answer tells (manual, *Sync*), and more only of those that
/// changed in the same second.
const PAGE: usize = 200;

/// `sync`: the ids of what was changed and of what was deleted in a module after `modifiedTime`, in seconds
/// since 1970.
///
/// What changed in the page's last second is kept together, so that asking again with `lastModifiedTime`, until
/// `more` is false, neither skips nor repeats anything (observed on the open-source edition).
pub(super) fn sync(call: &Call<'_>) -> Result<Json, ApiError> {
    let name = call.text("elementType");
    let module = call.module(name)?;
    let column =
        &module.field("modifiedtime").filter(|_| module.name != "Users").ok_or_else(ApiError::denied)?.column;
    let since: Option<i64> = call.text("modifiedTime").parse().ok().filter(|seconds| *seconds > 0);
    // PHP ends without a word when that is no time (observed).
    let since = since.and_then(clock::from_seconds).ok_or_else(ApiError::crash)?;
    let owners = owners(call, module)?;
    let seen = sql::standing_condition(module).unwrap_or_else(|| "true".to_owned());
    let (table, most) = (&module.table, PAGE + 1);
    let changed = format!(
        "SELECT id, {column} FROM {table} WHERE {column} > ?1 AND {owners} AND {seen} ORDER BY {column}, id"
    );
    let deleted = "SELECT CAST(substr(id, instr(id, 'x') + 1) AS INTEGER), time FROM deleted \
                   WHERE module = ?2 AND time > ?1 ORDER BY time, rowid";

    let (updated, deleted) = call.read(|connection| {
        let module = module.name.as_str();
        Ok((
            page(connection, &changed, &[&since], most)?,
            page(connection, deleted, &[&since, module], most)?,
        ))
    })?;
    let until = [&updated, &deleted].into_iter().filter_map(Page::end).min();
    let within = |page: &Page| -> Vec<String> {
        let changes = page.0.iter().filter(|(_, time)| until.as_ref().is_none_or(|until| time <= until));
        changes.map(|(number, _)| module.id(*number)).collect()
    };
    let times = updated.0.iter().chain(&deleted.0).map(|(_, time)| time);
    let last = until.as_ref().or_else(|| times.max()).unwrap_or(&since);
    Ok(json!({
        "updated": within(&updated),
        "deleted": within(&deleted),
        "more": until.is_some(),
        "lastModifiedTime": clock::to_seconds(last).unwrap_or_default(),
    })
    .into())
}

/// Numbers of records and times of their changes, in the order of the times: those of a page, and whole seconds
/// after it until one is there.
struct Page(Vec<(i64, String)>);

impl Page {
    /// The last second of the page, when there is more.
    fn end(&self) -> Option<String> {
        let (_, after) = self.0.get(PAGE)?;
        let before = self.0.iter().take(PAGE).map(|(_, time)| time).rfind(|time| *time < after);
        // A second of so many changes is told whole.
        let end = before.unwrap_or(after);
        self.0.last().is_some_and(|(_, last)| last > end).then(|| end.clone())
    }
}

fn page(connection: &Connection, sql: &str, parameters: &[&str], most: usize) -> rusqlite::Result<Page> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(parameters))?;
    let mut page = Page(Vec::new());
    while let Some(row) = rows.next()? {
        let (number, time): (i64, String) = (row.get(0)?, row.get(1)?);
        let is_tie = page.0.first().is_some_and(|(_, first)| *first == time);
        let is_full = page.0.len() >= most && !is_tie;
        page.0.push((number, time));
        if is_full {
            break;
        }
    }
    Ok(page)
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
