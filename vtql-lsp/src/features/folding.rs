//! What can be folded: queries and comments of several lines.

use super::View;
use gen_lsp_types::{FoldingRange, FoldingRangeKind};
use vtql_parser::Span;

pub(crate) fn folding(view: View<'_>) -> Vec<FoldingRange> {
    let mut ranges = Vec::new();
    for region in view.document.regions().iter().filter(|it| !it.is_alternative()) {
        let queries = region.parsed().statements.iter().map(|query| (query.span, FoldingRangeKind::Region));
        let comments = region.parsed().comments.iter().map(|span| (*span, FoldingRangeKind::Comment));
        ranges.extend(queries.chain(comments).filter_map(|(span, kind)| {
            let span = region.in_document(span);
            let range = view.range(span);
            (range.end.line > range.start.line).then(|| FoldingRange {
                start_line: range.start.line,
                start_character: None,
                end_line: range.end.line,
                end_character: None,
                kind: Some(kind),
                collapsed_text: Some(first_words(view, span)),
            })
        }));
    }
    ranges.sort_by_key(|range| (range.start_line, range.end_line));
    ranges
}

/// The beginning, in one line.
fn first_words(view: View<'_>, span: Span) -> String {
    let words: Vec<&str> = view.document.slice(span).split_whitespace().take(8).collect();
    format!("{} …", words.join(" "))
}
