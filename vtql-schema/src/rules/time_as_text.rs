use super::test_of_field::How;
use super::{Context, rule::rule};
use crate::types::values;
use vtql_parser::Diagnostic;
use vtql_parser::diagnostic::Safety;

rule! {
    /// A time that is kept as text is compared with one of another form
    ///
    /// ## What it does
    /// Reports a time such as `'9:00'` on the start and end of `Events` and `Calendar`.
    ///
    /// ## Why
    /// These times are text there, as `09:00:00`, and compared letter by letter: `> '9:00'` finds nothing
    /// (observed). Custom fields of type time are real times, which take either form.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Events where time_start > '9:00' limit 100;
    /// ```
    ///
    /// ## Fix
    /// Write two digits each, with seconds: `'09:00:00'`.
    "V216", "time-as-text", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| test.how != How::Pattern) {
        let (Some(field), Some(text)) = (cx.field(test.field), test.text()) else { continue };
        if !field.is_clock_text(cx.query.module.as_str()) {
            continue;
        }
        let Some(right) = values::full_time(&text).filter(|right| *right != text.trim()) else { continue };
        // `09:00` begins every time of that minute: as a bound it says what it means.
        if test.how == How::Ordered && right.starts_with(text.trim()) {
            continue;
        }
        let message = format!("`{}` is kept as text, as in `{right}`, and compared letter by letter", test.field);
        findings.push(
            RULE.finding(test.value.span, message)
                .label("does not mean this time")
                .help(format!("write `'{right}'`"))
                .fix(Safety::Unsafe, format!("write `'{right}'`"), test.value.span, format!("'{right}'")),
        );
    }
}
