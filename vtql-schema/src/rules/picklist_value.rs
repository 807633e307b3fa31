use super::test_of_field::How;
use super::{Context, Written, rule::rule};
use crate::field::Field;
use crate::suggest;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// The picklist does not offer the value
    ///
    /// ## What it does
    /// Reports a value that a picklist is compared with by `=`, `!=`, `in` or `includes` and that the snapshot does
    /// not have in its list, or that is written to it. Of a multipicklist every part is looked up.
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
    "V110", "picklist-value", Warn, check, written: check_written
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in cx.tests.iter().filter(|test| matches!(test.how, How::Equal | How::Member | How::Includes)) {
        let (Some(field), Some(text)) = (cx.field(test.field), test.text()) else { continue };
        if test.word().is_some() {
            continue;
        }
        look_up(field, &text, test.value.span, findings);
    }
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    for value in cx.values().filter(|value| value.field.ty.is_picklist()) {
        look_up(value.field, value.known.text(), value.span, findings);
    }
}

/// Looks for each part of a value in the list.
fn look_up(field: &Field, text: &str, span: Span, findings: &mut Vec<Diagnostic>) {
    if field.picklist.is_empty() {
        return;
    }
    for part in text.split(" |##| ").map(str::trim).filter(|part| !part.is_empty()) {
        // A record of `Calendar` is one by this value, which no event can have.
        let makes_a_task = field.name == "activitytype" && part.eq_ignore_ascii_case("Task");
        if !field.offers(part) && !makes_a_task {
            findings.push(finding(field, part, text, span));
        }
    }
}

fn finding(field: &Field, part: &str, whole: &str, span: Span) -> Diagnostic {
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
