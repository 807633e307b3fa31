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
    fn shape(&self) -> Shape<'_>;
}

/// A value in one of the shapes that every data format has. Numbers with a point, dates and ids are
/// text, so that nothing of them is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape<'a> {
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

impl Serialize for Shape<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Shape::Unset => serializer.serialize_none(),
            Shape::Boolean(value) => serializer.serialize_bool(*value),
            Shape::Integer(value) => serializer.serialize_i64(*value),
            Shape::Text(value) => serializer.serialize_str(value),
            Shape::List(values) => serializer.collect_seq(*values),
        }
    }
}

impl<T: Value> Value for Option<T> {
    fn shape(&self) -> Shape<'_> {
        self.as_ref().map_or(Shape::Unset, Value::shape)
    }
}

impl Value for bool {
    fn shape(&self) -> Shape<'_> {
        Shape::Boolean(*self)
    }
}

impl Value for i64 {
    fn shape(&self) -> Shape<'_> {
        Shape::Integer(*self)
    }
}

impl Value for String {
    fn shape(&self) -> Shape<'_> {
        Shape::Text(Cow::Borrowed(self))
    }
}

impl Value for Vec<String> {
    fn shape(&self) -> Shape<'_> {
        Shape::List(self)
    }
}

macro_rules! as_text {
    ($($ty:ty),+) => {$(
        impl Value for $ty {
            fn shape(&self) -> Shape<'_> {
                Shape::Text(Cow::Owned(self.to_string()))
            }
        }
    )+};
}

as_text!(Decimal, Date, Time, DateTime, RecordId);
