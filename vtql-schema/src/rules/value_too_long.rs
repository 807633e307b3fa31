use super::test_of_field::How;
use super::{Context, rule::rule};
use crate::types::Domain;
use vtql_parser::Diagnostic;

rule! {
    /// The value is longer than the field
    ///
    /// ## What it does
    /// Reports text that is compared by `=` or `in` with a field that cannot hold as many characters.
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
    /// Compare with the start of it: `like 'Wolfeschlegelsteinha%'`.
    "V111", "value-too-long", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| matches!(test.how, How::Equal | How::Member)) {
        let (Some(field), Some(text)) = (cx.field(test.field), test.text()) else { continue };
        let Some(length) = field.length.filter(|&length| length > 0) else { continue };
        let count = text.trim_end().chars().count();
        if field.domain() == Domain::Text && count > length as usize {
            let message = format!("`{}` holds {length} characters, and the value has {count}", field.name);
            findings.push(
                RULE.finding(test.value.span, message)
                    .label("no record has this value")
                    .help("compare with the start of it by `like`"),
            );
        }
    }
}
