use crate::format::{Format, FormatOptions, Written};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::SystemTime;
use vtql_arrow::{Column, Columns};

/// Its name in a folder.
pub(crate) const FILE: &str = "manifest.json";
/// What one of an export says that it is.
pub(crate) const KIND: &str = "vtql-export";

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
    /// What was asked for: the same export, resumed, sends no request again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asked: Option<Order>,
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
    /// Modules that are left out, since the server refuses them from the start or does not list them any more.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub skipped: BTreeMap<String, String>,
    /// Files of earlier exports in the folder that this one has left as they were.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub earlier_files: BTreeSet<PathBuf>,
    /// How the records are related, where that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relations: Option<ExportedRelations>,
    /// The files of the records, where they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<ExportedFiles>,
}

/// What an export was asked for: only the same one can be resumed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) endpoint: String,
    pub(crate) user: String,
    pub(crate) modules: Vec<String>,
    pub(crate) query: Option<String>,
    pub(crate) format: Format,
    pub(crate) options: FormatOptions,
    #[serde(default)]
    pub(crate) relations: Option<Relations>,
    #[serde(default)]
    pub(crate) files: bool,
    /// Where files go.
    #[serde(default)]
    pub(crate) files_folder: Option<PathBuf>,
    /// Whether values that do not fit are kept as they came.
    #[serde(default)]
    pub(crate) raw: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Exported {
    /// The number of its rows.
    pub rows: u64,
    /// What the server counted before the rows were read, where it was asked to. Where it is more than `rows`, some
    /// were deleted meanwhile, or an answer had not all of its rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<u64>,
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
    /// Fields that answers have and no column is for: the description of the module does not have them, or they are
    /// called as the column of values that did not fit (`_raw`). They are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields_unknown: Vec<String>,
}

/// Which relations go out, and how they are found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Relations {
    /// The related lists of each record (`relatedtypes`, `retrieve_related`): one request a record and list. Those
    /// with these labels; all of them where none is named. A module without such lists has its reference fields.
    Lists(Vec<String>),
    /// The reference fields: one request a hundred records.
    Fields,
}

/// The table of relations in a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportedRelations {
    /// The table.
    #[serde(flatten)]
    pub table: Exported,
    /// What was asked for.
    pub asked: Relations,
    /// How the relations of each module were found: `lists` or `fields`.
    pub found_by: BTreeMap<String, String>,
    /// What could not be had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub incomplete: Vec<Incomplete>,
}

/// A related list that the server did not give, or not to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Incomplete {
    /// The module.
    pub module: String,
    /// The module of the related records.
    pub related_module: String,
    /// The list.
    pub label: String,
    /// For how many records.
    pub records: u64,
    /// Whether the list was not asked for of any further record.
    pub given_up: bool,
    /// What the server said first.
    pub reason: String,
}

/// The table of files in a manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportedFiles {
    /// The table: name, length and SHA-256 of each file.
    #[serde(flatten)]
    pub table: Exported,
    /// The folder of the files, relative to the manifest where it is below it.
    pub folder: PathBuf,
    /// The files that were written.
    pub count: u64,
    /// Their length together.
    pub bytes: u64,
    /// Files that the server did not give: their rows say why.
    pub failed: u64,
    /// What it said about the first of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_failure: Option<String>,
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
