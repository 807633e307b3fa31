use super::{Context, rule::rule};
use vtql_parser::ast::LiteralKind;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect};

rule! {
    /// A parameter stands inside quotes
    ///
    /// ## What it does
    /// Reports a string that is a name in braces, and in the surface dialect one that contains a name in
    /// braces.
    ///
    /// ## Why
    /// Quotes make it text: the field is compared with the seven characters of `{city}`, and no value is
    /// ever put there. The answer is an empty list.
    ///
    /// ## Example
    /// ```vtql
    /// -- surface dialect
    /// select id from Contacts where mailingcity = '{city}';
    /// ```
    ///
    /// ## Fix
    /// Take the quotes away: `mailingcity = {city}`. A parameter is a whole value: for `like '{city}%'` let the
    /// program add the `%` to the value, and write `like {pattern}`. The wire dialect has no parameters.
    "V211", "parameter-in-quotes", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in &cx.tests {
        let literal = test.value;
        if !matches!(literal.kind(), LiteralKind::String | LiteralKind::WireString) {
            continue;
        }
        let text = test.raw;
        let Some(name) = first_name(text) else { continue };
        let is_whole = text == name;
        if cx.dialect == Dialect::Wire && !is_whole {
            continue;
        }
        let finding = RULE
            .finding(literal.span, format!("`{name}` in quotes is text, and no value takes its place"))
            .label("text, not a parameter");
        findings.push(match (cx.dialect, is_whole) {
            (Dialect::Wire, _) => finding.help("the wire dialect has no parameters; write the value"),
            (_, true) => finding.help(format!("write `{name}` without quotes")).fix(
                Safety::Unsafe,
                "remove the quotes",
                literal.span,
                name,
            ),
            (_, false) => finding.help("a parameter is a whole value: add the rest of the text to its value, and write it without quotes"),
        });
    }
}

/// The first `{name}` of a text, braces included. It may be a path, a reference, or a call without arguments.
fn first_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('{')?..];
        let end = rest.find('}')? + 1;
        let inner = rest[1..end - 1].trim();
        let begins = inner.trim_start_matches(['&', '*']);
        let is_name = begins.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && begins.chars().all(|c| c.is_alphanumeric() || "_.:()".contains(c));
        if is_name {
            return rest.get(..end);
        }
        rest = &rest[1..];
    }
}
