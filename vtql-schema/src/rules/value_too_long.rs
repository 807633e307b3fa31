use super::test_of_field::How;
use super::{Context, Written, rule::rule};
use crate::field::Field;
use crate::types::Domain;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// The value is longer than the field
    ///
    /// ## What it does
    /// Reports text that is compared by `=` or `in` with a field that cannot hold as many characters,
    /// or is written to one.
    /// Only the cloud edition's describe tells the length of fields.
    ///
    /// ## Why
    /// The server cuts text that is too long when it stores it. No record has the value.
    ///
    /// ## Example
    /// With `lastname` of 20 characters:
    /// ```vtql
    /// select id from Contacts where lastname = 'Wolfeschlegelsteinhausenbergerdorff';
    /// ```
    ///
    /// ## Fix
    /// Compare with the start of it: `like 'Wolfeschlegelsteinha%'`. Shorten what is written.
    "V111", "value-too-long", Warn, check, written: check_written
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| matches!(test.how, How::Equal | How::Member)) {
        let (Some(field), Some(text)) = (cx.field(test.field), test.text()) else { continue };
        let found = finding(field, text.trim_end(), test.value.span);
        let found = found.map(|it| it.label("no record has this value"));
        findings.extend(found.map(|it| it.help("compare with the start of it by `like`")));
    }
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    for value in cx.values() {
        let found = finding(value.field, value.known.text(), value.span);
        let found = found.map(|it| it.label("the server would cut it"));
        findings.extend(found.map(|it| it.help("shorten it, or write it to a field that holds more")));
    }
}

fn finding(field: &Field, text: &str, span: Span) -> Option<Diagnostic> {
    let length = field.length.filter(|&length| length > 0 && field.domain() == Domain::Text)?;
    let count = text.chars().count();
    let message = || format!("`{}` holds {length} characters, and the value has {count}", field.name);
    (count > length as usize).then(|| RULE.finding(span, message()))
}
