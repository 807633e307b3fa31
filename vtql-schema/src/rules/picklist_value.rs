use super::test_of_field::How;
use super::{Context, rule::rule};
use crate::field::Field;
use crate::suggest;
use vtql_parser::Diagnostic;
use vtql_parser::diagnostic::Safety;

rule! {
    /// The picklist does not offer the value
    ///
    /// ## What it does
    /// Reports a value that a picklist is compared with by `=`, `!=`, `in` or `includes` and that the snapshot does
    /// not have in its list. Of a multipicklist every part is looked up.
    ///
    /// ## Why
    /// No record is likely to have it. It is a warning, because lists are edited, and because the server
    /// stores values outside the list as well.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where leadsource = 'Cold Cal';
    /// ```
    ///
    /// ## Fix
    /// Write a value of the list. If the list has changed, pull the snapshot anew.
    "V110", "picklist-value", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| matches!(test.how, How::Equal | How::Member | How::Includes)) {
        let (Some(field), Some(text)) = (cx.field(test.field), test.text()) else { continue };
        if field.picklist.is_empty() || test.word().is_some() {
            continue;
        }
        for part in text.split(" |##| ").map(str::trim).filter(|part| !part.is_empty()) {
            // A record of `Calendar` is one by this value, which no event can have.
            let makes_a_task = field.name == "activitytype" && part.eq_ignore_ascii_case("Task");
            if !field.offers(part) && !makes_a_task {
                findings.push(finding(field, part, &text, test.value.span));
            }
        }
    }
}

fn finding(field: &Field, part: &str, whole: &str, span: vtql_parser::Span) -> Diagnostic {
    let shown: String = part.chars().take(40).collect();
    let finding = RULE
        .finding(span, format!("the picklist `{}` does not offer `{shown}`", field.name))
        .label("not in the list");
    let labelled = field.picklist.iter().find(|it| it.label.eq_ignore_ascii_case(part));
    let near = || suggest::closest(part, field.picklist.iter().map(|it| it.value.as_str()));
    let (finding, right) = if let Some(offered) = labelled {
        let help = format!("`{}` is what users see for the value `{}`", offered.label, offered.value);
        (finding.help(help), Some(offered.value.as_str()))
    } else if let Some(near) = near() {
        (finding.help(format!("did you mean `{near}`?")), Some(near))
    } else if field.picklist.len() <= 12 {
        let values: Vec<String> = field.picklist.iter().map(|it| format!("`{}`", it.value)).collect();
        (finding.help(format!("it offers {}", values.join(", "))), None)
    } else {
        (finding, None)
    };
    match right {
        Some(right) if part == whole && !right.contains('\\') => finding.fix(
            Safety::Unsafe,
            format!("use `{right}`"),
            span,
            format!("'{}'", right.replace('\'', "''")),
        ),
        _ => finding,
    }
}
