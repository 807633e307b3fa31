use super::{Call, Json};
use crate::error::ApiError;
use serde_json::json;

/// `me`: who is asking.
pub(super) fn me(call: &Call<'_>) -> Result<Json, ApiError> {
    let store = &call.state.store;
    let users = store.catalog.module("Users");
    let user = users.map(|users| store.find(users, call.user.id)).transpose()?.flatten();
    let value = |field: &str| users.zip(user.as_ref()).and_then(|(users, user)| user.get(users, field));
    Ok(json!({
        "id": call.user_id(),
        "user_name": value("user_name").unwrap_or(&call.user.name),
        "first_name": value("first_name").unwrap_or_default(),
        "last_name": value("last_name").unwrap_or_default(),
        "email1": value("email1").unwrap_or_default(),
    })
    .into())
}
