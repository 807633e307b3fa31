use super::test_of_field::{How, Test};
use super::{Context, rule::rule};
use crate::types::Domain;
use vtql_parser::Diagnostic;

rule! {
    /// A bare word stands where a value is meant
    ///
    /// ## What it does
    /// Reports an unquoted word as a value on the wire. Record ids (`12x34`), numbers, `true` and
    /// `false`, and the clock of the database (`CURRENT_DATE`) compared with a date or time are left
    /// alone.
    ///
    /// ## Why
    /// The server copies the word into its SQL. There it is the name of a column: mostly of one that
    /// does not exist, so that the answer is an empty list, and at worst of one that does.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where lastname = Smith;
    /// ```
    ///
    /// ## Fix
    /// Quote it: `'Smith'`.
    "V201", "bare-word", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in &cx.tests {
        let Some(word) = test.word() else { continue };
        if is_meant(cx, test, word) {
            continue;
        }
        let mut finding = RULE
            .finding(test.value.span, format!("`{word}` is a bare word, which is a column to the server's database"))
            .label("not a value");
        if cx.module.is_some_and(|module| module.field(word).is_some()) {
            finding = finding.help("two fields cannot be compared; read both and compare them yourself");
        }
        findings.push(test.quote(finding, "quote the word"));
    }
}

fn is_meant(cx: &Context<'_>, test: &Test<'_>, word: &str) -> bool {
    if word.eq_ignore_ascii_case("null") {
        return true; // a rule of its own
    }
    match cx.domain(test) {
        Some(domain) if domain.is_record_id() => true, // a rule of its own
        Some(domain) if domain.is_temporal() && test.how != How::Pattern => is_clock(word),
        Some(Domain::Text) if test.how == How::Pattern => false,
        Some(_) => test.is_bare_number(),
        None => test.is_bare_number() || test.value.record_id().is_some(),
    }
}

fn is_clock(word: &str) -> bool {
    ["CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP", "UTC_DATE", "UTC_TIME"]
        .iter()
        .chain(&["UTC_TIMESTAMP"])
        .any(|clock| clock.eq_ignore_ascii_case(word))
}
