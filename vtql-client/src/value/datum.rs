//! The values of a row as data, for `Debug` and `Serialize` of the rows that the macros write.

use crate::RecordId;
use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;
use serde_core::{Serialize, Serializer};
use std::any::Any;
use std::borrow::Cow;
use std::fmt::Debug;

/// A value of a row.
pub trait Value: Debug + Any {
    /// The value as one of the shapes that every data format has.
    fn datum(&self) -> Datum<'_>;
}

/// A value in one of the shapes that every data format has. Numbers with a point, dates and ids are
/// text, so that nothing of them is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Datum<'a> {
    /// Never set.
    Unset,
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(Cow<'a, str>),
    /// Several texts.
    List(&'a [String]),
}

impl Serialize for Datum<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Datum::Unset => serializer.serialize_none(),
            Datum::Boolean(value) => serializer.serialize_bool(*value),
            Datum::Integer(value) => serializer.serialize_i64(*value),
            Datum::Text(value) => serializer.serialize_str(value),
            Datum::List(values) => serializer.collect_seq(*values),
        }
    }
}

impl<T: Value> Value for Option<T> {
    fn datum(&self) -> Datum<'_> {
        self.as_ref().map_or(Datum::Unset, Value::datum)
    }
}

impl Value for bool {
    fn datum(&self) -> Datum<'_> {
        Datum::Boolean(*self)
    }
}

impl Value for i64 {
    fn datum(&self) -> Datum<'_> {
        Datum::Integer(*self)
    }
}

impl Value for String {
    fn datum(&self) -> Datum<'_> {
        Datum::Text(Cow::Borrowed(self))
    }
}

impl Value for Vec<String> {
    fn datum(&self) -> Datum<'_> {
        Datum::List(self)
    }
}

macro_rules! as_text {
    ($($ty:ty),+) => {$(
        impl Value for $ty {
            fn datum(&self) -> Datum<'_> {
                Datum::Text(Cow::Owned(self.to_string()))
            }
        }
    )+};
}

as_text!(Decimal, Date, Time, DateTime, RecordId);
