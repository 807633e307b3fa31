//! The snapshot that queries are checked against.

mod basis;
mod cache;
mod locate;
mod surroundings;
mod tracking;

pub(crate) use basis::Basis;
use cache::load;
pub use surroundings::Surroundings;
pub(crate) use tracking::watch_files;
