use super::{Argument, Encoded, List, Maybe, MaybeList, encoding};
use std::marker::PhantomData;
use vtql_parser::ast::{Literal, RecordId};

/// What the id of a record, a reference or an owner is compared with. Text must have the form of
/// an id: the server copies parts of what it is given into its SQL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a record id",
    label = "not a record id",
    note = "use `RecordId`, as in `RecordId::new(12, 345)`, or `&str`, as in `\"12x345\"`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait IdValue<F> {
    encoding!();
}

#[diagnostic::do_not_recommend]
impl<F> IdValue<F> for RecordId {
    fn encode(&self) -> Encoded {
        Ok(Literal::from(*self))
    }
}

#[diagnostic::do_not_recommend]
impl<F> IdValue<F> for str {
    fn encode(&self) -> Encoded {
        self.parse::<RecordId>().map(Literal::from).map_err(|error| error.to_string())
    }
}

#[diagnostic::do_not_recommend]
impl<F> IdValue<F> for String {
    fn encode(&self) -> Encoded {
        IdValue::<F>::encode(self.as_str())
    }
}
