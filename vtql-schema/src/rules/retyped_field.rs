use super::rule::rule;

rule! {
    /// A field that the query uses has another type now
    ///
    /// ## What it does
    /// Reports, when two snapshots are compared (`vtql snapshot diff OLD NEW FILES`), the queries that
    /// use a field whose type changed: from text to a number, from a number to a date and so on.
    ///
    /// ## Why
    /// The rows hold other values than the program behind the query expects, and comparisons mean
    /// something else.
    ///
    /// ## Example
    /// `select employees from Accounts;` after `employees` was made a picklist.
    ///
    /// ## Fix
    /// See to what reads the rows, and to the values that the field is compared with.
    "V112", "retyped-field", Warn, |_, _| {}, Changes
}
