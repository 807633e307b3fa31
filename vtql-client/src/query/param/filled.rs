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

/// What fills the parameter of an optional condition.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `Option`, which the parameter of an optional condition takes",
    label = "not an `Option`",
    note = "with `None` the condition is left out; one that always holds has no `?` behind its `and`, `or` or `where`"
)]
pub trait Maybe {
    /// The value, if there is one.
    type Value;

    /// As an `Option`.
    fn as_option(&self) -> Option<&Self::Value>;

    /// As an `Option`.
    fn into_option(self) -> Option<Self::Value>;
}

#[diagnostic::do_not_recommend]
impl<T> Maybe for Option<T> {
    type Value = T;

    fn as_option(&self) -> Option<&T> {
        self.as_ref()
    }

    fn into_option(self) -> Option<T> {
        self
    }
}
