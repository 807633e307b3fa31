//! The snapshot that queries are checked against.

mod cache;
mod locate;
mod project;
mod tracking;

pub(crate) use cache::{Loaded, load};
pub use locate::Surroundings;
pub(crate) use locate::locate;
pub(crate) use project::Project;
pub(crate) use tracking::{watch_files, watch_snapshot};
