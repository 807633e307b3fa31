use super::given::Given;
use super::record::{LineItem, object};
use std::marker::PhantomData;

/// What can be written as the line items of an inventory record: structs that derive
/// [`Record`](derive@crate::Record) with `#[vtql(module = "LineItem", create)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of line items",
    label = "not a list of line items",
    note = "write `[{{ productid: …, quantity: … }}]`, or give a list of structs that derive `Record` with \
            `#[vtql(module = \"LineItem\", create)]`"
)]
pub trait ItemsField<F> {
    #[doc(hidden)]
    fn set(value: &Self, _: PhantomData<F>) -> Given;
}

#[diagnostic::do_not_recommend]
impl<F, T: LineItem, L: ?Sized> ItemsField<F> for L
where
    for<'a> &'a L: IntoIterator<Item = &'a T>,
{
    fn set(value: &Self, _: PhantomData<F>) -> Given {
        Given::Items(value.into_iter().map(|item| object(item, false)).collect())
    }
}
