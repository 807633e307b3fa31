//! What an instance has: from a snapshot, or asked of it when it is first needed.

use crate::counts::Counts;
use crate::error::Result;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use vtql_arrow::MisfitLog;
use vtql_client::Client;
use vtql_schema::{Module, Queryable, Snapshot};

/// An instance, with what is known of it so far.
pub(crate) struct Instance {
    pub(crate) client: Client,
    pub(crate) counts: Counts,
    /// The names of its modules.
    names: Vec<String>,
    known: Mutex<HashMap<String, Arc<Module>>>,
    misfits: Mutex<Vec<(String, MisfitLog)>>,
}

impl Instance {
    pub(crate) async fn new(client: Client, snapshot: Option<&Snapshot>) -> Result<Self> {
        let (names, known) = match snapshot {
            Some(snapshot) => {
                let modules = snapshot.modules().iter();
                let queryable = modules.filter(|module| module.queryable() != Queryable::No);
                let known: HashMap<_, _> =
                    queryable.map(|module| (module.name.clone(), Arc::new(module.clone()))).collect();
                let mut names: Vec<String> = known.keys().cloned().collect();
                names.sort();
                (names, known)
            }
            None => {
                let types = client.list_types().await?;
                (types.into_iter().map(|module| module.name).collect(), HashMap::new())
            }
        };
        let (known, misfits) = (Mutex::new(known), Mutex::default());
        Ok(Instance { client, counts: Counts::default(), names, known, misfits })
    }

    /// The names of its modules, as the server writes them.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a module in any case of letters, as the server writes it.
    pub(crate) fn name(&self, name: &str) -> Option<&str> {
        let exact = self.names.iter().find(|known| *known == name);
        exact.or_else(|| self.names.iter().find(|known| known.eq_ignore_ascii_case(name))).map(String::as_str)
    }

    /// What describe says about a module.
    pub(crate) async fn module(&self, name: &str) -> Result<Arc<Module>> {
        if let Some(module) = lock(&self.known).get(name) {
            return Ok(Arc::clone(module));
        }
        let module = Arc::new(self.client.describe(name).await?);
        lock(&self.known).insert(name.to_owned(), Arc::clone(&module));
        Ok(module)
    }

    /// The fields of the modules that were described, in small letters.
    pub(crate) fn known_fields(&self) -> HashSet<String> {
        let known = lock(&self.known);
        let fields = known.values().flat_map(|module| module.fields());
        fields.map(|field| field.name.to_lowercase()).collect()
    }

    /// Notes values that did not fit their columns, which are NULL.
    pub(crate) fn note_misfits(&self, module: &str, misfits: &MisfitLog) {
        if misfits.total() > 0 {
            lock(&self.misfits).push((module.to_owned(), misfits.clone()));
        }
    }

    /// Takes what was noted.
    pub(crate) fn take_misfits(&self) -> Vec<(String, MisfitLog)> {
        std::mem::take(&mut lock(&self.misfits))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instance").field("client", &self.client).finish_non_exhaustive()
    }
}
