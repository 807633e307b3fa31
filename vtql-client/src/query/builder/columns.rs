use super::column::{Column, OfModule};
use crate::query::{Cells, DecodeError, Reader, Row};
use std::fmt;

/// Columns of one module: a column, or a tuple of up to sixteen.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from this module",
    label = "not columns of the module",
    note = "select a column of the module, or a tuple of up to sixteen of them"
)]
pub trait Columns<M> {
    /// The names of the fields.
    const NAMES: &'static [&'static str];
    /// What a row holds: a value for each column.
    type Values;

    #[doc(hidden)]
    fn read(reader: &mut Reader<'_, '_>) -> Self::Values;
}

/// A row of selected columns: the values, in the order of the columns.
///
/// `let (id, lastname) = row.into_values();`
pub struct TupleRow<M, C: Columns<M>>(C::Values);

impl<M, C: Columns<M>> TupleRow<M, C> {
    /// The values.
    pub fn values(&self) -> &C::Values {
        &self.0
    }

    /// The values, owned.
    pub fn into_values(self) -> C::Values {
        self.0
    }
}

impl<M, C: Columns<M>> Row for TupleRow<M, C> {
    const COLUMNS: &'static [&'static str] = C::NAMES;

    fn decode(cells: &Cells<'_>) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(cells);
        let values = C::read(&mut reader);
        reader.finish(TupleRow(values))
    }
}

impl<M, C: Columns<M, Values: fmt::Debug>> fmt::Debug for TupleRow<M, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<M, C: Columns<M, Values: Clone>> Clone for TupleRow<M, C> {
    fn clone(&self) -> Self {
        TupleRow(self.0.clone())
    }
}

impl<M, F: OfModule<M>, K> Columns<M> for Column<F, K> {
    const NAMES: &'static [&'static str] = &[F::NAME];
    type Values = F::Value;

    fn read(reader: &mut Reader<'_, '_>) -> F::Value {
        reader.read()
    }
}

macro_rules! tuples {
    ($(($($field:ident $kind:ident),+))+) => {$(
        impl<M, $($field: OfModule<M>, $kind),+> Columns<M> for ($(Column<$field, $kind>,)+) {
            const NAMES: &'static [&'static str] = &[$($field::NAME),+];
            type Values = ($($field::Value,)+);

            fn read(reader: &mut Reader<'_, '_>) -> Self::Values {
                ($(reader.read::<$field::Value>(),)+)
            }
        }
    )+};
}

tuples! {
    (A A1)
    (A A1, B B1)
    (A A1, B B1, C C1)
    (A A1, B B1, C C1, D D1)
    (A A1, B B1, C C1, D D1, E E1)
    (A A1, B B1, C C1, D D1, E E1, F F1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1, I I1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1, I I1, J J1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1, I I1, J J1, K K1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1, I I1, J J1, K K1, L L1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1, I I1, J J1, K K1, L L1, N N1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1, I I1, J J1, K K1, L L1, N N1, O O1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1, I I1, J J1, K K1, L L1, N N1, O O1, P P1)
    (A A1, B B1, C C1, D D1, E E1, F F1, G G1, H H1, I I1, J J1, K K1, L L1, N N1, O O1, P P1, Q Q1)
}
