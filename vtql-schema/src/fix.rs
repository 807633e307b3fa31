//! Bringing cures about.

use std::collections::BTreeMap;
use vtql_parser::Diagnostic;
use vtql_parser::diagnostic::{Edit, Fix, Safety};

/// A text after fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many findings were cured.
    pub cured: usize,
}

/// Applies the first fix of each finding that is safe enough. A fix that overlaps with one before it is
/// left for another round: [`all`] checks the text again until nothing is cured.
///
/// ```
/// use vtql_parser::{Dialect, diagnostic::Safety};
/// use vtql_schema::{Checker, fix};
///
/// let text = "select id from Leads orderby lastname limit 10;";
/// let found = Checker::new(Dialect::Wire).text(text).diagnostics;
/// assert_eq!(fix::apply(text, &found, Safety::Safe).text, "select id from Leads order by lastname limit 10;");
/// ```
pub fn apply(source: &str, findings: &[Diagnostic], safety: Safety) -> Fixed {
    let allowed = |fix: &&Fix| safety == Safety::Unsafe || fix.safety == Safety::Safe;
    // By where they start.
    let mut chosen: BTreeMap<u32, &Edit> = BTreeMap::new();
    let mut cured = 0;
    for fix in findings.iter().filter_map(|finding| finding.fixes.iter().find(allowed)) {
        let fits = |edit: &Edit| source.get(edit.span.range()).is_some();
        let free = |edit: &Edit| {
            let before = chosen.range(..=edit.span.start).next_back();
            let after = chosen.range(edit.span.start..).next();
            !before.into_iter().chain(after).any(|(_, it)| overlap(it, edit))
        };
        if fix.edits.iter().all(|edit| fits(edit) && free(edit)) {
            chosen.extend(fix.edits.iter().map(|edit| (edit.span.start, edit)));
            cured += 1;
        }
    }
    let mut text = String::with_capacity(source.len() + 16);
    let mut from = 0;
    for edit in chosen.into_values() {
        let range = edit.span.range();
        text.push_str(source.get(from..range.start).unwrap_or_default());
        text.push_str(&edit.text);
        from = range.end;
    }
    text.push_str(source.get(from..).unwrap_or_default());
    Fixed { text, cured }
}

/// Rounds of [`all`] beyond one for each finding: what was cured can bring others to light.
const MORE_ROUNDS: usize = 20;

/// Applies fixes and checks again, until there is nothing left to cure.
///
/// Safe fixes leave the tree of every text as it is that could be read before.
///
/// ```
/// use vtql_parser::{Dialect, diagnostic::Safety};
/// use vtql_schema::{Checker, fix};
///
/// let text = "select id from Contacts order by mailingcity, birthday limit 10;";
/// let fixed = fix::all(text, Safety::Unsafe, |text| {
///     Checker::new(Dialect::Wire).text(text).diagnostics
/// });
/// assert_eq!(fixed.cured, 2);
/// ```
pub fn all(source: &str, safety: Safety, check: impl Fn(&str) -> Vec<Diagnostic>) -> Fixed {
    let mut fixed = Fixed { text: source.to_owned(), cured: 0 };
    let (mut rounds, mut most) = (0, 0);
    while rounds <= most + MORE_ROUNDS {
        let findings = check(&fixed.text);
        let next = apply(&fixed.text, &findings, safety);
        if next.cured == 0 {
            break;
        }
        fixed = Fixed { text: next.text, cured: fixed.cured + next.cured };
        (rounds, most) = (rounds + 1, most.max(findings.len()));
    }
    fixed
}

/// Whether two edits touch the same place. Two insertions at one place do: their order would be chance.
fn overlap(a: &Edit, b: &Edit) -> bool {
    (a.span.start < b.span.end && b.span.start < a.span.end) || a.span.start == b.span.start
}
