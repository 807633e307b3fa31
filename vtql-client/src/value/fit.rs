//! Which Rust types can be read from which fields. `#[derive(Record)]` asks while compiling.
//!
//! The parameter `F` of each trait is the field, which only the compiler's messages use. Every field can
//! be read as `String`, which keeps what the server sent.

use crate::RecordId;
use jiff::civil::{Date, DateTime, Time};
use rust_decimal::Decimal;

macro_rules! readings {
    ($($(#[$doc:meta])* $trait:ident, $message:literal, $note:literal: $($ty:ty),*;)+) => {$(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(message = $message, label = "does not fit the field", note = $note)]
        pub trait $trait<F> {
            /// That it can.
            const FITS: () = ();
        }

        #[diagnostic::do_not_recommend]
        impl<F, T: $trait<F>> $trait<F> for Option<T> {}

        #[diagnostic::do_not_recommend]
        impl<F> $trait<F> for String {}

        $(
            #[diagnostic::do_not_recommend]
            impl<F> $trait<F> for $ty {}
        )*
    )+};
}

readings! {
    /// A type that can be read from text and picklists.
    FromText, "`{Self}` cannot be read from `{F}`, a text", "use `String`":;
    /// A type that can be read from a picklist of several choices.
    FromChoices, "`{Self}` cannot be read from `{F}`, a list of choices",
        "use `Vec<String>`, or `String` for what the server sends": Vec<String>;
    /// A type that can be read from a whole number.
    FromInteger, "`{Self}` cannot be read from `{F}`, a whole number", "use `i64` or `Decimal`": i64, Decimal;
    /// A type that can be read from a number with a point.
    FromDecimal, "`{Self}` cannot be read from `{F}`, a number", "use `rust_decimal::Decimal`": Decimal;
    /// A type that can be read from a boolean.
    FromBoolean, "`{Self}` cannot be read from `{F}`, a boolean", "use `bool`": bool;
    /// A type that can be read from a date.
    FromDate, "`{Self}` cannot be read from `{F}`, a date", "use `jiff::civil::Date`": Date;
    /// A type that can be read from a time of day.
    FromTime, "`{Self}` cannot be read from `{F}`, a time of day", "use `jiff::civil::Time`": Time;
    /// A type that can be read from a date and time.
    FromDateTime, "`{Self}` cannot be read from `{F}`, a date and time", "use `jiff::civil::DateTime`": DateTime;
    /// A type that can be read from the id of a record.
    FromId, "`{Self}` cannot be read from `{F}`, a record id", "use `RecordId`": RecordId;
}

/// A type that has a value for a field that was never set.
#[diagnostic::on_unimplemented(
    message = "records may lack `{F}`, and `{Self}` has no value for that",
    label = "cannot be unset",
    note = "use `Option<{Self}>`, or promise with `#[vtql(required)]` that every record has it"
)]
pub trait FromUnset<F> {
    /// That it has.
    const FITS: () = ();
}

#[diagnostic::do_not_recommend]
impl<F, T> FromUnset<F> for Option<T> {}

/// Unset text is `""`.
#[diagnostic::do_not_recommend]
impl<F> FromUnset<F> for String {}

/// No choice is an empty list.
#[diagnostic::do_not_recommend]
impl<F> FromUnset<F> for Vec<String> {}
