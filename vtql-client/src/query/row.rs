use super::{Cells, DecodeError};

/// A row of a known shape: `vtql_query!` and `#[derive(Record)]` write implementations. A row of `vtql!` has none:
/// only [its query](super::Query::decode) can read it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that rows can be read as",
    note = "a type of your own: `#[derive(Record)] #[vtql(module = \"…\")]`",
    note = "a row of `vtql!` is read by its query: leave `R: Row` out, and use `Query::columns` and `Query::decode`"
)]
pub trait Row: Sized {
    /// The fields that a row is made of, by the names that describe gives them, in the order that
    /// [`Cells`] hands them out. The server answers a few inventory fields under another key
    /// (`hdnDiscountPercent` as `discount_percent`): whoever fills the cells undoes that.
    const COLUMNS: &'static [&'static str];

    /// Reads a row from its cells; cell `i` belongs to `COLUMNS[i]`.
    fn decode(cells: &Cells<'_>) -> Result<Self, DecodeError>;
}

/// A row type that was written for the records of a module: `#[derive(Record)]` implements it, and
/// `vtql_as!` checks queries against it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record of a module",
    note = "derive it: `#[derive(Record)] #[vtql(module = \"…\")]`"
)]
pub trait ModuleRow: Row {
    /// The name of the module.
    const MODULE: &'static str;

    /// For each of `COLUMNS`, what to say when a query does not select it.
    const UNSELECTED: &'static [&'static str];
}
