//! From the text of a cell to a value.

mod datum;
pub mod fit;
mod list;
mod number;
mod text;
mod time;

pub use datum::{Datum, Value};

use std::str::FromStr;
use vtql_parser::ast::RecordId;

/// A type that a cell can be read as.
#[diagnostic::on_unimplemented(
    message = "a cell of a row cannot be read as `{Self}`",
    note = "fields are read as `String`, `bool`, `i64`, `rust_decimal::Decimal`, `jiff::civil::Date`, \
            `Time` or `DateTime`, `RecordId`, `Vec<String>`, or an `Option` of these"
)]
pub trait Decode: Sized {
    /// What a cell must hold, in words for messages: "a date (YYYY-MM-DD)".
    const EXPECTED: &'static str;

    /// The value, or `None` when the cell does not hold one of this type. `cell` is `None` for null.
    fn decode(cell: Option<&str>) -> Option<Self>;

    /// Any value: it stands in while the rest of a row is read after a mistake, and is thrown away.
    fn placeholder() -> Self;

    /// Whether a cell's text stands for "never set".
    fn is_unset(text: &str) -> bool {
        text.is_empty()
    }
}

/// Null and `""` are `None`.
impl<T: Decode> Decode for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn placeholder() -> Self {
        None
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        match cell {
            None => Some(None),
            Some(text) if T::is_unset(text) => Some(None),
            text => T::decode(text).map(Some),
        }
    }
}

impl Decode for RecordId {
    const EXPECTED: &'static str = "a record id (12x345)";

    fn placeholder() -> Self {
        RecordId::new(0, 0)
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        RecordId::from_str(cell?).ok()
    }

    /// A reference to nothing is `""`, or has the record number 0 on some versions.
    fn is_unset(text: &str) -> bool {
        text.is_empty() || text.ends_with("x0") || text == "0"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Date, DateTime, date, time};
    use rust_decimal::Decimal;

    fn read<T: Decode>(text: &str) -> Option<T> {
        T::decode(Some(text))
    }

    #[test]
    fn cells_read_as_the_server_writes_them() {
        assert_eq!(read("'it''s'"), Some("'it''s'".to_owned()));
        assert_eq!((read("1"), read("off")), (Some(true), Some(false)));
        assert_eq!(read("-2631"), Some(-2631_i64));
        assert_eq!(read("99999.99000000"), Some(Decimal::new(9_999_999, 2)));
        assert_eq!(read("-2.2500"), Some(Decimal::new(-225, 2)));
        assert_eq!(read("2024-02-29"), Some(date(2024, 2, 29)));
        assert_eq!(read("09:05"), Some(time(9, 5, 0, 0)));
        assert_eq!(read("14"), Some(time(14, 0, 0, 0)));
        assert_eq!(read("2024-02-29 23:59:01"), Some(date(2024, 2, 29).at(23, 59, 1, 0)));
        assert_eq!(read("12x345"), Some(RecordId::new(12, 345)));
        assert_eq!(read("a |##| b c"), Some(vec!["a".to_owned(), "b c".to_owned()]));
    }

    #[test]
    fn unset_cells_are_none() {
        assert_eq!(Option::<String>::decode(None), Some(None));
        assert_eq!(read::<Option<i64>>(""), Some(None));
        assert_eq!(read::<Option<Date>>("0000-00-00"), Some(None));
        assert_eq!(read::<Option<DateTime>>("0000-00-00 00:00:00"), Some(None));
        assert_eq!(read::<Option<RecordId>>("11x0"), Some(None));
        assert_eq!(read::<Vec<String>>(""), Some(Vec::new()));
        assert_eq!(String::decode(None), Some(String::new()));
    }

    #[test]
    fn what_does_not_fit_its_type_is_refused() {
        assert_eq!(read::<i64>("12.5"), None);
        assert_eq!(read::<i64>(""), None);
        assert_eq!(read::<bool>("maybe"), None);
        assert_eq!(read::<Date>("2024-02-30"), None);
        assert_eq!(read::<Option<RecordId>>("12x"), None);
        assert_eq!(i64::decode(None), None);
    }
}
