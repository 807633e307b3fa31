use crate::mysql;

/// How the values of a field compare and are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The record's own id.
    Id,
    /// The id of another record; also an owner.
    Reference,
    /// A whole number.
    Integer,
    /// A number with this many digits after the point.
    Decimal(usize),
    /// `0` or `1`, stored as text.
    Boolean,
    /// `0` or `1`, stored as a number.
    Flag,
    /// `YYYY-MM-DD`.
    Date,
    /// `YYYY-MM-DD HH:MM:SS`.
    DateTime,
    /// `HH:MM:SS`.
    Time,
    /// `HH:MM:SS`, stored as text.
    TimeText,
    /// Anything else.
    Text,
}

impl Kind {
    /// The collation of the column that holds it; `None` where bytes compare.
    pub(crate) fn collation(self) -> Option<&'static str> {
        match self {
            Kind::Id | Kind::Reference => Some(mysql::REFERENCE),
            Kind::Integer | Kind::Decimal(_) | Kind::Flag => Some(mysql::NUMBER),
            Kind::Boolean | Kind::Text | Kind::TimeText => Some(mysql::TEXT),
            Kind::Time => Some(mysql::TIME),
            // ISO dates sort as bytes.
            Kind::Date | Kind::DateTime => None,
        }
    }

    /// Whether the column holds a number.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Kind::Integer | Kind::Decimal(_) | Kind::Flag)
    }

    /// Whether the column holds a date, a time, or both.
    pub(crate) fn is_temporal(self) -> bool {
        matches!(self, Kind::Date | Kind::DateTime | Kind::Time)
    }
}
