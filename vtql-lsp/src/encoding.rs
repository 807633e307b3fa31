//! Places as the client counts them.

use gen_lsp_types::{Position, PositionEncodingKind, Range};
use vtql_parser::{Columns, LineIndex, Span};

/// What the client counts columns in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Encoding(Columns);

impl Encoding {
    /// The first of the client's that is known; UTF-16 is what all of them understand.
    pub(crate) fn negotiate(offered: &[PositionEncodingKind]) -> Self {
        let columns = offered.iter().find_map(|kind| match kind {
            PositionEncodingKind::UTF8 => Some(Columns::Bytes),
            PositionEncodingKind::UTF16 => Some(Columns::Utf16),
            PositionEncodingKind::UTF32 => Some(Columns::Characters),
            PositionEncodingKind::Custom(_) => None,
        });
        Encoding(columns.unwrap_or(Columns::Utf16))
    }

    /// Its name in the protocol.
    pub(crate) fn kind(self) -> PositionEncodingKind {
        match self.0 {
            Columns::Bytes => PositionEncodingKind::UTF8,
            Columns::Characters => PositionEncodingKind::UTF32,
            _ => PositionEncodingKind::UTF16,
        }
    }

    pub(crate) fn position(self, lines: &LineIndex, offset: usize) -> Position {
        let place = lines.position(offset, self.0);
        Position { line: place.line, character: place.column }
    }

    pub(crate) fn range(self, lines: &LineIndex, span: Span) -> Range {
        let range = span.range();
        Range { start: self.position(lines, range.start), end: self.position(lines, range.end) }
    }

    pub(crate) fn offset(self, lines: &LineIndex, position: Position) -> usize {
        let place = vtql_parser::Position { line: position.line, column: position.character };
        lines.offset(place, self.0)
    }

    /// How many units a text has.
    pub(crate) fn length(self, text: &str) -> u32 {
        let length = match self.0 {
            Columns::Bytes => text.len(),
            Columns::Characters => text.chars().count(),
            _ => text.chars().map(char::len_utf16).sum(),
        };
        u32::try_from(length).unwrap_or(u32::MAX)
    }
}
