use super::lenient::{self, Members};
use crate::client::Client;
use crate::error::Result;
use crate::record::{Expected, Record};
use crate::transport::Call;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use vtql_parser::ast::RecordId;

/// A relation that the records of a module have to those of another (manual, *Related Types*).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct RelatedType {
    /// The other module. One module can be related in several ways, told apart by `label`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: String,
    /// The name of the relation, which the related operations take.
    #[serde(default, deserialize_with = "lenient::text")]
    pub label: String,
    /// The label in the user's language; empty where the server sends none.
    #[serde(default, deserialize_with = "lenient::text")]
    pub translated_label: String,
    /// Whether the other module's records are entities.
    #[serde(default, rename = "isEntity", deserialize_with = "lenient::flag")]
    pub is_entity: bool,
    /// The number of the relation, where the server sends it.
    #[serde(default, deserialize_with = "lenient::number")]
    pub relation_id: Option<i64>,
    /// What users may do with it, such as `ADD,SELECT`; empty where the server sends none.
    #[serde(default, deserialize_with = "lenient::text")]
    pub actions: String,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    information: Members<RelatedType>,
}

impl Client {
    /// The relations that records of `module` have (manual, *Related Types*).
    pub async fn related_types(&self, module: &str) -> Result<Vec<RelatedType>> {
        let answer: Answer = self.result(&Call::get("relatedtypes").param("elementType", module)).await?;
        Ok(answer.information.0.into_iter().map(|(_, relation)| relation).collect())
    }

    /// The records that are related to `id` by the relation `label` (manual, *Retrieve Related*), at
    /// most 100 (observed): for more, query the other module by its reference field.
    pub async fn retrieve_related(&self, id: RecordId, module: &str, label: &str) -> Result<Vec<Record>> {
        let call = Call::get("retrieve_related").param("id", id.to_string());
        let call = call.param("relatedLabel", label).param("relatedType", module);
        let table = Arc::new(self.send(&call, |answer| answer.table(Expected::Rows)).await?);
        Ok((0..table.len()).map(|row| Record::new(Arc::clone(&table), row)).collect())
    }

    /// Relates two records (manual, *Add Related*). The server says that all went well even when
    /// nothing was related, as with a label that does not exist (observed).
    pub async fn add_related(&self, source: RecordId, related: RecordId, label: &str) -> Result<()> {
        let call = relation("add_related", source, related).param("relationIdLabel", label);
        self.result(&call).await.map(|_: Value| ())
    }

    /// Breaks the relation of two records (manual, *Delete Related*).
    pub async fn delete_related(&self, source: RecordId, related: RecordId) -> Result<()> {
        self.result(&relation("delete_related", source, related)).await.map(|_: Value| ())
    }
}

fn relation(operation: &'static str, source: RecordId, related: RecordId) -> Call<'static> {
    let call = Call::post(operation).param("sourceRecordId", source.to_string());
    call.param("relatedRecordId", related.to_string())
}
