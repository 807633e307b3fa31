//! Selections that grow: word, item, clause, query, text.

use super::View;
use crate::document::Region;
use gen_lsp_types::SelectionRange;
use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_parser::ast::{Condition, Predicate, Spanned, Value};
use vtql_parser::visit::{Visit, walk_condition, walk_predicate, walk_query, walk_value};
use vtql_parser::{Span, TokenKind};

pub(crate) fn selection(view: View<'_>, offset: usize) -> SelectionRange {
    let mut spans = match view.document.region_at(offset) {
        Some((region, at)) => around(region, at).into_iter().map(|span| region.in_document(span)).collect(),
        None => vec![Span::new(offset, offset)],
    };
    spans.push(Span::new(0, view.document.text.len()));
    // Each lies in the next, and is smaller.
    spans.sort_by_key(|span| span.len());
    let mut kept: Vec<Span> = Vec::new();
    for span in spans {
        if kept.last().is_none_or(|last| *last != span && span.start <= last.start && last.end <= span.end) {
            kept.push(span);
        }
    }
    let range = |span: &Span| view.range(*span);
    let grown = kept
        .iter()
        .rev()
        .fold(None, |parent, span| Some(SelectionRange { range: range(span), parent: parent.map(Box::new) }));
    grown.unwrap_or_else(|| SelectionRange { range: view.range(Span::new(offset, offset)), parent: None })
}

/// The parts of the text around a byte.
fn around(region: &Region, at: usize) -> Vec<Span> {
    struct Around(Vec<Span>);
    impl<'a> Visit<'a> for Around {
        type Break = Infallible;
        fn visit_query(&mut self, query: &'a vtql_parser::ast::Query) -> ControlFlow<Infallible> {
            self.0.push(query.span);
            self.0.push(query.select.span());
            self.0.extend(query.order_by.iter().map(|it| it.span));
            self.0.extend(query.limit.iter().map(|it| it.span));
            walk_query(self, query)
        }
        fn visit_condition(&mut self, condition: &'a Condition) -> ControlFlow<Infallible> {
            self.0.push(condition.span());
            walk_condition(self, condition)
        }
        fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
            self.0.push(predicate.span());
            walk_predicate(self, predicate)
        }
        fn visit_value(&mut self, value: &'a Value) -> ControlFlow<Infallible> {
            self.0.push(value.span());
            walk_value(self, value)
        }
    }
    let mut around = Around(vec![Span::new(0, region.text.len())]);
    for query in &region.parsed().statements {
        let ControlFlow::Continue(()) = around.visit_query(query);
    }
    let Around(mut spans) = around;
    let tokens = region.tokens().into_iter().filter(|token| token.kind != TokenKind::Whitespace);
    spans.extend(tokens.map(|token| token.span));
    spans.retain(|span| span.start as usize <= at && at <= span.end as usize && !span.is_empty());
    spans
}
