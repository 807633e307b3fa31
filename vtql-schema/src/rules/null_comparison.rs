use super::{Context, rule::rule};
use vtql_parser::Diagnostic;

rule! {
    /// A comparison with null, which never holds
    ///
    /// ## What it does
    /// Reports the bare word `null` as a value on the wire, in any case of letters.
    ///
    /// ## Why
    /// In SQL nothing is equal to NULL, and nothing is unequal to it. VTQL has no test for NULL.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where birthday = null;
    /// ```
    ///
    /// ## Fix
    /// `= ' '` finds text that was set to nothing, and `account_id = '11x0'` a reference that is not
    /// set. A date that was never set cannot be asked for: read the records, and look at them yourself.
    "V202", "null-comparison", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| test.word().is_some_and(|it| it.eq_ignore_ascii_case("null"))) {
        let message = format!("a comparison of `{}` with null never holds", test.field);
        findings.push(
            RULE.finding(test.value.span, message)
                .label("nothing is equal or unequal to it")
                .help("there is no test for NULL; `= ' '` finds text that was set to nothing"),
        );
    }
}
