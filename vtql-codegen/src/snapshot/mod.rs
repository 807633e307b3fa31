//! The snapshot that queries are checked against.

mod basis;
mod cache;
mod locate;
mod project;
mod tracking;

pub(crate) use basis::Basis;
use cache::load;
pub use locate::Surroundings;
use locate::locate;
use project::Project;
pub(crate) use tracking::watch_files;
