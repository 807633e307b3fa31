use super::rule::rule;

rule! {
    /// A value without quotes is compared with text
    ///
    /// ## What it does
    /// Reports a variable that is put into a query without quotes around it, where a field that holds text is tested.
    /// Names that say that the value is quoted (`quoted`, `escaped`, `json`) are left alone.
    ///
    /// ## Why
    /// The server takes a bare word for a column of its database: the query fails silently, and its answer is empty.
    ///
    /// ## Example
    /// ```python
    /// client.query(f"select id from Contacts where lastname = {name};")
    /// ```
    ///
    /// ## Fix
    /// Write `lastname = '{name}'`, and double quotes and backslashes in the value.
    "V221", "unquoted-value", Warn, |_, _| {}, Program
}
