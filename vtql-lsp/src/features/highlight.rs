//! The other places of a document that name the same.

use super::{View, references};
use gen_lsp_types::{DocumentHighlight, DocumentHighlightKind};

pub(crate) fn highlights(view: View<'_>, offset: usize) -> Vec<DocumentHighlight> {
    let Some((wanted, _)) = references::wanted(view.document, offset) else { return Vec::new() };
    let places = references::places(view.document, &wanted).into_iter();
    places
        .map(|span| DocumentHighlight { range: view.range(span), kind: Some(DocumentHighlightKind::Text) })
        .collect()
}
