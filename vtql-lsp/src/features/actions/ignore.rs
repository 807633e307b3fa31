//! Taking a rule out for one query, with a reason.

use super::action;
use crate::document::Region;
use crate::features::{View, diagnostics::diagnostic, touch};
use gen_lsp_types::{CodeAction, CodeActionKind};
use vtql_parser::diagnostic::Edit;
use vtql_parser::{Diagnostic, Dialect, Span};

/// For each finding of a rule in a part of the document: a comment that takes it out. The wire dialect has
/// no comments.
pub(super) fn ignores(view: View<'_>, part: Span) -> Vec<CodeAction> {
    let findings = view.document.findings().iter().filter(|it| touch(it.span, part));
    let rules = findings.filter(|it| vtql_schema::rules::find(it.code.as_str()).is_some());
    rules.filter_map(|finding| ignore(view, finding)).collect()
}

fn ignore(view: View<'_>, finding: &Diagnostic) -> Option<CodeAction> {
    let (region, at) = view.document.region_at(finding.span.start as usize)?;
    if region.dialect == Dialect::Wire {
        return None;
    }
    let edit = comment(region, at, finding)?;
    let edits = region.edits(vec![edit], &view.document.text)?;
    let title = format!("Ignore {} for this query, with a reason", finding.code);
    Some(action(view, title, CodeActionKind::QuickFix, &edits, Some(diagnostic(view, finding))))
}

/// The comment before the statement: on a line of its own where the statement begins one.
fn comment(region: &Region, at: usize, finding: &Diagnostic) -> Option<Edit> {
    let query = region.parsed().statements.iter().rfind(|query| query.span.start as usize <= at)?;
    let start = query.span.start as usize;
    let line = region.text.get(..start)?.rsplit('\n').next()?;
    let allow = format!("vtql: allow({}): the reason", finding.code);
    // In a host literal a line break may not be allowed.
    let alone = region.host().is_none() && line.trim().is_empty();
    let text = if alone { format!("-- {allow}\n{line}") } else { format!("/* {allow} */ ") };
    Some(Edit { span: Span::new(start, start), text })
}
