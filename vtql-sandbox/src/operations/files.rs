use super::locate::locate;
use super::{Call, Json};
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use crate::profile::Profile;
use crate::store::{self, Record};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};

/// `files_retrieve`: the contents of a file. Its id is not that of the record that it belongs to.
pub(super) fn retrieve(call: &Call<'_>) -> Result<Json, ApiError> {
    let id: vtql_parser::ast::RecordId = call.text("id").parse().map_err(|_| ApiError::bad_id())?;
    let number = i64::try_from(id.record).unwrap_or(i64::MAX);
    let file = call.read(|connection| {
        let sql = "SELECT name, type, contents, document FROM files WHERE id = ?1";
        let file = connection.query_row(sql, [number], |row| {
            let file = (row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, Vec<u8>>(2)?);
            Ok((file, row.get::<_, String>(3)?))
        });
        let Some((file, document)) = file.optional()? else { return Ok(None) };
        // Whoever does not see the document does not see its file.
        locate(connection, call.catalog(), &document)?;
        Ok(Some(file))
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

/// Keeps the first file that came with a new document, under a number of its own.
pub(super) fn attach(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    record: &mut Record,
) -> Result<(), ApiError> {
    let Some(file) = call.parameters.files.first().filter(|_| module.name == "Documents") else {
        return Ok(());
    };
    let name = safe_name(&file.name);
    for (field, value) in [
        ("filename", name.clone()),
        ("filetype", file.content_type.clone()),
        ("filesize", file.contents.len().to_string()),
        ("filelocationtype", "I".to_owned()),
    ] {
        record.set(module, field, value);
    }
    store::insert(connection, module, record)?;
    let sql = "INSERT INTO files (id, document, name, type, contents) VALUES (?1, ?2, ?3, ?4, ?5)";
    let id = call.state.store.next_id(module);
    let document = module.id(record.id);
    connection.execute(sql, params![id, document, name, file.content_type, file.contents])?;
    Ok(())
}

/// The name under which the server keeps a file: without spaces, and not as a program (observed).
fn safe_name(name: &str) -> String {
    let name = name.replace(' ', "_");
    let is_program =
        name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("php"));
    if is_program { format!("{name}file.txt") } else { name }
}
