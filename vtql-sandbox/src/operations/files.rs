use super::locate::locate;
use super::{Call, Enclosed, Json};
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use crate::profile::Profile;
use crate::store::{self, Record};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;

/// `files_retrieve`: the contents of a file. Its id is not that of the record that it belongs to.
pub(super) fn retrieve(call: &Call<'_>) -> Result<Json, ApiError> {
    let id: vtql_parser::ast::RecordId = call.text("id").parse().map_err(|_| ApiError::bad_id())?;
    let number = i64::try_from(id.record).unwrap_or(i64::MAX);
    let file = call.read(|connection| {
        let sql = "SELECT name, type, size, contents, document FROM files WHERE id = ?1";
        let file = connection.query_row(sql, [number], |row| {
            let (name, ty, size): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let contents: Option<Vec<u8>> = row.get(3)?;
            Ok(((name, ty, size, contents), row.get::<_, String>(4)?))
        });
        let Some((file, document)) = file.optional()? else { return Ok(None) };
        // Whoever does not see the document does not see its file.
        locate(connection, call.catalog(), &document)?;
        Ok(Some(file))
    })?;
    let not_found = || ApiError::new(Code::RecordNotFound, "Record you are trying to access is not found");
    let (name, ty, size, contents) = file.ok_or_else(not_found)?;
    let about = json!({ "fileid": number.to_string(), "filename": name, "filetype": ty, "filesize": size });
    let mut text = about.to_string().into_bytes();
    text.pop();
    text.extend_from_slice(b",\"filecontents\":\"");
    let mut at = text.len();
    text.extend_from_slice(b"\"}");
    if call.state.profile == Profile::V8_4 {
        // A list of one (observed).
        text.insert(0, b'[');
        text.push(b']');
        at += 1;
    }
    if let Some(contents) = contents {
        text.splice(at..at, STANDARD.encode(contents).into_bytes());
        return Ok(text.into());
    }
    let file = call.state.store.files.open(number).map_err(|error| {
        tracing::error!(%error, number, "a file cannot be read");
        not_found()
    })?;
    Ok(Json { text, enclosed: Some(Enclosed { at, file }) })
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
        ("filesize", file.size.to_string()),
        ("filelocationtype", "I".to_owned()),
    ] {
        record.set(module, field, value);
    }
    store::save(connection, module, record)?;
    let sql = "INSERT INTO files (id, document, name, type, size) VALUES (?1, ?2, ?3, ?4, ?5)";
    let id = call.state.store.next_id(module);
    let document = module.id(record.id);
    connection.execute(
        sql,
        params![id, document, name, file.content_type, i64::try_from(file.size).unwrap_or(i64::MAX)],
    )?;
    call.state.store.files.keep(&file.contents, id).map_err(|error| {
        tracing::error!(%error, "an upload could not be kept");
        ApiError::internal()
    })?;
    Ok(())
}

/// The name under which the server keeps a file: without spaces, and not as a program (observed).
fn safe_name(name: &str) -> String {
    let name = name.replace(' ', "_");
    let is_program =
        name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("php"));
    if is_program { format!("{name}file.txt") } else { name }
}
