use super::{Context, rule::rule};
use crate::types::FieldType;
use vtql_parser::ast::{CompareOp, Predicate, Spanned};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect};

rule! {
    /// One choice is compared with all choices of a field
    ///
    /// ## What it does
    /// Reports `=`, `!=` and `in` with one choice on a field of several (`multipicklist`).
    ///
    /// ## Why
    /// The choices of a record are one text there, `Red |##| Blue`. So `= 'Red'` finds the records that have
    /// this choice and no other (observed).
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where cf_879 = 'Red' limit 100;
    /// ```
    ///
    /// ## Fix
    /// Write `cf_879 includes 'Red'`, which the surface dialect compiles to a pattern for each place. On the
    /// wire write these patterns: `cf_879 = 'Red' or cf_879 like 'Red |##| %'` and so on. The full text,
    /// `'Red |##| Blue'`, compares all choices.
    "V215", "whole-multipicklist", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for predicate in &cx.predicates {
        let field = predicate.field();
        if cx.field(field).is_none_or(|it| it.ty != FieldType::MultiPicklist) {
            continue;
        }
        let equal = match predicate {
            Predicate::Compare(it) if matches!(it.op, CompareOp::Eq | CompareOp::Ne) => it.op == CompareOp::Eq,
            Predicate::In(it) => !it.negated,
            _ => continue,
        };
        for value in predicate.values() {
            let Some(literal) = value.literal().filter(|literal| literal.is_quoted()) else { continue };
            let text = literal.text();
            if text.trim().is_empty() || text.contains("|##|") {
                continue;
            }
            let message = format!("`{field}` holds several choices, and this compares all of them with one");
            let said = if equal { "finds the rows with this choice alone" } else { "leaves out the rows with this choice alone" };
            let finding = RULE.finding(value.span(), message).label(said);
            let cure = format!("{field} includes {literal}");
            findings.push(match predicate {
                Predicate::Compare(_) if equal && cx.dialect == Dialect::Surface => {
                    let title = format!("write `{cure}`");
                    finding.help(title.clone()).fix(Safety::Unsafe, title, predicate.span(), cure)
                }
                _ if equal => finding.help(format!("write `{cure}` in the surface dialect, which compiles it to patterns")),
                _ => finding.help("rows that do not include a choice cannot be asked for: drop them after they are fetched"),
            });
        }
    }
}
