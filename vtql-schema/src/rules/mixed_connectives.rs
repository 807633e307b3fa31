use super::{Context, rule::rule};
use vtql_parser::ast::{Condition, Spanned};
use vtql_parser::diagnostic::{Edit, Fix, Safety};
use vtql_parser::{Diagnostic, Dialect, Span};

rule! {
    /// `and` and `or` are mixed without parentheses
    ///
    /// ## What it does
    /// Notes an `or` between terms that are joined by `and`, where no parentheses show what belongs
    /// together.
    ///
    /// ## Why
    /// `a and b or c` is `(a and b) or c`: `and` binds tighter, on the server as in every SQL. Whoever
    /// meant `a and (b or c)` gets other records.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where lastname = 'Ng' or lastname = 'Smith' and firstname = 'John';
    /// ```
    ///
    /// ## Fix
    /// In the surface dialect write the parentheses, which can be done safely. The wire has none: see
    /// that each alternative repeats what it needs, `a and b or a and c`.
    "V307", "mixed-connectives", Note, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut open: Vec<&Condition> = cx.query.filter.iter().collect();
    while let Some(condition) = open.pop() {
        match condition {
            Condition::Or(terms) => {
                let bare: Vec<Span> = terms
                    .iter()
                    .filter(|term| matches!(term, Condition::And(_)))
                    .map(Spanned::span)
                    .filter(|span| !in_parentheses(cx.source, *span))
                    .collect();
                if let Some(first) = bare.first() {
                    findings.push(finding(cx, *first, &bare));
                }
                open.extend(terms.iter());
            }
            Condition::And(terms) => open.extend(terms.iter()),
            Condition::Not(not) => open.push(&not.condition),
            _ => {}
        }
    }
}

fn finding(cx: &Context<'_>, first: Span, bare: &[Span]) -> Diagnostic {
    let finding = RULE
        .finding(first, "`and` binds tighter than the `or` beside it")
        .label("these conditions belong together");
    if cx.dialect == Dialect::Wire {
        return finding.help("if an alternative was meant to share a condition, repeat it: `a and b or a and c`");
    }
    let mut finding = finding.help("write parentheses around what belongs together");
    let edits = bare.iter().flat_map(|span| {
        let edge = |at| Span { start: at, end: at };
        [
            Edit { span: edge(span.start), text: "(".to_owned() },
            Edit { span: edge(span.end), text: ")".to_owned() },
        ]
    });
    let title = "add parentheses".to_owned();
    finding.fixes.push(Fix { title, safety: Safety::Safe, edits: edits.collect() });
    finding
}

fn in_parentheses(source: &str, span: Span) -> bool {
    let before = source.get(..span.start as usize).unwrap_or_default().trim_end();
    let after = source.get(span.end as usize..).unwrap_or_default().trim_start();
    before.ends_with('(') && after.starts_with(')')
}
