use super::test_of_field::How;
use super::{Context, rule::rule};
use crate::types::Domain;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// Values without an order are compared by order
    ///
    /// ## What it does
    /// Reports `<`, `<=`, `>`, `>=` and `between` on references, owners and booleans. On `id` they are
    /// useful, for paging, and are left alone.
    ///
    /// ## Why
    /// The server compares the numbers of the records, which says when a record was made, not what it
    /// is.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where assigned_user_id > '19x5' limit 100;
    /// ```
    ///
    /// ## Fix
    /// Compare with `=`, `!=` or `in`.
    "V318", "order-of-ids", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut last = Span::NONE;
    for test in cx.tests.iter().filter(|test| test.how == How::Ordered) {
        // `between` is one test with two values.
        if std::mem::replace(&mut last, test.field.span) == test.field.span && !last.is_empty() {
            continue;
        }
        let domain = cx.field(test.field).map(crate::field::Field::domain);
        if let Some(domain @ (Domain::Reference | Domain::Owner | Domain::Boolean)) = domain {
            findings.push(
                RULE.finding(
                    test.field.span.to(test.value.span),
                    format!("`{}` is {}, which has no order", test.field, domain.in_words()),
                )
                .label("compares bare numbers")
                .help("compare with `=`, `!=` or `in`"),
            );
        }
    }
}
