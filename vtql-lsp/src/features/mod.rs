//! What an editor can ask of one document: a file each. A feature knows the document, and nothing of the
//! server.

pub(crate) mod actions;
pub(crate) mod completion;
pub(crate) mod definition;
pub(crate) mod diagnostics;
pub(crate) mod folding;
pub(crate) mod format;
pub(crate) mod highlight;
pub(crate) mod hints;
pub(crate) mod hover;
pub(crate) mod lenses;
pub(crate) mod references;
pub(crate) mod selection;
pub(crate) mod semantic;
pub(crate) mod signature;
pub(crate) mod symbols;

use crate::document::Document;
use crate::encoding::Encoding;
use gen_lsp_types::{Position, Range, TextEdit};
use vtql_parser::Span;
use vtql_parser::diagnostic::Edit;

/// A document and how its client counts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    pub(crate) document: &'a Document,
    pub(crate) encoding: Encoding,
}

impl View<'_> {
    pub(crate) fn range(self, span: Span) -> Range {
        self.encoding.range(&self.document.lines, span)
    }

    pub(crate) fn offset(self, position: Position) -> usize {
        self.encoding.offset(&self.document.lines, position)
    }

    pub(crate) fn span(self, range: Range) -> Span {
        let start = self.offset(range.start);
        Span::new(start, self.offset(range.end).max(start))
    }

    pub(crate) fn edit(self, edit: &Edit) -> TextEdit {
        TextEdit { range: self.range(edit.span), new_text: edit.text.clone() }
    }
}

/// Whether two parts of a text have a byte in common, or lie beside each other.
pub(crate) fn touch(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}
