use super::test_of_field::{How, Test};
use super::{Context, rule::rule};
use crate::types::Domain;
use vtql_parser::Diagnostic;

rule! {
    /// `like` is used on something other than text
    ///
    /// ## What it does
    /// Reports `like` on numbers, booleans and record ids, and on dates and times unless the pattern is
    /// made of digits and their marks, as in `'2026-11-%'`.
    ///
    /// ## Why
    /// The server runs it, over the text of each value: `amount like '5%'` finds 5, 50 and 500. No index
    /// helps, and a pattern with letters finds nothing. For record ids it compares the number of the
    /// record only.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Potentials where amount like '5%' limit 100;
    /// ```
    ///
    /// ## Fix
    /// Compare with `=`, `<` and `>`: `amount >= 5 and amount < 6`.
    "V317", "pattern-on-non-text", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| test.how == How::Pattern) {
        let Some(domain) = cx.domain(test) else { continue };
        if domain == Domain::Text || (domain.is_temporal() && is_temporal_pattern(test)) {
            continue;
        }
        findings.push(
            RULE.finding(test.field.span.to(test.value.span), format!(
                "`{}` is {}, and `like` compares text",
                test.field,
                domain.in_words()
            ))
            .label("every value is turned into text first")
            .help("compare with `=`, `<` or `>`"),
        );
    }
}

fn is_temporal_pattern(test: &Test<'_>) -> bool {
    test.raw.bytes().all(|b| b.is_ascii_digit() || b"-: %_./T".contains(&b))
}
