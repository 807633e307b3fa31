use super::tokens::Tokens;
use super::{Context, Levels, Reach, Unknown, Written, all};
use crate::element::Element;
use crate::snapshot::Snapshot;
use vtql_parser::ast::{GapKind, Query};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect, Span};

/// Everything that the rules find in a query, in order of the text that it was read from. A query built
/// in code has none, and gets no fixes, nor do parts that were added in code.
pub(crate) fn check(
    query: &Query,
    tokens: &Tokens<'_>,
    dialect: Dialect,
    snapshot: Option<&Snapshot>,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let context = Context::new(query, tokens, dialect, snapshot);
    let mut findings = Vec::new();
    let unknown = Unknown::of(query);
    for rule in all() {
        if unknown.iter().any(|place| place.takes().contains(&rule.code())) {
            continue;
        }
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
    // Nothing is known to be safe in a text that is not right.
    let is_wrong = query.gaps().iter().any(|gap| gap.kind() != GapKind::Hole);
    for finding in &mut findings {
        // What was added in code stands at no place of the text.
        finding.fixes.retain(|fix| {
            has_text
                && !(is_wrong && fix.safety == Safety::Safe)
                && fix.edits.iter().all(|edit| edit.span != Span::NONE)
        });
    }
    findings.sort_by_key(|finding| (finding.span, finding.code));
    findings
}

/// Everything that the rules find in what is to be written, in order of its places. There are no fixes: what is
/// written is no text of VTQL.
pub(crate) fn check_written(
    element: &Element,
    snapshot: Option<&Snapshot>,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let written = Written::new(element, snapshot);
    let mut findings = Vec::new();
    for rule in all() {
        let (Some(check), Some(severity)) = (rule.check_written, levels.of(rule).severity()) else {
            continue;
        };
        let before = findings.len();
        check(&written, &mut findings);
        for finding in findings.iter_mut().skip(before) {
            finding.severity = severity;
            finding.fixes.clear();
        }
    }
    findings.sort_by_key(|finding| (finding.span, finding.code));
    findings
}
