use crate::auth::{self, Credentials, Preferences};
use crate::catalog::Catalog;
use crate::error::{StartError, StartErrorKind};
use crate::faults::{Faults, Quota, Repeats};
use crate::gates::Gates;
use crate::hosts::Hosts;
use crate::inside::{Inside, Pages};
use crate::journal::{Journal, LoggedRequest, Watcher};
use crate::jsonl::{load_dir, load_given};
use crate::profile::Profile;
use crate::rights::Rights;
use crate::sandbox::Sandbox;
use crate::sessions::Sessions;
use crate::state::State;
use crate::store::Store;
use crate::ties::Ties;
use crate::{demo, operations, sandbox};
use axum::Router;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use vtql_schema::Snapshot;

/// Says what a [`Sandbox`] is to be like; made by [`Sandbox::builder`].
///
/// With nothing said it has the modules of a new instance, 2,500 contacts and some hundreds of other
/// records, a random access key, and a free port. Its `Debug` does not show the access key.
#[derive(Clone)]
#[must_use = "a builder does nothing until `start`"]
pub struct SandboxBuilder {
    snapshot: Option<Snapshot>,
    seed: u64,
    rows: BTreeMap<String, usize>,
    load: Option<PathBuf>,
    given: Vec<(String, Vec<Value>)>,
    file: Option<PathBuf>,
    address: IpAddr,
    port: u16,
    user: String,
    access_key: Option<String>,
    others: Vec<(String, String, Rights)>,
    profile: Profile,
    ties: Ties,
    strict: bool,
    mended_inventory: bool,
    faults: Faults,
    hosts: Vec<String>,
    watcher: Option<Watcher>,
    pages: Option<Pages>,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        SandboxBuilder {
            snapshot: None,
            seed: 0,
            rows: BTreeMap::new(),
            load: None,
            given: Vec::new(),
            file: None,
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            user: "admin".to_owned(),
            access_key: None,
            others: Vec::new(),
            profile: Profile::default(),
            ties: Ties::default(),
            strict: false,
            mended_inventory: false,
            faults: Faults::none(),
            hosts: Vec::new(),
            watcher: None,
            pages: None,
        }
    }
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxBuilder")
            .field("seed", &self.seed)
            .field("rows", &self.rows)
            .field("load", &self.load)
            .field("file", &self.file)
            .field("address", &self.address)
            .field("port", &self.port)
            .field("user", &self.user)
            .field("profile", &self.profile)
            .field("ties", &self.ties)
            .field("strict", &self.strict)
            .field("mended_inventory", &self.mended_inventory)
            .field("faults", &self.faults)
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    /// A sandbox in the making.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }
}

impl SandboxBuilder {
    /// The modules and fields that it has; without this, those of [`default_snapshot`](crate::default_snapshot).
    pub fn snapshot(mut self, snapshot: Snapshot) -> Self {
        self.snapshot = Some(snapshot);
        self
    }

    /// What the demo data is made from: the same seed, snapshot and numbers of rows give the same data.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many demo records a module gets.
    pub fn rows(mut self, module: impl Into<String>, count: usize) -> Self {
        self.rows.insert(module.into(), count);
        self
    }

