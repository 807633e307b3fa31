use super::test_of_field::How;
use super::{Context, rule::rule};
use crate::Field;
use vtql_parser::Diagnostic;
use vtql_parser::ast::{Predicate, Spanned};
use vtql_parser::diagnostic::Safety;

rule! {
    /// A boolean that is `on` or `off` is compared with a number
    ///
    /// ## What it does
    /// Reports a value other than `on` and `off` that `Users.is_admin` is compared with, and the question whether
    /// it is empty.
    ///
    /// ## Why
    /// Other booleans are 0 and 1; this one is kept as text. `is_admin = 1` finds no one (observed).
    ///
    /// ## Example
    /// ```vtql
    /// select id from Users where is_admin = 1 limit 100;
    /// ```
    ///
    /// ## Fix
    /// Write `'on'` or `'off'`.
    "V217", "switch-as-number", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for predicate in cx.predicates.iter().filter(|it| matches!(it, Predicate::Empty(_))) {
        let field = predicate.field();
        if cx.field(field).is_some_and(Field::is_switch) {
            let message = format!("`{field}` is `on` or `off`, never empty");
            findings.push(RULE.finding(predicate.span(), message).help("leave the condition out"));
        }
    }
    for test in cx.tests.iter().filter(|test| test.how != How::Pattern) {
        let (Some(field), Some(text)) = (cx.field(test.field), test.text()) else { continue };
        if !field.is_switch() || ["on", "off"].iter().any(|it| text.trim_end().eq_ignore_ascii_case(it)) {
            continue;
        }
        let message = format!("`{}` is `on` or `off`, never this", test.field);
        let finding = RULE.finding(test.value.span, message).label("no value of it");
        let right = match text.trim() {
            "1" | "true" | "yes" => "on",
            "0" | "false" | "no" => "off",
            _ => {
                findings.push(finding.help("write `'on'` or `'off'`"));
                continue;
            }
        };
        findings.push(finding.help(format!("write `'{right}'`")).fix(
            Safety::Unsafe,
            format!("write `'{right}'`"),
            test.value.span,
            format!("'{right}'"),
        ));
    }
}
