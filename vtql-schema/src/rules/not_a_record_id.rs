use super::test_of_field::{How, Test};
use super::written::{Known, WrittenValue};
use super::{Context, Written, rule::rule};
use crate::types::Domain;
use vtql_parser::ast::{Predicate, RecordId, Spanned};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, ids};

rule! {
    /// The value is not a record id
    ///
    /// ## What it does
    /// Reports a value other than `digits x digits`, as `12x345`, that is compared with `id`, a
    /// reference or an owner, or written to one. With `like` a pattern may follow the `x` and at least one digit.
    ///
    /// ## Why
    /// The server splits the value at `x` and copies what stands behind it into its SQL. A bare number
    /// has nothing there: the SQL fails, and the answer is an empty list. Text is answered with
    /// `INVALID_ID_ATTRIBUTE`, and `'12x34 or 1=1'` is SQL injection.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where assigned_user_id = 1;
    /// ```
    ///
    /// ## Fix
    /// Write the whole id: `'19x1'` for a user, `'20x2'` for a group; the first number is `idPrefix` in
    /// describe. To find records whose reference is not set, compare with the record 0 of the module:
    /// `account_id = '11x0'`.
    "V107", "not-a-record-id", Deny, check, written: check_written
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for test in &cx.tests {
        if let Some(domain) = cx.domain(test)
            && domain.is_record_id()
            && !is_id(test)
            && !test.word().is_some_and(|word| word.eq_ignore_ascii_case("null"))
        {
            findings.push(finding(cx, test, domain));
        }
    }
    for predicate in &cx.predicates {
        if let Predicate::Empty(empty) = predicate
            && let Some(domain) = cx.field(&empty.field).map(crate::field::Field::domain)
            && domain.is_record_id()
        {
            let message = format!("`{}` holds record ids, which cannot be tested for emptiness", empty.field);
            let finding = RULE.finding(predicate.span(), message).label("the server expects a record id here");
            findings.push(match prefixes(cx, &empty.field, domain).first() {
                Some(prefix) => finding.help(format!(
                    "`{} = '{prefix}x0'` finds records where it is not set",
                    empty.field
                )),
                None => finding,
            });
        }
    }
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    for value in cx.values().filter(|value| value.field.domain().is_record_id() && !value.field.holds_text()) {
        let WrittenValue { field, known, span, .. } = value;
        if known.text().parse::<RecordId>().is_ok() && matches!(known, Known::Text(_)) {
            continue;
        }
        let message = match known {
            Known::Boolean => format!("`{}` is {}, and a boolean is none", field.name, field.domain().in_words()),
            _ => {
                let shown: String = known.text().chars().take(40).collect();
                format!("`{}` is {}, and `{shown}` is no record id", field.name, field.domain().in_words())
            }
        };
        let finding = RULE.finding(span, message).label("expected an id such as `12x345`");
        let prefix = cx.prefixes(&value).into_iter().next();
        findings.push(finding.help(format!("write the whole id, as in `\"{}x345\"`", prefix.unwrap_or(12))));
    }
}

fn is_id(test: &Test<'_>) -> bool {
    if test.how != How::Pattern {
        return test.value.record_id().is_some();
    }
    ids::is_pattern(test.raw)
}

fn finding(cx: &Context<'_>, test: &Test<'_>, domain: Domain) -> Diagnostic {
    let (field, value) = (test.field, test.raw);
    let message = if value.chars().count() > 40 {
        format!("`{field}` is {}, and this is no record id", domain.in_words())
    } else {
        format!("`{field}` is {}, and `{value}` is no record id", domain.in_words())
    };
    let number = value.trim();
    let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let prefixes = prefixes(cx, field, domain);
    let mut finding = RULE.finding(test.value.span, message).label(if is_number {
        "the SQL would fail, and the answer be empty"
    } else {
        "expected an id such as `12x345`"
    });
    if is_number {
        let ids: Vec<String> = prefixes.iter().map(|prefix| format!("'{prefix}x{number}'")).collect();
        if ids.is_empty() {
            finding = finding.help(format!("write the whole id, as in `'12x{number}'`"));
        } else {
            finding = finding.help(format!("write the whole id: {}", ids.join(" or ")));
            for id in ids {
                finding = finding.fix(Safety::Unsafe, format!("write {id}"), test.value.span, id);
            }
        }
    } else if let (Domain::Reference, true, Some(prefix)) = (domain, number.is_empty(), prefixes.first()) {
        finding = finding.help(format!("`'{prefix}x0'` finds records where it is not set"));
    }
    finding
}

/// The numbers that an id of the field can begin with, as far as they are known.
fn prefixes(cx: &Context<'_>, field: &vtql_parser::ast::Name, domain: Domain) -> Vec<u32> {
    let Some(snapshot) = cx.snapshot else { return Vec::new() };
    let of = |name: &str| snapshot.module(name).and_then(|module| module.id_prefix);
    match domain {
        Domain::Id => cx.module.and_then(|module| module.id_prefix).into_iter().collect(),
        Domain::Owner => ["Users", "Groups"].into_iter().filter_map(of).collect(),
        _ => cx.field(field).into_iter().flat_map(|it| &it.refers_to).filter_map(|it| of(it)).collect(),
    }
}
