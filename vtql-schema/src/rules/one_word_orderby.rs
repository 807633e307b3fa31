use super::{Context, rule::rule};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// `order by` is written as one word
    ///
    /// ## What it does
    /// Notes `orderby`.
    ///
    /// ## Why
    /// The server takes it for `order by`, but only for the first query of a PHP process: a portal that
    /// runs two gets a syntax error.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts orderby lastname;
    /// ```
    ///
    /// ## Fix
    /// Write `order by`. This fix can be applied safely.
    "V313", "one-word-orderby", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(order) = &cx.query.order_by else { return };
    let word = "orderby";
    let written = order.span.slice(cx.source);
    if written.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word)) {
        let start = order.span.start as usize;
        let span = Span::new(start, start + word.len());
        let (left, right) = written[..word.len()].split_at(5);
        findings.push(
            RULE.finding(span, "`order by` is two words")
                .label("works by chance")
                .help("write `order by`")
                .fix(Safety::Safe, "write two words", span, format!("{left} {right}")),
        );
    }
}
