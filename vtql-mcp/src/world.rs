//! The instance as calls see it: asked for when it is needed, and kept.

use crate::audit::Audit;
use crate::budget::Budget;
use crate::instance::{Instance, Trouble};
use crate::options::Options;
use crate::pending::Pending;
use crate::policy::Policy;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::{Mutex, OnceCell};
use vtql_client::{Client, ModuleType};
use vtql_schema::rules::Levels;
use vtql_schema::{Module, Snapshot};

/// All that calls share.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) options: Options,
    pub(crate) audit: Audit,
    pub(crate) budget: Budget,
    pub(crate) pending: Pending,
    instance: Arc<dyn Instance>,
    client: OnceCell<Client>,
    /// What is kept on this machine, as much of it as can be seen.
    snapshot: OnceCell<Option<Snapshot>>,
    levels: OnceCell<Levels>,
    listed: OnceCell<Vec<ModuleType>>,
    /// What can be seen of modules that the instance described.
    described: Mutex<BTreeMap<String, Arc<Described>>>,
}

/// A module, and what can be seen of it.
#[derive(Debug)]
pub(crate) struct Described {
    pub(crate) view: Module,
    /// Fields that cannot be seen.
    hidden: Vec<String>,
}

impl Described {
    fn new(module: &Module, policy: &Policy) -> Self {
        let names = module.fields().iter().map(|field| &field.name);
        let hidden = names.filter(|name| !policy.shows_field(&module.name, name)).cloned().collect();
        Described { view: policy.view(module), hidden }
    }

    /// Whether there is such a field and it cannot be seen.
    pub(crate) fn hides(&self, field: &str) -> bool {
        self.hidden.iter().any(|name| name.eq_ignore_ascii_case(field))
    }

    /// Whether there are fields that cannot be seen.
    pub(crate) fn hides_some(&self) -> bool {
        !self.hidden.is_empty()
    }
}

/// A module for people and models.
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) is_entity: bool,
}

impl World {
    pub(crate) fn new(instance: Arc<dyn Instance>, options: Options) -> Result<Self, Trouble> {
        Ok(World {
            audit: Audit::open(options.audit.as_deref())?,
            budget: Budget::new(options.requests),
            pending: Pending::default(),
            options,
            instance,
            client: OnceCell::new(),
            snapshot: OnceCell::new(),
            levels: OnceCell::new(),
            listed: OnceCell::new(),
            described: Mutex::default(),
        })
    }

    pub(crate) async fn client(&self) -> Result<&Client, Trouble> {
        self.client.get_or_try_init(async || self.instance.client(self.budget.clone())).await
    }

    pub(crate) async fn levels(&self) -> Result<&Levels, Trouble> {
        self.levels.get_or_try_init(async || self.instance.levels()).await
    }

    async fn kept(&self) -> Result<Option<&Snapshot>, Trouble> {
        let kept = self.snapshot.get_or_try_init(async || self.instance.snapshot()).await?;
        Ok(kept.as_ref())
    }

    /// The modules that can be seen, in the order of their names.
    pub(crate) async fn modules(&self) -> Result<Vec<Listed>, Trouble> {
        let mut modules: Vec<Listed> = match self.kept().await? {
            Some(snapshot) => snapshot.modules().iter().map(Listed::of_module).collect(),
            None => self.listed().await?.iter().map(Listed::of_type).collect(),
        };
        modules.retain(|module| self.options.policy.shows(&module.name));
        modules.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(modules)
    }

    async fn listed(&self) -> Result<&Vec<ModuleType>, Trouble> {
        let list = async || Ok(self.client().await?.list_types().await?);
        self.listed.get_or_try_init(list).await
    }

    /// What can be seen of a module; `None` when there is none of this name that can.
    pub(crate) async fn module(&self, name: &str) -> Result<Option<Arc<Described>>, Trouble> {
        if !self.options.policy.shows(name) {
            return Ok(None);
        }
        let mut described = self.described.lock().await;
        if let Some(known) = described.get(name) {
            return Ok(Some(Arc::clone(known)));
        }
        let module = match self.kept().await? {
            Some(snapshot) => snapshot.module(name).cloned(),
            None if self.listed().await?.iter().any(|listed| listed.name == name) => {
                Some(self.client().await?.describe(name).await?)
            }
            None => None,
        };
        let Some(module) = module else { return Ok(None) };
        let known = Arc::new(Described::new(&module, &self.options.policy));
        described.insert(name.to_owned(), Arc::clone(&known));
        Ok(Some(known))
    }

    /// What a query over this module is checked against: the module as far as it can be seen, and the names of the
    /// others.
    pub(crate) async fn basis(&self, module: Option<&Described>) -> Result<Snapshot, Trouble> {
        let shell = |listed: Listed| Module::new(listed.name, []);
        let mut basis = Snapshot::from_modules(self.modules().await?.into_iter().map(shell));
        if let Some(module) = module {
            basis.insert(module.view.clone());
        }
        Ok(basis)
    }

    /// Ends the client's sessions, if there are any.
    pub(crate) async fn leave(&self) {
        if let Some(client) = self.client.get() {
            // What was asked for is done: nobody needs to know that this failed.
            let _ = tokio::time::timeout(std::time::Duration::from_secs(2), client.logout()).await;
        }
    }
}

impl Listed {
    fn of_module(module: &Module) -> Self {
        Listed { name: module.name.clone(), label: module.label.clone(), is_entity: module.is_entity }
    }

    fn of_type(listed: &ModuleType) -> Self {
        Listed { name: listed.name.clone(), label: listed.label.clone(), is_entity: listed.is_entity }
    }
}
