use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::{Spanned, Value};

rule! {
    /// The query skips many rows
    ///
    /// ## What it does
    /// Reports an offset of 1,000 rows or more.
    ///
    /// ## Why
    /// The database reads the rows that it skips, so each page costs more than the one before. And rows
    /// that others add or delete in between shift the pages: some are seen twice, some never.
    ///
    /// ## Example
    /// ```vtql
    /// select id, lastname from Contacts order by id limit 2400, 100;
    /// ```
    ///
    /// ## Fix
    /// Go on after the last id instead, which costs the same for every page:
    /// `where id > '12x2400' order by id limit 100`.
    "V303", "deep-offset", Warn, check
}

/// Rows.
const DEEP: u64 = 1_000;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(offset) = cx.query.limit.as_ref().and_then(|limit| limit.offset.as_ref()) else { return };
    if let Some(rows) = Value::as_u64(offset).filter(|&rows| rows >= DEEP) {
        findings.push(
            RULE.finding(offset.span(), format!("the database reads {rows} rows to skip them"))
                .label("a deep offset")
                .help("go on after the last id of the page before: `where id > '…' order by id`"),
        );
    }
}
