use super::test_of_field::How;
use super::{Context, rule::rule};
use crate::types::Domain;
use vtql_parser::Diagnostic;

rule! {
    /// A bare number is compared with text
    ///
    /// ## What it does
    /// Reports an unquoted number other than 0 on the wire that a field of text is compared with (`0`
    /// has a rule of its own).
    ///
    /// ## Why
    /// The database turns the text of every record into a number: `phone = 123` finds `'123 abc'` and
    /// `'0123'` as well, and no index helps.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where mailingzip = 10115;
    /// ```
    ///
    /// ## Fix
    /// Quote it: `'10115'`.
    "V315", "number-against-text", Warn, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| test.is_bare_number() && !test.is_bare_zero()) {
        if test.how != How::Pattern && cx.domain(test) == Some(Domain::Text) {
            let message = format!("`{}` is text, and is compared as a number here", test.field);
            let finding = RULE.finding(test.value.span, message).label("a bare number");
            findings.push(test.quote(finding, "quote the number"));
        }
    }
}
