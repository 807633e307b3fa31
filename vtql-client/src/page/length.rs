//! How long a query's text may be.

use super::source::wire_text;
use crate::error::Result;
use url::form_urlencoded::byte_serialize;
use vtql_parser::ast::Query;
use vtql_parser::lower;

/// The longest query text that is sent when a shorter one would do, in bytes as the URL writes them. Web servers
/// usually take 8 KB for the whole request line.
pub(super) const LONGEST: usize = 6_000;

/// The room that the bounds of a page take beside a query's own text, without the ids that it leaves out.
const BOUNDS: usize = 600;

/// `and id != '12x1234567'`, as the URL writes it.
const EXCLUSION: usize = 34;

/// The most ids that a page leaves out by naming them, however much room there is.
const MOST_EXCLUDED: usize = 40;

pub(super) fn encoded(text: &str) -> usize {
    byte_serialize(text.as_bytes()).map(str::len).sum()
}

/// Whether the query has a text on the wire that is short enough to be sent without a thought.
pub(super) fn fits(query: &Query) -> bool {
    wire_text(query).is_ok_and(|text| encoded(&text) <= LONGEST)
}

/// How many ids a page of this query can leave out by naming them, when the bounds have a branch for each of so many
/// fields and one more.
pub(super) fn most_excluded(query: &Query, fields: usize) -> Result<usize> {
    let wire = lower::lower(query).map_err(crate::error::Error::query)?;
    let branches = wire.alternatives().len().max(1) * (fields + 1);
    let used = (encoded(&wire.to_string()) + BOUNDS).saturating_mul(fields + 1);
    Ok((LONGEST.saturating_sub(used) / branches / EXCLUSION).min(MOST_EXCLUDED))
}
