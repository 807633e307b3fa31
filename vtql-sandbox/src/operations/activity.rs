//! Tasks and events, which the server keeps in one table.

use crate::catalog::{Catalog, Module};
use crate::error::ApiError;
use crate::store::{self, Record};
use rusqlite::Connection;

/// The type of the activities that are no events.
const TASK: &str = "Task";

/// Moves an activity to the module that its type says, whatever module it was written to: one of type
/// `Task` is of `Calendar`, any other of `Events` (observed).
pub(super) fn settle(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &Record,
) -> Result<(), ApiError> {
    let is_task = record.get(module, "activitytype") == Some(TASK);
    let other = match module.name.as_str() {
        "Calendar" if !is_task => "Events",
        "Events" if is_task => "Calendar",
        _ => return Ok(()),
    };
    let Some(other) = catalog.module(other) else { return Ok(()) };
    let mut moved = Record::blank(other, record.id);
    for (field, slot) in other.fields().iter().zip(&mut moved.values) {
        if let Some(position) = module.fields().iter().position(|before| before.name() == field.name()) {
            slot.clone_from(record.values.get(position).unwrap_or(&None));
        }
    }
    store::delete(connection, module, record.id)?;
    Ok(store::insert(connection, other, &moved)?)
}
