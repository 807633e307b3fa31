use super::{Cells, DecodeError};
use crate::value::Decode;

/// Reads the cells of a row one after the other, and keeps the first mistake for the end. An
/// implementation of [`Row`](super::Row) in terms of it is a single expression without a branch, which is
/// what compiles fastest.
#[derive(Debug)]
pub struct Reader<'c, 'a> {
    cells: &'c Cells<'a>,
    next: usize,
    error: Option<DecodeError>,
}

impl<'c, 'a> Reader<'c, 'a> {
    /// A reader that stands before the first cell.
    pub fn new(cells: &'c Cells<'a>) -> Self {
        Reader { cells, next: 0, error: None }
    }

    /// The next cell. After a mistake, anything: [`finish`](Self::finish) lets nothing of it out.
    pub fn read<T: Decode>(&mut self) -> T {
        let index = self.next;
        self.next += 1;
        match self.cells.decode(index) {
            Ok(value) => value,
            Err(error) => {
                self.error.get_or_insert(error);
                T::placeholder()
            }
        }
    }

    /// The row, or the first mistake.
    pub fn finish<R>(self, row: R) -> Result<R, DecodeError> {
        self.error.map_or(Ok(row), Err)
    }
}
