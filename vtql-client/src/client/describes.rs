//! What modules are made of, asked of the server once and kept as long as the client.

use super::Client;
use crate::error::Result;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OnceCell;
use vtql_schema::Module;

/// The descriptions that were asked for, by the name of the module.
#[derive(Default)]
pub(super) struct Describes(Mutex<BTreeMap<String, Kept>>);

type Kept = Arc<OnceCell<Arc<Module>>>;

impl Describes {
    fn of(&self, module: &str) -> Kept {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(kept.entry(module.to_owned()).or_default())
    }

    fn forget(&self, module: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(module);
    }
}

impl fmt::Debug for Describes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Describes").finish_non_exhaustive()
    }
}

impl Client {
    /// The description of a module: one request the first time, however many ask at once. A failure is
    /// not kept.
    pub(crate) async fn described(&self, module: &str) -> Result<Arc<Module>> {
        let kept = self.inner.describes.of(module);
        let described = kept.get_or_try_init(|| async { self.describe(module).await.map(Arc::new) }).await;
        if described.is_err() {
            self.inner.describes.forget(module);
        }
        described.cloned()
    }

    /// The same, asked for anew when what is kept lacks the field: it may have been added since.
    pub(crate) async fn described_with(&self, module: &str, field: &str) -> Result<Arc<Module>> {
        let known = self.described(module).await?;
        if known.field(field).is_some() {
            return Ok(known);
        }
        self.inner.describes.forget(module);
        self.described(module).await
    }
}
