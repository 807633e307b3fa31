//! From a VTQL query to SQLite's SQL.
//!
//! No name and no value of a query ever stands in the SQL: fields are looked up and replaced by the
//! names of their columns, values are parameters.

mod condition;
mod lexical;
mod limit;
mod module_name;
mod operand;
mod order;
mod record_id;

pub(crate) use lexical::first_error as first_lexical_error;
pub(crate) use limit::CAP;
pub(crate) use module_name::named as module_named;

use crate::catalog::{Field, Kind, Module, Owners};
use crate::error::{ApiError, Code};
use crate::profile::Profile;
use crate::ties::Mix;
use order::Source;
use rusqlite::types::Value;
use vtql_parser::ast::{Condition, Predicate, Query, Select};

/// A query that SQLite can run.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) sql: String,
    pub(crate) parameters: Vec<Value>,
    pub(crate) answer: Answer,
    /// Whether a record can have several rows: the last one counts, in the place of the first (observed).
    pub(crate) repeats: bool,
}

/// What the rows of a plan are.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A cell for each of these.
    Rows(Vec<Cell>),
    /// One number of rows.
    Count,
}

/// One cell of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) key: String,
    pub(crate) kind: Kind,
}

/// Why there is no plan.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The server says so.
    Error(ApiError),
    /// The server's database refuses the SQL, which the server does not tell: it answers no rows.
    Silent(String),
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Refusal::Error(error)
    }
}

impl Refusal {
    fn silent(reason: impl Into<String>) -> Self {
        Refusal::Silent(reason.into())
    }
}

/// SQL under construction.
struct Builder<'a> {
    module: &'a Module,
    parameters: Vec<Value>,
    /// The fields whose tables the server joins.
    mentioned: Vec<&'a str>,
    /// Why the server's database refuses the query, when it does.
    refused: Option<String>,
}

impl<'a> Builder<'a> {
    /// Adds a parameter; answers its place in the SQL.
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.parameters.push(value.into());
        format!("?{}", self.parameters.len())
    }

    /// The field that a condition names.
    fn field(&self, name: &str) -> Result<&'a Field, ApiError> {
        let module = self.module;
        module.field(name).filter(|field| field.is_queryable()).ok_or_else(|| ApiError::no_field(name))
    }
}

/// How the server answers a query.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Behavior {
    pub(crate) profile: Profile,
    /// The most rows that it answers.
    pub(crate) cap: u32,
    /// How rows are mixed that the order of the query does not tell apart.
    pub(crate) mix: Option<Mix>,
}

/// Compiles a query over `module`.
pub(crate) fn compile(query: &Query, module: &Module, behavior: Behavior) -> Result<Plan, Refusal> {
    let fields = selected(query, module)?;
    let mentioned = mentioned(query, &fields);
    let mut builder = Builder { module, parameters: Vec::new(), mentioned, refused: None };
    let mut filter = match &query.filter {
        Some(condition) => format!(" WHERE ({})", builder.condition(condition)?),
        None => String::new(),
    };
    if let Some(reason) = builder.refused {
        return Err(Refusal::Silent(reason));
    }
    if let Some(extra) = standing_condition(module) {
        filter.push_str(if filter.is_empty() { " WHERE " } else { " AND " });
        filter.push_str(&extra);
    }
    let order = builder.order(query.order_by.as_ref(), behavior.mix)?;
    let (offset, count) = limit::bounds(query.limit.as_ref(), behavior.cap)?;
    let joined = module.joined.as_ref();
    let joined = joined.filter(|joined| builder.mentioned.iter().any(|name| joined.fields.contains(name)));
    let rows = joined.map_or(&module.table, |joined| &joined.source);

    if matches!(query.select, Select::Count(_)) {
        // The guard on the id column in 8.4 drops the only row; settings have no such guard.
        let dropped = behavior.profile == Profile::V8_4 && module.is_entity;
        let count = if dropped || offset > 0 { 0 } else { count.min(1) };
        let sql = format!("SELECT count(*) FROM {rows}{filter} LIMIT {count}");
        return Ok(Plan { sql, parameters: builder.parameters, answer: Answer::Count, repeats: false });
    }
    let columns: Vec<&str> = fields.iter().map(|field| field.column.as_str()).collect();
    let source = Source { rows, filter: &filter, table: &module.table, is_joined: joined.is_some() };
    let sql = order.page(&columns, &source, offset, count);
    let answer = Answer::Rows(cells(&fields));
    Ok(Plan { sql, parameters: builder.parameters, answer, repeats: joined.is_some() })
}

