use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::Select;

rule! {
    /// Some servers do not answer a count
    ///
    /// ## What it does
    /// Notes `count(*)` over a module of records in a query that goes to the server as it is.
    ///
    /// ## Why
    /// Vtiger 8.4.0 answers it with an empty list; 8.0.0 and, by the manual, the cloud edition answer
    /// with the number. Over settings such as `Currency` it works everywhere.
    ///
    /// ## Example
    /// ```vtql
    /// select count(*) from Contacts;
    /// ```
    ///
    /// ## Fix
    /// Be ready for an empty list: the client's `count` then counts the ids.
    "V310", "count-unanswered", Note, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Select::Count(count) = &cx.query.select else { return };
    if cx.module.is_none_or(|module| module.is_entity) {
        findings.push(
            RULE.finding(count.span, "Vtiger 8.4.0 answers `count(*)` with an empty list")
                .label("may stay unanswered")
                .help("be ready for an empty list, and count the ids then"),
        );
    }
}
