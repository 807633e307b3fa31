use crate::format::{Format, Written};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::SystemTime;
use vtql_arrow::{Column, Columns};

/// What an export came to: `manifest.json` beside its files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Manifest {
    /// `vtql-export`.
    pub kind: String,
    /// The version of this form.
    pub version: u32,
    /// The instance.
    pub endpoint: String,
    /// The user, who may not see every record.
    pub user: String,
    /// The format.
    pub format: Format,
    /// When it was begun, by the server's clock where it tells (UTC).
    pub started: String,
    /// When it was complete.
    pub finished: String,
    /// The requests of the last run.
    pub requests: u64,
    /// The tables by their names.
    pub modules: BTreeMap<String, Exported>,
    /// Modules that the user may see and the server answers no queries for, with what it said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skipped: BTreeMap<String, String>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Exported {
    /// The number of its rows.
    pub rows: u64,
    /// The requests about it in the last run.
    pub requests: u64,
    /// Its files, with their paths relative to the manifest.
    pub files: Vec<Written>,
    /// The query that it is the answer to; none for all records of the module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Its columns.
    pub columns: Vec<ExportedColumn>,
    /// How many values did not fit their type. They are null.
    pub misfits: u64,
    /// The first of them: record, field, text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub first_misfits: Vec<[String; 3]>,
    /// Fields that the module lost on the way: they are null from some row on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields_lost: Vec<String>,
    /// Fields that were in no answer: they are null.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields_missing: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportedColumn {
    /// The field's name.
    pub name: String,
    /// The name that users see.
    pub label: String,
    /// The type by describe.
    #[serde(rename = "type")]
    pub type_name: String,
    /// The modules that a reference points to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refers_to: Vec<String>,
}

impl From<&Column> for ExportedColumn {
    fn from(column: &Column) -> Self {
        ExportedColumn {
            name: column.name.clone(),
            label: column.label.clone(),
            type_name: column.type_name.clone(),
            refers_to: column.refers_to.clone(),
        }
    }
}

pub(crate) fn columns(columns: &Columns) -> Vec<ExportedColumn> {
    columns.fields().iter().map(ExportedColumn::from).collect()
}

/// A moment as manifests write it, in UTC.
pub(crate) fn moment(time: SystemTime) -> String {
    jiff::Timestamp::try_from(time)
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}
