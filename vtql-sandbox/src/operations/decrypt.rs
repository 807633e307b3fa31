use super::locate::locate;
use super::{Call, Json};
use crate::error::ApiError;
use serde_json::Value;

/// `decrypt`: the value of one field in clear text. Nothing is encrypted here, so it is the value.
pub(super) fn decrypt(call: &Call<'_>) -> Result<Json, ApiError> {
    let name = call.text("fieldname");
    let (module, record) = call.read(|connection| locate(connection, call.catalog(), call.text("id")))?;
    let field = module.field(name).filter(|field| field.is_queryable());
    let field = field.ok_or_else(|| ApiError::no_field(name))?;
    Ok(Value::from(record.get(&module, field.name()).unwrap_or_default()).into())
}
