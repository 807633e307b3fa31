//! What the row types implement that macros write. Not for use by hand: it changes with the macros.
//!
//! A compiler spends most of its time for a checked query on the bodies of functions. So a row has two
//! that know its fields, and everything else about it is generic and here.

use super::{Cells, DecodeError, Reader, Row};
use crate::value::{Decode, Value};
use serde_core::ser::{SerializeMap, Serializer};
use std::any::{Any, type_name};
use std::{fmt, vec};

/// The fields of a row, in order of its columns.
pub trait Fields: Sized {
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];

    /// A row of the values that `source` gives.
    fn from_source<S: Source>(source: &mut S) -> Self;

    /// Shows the values.
    fn show<'a>(&'a self, shown: &mut Shown<'a>);
}

#[diagnostic::do_not_recommend]
impl<R: Fields> Row for R {
    const COLUMNS: &'static [&'static str] = R::COLUMNS;

    fn decode(cells: &Cells<'_>) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(cells);
        let row = R::from_source(&mut reader);
        reader.finish(row)
    }
}

/// Gives the values of a row, one after the other.
pub trait Source {
    /// The next value.
    fn next<T: Decode + Value + Clone>(&mut self) -> T;
}

/// From the cells of an answer.
impl Source for Reader<'_, '_> {
    fn next<T: Decode + Value + Clone>(&mut self) -> T {
        self.read()
    }
}

/// Copies of the values of another row of the same type.
struct Copies<'a>(vec::IntoIter<&'a dyn Value>);

impl Source for Copies<'_> {
    fn next<T: Decode + Value + Clone>(&mut self) -> T {
        let value = self.0.next().and_then(|value| (value as &dyn Any).downcast_ref::<T>());
        value.map_or_else(T::placeholder, T::clone)
    }
}

/// The values of a row, as far as they were shown.
#[derive(Debug, Default)]
pub struct Shown<'a>(Vec<&'a dyn Value>);

/// A value of a row, or a tuple of some.
pub trait Part {
    /// The next one from `source`.
    fn next<S: Source>(source: &mut S) -> Self;

    /// Adds its values.
    fn push_to(self, values: &mut Vec<Box<dyn Value>>);
}

impl<T: Decode + Value + Clone> Part for T {
    fn next<S: Source>(source: &mut S) -> Self {
        source.next()
    }

    fn push_to(self, values: &mut Vec<Box<dyn Value>>) {
        values.push(Box::new(self));
    }
}

/// References to some values of a row: a tuple.
pub trait Refs<'a> {
    /// Shows them.
    fn show(self, shown: &mut Shown<'a>);
}

/// The next values of `source`.
pub fn next<S: Source, P: Part>(source: &mut S) -> P {
    P::next(source)
}

/// Shows values.
pub fn show<'a, R: Refs<'a>>(refs: R, shown: &mut Shown<'a>) {
    refs.show(shown);
}

/// The values of a row without fields.
impl Part for () {
    fn next<S: Source>(_: &mut S) -> Self {}

    fn push_to(self, _: &mut Vec<Box<dyn Value>>) {}
}

macro_rules! parts {
    ($(($($value:ident)+))+) => {$(
        impl<$($value: Part),+> Part for ($($value,)+) {
            fn next<Cells: Source>(source: &mut Cells) -> Self {
                ($($value::next(source),)+)
            }

            fn push_to(self, values: &mut Vec<Box<dyn Value>>) {
                #[expect(non_snake_case, reason = "a value has the name of its type")]
                let ($($value,)+) = self;
                $($value.push_to(values);)+
            }
        }

        impl<'a, $($value: Value),+> Refs<'a> for ($(&'a $value,)+) {
            fn show(self, shown: &mut Shown<'a>) {
                #[expect(non_snake_case, reason = "a value has the name of its type")]
                let ($($value,)+) = self;
                shown.0.extend([$($value as &dyn Value),+]);
            }
        }
    )+};
}

parts! {
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
    (A B C D E F G)
    (A B C D E F G H)
    (A B C D E F G H I)
    (A B C D E F G H I J)
    (A B C D E F G H I J K)
    (A B C D E F G H I J K L)
}

fn values<R: Fields>(row: &R) -> Vec<&dyn Value> {
    let mut shown = Shown(Vec::with_capacity(R::COLUMNS.len()));
    row.show(&mut shown);
    shown.0
}

/// `Clone` of a row.
pub fn clone<R: Fields>(row: &R) -> R {
    R::from_source(&mut Copies(values(row).into_iter()))
}

/// `Debug` of a row, as a derive would write it.
pub fn debug<R: Fields>(row: &R, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    show_as_struct::<R>(R::COLUMNS, values(row).into_iter(), f)
}

/// `Serialize` of a row, as a derive would write it.
pub fn serialize<R: Fields, S: Serializer>(row: &R, serializer: S) -> Result<S::Ok, S::Error> {
    show_as_map(R::COLUMNS, values(row).into_iter(), serializer)
}

/// Values as a struct of the name that the type `R` has.
pub(super) fn show_as_struct<'v, R>(
    columns: &[&'static str],
    values: impl Iterator<Item = &'v dyn Value>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let path = type_name::<R>();
    let mut shown = f.debug_struct(path.rsplit("::").next().unwrap_or(path));
    for (column, value) in columns.iter().zip(values) {
        shown.field(column, &value);
    }
    shown.finish()
}

/// Values under the names of their columns.
pub(super) fn show_as_map<'v, S: Serializer>(
    columns: &[&'static str],
    values: impl Iterator<Item = &'v dyn Value>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(columns.len()))?;
    for (column, value) in columns.iter().zip(values) {
        map.serialize_entry(column, &value.datum())?;
    }
    map.end()
}

/// What a row type that a macro wrote implements. Its fields come in groups of up to twelve, as many as
/// a [`Part`] has, each with a name for its value: under its own name the compiler would take it for a constant
/// of that name, such as a column that `schema!` wrote.
#[doc(hidden)]
#[macro_export]
macro_rules! __row {
    ($name:ident [$($column:literal)*] $(($($field:ident $value:ident)+))*) => {
        impl $crate::__private::Fields for $name {
            const COLUMNS: &'static [&'static str] = &[$($column),*];
            fn from_source<S: $crate::__private::Source>(source: &mut S) -> Self {
                $(let ($($value,)+) = $crate::__private::next(source);)*
                $name { $($($field: $value),+),* }
            }
            fn show<'a>(&'a self, shown: &mut $crate::__private::Shown<'a>) {
                $($crate::__private::show(($(&self.$field,)+), shown);)*
            }
        }
        impl $crate::__private::Clone for $name {
            fn clone(&self) -> Self {
                $crate::__private::clone(self)
            }
        }
        impl $crate::__private::Debug for $name {
            fn fmt(&self, f: &mut $crate::__private::Formatter<'_>) -> $crate::__private::FmtResult {
                $crate::__private::debug(self, f)
            }
        }
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> $crate::__private::Result<S::Ok, S::Error> {
                $crate::__private::serialize(self, serializer)
            }
        }
    };
}
