//! Changes as the editor sends them.

use crate::encoding::Encoding;
use gen_lsp_types::TextDocumentContentChangeEvent as Change;
use std::borrow::Cow;
use vtql_parser::LineIndex;

/// The text after changes, one after another. Places are those of the text that each of them finds.
pub(crate) fn changed(text: &str, lines: &LineIndex, changes: Vec<Change>, encoding: Encoding) -> String {
    let mut text = text.to_owned();
    let mut lines = Some(Cow::Borrowed(lines));
    for change in changes {
        match change {
            Change::TextDocumentContentChangeWholeDocument(whole) => text = whole.text,
            Change::TextDocumentContentChangePartial(part) => {
                let known = lines.take().unwrap_or_else(|| Cow::Owned(LineIndex::new(&text)));
                let start = encoding.offset(&known, part.range.start);
                let end = encoding.offset(&known, part.range.end).max(start);
                text.replace_range(start..end, &part.text);
            }
        }
        lines = None;
    }
    text
}
