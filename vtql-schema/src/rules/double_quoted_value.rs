use super::rule::rule;

rule! {
    /// A value stands in double quotes
    ///
    /// ## What it does
    /// Reports a value that is put between double quotes into a query that goes to the server as it is.
    ///
    /// ## Why
    /// The server takes text in single quotes only, and answers `QUERY_SYNTAX_ERROR`.
    ///
    /// ## Example
    /// ```javascript
    /// client.query(`select id from Contacts where lastname = "${name}";`);
    /// ```
    ///
    /// ## Fix
    /// Write `lastname = '${name}'`, and double quotes and backslashes in the value.
    "V222", "double-quoted-value", Warn, |_, _| {}, Program
}
