/// Where a cell's value is. Positions are bytes of the answer's text, or of the unescaped texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The row has no such key.
    Missing,
    Null,
    Text(usize, usize),
    Spilled(usize, usize),
    Json(usize, usize),
}

/// A [`Place`] in 64 bits: a page has thousands of them, written one after the other, and what fits a
/// register is written at once. The kind takes 4 bits, start and end 30 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell(u64);

const POSITION_BITS: u32 = 30;
const POSITION: u64 = (1 << POSITION_BITS) - 1;
const KIND: u32 = 2 * POSITION_BITS;

const MISSING: u64 = 0;
const NULL: u64 = 1;
const TEXT: u64 = 2;
const SPILLED: u64 = 3;
const JSON: u64 = 4;

impl Cell {
    pub(super) const MISSING: Cell = Cell(MISSING << KIND);
    pub(super) const NULL: Cell = Cell(NULL << KIND);

    #[inline]
    pub(super) fn text(start: usize, end: usize) -> Option<Self> {
        Cell::part(TEXT, start, end)
    }

    pub(super) fn spilled(start: usize, end: usize) -> Option<Self> {
        Cell::part(SPILLED, start, end)
    }

    pub(super) fn json(start: usize, end: usize) -> Option<Self> {
        Cell::part(JSON, start, end)
    }

    /// `None` when the text is longer than positions reach: 1 GiB.
    #[inline]
    fn part(kind: u64, start: usize, end: usize) -> Option<Self> {
        let (start, end) = (start as u64, end as u64);
        (start <= POSITION && end <= POSITION).then_some(Cell(kind << KIND | end << POSITION_BITS | start))
    }

    #[inline]
    pub(super) fn place(self) -> Place {
        let position = |shift: u32| usize::try_from(self.0 >> shift & POSITION).unwrap_or(usize::MAX);
        let (start, end) = (position(0), position(POSITION_BITS));
        match self.0 >> KIND {
            TEXT => Place::Text(start, end),
            SPILLED => Place::Spilled(start, end),
            JSON => Place::Json(start, end),
            NULL => Place::Null,
            _ => Place::Missing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_one_that_was_put_in() {
        let last = (1 << 30) - 1;
        assert_eq!(Cell::text(7, last).map(Cell::place), Some(Place::Text(7, last)));
        assert_eq!(Cell::spilled(last, last).map(Cell::place), Some(Place::Spilled(last, last)));
        assert_eq!(Cell::json(0, 1).map(Cell::place), Some(Place::Json(0, 1)));
        assert_eq!((Cell::MISSING.place(), Cell::NULL.place()), (Place::Missing, Place::Null));
        assert_eq!(Cell::text(0, last + 1), None);
    }
}
