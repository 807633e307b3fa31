use crate::types::{Domain, FieldType};
use std::fmt;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The module.
    pub module: String,
    /// The field; `None` when the module itself changed.
    pub field: Option<String>,
    /// What changed.
    pub kind: ChangeKind,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// The field is gone, and one of the same type with the same label, or nearly the same name, is new.
    Renamed {
        /// The new name.
        to: String,
    },
    /// The type of the field.
    Type {
        /// Before.
        old: FieldType,
        /// Now.
        new: FieldType,
    },
    /// A flag, by its key in describe, and what it is now.
    Flag {
        /// `mandatory`, `nullable`, `isEntity` and so on.
        key: &'static str,
        /// Its value now.
        now: bool,
    },
    /// The label.
    Label {
        /// Before.
        old: String,
        /// Now.
        new: String,
    },
    /// What a new record gets.
    Default {
        /// Before.
        old: String,
        /// Now.
        new: String,
    },
    /// How many characters fit.
    Length {
        /// Before.
        old: Option<u32>,
        /// Now.
        new: Option<u32>,
    },
    /// The number that the ids of the module's records begin with.
    IdPrefix {
        /// Before.
        old: Option<u32>,
        /// Now.
        new: Option<u32>,
    },
    /// The picklist offers another value.
    ValueAdded(String),
    /// The picklist does not offer the value any more.
    ValueRemoved(String),
    /// The reference may point to another module.
    TargetAdded(String),
    /// The reference may not point to the module any more.
    TargetRemoved(String),
}

impl Change {
    /// Whether a query or a program that was right can be wrong now. What is new never breaks anything,
    /// unless it must be filled in.
    pub fn is_breaking(&self) -> bool {
        match &self.kind {
            ChangeKind::Removed
            | ChangeKind::Renamed { .. }
            | ChangeKind::ValueRemoved(_)
            | ChangeKind::TargetRemoved(_)
            | ChangeKind::IdPrefix { .. } => true,
            ChangeKind::Type { old, new } => {
                let domain = |ty| Domain::of(self.field.as_deref().unwrap_or_default(), ty);
                domain(old) != domain(new)
            }
            ChangeKind::Flag { key, now } => match *key {
                "mandatory" | "nullable" => *now,
                "isunique" => false,
                _ => !*now,
            },
            ChangeKind::Length { old, new } => new.is_some_and(|new| old.is_none_or(|old| new < old)),
            _ => false,
        }
    }

    /// Whether it is about that field.
    pub fn is_of(&self, module: &str, field: &str) -> bool {
        self.module == module && self.field.as_deref() == Some(field)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.module)?;
        if let Some(field) = &self.field {
            write!(f, ".{field}")?;
        }
        f.write_str(": ")?;
        let number = |number: &Option<u32>| number.map_or("none".to_owned(), |it| it.to_string());
        match &self.kind {
            ChangeKind::Added => f.write_str("added"),
            ChangeKind::Removed => f.write_str("removed"),
            ChangeKind::Renamed { to } => write!(f, "renamed to {to}"),
            ChangeKind::Type { old, new } => write!(f, "type {old} is now {new}"),
            ChangeKind::Flag { key, now } => write!(f, "{key} is now {now}"),
            ChangeKind::Label { old, new } => write!(f, "label {old:?} is now {new:?}"),
            ChangeKind::Default { old, new } => write!(f, "default {old:?} is now {new:?}"),
            ChangeKind::Length { old, new } => {
                write!(f, "length {} is now {}", number(old), number(new))
            }
            ChangeKind::IdPrefix { old, new } => {
                write!(f, "id prefix {} is now {}", number(old), number(new))
            }
            ChangeKind::ValueAdded(value) => write!(f, "offers {value:?} now"),
            ChangeKind::ValueRemoved(value) => write!(f, "does not offer {value:?} any more"),
            ChangeKind::TargetAdded(module) => write!(f, "may point to {module} now"),
            ChangeKind::TargetRemoved(module) => write!(f, "may not point to {module} any more"),
        }
    }
}
