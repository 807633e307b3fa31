/// Where a field can be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Everywhere.
    Full,
    /// In describe only: the server denies access to it in queries, and rows are without it.
    DescribeOnly,
    /// In whole rows only: describe does not list it, and queries cannot name it.
    RowsOnly,
    /// Nowhere: the user has no right to it.
    Hidden,
}
