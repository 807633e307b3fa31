use super::{Field, Kind, Owners, Visibility, quirks, source_tables};
use crate::mysql::collation;
use std::collections::{HashMap, HashSet};

/// A module, its fields in describe order, and its table.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) label: String,
    /// The number before the `x` in the ids of its records.
    pub(crate) prefix: u32,
    pub(crate) is_entity: bool,
    /// What describe says about it, without the fields.
    pub(crate) described: vtql_schema::Module,
    /// The table that holds its records.
    pub(crate) table: String,
    /// What is joined to its table.
    pub(crate) joined: Option<Joined>,
    /// Whose records are seen, when not everyone's.
    pub(crate) owners: Option<Owners>,
    fields: Vec<Field>,
    by_name: HashMap<String, usize>,
}

/// What is joined to a module's table when a query names one of these fields.
#[derive(Clone, Debug)]
pub(crate) struct Joined {
    /// SQL for the rows. Beside the columns of the module they have `item`, which orders the rows of one
    /// record.
    pub(crate) source: String,
    pub(crate) fields: &'static [&'static str],
}

/// Modules whose records are numbered together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum IdSpace {
    /// All records of the CRM share one sequence.
    Records,
    /// Users and groups share one: both can own records.
    Owners,
    /// Settings have one each.
    Own(String),
}

impl Module {
    pub(crate) fn new(module: &vtql_schema::Module, prefix: u32, position: usize) -> Self {
        let mut listed: Vec<(&vtql_schema::Field, Visibility)> =
            module.fields().iter().map(|field| (field, quirks::visibility(&module.name, field))).collect();
        let undescribed = quirks::undescribed(&module.name);
        for (after, field) in &undescribed {
            if let Some(position) = listed.iter().position(|(other, _)| other.name == *after)
                && module.field(&field.name).is_none()
            {
                listed.insert(position + 1, (field, Visibility::RowsOnly));
            }
        }
        let mut fields: Vec<Field> = listed
            .into_iter()
            .enumerate()
            .map(|(position, (field, visibility))| Field::new(&module.name, field, visibility, position))
            .collect();
        let mut later = HashSet::new();
        for field in fields.iter_mut().rev() {
            field.shadowed = !later.insert(field.key.clone());
        }
        let mut by_name: HashMap<String, usize> = HashMap::new();
        for (position, field) in fields.iter().enumerate() {
            by_name.insert(field.name().to_owned(), position);
        }
        Module {
            name: module.name.clone(),
            label: module.label.clone(),
            prefix,
            is_entity: module.is_entity,
            described: module.clone(),
            table: format!("m{position}"),
            joined: None,
            owners: None,
            fields,
            by_name,
        }
    }

    pub(crate) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Puts the fields in the order in which the server tells them to users who are no administrators: by
    /// the names of their columns (observed).
    pub(super) fn order_by_columns(&mut self) {
        let (mut fields, module) = (std::mem::take(&mut self.fields), self.name.as_str());
        let rank = |field: &Field| usize::from(field.kind == Kind::Id || !field.is_queryable());
        fields.sort_by(|a, b| {
            let column = |field: &Field| quirks::server_column(module, field.name()).to_owned();
            rank(a).cmp(&rank(b)).then_with(|| collation::compare(&column(a), &column(b)))
        });
        self.by_name =
            fields.iter().enumerate().map(|(position, field)| (field.name().to_owned(), position)).collect();
        self.fields = fields;
    }

    pub(super) fn fields_mut(&mut self) -> &mut [Field] {
        &mut self.fields
    }

    /// The field of exactly that name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.get(*self.by_name.get(name)?)
    }

    /// The field that describe names by its column, as one that labels the records.
    pub(crate) fn label_field<'a>(&self, column: &'a str) -> &'a str {
        quirks::label_field(&self.name, column)
    }

    /// The id of one of its records, as the API writes it.
    pub(crate) fn id(&self, number: i64) -> String {
        format!("{}x{number}", self.prefix)
    }

    pub(crate) fn id_space(&self) -> IdSpace {
        match self.name.as_str() {
            "Users" | "Groups" => IdSpace::Owners,
            _ if self.is_entity => IdSpace::Records,
            name => IdSpace::Own(name.to_owned()),
        }
    }

    /// Whether the server can be asked to order by a field although no other clause names one of its
    /// table; see [`source_tables`].
    pub(crate) fn is_joined<'a>(&self, field: &str, mentioned: impl IntoIterator<Item = &'a str>) -> bool {
        match source_tables::of(&self.name, field) {
            None => true,
            table => mentioned.into_iter().any(|other| source_tables::of(&self.name, other) == table),
        }
    }
}
