use super::{Context, rule::rule};
use vtql_parser::ast::{Name, Select, Spanned};
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
    let Some(first) = count.ignored.first().filter(|it| it.gap().is_none()) else { return };
    let known: Vec<&Name> = count.ignored.iter().filter(|it| it.gap().is_none()).collect();
    let all = Span { start: count.span.end, end: cx.query.select.span().end };
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    let finding = RULE
        .finding(Span { start: first.span.start, end: all.end }, format!(
            "{} beside `count(*)` {} ignored",
            names.join(", "),
            if names.len() == 1 { "is" } else { "are" }
        ))
        .label("only the number is selected");
    // What is not known may be more than columns.
    let is_known = known.len() == count.ignored.len();
    findings.push(if is_known { finding.fix(Safety::Unsafe, "take them out", all, "") } else { finding });
}
