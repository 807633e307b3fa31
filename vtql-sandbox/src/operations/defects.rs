//! What the open-source edition 8.4 gets wrong (observed), and the sandbox in that profile.

use super::element::{self, Element};
use super::{Call, Json, inventory};
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use crate::store::Record;

/// A `create` without an element: PHP ends without a word.
pub(super) fn no_element(call: &Call<'_>) -> ApiError {
    if call.has_defects() { ApiError::crash() } else { ApiError::missing("element") }
}

/// A `create` with an element that is no object: PHP ends without a word where it is JSON all the same.
pub(super) fn not_an_element(call: &Call<'_>, text: &str) -> ApiError {
    let is_json = text.is_empty() || serde_json::from_str::<serde_json::Value>(text).is_ok();
    if call.has_defects() && is_json { ApiError::crash() } else { ApiError::internal() }
}

/// No inventory record can be made, unless the server was mended.
pub(super) fn before_create(call: &Call<'_>, module: &Module) -> Result<(), ApiError> {
    let forbidden = call.has_defects() && inventory::has_items(module) && !call.state.mended_inventory;
    if forbidden { Err(ApiError::bad_id()) } else { Ok(()) }
}

/// Whether a new inventory record loses its line items: those that are taxed one by one.
pub(super) fn loses_items(call: &Call<'_>, module: &Module, record: &Record) -> bool {
    call.has_defects()
        && inventory::has_items(module)
        && record.get(module, "hdnTaxType") == Some("individual")
}

/// A record that a group owns is made, and then PHP ends without a word; likewise one that has lost its
/// line items. One whose owner does not exist is made as well.
pub(super) fn after_create(call: &Call<'_>, module: &Module, record: &Record) -> Result<(), ApiError> {
    after_change(call, module, record, false)?;
    let groups = call.state.store.catalog.module("Groups").map(|groups| format!("{}x", groups.prefix));
    let owner = record.get(module, "assigned_user_id").unwrap_or_default();
    let of_group = groups.is_some_and(|groups| owner.starts_with(&groups));
    let fails = call.has_defects() && of_group || loses_items(call, module, record);
    if fails { Err(ApiError::crash()) } else { Ok(()) }
}

/// Whether a change loses the totals of a record: one of its line items.
pub(super) fn loses_totals(call: &Call<'_>, module: &Module, element: &Element) -> bool {
    call.has_defects() && inventory::has_items(module) && inventory::items_in(element).is_some()
}

/// A record whose owner does not exist is kept, and answered with a page of text. Of one that has lost its
/// totals nothing is said.
pub(super) fn after_change(
    call: &Call<'_>,
    module: &Module,
    record: &Record,
    lost_totals: bool,
) -> Result<(), ApiError> {
    if element::is_of_nobody(&call.state.store.catalog, module, record) {
        return Err(restricted_page());
    }
    if lost_totals { Err(ApiError::crash()) } else { Ok(()) }
}

/// The related lists of settings: PHP ends without a word.
pub(super) fn before_related_types(call: &Call<'_>, module: &Module) -> Result<(), ApiError> {
    if call.has_defects() && !module.is_entity { Err(ApiError::crash()) } else { Ok(()) }
}

/// An operation whose program the server does not find, whatever it is asked.
pub(super) fn restricted(_call: &Call<'_>) -> Result<Json, ApiError> {
    Err(restricted_page())
}

fn restricted_page() -> ApiError {
    ApiError::new(Code::Restricted, "Sorry! Attempt to access restricted file.")
}
