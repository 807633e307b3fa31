use super::{Argument, Encoded, List, Maybe, MaybeList, encoding};
use jiff::civil;
use std::marker::PhantomData;
use vtql_parser::ast::Literal;

/// What a date is compared with. Text must have the form `2024-12-31`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a date",
    label = "not a date",
    note = "use `jiff::civil::Date` or `&str`, as in `\"2024-12-31\"`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait DateValue<F> {
    encoding!();
}

/// What a time of day is compared with. Text must have the form `23:59:59`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a time of day",
    label = "not a time of day",
    note = "use `jiff::civil::Time` or `&str`, as in `\"23:59:59\"`",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait TimeValue<F> {
    encoding!();
}

/// What a date and time is compared with, in the time zone of the server (UTC in the cloud). A date
/// stands for its midnight. Text must have the form `2024-12-31 23:59:59`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with `{F}`, a date and time",
    label = "not a date and time",
    note = "use `jiff::civil::DateTime`, `jiff::civil::Date` or `&str`, as in `\"2024-12-31 23:59:59\"`; \
            a point in time becomes a `DateTime` in the zone of the server",
    note = "for an `Option` write `where?` or `and?`: without a value the condition is left out"
)]
pub trait DateTimeValue<F> {
    encoding!();
}

#[diagnostic::do_not_recommend]
impl<F> DateValue<F> for civil::Date {
    fn encode(&self) -> Encoded {
        in_years(*self, || self.to_string())
    }
}

#[diagnostic::do_not_recommend]
impl<F> TimeValue<F> for civil::Time {
    fn encode(&self) -> Encoded {
        Ok(Literal::string(&self.to_string()))
    }
}

#[diagnostic::do_not_recommend]
impl<F> DateTimeValue<F> for civil::DateTime {
    fn encode(&self) -> Encoded {
        in_years(self.date(), || format!("{} {}", self.date(), self.time()))
    }
}

#[diagnostic::do_not_recommend]
impl<F> DateTimeValue<F> for civil::Date {
    fn encode(&self) -> Encoded {
        DateTimeValue::<F>::encode(&self.to_datetime(civil::Time::midnight()))
    }
}

macro_rules! from_text {
    ($($trait:ident reads $ty:ty, as $example:literal;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<F> $trait<F> for str {
            fn encode(&self) -> Encoded {
                match self.parse::<$ty>() {
                    Ok(value) => $trait::<F>::encode(&value),
                    Err(_) => Err(format!("{self:?} is not {}", $example)),
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<F> $trait<F> for String {
            fn encode(&self) -> Encoded {
                $trait::<F>::encode(self.as_str())
            }
        }
    )+};
}

from_text! {
    DateValue reads civil::Date, as "a date such as 2024-12-31";
    TimeValue reads civil::Time, as "a time of day such as 23:59:59";
    DateTimeValue reads civil::DateTime, as "a date and time such as 2024-12-31 23:59:59";
}

/// The server's database knows the years 0 to 9999.
fn in_years(date: civil::Date, text: impl FnOnce() -> String) -> Encoded {
    if date.year() >= 0 {
        Ok(Literal::string(&text()))
    } else {
        Err(format!("the year {} has no form on the wire", date.year()))
    }
}
