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
    let Some(word) = cx.tokens.inside(order.span).first() else { return };
    // `order` and `by` are two keywords.
    if cx.tokens.written(*word).len() == "orderby".len() {
        let between = word.span.start + 5;
        findings.push(
            RULE.finding(word.span, "`order by` is two words")
                .label("works by chance")
                .help("write `order by`")
                .fix(Safety::Safe, "write two words", Span { start: between, end: between }, " "),
        );
    }
}
