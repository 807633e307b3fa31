//! The fixes of findings.

use super::{FIX_ALL, action};
use crate::document::Kind;
use crate::features::{View, diagnostics::diagnostic, format, touch};
use gen_lsp_types::{CodeAction, CodeActionKind};
use vtql_parser::Span;
use vtql_parser::diagnostic::Safety;

/// The fixes of the findings in a part of the document. A safe one is preferred.
pub(super) fn fixes(view: View<'_>, part: Span) -> Vec<CodeAction> {
    let findings = view.document.findings().iter().filter(|it| touch(it.span, part));
    let fixes = findings.flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix)));
    let fixes = fixes.map(|(finding, fix)| {
        let of = Some(diagnostic(view, finding));
        let title = format!("{} ({})", fix.title, finding.code);
        let mut action = action(view, title, CodeActionKind::QuickFix, &fix.edits, of);
        action.is_preferred = Some(fix.safety == Safety::Safe);
        action
    });
    fixes.collect()
}

/// All safe fixes at once, as `vtql check --fix` applies them.
pub(super) fn fix_all(view: View<'_>) -> Option<CodeAction> {
    let document = view.document;
    let language = match document.kind {
        Kind::Host(language) => Some(language),
        Kind::Queries => None,
        Kind::Other => return None,
    };
    let is_safe = |fix: &vtql_parser::diagnostic::Fix| fix.safety == Safety::Safe;
    if !document.findings().iter().flat_map(|it| &it.fixes).any(is_safe) {
        return None;
    }
    let checker = document.project.checker();
    let (fixed, count) = checker.fixed_as(language, document.path(), &document.text, Safety::Safe);
    let edits = format::edits(&document.text, Span::new(0, document.text.len()), &fixed);
    let title = match count {
        1 => "Apply the safe fix of this file".to_owned(),
        count => format!("Apply all {count} safe fixes of this file"),
    };
    let kind = CodeActionKind::Custom(FIX_ALL.into());
    (!edits.is_empty()).then(|| action(view, title, kind, &edits, None))
}
