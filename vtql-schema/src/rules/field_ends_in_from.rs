use super::{Context, rule::rule};
use vtql_parser::ast::Select;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, TokenKind, Span};

rule! {
    /// A field hides the module from the server
    ///
    /// ## What it does
    /// Reports a field in the select list, also beside `count(*)`, whose name ends in `from` and is followed
    /// by white space, in a query that goes to the server as it is.
    ///
    /// ## Why
    /// Before it parses a query the server looks for its module: the first `from` with white space
    /// behind it, anywhere in the text. In `select validfrom from Contacts` it finds the end of
    /// `validfrom`, takes the word `from` for the module, and answers `ACCESS_DENIED`.
    ///
    /// ## Example
    /// ```vtql
    /// select id, validfrom from Contacts;
    /// ```
    ///
    /// ## Fix
    /// Let a comma follow the field: `select validfrom,id from Contacts`. White space before a comma can
    /// be taken out safely.
    "V319", "field-ends-in-from", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let beside_count = match &cx.query.select {
        Select::Count(count) => &count.ignored[..],
        _ => &[],
    };
    for name in cx.query.select.names().iter().chain(beside_count) {
        if name.gap().is_some() || name.span.is_empty() || !ends_in_from(name.as_ref()) {
            continue;
        }
        let end = name.span.end;
        let [space, next @ ..] = cx.tokens.behind(end) else { continue };
        if space.kind != TokenKind::Whitespace {
            continue;
        }
        let comma = next.first().is_some_and(|next| next.kind == TokenKind::Comma);
        let (safety, span, text, help) = if comma {
            (Safety::Safe, space.span, "", "let the comma follow the field at once")
        } else {
            (Safety::Unsafe, Span { start: end, end }, ",id", "select `id` behind it")
        };
        findings.push(
            RULE.finding(name.span, format!("the server takes the end of `{name}` for the keyword `from`"))
                .label("white space follows")
                .help(help)
                .fix(safety, help, span, text),
        );
    }
}

fn ends_in_from(name: &[u8]) -> bool {
    name.last_chunk::<4>().is_some_and(|end| end.eq_ignore_ascii_case(b"from"))
}
