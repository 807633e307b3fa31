//! x
mod cells;
mod error;
mod export;
pub mod format;
mod lock;
mod names;
mod sqlite;
mod store;
mod sync;
mod watch;
pub use error::{Error, Result};
pub use export::{Export, Exported, ExportedColumn, Manifest, Step};
pub use sync::{Due, Summary, Sync, Synced, period};
pub use watch::Watch;
