//! Record ids as they are stored: `11x42`, and `0` for none.

use std::cmp::Ordering;

/// What is stored where no record is referred to. The CRM has a zero there, so that `!=` and `<` hold
/// (observed); rows show it as null.
pub(crate) const NONE: &str = "0";

/// What is stored for a record that does not exist: the CRM keeps its number, and shows null.
pub(crate) fn dangling(number: i64) -> String {
    format!("0x{number}")
}

/// Whether rows show null for a stored id.
pub(crate) fn is_none(stored: &str) -> bool {
    stored == NONE || stored.starts_with("0x")
}

/// The number of a stored id: what follows the `x`.
pub(crate) fn number(stored: &str) -> u64 {
    stored.rsplit_once('x').map_or(stored, |(_, number)| number).parse().unwrap_or(0)
}

/// The order of stored ids: by number, whatever the modules.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    number(a).cmp(&number(b))
}
