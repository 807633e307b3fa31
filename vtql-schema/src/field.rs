use crate::types::{Domain, FieldType};

/// A field of a module, as describe tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "describe has these flags, and each stands alone")]
#[non_exhaustive]
pub struct Field {
    /// The name that queries use. Case matters to the server.
    pub name: String,
    /// The name that users see.
    pub label: String,
    /// Its type.
    pub ty: FieldType,
    /// Whether a record cannot be created without it.
    pub mandatory: bool,
    /// Whether it may be empty.
    pub nullable: bool,
    /// Whether the API may set it.
    pub editable: bool,
    /// Whether no two records may have the same value.
    pub unique: bool,
    /// What a new record gets; empty when describe gives none.
    pub default: String,
    /// The values that a picklist offers, in their order; empty when they are not known.
    pub picklist: Vec<PicklistValue>,
    /// What a picklist offers first (`type.defaultValue`); empty when describe gives none.
    pub picklist_default: String,
    /// The modules that a reference may point to.
    pub refers_to: Vec<String>,
    /// How many characters fit (cloud edition).
    pub length: Option<u32>,
    /// How dates are shown to the user who asked (`yyyy-mm-dd`). Queries do not depend on it.
    pub format: Option<String>,
    /// How many bytes an uploaded file may have.
    pub max_upload_size: Option<u64>,
}

/// A value that a picklist offers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PicklistValue {
    /// What is stored, and what queries compare with.
    pub value: String,
    /// What users see.
    pub label: String,
}

impl PicklistValue {
    /// A value and what users see for it.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        PicklistValue { value: value.into(), label: label.into() }
    }
}

impl From<&str> for PicklistValue {
    fn from(value: &str) -> Self {
        PicklistValue::new(value, value)
    }
}

impl Field {
    /// A field that is optional, editable and labelled by its name.
    pub fn new(name: impl Into<String>, ty: FieldType) -> Self {
        let name = name.into();
        Field {
            label: name.clone(),
            name,
            ty,
            mandatory: false,
            nullable: true,
            editable: true,
            unique: false,
            default: String::new(),
            picklist: Vec::new(),
            picklist_default: String::new(),
            refers_to: Vec::new(),
            length: None,
            format: None,
            max_upload_size: None,
        }
    }

    /// What its values can be compared with.
    pub fn domain(&self) -> Domain {
        Domain::of(&self.name, &self.ty)
    }

    /// Whether it is a boolean whose values are `on` and `off` (observed: `Users.is_admin`).
    pub fn is_switch(&self) -> bool {
        self.domain() == Domain::Boolean && is_switch(&self.name)
    }

    /// Whether describe calls it a reference and it holds text: one that refers to no module (observed:
    /// `Users.roleid`, which holds `H4`).
    pub fn holds_text(&self) -> bool {
        self.ty == FieldType::Reference && self.refers_to.is_empty() || self.ty == FieldType::MultiReference
    }

    /// Whether it is a time of day that the server keeps as text (observed: the start and the end of an
    /// event; custom fields of type time are real times).
    pub fn is_clock_text(&self, module: &str) -> bool {
        matches!(module, "Events" | "Calendar") && matches!(self.name.as_str(), "time_start" | "time_end")
    }

    /// Whether it is a number of hours that describe calls a time of day (observed: `duration_hours` of
    /// events and tasks, which holds `14`).
    pub fn is_hours(&self) -> bool {
        self.name == "duration_hours"
    }

    /// Whether the picklist offers `value`. Case does not matter, as on the server.
    pub fn offers(&self, value: &str) -> bool {
        let value = value.to_lowercase();
        self.picklist.iter().any(|offered| offered.value.to_lowercase() == value)
    }
}

/// Whether a boolean of that name has the values `on` and `off`.
pub(crate) fn is_switch(name: &str) -> bool {
    name == "is_admin"
}
