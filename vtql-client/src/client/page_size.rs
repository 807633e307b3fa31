use crate::error::{Error, ErrorKind};

/// How many rows one page of a query asks for: at least 1.
///
/// The server returns at most 100 whatever is asked (manual, *Query*); some instances allow more.
/// Paging does not rely on either number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageSize(u32);

impl PageSize {
    /// A page of `rows`; `None` for 0.
    pub const fn new(rows: u32) -> Option<Self> {
        if rows == 0 { None } else { Some(PageSize(rows)) }
    }

    /// The number of rows.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for PageSize {
    /// The manual's cap, 100.
    fn default() -> Self {
        PageSize(100)
    }
}

impl TryFrom<u32> for PageSize {
    type Error = Error;

    fn try_from(rows: u32) -> Result<Self, Error> {
        PageSize::new(rows).ok_or_else(|| Error::new(ErrorKind::Config, "a page has at least one row"))
    }
}
