//! Values for the fields of a record, by what the field is to the server's database: those that a query can
//! compare the field with.

use super::given::Given;
use crate::query::param::{
    BooleanValue, DateTimeValue, DateValue, DecimalValue, Encoded, IdValue, IntegerValue, Maybe, SwitchValue,
    TextValue, TimeValue,
};
use vtql_parser::ast::Literal;

/// A trait of values, and what is called for one. Its calls are trait calls, so that a type that does not fit is
/// reported in the words of the trait and with nothing else.
macro_rules! field {
    ($(#[$doc:meta])* $trait:ident<$($field:ident)?> $message:literal, $label:literal, $note:literal) => {
        $(#[$doc])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = $label,
            note = $note,
            note = "of an `Option`, `field?: …` leaves the field alone without a value, and `field: … or None` clears it"
        )]
        pub trait $trait$(<$field>)? {
            /// The value, or why it cannot be written.
            fn encode(&self) -> Encoded;

            #[doc(hidden)]
            fn set(value: &Self $(, _: PhantomData<$field>)?) -> Given {
                Given::of(value.encode())
            }

            #[doc(hidden)]
            fn set_if_some<O: Maybe<Value = Self>>(value: &O $(, _: PhantomData<$field>)?) -> Given
            where
                Self: Sized,
            {
                value.as_option().map_or(Given::Left, |value| Given::of(value.encode()))
            }

            #[doc(hidden)]
            fn set_or_clear<O: Maybe<Value = Self>>(value: &O $(, _: PhantomData<$field>)?) -> Given
            where
                Self: Sized,
            {
                value.as_option().map_or(Given::Cleared, |value| Given::of(value.encode()))
            }
        }
    };
}

macro_rules! fields {
    ($($(#[$doc:meta])* $trait:ident of $value:ident, $message:literal, $named:literal, $label:literal, $note:literal;)+) => {
        $(
            field!($(#[$doc])* $trait<> $message, $label, $note);

            #[diagnostic::do_not_recommend]
            impl<T: $value<()> + ?Sized> $trait for T {
                fn encode(&self) -> Encoded {
                    $value::<()>::encode(self)
                }
            }
        )+

        /// The same traits for the fields of structs, whose parameter names the field in messages. A type for each name is
        /// what a derive can afford: in an expression it would cost the compiler more than all else.
        #[doc(hidden)]
        pub mod named {
            use super::*;
            use std::marker::PhantomData;

            $(
                field!($(#[$doc])* $trait<F> $named, $label, $note);

                #[diagnostic::do_not_recommend]
                impl<F, T: $value<F> + ?Sized> $trait<F> for T {
                    fn encode(&self) -> Encoded {
                        $value::<F>::encode(self)
                    }
                }
            )+

            field!(
                /// What can be written to a picklist with several choices: a list of texts.
                ChoicesField<F> "`{Self}` cannot be written to `{F}`, a list of choices", "not a list of choices",
                "use an array, a slice or a `Vec` of texts, as in `[\"Red\", \"Green\"]`"
            );

            #[diagnostic::do_not_recommend]
            impl<F, L: ?Sized> ChoicesField<F> for L
            where
                for<'a> &'a L: IntoIterator<Item: TextValue<F>>,
            {
                fn encode(&self) -> Encoded {
                    choices(self)
                }
            }
        }
    };
}

fields! {
    /// What can be written to a text, a picklist, or any other field that the server keeps as text.
    TextField of TextValue, "`{Self}` cannot be written to this field, a text",
        "`{Self}` cannot be written to `{F}`, a text", "not text",
        "use `&str`, `String`, `Cow<str>` or `char`; turn other values into text with `.to_string()`";
    /// What can be written to a whole number.
    IntegerField of IntegerValue, "`{Self}` cannot be written to this field, a whole number",
        "`{Self}` cannot be written to `{F}`, a whole number", "not a whole number",
        "use an integer such as `i64` or `u32`";
    /// What can be written to a number with a point, an amount of money or a percentage.
    DecimalField of DecimalValue, "`{Self}` cannot be written to this field, a number",
        "`{Self}` cannot be written to `{F}`, a number", "not a number",
        "use `rust_decimal::Decimal`, an integer or a finite `f64`";
    /// What can be written to a boolean.
    BooleanField of BooleanValue, "`{Self}` cannot be written to this field, a boolean",
        "`{Self}` cannot be written to `{F}`, a boolean", "not a boolean", "use `bool`";
    /// What can be written to a boolean that the server keeps as `on` and `off`: `Users.is_admin`.
    SwitchField of SwitchValue, "`{Self}` cannot be written to this field, a boolean",
        "`{Self}` cannot be written to `{F}`, a boolean", "not a boolean", "use `bool`";
    /// What can be written to a date.
    DateField of DateValue, "`{Self}` cannot be written to this field, a date",
        "`{Self}` cannot be written to `{F}`, a date", "not a date",
        "use `jiff::civil::Date` or `&str`, as in `\"2024-12-31\"`";
    /// What can be written to a time of day.
    TimeField of TimeValue, "`{Self}` cannot be written to this field, a time of day",
        "`{Self}` cannot be written to `{F}`, a time of day", "not a time of day",
        "use `jiff::civil::Time` or `&str`, as in `\"23:59:59\"`";
    /// What can be written to a date and time.
    DateTimeField of DateTimeValue, "`{Self}` cannot be written to this field, a date and time",
        "`{Self}` cannot be written to `{F}`, a date and time", "not a date and time",
        "use `jiff::civil::DateTime`, `jiff::civil::Date` or `&str`, as in `\"2024-12-31 23:59:59\"`; \
         a point in time becomes a `DateTime` in the zone of the server";
    /// What can be written to a reference or an owner.
    IdField of IdValue, "`{Self}` cannot be written to this field, a record id",
        "`{Self}` cannot be written to `{F}`, a record id", "not a record id",
        "use `RecordId`, as in `RecordId::new(12, 345)`, or `&str`, as in `\"12x345\"`";
}

field!(
    /// What can be written to a picklist with several choices: a list of texts.
    ChoicesField<> "`{Self}` cannot be written to this field, a list of choices", "not a list of choices",
    "use an array, a slice or a `Vec` of texts, as in `[\"Red\", \"Green\"]`"
);

#[diagnostic::do_not_recommend]
impl<L: ?Sized> ChoicesField for L
where
    for<'a> &'a L: IntoIterator<Item: TextValue<()>>,
{
    fn encode(&self) -> Encoded {
        choices(self)
    }
}

/// What stands between two choices on the wire (observed).
const BETWEEN: &str = " |##| ";

fn choices<F, T: TextValue<F>>(list: impl IntoIterator<Item = T>) -> Encoded {
    let mut choices = Vec::new();
    for choice in list {
        let choice = TextValue::<F>::encode(&choice)?.text().to_owned();
        if choice.contains("|##|") {
            return Err(format!("{choice:?} is not one choice: `|##|` stands between two"));
        }
        choices.push(choice);
    }
    Ok(Literal::string(&choices.join(BETWEEN)))
}
