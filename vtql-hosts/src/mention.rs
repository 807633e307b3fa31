//! The byte search before all else.

use regex::bytes::Regex;
use std::sync::OnceLock;

/// Whether a file can hold a query at all. Others need not be read.
pub fn mentions_select(source: &[u8]) -> bool {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    PATTERN.get_or_init(|| Regex::new("(?i-u)select").ok()).as_ref().is_none_or(|it| it.is_match(source))
}
