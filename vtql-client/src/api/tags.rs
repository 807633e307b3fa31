use crate::client::Client;
use crate::error::Result;
use crate::transport::Call;
use serde::Deserialize;
use serde_json::Value;
use vtql_parser::ast::RecordId;

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    tags: Vec<String>,
}

/// The tags of records.
impl Client {
    /// Adds tags to a record (manual, *Tags Add*).
    pub async fn add_tags(&self, id: RecordId, tags: &[&str]) -> Result<()> {
        self.result(&with_tags("tags_add", id, tags)).await.map(|_: Value| ())
    }

    /// The tags of a record (manual, *Tags Retrieve*).
    pub async fn tags(&self, id: RecordId) -> Result<Vec<String>> {
        let answer: Answer = self.result(&Call::get("tags_retrieve").param("id", id.to_string())).await?;
        Ok(answer.tags)
    }

    /// Takes tags off a record (manual, *Tags Delete*).
    pub async fn delete_tags(&self, id: RecordId, tags: &[&str]) -> Result<()> {
        self.result(&with_tags("tag_delete", id, tags)).await.map(|_: Value| ())
    }

    /// Takes tags off **every** record that has them. `id` is a record that does (manual, *Tags
    /// Delete*).
    pub async fn delete_tags_everywhere(&self, id: RecordId, tags: &[&str]) -> Result<()> {
        // Sent only where it is meant: to PHP, the text `false` is true.
        let call = with_tags("tag_delete", id, tags).param("delete_all", "true");
        self.result(&call).await.map(|_: Value| ())
    }
}

fn with_tags(operation: &'static str, id: RecordId, tags: &[&str]) -> Call<'static> {
    let tags = Value::from(tags.to_vec()).to_string();
    Call::post(operation).param("id", id.to_string()).param("tags", tags)
}
