use super::{Cells, DecodeError};

/// A row of a known shape. `vtql!` writes an implementation for the fields that a query
/// selects.
pub trait Row: Sized {
    /// The fields that a row is made of, by the names that describe gives them, in the order that
    /// [`Cells`] hands them out. The server answers a few inventory fields under another key
    /// (`hdnDiscountPercent` as `discount_percent`): whoever fills the cells undoes that.
    const COLUMNS: &'static [&'static str];

    /// Reads a row from its cells; cell `i` belongs to `COLUMNS[i]`.
    fn decode(cells: &Cells<'_>) -> Result<Self, DecodeError>;
}
