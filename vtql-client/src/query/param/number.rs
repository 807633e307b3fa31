use super::{Argument, Encoded, List, Maybe, MaybeList, encoding};
use std::marker::PhantomData;
use vtql_parser::ast::Literal;

/// What a whole number is compared with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a whole number",
    label = "not a whole number",
    note = "use an integer such as `i64` or `u32`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait IntegerValue<F> {
    encoding!();
}

/// What a number with a point, an amount of money or a percentage is compared with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a number",
    label = "not a number",
    note = "use `rust_decimal::Decimal`, an integer or a finite `f64`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait DecimalValue<F> {
    encoding!();
}

/// What a boolean is compared with.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a boolean",
    label = "not a boolean",
    note = "use `bool`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait BooleanValue<F> {
    encoding!();
}

/// What a boolean is compared with that the server keeps as `on` and `off`: `Users.is_admin`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a boolean",
    label = "not a boolean",
    note = "use `bool`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait SwitchValue<F> {
    encoding!();
}

/// A number of rows, for `limit` and its offset.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number of rows",
    label = "not a number of rows",
    note = "use an integer such as `usize` or `u32`"
)]
pub trait RowCount {
    /// The number as a literal; an error when it is negative.
    fn encode(&self) -> Encoded;

    #[doc(hidden)]
    fn one(value: &Self) -> Argument {
        Argument::One(value.encode())
    }
}

#[diagnostic::do_not_recommend]
impl<T: RowCount + ?Sized> RowCount for &T {
    fn encode(&self) -> Encoded {
        T::encode(self)
    }
}

macro_rules! integers {
    ($($ty:ty),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<F> IntegerValue<F> for $ty {
            fn encode(&self) -> Encoded {
                digits(&self.to_string())
            }
        }

        #[diagnostic::do_not_recommend]
        impl<F> DecimalValue<F> for $ty {
            fn encode(&self) -> Encoded {
                digits(&self.to_string())
            }
        }

        #[diagnostic::do_not_recommend]
        impl RowCount for $ty {
            fn encode(&self) -> Encoded {
                i64::try_from(*self)
                    .ok()
                    .filter(|count| *count >= 0)
                    .map(Literal::integer)
                    .ok_or_else(|| format!("{self} is not a number of rows"))
            }
        }
    )+};
}

integers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

#[diagnostic::do_not_recommend]
impl<F> DecimalValue<F> for rust_decimal::Decimal {
    fn encode(&self) -> Encoded {
        digits(&self.to_string())
    }
}

#[diagnostic::do_not_recommend]
impl<F> DecimalValue<F> for f64 {
    fn encode(&self) -> Encoded {
        if self.is_finite() { digits(&self.to_string()) } else { Err(format!("{self} is not a number")) }
    }
}

#[diagnostic::do_not_recommend]
impl<F> BooleanValue<F> for bool {
    fn encode(&self) -> Encoded {
        Ok(Literal::string(if *self { "1" } else { "0" }))
    }
}

#[diagnostic::do_not_recommend]
impl<F> SwitchValue<F> for bool {
    fn encode(&self) -> Encoded {
        Ok(Literal::string(if *self { "on" } else { "off" }))
    }
}

fn digits(text: &str) -> Encoded {
    Literal::decimal(text).map_err(|error| error.to_string())
}
