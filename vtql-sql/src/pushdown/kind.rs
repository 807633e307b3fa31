use vtql_schema::Field;
use vtql_schema::types::{Domain, FieldType};

/// How the values of a field compare on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// By a collation that ignores case, accents and trailing blanks.
    Text,
    /// By value, as MySQL's floating numbers.
    Integer,
    /// The same.
    Decimal,
    /// `1` and `0`.
    Boolean,
    /// `on` and `off`.
    Switch,
    Date,
    DateTime,
    /// The record's own id, by its number.
    Id,
    /// The id of another record, by its number: the part before the `x` is not looked at.
    Reference,
}

impl Kind {
    /// `None` where it is not known well enough to be of use: times of day are text here and times there, and a
    /// multipicklist is one text on the server and a list here.
    pub(crate) fn of(field: &Field) -> Option<Self> {
        if field.is_hours()
            || matches!(
                field.ty,
                FieldType::MultiPicklist | FieldType::MultiReference | FieldType::Grid | FieldType::Blank
            )
        {
            return None;
        }
        Some(match field.domain() {
            Domain::Text => Kind::Text,
            Domain::Integer => Kind::Integer,
            Domain::Decimal => Kind::Decimal,
            Domain::Boolean if field.is_switch() => Kind::Switch,
            Domain::Boolean => Kind::Boolean,
            Domain::Date => Kind::Date,
            Domain::DateTime => Kind::DateTime,
            Domain::Id => Kind::Id,
            Domain::Reference | Domain::Owner => Kind::Reference,
            _ => return None,
        })
    }

    /// Whether the server sorts its values as SQL does, NULL first.
    pub(crate) fn sorts_alike(self) -> bool {
        matches!(self, Kind::Integer | Kind::Decimal | Kind::Date | Kind::DateTime)
    }
}
