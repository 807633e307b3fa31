use super::rule::rule;

rule! {
    /// A program pages by a time alone
    ///
    /// ## What it does
    /// Notes a query with a limit that asks for what was created or changed since the last record that is known.
    ///
    /// ## Why
    /// Times are in seconds. When more records share a second than fit into a page, `>` leaves out the others, and `>=`
    /// alone asks for the same page for ever.
    ///
    /// ## Example
    /// ```python
    /// client.query(f"select id from Leads where modifiedtime > '{last}' order by modifiedtime limit 100;")
    /// ```
    ///
    /// ## Fix
    /// Ask from the same second on (`>=`), order by the time and `id`, page to the end, and leave out the ids that are
    /// known.
    "V331", "paging-by-time", Note, |_, _| {}, Program
}
