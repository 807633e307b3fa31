use super::test_of_field::How;
use super::{Context, backslash_before_quote::opens, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::LiteralKind;
use vtql_parser::diagnostic::Safety;

rule! {
    /// The database reads a backslash in its own way
    ///
    /// ## What it does
    /// Reports a single backslash in a string on the wire. In patterns of `like`, `\%` and `\_` are left
    /// alone. A backslash before a quote has a rule of its own.
    ///
    /// ## Why
    /// `'\n'` is a line break, `'C:\temp'` is `C:`, a tab, `emp`, and other backslashes vanish.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Documents where filename = 'C:\temp';
    /// ```
    ///
    /// ## Fix
    /// Double it: `'C:\\temp'`. In `like`, four: the pattern has an escape of its own.
    "V316", "backslash", Warn, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in &cx.tests {
        let literal = test.value;
        if literal.kind() != LiteralKind::WireString || opens(literal) {
            continue;
        }
        if has_single(literal.text(), test.how == How::Pattern) {
            let doubled = double(literal.span.slice(cx.source), test.how == How::Pattern);
            findings.push(
                RULE.finding(literal.span, "the server's database gives this backslash a meaning of its own")
                    .label("not a backslash to it")
                    .help("double it where a backslash is meant")
                    .fix(Safety::Unsafe, "double the backslashes", literal.span, doubled),
            );
        }
    }
}

fn has_single(text: &str, pattern: bool) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            match chars.next() {
                Some('\\') => {}
                Some('%' | '_') if pattern => {}
                _ => return true,
            }
        }
    }
    false
}

/// Doubles the backslashes that stand alone.
fn double(text: &str, pattern: bool) -> String {
    let mut doubled = String::with_capacity(text.len() + 4);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        doubled.push(c);
        if c == '\\' {
            match chars.peek() {
                Some('\\') => doubled.extend(chars.next()),
                Some('%' | '_') if pattern => {}
                _ => doubled.push('\\'),
            }
        }
    }
    doubled
}
