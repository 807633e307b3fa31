//! The numbers that the CRM gives to records by itself: `CON1`, `ACC2`.

use super::Field;

/// What the numbers of a module's records start with, when the field is one that the CRM numbers:
/// these are the prefixes of a new instance.
pub(crate) fn record_number_prefix(module: &str, field: &Field) -> Option<String> {
    if field.described.editable || !field.name().ends_with("_no") {
        return None;
    }
    Some(match module {
        "HelpDesk" => "TT".to_owned(),
        "Project" => "PROJ".to_owned(),
        "ProjectTask" => "PT".to_owned(),
        "ProjectMilestone" => "PM".to_owned(),
        "Assets" => "ASSET".to_owned(),
        "ServiceContracts" => "SERCON".to_owned(),
        "PurchaseOrder" => "PO".to_owned(),
        "SalesOrder" => "SO".to_owned(),
        "PriceBooks" => "PB".to_owned(),
        name => name.chars().take(3).collect::<String>().to_uppercase(),
    })
}
