use crate::faults::Faults;
use crate::journal::LoggedRequest;
use crate::routes;
use crate::state::Shared;
use axum::Router;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use vtql_schema::Snapshot;

/// A running sandbox from the inside: what pages show that are served beside its API. It is the same as long as the
/// sandbox runs. Its `Debug` does not show the access key.
#[derive(Clone)]
pub struct Inside {
    address: SocketAddr,
    state: Shared,
}

/// Makes the pages of a sandbox, once it is known where it is.
#[derive(Clone)]
pub(crate) struct Pages(pub(crate) Arc<dyn Fn(&Inside) -> Router + Send + Sync>);

impl fmt::Debug for Inside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inside").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Inside {
    pub(crate) fn new(address: SocketAddr, state: Shared) -> Self {
        Inside { address, state }
    }

    /// Where the REST operations are.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, routes::BASE)
    }

    /// Where the endpoint with sessions is.
    pub fn webservice_url(&self) -> String {
        format!("http://{}{}", self.address, routes::WEBSERVICE)
    }

    /// The name of the user.
    pub fn user(&self) -> &str {
        &self.state.user.name
    }

    /// The access key of the user.
    pub fn access_key(&self) -> &str {
        &self.state.user.access_key
    }

    /// The modules and fields that it was started with.
    pub fn snapshot(&self) -> &Snapshot {
        &self.state.snapshot
    }

    /// The latest requests that it has answered, in the order of the answers.
    pub fn log(&self) -> Vec<LoggedRequest> {
        self.state.journal.entries()
    }

    /// What goes wrong at the moment.
    pub fn faults(&self) -> Faults {
        self.state.faults()
    }

    /// Changes what goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.state.set_faults(faults);
    }

    /// How many records each module has, by its name; nothing when the database cannot be read.
    pub fn records(&self) -> Vec<(String, u64)> {
        let store = &self.state.store;
        let counted = store.read(|connection| {
            let modules = store.catalog.modules().iter();
            let counted = modules.map(|module| {
                let sql = format!("SELECT COUNT(*) FROM {}", module.table);
                let count: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
                Ok((module.name.clone(), count.unsigned_abs()))
            });
            counted.collect()
        });
        counted.unwrap_or_default()
    }
}
