//! What can be done about what is selected.

mod extract;
mod fixes;
mod ignore;
mod parameter;
mod rust_macro;

use super::View;
use gen_lsp_types::{
    CodeAction, CodeActionKind, Diagnostic, TextDocumentEdit, TextDocumentIdentifier, WorkspaceEdit,
};
use gen_lsp_types::{DocumentChange, OptionalVersionedTextDocumentIdentifier};
use vtql_parser::Span;
use vtql_parser::diagnostic::Edit;

/// Applies every safe fix of a document.
pub(crate) const FIX_ALL: &str = "source.fixAll.vtql";

/// `can_refuse`: the client shows actions that cannot be done, and why.
pub(crate) fn actions(
    view: View<'_>,
    part: Span,
    only: Option<&[CodeActionKind]>,
    can_refuse: bool,
) -> Vec<CodeAction> {
    let wanted = |kind: &CodeActionKind| {
        only.is_none_or(|only| only.iter().any(|it| is_under(&name(kind), &name(it))))
    };
    let mut actions = fixes::fixes(view, part);
    actions.extend(ignore::ignores(view, part));
    actions.extend(parameter::parameters(view, part));
    actions.extend(extract::extract(view, part, can_refuse));
    actions.extend(extract::lay_out(view, part));
    actions.retain(|action| action.kind.as_ref().is_some_and(wanted));
    // It reads the whole document several times: only when nothing smaller is asked for.
    if wanted(&CodeActionKind::Custom(FIX_ALL.into())) {
        actions.extend(fixes::fix_all(view));
    }
    actions
}

/// An action that edits the document.
fn action(
    view: View<'_>,
    title: impl Into<String>,
    kind: CodeActionKind,
    edits: &[Edit],
    of: Option<Diagnostic>,
) -> CodeAction {
    with_changes(title, kind, vec![edits_of(view, edits)], of)
}

/// Edits of the document.
fn edits_of(view: View<'_>, edits: &[Edit]) -> DocumentChange {
    let edits = edits.iter().map(|edit| gen_lsp_types::Edit::TextEdit(view.edit(edit))).collect();
    DocumentChange::TextDocumentEdit(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            version: view.document.version,
            text_document_identifier: TextDocumentIdentifier { uri: view.document.uri.clone() },
        },
        edits,
    })
}

fn with_changes(
    title: impl Into<String>,
    kind: CodeActionKind,
    changes: Vec<DocumentChange>,
    of: Option<Diagnostic>,
) -> CodeAction {
    CodeAction {
        title: title.into(),
        kind: Some(kind),
        diagnostics: of.map(|it| vec![it]),
        is_preferred: None,
        disabled: None,
        edit: Some(WorkspaceEdit {
            changes: None,
            document_changes: Some(changes),
            change_annotations: None,
        }),
        command: None,
        data: None,
        tags: None,
    }
}

fn name(kind: &CodeActionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether a kind is another one, or a kind of it: `refactor.extract` is a `refactor`.
fn is_under(kind: &str, wanted: &str) -> bool {
    wanted.is_empty() || kind == wanted || kind.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
}
