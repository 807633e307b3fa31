use super::rule::rule;

rule! {
    /// A program pages by an order that ties
    ///
    /// ## What it does
    /// Notes a query whose offset a program fills in, and whose order does not end in `id`.
    ///
    /// ## Why
    /// Records with the same values are in no fixed order, so that one can come twice and another not at all. Records
    /// that are written or deleted between two pages move all that follow.
    ///
    /// ## Example
    /// ```php
    /// $client->doQuery("select id from Leads order by createdtime limit $offset, 100;");
    /// ```
    ///
    /// ## Fix
    /// Page by the id: `where id > '$last' order by id limit 100`, until a page is empty. Or write `id` as the last
    /// field of the order.
    "V330", "paging-by-order", Note, |_, _| {}, Program
}
