//! Applying fixes.

use std::collections::BTreeMap;
use vtql_parser::Diagnostic;
use vtql_parser::diagnostic::{Edit, Fix, Safety};

/// A text after fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many fixes were applied.
    pub applied: usize,
}

/// Applies the first fix of each finding that is safe enough. A fix that overlaps with one before it is
/// left for another round: [`all`] checks the text again until nothing changes.
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
    let mut applied = 0;
    for fix in findings.iter().filter_map(|finding| finding.fixes.iter().find(allowed)) {
        let fits = |edit: &Edit| source.get(edit.span.range()).is_some();
        let free = |edit: &Edit| {
            let before = chosen.range(..=edit.span.start).next_back();
            let after = chosen.range(edit.span.start..).next();
            !before.into_iter().chain(after).any(|(_, it)| overlap(it, edit))
        };
        if fix.edits.iter().all(|edit| fits(edit) && free(edit)) {
            chosen.extend(fix.edits.iter().map(|edit| (edit.span.start, edit)));
            applied += 1;
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
    Fixed { text, applied }
}

/// Rounds of [`all`] beyond one for each finding: one fix can reveal other findings.
const MORE_ROUNDS: usize = 20;

/// Applies fixes and checks again, until there is nothing left to fix.
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
/// assert_eq!(fixed.applied, 2);
/// ```
pub fn all(source: &str, safety: Safety, check: impl Fn(&str) -> Vec<Diagnostic>) -> Fixed {
    let mut fixed = Fixed { text: source.to_owned(), applied: 0 };
    let (mut rounds, mut most) = (0, 0);
    while rounds <= most + MORE_ROUNDS {
        let findings = check(&fixed.text);
        let next = apply(&fixed.text, &findings, safety);
        if next.applied == 0 {
            break;
        }
        fixed = Fixed { text: next.text, applied: fixed.applied + next.applied };
        (rounds, most) = (rounds + 1, most.max(findings.len()));
    }
    fixed
}

/// Whether two edits touch the same place. Two insertions at one place do: their order would be chance.
fn overlap(a: &Edit, b: &Edit) -> bool {
    (a.span.start < b.span.end && b.span.start < a.span.end) || a.span.start == b.span.start
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::Checker;
    use crate::rules::{Level, Levels};
    use vtql_parser::ast::Query;
    use vtql_parser::diagnostic::Safety;
    use vtql_parser::{Dialect, Group, parse};

    /// Queries of both dialects, right ones and such that are wrong in many ways.
    fn queries() -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules");
        let mut queries = vec!["select id, lastname from Contacts where c=1 order by d limit 5;".to_owned()];
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "fixture") {
                let text = std::fs::read_to_string(path).unwrap();
                let is_query =
                    |line: &&str| line.to_ascii_lowercase().starts_with("select") && line.len() < 200;
                queries.extend(text.lines().filter(is_query).map(str::to_owned));
            }
        }
        queries
    }

    /// The text with each character left out, doubled, and with others put before it.
    fn mutations(text: &str) -> impl Iterator<Item = String> {
        text.char_indices().flat_map(|(at, char)| {
            let (before, behind) = (&text[..at], &text[at + char.len_utf8()..]);
            [
                String::new(),
                format!("{char}{char}"),
                format!(" {char}"),
                format!(";{char}"),
                format!("({char}"),
                format!("'{char}"),
            ]
            .map(|middle| format!("{before}{middle}{behind}"))
        })
    }

    /// The statements that can be read, and whether the whole text can.
    fn trees(text: &str) -> (Vec<Query>, bool) {
        let parsed = parse(text, Dialect::Surface);
        let is_ok = parsed.is_ok();
        (parsed.statements, is_ok)
    }

    #[test]
    fn a_safe_fix_keeps_the_tree_of_a_text_that_could_be_read() {
        let mut levels = Levels::default();
        levels.set("all", Level::Warn).unwrap();
        let (mut safe, mut broken, mut wrong) = (0, 0, Vec::new());
        for query in queries().into_iter().step_by(3) {
            for text in std::iter::once(query.clone()).chain(mutations(&query)) {
                for dialect in [Dialect::Surface, Dialect::Wire] {
                    for mut finding in Checker::new(dialect).levels(&levels).text(&text).diagnostics {
                        finding.fixes.retain(|fix| fix.safety == Safety::Safe);
                        broken += usize::from(finding.is_error());
                        if finding.fixes.is_empty() {
                            continue;
                        }
                        safe += 1;
                        let is_syntax = finding.code.group() == Group::Syntax;
                        let fixed = apply(&text, &[finding], Safety::Safe).text;
                        let (before, after) = (trees(&text), trees(&fixed));
                        // What a rule says is about a statement that could be read, whatever is beside it.
                        if before != after || (is_syntax && !before.1) {
                            wrong.push(format!("{text}\n{fixed}"));
                        }
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{} of {safe}:\n{}", wrong.len(), wrong[..wrong.len().min(9)].join("\n"));
        assert!(safe > 300 && broken > 3_000, "{safe} safe fixes, {broken} errors");
    }

    #[test]
    fn a_repair_of_a_broken_text_is_not_safe() {
        for text in [
            "select id from M where c=1order by d;",
            "select id frm M;",
            "select id from M where a == 1;",
            "select id from M where a in (1, 2;",
            "select id from M order d;",
            "select id from M limit 5 offset 10;",
            "select id from M;;",
            "select 'id' from M;",
            "selct id from M;",
            "select id from M where a = 1 && b = 2;",
            "select id from M where a <> 1 orderby b desc, c;",
        ] {
            for dialect in [Dialect::Surface, Dialect::Wire] {
                let found = Checker::new(dialect).text(text).diagnostics;
                if !trees(text).1 {
                    let syntax = found.iter().filter(|it| it.code.group() == Group::Syntax);
                    let is_safe = syntax.flat_map(|it| &it.fixes).any(|fix| fix.safety == Safety::Safe);
                    assert!(!is_safe, "{text}: {found:#?}");
                }
            }
        }
    }
}
