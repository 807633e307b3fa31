//! What a parameter is filled with, beside one value.

/// The values of `in {list}`: whatever can be iterated.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list, which the parameter behind `in` takes",
    label = "not a list",
    note = "use an array, a slice, a `Vec` or any iterator; one value is compared with `=`"
)]
pub trait List<T> {
    /// All of them.
    fn values(self) -> impl Iterator<Item = T>;
}

#[diagnostic::do_not_recommend]
impl<T, L: IntoIterator<Item = T>> List<T> for L {
    fn values(self) -> impl Iterator<Item = T> {
        self.into_iter()
    }
}

/// What fills the parameter of an optional condition, and a field that is written if there is a value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `Option`, which the parameter of an optional condition and an optional field take",
    label = "not an `Option`",
    note = "with `None` the condition is left out; one that always holds has no `?` behind its `and`, `or` or `where`",
    note = "with `None` the field is left out, or cleared; one that is always written has neither `?` nor `or None`"
)]
pub trait Maybe {
    /// The value, if there is one.
    type Value;

    /// As an `Option`.
    fn as_option(&self) -> Option<&Self::Value>;
}

#[diagnostic::do_not_recommend]
impl<T> Maybe for Option<T> {
    type Value = T;

    fn as_option(&self) -> Option<&T> {
        self.as_ref()
    }
}

/// The list of an optional `in {list}`: an `Option` of a list, or a borrowed one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `Option` of a list, which the parameter of an optional condition takes",
    label = "not an `Option` of a list",
    note = "with `None` the condition is left out; one that always holds has no `?` behind its `and`, `or` or `where`"
)]
pub trait MaybeList<T> {
    /// The list.
    type List: List<T>;

    /// As an `Option`.
    fn into_option(self) -> Option<Self::List>;
}

#[diagnostic::do_not_recommend]
impl<T, L: List<T>> MaybeList<T> for Option<L> {
    type List = L;

    fn into_option(self) -> Option<L> {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T, L> MaybeList<T> for &'a Option<L>
where
    &'a L: List<T>,
{
    type List = &'a L;

    fn into_option(self) -> Option<&'a L> {
        self.as_ref()
    }
}

/// How a variable is taken that fills `in {list}`: an iterator is used up, anything else is borrowed. The compiler
/// looks for a method of the type itself before one of a reference to it.
#[doc(hidden)]
pub mod lend {
    /// Iterators.
    pub trait Iterators: Iterator + Sized {
        /// The iterator.
        fn __vtql_lend(self) -> Self {
            self
        }
    }

    impl<I: Iterator> Iterators for I {}

    /// Iterators that may be missing.
    pub trait MaybeIterators: Sized {
        /// The iterator.
        fn __vtql_lend(self) -> Self {
            self
        }
    }

    impl<I: Iterator> MaybeIterators for Option<I> {}

    /// References that may be missing.
    pub trait MaybeReferences: Copy {
        /// The reference.
        fn __vtql_lend(self) -> Self {
            self
        }
    }

    impl<L: Copy> MaybeReferences for Option<L> {}

    /// All else.
    pub trait Lists {
        /// The list, borrowed.
        fn __vtql_lend(&self) -> &Self {
            self
        }
    }

    impl<L: ?Sized> Lists for L {}
}
