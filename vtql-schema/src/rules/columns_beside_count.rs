use super::{Context, rule::rule};
use vtql_parser::ast::{Select, Spanned};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// Fields beside `count(*)` are ignored
    ///
    /// ## What it does
    /// Reports fields that are named after `count(*)`.
    ///
    /// ## Why
    /// The server does not even look them up: only the number is selected.
    ///
    /// ## Example
    /// ```vtql
    /// select count(*), lastname from Contacts;
    /// ```
    ///
    /// ## Fix
    /// Take them out.
    "V311", "columns-beside-count", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Select::Count(count) = &cx.query.select else { return };
    let Some(first) = count.ignored.first().filter(|_| count.ignored.iter().all(|it| it.gap().is_none())) else {
        return;
    };
    let all = Span { start: count.span.end, end: cx.query.select.span().end };
    let names: Vec<String> = count.ignored.iter().map(|name| format!("`{name}`")).collect();
    findings.push(
        RULE.finding(Span { start: first.span.start, end: all.end }, format!(
            "{} beside `count(*)` {} ignored",
            names.join(", "),
            if names.len() == 1 { "is" } else { "are" }
        ))
        .label("only the number is selected")
        .fix(Safety::Unsafe, "take them out", all, ""),
    );
}
