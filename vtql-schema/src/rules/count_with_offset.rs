use super::{Context, rule::rule};
use vtql_parser::{Diagnostic, TokenKind, Span};
use vtql_parser::ast::{Spanned, Value};
use vtql_parser::diagnostic::Safety;

rule! {
    /// A limit takes the count away
    ///
    /// ## What it does
    /// Reports `limit` in a query for `count(*)` that skips a row, or asks for none.
    ///
    /// ## Why
    /// The count is one row. An offset of 1 or more skips it, `limit 0` leaves it out: the answer is
    /// empty. Other limits have no effect: they do not limit what is counted.
    ///
    /// ## Example
    /// ```vtql
    /// select count(*) from Contacts limit 100, 100;
    /// ```
    ///
    /// ## Fix
    /// Take the limit out.
    "V312", "count-with-offset", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(limit) = cx.query.limit.as_ref().filter(|_| cx.is_count()) else { return };
    let skips = limit.offset.as_ref().and_then(Value::as_u64).is_some_and(|rows| rows > 0);
    if skips || limit.count.as_u64() == Some(0) {
        let span = if limit.span.is_empty() { limit.count.span() } else { limit.span };
        let space = cx.tokens.before(span.start).filter(|token| token.kind == TokenKind::Whitespace);
        let with_space = Span { start: space.map_or(span.start, |space| space.span.start), ..span };
        findings.push(
            RULE.finding(span, "the one row with the count is skipped")
                .label("leaves nothing to return")
                .help("take the limit out")
                .fix(Safety::Unsafe, "remove the limit", with_space, ""),
        );
    }
}
