//! What the server does with single fields, observed on 8.4 and not to be told from describe.

use super::{Kind, Visibility};
use vtql_schema::Field;
use vtql_schema::types::FieldType;

/// The modules with line items.
pub(crate) fn is_inventory(module: &str) -> bool {
    matches!(module, "Quotes" | "Invoice" | "SalesOrder" | "PurchaseOrder")
}

/// Whether an administrator made the field of that name.
pub(super) fn is_custom(field: &str) -> bool {
    field.starts_with("cf_")
}

/// The key of a field's value in rows: the inventory modules answer two fields under other names.
pub(super) fn row_key<'a>(module: &str, field: &'a str) -> &'a str {
    match field {
        "hdnDiscountPercent" if is_inventory(module) => "discount_percent",
        "hdnDiscountAmount" if is_inventory(module) => "discount_amount",
        name => name,
    }
}

/// The digits after the point of a field that has others than its type.
pub(super) fn decimals(module: &str, field: &str) -> Option<usize> {
    match (module, field) {
        ("LineItem", "listprice" | "discount_amount" | "purchase_cost" | "margin")
        | ("Invoice", "hdnS_H_Percent")
        | ("HelpDesk", "hours" | "days") => Some(8),
        ("Currency", "conversion_rate") => Some(5),
        ("Products" | "Services", "qty_per_unit")
        | ("ServiceContracts", "total_units" | "used_units" | "progress") => Some(2),
        ("Campaigns", "numsent") => Some(0),
        _ => None,
    }
}

/// How the values of a field compare whose column has another type than describe tells.
pub(super) fn kind(module: &str, field: &str) -> Option<Kind> {
    match (module, field) {
        ("Products" | "Services", "discontinued")
        | ("PriceBooks", "active")
        | ("Documents", "filestatus")
        | ("SalesOrder", "enable_recurring")
        | ("Project", "isconvertedfrompotential") => Some(Kind::Flag),
        ("LineItem", "incrementondel") => Some(Kind::Integer),
        ("Calendar" | "Events", "duration_hours") => Some(Kind::TimeText),
        (_, "discount_percent" | "tax1" | "tax2" | "tax3") if is_inventory(module) => Some(Kind::Decimal(3)),
        _ => None,
    }
}

/// The field that labels the records of a module, of which describe tells the column.
pub(super) fn label_field<'a>(module: &str, column: &'a str) -> &'a str {
    match (module, column) {
        ("Documents", "title") => "notes_title",
        ("HelpDesk", "title") => "ticket_title",
        (_, name) => name,
    }
}

/// Whether an unset field is NULL in the database although its type has another mark for it: where the
/// value comes from a table that has no row then.
pub(super) fn is_null_when_unset(module: &str, field: &str) -> bool {
    match (module, field) {
        ("Calendar", "reminder_time")
        | ("Calendar" | "Events", "contact_id" | "parent_id")
        | ("Invoice", "salesorder_id")
        | ("Documents", "filedownloadcount") => true,
        (_, "hdnDiscountPercent" | "hdnDiscountAmount" | "region_id") => is_inventory(module),
        _ => false,
    }
}

/// What a record shows, outside of queries, where nothing is set: nothing, unless it is a user's
/// preference, some of which have a default. `None` for null.
pub(super) fn shown_when_unset(module: &str, field: &str) -> Option<&'static str> {
    match (module, field) {
        ("Users", "no_of_currency_decimals") => Some("2"),
        ("Users", "currency_grouping_pattern") => Some("123,456,789"),
        ("Users", "currency_symbol_placement") => Some("$1.0"),
        ("Users", _) => None,
        _ => Some(""),
    }
}

/// Where a described field can be met.
pub(super) fn visibility(module: &str, field: &Field) -> Visibility {
    let denied = match (module, field.name.as_str()) {
        ("Users", "accesskey")
        | ("Emails", "filename")
        | ("Products" | "Services", "tax1" | "tax2" | "tax3" | "currency1") => true,
        // No query can name such a field: it is not one word.
        (_, name) => field.ty == FieldType::Password || !vtql_parser::ast::Name::is_word(name),
    };
    if denied { Visibility::DescribeOnly } else { Visibility::Full }
}

/// The column of the server's database that holds a field, where the order of columns is known to differ
/// from that of names (observed with users who are no administrators).
pub(super) fn server_column<'a>(module: &str, field: &'a str) -> &'a str {
    match (module, field) {
        (_, "assigned_user_id") => "smownerid",
        ("Accounts", "account_id") => "parentid",
        ("Accounts", "accounttype") => "account_type",
        ("Contacts", "contact_id") => "reportsto",
        ("Calendar" | "Events", "parent_id") => "crmid",
        ("Calendar" | "Events", "taskpriority") => "priority",
        (_, "account_id") => "accountid",
        (_, "contact_id") => "contactid",
        (_, name) => name,
    }
}

/// The fields that whole rows of a module have and describe does not list, each with the field that it
/// follows.
pub(super) fn undescribed(module: &str) -> Vec<(&'static str, Field)> {
    let field = |name: &str, ty| Field::new(name, ty);
    match module {
        "HelpDesk" => vec![("ticketcategories", field("update_log", FieldType::Text))],
        "LineItem" => vec![("comment", field("description", FieldType::Text))],
        "PurchaseOrder" => vec![("hdnS_H_Percent", field("image", FieldType::Text))],
        "Quotes" | "SalesOrder" => line_item_fields("hdnS_H_Percent"),
        "Invoice" => line_item_fields("potential_id"),
        _ => Vec::new(),
    }
}

fn line_item_fields(after: &'static str) -> Vec<(&'static str, Field)> {
    vec![
        (after, Field::new("image", FieldType::Text)),
        ("image", Field::new("purchase_cost", FieldType::Currency)),
        ("purchase_cost", Field::new("margin", FieldType::Currency)),
    ]
}
