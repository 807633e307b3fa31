//! What can be written next, written as the literal is that the query stands in.

use super::View;
use crate::document::Region;
use gen_lsp_types::{CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, TextEdit};
use vtql_complete::{Completer, Item, ItemKind};
use vtql_parser::Span;
use vtql_parser::diagnostic::Edit;

pub(crate) fn completion(view: View<'_>, offset: usize) -> CompletionList {
    let items = match view.document.region_at(offset) {
        Some((region, at)) => Some(in_region(view, region, at)),
        None => view.document.written_at(offset).and_then(|region| {
            let at = region.offset(offset)?;
            Some(in_region(view, &region, at))
        }),
    };
    // Items depend on what is written: a name or two letters more bring others.
    CompletionList { is_incomplete: true, items: items.unwrap_or_default(), ..CompletionList::default() }
}

fn in_region(view: View<'_>, region: &Region, at: usize) -> Vec<CompletionItem> {
    let completer = Completer::new(region.dialect).snapshot(view.document.project.snapshot());
    let completion = completer.at_template(&region.text, &region.holes(), at);
    let items = completion.items.iter().enumerate();
    items.filter_map(|(index, item)| complete(view, region, completion.span, index, item)).collect()
}

fn complete(
    view: View<'_>,
    region: &Region,
    span: Span,
    index: usize,
    item: &Item,
) -> Option<CompletionItem> {
    let edit = write(region, span, &item.insert)?;
    let typed = view.document.slice(edit.span);
    let TextEdit { range, new_text } = view.edit(&edit);
    // Clients filter by what stands there: a quote that was begun belongs to it.
    let filter = if typed.starts_with(['\'', '"', '\\']) { new_text.clone() } else { item.label.clone() };
    Some(CompletionItem {
        label: item.label.clone(),
        kind: Some(kind(item.kind)),
        detail: (!item.detail.is_empty()).then(|| item.detail.clone()),
        sort_text: Some(format!("{index:05}")),
        filter_text: Some(filter),
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text })),
        ..CompletionItem::default()
    })
}

/// The edit of the document that puts an item in its place.
fn write(region: &Region, span: Span, text: &str) -> Option<Edit> {
    match region.host() {
        Some(query) => query.write(span.range(), text),
        None => Some(Edit { span, text: text.to_owned() }),
    }
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Keyword => CompletionItemKind::Keyword,
        ItemKind::Operator => CompletionItemKind::Operator,
        ItemKind::Module => CompletionItemKind::Class,
        ItemKind::Field => CompletionItemKind::Field,
        ItemKind::PicklistValue => CompletionItemKind::EnumMember,
        _ => CompletionItemKind::Value,
    }
}
