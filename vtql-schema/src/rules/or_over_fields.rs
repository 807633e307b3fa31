use super::{Context, rule::rule};
use std::collections::BTreeSet;
use vtql_parser::Diagnostic;
use vtql_parser::ast::{Condition, Predicate, Spanned};

rule! {
    /// The alternatives are about different fields
    ///
    /// ## What it does
    /// Notes an `or` whose terms test different fields.
    ///
    /// ## Why
    /// One index serves one field: with `or` over several the database looks at every record of the
    /// module. Alternatives for the same field are better written as `in`.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where email = 'a@b.c' or secondaryemail = 'a@b.c' limit 100;
    /// ```
    ///
    /// ## Fix
    /// For a large module, run one query a field, and join the answers by `id`.
    "V302", "or-over-fields", Note, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut open: Vec<&Condition> = cx.query.filter.iter().collect();
    while let Some(condition) = open.pop() {
        match condition {
            Condition::Or(terms) => {
                let fields: BTreeSet<&str> = terms
                    .iter()
                    .filter_map(only_predicate)
                    .map(|predicate| predicate.field().as_str())
                    .collect();
                if fields.len() > 1 && terms.iter().all(|term| only_predicate(term).is_some()) {
                    let message = "alternatives over different fields are looked for in every record";
                    let label = format!("over {} fields", fields.len());
                    findings.push(RULE.finding(condition.span(), message).label(label));
                }
                open.extend(terms.iter());
            }
            Condition::And(terms) => open.extend(terms.iter()),
            Condition::Not(not) => open.push(&not.condition),
            _ => {}
        }
    }
}

fn only_predicate(condition: &Condition) -> Option<&Predicate> {
    match condition {
        Condition::Predicate(predicate) => Some(predicate),
        _ => None,
    }
}
