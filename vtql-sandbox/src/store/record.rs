use crate::catalog::{Kind, Module};
use rusqlite::types::ValueRef;

/// One record: its number, and a value for each field of its module, in describe order, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) id: i64,
    pub(crate) values: Vec<Option<String>>,
}

impl Record {
    /// A record in which nothing is set.
    pub(crate) fn blank(module: &Module, id: i64) -> Self {
        let values = module.fields().iter().map(|field| field.unset.clone()).collect();
        Record { id, values }
    }

    /// Sets the field of that name; does nothing when the module has none.
    pub(crate) fn set(&mut self, module: &Module, field: &str, value: impl Into<String>) {
        let position = module.fields().iter().position(|candidate| candidate.name() == field);
        if let Some(slot) = position.and_then(|position| self.values.get_mut(position)) {
            *slot = Some(value.into());
        }
    }

    /// The value of the field of that name.
    pub(crate) fn get(&self, module: &Module, field: &str) -> Option<&str> {
        let position = module.fields().iter().position(|candidate| candidate.name() == field)?;
        self.values.get(position)?.as_deref()
    }

    /// What users call the record: the values of the label fields.
    pub(crate) fn label(&self, module: &Module) -> String {
        let parts: Vec<&str> = module
            .described
            .label_fields
            .iter()
            .filter_map(|column| self.get(module, module.label_field(column)))
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" ")
    }

    pub(super) fn from_row(module: &Module, row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let id: i64 = row.get(0)?;
        let mut values = Vec::with_capacity(module.fields().len());
        for (position, field) in module.fields().iter().enumerate() {
            values.push(match (field.kind, row.get_ref(position + 1)?) {
                (Kind::Id, _) => Some(module.id(id)),
                (_, ValueRef::Null) => None,
                (_, value) => Some(value.as_str()?.to_owned()),
            });
        }
        Ok(Record { id, values })
    }
}
