//! What all requests share: how much is held and done at once.

use std::sync::Arc;
use tokio::sync::Semaphore;

/// The most bytes of texts that one form has: what PHP takes unless it is told otherwise.
pub(crate) const FORM: usize = 8 << 20;
/// What [`Gates::large_forms`] counts, in bytes.
pub(crate) const LARGE_FORM_UNIT: usize = 64 << 10;
/// How many operations run at once.
const OPERATIONS: usize = 8;
/// How many of the reads that take long run at once, beside these.
const LONG_READS: usize = 2;
/// How many requests with files are read at once.
const UPLOADS: usize = 8;

/// The gates of one sandbox. Whoever comes when one is closed waits.
#[derive(Debug)]
pub(crate) struct Gates {
    /// The texts of forms that are larger than a stranger's.
    pub(crate) large_forms: Arc<Semaphore>,
    /// Requests that bring files.
    pub(crate) uploads: Arc<Semaphore>,
    /// Operations: each has a thread and a connection to the database.
    pub(crate) operations: Arc<Semaphore>,
    /// Reads that were not short.
    pub(crate) long_reads: Arc<Semaphore>,
}

impl Default for Gates {
    fn default() -> Self {
        let gate = |number| Arc::new(Semaphore::new(number));
        Gates {
            large_forms: gate(FORM / LARGE_FORM_UNIT),
            uploads: gate(UPLOADS),
            operations: gate(OPERATIONS),
            long_reads: gate(LONG_READS),
        }
    }
}
