use super::condition::{Filter, Test};
use crate::query::param::{
    BooleanValue, DateTimeValue, DateValue, DecimalValue, IdValue, IntegerValue, List, PatternValue,
    SwitchValue, TextValue, TimeValue,
};
use crate::value::Decode;
use std::fmt;
use std::marker::PhantomData;
use vtql_parser::ast::CompareOp;

/// A module of the CRM. [`schema!`](crate::schema) implements it for a type of the module's name.
pub trait Module {
    /// The name in queries.
    const NAME: &'static str;
}

/// A field of a module. [`schema!`](crate::schema) implements it for a type of the field's name.
pub trait Field {
    /// The name in queries.
    const NAME: &'static str;
    /// Its module.
    type Module: Module;
    /// What its values are read as.
    type Value: Decode;
}

/// A field of module `M`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a field of the module `{M}`",
    label = "holds a column of another module",
    note = "a query asks for the fields of one module"
)]
pub trait OfModule<M>: Field<Module = M> {}

/// What the values of a field are to the server's database.
pub mod kind {
    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident;)+) => {$(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}
        )+};
    }

    kinds! {
        /// Text and picklists.
        Text;
        /// Whole numbers.
        Integer;
        /// Numbers with a point.
        Decimal;
        /// Booleans.
        Boolean;
        /// Booleans that are `on` or `off`.
        Switch;
        /// Dates.
        Date;
        /// Times of day.
        Time;
        /// Dates with a time of day.
        DateTime;
        /// Record ids.
        Id;
    }
}

/// The field `F` as a thing to compare, select and order by; `K` is one of [`kind`].
pub struct Column<F, K>(PhantomData<fn() -> (F, K)>);

impl<F, K> Column<F, K> {
    /// The column of the field.
    #[expect(clippy::new_without_default, reason = "columns are constants that `schema!` writes")]
    pub const fn new() -> Self {
        Column(PhantomData)
    }
}

impl<F, K> Clone for Column<F, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, K> Copy for Column<F, K> {}

impl<F: Field, K> fmt::Debug for Column<F, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", F::Module::NAME, F::NAME)
    }
}

/// What is compared as less or greater.
#[diagnostic::on_unimplemented(
    message = "`{F}` is a boolean, and booleans have no order",
    label = "has no order",
    note = "compare it with `eq` or `ne`"
)]
pub trait Ordered<F> {}

/// What is text to the server's database.
#[diagnostic::on_unimplemented(
    message = "`{F}` is not text, so it is like no pattern, and never empty text",
    label = "not for this field",
    note = "dates, times, numbers and ids are compared with `eq`, `lt`, `between`, `is_in` and their relatives"
)]
pub trait Textual<F> {}

impl<F> Textual<F> for kind::Text {}

macro_rules! ordered {
    ($($kind:ident)+) => {$(impl<F> Ordered<F> for kind::$kind {})+};
}

ordered!(Text Integer Decimal Date Time DateTime Id);

macro_rules! comparisons {
    ($($kind:ident by $value:ident;)+) => {$(
        impl<F: Field> Column<F, kind::$kind> {
            /// It is `value`.
            pub fn eq<V: $value<F>>(self, value: V) -> Filter<F::Module> {
                Filter::test(F::NAME, Test::Compare(CompareOp::Eq), [$value::<F>::one(&value, PhantomData)])
            }

            /// It is not `value`. Records that lack it are left out, as on the server.
            pub fn ne<V: $value<F>>(self, value: V) -> Filter<F::Module> {
                Filter::test(F::NAME, Test::Compare(CompareOp::Ne), [$value::<F>::one(&value, PhantomData)])
            }

            /// It is one of `values`; none of them matches nothing.
            pub fn is_in<V: $value<F>>(self, values: impl List<V>) -> Filter<F::Module> {
                Filter::test(F::NAME, Test::In { negated: false }, [$value::<F>::many(values, PhantomData)])
            }

            /// It is none of `values`.
            pub fn is_not_in<V: $value<F>>(self, values: impl List<V>) -> Filter<F::Module> {
                Filter::test(F::NAME, Test::In { negated: true }, [$value::<F>::many(values, PhantomData)])
            }

            /// It is less than `value`.
            pub fn lt<V: $value<F>>(self, value: V) -> Filter<F::Module>
            where
                kind::$kind: Ordered<F>,
            {
                Filter::test(F::NAME, Test::Compare(CompareOp::Lt), [$value::<F>::one(&value, PhantomData)])
            }

            /// It is `value` or less.
            pub fn le<V: $value<F>>(self, value: V) -> Filter<F::Module>
            where
                kind::$kind: Ordered<F>,
            {
                Filter::test(F::NAME, Test::Compare(CompareOp::Le), [$value::<F>::one(&value, PhantomData)])
            }

            /// It is greater than `value`.
            pub fn gt<V: $value<F>>(self, value: V) -> Filter<F::Module>
            where
                kind::$kind: Ordered<F>,
            {
                Filter::test(F::NAME, Test::Compare(CompareOp::Gt), [$value::<F>::one(&value, PhantomData)])
            }

            /// It is `value` or greater.
            pub fn ge<V: $value<F>>(self, value: V) -> Filter<F::Module>
            where
                kind::$kind: Ordered<F>,
            {
                Filter::test(F::NAME, Test::Compare(CompareOp::Ge), [$value::<F>::one(&value, PhantomData)])
            }

            /// It is `low`, `high` or between them.
            pub fn between<V: $value<F>, W: $value<F>>(self, low: V, high: W) -> Filter<F::Module>
            where
                kind::$kind: Ordered<F>,
            {
                let ends = [$value::<F>::one(&low, PhantomData), $value::<F>::one(&high, PhantomData)];
                Filter::test(F::NAME, Test::Between, ends)
            }
        }
    )+};
}

comparisons! {
    Text by TextValue;
    Integer by IntegerValue;
    Decimal by DecimalValue;
    Boolean by BooleanValue;
    Switch by SwitchValue;
    Date by DateValue;
    Time by TimeValue;
    DateTime by DateTimeValue;
    Id by IdValue;
}

impl<F: Field, K> Column<F, K> {
    /// One of its choices is this one, where a record can have several (`multipicklist`).
    pub fn includes<V: TextValue<F>>(self, choice: V) -> Filter<F::Module>
    where
        F: Field<Value = Vec<String>>,
        K: Textual<F>,
    {
        Filter::test(F::NAME, Test::Includes, [TextValue::<F>::one(&choice, PhantomData)])
    }

    /// It matches a pattern: `%` stands for any text, `_` for one character, `\` takes their meaning
    /// away. [`like_literal`](crate::like_literal) escapes what is not meant as one.
    pub fn like<V: PatternValue<F>>(self, pattern: V) -> Filter<F::Module>
    where
        K: Textual<F>,
    {
        Filter::test(F::NAME, Test::Like, [PatternValue::<F>::one(&pattern, PhantomData)])
    }

    /// It is empty text. A field that was never set (NULL in the server's database) is not.
    pub fn is_empty(self) -> Filter<F::Module>
    where
        K: Textual<F>,
    {
        Filter::test(F::NAME, Test::Empty, [])
    }
}
