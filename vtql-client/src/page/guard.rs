//! No value becomes SQL, whatever the field that it meets.

use crate::client::Client;
use crate::error::{Error, Result};
use vtql_parser::ast::{Name, Query};
use vtql_parser::{Errors, ids};

/// Refuses a query in which a field of record ids is compared with something else. Which fields hold ids
/// the module's description says, which is asked for when a value needs it: ordinary values do not.
pub(super) async fn guard(client: &Client, query: &Query) -> Result<()> {
    let module = query.module.as_str();
    let mut ids: Vec<&Name> = Vec::new();
    for field in ids::in_question(query) {
        let description = client.described_with(module, field.as_str()).await?;
        if description.field(field).is_some_and(|it| it.domain().is_record_id()) {
            ids.push(field);
        }
    }
    let found = ids::check(query, |field| ids.contains(&field));
    Errors::new(found).map_or(Ok(()), |errors| Err(Error::query(errors)))
}
