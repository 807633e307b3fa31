use super::{Context, Levels, Reach, all};
use crate::snapshot::Snapshot;
use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, Dialect, Span};

/// Everything that the rules find in a query, in order of the text that it was read from. A query built
/// in code has none (`""`), and gets no fixes, nor do parts that were added in code.
pub(crate) fn check(
    query: &Query,
    source: &str,
    dialect: Dialect,
    snapshot: Option<&Snapshot>,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let context = Context::new(query, source, dialect, snapshot);
    let mut findings = Vec::new();
    for rule in all() {
        let Some(severity) = levels.of(rule).severity() else { continue };
        if rule.reach() == Reach::Wire && dialect != Dialect::Wire {
            continue;
        }
        let before = findings.len();
        (rule.check)(&context, &mut findings);
        for finding in findings.iter_mut().skip(before) {
            finding.severity = severity;
        }
    }
    let has_text = query.span != Span::NONE;
    for finding in &mut findings {
        // What was added in code stands at no place of the text.
        finding.fixes.retain(|fix| has_text && fix.edits.iter().all(|edit| edit.span != Span::NONE));
    }
    findings.sort_by_key(|finding| (finding.span, finding.code));
    findings
}
