//! What changed on an instance between two snapshots, and which queries it breaks.

mod broken;
mod change;
mod compare;

pub use crate::codes::CODES;
pub use broken::{Broken, broken_queries, broken_templates};
pub use change::{Change, ChangeKind};

use crate::snapshot::Snapshot;

/// The changes between two snapshots, by module and field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diff {
    /// Sorted by module, then field; a change of the module itself comes first.
    pub changes: Vec<Change>,
}

impl Diff {
    /// What is different in `new`.
    ///
    /// ```
    /// use vtql_schema::{Field, Module, Snapshot, diff::Diff, types::FieldType};
    ///
    /// let with = |fields: &[&str]| {
    ///     let fields = fields.iter().map(|name| Field::new(*name, FieldType::String));
    ///     Snapshot::from_modules([Module::new("Leads", fields)])
    /// };
    /// let diff = Diff::between(&with(&["id", "city"]), &with(&["id", "zip"]));
    /// let lines: Vec<_> = diff.changes.iter().map(ToString::to_string).collect();
    /// assert_eq!(lines, ["Leads.city: removed", "Leads.zip: added"]);
    /// assert!(diff.is_breaking());
    /// ```
    pub fn between(old: &Snapshot, new: &Snapshot) -> Self {
        Diff { changes: compare::snapshots(old, new) }
    }

    /// Whether nothing changed that queries or programs can notice.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Whether a query or a program that was right can be wrong now.
    pub fn is_breaking(&self) -> bool {
        self.changes.iter().any(Change::is_breaking)
    }

    /// The new name of a field that was renamed.
    pub fn renamed(&self, module: &str, field: &str) -> Option<&str> {
        self.changes.iter().find_map(|change| match &change.kind {
            ChangeKind::Renamed { to } if change.is_of(module, field) => Some(to.as_str()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
