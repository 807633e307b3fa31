use super::lenient;
use crate::client::Client;
use crate::error::Result;
use crate::transport::Call;
use serde::Deserialize;
use vtql_parser::ast::RecordId;

/// An organization in the hierarchy of another (manual, *Get Account Hierarchy*).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct HierarchyEntry {
    /// The record of the organization.
    #[serde(deserialize_with = "lenient::record_id")]
    pub id: RecordId,
    /// Its name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// What it is to the one asked about, such as `Parent Org`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub label: String,
    /// Its depth; the top is 0.
    #[serde(default, deserialize_with = "lenient::number")]
    pub level: Option<i64>,
    /// Whether it is the one asked about.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub current: bool,
}

impl Client {
    /// The organizations above and below one (manual, *Get Account Hierarchy*).
    pub async fn account_hierarchy(&self, id: RecordId) -> Result<Vec<HierarchyEntry>> {
        self.result(&Call::get("get_account_hierarchy").param("id", id.to_string())).await
    }
}
