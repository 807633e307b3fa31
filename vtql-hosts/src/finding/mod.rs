//! From string expressions to queries.

pub(crate) mod address;
pub(crate) mod evidence;
pub(crate) mod outline;
pub(crate) mod placeholders;
pub(crate) mod recognize;
mod speaks;
pub(crate) mod template;
pub(crate) mod verdict;
