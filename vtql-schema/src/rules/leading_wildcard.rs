use super::test_of_field::How;
use super::{Context, rule::rule};
use vtql_parser::Diagnostic;

rule! {
    /// The pattern begins with a wildcard
    ///
    /// ## What it does
    /// Notes a `like` whose pattern begins with `%` or `_`.
    ///
    /// ## Why
    /// No index helps to find it: the database looks at every record of the module.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where lastname like '%son' limit 100;
    /// ```
    ///
    /// ## Fix
    /// Let the pattern begin with text where that is what is meant, or narrow the query down by another
    /// condition.
    "V301", "leading-wildcard", Note, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| test.how == How::Pattern) {
        if test.raw.starts_with(['%', '_']) {
            findings.push(
                RULE.finding(test.value.span, "a pattern that begins with a wildcard is looked for in every record")
                    .label("no index helps"),
            );
        }
    }
}
