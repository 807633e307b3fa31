use super::test_of_field::{How, Test};
use super::written::{Known, WrittenValue};
use super::{Context, Written, rule::rule};
use crate::field::Field;
use crate::types::{Domain, FieldType, values};
use vtql_parser::Diagnostic;
use vtql_parser::ast::LiteralKind;

rule! {
    /// The value is not one that the field can have
    ///
    /// ## What it does
    /// Reports a quoted value, or a bare number, that is not of the field's type: text for a number, a
    /// date or time that does not exist, something other than 0 and 1 for a boolean, a fraction for a
    /// whole number. Patterns of `like` are left alone. Of what is written, dates must have the form `2026-02-28` and
    /// times `09:30:00`, text must be quoted, and several choices fit a multipicklist alone.
    ///
    /// ## Why
    /// The server passes every value on to its database, which turns `'abc'` into 0 and an impossible
    /// date into none, without a word. The comparison never says what was meant, and a record keeps what nobody wrote.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Potentials where closingdate > '2026-02-30';
    /// ```
    ///
    /// ## Fix
    /// Write a value of the type: `'2026-02-28'`, `'09:30:00'`, `'2026-02-28 09:30:00'`, `'12.50'`, `1`.
    "V109", "literal-of-another-type", Deny, check, written: check_written
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
        let wanted = wanted(domain);
        let shown: String = text.chars().take(40).collect();
        let message = format!("`{}` is {}, and `{shown}` is none", test.field, domain.in_words());
        findings.push(RULE.finding(test.value.span, message).label(format!("expected {wanted}")));
    }
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    for WrittenValue { field, known, span, .. } in cx.values() {
        if field.domain().is_record_id() && !field.holds_text() {
            // Not to be an id is another rule's matter.
            continue;
        }
        let is_list = field.ty == FieldType::MultiPicklist;
        let (is, found, wanted) = match known {
            Known::Choice(_) if !is_list => ("one value", "a list".to_owned(), "one value"),
            _ if is_written_as(field, known) => continue,
            Known::Boolean => (field.domain().in_words(), "a boolean".to_owned(), wanted(field.domain())),
            _ => {
                let shown: String = known.text().chars().take(40).collect();
                (field.domain().in_words(), format!("`{shown}`"), wanted(field.domain()))
            }
        };
        let message = format!("`{}` is {is}, and {found} is none", field.name);
        // Of several choices one finding is enough.
        if findings.last().is_none_or(|it| it.message != message) {
            findings.push(RULE.finding(span, message).label(format!("expected {}", wanted.replace('\'', "\""))));
        }
    }
}

fn is_written_as(field: &Field, known: Known<'_>) -> bool {
    let text = known.text();
    match field.domain() {
        Domain::Boolean => match known {
            Known::Boolean => true,
            _ if field.is_switch() => ["on", "off"].contains(&text),
            _ => ["0", "1"].contains(&text),
        },
        _ if matches!(known, Known::Boolean) => false,
        Domain::Integer => values::is_integer(text),
        Domain::Decimal => values::is_decimal(text),
        Domain::Date => values::is_iso_date(text),
        Domain::Time => values::is_time(text),
        Domain::DateTime => values::is_iso_datetime(text),
        _ => !matches!(known, Known::Number(_)),
    }
}

fn wanted(domain: Domain) -> &'static str {
    match domain {
        Domain::Integer => "a whole number",
        Domain::Decimal => "a number, as in `'12.50'`",
        Domain::Boolean => "0 or 1",
        Domain::Date => "a date that exists, as in `'2026-02-28'`",
        Domain::Time => "a time of day, as in `'09:30:00'`",
        Domain::DateTime => "a date and time that exist, as in `'2026-02-28 09:30:00'`",
        _ => "text, as in `'12.50'`",
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
