//! The records that such a table is about: page by page, in the order in which they were exported.

use crate::error::{Error, Result};
use crate::table::Table;
use crate::walk::Walk;
use std::collections::BTreeMap;
use vtql_client::{Client, Record};

/// The modules of an export with what is known about each, in the order of their names.
pub(crate) type Sources = BTreeMap<String, Table>;

/// The records of a module behind `progress`, with these fields and their ids.
pub(super) fn walk(client: &Client, table: &Table, fields: &[&str], progress: &str) -> Result<Walk> {
    let from = progress.parse().map_err(|_| Error::State {
        path: table.module.clone().into(),
        message: "how far it has come cannot be read".to_owned(),
    })?;
    Ok(Walk::new(client.clone(), table.clone(), from).of_fields(fields))
}

/// The ids of a page.
pub(super) fn ids(records: &[Record]) -> impl Iterator<Item = String> {
    records.iter().filter_map(Record::id).map(|id| id.to_string())
}
