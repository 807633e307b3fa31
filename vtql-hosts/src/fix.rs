//! Writing fixes into a source file, each only if the file is read as before but for the query.

use crate::Language;
use crate::found::Found;
use crate::judge::Judge;
use crate::options::Options;
use crate::query::Query;
use crate::scan::{scan, syntax_errors};
use vtql_parser::Diagnostic;
use vtql_parser::diagnostic::{Edit, Fix, Safety};

/// A file after fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixed {
    /// The text of the file.
    pub text: String,
    /// How many findings were cured.
    pub cured: usize,
    /// How many fixes were left out: with them the file would have been read otherwise.
    pub refused: usize,
}

/// At most so many rounds: what was cured can bring others to light.
const MAX_ROUNDS: usize = 12;

/// Applies the fixes of a file that are safe enough, until there is nothing left to cure. After each round
/// the file is read again: it has no more errors in its own grammar, and the same queries but for what the
/// fixes write into them. Fixes after which that is not so are left out.
///
/// ```
/// use vtql_hosts::{Judge, Language, Options, fix};
/// use vtql_parser::diagnostic::Safety;
/// use vtql_schema::rules::Levels;
///
/// let file = "crm.doQuery('select id from Contacts orderby lastname limit 5;')\n";
/// let levels = Levels::default();
/// let fixed = fix(file, Language::Python, &Options::default(), &Judge::new(&levels), Safety::Safe);
/// assert_eq!(fixed.text, "crm.doQuery('select id from Contacts order by lastname limit 5;')\n");
/// ```
pub fn fix(
    source: &str,
    language: Language,
    options: &Options<'_>,
    judge: &Judge<'_>,
    safety: Safety,
) -> Fixed {
    let mut fixed = Fixed { text: source.to_owned(), cured: 0, refused: 0 };
    let mut refused: Vec<String> = Vec::new();
    for _ in 0..MAX_ROUNDS {
        let found = scan(&fixed.text, language, options);
        let findings = judge.file(&fixed.text, language, &found);
        let fixes = chosen(&findings, safety, &fixed.text, &refused);
        if fixes.is_empty() {
            break;
        }
        let reads = |fixes: &[&Fix]| applied(&fixed.text, fixes, &found, language, options);
        let (text, cured) = match reads(&fixes) {
            Some(text) => (text, fixes.len()),
            // One of them spoils the file: each is tried alone, and the others have their turn in the
            // next round.
            None => match fixes.iter().find_map(|fix| Some((reads(&[*fix])?, 1))) {
                Some(one) => one,
                None => {
                    fixed.refused += fixes.len();
                    refused.extend(fixes.iter().map(|fix| signature(fix, &fixed.text)));
                    continue;
                }
            },
        };
        fixed.text = text;
        fixed.cured += cured;
    }
    fixed
}

/// What a fix replaces and by what: the same one is not tried twice.
fn signature(fix: &Fix, text: &str) -> String {
    fix.edits.iter().flat_map(|edit| [edit.span.slice(text), "\0", &edit.text, "\0"]).collect()
}

/// The first fix of each finding that is safe enough, without those that overlap with one before.
fn chosen<'a>(findings: &'a [Diagnostic], safety: Safety, text: &str, refused: &[String]) -> Vec<&'a Fix> {
    let allowed = |fix: &&Fix| safety == Safety::Unsafe || fix.safety == Safety::Safe;
    let mut chosen: Vec<&Fix> = Vec::new();
    let mut taken: Vec<&Edit> = Vec::new();
    for fix in findings.iter().filter_map(|finding| finding.fixes.iter().find(allowed)) {
        let overlaps = |a: &Edit, b: &Edit| {
            a.span.start < b.span.end && b.span.start < a.span.end || a.span.start == b.span.start
        };
        let free = fix.edits.iter().all(|edit| !taken.iter().any(|other| overlaps(edit, other)));
        if free && !refused.contains(&signature(fix, text)) {
            taken.extend(&fix.edits);
            chosen.push(fix);
        }
    }
    chosen
}

/// The file after fixes, if it is read as before but for them.
fn applied(
    source: &str,
    fixes: &[&Fix],
    before: &Found,
    language: Language,
    options: &Options<'_>,
) -> Option<String> {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span.start);
    let text = edited(source, edits.iter().map(|edit| (edit.span.range(), edit.text.as_str())))?;
    if syntax_errors(&text, language)? > syntax_errors(source, language)? {
        return None;
    }
    let after = scan(&text, language, options);
    // Among the tokens of a macro of ours a string can become a parameter.
    let in_tokens = before.queries.iter().any(|query| query.is_settled);
    let same_strings = after.strings == before.strings || in_tokens && after.strings < before.strings;
    let same = after.queries.len() == before.queries.len()
        && same_strings
        && before
            .queries
            .iter()
            .zip(&after.queries)
            .all(|(old, new)| old.edited(&edits).as_deref() == Some(new.text()));
    same.then_some(text)
}

fn edited<'a>(
    source: &str,
    edits: impl Iterator<Item = (std::ops::Range<usize>, &'a str)>,
) -> Option<String> {
    let mut text = String::with_capacity(source.len() + 16);
    let mut at = 0;
    for (range, new) in edits {
        text.push_str(source.get(at..range.start)?);
        text.push_str(new);
        at = range.end;
    }
    text.push_str(source.get(at..)?);
    Some(text)
}

impl Query {
    /// The text after edits of the file.
    fn edited(&self, edits: &[&Edit]) -> Option<String> {
        let inside =
            edits.iter().filter_map(|edit| Some((self.map.text(edit.span.range())?, edit.text.as_str())));
        edited(&self.text, inside)
    }
}
