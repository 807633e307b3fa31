//! Values for the parameters of a query, by what the field they meet is to the server's database.
//!
//! Each trait is one domain of values; its parameter `F` is the field, which only the compiler's
//! messages use. A value becomes a literal of the tree, never a piece of text, so nothing in it can
//! be taken for VTQL.

mod filled;
mod number;
mod record_id;
mod text;
mod time;

#[doc(hidden)]
pub use filled::lend;
pub use filled::{List, Maybe, MaybeList};
pub use number::{BooleanValue, DecimalValue, IntegerValue, RowCount, SwitchValue};
pub use record_id::IdValue;
pub use text::{PatternValue, TextValue};
pub use time::{DateTimeValue, DateValue, TimeValue};

use vtql_parser::ast::Literal;

/// A value as a literal of the tree, or why VTQL cannot write it.
pub type Encoded = Result<Literal, String>;

/// What a parameter is filled with.
#[derive(Clone, Debug)]
pub enum Argument {
    /// One value.
    One(Encoded),
    /// The values of `in {list}`.
    Many(Result<Vec<Literal>, String>),
    /// Nothing: the condition that it stands in is left out.
    LeftOut,
}

/// The body of a trait of values: one method that an implementation writes, and what the macro calls.
/// Its calls are trait calls, so that a type that does not fit is reported in the words of the trait
/// and with nothing else.
macro_rules! encoding {
    () => {
        /// The value as a literal, or why VTQL cannot write it.
        fn encode(&self) -> Encoded;

        #[doc(hidden)]
        fn one(value: &Self, _: PhantomData<F>) -> Argument {
            Argument::One(value.encode())
        }

        #[doc(hidden)]
        fn many<L: List<Self>>(values: L, _: PhantomData<F>) -> Argument
        where
            Self: Sized,
        {
            Argument::Many(values.values().map(|value| value.encode()).collect())
        }

        #[doc(hidden)]
        fn one_if_some<O: Maybe<Value = Self>>(value: &O, field: PhantomData<F>) -> Argument
        where
            Self: Sized,
        {
            value.as_option().map_or(Argument::LeftOut, |value| Self::one(value, field))
        }

        #[doc(hidden)]
        fn many_if_some<O: MaybeList<Self>>(values: O, field: PhantomData<F>) -> Argument
        where
            Self: Sized,
        {
            values.into_option().map_or(Argument::LeftOut, |values| Self::many(values, field))
        }
    };
}
use encoding;

/// What fits also fits by reference.
macro_rules! by_reference {
    ($($trait:ident),+) => {$(
        #[diagnostic::do_not_recommend]
        impl<F, T: $trait<F> + ?Sized> $trait<F> for &T {
            fn encode(&self) -> Encoded {
                T::encode(self)
            }
        }
    )+};
}

by_reference!(
    TextValue,
    PatternValue,
    IntegerValue,
    DecimalValue,
    BooleanValue,
    SwitchValue,
    DateValue,
    TimeValue,
    DateTimeValue,
    IdValue
);

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil;
    use rust_decimal::Decimal;
    use std::marker::PhantomData;
    use vtql_parser::ast::RecordId;

    const FIELD: PhantomData<()> = PhantomData;

    fn one(argument: Argument) -> Result<String, String> {
        match argument {
            Argument::One(encoded) => encoded.map(|literal| literal.text().to_owned()),
            Argument::Many(_) | Argument::LeftOut => panic!("a list"),
        }
    }

    #[test]
    fn values_are_written_as_the_server_reads_them() {
        let moment = civil::date(2024, 2, 29).at(9, 5, 0, 0);
        assert_eq!(one(TextValue::one("O'Brien \\ ü", FIELD)).unwrap(), "O'Brien \\ ü");
        assert_eq!(one(IntegerValue::one(&-5, FIELD)).unwrap(), "-5");
        assert_eq!(one(DecimalValue::one(&Decimal::new(1250, 2), FIELD)).unwrap(), "12.50");
        assert_eq!(one(DecimalValue::one(&1e21, FIELD)).unwrap(), "1000000000000000000000");
        assert_eq!(one(BooleanValue::one(&true, FIELD)).unwrap(), "1");
        assert_eq!(one(DateValue::one(&moment.date(), FIELD)).unwrap(), "2024-02-29");
        assert_eq!(one(TimeValue::one(&moment.time(), FIELD)).unwrap(), "09:05:00");
        assert_eq!(one(DateTimeValue::one(&moment, FIELD)).unwrap(), "2024-02-29 09:05:00");
        assert_eq!(one(DateTimeValue::one(&moment.date(), FIELD)).unwrap(), "2024-02-29 00:00:00");
        assert_eq!(one(IdValue::one(&RecordId::new(12, 345), FIELD)).unwrap(), "12x345");
        assert_eq!(one(RowCount::one(&250_usize)).unwrap(), "250");
    }

    #[test]
    fn text_for_other_domains_must_have_their_form() {
        assert_eq!(one(DateTimeValue::one("2024-02-29", FIELD)).unwrap(), "2024-02-29 00:00:00");
        assert_eq!(one(IdValue::one("12x345", FIELD)).unwrap(), "12x345");
        assert!(one(DateValue::one("2023-02-29", FIELD)).is_err());
        assert!(one(TimeValue::one("later", FIELD)).is_err());
        assert!(one(IdValue::one("12x34 or 1=1", FIELD)).is_err());
    }

    #[test]
    fn numbers_that_are_none_are_refused() {
        assert!(one(DecimalValue::one(&f64::NAN, FIELD)).is_err());
        assert!(one(RowCount::one(&-1)).is_err());
        assert!(one(DateValue::one(&civil::date(-1, 1, 1), FIELD)).is_err());
    }

    #[test]
    fn lists_come_from_any_iterator() {
        let texts_of = |argument| match argument {
            Argument::Many(Ok(literals)) => {
                literals.iter().map(|it: &Literal| it.text().to_owned()).collect()
            }
            _ => vec!["none".to_owned()],
        };
        assert_eq!(texts_of(TextValue::many(["a", "b"], FIELD)), ["a", "b"]);
        assert_eq!(texts_of(TextValue::many(&vec![String::from("a")], FIELD)), ["a"]);
        assert_eq!(texts_of(IntegerValue::many((1..4).filter(|n| n % 2 == 1), FIELD)), ["1", "3"]);
        assert_eq!(texts_of(DateValue::many(Vec::<civil::Date>::new(), FIELD)), Vec::<String>::new());
    }
}
