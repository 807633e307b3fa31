use super::given::Given;
use super::record::{LineItem, object};

/// What can be written as the line items of an inventory record: structs that derive
/// [`Record`](derive@crate::Record) with `#[vtql(module = "LineItem", create)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of line items",
    label = "not a list of line items",
    note = "write `[{{ productid: …, quantity: … }}]`, or give a list of structs that derive `Record` with \
            `#[vtql(module = \"LineItem\", create)]`"
)]
pub trait ItemsField {
    #[doc(hidden)]
    fn set(value: &Self) -> Given;
}

#[diagnostic::do_not_recommend]
impl<T: LineItem, L: ?Sized> ItemsField for L
where
    for<'a> &'a L: IntoIterator<Item = &'a T>,
{
    fn set(value: &Self) -> Given {
        Given::Items(value.into_iter().map(|item| object(item, false)).collect())
    }
}
