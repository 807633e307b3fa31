use super::test_of_field::How;
use super::{Context, rule::rule};
use crate::types::Domain;
use vtql_parser::Diagnostic;

rule! {
    /// A bare 0 is compared with text
    ///
    /// ## What it does
    /// Reports an unquoted `0` (or `false`, which is 0) on the wire that a field of text is compared
    /// with.
    ///
    /// ## Why
    /// The database turns the text of every record into a number, and text that does not begin with one
    /// is 0. So `lastname = 0` finds nearly every record.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where lastname = 0;
    /// ```
    ///
    /// ## Fix
    /// Quote it: `'0'`.
    "V203", "zero-against-text", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| test.how != How::Pattern && test.is_bare_zero()) {
        if cx.domain(test) == Some(Domain::Text) {
            let text = test.raw;
            let message = format!("`{}` is text, and a bare `{text}` is equal to all text without a number", test.field);
            let finding = RULE.finding(test.value.span, message).label("finds nearly every record");
            findings.push(test.quote(finding, "quote the value"));
        }
    }
}
