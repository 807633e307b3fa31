//! Fields that are text to describe, and to the CRM one of a few words.

/// What a field of a module may hold; `None` when any text will do.
pub(super) fn of(module: &str, field: &str) -> Option<&'static [&'static str]> {
    Some(match (module, field) {
        (_, "salutationtype") => &["", "Mr.", "Ms.", "Mrs.", "Dr.", "Prof."],
        (_, "image" | "userlabel") | ("Documents", "filetype" | "fileversion") => &[""],
        (_, "tax1" | "tax2" | "tax3" | "discount_percent") => &["0.000", "10.000", "19.000"],
        ("Emails", "activitytype") => &["Emails"],
        ("Emails", "parent_type") | ("PBXManager", "customertype") => &["Contacts"],
        ("Emails", "saved_toid" | "ccmail" | "bccmail" | "from_email") => {
            &["someone@example.com", "all@example.org"]
        }
        ("Currency", "currency_name") => &["Euro", "USA, Dollars", "Pounds"],
        ("Currency", "currency_code") => &["EUR", "USD", "GBP"],
        ("Currency", "currency_symbol") => &["€", "$", "£"],
        ("Currency", "currency_status") => &["Active"],
        ("Currency", "defaultid") => &["-11"],
        ("Documents", "filelocationtype") => &["E"],
        ("DocumentFolders", "foldername") => &["Default", "Offers", "Verträge"],
        ("Groups", "groupname") => &["Team Selling", "Marketing Group", "Support Group"],
        ("PBXManager", "direction") => &["inbound", "outbound"],
        ("PBXManager", "callstatus") => &["completed", "no-answer", "busy"],
        ("PBXManager", "gateway") => &["Asterisk"],
        ("Project", "targetbudget") | ("ProjectTask", "projecttaskhours") => &["", "40", "120.5", "1,000"],
        ("ServiceContracts", "planned_duration" | "actual_duration") => &["", "30", "365"],
        ("Tax", "taxname") => &["tax1", "tax2", "tax3"],
        ("Tax", "taxlabel") => &["VAT", "Sales", "Service"],
        ("Tax", "method") => &["Simple"],
        ("Tax", "type") => &["Fixed"],
        ("Tax", "compoundon" | "regions") => &["[]"],
        ("Users", "end_hour") => &["18:00", "23:00"],
        ("Users", "is_owner") => &["0"],
        ("Users", "theme") => &["alphagrey"],
        ("Users", "language") => &["en_us", "de_de", "fr_fr"],
        ("Users", "defaultlandingpage") => &["Home"],
        _ => return None,
    })
}
