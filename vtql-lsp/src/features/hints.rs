//! What is not written and worth knowing: where references point, how many requests a query takes.

use super::{View, hover, lenses, touch};
use crate::document::{Region, Role};
use gen_lsp_types::{InlayHint, InlayHintKind, Label, Tooltip};
use vtql_parser::Span;
use vtql_parser::ast::Select;

/// `plan` says how a query would be run.
pub(crate) fn hints(view: View<'_>, part: Span, plan: &dyn Fn(&str) -> Option<String>) -> Vec<InlayHint> {
    let mut hints = Vec::new();
    for region in view.document.regions().iter().filter(|it| !it.is_alternative()) {
        if touch(region.extent(), part) {
            hints.extend(references(view, region));
            hints.extend(ids(view, region));
            hints.extend(plans(view, region, plan));
        }
    }
    hints.retain(|(span, _)| touch(*span, part));
    hints.sort_by_key(|(span, _)| *span);
    hints.into_iter().map(|(_, hint)| hint).collect()
}

/// The modules that selected fields refer to.
fn references(view: View<'_>, region: &Region) -> Vec<(Span, InlayHint)> {
    let Some(snapshot) = view.document.project.snapshot() else { return Vec::new() };
    let selected = region.parsed().statements.iter().filter_map(|query| match &query.select {
        Select::Fields(fields) => Some(fields.iter().map(|field| field.span)),
        _ => None,
    });
    let selected: Vec<Span> = selected.flatten().collect();
    let names =
        region.names().into_iter().filter(|it| it.role == Role::Field && selected.contains(&it.span()));
    let hint = |named: crate::document::Named<'_>| {
        let field = hover::field(snapshot.module(named.module?)?, &named)?;
        let text = match field.refers_to.as_slice() {
            [] => return None,
            [one] => format!("→ {one}"),
            [first, second] => format!("→ {first} | {second}"),
            [first, ..] => format!("→ {first} | …"),
        };
        Some(hint(view, region, named.span(), text, field.refers_to.join(", ")))
    };
    names.filter_map(hint).collect()
}

/// How queries of which all is known would be run, behind each.
fn plans(view: View<'_>, region: &Region, plan: &dyn Fn(&str) -> Option<String>) -> Vec<(Span, InlayHint)> {
    let planned = region.parsed().statements.iter().filter_map(|query| {
        let text = lenses::whole(region, query).filter(|text| lenses::params(text).is_empty())?;
        let words = plan(&text)?;
        let end = Span::new(query.span.end as usize, query.span.end as usize);
        let tooltip = "how vtql runs the query: its plan, and how many requests that takes".to_owned();
        Some(hint(view, region, end, words, tooltip))
    });
    planned.collect()
}

/// The modules of record ids.
fn ids(view: View<'_>, region: &Region) -> Vec<(Span, InlayHint)> {
    let Some(snapshot) = view.document.project.snapshot() else { return Vec::new() };
    let found = hover::ids(region).into_iter().filter_map(|(literal, prefix)| {
        let module = snapshot.module_of_prefix(prefix)?;
        Some(hint(view, region, literal.span, module.name.clone(), module.label.clone()))
    });
    found.collect()
}

fn hint(view: View<'_>, region: &Region, span: Span, label: String, tooltip: String) -> (Span, InlayHint) {
    let span = region.in_document(span);
    let hint = InlayHint {
        position: view.range(span).end,
        label: Label::String(label),
        kind: Some(InlayHintKind::Type),
        text_edits: None,
        tooltip: Some(Tooltip::String(tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    (span, hint)
}
