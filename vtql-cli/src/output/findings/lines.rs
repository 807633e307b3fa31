use serde::Serialize;
use std::rc::Rc;
use vtql_parser::{Columns, LineIndex};

/// The lines of a text, found once for all of its findings.
#[derive(Clone, Debug)]
pub(super) struct Lines(Rc<LineIndex>);

/// A place in a text, counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
    /// In bytes, counted from 0.
    pub(super) offset: usize,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        Lines(Rc::new(LineIndex::new(text)))
    }

    /// The place of a byte.
    pub(super) fn place(&self, offset: u32) -> Place {
        let place = self.0.position(offset as usize, Columns::Characters);
        let (line, column) = (place.line as usize + 1, place.column as usize + 1);
        Place { line, column, offset: (offset as usize).min(self.0.line(u32::MAX).end) }
    }
}
