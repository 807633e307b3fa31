use super::{Context, blank::blanks, rule::rule};
use crate::types::Domain;
use vtql_parser::Diagnostic;

rule! {
    /// An unset date is asked for
    ///
    /// ## What it does
    /// Reports `is empty`, `= ''` and `= ' '` on dates and times, and a blank among the values of an `in`.
    ///
    /// ## Why
    /// What was never set is NULL there, and the server has no test for NULL: a blank counts as the date of
    /// zeros, which no record has. The answer is an empty list (observed on 8.4).
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where birthday = ' ' limit 100;
    /// ```
    ///
    /// ## Fix
    /// Unset dates cannot be asked for. `birthday != ' '` finds the records in which it is set: leave the
    /// condition out and drop these, or look at the field in the rows.
    "V212", "empty-date", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for blank in blanks(cx).into_iter().filter(|it| !it.negated) {
        let Some(field) = cx.field(blank.field) else { continue };
        let domain = field.domain();
        if !domain.is_temporal() || field.is_clock_text(cx.query.module.as_str()) {
            continue;
        }
        let kind = if domain == Domain::Time { "an unset time" } else { "an unset date" };
        let message = format!("{kind} cannot be asked for: no record has a blank `{}`", blank.field);
        findings.push(
            RULE.finding(blank.span, message)
                .label("finds nothing")
                .help(format!("`{} != ' '` finds the records in which it is set", blank.field)),
        );
    }
}
