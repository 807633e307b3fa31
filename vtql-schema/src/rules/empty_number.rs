use super::{Context, blank::blanks, rule::rule};
use crate::types::Domain;
use vtql_parser::Diagnostic;
use vtql_parser::diagnostic::Safety;

rule! {
    /// A number is asked for emptiness
    ///
    /// ## What it does
    /// Reports `is empty`, `= ''`, `= ' '` and their contraries on numbers and booleans, and a blank among
    /// the values of an `in`.
    ///
    /// ## Why
    /// The server's database turns the blank into 0. So `is empty` finds every 0, and none of the records
    /// in which the number was never set; `is not empty` finds what is neither 0 nor unset (observed).
    ///
    /// ## Example
    /// ```vtql
    /// select id from Accounts where employees = ' ' limit 100;
    /// ```
    ///
    /// ## Fix
    /// Say what it finds: `employees = 0`. Numbers that were never set cannot be asked for.
    "V213", "empty-number", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for blank in blanks(cx) {
        let Some(field) = cx.field(blank.field) else { continue };
        let domain = field.domain();
        if !(domain.is_number() || domain == Domain::Boolean) || field.is_switch() {
            continue;
        }
        let op = if blank.negated { "!=" } else { "=" };
        let cure = format!("{} {op} '0'", blank.field);
        let message = format!("`{}` is {}: a blank counts as 0", blank.field, domain.in_words());
        let label = if blank.negated { "finds what is neither 0 nor unset" } else { "finds every 0" };
        let finding = RULE.finding(blank.span, message).label(label).help(format!("write `{cure}` if that is meant"));
        // The rows stay the same, the tree does not, and the author may have meant what is unset.
        let replacement = if blank.is_whole { cure } else { "'0'".to_owned() };
        findings.push(finding.fix(Safety::Unsafe, format!("write `{replacement}`"), blank.span, replacement));
    }
}
