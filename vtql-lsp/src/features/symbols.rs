//! The outline of a document: a symbol for each query.

use super::View;
use gen_lsp_types::{DocumentSymbol, SymbolKind};
use vtql_parser::Span;
use vtql_parser::ast::{Query, Select};

pub(crate) fn symbols(view: View<'_>) -> Vec<DocumentSymbol> {
    let mut symbols = Vec::new();
    for region in view.document.regions().iter().filter(|it| !it.is_alternative()) {
        for query in &region.parsed().statements {
            let place = |span: Span| view.range(region.in_document(span));
            let module = query.module.gap().is_none();
            let selection = if module { query.module.span } else { query.span };
            let names = region.host().map(vtql_hosts::Query::names).unwrap_or_default();
            #[expect(deprecated, reason = "a field of the protocol that has to be given")]
            symbols.push(DocumentSymbol {
                name: if module { query.module.to_string() } else { "query".to_owned() },
                detail: Some(detail(query, names)),
                kind: SymbolKind::Function,
                tags: None,
                deprecated: None,
                range: place(query.span),
                selection_range: place(selection),
                children: None,
            });
        }
    }
    symbols
}

/// What tells the query from others of its module.
fn detail(query: &Query, names: &[String]) -> String {
    let selected = match &query.select {
        Select::Count(_) => "count".to_owned(),
        Select::Fields(fields) => match fields.len() {
            1 => fields[0].to_string(),
            count => format!("{count} fields"),
        },
        _ => "all fields".to_owned(),
    };
    match names.first() {
        Some(name) => format!("{selected} · {name}"),
        None => selected,
    }
}