/// The whole rows that are seen of those whose numbers `numbers` selects with the given parameters, at
/// most `count` of them.
pub(crate) fn rows_of(module: &Module, numbers: &str, parameters: Vec<Value>, count: i64) -> Plan {
    let seen = standing_condition(module).map_or_else(String::new, |seen| format!(" AND {seen}"));
    rows(module, &format!("id IN ({numbers}){seen}"), parameters, count)
}

/// Every row, seen or not.
pub(crate) fn every_row(module: &Module) -> Plan {
    rows(module, "true", Vec::new(), i64::MAX)
}

fn rows(module: &Module, condition: &str, parameters: Vec<Value>, count: i64) -> Plan {
    let fields = whole(module);
    let columns: Vec<&str> = fields.iter().map(|field| field.column.as_str()).collect();
    let (columns, table) = (columns.join(", "), &module.table);
    let sql = format!("SELECT {columns} FROM {table} WHERE {condition} ORDER BY id LIMIT {count}");
    Plan { sql, parameters, answer: Answer::Rows(cells(&fields)), repeats: false }
}

fn cells(fields: &[&Field]) -> Vec<Cell> {
    fields.iter().map(|field| Cell { key: field.key.clone(), kind: field.kind }).collect()
}

/// The fields of the rows, `id` among them, each once.
fn selected<'a>(query: &Query, module: &'a Module) -> Result<Vec<&'a Field>, Refusal> {
    let denied = |name: &str| {
        ApiError::new(Code::AccessDenied, format!("Permission to access '.{name}.' attribute denied."))
    };
    if matches!(query.select, Select::Count(_)) {
        return Ok(Vec::new());
    }
    let names = query.select.names();
    let mut fields = Vec::with_capacity(names.len() + 1);
    for name in names {
        let field = module.field(name.as_str()).filter(|field| field.is_queryable());
        add(&mut fields, field.ok_or_else(|| denied(name.as_str()))?);
    }
    match module.field("id") {
        Some(_) if names.is_empty() => Ok(whole(module)),
        Some(id) => {
            add(&mut fields, id);
            Ok(fields)
        }
        None if names.is_empty() => Err(Refusal::silent("the module has no field `id`")),
        None => Err(denied("id").into()),
    }
}

/// The fields of whole rows.
fn whole(module: &Module) -> Vec<&Field> {
    let mut fields = Vec::with_capacity(module.fields().len());
    module.fields().iter().filter(|field| field.is_in_rows()).for_each(|field| add(&mut fields, field));
    fields
}

/// PHP's rows are maps: a key that comes again replaces the value, and stays where it was.
fn add<'a>(fields: &mut Vec<&'a Field>, field: &'a Field) {
    match fields.iter_mut().find(|present| present.key == field.key) {
        Some(present) => *present = field,
        None => fields.push(field),
    }
}

/// The fields whose tables the server joins.
fn mentioned<'a>(query: &'a Query, selected: &[&'a Field]) -> Vec<&'a str> {
    let mut names: Vec<&str> = selected.iter().map(|field| field.name()).collect();
    let mut open: Vec<&Condition> = query.filter.iter().collect();
    while let Some(condition) = open.pop() {
        match condition {
            Condition::Predicate(predicate) => names.push(Predicate::field(predicate).as_str()),
            group => open.extend(group.parts()),
        }
    }
    names
}

/// What the server adds to the condition: the records that are seen.
pub(crate) fn standing_condition(module: &Module) -> Option<String> {
    let of_module = match module.name.as_str() {
        "Users" => module.field("status").map(|status| format!("{} = 'Active'", status.column)),
        "Leads" => Some("id NOT IN (SELECT id FROM converted)".to_owned()),
        _ => None,
    };
    let of_user = module.owners.as_ref().map(Owners::condition);
    let conditions: Vec<String> = of_module.into_iter().chain(of_user).collect();
    (!conditions.is_empty()).then(|| conditions.join(" AND "))
}

#[cfg(test)]
mod comparisons;
#[cfg(test)]
mod tests;
