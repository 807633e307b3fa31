//! What the server does with single fields, observed on 8.4 and not to be told from describe.

use super::Visibility;
use vtql_schema::Field;
use vtql_schema::types::FieldType;

/// The modules with line items.
fn is_inventory(module: &str) -> bool {
    matches!(module, "Quotes" | "Invoice" | "SalesOrder" | "PurchaseOrder")
}

/// The key of a field's value in rows: the inventory modules answer two fields under other names.
pub(super) fn row_key<'a>(module: &str, field: &'a str) -> &'a str {
    match field {
        "hdnDiscountPercent" if is_inventory(module) => "discount_percent",
        "hdnDiscountAmount" if is_inventory(module) => "discount_amount",
        name => name,
    }
}

/// Whether an unset field is NULL in the database although its type has another mark for it: where the
/// value comes from a table that has no row then.
pub(super) fn is_null_when_unset(module: &str, field: &str) -> bool {
    matches!((module, field), ("Calendar" | "Events", "contact_id" | "parent_id"))
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
