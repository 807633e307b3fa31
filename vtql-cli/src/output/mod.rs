//! How results look: findings and rows, one file a format.

pub(crate) mod findings;
pub(crate) mod pager;
pub(crate) mod rows;

/// `1 query`, `2 queries`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
