//! Which fields of the standard modules are kept in a table beside the module's own.
//!
//! Describe does not tell. This is what was observed on 8.4 (every field of every module was ordered
//! by), and it is a matter of the server's schema, not of what an instance configures: custom fields
//! (`cf_…`) are always in a table of their own.

/// The table beside the module's own that holds the field; `None` when the field is in the module's own
/// table or in the one that all entities share, or when it is not known.
pub(crate) fn beside(module: &str, field: impl AsRef<[u8]>) -> Option<&'static str> {
    let field = field.as_ref();
    if field == b"starred" {
        return Some("user field");
    }
    if field.starts_with(b"cf_") {
        return Some("custom");
    }
    standard(module)
        .iter()
        .find(|(_, fields)| fields.iter().any(|known| known.as_bytes() == field))
        .map(|(table, _)| *table)
}

type Tables = &'static [(&'static str, &'static [&'static str])];

const BILLING: (&str, &[&str]) = (
    "billing address",
    &["bill_street", "bill_city", "bill_state", "bill_code", "bill_country", "bill_pobox"],
);
const SHIPPING: (&str, &[&str]) = (
    "shipping address",
    &["ship_street", "ship_city", "ship_state", "ship_code", "ship_country", "ship_pobox"],
);
/// The fields of an inventory record that are those of a line item: the server joins their table, so that a
/// query that names one has a row for each line item. As observed on 8.4.
pub const LINE_ITEM_FIELDS: &[&str] = &[
    "productid",
    "quantity",
    "listprice",
    "comment",
    "discount_amount",
    "discount_percent",
    "tax1",
    "tax2",
    "tax3",
    "image",
    "purchase_cost",
    "margin",
];
/// The key that rows of inventory modules have for a field, where it is not the field's name (observed on 8.4).
///
/// ```
/// assert_eq!(vtql_schema::answered_as("hdnDiscountPercent"), Some("discount_percent"));
/// assert_eq!(vtql_schema::answered_as("subject"), None);
/// ```
pub fn answered_as(field: &str) -> Option<&'static str> {
    match field {
        "hdnDiscountPercent" => Some("discount_percent"),
        "hdnDiscountAmount" => Some("discount_amount"),
        _ => None,
    }
}

/// The key under which an inventory record has its line items.
pub const LINE_ITEMS_KEY: &str = "LineItems";

/// The module that describes line items.
pub const LINE_ITEM_MODULE: &str = "LineItem";

/// Whether the records of a module have line items.
pub fn has_line_items(module: &str) -> bool {
    matches!(module, "Invoice" | "PurchaseOrder" | "Quotes" | "SalesOrder")
}

const LINE_ITEMS: (&str, &[&str]) = ("line items", LINE_ITEM_FIELDS);
const DISCOUNTS: (&str, &[&str]) = ("line items", &["hdnDiscountPercent", "hdnDiscountAmount"]);
const RECURRENCE: (&str, &[&str]) = (
    "recurrence",
    &[
        "recurring_frequency",
        "start_period",
        "end_period",
        "payment_duration",
        "invoicestatus",
        "last_recurring_date",
    ],
);

fn standard(module: &str) -> Tables {
    match module {
        "Accounts" => &[BILLING, SHIPPING],
        "Contacts" => &[
            (
                "contact details",
                &["homephone", "leadsource", "otherphone", "birthday", "assistant", "assistantphone"],
            ),
            (
                "contact address",
                &[
                    "mailingstreet",
                    "otherstreet",
                    "mailingcity",
                    "othercity",
                    "mailingstate",
                    "otherstate",
                    "mailingzip",
                    "otherzip",
                    "mailingcountry",
                    "othercountry",
                    "mailingpobox",
                    "otherpobox",
                ],
            ),
            ("customer portal", &["portal", "support_start_date", "support_end_date"]),
        ],
        "Leads" => &[
            ("lead details", &["website"]),
            (
                "lead address",
                &["phone", "mobile", "fax", "lane", "code", "city", "country", "state", "pobox"],
            ),
        ],
        "Calendar" | "Events" => &[
            ("related record", &["parent_id"]),
            ("related contact", &["contact_id"]),
            ("reminder", &["reminder_time"]),
        ],
        "Emails" => &[
            ("mail", &["from_email", "saved_toid", "ccmail", "bccmail", "email_flag"]),
            ("mail tracking", &["access_count", "click_count"]),
            ("related record", &["parent_id"]),
            ("attachment", &["filename"]),
        ],
        "HelpDesk" => &[("custom", &["from_portal"])],
        "Invoice" | "PurchaseOrder" | "Quotes" => &[BILLING, SHIPPING, LINE_ITEMS, DISCOUNTS],
        "SalesOrder" => &[BILLING, SHIPPING, LINE_ITEMS, DISCOUNTS, RECURRENCE],
        "Users" => &[("role", &["roleid"])],
        _ => &[],
    }
}
