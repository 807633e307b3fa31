//! The cells of a record batch, for formats that write values one by one.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Int32Type, Int64Type, Time64MicrosecondType, TimestampMicrosecondType,
};
use arrow_array::{
    Array, BooleanArray, DictionaryArray, ListArray, PrimitiveArray, RecordBatch, StringArray,
};
use std::fmt::Write;
use vtql_arrow::decimal_text;

/// A column of a batch.
pub(crate) enum Cells<'a> {
    Text(&'a StringArray),
    Choice(&'a DictionaryArray<Int32Type>, &'a StringArray),
    Choices(&'a ListArray),
    Integer(&'a PrimitiveArray<Int64Type>),
    Decimal(&'a PrimitiveArray<Decimal128Type>),
    Boolean(&'a BooleanArray),
    Date(&'a PrimitiveArray<Date32Type>),
    Time(&'a PrimitiveArray<Time64MicrosecondType>),
    DateTime(&'a PrimitiveArray<TimestampMicrosecondType>),
    /// A type that this crate's batches do not have.
    Nothing,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Text(&'a str),
    List(Vec<String>),
    Integer(i64),
    Boolean(bool),
    /// A number with a point, as text.
    Decimal(String),
    /// A day, a time, or both, as text.
    Time(String),
}

/// The columns of a batch.
pub(crate) fn columns(batch: &RecordBatch) -> Vec<Cells<'_>> {
    batch.columns().iter().map(|array| Cells::of(array.as_ref())).collect()
}

impl<'a> Cells<'a> {
    fn of(array: &'a dyn Array) -> Self {
        if let Some(array) = array.as_string_opt::<i32>() {
            return Cells::Text(array);
        }
        if let Some(array) = array.as_dictionary_opt::<Int32Type>() {
            return array
                .values()
                .as_string_opt()
                .map_or(Cells::Nothing, |values| Cells::Choice(array, values));
        }
        if let Some(array) = array.as_list_opt::<i32>() {
            return Cells::Choices(array);
        }
        if let Some(array) = array.as_boolean_opt() {
            return Cells::Boolean(array);
        }
        if let Some(array) = array.as_primitive_opt() {
            return Cells::Integer(array);
        }
        if let Some(array) = array.as_primitive_opt() {
            return Cells::Decimal(array);
        }
        if let Some(array) = array.as_primitive_opt() {
            return Cells::Date(array);
        }
        if let Some(array) = array.as_primitive_opt() {
            return Cells::Time(array);
        }
        array.as_primitive_opt().map_or(Cells::Nothing, Cells::DateTime)
    }

    fn is_null(&self, row: usize) -> bool {
        match self {
            Cells::Text(array) => array.is_null(row),
            Cells::Choice(array, _) => array.is_null(row),
            Cells::Choices(array) => array.is_null(row),
            Cells::Integer(array) => array.is_null(row),
            Cells::Decimal(array) => array.is_null(row),
            Cells::Boolean(array) => array.is_null(row),
            Cells::Date(array) => array.is_null(row),
            Cells::Time(array) => array.is_null(row),
            Cells::DateTime(array) => array.is_null(row),
            Cells::Nothing => true,
        }
    }

    /// The cell of a row.
    pub(crate) fn at(&self, row: usize) -> Cell<'a> {
        if self.is_null(row) {
            return Cell::Null;
        }
        match self {
            Cells::Text(array) => Cell::Text(array.value(row)),
            Cells::Choice(array, values) => {
                array.key(row).map_or(Cell::Null, |key| Cell::Text(values.value(key)))
            }
            Cells::Choices(array) => {
                let values = array.value(row);
                let texts = values.as_string_opt::<i32>();
                Cell::List(texts.iter().flat_map(|it| it.iter()).flatten().map(str::to_owned).collect())
            }
            Cells::Integer(array) => Cell::Integer(array.value(row)),
            Cells::Decimal(array) => Cell::Decimal(decimal_text(array.value(row))),
            Cells::Boolean(array) => Cell::Boolean(array.value(row)),
            Cells::Date(array) => Cell::Time(date_text(i64::from(array.value(row)))),
            Cells::Time(array) => Cell::Time(time_text(array.value(row))),
            Cells::DateTime(array) => {
                let value = array.value(row);
                let (day, time) = (value.div_euclid(DAY), value.rem_euclid(DAY));
                Cell::Time(format!("{} {}", date_text(day), time_text(time)))
            }
            Cells::Nothing => Cell::Null,
        }
    }
}

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// `YYYY-MM-DD`.
fn date_text(days: i64) -> String {
    // Years that begin in March: a leap day is the last of its year.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, year) = (if month < 10 { month + 3 } else { month - 9 }, era * 400 + year);
    let year = if month <= 2 { year + 1 } else { year };
    format!("{year:04}-{month:02}-{day:02}")
}

/// `HH:MM:SS`.
fn time_text(micros: i64) -> String {
    let seconds = micros / 1_000_000;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// Between the values of a multipicklist, as the server writes them.
pub(crate) const SEPARATOR: &str = " |##| ";

impl Cell<'_> {
    /// The cell as text, as the server writes it but for numbers with a point, which have eight digits behind it.
    /// `None` for null.
    pub(crate) fn write(&self, out: &mut String) -> Option<()> {
        match self {
            Cell::Null => return None,
            Cell::Text(text) => out.push_str(text),
            Cell::List(texts) => out.push_str(&texts.join(SEPARATOR)),
            Cell::Integer(number) => {
                let _ = write!(out, "{number}");
            }
            Cell::Boolean(yes) => out.push(if *yes { '1' } else { '0' }),
            Cell::Decimal(text) | Cell::Time(text) => out.push_str(text),
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vtql_arrow::Text;

    #[test]
    fn days_are_written_as_they_are_read() {
        for days in (-719_162..2_932_897).step_by(97) {
            assert_eq!(Text(&date_text(days)).date().map(i64::from), Some(days));
        }
        assert_eq!(date_text(11_016), "2000-02-29");
    }
}