    /// Loads records from a folder instead of making demo data: `<Module>.jsonl` for each module, one
    /// JSON object a line, a key a field, values as the API writes them (strings, null). A record may
    /// leave fields out; [`Sandbox::left_out`] tells the keys that are no fields. Without `Users.jsonl` there is one user, number 1.
    pub fn load_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.load = Some(dir.into());
        self
    }

    /// Gives a module these records instead of demo data, and the other modules none: JSON objects, a key a field, values
    /// as the API writes them. A record without `id` gets the next one. Its owner is the first user, and its times are
    /// now, unless it says otherwise.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use serde_json::json;
    ///
    /// let contacts = [json!({ "id": "12x7", "lastname": "Rossi" }), json!({ "lastname": "Çelik" })];
    /// let sandbox = vtql_sandbox::Sandbox::builder().records("Contacts", contacts).start().await?;
    /// # Ok(()) }
    /// ```
    pub fn records(mut self, module: impl Into<String>, records: impl IntoIterator<Item = Value>) -> Self {
        self.given.push((module.into(), records.into_iter().collect()));
        self
    }

    /// Keeps the records in this SQLite file instead of in memory. One that holds records already is
    /// served as it is: nothing is made, and nothing is loaded.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// The port; 0, as without this, takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The address to listen on; without this, the loopback interface, which nobody else can reach. Any
    /// other one lets the network in, behind nothing but the access key.
    pub fn listen_on(mut self, address: IpAddr) -> Self {
        self.address = address;
        self
    }

    /// The name of the user; without this, `admin`.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = user.into();
        self
    }

    /// The access key of the user; without this, a random one.
    pub fn access_key(mut self, access_key: impl Into<String>) -> Self {
        self.access_key = Some(access_key.into());
        self
    }

    /// Lets one more user in, by the name and the access key. Users of demo data are called `user2`,
    /// `user3` and so on, and are no administrators; a user that the data does not have is made, as an
    /// administrator only when [`Rights::administrator`] says so.
    pub fn other_user(
        mut self,
        user: impl Into<String>,
        access_key: impl Into<String>,
        rights: Rights,
    ) -> Self {
        self.others.push((user.into(), access_key.into(), rights));
        self
    }

    /// The edition that it behaves like.
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// In which order rows come that the order of a query does not tell apart.
    pub fn ties(mut self, ties: Ties) -> Self {
        self.ties = ties;
        self
    }

    /// Answers an error where a Vtiger answers no rows because its database refused the query.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Whether inventory records can be made in profile 8.4, as on servers whose administrator has mended the
    /// line that forbids it.
    pub fn mended_inventory(mut self, mended: bool) -> Self {
        self.mended_inventory = mended;
        self
    }

    /// One more name under which requests may call it. Without this they are the names of the loopback interface
    /// and the address that is listened on, with any port: a request for another `Host` is refused, since a web
    /// page could have sent it by pointing its own name here.
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.hosts.push(host.into());
        self
    }

    /// Is told of every request when it was answered, on the thread that answers.
    pub fn on_request(mut self, watch: impl Fn(&LoggedRequest) + Send + Sync + 'static) -> Self {
        self.watcher = Some(Watcher(Arc::new(watch)));
        self
    }

    /// Serves pages as well, at the paths that the API does not take. They are made once it is known where the
    /// sandbox is, and see to it themselves who may read them.
    pub fn pages(mut self, make: impl Fn(&Inside) -> Router + Send + Sync + 'static) -> Self {
        self.pages = Some(Pages(Arc::new(make)));
        self
    }

    /// What goes wrong on demand.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Makes the data and starts to serve, on the Tokio runtime that this is called on.
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let address = SocketAddr::new(self.address, self.port);
        let pages = self.pages.clone();
        let state = tokio::task::spawn_blocking(move || self.prepare())
            .await
            .map_err(|_| StartErrorKind::Interrupted)??;
        Ok(sandbox::serve(Arc::new(state), address, pages).await?)
    }

    /// The modules that the numbers of rows and the rights name.
    fn named_modules(&self) -> impl Iterator<Item = &str> {
        let rights = self.others.iter().flat_map(|(_, _, rights)| rights.modules());
        let given = self.given.iter().map(|(module, _)| module.as_str());
        self.rows.keys().map(String::as_str).chain(given).chain(rights)
    }

    fn prepare(mut self) -> Result<State, StartErrorKind> {
        let snapshot = self.snapshot.take().unwrap_or_else(crate::default_snapshot);
        let catalog = Arc::new(Catalog::new(&snapshot));
        if let Some(unknown) = self.named_modules().find(|name| catalog.module(name).is_none()) {
            return Err(StartErrorKind::NoModule(unknown.to_owned()));
        }
        let mut left_out = Vec::new();
        let store = Store::open(catalog, self.file.as_deref())?;
        if store.is_empty()? {
            if self.given.is_empty() {
                left_out = fill(&store, self.load.as_deref(), self.seed, &self.rows, &self.user)?;
            } else {
                store.ensure_user(&self.user, true)?;
                load_given(&store, &self.given)?;
            }
            store.index()?;
            if self.load.is_none() {
                operations::settle_inventory(&store)?;
            }
        } else {
            let file = self.file.as_deref().map(|file| file.display().to_string()).unwrap_or_default();
            if let Some(folder) = &self.load {
                left_out.push(format!("{file} has records already: {} is not loaded", folder.display()));
            }
            if !self.rows.is_empty() || !self.given.is_empty() {
                left_out.push(format!("{file} has records already: no others are made"));
            }
        }
        let access_key = match self.access_key {
            Some(access_key) => access_key,
            None => auth::random_key().map_err(StartErrorKind::Random)?,
        };
        let credentials = |name: String, access_key, rights: &Rights, is_admin| {
            let id = store.ensure_user(&name, is_admin)?;
            let preferences = Preferences::of(&store, id)?;
            let catalog = Arc::new(store.catalog.view(rights, id, preferences.date_format.as_deref()));
            let Preferences { is_active, is_admin, .. } = preferences;
            Ok::<_, StartErrorKind>(Arc::new(Credentials {
                id,
                name,
                access_key,
                is_active,
                is_admin,
                catalog,
            }))
        };
        let user = credentials(self.user, access_key, &Rights::all(), true)?;
        let others = self.others.into_iter().map(|(name, key, rights)| {
            let is_admin = rights.is_administrator();
            credentials(name, key, &rights, is_admin)
        });
        let others = others.collect::<Result<_, _>>()?;
        Ok(State {
            store,
            snapshot,
            left_out,
            user,
            others,
            sessions: Sessions::default(),
            profile: self.profile,
            ties: self.ties,
            strict: self.strict,
            mended_inventory: self.mended_inventory,
            hosts: Hosts::new(self.hosts),
            gates: Gates::default(),
            journal: Journal::new(self.watcher),
            quota: Quota::default(),
            repeats: Repeats::default(),
            faults: RwLock::new(self.faults),
        })
    }
}

fn fill(
    store: &Store,
    load: Option<&Path>,
    seed: u64,
    rows: &BTreeMap<String, usize>,
    user: &str,
) -> Result<Vec<String>, StartErrorKind> {
    match load {
        Some(dir) => {
            let loaded = load_dir(store, dir)?;
            tracing::info!(records = loaded.records, "loaded");
            Ok(loaded.left_out)
        }
        None => {
            demo::fill(store, seed, rows, user)?;
            Ok(Vec::new())
        }
    }
}
