//! What the open-source edition 8.4 gets wrong (observed), and the sandbox in that profile.

use super::Call;
use super::element::Element;
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use crate::profile::Profile;
use crate::store::Record;

fn has_defects(call: &Call<'_>) -> bool {
    call.state.profile == Profile::V8_4
}

fn has_line_items(module: &Module) -> bool {
    matches!(module.name.as_str(), "Quotes" | "Invoice" | "SalesOrder" | "PurchaseOrder")
}

/// A `create` without an element: PHP ends without a word.
pub(super) fn no_element(call: &Call<'_>) -> ApiError {
    if has_defects(call) { ApiError::crash() } else { ApiError::missing("element") }
}

/// No inventory record can be made.
pub(super) fn before_create(call: &Call<'_>, module: &Module) -> Result<(), ApiError> {
    if has_defects(call) && has_line_items(module) { Err(ApiError::bad_id()) } else { Ok(()) }
}

/// A record that a group owns is made, and then PHP ends without a word.
pub(super) fn after_create(call: &Call<'_>, module: &Module, record: &Record) -> Result<(), ApiError> {
    let groups = call.state.store.catalog.module("Groups").map(|groups| format!("{}x", groups.prefix));
    let owner = record.get(module, "assigned_user_id").unwrap_or_default();
    let of_group = groups.is_some_and(|groups| owner.starts_with(&groups));
    if has_defects(call) && of_group { Err(ApiError::crash()) } else { Ok(()) }
}

/// Line items cannot be changed.
pub(super) fn before_change(call: &Call<'_>, module: &Module, element: &Element) -> Result<(), ApiError> {
    let fails = has_line_items(module) && element.contains_key("LineItems");
    if has_defects(call) && fails { Err(ApiError::crash()) } else { Ok(()) }
}

/// An owner who does not exist is answered with a page of text.
pub(super) fn instead_of(call: &Call<'_>, error: ApiError) -> ApiError {
    let is_owner = error == ApiError::no_such_owner();
    if has_defects(call) && is_owner {
        return ApiError::new(Code::Restricted, "Sorry! Attempt to access restricted file.");
    }
    error
}

/// The related lists of settings: PHP ends without a word.
pub(super) fn before_related_types(call: &Call<'_>, module: &Module) -> Result<(), ApiError> {
    if has_defects(call) && !module.is_entity { Err(ApiError::crash()) } else { Ok(()) }
}
