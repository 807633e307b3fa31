//! What can be written next, written as the literal is that the query stands in.

use super::View;
use crate::document::Region;
use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTextEdit, CompletionList, InsertTextFormat, TextEdit,
};
use vtql_complete::{Completer, Item, ItemKind};
use vtql_parser::Span;
use vtql_parser::diagnostic::Edit;

/// What the editor can do with items, and the day that it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish<'a> {
    /// It goes from place to place in a text that it has put in.
    pub(crate) snippets: bool,
    pub(crate) today: Option<&'a str>,
}

pub(crate) fn completion(view: View<'_>, offset: usize, wish: Wish<'_>) -> CompletionList {
    let items = match view.document.region_at(offset) {
        Some((region, at)) => Some(in_region(view, region, at, wish)),
        None => view.document.written_at(offset).and_then(|region| {
            let at = region.offset(offset)?;
            Some(in_region(view, &region, at, wish))
        }),
    };
    // Items depend on what is written: a name or two letters more bring others.
    CompletionList { is_incomplete: true, items: items.unwrap_or_default(), ..CompletionList::default() }
}

fn in_region(view: View<'_>, region: &Region, at: usize, wish: Wish<'_>) -> Vec<CompletionItem> {
    let completer =
        Completer::new(region.dialect).snapshot(view.document.project.snapshot()).today(wish.today);
    let completion = completer.at_template(&region.text, &region.holes(), at);
    let items = completion.items.iter().enumerate();
    let mut items: Vec<CompletionItem> =
        items.filter_map(|(index, item)| complete(view, region, completion.span, index, item)).collect();
    let begins = completion.items.first().is_some_and(|item| item.label.eq_ignore_ascii_case("select"));
    if begins && wish.snippets && region.host().is_none() {
        items.extend(SNIPPETS.iter().map(|(label, text)| snippet(view, completion.span, label, text)));
    }
    items
}

/// Whole queries, with the places that are to be written.
const SNIPPETS: &[(&str, &str)] = &[
    ("select … where …", "select ${1:id} from ${2:Contacts} where ${3:lastname} = '$4' limit ${5:100};$0"),
    ("select … order by …", "select ${1:id} from ${2:Contacts} order by ${3:lastname} limit ${4:100};$0"),
    ("select count(*)", "select count(*) from ${1:Contacts};$0"),
];

fn snippet(view: View<'_>, span: Span, label: &str, text: &str) -> CompletionItem {
    let TextEdit { range, new_text } = view.edit(&Edit { span, text: text.to_owned() });
    CompletionItem {
        label: label.to_owned(),
        kind: Some(CompletionItemKind::Snippet),
        insert_text_format: Some(InsertTextFormat::Snippet),
        sort_text: Some(format!("~{label}")),
        text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text })),
        ..CompletionItem::default()
    }
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
        ItemKind::IdPrefix => CompletionItemKind::Reference,
        ItemKind::Parameter => CompletionItemKind::Variable,
        _ => CompletionItemKind::Value,
    }
}
