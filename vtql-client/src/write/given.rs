use super::record::{LineItem, WriteRecord};
use crate::query::param::Encoded;
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// What a program gives a field of a record.
#[derive(Clone, Debug)]
pub enum Given {
    /// A value, or why it cannot be written.
    Value(Result<String, String>),
    /// The line items of an inventory record.
    Items(Result<Vec<Map<String, Value>>, String>),
    /// Nothing: the field is not written.
    Left,
    /// Nothing: the field is cleared.
    Cleared,
}

impl Given {
    pub(super) fn of(encoded: Encoded) -> Self {
        Given::Value(encoded.map(|literal| literal.text().to_owned()))
    }

    /// The value as JSON: text, whatever the type. `None` when the field is not written.
    pub(super) fn to_json(&self) -> Result<Option<Value>, String> {
        Ok(match self {
            Given::Value(value) => Some(Value::String(value.clone()?)),
            Given::Items(items) => Some(items.clone()?.into_iter().map(Value::Object).collect()),
            Given::Left => None,
            // The server does not look at null in what it is sent.
            Given::Cleared => Some(Value::String(String::new())),
        })
    }
}

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

/// A record as an object, with its id or without.
pub(super) fn object<T: WriteRecord>(record: &T, with_id: bool) -> Result<Map<String, Value>, String> {
    let mut object = Map::new();
    for (name, given) in record.given(with_id) {
        let value = given.to_json().map_err(|why| format!("`{name}` cannot be written: {why}"))?;
        if let Some(value) = value {
            object.insert(name.to_owned(), value);
        }
    }
    Ok(object)
}
