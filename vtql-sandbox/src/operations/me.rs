use super::{Call, Json};
use crate::error::ApiError;
use serde_json::json;

/// `me`: who is asking.
pub(super) fn me(call: &Call<'_>) -> Result<Json, ApiError> {
    let store = &call.state.store;
    let users = store.catalog.module("Users").ok_or_else(ApiError::denied)?;
    let user = store.find(users, call.user.id)?.ok_or_else(ApiError::denied)?;
    let value = |field: &str| user.get(users, field).unwrap_or_default().to_owned();
    Ok(json!({
        "id": users.id(user.id),
        "user_name": value("user_name"),
        "first_name": value("first_name"),
        "last_name": value("last_name"),
        "email1": value("email1"),
    })
    .into())
}
