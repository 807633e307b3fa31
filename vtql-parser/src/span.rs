//! Byte ranges in the source text.

use std::fmt;
use std::ops::Range;

/// A half-open byte range in the text that was parsed. Trees built in code carry [`Span::NONE`].
///
/// ```
/// use vtql_parser::{Dialect, parse_query};
///
/// let text = "select id from Contacts";
/// let query = parse_query(text, Dialect::Surface)?;
/// assert_eq!(query.module.span.range(), 15..23);
/// assert_eq!(query.module.span.slice(text), "Contacts");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset one past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of a node that stands in no text.
    pub const NONE: Span = Span { start: 0, end: 0 };

    /// A span from byte offsets. Texts of 4 GiB and more cannot be addressed; offsets saturate.
    pub fn new(start: usize, end: usize) -> Self {
        let offset = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Span { start: offset(start), end: offset(end) }
    }

    /// The smallest span that covers both. [`Span::NONE`] covers nothing: the other one remains.
    pub fn to(self, other: Span) -> Span {
        if self == Span::NONE {
            return other;
        }
        if other == Span::NONE {
            return self;
        }
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The span as a range, for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The part of `source` that the span covers; empty when the span is not of this text.
    pub fn slice(self, source: &str) -> &str {
        source.get(self.range()).unwrap_or_default()
    }

    /// The span moved `by` bytes towards the end of a text that this one is embedded in.
    pub fn shift(self, by: usize) -> Span {
        Span::new(self.start as usize + by, self.end as usize + by)
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
