use super::{Kind, Visibility, quirks};
use crate::reference;
use vtql_schema::types::Domain;

/// A field and its place in the module's table.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// What describe says about it.
    pub(crate) described: vtql_schema::Field,
    /// How its values compare.
    pub(crate) kind: Kind,
    /// The column that holds it: a name made here, so that no field name ever reaches the SQL.
    pub(crate) column: String,
    /// The key of its value in rows. Four inventory modules answer with another name than the one
    /// that is asked for (observed).
    pub(crate) key: String,
    /// Whether a later field has the same key, and so the only value.
    pub(crate) shadowed: bool,
    /// Whether describe lists it and queries may name it.
    pub(crate) visibility: Visibility,
    /// What the column holds while the field is not set.
    pub(crate) unset: Option<String>,
    /// What a record shows, outside of queries, where the column is NULL; `None` for null.
    pub(crate) shown_when_unset: Option<&'static str>,
}

impl Field {
    /// The `position`-th field of a module.
    pub(crate) fn new(
        module: &str,
        described: &vtql_schema::Field,
        visibility: Visibility,
        position: usize,
    ) -> Self {
        let kind = kind(module, described);
        Field {
            kind,
            column: if kind == Kind::Id { "id".to_owned() } else { format!("c{position}") },
            key: quirks::row_key(module, &described.name).to_owned(),
            shadowed: false,
            visibility,
            unset: if quirks::is_null_when_unset(module, &described.name) { None } else { unset(kind) },
            shown_when_unset: quirks::shown_when_unset(module, &described.name),
            described: described.clone(),
        }
    }

    /// Whether a query may name it.
    pub(crate) fn is_queryable(&self) -> bool {
        self.visibility == Visibility::Full
    }

    /// Whether describe lists it.
    pub(crate) fn is_described(&self) -> bool {
        matches!(self.visibility, Visibility::Full | Visibility::DescribeOnly)
    }

    /// Whether whole rows have it.
    pub(crate) fn is_in_rows(&self) -> bool {
        matches!(self.visibility, Visibility::Full | Visibility::RowsOnly)
    }

    /// Whether an administrator made it.
    pub(crate) fn is_custom(&self) -> bool {
        quirks::is_custom(self.name())
    }

    /// Whether it holds text of unlimited length.
    pub(crate) fn is_long_text(&self) -> bool {
        self.kind == Kind::Text && matches!(self.described.ty.name(), "text" | "richtext" | "multipicklist")
    }

    pub(crate) fn name(&self) -> &str {
        &self.described.name
    }
}

/// What an unset field of that kind holds (observed on records made with nothing but the mandatory
/// fields).
fn unset(kind: Kind) -> Option<String> {
    match kind {
        Kind::Date | Kind::DateTime | Kind::Time => None,
        Kind::Integer | Kind::Boolean | Kind::Flag => Some("0".to_owned()),
        Kind::Decimal(digits) => Some(format!("{:.digits$}", 0.0)),
        Kind::Reference => Some(reference::NONE.to_owned()),
        Kind::Id | Kind::TimeText | Kind::Text => Some(String::new()),
    }
}

/// How the values of a described field compare.
fn kind(module: &str, field: &vtql_schema::Field) -> Kind {
    if let Some(kind) = quirks::kind(module, &field.name) {
        return kind;
    }
    match field.domain() {
        Domain::Id => Kind::Id,
        Domain::Reference | Domain::Owner => Kind::Reference,
        Domain::Integer => Kind::Integer,
        Domain::Decimal => Kind::Decimal(decimals(module, field)),
        Domain::Boolean => Kind::Boolean,
        Domain::Date => Kind::Date,
        Domain::DateTime => Kind::DateTime,
        // Custom fields alone have columns of times.
        Domain::Time if quirks::is_custom(&field.name) => Kind::Time,
        Domain::Time => Kind::TimeText,
        _ => Kind::Text,
    }
}

/// Describe does not tell the digits after the point: these are those of most standard columns, and
/// of custom fields as the CRM makes them.
fn decimals(module: &str, field: &vtql_schema::Field) -> usize {
    if let Some(digits) = quirks::decimals(module, &field.name) {
        return digits;
    }
    match (quirks::is_custom(&field.name), field.ty.name()) {
        (_, "currency") => 8,
        (true, _) => 2,
        (false, _) => 3,
    }
}
