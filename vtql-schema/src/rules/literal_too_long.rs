use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::LiteralKind;
use vtql_parser::encode::MAX_UNITS;

rule! {
    /// The string is longer than the server's lexer can take
    ///
    /// ## What it does
    /// Reports a string on the wire of more than 8,189 bytes, a doubled quote counted once.
    ///
    /// ## Why
    /// The server's regular expression for strings runs out of stack: `INTERNAL_SERVER_ERROR` (observed
    /// with the defaults of PHP 8.2; other settings, other limits).
    ///
    /// ## Example
    /// A `description` compared with the text of a whole mail.
    ///
    /// ## Fix
    /// Compare with the start of it: `like 'Dear …%'`.
    "V211", "literal-too-long", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in &cx.tests {
        let length = test.value.text().len();
        if test.value.kind() == LiteralKind::WireString && length > MAX_UNITS {
            let message = format!("this string of {length} bytes is longer than the {MAX_UNITS} that the server's lexer can take");
            findings.push(RULE.finding(test.value.span, message).label("too long").help("compare with the start of it by `like`"));
        }
    }
}
