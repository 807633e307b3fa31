use super::{Context, rule::rule};
use vtql_parser::ast::{In, InValues, Predicate, Spanned};
use vtql_parser::diagnostic::{Edit, Fix, Safety};
use vtql_parser::{Diagnostic, Span, TokenKind};

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
        let before = cx.tokens.inside(Span { start: field.span.end, end: list.start });
        if before.is_empty() || before.iter().any(|token| token.kind == TokenKind::Open) {
            continue;
        }
        let edge = |at, text: &str| Edit { span: Span { start: at, end: at }, text: text.to_owned() };
        let edits = vec![edge(list.start, "("), edge(list.end, ")")];
        let mut finding = RULE
            .finding(list, "the values of `in` belong in parentheses")
            .label("the list stands alone")
            .help("write the list in parentheses");
        finding.fixes.push(Fix { title: "add parentheses".to_owned(), safety: Safety::Safe, edits });
        findings.push(finding);
    }
}
