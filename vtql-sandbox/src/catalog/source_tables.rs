//! Which fields the CRM keeps outside a module's main table.
//!
//! The server joins the tables of the fields that are selected or filtered on, and forgets those of
//! the fields that are ordered by: such a query fails in its database and answers no rows (observed
//! for each of these fields on 8.4). Describe does not tell the tables.

/// The extra table that holds a field; `None` when it is in the module's main table or not known.
/// Custom fields have a table of their own in every module.
pub(super) fn of(module: &str, field: &str) -> Option<&'static str> {
    if field.starts_with("cf_") {
        return Some("custom");
    }
    match (module, field) {
        ("Users", "roleid") => Some("role"),
        ("Users", _) => None,
        (_, "starred") => Some("follower"),
        ("Contacts", _) => contacts(field),
        ("Leads", "website") => Some("details"),
        ("Leads", "phone" | "mobile" | "fax" | "lane" | "code" | "city" | "country" | "state" | "pobox") => {
            Some("address")
        }
        ("Accounts", _) => address(field),
        ("HelpDesk", "from_portal") => Some("custom"),
        ("Calendar" | "Events", "parent_id") => Some("parent"),
        ("Calendar" | "Events", "contact_id") => Some("contacts"),
        ("Calendar" | "Events", "reminder_time") => Some("reminder"),
        (
            "SalesOrder",
            "recurring_frequency"
            | "start_period"
            | "end_period"
            | "payment_duration"
            | "invoicestatus"
            | "last_recurring_date",
        ) => Some("recurrence"),
        ("Quotes" | "Invoice" | "SalesOrder" | "PurchaseOrder", _) => {
            address(field).or_else(|| line_item(field))
        }
        _ => None,
    }
}

fn contacts(field: &str) -> Option<&'static str> {
    match field {
        "homephone" | "otherphone" | "leadsource" | "birthday" | "assistant" | "assistantphone" => {
            Some("details")
        }
        "portal" | "support_start_date" | "support_end_date" => Some("customer"),
        _ if field.starts_with("mailing") || field.starts_with("other") => Some("address"),
        _ => None,
    }
}

fn address(field: &str) -> Option<&'static str> {
    if field.starts_with("bill_") {
        Some("billing address")
    } else if field.starts_with("ship_") {
        Some("shipping address")
    } else {
        None
    }
}

fn line_item(field: &str) -> Option<&'static str> {
    match field {
        "hdnDiscountPercent" | "hdnDiscountAmount" | "productid" | "quantity" | "listprice" | "comment"
        | "discount_amount" | "discount_percent" | "tax1" | "tax2" | "tax3" => Some("line items"),
        _ => None,
    }
}
