//! What the values of a field to order by are, and so how one of them is written as a bound.

use std::cmp::Ordering;
use vtql_parser::ast::{Literal, RecordId};
use vtql_schema::{
    Field,
    types::{Domain, FieldType},
};

/// What the values of a field to order by are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, compared by a collation that the client does not know; also what is kept as text: picklists,
    /// booleans.
    Text,
    /// A whole number.
    Integer,
    /// A number with a point. The server may show it with fewer digits than it keeps.
    Decimal,
    /// A day.
    Date,
    /// A day and a time, which the server may show in another zone than it compares in.
    DateTime,
    /// A time of day: text or a column of times, which describe does not tell.
    Time,
    /// The id of another record or an owner, compared by the number behind the `x`. Where none is set, the
    /// database has NULL, 0 or an empty text.
    Reference,
}

/// The longest text that is used as a bound, in characters. A column of long texts is sorted by its first
/// 1,024 bytes (observed), and a character may take four of them.
pub(super) const LONGEST_BOUND: usize = 250;

impl Kind {
    /// The kind of a described field; `None` where the order cannot be told from the values: of a type that
    /// nothing is known about.
    pub(super) fn of(field: &Field) -> Option<Kind> {
        if matches!(
            field.ty,
            FieldType::Other(_) | FieldType::Grid | FieldType::Blank | FieldType::MultiReference
        ) {
            return None;
        }
        Some(match field.domain() {
            Domain::Integer => Kind::Integer,
            Domain::Decimal => Kind::Decimal,
            Domain::Date => Kind::Date,
            Domain::DateTime => Kind::DateTime,
            Domain::Time => Kind::Time,
            Domain::Id | Domain::Reference | Domain::Owner => Kind::Reference,
            _ => Kind::Text,
        })
    }

    /// Whether a value that the server shows may not be the one that it compares: the record at a boundary is
    /// then asked for once more by its values.
    pub(super) fn needs_check(self, value: &str) -> bool {
        match self {
            Kind::Decimal | Kind::DateTime | Kind::Time | Kind::Reference => true,
            Kind::Text | Kind::Integer | Kind::Date => value.is_empty(),
        }
    }

    /// A value as a literal; `None` where it cannot be one.
    pub(super) fn literal(self, value: &str) -> Option<Literal> {
        if value.contains('\0') || value.chars().nth(LONGEST_BOUND).is_some() {
            return None;
        }
        match self {
            Kind::Reference => record(value).map(Literal::from),
            // Lowering writes an empty text as the space that equals it.
            _ => Some(Literal::string(value)),
        }
    }

    /// Some value: every field that is not NULL either equals it or does not.
    pub(super) fn some_literal(self) -> Literal {
        match self {
            Kind::Text | Kind::Integer | Kind::Decimal | Kind::Time => Literal::string("0"),
            Kind::Date => Literal::string("2000-01-01"),
            Kind::DateTime => Literal::string("2000-01-01 00:00:00"),
            Kind::Reference => NOBODY.into(),
        }
    }

    /// Whether two values may be equal to the server: no only where they surely differ.
    pub(super) fn may_equal(self, one: Option<&str>, other: Option<&str>) -> bool {
        match (self, one, other) {
            (Kind::Reference, one, other) => {
                let number = |value: Option<&str>| value.and_then(record).map_or(0, |id| id.record);
                number(one) == number(other)
            }
            (_, Some(one), Some(other)) => same_number(one, other) || !surely_differ(one, other),
            (_, one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// The id that stands for none: the server does not look at the part before the `x`.
const NOBODY: RecordId = RecordId { module: 11, record: 0 };

/// The record of a reference as the server shows it.
fn record(value: &str) -> Option<RecordId> {
    match value {
        "" | "0" => Some(NOBODY),
        value => value.parse().ok().or_else(|| Some(RecordId { record: value.parse().ok()?, ..NOBODY })),
    }
}

fn same_number(one: &str, other: &str) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    number(one).is_some_and(|one| number(other) == Some(one))
}

/// Whether two texts differ to every collation that ignores case, accents and trailing spaces: where they part,
/// both have a plain character.
fn surely_differ(one: &str, other: &str) -> bool {
    let (mut one, mut other) = (folded(one), folded(other));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return false,
            (Some(a), Some(b)) if a == b => {}
            (a, b) => return [a, b].into_iter().flatten().all(is_plain),
        }
    }
}

/// How two texts compare, where every collation says the same.
pub(super) fn sure_order(one: &str, other: &str) -> Option<Ordering> {
    let (mut one, mut other) = (folded(one), folded(other));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return None,
            (Some(a), Some(b)) if a == b => {}
            (a, b) => {
                let is_sure = [a, b].into_iter().flatten().all(|c| c.is_ascii_alphanumeric());
                return is_sure.then(|| a.cmp(&b));
            }
        }
    }
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.trim_end_matches(' ').chars().flat_map(char::to_lowercase)
}

/// Whether no collation takes the character for another, or for none.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~')
}
