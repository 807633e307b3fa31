//! How results look: findings and rows, one file a format.

pub(crate) mod human;
pub(crate) mod rows;
