use super::{Context, rule::rule};
use vtql_parser::ast::{In, InValues, Predicate, Spanned};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// A list of `in` stands without parentheses
    ///
    /// ## What it does
    /// Reports `in 'a', 'b'` on the wire.
    ///
    /// ## Why
    /// It works at the end of the `where` clause only: an `and` behind it is a syntax error, and some
    /// texts that begin so make the server hang.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where lastname in 'Ng', 'Smith';
    /// ```
    ///
    /// ## Fix
    /// Write `in ('Ng', 'Smith')`. This fix can be applied safely.
    "V209", "list-without-parentheses", Warn, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for predicate in &cx.predicates {
        let Predicate::In(In { field, values: InValues::List(values), .. }) = predicate else { continue };
        let (Some(start), Some(end)) = (values.first(), values.last()) else { continue };
        let list = start.span().to(end.span());
        let before = Span { start: field.span.end, end: list.start }.slice(cx.source);
        if before.is_empty() || before.contains('(') {
            continue;
        }
        findings.push(
            RULE.finding(list, "the values of `in` belong in parentheses")
                .label("the list stands alone")
                .help("write the list in parentheses")
                .fix(Safety::Safe, "add parentheses", list, format!("({})", list.slice(cx.source))),
        );
    }
}
