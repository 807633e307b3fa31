//! The snapshot that queries are checked against.

mod cache;
mod locate;
mod manifest;
mod tracking;

pub(crate) use cache::{Loaded, load};
pub(crate) use locate::{Surroundings, locate};
pub(crate) use tracking::{watch_files, watch_snapshot};
