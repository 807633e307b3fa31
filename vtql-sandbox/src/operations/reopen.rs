use super::element::save;
use super::locate::{locate, no_object_access};
use super::{Call, Json};
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use serde_json::json;

/// The picklists that say whether a record is closed, and the value of an open one.
const STATES: &[(&str, &str, &str)] = &[
    ("HelpDesk", "ticketstatus", "Open"),
    ("Potentials", "sales_stage", "Prospecting"),
    ("Project", "projectstatus", "in progress"),
    ("ProjectTask", "projecttaskstatus", "In Progress"),
    ("Faq", "faqstatus", "Draft"),
];

/// `reopen`: sets the state of a closed record back (manual, *Reopen*).
pub(super) fn reopen(call: &Call<'_>) -> Result<Json, ApiError> {
    call.write(|connection| {
        let (module, mut record) = locate(connection, call.catalog(), call.text("id"))?;
        let (field, open) = state(&module).ok_or_else(|| {
            let message = "Permission to reopen the record is denied";
            ApiError::new(Code::AccessDenied, message)
        })?;
        if !module.described.updateable {
            return Err(no_object_access());
        }
        record.set(&module, field, open);
        save(call, connection, &module, &mut record)
    })?;
    Ok(json!({ "message": "Record reopened successfully." }).into())
}

/// The field that holds the state, and an open state that its picklist offers.
fn state(module: &Module) -> Option<(&'static str, String)> {
    let (_, name, open) = STATES.iter().find(|(name, _, _)| *name == module.name)?;
    let field = &module.field(name)?.described;
    let offered = if field.picklist.is_empty() || field.offers(open) {
        (*open).to_owned()
    } else {
        field.picklist.first()?.value.clone()
    };
    Some((name, offered))
}
