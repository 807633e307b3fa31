use crate::catalog::{Catalog, Module};
use crate::error::{ApiError, Code};
use crate::store::{self, Record};
use rusqlite::Connection;
use std::sync::Arc;

/// The record of an id, and its module. The errors are those that were observed: for text that starts
/// with no module's number, for a record that does not exist, and for one of another module.
pub(super) fn locate(
    connection: &Connection,
    catalog: &Catalog,
    id: &str,
) -> Result<(Arc<Module>, Record), ApiError> {
    let no_module =
        || ApiError::new(Code::AccessDenied, "Permission to perform the operation is denied for id");
    let (prefix, rest) = id.split_once(['x', 'X']).ok_or_else(no_module)?;
    // A number may have a sign for Rust, and has none in an id.
    let prefix = Some(prefix).filter(|prefix| !prefix.starts_with('+'));
    let prefix = prefix.and_then(|prefix| prefix.parse().ok()).ok_or_else(no_module)?;
    let refusal = || if catalog.hides_prefix(prefix) { ApiError::denied() } else { no_module() };
    let module = catalog.by_prefix(prefix).ok_or_else(refusal)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 =
        rest.get(..digits).and_then(|digits| digits.parse().ok()).ok_or_else(ApiError::bad_id)?;
    // What follows a second `x` does not count (observed).
    let after = rest.get(digits..).unwrap_or_default();
    let exact = id.contains('x') && (after.is_empty() || after.starts_with('x'));
    if let Some(record) = store::find(connection, module, number)? {
        if !exact {
            return Err(ApiError::bad_id());
        }
        let owner = module.fields().iter().position(|field| field.described.ty.name() == "owner");
        let owner = owner.and_then(|position| record.values.get(position)?.as_deref()).unwrap_or_default();
        return match &module.owners {
            Some(owners) if !owners.admit(owner) => Err(no_object_access()),
            _ => Ok((module.clone(), record)),
        };
    }
    for other in catalog.modules().iter().filter(|other| other.id_space() == module.id_space()) {
        if store::find(connection, other, number)?.is_some() {
            return Err(ApiError::bad_id());
        }
    }
    Err(ApiError::denied())
}

/// The user has no right to this record, or to what is to be done with it. The server does not tell the
/// two apart (observed).
pub(super) fn no_object_access() -> ApiError {
    ApiError::new(Code::AccessDenied, "Permission to read given object is denied")
}
