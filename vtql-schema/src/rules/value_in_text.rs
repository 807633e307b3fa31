use super::rule::rule;

rule! {
    /// A value is joined into the text of a query
    ///
    /// ## What it does
    /// Notes a value that a program puts into the text of a query: by an operator, a format, a template.
    ///
    /// ## Why
    /// A quote in the value ends the literal, and a backslash before the closing quote keeps it open, so that what
    /// follows is read as a part of the query: whoever chooses the value can ask for other records. The server has no
    /// parameters, so a program that builds texts has to double both.
    ///
    /// ## Example
    /// ```php
    /// $client->doQuery("select id from Contacts where lastname = '$name';");
    /// ```
    ///
    /// ## Fix
    /// Double backslashes and quotes in the value, each language in its way; the message says how. In Rust `vtql!`
    /// sends values so that they never become text.
    "V220", "value-in-text", Note, |_, _| {}, Program
}
