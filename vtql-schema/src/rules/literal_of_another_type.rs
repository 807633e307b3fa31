use super::test_of_field::{How, Test};
use super::{Context, rule::rule};
use crate::types::{Domain, values};
use vtql_parser::Diagnostic;
use vtql_parser::ast::LiteralKind;

rule! {
    /// The value is not one that the field can have
    ///
    /// ## What it does
    /// Reports a quoted value, or a bare number, that is not of the field's type: text for a number, a
    /// date or time that does not exist, something other than 0 and 1 for a boolean, a fraction for a
    /// whole number. Patterns of `like` are left alone.
    ///
    /// ## Why
    /// The server passes every value on to its database, which turns `'abc'` into 0 and an impossible
    /// date into none, without a word. The comparison never says what was meant.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Potentials where closingdate > '2026-02-30';
    /// ```
    ///
    /// ## Fix
    /// Write a value of the type: `'2026-02-28'`, `'09:30:00'`, `'2026-02-28 09:30:00'`, `'12.50'`, `1`.
    "V109", "literal-of-another-type", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| test.how != How::Pattern) {
        let (Some(field), Some(text)) = (cx.field(test.field), test.text()) else { continue };
        let domain = field.domain();
        // A blank finds what was set to nothing; the usual default of a field is a value of it.
        if text.trim().is_empty() || text == field.default || fits(test, domain, &text, field.is_hours()) {
            continue;
        }
        let is_column_of_times = domain == Domain::Time && !field.is_clock_text(cx.query.module.as_str());
        if is_column_of_times && values::is_time_as_number(&text) {
            continue;
        }
        let wanted = match domain {
            Domain::Integer => "a whole number",
            Domain::Decimal => "a number, as in `'12.50'`",
            Domain::Boolean => "0 or 1",
            Domain::Date => "a date that exists, as in `'2026-02-28'`",
            Domain::Time => "a time of day, as in `'09:30:00'`",
            _ => "a date and time that exist, as in `'2026-02-28 09:30:00'`",
        };
        let shown: String = text.chars().take(40).collect();
        let message = format!("`{}` is {}, and `{shown}` is none", test.field, domain.in_words());
        findings.push(RULE.finding(test.value.span, message).label(format!("expected {wanted}")));
    }
}

fn fits(test: &Test<'_>, domain: Domain, value: &str, hours: bool) -> bool {
    if test.value.kind() == LiteralKind::Word {
        // Words have rules of their own.
        return true;
    }
    match domain {
        Domain::Integer if test.how == How::Ordered => values::is_decimal(value),
        Domain::Integer => values::is_integer(value),
        Domain::Decimal => values::is_decimal(value),
        Domain::Boolean => values::is_boolean(value) || crate::field::is_switch(test.field.as_str()),
        Domain::Date => values::is_date(value) || values::is_datetime(value),
        Domain::Time => values::is_time(value) || (hours && values::is_decimal(value)),
        Domain::DateTime => values::is_datetime(value) || values::is_date(value),
        _ => true,
    }
}
