use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Expected, Record};
use crate::transport::{Answer, Call};
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;
use vtql_parser::ast::RecordId;

/// Single records. What is written is anything that serializes to a JSON object: `json!`, a map, a
/// struct. A write is sent again only where nothing of it can have happened: one that fails with a lost connection or a
/// server error [may have been carried out](crate::Error::may_have_been_done).
impl Client {
    /// Creates a record of `module` and returns it as stored (manual, *Create*). Most modules want an
    /// owner: `assigned_user_id`, for which [`me`](Client::me) gives the id.
    ///
    /// ```no_run
    /// # async fn run(client: vtql_client::Client) -> Result<(), vtql_client::Error> {
    /// let me = client.me().await?;
    /// let element = serde_json::json!({ "lastname": "Smith", "assigned_user_id": me.id });
    /// let contact = client.create("Contacts", &element).await?;
    /// println!("created {:?}", contact.id());
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create<E: Serialize + ?Sized>(&self, module: &str, element: &E) -> Result<Record> {
        let element = encode(element, None).map_err(|error| error.with_operation("create"))?;
        let call = Call::post("create").param("elementType", module).param("element", element);
        self.record(&call, None).await
    }

    /// A record with all of its fields (manual, *Retrieve*).
    pub async fn retrieve(&self, id: RecordId) -> Result<Record> {
        self.record(&Call::get("retrieve").param("id", id.to_string()), Some(id)).await
    }

    /// Changes a record; all mandatory fields must be given again (manual, *Update*). Fields that are
    /// left out keep their values (observed).
    pub async fn update<E: Serialize + ?Sized>(&self, id: RecordId, element: &E) -> Result<Record> {
        let element = encode(element, Some(id)).map_err(|error| error.with_operation("update"))?;
        self.record(&Call::post("update").param("element", element), Some(id)).await
    }

    /// Changes only the given fields of a record (manual, *Revise*).
    pub async fn revise<E: Serialize + ?Sized>(&self, id: RecordId, element: &E) -> Result<Record> {
        let element = encode(element, Some(id)).map_err(|error| error.with_operation("revise"))?;
        self.record(&Call::post("revise").param("element", element), Some(id)).await
    }

    /// Deletes a record (manual, *Delete*).
    pub async fn delete(&self, id: RecordId) -> Result<()> {
        let call = Call::post("delete").param("id", id.to_string());
        // Servers say what they like of a deletion, but nothing of another record.
        let is_of_another = |said: &Value| {
            let shown = said.get("id").and_then(|shown| shown.as_str()?.parse().ok());
            shown.is_some_and(|shown: RecordId| shown.record != id.record) || said.get(0).is_some()
        };
        let read = |answer: Answer| {
            let said: Value = answer.result()?;
            if is_of_another(&said) { Err(of_another_request()) } else { Ok(()) }
        };
        self.send(&call, read).await
    }

    /// The record of an answer: the one of this id, or one that is new.
    pub(super) async fn record(&self, call: &Call<'_>, id: Option<RecordId>) -> Result<Record> {
        let read = |answer: Answer| {
            let record = Record::new(Arc::new(answer.table(Expected::Row)?), 0);
            // An activity may be shown by another prefix: the number tells.
            match (record.id(), id) {
                (Some(found), Some(asked)) if found.record == asked.record => Ok(record),
                (Some(_), None) => Ok(record),
                _ => Err(of_another_request()),
            }
        };
        self.send(call, read).await
    }
}

/// An answer that cannot be one to the request: from a faulty server or proxy.
fn of_another_request() -> Error {
    Error::new(ErrorKind::UnexpectedAnswer, "the answer is that to another request").of_an_open_end()
}

/// The JSON text of an element, with the id of the record that it is for.
pub(super) fn encode<E: Serialize + ?Sized>(element: &E, id: Option<RecordId>) -> Result<String> {
    let mut fields = object(element)?;
    if let Some(id) = id {
        fields.insert("id".to_owned(), id.to_string().into());
    }
    Ok(Value::Object(fields).to_string())
}

/// What a caller gives as an element, as a JSON object.
pub(super) fn object<E: Serialize + ?Sized>(element: &E) -> Result<Map<String, Value>> {
    match serde_json::to_value(element) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Error::new(ErrorKind::Encode, "an element is a JSON object of field names and values")),
        Err(error) => {
            Err(Error::new(ErrorKind::Encode, "the element cannot be written as JSON").with_source(error))
        }
    }
}
