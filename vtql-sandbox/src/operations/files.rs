use super::{Call, Json};
use crate::error::{ApiError, Code};
use crate::profile::Profile;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::OptionalExtension;
use serde_json::{Value, json};

/// `files_retrieve`: the contents of a file. Its id is not that of the record that it belongs to.
pub(super) fn retrieve(call: &Call<'_>) -> Result<Json, ApiError> {
    let id: vtql_parser::ast::RecordId = call.text("id").parse().map_err(|_| ApiError::bad_id())?;
    let number = i64::try_from(id.record).unwrap_or(i64::MAX);
    let file = call.read(|connection| {
        let sql = "SELECT name, type, contents FROM files WHERE id = ?1";
        let file = connection.query_row(sql, [number], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?))
        });
        Ok(file.optional()?)
    })?;
    let not_found = || ApiError::new(Code::RecordNotFound, "Record you are trying to access is not found");
    let (name, ty, contents) = file.ok_or_else(not_found)?;
    let file = json!({
        "fileid": number.to_string(),
        "filename": name,
        "filetype": ty,
        "filesize": contents.len(),
        "filecontents": STANDARD.encode(&contents),
    });
    Ok(match call.state.profile {
        // A list of one (observed).
        Profile::V8_4 => Value::Array(vec![file]).into(),
        Profile::Cloud => file.into(),
    })
}
