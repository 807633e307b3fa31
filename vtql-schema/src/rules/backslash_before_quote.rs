use super::test_of_field::Test;
use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::LiteralKind;
use vtql_parser::diagnostic::Safety;

rule! {
    /// A backslash escapes a quote
    ///
    /// ## What it does
    /// Reports a string on the wire in which an odd number of backslashes stands before a quote or at
    /// the end.
    ///
    /// ## Why
    /// The server's lexer knows no backslash: `'a\'` is a whole string to it. Its database does: there
    /// the quote is part of the text, and the string goes on into the rest of the query. At best the SQL
    /// fails, and the answer is an empty list; at worst the next string in the query is run as SQL.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where lastname = 'a\' and firstname = ' or 1=1) -- ';
    /// ```
    ///
    /// ## Fix
    /// Double each backslash: `'a\\'`.
    "V205", "backslash-before-quote", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| opens(test)) {
        let span = test.value.span;
        let finding = RULE
            .finding(span, "to the server's database this string does not end at its last quote")
            .label("a backslash escapes the quote after it")
            .help("double each backslash");
        let doubled = test.value.to_string().replace('\\', "\\\\");
        findings.push(finding.fix(Safety::Unsafe, "double the backslashes", span, doubled));
    }
}

/// Whether a quote inside the literal, or the one at its end, is taken for text.
pub(super) fn opens(test: &Test<'_>) -> bool {
    if test.value.kind() != LiteralKind::WireString {
        return false;
    }
    let mut escaped = false;
    for c in test.raw.chars() {
        match c {
            '\\' => escaped = !escaped,
            '\'' if escaped => return true,
            _ => escaped = false,
        }
    }
    escaped
}
